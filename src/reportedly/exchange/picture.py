"""A trace as a picture: SVG, a column a day, a line a page, a curve for who has it from whom.

What comes from pages is text in it and nothing else: escaped, and cut to a length.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from reportedly.data import Drift, DriftKind, Edge, Ground, Trace, Variant
from reportedly.exchange.storyline import called, day_of
from reportedly.exchange.terminal import visible

_ROW, _HEAD, _LEFT, _COLUMN = 58, 92, 40, 92  # pixels
_WORDS = 420  # pixels for the words beside a page
_LONG, _TOLD = 62, 4  # code points of a line; changes that are told beside a page
_NODE = "source:"
_GRAVE = frozenset(
    {DriftKind.DENIAL_LOST, DriftKind.PLAN_AS_DONE, DriftKind.CONDITION_LOST, DriftKind.FIGURE}
)
_DASHES = {Ground.NEAR_COPY: "2 4", Ground.QUOTATION: "2 4", Ground.COPY: "7 4"}
_STYLE = """
  text { font: 13px system-ui, sans-serif; fill: #222 }
  .claim { font-size: 15px; font-weight: 600 }
  .quiet { fill: #5f6368; font-size: 11.5px }
  .name { font-weight: 600 }
  .grave { fill: #b3261e; font-size: 11.5px }
  .light { fill: #8a5300; font-size: 11.5px }
  path { fill: none; stroke: #8a8f94; stroke-width: 1.6 }
  line { stroke: #e6e8ea }
  .page { fill: #1a5fb4 } .root { fill: #1a5fb4; stroke: #0b2f5c; stroke-width: 3 }
  .absent { fill: #fff; stroke: #1a5fb4; stroke-width: 2 }
"""


def trace_to_svg(trace: Trace) -> str:
    """The trace as an SVG document; what it shows is also said in its `title` and `desc`."""
    rows = list(_rows(trace))
    days = sorted({_day(v) for v in trace.pages}, key=lambda day: day or dt.date.max)
    columns = {day: number + 1 for number, day in enumerate(days)}
    at = {
        node: (
            _LEFT + _COLUMN * (columns[_day(variant)] if variant else 0),
            _HEAD + _ROW * number + 20,
        )
        for number, (node, variant) in enumerate(rows)
    }
    width = _LEFT + _COLUMN * len(columns) + _WORDS
    height = _HEAD + _ROW * len(rows) + 24
    least, most = trace.independent.at_least, trace.independent.at_most
    origins = str(least) if least == most else f"{least} to {most}"
    pages = f"{len(trace.pages)} page{'s' * (len(trace.pages) != 1)}"
    said = f"{pages}, {origins} independent origin{'s' * (origins != '1')}"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="img">',
        f"<title>{_clean(trace.text, 200)}</title>",
        f"<desc>How the claim travelled: {said}.</desc>",
        f"<style>{_STYLE}</style>",
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        f'<text class="claim" x="{_LEFT - 8}" y="28">“{_clean(trace.text, 110)}”</text>',
        f'<text class="quiet" x="{_LEFT - 8}" y="48">{said}</text>',
        *_columns(columns, trace, height),
        *(_curve(edge, at) for edge in trace.edges if edge.origin in at),
        *(line for node, variant in rows for line in _page(node, variant, trace, at)),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _rows(trace: Trace) -> Iterator[tuple[str, Variant | None]]:
    """Every node once: whoever a page has it from above it, as near as may be."""
    variants = {variant.page: variant for variant in trace.pages}
    below: dict[str, list[str]] = {}
    for edge in trace.edges:
        below.setdefault(edge.origin, []).append(edge.target)
    led_to = {edge.target for edge in trace.edges}
    places = {page: place for place, page in enumerate(variants)}
    roots = [node for node in below if node not in variants]
    roots += [page for page in variants if page not in led_to]
    roots.sort(key=lambda node: min(places[each] for each in (below.get(node) or [node])))
    shown: set[str] = set()
    waiting = list(reversed(roots))
    while waiting:
        node = waiting.pop()
        if node in shown:
            continue
        shown.add(node)
        yield node, variants.get(node)
        waiting += reversed(below.get(node, []))


def _columns(columns: dict[dt.date | None, int], trace: Trace, height: int) -> Iterator[str]:
    names = {_day(v): day_of(v.statement.published) for v in trace.pages}
    for day, number in columns.items():
        x = _LEFT + _COLUMN * number
        yield f'<line x1="{x}" y1="{_HEAD - 14}" x2="{x}" y2="{height - 12}"/>'
        label = names[day] if day else "undated"
        yield f'<text class="quiet day" x="{x - 28}" y="{_HEAD - 20}">{escape(label)}</text>'


def _curve(edge: Edge, at: dict[str, tuple[int, int]]) -> str:
    (x1, y1), (x2, y2) = at[edge.origin], at[edge.target]
    dash = f' stroke-dasharray="{_DASHES[edge.ground]}"' if edge.ground in _DASHES else ""
    opacity = round(0.35 + 0.65 * edge.confidence, 2)
    told = quoteattr(f"{edge.relation.value}, {edge.ground.value}, {edge.confidence:.2f}")
    way = f"V {y2}" if x1 == x2 else f"V {y2 - 16} Q {x1} {y2} {x1 + 16} {y2} H {x2}"
    return f'<path d="M {x1} {y1} {way}"{dash} opacity="{opacity}" aria-label={told}/>'


def _page(
    node: str, variant: Variant | None, trace: Trace, at: dict[str, tuple[int, int]]
) -> Iterator[str]:
    x, y = at[node]
    variants = {each.page: each for each in trace.pages}
    name = _clean(called(node, variants), 48)
    kind = "absent" if variant is None else "page"
    if any(origin.node == node for origin in trace.origins) and variant:
        kind = "root"
    yield f'<circle class="{kind}" cx="{x}" cy="{y}" r="6"/>'
    beside = x + 16
    if variant is None:
        yield (
            f'<text x="{beside}" y="{y + 4}"><tspan class="name">{name}</tspan>'
            f'<tspan class="quiet"> {_NODE.rstrip(":")}</tspan></text>'
        )
        return
    words = _clean(variant.statement.claim.text.strip("“”"), _LONG)
    agency = f" · {_clean(variant.agency, 30)}" if variant.agency else ""
    yield (
        f'<text x="{beside}" y="{y - 2}"><tspan class="name">{name}</tspan>'
        f'<tspan class="quiet">{agency}</tspan></text>'
    )
    yield f'<text class="quiet" x="{beside}" y="{y + 13}">“{words}”</text>'
    drift = [each for edge in trace.edges if edge.target == node for each in edge.drift]
    if drift:
        yield f'<text x="{beside}" y="{y + 28}">{" · ".join(map(_drift, drift[:_TOLD]))}</text>'


def _drift(drift: Drift) -> str:
    kind = "grave" if drift.kind in _GRAVE else "light"
    return (
        f'<tspan class="{kind}">{escape(drift.kind.value.replace("-", " "))}'
        f"<title>{_clean(drift.message, 200)}</title></tspan>"
    )


def _day(variant: Variant) -> dt.date | None:
    dating = variant.statement.published
    return dating.date or dating.earliest or dating.latest


def _clean(text: str, most: int) -> str:
    """Words of a page, made harmless, on one line, and cut after `most` code points."""
    plain = "".join(each if each.isprintable() else " " for each in visible(text).strip())
    if len(plain) > most:
        plain = plain[: plain.rfind(" ", 0, most) if " " in plain[:most] else most] + " …"
    return escape(plain)
