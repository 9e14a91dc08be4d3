"""Article text -> Attribution: decode the network's scores into attribution relations.

The network labels each word (source, cue, content, in BIO), points each word of a content to
the first word of its cue, and each cue to the words of its source. Decoding takes the best
label sequence that BIO allows (Viterbi 1967), ties every run of content words to one cue, and
asks every cue that has content for its source: a cue may share its source with another.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from reportedly.attributions.impersonal import with_impersonal
from reportedly.attributions.laidout import with_laid_out
from reportedly.attributions.quotation import quotation_of
from reportedly.data import Attribution, Span
from reportedly.encoder import LABELS, ROLES, Encoder, Floats, Scores, Window
from reportedly.typography import quote_mask

# Tuned on the development split of PolNeAR.
_TIE_AT_LEAST = 0.3  # P(its cue) of a content; below it the content is dropped
_UNSAID_ABOVE = 0.5  # P(no source); above it the cue has none
_GROWS = 0.3  # share of the likeliest word's chance that its neighbours need to be taken along
_CONFIDENCE_AT_LEAST = 0.42


def find_attributions(text: str, model: Encoder) -> list[Attribution]:
    """The attribution relations of an article's text, in the order of their contents.

    What the network finds, what the layout attributes in its place, and the reports without a
    source that both overlook. Spans are code points of `text`. Deterministic: depends on `text`
    and `model` alone.
    """
    graded = (
        (draft, confidence(draft.evidence, model.calibration)) for draft in drafts(text, model)
    )
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
    return with_impersonal(text, quoted, with_laid_out(text, quoted, found))


@dataclass(frozen=True, slots=True)
class Draft:
    """An attribution before it has its number, with what speaks for it."""

    source: Span | None
    cue: Span
    content: tuple[Span, ...]
    # Log-odds of content, its tie, cue, source, and that there is a source, or is none.
    evidence: tuple[float, float, float, float, float]


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
    """A cue and the contents tied to it, each with the log-probability of its tie."""

    cue: _Run
    contents: list[tuple[float, _Run]] = field(default_factory=list)


def _decode(window: Window, scores: Scores) -> Iterator[Draft]:
    runs = _runs(_best_labels(scores.labels))
    groups = [_Group(run) for run in runs if run.role == "cue"]
    contents = [run for run in runs if run.role == "content"]
    if not groups or not contents:
        return
    cues = np.array([group.cue.first for group in groups])
    ties = scores.cues([(run.first, run.last) for run in contents])[:, cues + 1]
    for run, tied in zip(contents, ties.tolist(), strict=True):
        tie = max(tied)
        if tie >= math.log(_TIE_AT_LEAST):
            groups[tied.index(tie)].contents.append((tie, run))
    groups = [group for group in groups if group.contents]
    sources = [run for run in runs if run.role == "source"]
    asked = np.exp(scores.sources([group.cue.first for group in groups]))
    for group, chances in zip(groups, asked, strict=True):
        yield _draft(window, scores, group, _source(chances, sources), float(chances[0]))


def _source(chances: Floats, sources: Sequence[_Run]) -> _Run | None:
    """The run of words that a cue has most likely for its source, if any; a run that the
    labels know before one that has to be grown. `chances`: [1 + words], none first."""
    if chances[0] > _UNSAID_ABOVE or len(chances) == 1:
        return None
    first = int(chances[1:].argmax()) + 1
    holders = [run for run in sources if run.first < first <= run.last]
    if holders:
        return holders[0]
    enough = _GROWS * chances[first]
    last = first + 1
    while first > 1 and chances[first - 1] >= enough:
        first -= 1
    while last < len(chances) and chances[last] >= enough:
        last += 1
    return _Run("source", first - 1, last - 1)


def _best_labels(labels: Floats) -> list[int]:
    """The likeliest label of each word, given that I-x only follows B-x or I-x (Viterbi)."""
    best = [0.0] + [-math.inf] * (len(LABELS) - 1)
    tops: list[int] = []  # the best label of the word before
    inners: list[tuple[int, int, int]] = []  # the best one that an I-x may follow
    for other, begin1, inner1, begin2, inner2, begin3, inner3 in labels.tolist():
        top = max(best)
        tops.append(best.index(top))
        _, b1, i1, b2, i2, b3, i3 = best
        inners.append((1 if b1 >= i1 else 2, 3 if b2 >= i2 else 4, 5 if b3 >= i3 else 6))
        best = [
            top + other,
            top + begin1,
            (b1 if b1 >= i1 else i1) + inner1,
            top + begin2,
            (b2 if b2 >= i2 else i2) + inner2,
            top + begin3,
            (b3 if b3 >= i3 else i3) + inner3,
        ]
    label = best.index(max(best))
    path = []
    for top, inner in zip(reversed(tops), reversed(inners), strict=True):
        path.append(label)
        label = inner[label // 2 - 1] if label and label % 2 == 0 else top
    return path[::-1]


def _runs(labels: Sequence[int]) -> list[_Run]:
    runs: list[_Run] = []
    for i, label in enumerate(labels):
        if label % 2:
            runs.append(_Run(ROLES[label // 2], i, i + 1))
        elif label:
            runs[-1].last = i + 1
    return runs


def _draft(
    window: Window, scores: Scores, group: _Group, source: _Run | None, unsaid: float
) -> Draft:
    contents = [run for _, run in group.contents]
    return Draft(
        source=_span(window, source) if source else None,
        cue=_span(window, group.cue),
        content=tuple(_span(window, run) for run in contents),
        evidence=(
            _odds(min(_tagged(scores, run) for run in contents)),
            _odds(min(tie for tie, _ in group.contents)),
            _odds(_tagged(scores, group.cue)),
            _odds(_tagged(scores, source)) if source else 0.0,
            _odds(math.log(max(1.0 - unsaid if source else unsaid, 1e-9))),
        ),
    )


def _odds(logarithm: float) -> float:
    """Log-odds of a log-probability, between -6 and 6."""
    logarithm = min(logarithm, -1e-9)
    return max(-6.0, min(6.0, logarithm - math.log(-math.expm1(logarithm))))


def _tagged(scores: Scores, run: _Run) -> float:
    """Mean log-probability that the words of a run have its role."""
    begin = 1 + 2 * ROLES.index(run.role)
    chances = scores.labels[run.first : run.last, begin : begin + 2]
    return float(np.logaddexp(chances[:, 0], chances[:, 1]).mean())


def _span(window: Window, run: _Run) -> Span:
    return Span(int(window.words[run.first, 0]), int(window.words[run.last - 1, 1]))


def confidence(evidence: Sequence[float], calibration: Sequence[float]) -> float:
    """Logistic regression (Platt 1999): a bias, then one weight for each piece of evidence."""
    bias, *weights = calibration
    score = bias + sum(weight * x for weight, x in zip(weights, evidence, strict=True))
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))
