"""Article text -> Attribution: decode the network's scores into attribution relations.

The network labels each word (source, cue, content, in BIO), points each word of a content to
the first word of its cue, and each cue to the words of its source. Decoding takes the best
label sequence that BIO allows (Viterbi 1967), ties every run of content words to one cue, and
asks every cue that has content for its source: a cue may share its source with another.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from operator import mul

import numpy as np

from reportedly.attributions.belonging import with_belonging
from reportedly.attributions.impersonal import with_impersonal
from reportedly.attributions.laidout import with_laid_out
from reportedly.attributions.page import Text
from reportedly.attributions.quotation import quotation_of
from reportedly.data import Attribution, Span
from reportedly.encoder import LABELS, ROLES, Encoder, Events, Floats, Ints, Scores, Window
from reportedly.typography import is_wrapped

# Tuned on the development split of PolNeAR.
_TIE_AT_LEAST = 0.4  # P(its cue) of a content; below it the content is dropped
_UNSAID_ABOVE = 0.5  # P(no source); above it the cue has none
_GROWS = 0.3  # share of the likeliest word's chance that its neighbours need to be taken along
_CONFIDENCE_AT_LEAST = 0.38

_Roles = Sequence[Sequence[float]]


def find_attributions(text: str, model: Encoder) -> list[Attribution]:
    """The attribution relations of an article's text, in the order of their contents.

    What the network finds, what the layout attributes in its place, each quotation given to whom
    it belongs, and the reports without a source that all of these overlook. Spans are code points
    of `text`. Deterministic: depends on `text` and `model` alone.
    """
    return tag(Text(text), model)[0]


def tag(text: Text, model: Encoder) -> tuple[list[Attribution], Events]:
    """The same, with the events that the model saw on the way: one pass finds both."""
    kept: list[tuple[Draft, float]] = []
    said: list[tuple[Ints, Floats | None]] = []
    for window, scores in model.read(text.tokens.text, text.quoted):
        said.append((window.words, scores.events))
        for draft in decode(window, scores):
            grade = confidence(draft.evidence, model.calibration)
            if grade >= _CONFIDENCE_AT_LEAST:
                kept.append((draft, grade))
    plain, quoted = text.tokens.text, text.quoted
    found = [
        Attribution(
            id="",  # numbered when all are together
            source=draft.source,
            cue=draft.cue,
            content=content,
            quotation=quotation_of(plain, quoted, content),
            confidence=grade,
        )
        for draft, grade in kept
        for content in (_without_strays(text, draft),)
    ]
    found = with_belonging(text, with_laid_out(plain, quoted, found))
    return with_impersonal(text, found), Events.of(said)


def _without_strays(text: Text, draft: Draft) -> tuple[Span, ...]:
    """What a draft gives its source, without stray pieces: those that begin in the middle of a
    sentence, unquoted, where neither cue nor source stands. Wrapped lines tell no sentences."""
    plain = text.tokens.text
    if len(draft.content) == 1 or is_wrapped(plain):
        return draft.content
    near = [span for span in (draft.cue, draft.source) if span is not None]
    kept = []
    for span in draft.content:
        sentence = text.tokens.sentence(span.start)
        before = plain[sentence.start : span.start]
        amid = not text.quoted[span.start] and any(map(str.isalnum, before))
        if not amid or any(map(sentence.overlaps, near)):
            kept.append(span)
    return tuple(kept) or draft.content


@dataclass(frozen=True, slots=True)
class Draft:
    """An attribution before it has its number, with what speaks for it."""

    source: Span | None
    cue: Span
    content: tuple[Span, ...]
    # Log-odds of content, its tie, cue, source, and that there is a source, or is none.
    evidence: tuple[float, float, float, float, float]


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


def decode(window: Window, scores: Scores) -> Iterator[Draft]:
    """Undecided attributions of a window; training fits the calibration on these."""
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
    roles = np.logaddexp(scores.labels[:, 1::2], scores.labels[:, 2::2]).T.tolist()
    for group, chances in zip(groups, asked, strict=True):
        yield _draft(window, roles, group, _source(chances, sources), float(chances[0]))


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


def _best_labels(labels: Floats) -> bytes:
    """The likeliest label of each word, given that I-x only follows B-x or I-x.

    Mostly that is each word's own best. Where those break the rule, the stretch between two
    words whose label nothing can sway is searched: words whose best label may follow any other,
    and leads by more than the word after can gain from being an I-x instead of a B-x.
    """
    own: bytes = labels.argmax(1).astype(np.uint8).tobytes()
    path, done = bytearray(own), 0
    for broken in _BROKEN.finditer(own):
        at = broken.start()
        if at >= done:
            first, done = max(at - 1, 0), at + 1
            while first and not _is_sure(labels, own, first):
                first -= 1
            while done < len(own) and not _is_sure(labels, own, done):
                done += 1
            path[first:done] = _searched(labels[first:done])
    return bytes(path)


_BROKEN = re.compile(  # an I-x that follows neither B-x nor I-x
    rb"(?<![\x01\x02])\x02|(?<![\x03\x04])\x04|(?<![\x05\x06])\x06"
)


def _is_sure(labels: Floats, own: bytes, at: int) -> bool:
    """True for a word whose own best label nothing can sway."""
    if own[at] in _INNER:
        return False
    *_, second, best = sorted(labels[at].tolist())
    gain = 0.0  # of the word after
    if at + 1 < len(own):
        _, begin1, inner1, begin2, inner2, begin3, inner3 = labels[at + 1].tolist()
        gain = max(inner1 - begin1, inner2 - begin2, inner3 - begin3)
    return bool(best - second > gain)


_INNER = frozenset(number for number, label in enumerate(LABELS) if label.startswith("I"))


def _searched(labels: Floats) -> bytes:
    """The same by Viterbi's algorithm (1967), word by word."""
    table = labels.tolist()
    states: list[tuple[float, ...]] = []  # the best way to each word's being O, or in a role
    bests = [0.0]
    one = two = three = -math.inf
    for other, begin1, inner1, begin2, inner2, begin3, inner3 in table:
        best = bests[-1]
        one = begun if (begun := best + begin1) > (inner := one + inner1) else inner
        two = begun if (begun := best + begin2) > (inner := two + inner2) else inner
        three = begun if (begun := best + begin3) > (inner := three + inner3) else inner
        states.append(state := (best + other, one, two, three))
        bests.append(max(state))
    path = []
    role: int | None = None  # that the word before must be in
    for at in range(len(table) - 1, -1, -1):
        role = states[at].index(bests[at + 1]) if role is None else role
        begins = role == 0 or states[at][role] == bests[at] + table[at][2 * role - 1]
        path.append(2 * role - begins if role else 0)
        role = None if begins else role
    return bytes(path[::-1])


