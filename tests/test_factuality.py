"""How factual events are: the right word is asked, and its score goes with the class."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly import score_factuality
from reportedly.claims.factuality import Predicates, factuality_of
from reportedly.data import Certainty, Span
from reportedly.encoder import Events

TEXT = "The mill closed and might reopen."


def events(*said: tuple[str, float, float]) -> Events:
    """Words of TEXT with the log-odds that they name an event, and their factuality."""
    starts = [TEXT.index(word) for word, _, _ in said]
    ends = [start + len(word) for start, (word, _, _) in zip(starts, said, strict=True)]
    _, odds, scores = zip(*said, strict=True)
    return Events(np.array(starts), np.array(ends), np.array(odds), np.array(scores))


SEEN = events(("mill", -4.0, 2.0), ("closed", 3.0, 2.9), ("might", -3.0, 0.0), ("reopen", 2.0, 0.8))


def of(certainty: Certainty, typical: float, part: str) -> float:
    start = TEXT.index(part)
    return factuality_of(certainty, typical, (Span(start, start + len(part)),), Predicates(SEEN))


def test_the_surest_event_of_a_content_gives_its_score() -> None:
    assert of(Certainty.ASSERTED, 2.6, "The mill closed and might reopen") == 2.9
    assert of(Certainty.POSSIBLE, 0.7, "might reopen") == 0.8


def test_a_content_without_an_event_has_what_is_typical_of_its_class() -> None:
    assert of(Certainty.PROBABLE, 1.6, "The mill") == 1.6
    assert of(Certainty.PROBABLE, 1.6, ".") == 1.6


def test_a_score_that_contradicts_the_class_does_not_count() -> None:
    assert of(Certainty.DENIED, -2.6, "closed") == -2.6  # the cue denies what the words state
    assert of(Certainty.PROBABLE, -1.6, "closed") == -1.6  # "it is unlikely that it closed"


@given(st.text(alphabet="ab. \n", max_size=60), st.data())
def test_every_span_with_a_word_is_scored_on_the_scale(text: str, data: st.DataObject) -> None:
    words = [i for i, character in enumerate(text) if not character.isspace()]
    chosen = data.draw(st.lists(st.sampled_from(words), max_size=3)) if words else []
    scores = score_factuality(text, [Span(i, i + 1) for i in chosen])
    assert len(scores) == len(chosen)
    assert all(-3.0 <= score <= 3.0 for score in scores)


def test_a_span_without_a_word_is_refused() -> None:
    with pytest.raises(ValueError, match="3 and 4"):
        score_factuality("The mill", [Span(3, 4)])


def test_what_happened_is_told_from_what_was_denied_or_is_only_possible() -> None:
    text = (
        "The ferry sank on Monday. The captain did not leave the bridge. The company may sell its "
        "other ship if the court agrees. Divers found the anchor."
    )
    words = ("sank", "leave", "sell", "found")
    spans = [(text.index(word), text.index(word) + len(word)) for word in words]
    sank, leave, sell, found = score_factuality(text, spans)
    assert sank > 2.0
    assert found > 1.0
    assert leave < -1.0
    assert -1.0 < sell < 2.0
