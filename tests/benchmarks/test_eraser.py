"""Evidence against what people marked: widths, scores of tokens, and the benchmark's measures."""

import pytest

pytest.importorskip("pandas", reason="needs the extra train")

from benchmarks.eraser import (
    agreeing,
    auprc,
    clause,
    evidence,
    figures,
    marked_tokens,
    prf,
    sentence,
    token_scores,
)
from closeup.reading import Opinion, Reading
from tests.readings import build, find

WORDS = "the plot is thin , but lillian gish is a wonder ."
OTHER = "the wind howls ."


def review() -> Reading:
    made = build([[(WORDS, "eval", 0.4), (OTHER, "plot", -0.2)]])
    opinions = (
        Opinion(
            sentence=0, aspect="acting", polarity=0.9, confidence=0.8, evidence=find(made.text, "a wonder")
        ),
        Opinion(sentence=0, aspect="story", polarity=-0.5, confidence=0.7, evidence=find(made.text, "thin")),
    )
    verdict = made.verdict.model_copy(update={"fresh": True})
    return made.model_copy(update={"opinions": opinions, "verdict": verdict})


def test_only_opinions_that_agree_with_the_verdict_are_its_evidence() -> None:
    made = review()
    assert [made.slice(span) for span, _ in agreeing(made, evidence)] == ["a wonder"]
    rotten = made.model_copy(update={"verdict": made.verdict.model_copy(update={"fresh": False})})
    assert [rotten.slice(span) for span, _ in agreeing(rotten, evidence)] == ["thin"]


def test_a_clause_ends_at_a_comma_or_a_turn_and_a_sentence_at_its_end() -> None:
    made = review()
    assert made.slice(clause(made, made.opinions[0])).strip() == "lillian gish is a wonder ."
    assert made.slice(clause(made, made.opinions[1])).strip() == "the plot is thin"
    assert made.slice(sentence(made, made.opinions[0])) == WORDS


def test_without_opinions_sentences_speak_by_their_sentiment() -> None:
    assert [review().slice(span) for span, _ in agreeing(review(), None)] == [WORDS]


def test_a_token_scores_as_its_surest_opinion_else_little_as_its_sentence() -> None:
    made = review()
    covered, scores = token_scores(made, agreeing(made, evidence))
    tokens = made.text.split()
    assert [token for token, inside in zip(tokens, covered, strict=True) if inside] == ["a", "wonder"]
    assert scores[tokens.index("wonder")] == 0.8
    assert scores[tokens.index("thin")] == pytest.approx(0.04)
    assert scores[tokens.index("howls")] == 0


def test_marks_are_half_open_in_tokens() -> None:
    phrases = [{"start_token": 1, "end_token": 3}, {"start_token": 4, "end_token": 9}]
    assert marked_tokens(6, phrases) == [False, True, True, False, True, True]


def test_f1_is_of_tokens_and_nothing_read_is_nought() -> None:
    assert prf([True, True, False, False], [True, False, True, False]) == (0.5, 0.5, 0.5)
    assert prf([True, False], [False, False]) == (0, 0, 0)


def test_scores_that_put_the_marked_tokens_first_have_the_whole_area() -> None:
    pytest.importorskip("sklearn", reason="needs the extra bench")
    assert auprc([True, False, True], [0.9, 0.1, 0.8]) == 1
    assert auprc([True, False, True], [0.1, 0.9, 0.2]) < 0.7


def test_figures_are_averaged_over_reviews() -> None:
    pytest.importorskip("sklearn", reason="needs the extra bench")
    made = review()
    count = len(made.text.split())
    exact = marked_tokens(count, [{"start_token": 9, "end_token": 11}])
    far = marked_tokens(count, [{"start_token": 0, "end_token": 2}])
    found = figures([(made, exact), (made, far)], evidence)
    assert found["token F1"] == 0.5
    assert found["token F1, pooled"] == 0.5
