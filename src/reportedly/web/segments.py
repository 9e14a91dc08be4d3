"""A text cut where marks begin and end, so that it can be set with all of them.

Statements may overlap in any way. Each keeps one level among those that it overlaps, so that
its line runs at one depth from end to end, and a passage shows as many lines as it has
statements.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

from reportedly.data import ClaimKind, Span

T = TypeVar("T")

LEVELS = 3  # lines that can be told apart below a word; deeper ones share the last


@dataclass(frozen=True, slots=True)
class Said:
    """The passages of one statement, and of the words that attribute it."""

    claim: str  # `Claim.id` in the reading
    kind: ClaimKind
    content: tuple[Span, ...]
    who: tuple[Span, ...]  # mentions and cues


@dataclass(frozen=True, slots=True)
class Line:
    """The line that one statement draws under a segment."""

    claim: str
    kind: ClaimKind
    level: int  # [0, LEVELS)


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of text with the same marks all along."""

    at: int  # where it begins, in code points of the whole text
    text: str
    lines: tuple[Line, ...]  # by level
    who: tuple[str, ...]  # claims that it names the speaker of, or passes on
    begins: tuple[str, ...]  # claims whose content begins here


def cut(text: str, within: Span, said: Sequence[Said], levels: Mapping[str, int]) -> list[Segment]:
    """The segments of `text[within]`, end to end, in order; `levels` as `levels_of` gives them.
    Linear in text and marks, but for the sorting of the marks."""
    edges = {within.start, within.end}
    for each in said:
        for span in (*each.content, *each.who):
            edges.update(edge for edge in (span.start, span.end) if _inside(edge, within))
    marks = sorted(edges)
    drawn = ((span, Line(each.claim, each.kind, levels[each.claim]))
             for each in said for span in each.content)  # fmt: skip
    lines = _at(marks, drawn)
    who = _at(marks, ((span, each.claim) for each in said for span in each.who))
    first = {each.claim: each.content[0].start for each in said if each.content}
    return [
        Segment(
            start,
            text[start:end],
            tuple(sorted(lines[i], key=lambda line: line.level)),
            tuple(dict.fromkeys(who[i])),
            tuple(line.claim for line in lines[i] if first[line.claim] == start),
        )
        for i, (start, end) in enumerate(pairwise(marks))
    ]


def _inside(edge: int, within: Span) -> bool:
    return within.start <= edge <= within.end


def _at(marks: Sequence[int], marked: Iterable[tuple[Span, T]]) -> list[list[T]]:
    """What is marked, segment by segment."""
    place = {mark: i for i, mark in enumerate(marks)}
    out: list[list[T]] = [[] for _ in marks]
    for span, what in marked:
        if span.start >= marks[-1] or span.end <= marks[0]:
            continue
        start = place.get(span.start, 0)
        end = place.get(span.end, len(marks) - 1)
        for i in range(start, end):
            out[i].append(what)
    return out


def levels_of(said: Sequence[Said]) -> dict[str, int]:
    """A level for each statement, unlike those of the statements that it overlaps."""
    spans = sorted(
        (Span(each.content[0].start, each.content[-1].end), each.claim)
        for each in said
        if each.content
    )
    free_at = [0] * LEVELS  # where the last statement of each level ends
    levels = {}
    for span, claim in spans:
        level = next((i for i, end in enumerate(free_at) if end <= span.start), LEVELS - 1)
        free_at[level] = max(free_at[level], span.end)
        levels[claim] = level
    return levels
