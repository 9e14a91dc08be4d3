"""Which lines of an HTML document are the article's: those of the element that holds it.

Running text counts for the element in which it stands and for all around that one. From the
document down, the article is sought where most of it lies, until it is shared out among
several elements: its paragraphs.
"""

from __future__ import annotations

from collections.abc import Sequence

from reportedly.articles.documents import Document, DocumentLine
from reportedly.articles.lines import function_share, prose
from reportedly.data import BODY_KINDS, BlockKind

K = BlockKind

_MOST = 0.7  # share of an element's running text that an element in it holds, to be the article
_LINKED = 0.5  # share of a line that is linked, from which on it is a link
_UNLINKED = 0.3  # share of a line after the last paragraph, up to which it is text
_WORDS = 0.1  # share of function words in such a line
# Elements of text, in which no article stands as a whole.
_PARAGRAPHS = frozenset({"p", "li", "blockquote", "h1", "h2", "h3"})
_TEXT = frozenset({"p", "li", "blockquote", "td", "div"})
_AT_THE_END = frozenset({"ol", "ul"})


def find_article(document: Document) -> list[bool]:
    """For each line, whether it stands in the article and reads like a part of it."""
    lines = document.lines
    weights = [0.0 if _is_furniture(item) else prose(item.line.text) for item in lines]
    within = _within(document, _holder(document, weights))
    running = [i for i, (w, item) in enumerate(zip(weights, lines, strict=True))
               if w and within[item.block]]  # fmt: skip
    if not running:
        return [False] * len(lines)
    first, last = running[0], running[-1]
    return [
        first <= index
        and within[item.block]
        and (weights[index] > 0 or _belongs(document, item, within, index < last))
        for index, item in enumerate(lines)
    ]


def _is_furniture(item: DocumentLine) -> bool:
    """True where words or elements of a line say that it is none of the article's."""
    if item.cue or item.links >= _LINKED:
        return True
    return item.hint is not None and item.hint not in BODY_KINDS and item.hint is not K.HEADLINE


def _holder(document: Document, weights: Sequence[float]) -> int:
    """The element that holds the article: 0 where nothing holds it together."""
    tags, parents = document.tags, document.parents
    sums = [0.0] * len(tags)
    for item, weight in zip(document.lines, weights, strict=True):
        sums[item.block] += weight
    best = [0] * len(tags)  # of an element's children, the one with most text
    for child in range(len(tags) - 1, 0, -1):
        parent = parents[child]
        sums[parent] += sums[child]
        if sums[child] > 0 and (not best[parent] or sums[child] >= sums[best[parent]]):
            best[parent] = child
    holder = 0
    while best[holder] and sums[best[holder]] >= _MOST * sums[holder]:
        holder = best[holder]
    while tags[holder] in _PARAGRAPHS:
        holder = parents[holder]
    return holder


def _within(document: Document, holder: int) -> list[bool]:
    """For each element, whether it is the holder or stands in it."""
    within = [False] * len(document.tags)
    within[holder] = True
    for index in range(holder + 1, len(within)):
        within[index] = within[document.parents[index]]
    return within


def _belongs(document: Document, item: DocumentLine, within: Sequence[bool], between: bool) -> bool:
    """True for what is no running text and still part of an article: headings, short
    paragraphs and items of lists; after the last paragraph, for little of that."""
    if item.cue or (item.hint is not None and item.hint not in BODY_KINDS):
        return False
    tag = document.tags[item.block]
    if between:
        return item.hint is K.SUBHEADING or (item.links < _LINKED and tag in _TEXT)
    if item.links >= _UNLINKED:
        return False
    if tag == "li":
        return document.tags[document.parents[item.block]] in _AT_THE_END
    return tag == "p" and function_share(item.line.text) > _WORDS
