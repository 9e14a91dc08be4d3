"""Numerals among the tokens: "1.3 million", "two-thirds", "tens of thousands".

A numeral is read from left to right by a small state machine that looks at no more than some
twenty tokens, so that reading a text is linear in its length whatever the text holds.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from reportedly.claims.lexicon import words
from reportedly.claims.tokens import (
    DASHES,
    GROUP_SEPARATORS,
    VULGAR_FRACTIONS,
    Token,
    adjacent,
    hyphen_at,
    word_at,
)

_MAX_DIGITS = 18  # longer runs of digits are identifiers, not counts
_MAX_WORDS = 16  # tokens of one cardinal in words


def _numbered(words: str, first: int = 1, step: int = 1) -> dict[str, int]:
    return {w: first + i * step for i, w in enumerate(words.split())}


SMALL = {"zero": 0} | _numbered(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen"
)
TENS = _numbered("twenty thirty forty fifty sixty seventy eighty ninety", 20, 10)
MAGNITUDES = {
    "hundred": 1e2,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
    "lakh": 1e5,
    "crore": 1e7,
}
_GROUPS = {"dozen": 12.0, "score": 20.0} | MAGNITUDES
VAGUE = {w + "s": v for w, v in MAGNITUDES.items() if w != "lakh"} | {
    "tens": 10.0,
    "dozens": 12.0,
    "scores": 20.0,
}
SUFFIXES = {  # written against the digits: "$5m", "2.8bn"
    "bn": 1e9,
    "mn": 1e6,
    "mln": 1e6,
    "mil": 1e6,
    "tn": 1e12,
    "trn": 1e12,
    "k": 1e3,
}
MONEY_SUFFIXES = {"m": 1e6, "b": 1e9, "t": 1e12}  # a metre, a bit or a tonne without currency
_PARTS = {
    "half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fifth": 5,
    "fifths": 5, "sixth": 6, "sixths": 6, "seventh": 7, "sevenths": 7, "eighth": 8, "eighths": 8,
    "ninth": 9, "ninths": 9, "tenth": 10, "tenths": 10,
}  # fmt: skip
_VULGAR = {c: unicodedata.numeric(c) for c in VULGAR_FRACTIONS}
_OUT_OF = frozenset({2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 50, 100, 1000})
_PERIODS = words("years months weeks days hours minutes seconds games matches")
_DENOMINATORS = {2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 24, 32, 64, 100, 128, 1000}
ORDINALS = _numbered(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth"
    " fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
ARTICLES = frozenset({"a", "an"})
_AFTER_ARTICLE = frozenset(_PARTS) | set(_GROUPS) | {"couple"}
SEEDS = frozenset(SMALL) | set(TENS) | set(_GROUPS) | set(VAGUE) | set(_PARTS) | set(ORDINALS)
SEEDS |= {"couple", "twice", "thrice", "a", "an"} | set(_VULGAR)


class Shape(Enum):
    """How a numeral is written, which decides what may be said about it."""

    DIGITS = auto()  # "17"
    DECIMAL = auto()  # "4.5", "1,200", "3 million": never a name, a year or a time
    WORDS = auto()  # "seventeen"
    VAGUE = auto()  # "thousands"
    PART = auto()  # "two-thirds", "one in three"
    PAIR = auto()  # "a couple of"
    TIMES = auto()  # "twice as many"
    RANK = auto()  # "fourth largest"


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number in `tokens[first:end]`; `low` < `high` only for vague plurals."""

    first: int
    end: int
    low: float
    high: float
    shape: Shape
    factor: float = 1.0  # of the magnitude spelled out: 1e6 in "1.3 million"


def read_numeral(tokens: Sequence[Token], i: int) -> Numeral | None:
    """The numeral that begins at token `i`, as long as it goes; None when there is none."""
    token = tokens[i]
    if token.kind == "number":
        return _digits(tokens, i)
    if token.kind == "fraction":
        return Numeral(i, i + 1, _VULGAR[token.text], _VULGAR[token.text], Shape.PART)
    if token.lower not in SEEDS:
        return None
    if token.lower in ARTICLES and word_at(tokens, i + 1) not in _AFTER_ARTICLE:
        return None
    return (
        _times(tokens, i)
        or _rank(tokens, i)
        or _part(tokens, i)
        or _vague(tokens, i)
        or _words(tokens, i)
    )


def _exact(first: int, end: int, value: float, shape: Shape, factor: float = 1.0) -> Numeral:
    if factor > 1:
        value = float(f"{value:.12g}")  # 65.4 billion, not 65,400,000,000.00001
    return Numeral(first, end, value, value, shape, factor)


