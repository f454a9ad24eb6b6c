"""What `closeup read` shows or leaves out when asked: doubtful claims, spoilers, the text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from closeup.reading import Reading
from tests.cli.conftest import Command, StandIn
from tests.readings import full_reading

SPOILER = "Willa ends at the bottom of the river"


@pytest.fixture
def hunter(stand_in: StandIn, tmp_path: Path) -> str:
    made = full_reading()
    sure = {"Robert Mitchum": 0.95, "Davis Grubb": 0.4}
    credits = tuple(
        credit.model_copy(update={"confidence": sure.get(credit.person, 0.8)}) for credit in made.credits
    )
    stand_in.made[made.text] = made.model_copy(update={"credits": credits})
    (tmp_path / "hunter.txt").write_text(made.text, "utf-8")
    return "hunter.txt"


def people(line: str) -> list[str]:
    return [credit["person"] for credit in json.loads(line)["credits"]]


@pytest.mark.parametrize(
    ("form", "claim"),
    [
        ("card", "Lillian Gish as"),
        ("md", "Lillian Gish as"),
        ("html", "<li>Lillian Gish as"),
        ("json", '"person": "Lillian Gish"'),
        ("jsonl", '"person":"Lillian Gish"'),
    ],
)
def test_claims_that_are_less_sure_are_left_out_of_every_form(
    closeup: Command, hunter: str, form: str, claim: str
) -> None:
    def shown(*options: str) -> str:
        return " ".join(closeup("read", hunter, "--format", form, *options).out.split())

    assert claim in shown()
    assert claim in shown("--min-confidence", "0.8")
    assert claim not in shown("--min-confidence", "0.9")
    assert "Robert Mitchum" in shown("--min-confidence", "0.9")


def test_a_reading_with_only_its_surer_claims_is_a_whole_reading(closeup: Command, hunter: str) -> None:
    (line,) = closeup("read", hunter, "--format", "jsonl", "--min-confidence", "0.9").out.splitlines()
    assert people(line) == ["Robert Mitchum"]
    assert Reading.model_validate_json(line).film is not None


def test_all_that_the_reader_settled_on_is_there_by_default(closeup: Command, hunter: str) -> None:
    (line,) = closeup("read", hunter, "--format", "jsonl").out.splitlines()
    assert people(line) == [credit.person for credit in full_reading().credits]


@pytest.mark.parametrize("given", ["1.5", "-0.1", "much"])
def test_a_confidence_that_is_none_is_a_misuse(closeup: Command, hunter: str, given: str) -> None:
    assert closeup("read", hunter, "--min-confidence", given).status == 2


@pytest.mark.parametrize("form", ["card", "md"])
def test_spoilers_are_withheld_until_they_are_asked_for(closeup: Command, hunter: str, form: str) -> None:
    assert SPOILER not in closeup("read", hunter, "--format", form, "--text").out
    shown = " ".join(closeup("read", hunter, "--format", form, "--text", "--spoilers").out.split())
    assert SPOILER in shown


def test_spoilers_are_folded_away_on_a_page_until_they_are_asked_for(closeup: Command, hunter: str) -> None:
    assert "<details" in closeup("read", hunter, "--format", "html").out
    assert "<details" not in closeup("read", hunter, "--format", "html", "--spoilers").out


def test_a_card_shows_a_long_text_only_when_asked(closeup: Command, hunter: str) -> None:
    assert "decades to be forgiven" not in closeup("read", hunter).out
    assert "decades to be forgiven" in closeup("read", hunter, "--text").out
