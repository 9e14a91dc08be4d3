"""Words around a number that bound it ("nearly", "at least") or give it a direction ("rose")."""

from __future__ import annotations

from collections.abc import Sequence

from reportedly.claims.lexicon import words
from reportedly.claims.tokens import Token, word_at
from reportedly.data import Bound, Change

# By their last word, read backwards from the number; longer phrases first
_PHRASES: dict[str, Bound] = {
    phrase: bound
    for bound, phrases in {
        Bound.ABOUT: (
            "about|around|some|approximately|approx|roughly|circa|estimated|in the region of"
            "|somewhere around|or so|~|≈|approximate|plus or minus|barely"
        ),
        Bound.NEARLY: (
            "nearly|almost|close to|approaching|practically|virtually|just short of|nearing"
        ),
        Bound.OVER: (
            "more than|over|above|exceeding|exceeded|exceeds|exceed|in excess of|upwards of"
            "|upward of|north of|greater than|higher than|longer than|older than|larger than"
            "|bigger than|better than|topped|topping|surpassed|surpassing|over than|>|beyond"
            "|further than|taller than|heavier than|faster than|wider than"
        ),
        Bound.AT_LEAST: (
            "at least|no fewer than|no less than|not less than|not fewer than|minimum of|≥"
            "|at the very least|at a minimum|as few as|start at|starts at"
            "|starting at|start from|starts from|starting from"
        ),
        Bound.UNDER: (
            "less than|fewer than|under|below|lower than|smaller than|shorter than|younger than"
            "|short of|<|cheaper than|not quite|sub -|lighter than|slower than"
        ),
        Bound.AT_MOST: (
            "at most|up to|no more than|not more than|maximum of|at the most|≤|as many as"
            "|as much as|no longer than|no higher than|no greater than|capped at"
        ),
    }.items()
    for phrase in phrases.split("|")
}
_LAST_WORDS = frozenset(p.rsplit(" ", 1)[-1] for p in _PHRASES)
_LONGEST = 4
_SKIPPED = words("a an just only another further additional even") | set('"“”‘(')
_AFTER: dict[tuple[str, ...], Bound] = {
    ("or", "more"): Bound.AT_LEAST,
    ("or", "so"): Bound.ABOUT,
    ("or", "less"): Bound.AT_MOST,
    ("or", "fewer"): Bound.AT_MOST,
    ("or", "over"): Bound.AT_LEAST,
    ("or", "older"): Bound.AT_LEAST,
    ("or", "above"): Bound.AT_LEAST,
    ("or", "higher"): Bound.AT_LEAST,
    ("or", "under"): Bound.AT_MOST,
    ("or", "below"): Bound.AT_MOST,
    ("or", "thereabouts"): Bound.ABOUT,
    ("and", "over"): Bound.AT_LEAST,
    ("and", "above"): Bound.AT_LEAST,
    ("and", "up"): Bound.AT_LEAST,
    ("at", "least"): Bound.AT_LEAST,
    ("at", "most"): Bound.AT_MOST,
    ("-", "odd"): Bound.ABOUT,
    ("-", "plus"): Bound.AT_LEAST,
    ("+",): Bound.AT_LEAST,
    ("plus",): Bound.AT_LEAST,
}
_AFTER_FIRST = frozenset(phrase[0] for phrase in _AFTER)

_NEGATED = {Bound.OVER: Bound.AT_MOST, Bound.UNDER: Bound.AT_LEAST}  # "will not exceed 300"
_CONTRACTED = words("cannot won't can't don't doesn't didn't couldn't wouldn't")
_MAY_BE_DENIED = words(
    "will would can could should must may might do does did has have had is are was were"
)
_NO_VERB = words("only just because if that when but as until till since in for after or")

