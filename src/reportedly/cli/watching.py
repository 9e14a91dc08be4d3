"""`reportedly watch`: what feeds list, fetched once and kept."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from reportedly.cli.edges import (
    LEDGER,
    SOME_FAILED,
    AsJson,
    Model,
    Where,
    complain,
    exits,
)
from reportedly.cli.keeping import tell_added

_SHORTEST = 1.0  # minutes between two rounds


def watch(
    feeds: Annotated[
        list[str],
        typer.Argument(metavar="FEED", help="Addresses of RSS, Atom, JSON Feed or sitemaps."),
    ],
    ledger: Where = LEDGER,
    state: Annotated[
        str | None,
        typer.Option(
            metavar="FILE", help="What is known already; beside the ledger if none is named."
        ),
    ] = None,
    once: Annotated[bool, typer.Option("--once", help="Look once, and end.")] = False,
    every: Annotated[
        float, typer.Option(metavar="MINUTES", min=_SHORTEST, help="How often to look.")
    ] = 15.0,
    as_json: AsJson = False,
    model: Model = "default",
) -> None:
    """Watch feeds: fetch the pages that they list, read them, and keep them in a ledger.

    Nothing is fetched twice, also not after a run that was stopped. Pages that fail are tried
    again later, five times at most.

    \b
      reportedly watch https://example.org/feed.xml --ledger news.db
      reportedly watch https://example.org/news-sitemap.xml --once

    Exit status: 0; 2 for wrong use; with --once 3 when some feeds or pages could not be read.
    """
    with exits():
        from reportedly.config import load
        from reportedly.errors import ConfigurationError
        from reportedly.ledger import Added, Ledger
        from reportedly.pages import Fetcher, Memory, Watch
        from reportedly.pages.files import is_address
        from reportedly.reading import maker, read_all, settle

        for feed in feeds:
            if not is_address(feed):
                raise ConfigurationError("not an address; give http:// or https://", about=feed)
        settle(model)
        settings = load()
        limits, made_by = settings.limits, maker(model)
        with Ledger.open(ledger) as kept, Memory.open(_beside(ledger, state)) as memory:
            watching = Watch(feeds, Fetcher(settings.reach, limits), memory, limits)
            while True:
                tally, unheard = Added(), 0
                for error in watching.look():
                    complain(str(error))
                    unheard += 1
                while True:
                    new = [*kept.unread(watching.pages(), made_by)]
                    pages = (page for page in new if page is not None)
                    tally += kept.add(read_all(pages, limits=limits, model=model))
                    tally += Added(known=sum(page is None for page in new))
                    if not watching.settle():
                        break
                tell_added(tally, kept.name, as_json)
                if once:
                    raise typer.Exit(SOME_FAILED if unheard or tally.failed else 0)
                time.sleep(60.0 * every)


def _beside(ledger: str, state: str | None) -> Path:
    """Where a watch remembers what it has fetched."""
    if state is not None:
        return Path(state)
    return Path("reportedly.watch" if "://" in ledger else f"{ledger}.watch")
