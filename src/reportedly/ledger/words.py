"""Words as both full-text indexes know them: SQLite's `unicode61`, and this module's for
PostgreSQL, whose own parser takes "100,000" and "so-called" apart in other ways.

A word is a run of letters and digits, in small letters and without accents.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportedly.data import Span

_WORD = re.compile(r"[^\W_]+")
_ASKED = re.compile(r'"([^"]*)"?(\*)?|(\S+)')
_FACET = "_"  # before a facet in a tsvector; no word has it
_MIDDLING = 20  # words of a claim
_LONGEST = 500  # code points of a word; a lexeme has 2,046 bytes at most


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that must follow one another; `prefix` when the last may go on."""

    words: tuple[str, ...]
    prefix: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What an index is asked for: all phrases, of every group of facets one, and no facet of
    those without."""

    phrases: tuple[Phrase, ...] = ()
    facets: tuple[tuple[str, ...], ...] = ()
    without: tuple[str, ...] = ()

    @property
    def narrows(self) -> bool:
        """True when an index can be asked: it cannot tell what merely lacks something."""
        return bool(self.phrases or self.facets)


def fold(text: str) -> str:
    """Small letters without accents."""
    if text.isascii():
        return text.lower()
    plain = (each for each in unicodedata.normalize("NFD", text) if not unicodedata.combining(each))
    return unicodedata.normalize("NFC", "".join(plain)).lower()


def words_of(text: str) -> list[str]:
    return [word[:_LONGEST] for word in _WORD.findall(fold(text))]


def spans_of(text: str) -> Iterator[tuple[str, Span]]:
    """Each word as the indexes know it, and where it stands in `text`."""
    for found in re.finditer(r"(?:[^\W_]|[\u0300-\u036f])+", text):
        word = fold(found[0])[:_LONGEST]
        if word:
            yield word, Span(found.start(), found.end())


def parse(query: str) -> list[Phrase]:
    """What a person asks for: words, "phrases in quotes", and beginnings of words (`troop*`).

    Marks within a word, as in "100,000", make a phrase of its parts. All must be found.
    """
    phrases = []
    for quoted, star, bare in _ASKED.findall(query):
        words = tuple(words_of(quoted or bare))
        if words:
            phrases.append(Phrase(words, bool(star) or bare.endswith("*")))
    return phrases


def tsvector(text: str, facets: str = "") -> str:
    """The words of `text` with their positions, and facets, as PostgreSQL writes a tsvector. It
    counts positions to 16,383, and 255 of one word."""
    places: dict[str, str] = {}
    for position, word in enumerate(words_of(text), start=1):
        known = places.get(word)
        places[word] = f"{known},{position}" if known else f"'{word}':{position}"
    return " ".join((*places.values(), *(f"'{_FACET}{each}'" for each in facets.split())))


def tsquery(asked: Asked) -> str:
    """As PostgreSQL writes a tsquery; words hold letters and digits only."""
    parts = [_ts_phrase(phrase) for phrase in asked.phrases]
    for group in asked.facets:
        parts.append("(" + " | ".join(f"'{_FACET}{each}'" for each in group) + ")")
    parts += [f"!'{_FACET}{each}'" for each in asked.without]
    return " & ".join(parts)


def _ts_phrase(phrase: Phrase) -> str:
    words = [f"'{word}'" for word in phrase.words]
    if phrase.prefix:
        words[-1] += ":*"
    return "(" + " <-> ".join(words) + ")"


def fts5(asked: Asked, column: str) -> str:
    """As SQLite's FTS5 writes it; words are sought in one column, facets in theirs."""
    parts = [
        f'{column} : "' + " ".join(phrase.words) + '"' + ("*" if phrase.prefix else "")
        for phrase in asked.phrases
    ]
    parts += [f"facets : ({' OR '.join(group)})" for group in asked.facets]
    sought = " AND ".join(parts)
    if not asked.without:
        return sought
    return f"({sought}) NOT facets : ({' OR '.join(asked.without)})"


def matches(text: str, phrases: list[Phrase]) -> list[Span]:
    """Where in `text` the phrases stand, in order and not overlapping."""
    words = list(spans_of(text))
    found = []
    for i in range(len(words)):
        for phrase in phrases:
            if _stands(words, i, phrase):
                found.append(Span(words[i][1].start, words[i + len(phrase.words) - 1][1].end))
    return _joined(found)


def rank(text: str, phrases: Sequence[Phrase]) -> float:
    """How well a text that has all phrases matches, as BM25 (Robertson and Zaragoza 2009) weighs
    how often each occurs in how long a text; and better by half, the closer together they stand.

    How rare a phrase is plays no part: every text that is ranked has all of them.
    """
    words = words_of(text)
    found = [_places(words, phrase) for phrase in phrases]
    length = 1.2 * (0.25 + 0.75 * len(words) / _MIDDLING)
    score = sum(len(each) / (len(each) + length) for each in found)
    if len(phrases) < 2 or not all(found):
        return score
    room = sum(len(phrase.words) for phrase in phrases)
    return score * (1 + 0.5 * room / max(room, _window(found, phrases)))


def _places(words: list[str], phrase: Phrase) -> list[int]:
    """Where a phrase begins."""
    *whole, last = phrase.words
    if phrase.prefix:
        ends = [i for i, word in enumerate(words) if word.startswith(last)]
    else:
        ends = [i for i, word in enumerate(words) if word == last]
    before = len(whole)
    return [i - before for i in ends if i >= before and words[i - before : i] == whole]


def _window(found: list[list[int]], phrases: Sequence[Phrase]) -> int:
    """How many words the shortest stretch has that holds every phrase once."""
    stands = sorted((at, n) for n, each in enumerate(found) for at in each)
    last: dict[int, int] = {}
    shortest = stands[-1][0] + 1
    for at, n in stands:
        last[n] = at
        if len(last) == len(found):
            end = max(start + len(phrases[m].words) for m, start in last.items())
            shortest = min(shortest, end - min(last.values()))
    return shortest


def _stands(words: list[tuple[str, Span]], i: int, phrase: Phrase) -> bool:
    run = [word for word, _ in words[i : i + len(phrase.words)]]
    if len(run) < len(phrase.words) or tuple(run[:-1]) != phrase.words[:-1]:
        return False
    last = phrase.words[-1]
    return run[-1].startswith(last) if phrase.prefix else run[-1] == last


def _joined(spans: list[Span]) -> list[Span]:
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined
