"""A trace set for the terminal: a tree of who has it from whom, with what changed on the way.

● 4 March  Brennick Courier  “The ministry may send up to 2,000 volunteers …”
├─ 5 March  Daily Lantern · cites it · “may” is gone
│  └─ 6 March  The Tollgate · cites it · “volunteers” have become “troops”
└─ …
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from reportedly.data import (
    Dating,
    Drift,
    DriftKind,
    Edge,
    Finding,
    FindingKind,
    Ground,
    Origin,
    OriginKind,
    Passage,
    Severity,
    Trace,
    Variant,
)
from reportedly.exchange.terminal import CERTAINTIES, MEASURE, QUIET, SEVERITIES, visible

_NODE = "source:"
_HOW = {
    Ground.CITATION: "cites it",
    Ground.COPY: "copies it",
    Ground.NEAR_COPY: "tells it in nearly the same words",
    Ground.QUOTATION: "has the same quotation",
}
_SURE = 0.7  # confidence below which an edge is set with a question mark
_GRAVE = frozenset(
    {DriftKind.DENIAL_LOST, DriftKind.PLAN_AS_DONE, DriftKind.CONDITION_LOST, DriftKind.FIGURE}
)
_ORIGINS = {
    OriginKind.FIRST_HAND: "who is said to know",
    OriginKind.CITED: "whose own page is not there",
    OriginKind.UNNAMED: "on the word of somebody unnamed",
    OriginKind.OWN_VOICE: "which does not say from whom it has it",
    OriginKind.CIRCLE: "in a circle that begins nowhere",
}


def typeset_trace(trace: Trace, console: Console) -> str:
    """The trace in lines for the width and colours of `console`, ready to be written to it."""
    with console.capture() as captured:
        console.print(_sheet(trace, min(console.width, MEASURE)))
    return "".join(line.rstrip() + "\n" for line in captured.get().splitlines())


def _sheet(trace: Trace, width: int) -> RenderableType:
    claim = Text(f"“{visible(trace.text).strip().strip('“”')}”", "bold")
    parts: list[RenderableType] = [claim, _verdict(trace), *_trees(trace)]
    if trace.origins:
        parts.append(_origins(trace))
    at_edges = {(d.before, d.after) for edge in trace.edges for d in edge.drift}
    told = [
        each
        for each in trace.findings
        if each.kind is not FindingKind.DRIFT or _passages(each) not in at_edges
    ]
    if told:
        parts.append(_findings(told))
    return Group(*(Padding(part, (0, 1, 1, 1)) for part in parts))


def _verdict(trace: Trace) -> Text:
    """How many pages, and on how much they rest, in one sentence."""
    pages = len(trace.pages)
    least, most = trace.independent.at_least, trace.independent.at_most
    number = str(least) if least == most else f"{least} to {most}"
    line = Text(f"{pages} page{'s' * (pages != 1)}, ")
    line.append(f"{number} independent origin{'s' * ((least, most) != (1, 1))}", "bold")
    changed = [drift for edge in trace.edges for drift in edge.drift]
    if changed:
        line.append(f", {len(changed)} change{'s' * (len(changed) != 1)} on the way")
    return line


# ── The trees ────────────────────────────────────────────────────────────────────────────


def _trees(trace: Trace) -> Iterator[RenderableType]:
    """A tree for every node that nothing leads to; a page stands where its surest edge leads."""
    chosen: dict[str, Edge] = {}
    for edge in trace.edges:
        best = chosen.get(edge.target)
        if best is None or edge.confidence > best.confidence:
            chosen[edge.target] = edge
    below: dict[str, list[Edge]] = {}
    for edge in chosen.values():
        below.setdefault(edge.origin, []).append(edge)
    variants = {variant.page: variant for variant in trace.pages}
    places = {variant.page: place for place, variant in enumerate(trace.pages)}
    roots = [each for each in below if each not in chosen]
    roots += [page for page in variants if page not in chosen and page not in below]

    def first(root: str) -> int:
        led = [places[edge.target] for edge in below.get(root, [])]
        return min([places.get(root, len(places)), *led])

    for root in sorted(roots, key=first):
        tree = Tree(_root(root, variants), guide_style=QUIET)
        _grow(tree, root, below, variants, trace)
        yield tree


def _grow(
    tree: Tree, root: str, below: dict[str, list[Edge]], variants: dict[str, Variant], trace: Trace
) -> None:
    """Hangs below each node the pages that have it from there; without recursion, since a
    trail may be as long as there are pages."""
    waiting = [(tree, root)]
    while waiting:
        branch, node = waiting.pop()
        for edge in below.get(node, []):
            also = [e for e in trace.edges if e.target == edge.target and e is not edge]
            label = _page(variants[edge.target], edge, also, variants)
            waiting.append((branch.add(label), edge.target))


def _root(node: str, variants: dict[str, Variant]) -> RenderableType:
    if node.startswith(_NODE):
        return Text.assemble(
            (visible(node.removeprefix(_NODE)), "bold italic"), (" (no page of theirs here)", QUIET)
        )
    return _told(variants[node])


def _page(
    variant: Variant, edge: Edge, also: Sequence[Edge], variants: dict[str, Variant]
) -> RenderableType:
    """A page below whom it has it from. `also`: the ways from others, with what changed there."""
    named = edge.origin.startswith(_NODE) and edge.ground is Ground.CITATION
    how = "on their word" if named else _HOW[edge.ground]
    how = ("perhaps " if edge.confidence < _SURE else "") + how
    notes = [_drift(drift) for drift in edge.drift]
    if also:
        names = (visible(called(other.origin, variants)) for other in also)
        notes.append(Text(f"also from {', '.join(names)}", QUIET))
    told = {drift.message for drift in edge.drift}
    more = {drift.message: drift for other in also for drift in other.drift}
    notes += [_drift(drift) for message, drift in more.items() if message not in told]
    return _told(variant, how, notes)


def _told(variant: Variant, how: str = "", notes: Sequence[Text] = ()) -> RenderableType:
    """When, where and how; in whose words; what changed: each on lines of its own."""
    statement = variant.statement
    line = Text(f"{day_of(statement.published)}  ", QUIET)
    line.append(visible(called(variant.page, {variant.page: variant})).strip(), "bold")
    beside = [note for note in (how, _agency(variant)) if note]
    if beside:
        line.append(f" · {' · '.join(beside)}", QUIET)
    certainty = statement.claim.certainty
    said = visible(statement.claim.text).strip().strip("“”").rstrip(".")
    quote = Text.assemble("“", said, "” ", (certainty.value, CERTAINTIES[certainty]))
    return Group(line, *(Padding(each, (0, 0, 0, 2)) for each in (quote, *notes)))


def _agency(variant: Variant) -> str:
    if variant.agency is None:
        return ""
    name = visible(variant.agency)
    if name == "press release":
        return name
    return "news agency" if name == variant.statement.site else f"copy of {name}"


def _drift(drift: Drift) -> Text:
    style = SEVERITIES[Severity.SERIOUS if drift.kind in _GRAVE else Severity.WARNING]
    return Text.assemble(
        (f"{drift.kind.value.replace('-', ' ')}: ", style), visible(drift.message).strip()
    )


def called(node: str, variants: dict[str, Variant]) -> str:
    """What a node is called in a line: a site, an address, a headline, a name."""
    if node.startswith(_NODE):
        return node.removeprefix(_NODE)
    statement = variants[node].statement
    return statement.site or statement.url or statement.title or statement.page


def day_of(dating: Dating) -> str:
    """The day of a page, or what is known of it, in few words."""
    match dating:
        case Dating(date=dt.date() as day):
            return _day(day)
        case Dating(earliest=dt.date() as first, latest=dt.date() as last):
            return f"{_day(first)} to {_day(last)}"
        case Dating(latest=dt.date() as last):
            return f"by {_day(last)}"
        case Dating(earliest=dt.date() as first):
            return f"from {_day(first)}"
    return "undated"


def _day(day: dt.date) -> str:
    return f"{day.day} {day:%b %Y}"


# ── Origins and findings ─────────────────────────────────────────────────────────────────


def _origins(trace: Trace) -> RenderableType:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style=QUIET)
    table.add_column("pages", justify="right")
    table.add_column("go back to", overflow="fold")
    for origin in trace.origins:
        table.add_row(str(len(origin.pages)), _origin(origin))
    return table


def _origin(origin: Origin) -> Text:
    return Text.assemble(
        (visible(origin.name).strip(), "bold"), (f", {_ORIGINS[origin.kind]}", QUIET)
    )


def _passages(finding: Finding) -> tuple[Passage, ...]:
    return tuple(Passage(e.page or "", e.place, e.span) for e in finding.evidence)


def _findings(findings: Sequence[Finding]) -> RenderableType:
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column(width=8, overflow="fold")
    table.add_column(overflow="fold")
    for finding in findings:
        severity = Text(finding.severity.value, SEVERITIES[finding.severity])
        table.add_row(severity, Text(visible(finding.message).strip()))
    return table
