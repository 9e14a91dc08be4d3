"""Words of a headline and of its body brought to one form: "offers", "offered", "Offer"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from reportedly.claims.lexicon import words
from reportedly.data import Span

_WORD = re.compile(r"[^\W_]+(?:[’'.,&][^\W_]+)*")
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
        "buy buys bought",
        "find finds found",
        "lose loses lost",
        "leave leaves left",
        "take takes took taken",
        "give gives gave given",
        "make makes made making",
        "steal steals stole stolen",
        "sell sells sold sale sales",
        "send sends sent",
        "fall falls fell fallen",
        "rise rises rose risen",
        "strike strikes struck",
        "hold holds held",
        "build builds built",
        "pay pays paid",
        "win wins won",
        "flee flees fled",
        "fight fights fought fighter fighters fighting",
        "marry marries married marriage",
        "weapon weapons arms",
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


class Stem(NamedTuple):
    """A word in one form, and where it stands."""

    form: str
    span: Span


def stem(word: str) -> str:
    """A word without its case, possessive ending and most of its inflection."""
    plain = word.lower().replace("’", "'").removesuffix("'s")
    if plain in _FOLDED:
        return _FOLDED[plain]
    if not plain.isalpha():
        return plain.replace(",", "")
    if len(plain) > 3 and plain.endswith("ies"):
        plain = plain[:-3] + "y"
    elif len(plain) > 3 and plain.endswith("s") and not plain.endswith("ss"):
        plain = plain[:-1]
    return plain[:_LENGTH]


def stems_of(text: str, span: Span) -> Iterator[Stem]:
    """The words in `span` that mean something by themselves, in reading order."""
    for match in _WORD.finditer(text, span.start, span.end):
        lower = match.group().lower()
        if lower not in _EMPTY or (lower == "us" and match.group().isupper()):
            yield Stem(stem(match.group()), Span(match.start(), match.end()))
