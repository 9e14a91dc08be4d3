"""Words as both full-text indexes know them: SQLite's `unicode61`, and this module's for
PostgreSQL, whose own parser takes "100,000" and "so-called" apart in other ways.

A word is a run of letters and digits, in small letters and without accents.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from reportedly.data import Span

_WORD = re.compile(r"[^\W_]+")
_ASKED = re.compile(r'"([^"]*)"?(\*)?|(\S+)')
_LONGEST = 500  # code points of a word; a lexeme has 2,046 bytes at most


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that must follow one another; `prefix` when the last may go on."""

    words: tuple[str, ...]
    prefix: bool


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


def tsvector(text: str) -> str:
    """The words of `text` with their positions, as PostgreSQL writes a tsvector. It counts
    positions to 16,383, and 255 of one word."""
    places: dict[str, str] = {}
    for position, word in enumerate(words_of(text), start=1):
        known = places.get(word)
        places[word] = f"{known},{position}" if known else f"'{word}':{position}"
    return " ".join(places.values())


def tsquery(phrases: list[Phrase]) -> str:
    """The phrases as PostgreSQL writes a tsquery; words hold letters and digits only."""
    return " & ".join(_ts_phrase(phrase) for phrase in phrases)


def _ts_phrase(phrase: Phrase) -> str:
    words = [f"'{word}'" for word in phrase.words]
    if phrase.prefix:
        words[-1] += ":*"
    return "(" + " <-> ".join(words) + ")"


def fts5(phrases: list[Phrase]) -> str:
    """The phrases as SQLite's FTS5 writes them."""
    return " AND ".join(
        '"' + " ".join(phrase.words) + '"' + ("*" if phrase.prefix else "") for phrase in phrases
    )


def matches(text: str, phrases: list[Phrase]) -> list[Span]:
    """Where in `text` the phrases stand, in order and not overlapping."""
    words = list(spans_of(text))
    found = []
    for i in range(len(words)):
        for phrase in phrases:
            if _stands(words, i, phrase):
                found.append(Span(words[i][1].start, words[i + len(phrase.words) - 1][1].end))
    return _joined(found)


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
