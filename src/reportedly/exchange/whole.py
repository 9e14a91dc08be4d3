"""Readings as a ledger takes them back: the JSON contract with the page's bytes, and figures as
exact as they were found. What goes out this way comes in again under the same ids."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from reportedly.data import (
    Article,
    Attribution,
    Block,
    BlockKind,
    Bound,
    Certainty,
    Change,
    Claim,
    ClaimKind,
    Dating,
    Entity,
    EntityType,
    Evidence,
    Finding,
    FindingKind,
    Form,
    Given,
    Link,
    Maker,
    Nature,
    Page,
    Place,
    Quantity,
    Quotation,
    Reading,
    RejectedDate,
    Severity,
    Source,
    SourceType,
    Span,
    TextQuote,
)
from reportedly.errors import PageError, UnreadablePage
from reportedly.exchange.json import VERSION, reading_to_json
from reportedly.ledger import spans_outside


def whole_to_json(reading: Reading) -> dict[str, Any]:
    """The reading as `reportedly/1`, not rounded, with `form`, `given` and `body` (base64) of its
    page beside what the contract has."""
    value: dict[str, Any] = reading_to_json(reading)
    for claim, exact in zip(value["claims"], reading.claims, strict=True):
        claim["factuality"] = exact.factuality
    for attribution, of in zip(value["attributions"], reading.attributions, strict=True):
        attribution["confidence"] = of.confidence
    page, given = reading.page, reading.page.given
    value["page"] |= {
        "form": page.form.value,
        "given": {
            "id": given.id,
            "title": given.title,
            "byline": list(given.byline),
            "site": given.site,
            "date": None if given.date is None else given.date.isoformat(),
        },
        "body": base64.b64encode(page.body).decode("ascii"),
    }
    return value


def whole_readings(
    values: Iterable[tuple[str, Any]],
) -> Iterator[Reading | PageError]:
    """The readings of values as `whole_to_json` gives them, each with where it comes from; a
    `PageError` in the place of each that is none."""
    for about, value in values:
        try:
            yield _checked(value, about)
        except PageError as error:
            yield error
        except (KeyError, TypeError, ValueError, AttributeError, binascii.Error) as error:
            what = f"no {error} in it" if isinstance(error, KeyError) else str(error)
            message = f"not a whole reading ({what}); export --whole writes such"
            yield UnreadablePage(message, about=about)


def _checked(value: Any, about: str) -> Reading:
    if not isinstance(value, dict):
        raise ValueError("no JSON object")
    if value["schema"] != VERSION:
        raise UnreadablePage(f"not {VERSION} but {value['schema']!r}", about=about)
    reading = _reading(value)
    if reading.id != value["id"]:
        raise UnreadablePage("altered: its id does not follow from its page", about=about)
    for outside in spans_outside(reading):
        raise UnreadablePage(outside, about=about, id=reading.page.given.id)
    return reading


def _reading(value: Any) -> Reading:
    made_by = value["made_by"]
    return Reading(
        _page(value["page"]),
        _article(value["article"]),
        tuple(map(_attribution, value["attributions"])),
        tuple(map(_source, value["sources"])),
        tuple(map(_claim, value["claims"])),
        tuple(map(_finding, value["findings"])),
        made_by and Maker(made_by["version"], made_by["model"], made_by["weights"]),
    )


def _page(value: Any) -> Page:
    given = value["given"]
    return Page(
        base64.b64decode(value["body"], validate=True),
        "",
        Form(value["form"]),
        value["media_type"],
        value["origin"],
        url=value["url"],
        captured_at=_moment(value["captured_at"]),
        given=Given(
            given["id"],
            given["title"],
            tuple(given["byline"]),
            given["site"],
            _day(given["date"]),
        ),
    )


def _article(value: Any) -> Article:
    published = value["published"]
    return Article(
        value["title"],
        tuple(value["byline"]),
        value["site"],
        tuple(value["sections"]),
        value["language"],
        Dating(
            _day(published["date"]),
            _day(published["earliest"]),
            _day(published["latest"]),
            published["basis"],
            tuple(RejectedDate(each["value"], each["why"]) for each in published["rejected"]),
            _moment(published["at"]),
        ),
        value["text"],
        tuple(map(_block, value["blocks"])),
        Nature(value["nature"]),
        value["truncated"],
    )


def _block(value: Any) -> Block:
    quote = value["selector"]
    return Block(
        BlockKind(value["kind"]),
        value["text"],
        _span(value["page"]),
        _span_or_none(value["span"]),
        quote and TextQuote(quote["exact"], quote["prefix"], quote["suffix"]),
    )


def _attribution(value: Any) -> Attribution:
    return Attribution(
        value["id"],
        _span_or_none(value["source"]),
        _span_or_none(value["cue"]),
        _spans(value["content"]),
        Quotation(value["quotation"]),
        float(value["confidence"]),
    )


def _source(value: Any) -> Source:
    return Source(
        value["id"],
        value["name"],
        SourceType(value["type"]),
        value["role"],
        _spans(value["mentions"]),
    )


def _claim(value: Any) -> Claim:
    return Claim(
        value["id"],
        Place(value["in"]),
        value["attribution"],
        _spans(value["content"]),
        value["text"],
        tuple(
            Link(each["source"], _span_or_none(each["mention"]), _span_or_none(each["cue"]))
            for each in value["chain"]
        ),
        Certainty(value["certainty"]),
        float(value["factuality"]),
        ClaimKind(value["kind"]),
        Quotation(value["quotation"]),
        tuple(map(_quantity, value["quantities"])),
        tuple(
            Entity(_span(each["span"]), each["name"], EntityType(each["type"]))
            for each in value["entities"]
        ),
    )


def _quantity(value: Any) -> Quantity:
    single, change = value["value"], value["change"]
    return Quantity(
        _span(value["span"]),
        None if single is None else float(single),
        float(value["low"]),
        float(value["high"]),
        value["unit"],
        Bound(value["bound"]),
        None if change is None else Change(change),
    )


def _finding(value: Any) -> Finding:
    return Finding(
        FindingKind(value["kind"]),
        Severity(value["severity"]),
        value["message"],
        tuple(
            Evidence(Place(each["in"]), _span(each["span"]), each["claim"])
            for each in value["evidence"]
        ),
    )


def _span(value: Any) -> Span:
    start, end = value
    return Span(int(start), int(end))


def _span_or_none(value: Any) -> Span | None:
    return None if value is None else _span(value)


def _spans(values: Any) -> tuple[Span, ...]:
    return tuple(map(_span, values))


def _day(value: str | None) -> dt.date | None:
    return None if value is None else dt.date.fromisoformat(value)


def _moment(value: str | None) -> dt.datetime | None:
    return None if value is None else dt.datetime.fromisoformat(value)
