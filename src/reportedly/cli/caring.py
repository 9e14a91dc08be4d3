"""`reportedly verify`, `backup`, `forget` and `rebuild`: a ledger looked after."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reportedly.cli.edges import (
    LEDGER,
    SOME_FAILED,
    AsJson,
    Model,
    Where,
    complain,
    exits,
    tell,
    tell_json,
)
from reportedly.errors import PageError

if TYPE_CHECKING:
    from reportedly.web.store import Store


def verify(ledger: Where = LEDGER, as_json: AsJson = False) -> None:
    """Check that a ledger is what it was: every capture, id, span, index entry and review.

    Exit status: 0 when all is well; 2 for a ledger that cannot be opened; 3 when something is
    wrong.
    """
    with exits():
        from reportedly.ledger import Ledger

        number = 0
        with Ledger.open(ledger, create=False) as kept:
            for problem in kept.verify():
                number += 1
                if as_json:
                    tell_json(asdict(problem))
                else:
                    tell(f"{problem.about}: {problem.message}")
        if number:
            complain(f"{kept.name}: {number} problem{'s' * (number != 1)}")
            raise typer.Exit(SOME_FAILED)
        if not as_json:
            tell(f"{kept.name}: all is well")


def backup(
    target: Annotated[
        str,
        typer.Argument(
            metavar="FILE|URL",
            help="The copy: a file that does not exist, or an empty database on a server.",
        ),
    ],
    ledger: Where = LEDGER,
    as_json: AsJson = False,
) -> None:
    """Copy a ledger and its captures, consistently, while others write.

    What its reading room keeps (accounts, tokens, saved searches, the audit) is copied, too; who
    is signed in is not. A ledger in a file may be copied onto a server, and back into a file.
    """
    with exits():
        from reportedly.errors import LedgerError
        from reportedly.ledger import Ledger, captures_of, name_of

        beside = None
        with Ledger.open(ledger, create=False) as kept:
            if room := _room_of(kept.captures):
                from reportedly.web.store import folder_of

                beside = folder_of(captures_of(target))
                if beside.exists():
                    raise LedgerError("there is a reading room already", about=str(beside))
            kept.backup(target)
        if room and beside:
            room.copy_to(beside)
        made = name_of(target)
        if as_json:
            tell_json({"backup": made, "room": str(beside) if beside else None})
        else:
            tell(f"{kept.name} copied to {made}" + (", its reading room, too" if room else ""))


def forget(
    page: Annotated[
        str, typer.Argument(metavar="PAGE", help="Its id, address, origin or SHA-256.")
    ],
    reason: Annotated[str, typer.Option(metavar="WORDS", help="Why; it is kept.")] = "",
    lift: Annotated[
        bool, typer.Option("--lift", help="Allow a forgotten page to be added again.")
    ] = False,
    ledger: Where = LEDGER,
    as_json: AsJson = False,
) -> None:
    """Erase a page everywhere: its capture, its readings, their index entries and reviews.

    What is left is the hash of its bytes and the reason, which keep it from coming back. Of an
    address that was captured more than once, each capture is a page to be forgotten by its id.
    """
    with exits():
        from reportedly.errors import ConfigurationError, StillRead
        from reportedly.ledger import Ledger

        if not (reason or lift):
            raise ConfigurationError("say why", about="--reason")
        with Ledger.open(ledger, create=False) as kept:
            try:
                tombstone = kept.lift(page) if lift else kept.forget(page, reason)
            except StillRead as forgotten:
                _tell_the_team(kept.captures, forgotten.about, reason)
                raise
            if not lift:
                _tell_the_team(kept.captures, tombstone.page, tombstone.reason)
        if as_json:
            names = ("page", "body", "reason", "forgotten_at", "lifted")
            tell_json({name: getattr(tombstone, name) for name in names})
        else:
            tell(f"{tombstone.page}: {'may be added again' if lift else 'forgotten'}")


def _tell_the_team(captures: Path, page: str, reason: str) -> None:
    """Writes it into the audit of the ledger's reading room, where there is one."""
    if room := _room_of(captures):
        from reportedly.config import login
        from reportedly.web.team.audit import Act, Actor, write

        by = Actor(f"{login()} at the command line")
        with room.writing() as connection:
            write(connection, by, Act.PAGE_FORGOTTEN, page, reason)


def _room_of(captures: Path) -> Store | None:
    """What the ledger's reading room keeps, where there is one."""
    try:
        from reportedly.web.store import Store, folder_of
    except ImportError:
        return None
    folder = folder_of(captures)
    return Store(folder) if (folder / "room.db").exists() else None


def rebuild(
    captures: Annotated[Path, typer.Argument(metavar="FOLDER", help="With .warc.gz files.")],
    ledger: Where = LEDGER,
    model: Model = "default",
    as_json: AsJson = False,
) -> None:
    """Make a ledger anew from the captures of another: every page is read again.

    What people decided is not in the captures: back the ledger up, too.
    """
    with exits():
        from reportedly.cli.keeping import tell_added
        from reportedly.config import load
        from reportedly.data import Page
        from reportedly.ledger import Added, Ledger, kept_pages
        from reportedly.pages import recapture
        from reportedly.reading import maker, read_all

        found = kept_pages(captures)

        def pages() -> Iterator[Page | PageError]:
            for page in found:
                try:
                    yield recapture(page)
                except PageError as error:
                    yield error

        with Ledger.open(ledger) as kept:
            known = 0

            def waiting() -> Iterator[Page | PageError]:
                nonlocal known
                for page in kept.unread(pages(), maker(model)):
                    known += page is None
                    if page is not None:
                        yield page

            tally = kept.add(read_all(waiting(), limits=load().limits, model=model))
            tally += Added(known=known)
        tell_added(tally, kept.name, as_json)
        raise typer.Exit(SOME_FAILED if tally.failed else 0)