def _magnitude(tokens: Sequence[Token], i: int) -> tuple[float, int]:
    """The factor spelled out from token `i` on ("million", "-million"), and where it ends."""
    factor, end = 1.0, i
    for _ in range(2):  # "hundred thousand"
        j = end + 1 if hyphen_at(tokens, end) else end
        value = MAGNITUDES.get(word_at(tokens, j)) or (12.0 if word_at(tokens, j) == "dozen" else 0)
        if not value:
            break
        factor, end = factor * value, j + 1
    return factor, end


def _digits(tokens: Sequence[Token], i: int) -> Numeral | None:
    token = tokens[i]
    if len(token.text) > _MAX_DIGITS:
        return None
    bare = token.text
    if "," in bare[-3:-1]:
        bare = bare.replace(",", ".")  # "1,5 million"
    for separator in GROUP_SEPARATORS:
        bare = bare.replace(separator, "")
    value, end = float(bare), i + 1
    shape = Shape.DIGITS if bare == token.text and "." not in bare else Shape.DECIMAL
    after = word_at(tokens, end)
    if after in ("×", "x", "*") and word_at(tokens, end + 1) == "10":
        value, end = _power(tokens, end, value)
        return _exact(i, end, value, Shape.DECIMAL)
    joint = end + (after in DASHES and hyphen_at(tokens, end))  # "a 1-in-300 chance"
    if word_at(tokens, joint) in ("in", "out"):
        share = _share(tokens, i, joint, value)
        if share is not None:
            return share
    if after in ("/", "⁄") and word_at(tokens, end + 1).isdecimal():
        return _ratio(tokens, i, value)
    if end < len(tokens) and tokens[end].kind == "fraction":
        return _exact(i, end + 1, value + _VULGAR[tokens[end].text], Shape.DECIMAL)
    if half := _and_a_half(tokens, end):
        value, end, shape = value + 0.5, half, Shape.DECIMAL
    factor, scaled_end = _magnitude(tokens, end)
    if factor > 1:
        return _exact(i, scaled_end, value * factor, Shape.DECIMAL, factor)
    if end < len(tokens) and adjacent(tokens[end - 1], tokens[end]):
        carats = after == "k" and word_at(tokens, end + 1) == "gold"
        factor = 0 if carats else SUFFIXES.get(after) or (1e6 if tokens[end].text == "M" else 0)
        if factor:
            return _exact(i, end + 1, value * factor, Shape.DECIMAL, factor)
    elif after in ("bn", "mn", "mln"):
        return _exact(i, end + 1, value * SUFFIXES[after], Shape.DECIMAL, SUFFIXES[after])
    return _exact(i, end, value, shape)


def _share(tokens: Sequence[Token], i: int, joint: int, value: float) -> Numeral | None:
    """ "1 in 5", "7 out of 10 voters", "one in 10"; not "3 in 10 days". `joint`: its "in"."""
    out_of = word_at(tokens, joint) == "out" and word_at(tokens, joint + 1) == "of"
    j = joint + 2 if out_of else joint + 1
    hung = hyphen_at(tokens, j)
    j += hung or word_at(tokens, j) == "every"
    below = word_at(tokens, j)
    if not (below.isascii() and below.isdecimal() and len(below) <= 4):
        return None
    if value >= float(below) or not (out_of or hung or int(below) in _OUT_OF):
        return None
    if not out_of and word_at(tokens, j + 1) in _PERIODS:
        return None
    if _magnitude(tokens, j + 1)[0] > 1:
        return None  # "one in 100 million"
    return _exact(i, j + 1, value / float(below), Shape.PART)


def _power(tokens: Sequence[Token], i: int, value: float) -> tuple[float, int]:
    """Read "× 10-30" or "x 10^6" from token `i` on."""
    end, sign = i + 2, 1
    if word_at(tokens, end) == "^":
        end += 1
    if word_at(tokens, end) in DASHES:
        sign, end = -1, end + 1
    exponent = word_at(tokens, end)
    if exponent.isascii() and exponent.isdecimal() and len(exponent) <= 2:
        return value * 10.0 ** (sign * int(exponent)), end + 1
    return value * 10.0, i + 2


def _ratio(tokens: Sequence[Token], i: int, value: float) -> Numeral | None:
    """A fraction in digits, "1/16"; None for what may be a date or "24/7"."""
    below = tokens[i + 2].text
    more = word_at(tokens, i + 3) in ("/", "⁄") and adjacent(tokens[i + 2], tokens[i + 3])
    if more or len(below) > 4 or float(below) not in _DENOMINATORS or value >= float(below):
        return None
    return _exact(i, i + 3, value / float(below), Shape.PART)


