"""Which lines of an HTML document are the article's: those of the element that holds it.

Running text counts for the element in which it stands and for all around that one. From the
document down, the article is sought where most of it lies, until it is shared out among
several elements: its paragraphs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from reportedly.articles.documents import Document, DocumentLine
from reportedly.articles.lines import function_share, prose
from reportedly.data import BODY_KINDS, BlockKind

K = BlockKind

_MOST = 0.7  # share of an element's running text that an element in it holds, to be the article
_LINKED = 0.5  # share of a line that is linked, from which on it is a link
_UNLINKED = 0.3  # share of a line after the last paragraph, up to which it is text
_WORDS = 0.1  # share of function words in such a line
_PARAGRAPHS_OF_KIN = 2
_FURNITURE_OF_KIN = 0.1  # share of the text beside an article, up to which it is a part of it
# Elements of text, in which no article stands as a whole.
_PARAGRAPHS = frozenset({"p", "li", "blockquote", "h1", "h2", "h3"})
_TEXT = frozenset({"p", "li", "blockquote", "td", "th", "div"})
_AT_THE_END = frozenset({"ol", "ul"})


def find_article(document: Document) -> list[bool]:
    """For each line, whether it stands in the article and reads like a part of it."""
    lines = document.lines
    weights = [0.0 if _is_furniture(item) else prose(item.line.text) for item in lines]
    holder = _holder(document, weights)
    within = _within(document, [holder, *_kin(document, weights, holder)])
    running = [i for i, (w, item) in enumerate(zip(weights, lines, strict=True))
               if w and within[item.block]]  # fmt: skip
    if not running:
        return [False] * len(lines)
    first, last = running[0], running[-1]
    while first and lines[first - 1].block == lines[first].block:
        first -= 1  # of a paragraph that its elements break
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


def _kin(document: Document, weights: Sequence[float], holder: int) -> list[int]:
    """The elements beside the holder, with its tag, that hold paragraphs of their own and hardly
    a line of furniture: an introduction over a long list, a closing section under it."""
    tags, parents = document.tags, document.parents
    beside = [
        index
        for index, parent in enumerate(parents)
        if parent == parents[holder] and tags[index] == tags[holder] and index != holder
    ]
    above = dict(zip(beside, beside, strict=True))  # for each element in one of them, that one
    for index in range(1, len(tags) if beside else 0):
        if index not in above and parents[index] in above:
            above[index] = above[parents[index]]
    paragraphs: Counter[int] = Counter()
    text: Counter[int] = Counter()  # code points
    furniture: Counter[int] = Counter()
    for item, weight in zip(document.lines, weights, strict=True):
        element = above.get(item.block)
        if element is not None:
            own = tags[item.block] == "p" and parents[item.block] == element
            paragraphs[element] += own and weight > 0
            text[element] += len(item.line.text)
            furniture[element] += _is_furniture(item) * len(item.line.text)
    return [
        element
        for element in beside
        if paragraphs[element] >= _PARAGRAPHS_OF_KIN
        and furniture[element] <= _FURNITURE_OF_KIN * text[element]
    ]


def _within(document: Document, holders: Sequence[int]) -> list[bool]:
    """For each element, whether it is one of the holders or stands in one."""
    within = [False] * len(document.tags)
    for holder in holders:
        within[holder] = True
    for index in range(1, len(within)):
        within[index] = within[index] or within[document.parents[index]]
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
