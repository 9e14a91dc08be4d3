"""Figures as they can be held against each other: levels, and steps from one level to the next.

"From 51 to 46 percent" tells the level that was reached, "by 5 percent to 46 percent" a step beside
it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import Enum

from reportedly.data import Change, Place, Quantity, Statement
from reportedly.traces.dates import MONTH
from reportedly.traces.units import same_amount, same_unit

_BEFORE = 24  # code points before a figure in which it is said what it is
_MOVED = (
    "rose|risen|fell|fallen|grew|grown|dropped|climbed|jumped|sank|slid|shrank|gained|lost|up|down"
    "|(?:de|in)creased|declined"
)
_BOUNDED = rf"(?:(?!(?:{_MOVED})\b)[a-z]+ ){{0,2}}\Z"  # "at nearly 46", but not "at home fell 12"
_FROM = re.compile(rf"\b[Ff]rom {_BOUNDED}")
_REACHED = re.compile(rf"\b(?:[Tt]o|[Aa]t|[Rr]eached) {_BOUNDED}")


class Role(Enum):
    """What a figure tells."""

    LEVEL = "level"  # "46 percent"
    REACHED = "reached"  # "to 46 percent"
    STEP = "step"  # the first of "by 5 percent to 46 percent"
    CHANGE = "change"  # "by 5 percent" alone; who tells a level may mean the same: "5 percent less"


def figures_of(statement: Statement) -> Sequence[Quantity]:
    """The figures of a statement, of two levels ("from 51 to 46 percent") the one reached."""
    return [_reached(statement, each) for each in statement.claim.quantities]


def is_reached(statement: Statement, quantity: Quantity) -> bool:
    """True for a level to which something has come: "has risen to 23"."""
    return _stands_after(_REACHED, statement, quantity)


def role_of(statement: Statement, quantity: Quantity) -> Role:
    if quantity.change is None:
        return Role.LEVEL
    if is_reached(statement, quantity) or _stands_after(_FROM, statement, quantity):
        return Role.REACHED
    beside = (q for q in statement.claim.quantities if same_unit(q.unit, quantity.unit))
    return Role.STEP if any(is_reached(statement, each) for each in beside) else Role.CHANGE


def comparable(one: Role, other: Role) -> bool:
    """False for a level that was reached and a step, and for a step beside a level and a level."""
    steps, levels = {Role.STEP, Role.CHANGE}, {Role.LEVEL, Role.REACHED}
    if {one, other} <= steps or {one, other} <= levels:
        return True
    return {one, other} == {Role.CHANGE, Role.LEVEL}


def of_two_things(one: Statement, figure: Quantity, other: Statement, another: Quantity) -> bool:
    """True where the words beside two figures tell that they count two things: "12 people were
    killed" and "30 people were injured", "46 percent support" and "54 percent oppose it", "5,000
    in May" and "6,000 in June"."""
    return are_apart(told_of(one, figure), told_of(other, another))


def are_apart(one: Told, other: Told) -> bool:
    """True for what is told of two things: both tell something of one kind, and not the same."""
    if not one or not other or one == other:
        return False
    kinds = {kind for kind, _ in one} & {kind for kind, _ in other}
    return any(kind not in {shared for shared, _ in one & other} for kind in kinds)


def is_part(one: Statement, figure: Quantity, whole: Quantity) -> bool:
    """True for a figure that adds up with others of its claim to the whole: of "5 people on
    Monday and 7 people on Tuesday" either is a part of 12 people."""
    parts = [
        each.low
        for each in one.claim.quantities[:_PARTS]
        if each.low == each.high and same_unit(each.unit, whole.unit)
    ]
    if figure.low not in parts or len(parts) < 2 or whole.low != whole.high:
        return False
    parts.remove(figure.low)
    rest = whole.low - figure.low
    return rest in parts or rest == sum(parts)


_PARTS = 16  # figures of a claim that are added up


def told_of(statement: Statement, quantity: Quantity) -> Told:
    """What becomes of those who are counted, or on which side they are, and of which month and
    year the figure is, by its clause: ("fate", "dead"), ("month", "May")."""
    text, span = _text_of(statement), quantity.span
    before = text[max(0, span.start - _CLAUSE) : span.start]
    after = text[span.end : span.end + _CLAUSE]
    clause = f"{_ENDS.split(before)[-1]}{span.cut(text)}{_ENDS.split(after)[0]}"
    found = {match.lastgroup or "" for match in _TOLD.finditer(clause)}
    fates = {("fate", each) for each in found - {"aboard"} or found}
    times = {
        ("month", of["month"][:_MONTH]) if of["month"] else ("year", of["year"])
        for of in _OF.finditer(clause)
    }
    return frozenset(fates | times)