_UP = words(
    "rise rises rose risen rising increase increases increased increasing climb climbs climbed",
    "climbing grow grows grew grown growing gain gains gained gaining jump jumps jumped jumping",
    "soar soars soared soaring surge surges surged surging up upward upwards adds added advance",
    "advances advanced rally rallied rebound rebounded leap leapt leaped spike spiked swell",
    "swelled hike hiked rocketed skyrocketed boost boosted upped strengthened strengthens",
    "expanded expands expand doubled tripled quadrupled",
)
_DOWN = words(
    "fall falls fell fallen falling drop drops dropped dropping decline declines declined",
    "declining decrease decreases decreased decreasing lose loses lost losing sink sinks sank",
    "sunk slide slides slid sliding slip slips slipped slipping tumble tumbles tumbled tumbling",
    "plunge plunges plunged plunging plummet plummeted plummets plummeting shrink shrinks",
    "shrank shrunk down downward dip dips dipped dive dived reduce reduces reduced reducing cut",
    "cuts cutting slashed slump slumped shed sheds eased dwindle dwindled contract contracted",
    "crashed retreated lower lowered lowering weakened shedding slashing easing",
)
_BETWEEN = words(  # what may stand between the verb of change and its figure
    "by to as of at from about around whopping record massive staggering nearly almost some",
    "roughly approximately more less than over under up down another further only just even",
    "least most too back much estimated the an additional sharply slightly marginally modestly",
    "steadily higher lower",
)
_PHRASAL = {  # "gave up 300 yards", "it boils down to two points"
    "up": words(
        "give gives gave giving given make makes made making set sets setting pick picked turn",
        "turns turned end ends ended come came put puts took show showed sign signed line lined",
        "broke rack racked open opened",
    ),
    "down": words("boil boils boiled boiling put puts set shut took turned laid"),
}


_RISES = words("rise increase jump surge gain hike climb spike")
_FALLS = words("fall drop decline decrease plunge slump reduction dip cut slide")
_ONE = words("a an another further the its their his her")


def bound_of(tokens: Sequence[Token], first: int, *ends: int) -> tuple[Bound, int]:
    """The bound of the figure from token `first` on, and where its words begin.

    `ends` are the tokens where words like "or more" may follow: after number and unit.
    """
    i = first
    while i > 0 and tokens[i - 1].lower in _SKIPPED and first - i < 2:
        i -= 1
    for start in (first, i) if i < first else (first,):
        if start > 0 and tokens[start - 1].lower in _LAST_WORDS:
            for length in range(min(_LONGEST, start), 0, -1):
                phrase = " ".join(t.lower for t in tokens[start - length : start])
                if phrase in _PHRASES:
                    return _negated(tokens, start - length, _PHRASES[phrase]), start - length
    for end in ends:
        if word_at(tokens, end) not in _AFTER_FIRST:
            continue
        for length in (2, 1):
            bound = _AFTER.get(tuple(t.lower for t in tokens[end : end + length]))
            if bound is not None:
                return bound, first
    return Bound.EXACT, first


def _negated(tokens: Sequence[Token], i: int, bound: Bound) -> Bound:
    """The bound whose words begin at token `i`, turned where a "not" denies their verb: "will not
    exceed 300", "did not earn more than 500", "will not rise by more than 2%"."""
    verb = i if word_at(tokens, i).startswith("exceed") else i - 1
    verb -= word_at(tokens, verb) == "by"
    denial = word_at(tokens, verb - 1).replace("’", "'")
    denied = denial in ("not", "never") and word_at(tokens, verb - 2) in _MAY_BE_DENIED
    denied = denied or denial in _CONTRACTED
    if not denied or not word_at(tokens, verb).isalpha() or word_at(tokens, verb) in _NO_VERB:
        return bound
    return _NEGATED.get(bound, bound)


def change_after(tokens: Sequence[Token], first: int, end: int) -> Change | None:
    """The direction of a figure that a noun of change follows: "a 12% fall", "a 3-point rise"."""
    if word_at(tokens, first - 1) not in _ONE:
        return None
    noun = word_at(tokens, end)
    return Change.UP if noun in _RISES else Change.DOWN if noun in _FALLS else None


def change_of(tokens: Sequence[Token], first: int) -> Change | None:
    """The direction that the words before token `first` give to the figure there."""
    if word_at(tokens, first - 1) == "+":
        return Change.UP
    by = False  # "cut its costs by 5%": the verb may stand before its object
    for i in range(first - 1, max(first - 6, -1), -1):
        word = tokens[i].lower
        if word in _UP or word in _DOWN:
            if word == "up" and word_at(tokens, i + 1) == "to":
                return None  # a bound
            if word in _PHRASAL and word_at(tokens, i - 1) in _PHRASAL[word]:
                return None
            return Change.UP if word in _UP else Change.DOWN
        by = by or (word == "by" and i == first - 1)
        if word in ("a", "an", "the"):
            if i == first - 1 and not by:
                return None  # "added a 30-minute talk"
        elif not (word in _BETWEEN or word.endswith("ly") or (by and tokens[i].kind == "word")):
            return None
    return None
