"""What sort of claim a content is: statement, opinion, prediction, promise or question."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from reportedly.claims.lexicon import LIKELY, Sign, orders, words
from reportedly.claims.wording import Wording
from reportedly.data import Certainty, ClaimKind

_MAX_CHARS = 300  # of a content that are looked at
_KEPT = 2048  # cues whose reading is remembered: most are few
_PROMISING = re.compile(
    r"\b(?:vow|promis|pledg|assur|guarant|swore|swear|commit|undert(?:ake|ook)|agreed)\w*", re.I
)
_DEMANDING = re.compile(
    r"\b(?:call(?:s|ed|ing)? (?:for|on|upon)|demand|urg(?:e|ing)|order|instruct|request|recommend"
    r"|advis|beg|appeal|insist|ask)\w*",
    re.I,
)
_COMMITS = re.compile(r"^\W*(?:i|we|he|she|they|it)(?: will|['’]ll| shall| would)\b", re.I)
_FORETELLING = re.compile(
    r"\b(?:predict|forecast|project(?:s|ed)\b|foresee|expect|anticipat|warn(?:s|ed) that)\w*", re.I
)
_FUTURE = Sign(
    words("will wo ll shall going about likely expected set due bound poised"),
    re.compile(
        r"\b(?=[ws])"  # before what looks back, and quick to tell
        r"(?<!\bthe )(?<!\ba )(?<!\bhis )(?<!\bher )(?<!\btheir )(?<!\bof )(?<!\bgood )(?<!\bfree )"
        r"(?:will|won['’]t|shall)\b|['’]ll\b"
        rf"|\b(?:going|about|{LIKELY}|expected|set|due|bound|poised) to\b"
    ),
)
_VALUES = words(
    "good great best better bad worse worst terrible terrific horrible awful wonderful fantastic",
    "amazing incredible beautiful ugly stupid smart brave shameful shameless ridiculous outrageous",
    "disgraceful disgusting disgrace shame disaster tragedy mistake unfair fair wrong right",
    "important dangerous irresponsible absurd pathetic unacceptable remarkable excellent perfect",
    "silly crazy insane cruel evil hypocritical proud honored honoured exciting unfortunate",
)
_JUDGING = Sign(
    _VALUES
    | words(
        "should ought must deserve deserves deserved be stop do view opinion think believe",
        "feel guess hope love hate like",
    ),
    re.compile(
        r"\b(?:should(?! (?:the|an?|i|it|he|she|they|we|you|there|any\w*)\b)|shouldn['’]t"
        r"|ought to|must(?! have)|deserve[sd]?"
        r"|(?:have|has|need|needs) to (?:be|stop|do)"
        r"|i (?:think|believe|feel|guess|hope|love|hate|like)|in my (?:view|opinion)"
        r"|(?:is|are|was|were|be|been|so|very|too|really|truly|absolutely|such|most|more|a|an|the)"
        rf" (?:{'|'.join(sorted(_VALUES))}))\b"
    ),
)
# Parts of words, as `wording.plain` has them, without which a content tells neither of the two
_TELLING = _JUDGING.triggers | _FUTURE.triggers
_PRAISING = re.compile(
    r"\b(?:criticis|criticiz|prais|condemn|slam|blast|lament|complain|argu|denounc|hail|deplor"
    r"|describ|call(?:s|ed|ing)? (?!for|on|upon)|feel|felt|joke|brag|boast)\w*",
    re.I,
)


class _Cue(NamedTuple):
    """What a cue says of the sort of claim that it reports."""

    promises: bool
    demands: bool
    foretells: bool
    praises: bool  # or blames, or only describes


@lru_cache(maxsize=_KEPT)
def _read_cue(cue: str) -> _Cue:
    signs = (_PROMISING, _DEMANDING, _FORETELLING, _PRAISING)
    return _Cue(*(sign.search(cue) is not None for sign in signs))


def kind_of(content: Wording, cue: str, certainty: Certainty) -> ClaimKind:
    """The kind of a claim from its content, its cue (empty if none) and its certainty."""
    if certainty is Certainty.QUESTIONED or content.text.rstrip(" ”\"’'").endswith("?"):
        return ClaimKind.QUESTION
    told = _read_cue(cue)
    if certainty is Certainty.INTENDED:
        demands = told.demands or orders(content.said, cue.lower())
        return ClaimKind.OPINION if demands else ClaimKind.PROMISE
    words = content.said.replace("'", " ").split(" ") if "'" in content.said else content.words
    among = _TELLING.intersection(words)
    if among or told.promises:
        said = " ".join(content.text[:_MAX_CHARS].lower().split())
        if told.promises and (_COMMITS.search(said) or said.startswith("to ")):
            return ClaimKind.PROMISE
        if _JUDGING.shows(said, among):
            return ClaimKind.OPINION
        if _FUTURE.shows(said, among):
            return ClaimKind.PREDICTION
    if told.foretells:
        return ClaimKind.PREDICTION
    return ClaimKind.OPINION if told.praises else ClaimKind.STATEMENT
