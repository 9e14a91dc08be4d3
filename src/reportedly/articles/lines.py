"""Lines of a page and what can be seen in a single one of them.

Everything here looks at one line at a time, in time linear in its length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from reportedly.articles.languages import FUNCTION_WORDS

LONG = 400  # code points of a line that are looked at for its words; more say nothing new
_WIDEST = 100  # code points of a line to which text is wrapped
_NARROWEST = 40
_RAGGED = 8  # code points by which a wrapped line may fall short, hyphens and the like
_PROVEN = 2  # wrapped paragraphs by which a text is known to be wrapped
_RUNNING = 0.15  # share of function words in running text
_USUAL = 0.25  # that share, where it cannot be counted
_CUT = 40  # code points of a paragraph that is cut, at least
_STRIPPED = re.compile(r"\S(?:[^\n]*\S)?")  # a line without the white space around it
# Han, kana and their punctuation; Thai, Lao, Burmese and Khmer.
_UNSPACED = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
# Other scripts than the Latin one, whose function words are not listed here.
_OTHER_SCRIPTS = re.compile(r"[\u0370-\u0dff\u10a0-\u13ff\uac00-\ud7af]")
# Scripts that say about three times as much with as many signs.
_DENSE = re.compile(rf"{_UNSPACED.pattern}|[\uac00-\ud7af]")
_ENDS = ".!?…。！？।؟۔"
_UNENDED = 50  # code points from which on text of a script without full stops is running text
_CLOSERS = "\"”’'»)]*"
_NEXT_SENTENCE = re.compile(r"[^\W\d_]{3}[.!?][\"”’'»)]{0,2}\s+[\"“‘'«(]?[A-Z0-9]")
_LONG_SENTENCE = 130  # code points; hardly a headline that ends in a full stop is longer
_LEAST_PROSE = 25  # code points of a sentence
_KEPT = 2_000  # code points of a line whose `prose` is remembered
_PIECE = 100_000  # code points
_SHORT_PARAGRAPH = 90  # code points; headlines of two sentences stay below


class Line(NamedTuple):
    """A stripped line, or a paragraph's lines as they were wrapped;
    `page_text[start:end] == text`."""

    start: int
    end: int
    text: str


def split_lines(text: str) -> list[Line]:
    """The non-blank lines of `text` in order, without the white space around them.

    In a text that is wrapped to a width, the lines of a paragraph are one, with the breaks
    between them as they stand.
    """
    lines = [Line(*match.span(), match.group()) for match in _STRIPPED.finditer(text)]
    wide = sum(len(line.text) for line in lines if len(line.text) > _WIDEST)
    # Where paragraphs stand on lines of their own, short lines are furniture.
    if 4 * wide > sum(len(line.text) for line in lines):
        return lines
    blocks: list[list[Line]] = [[]]  # runs of lines with no blank one between
    end = 0
    for line in lines:
        if text.count("\n", end, line.start) > 1:
            blocks.append([])
        blocks[-1].append(line)
        end = line.end
    runs = [run for block in blocks for run in _runs(block)]
    # Once some paragraphs are seen to be wrapped, others may break where a sentence ends.
    wrapped = sum(_reads_on(run) for run in runs) >= _PROVEN
    joined: list[Line] = []
    for run in runs:
        if len(run) > 1 and (_reads_on(run) or (wrapped and _closes(run))):
            joined.append(Line(run[0].start, run[-1].end, text[run[0].start : run[-1].end]))
        else:
            joined += run
    return joined


def _runs(block: Sequence[Line]) -> Iterator[Sequence[Line]]:
    """The block cut after every line that had room for more."""
    width = max((len(line.text) for line in block if len(line.text) <= _WIDEST), default=0)
    start = 0
    for index, (upper, lower) in enumerate(pairwise(block), 1):
        if not _is_full(upper.text, lower.text, width):
            yield block[start:index]
            start = index
    if block:
        yield block[start:]


def _is_full(upper: str, lower: str, width: int) -> bool:
    """True when the word that opens `lower` had no room on the line above."""
    word = lower[:_WIDEST].split(maxsplit=1)[0]
    return _NARROWEST <= len(upper) <= width < len(upper) + 1 + len(word) + _RAGGED


def _reads_on(run: Sequence[Line]) -> bool:
    """True for lines that go on from one to the next; those of menus and lists do not."""
    breaks = [(a.text, b.text) for a, b in pairwise(run) if not ends_sentence(a.text)]
    going_on = sum(lower[0].islower() for _, lower in breaks)
    return bool(breaks) and 2 * going_on >= len(breaks) and _is_running(run)


def _closes(run: Sequence[Line]) -> bool:
    return ends_sentence(run[-1].text) and _is_running(run)


def _is_running(run: Sequence[Line]) -> bool:
    text = " ".join(line.text for line in run)
    return function_share(text) >= _RUNNING and prose(text) > 0


def ends_sentence(text: str) -> bool:
    """True when the line closes a sentence: `said.`, `said.”`, `volunteers,”`, not `Share`."""
    if text[-1] in _ENDS:
        return not text.endswith("...")
    bare = text.rstrip(_CLOSERS)
    return bool(bare) and bare != text and bare[-1] in _ENDS + ","


def breaks_off(text: str) -> bool:
    """True for running text that stops at an ellipsis; headlines that are cut are shorter."""
    bare = text.rstrip(_CLOSERS + " [(")
    return bare.endswith(("...", "…")) and len(text) >= _CUT and function_share(text) >= _RUNNING


def function_share(text: str) -> float:
    """Share of function words among the line's words, 0 to 1; link lists have next to none."""
    words = text[:LONG].lower().split()
    return sum(map(FUNCTION_WORDS.__contains__, words)) / len(words) if words else 0.0


