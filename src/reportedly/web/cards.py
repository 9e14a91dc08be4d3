"""Claims as the room shows them: the card in the margin, wherever a claim stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reportedly.data import Certainty, ClaimKind, Finding, Place, Quantity, Quotation, Span
from reportedly.ledger import KeptClaim, Standing


@dataclass(frozen=True, slots=True)
class Step:
    """One link of a chain."""

    name: str | None  # None for whom the article never names
    mention: str | None  # how the article calls them here
    role: str | None
    type: str
    at: Span | None  # of the mention, in the text that the claim stands in
    cue: Span | None

    @property
    def called(self) -> str:
        return self.name or self.mention or "somebody"


@dataclass(frozen=True, slots=True)
class Card:
    """A claim with everything that its card shows."""

    number: int  # in the order of the page, from 1
    id: str  # the ledger's
    local: str  # the reading's: "c1"
    place: Place
    content: tuple[Span, ...]
    text: str
    steps: tuple[Step, ...]  # outermost first
    certainty: Certainty
    factuality: float  # [-3, +3]
    kind: ClaimKind
    quotation: Quotation
    quantities: tuple[Quantity, ...]
    status: str | None  # "accepted", "rejected"
    corrected: tuple[str, ...]  # fields
    tags: tuple[str, ...]
    notes: tuple[str, ...]
    findings: tuple[Finding, ...]  # that rest on it
    state: str  # of its reviews, for telling whether another came between
    reviewed: bool  # whether there is a decision to take back

    @property
    def own_voice(self) -> bool:
        return not self.steps


def card(kept: KeptClaim, number: int = 1, findings: Iterable[Finding] = ()) -> Card:
    """The card of a claim. `findings`: those of its reading."""
    claim, standing = kept.claim, kept.standing
    steps = tuple(
        Step(source.name, mention, source.role, source.type.value, link.mention, link.cue)
        for source, mention, link in zip(kept.chain, kept.mentions, claim.chain, strict=True)
    )
    rests = tuple(f for f in findings if any(e.claim == claim.id for e in f.evidence))
    return Card(
        number,
        kept.id,
        claim.id,
        claim.place,
        claim.content,
        claim.text,
        steps,
        claim.certainty,
        claim.factuality,
        claim.kind,
        claim.quotation,
        claim.quantities,
        standing.status,
        tuple(sorted(standing.corrected)),
        standing.tags,
        standing.notes,
        rests,
        standing.state,
        standing != Standing(),
    )
