"""A source that goes by two names, or is made out to be two things, in one article."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from reportedly.claims.lexicon import words
from reportedly.data import (
    Evidence,
    Finding,
    FindingKind,
    Place,
    Severity,
    Source,
    SourceType,
    Span,
)

_MENTIONS = 200  # mentions of one source that are looked at
_LOOKED = 120  # code points of a mention that are looked at
_SHORTEST = 6  # code points of a surname: shorter ones differ by a letter and are two people's
_LONGEST = 24
_WORD = re.compile(r"[^\W\d_]+")

# What a reader weighs a source by. Nobody is two of these without being told so.
_STANDINGS = {
    "an expert": words(
        "expert experts analyst scholar professor academic researcher scientist historian",
        "economist specialist",
    ),
    "a journalist": words(
        "journalist reporter correspondent columnist anchor presenter anchorman newscaster",
        "blogger pundit commentator",
    ),
    "an activist": words("activist campaigner lobbyist protester protestor dissident"),
    "a politician": words(
        "politician senator congressman congresswoman lawmaker legislator mp minister candidate",
        "governor mayor",
    ),
    "a fighter": words("fighter militant rebel jihadist insurgent mercenary commander"),
}
_STANDING = {word: standing for standing, all_ in _STANDINGS.items() for word in all_}
_OPEN = frozenset({"an expert"})  # whoever is one should be no other
_FORMER = re.compile(r"\b(?:former|ex|retired|late|one-time|then)\b", re.I)


def find_variants(text: str, sources: Sequence[Source]) -> Iterator[Finding]:
    """Sources that are an expert here and something else there; names in two spellings."""
    for source in sources:
        if source.type is SourceType.PERSON:
            yield from _two_standings(text, source)
    yield from _two_spellings(text, sources)


def _two_standings(text: str, source: Source) -> Iterator[Finding]:
    found: dict[str, Span] = {}
    for span in source.mentions[:_MENTIONS]:
        mention = text[span.start : min(span.end, span.start + _LOOKED)]
        if _FORMER.search(mention):
            continue
        standings = {_STANDING[w] for w in _WORD.findall(mention.lower()) if w in _STANDING}
        if len(standings) > 1:
            return  # the text says itself that they are both
        for standing in standings:
            found.setdefault(standing, span)
    others = [standing for standing in found if standing not in _OPEN]
    if _OPEN.isdisjoint(found) or not others:
        return
    first, second = sorted((*_OPEN.intersection(found), others[0]), key=lambda s: found[s])
    name = source.name or "The same source"
    message = f"{name} is called {first} in one place and {second} in another."
    evidence = tuple(Evidence(Place.TEXT, found[standing]) for standing in (first, second))
    yield Finding(FindingKind.SPEAKER_VARIANT, Severity.INFO, message, evidence)


def _two_spellings(text: str, sources: Sequence[Source]) -> Iterator[Finding]:
    """Surnames of named persons that differ by one letter, where the first names agree.

    Each surname is put under itself and under itself less one letter; two that differ by a
    letter meet there, so that no two names need be compared unless they do.
    """
    under: defaultdict[str, dict[str, Source]] = defaultdict(dict)
    for source in sources:
        name = _WORD.findall(source.name or "")
        if source.type is not SourceType.PERSON or not name:
            continue
        surname = name[-1].lower()
        if not _SHORTEST <= len(surname) <= _LONGEST:
            continue
        keys = {surname, *(surname[:i] + surname[i + 1 :] for i in range(len(surname)))}
        met = {id(s): s for key in keys for other, s in under[key].items() if other != surname}
        for other in met.values():
            known = _WORD.findall(other.name or "")
            if _are_one(name, known):
                message = f"One name is spelt in two ways: {other.name} and {source.name}."
                evidence = tuple(
                    Evidence(Place.TEXT, s.mentions[0]) for s in (other, source) if s.mentions
                )
                yield Finding(FindingKind.SPEAKER_VARIANT, Severity.WARNING, message, evidence)
                return
        for key in keys:
            under[key].setdefault(surname, source)


def _are_one(name: Sequence[str], other: Sequence[str]) -> bool:
    """True when the first names agree, or one of the two has none."""
    a, b = name[0].lower(), other[0].lower()
    one, another = name[-1].lower(), other[-1].lower()
    plural = one + "s" == another or another + "s" == one
    return not plural and (a == b or len(name) == 1 or len(other) == 1)