def unspaced(text: str) -> bool:
    """True for scripts that write without spaces, where words cannot be counted."""
    return not text.isascii() and _is_mostly(_UNSPACED, text)


def _is_mostly(script: re.Pattern[str], text: str) -> bool:
    head = text[:40]
    return len(script.findall(head)) * 2 > len(head)


def prose(text: str) -> float:
    """How much a line looks like running text: 0 for none, about 1 a short sentence, up to 12."""
    if len(text) < _LEAST_PROSE and text.isascii():
        return 0.0
    return _known_prose(text) if len(text) <= _KEPT else _prose(text)


def _prose(text: str) -> float:
    size = len(text)
    if unspaced(text):
        ended = ends_sentence(text) and size > 12
        return min(size / 8, 12.0) if ended or size >= _UNENDED else 0.0
    if size < _LEAST_PROSE:
        return 0.0
    foreign = not text.isascii() and _is_mostly(_OTHER_SCRIPTS, text)
    share = _USUAL if foreign else function_share(text)
    if ends_sentence(text):
        return 0.0 if share < 0.1 else min(size / 20, 12.0) * min(1.0, share * 4)
    if size > 140 and share > 0.2:  # a paragraph that ends with a colon, a link, a footnote mark
        return min(size / 40, 6.0)
    return 0.0


_known_prose = lru_cache(maxsize=4096)(_prose)  # asked of the same lines by several passes


def runs_on(text: str) -> bool:
    """True for a paragraph, which no headline looks like: it ends in a full stop and has
    several sentences or a long one."""
    dense = not text.isascii() and _is_mostly(_DENSE, text)
    size = 3 * len(text) if dense else len(text)
    bare = text.rstrip(_CLOSERS)
    if dense and len(text) >= _UNENDED:
        return True
    if not bare.endswith((".", "。", "।", "۔")) or bare.endswith("..") or not prose(text):
        return False
    return size > _LONG_SENTENCE or (size > _SHORT_PARAGRAPH and bool(_NEXT_SENTENCE.search(text)))


def fold(text: str) -> str:
    """Letters and digits only, lower case: equal for lines that differ in dress alone."""
    if len(text) > _PIECE:  # piece by piece: a list of its letters takes eight times its memory
        return "".join(fold(text[at : at + _PIECE]) for at in range(0, len(text), _PIECE))
    return "".join(filter(str.isalnum, text.casefold()))


def phrases(listed: str) -> tuple[str, ...]:
    """The phrases of a list that is written with bars between them."""
    return tuple(phrase.strip() for phrase in listed.split("|"))
