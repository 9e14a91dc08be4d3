"""`reportedly search`: what a ledger holds."""

from __future__ import annotations

import datetime as dt
import math
import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from reportedly.cli.edges import LEDGER, AsJson, Where, exits, tell, tell_json
from reportedly.data import Certainty, ClaimKind, Quotation

if TYPE_CHECKING:
    from reportedly.ledger import Query


class Reviewed(StrEnum):
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    OPEN = "open"


def _number(given: str) -> float:
    try:
        number = float(given)
    except ValueError:
        number = math.nan
    if math.isnan(number):
        raise typer.BadParameter(f"{given!r} is no number")
    return number


Words = Annotated[
    list[str] | None,
    typer.Argument(metavar="WORDS", help='Words, "a phrase" in quotes, beginnings as in troop*.'),
]
Speaker = Annotated[
    str | None, typer.Option(metavar="NAME", help="Said by, or by way of, somebody so named.")
]
Firmly = Annotated[
    list[Certainty] | None, typer.Option("--certainty", help="How firmly. May be repeated.")
]
Quoted = Annotated[list[Quotation] | None, typer.Option("--quotation", help="May be repeated.")]
Kind = Annotated[list[ClaimKind] | None, typer.Option("--kind", help="May be repeated.")]
Since = Annotated[
    dt.datetime | None,
    typer.Option(metavar="DAY", formats=["%Y-%m-%d"], help="Published on that day or later."),
]
Until = Annotated[
    dt.datetime | None,
    typer.Option(metavar="DAY", formats=["%Y-%m-%d"], help="Published on that day or before."),
]
Site = Annotated[str | None, typer.Option(metavar="SITE", help="Its name or its host.")]
Named = Annotated[
    bool | None,
    typer.Option("--named/--unnamed", help="Whether the source it rests on has a name."),
]
Unit = Annotated[str | None, typer.Option(metavar="NOUN", help="With a figure that counts these.")]
MoreThan = Annotated[
    float | None, typer.Option(metavar="N", parser=_number, help="With a figure above N.")
]
LessThan = Annotated[
    float | None, typer.Option(metavar="N", parser=_number, help="With a figure below N.")
]
Status = Annotated[
    Reviewed | None,
    typer.Option(help="What reviewers said; without it, all but what they rejected."),
]
Tag = Annotated[str | None, typer.Option(metavar="TAG", help="With a tag that a reviewer gave.")]
Limit = Annotated[int, typer.Option("--limit", min=1, max=1000, help="Claims on one page.")]
After = Annotated[
    str | None, typer.Option(metavar="BOOKMARK", help="Go on where a page of results ended.")
]


def search(
    words: Words = None,
    ledger: Where = LEDGER,
    as_json: AsJson = False,
    speaker: Speaker = None,
    certainty: Firmly = None,
    quotation: Quoted = None,
    kind: Kind = None,
    since: Since = None,
    until: Until = None,
    site: Site = None,
    named: Named = None,
    unit: Unit = None,
    more_than: MoreThan = None,
    less_than: LessThan = None,
    status: Status = None,
    tag: Tag = None,
    limit: Limit = 20,
    after: After = None,
) -> None:
    """Search the claims that a ledger holds, the best match first.

    All words and filters must hold. Where a page's date is a range, it counts for every day
    in it.

    \b
      reportedly search "100,000 troops" --certainty possible
      reportedly search --speaker Oldam --since 2022-07-01 --unit soldiers --more-than 50000
    """
    with exits():
        from reportedly.exchange.found import hit_to_json, typeset_hits
        from reportedly.exchange.terminal import open_console
        from reportedly.ledger import Ledger

        query = query_of(
            words, speaker, certainty, quotation, kind, since, until, site, named, unit,
            more_than, less_than, status, tag,
        )  # fmt: skip
        with Ledger.open(ledger, create=False) as kept:
            results = kept.search(query, limit=limit, after=after)
        if as_json:
            for hit in results.hits:
                tell_json(hit_to_json(hit))
            tell_json({"after": results.after})
            return
        if not results.hits:
            tell("Nothing found.")
            return
        print(typeset_hits(results.hits, open_console(sys.stdout)), end="")
        if results.after:
            tell(f"More: the same search with --after {results.after}")


def query_of(
    words: list[str] | None,
    speaker: str | None,
    certainty: list[Certainty] | None,
    quotation: list[Quotation] | None,
    kind: list[ClaimKind] | None,
    since: dt.datetime | None,
    until: dt.datetime | None,
    site: str | None,
    named: bool | None,
    unit: str | None,
    more_than: float | None,
    less_than: float | None,
    status: Reviewed | None,
    tag: str | None,
) -> Query:
    """The options of a search, in their order, as a query."""
    from reportedly.ledger import Query

    return Query(
        " ".join(words or ()),
        speaker,
        tuple(certainty or ()),
        tuple(quotation or ()),
        tuple(kind or ()),
        since and since.date(),
        until and until.date(),
        site,
        named,
        unit,
        more_than,
        less_than,
        status and status.value,
        tag,
    )
