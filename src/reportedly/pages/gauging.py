"""What a document would cost as a tree, told before one is built."""

from __future__ import annotations

from collections.abc import Sized

from lxml import etree

from reportedly.errors import PageTooDeep, PageTooLarge
from reportedly.limits import Limits

# Code points of lines that a repair has to look at, less than a second for each million, and
# what it costs to begin with a line.
_MOST_ODD = 5_000_000
_PER_LINE = 20
_BLOCK = 100_000  # code points that are looked at at once
_AS_ONE = 4  # attributes that cost about what an element does
_LINES_AS_ONE = 4  # lines of plain text that cost about what an element does
# Of one element. Work on them grows with their square, in C, where no deadline interrupts it.
_MOST_ATTRIBUTES = 1_000


def gauge(markup: str, limits: Limits, about: str) -> None:
    """Lets HTML pass whose tree keeps within the limits. End tags may be left to HTML's rules.

    Linear in the length of the markup, with no tree built, and over where a limit is passed.
    Raises `PageTooDeep` or `PageTooLarge`.
    """
    # As the parser of articles is given it, so that both see the same elements.
    plain = markup.replace("\x00", "").encode("utf-8", "replace")
    parser = etree.HTMLParser(target=_Gauge(limits, about), encoding="utf-8", huge_tree=True)
    try:
        parser.feed(plain)
        parser.close()
    except etree.ParserError:  # no element at all
        pass


def gauge_lines(text: str, limits: Limits, about: str) -> None:
    """Lets plain text pass that has no more lines than can be told apart in memory.

    Raises `PageTooLarge`.
    """
    most = _LINES_AS_ONE * limits.elements
    if text.count("\n") > most:
        raise PageTooLarge(
            f"more than {most:,} lines, which no page has; allow more with "
            "REPORTEDLY_MAX_PAGE_ELEMENTS",
            about=about,
        )


def gauge_repair(text: str, about: str, *, markup: bool) -> None:
    """Lets a text pass that is repaired of wrong encodings in a few seconds.

    Only lines beyond plain ASCII cost any time, and, outside markup, those with escapes.
    Raises `PageTooLarge`.
    """
    cost = 0
    for start in range(0, len(text), _BLOCK):
        block = text[start : start + _BLOCK]
        if block.isascii() and (markup or "&" not in block):
            continue
        cost += sum(
            len(line) + _PER_LINE
            for line in block.split("\n")
            if not line.isascii() or (not markup and "&" in line)
        )
        if cost > _MOST_ODD:
            raise PageTooLarge(
                f"more than {_MOST_ODD:,} characters in lines beyond plain ASCII, which no page "
                "has; cut it into pages",
                about=about,
            )


class _Gauge:
    """Counts elements, attributes, and the elements that are open, while a document goes by."""

    def __init__(self, limits: Limits, about: str) -> None:
        self.limits = limits
        self.about = about
        self.depth = 0
        self.elements = 0
        self.attributes = 0

    def start(self, tag: str, attributes: Sized) -> None:
        self.depth += 1
        self.elements += 1
        self.attributes += len(attributes)
        if self.depth > self.limits.depth:
            # Above the default, deeper documents cannot be read whatever is set.
            more = "; allow more with REPORTEDLY_MAX_PAGE_DEPTH"
            raise PageTooDeep(
                f"HTML elements lie more than {self.limits.depth} deep in one another"
                f"{more if self.limits.depth < Limits().depth else ''}",
                about=self.about,
            )
        if len(attributes) > _MOST_ATTRIBUTES:
            raise PageTooLarge(
                f"an HTML element {tag[:40]!r} with more than {_MOST_ATTRIBUTES:,} attributes; "
                "cut it out to have the page read",
                about=self.about,
            )
        if self.elements + self.attributes // _AS_ONE > self.limits.elements:
            raise PageTooLarge(
                f"more than {self.limits.elements:,} HTML elements, four attributes counted as "
                "one; allow more with REPORTEDLY_MAX_PAGE_ELEMENTS",
                about=self.about,
            )

    def end(self, tag: str) -> None:
        self.depth -= 1

    def close(self) -> None:
        pass
