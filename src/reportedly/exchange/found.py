"""Claims of a ledger on their way out: as JSON, and as a table on a terminal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from reportedly.data import Dating, Source, Span
from reportedly.exchange.json import claim_to_json
from reportedly.exchange.terminal import CERTAINTIES, MEASURE, QUIET, WIDE, visible
from reportedly.ledger import SHOWN, Hit, KeptClaim

_FOUND = "bold underline"


def hit_to_json(hit: Hit) -> dict[str, object]:
    """A hit: what `kept_claim_to_json` gives, and a snippet whose `marks` are spans of it."""
    marks = [[mark.start, mark.end] for mark in hit.marks]
    return kept_claim_to_json(hit.claim) | {"snippet": {"text": hit.snippet, "marks": marks}}


def kept_claim_to_json(kept: KeptClaim) -> dict[str, object]:
    """A claim of a ledger. `claim` is that of docs/reading.md; `speakers` tells who the sources
    of its chain are, link by link; `published` is a day, or the range that the page allows."""
    return {
        "id": kept.id,
        "page": {
            "id": kept.page,
            "url": kept.url,
            "origin": kept.origin,
            "title": kept.title,
            "site": kept.site,
            "published": {
                name: _day(getattr(kept.published, name)) for name in ("date", "earliest", "latest")
            },
        },
        "reading": kept.reading,
        "speakers": [
            {"name": each.name, "type": each.type.value, "role": each.role, "mention": mention}
            for each, mention in zip(kept.chain, kept.mentions, strict=True)
        ],
        "claim": claim_to_json(kept.claim),
        "review": {
            "status": kept.standing.status,
            "corrected": sorted(kept.standing.corrected),
            "tags": list(kept.standing.tags),
            "notes": list(kept.standing.notes),
        },
    }


def typeset_hits(hits: Sequence[Hit], console: Console) -> str:
    """The hits in lines for the width and colours of `console`, ready to be written to it."""
    width = min(console.width, MEASURE)
    with console.capture() as captured:
        if width >= WIDE:
            console.print(_table(hits, width))
        else:
            for hit in hits:
                console.print(_entry(hit))
    return "".join(line.rstrip() + "\n" for line in captured.get().splitlines())


def _table(hits: Sequence[Hit], width: int) -> RenderableType:
    table = Table(box=None, width=width, padding=(0, 2, 1, 0), pad_edge=False, header_style=QUIET)
    table.add_column("who", width=max(16, width // 5), overflow="fold")
    table.add_column("what", ratio=1, overflow="fold")
    table.add_column("how firmly", width=11)
    for hit in hits:
        what = Text("\n").join((_snippet(hit), _where(hit.claim)))
        table.add_row(_who(hit.claim), what, _certainty(hit))
    return table


def _entry(hit: Hit) -> RenderableType:
    lines = (_who(hit.claim), _snippet(hit), _certainty(hit), _where(hit.claim))
    return Padding(Text("\n").join(lines), (0, 0, 1, 0))


def _who(kept: KeptClaim) -> Text:
    if not kept.chain:
        return Text("the article itself", QUIET)
    called = zip(kept.chain, kept.mentions, strict=True)
    return Text("\n→ ").join(_name(source, mention) for source, mention in called)


def _name(source: Source, mention: str | None) -> Text:
    if source.name is None:
        return Text(visible(mention or "somebody"), "italic")
    role = (f", {visible(source.role)}", QUIET) if source.role else ""
    return Text.assemble(visible(source.name), role)


def _snippet(hit: Hit) -> Text:
    snippet, at = Text(), 0
    for mark in (*hit.marks, Span(len(hit.snippet), len(hit.snippet))):
        snippet.append(visible(hit.snippet[at : mark.start]))
        snippet.append(visible(mark.cut(hit.snippet)), _FOUND)
        at = mark.end
    return snippet


def _certainty(hit: Hit) -> Text:
    certainty = hit.claim.claim.certainty
    return Text(certainty.value, CERTAINTIES[certainty])


def _where(kept: KeptClaim) -> Text:
    parts = (_when(kept.published), kept.site, kept.title, kept.url or kept.origin, kept.id[:SHOWN])
    return Text(visible(" · ".join(part for part in parts if part)), QUIET)


def _when(dating: Dating) -> str | None:
    if dating.date or not (dating.earliest or dating.latest):
        return _day(dating.date)
    first, last = _day(dating.earliest), _day(dating.latest)
    return f"{first} to {last}" if first and last else f"by {last}" if last else f"from {first}"


def _day(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()
