"""Whether a statement says that something is so, or that it is not."""

from __future__ import annotations

import re

from reportedly.data import Certainty, Place, Statement

_NEGATED = re.compile(
    r"\A\W*(?:no(?:body|thing|ne)?|not|never|neither)\b"
    r"|\b(?:not|never|cannot)\b|n[’']t\b|\bno (?:longer|plans?|intention|truth|evidence|such)\b"
    r"|\b(?:acquitted|exonerated)(?: on \w+)? of\b"
    r"|\b(?:is|are|was|were|be|been|has|have|had|finds?|found|sees?|saw|seen) no"
    r" (?!doubt|secret|surprise|wonder|fewer|less|more|later|earlier|small|good|other|exception)\w",
    re.IGNORECASE,
)
_NOT_ONLY = re.compile(  # where "not" denies nothing
    r"\bnot (?:only|just|until|till|before|least|yet known|ruled? out|(?:be )?surpris\w+)\b"
    r"|\W*(?:no|not) (?:fewer|less|more|later|earlier) than\b"
    r"|(?:(?<=\bwill )not|(?<=\bwould )not|(?<=\bwo)n[’']t) (?:(?!and\b|or\b)\w+ ){1,3}until\b",
    re.IGNORECASE,
)
_TAKEN_BACK = re.compile(  # what comes after it: "That was false, and we retract it."
    r"[^.!?\n]{0,80}[.!?][”\"’']?\s+(?:but |however, )?"
    r"(?:that|this|it|(?:the|that|this) (?:report|story|claim|rumou?r|news))"
    r"(?: (?:is|was)| proved(?: to be)?| (?:has )?turned out to be|[’']s)"
    r"(?:(?: \w+ly)? (?:false|untrue|incorrect|made up|fabricated|bogus"
    r"|an? (?:hoax|lie|fake|fabrication))|(?: not|n[’']t) (?:true|so|correct|the case))\b",
    re.IGNORECASE,
)


def denies(statement: Statement) -> bool:
    """True for what is said not to be so, in the same sentence or the next."""
    claim = statement.claim
    if claim.certainty is Certainty.DENIED or is_negated(claim.text):
        return True
    if claim.place is Place.TITLE or not claim.content:
        return False
    end = claim.content[-1].end
    if statement.text[end - 1 : end] in (".", "!", "?"):
        end -= 1
    return _TAKEN_BACK.match(statement.text, end) is not None


def is_negated(text: str) -> bool:
    """True for a text that says "no" or "not" of its first clause."""
    found = _NEGATED.search(text)
    if found is None or _NOT_ONLY.match(text, found.start()):
        return False
    clause = re.search(r"[,;:]|\b(?:but|because|although|while|which|who)\b", text[: found.start()])
    return clause is None
