"""The scripts in `examples/`, run as a user would."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from closeup.review import Review
from closeup.sources import open_reviews
from tests.readings import full_reading

ROOT = Path(__file__).parents[1]
SCRIPTS = {"read_folder", "film_reception", "without_the_plot", "highlight", "export_readings"}


def run(script: str, *args: str, status: int = 0) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "error", f"examples/{script}.py", *args],
        capture_output=True,
        encoding="utf-8",
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT / "src"), "PYTHONIOENCODING": "utf-8"},
    )
    assert done.returncode == status, done.stderr
    return done.stdout


def test_every_example_is_run_here() -> None:
    assert {path.stem for path in (ROOT / "examples").glob("*.py")} == SCRIPTS


def test_a_folder_and_a_table_become_one_csv_of_verdicts(tmp_path: Path) -> None:
    (tmp_path / "blank.txt").write_text(" \n", "utf-8")
    said = run("read_folder", "examples/reviews", str(tmp_path), "examples/capsules.jsonl", status=1)
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(said))}
    reviews = list((ROOT / "examples" / "reviews").iterdir())
    assert len(rows) == len(reviews) + 1 + 12
    pruitt = rows["examples/reviews/living-dead-pruitt.txt"]
    assert (pruitt["stated"], pruitt["score"], pruitt["recommended"]) == ("C-", "42.0", "no")
    assert rows["sunrise"]["critic"] == "Hanne Lowell"
    assert rows["sunrise"]["recommended"] == "yes"
    assert rows[str(tmp_path / "blank.txt")]["error"] == "empty"
    for row in rows.values():
        if not row["error"]:
            assert 0 <= float(row["low"]) <= float(row["score"]) <= float(row["high"]) <= 100


def test_the_reception_of_a_film_quotes_its_reviews_word_for_word() -> None:
    said = run("film_reception", "examples/reviews/living-dead-*")
    assert "3 reviews\n" in said
    assert re.search(r"^recommended by [0-3] of 3$", said, re.MULTILINE)
    score = re.search(r"^mean score (\d+) of 100$", said, re.MULTILINE)
    assert score
    assert 0 <= int(score[1]) <= 100
    quoted = re.findall(r"^  ([+-]\d\.\d\d)  (.+)  \[(.+)\]$", said, re.MULTILINE)
    assert len(quoted) == 6
    sentiments = [float(value) for value, _, _ in quoted]
    assert min(sentiments[:3]) > 0 > max(sentiments[3:])
    for _, words, source in quoted:
        (review,) = open_reviews([ROOT / source])
        assert isinstance(review, Review)
        assert words in " ".join(review.text.split())


def test_a_review_without_its_plot_keeps_the_judgement_and_drops_the_story() -> None:
    said = run("without_the_plot", "examples/reviews/detour.txt")
    assert "It is a ferocious, fearless, funny performance." in said
    assert "Al Roberts plays piano" not in said
    assert "[…]" in said


class Text(HTMLParser):
    """The text inside the element of class "text"."""

    def __init__(self) -> None:
        super().__init__()
        self.depth = 0
        self.found = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.depth or ("class", "text") in attrs:
            self.depth += 1

    def handle_endtag(self, tag: str) -> None:
        self.depth -= bool(self.depth)

    def handle_data(self, data: str) -> None:
        self.found += data if self.depth else ""


def test_the_highlighted_page_holds_the_review_as_it_is(tmp_path: Path) -> None:
    run("highlight", "examples/reviews/charade.html", str(tmp_path / "page.html"))
    parser = Text()
    parser.feed((tmp_path / "page.html").read_text("utf-8"))
    (review,) = open_reviews([ROOT / "examples" / "reviews" / "charade.html"])
    assert isinstance(review, Review)
    assert parser.found == review.text


def test_an_example_says_what_it_could_not_read() -> None:
    assert run("without_the_plot", "no-such-review.txt", status=1) == ""


@pytest.mark.parametrize("name", sorted(path.name for path in (ROOT / "examples" / "reviews").iterdir()))
def test_every_sample_review_is_of_a_usual_length(name: str) -> None:
    (review,) = open_reviews([ROOT / "examples" / "reviews" / name])
    assert isinstance(review, Review)
    assert 150 <= len(review.text.split()) <= 500


def test_every_capsule_has_its_film_critic_and_rating() -> None:
    capsules = list(open_reviews([ROOT / "examples" / "capsules.jsonl"]))
    assert len(capsules) == 12
    for capsule in capsules:
        assert isinstance(capsule, Review)
        assert capsule.film
        assert capsule.film.year
        assert capsule.critic
        assert capsule.publication
        assert capsule.rating


def test_readings_made_once_become_tables_json_ld_and_annotations(tmp_path: Path) -> None:
    lines = [
        full_reading().to_json(),
        '{"id": "gone.txt", "error": {"code": "not_found", "message": "none"}}',
    ]
    (tmp_path / "readings.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    out = tmp_path / "out"
    assert run("export_readings", str(tmp_path / "readings.jsonl"), str(out)) == f"1 readings in {out}\n"
    names = {"".join(path.suffixes) for path in out.iterdir()}
    assert names == {"", ".jsonld", ".annotations.json"}
    (jsonld,) = out.glob("*.jsonld")
    assert json.loads(jsonld.read_text("utf-8"))["@type"] == "CriticReview"
    with (out / "tables" / "opinions.csv").open(encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file))) == len(full_reading().opinions)
