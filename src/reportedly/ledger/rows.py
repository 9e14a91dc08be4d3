"""A reading as rows, and the ids that follow from what the rows say.

The rows of one reading hang together by their order alone; keys, which differ from ledger to
ledger, are given when they are written. So the same rows give the same ids everywhere.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from reportedly.data import (
    Attribution,
    Block,
    Claim,
    Evidence,
    Finding,
    Given,
    Link,
    Page,
    Reading,
    Source,
    SourceType,
    Span,
)
from reportedly.errors import PageNotStorable
from reportedly.ledger.characters import storable, suspect
from reportedly.ledger.words import fold

Row = tuple[Any, ...]

_NEAR = 12  # digits of a claim's id that are its page's


@dataclass(frozen=True, slots=True)
class ClaimRows:
    """A claim, and its parts in order."""

    claim: Row  # local, place, attribution, content, text, certainty, factuality, kind, quotation
    links: list[Row]  # number of the source, mention, cue
    quantities: list[Row]
    entities: list[Row]


@dataclass(frozen=True, slots=True)
class ReadingRows:
    """The columns of a reading from `version` to `attributions`, and what hangs on it."""

    page: str  # id
    reading: Row
    sources: list[Row]  # local, name, type, role, mentions
    claims: list[ClaimRows]
    findings: list[Row]  # kind, severity, message, evidence

    def canonical(self) -> bytes:
        """All that the rows say, in one order and one spelling."""
        claims = [(c.claim, c.links, c.quantities, c.entities) for c in self.claims]
        value = (self.page, self.reading, self.sources, claims, self.findings)
        return _JSON(value).encode("utf-8", "surrogatepass")


@dataclass(frozen=True, slots=True)
class PageRow:
    """The columns of a page from `id` to `captured_at`."""

    id: str
    body: str
    form: str
    media_type: str
    origin: str
    url: str | None
    given_id: str | None
    given: str | None
    captured_at: str | None

    def columns(self) -> Row:
        return (
            self.id,
            self.body,
            self.form,
            self.media_type,
            self.origin,
            self.url,
            self.given_id,
            self.given,
            self.captured_at,
        )


_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode


def page_row(page: Page) -> PageRow:
    """The row of a page. Its id says which bytes, read in which form, from where, and what the
    user gave with them; neither the file that they lay in nor the time of capture. Raises
    `PageNotStorable`."""
    try:
        given = _given(page.given)
        strings = (page.origin, page.url, page.given.id, given)
        origin, url, given_id, given = storable(strings)
    except ValueError as error:
        raise PageNotStorable(str(error), about=page.origin, id=page.given.id) from error
    moment = None if page.captured_at is None else page.captured_at.isoformat()
    known_as = page_id(page.id, page.form.value, url, given_id, given)
    return PageRow(
        known_as, page.id, page.form.value, page.media_type, origin, url, given_id, given, moment
    )


def page_id(body: str, form: str, url: str | None, given_id: str | None, given: str | None) -> str:
    """The id of a page in a ledger, 64 hexadecimal digits."""
    return digest((body, form, url, given_id, given))


def reading_rows(reading: Reading, page: str) -> tuple[str, ReadingRows]:
    """The id and the rows of a reading of the page with that id. Raises `PageNotStorable`."""
    numbers = {source.id: number for number, source in enumerate(reading.sources)}
    try:
        rows = ReadingRows(
            page,
            _reading(reading),
            [_source(each) for each in reading.sources],
            [_claim(each, numbers) for each in reading.claims],
            [_finding(each) for each in reading.findings],
        )
        canonical = rows.canonical()
        if suspect(canonical):
            rows = _storable(rows)
            canonical = rows.canonical()
    except (KeyError, ValueError) as error:
        what = f"no source {error} in it" if isinstance(error, KeyError) else str(error)
        about = reading.page.origin
        raise PageNotStorable(what, about=about, id=reading.page.given.id) from error
    return hashlib.sha256(canonical).hexdigest(), rows


def _storable(rows: ReadingRows) -> ReadingRows:
    claims = [
        ClaimRows(*storable((c.claim, c.links, c.quantities, c.entities))) for c in rows.claims
    ]
    return ReadingRows(
        rows.page, storable(rows.reading), storable(rows.sources), claims, storable(rows.findings)
    )


def reading_id(rows: ReadingRows) -> str:
    """64 hexadecimal digits: the same page, maker and findings, the same id."""
    return hashlib.sha256(rows.canonical()).hexdigest()


def claim_ids(page: str, claims: Iterable[ClaimRows]) -> list[str]:
    """32 hexadecimal digits each: page, place, content and the words of the chain.

    A claim that two models find alike has one id, so that what a person said of it holds for
    both. Claims of one reading that are alike in all of this are told apart by their order. All
    begin with the first digits of their page, so that they lie together in an index: a new
    reading then changes one of its leaves, and not one a claim.
    """
    near = page[:_NEAR]
    ids: list[str] = []
    seen: dict[str, int] = {}
    for rows in claims:
        chain = ",".join(f"{a}-{b}:{c}-{d}" for _, a, b, c, d in rows.links)
        what = f"{page} {rows.claim[1]} {rows.claim[3]} {chain}"
        again = seen[what] = seen.get(what, 0) + 1
        if again > 1:
            what += f" {again}"
        ids.append(near + hashlib.sha256(what.encode()).hexdigest()[: 32 - _NEAR])
    return ids


def speaker_id(name: str, role: str | None, type: str) -> str:
    """32 hexadecimal digits: name, role and type, whatever their case and accents."""
    known_by = "\0".join((fold(name), fold(role or ""), type))
    return hashlib.sha256(known_by.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def is_person_known(name: str | None, type: str) -> bool:
    """True for a source that has a name of its own, by which it can be known elsewhere."""
    return name is not None and type != SourceType.UNNAMED


def digest(values: Sequence[Any]) -> str:
    """SHA-256 of the values, in hexadecimal: the seal of a row, for one."""
    return hashlib.sha256(_JSON(values).encode("utf-8", "surrogatepass")).hexdigest()


# ── Columns ──────────────────────────────────────────────────────────────────────────────


def _given(given: Given) -> str | None:
    if given == Given(id=given.id):
        return None
    date = None if given.date is None else given.date.isoformat()
    return _JSON([given.title, given.byline, given.site, date])


def _reading(reading: Reading) -> Row:
    article, made_by = reading.article, reading.made_by
    dating = article.published
    return (
        made_by and made_by.version,
        made_by and made_by.model,
        made_by and made_by.weights,
        article.title,
        _JSON(article.byline),
        article.site,
        _JSON(article.sections),
        article.language,
        _day(dating.date),
        _day(dating.earliest),
        _day(dating.latest),
        _day(dating.at),
        article.nature.value,
        article.truncated,
        dating.basis,
        _JSON([(each.value, each.why) for each in dating.rejected]),
        article.text,
        _JSON([_block(each, article.text) for each in article.blocks]),
        _JSON([_attribution(each) for each in reading.attributions]),
    )


def _block(block: Block, text: str) -> Row:
    """The text is left out where the span tells it."""
    span = block.span
    same = span is not None and text[span.start : span.end] == block.text
    quote = block.selector
    selector = None if quote is None else (quote.exact, quote.prefix, quote.suffix)
    return (block.kind, _pair(block.page), _pair(span), None if same else block.text, selector)


def _attribution(each: Attribution) -> Row:
    content = [_pair(span) for span in each.content]
    source, cue = _pair(each.source), _pair(each.cue)
    return (each.id, source, cue, content, each.quotation, float(each.confidence))


def _source(source: Source) -> Row:
    return (source.id, source.name, source.type.value, source.role, _spans(source.mentions))


def _claim(claim: Claim, numbers: dict[str, int]) -> ClaimRows:
    return ClaimRows(
        (
            claim.id,
            claim.place.value,
            claim.attribution,
            _spans(claim.content),
            claim.text,
            claim.certainty.value,
            _number(claim.factuality),
            claim.kind.value,
            claim.quotation.value,
        ),
        [_link(each, numbers) for each in claim.chain],
        [
            (
                q.span.start,
                q.span.end,
                None if q.value is None else _number(q.value),
                _number(q.low),
                _number(q.high),
                q.unit,
                q.bound.value,
                None if q.change is None else q.change.value,
            )
            for q in claim.quantities
        ],
        [(e.span.start, e.span.end, e.name, e.type.value) for e in claim.entities],
    )


def _number(value: float) -> float:
    """As databases hand it back: SQLite keeps no negative zero."""
    return float(value) + 0.0


def _link(link: Link, numbers: dict[str, int]) -> Row:
    return (numbers[link.source], *_ends(link.mention), *_ends(link.cue))


def _finding(finding: Finding) -> Row:
    evidence = _JSON([_evidence(each) for each in finding.evidence])
    return (finding.kind.value, finding.severity.value, finding.message, evidence)


def _evidence(each: Evidence) -> Row:
    return (each.place, _pair(each.span), each.claim)


def _ends(span: Span | None) -> tuple[int | None, int | None]:
    return (None, None) if span is None else (span.start, span.end)


def _pair(span: Span | None) -> tuple[int, int] | None:
    return None if span is None else (span.start, span.end)


def _spans(spans: Iterable[Span]) -> str:
    return "[" + ",".join(f"[{span.start},{span.end}]" for span in spans) + "]"


def _day(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()
