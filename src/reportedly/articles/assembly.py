"""Labelled lines to blocks, and blocks to an `Article`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reportedly.articles.languages import detect_language
from reportedly.articles.lines import Line
from reportedly.data import BODY_KINDS, Article, Block, BlockKind, Dating, Page, Span

PARAGRAPH_BREAK = "\n\n"
_LONGEST_TITLE = 500  # code points; a page whose only line is a book has no headline


def blocks_of(lines: Iterable[Line], kinds: Iterable[BlockKind]) -> tuple[str, tuple[Block, ...]]:
    """The article's text and one block a line, body blocks with their place in that text."""
    blocks: list[Block] = []
    body: list[str] = []
    at = 0  # where the next body block begins in the text
    for line, kind in zip(lines, kinds, strict=True):
        span = None
        if kind in BODY_KINDS:
            span = Span(at, at + len(line.text))
            at = span.end + len(PARAGRAPH_BREAK)
            body.append(line.text)
        blocks.append(Block(kind, line.text, Span(line.start, line.end), span))
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
) -> Article:
    """The article; what the user gave about the page outranks what was found in it."""
    text, blocks = blocks_of(lines, kinds)
    given = page.given
    short = title if title and len(title) <= _LONGEST_TITLE else None
    return Article(
        title=given.title or short,
        byline=given.byline or byline,
        site=given.site or site,
        sections=sections,
        language=detect_language(text) or language,
        published=published,
        text=text,
        blocks=blocks,
    )
