"""One reading, set: the article in a column, its statements underlined, their cards beside it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from reportedly.data import (
    Block,
    BlockKind,
    Dating,
    Finding,
    FindingKind,
    Place,
    Reading,
    Span,
)
from reportedly.ledger import KeptClaim, Ledger
from reportedly.web import answers
from reportedly.web.cards import Card, card
from reportedly.web.house import house_of
from reportedly.web.segments import Said, Segment, cut, levels_of

router = APIRouter()
_HEADLINE = (FindingKind.HEADLINE_OVERSTATES, FindingKind.HEADLINE_UNSUPPORTED)
_TAGS = {BlockKind.SUBHEADING: "h2", BlockKind.QUOTE: "blockquote"}
_GAP = re.compile(r"\n[^\S\n]*\n\s*")
_AROUND = 90  # code points of the body on each side of what a headline is held against


@dataclass(frozen=True, slots=True)
class Stretch:
    """A block of the article, cut into segments, with the cards of what begins in it."""

    kind: BlockKind
    segments: tuple[Segment, ...]
    cards: tuple[Card, ...]
    is_furniture = False

    @property
    def tag(self) -> str:
        return _TAGS.get(self.kind, "p")


@dataclass(frozen=True, slots=True)
class Furniture:
    """Blocks that are not the article's, one after another, where they stood in the page."""

    blocks: tuple[tuple[BlockKind, str], ...]
    is_furniture = True

    @property
    def kinds(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(kind.value for kind, _ in self.blocks))


@dataclass(frozen=True, slots=True)
class Against:
    """The headline beside the part of the body that it is held against."""

    finding: Finding
    headline: tuple[tuple[str, bool], ...]  # text, and whether it is what the finding means
    body: tuple[tuple[str, bool], ...]  # empty where nothing in the body carries it
    claim: str | None  # of the body: the reading's id of it


@dataclass(frozen=True, slots=True)
class ReadingPage:
    """Everything on the page of a reading. Spans are in code points of `text`, or of `title`."""

    id: str
    page: str  # id of the page in the ledger
    title: str | None
    title_segments: tuple[Segment, ...]
    title_cards: tuple[Card, ...]
    byline: tuple[str, ...]
    site: str | None
    sections: tuple[str, ...]
    language: str | None
    nature: str
    truncated: str | None
    published: Dating
    url: str | None
    origin: str
    made_by: str | None
    text: str
    flow: tuple[Stretch | Furniture, ...]  # in page order
    against: tuple[Against, ...]
    findings: tuple[Finding, ...]
    own_voice: bool  # whether what the article itself says is shown, too
    hidden: int  # statements in its own voice that are not shown

    @property
    def cards(self) -> list[Card]:
        inside = [each for part in self.flow if isinstance(part, Stretch) for each in part.cards]
        return [*self.title_cards, *inside]

    @property
    def other_findings(self) -> list[Finding]:
        """Those that are not shown as the headline against the body."""
        return [each for each in self.findings if each.kind not in _HEADLINE]


def reading_page(ledger: Ledger, id: str, *, own_voice: bool = False) -> ReadingPage:
    """The page of a reading, or of the current reading of a page. Raises `NotInLedger`."""
    reading = ledger.reading(id)
    known = ledger.known_as(id)
    return compose(reading, known, ledger.claims_of(known), own_voice)


def compose(
    reading: Reading,
    id: str,
    kept: Sequence[KeptClaim],
    own_voice: bool,
) -> ReadingPage:
    """A reading, and its claims as they stand, as a page."""
    article = reading.article
    cards = _cards(reading, kept, own_voice)
    title = article.title or ""
    head = tuple(each for each in cards if each.place is Place.TITLE)
    said = [_said(each) for each in head]
    return ReadingPage(
        id,
        kept[0].page if kept else "",
        article.title,
        tuple(cut(title, Span(0, len(title)), said, levels_of(said))),
        head,
        article.byline,
        article.site,
        article.sections,
        article.language,
        article.nature.value,
        article.truncated,
        article.published,
        reading.page.url,
        reading.page.origin,
        _maker(reading),
        article.text,
        tuple(_flow(reading, [each for each in cards if each.place is Place.TEXT])),
        tuple(_against(reading)),
        reading.findings,
        own_voice,
        len(kept) - len(cards),
    )


def _maker(reading: Reading) -> str | None:
    maker = reading.made_by
    return None if maker is None else f"{maker.model}, {maker.version}"


def _cards(reading: Reading, kept: Sequence[KeptClaim], own_voice: bool) -> list[Card]:
    """Cards in the order of the page: what is attributed, and what findings rest on."""
    evidence = {each.claim for finding in reading.findings for each in finding.evidence}
    shown = [
        card(each, 0, reading.findings)
        for each in kept
        if own_voice or each.chain or (each.claim.place is Place.TEXT and each.claim.id in evidence)
    ]
    shown.sort(key=lambda each: (each.place is Place.TEXT, each.content[:1]))
    return [replace(each, number=i) for i, each in enumerate(shown, 1)]


