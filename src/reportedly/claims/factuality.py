"""How factual events are, as the shared encoder scores them.

The network says of every word whether it names an event, and how far the text holds that it
happened, on the scale of Lee et al. (EMNLP 2015): 3 that it certainly did, 0 that nothing is
held, -3 that it certainly did not.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from reportedly.data import Certainty, Span
from reportedly.encoder import Events, load


def score_factuality(text: str, spans: Sequence[Span | tuple[int, int]]) -> list[float]:
    """One score in [-3, +3] for the predicate in each span: that of the word in it which most
    surely names an event.

    Spans are half-open code-point offsets into `text`, in any order. Raises ValueError for a
    span that no word of the text shares a code point with.
    """
    predicates = Predicates(read_events(text))
    scores: list[float] = []
    for start, end in ((s.start, s.end) if isinstance(s, Span) else s for s in spans):
        found = predicates.surest((Span(start, end),))
        if found is None:
            raise ValueError(f"no word between the code points {start} and {end}")
        scores.append(found.factuality)
    return scores


def read_events(text: str) -> Events:
    """The events of a text, by the default model."""
    return Events.of((window.words, said.events) for window, said in load().read(text))


class Predicate(NamedTuple):
    """A word as the name of an event."""

    log_odds: float  # that it names one
    factuality: float  # [-3, +3]


class Predicates:
    """The words of a text as names of events, asked for by stretches of the text."""

    def __init__(self, events: Events) -> None:
        columns = (events.starts, events.ends, events.log_odds, events.factuality)
        self._starts, self._ends, self._log_odds, self._factuality = (
            array(column.dtype.char, column.tobytes()) for column in columns
        )

    def surest(self, spans: Sequence[Span]) -> Predicate | None:
        """The word within the spans that most surely names an event; None without words."""
        best: Predicate | None = None
        for span in spans:
            first = bisect_right(self._ends, span.start)
            odds = self._log_odds[first : bisect_left(self._starts, span.end, first)]
            if odds and (best is None or max(odds) > best.log_odds):
                highest = max(odds)
                best = Predicate(highest, self._factuality[first + odds.index(highest)])
        return best


# Where a score has to lie to go with a class; of "likely not so", the other way round.
_BANDS = {
    Certainty.ASSERTED: (1.0, 3.0),
    Certainty.PROBABLE: (0.5, 2.5),
    Certainty.POSSIBLE: (0.0, 2.0),
    Certainty.CONDITIONAL: (-1.0, 1.5),
    Certainty.DENIED: (-3.0, -1.0),
    Certainty.QUESTIONED: (-1.0, 1.0),
    Certainty.INTENDED: (-0.5, 1.5),
}


def factuality_of(
    certainty: Certainty, typical: float, content: Sequence[Span], predicates: Predicates
) -> float:
    """How factual a content's main event is, as the last link commits to it.

    The network scores the event for what the article's words make of it; the class also knows
    the cue. So its score counts within what the class allows, else what is `typical` of it.
    """
    event = predicates.surest(content)
    if event is None or event.log_odds < 0.0:
        return typical
    low, high = _BANDS[certainty]
    if typical < 0.0 < high:
        low, high = -high, -low
    return event.factuality if low <= event.factuality <= high else typical
