"""`docs/cli.md` shows each command's own help; the first sight of it comes fast.

After a change to a command, `UPDATE_DOCS=1 pytest tests/cli/test_help.py` writes the help into the page.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer import Typer

from closeup.cli.main import app

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "cli.md"
LAYOUT = {"Options", "Arguments", "Commands", "Usage", "OPTIONS", "ARGS", "COMMAND", "TEXT", "PATH", "FILE"}
BLOCK = re.compile(r"```console\n\$ (closeup[^\n]*) --help\n(.*?)```", re.DOTALL)


def closeup(*args: str) -> str:
    env = {
        "PYTHONPATH": str(ROOT / "src"),
        "COLUMNS": "100",
        "TERMINAL_WIDTH": "100",
        "PATH": os.environ["PATH"],
    }
    done = subprocess.run(
        [sys.executable, "-m", "closeup", *args], capture_output=True, text=True, check=True, env=env
    )
    return done.stdout.rstrip() + "\n"


def words(help_text: str) -> list[str]:
    """The options and the words of a help, whatever frames and metavars a version of Typer sets them in."""
    return sorted(set(re.findall(r"--?[a-z][a-z-]*|[A-Za-z]{3,}", help_text)) - LAYOUT)


def commands(group: Typer = app, name: str = "closeup") -> list[str]:
    own = [found.name or getattr(found.callback, "__name__", "") for found in group.registered_commands]
    found = [name, *(f"{name} {command}" for command in own)]
    for inner in group.registered_groups:
        if inner.typer_instance:
            of = inner.name if isinstance(inner.name, str) else inner.typer_instance.info.name
            found += commands(inner.typer_instance, f"{name} {of}")
    return found


def test_the_page_shows_the_help_of_every_command_as_it_is() -> None:
    page = PAGE.read_text("utf-8")
    if os.environ.get("UPDATE_DOCS"):
        page = BLOCK.sub(
            lambda block: f"```console\n$ {block[1]} --help\n{closeup(*block[1].split()[1:], '--help')}```",
            page,
        )
        PAGE.write_text(page, "utf-8")
    shown = dict(BLOCK.findall(page))
    assert sorted(shown) == sorted(commands())
    for command, text in shown.items():
        found = words(closeup(*command.split()[1:], "--help"))
        assert words(text) == found, f"the help of {command} has changed"


def test_the_version_is_printed() -> None:
    from closeup import __version__

    assert closeup("--version") == f"closeup {__version__}\n"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_shell_completes_commands_and_formats(shell: str) -> None:
    words = {
        "bash": "closeup read --format ",
        "zsh": "closeup read --format ",
        "fish": "closeup read --format ",
    }
    env = {
        "PYTHONPATH": str(ROOT / "src"),
        "PATH": os.environ["PATH"],
        "_CLOSEUP_COMPLETE": f"complete_{shell}",
        "_TYPER_COMPLETE_ARGS": words[shell],
        "COMP_WORDS": words[shell],
        "COMP_CWORD": "3",
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
        "_TYPER_COMPLETE_WORD_TO_COMPLETE": "",
    }
    done = subprocess.run([sys.executable, "-m", "closeup"], capture_output=True, text=True, env=env)
    assert {"card", "json", "jsonl", "md", "html"} <= set(re.findall(r"\w+", done.stdout))
