"""Which of two pages was first: by the moment, by the day, or by the days that are possible."""

from __future__ import annotations

import calendar
import datetime as dt
import re

from reportedly.data import Dating, Statement

OPEN = 0.8  # part of a confidence that is left where either of two pages may have been first
_WEEKS = dt.timedelta(days=14)  # between pages whose "on Monday" is not one day, come or gone
MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b"
)
_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTHS = {name: number for number, name in enumerate(_NAMES, start=1)}
_DAY = re.compile(
    rf"\b(?:(?P<day>[12]?\d|3[01])(?:st|nd|rd|th)? (?:of )?(?P<month>{MONTH})"
    rf"|(?P<named>{MONTH})\.? (?P<after>[12]?\d|3[01])(?:st|nd|rd|th)?\b)"
    r"(?:,? (?P<year>(?:19|20)\d\d)\b)?"
)
_DATE = rf"(?:the )?(?:\d+(?:st|nd|rd|th|[./]\d| (?:of )?{MONTH})|{MONTH}\.? \d)"
_THIS_WEEK = re.compile(  # no date follows, and it is neither every Sunday nor Good Friday
    r"\b(?!(?:a|an|any|each|every|one) )(?:[a-z]+|On|Last|Next)"
    rf" (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b(?!,? \(?{_DATE})"
    r"|\b(?:yesterday|today|tonight|tomorrow|last night)\b"
)


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


def are_weeks_apart(one: Statement, other: Statement) -> bool:
    """True for claims of two days: each tells its own by the day of the week, on pages that are
    weeks apart. A claim in the same words may be the old one, told again."""
    gap = max(_gap(one.published, other.published), _gap(other.published, one.published))
    return (
        gap > _WEEKS
        and one.claim.text != other.claim.text
        and _tells_day(one)
        and _tells_day(other)
    )


def _tells_day(statement: Statement) -> bool:
    """True for a claim of a day near that of its page: "on Friday", or a date of those weeks."""
    text = statement.claim.text
    return _THIS_WEEK.search(text) is not None or any(
        _is_near(found, statement.published) for found in _DAY.finditer(text)
    )


def _is_near(found: re.Match[str], page: Dating) -> bool:
    """True for a day of the weeks about a page's, in whatever year where none is told."""
    first, last = page.date or page.earliest, page.date or page.latest
    if first is None or last is None:
        return False
    month = _MONTHS[(found["month"] or found["named"])[:3]]
    day = int(found["day"] or found["after"])
    years = [int(found["year"])] if found["year"] else range(first.year - 1, last.year + 2)
    return any(
        first.toordinal() - _WEEKS.days <= told <= last.toordinal() + _WEEKS.days
        for told in (_ordinal(year, month, day) for year in years)
    )


def _ordinal(year: int, month: int, day: int) -> int:
    """A day as a number; 0 for one that no calendar has."""
    if not dt.MINYEAR <= year <= dt.MAXYEAR or not 0 < day <= calendar.monthrange(year, month)[1]:
        return 0
    return dt.date(year, month, day).toordinal()


def _gap(one: Dating, other: Dating) -> dt.timedelta:
    """The least by which `one` was published later than `other`, none where that is not known."""
    first, last = one.date or one.earliest, other.date or other.latest
    return first - last if first and last else dt.timedelta()
