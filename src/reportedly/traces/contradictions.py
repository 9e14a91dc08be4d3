"""What cannot both hold: figures of one thing that exclude each other, a claim and its denial.

A figure that the same voice told anew excludes none that was told later: it is of its day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, permutations
from typing import NamedTuple

from reportedly.claims.figures import grain
from reportedly.data import (
    Bound,
    Change,
    Evidence,
    Finding,
    FindingKind,
    Quantity,
    Severity,
    Statement,
    Variant,
)
from reportedly.traces.dates import are_weeks_apart
from reportedly.traces.drift import links_of, whole
from reportedly.traces.figures import (
    Role,
    Told,
    are_apart,
    are_opposed,
    comparable,
    figures_of,
    is_part,
    role_of,
    step_of,
    told_of,
)
from reportedly.traces.polarity import denies, takes_back
from reportedly.traces.units import is_measure, same_unit
from reportedly.traces.updates import Update

_NEAR = 0.1  # part of a figure that "about" may be off
_LESS_NEAR = 0.25  # that "nearly" may fall short
_LARGE = 1000.0  # from here on figures are told in hundreds, thousands and millions
_ROUNDED = 0.05  # part of such a figure that may be rounded away
_TELLING = 3.0  # smaller figures are times of day and parts of things
_SHOWN = 3  # pages that are named


def find_contradictions(
    variants: Sequence[Variant], updates: Sequence[Update] = ()
) -> Iterator[Finding]:
    """Figures that exclude each other, then denials, each with who says what. `updates` are the
    figures that somebody told anew."""
    statements = [variant.statement for variant in variants]
    yield from _figures([s for s in statements if not denies(s)], updates)
    yield from _denials(statements)


# ── Figures ──────────────────────────────────────────────────────────────────────────────


def _figures(statements: Sequence[Statement], updates: Sequence[Update]) -> Iterator[Finding]:
    """One finding for each two figures of a thing that exclude each other, of the pages whose
    figures no update explains. Two that one claim has are of two things: "with 80 people aboard
    sank, and 12 people are missing"."""
    told: dict[_Counted, list[_Told]] = {}
    together: set[tuple[_Counted, _Counted]] = set()
    for statement in statements:
        mine = []
        for quantity in figures_of(statement):
            if quantity.unit and quantity.high >= _TELLING:
                role, step = role_of(statement, quantity), step_of(statement, quantity)
                mine.append((*_range(quantity), quantity.unit, role, step))
                of = told_of(statement, quantity)
                told.setdefault(mine[-1], []).append(_Told(statement, quantity, of))
        together.update(pair for pair in permutations(mine, 2) if _exclude(*pair))
    shown: set[frozenset[tuple[float, float]]] = set()
    for (one, first), (other, second) in combinations(told.items(), 2):
        values = frozenset((one[:2], other[:2]))
        if values in shown or not _exclude(one, other):
            continue
        if any(_meet(one, a) and _meet(other, b) for a, b in together):
            continue
        left = _unexplained(first, second, updates)
        if left:
            shown.add(values)
            yield _figure(*left)


def _unexplained(
    first: Sequence[_Told], second: Sequence[_Told], updates: Sequence[Update]
) -> tuple[Sequence[_Told], Sequence[_Told]] | None:
    """Those of either figure beside which one of the other stands, of the same weeks, that no
    update explains."""

    def stands(one: _Told, other: _Told) -> bool:
        pair = (*one[:2], *other[:2]), (*other[:2], *one[:2])
        told = any(each.explains(*both) for each in updates for both in pair)
        if told or are_apart(one.of, other.of) or are_weeks_apart(one[0], other[0]):
            return False
        return not (is_part(*one[:2], other[1]) or is_part(*other[:2], one[1]))

    left = [one for one in first if any(stands(one, other) for other in second)]
    if not left:
        return None
    return left, [other for other in second if any(stands(one, other) for one in left)]


