"""The `closeup` command: its commands, its version, and how any failure becomes one line and a status."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Annotated, NoReturn

import typer

from closeup.cli.catalog import app as catalog
from closeup.cli.read import read
from closeup.cli.terminal import say
from closeup.errors import CloseupError
from closeup.version import __version__

FAILED = 1
INTERRUPTED = 130
BUG = 70
"""Exit statuses; 70 is EX_SOFTWARE of BSD's sysexits, 130 the shell's own for Ctrl-C."""


@dataclass
class Settings:
    """What holds for every command."""

    debug: bool = False


app = typer.Typer(
    name="closeup",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"closeup {__version__}")
        raise typer.Exit


@app.callback()
def closeup(
    ctx: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
    debug: Annotated[
        bool, typer.Option("--debug", envvar="CLOSEUP_DEBUG", help="Show the full traceback of any failure.")
    ] = False,
) -> None:
    """Closeup reads film criticism: the verdict, the score, and the words that carry them."""
    if isinstance(ctx.obj, Settings):
        ctx.obj.debug = debug


app.command()(read)
app.add_typer(catalog)


def run() -> NoReturn:
    """Run the command line and exit: 0 done, 1 failed in part or whole, 2 misused, 130 interrupted."""
    settings = Settings()
    try:
        app(obj=settings, prog_name="closeup")
    except CloseupError as error:
        if settings.debug:
            raise
        say(str(error))
        sys.exit(FAILED)
    except KeyboardInterrupt:
        say("interrupted")
        sys.exit(INTERRUPTED)
    except Exception as error:
        if settings.debug:
            raise
        about = f"{type(error).__name__}: {error}"
        say(f"a fault in Closeup itself: {about} (closeup --debug ... shows the traceback; please report it)")
        sys.exit(BUG)
    sys.exit(0)
