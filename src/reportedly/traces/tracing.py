"""How a claim travelled, on one screen.

claim or text ─► pages that may carry it ─► each page's version ─► who has it from whom
                                                └─► what cannot both hold      │
                    how many independent origins ◄─ where the trails end ◄─────┤
                                                         what changed on the way ◄┘
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from reportedly.claims.stems import stems_in
from reportedly.data import (
    Drift,
    DriftKind,
    Edge,
    Evidence,
    Finding,
    FindingKind,
    Passage,
    Severity,
    Statement,
    Trace,
    Variant,
)
from reportedly.shingles import sample
from reportedly.traces.carrying import carriers, companions
from reportedly.traces.circles import cut_circles
from reportedly.traces.contradictions import find_contradictions, name_of_page
from reportedly.traces.dates import is_open, order
from reportedly.traces.edges import find_edges
from reportedly.traces.figures import figures_of
from reportedly.traces.index import Index
from reportedly.traces.origins import find_origins
from reportedly.traces.polarity import denies, is_negated
from reportedly.traces.updates import Update, find_updates

_ALIKE, _SHARING = 400, 60  # statements and pages that are looked at
_COMMON, _PART = 2, 0.25  # stems, and part of the claim's, for which a page is looked at
_GRAVE = frozenset(
    {DriftKind.DENIAL_LOST, DriftKind.PLAN_AS_DONE, DriftKind.CONDITION_LOST, DriftKind.FIGURE}
)
_LIGHT = frozenset({DriftKind.LINK_DROPPED, DriftKind.CERTAINTY_LOWERED, DriftKind.NAME_DROPPED})


def trace(wanted: Statement | str, index: Index) -> Trace:
    """How a claim travelled among the pages of an index.

    `wanted` is a statement of the index, or a claim in any words. A trace of what no page
    carries has no pages.
    """
    seed = wanted if isinstance(wanted, Statement) else None
    return trace_of(_text(wanted), versions(wanted, index), seed)


def versions(wanted: Statement | str, index: Index) -> list[Variant]:
    """What each page of an index that carries a claim has of it."""
    found = carriers(wanted, _pages(wanted, index))
    return [*found, *companions(wanted, found, index)]


def trace_of(text: str, variants: Sequence[Variant], seed: Statement | None = None) -> Trace:
    """How a claim travelled among pages whose versions of it are known."""
    variants = sorted(variants, key=lambda v: order(v.statement))
    places = {variant.page: place for place, variant in enumerate(variants)}
    edges, circles = cut_circles(find_edges(variants), places)
    variants = _sources_first(variants, edges)
    places = {variant.page: place for place, variant in enumerate(variants)}
    edges.sort(key=lambda edge: (places[edge.target], -edge.confidence))
    negated = denies(seed) if seed is not None else is_negated(text)
    agreeing = [v for v in variants if denies(v.statement) == negated]
    origins, independent = find_origins(agreeing, edges, circles)
    pages = {variant.page: variant.statement for variant in variants}
    updates = find_updates([v.statement for v in variants if not denies(v.statement)])
    findings = [
        *_circular(circles, pages),
        *_drifted(edges, pages, updates),
        *_updated(edges, pages, updates),
        *find_contradictions(variants, updates),
    ]
    claim = None if seed is None else seed.id
    return Trace(claim, text, tuple(variants), tuple(edges), origins, independent, tuple(findings))


def _sources_first(variants: Sequence[Variant], edges: Sequence[Edge]) -> list[Variant]:
    """The same pages, of those of one day such first as others have the claim from."""
    pages = {variant.page: variant for variant in variants}
    sources: defaultdict[str, list[str]] = defaultdict(list)
    for edge in edges:
        if edge.origin in pages and _of_one_day(pages[edge.origin], pages[edge.target]):
            sources[edge.target].append(edge.origin)
    placed: dict[str, Variant] = {}
    for page in pages:
        waiting = [page]
        while waiting:
            left = [source for source in sources[waiting[-1]] if source not in placed]
            if left:
                waiting.append(left[0])
            else:
                last = waiting.pop()
                placed[last] = pages[last]
    return list(placed.values())


def _of_one_day(one: Variant, other: Variant) -> bool:
    first, second = one.statement, other.statement
    return order(first)[0] == order(second)[0] and is_open(first.published, second.published)


def _text(wanted: Statement | str) -> str:
    return wanted if isinstance(wanted, str) else wanted.claim.text


def _pages(wanted: Statement | str, index: Index) -> Iterator[Sequence[Statement]]:
    """The statements of every page that may carry the claim, page by page."""
    text = _text(wanted)
    sought = stems_in(text)
    least = max(_COMMON, _PART * len(sought))
    pages = dict.fromkeys(
        each.page
        for each in index.alike(text, _ALIKE)
        if len(sought & stems_in(each.claim.text)) >= least
    )
    if isinstance(wanted, Statement):
        pages = {wanted.page: None} | pages
        shared = index.sharing(sample(wanted.text).tolist(), _SHARING)
        pages |= dict.fromkeys(page for page, _ in shared)
    for page in pages:
        yield index.stated_by(page)


# ── Findings ─────────────────────────────────────────────────────────────────────────────


def _circular(circles: Sequence[Sequence[Edge]], pages: dict[str, Statement]) -> Iterator[Finding]:
    for circle in circles:
        names = [name_of_page(pages[edge.origin]) for edge in circle]
        message = f"{' and '.join(names)} give each other as their source."
        if len(names) > 2:
            message = f"{', '.join(names)} and again {names[0]}: each has it from the one before."
        evidence = tuple(_evidence(edge.evidence[0], pages) for edge in circle)
        yield Finding(FindingKind.CIRCULAR, Severity.SERIOUS, message, evidence)


def _drifted(
    edges: Sequence[Edge], pages: dict[str, Statement], updates: Sequence[Update]
) -> Iterator[Finding]:
    for edge in edges:
        for drift in edge.drift:
            cut = drift.kind is DriftKind.QUOTATION_CUT
            kind = FindingKind.QUOTATION_CUT if cut else FindingKind.DRIFT
            here, there = (name_of_page(pages[page]) for page in (edge.target, edge.origin))
            message = f"In {here}, which has it from {there}, {drift.message}."
            evidence = tuple(_evidence(each, pages) for each in (drift.before, drift.after))
            severity = Severity.INFO if _is_update(drift, pages, updates) else _severity(drift)
            yield Finding(kind, severity, message, evidence)


def _is_update(drift: Drift, pages: dict[str, Statement], updates: Sequence[Update]) -> bool:
    if drift.kind is not DriftKind.FIGURE:
        return False
    told = [
        (pages[at.page], quantity)
        for at in (drift.before, drift.after)
        for quantity in figures_of(pages[at.page])
        if quantity.span == at.span
    ]
    return len(told) == 2 and any(each.explains(*told[0], *told[1]) for each in updates)


def _updated(
    edges: Sequence[Edge], pages: dict[str, Statement], updates: Sequence[Update]
) -> Iterator[Finding]:
    """The figures told anew, but for those that an edge shows."""
    at_edges = {(drift.before, drift.after) for edge in edges for drift in edge.drift}
    for update in updates:
        if update.passages not in at_edges:
            was, now = (
                f"“{s.words(q.span)}” ({name_of_page(s)}, {_day(s)})"
                for s, q in ((update.before, update.was), (update.after, update.now))
            )
            message = f"{was} was told anew as {now}."
            evidence = tuple(_evidence(each, pages) for each in update.passages)
            yield Finding(FindingKind.DRIFT, Severity.INFO, message, evidence)


def _day(statement: Statement) -> str:
    day = statement.published.date or statement.published.earliest
    return f"{day.day} {day:%B %Y}" if day else "undated"


def _severity(drift: Drift) -> Severity:
    if drift.kind in _GRAVE:
        return Severity.SERIOUS
    return Severity.INFO if drift.kind in _LIGHT else Severity.WARNING


def _evidence(passage: Passage, pages: dict[str, Statement]) -> Evidence:
    return Evidence(passage.place, passage.span, pages[passage.page].id, passage.page)
