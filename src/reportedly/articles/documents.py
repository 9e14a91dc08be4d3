"""An HTML document as lines of text: block elements on lines of their own, markup gone.

The text of a document, to which the `page` spans of its blocks refer, is these lines joined
by a line feed: white space is collapsed to single spaces, and what a browser never shows
(scripts, styles, head, noscript, templates, hidden elements) is left out.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from lxml import etree, html

from reportedly.articles.lines import Line
from reportedly.data import BODY_KINDS, BlockKind, Page
from reportedly.errors import PageTooDeep, UnreadablePage
from reportedly.limits import Limits

_DEEPEST = Limits().depth  # what lxml and trafilatura walk by recursion must fit the stack

K = BlockKind
_PIECE = 100_000  # code points


def _tags(names: str) -> frozenset[str]:
    return frozenset(names.split())


_UNSEEN = _tags(
    "script style noscript template head title meta link svg math iframe object embed canvas "
    "audio video select option textarea map"
)
_INLINE = _tags(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark nobr q "
    "rp rt ruby s samp small span strike strong sub sup time tt u var wbr input"
)
_BY_TAG = {
    "nav": K.NAVIGATION,
    "footer": K.NAVIGATION,
    "form": K.NAVIGATION,
    "button": K.NAVIGATION,
    "menu": K.NAVIGATION,
    "dialog": K.LEGAL,
    "figcaption": K.CAPTION,
    "figure": K.CAPTION,
    "blockquote": K.QUOTE,
    "h1": K.HEADLINE,
    "h2": K.SUBHEADING,
    "h3": K.SUBHEADING,
    "h4": K.SUBHEADING,
    "h5": K.SUBHEADING,
    "h6": K.SUBHEADING,
    "aside": K.RELATED,
}
# Words in class, id and role by which builders of pages call their parts.
_BY_NAME = re.compile(
    r"(?P<COMMENTS>\bcomments?\b|disqus|respond\b)|(?P<LEGAL>cookie|consent|gdpr)"
    r"|(?P<ADVERTISEMENT>\bads?\b|advert|sponsor|promoted)"
    r"|(?P<RELATED>related|recirc|recommend|read-?more|more-stories|outbrain|taboola)"
    r"|(?P<BIOGRAPHY>author-?(?:box|bio|info)|\bbio\b|about-the-author)"
    r"|(?P<BYLINE>byline|\bauthors?\b)|(?P<DATELINE>dateline|timestamp|pub-?date|published)"
    r"|(?P<CAPTION>caption|credit)|(?P<SECTION>breadcrumb|\brubric|kicker|eyebrow)"
    r"|(?P<WIDGET>newsletter|most-?(?:read|popular)|trending|widget|sidebar|popular|signup|subscribe)"
    r"|(?P<NAVIGATION>\bnav\b|navbar|navigation|\bmenu\b|share|social|toolbar|skip-link|footer)",
    re.IGNORECASE,
)


class DocumentLine(NamedTuple):
    """A line of the document, and the kind that the elements around it suggest."""

    line: Line
    hint: BlockKind | None


def parse_html(page: Page) -> html.HtmlElement:
    """The tree of the page's markup.

    Raises `PageTooDeep` when elements nest deeper than the default limit, `UnreadablePage` when the
    parser finds no element at all.
    """
    markup = page.text.replace("\x00", "").encode("utf-8", "replace")
    # A parser of its own for every page: one that is shared keeps state between documents.
    parser = html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, collect_ids=False
    )
    try:
        tree = html.document_fromstring(markup, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadablePage(
            f"no HTML could be parsed: {error}", about=page.origin, id=page.given.id
        ) from error
    _check_depth(tree, page)
    return tree


def _check_depth(tree: html.HtmlElement, page: Page) -> None:
    depth = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > _DEEPEST:
            raise PageTooDeep(
                f"elements are nested more than {_DEEPEST} deep",
                about=page.origin,
                id=page.given.id,
            )


def document_text(page: Page) -> str:
    """The text of an HTML page to which its blocks' `page` spans refer.

    Raises `PageTooDeep` or `UnreadablePage`.
    """
    return "\n".join(item.line.text for item in document_lines(parse_html(page)))


def document_lines(tree: html.HtmlElement) -> list[DocumentLine]:
    """The lines of the document in order; `line.start` counts in the document's text."""
    lines: list[DocumentLine] = []
    parts: list[str] = []
    hints: list[BlockKind | None] = [None]
    unseen = 0  # depth inside elements that are never shown
    at = 0
    line_hint: BlockKind | None = None

    def flush() -> None:
        nonlocal at
        text = _collapsed("".join(parts))
        parts.clear()
        if text:
            lines.append(DocumentLine(Line(at, at + len(text), text), line_hint))
            at += len(text) + 1

    def add(text: str | None) -> None:
        nonlocal line_hint
        if text and not unseen:
            if not parts or not text.isspace():
                line_hint = (line_hint if parts else None) or hints[-1]
            parts.append(text)

    for event, element in etree.iterwalk(tree, events=("start", "end")):
        tag = element.tag
        inline = tag in _INLINE
        if event == "start":
            if not inline:
                flush()
            unseen += bool(unseen or tag in _UNSEEN or _hidden(element))
            hints.append(_within(hints[-1], _hint(element)))
            add(element.text)
        else:
            if not inline:
                flush()
            unseen -= bool(unseen)
            hints.pop()
            add(element.tail)
    flush()
    return lines


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


def _within(outer: BlockKind | None, own: BlockKind | None) -> BlockKind | None:
    """A heading or a quotation inside furniture is furniture of the same kind."""
    if own is None or (outer is not None and outer not in BODY_KINDS and own in BODY_KINDS):
        return outer
    return own


def _hidden(element: Any) -> bool:
    return element.get("hidden") is not None or element.get("aria-hidden") == "true"


def _hint(element: Any) -> BlockKind | None:
    tag = element.tag
    if tag in _BY_TAG:
        return _BY_TAG[tag]
    if tag in ("body", "html", "main", "article"):
        return None
    names = f"{element.get('class') or ''} {element.get('id') or ''}"[:300]
    found = _BY_NAME.search(names) if names != " " else None
    return BlockKind[found.lastgroup] if found and found.lastgroup else None
