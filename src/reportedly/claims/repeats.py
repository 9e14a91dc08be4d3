"""Claims that say the same thing twice: where the second time a hedge or a link is gone.

    claims ─► words and figures of each ─► pairs that share enough ─► rules ─► Finding

A pair must share most of its plain words (names alone make no pair: a whole article is about
the same people), or a number of people and some words. Each word is looked up among the few
claims that used it before, so the work is linear in the number of claims.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from itertools import chain
from typing import NamedTuple

from reportedly.claims.anonymity import Anonymity
from reportedly.claims.humans import counts_people
from reportedly.claims.lexicon import has_verb, tells, words
from reportedly.data import (
    Certainty,
    Claim,
    ClaimKind,
    Evidence,
    Finding,
    FindingKind,
    Place,
    Severity,
    Span,
)

_WORD = re.compile(r"[^\W\d_]{4,40}")
_STEM = 6  # code points of a word that are compared: "evacuated", "evacuation"
_FEW = 8  # claims that a word may stand in before it tells nothing
_SHARED = 3  # plain words of a pair
_OF_SHORTER, _OF_LONGER = 0.7, 0.6  # parts of their plain words
_WITH_PEOPLE = 2  # words of any kind beside a number of people
_SPECIFIC = 100.0  # smaller counts are equal by chance
_COMMON = words(
    "that this with from have been were they their them would could should about after before",
    "which while where when what there here than then into over under more most some such only",
    "also said says told will just very much many other because being does those these each both",
    "make made take took come came going well even still back like your ours hers than since",
)
_UNSURE = re.compile(  # whatever its class, a telling with one of these is not bare of doubt
    r"\b(?:may|might|could|would|can|if|perhaps|maybe|(?:un)?likely|probab\w+|possib\w+|plan\w*"
    r"|(?:expect|estimat|predict|forecast|assum|believ|suspect|suggest|seem|appear|rumou?r|aim|hop"
    r"|suppos|alleg|report|claim)(?:s|e|es|ed|edly|ing)?|think|thought|feels?|wonder|about to)\b"
    r"|['’](?:d|ll)\b",
    re.IGNORECASE,
)
_HEDGED = {
    Certainty.POSSIBLE: "as possible",
    Certainty.PROBABLE: "as probable",
    Certainty.CONDITIONAL: "on a condition",
}


class _Said(NamedTuple):
    """What is compared of one claim."""

    claim: Claim
    plain: Set[str]  # stems of its words in lower case
    figures: frozenset[float]  # large enough to be telling
    people: frozenset[float]  # those that count people


def find_repeats(claims: Sequence[Claim], anonymity: Anonymity) -> Iterator[Finding]:
    """Hedges and links that are there once and gone the other time, the first pair of each."""
    kinds: set[tuple[FindingKind, str]] = set()
    for first, second in _pairs([c for c in claims if c.place is Place.TEXT and c.content]):
        for fuller, barer in ((first, second), (second, first)):
            finding = _chain_cut(fuller, barer, anonymity) or _hedge_lost(fuller, barer)
            if finding and (finding.kind, fuller.id) not in kinds:
                kinds.add((finding.kind, fuller.id))
                yield finding
                break


def _chain_cut(fuller: Claim, barer: Claim, anonymity: Anonymity) -> Finding | None:
    """A link that one telling names and the other leaves out."""
    long, short = fuller.chain, barer.chain
    sources = [link.source for link in long]
    if barer.certainty is not Certainty.ASSERTED or _UNSURE.search(barer.text):
        return None
    if len(short) >= len(long) or [link.source for link in short] != sources[: len(short)]:
        return None
    if not short and (_told(barer) or not all(map(anonymity.hides, long))):
        return None  # what a named source said may stand in the article's own voice, too
    left_out = anonymity.called(long[-1])
    if short:
        message = (
            f"What {anonymity.called(short[-1])} has from {left_out} in one place is their own"
            " word in another."
        )
    else:
        message = f"The text tells as a fact what it has elsewhere from {left_out}."
    evidence = (_evidence(fuller), _evidence(barer))
    return Finding(FindingKind.CHAIN_CUT, Severity.WARNING, message, evidence)


def _hedge_lost(fuller: Claim, barer: Claim) -> Finding | None:
    """A condition or a doubt that one telling has and the other has not."""
    held = _HEDGED.get(fuller.certainty)
    if held is None or barer.certainty is not Certainty.ASSERTED or _UNSURE.search(barer.text):
        return None
    whose = [link.source for link in barer.chain]
    if whose and whose[-1] not in [link.source for link in fuller.chain]:
        return None  # another source may well be sure
    message = f"The text holds {held} in one place what it tells without that in another."
    evidence = (_evidence(fuller), _evidence(barer))
    return Finding(FindingKind.HEDGE_LOST, Severity.WARNING, message, evidence)


def _told(claim: Claim) -> bool:
    """True for a sentence in the article's own voice that yet says whom it has it from."""
    return not claim.chain and tells(claim.text)


