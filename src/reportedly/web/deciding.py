"""What a reviewer decides about a claim, on its way from a form into the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi import HTTPException

from reportedly.data import Place, Span
from reportedly.errors import ReviewConflict
from reportedly.ledger import Action, KeptClaim, Ledger, Review
from reportedly.ledger.events import standing_events
from reportedly.ledger.standing import value_in, value_of

_WISHES = {
    "accept": "accept it", "reject": "reject it", "undo": "take the last decision back",
    "note": "write a note", "tag": "tag it", "untag": "take a tag away",
    "content": "correct its words", "speaker": "correct who says it",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wish:
    """A decision as a form sends it. Spans are in code points of the text that the claim stands
    in."""

    action: str  # an `Action`, or "content" or "speaker": a correction by selected words
    field: str = ""  # of a correction
    value: str = ""  # of a correction, a note or a tag
    start: int | None = None
    end: int | None = None

    @property
    def said(self) -> str:
        """The same in words, after "You wanted to"."""
        if self.action == "correct":
            return f"correct the {self.field} to “{self.value}”"
        return _WISHES.get(self.action, self.action) + (f": “{self.value}”" if self.value else "")


def decide(ledger: Ledger, id: str, wish: Wish, who: str, state: str | None) -> Review:
    """Writes down a decision about a claim. `state`: that of the claim's reviews as the reviewer
    saw them (`Standing.state`), None to decide whatever came between.

    Raises `ReviewConflict`, `NotInLedger`, and `LedgerError` for a value that does not fit.
    """
    kept = ledger.claim(id)
    if wish.action == "undo":
        return _undo(ledger, kept, who, state)
    action, field, after = _meant(ledger, kept, wish)
    return ledger.review(id, action, who, field=field, after=after, based_on=state)


def _undo(ledger: Ledger, kept: KeptClaim, who: str, state: str | None) -> Review:
    if state is not None and state != kept.standing.state:
        raise ReviewConflict("somebody else has decided about it meanwhile", about=kept.id)
    standing = standing_events(list(ledger.reviews(kept.id)))
    if not standing:
        raise HTTPException(409, "There is no decision about this claim to take back.")
    return ledger.undo(standing[-1].id, who)


def _meant(ledger: Ledger, kept: KeptClaim, wish: Wish) -> tuple[Action, str | None, Any]:
    match wish.action:
        case "content":
            span = _selected(wish)
            return Action.CORRECT, "content", [[span.start, span.end]]
        case "speaker":
            return Action.CORRECT, "chain", _chain(ledger, kept, _selected(wish))
        case "correct":
            return Action.CORRECT, wish.field, value_in(wish.value, wish.field)
        case "accept" | "reject":
            return Action(wish.action), None, None
        case "note" | "tag" | "untag":
            text = " ".join(wish.value.split())
            if not text:
                raise HTTPException(422, f"A {wish.action} needs some words.")
            return Action(wish.action), None, text
    raise HTTPException(422, f"{wish.action!r} is nothing that can be decided about a claim.")


def _selected(wish: Wish) -> Span:
    if wish.start is None or wish.end is None or not 0 <= wish.start < wish.end:
        raise HTTPException(422, "No words are selected.")
    return Span(wish.start, wish.end)


def _chain(ledger: Ledger, kept: KeptClaim, selected: Span) -> list[dict[str, Any]]:
    """The chain with another last link: whoever the selected words name. Where the article
    calls a source of its by them, it is that source; else the words themselves are the name."""
    chain: list[dict[str, Any]] = value_of(kept.claim, kept.chain, "chain")
    title, text = ledger.texts(kept.reading)
    words = selected.cut(title if kept.claim.place is Place.TITLE else text).strip(" ,.;:\n")
    if not words:
        raise HTTPException(422, "No words are selected.")
    known = None
    if kept.claim.place is Place.TEXT:
        sources = ledger.reading(kept.reading).sources
        known = next((s for s in sources if any(m.overlaps(selected) for m in s.mentions)), None)
    last: dict[str, Any] = {"name": words, "type": "person", "role": None, "cue": None}
    if known is not None:
        last |= {"name": known.name or words, "type": known.type.value, "role": known.role}
    if chain:
        last["cue"] = chain[-1]["cue"]
    last["mention"] = [selected.start, selected.end]
    return [*chain[:-1], last]
