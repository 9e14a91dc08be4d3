"""`reportedly read`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from reportedly.cli.edges import (
    SOME_FAILED,
    IdField,
    Model,
    Paths,
    Scrape,
    TextField,
    Workers,
    complain,
    exits,
    pages_in_words,
)
from reportedly.cli.sharding import LOCAL, Address, Engine, Parts, Run
from reportedly.errors import PageError

if TYPE_CHECKING:
    from reportedly.data import Reading
    from reportedly.executors import Finish

T = TypeVar("T")


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
    workers: Workers = 1,
    engine: Engine = LOCAL,
    address: Address = None,
    parts: Parts = None,
) -> None:
    """Read pages: who says what in them, on whose word, how firmly.

    Web pages and raw scrapes are told from their furniture first. JSON Lines are taken as
    ready text, unless --scrape is given.

    \b
      reportedly read page.html
      reportedly read pages/ crawl.warc.gz --json --workers 4 > readings.jsonl
      reportedly read crawl/ --parts out/ --workers 4
      reportedly read 's3://bucket/*.warc.gz' --engine ray --parts s3://bucket/out
      reportedly read articles.jsonl --text-field text --id-field id --json

    Exit status: 0; 2 for wrong use; 3 when some pages could not be read.
    """
    with exits():
        from reportedly.config import load
        from reportedly.executors import as_it_is, read_with
        from reportedly.executors.shards import Options
        from reportedly.pages import capture_raw
        from reportedly.reading import settle

        settle(model)
        settings = load()
        limits = settings.limits
        options = Options(limits, model, scrape, text_field, id_field, settings.reach)
        run = Run(paths, engine, workers, address, parts, options)
        if run.is_sharded:
            raise typer.Exit(_by_shards(run, as_json, own_voice))
        pages = capture_raw(
            paths,
            limits=limits,
            scrape=scrape,
            text_field=text_field,
            id_field=id_field,
            reach=settings.reach,
        )
        finish: Finish[Any] = _as_line if as_json else as_it_is
        show = _print_line if as_json else _as_sheet(own_voice)
        outcomes = read_with(pages, finish, workers=workers, limits=limits, model=model)
        total = failed = 0
        # A file that is called a page may hold lines where a field is named.
        counted = [] if text_field or id_field else paths
        for outcome in _with_progress(outcomes, counted):
            failed += not show(outcome)
            total += 1
        if failed and as_json:
            complain(f"{failed} of {pages_in_words(total)} could not be read")
        raise typer.Exit(SOME_FAILED if failed else 0)


def _by_shards(run: Run, as_json: bool, own_voice: bool) -> int:
    """The exit status. Results go to the parts that the user named, else to standard output."""
    if run.parts:
        run.to_parts(run.parts)
        return run.tell(as_json)
    from reportedly.executors import as_it_is

    finish: Finish[Any] = _as_line if as_json else as_it_is
    show = _print_line if as_json else _as_sheet(own_voice)
    shown = [show(finish(outcome)) for outcome in run.outcomes()]
    run.complain()
    return 0 if all(shown) and not run.aside else SOME_FAILED


def _as_line(outcome: Reading | PageError) -> tuple[str, bool]:
    """A line of JSON Lines, and whether it holds a reading. Made where the page is read."""
    from reportedly.exchange.json import line_of

    return line_of(outcome), not isinstance(outcome, PageError)


def _print_line(made: tuple[str, bool]) -> bool:
    line, is_reading = made
    print(line, flush=True)
    return is_reading


def _as_sheet(own_voice: bool) -> Callable[[Reading | PageError], bool]:
    from reportedly.exchange.terminal import open_console, typeset

    console = open_console(sys.stdout)

    def show(outcome: Reading | PageError) -> bool:
        if isinstance(outcome, PageError):
            complain(str(outcome))
            return False
        print(typeset(outcome, console, own_voice=own_voice), end="", flush=True)
        return True

    return show


def _with_progress(outcomes: Iterable[T], paths: list[str]) -> Iterator[T]:
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
