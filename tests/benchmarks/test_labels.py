"""What `benchmarks.labels` prints: groups of reviews, the table, the errors."""

import argparse
import json
from typing import Any

import pytest

pytest.importorskip("pandas", reason="needs the extra train")
pytest.importorskip("scipy", reason="needs the extra train")

from benchmarks.labels import ALL, drawn, measured, report

TEXT = "Harold Lloyd hangs on, and so does the joke."


def review(name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """A label and a reading that hears praise where there is blame."""
    evidence = [38, 43]
    blame = {"aspect": "humour", "polarity": -1, "evidence": evidence, "target": None}
    label = {
        "id": name, "text": TEXT, "film": "Safety Last!",
        "sentences": [{"span": [0, len(TEXT)], "kind": "eval", "spoiler": 0, "people": [], "works": [],
                       "opinions": [blame]}],
    }  # fmt: skip
    reading = {
        "id": name, "sentences": [{"span": [0, len(TEXT)], "kind": "eval"}],
        "opinions": [{"aspect": "humour", "polarity": 0.6, "confidence": 0.7, "evidence": evidence}],
        "credits": [], "characters": [], "works": [], "quotes": [],
    }  # fmt: skip
    return label, reading


def files(*names: str) -> list[tuple[str, list[Any], list[Any]]]:
    return [(name, [label], [reading]) for name in names for label, reading in [review(name)]]


def test_reviews_count_in_their_file_their_kind_of_text_their_case_and_all() -> None:
    found = measured(files("D04", "D05", "R05", "S02"))
    assert {group: figures.reviews for group, figures in found.items()} == {
        "D04": 1, "D05": 1, "R05": 1, "S02": 1,
        "users' reviews": 2, "with case": 3, "in lower case": 1, ALL: 4,
    }  # fmt: skip
    assert list(found)[-1] == ALL


def test_one_file_is_its_own_whole() -> None:
    assert list(measured(files("R05"))) == ["R05"]


def test_a_reading_that_is_missing_counts_as_nothing_read() -> None:
    ((name, labels, _),) = files("R05")
    assert measured([(name, labels, [])])["R05"].failed == 1


def test_the_report_shows_every_figure_and_the_json_the_same() -> None:
    found = measured(files("D05", "S02"))
    options = argparse.Namespace(json=False, errors=0, seed=1)
    printed = "\n".join(report(found, options))
    assert "opinions: aspect and sign F1" in printed
    assert "0.700  0.000" in printed
    options.json = True
    rows = [json.loads(line) for line in report(found, options)]
    assert [row["of"] for row in rows] == list(found)
    assert rows[-1]["opinions: aspect F1"] == 1
    assert rows[-1]["aspects"] == [["humour", "humour", 2]]
    assert rows[-1]["faults"] == {"wrong sign": 2}


def test_errors_show_the_sentence_and_both_sides_and_the_same_seed_draws_the_same() -> None:
    mistakes = measured(files("D05", "S02", "R05"))[ALL].mistakes
    printed = list(drawn(mistakes, 2, seed=5))
    assert printed == list(drawn(mistakes, 2, seed=5))
    assert sum(TEXT in line for line in printed) == 2
    assert any("labelled  humour -1" in line for line in printed)
    assert any("read      humour +0.6" in line for line in printed)
