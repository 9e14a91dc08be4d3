"""Article text -> Attribution: decode the network's scores into attribution relations.

The network labels each word (source, cue, content, in BIO) and points each word of a source
or content to the first word of its cue. Decoding takes the best label sequence that BIO
allows (Viterbi 1967), ties every run of words to one cue, and looks once more for a source
where a cue with content was left without.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from reportedly.attributions.impersonal import with_impersonal
from reportedly.attributions.quotation import quotation_of
from reportedly.data import Attribution, Span
from reportedly.encoder import LABELS, ROLES, Encoder, Floats, Scores, Window, quote_mask

# Tuned on the development split of PolNeAR.
_TIE_AT_LEAST = 0.3  # mean P(link) of a content to its cue; below it the content is dropped
_RESCUE_ABOVE = 0.02  # P(source) × P(link) of a word that may stand for a missing source
_SHARED_ABOVE = 0.002  # the same, where another cue has the word for its source
_RESCUE_GROWS = 0.7  # share of that which its neighbours must reach to be taken along
_CONFIDENCE_AT_LEAST = 0.3


def find_attributions(text: str, model: Encoder) -> list[Attribution]:
    """The attribution relations of an article's text, in the order of their contents.

    What the network finds, and the reports without a source that it overlooks. Spans are code
    points of `text`. Deterministic: depends on `text` and `model` alone.
    """
    graded = ((draft, _confidence(draft, model.calibration)) for draft in drafts(text, model))
    kept = [(draft, grade) for draft, grade in graded if grade >= _CONFIDENCE_AT_LEAST]
    quoted = quote_mask(text)
    found = [
        Attribution(
            id="",  # numbered when all are together
            source=draft.source,
            cue=draft.cue,
            content=draft.content,
            quotation=quotation_of(text, quoted, draft.content),
            confidence=grade,
        )
        for draft, grade in kept
    ]
    return with_impersonal(text, quoted, found)


@dataclass(frozen=True, slots=True)
class Draft:
    """An attribution before it has its number, with what speaks for it."""

    source: Span | None
    cue: Span
    content: tuple[Span, ...]
    evidence: tuple[float, ...]  # log-probabilities: content, cue, source and their links


def drafts(text: str, model: Encoder) -> Iterator[Draft]:
    """Undecided attributions in any order; training fits the calibration on these."""
    for window, scores in model.read(text):
        yield from _decode(window, scores)


@dataclass(slots=True)
class _Run:
    """Consecutive words `[first, last)` of one role."""

    role: str
    first: int
    last: int


@dataclass(slots=True)
class _Group:
    """A cue and the runs tied to it, each with the log-probability of the tie."""

    cue: _Run
    sources: list[tuple[float, _Run]] = field(default_factory=list)
    contents: list[tuple[float, _Run]] = field(default_factory=list)


def _decode(window: Window, scores: Scores) -> Iterator[Draft]:
    runs = _runs(_best_labels(scores.labels))
    groups = {run.first: _Group(run) for run in runs if run.role == "cue"}
    if not groups:
        return
    cues = np.array(list(groups))
    for run in runs:
        if run.role != "cue":
            ties = scores.links[run.first : run.last, cues + 1].mean(0)
            best = int(ties.argmax())
            group = groups[int(cues[best])]
            if run.role == "source":
                group.sources.append((float(ties[best]), run))
            elif ties[best] >= math.log(_TIE_AT_LEAST):
                group.contents.append((float(ties[best]), run))
    for group in groups.values():
        if group.contents:
            group.sources = group.sources or _rescued(scores, group.cue, runs)
            yield _draft(window, scores, group)


def _best_labels(labels: Floats) -> list[int]:
    """The likeliest label of each word, given that I-x only follows B-x or I-x."""
    best = [0.0] + [-math.inf] * (len(LABELS) - 1)
    steps: list[list[int]] = []
    for row in labels.tolist():
        top = max(best)
        came = [best.index(top)] * len(row)
        following = [top + score for score in row]
        for begin in range(1, len(row), 2):
            inner = begin + 1
            came[inner] = begin if best[begin] >= best[inner] else inner
            following[inner] = best[came[inner]] + row[inner]
        steps.append(came)
        best = following
    label = best.index(max(best))
    path = []
    for came in reversed(steps):
        path.append(label)
        label = came[label]
    return path[::-1]


def _runs(labels: Sequence[int]) -> list[_Run]:
    runs: list[_Run] = []
    for i, label in enumerate(labels):
        if label % 2:
            runs.append(_Run(ROLES[label // 2], i, i + 1))
        elif label:
            runs[-1].last = i + 1
    return runs


def _rescued(scores: Scores, cue: _Run, runs: Sequence[_Run]) -> list[tuple[float, _Run]]:
    """The likeliest run of words that may be the source of a cue without one, if any.

    It may be the source of another cue: "she said … and warned …". The corpus gives a word to
    one attribution only, so that the network learns little of such sharing and less is asked.
    """
    chance = np.exp(scores.labels[:, 1:3]).sum(1) * np.exp(scores.links[:, cue.first + 1])
    first = int(chance.argmax())
    last = first + 1
    holders = (run for run in runs if run.role == "source" and run.first <= first < run.last)
    if (shared := next(holders, None)) is not None and chance[first] >= _SHARED_ABOVE:
        first, last = shared.first, shared.last
    elif chance[first] >= _RESCUE_ABOVE:
        enough = _RESCUE_GROWS * chance[first]
        while first and chance[first - 1] >= enough:
            first -= 1
        while last < len(chance) and chance[last] >= enough:
            last += 1
    else:
        return []
    tie = float(scores.links[first:last, cue.first + 1].mean())
    return [(tie, _Run("source", first, last))]


def _draft(window: Window, scores: Scores, group: _Group) -> Draft:
    source = max(group.sources, key=lambda tied: tied[0], default=None)
    contents = [run for _, run in group.contents]
    return Draft(
        source=_span(window, source[1]) if source else None,
        cue=_span(window, group.cue),
        content=tuple(_span(window, run) for run in contents),
        evidence=(
            min(_tagged(scores, run) for run in contents),
            min(tie for tie, _ in group.contents),
            _tagged(scores, group.cue),
            _tagged(scores, source[1]) if source else _ABSENT,
            source[0] if source else _ABSENT,
        ),
    )


_ABSENT = -3.0  # stands for the log-probability of a source that was not found


def _tagged(scores: Scores, run: _Run) -> float:
    """Mean log-probability that the words of a run have its role."""
    begin = 1 + 2 * ROLES.index(run.role)
    chances = scores.labels[run.first : run.last, begin : begin + 2]
    return float(np.logaddexp(chances[:, 0], chances[:, 1]).mean())


def _span(window: Window, run: _Run) -> Span:
    return Span(int(window.words[run.first, 0]), int(window.words[run.last - 1, 1]))


def _confidence(draft: Draft, calibration: Sequence[float]) -> float:
    """Logistic regression (Platt 1999): a bias, then one weight for each piece of evidence."""
    bias, *weights = calibration
    score = bias + sum(weight * x for weight, x in zip(weights, draft.evidence, strict=True))
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))
