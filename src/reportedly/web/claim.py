"""One claim: its evidence in the article, who has it from whom, what people decided about it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from reportedly.data import Dating, Place, Span
from reportedly.ledger import Action, KeptClaim, Ledger, Review
from reportedly.ledger.events import standing_events
from reportedly.web import answers
from reportedly.web.cards import Card, card
from reportedly.web.house import house_of
from reportedly.web.segments import Said, Segment, cut, levels_of

router = APIRouter()
_FEW = 20_000  # claims


@dataclass(frozen=True, slots=True)
class Passage:
    """The paragraphs that a claim stands in, cut where it and its speakers begin and end."""

    place: Place
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class History:
    """A decision in words."""

    id: str
    at: str  # ISO 8601
    who: str
    what: str  # "corrected the certainty: possible → denied"
    claim: str  # its id; empty for one about a speaker
    undoes: bool
    undone: bool
    forgotten: bool  # with its page: of what was decided, the kind of decision is left


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """Everything on the page of a claim."""

    card: Card
    passage: Passage
    reading: str
    title: str | None
    site: str | None
    url: str | None
    origin: str
    published: Dating
    history: tuple[History, ...]  # the first first
    at_once: bool  # whether its versions elsewhere are found quickly enough to be fetched unasked


def claim_page(ledger: Ledger, id: str) -> ClaimPage:
    """Raises `NotInLedger`."""
    kept = ledger.claim(id)
    return ClaimPage(
        card(kept),
        passage(ledger, kept),
        kept.reading,
        kept.title,
        kept.site,
        kept.url,
        kept.origin,
        kept.published,
        tuple(history(ledger.reviews(id))),
        ledger.mark() < _FEW,
    )


def passage(ledger: Ledger, kept: KeptClaim) -> Passage:
    """The paragraphs of the article that a claim and those who pass it on stand in."""
    title, text = ledger.texts(kept.reading)
    whole = title if kept.claim.place is Place.TITLE else text
    who = tuple(s for link in kept.claim.chain for s in (link.mention, link.cue) if s)
    said = [Said(kept.claim.id, kept.claim.kind, kept.claim.content, who)]
    spans = kept.claim.content or (Span(0, 0),)
    start = whole.rfind("\n\n", 0, spans[0].start)
    end = whole.find("\n\n", spans[-1].end)
    within = Span(0 if start < 0 else start + 2, len(whole) if end < 0 else end)
    return Passage(kept.claim.place, tuple(cut(whole, within, said, levels_of(said))))


_VERBS = {
    Action.ACCEPT: "accepted",
    Action.REJECT: "rejected",
    Action.NOTE: "noted",
    Action.TAG: "tagged",
    Action.UNTAG: "took a tag away",
    Action.VERDICT: "recorded a verdict",
    Action.MERGE: "joined two speakers",
    Action.SPLIT: "parted two speakers",
    Action.UNDO: "took a decision back",
}


def history(events: Iterable[Review]) -> Iterator[History]:
    """Decisions in words; those that others of them undo are marked."""
    events = list(events)
    standing = {each.id for each in standing_events(events)}
    for each in events:
        undoes = each.action is Action.UNDO
        gone = each.detail is None
        about = each.subject if each.page and not undoes and not gone else ""
        undone = not undoes and each.id not in standing
        yield History(each.id, each.at, each.who, _words(each), about, undoes, undone, gone)


def _words(event: Review) -> str:
    detail = event.detail or {}
    if event.action is Action.CORRECT:
        if not detail:
            return "corrected a claim"
        before, after = (_value(detail.get(name)) for name in ("before", "after"))
        return f"corrected the {detail.get('field', 'claim')}: {before} → {after}"
    said = detail.get("after")
    shown = f": {_value(said)}" if said is not None and event.action is not Action.MERGE else ""
    return _VERBS[event.action] + shown


def _value(value: Any) -> str:
    """A value of a correction as people say it."""
    match value:
        case {"text": str(text)}:
            return f"“{text}”"
        case [{"mention": _}, *_]:
            return " › ".join(str(link.get("name") or "somebody") for link in value)
        case []:
            return "nobody"
        case str():
            return value
    return json.dumps(value, ensure_ascii=False)


@router.get("/claims/{id}.json")
def claim_json(request: Request, id: str) -> Response:
    """The page of a claim, for programs."""
    with house_of(request).ledger() as ledger:
        return answers.as_json(claim_page(ledger, id), request=request)


@router.get("/claims/{id}")
def claim(request: Request, id: str) -> Response:
    """The page of a claim."""
    with house_of(request).ledger() as ledger:
        context = claim_page(ledger, id)
    return answers.page(request, "claim.html", {"it": context})
