"""An HTML document as lines of text: block elements on lines of their own, markup gone.

The text of a document, to which the `page` spans of its blocks refer, is these lines joined
by a line feed: white space is collapsed to single spaces, and what a browser never shows
(scripts, styles, head, noscript, templates, hidden elements) is left out, as are the marks of
footnotes. Each line knows in which element it stands, how much of it is linked, and what the
elements around it are called.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from lxml import etree, html

from reportedly.articles.elements import (
    CELLS,
    INLINE,
    UNSEEN,
    heading_of,
    hint_of,
    is_hidden,
    is_reference,
)
from reportedly.articles.furniture import furniture_kind
from reportedly.articles.lines import Line, prose
from reportedly.data import BODY_KINDS, BlockKind, Page
from reportedly.errors import PageTooDeep, UnreadablePage
from reportedly.limits import Limits

K = BlockKind

_DEEPEST = Limits().depth
_PIECE = 100_000  # code points
_MOST = 0.4  # share of a page's running text under one name that is no furniture's, then
_LITTLE = 0.3  # share outside all such names, which is hardly an article
_LONG_LISTS = frozenset({K.RELATED, K.COMMENTS})  # longer than the article, as often as not


class DocumentLine(NamedTuple):
    """A line of a document, and what its elements say about it."""

    line: Line
    hint: BlockKind | None  # the kind that the elements around it suggest
    links: float  # share of its code points that are linked, [0, 1]
    block: int  # the block element in which it stands, an index of `Document.tags`
    cue: BlockKind | None  # the kind of furniture that it is by its own words


@dataclass(frozen=True, slots=True)
class Document:
    """The lines of a document in order, and the block elements around them.

    Elements are counted from 0, which is above all others, in the order in which they open.
    """

    lines: tuple[DocumentLine, ...]
    tags: tuple[str, ...]  # one an element
    parents: tuple[int, ...]  # one an element; that of 0 is 0

    @property
    def text(self) -> str:
        """The lines joined by a line feed; `Line.start` counts in it."""
        return "\n".join(item.line.text for item in self.lines)


def document_text(page: Page) -> str:
    """The text of an HTML page to which its blocks' `page` spans refer.

    Raises `PageTooDeep` or `UnreadablePage`.
    """
    return read_document(parse_html(page), page).text


def parse_html(page: Page) -> html.HtmlElement:
    """The tree of the page's markup. Raises `UnreadablePage` when it holds no element at all."""
    markup = page.text.replace("\x00", "").encode("utf-8", "replace")
    # A parser of its own for every page: one that is shared keeps state between documents.
    # Elements are of one class, since to ask for each of them takes longer than to parse it.
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, collect_ids=False
    )
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=html.HtmlElement))
    try:
        return html.document_fromstring(markup, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadablePage(
            f"no HTML could be parsed: {error}", about=page.origin, id=page.given.id
        ) from error


def read_document(tree: html.HtmlElement, page: Page) -> Document:
    """The lines of a tree. Raises `PageTooDeep` where elements nest beyond the default limit."""
    walk = _Walk()
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if event == "end":
            walk.end(element)
        elif walk.depth < _DEEPEST:
            walk.start(element)
        else:
            raise PageTooDeep(
                f"elements are nested more than {_DEEPEST} deep",
                about=page.origin,
                id=page.given.id,
            )
    walk.flush()
    lines = _believed(walk.lines, walk.named, walk.tags)
    return Document(tuple(lines), tuple(walk.tags), tuple(walk.parents))


class _Walk:
    """Collects lines while the elements of a document open and close."""

    def __init__(self) -> None:
        self.lines: list[DocumentLine] = []
        self.named: list[int] = []  # one a line: which element gave the hint
        self.tags: list[str] = [""]
        self.parents: list[int] = [0]
        self.parts: list[str] = []  # of the line that is being collected
        self.hints: list[tuple[BlockKind | None, int]] = [(None, 0)]  # with who gave it
        self.blocks: list[int] = [0]  # that are open
        self.depth = self.at = self.names = 0
        self.unseen = 0  # depth inside elements that are never shown
        self.links = 0  # that are open
        self.linked = 0  # code points of the line
        self.block = 0
        self.line_hint: tuple[BlockKind | None, int] = (None, 0)

    def start(self, element: html.HtmlElement) -> None:
        tag = element.tag
        self.depth += 1
        if tag not in INLINE:
            self.flush()
            self.parents.append(self.blocks[-1])
            self.blocks.append(len(self.tags))
            self.tags.append(tag)
        elif tag == "a":
            self.links += 1
        mark = tag == "a" and is_reference(element)
        if self.unseen or mark or tag in UNSEEN or is_hidden(element):
            self.unseen += 1
        self.hints.append(self._hint(hint_of(element)))
        if element.text:
            self.add(element.text)

    def end(self, element: html.HtmlElement) -> None:
        tag = element.tag
        self.depth -= 1
        if tag not in INLINE:
            self.flush()
            self.blocks.pop()
        elif tag == "a":
            self.links -= 1
        if self.unseen:
            self.unseen -= 1
        self.hints.pop()
        if element.tail:
            self.add(element.tail)

    def _hint(self, own: BlockKind | None) -> tuple[BlockKind | None, int]:
        """A heading or a quotation inside furniture is furniture of the same kind."""
        outer = self.hints[-1]
        if own is None or (outer[0] not in (None, *BODY_KINDS) and own in BODY_KINDS):
            return outer
        self.names += 1
        return own, self.names

    def add(self, text: str) -> None:
        if self.unseen:
            return
        if not self.parts or not (text.isspace() or self.line_hint[0]):
            if not self.parts and text.isspace():
                return
            self.line_hint = self.hints[-1]
            self.block = self.block if self.parts else self.blocks[-1]
        self.parts.append(text)
        if self.links:
            self.linked += len(text)

    def flush(self) -> None:
        """End the line that is being collected."""
        if not self.parts:
            return
        text = _collapsed("".join(self.parts))
        if text:
            hint, who = self.line_hint
            line = Line(self.at, self.at + len(text), text)
            linked = min(1.0, self.linked / len(text))
            cue = furniture_kind(text)
            if cue is K.NAVIGATION and self.tags[self.block] in CELLS and text[-1].isdigit():
                cue = None  # a table's figures are no page numbers
            self.lines.append(DocumentLine(line, hint, linked, self.block, cue))
            self.named.append(who)
            self.at += len(text) + 1
        self.parts.clear()
        self.linked = 0


def _believed(
    lines: Sequence[DocumentLine], named: Sequence[int], tags: Sequence[str]
) -> Sequence[DocumentLine]:
    """The lines without the hints of names under which most of the page's text stands: a
    "widget" or a "carousel" that holds the whole article. Headings in it are headings again."""
    total = 0.0
    sums: defaultdict[int, float] = defaultdict(float)
    kinds: dict[int, BlockKind] = {}
    for item, who in zip(lines, named, strict=True):
        running = 0.0 if item.cue else prose(item.line.text)
        total += running
        if running and item.hint is not None and item.hint not in BODY_KINDS:
            sums[who] += running
            kinds[who] = item.hint
    rest = total - sum(sums.values())
    void = {
        who
        for who, held in sums.items()
        if held > _MOST * total
        and (rest < _LITTLE * total or (held > rest and kinds[who] not in _LONG_LISTS))
    }
    if not void:
        return lines
    return [
        item._replace(hint=heading_of(tags[item.block])) if who in void else item
        for item, who in zip(lines, named, strict=True)
    ]


def _collapsed(text: str) -> str:
    """`text` with single spaces; a long one piece by piece, since a list of all the words of a
    book takes many times its memory."""
    if len(text) <= _PIECE:
        return " ".join(text.split())
    collapsed: list[str] = []
    apart = False  # white space stands before the piece to come
    for start in range(0, len(text), _PIECE):
        piece = text[start : start + _PIECE]
        words = " ".join(piece.split())
        if words:
            if collapsed and (apart or piece[0].isspace()):
                collapsed.append(" ")
            collapsed.append(words)
            apart = False
        apart = apart or piece[-1].isspace()
    return "".join(collapsed)
