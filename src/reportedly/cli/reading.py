"""`reportedly read`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from reportedly.cli.edges import (
    SOME_FAILED,
    IdField,
    Model,
    Paths,
    Scrape,
    TextField,
    complain,
    exits,
    pages_in_words,
    settle,
)
from reportedly.errors import PageError

if TYPE_CHECKING:
    from reportedly.data import Reading


def read(
    paths: Paths,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object a page and line.")
    ] = False,
    own_voice: Annotated[
        bool, typer.Option("--all", help="Show what the article says in its own voice, too.")
    ] = False,
    model: Model = "default",
    scrape: Scrape = False,
    text_field: TextField = None,
    id_field: IdField = None,
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
    with exits():
        from reportedly.config import load
        from reportedly.pages import capture
        from reportedly.reading import read_all

        settle(model)
        settings = load()
        limits = settings.limits
        pages = capture(
            paths,
            limits=limits,
            scrape=scrape,
            text_field=text_field,
            id_field=id_field,
            reach=settings.reach,
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
            complain(f"{failed} of {pages_in_words(total)} could not be read")
        raise typer.Exit(SOME_FAILED if failed else 0)


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
            complain(str(outcome))
        else:
            print(typeset(outcome, console, own_voice=own_voice), end="", flush=True)

    return show


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
