"""When an article was published: dates found in its page, weighed by where they stand.

A date beside the title or the byline is a day of publication; one in the page's header, far
above the title, is a clock that shows the day of the visit, so it bounds the publication
from above and no more. The machine's own clock is never asked.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from itertools import islice

from reportedly.articles.lines import Line
from reportedly.articles.months import MONTHS, OTHER_MONTHS
from reportedly.articles.phrases import any_of
from reportedly.data import BlockKind, Dating, Page, RejectedDate, Span

MAX_REJECTED = 20  # kept in a Dating; a list of related links may show dozens
_FIRST_YEAR = 1990  # news pages on the web are younger

_MONTH = any_of(MONTHS)
_YEAR = r"(?:19|20)\d\d"
# Words may be glued to a date ("Nela QuistMay 20, 2023"), digits may not precede it.
_DATE = re.compile(
    rf"(?P<m1>{_MONTH})\.?\s{{0,2}}(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?[,\s]\s{{0,2}}(?P<y1>{_YEAR})"
    rf"|(?<!\d)(?P<d2>\d{{1,2}})(?:st|nd|rd|th|\.|er|º)?[\s-](?:of |de )?(?P<m2>{_MONTH})\.?,?[\s-]"
    rf"(?:de )?(?P<y2>{_YEAR})"
    rf"|(?<!\d)(?P<y3>{_YEAR})(?P<s3>[-/.])(?P<m3>\d{{1,2}})(?P=s3)(?P<d3>\d{{1,2}})(?!\d)"
    rf"|(?<![\d/.])(?P<a4>\d{{1,2}})(?P<s4>[-/.])(?P<b4>\d{{1,2}})(?P=s4)(?P<y4>{_YEAR}|\d\d(?![\d:/.-]))",
    re.IGNORECASE,
)
_OTHER_DATE = re.compile(
    rf"(?<!\d)(?P<d1>\d{{1,2}})\.?\s(?P<m1>{'|'.join(OTHER_MONTHS)})\.?,?\s(?P<y1>{_YEAR})"
    rf"|(?<!\d)(?P<y2>{_YEAR})\s?[年년]\s?(?P<m2>\d{{1,2}})\s?[月월]\s?(?P<d2>\d{{1,2}})\s?[日일]",
    re.IGNORECASE,
)
_HINT = re.compile(r"\d\d\d\d|\d[-/.]\d")  # most lines hold no date, and this tells sooner
_AMERICAN = re.compile(r"\b[ap]\.?m\b|\b[ECMP][SD]?T\b", re.IGNORECASE)
_PUBLISHED = re.compile(r"publi|posted|first|created|erschienen|veröffentlicht|pubblicato", re.I)
_UPDATED = re.compile(r"updat|modif|revis|correct|last edit|aktualisiert|mis à jour", re.I)
_RELATIVE = re.compile(
    r"\b(?:\d{1,3}|an?|one|two|three|four|five|six)\s?(?:m|h|d|w|min|mins|minutes?|hrs?|hours?|days?"
    r"|weeks?|months?|mos?|years?) ago\b|^(?:yesterday|today|just now)$",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(
    r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b"
    r"|\b(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|lundi|mardi|mercredi|jeudi"
    r"|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo)\b",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright)\D{0,40}(?:\d{4}\s?[-–—]\s?)?((?:19|20)\d\d)\b", re.IGNORECASE
)
_EXPIRY = re.compile(
    r"(?:expir\w{0,20}|valid_?(?:until|through|to))[\"']?\s{0,3}[:=]\s{0,3}[\"']"
    r"((?:19|20)\d\d)-(\d\d)-(\d\d)"  # in small letters
)
_MOST_EXPIRIES = 3  # of one script that are told
# What may stand in a line beside a date without making it more than a date.
_DRESS = re.compile(
    r"\b(?:published|posted|updated"
    r"|last|first|modified|created|on|at|date|by|time|originally|um|uhr|le|el|a|gmt|utc|[ap]\.?m\.?"
    r"|[ecmp][sd]?t|cet|cest|ist|bst|uk|min(?:ute)?s?|read|long|report)\b|\d|[^\w\s]",
    re.IGNORECASE,
)


class Role(StrEnum):
    """What a date says about the article, by its place and the words beside it."""

    PUBLISHED = "published"
    PLAIN = "beside the title"  # a date at the title or byline without a word about itself
    ADDRESS = "address"  # of the page, /2023/12/22/
    DATELINE = "dateline"  # before the first words: "MARLOW, 2 Sept. 2015 (ANA) —"
    UPDATED = "updated"
    CLOCK = "clock"
    ZULU = "universal time"  # the day in UTC of what the page shows by its own clock
    ELSEWHERE = "elsewhere"
    EXPIRY = "expiry"  # of a cookie, an offer, a film; written in a script


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A calendar date written in a text; `other` is its second reading (3/4/2023) if any."""

    date: dt.date
    span: Span  # in the text searched
    other: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A date with the role that its place gives it; `where` says that place in words."""

    date: dt.date
    role: Role
    where: str
    other: dt.date | None = None
    at: dt.datetime | None = None  # the moment, where the page states it with its zone


def find_dates(text: str) -> list[FoundDate]:
    """Calendar dates with day, month and year, in order of their place in `text`."""
    if not _HINT.search(text):
        return []
    dates = [found for match in _DATE.finditer(text) if (found := _read(match, text))]
    if dates:
        return dates
    return [found for match in _OTHER_DATE.finditer(text) if (found := _read_other(match))]


def _read_other(match: re.Match[str]) -> FoundDate | None:
    part = match.groupdict()
    if part["m1"]:
        day = _date(part["y1"], OTHER_MONTHS[part["m1"].lower()], part["d1"])
    else:
        day = _date(part["y2"], part["m2"], part["d2"])
    return FoundDate(day, Span(*match.span())) if day else None


def _read(match: re.Match[str], text: str) -> FoundDate | None:
    part = match.groupdict()
    span = Span(*match.span())
    if part["m1"]:
        day = _date(part["y1"], MONTHS[part["m1"].lower()], part["d1"])
    elif part["m2"]:
        day = _date(part["y2"], MONTHS[part["m2"].lower()], part["d2"])
    elif part["y3"]:
        day = _date(part["y3"], part["m3"], part["d3"])
    else:
        month_first = _date(part["y4"], part["a4"], part["b4"])
        day_first = _date(part["y4"], part["b4"], part["a4"])
        if month_first and day_first and month_first != day_first:
            if part["s4"] == "." or not _AMERICAN.search(text):
                return FoundDate(day_first, span, None if part["s4"] == "." else month_first)
            return FoundDate(month_first, span)
        day = month_first or day_first
    return FoundDate(day, span) if day else None


def _date(year: str, month: str | int, day: str) -> dt.date | None:
    full = int(year) if len(year) == 4 else 2000 + int(year)
    try:
        return dt.date(full, int(month), int(day)) if full >= _FIRST_YEAR else None
    except ValueError:
        return None


def is_dateline(text: str) -> bool:
    """True for a line that holds a date and next to nothing else."""
    return len(text) <= 150 and _is_dateline(text)


@lru_cache(maxsize=8192)  # asked of the same lines by several passes, and of menus on every page
def _is_dateline(text: str) -> bool:
    found = find_dates(text)
    if not found:
        return bool(len(text) < 40 and _RELATIVE.search(text))
    for date in reversed(found):
        text = text[: date.span.start] + " " + text[date.span.end :]
    return len(_DRESS.sub(" ", _WEEKDAY.sub(" ", text)).split()) <= 3


def has_cue(text: str) -> bool:
    """True when the line says that something was published, posted or updated."""
    return bool(_PUBLISHED.search(text) or _UPDATED.search(text))


def has_weekday(text: str) -> bool:
    """True when a day of the week is named in full or by its first three letters."""
    return bool(_WEEKDAY.search(text))


def dates_in_line(text: str, where: str, before: str = "") -> list[Candidate]:
    """The dates of one line near the article's head, each with the role its words give it.

    `before` is the line above, which may hold the label alone ("Published:").
    """
    candidates: list[Candidate] = []
    end = 0
    for found in find_dates(text):
        label = text[end : found.span.start] or (before if len(before) < 25 else "")
        end = found.span.end
        if _UPDATED.search(label) and not re.search(r"first|originally", label, re.I):
            role = Role.UPDATED
        elif _PUBLISHED.search(label):
            role = Role.PUBLISHED
        else:
            role = Role.PLAIN
        candidates.append(Candidate(found.date, role, where, found.other))
    return candidates


_PLACE = re.compile(r"[^\W\d_a-z][^a-z\d\n]{1,40}(?:, [A-Z][\w. ]{1,20})?, ?")
_AFTER_DATE = re.compile(r" ?(?:/[^/\n]{1,40}/|\([^)\n]{1,40}\))? ?[—–-]")
_LONGEST_DATELINE = 120  # code points


def dates_of_datelines(paragraphs: Iterable[str]) -> list[Candidate]:
    """The day in "MARLOW, Aldova, Sept. 2, 2015 /ANA/ --", with which a report opens, in those
    of `paragraphs` that have one."""
    return [
        Candidate(found.date, Role.DATELINE, "in the dateline", found.other)
        for text in paragraphs
        for found in find_dates(text[:_LONGEST_DATELINE])[:1]
        if _PLACE.fullmatch(text[: found.span.start]) and _AFTER_DATE.match(text, found.span.end)
    ]


def relative_in_line(text: str) -> str | None:
    """A relative time ("3 hours ago") in a short line, which says nothing without the visit."""
    match = _RELATIVE.search(text) if len(text) < 100 else None
    return match.group() if match else None


def copyright_years(lines: Sequence[Line], kinds: Sequence[BlockKind]) -> Iterator[RejectedDate]:
    """The years in lines about copyright: that of the site or of the visit."""
    for line, kind in zip(lines, kinds, strict=True):
        if kind is BlockKind.LEGAL and (match := _COPYRIGHT.search(line.text[:200])):
            yield RejectedDate(match[1], "a year of copyright")


def expiry_dates(script: str) -> list[Candidate]:
    """Days on which, as a script has it, something expires."""
    low = script.lower()
    if "expir" not in low and "valid" not in low:
        return []
    found = (_date(*match.groups()) for match in islice(_EXPIRY.finditer(low), _MOST_EXPIRIES))
    return [Candidate(day, Role.EXPIRY, "in a script") for day in found if day]


def date_of_address(url: str | None) -> Candidate | None:
    """The day in an address such as /2023/12/22/."""
    match = re.search(r"/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?=/|-|$)", url or "")
    day = _date(*match.groups()) if match else None
    return Candidate(day, Role.ADDRESS, "in the page's address") if day else None


def given_dating(day: dt.date) -> Dating:
    """The Dating of a page whose date the user gave."""
    return Dating(date=day, earliest=day, latest=day, basis="given")


_ORDER = (Role.PUBLISHED, Role.PLAIN, Role.ADDRESS, Role.DATELINE)
_WHY = {
    Role.CLOCK: "a clock in the page's header shows the day of the visit, not of publication",
    Role.UPDATED: "the day of an update",
    Role.ZULU: "the same moment in universal time, on another day than where the page was made",
    Role.ELSEWHERE: "stands apart from the article",
    Role.EXPIRY: "a script says that something expires then",
}


def in_local_time(stated: Sequence[Candidate], shown: Sequence[Candidate]) -> list[Candidate]:
    """`stated`, where a moment in universal time yields to the day beside it that is `shown`."""
    days = {c.date for c in shown if c.role in (Role.PUBLISHED, Role.PLAIN) and not c.other}
    beside = {day + dt.timedelta(step) for day in days for step in (-1, 1)} - days
    universal = {
        c.date
        for c in stated
        if c.role is Role.PUBLISHED and c.at is not None and not c.at.utcoffset()
    }
    return [
        replace(c, role=Role.ZULU)
        if c.role is Role.PUBLISHED
        and c.date in universal & beside
        and (c.at is None or not c.at.utcoffset())  # the same without its zone, too
        else c
        for c in stated
    ]


def date_article(
    candidates: Sequence[Candidate],
    page: Page,
    relative: Iterable[str] = (),
    besides: Iterable[RejectedDate] = (),
) -> Dating:
    """Weigh the candidates; the first of the best role wins, the rest is rejected with reasons.

    `relative` are times like "3 hours ago", `besides` dates that are no candidates at all.
    """
    captured = page.captured_at.date() if page.captured_at else None
    clocks = [c.date for c in candidates if c.role is Role.CLOCK]
    visit = captured or (min(clocks) if clocks else None)
    rejected: list[RejectedDate] = []
    usable: list[Candidate] = []
    for candidate in candidates:
        # One day's grace: the visit and the paper may stand in different time zones.
        judged = candidate.role not in (Role.CLOCK, Role.EXPIRY)
        if visit and judged and candidate.date > visit + dt.timedelta(1):
            rejected.append(RejectedDate(candidate.date.isoformat(), "later than the visit"))
        else:
            usable.append(candidate)
    if page.given.date:
        rejected += [_reject(c) for c in usable if c.date != page.given.date]
        given = given_dating(page.given.date)
        return Dating(given.date, given.earliest, given.latest, given.basis, _distinct(rejected))
    best = next((c for role in _ORDER for c in usable if c.role is role), None)
    rejected += [
        _reject(c) for c in usable if c is not best and (best is None or c.date != best.date)
    ]
    rejected += [
        RejectedDate(text, "relative to a visit whose day is not known") for text in relative
    ]
    rejected += besides
    updates = [c.date for c in usable if c.role is Role.UPDATED]
    if best is not None:
        return _dated(best, _distinct(rejected))
    if updates:
        latest, basis = min(updates), "the day of an update, shown at the article's head"
    elif clocks:
        latest, basis = (
            min(clocks),
            "no date of publication; the clock in the header shows the visit",
        )
    elif captured:
        latest, basis = captured, "no date in the page; it was captured on that day"
    else:
        return Dating(rejected=_distinct(rejected))
    return Dating(latest=latest, basis=basis, rejected=_distinct(rejected))


def _dated(best: Candidate, rejected: tuple[RejectedDate, ...]) -> Dating:
    basis = f"a date {best.where}"
    if best.other:  # 3/4/2023 can be read in two ways: the range is all that is known
        early, late = sorted((best.date, best.other))
        basis += ", day and month in doubt"
        return Dating(earliest=early, latest=late, basis=basis, rejected=rejected)
    return Dating(best.date, best.date, best.date, basis, rejected, best.at)


def _reject(candidate: Candidate) -> RejectedDate:
    why = _WHY.get(candidate.role, "another date has the better evidence")
    return RejectedDate(candidate.date.isoformat(), why)


def _distinct(rejected: Iterable[RejectedDate]) -> tuple[RejectedDate, ...]:
    return tuple(dict.fromkeys(rejected))[:MAX_REJECTED]
