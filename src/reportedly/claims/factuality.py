"""How factual events are, as the shared encoder scores them.

The network says of every word whether it names an event, and how far the text holds that it
happened, on the scale of Lee et al. (EMNLP 2015): 3 that it certainly did, 0 that nothing is
held, -3 that it certainly did not.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from reportedly.data import Certainty, Span
from reportedly.encoder import Events, load


def score_factuality(text: str, spans: Sequence[Span | tuple[int, int]]) -> list[float]:
    """One score in [-3, +3] for the predicate in each span: that of the word in it which most
    surely names an event.

    Spans are half-open code-point offsets into `text`, in any order. Raises ValueError for a
    span that no word of the text shares a code point with.
    """
    events = read_events(text)
    scores: list[float] = []
    for start, end in ((s.start, s.end) if isinstance(s, Span) else s for s in spans):
        at = _surest(events, (Span(start, end),))
        if at is None:
            raise ValueError(f"no word between the code points {start} and {end}")
        scores.append(float(events.factuality[at]))
    return scores


def read_events(text: str) -> Events:
    """The events of a text, by the default model."""
    return Events.of((window.words, said.events) for window, said in load().read(text))


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
    certainty: Certainty, typical: float, content: Sequence[Span], events: Events
) -> float:
    """How factual a content's main event is, as the last link commits to it.

    The network scores the event for what the article's words make of it; the class also knows
    the cue. So its score counts within what the class allows, else what is `typical` of it.
    """
    at = _surest(events, content)
    if at is None or events.log_odds[at] < 0.0:
        return typical
    low, high = _BANDS[certainty]
    if typical < 0.0 < high:
        low, high = -high, -low
    score = float(events.factuality[at])
    return score if low <= score <= high else typical


def _surest(events: Events, spans: Sequence[Span]) -> int | None:
    """The word within the spans that most surely names an event."""
    best = None
    for span in spans:
        first = int(np.searchsorted(events.ends, span.start, "right"))
        last = int(np.searchsorted(events.starts, span.end))
        if first < last:
            at = first + int(np.argmax(events.log_odds[first:last]))
            if best is None or events.log_odds[at] > events.log_odds[best]:
                best = at
    return best