def _runs(labels: bytes) -> list[_Run]:
    found = _RUN.finditer(labels)
    return [_Run(ROLES[labels[run.start()] // 2], run.start(), run.end()) for run in found]


_RUN = re.compile(rb"\x01\x02*|\x03\x04*|\x05\x06*")


def _draft(
    window: Window, roles: _Roles, group: _Group, source: _Run | None, unsaid: float
) -> Draft:
    """`roles`: for each of the `ROLES` the log-probability that a word has it."""
    contents = [run for _, run in group.contents]
    return Draft(
        source=_span(window, source) if source else None,
        cue=_span(window, group.cue),
        content=tuple(_span(window, run) for run in contents),
        evidence=(
            _odds(min(_tagged(roles, run) for run in contents)),
            _odds(min(tie for tie, _ in group.contents)),
            _odds(_tagged(roles, group.cue)),
            _odds(_tagged(roles, source)) if source else 0.0,
            _odds(math.log(max(1.0 - unsaid if source else unsaid, 1e-9))),
        ),
    )


def _odds(logarithm: float) -> float:
    """Log-odds of a log-probability, between -6 and 6."""
    logarithm = min(logarithm, -1e-9)
    return max(-6.0, min(6.0, logarithm - math.log(-math.expm1(logarithm))))


def _tagged(roles: _Roles, run: _Run) -> float:
    """Mean log-probability that the words of a run have its role."""
    chances = roles[ROLES.index(run.role)][run.first : run.last]
    return sum(chances) / len(chances)


def _span(window: Window, run: _Run) -> Span:
    return Span(window.words.item(run.first, 0), window.words.item(run.last - 1, 1))


def confidence(evidence: Sequence[float], calibration: Sequence[float]) -> float:
    """Logistic regression (Platt 1999): a bias, then one weight for each piece of evidence."""
    bias, *weights = calibration
    score = bias + sum(map(mul, weights, evidence))
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))
