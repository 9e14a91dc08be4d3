"""The command line: parse, call, print. Rooms are imported only by a command that needs them."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from typing import TYPE_CHECKING, Annotated

import typer

from reportedly.errors import PageError, ReportedlyError

if TYPE_CHECKING:
    from reportedly.data import Reading

WRONG_USE = 2
SOME_FAILED = 3
INTERRUPTED = 130  # 128 + SIGINT, as shells have it
PIPE_CLOSED = 141  # 128 + SIGPIPE

app = typer.Typer(
    help="Reads the news and keeps the receipts: who said what, on whose word, how firmly.",
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def main() -> None:
    """The entry point. Speaks UTF-8 whatever the locale says."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    app(prog_name="reportedly")


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    if version:
        from importlib import metadata

        print(f"reportedly {metadata.version('reportedly')}")
        raise typer.Exit


@app.command()
def read(
    paths: Annotated[
        list[str],
        typer.Argument(metavar="PATH", help="Files and folders; - is standard input."),
    ],
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object a page and line.")
    ] = False,
    own_voice: Annotated[
        bool, typer.Option("--all", help="Show what the article says in its own voice, too.")
    ] = False,
    model: Annotated[
        str,
        typer.Option(metavar="NAME", help="default, the fast one, or accurate: finds more."),
    ] = "default",
    scrape: Annotated[
        bool,
        typer.Option("--scrape", help="Part article and furniture in JSON Lines, too."),
    ] = False,
    text_field: Annotated[
        str | None,
        typer.Option(
            metavar="FIELD", help="Read JSON Lines, each line's FIELD an article's ready text."
        ),
    ] = None,
    id_field: Annotated[
        str | None,
        typer.Option(
            metavar="FIELD", help="Keep each line's FIELD, as a string, as the id of its reading."
        ),
    ] = None,
) -> None:
    """Read pages: who says what in them, on whose word, how firmly.

    Web pages and raw scrapes are told from their furniture first. JSON Lines are taken as
    ready text, unless --scrape is given.

    \b
      reportedly read page.html
      reportedly read pages/ --json > readings.jsonl
      reportedly read articles.jsonl --text-field text --id-field id --json

    Exit status: 0; 2 for wrong use; 3 when some pages could not be read.
    """
    with _exits():
        from reportedly.config import load
        from reportedly.pages import capture
        from reportedly.reading import read_all

        limits = load().limits
        pages = capture(
            paths, limits=limits, scrape=scrape, text_field=text_field, id_field=id_field
        )
        show = _as_json if as_json else _as_sheet(own_voice)
        total = failed = 0
        # A file that is called a page may hold lines where a field is named.
        counted = [] if text_field or id_field else paths
        for outcome in _with_progress(read_all(pages, limits=limits, model=model), counted):
            show(outcome)
            total += 1
            failed += isinstance(outcome, PageError)
        if failed and as_json:
            _complain(f"{failed} of {_pages(total)} could not be read")
        raise typer.Exit(SOME_FAILED if failed else 0)


@contextmanager
def _exits() -> Iterator[None]:
    """Turns what ends a run early into an exit status; libraries raise, only we exit."""
    try:
        yield
    except ReportedlyError as error:
        _complain(str(error))
        raise typer.Exit(WRONG_USE) from error
    except KeyboardInterrupt as error:
        raise typer.Exit(INTERRUPTED) from error
    except BrokenPipeError as error:
        # Whoever read us has had enough. Python flushes once more at its end: to nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(PIPE_CLOSED) from error


def _as_json(outcome: Reading | PageError) -> None:
    from reportedly.exchange.json import dumps, error_to_json, reading_to_json

    if isinstance(outcome, PageError):
        print(dumps(error_to_json(outcome)), flush=True)
    else:
        print(dumps(reading_to_json(outcome)), flush=True)


def _as_sheet(own_voice: bool) -> Callable[[Reading | PageError], None]:
    from reportedly.exchange.terminal import open_console, typeset

    console = open_console(sys.stdout)

    def show(outcome: Reading | PageError) -> None:
        if isinstance(outcome, PageError):
            _complain(str(outcome))
        else:
            print(typeset(outcome, console, own_voice=own_voice), end="", flush=True)

    return show


def _complain(message: str) -> None:
    from reportedly.exchange.terminal import visible

    print(f"reportedly: {visible(message)}", file=sys.stderr)


def _pages(number: int) -> str:
    return "1 page" if number == 1 else f"{number} pages"


def _with_progress(
    outcomes: Iterable[Reading | PageError], paths: list[str]
) -> Iterator[Reading | PageError]:
    """The same outcomes; a person at a terminal sees how far a run over several has come."""
    if not sys.stderr.isatty():
        yield from outcomes
        return
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    from reportedly.exchange.terminal import open_console
    from reportedly.pages import count

    total = count(paths) if paths else None
    of = f" of {total}" if total else ""
    columns = (BarColumn(), TextColumn("{task.completed}" + of + " pages"), TimeElapsedColumn())
    progress = Progress(*columns, console=open_console(sys.stderr), transient=True)
    task = progress.add_task("", total=total)
    try:
        for number, outcome in enumerate(outcomes, start=1):
            progress.stop()  # what is printed now takes the place of the bar
            progress.advance(task)
            yield outcome
            if number != total:
                progress.start()
    finally:
        progress.stop()
