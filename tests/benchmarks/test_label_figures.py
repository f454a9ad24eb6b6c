"""The figures against labels: what is counted, and which mistake is called what."""

from typing import Any

import pytest

pytest.importorskip("scipy", reason="needs the extra train")

from benchmarks.label_figures import INVENTED, MISSED, Figures, average_precision, paired, span_f1

TEXT = "Clara Bow is radiant. The script creaks."
FIRST, SECOND = [0, 21], [22, 40]
RADIANT, SCRIPT, CREAKS = [13, 20], [22, 32], [33, 39]


def opinion(aspect: str, polarity: float, evidence: list[int], **more: Any) -> dict[str, Any]:
    return {"aspect": aspect, "polarity": polarity, "evidence": evidence, "target": None, **more}


def label(**more: Any) -> dict[str, Any]:
    return {
        "id": "a",
        "text": TEXT,
        "sentences": [
            {"span": FIRST, "kind": "eval", "spoiler": 0, "people": [], "works": [],
             "opinions": [opinion("acting", 2, RADIANT, target=[0, 9])]},
            {"span": SECOND, "kind": "eval", "spoiler": 1, "people": [], "works": [],
             "opinions": [opinion("writing", -1, CREAKS, target=SCRIPT)]},
        ],
        **more,
    }  # fmt: skip


def reading(*opinions: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "sentences": [{"span": FIRST, "kind": "eval", "spoiler": 0.1}, {"span": SECOND, "kind": "plot"}],
        "opinions": [{"confidence": 0.5, **o} for o in opinions],
        "credits": [], "characters": [], "works": [], "quotes": [],
        **more,
    }  # fmt: skip


def of(read: dict[str, Any] | None, **more: Any) -> Figures:
    figures = Figures()
    figures.add(label(**more), read)
    return figures


def test_a_reading_of_everything_has_full_marks() -> None:
    found = of(
        reading(
            opinion("acting", 1.0, RADIANT, target={"span": [0, 5]}),
            opinion("writing", -0.5, CREAKS, target={"span": SCRIPT}),
        )
    )
    numbers = found.numbers()
    assert numbers["opinions: aspect and sign F1"] == 1
    assert numbers["opinions: evidence overlap F1"] == 1
    assert numbers["opinions: target found"] == 1
    assert not found.mistakes


def test_kinds_and_spoilers_go_by_the_sentence_that_overlaps_most() -> None:
    numbers = of(reading()).numbers()
    assert numbers["sentences: kind accuracy"] == 0.5
    assert numbers["spoilers: average precision"] == 0.5


@pytest.mark.parametrize("read", [None, {"id": "a", "error": {"code": "not_english"}}])
def test_a_review_that_was_not_read_costs_recall_and_kinds(read: dict[str, Any] | None) -> None:
    numbers = of(read).numbers()
    assert numbers["missing or failed"] == 1
    assert numbers["opinions: aspect and sign recall"] == 0
    assert numbers["sentences: kind accuracy"] == 0


@pytest.mark.parametrize(
    ("read", "faults"),
    [
        ([], ["missed"]),
        ([opinion("acting", -1.0, RADIANT)], ["wrong sign"]),
        ([opinion("emotion", 1.0, RADIANT)], ["wrong aspect"]),
        ([opinion("acting", 1.0, [0, 5])], ["other words"]),
        ([opinion("acting", 1.0, RADIANT), opinion("emotion", 1.0, RADIANT)], ["invented"]),
        ([opinion("acting", 1.0, RADIANT), opinion("acting", 1.0, [0, 5])], []),
    ],
)
def test_each_mistake_has_its_name(read: list[dict[str, Any]], faults: list[str]) -> None:
    mistakes = of(reading(*read)).mistakes
    first = [mistake for mistake in mistakes if mistake.sentence.startswith("Clara")]
    assert [fault for mistake in first for fault in mistake.faults] == faults


def test_what_is_labelled_twice_in_a_sentence_is_missed_once() -> None:
    twice = label()
    twice["sentences"][0]["opinions"].append(opinion("acting", 1, [0, 9]))
    figures = Figures()
    figures.add(twice, reading())
    assert figures.confusion["acting", MISSED] == 1


def test_the_confusion_pairs_each_opinion_once_and_its_own_aspect_first() -> None:
    found = of(reading(opinion("emotion", 1.0, RADIANT), opinion("acting", 1.0, RADIANT)))
    assert found.confusion == {("acting", "acting"): 1, (INVENTED, "emotion"): 1, ("writing", MISSED): 1}


def test_the_best_line_counts_among_the_first_three_quotes() -> None:
    quotes = [{"rank": rank, "span": SECOND} for rank in (1, 2, 3)] + [{"rank": 4, "span": FIRST}]
    assert of(reading(quotes=quotes), best=FIRST).numbers()["quotes: best line in top 3"] == 0
    quotes[-1]["rank"] = 0
    assert of(reading(quotes=quotes), best=FIRST).numbers()["quotes: best line in top 3"] == 1


def test_the_score_s_error_is_that_of_what_the_text_alone_says() -> None:
    verdict = {"score": 100.0, "read_score": 70.0}
    name = "verdict: mean absolute error of the score"
    assert of(reading(verdict=verdict), score=80.0).numbers()[name] == pytest.approx(10)
    assert of(reading(verdict={"score": 100.0}), score=80.0).numbers()[name] == pytest.approx(20)


def test_confidences_are_judged_by_whether_their_claims_are_right() -> None:
    found = of(reading(opinion("acting", 1.0, RADIANT), opinion("music", 1.0, CREAKS)))
    (only,) = found.reliability("opinions")
    assert (only.confidence, only.right, only.count) == (0.5, 0.5, 2)
    assert found.numbers()["opinions: calibration error"] == 0


def test_spans_agree_by_the_characters_that_they_share() -> None:
    assert span_f1([0, 10], [0, 10]) == 1
    assert span_f1([0, 10], [5, 15]) == 0.5
    assert span_f1([0, 10], [10, 15]) == 0


def test_average_precision_is_one_where_the_real_come_first() -> None:
    assert average_precision([(0.1, False), (0.9, True), (0.8, True)]) == 1
    assert average_precision([(0.9, False), (0.1, True)]) == 0.5
    assert average_precision([(0.9, False)]) == 0


def test_pairs_hold_every_opinion_at_most_once() -> None:
    gold = [opinion("acting", 1, [0, 9]), opinion("story", 1, [5, 20])]
    read = [opinion("story", 1.0, [0, 9]), opinion("acting", 1.0, [5, 20])]
    assert paired(gold, read) == [(gold[0], read[1]), (gold[1], read[0])]
