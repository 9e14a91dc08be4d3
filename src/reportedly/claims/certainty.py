"""How firmly the last link holds a content: its class, and a factuality score.

Rules over word lists, on the cue and the content together. The class follows the strongest
sign: a cue that denies or asks, an "if" that the whole content hangs on, what the main clause
says of itself (modals, hedges, plans), a cue that believes or guesses, a negated main clause.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from reportedly.claims.lexicon import orders
from reportedly.claims.signs import (
    AS_FAR_AS,
    AT_A_LOSS,
    FALSE,
    HARDLY,
    IF,
    NEGATED,
    NO_PLANS,
    OPEN,
    PLANS,
    POSSIBLE,
    PROBABLE,
    TELLING,
    UNREAL,
)
from reportedly.claims.wording import Wording, plain
from reportedly.data import Certainty

_MAX_MAIN = 16  # words of the main clause
_KEPT = 2048  # cues whose reading is remembered: most are few

# Cues and the words about them
_DENIES = re.compile(
    r"\b(?:den(?:y|ies|ied|ying|ials?)|refut\w+|reject(?:s|ed|ing)?|dismiss(?:es|ed|ing)?"
    r"|disput(?:e|es|ed|ing)|rebut\w*|debunk\w*|disavow\w*|contradict(?:s|ed|ing)?"
    r"|rul(?:e|es|ed|ing) out|retract(?:s|ed|ing)?|recant(?:s|ed|ing)?"
    r"|(?:stop\w*|f[ae]ll\w*) short of|plead\w* not guilty|acquit\w*|cleared of"
    r"|fail(?:s|ed|ing)? to (?:show|find|prove|establish|demonstrate)"
    r"|(?:not|n't|never) (?:believe|think|expect|say|said|accept|agree|find|found|prove|show))\b"
)
_LEAVES_OPEN = re.compile(  # "neither confirmed nor denied"; whichever of them is the cue
    r"\bneither (?:\w+ )?(?:confirm|den(?:y|ie)|verif)|\bnor (?:confirm|den(?:y|ie)|verif)"
)
_CONCEDES = re.compile(
    r"\b(?:not|never|cannot|(?:refus|declin)\w+ to) (?:\w+ )?(?:deny|den(?:ied|ying)|disput|reject"
    r"|refut)"
)
_RULES_NOTHING_OUT = re.compile(
    r"\b(?:not|never|cannot|without|refus\w+|declin\w+|short of|no longer|yet)(?: \w+){0,3}"
    r" rul(?:e|es|ed|ing) out\b"
)
_UNTOLD = re.compile(r"\b(?:not|never|without) (?:\w+ )?sa(?:y|id|ying)\b")
_ASKS = re.compile(
    r"\b(?:ask(?:s|ed|ing)?|wonder(?:s|ed|ing)?|question(?:s|ed|ing)?|quer(?:y|ied)"
    r"|doubt(?:s|ed|ing)?|unclear|unknown|unsure|uncertain|unverified|inquired?|enquired?"
    r"|(?:not|n't|cannot|never|unable to)(?: \w+){0,2} (?:confirm|verify|know|say|clear|known|sure"
    r"|confirmed|verified|corroborate))\b"
)
_PROBES = re.compile(r"\b(?:investigat(?:e|es|ed|ing)|prob(?:es|ed|ing)|look(?:s|ed|ing)? into)\b")
_GUESSES = re.compile(
    r"\b(?:rumou?r(?:s|ed)?|speculat\w+|unconfirmed|gossip|hint(?:s|ed)?|suggest(?:s|ed|ing)?"
    r"|fear(?:s|ed)?|hop(?:e|es|ed|ing)|concerns?|worr(?:y|ies|ied)|possibility"
    r"|considering|mull(?:s|ed|ing)|contemplat(?:es|ed|ing))\b"
)
_BELIEVES = re.compile(
    r"\b(?:believ(?:e|es|ed|ing)|think(?:s|ing)?|thought|suspect(?:s|ed|ing)?|assum\w+|presum\w+"
    r"|expect(?:s|ed|ing|ation)?|anticipat\w+|estimat\w+|predict(?:s|ed|ing|ion)?|forecasts?"
    r"|appear(?:s|ed)?|seem(?:s|ed)?|reckon(?:s|ed)?|guess(?:es|ed)?|pegged|likely|theor\w+)\b"
)
_WANTS = re.compile(
    r"\b(?:plan(?:s|ned|ning)?|intend(?:s|ed|ing)?|intention|vow(?:s|ed|ing)?|promis(?:e|es|ed|ing)"
    r"|pledg(?:e|es|ed|ing)|order(?:s|ed|ing)?|demand(?:s|ed|ing)?|urg(?:e|es|ed|ing)"
    r"|want(?:s|ed|ing)?|request(?:s|ed|ing)?|threaten(?:s|ed|ing)?|propos(?:e|es|ed|ing)"
    r"|assur(?:e|es|ed|ing)|call(?:s|ed|ing)? (?:for|on|upon)|interest(?:ed)? in"
    r"|instruct\w*|command(?:s|ed)|recommend\w*|advis(?:e|es|ed|ing)|beg(?:s|ged)|offer(?:s|ed|ing)?"
    r"|decided|agreed|swore|aim(?:s|ed)?|prepar(?:es|ed|ing) to|seek(?:s|ing)?|appeal(?:s|ed)?)\b"
)
_CONCESSION = re.compile(r" (?:although|though|while) ")
_BUT = re.compile(r"\bbut\b")
_LEAD = re.compile(
    r"^(?:in|on|at(?! (?:least|most)\b)|despite|even (?:though|if|when)|given|because|as|after"
    r"|since|while|although|though|with|for|by|however|regardless|so|well|yes|no|but|and|now|today"
    r"|meanwhile|during|before|following)\b[^,]{0,80} , "
)
_CLAUSE_END = re.compile(
    r" (?:which|who|whom|because|although|while|after|before|since|where|whereas|despite|;|\.)"
    r"(?: |$)"
)

_SCORES = {
    Certainty.ASSERTED: 2.6,
    Certainty.PROBABLE: 1.6,
    Certainty.POSSIBLE: 0.7,
    Certainty.CONDITIONAL: 0.3,
    Certainty.DENIED: -2.6,
    Certainty.QUESTIONED: 0.0,
    Certainty.INTENDED: 0.6,
}


def grade(content: Wording, cue: str, context: str = "") -> tuple[Certainty, float]:
    """How firmly a content is held, from its own words, its cue and the words about the cue.

    `content` is that of the innermost proposition, `cue` the text of the last link's (empty
    when there is none), `context` the last link's mention and what stands between it, the cue
    and the content. The score is the factuality of the content's main event in [-3, +3]; it
    is negative for what is denied and for what is held to be likely or possibly not so.
    Looks at the first 400 code points of each.
    """
    said, among = content.said, TELLING.intersection(content.words)
    main = _main_clause(said) if among else ""
    reported = _read_cue(cue, context)
    if content.text.startswith("whether ") and _leaves_open(said, reported):
        certainty = Certainty.QUESTIONED
    else:
        certainty = _certainty(said, main, among, reported)
    score = _SCORES[certainty]
    unsure = certainty in (Certainty.PROBABLE, Certainty.POSSIBLE)
    if unsure and (_is_negated(main, among) or HARDLY.search(main)):
        score = -score
    return certainty, score


class _Cue(NamedTuple):
    """What a cue and the words about it say of whatever is reported."""

    words: str
    denies: bool
    asks: bool
    untold: bool  # "did not say", which denies that something is so, but not "how" it is
    warns: bool  # of what others will do, where it is no threat
    calls: bool  # "calls", which wants something where "for" or "to" follows, else describes
    leans: Certainty | None  # to what, unless the content says it of itself


@lru_cache(maxsize=_KEPT)
def _read_cue(cue: str, context: str) -> _Cue:
    words = plain(cue)
    about = f"{words} {plain(context)}"
    leaves_open = _LEAVES_OPEN.search(about) is not None
    concedes = (_CONCEDES.search(words) or _RULES_NOTHING_OUT.search(about)) is not None
    denies = not concedes and not leaves_open and _DENIES.search(words) is not None
    asks = leaves_open or (_ASKS.search(words) or _PROBES.search(words)) is not None
    leans = None
    if concedes:
        leans = Certainty.POSSIBLE
    elif _BELIEVES.search(words):
        leans = Certainty.PROBABLE
    elif _GUESSES.search(about):
        leans = Certainty.POSSIBLE
    elif _WANTS.search(words):
        leans = Certainty.INTENDED
    elif _BELIEVES.search(about):
        leans = Certainty.PROBABLE
    untold, warns = _UNTOLD.search(words) is not None, _WARNS.search(words) is not None
    return _Cue(words, denies, asks, untold, warns, words.endswith("calls"), leans)


_WARNS = re.compile(r"\bwarn(?:s|ed|ing)?\b")
_REFUSES = re.compile(r"\b(?:refus|declin)\w+")
_CALLS = re.compile(r"\b(?:call|brand|label)")
_FALSEHOOD = re.compile(  # "called [the report nonsense]"
    r"^(?:it|that|this|them|those|(?:\w+ ){0,3}(?:report|claim|allegation|accusation|charge|rumou?r"
    r"|stor(?=y|ies)|suggestion)\w*)\b.{0,120} (?:an? )?(?:\w+ )?(?:nonsense|false|untrue|baseless"
    r"|lies?|hoax|fabrications?|rubbish|bogus|unfounded|fake)$"
)
_WANTED = re.compile(r"(?:for|on|upon|to)\b")
_WHETHER = re.compile(r"(?:whether|how|why|what|who|when|where|which|if)\b")


def _main_clause(said: str) -> str:
    main = _LEAD.sub("", said, count=1)
    end = _CLAUSE_END.search(main, 12)
    if end:
        main = main[: end.start()]
    return " ".join(main.split(" ", _MAX_MAIN)[:_MAX_MAIN])


def _leaves_open(said: str, cue: _Cue) -> bool:
    """True for "will examine whether …"; not for "thinks whether it held is beside the point"."""
    return bool(cue.words) and cue.leans is not Certainty.PROBABLE and " , " not in said


def _certainty(said: str, main: str, among: frozenset[str], cue: _Cue) -> Certainty:
    if (cue.untold and _WHETHER.match(said)) or _LEAVES_OPEN.match(said):
        return Certainty.QUESTIONED
    if cue.denies:
        return Certainty.DENIED
    if cue.asks:
        wanted = "ask" in cue.words and re.match(r"(?:to|that|for|not to)\b", said)
        return Certainty.INTENDED if wanted else Certainty.QUESTIONED
    if said.endswith("?"):
        return Certainty.QUESTIONED
    if orders(said, cue.words) or (cue.calls and _WANTED.match(said)):
        return Certainty.INTENDED
    if said.startswith(("to rule out ", "to deny ")) and _REFUSES.search(cue.words):
        return Certainty.POSSIBLE
    if _CALLS.search(cue.words) and _FALSEHOOD.search(said):
        return Certainty.DENIED
    own = _of_itself(said, main, among, cue) if among else None
    return own or cue.leans or _stated(main, among)


def _of_itself(said: str, main: str, among: frozenset[str], cue: _Cue) -> Certainty | None:
    """The class that a content with some telling words gives itself, if any."""
    if OPEN.shows(said, among) or AT_A_LOSS.shows(said, among):
        return Certainty.QUESTIONED
    if IF.shows(said.partition(" . ")[0], among) or UNREAL.match(said):
        return Certainty.CONDITIONAL
    if FALSE.shows(_CONCESSION.split(said, maxsplit=1)[0], among):
        return Certainty.DENIED
    foretold = cue.warns and main.startswith("the ")
    foretold = foretold or cue.leans is Certainty.PROBABLE  # "thinks it will", "predicted"
    if not foretold and PLANS.shows(main, among):
        return Certainty.DENIED if NO_PLANS.search(main) else Certainty.INTENDED
    if AS_FAR_AS.shows(said, among) or PROBABLE.shows(main, among):
        return Certainty.PROBABLE
    return Certainty.POSSIBLE if POSSIBLE.shows(main, among) else None


def _stated(main: str, among: frozenset[str]) -> Certainty:
    return Certainty.DENIED if _is_negated(main, among) else Certainty.ASSERTED


def _is_negated(main: str, among: frozenset[str]) -> bool:
    if NEGATED.triggers.isdisjoint(among):
        return False
    found = NEGATED.pattern.search(main)
    return found is not None and not _BUT.search(main, found.end())
