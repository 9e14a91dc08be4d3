"""How a text tells what it tells: in which tone, how firmly, and on whose word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

import numpy as np

from reportedly.data import Certainty, Claim

_REFUTES = re.compile(
    r"\b(?:hoax\w*|fake[ds]?|fals(?:e|ely|ehood)|debunk\w*|bogus|untrue|fabricat\w*|satir\w*"
    r"|prank\w*|myth|denie[sd]|deny|denying|denial|refut\w*|dismiss\w*|disput\w*|rejects?|rejected"
    r"|incorrect|inaccurate|wrong|lie[sd]?|never happened|made[- ]up|photoshop\w*|no evidence"
    r"|not true|nonsense|baseless|unfounded|retract\w*|clarif\w*|correction|mistaken\w*"
    r"|misle\w*|staged|rubbish|nope|doubts?|doubted|rebuff\w*)\b",
    re.IGNORECASE,
)
_DOUBTS = re.compile(
    r"\b(?:reported(?:ly)?|alleged\w*|allegation\w*|rumou?r\w*|unconfirmed|claim(?:s|ed|ing)?"
    r"|purport\w*|supposed\w*|apparent\w*|may|might|could|possib\w*|perhaps|unclear|unverified"
    r"|verify|investigat\w*|speculat\w*|sources?|according|not confirmed|yet to|whether|if true"
    r"|report|said to|believed)\b",
    re.IGNORECASE,
)
_CONFIRMS = re.compile(
    r"\b(?:confirm(?:s|ed|ing)?|official(?:ly)?|announce[sd]?|reveal(?:s|ed)?|verified|proof"
    r"|admit(?:s|ted)?|identified|statement)\b",
    re.IGNORECASE,
)
_NEGATES = re.compile(r"\b(?:not|no|never|none|nobody|without|cannot)\b|n[’']t\b", re.IGNORECASE)
LEXICONS = (_REFUTES, _DOUBTS, _CONFIRMS, _NEGATES)
_LEAD = 600  # characters
_END = 400
_SENTENCE = re.compile(r"[^.!?\n]+[.!?”\"’']*")
_MOST = 12  # words of a lexicon that count
_REACHES = (150, _LEAD // 2, _LEAD, 1500)  # characters of the beginning
_FIRST = (1, 3, 6)  # claims
_NOWHERE = 5000  # characters, where a word does not come


def sentences(text: str, most: int) -> list[str]:
    """The first `most` stretches that end like sentences, or with their line."""
    found = islice(_SENTENCE.finditer(text), most)
    return [match.group().strip() for match in found]


def counts(text: str, most: int = _MOST) -> list[float]:
    """How many words of refutation, doubt, confirmation and negation it has, at most `most`."""
    return [float(min(len(lexicon.findall(text)), most)) for lexicon in LEXICONS]


def share(claims: Sequence[Claim], kind: Certainty) -> float:
    """Which part of `claims` is on somebody's word, and held so."""
    return sum(bool(c.chain) and c.certainty is kind for c in claims) / max(1, len(claims))


def refuting(text: str) -> float:
    """How many words of refutation its beginning has."""
    return counts(text[:_LEAD])[0]


def tones(text: str, claims: Sequence[Claim]) -> list[float]:
    """[17] measures: words of the lexicons, and the certainties of `claims`. The first tells how
    much is refuted."""
    lead, size = counts(text[:_LEAD]), max(1, len(text.split()))
    in_a_hundred = [100 * count / size for count in counts(text)]
    logs = np.log1p([lead[0] + lead[3], *lead, *in_a_hundred]).tolist()
    return [*logs, *(share(claims, kind) for kind in Certainty), float(np.log(size))]


def hands(text: str, claims: Sequence[Claim]) -> list[float]:
    """[17] measures: how much of the text is claimed, through how many hands it came, and how
    firmly it is held."""
    claimed, depth = np.zeros(max(1, len(text)), np.bool_), np.zeros(_LEAD)
    for claim in claims:
        for span in claim.content:
            claimed[span.start : span.end] = True
            here = depth[span.start : span.end]
            np.maximum(here, len(claim.chain), out=here)
    chains = [len(claim.chain) for claim in claims] or [0]
    firm = [claim.factuality for claim in claims] or [0.0]
    return [
        *(float(claimed[:reach].mean()) for reach in _REACHES),
        float(claimed.mean()),
        float(depth[: len(claimed)].mean()),
        *(float(np.mean(chains[:n])) for n in _FIRST),
        *(float(np.mean(firm[:n])) for n in _FIRST),
        *(min(firm[:n]) for n in _FIRST),
        float(np.mean(firm)),
        float(np.std(firm)),
    ]


def places(text: str) -> list[float]:
    """[7] measures: where doubts begin, and the words of the lexicons at the end."""
    doubt = _DOUBTS.search(text)
    begun = sentences(text, 3)
    doubts = [min(len(_DOUBTS.findall(" ".join(begun[:n]))), 3) for n in (1, 3)]
    begins = np.log1p(doubt.start() if doubt else _NOWHERE)
    return [float(begins), *map(float, doubts), *counts(text[-_END:], 3)]