Told = frozenset[tuple[str, str]]  # of what kind, and what


_OF = re.compile(
    r"\b(?:[Ii]n|[Ff]or|[Dd]uring) (?:(?:early|mid|late)[ -])?"
    rf"(?:(?P<month>{MONTH})|(?P<year>(?:19|20)\d\d)\b)"
)
_MONTH = 3  # letters by which a month is known: "Sept", "September"
_CLAUSE = 60  # code points on either side of a figure in which its clause ends
_ENDS = re.compile(r"[,;:.!?]|\b(?:and|but|while|with|including)\b")
_TOLD = re.compile(
    r"\b(?:(?P<dead>kill(?:s|ed|ing)?\b|die[ds]?\b|dead\b|deaths?\b|drown|perish)"
    r"|(?P<hurt>injur|wound|hurt\b)|(?P<missing>missing\b|unaccounted)"
    r"|(?P<safe>surviv|rescued?\b|saved?\b)|(?P<held>arrest|detain)"
    r"|(?P<aboard>aboard\b|on board\b|carr(?:y|ied|ying)\b)"
    r"|(?P<against>against\b|oppos|reject|disapprov"
    r"|(?:not|\w+n[’']t) (?:support|back|favou?r|approve))"
    r"|(?P<support>support|back(?:s|ed|ing)?\b|favou?r|approv))",
    re.IGNORECASE,
)


def step_of(statement: Statement, quantity: Quantity) -> Change | None:
    """Which way a step goes; None for a level, and for one that was reached."""
    return quantity.change if role_of(statement, quantity) in _STEPS else None


def are_opposed(one: Change | None, other: Change | None) -> bool:
    """True for "fell 12 percent" and "rose 12 percent"."""
    return one is not None and other is not None and one is not other


_STEPS = (Role.STEP, Role.CHANGE)


def pair_figures(before: Statement, after: Statement) -> Iterator[tuple[Quantity, Quantity]]:
    """The figures that answer each other: of one unit and value, of one amount in two measures, of
    one unit, of one value, or the only ones. So a figure that stands as it was answers itself
    before any other."""
    alone, rest = list(figures_of(before)), list(figures_of(after))

    def may_answer(one: Quantity, other: Quantity) -> bool:
        if of_two_things(before, one, after, other):
            return False
        if is_part(before, one, other) or is_part(after, other, one):
            return False
        return comparable(role_of(before, one), role_of(after, other))

    for answers in (_stands, same_amount, _of_one_unit, _of_one_value):
        for one in tuple(alone):
            fitting = (q for q in rest if answers(one, q) and may_answer(one, q))
            if (other := next(fitting, None)) is not None:
                alone.remove(one)
                rest.remove(other)
                yield one, other
    if (
        len(alone) == len(rest) == 1
        and alone[0].unit
        and rest[0].unit
        and may_answer(*alone, *rest)
    ):
        yield alone[0], rest[0]


def _stands(one: Quantity, other: Quantity) -> bool:
    return _of_one_unit(one, other) and _of_one_value(one, other)


def _of_one_value(one: Quantity, other: Quantity) -> bool:
    return (one.low, one.high) == (other.low, other.high)


def _of_one_unit(one: Quantity, other: Quantity) -> bool:
    return bool(one.unit and other.unit and same_unit(one.unit, other.unit))


def _reached(statement: Statement, quantity: Quantity) -> Quantity:
    if quantity.change is None or quantity.low == quantity.high:
        return quantity
    if not _stands_after(_FROM, statement, quantity):
        return quantity  # "fell 3 to 5 percent"
    level = quantity.low if quantity.change is Change.DOWN else quantity.high
    return replace(quantity, value=level, low=level, high=level)


def _stands_after(sign: re.Pattern[str], statement: Statement, quantity: Quantity) -> bool:
    start = quantity.span.start
    return sign.search(_text_of(statement), max(0, start - _BEFORE), start) is not None


def _text_of(statement: Statement) -> str:
    return statement.text if statement.claim.place is Place.TEXT else statement.title or ""
