"""`closeup catalog` finds films, imports files and counts what it holds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Command


@pytest.fixture(autouse=True)
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's catalogue, which is not there yet, away from the one of whoever runs the tests."""
    monkeypatch.setattr("typer.get_app_dir", lambda name: str(tmp_path / name))
    monkeypatch.delenv("CLOSEUP_CATALOG", raising=False)
    return tmp_path / "closeup" / "catalog.db"


def test_a_search_in_json_has_all_facts(closeup: Command) -> None:
    result = closeup("catalog", "search", "laurra", "--year", "1944", "--person", "Preminger", "-f", "json")
    first = json.loads(result.out)[0]
    assert (result.status, first["id"]) == (0, "wikipedia:Laura_(1944_film)")
    assert first["directors"] == ["Otto Preminger"]
    assert 0.8 < first["title_score"] < 1


def test_a_search_for_people_is_a_table(closeup: Command) -> None:
    result = closeup("catalog", "search", "charade", "--limit", "1")
    assert "Charade" in result.out
    assert "Stanley" in result.out


def test_a_title_like_no_other_is_told_and_fails(closeup: Command) -> None:
    result = closeup("catalog", "search", "qqqq zzzz xxxx")
    assert (result.status, result.out) == (1, "")
    assert "no film" in result.err
    assert closeup("catalog", "search", "qqqq zzzz", "-f", "json").out == "[]\n"


def test_an_import_goes_into_the_users_catalogue_and_is_found(closeup: Command, own: Path) -> None:
    rows = '{"adult":false,"id":77,"original_title":"A Film of Mine","popularity":1.5,"video":false}\nbad\n'
    Path("ids.json").write_text(rows)
    result = closeup("catalog", "import", "tmdb", "ids.json")
    assert result.status == 0
    assert "1 films added" in result.out
    assert "ids.json:2:" in result.err
    assert own.is_file()
    found = json.loads(closeup("catalog", "search", "film of mine", "-f", "json").out)
    assert found[0]["ids"] == {"tmdb": "77"}
    counts = json.loads(closeup("catalog", "stats", "--format", "json").out)
    assert [count["tmdb"] for count in counts] == [0, 1]


def test_a_wrong_file_is_one_line_and_no_catalogue(closeup: Command, own: Path) -> None:
    Path("wrong.tsv").write_text("a\tb\n")
    result = closeup("catalog", "import", "imdb", "wrong.tsv")
    assert result.status == 1
    assert result.err.count("\n") == 1
    assert "title.basics" in result.err
    assert not own.exists()


def test_a_catalogue_that_is_not_there_is_an_error(closeup: Command) -> None:
    result = closeup("catalog", "stats", "--catalog", "none.db")
    assert result.status == 1
    assert "none.db" in result.err