def _evidence(claim: Claim) -> Evidence:
    return Evidence(claim.place, Span(claim.content[0].start, claim.content[-1].end), claim.id)


# ── Pairs ────────────────────────────────────────────────────────────────────────────────


def _pairs(claims: Sequence[Claim]) -> Iterator[tuple[Claim, Claim]]:
    """Each claim with the earlier ones that say the same, in reading order."""
    used: defaultdict[object, list[tuple[int, _Said]]] = defaultdict(list)
    for place, claim in enumerate(claims):
        if claim.kind is ClaimKind.QUESTION or claim.certainty is Certainty.DENIED:
            continue
        said = _said(claim)
        if len(said.plain) < _SHARED and not said.people:
            continue  # too little to make a pair
        earlier: dict[int, _Said] = {}
        for key in chain(said.plain, said.people):
            others = used[key]
            if len(others) <= _FEW:
                earlier.update(others)
                others.append((place, said))
        same = sorted(at for at, other in earlier.items() if _same(other, said))
        if same and has_verb(claim.text):  # no caption, no item of a list
            for other in same:
                if has_verb(earlier[other].claim.text):
                    yield earlier[other].claim, claim


def _said(claim: Claim) -> _Said:
    found = _WORD.findall(claim.text)
    plain = {word[:_STEM] for word in found if word.islower() and word not in _COMMON}
    if not claim.quantities:
        return _Said(claim, plain, frozenset(), frozenset())
    telling = [
        (q.value, counts_people(q.unit))
        for q in claim.quantities
        if q.value and q.low == q.high >= _SPECIFIC and q.unit not in _SHARES
    ]
    people = frozenset(value for value, counts in telling if counts)
    return _Said(claim, plain, frozenset(value for value, _ in telling), people)


def _stems(claim: Claim) -> set[str]:
    """Stems of all its words, those of names, too."""
    found = map(str.lower, _WORD.findall(claim.text))
    return {word[:_STEM] for word in found if word not in _COMMON}


_SHARES = ("%", "percentage points")


def _same(one: _Said, other: _Said) -> bool:
    if not one.people.isdisjoint(other.people):
        return len(_stems(one.claim) & _stems(other.claim)) >= _WITH_PEOPLE
    if one.figures and other.figures and one.figures.isdisjoint(other.figures):
        return False
    shorter, longer = len(one.plain), len(other.plain)
    if shorter > longer:
        shorter, longer = longer, shorter
    if shorter < _SHARED or shorter < _OF_LONGER * longer:
        return False  # as all of the shorter would not be enough
    shared = len(one.plain & other.plain)
    enough = shared >= _SHARED and shared >= _OF_SHORTER * shorter and shared >= _OF_LONGER * longer
    return enough and _negated(one.claim) == _negated(other.claim)


def _negated(claim: Claim) -> bool:
    return _NEGATION.search(claim.text) is not None


_NEGATION = re.compile(r"\b(?:not|no|never|cannot|nobody)\b|n['’]t\b", re.IGNORECASE)
