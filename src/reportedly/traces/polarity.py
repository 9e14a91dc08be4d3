"""Whether a statement says that something is so, or that it is not."""

from __future__ import annotations

import re

from reportedly.claims.lexicon import words
from reportedly.data import Certainty, Link, Place, Statement

_FALSELY = "wrongly|falsely|incorrectly|erroneously|mistakenly"
_EITHER = r"(?<! or )(?<! nor )\b"  # "would not confirm or deny"
_DENIED = r"den(?:y|ies|ied|ying)"
_OF_THEM = r"(?:(?:all|any|the|these|those|such|media|press) )*"
_NEGATED = re.compile(
    r"\A\W*(?:no(?:body|thing|ne)?|not|never|neither)\b"
    r"|\b(?:not|never|cannot)\b|n[’']t\b|\bno (?:longer|plans?|intention|truth|evidence|such)\b"
    r"|\b(?:acquitted|exonerated)(?: on \w+)? of\b"
    r"|\b(?:is|are|was|were|be|been|has|have|had|finds?|found|sees?|saw|seen) no"
    r" (?!doubt|secret|surprise|wonder|fewer|less|more|later|earlier|small|good|other|exception)\w"
    rf"|{_EITHER}{_DENIED} {_OF_THEM}(?:that|having|he|she|it|they)\b"
    rf"|{_EITHER}(?<!was )(?<!were )(?<!been )(?<!being ){_DENIED} {_OF_THEM}"  # and no boarding
    r"(?!wrongdoing)\w{3,}ing\b"
    rf"|{_EITHER}(?:{_DENIED}|(?:refut|dismiss)(?:es|ed|ing)|reject(?:s|ed|ing)) {_OF_THEM}"
    r"(?:claim|report|rumou?r|allegation|accusation)s?\b"
    rf"|\b(?:{_FALSELY}) (?:(?:report|claim|announc|suggest)(?:s|ed|es|e|ing)?|stat(?:es?|ed|ing)"
    r"|sa(?:ys?|id|ying)|wr(?:ites?|iting|itten|ote)|tell(?:s|ing)?|told)\b",
    re.IGNORECASE,
)
_NOT_ONLY = re.compile(  # where "not" denies nothing
    r"\bnot (?:only|just|until|till|before|least|yet known|ruled? out|(?:be )?surpris\w+)\b"
    r"|\W*(?:no|not) (?:fewer|less|more|later|earlier) than\b"
    r"|\W*(?:no(?:body| one)|not|never|neither|n[’']t) (?:confirm(?:ed)? n?or )?"
    r"(?:den(?:y|ies|ied)|disputes?d?|doubts?|doubted)\b"
    r"|(?:(?<=\bwill )not|(?<=\bwould )not|(?<=\bwo)n[’']t) (?:(?!and\b|or\b)\w+ ){1,3}until\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(  # what ends the first clause, so that "not" after it is not said of it
    r"[,;:]|\b(?:but|because|although|while|which|who|[Ii]f|[Uu]nless|whether|after|despite)\b"
)
_WRONGLY = words(_FALSELY.replace("|", " "))  # is it said
_ADVERB = 15  # code points before a cue in which such a word is sought
_EARLIER = re.compile(
    r"\b(?:earlier|previous|original|prior) version of (?:this|our|the)"
    r" (?:article|story|report|post|page|headline)\b",
    re.IGNORECASE,
)
_THE_REPORT = r"(?:the|that|this) (?:report|story|claim|rumou?r|news|translation|quotation|figure)"
_IS = r"(?: (?:is|was)| proved(?: to be)?| (?:has )?turned out to be|[’']s)"
_TAKEN_BACK = re.compile(  # what comes after it: "That was false, and we retract it."
    r"[^.!?\n]{0,80}[.!?][”\"’']?\s+(?:but |however, )?"
    rf"(?:(?:that|this|it|{_THE_REPORT}){_IS}"
    r"(?:(?: \w+ly)? (?:false|untrue|incorrect|made up|fabricated|bogus"
    r"|an? (?:hoax|lie|fake|fabrication))|(?: not|n[’']t) (?:true|so|correct|the case))"
    rf"|{_THE_REPORT}{_IS}(?: \w+ly)? (?:wrong|mistaken))\b",  # what is wrong else may be true
    re.IGNORECASE,
)


def denies(statement: Statement) -> bool:
    """True for what is said not to be so, in the same sentence or the next."""
    claim = statement.claim
    if claim.certainty is Certainty.DENIED or is_negated(claim.text):
        return True
    return takes_back(statement)


def takes_back(statement: Statement) -> bool:
    """True for what a page tells to say itself that it is not so, whoever said that it was."""
    claim = statement.claim
    if claim.place is Place.TITLE or not claim.content:
        return False
    if any(_is_taken_back(statement, link) for link in claim.chain):
        return True
    end = claim.content[-1].end
    if statement.text[end - 1 : end] in (".", "!", "?"):
        end -= 1
    return _TAKEN_BACK.match(statement.text, end) is not None


def _is_taken_back(statement: Statement, link: Link) -> bool:
    """True for whoever says it wrongly, and for what an article was before it was corrected."""
    text, cue = statement.text, link.cue
    if link.mention is not None and _EARLIER.search(link.mention.cut(text)):
        return True
    if cue is None:
        return False
    before = text[max(0, cue.start - _ADVERB) : cue.start].split()
    return not _WRONGLY.isdisjoint([*before[-1:], *cue.cut(text).split()])


def is_negated(text: str) -> bool:
    """True for a text that says "no" or "not" of its first clause."""
    found = _NEGATED.search(text)
    if found is None or _NOT_ONLY.match(text, found.start()):
        return False
    return _CLAUSE.search(text, 0, found.start()) is None
