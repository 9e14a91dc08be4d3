"""A reading as JSON: the public contract `reportedly/1`, described in docs/reading.md.

`reading.schema.json` beside this file is the same contract for machines. Keys keep the order
in which they are written here; new ones may be added, none is renamed or taken away.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable

from reportedly.data import (
    Article,
    Attribution,
    Block,
    Claim,
    Dating,
    Entity,
    Evidence,
    Finding,
    Link,
    Maker,
    Page,
    Quantity,
    Reading,
    Source,
    Span,
    TextQuote,
)
from reportedly.errors import ReportedlyError

VERSION = "reportedly/1"

_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, check_circular=False).encode
_SURROGATE = re.compile("[\ud800-\udfff]")
_EXACT = 2**53  # above it a float no longer tells whole numbers apart


def reading_to_json(reading: Reading) -> dict[str, object]:
    """The reading as plain dictionaries, lists, strings and numbers.

    Spans are `[start, end]`, half-open, in code points: of `article.text`, but for a block's
    `page` (the decoded text of the page) and wherever `in` says "title".
    """
    return {
        "schema": VERSION,
        "id": reading.id,
        "made_by": None if reading.made_by is None else _maker(reading.made_by),
        "page": _page(reading.page),
        "article": _article(reading.article),
        "attributions": [_attribution(each) for each in reading.attributions],
        "sources": [_source(each) for each in reading.sources],
        "claims": [claim_to_json(each) for each in reading.claims],
        "findings": [_finding(each) for each in reading.findings],
    }


def error_to_json(error: ReportedlyError) -> dict[str, object]:
    """What stands in the place of a reading when its page could not be read.

    `id` is null when the user gave none; `message` begins with the path, or path and line.
    """
    return {"id": error.id, "error": {"kind": error.kind, "message": str(error)}}


def line_of(outcome: Reading | ReportedlyError) -> str:
    """What stands in JSON Lines for a page: its reading, or what kept it from being read."""
    if isinstance(outcome, ReportedlyError):
        return dumps(error_to_json(outcome))
    return dumps(reading_to_json(outcome))


def dumps(value: dict[str, object]) -> str:
    """`value` on one line, as text that UTF-8 can encode.

    Letters stand as themselves; only lone surrogates, which UTF-8 has no bytes for, are
    escaped. Raises `ValueError` for NaN and infinities, which JSON does not have.
    """
    line = _encode(value)
    try:
        line.encode()  # few lines have any, and this tells ten times as fast as a search
    except UnicodeEncodeError:
        return _SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", line)
    return line


def _maker(maker: Maker) -> dict[str, object]:
    return {"version": maker.version, "model": maker.model, "weights": maker.weights}


def _page(page: Page) -> dict[str, object]:
    return {
        "url": page.url,
        "media_type": page.media_type,
        "captured_at": _moment(page.captured_at),
        "origin": page.origin,
    }


def _article(article: Article) -> dict[str, object]:
    return {
        "title": article.title,
        "byline": list(article.byline),
        "site": article.site,
        "sections": list(article.sections),
        "language": article.language,
        "nature": article.nature.value,
        "truncated": article.truncated,
        "published": _dating(article.published),
        "text": article.text,
        "blocks": [_block(each) for each in article.blocks],
    }


def _dating(dating: Dating) -> dict[str, object]:
    return {
        "date": _moment(dating.date),
        "earliest": _moment(dating.earliest),
        "latest": _moment(dating.latest),
        "basis": dating.basis,
        "rejected": [{"value": each.value, "why": each.why} for each in dating.rejected],
        "at": _moment(dating.at),
    }


def _block(block: Block) -> dict[str, object]:
    return {
        "kind": block.kind.value,
        "text": block.text,
        "page": _span(block.page),
        "span": _span_or_null(block.span),
        "selector": _selector(block.selector),
    }


def _selector(quote: TextQuote | None) -> dict[str, str] | None:
    """As the W3C's Web Annotation Data Model writes it."""
    if quote is None:
        return None
    return {
        "type": "TextQuoteSelector",
        "exact": quote.exact,
        "prefix": quote.prefix,
        "suffix": quote.suffix,
    }


def _attribution(attribution: Attribution) -> dict[str, object]:
    return {
        "id": attribution.id,
        "source": _span_or_null(attribution.source),
        "cue": _span_or_null(attribution.cue),
        "content": _spans(attribution.content),
        "quotation": attribution.quotation.value,
        "confidence": _rounded(attribution.confidence, 3),
    }


def _source(source: Source) -> dict[str, object]:
    return {
        "id": source.id,
        "name": source.name,
        "type": source.type.value,
        "role": source.role,
        "mentions": _spans(source.mentions),
    }


def claim_to_json(claim: Claim) -> dict[str, object]:
    """A claim of a reading."""
    return {
        "id": claim.id,
        "attribution": claim.attribution,
        "in": claim.place.value,
        "content": _spans(claim.content),
        "text": claim.text,
        "chain": [_link(each) for each in claim.chain],
        "certainty": claim.certainty.value,
        "factuality": _rounded(claim.factuality, 2),
        "kind": claim.kind.value,
        "quotation": claim.quotation.value,
        "quantities": [_quantity(each) for each in claim.quantities],
        "entities": [_entity(each) for each in claim.entities],
    }


def _link(link: Link) -> dict[str, object]:
    return {
        "source": link.source,
        "mention": _span_or_null(link.mention),
        "cue": _span_or_null(link.cue),
    }


def _quantity(quantity: Quantity) -> dict[str, object]:
    return {
        "span": _span(quantity.span),
        "value": None if quantity.value is None else _number(quantity.value),
        "low": _number(quantity.low),
        "high": _number(quantity.high),
        "unit": quantity.unit,
        "bound": quantity.bound.value,
        "change": None if quantity.change is None else quantity.change.value,
    }


def _entity(entity: Entity) -> dict[str, object]:
    return {"span": _span(entity.span), "name": entity.name, "type": entity.type.value}


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "kind": finding.kind.value,
        "severity": finding.severity.value,
        "message": finding.message,
        "evidence": [_evidence(each) for each in finding.evidence],
    }


def _evidence(evidence: Evidence) -> dict[str, object]:
    return {"in": evidence.place.value, "span": _span(evidence.span), "claim": evidence.claim}


def _span(span: Span) -> list[int]:
    return [span.start, span.end]


def _span_or_null(span: Span | None) -> list[int] | None:
    return None if span is None else _span(span)


def _spans(spans: Iterable[Span]) -> list[list[int]]:
    return [_span(each) for each in spans]


def _moment(moment: dt.date | None) -> str | None:
    """ISO 8601: a day, or day, time and offset."""
    return None if moment is None else moment.isoformat()


def _rounded(value: float, digits: int) -> float:
    return round(value, digits) + 0.0  # the sum turns a negative zero into a plain one


def _number(value: float) -> float:
    """Whole numbers without a fraction: 100000, not 100000.0."""
    return int(value) if value.is_integer() and abs(value) < _EXACT else value
