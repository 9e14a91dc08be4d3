"""Labelled lines to blocks, and blocks to an `Article`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reportedly.articles.languages import detect_language
from reportedly.articles.lines import Line
from reportedly.articles.natures import Verdict, judge
from reportedly.data import (
    BODY_KINDS,
    Article,
    Block,
    BlockKind,
    Dating,
    Nature,
    Page,
    Span,
    TextQuote,
)

PARAGRAPH_BREAK = "\n\n"
_SAMPLE = 100  # lines
_LONGEST_TITLE = 500  # code points; a page whose only line is a book has no headline


def blocks_of(
    lines: Iterable[Line], kinds: Iterable[BlockKind], document: str | None = None
) -> tuple[str, tuple[Block, ...]]:
    """The article's text and one block a line, body blocks with their place in that text.

    With `document`, the text in which the lines stand, blocks can be found on the live page.
    """
    blocks: list[Block] = []
    body: list[str] = []
    at = 0  # where the next body block begins in the text
    for line, kind in zip(lines, kinds, strict=True):
        span = None
        if kind in BODY_KINDS:
            span = Span(at, at + len(line.text))
            at = span.end + len(PARAGRAPH_BREAK)
            body.append(line.text)
        page = Span(line.start, line.end)
        quote = None if document is None else TextQuote.of(document, page)
        blocks.append(Block(kind, line.text, page, span, quote))
    return PARAGRAPH_BREAK.join(body), tuple(blocks)


def article_of(
    page: Page,
    lines: Sequence[Line],
    kinds: Sequence[BlockKind],
    published: Dating,
    *,
    title: str | None,
    byline: tuple[str, ...],
    site: str | None,
    sections: tuple[str, ...],
    language: str | None = None,
    types: frozenset[str] = frozenset(),
    free: bool = True,
    document: str | None = None,
) -> Article:
    """The article; what the user gave about the page outranks what was found in it.

    `types` and `free` are what the page states about itself, as `judge` takes them; `document`
    is the text in which the lines of an HTML page stand.
    """
    verdict = judge(title, lines, kinds, types, free=free)
    text, blocks = blocks_of(lines, _after(verdict, kinds), document)
    given = page.given
    short = title if title and len(title) <= _LONGEST_TITLE else None
    return Article(
        title=given.title or short,
        byline=given.byline or byline,
        site=given.site or site,
        sections=sections,
        language=detect_language(text) or language or (None if text else _of_all(lines)),
        published=published,
        text=text,
        blocks=blocks,
        nature=verdict.nature,
        truncated=verdict.truncated,
    )


def _of_all(lines: Sequence[Line]) -> str | None:
    """The language of a page that has no article."""
    return detect_language(" ".join(line.text[:_LONGEST_TITLE] for line in lines[:_SAMPLE]))


# What running text is on pages that have no article; other kinds stay what they are.
_INSTEAD = {
    Nature.INDEX: BlockKind.RELATED,
    Nature.CONSENT: BlockKind.LEGAL,
    Nature.ERROR: BlockKind.NAVIGATION,
    Nature.LIVE: BlockKind.RELATED,
}


def _after(verdict: Verdict, kinds: Sequence[BlockKind]) -> Sequence[BlockKind]:
    """The kinds once it is known what the page is."""
    instead = _INSTEAD.get(verdict.nature)
    if instead is None:
        return kinds
    ends = verdict.ends or 0
    return [
        instead if kind in BODY_KINDS and index >= ends else kind
        for index, kind in enumerate(kinds)
    ]
