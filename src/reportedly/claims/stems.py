"""Words of a headline and of its body brought to one form: "offers", "offered", "Offer"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from reportedly.claims.lexicon import words
from reportedly.data import Span

_WORD = re.compile(r"[^\W_]+(?:[’'.,&][^\W_]+)*")
_KEPT = 1 << 14  # words whose stems are remembered
_LENGTH = 5  # letters that tell inflections of a word apart from other words, in most cases
_EMPTY = words(
    "a an the of to in on for and or but nor with by at from as into onto about over under up",
    "down out off after before during between through against amid than then is are was were be",
    "been being am has have had do does did will would shall should can could may might must it",
    "its he his him she her hers they their them i me my we our us you your this that these those",
    "who whom whose which what when where why how there here not no so if also just more most new",
    "say says said tell tells told via per s t",
)
# Forms that no cutting brings together
_FOLDED = {
    form: forms.split()[0]
    for forms in (
        "die dies died dying dead death deaths",
        "kill slain slay slays slew",
        "shoot shoots shooting shot shots",
        "fight fights fought fighter fighters fighting",
        "marry marries married marriage",
        "weapon weapons arms",
        "begin begins began begun",
        "break breaks broke broken",
        "bring brings brought",
        "build builds built",
        "buy buys bought",
        "catch catches caught",
        "choose chooses chose chosen",
        "drive drives drove driven",
        "fall falls fell fallen",
        "find finds found",
        "flee flees fled",
        "fly flies flew flown",
        "get gets got gotten",
        "give gives gave given",
        "go goes went gone going",
        "grow grows grew grown",
        "hear hears heard",
        "hide hides hid hidden",
        "hold holds held",
        "keep keeps kept",
        "know knows knew known",
        "lead leads led",
        "leave leaves left",
        "lend lends lent",
        "lose loses lost",
        "make makes made making",
        "meet meets met",
        "pay pays paid",
        "rise rises rose risen",
        "run runs ran",
        "see sees saw seen",
        "seek seeks sought",
        "sell sells sold sale sales",
        "send sends sent",
        "sink sinks sank sunk",
        "speak speaks spoke spoken",
        "spend spends spent",
        "stand stands stood",
        "steal steals stole stolen",
        "strike strikes struck",
        "sue sues sued suing",
        "swear swears swore sworn",
        "take takes took taken",
        "teach teaches taught",
        "throw throws threw thrown",
        "win wins won",
        "withdraw withdraws withdrew withdrawn",
        "woman women",
        "man men",
        "child children kids kid",
        "wife wives",
        "us u.s u.s.a usa america american americans",
        "uk u.k britain british",
        "china chinese",
        "france french",
        "spain spanish",
        "germany german germans",
        "2 two twice",
        "3 three",
        "4 four",
        "5 five",
        "6 six",
        "7 seven",
        "8 eight",
        "9 nine",
        "10 ten",
        "12 twelve dozen",
    )
    for form in forms.split()
}
_HEADS = frozenset(_FOLDED.values())


class Stem(NamedTuple):
    """A word in one form, and where it stands."""

    form: str
    span: Span


@lru_cache(maxsize=_KEPT)  # an article repeats its words
def stem(word: str) -> str:
    """A word without its case, possessive ending and most of its inflection."""
    plain = word.lower().replace("’", "'").removesuffix("'s")
    if plain in _FOLDED:
        return _FOLDED[plain]
    if not plain.isalpha():
        return plain.replace(",", "")
    if len(plain) > 4 and plain.endswith("ies"):
        plain = plain[:-3] + "y"
    elif len(plain) > 3 and plain.endswith("s") and not plain.endswith("ss"):
        plain = plain[:-1]
    if plain.endswith("ing"):
        for verb in (plain[:-3], plain[:-3] + "e"):
            if verb in _HEADS and verb != "us":
                return verb  # "leaving"
    for ending in ("ing", "ed", "e"):
        if plain.endswith(ending) and len(plain) >= len(ending) + 3:
            plain = plain[: -len(ending)]
            if plain[-1] == plain[-2] and plain[-1] not in "ls":
                plain = plain[:-1]  # "stopped"
            break
    return plain[:_LENGTH]


@lru_cache(maxsize=_KEPT)
def _telling(word: str) -> str:
    """The stem of a word that means something by itself; empty for others. "US" does."""
    lower = word.lower()
    return "" if lower in _EMPTY and not (lower == "us" and word.isupper()) else stem(word)


def stems_of(text: str, span: Span) -> Iterator[Stem]:
    """The words in `span` that mean something by themselves, in reading order."""
    for match in _WORD.finditer(text, span.start, span.end):
        if form := _telling(match.group()):
            yield Stem(form, Span(match.start(), match.end()))


def stems_in(text: str) -> frozenset[str]:
    """The distinct stems of the words of a text that mean something by themselves."""
    return frozenset(filter(None, map(_telling, _WORD.findall(text))))


def find_stems(text: str, wanted: Set[str]) -> list[Stem]:
    """Those of a whole text that are among the `wanted`, in reading order."""
    pieces = _PIECES.split(text)  # what is no word, a word, what is no word, …
    words = pieces[1::2]
    distinct = set(words)
    met = zip(distinct, map(_telling, distinct), strict=True)
    forms = {word: form for word, form in met if form in wanted}
    found = [i for i, word in enumerate(words) if word in forms]
    ends = list(accumulate(map(len, pieces))) if found else []
    return [Stem(forms[words[i]], Span(ends[2 * i], ends[2 * i + 1])) for i in found]


_PIECES = re.compile(f"({_WORD.pattern})")
