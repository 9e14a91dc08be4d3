"""Corpora as they lie on disk, turned into labelled windows."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from reportedly.encoder import LABELS, ROLES, Ints, Window, Windower

IGNORED = -100  # what the loss passes over

Spans = list[list[int]]


@dataclass(frozen=True, slots=True)
class Document:
    """A text, and its attributions where somebody has marked them (code-point spans)."""

    text: str
    attributions: tuple[dict[str, Spans], ...] | None  # roles to spans; None if unlabelled
    discard: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """A window and, word by word, its gold labels and the word at which its cue begins."""

    window: Window
    labels: Ints  # [words] index into LABELS, or IGNORED
    links: Ints  # [words] 1 + index of the cue's first word, 0 for no cue, or IGNORED


def polnear(path: Path) -> Iterator[Document]:
    """PolNeAR (Newell et al., LREC 2018) as JSON Lines, one article a line."""
    for line in path.open(encoding="utf-8"):
        row = json.loads(line)
        yield Document(row["text"], tuple(row["attributions"]), tuple(map(tuple, row["discard"])))


def unlabelled(corpora: Path) -> Iterator[Document]:
    """News without labels, for distillation: stories that no chain is scored on, and the
    bodies of news pages."""
    scored = {_words(row["text"]) for row in _rows(corpora / "chains/chains_dev.jsonl")}
    seen = set(scored)
    for name, field in (("stories/stories_dev.jsonl", "text"), ("pages/scrapes_dev.jsonl", "body")):
        for row in _rows(corpora / name):
            key = _words(row[field])
            if key not in seen:
                seen.add(key)
                yield Document(row[field], None)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    return map(json.loads, path.open(encoding="utf-8"))


def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", text.lower())[:40])


def roughened(text: str, rng: random.Random) -> str:
    """The text with its quotation marks as another house would set them, length unchanged."""
    style = rng.random()
    if style < 0.15:
        return text.translate(str.maketrans("“”‘’", "\"\"''"))
    if style < 0.27:  # British: single outside, double within
        return re.sub(r"[“”‘]|(?<![^\W_])’|’(?![^\W_])", _exchanged, text)
    return text


def _exchanged(match: re.Match[str]) -> str:
    return {"“": "‘", "”": "’", "‘": "“", "’": "”"}[match.group()]


def examples(
    documents: Iterable[Document], windower: Windower, rng: random.Random | None = None
) -> Iterator[Example]:
    """Labelled windows; with `rng`, cut at random lengths and with roughened marks."""
    for document in documents:
        text = roughened(document.text, rng) if rng else document.text
        limit = rng.choice((112, 144, 176, 192, 192, 192)) if rng else 192
        for window in windower.windows(text, limit):
            yield _labelled(window, document)


def _labelled(window: Window, document: Document) -> Example:
    n = len(window.words)
    if document.attributions is None:
        return Example(window, np.full(n, IGNORED), np.full(n, IGNORED))
    labels, links = np.zeros(n, np.int64), np.full(n, IGNORED)
    starts, ends = window.words[:, 0], window.words[:, 1]
    for attribution in document.attributions:
        words = {role: [_range(starts, ends, span) for span in attribution[role]] for role in ROLES}
        cue = min((first for first, last in words["cue"] if first < last), default=-1)
        for role in ROLES:
            for first, last in words[role]:
                if first < last:
                    labels[first:last] = LABELS.index(f"I-{role}")
                    labels[first] = LABELS.index(f"B-{role}")
                    links[first:last] = IGNORED if role == "cue" else cue + 1
    for span in document.discard:
        first, last = _range(starts, ends, span)
        labels[first:last] = links[first:last] = IGNORED
    return Example(window, labels, links)


def _range(starts: Ints, ends: Ints, span: Iterable[int]) -> tuple[int, int]:
    """The words that share a character with a span, as half-open indices."""
    start, end = span
    return int(np.searchsorted(ends, start, "right")), int(np.searchsorted(starts, end, "left"))
