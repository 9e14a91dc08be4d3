"""Where the command line meets its surroundings: exit statuses, complaints, options they share."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from reportedly.errors import ConfigurationError, ReportedlyError

WRONG_USE = 2
SOME_FAILED = 3
INTERRUPTED = 130  # 128 + SIGINT, as shells have it
PIPE_CLOSED = 141  # 128 + SIGPIPE

Paths = Annotated[
    list[str],
    typer.Argument(metavar="PATH|URL", help="Files, folders, addresses; - is standard input."),
]
Model = Annotated[
    str, typer.Option(metavar="NAME", help="default, the fast one, or accurate: finds more.")
]
Scrape = Annotated[
    bool, typer.Option("--scrape", help="Part article and furniture in JSON Lines, too.")
]
TextField = Annotated[
    str | None,
    typer.Option(
        metavar="FIELD", help="Read JSON Lines, each line's FIELD an article's ready text."
    ),
]
IdField = Annotated[
    str | None,
    typer.Option(
        metavar="FIELD", help="Keep each line's FIELD, as a string, as the id of its reading."
    ),
]
Workers = Annotated[
    int,
    typer.Option(metavar="N", min=1, max=256, help="Read on N processes; 1 is this process alone."),
]
Where = Annotated[
    str,
    typer.Option(
        "--ledger",
        envvar="REPORTEDLY_LEDGER",
        metavar="FILE|URL",
        help="A file, or postgresql://user@host/database.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, an object a line.")]
LEDGER = "reportedly.db"


@contextmanager
def exits() -> Iterator[None]:
    """Turns what ends a run early into an exit status; libraries raise, only we exit."""
    try:
        yield
    except ReportedlyError as error:
        complain(str(error))
        raise typer.Exit(WRONG_USE) from error
    except KeyboardInterrupt as error:
        raise typer.Exit(INTERRUPTED) from error
    except BrokenPipeError as error:  # whoever read us has had enough
        _print_no_more()
        raise typer.Exit(PIPE_CLOSED) from error
    except OSError as error:
        if error.filename is None:  # a full disk under what we print, say
            _print_no_more()
        complain(": ".join(str(each) for each in (error.filename, error.strerror or error) if each))
        raise typer.Exit(WRONG_USE) from error


def _print_no_more() -> None:
    """Python flushes once more at its end: to nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A file beside `path` that takes its place once it is whole; a device or a pipe is written
    to as it is. Raises `ConfigurationError`."""
    whole = path.exists() and not path.is_file()
    unfinished = path if whole else path.with_name(f"{path.name}.part")
    try:
        yield unfinished
        if not whole:
            unfinished.replace(path)
    except OSError as error:
        raise ConfigurationError(error.strerror or str(error), about=str(path)) from error
    finally:
        if not whole:
            unfinished.unlink(missing_ok=True)


def complain(message: str) -> None:
    from reportedly.exchange.terminal import visible

    print(f"reportedly: {visible(message)}", file=sys.stderr)


def pages_in_words(number: int) -> str:
    return "1 page" if number == 1 else f"{number} pages"


def tell(line: str) -> None:
    """Prints a line in which nothing of a page can pass for an order to the terminal."""
    from reportedly.exchange.terminal import visible

    print(visible(line))


def tell_json(value: dict[str, object]) -> None:
    from reportedly.exchange.json import dumps

    print(dumps(value), flush=True)
