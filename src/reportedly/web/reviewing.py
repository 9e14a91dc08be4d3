"""Reviews: what waits for one, and the form that every card sends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from reportedly.ledger import Ledger, Query
from reportedly.web import answers, interim
from reportedly.web.cards import Card, card
from reportedly.web.claim import History, Passage, history, passage
from reportedly.web.deciding import Conflict, Wish, decide
from reportedly.web.forms import Back, Genuine, Reviewer
from reportedly.web.house import house_of

router = APIRouter()
_AT_ONCE = 12
_DECISIONS = 20


@dataclass(frozen=True, slots=True)
class Waiting:
    """A claim that nobody has decided about, in its paragraph."""

    card: Card
    passage: Passage
    reading: str
    title: str | None


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """What waits, and what was decided last."""

    waiting: tuple[Waiting, ...]
    after: str | None  # bookmark of what waits further down
    decided: tuple[History, ...]  # the last first


def review_page(ledger: Ledger, after: str | None = None) -> ReviewPage:
    results = ledger.search(Query(status="open"), limit=_AT_ONCE, after=after)
    waiting: list[Waiting] = []
    seen_in: dict[str, dict[str, str]] = {}
    for hit in results.hits:
        kept = hit.claim
        if kept.chain:
            if kept.page not in seen_in:
                seen_in[kept.page] = interim.last_events(ledger, kept.page)
            shown = card(kept, len(waiting) + 1, seen=seen_in[kept.page].get(kept.id, ""))
            waiting.append(Waiting(shown, passage(ledger, kept), kept.reading, kept.title))
    return ReviewPage(
        tuple(waiting), results.after, tuple(history(interim.decisions(ledger, _DECISIONS)))
    )


@router.get("/review.json")
def review_json(request: Request, after: str | None = None) -> Response:
    """What waits for a review, for programs."""
    with house_of(request).ledger() as ledger:
        return answers.as_json(review_page(ledger, after), request=request)


@router.get("/review")
def review(request: Request, after: str | None = None) -> Response:
    """What waits for a review."""
    with house_of(request).ledger() as ledger:
        context = review_page(ledger, after)
    return answers.page(request, "review.html", {"it": context})


@dataclass(frozen=True, slots=True)
class ConflictPage:
    """Two people have one claim in hand: what the other did, what this one wants."""

    card: Card
    between: tuple[History, ...]  # what the other decided
    wish: Wish
    back: str


_SAID = {
    "accept": "Accepted.", "reject": "Rejected.", "undo": "Taken back.", "note": "Noted.",
    "tag": "Tagged.", "content": "Its words are corrected.", "speaker": "Its speaker is corrected.",
}  # fmt: skip


@router.post("/claims/{id}/review", dependencies=[Genuine])
def decided(
    request: Request,
    id: str,
    who: Reviewer,
    action: Annotated[str, Form()],
    seen: Annotated[str, Form()],  # the last review that the page knew of, or "none"
    field: Annotated[str, Form()] = "",
    value: Annotated[str, Form(max_length=2000)] = "",
    start: Annotated[int | None, Form()] = None,
    end: Annotated[int | None, Form()] = None,
    back: Back = "/review",
) -> Response:
    """Takes a decision down and goes back to where it was made."""
    wish = Wish(action, field, value, start, end)
    with house_of(request).ledger() as ledger:
        try:
            decide(ledger, id, wish, who.name, "" if seen == "none" else seen)
        except Conflict as conflict:
            kept = conflict.claim
            events = interim.last_events(ledger, kept.page)
            shown = card(kept, seen=events.get(kept.id, ""))
            between = tuple(history(conflict.events))
            context = ConflictPage(shown, between, wish, back)
            return answers.page(request, "conflict.html", {"it": context}, status=409)
    return answers.back(back, news=_SAID.get(action, "Corrected."))


@router.post("/reviews/{id}/undo", dependencies=[Genuine])
def undone(request: Request, id: str, who: Reviewer, back: Back = "/review") -> Response:
    """Takes one decision back."""
    with house_of(request).ledger() as ledger:
        ledger.undo(id, who.name)
    return answers.back(back, news="Taken back.")
