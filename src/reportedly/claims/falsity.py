"""What an article calls false: "a hoax report", "the story is not true", "it never happened"."""

from __future__ import annotations

import re

_FALSE = (
    r"(?:hoax(?:es)?|bogus|untrue|not (?:actually |really )?true|fake[ds]?|false|fabricat\w{1,5}"
    r"|made[- ]up|satir\w{1,4}|spoof|parody|fiction(?:al)?|fictitious|rubbish|nonsense|debunked"
    r"|baseless|unfounded|a lie|inaccurate|incorrect|a myth)"
)
_TOLD = (  # what may be false
    r"(?:reports?|stor(?:y|ies)|claims?|rumou?rs?|news|articles?|posts?|tweets?|tales?|quotes?"
    r"|allegations?|suggestions?|(?:web)?sites?|press releases?|letters?|interviews?|statements?"
    r"|videos?|footage|it|this|that)"
)
_IS = (
    r"(?:(?:is|are|was|were|be|been|being|as|turn(?:s|ed) out|prove[dn]|call(?:s|ed)|branded"
    r"|dubbed|labell?ed|declared|rated|it[’']s|that[’']s)\b)"
)
_CALLED_FALSE = re.compile(
    # "the bogus online story"
    rf"\b{_FALSE}(?:,? (?!(?:and|but|or)\b)[\w-]{{1,30}}){{0,2}} (?!it\b|this\b|that\b){_TOLD}\b"
    # "the story of the lamp that went round the world is a hoax"
    rf"|\b{_TOLD}\b(?P<between>[^.;?]{{0,90}}?) {_IS}(?P<degree>(?: [\w’'-]{{1,30}}){{0,3}})"
    rf" [“\"‘']?{_FALSE}\b"
    rf"|\b(?:is|are|was|were)(?:n[’']t| not) (?:actually |really )?true\b"
    rf"|\bno truth (?:to|in)\b|\bdid(?:n[’']t| not) happen\b|\bnever happened\b",
    re.IGNORECASE,
)
_NOT = re.compile(r"\b(?:not|no|never|neither|nor|without)\b|n[’']t\b|\bif\b|\bwhether\b", re.I)
_DENIAL = re.compile(
    rf"\b(?:{_FALSE}|den(?:y|ies|ied|ying|ials?)|reject\w*|dismiss\w*|refut\w*|rebut\w*|rebuff\w*|disput\w*"
    r"|contradict\w*|debunk\w*|doubt\w*|s[kc]eptic\w*|rumou?r\w*|unconfirmed|unverified|prank\w*"
    r"|mistak\w*|wrong\w*|fall(?:s|ing|en)? for|fell for|retract\w*|correct\w*|apolog\w*|alive"
    r"|unlikely|conspirac\w*|fak(?:ery|ing)|misl\w*|invent\w*|question\w*|myths?|trick\w*|joke\w*"
    r"|not guilty|acquit\w*|cleared|innocen\w+|exonerat\w*"
    r"|no (?:\w+ )?(?:evidence|proof|truth|sign)"
    r"|(?:do|does|did|is|are|was|were|has|have|had|will|would|can|could)(?:n[’']t| not)(?=[.,;!])"
    r"|teas(?:e|er|ing)|troll\w*|staged|confus\w*|unaware|instead|lie[sd]?|lying|impossible|true)\b",
    re.IGNORECASE,
)
_NEGATION = re.compile(r"\b(?:not?|never|cannot|nor|neither|nothing|nobody)\b|n[’']t\b", re.I)


def called_false(sentence: str) -> tuple[int, int] | None:
    """Where a sentence calls something false that was told, as a half-open range, if it does.

    Linear in the length of the sentence.
    """
    for match in _CALLED_FALSE.finditer(sentence):
        between = (match["between"] or "") + (match["degree"] or "")
        before = sentence[max(0, match.start() - 8) : match.start()]
        if not _NOT.search(between) and not _NOT.search(before):
            return match.span()
    return None


def has_denial(text: str) -> bool:
    """True for a text that holds anything for false or doubtful."""
    return _DENIAL.search(text) is not None


def is_negated(sentence: str) -> bool:
    """True for a sentence with a negation in it, whatever is negated."""
    return _NEGATION.search(sentence) is not None
