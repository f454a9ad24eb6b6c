"""How sure claims are is fitted from labels: thresholds part right from wrong, lines make odds true."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

pytest.importorskip("scipy", reason="needs the extra train")

from closeup.reader.confidence import Confidence, Line
from closeup.reader.heads import ASPECTS, TOKEN_SLICES
from closeup.reader.mentions import find_names
from closeup.reader.opinions import find_opinions
from closeup.reader.sentences import split_sentences
from tests.reader.said import Said
from training.claims import log_odds
from training.confide import Judged, Labelled, fit_confidence

SENTENCES = ("Cotten is superb as Leland.", "Kane is a dull old book.")


def test_a_line_makes_boasting_odds_true() -> None:
    random = np.random.default_rng(1)
    truth = random.normal(0, 1.5, 4000)
    judged = Judged(labelled=4000)
    for odds in truth:
        judged.add(1 / (1 + np.exp(-2 * odds)), bool(random.random() < 1 / (1 + np.exp(-odds))))
    line = judged.line()
    assert (line.level, line.slope) == (pytest.approx(0, abs=0.1), pytest.approx(0.5, abs=0.06))


def test_a_threshold_parts_right_claims_from_wrong_ones() -> None:
    judged = Judged(labelled=40)
    for number in range(40):
        judged.add(0.7 + number / 200, True)
        judged.add(0.1 + number / 200, False)
    line = judged.line()
    wrong, right = (line.at(float(log_odds(odds))) for odds in (0.295, 0.7))
    assert wrong < judged.threshold(line) <= right + 1e-3


def read(seed: int, *, missed: bool) -> Labelled:
    """A labelled review in which the model marks all that is there, and something that is not."""
    random = np.random.default_rng(seed)
    said = Said(*SENTENCES)

    def odds(low: float, high: float) -> float:
        return float(random.uniform(low, high))

    def judge(words: str, aspect: str, polarity: int, sure: float) -> None:
        said.tag(words, "evidence", odds=sure).say(words, "polarity", polarity)
        said.say(words, "aspect", [str(a) for a in ASPECTS].index(aspect))

    judge("superb", "acting", 4, odds(0.6, 0.99))
    judge("dull", "writing", 1, odds(0.6, 0.99))
    judge("old", "music", 1, odds(0.12, 0.45))
    for words, kind, low in (("Cotten", 0, 0.7), ("Leland", 1, 0.7), ("Kane", 2, 0.7)):
        said.tag(words, "name", kind, odds(low, 0.99))
    for words, kind in (("superb", 0), ("dull", 1), ("book", 2)):
        said.tag(words, "name", kind, odds(0.26, 0.5))
    said.tag("Cotten", "target").join("aims", "superb", "Cotten")
    said.join("plays", "Cotten", "Leland")
    if missed:
        said.tokens.values[said.at("Leland").rows, TOKEN_SLICES["plays"]] *= -1

    def span(words: str) -> list[int]:
        start = said.text.index(words)
        return [start, start + len(words)]

    spans = split_sentences(said.text)
    first: dict[str, Any] = {
        "span": list(spans[0]),
        "spoiler": 1,
        "opinions": [
            {"evidence": span("superb"), "aspect": "acting", "polarity": 2, "target": span("Cotten")}
        ],
        "people": [
            {"span": span("Cotten"), "role": "actor", "character": None if missed else span("Leland")},
            {"span": span("Leland"), "role": "character", "character": None},
        ],
        "works": [],
    }
    second: dict[str, Any] = {
        "span": list(spans[1]),
        "spoiler": 0,
        "opinions": [{"evidence": span("dull"), "aspect": "writing", "polarity": -1, "target": None}],
        "people": [],
        "works": [{"span": span("Kane"), "relation": "book"}],
    }
    row = {"text": said.text, "sentences": [first, second]}
    return Labelled(row, spans, said.tokens, [odds(0.5, 3), odds(-3, -0.5)])


@pytest.fixture(scope="module")
def fitted() -> Confidence:
    return fit_confidence([read(seed, missed=seed % 4 == 0) for seed in range(40)])


def test_fitted_thresholds_let_the_right_claims_through_and_hold_the_wrong_back(fitted: Confidence) -> None:
    review = read(99, missed=False)
    text = review.row["text"]
    names = find_names(review.tokens, text, fitted).mentions
    assert [(text[slice(*m.span)], m.kind) for m in names] == [
        ("Cotten", "person"),
        ("Leland", "character"),
        ("Kane", "work"),
    ]
    opinions = find_opinions(review.tokens, text, fitted)
    assert [text[slice(*o.evidence)] for o in opinions] == ["superb", "dull"]
    assert [o.target.text if o.target else None for o in opinions] == ["Cotten", None]
    assert all(o.confidence > 0.8 for o in opinions)


def test_fitted_lines_follow_the_labels(fitted: Confidence) -> None:
    assert fitted.plays.at(5) > 0.8
    assert fitted.plays.at(-5) < 0.3
    assert fitted.spoiler.at(2) > 0.8 > 0.2 > fitted.spoiler.at(-2)
    assert fitted.person != Line()


def test_a_stretch_belongs_to_the_labelled_sentence_that_holds_its_middle() -> None:
    review = read(1, missed=False)
    start = len(SENTENCES[0]) + 1
    assert review.sentence_at((0, 3)) == 0
    assert review.sentence_at((start - 4, start + 10)) == 1
    assert review.sentence_at((1000, 1004)) is None
