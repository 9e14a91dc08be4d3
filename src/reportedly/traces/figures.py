"""Figures as they can be held against each other: levels, and steps from one level to the next.

"From 51 to 46 percent" tells the level that was reached, "by 5 percent to 46 percent" a step beside
it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from enum import Enum

from reportedly.data import Change, Place, Quantity, Statement
from reportedly.traces.units import same_unit

_BEFORE = 24  # code points before a figure in which it is said what it is
_FROM = re.compile(r"\bfrom (?:[a-z]+ ){0,2}\Z", re.IGNORECASE)
_REACHED = re.compile(r"\b(?:to|at|reached) (?:[a-z]+ ){0,2}\Z", re.IGNORECASE)


class Role(Enum):
    """What a figure tells."""

    LEVEL = "level"  # "46 percent"
    STEP = "step"  # the first of "by 5 percent to 46 percent"
    CHANGE = "change"  # "by 5 percent" alone; who tells a level may mean the same: "5 percent less"


def figures_of(statement: Statement) -> Sequence[Quantity]:
    """The figures of a statement, of two levels ("from 51 to 46 percent") the one reached."""
    return [_reached(statement, each) for each in statement.claim.quantities]


def is_reached(statement: Statement, quantity: Quantity) -> bool:
    """True for a level to which something has come: "has risen to 23"."""
    return _stands_after(_REACHED, statement, quantity)


def role_of(statement: Statement, quantity: Quantity) -> Role:
    if not _is_step(statement, quantity):
        return Role.LEVEL
    beside = (q for q in statement.claim.quantities if same_unit(q.unit, quantity.unit))
    return Role.STEP if any(is_reached(statement, each) for each in beside) else Role.CHANGE


def comparable(one: Role, other: Role) -> bool:
    """False for a step, told beside the level that it led to, and a level."""
    return {one, other} != {Role.STEP, Role.LEVEL}


def _is_step(statement: Statement, quantity: Quantity) -> bool:
    if quantity.change is None or is_reached(statement, quantity):
        return False
    return not _stands_after(_FROM, statement, quantity)


def _reached(statement: Statement, quantity: Quantity) -> Quantity:
    if quantity.change is None or quantity.low == quantity.high:
        return quantity
    if not _stands_after(_FROM, statement, quantity):
        return quantity  # "fell 3 to 5 percent"
    level = quantity.low if quantity.change is Change.DOWN else quantity.high
    return replace(quantity, value=level, low=level, high=level)


def _stands_after(sign: re.Pattern[str], statement: Statement, quantity: Quantity) -> bool:
    text = statement.text if statement.claim.place is Place.TEXT else statement.title or ""
    start = quantity.span.start
    return sign.search(text, max(0, start - _BEFORE), start) is not None
