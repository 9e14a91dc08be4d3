"""How a text is set: its paragraphs, wrapped or not, and its quotation marks.

Linear in the length of the text, whatever it is: text from the web is hostile.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

# ── Paragraphs ───────────────────────────────────────────────────────────────────────────

_LONGEST = 20_000  # code points of a paragraph; bounded, so that memory is
_LINE = re.compile(rf"[^\n]{{1,{_LONGEST}}}")
_NARROWEST, _WIDEST = 40, 120  # columns at which texts are wrapped
_FEWEST = 3  # broken lines, before a text counts as wrapped
_BLANK = re.compile(r"\n[^\S\n]*\n")


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Where each begins and ends, as half-open code-point offsets: a line, or the lines of a
    wrapped one together."""
    wrapped = is_wrapped(text)
    begin = end = 0
    for line in _LINE.finditer(text):
        goes_on = wrapped and line.start() == end + 1 and not line.group().isspace()
        if begin < end and not (goes_on and line.end() - begin <= _LONGEST):
            yield begin, end
            begin = end
        begin, end = (begin if begin < end else line.start()), line.end()
    if begin < end:
        yield begin, end


@lru_cache(maxsize=1)  # one text is asked about in several places
def is_wrapped(text: str) -> bool:
    """True where single line breaks are mere wraps: blank lines set the paragraphs apart, and
    after most other lines the next word would not have fitted."""
    if not _BLANK.search(text):
        return False
    broken = [
        (len(line), len(line) + 1 + len(after[:_WIDEST].split(None, 1)[0]))
        for (line, _, end), (after, start, _) in pairwise(_lines(text))
        if start == end + 1
    ]
    width = max((length for length, _ in broken), default=0)
    if len(broken) < _FEWEST or not _NARROWEST <= width <= _WIDEST:
        return False
    return 2 * sum(longer > width for _, longer in broken) > len(broken)


def _lines(text: str) -> Iterator[tuple[str, int, int]]:
    """The lines that are not blank, without the space around them, and where they lie."""
    for line in _LINE.finditer(text):
        if stripped := line.group().strip():
            yield stripped, line.start(), line.end()


# ── Quotation marks ──────────────────────────────────────────────────────────────────────

_MARKS = re.compile(  # by their first character, which is quick to find
    r"[\n`'“”„‟«»\"‘’](?:(?<=\n)(?:\s*\n)?|(?<=`)`|(?<=')'?|(?<=[“”„‟«»\"‘’]))"
)
_OPENING = frozenset(("“", "„", "‟", "«", "``"))
_CLOSING = frozenset(("”", "»", "''"))
_OPENING_AHEAD = re.compile(r"\s*(?:[“„‟«\"]|``)")
_SINGLE_AHEAD = re.compile(r"\s*[‘'](?=[^\W\d_])")


def quote_mask(text: str) -> bytes:
    """For every code point of `text` a byte: 1 where it stands in quotation (marks included),
    else 0.

    Knows “curly”, „low”, «guillemets», "straight", ``TeX'' and, outside or around those,
    'single' quotation marks with their apostrophes. A quotation that its paragraph leaves open goes
    on if the next paragraph opens with a quotation mark, as newspapers set it; otherwise it
    ends with the paragraph. One in single marks goes on so if a colon, a comma or the head of a
    paragraph introduces it. Linear in the length of the text.
    """
    mask = bytearray(len(text))
    wrapped = is_wrapped(text)
    opened: int | None = None  # start of the quotation that is open
    single: int | None = None  # start of a single quotation; it counts once it is closed
    resumed = 0  # end of the mark that resumes a quotation in a new paragraph
    for match in _MARKS.finditer(text):
        mark, (at, end) = match.group(), match.span()
        if mark[0] == "\n":
            if wrapped and len(mark) == 1:
                continue
            if single is not None:
                ahead = _SINGLE_AHEAD.match(text, end)
                if ahead and _is_introduced(text, single):
                    mask[single:at] = b"\1" * (at - single)
                    single = ahead.end() - 1
                else:
                    single = None
            if opened is not None:
                mask[opened:at] = b"\1" * (at - opened)
                ahead = _OPENING_AHEAD.match(text, end)
                opened, resumed = (end, ahead.end()) if ahead else (None, 0)
        elif opened is not None:
            if mark in _CLOSING or (mark == '"' and at >= resumed and not _opens_only(text, at)):
                mask[opened:end] = b"\1" * (end - opened)
                opened = None
        elif mark in _OPENING or (mark == '"' and not _closes_only(text, at)):
            opened = at
            single = single if single is not None and _stands_apart(text, single) else None
        elif single == at:
            continue  # it resumes a quotation
        elif mark in "‘'" and single is None and not _closes_only(text, at):
            single = at if not text[at - 1 : at].isalnum() else None
        elif mark in "’'" and single is not None and _closes_only(text, at):
            mask[single:end] = b"\1" * (end - single)
            single = None
    if opened is not None:
        mask[opened:] = b"\1" * (len(text) - opened)
    return bytes(mask)


def _stands_apart(text: str, at: int) -> bool:
    """True for a mark that no word stands before, not even across a space."""
    return not text[max(at - 2, 0) : at].rstrip(" ")[-1:].isalnum()


def _is_introduced(text: str, at: int) -> bool:
    """True for a mark at the head of a paragraph or after a colon or comma, where quotations
    begin and no apostrophe stands."""
    before = text[max(at - 3, 0) : at].rstrip(" ")
    return not before or before[-1] in "\n:,"


def _closes_only(text: str, at: int) -> bool:
    """True where a mark that looks alike both ways can only close: text before, none after."""
    return (
        not text[max(at - 1, 0) : at].isspace() and at > 0 and not text[at + 1 : at + 2].isalnum()
    )


def _opens_only(text: str, at: int) -> bool:
    return text[max(at - 1, 0) : at].isspace() and text[at + 1 : at + 2].isalnum()