def _said(each: Card) -> Said:
    who = tuple(span for step in each.steps for span in (step.at, step.cue) if span)
    return Said(each.local, each.kind, each.content, who)


# ── The article in the order of its page ─────────────────────────────────────────────────


def _flow(reading: Reading, cards: Sequence[Card]) -> Iterator[Stretch | Furniture]:
    article = reading.article
    paragraphs = [
        [] if block.span is None else _paragraphs(article.text, block.span)
        for block in article.blocks
    ]
    starts = [each.start for spans in paragraphs for each in spans]
    of_paragraph = _by_paragraph(starts, cards)
    levels = levels_of([_said(each) for each in cards])
    furniture: list[Block] = []
    number = 0
    for i, block in enumerate(article.blocks):
        if block.span is None:
            furniture.append(block)
            continue
        yield from _group(furniture)
        furniture = []
        for span in paragraphs[i]:
            said, begun = of_paragraph[number]
            segments = cut(article.text, span, said, levels)
            yield Stretch(block.kind, tuple(segments), tuple(begun))
            number += 1
    yield from _group(furniture)


def _by_paragraph(
    starts: Sequence[int], cards: Sequence[Card]
) -> dict[int, tuple[list[Said], list[Card]]]:
    """For each paragraph, by the places where they start, what reaches into it and what begins
    in it. What is said may run over several."""
    out: dict[int, tuple[list[Said], list[Card]]] = defaultdict(lambda: ([], []))
    for each in cards:
        said = _said(each)
        reached: set[int] = set()
        for span in (*said.content, *said.who):
            first = max(0, bisect_right(starts, span.start) - 1)
            reached.update(range(first, max(first + 1, bisect_left(starts, span.end))))
        for block in reached:
            out[block][0].append(said)
        if said.content:
            out[max(0, bisect_right(starts, said.content[0].start) - 1)][1].append(each)
    return out


def _paragraphs(text: str, block: Span) -> list[Span]:
    """The paragraphs of a block: ready text is one block, however many it has."""
    spans, start = [], block.start
    for gap in _GAP.finditer(text, block.start, block.end):
        if gap.start() > start:
            spans.append(Span(start, gap.start()))
        start = gap.end()
    return [*spans, Span(start, block.end)] if start < block.end or not spans else spans


def _group(blocks: Sequence[Block]) -> Iterator[Furniture]:
    if blocks:
        yield Furniture(tuple((block.kind, block.text) for block in blocks))


# ── The headline against the body ────────────────────────────────────────────────────────


def _against(reading: Reading) -> Iterator[Against]:
    title, text = reading.article.title or "", reading.article.text
    for finding in reading.findings:
        if finding.kind not in _HEADLINE:
            continue
        head = [each.span for each in finding.evidence if each.place is Place.TITLE]
        body = [each for each in finding.evidence if each.place is Place.TEXT]
        shown = _around(text, body[0].span) if body else Span(0, 0)
        yield Against(
            finding,
            _marked(title, Span(0, len(title)), head),
            _marked(text, shown, [each.span for each in body]),
            next((each.claim for each in body if each.claim), None),
        )


def _around(text: str, span: Span) -> Span:
    """A span with some words before and after it, within its paragraph."""
    start = max(0, span.start - _AROUND, text.rfind("\n", 0, span.start) + 1)
    end = text.find("\n", span.end)
    end = min(len(text) if end < 0 else end, span.end + _AROUND)
    if start and not text[start - 1].isspace():
        start = text.find(" ", start, span.start) + 1 or span.start
    if end < len(text) and not text[end].isspace():
        end = max(span.end, text.rfind(" ", span.end, end))
    return Span(start, end)


def _marked(text: str, within: Span, marks: Sequence[Span]) -> tuple[tuple[str, bool], ...]:
    """The text of a span in parts, each with whether it is marked."""
    edges = {within.start, within.end}
    for each in marks:
        edges.update(max(within.start, min(within.end, edge)) for edge in (each.start, each.end))
    cuts = sorted(edges)
    return tuple(
        (text[start:end], any(each.start <= start < each.end for each in marks))
        for start, end in pairwise(cuts)
    )


# ── Routes ───────────────────────────────────────────────────────────────────────────────

Voice = Annotated[Literal["said", "all"], Query(description="all: also what it says itself")]


@router.get("/readings/{id}.json")
def reading_json(request: Request, id: str, voice: Voice = "said") -> Response:
    """The page of a reading, for programs. The reading itself: `/api/v1/readings/{id}`."""
    with house_of(request).ledger() as ledger:
        context = reading_page(ledger, id, own_voice=voice == "all")
    return answers.as_json(context, request=request)


@router.get("/readings/{id}")
def reading(request: Request, id: str, voice: Voice = "said") -> Response:
    """The page of a reading."""
    with house_of(request).ledger() as ledger:
        context = reading_page(ledger, id, own_voice=voice == "all")
    by_local = {each.local: each for each in context.cards}
    return answers.page(request, "reading.html", {"it": context, "by": by_local})