class _Told(NamedTuple):
    """A figure, who tells it, and what is told of those who are counted."""

    statement: Statement
    quantity: Quantity
    of: Told


# The least and the most that a figure allows, its unit, what it tells, which way it goes
_Counted = tuple[float, float, str, Role, Change | None]


def _exclude(one: _Counted, other: _Counted) -> bool:
    if not comparable(one[3], other[3]) or not same_unit(one[2], other[2]):
        return False
    if are_opposed(one[4], other[4]):
        return True
    if _meet(one, other):
        return False
    return not _is_rounded(one, other) and not _is_rounded(other, one)


def _is_rounded(one: _Counted, other: _Counted) -> bool:
    """True where the first may be the second in round figures: "12,000" of 12,345, "46" of 46.3."""
    (low, high, *_), (least, most, *_) = one, other
    if low < high or least < most:
        return False
    large = low >= _LARGE or is_measure(one[2])
    place, finer = (grain(value) if large else min(grain(value), 1.0) for value in (low, least))
    slack = min(place / 2, low * _ROUNDED) if large else place / 2
    return finer < place and abs(low - least) <= slack


def _meet(one: _Counted, other: _Counted) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _figure(first: Sequence[_Told], second: Sequence[_Told]) -> Finding:
    (a, one, _), (b, other, _) = first[0], second[0]
    steps = step_of(a, one), step_of(b, other)
    ways = [f" {step}" if are_opposed(*steps) else "" for step in steps]
    message = (
        f"“{a.words(one.span)}”{ways[0]} ({_who(s for s, *_ in first)}) and "
        f"“{b.words(other.span)}”{ways[1]} ({_who(s for s, *_ in second)}) cannot both be right."
    )
    evidence = tuple(
        Evidence(s.claim.place, q.span, s.id, s.page) for s, q, _ in (first[0], second[0])
    )
    return Finding(FindingKind.CONTRADICTION, Severity.WARNING, message, evidence)


def _range(quantity: Quantity) -> tuple[float, float]:
    """The values that a figure allows."""
    match quantity.bound:
        case Bound.ABOUT:
            return quantity.low * (1 - _NEAR), quantity.high * (1 + _NEAR)
        case Bound.NEARLY:
            return quantity.low * (1 - _LESS_NEAR), quantity.high
        case Bound.AT_LEAST | Bound.OVER:
            return quantity.low, float("inf")
        case Bound.AT_MOST | Bound.UNDER:
            return 0.0, quantity.high
    return quantity.low, quantity.high


# ── Denials ──────────────────────────────────────────────────────────────────────────────


def _denials(statements: Sequence[Statement]) -> Iterator[Finding]:
    """Each denial with the first page that says what it denies."""
    saying = [each for each in statements if not denies(each)]
    for statement in statements:
        near = (each for each in saying if not are_weeks_apart(each, statement))
        said = next(near, None) if denies(statement) else None
        if said is not None:
            message = f"{_speaker(statement)} denies what {_who([said])} says."
            evidence = tuple(
                Evidence(each.claim.place, whole(each).span, each.id, each.page)
                for each in (statement, said)
            )
            yield Finding(FindingKind.CONTRADICTION, Severity.WARNING, message, evidence)


def _speaker(statement: Statement) -> str:
    """Whose denial it is: the last of the chain with a name, and where it stands; the page's own
    where it takes back what they said."""
    links = [] if takes_back(statement) else links_of(statement)
    named = [source.name for source, _ in links if source.name]
    page = name_of_page(statement)
    return f"{named[-1]} (in {page})" if named else page


def _who(statements: Iterable[Statement]) -> str:
    names = list(dict.fromkeys(map(name_of_page, statements)))
    if len(names) > _SHOWN:
        names[_SHOWN - 1 :] = [f"{len(names) - _SHOWN + 1} more"]
    return ", ".join(names)


def name_of_page(statement: Statement) -> str:
    """What a page is called in a sentence: its site, its address, its headline."""
    return statement.site or statement.url or statement.title or statement.page
