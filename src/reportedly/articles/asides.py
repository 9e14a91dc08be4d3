"""What stands among the paragraphs of a scrape and is none of them: labels, the captions of
pictures, what is quoted from the text in large letters."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from reportedly.articles.captions import is_credit
from reportedly.articles.lines import Line
from reportedly.data import BlockKind

K = BlockKind

_UNDER = (K.PARAGRAPH, K.SUBHEADING, K.CAPTION)  # what may stand under a subheading
_CAPTION = 170  # code points of one that a credit follows after a blank line
_MAKER = 30  # code points of the maker of several pictures
_FEWEST = 3  # items of a list
_LONG = 75  # code points of a line that is no heading
_KEYED = re.compile(r"[^:–—]{1,60}(?::| ?[–—-]) \S")
_KEYS = 4  # of such items, the fewest
_REPEATED = (35, 700)  # code points of what is quoted from the text
_BETWEEN = re.compile(r"(?<=[.!?])[\"”’')]{0,2}\s+")  # sentences
_ANSWER = 80  # code points
_LARGE = 100_000  # code points of a body in which nothing is looked for
_FIRST = 2  # body lines that may repeat what follows: a standfirst does
_SAID = re.compile(r"[“”\"]|^(?:and|but|as|if|for)\b", re.IGNORECASE)
_INVITATIONS = 5  # sentences under a heading, the most
_TEASER = 250  # code points
_TO_THE_READER = re.compile(r"\byour?\b|\bhere['’]s\b", re.IGNORECASE)
_QUOTES = "“”\"'‘’. "
_NEXT = re.compile(r"[.!?][\"”’')]{0,2}\s+[\"“‘'(]?[A-Z]")


def list_items(texts: Sequence[str], cues: Sequence[BlockKind | None], above: str) -> list[bool]:
    """Which lines of a run between two paragraphs are items of a list that belongs to them.

    One that a colon announces, in the line `above` the run or in it; one whose items have a
    key each; or long lines in a row, since captions stand alone.
    """
    items = [False] * len(texts)
    index = 0
    while index < len(texts):
        stop = index
        while stop < len(texts) and not cues[stop]:
            stop += 1
        stretch = texts[index:stop]
        announced = above[-1] == ":" and index == 0
        first = next((i for i, text in enumerate(stretch) if announced or text[-1] == ":"), stop)
        first = index + first + (not announced)
        if stop - first >= _FEWEST:
            items[first:stop] = [True] * (stop - first)
        elif len(stretch) >= _FEWEST and all(len(text) > _LONG for text in stretch):
            items[index:stop] = [True] * len(stretch)
        elif keyed := keyed_items(stretch):
            items[index : index + keyed] = [True] * keyed
        index = stop + 1
    return items


def keyed_items(texts: Sequence[str]) -> int:
    """How many lines a list at their beginning has, its heading included, whose items look like
    "2019: Ulla Brandt" or "Best score - Nela Quist"."""
    start = next((i for i, text in enumerate(texts[:2]) if _KEYED.match(text)), 2)
    stop = start
    while stop < len(texts) and _KEYED.match(texts[stop]):
        stop += 1
    return stop if stop - start >= _KEYS else 0


def without_labels(
    lines: Sequence[Line], kinds: Sequence[BlockKind], counts: Counter[str]
) -> Iterator[BlockKind]:
    """The kinds of a run of lines between two paragraphs, where short ones that head no text
    (the shop of a product, the maker of a picture) are no subheadings.

    `counts` tells how often each line stands on the page.
    """
    for index, (line, kind) in enumerate(zip(lines, kinds, strict=True)):
        below = kinds[index + 1] if index + 1 < len(kinds) else None
        if kind is K.SUBHEADING and (
            (below and below not in _UNDER)
            or (below and " " not in line.text)
            or (line.text.count(" ") < 2 and counts[line.text] > 1)
        ):
            kind = K.WIDGET
        yield kind


def leave_asides(
    lines: Sequence[Line], cues: Sequence[BlockKind | None], kinds: list[BlockKind]
) -> None:
    """Label captions, teasers and repeated lines among the paragraphs of a body as what they
    are."""
    running = [i for i, kind in enumerate(kinds) if kind is K.PARAGRAPH]
    counts = Counter(line.text for line in lines)
    for index in running[1:]:
        below = lines[index + 1].text if index + 1 < len(lines) else ""
        often = len(below) < _MAKER and counts[below] > 1 and kinds[index + 1] is K.WIDGET
        if (often or is_credit(below)) and is_caption(lines[index].text):
            kinds[index] = K.CAPTION
    _leave_invitations(lines, cues, kinds)
    leave_repeated(lines, kinds)


def _leave_invitations(
    lines: Sequence[Line], cues: Sequence[BlockKind | None], kinds: list[BlockKind]
) -> None:
    """Label as links the few sentences under "Don't miss:" that speak to the reader."""
    for index, cue in enumerate(cues):
        if cue is not K.RELATED or lines[index].text[-1] != ":":
            continue
        for below in range(index + 1, min(len(lines), index + 1 + _INVITATIONS)):
            text = lines[below].text
            if kinds[below] is not K.PARAGRAPH or len(text) > _TEASER:
                break
            if not _TO_THE_READER.search(text):
                break
            kinds[below] = K.RELATED


def is_caption(text: str) -> bool:
    """True for one short sentence without quotation marks; paragraphs have several."""
    return len(text) <= _CAPTION and not _NEXT.search(text) and not _SAID.search(text)


def leave_repeated(lines: Sequence[Line], kinds: list[BlockKind]) -> None:
    """Label paragraphs as furniture that stand in others, too, sentence by sentence, or once
    more further down: what is quoted from a text in large letters, summaries, contents."""
    running = [i for i, kind in enumerate(kinds) if kind is K.PARAGRAPH]
    body = "\n".join(lines[i].text for i in running)
    if len(body) > _LARGE:
        return
    last = {lines[i].text: i for i in running}
    there = set(running)
    left: list[str] = []  # that are none of the body any more
    times = Counter(lines[i].text for i in running)
    for place, index in enumerate(running):
        text = lines[index].text
        if not _REPEATED[0] <= len(text) <= _REPEATED[1]:
            continue
        if last[text] > index:
            # A question that an interview asks of several people has an answer each time.
            if text[-1] != "?" or index + 1 not in there or len(lines[index + 1].text) < _ANSWER:
                kinds[index] = K.WIDGET
                left.append(text)
            continue
        if body.count(text.strip(_QUOTES)[: _REPEATED[0]]) <= times[text]:
            continue  # not even its beginning stands elsewhere
        cores = [each.strip(_QUOTES) for each in _BETWEEN.split(text) if len(each) >= _REPEATED[0]]
        if (place >= _FIRST or len(cores) > 1) and all(
            body.count(core) - sum(each.count(core) for each in left)
            > times[text] - left.count(text)
            for core in cores or [text.strip(_QUOTES)]
        ):
            kinds[index] = K.WIDGET
            left.append(text)
