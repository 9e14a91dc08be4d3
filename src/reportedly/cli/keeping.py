"""`reportedly add` and `reportedly errors`: what goes into a ledger, and what did not."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING, TypeVar

import typer

from reportedly.cli.edges import (
    LEDGER,
    SOME_FAILED,
    AsJson,
    IdField,
    Model,
    Paths,
    Scrape,
    TextField,
    Where,
    Workers,
    complain,
    exits,
    pages_in_words,
    tell,
    tell_json,
)
from reportedly.cli.sharding import LOCAL, Address, Engine, Parts, Run

if TYPE_CHECKING:
    from reportedly.data import Page
    from reportedly.errors import PageError
    from reportedly.ledger import Added

T = TypeVar("T")


def add(
    paths: Paths,
    ledger: Where = LEDGER,
    as_json: AsJson = False,
    model: Model = "default",
    scrape: Scrape = False,
    text_field: TextField = None,
    id_field: IdField = None,
    workers: Workers = 1,
    engine: Engine = LOCAL,
    address: Address = None,
    parts: Parts = None,
) -> None:
    """Read pages and keep what stands in them, with the pages themselves.

    Pages that are there already are not read again, unless another model or version reads
    them: stop a run whenever you like, and start it again. Pages that cannot be read are
    recorded with the reason: see reportedly errors.

    \b
      reportedly add pages/
      reportedly add articles.jsonl --text-field text --ledger news.db
      reportedly add out/                          (what read --parts out/ wrote)

    Exit status: 0; 2 for wrong use or a ledger that cannot be used; 3 when some pages could
    not be read.
    """
    with exits():
        from reportedly.config import load
        from reportedly.executors import as_it_is, holds_parts, read_with, readings_in
        from reportedly.executors.shards import Options
        from reportedly.ledger import Added, Ledger
        from reportedly.pages import capture
        from reportedly.reading import maker, settle

        settle(model)
        settings = load()
        limits = settings.limits
        made_by = maker(model)
        folders = [path for path in paths if holds_parts(path)]
        paths = [path for path in paths if path not in folders]
        options = Options(limits, model, scrape, text_field, id_field, settings.reach)
        run = Run(paths, engine, workers, address, parts, options)
        pages = capture(
            paths,
            limits=limits,
            scrape=scrape,
            text_field=text_field,
            id_field=id_field,
            reach=settings.reach,
        )
        with Ledger.open(ledger) as kept:
            looked_up = kept.unread(pages, made_by)
            known = 0

            def waiting() -> Iterator[Page | PageError]:
                nonlocal known
                for page in _counted(looked_up, [] if text_field or id_field else paths):
                    known += page is None
                    if page is not None:
                        yield page

            readings = read_with(waiting(), as_it_is, workers=workers, limits=limits, model=model)
            if run.is_sharded:
                readings = run.outcomes()
            there = chain.from_iterable(map(readings_in, folders))
            tally = kept.add(chain(there, readings)) + Added(known=known)
        tell_added(tally, kept.name, as_json)
        run.complain()
        raise typer.Exit(SOME_FAILED if tally.failed or run.aside else 0)


def tell_added(tally: Added, ledger: str, as_json: bool) -> None:
    """What became of the pages of a run."""
    if as_json:
        counts = {name: getattr(tally, name) for name in tally.__dataclass_fields__}
        tell_json({"ledger": ledger, **counts})
        return
    line = f"{pages_in_words(tally.added)} added to {ledger}"
    if tally.known:
        line += f", {tally.known} known already"
    if tally.forgotten:
        line += f", {tally.forgotten} left out because they are to stay forgotten"
    tell(line)
    if tally.failed:
        where = "" if ledger == LEDGER else f" --ledger {ledger}"
        complain(f"{pages_in_words(tally.failed)} could not be read: see reportedly errors{where}")


def errors(ledger: Where = LEDGER, as_json: AsJson = False) -> None:
    """List the pages that could not be read, and why."""
    with exits():
        from dataclasses import asdict

        from reportedly.ledger import Ledger

        with Ledger.open(ledger, create=False) as kept:
            for failure in kept.errors():
                if as_json:
                    tell_json(asdict(failure))
                else:
                    tell(f"{failure.origin}: {failure.message}")


def _counted(things: Iterable[T], paths: list[str]) -> Iterator[T]:
    """The same things; a person at a terminal sees how far they have come, at what rate, and
    how long it will take."""
    if not sys.stderr.isatty():
        yield from things
        return
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    from reportedly.exchange.terminal import open_console
    from reportedly.pages import count

    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("pages, {task.fields[rate]} a second"))
    console = open_console(sys.stderr)
    with Progress(*columns, TimeRemainingColumn(), console=console, transient=True) as progress:
        task = progress.add_task("", total=count(paths) if paths else None, rate="…")
        for thing in things:
            yield thing
            speed = progress.tasks[0].speed
            progress.update(task, advance=1, rate=f"{speed:.1f}" if speed else "…")