_COMPARED = words(
    "many much big large high long likely fast often great good bad old wide tall heavy",
    "expensive common rich deadly powerful strong far",
)


def _times(tokens: Sequence[Token], i: int) -> Numeral | None:
    if tokens[i].lower not in ("twice", "thrice"):
        return None
    # "scored twice" counts events that have no number; "twice as many" is a factor
    after = word_at(tokens, i + 1)
    if after == "as":
        if word_at(tokens, i + 2) not in _COMPARED:
            return None
    elif after not in ("the", "that", "its", "their"):
        return None
    return _exact(i, i + 1, 2.0 if tokens[i].lower == "twice" else 3.0, Shape.TIMES)


def _rank(tokens: Sequence[Token], i: int) -> Numeral | None:
    """ "fourth largest", "third-most expensive": a place in an order, one after the ordinal."""
    value = ORDINALS.get(tokens[i].lower)
    if value is None or value == 1:
        return None
    j = i + 2 if hyphen_at(tokens, i + 1) else i + 1
    if not is_superlative(word_at(tokens, j)):
        return None
    return _exact(i, i + 1, float(value), Shape.RANK)


_NOT_SUPERLATIVE = words(
    "interest forest request guest test rest west northwest southwest protest contest harvest",
    "arrest invest suggest digest modest honest quest chest nest vest pest manifest conquest",
    "inquest bequest",
)


def is_superlative(word: str) -> bool:
    """True for "largest", "worst", "most"."""
    if word in ("best", "worst", "most", "least"):
        return True
    return len(word) > 5 and word.endswith("est") and word not in _NOT_SUPERLATIVE


def _part(tokens: Sequence[Token], i: int) -> Numeral | None:
    """Fractions in words: "two-thirds", "a quarter of", "half a million", "one in three"."""
    first = tokens[i].lower
    if first == "half":
        return _half(tokens, i)
    above = 1 if first in ARTICLES else SMALL.get(first, 0)
    if not above:
        return None
    j = i + 2 if hyphen_at(tokens, i + 1) else i + 1
    word = word_at(tokens, j)
    if word in _PARTS and (above > 1) == word.endswith(("s", "ves")):
        after = word_at(tokens, j + 1)
        if above > 1 or _ends_part(tokens, j + 1) or after == "of":
            factor, end = _magnitude(tokens, j + 2) if after == "of" else (1.0, j + 1)
            if factor == 1.0 and after == "of" and word_at(tokens, j + 2) in ARTICLES:
                factor, end = _magnitude(tokens, j + 3)
            return _exact(
                i, end if factor > 1 else j + 1, above / _PARTS[word] * factor, Shape.PART
            )
    out_of = word == "in" or (word == "out" and word_at(tokens, j + 1) == "of")
    if out_of and first not in ARTICLES:
        k = j + 1 if word == "in" else j + 2
        k += hyphen_at(tokens, k) or word_at(tokens, k) == "every"
        below = SMALL.get(word_at(tokens, k)) or TENS.get(word_at(tokens, k), 0)
        if below > above:
            return _exact(i, k + 1, above / below, Shape.PART)
        return _share(tokens, i, j, float(above))
    return None


def _ends_part(tokens: Sequence[Token], i: int) -> bool:
    """True when "a third" before token `i` is a share, and not the third of something."""
    word = word_at(tokens, i)
    if hyphen_at(tokens, i):
        return False
    return not word or not word[0].isalpha() or word in ("more", "less", "fewer", "higher", "lower")


_WHOLE = words("of the a an its their his her my our your all those these as")


def _half(tokens: Sequence[Token], i: int) -> Numeral | None:
    before, after = word_at(tokens, i - 1), word_at(tokens, i + 1)
    if before in ORDINALS or before in ("this", "last", "each", "other", "the", "latter", "better"):
        return None
    if after in ARTICLES:
        factor, end = _magnitude(tokens, i + 2)
        shape = Shape.DECIMAL if factor > 1 else Shape.PART
        return _exact(i, end if factor > 1 else i + 2, 0.5 * factor, shape, factor)
    if hyphen_at(tokens, i + 1):
        factor, end = _magnitude(tokens, i + 2)
        return _exact(i, end, 0.5 * factor, Shape.DECIMAL, factor) if factor > 1 else None
    if after in _WHOLE or before in ("by", "than", "nearly", "almost", "about", "one"):
        return _exact(i, i + 1, 0.5, Shape.PART)
    return None


