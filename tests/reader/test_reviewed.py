"""The film under review and the titles in its review agree."""

from __future__ import annotations

from closeup.reader.mentions import Mention
from closeup.reader.reviewed import in_agreement
from closeup.reading import Film, Relation

TEXT = "Detour is short. It owes something to Laura, and waltz scenes. Detour lasts."


def work(words: str, probability: float, **relations: float) -> Mention:
    start = TEXT.index(words)
    named: dict[Relation, float] = dict(relations)  # type: ignore[arg-type]
    return Mention((start, start + len(words)), 0, "work", probability, {}, named)


def relations(mentions: list[Mention]) -> dict[str, str]:
    return {TEXT[slice(*m.span)]: max(m.relations, key=lambda name: m.relations[name]) for m in mentions}


DETOUR = Film(title="Detour", year=1945, confidence=0.95, span=(0, 6))


def test_the_films_title_is_the_work_under_review_wherever_it_stands() -> None:
    found = in_agreement(TEXT, [0, 17, 63], [work("Detour", 0.6, film=0.55, this=0.45)], DETOUR)
    assert [TEXT[slice(*m.span)] for m in found] == ["Detour", "Detour"]
    assert relations(found) == {"Detour": "this"}
    assert found[1].sentence == 2


def test_a_doubtful_second_film_under_review_is_another_work() -> None:
    found = in_agreement(TEXT, [0], [work("Laura", 0.5, this=0.6, film=0.4)], DETOUR)
    assert relations(found)["Laura"] == "film"


def test_a_sure_second_title_of_the_film_stays() -> None:
    found = in_agreement(TEXT, [0], [work("Laura", 0.9, this=0.9, film=0.1)], DETOUR)
    assert relations(found)["Laura"] == "this"


def test_a_doubtful_film_changes_nothing() -> None:
    mentions = [work("Laura", 0.5, this=0.6, film=0.4)]
    assert in_agreement(TEXT, [0], mentions, DETOUR.model_copy(update={"confidence": 0.3})) == mentions
    assert in_agreement(TEXT, [0], mentions, None) == mentions
