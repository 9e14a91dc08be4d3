"""What the reviews of one claim come to. The events stand; this follows from them."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, TypeVar

from reportedly.data import (
    Bound,
    Certainty,
    Change,
    Claim,
    ClaimKind,
    Link,
    Quantity,
    Quotation,
    Source,
    SourceType,
    Span,
)
from reportedly.errors import LedgerError

E = TypeVar("E", bound=StrEnum)


class Action(StrEnum):
    """What a reviewer can do."""

    ACCEPT = "accept"
    REJECT = "reject"
    CORRECT = "correct"
    NOTE = "note"
    TAG = "tag"
    UNTAG = "untag"
    VERDICT = "verdict"  # published elsewhere: what a ClaimReview says
    MERGE = "merge"  # a speaker into another
    SPLIT = "split"  # a speaker from those it was merged with
    UNDO = "undo"


STRUCTURED = ("content", "chain", "quantities")  # fields whose values are JSON
FIELDS = ("content", "chain", "certainty", "factuality", "kind", "quotation", "quantities")


SHORT = 12  # digits of the id of a review


@dataclass(frozen=True, slots=True)
class Review:
    """One event: a person's decision about a claim or a speaker, never changed afterwards."""

    id: str  # 64 hexadecimal digits; depends on all events before
    at: str  # ISO 8601
    who: str
    action: Action
    subject: str  # id of the claim, the speaker, or the review that is undone
    page: str  # id of the claim's page; empty for speakers
    detail: Mapping[str, Any] | None  # field, before, after; None once the page is forgotten

    @property
    def short(self) -> str:
        """As much of its id as is shown, and is enough to undo it."""
        return self.id[:SHORT]


@dataclass(frozen=True, slots=True)
class Standing:
    """How a claim stands after all its reviews."""

    status: str | None = None  # "accepted", "rejected"; None while nobody has decided
    corrected: Mapping[str, Any] = field(default_factory=dict)  # field: value, as JSON has it
    tags: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    verdict: Mapping[str, Any] | None = None

    @property
    def state(self) -> str:
        """16 hexadecimal digits that differ where standings do: a review may name the one that
        it is based on."""
        said = f"{self.status} {self.dumps()}"
        return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:16]

    def dumps(self) -> str:
        value = [dict(self.corrected), self.tags, self.notes, self.verdict]
        return json.dumps(value, ensure_ascii=False, sort_keys=True)


def standing_of(status: str | None, detail: str) -> Standing:
    corrected, tags, notes, verdict = json.loads(detail)
    return Standing(status, corrected, tuple(tags), tuple(notes), verdict)


def derive(events: Iterable[Review]) -> Standing:
    """The standing of one claim after its events, in order; those undone left out already."""
    status: str | None = None
    corrected: dict[str, Any] = {}
    tags: dict[str, None] = {}
    notes: list[str] = []
    verdict = None
    for event in events:
        after = (event.detail or {}).get("after")
        match event.action:
            case Action.ACCEPT:
                status = "accepted"
            case Action.REJECT:
                status = "rejected"
            case Action.CORRECT if event.detail is not None:
                corrected[event.detail["field"]] = after
            case Action.NOTE if after is not None:
                notes.append(str(after))
            case Action.TAG if after is not None:
                tags[str(after)] = None
            case Action.UNTAG:
                tags.pop(str(after), None)
            case Action.VERDICT:
                verdict = after
    return Standing(status, corrected, tuple(tags), tuple(notes), verdict)


def value_of(claim: Claim, chain: tuple[Source, ...], name: str) -> Any:
    """A field of a claim as JSON has it, in the shape that a correction gives it."""
    match name:
        case "content":
            spans = [[each.start, each.end] for each in claim.content]
            return {"spans": spans, "text": claim.text}
        case "chain":
            return [
                {
                    "name": source.name,
                    "type": source.type.value,
                    "role": source.role,
                    "mention": _pair(link.mention),
                    "cue": _pair(link.cue),
                }
                for source, link in zip(chain, claim.chain, strict=True)
            ]
        case "quantities":
            return [
                {
                    "span": _pair(each.span),
                    "value": each.value,
                    "low": each.low,
                    "high": each.high,
                    "unit": each.unit,
                    "bound": each.bound.value,
                    "change": each.change and each.change.value,
                }
                for each in claim.quantities
            ]
        case "factuality":
            return claim.factuality
    return str(getattr(claim, name))


def value_in(words: str, name: str) -> Any:
    """What a person gives a field of a claim in words: JSON where its value has a structure.
    Raises `LedgerError`."""
    if name not in STRUCTURED:
        return words
    try:
        return json.loads(words)
    except (ValueError, RecursionError) as error:
        raise LedgerError("its value must be JSON", about=name) from error


def corrected(
    claim: Claim, chain: tuple[Source, ...], corrections: Mapping[str, Any]
) -> tuple[Claim, tuple[Source, ...]]:
    """The claim with its corrections. Raises `ValueError`, `KeyError` or `TypeError` for a value
    that its field cannot have."""
    for name, value in corrections.items():
        match name:
            case "content":
                spans = tuple(Span(*each) for each in value["spans"])
                claim = replace(claim, content=spans, text=str(value["text"]))
            case "chain":
                chain = tuple(_source(i, each) for i, each in enumerate(value))
                links = zip(chain, value, strict=True)
                claim = replace(
                    claim,
                    chain=tuple(
                        Link(source.id, _span(each.get("mention")), _span(each.get("cue")))
                        for source, each in links
                    ),
                )
            case "quantities":
                claim = replace(claim, quantities=tuple(map(_quantity, value)))
            case "certainty":
                claim = replace(claim, certainty=_one_of(Certainty, value))
            case "kind":
                claim = replace(claim, kind=_one_of(ClaimKind, value))
            case "quotation":
                claim = replace(claim, quotation=_one_of(Quotation, value))
            case "factuality":
                claim = replace(claim, factuality=_factuality(value))
    return claim, chain


def _one_of(kind: type[E], value: Any) -> E:
    try:
        return kind(value)
    except ValueError:
        raise ValueError(f"it is one of {', '.join(str(each.value) for each in kind)}") from None


def _factuality(value: Any) -> float:
    try:
        number = float(value)
    except (ValueError, OverflowError):
        number = math.nan
    if not -3 <= number <= 3:
        raise ValueError("factuality is a number between -3 and 3")
    return number


def _source(i: int, value: Mapping[str, Any]) -> Source:
    kind = _one_of(SourceType, value.get("type", "person"))
    return Source(f"r{i + 1}", value.get("name"), kind, value.get("role"), ())


def _quantity(value: Mapping[str, Any]) -> Quantity:
    single = value.get("value")
    low, high = (float(value.get(name, single)) for name in ("low", "high"))
    change = value.get("change")
    return Quantity(
        Span(*value["span"]),
        None if single is None else float(single),
        low,
        high,
        value.get("unit"),
        _one_of(Bound, value.get("bound", "exact")),
        None if change is None else _one_of(Change, change),
    )


def _pair(span: Span | None) -> list[int] | None:
    return None if span is None else [span.start, span.end]


def _span(value: Any) -> Span | None:
    return None if value is None else Span(*value)
