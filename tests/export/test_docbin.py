"""The DocBin: every span on whole tokens with just its words, and the reading back as it was."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
import spacy
from hypothesis import example, given, settings
from spacy.tokens import DocBin
from spacy.vocab import Vocab

from closeup.errors import MissingExtra, NotEnglish
from closeup.export.annotations import claims
from closeup.export.docbin import GROUPS, KEY, doc, doc_bin, readings
from closeup.reading import Reading, Sentence
from closeup.review import Unreadable
from tests import readings as made
from tests.readings import find, full, full_reading, plain

ROOT = Path(__file__).parents[2]
UNREADABLE = Unreadable("de.txt", NotEnglish("the text is in German"))


@cache
def vocab() -> Vocab:
    """Another one than the documents were made with."""
    return spacy.blank("en").vocab


def again(*items: Reading | Unreadable) -> DocBin:
    return DocBin().from_bytes(doc_bin(items).to_bytes())


@settings(max_examples=100)
@given(reading=made.readings())
@example(reading=full_reading())
@example(reading=plain(" A  gap \n\n and\ta tab "))
def test_of_any_reading_every_span_selects_its_words_and_the_text_is_whole(reading: Reading) -> None:
    (told,) = again(reading).get_docs(vocab())
    assert told.text == reading.text
    spans = {span.id_: span for group in told.spans.values() for span in group}
    expected = {
        claim.path: claim.span
        for claim in claims(reading, sentences=True)
        if claim.span[0] < claim.span[1]
    }  # fmt: skip
    assert set(spans) == set(expected)
    for path, (start, end) in expected.items():
        assert (spans[path].start_char, spans[path].end_char) == (start, end)
        assert spans[path].text == reading.text[start:end]


@settings(max_examples=50)
@given(reading=made.readings())
@example(reading=full_reading())
def test_the_readings_come_back_as_they_were(reading: Reading) -> None:
    assert list(readings(again(reading, UNREADABLE, reading))) == [reading, reading]


def test_tokens_are_those_of_english_but_where_a_span_begins_or_ends_inside_one() -> None:
    reading = plain("Cortez-lit rooms and rain-soaked streets.")
    usual = [token.text for token in spacy.blank("en")(reading.text)]
    assert [token.text for token in doc(reading)] == usual
    cut = reading.model_copy(update={"sentences": (), "quotes": full_reading().quotes[:1]})
    start, end = find(reading.text, "oak")
    quote = cut.quotes[0].model_copy(update={"span": (start, end), "text": "oak"})
    tokens = [token.text for token in doc(cut.model_copy(update={"quotes": (quote,)}))]
    assert tokens[tokens.index("s") :][:3] == ["s", "oak", "ed"]


def test_entities_are_people_characters_and_works_longer_ones_first() -> None:
    told = doc(full_reading())
    found = {(entity.text, entity.label_) for entity in told.ents}
    assert {
        ("Charles Laughton", "PERSON"),
        ("Mitchum", "PERSON"),
        ("Harry Powell", "CHARACTER"),
        ("The Magnificent Ambersons", "WORK_OF_ART"),
        ("Cortez", "PERSON"),
    } <= found
    nested = full_reading()
    surname = nested.credits[0].model_copy(update={"mentions": (find(nested.text, "Laughton"),)})
    told = doc(nested.model_copy(update={"credits": (surname, *nested.credits)}))
    assert "Laughton" not in {entity.text for entity in told.ents}
    assert "Laughton" in {span.text for span in told.spans["credits"]}


def test_groups_hold_labels_sides_and_names() -> None:
    told = doc(full_reading())
    assert list(told.spans) == list(GROUPS.values())
    opinion, person, work = (told.spans[group][0] for group in ("opinions", "credits", "works"))
    assert (opinion.text, opinion.label_, opinion.kb_id_, opinion.id_) == (
        "terrifying, funny and never once sincere",
        "acting",
        "praise",
        "opinions/0",
    )
    assert (person.text, person.label_, person.kb_id_) == ("Charles Laughton", "director", "Charles Laughton")
    assert (work.label_, work.kb_id_) == ("this", "The Night of the Hunter")
    assert [span.label_ for span in told.spans["sentences"]] == [s.kind for s in full_reading().sentences]
    assert told.spans["sentences"][3].kb_id_ == "spoiler"
    assert told.spans["credits"][6].label_ == "writer+critic"


def test_sentences_start_where_the_reading_has_them() -> None:
    reading = plain("One. Two three.", sentences=())
    assert len(list(doc(reading).sents)) == 1
    halves = tuple(
        Sentence(span=find(reading.text, words), kind="eval", sentiment=0.0)
        for words in ("One. Two", "three.")
    )
    told = doc(reading.model_copy(update={"sentences": halves}))
    assert [sentence.text for sentence in told.sents] == ["One. Two", "three."]


def test_categories_are_the_odds_and_the_rest_is_user_data() -> None:
    reading = full_reading()
    told = doc(reading)
    assert told.cats["fresh"] == reading.verdict.fresh_probability
    assert sum(told.cats.values()) == pytest.approx(1)
    assert told.user_data[KEY]["verdict"]["stated"]["text"] == "4½ stars out of 5"
    assert told.user_data[KEY]["opinions"][0]["polarity"] == 0.95
    assert "text" not in told.user_data[KEY]


def test_an_error_is_an_empty_document_in_its_place() -> None:
    told = list(again(full_reading(), UNREADABLE).get_docs(vocab()))[1]
    assert len(told) == 0
    assert told.user_data[KEY] == {
        "id": "de.txt",
        "error": {"code": "not_english", "message": "the text is in German"},
    }


def test_the_bytes_are_the_same_in_every_process() -> None:
    script = (
        "import hashlib, sys\n"
        "from closeup.export.docbin import doc_bin\n"
        "from tests.readings import full, full_reading\n"
        "print(hashlib.sha256(doc_bin([full(), full_reading()]).to_bytes()).hexdigest())\n"
    )
    there = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "PYTHONHASHSEED": "1"},
    )
    here = hashlib.sha256(doc_bin([full(), full_reading()]).to_bytes()).hexdigest()
    assert there.stdout.strip() == here


def test_without_spacy_the_error_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    from closeup.export import docbin

    monkeypatch.setitem(sys.modules, "spacy", None)
    docbin._english.cache_clear()
    with pytest.raises(MissingExtra, match=r"pip install 'closeup\[spacy\]'"):
        doc_bin([])