def _vague(tokens: Sequence[Token], i: int) -> Numeral | None:
    """ "thousands", "tens of thousands", "hundreds of millions", "a couple"."""
    first = tokens[i].lower
    if first in ARTICLES and word_at(tokens, i + 1) == "couple":
        skip = 3 if word_at(tokens, i + 2) == "of" else 2
        factor, end = _magnitude(tokens, i + skip)
        return _exact(i, end if factor > 1 else i + 2, 2.0 * factor, Shape.PAIR)
    low, end = VAGUE.get(first), i + 1
    if low is None:
        return _some(tokens, i)
    if word_at(tokens, end) == "of" and word_at(tokens, end + 1) in VAGUE:
        low, end = low * VAGUE[word_at(tokens, end + 1)], end + 2
    elif first == "tens":
        return None  # "tens of" alone is too rare to tell from a name
    elif first == "scores" and not _are_many(tokens, i):
        return None
    return Numeral(i, end, low, low * 10, Shape.VAGUE)


def _are_many(tokens: Sequence[Token], i: int) -> bool:
    """True for "scores of people", and not for "test scores of pupils" or "scores of the game"."""
    counted, before = word_at(tokens, i + 2), word_at(tokens, i - 1)
    if len(before) > 1 and tokens[i - 1].text.isupper() and not tokens[i].text.isupper():
        return False  # "IQ scores of children"
    if word_at(tokens, i + 1) != "of" or before in _POINTS or counted in _NO_NOUN:
        return False
    return counted.isalpha() and counted not in SEEDS


_NO_NOUN = _WHOLE | {"late"}
_POINTS = words(
    "test exam credit math maths reading sat average mean median high higher highest low lower top",
    "the these those their his her its our my final box total approval",
)


def _some(tokens: Sequence[Token], i: int) -> Numeral | None:
    """ "several hundred", "a few thousand": told by the magnitude, which is at token `i`."""
    if tokens[i].lower not in _GROUPS or word_at(tokens, i - 1) not in ("several", "few"):
        return None
    low, end = _magnitude(tokens, i)
    if low == 1.0 or hyphen_at(tokens, end):
        return None  # "several million-dollar homes"
    first = i - 2 if word_at(tokens, i - 2) == "a" else i - 1
    return Numeral(first, end, low, low * 10, Shape.VAGUE)


def _words(tokens: Sequence[Token], i: int) -> Numeral | None:
    """Cardinals in words: "twenty-one", "a hundred and five", "two and a half million"."""
    total, current, factor = 0.0, 0.0, 1.0
    j = i
    first = tokens[i].lower
    if first in ARTICLES:
        if word_at(tokens, i + 1) not in _GROUPS:
            return None
        current, j = 1.0, i + 1
    elif first in _GROUPS:
        return None  # "million-dollar man" is no figure without its article
    end = j
    while j < len(tokens) and j - i < _MAX_WORDS:
        word = tokens[j].lower
        if _continues(word, current, started=end > i):
            current += SMALL.get(word, 0) + TENS.get(word, 0)
        elif word in ("hundred", "dozen", "score") and (end > i or j > i):
            current, factor = max(current, 1.0) * _GROUPS[word], factor * _GROUPS[word]
        elif word in MAGNITUDES and (end > i or j > i):
            total, current = total + max(current, 1.0) * MAGNITUDES[word], 0.0
            factor *= MAGNITUDES[word]
        else:
            break
        end = j = j + 1
        if half := _and_a_half(tokens, j):
            current, end, j = current + 0.5 * _GROUPS.get(word, 1.0), half, half
        if hyphen_at(tokens, j):
            j += 1
        elif word_at(tokens, j) == "and":
            after = word_at(tokens, j + 1)
            if factor > 1 and (after in SMALL or after in TENS):
                j += 1
    return _exact(i, end, total + current, Shape.WORDS, factor) if end > i else None


def _and_a_half(tokens: Sequence[Token], i: int) -> int:
    """Where "and a half" or "-and-a-half" at token `i` ends; 0 where there is none."""
    if word_at(tokens, i) not in _LEADS_TO_HALF:  # quick to tell
        return 0
    for word in ("and", "a", "half"):
        i += hyphen_at(tokens, i)
        if word_at(tokens, i) != word:
            return 0
        i += 1
    return i


_LEADS_TO_HALF = DASHES | {"and"}


def _continues(word: str, current: float, *, started: bool) -> bool:
    """True when `word` goes on with the cardinal that stands at `current` within its group."""
    if word in TENS:
        return not started or current % 100 == 0
    if word in SMALL:
        return not started or current % 100 == 0 or (current % 10 == 0 and SMALL[word] < 10)
    return False
