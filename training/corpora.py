"""Corpora as they lie on disk, turned into labelled windows."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from reportedly.encoder import LABELS, ROLES, WINDOW_PIECES, Floats, Ints, Window, Windower

IGNORED = -100  # what the loss passes over

Spans = list[list[int]]


@dataclass(frozen=True, slots=True)
class Document:
    """A text, and its attributions where somebody has marked them (code-point spans)."""

    text: str
    attributions: tuple[dict[str, Spans], ...] | None  # roles to spans; None if unlabelled
    discard: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Ties:
    """Which words each word points to, and how strongly; a word may point to several."""

    words: Ints  # [ties] the words that point
    targets: Ints  # [ties] 1 + index of the word pointed to, 0 for nowhere
    weights: Floats  # [ties] those of one word add up to 1


@dataclass(frozen=True, slots=True)
class Grades:
    """The words that name an event, and how far its text holds that it happened."""

    words: Ints  # [events] index of the word
    scores: Floats  # [events] in [-3, 3]
    scales: Ints  # [events] index into FACTUALITY: whose annotators scored it

    @classmethod
    def of(cls, scored: Iterable[tuple[int, float]] = (), scale: int = 0) -> Grades:
        words, scores = np.array(list(scored), np.float32).reshape(-1, 2).T
        return cls(words.astype(np.int64), scores, np.full(len(words), scale))


@dataclass(frozen=True, slots=True)
class Example:
    """A window and its gold: word by word its labels, what hangs on which cue, and which
    words each cue has for its source."""

    window: Window
    labels: Ints  # [words] index into LABELS, or IGNORED
    cues: Ties  # from the words of sources and contents to the first word of their cues
    sources: Ties  # from the first word of a cue to the words of its source
    grades: Grades = field(default_factory=Grades.of)


def polnear(path: Path) -> Iterator[Document]:
    """PolNeAR (Newell et al., LREC 2018) as JSON Lines, one article a line."""
    for line in path.open(encoding="utf-8"):
        row = json.loads(line)
        yield Document(row["text"], tuple(row["attributions"]), tuple(map(tuple, row["discard"])))


# Corpora of event factuality as prepared by Jiang and de Marneffe (TACL 2021), with the share of
# each that an epoch sees. Their annotators mean different things by the same number (of an event
# that may come, 0 in the first, -3 in others), so each is a scale of its own; the product's is
# the first. In those of EXHAUSTIVE every event is marked.
FACTUALITY = {
    "uw_train": 1.0,  # Lee et al., EMNLP 2015
    "meantime_train": 1.0,  # Minard et al., LREC 2016
    "uds_ih2_train": 0.5,  # Rudinger et al., NAACL 2018
    "commitmentbank_all": 0.5,  # de Marneffe et al., 2019
    "megaveridicality2_all": 0.3,  # White et al., EMNLP 2018
}


EXHAUSTIVE = 2


def factuality(path: Path, windower: Windower, scale: int = 0) -> Iterator[Example]:
    """One of those corpora, a sentence or two a line, as windows whose events are graded."""
    for line in path.open(encoding="utf-8"):
        row = json.loads(line)
        tokens = row["text"].split(" ")
        starts = np.cumsum([0, *(len(token) + 1 for token in tokens)])
        marked = {int(starts[t["span1"][0]]): float(t["label"]) for t in row["targets"]}
        for window in windower.windows(row["text"]):
            words = [i for i, start in enumerate(window.words[:, 0].tolist()) if start in marked]
            if words:
                nothing = np.full(len(window.words), IGNORED)
                grades = Grades.of(((i, marked[int(window.words[i, 0])]) for i in words), scale)
                yield Example(window, nothing, _ties([]), _ties([]), grades)


def unlabelled(corpora: Path) -> Iterator[Document]:
    """News without labels, for distillation: stories that no chain is scored on, and the
    bodies of news pages."""
    scored = {_words(row["text"]) for row in _rows(corpora / "chains/chains_dev.jsonl")}
    seen = set(scored)
    for name, part in (("stories/stories_dev.jsonl", "text"), ("pages/scrapes_dev.jsonl", "body")):
        for row in _rows(corpora / name):
            key = _words(row[part])
            if key not in seen:
                seen.add(key)
                yield Document(row[part], None)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    return map(json.loads, path.open(encoding="utf-8"))


def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", text.lower())[:40])


def roughened(text: str, rng: random.Random) -> str:
    """The text as another house or a careless copy would set it, length unchanged: other
    quotation marks, a headline in capitals, lines broken, paragraphs run together."""
    style = rng.random()
    if style < 0.15:
        text = text.translate(str.maketrans("“”‘’", "\"\"''"))
    elif style < 0.27:  # British: single outside, double within
        text = re.sub(r"[“”‘]|(?<![^\W_])’|’(?![^\W_])", _exchanged, text)
    style = rng.random()
    if style < 0.08:
        text = text.replace("\n", " ")
    elif style < 0.16:
        text = _wrapped(text)
    headline, line, body = text.partition("\n")
    if rng.random() < 0.08 and len(headline.upper()) == len(headline):
        text = headline.upper() + line + body
    return text


def _exchanged(match: re.Match[str]) -> str:
    return {"“": "‘", "”": "’", "‘": "“", "’": "”"}[match.group()]


def _wrapped(text: str, columns: int = 80) -> str:
    """Line breaks for spaces, so that no line is longer than `columns` where words allow it."""
    laid, width = [], 0
    for part in re.split(r"(\s)", text):
        if part == " " and width > columns - 10:
            part, width = "\n", 0
        width = 0 if part == "\n" else width + len(part)
        laid.append(part)
    return "".join(laid)


_LIMITS = (112, 144, 176, *[WINDOW_PIECES] * 3)  # of windows in training


def examples(
    documents: Iterable[Document], windower: Windower, rng: random.Random | None = None
) -> Iterator[Example]:
    """Labelled windows; with `rng`, cut at random lengths from a roughened text."""
    for document in documents:
        text = roughened(document.text, rng) if rng else document.text
        limit = rng.choice(_LIMITS) if rng else WINDOW_PIECES
        for window in windower.windows(text, limit):
            yield _labelled(window, document)


def _labelled(window: Window, document: Document) -> Example:
    n = len(window.words)
    if document.attributions is None:
        return Example(window, np.full(n, IGNORED), _ties([]), _ties([]))
    labels = np.zeros(n, np.int64)
    starts, ends = window.words[:, 0], window.words[:, 1]
    hangs: list[tuple[int, int]] = []
    has: list[tuple[int, int]] = []
    for attribution in document.attributions:
        words: dict[str, list[int]] = {role: [] for role in ROLES}
        for role, marked in words.items():
            for first, last in (_range(starts, ends, span) for span in attribution[role]):
                if first < last:
                    labels[first:last] = LABELS.index(f"I-{role}")
                    labels[first] = LABELS.index(f"B-{role}")
                    marked.extend(range(first, last))
        cue = min(words["cue"], default=-1)
        hangs.extend((word, cue + 1) for word in (*words["source"], *words["content"]))
        if cue >= 0:
            has.extend((cue, word + 1) for word in words["source"] or [-1])
    for left_out in document.discard:
        first, last = _range(starts, ends, left_out)
        labels[first:last] = IGNORED
        hangs = [(word, target) for word, target in hangs if not first <= word < last]
        has = [(word, target) for word, target in has if not first <= word < last]
    return Example(window, labels, _ties(hangs), _ties(has))


def _ties(pairs: Iterable[tuple[int, int]]) -> Ties:
    """Every word gives its weight to its targets in equal parts."""
    words, targets = np.array(sorted(set(pairs)), np.int64).reshape(-1, 2).T
    shares = np.bincount(words)[words] if len(words) else words
    return Ties(words, targets, (1.0 / shares).astype(np.float32))


def _range(starts: Ints, ends: Ints, span: Iterable[int]) -> tuple[int, int]:
    """The words that share a character with a span, as half-open indices."""
    start, end = span
    return int(np.searchsorted(ends, start, "right")), int(np.searchsorted(starts, end, "left"))
