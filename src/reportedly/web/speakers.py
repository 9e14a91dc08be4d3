"""Speakers: everything somebody said, over time, and in which words others report it."""

from __future__ import annotations

import calendar
import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from reportedly.data import Place
from reportedly.ledger import Hit, Ledger, Query, Speaker
from reportedly.web import answers
from reportedly.web.forms import Back, Genuine
from reportedly.web.house import house_of
from reportedly.web.identity import Who
from reportedly.web.searching import Found, found_of

router = APIRouter()
_MOST = 200  # claims that are counted
_SHOWN = 50
_BARS = 36  # of the chart at most


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of time in the chart."""

    label: str  # "June 2017"
    since: dt.date
    until: dt.date
    count: int


@dataclass(frozen=True, slots=True)
class SpeakersPage:
    """Whoever goes by a name, and what they said."""

    name: str
    people: tuple[Speaker, ...]  # person by person; those merged follow one another
    said: tuple[Found, ...]  # the last published first
    counted: int  # claims that the chart tells of
    more: bool  # whether there are still more
    chart: tuple[Bar, ...]
    words: tuple[tuple[str, int], ...]  # the cues of what is shown, the commonest first
    roles: tuple[str, ...]
    several: bool  # whether people of different names go by it: "Varga"


def speakers_page(ledger: Ledger, name: str) -> SpeakersPage:
    """Nobody where the name has no words."""
    people = ledger.speakers(name)
    results = ledger.search(Query(speaker=name), limit=_MOST) if people else None
    hits = sorted(results.hits if results else (), key=_day, reverse=True)
    names = {each.name.casefold() for each in people}
    days = [day for hit in hits if (day := hit.claim.published.date)]
    return SpeakersPage(
        name,
        tuple(people),
        tuple(found_of(hit, i) for i, hit in enumerate(hits[:_SHOWN], 1)),
        len(hits),
        bool(results and results.after),
        tuple(_chart(days)),
        tuple(Counter(_cues(ledger, hits[:_SHOWN], names)).most_common(12)),
        tuple(dict.fromkeys(each.role for each in people if each.role)),
        len({each.name.casefold() for each in people if each.person == each.id}) > 1,
    )


def _day(hit: Hit) -> str:
    published = hit.claim.published
    return str(published.date or published.latest or published.earliest or "")


def _cues(ledger: Ledger, hits: Sequence[Hit], names: set[str]) -> list[str]:
    """The words by which the articles attribute to somebody of these names."""
    texts: dict[str, tuple[str, str]] = {}
    cues = []
    for hit in hits:
        kept = hit.claim
        for source, link in zip(kept.chain, kept.claim.chain, strict=True):
            if link.cue is None or (source.name or "").casefold() not in names:
                continue
            if kept.reading not in texts:
                texts[kept.reading] = ledger.texts(kept.reading)
            title, text = texts[kept.reading]
            cue = link.cue.cut(title if kept.claim.place is Place.TITLE else text)
            cues.append(" ".join(cue.casefold().split()))
    return cues


def _chart(days: Sequence[dt.date]) -> list[Bar]:
    """How much was said month by month; year by year where there are too many months."""
    if not days:
        return []
    first, last = min(days), max(days)
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if months > _BARS:
        return _by_year(days)
    counts = Counter((day.year, day.month) for day in days)
    bars = []
    for month in range(months):
        year, number = first.year + (first.month - 1 + month) // 12, (first.month - 1 + month) % 12
        start = dt.date(year, number + 1, 1)
        end = start.replace(day=calendar.monthrange(year, number + 1)[1])
        bars.append(Bar(f"{start:%B %Y}", start, end, counts[(year, number + 1)]))
    return bars


def _by_year(days: Sequence[dt.date]) -> list[Bar]:
    """The last years one by one; what was said before them in one bar."""
    first, last = min(days), max(days)
    begin = max(first.year, last.year - _BARS + 1)
    counts = Counter(day.year for day in days)
    bars = []
    if first.year < begin:
        until = dt.date(begin - 1, 12, 31)
        label = f"{first.year}–{until.year}" if first.year < until.year else str(first.year)
        earlier = sum(said for year, said in counts.items() if year < begin)
        bars.append(Bar(label, first, until, earlier))
    for year in range(begin, last.year + 1):
        bars.append(Bar(str(year), dt.date(year, 1, 1), dt.date(year, 12, 31), counts[year]))
    return bars


@router.get("/speakers.json")
def speakers_json(request: Request, name: str = "") -> Response:
    """Whoever goes by a name, for programs."""
    with house_of(request).ledger() as ledger:
        return answers.as_json(speakers_page(ledger, name), request=request)


@router.get("/speakers")
def speakers(request: Request, name: str = "") -> Response:
    """Whoever goes by a name."""
    with house_of(request).ledger() as ledger:
        context = speakers_page(ledger, name)
    return answers.page(request, "speakers.html", {"it": context})


@router.post("/speakers/{id}/merge", dependencies=[Genuine])
def merged(
    request: Request, id: str, who: Who, into: Annotated[str, Form()], back: Back = "/"
) -> Response:
    """Says that two speakers are one person."""
    with house_of(request).ledger() as ledger:
        ledger.merge(id, into, who.name)
    request.state.detail = f"into {into}"
    return answers.back(back, news="They are one person now.")


@router.post("/speakers/{id}/split", dependencies=[Genuine])
def parted(request: Request, id: str, who: Who, back: Back = "/") -> Response:
    """Takes a speaker out of the person that it was merged into."""
    with house_of(request).ledger() as ledger:
        ledger.split(id, who.name)
    return answers.back(back, news="They are two people again.")
