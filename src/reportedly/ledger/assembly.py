"""Rows as the reading that they were made of."""

from __future__ import annotations

import datetime as dt
import json
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
from reportedly.ledger.characters import restored
from reportedly.ledger.rows import ClaimRows, PageRow, ReadingRows, Row


def page_of(row: PageRow, body: bytes) -> Page:
    """The page of a row, with its bytes; `text`, which follows from them, is left empty."""
    captured_at = None if row.captured_at is None else dt.datetime.fromisoformat(row.captured_at)
    return Page(
        body,
        "",
        Form(row.form),
        row.media_type,
        restored(row.origin),
        url=_restored(row.url),
        captured_at=captured_at,
        given=given_of(_restored(row.given_id), _restored(row.given)),
    )


def given_of(id: str | None, given: str | None) -> Given:
    if given is None:
        return Given(id=id)
    title, byline, site, date = json.loads(given)
    return Given(id, title, tuple(byline), site, _day(date))


def reading_of(rows: ReadingRows, page: Page) -> Reading:
    """The reading whose rows these are; `reading_rows` gives them back."""
    version, model, weights, *_ = rows.reading
    *_, blocks, attributions = rows.reading
    article = _article(rows.reading, _loads(blocks))
    sources = [source_of(each) for each in rows.sources]
    return Reading(
        page,
        article,
        tuple(_attribution(*each) for each in _loads(attributions)),
        tuple(sources),
        tuple(claim_of(each, sources) for each in rows.claims),
        tuple(finding_of(*each) for each in rows.findings),
        None if version is None else Maker(restored(version), restored(model), restored(weights)),
    )


def _article(row: Row, blocks: Any) -> Article:
    _, _, _, title, byline, site, sections, language, *rest = row
    date, earliest, latest, moment, nature, truncated, basis, rejected, text, *_ = rest
    text = restored(text)
    return Article(
        _restored(title),
        tuple(_loads(byline)),
        _restored(site),
        tuple(_loads(sections)),
        _restored(language),
        dating_of(date, earliest, latest, moment, basis, rejected),
        text,
        tuple(_block(*each, article=text) for each in blocks),
        Nature(nature),
        _restored(truncated),
    )


def dating_of(
    date: str | None,
    earliest: str | None,
    latest: str | None,
    moment: str | None,
    basis: str,
    rejected: str,
) -> Dating:
    return Dating(
        _day(date),
        _day(earliest),
        _day(latest),
        restored(basis),
        tuple(RejectedDate(*each) for each in _loads(rejected)),
        None if moment is None else dt.datetime.fromisoformat(moment),
    )


def _block(
    kind: str, page: Any, span: Any, text: str | None, selector: Any, *, article: str
) -> Block:
    within = _span(span)
    if text is None:
        text = article[slice(*span)]
    quote = None if selector is None else TextQuote(*selector)
    return Block(BlockKind(kind), text, Span(*page), within, quote)


def _attribution(
    id: str, source: Any, cue: Any, content: Any, quotation: str, confidence: float
) -> Attribution:
    spans = tuple(Span(*each) for each in content)
    return Attribution(id, _span(source), _span(cue), spans, Quotation(quotation), confidence)


def source_of(row: Row) -> Source:
    local, name, kind, role, mentions = row
    return Source(
        restored(local), _restored(name), SourceType(kind), _restored(role), _spans(mentions)
    )


def claim_of(rows: ClaimRows, sources: list[Source]) -> Claim:
    local, place, attribution, content, text, certainty, factuality, kind, quotation = rows.claim
    return Claim(
        restored(local),
        Place(place),
        _restored(attribution),
        _spans(content),
        restored(text),
        tuple(_link(sources[number].id, *ends) for number, *ends in rows.links),
        Certainty(certainty),
        factuality,
        ClaimKind(kind),
        Quotation(quotation),
        tuple(_quantity(*each) for each in rows.quantities),
        tuple(
            Entity(Span(start, end), restored(name), EntityType(kind))
            for start, end, name, kind in rows.entities
        ),
    )


def _link(
    source: str, mention: int | None, mention_end: int | None, cue: int | None, cue_end: int | None
) -> Link:
    return Link(source, _ends(mention, mention_end), _ends(cue, cue_end))


def _quantity(
    start: int,
    end: int,
    value: float | None,
    low: float,
    high: float,
    unit: str | None,
    bound: str,
    change: str | None,
) -> Quantity:
    direction = None if change is None else Change(change)
    return Quantity(Span(start, end), value, low, high, _restored(unit), Bound(bound), direction)


def finding_of(kind: str, severity: str, message: str, evidence: str) -> Finding:
    rests_on = (Evidence(Place(p), Span(*span), claim) for p, span, claim in _loads(evidence))
    return Finding(FindingKind(kind), Severity(severity), restored(message), tuple(rests_on))


def _loads(text: str) -> Any:
    return json.loads(restored(text))


def _restored(text: str | None) -> str | None:
    return None if text is None else restored(text)


def _spans(text: str) -> tuple[Span, ...]:
    return tuple(Span(*each) for each in json.loads(text))


def _span(pair: Any) -> Span | None:
    return None if pair is None else Span(*pair)


def _ends(start: int | None, end: int | None) -> Span | None:
    return None if start is None or end is None else Span(start, end)


def _day(text: str | None) -> dt.date | None:
    return None if text is None else dt.date.fromisoformat(text)
