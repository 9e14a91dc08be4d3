"""A text as words and sentences, found once and asked for by offset."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right

import numpy as np
import numpy.typing as npt

from reportedly.data import Span

_ABBREVIATION = (
    "Mr|Mrs|Ms|Dr|Prof|Rev|Hon|Sen|Sens|Rep|Reps|Gov|Gen|Col|Lt|Sgt|Cpl|Capt|Maj|Cmdr|Adm|Det|"
    "Insp|Supt|Messrs|Jr|Sr|St|Inc|Corp|Co|Ltd|vs|Jan|Feb|Mar|Apr|Aug|Sept|Sep|Oct|Nov|Dec"
)
# Words that begin a sentence after a letter that is a name, not an initial: "on X. Another …"
_BEGIN = (
    "(?:The|This|That|These|Those|An|Another|Others|One|He|She|It|They|We|His|Her|Their|But|And"
    r"|In|On|At|As|If|When|After)\b"
)
_TOKEN = re.compile(  # begins and ends with no white space, leaves nothing else between two
    r"[A-Za-z]++(?=[ ,])"  # most words, and quick to tell
    rf"|(?=[A-Zv])(?:(?:{_ABBREVIATION})\.(?=\s))"
    r"|(?:[^\W\d_]\.){2,}"  # U.S., D.C.
    rf"|[A-Z]\.(?=[ \u00a0](?!{_BEGIN})[A-Z])"  # an initial
    r"|[@#]?[^\W_]++(?:['’.\-&_][^\W_]++)*+"  # word, handle, hyphenated, with 's, a domain
    r"|''|``|\S"
)
_END = re.compile(r"[.!?…\n](?:(?<=\n)|[\"'”’»)\]]{0,4}\s)")
_ABBREVIATED = re.compile(rf"(?:\b(?:{_ABBREVIATION})|\b[A-Z]|[.][A-Za-z])\.\s?\Z")
_INITIAL = re.compile(r"(?<![.\w])[A-Z]\. \Z")
_BEGINS = re.compile(_BEGIN)
_SPACE = np.array([chr(point).isspace() for point in range(0x3002)])
_LOOK_BACK = 8  # code points in which an abbreviation fits


_BEYOND = [""] * 64  # more than any rule looks beyond the end of a text; -1 lies beyond too


class Tokens:
    """Words and punctuation marks of a text, numbered in reading order, and its sentences.

    Offsets are code points of the text, its length at most. `words` has the tokens as written,
    `low` has them in lower case with straight apostrophes, `forms` that for each word written.
    The lists have empty strings beyond the text, as neighbours of its first and last token.
    """

    __slots__ = (
        "_begun",
        "_ended",
        "_sentences",
        "_spans",
        "ends",
        "forms",
        "low",
        "starts",
        "text",
        "words",
    )

    def __init__(self, text: str) -> None:
        self.text = text
        words = _TOKEN.findall(text)
        self.forms = {word: lowered(word) for word in set(words)}
        self.words: list[str] = [*words, *_BEYOND]
        self.low: list[str] = [*map(self.forms.__getitem__, words), *_BEYOND]
        lengths = np.fromiter(map(len, words), np.int64, len(words))
        points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
        solid = np.flatnonzero(~_SPACE[np.minimum(points, len(_SPACE) - 1)])
        starts = solid[np.cumsum(lengths) - lengths]
        ends = starts + lengths
        self.starts = array("q", starts.tobytes())
        self.ends = array("q", ends.tobytes())
        self._begun = _counted(starts, len(text))
        self._ended = _counted(ends, len(text))
        self._sentences = [0]
        self._spans: dict[int, Span] = {}  # of the sentences asked for, as many are more than once
        for match in _END.finditer(text):
            end = match.end()
            if text[end - 1] != "\n":
                floor = max(match.start() - _LOOK_BACK, 0)
                if _ABBREVIATED.search(text, floor, end) and not (
                    _BEGINS.match(text, end) and _INITIAL.search(text, floor, end)
                ):
                    continue
                following = text[end : end + 2].lstrip("\"'“‘«([")[:1]
                if following.islower():
                    continue
            self._sentences.append(end)

    def __len__(self) -> int:
        return len(self.starts)

    def first(self, offset: int) -> int:
        """The first token that ends after `offset`."""
        return self._ended[offset + 1]

    def last(self, offset: int) -> int:
        """One past the last token that starts before `offset`."""
        return self._begun[offset]

    def within(self, span: Span) -> range:
        """The tokens that share a code point with `span`."""
        return range(self._ended[span.start + 1], self._begun[span.end])

    def span(self, first: int, last: int) -> Span:
        """The code points of the tokens `[first, last)`, which must not be empty."""
        return Span(self.starts[first], self.ends[last - 1])

    def sentence(self, offset: int) -> Span:
        """The sentence around `offset`, closing quotation marks and space after it included."""
        at = bisect_right(self._sentences, offset)
        span = self._spans.get(at)
        if span is None:
            end = self._sentences[at] if at < len(self._sentences) else len(self.text)
            span = self._spans[at] = Span(min(self._sentences[at - 1], end), end)
        return span

    def capital(self, index: int) -> bool:
        """True for a token that begins with a capital, or with a digit within a name."""
        return self.words[index][:1].isupper()


def _counted(places: npt.NDArray[np.int64], length: int) -> array[int]:
    """For every code point, and one past the end, how many of the places lie before it."""
    at = np.zeros(length + 2, np.int32)
    at[places + 1] = 1
    return array("i", np.cumsum(at, dtype=np.int32).tobytes())


def lowered(word: str) -> str:
    """A word in lower case, with straight apostrophes."""
    return word.lower().replace("’", "'")


def bare(word: str) -> str:
    """A word without the possessive ending."""
    if word[-1:] in _POSSESSIVE:  # few words, and quick to tell
        for ending in ("'s", "’s", "'", "’"):
            if word.endswith(ending) and len(word) > len(ending):
                return word[: -len(ending)]
    return word


_POSSESSIVE = frozenset("s'’")


def possessive(word: str) -> bool:
    """True when the word stands in the possessive: "Moscow’s"."""
    return word.endswith(("'s", "’s"))
