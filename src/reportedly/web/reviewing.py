"""Reviews: what waits for one, and the form that every card sends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from reportedly.errors import ReviewConflict
from reportedly.ledger import KeptClaim, Ledger, Query
from reportedly.web import answers
from reportedly.web.cards import Card, card
from reportedly.web.claim import History, Passage, history, passage
from reportedly.web.deciding import Wish, decide
from reportedly.web.forms import Back, Genuine
from reportedly.web.house import house_of
from reportedly.web.identity import Who

router = APIRouter()
_AT_ONCE = 12
_DECISIONS = 20
_CONFLICT = 4  # decisions that are told of when two people have one claim in hand


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
    """What somebody has begun comes first, then what came in last."""
    begun = ledger.undecided(limit=_AT_ONCE).items
    results = ledger.search(Query(status="open", attributed=True), limit=_AT_ONCE, after=after)
    first = {each.id: each for each in begun}
    newest = {hit.claim.id: hit.claim for hit in results.hits}
    rest = {known: each for known, each in newest.items() if known not in first}
    waiting = rest if after else first | rest
    return ReviewPage(
        tuple(_waiting(ledger, each, i) for i, each in enumerate(waiting.values(), 1)),
        results.after,
        tuple(history(reversed(ledger.latest_reviews(limit=_DECISIONS).items)))[::-1],
    )


def _waiting(ledger: Ledger, kept: KeptClaim, number: int) -> Waiting:
    return Waiting(card(kept, number), passage(ledger, kept), kept.reading, kept.title)


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
    between: tuple[History, ...]  # the last decisions about it
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
    who: Who,
    action: Annotated[str, Form()],
    state: Annotated[str, Form()],  # that of the claim's reviews, as the page had it
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
            decide(ledger, id, wish, who.name, state)
        except ReviewConflict:
            between = tuple(history(ledger.reviews(id)))[-_CONFLICT:]
            context = ConflictPage(card(ledger.claim(id)), between, wish, back)
            shown = answers.page(request, "conflict.html", {"it": context}, status=409)
            # So that going back leads to where it was decided
            shown.headers["HX-Push-Url"] = quote(answers.inside(back), safe="/?&=#%+")
            return shown
    request.state.detail = action
    return answers.back(back, news=_SAID.get(action, "Corrected."))


@router.post("/reviews/{id}/undo", dependencies=[Genuine])
def undone(request: Request, id: str, who: Who, back: Back = "/review") -> Response:
    """Takes one decision back."""
    with house_of(request).ledger() as ledger:
        ledger.undo(id, who.name)
    return answers.back(back, news="Taken back.")
