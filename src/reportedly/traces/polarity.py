"""Whether a statement says that something is so, or that it is not."""

from __future__ import annotations

import re

from reportedly.data import Certainty, Statement

_NEGATED = re.compile(
    r"\A\W*(?:no(?:body|thing|ne)?|not|never|neither)\b"
    r"|\b(?:not|never|cannot)\b|n[’']t\b|\bno (?:longer|plans?|intention|truth|evidence|such)\b"
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


def denies(statement: Statement) -> bool:
    """True for what is said not to be so."""
    if statement.claim.certainty is Certainty.DENIED:
        return True
    return is_negated(statement.claim.text)


def is_negated(text: str) -> bool:
    """True for a text that says "no" or "not" of its first clause."""
    found = _NEGATED.search(text)
    if found is None or _NOT_ONLY.match(text, found.start()):
        return False
    clause = re.search(r"[,;:]|\b(?:but|because|although|while|which|who)\b", text[: found.start()])
    return clause is None
