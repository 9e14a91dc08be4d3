"""Where the body of a scrape stands: the stretch of lines that holds the running text.

Every line has a weight: running text is positive, furniture and short lines negative. The
body is a contiguous stretch of large sum, found in one pass over the lines.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from reportedly.articles.bylines import byline_names
from reportedly.articles.dating import is_dateline
from reportedly.articles.lines import Line, prose
from reportedly.data import BlockKind

K = BlockKind

# What a line of furniture takes from the sum of a stretch that runs over it.
_TOLL = {
    K.COMMENTS: -40.0,
    K.WIDGET: -10.0,
    K.RELATED: -4.0,
    K.LEGAL: -10.0,
    K.ADVERTISEMENT: -1.0,
    K.NAVIGATION: -2.0,
    K.RESIDUE: -8.0,
    K.CAPTION: -1.0,
    K.BYLINE: -3.0,
}
_SHORT = 30  # code points; shorter lines without a cue are subheadings as often as links
_ENOUGH = 15.0  # sum of a stretch under which a heading "Comments" opens comments
_COMMENT_SHARE = 0.3  # what running text under such a heading counts
_FAIR = 0.3  # share of the largest sum with which an earlier stretch is preferred
_TABLE = 15.0  # the most that a run of short lines, prices, links or captions takes: tables
# and galleries interrupt an article at any length
_PLAIN = frozenset({None, K.NAVIGATION, K.CAPTION, K.ADVERTISEMENT})  # cues of such lines
_OPENING = 12  # lines around the first of a stretch where its byline or date may stand
_TEASERS = 60  # lines over a headline, the most
_LEAST = 20.0  # sum of such an earlier stretch


def find_body(lines: Sequence[Line], cues: Sequence[BlockKind | None]) -> tuple[int, int]:
    """The half-open range of lines in which the body stands, (0, 0) when there is none.

    What comes after the article (comments, cookie notices, other articles in full) can be
    longer than the article itself; what comes before it seldom is. So of the stretches that
    hold a fair share of the largest sum, the first wins that a byline or a date opens, else
    the first of all.
    """
    weights = list(_weights(lines, cues))
    stretches = list(_stretches(weights))
    best = max((total for total, _, _ in stretches), default=0.0)
    floor = min(best, max(_FAIR * best, _LEAST))
    fair = [(start, end) for total, start, end in stretches if total >= floor]
    opened = (found for found in fair if _is_opened(lines, *found))
    start, end = next(opened, fair[0] if fair else (0, 0))
    return _without_teasers(lines, weights, start, end), end


def _is_opened(lines: Sequence[Line], start: int, end: int) -> bool:
    around = lines[max(0, start - _OPENING) : min(end, start + _OPENING)]
    return any(byline_names(line.text) or is_dateline(line.text) for line in around)


def _without_teasers(lines: Sequence[Line], weights: Sequence[float], start: int, end: int) -> int:
    """Where a stretch begins, without the teasers of other articles over a byline and its date
    that stand far down in it and still over most of its text."""
    for index in range(start + _OPENING, min(end - 1, start + _TEASERS)):
        if is_dateline(lines[index + 1].text) and byline_names(lines[index].text):
            above, below = sum(weights[start:index]), sum(weights[index:end])
            return index if above <= _FAIR * below else start
    return start


def _weights(lines: Sequence[Line], cues: Sequence[BlockKind | None]) -> Iterator[float]:
    counts = Counter(line.text for line in lines)
    stretch = 0.0  # sum of the stretch that the line stands in
    share = 1.0
    taken = 0.0  # by the run of lines since the last running text
    plain = True  # that run so far
    for line, cue in zip(lines, cues, strict=True):
        weight = 0.0 if cue else prose(line.text) * share
        if weight:
            # Captions and teasers come twice, paragraphs hardly.
            weight = weight if counts[line.text] == 1 else 0.0
            taken, plain = (0.0, True) if weight else (taken, plain)
        else:
            weight = _TOLL[cue] if cue else (-1.0 if len(line.text) < _SHORT else -3.0)
            plain = plain and cue in _PLAIN
            if cue is K.COMMENTS and stretch > _ENOUGH:
                share = _COMMENT_SHARE
            if plain and taken <= -_TABLE:
                weight = 0.0
            taken += weight
        stretch = max(0.0, stretch + weight)
        yield weight


def _stretches(weights: Sequence[float]) -> Iterator[tuple[float, int, int]]:
    """(sum, start, end) of each stretch, cut where its sum is largest; a sum that falls to
    nothing ends it."""
    total, start = 0.0, 0
    best, end = 0.0, 0
    for index, weight in enumerate(weights):
        if total <= 0:
            if best > 0:
                yield best, start, end
            total, start, best = 0.0, index, 0.0
        total += weight
        if total > best:
            best, end = total, index + 1
    if best > 0:
        yield best, start, end
