"""Which of two pages was first: by the moment, by the day, or by the days that are possible."""

from __future__ import annotations

import datetime as dt

from reportedly.data import Dating, Statement

OPEN = 0.8  # part of a confidence that is left where either of two pages may have been first


def is_later(one: Dating, other: Dating) -> bool:
    """True when `one` was surely published after `other`."""
    moments = _moments(one, other)
    return moments[0] > moments[1] if moments else is_on_later_day(one, other)


def is_on_later_day(one: Dating, other: Dating) -> bool:
    """True when `one` was surely published on a later day than `other`, and not only by another
    clock. A page shows the hour of its last change more often than that of its first."""
    if moments := _moments(one, other):
        return moments[0].date() > moments[1].date()
    first, last = one.date or one.earliest, other.date or other.latest
    return first is not None and last is not None and first > last


def _moments(one: Dating, other: Dating) -> tuple[dt.datetime, dt.datetime] | None:
    """When both were published, by one clock, where both say so."""
    if one.at and other.at and one.at.tzinfo and other.at.tzinfo:
        return one.at.astimezone(dt.UTC), other.at.astimezone(dt.UTC)
    return None


def is_open(one: Dating, other: Dating) -> bool:
    """True when either may have been first."""
    return not is_later(one, other) and not is_later(other, one)


def order(statement: Statement) -> tuple[dt.date, float, str]:
    """A key that puts the earliest first, and those without a date last."""
    dating = statement.published
    day = dating.date or dating.earliest or dating.latest or dt.date.max
    at = dating.at
    moment = at.timestamp() if at is not None and at.tzinfo is not None else float("inf")
    return day, moment, statement.page
