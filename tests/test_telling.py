"""How a text tells what it tells. All of it is invented."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.data import Form, Page, Place
from reportedly.reading import read
from reportedly.traces.sides import crossed
from reportedly.traces.telling import counts, hands, places, refuting, tones

OWN = "A shark was caught in the Tarn canal on Sunday. It was two metres long."
OTHERS = (
    "The Morning Post reported that a neighbour said that a shark had been caught in the canal. "
    "Police said that they could not confirm it."
)


def measured(text: str) -> list[float]:
    page = Page(text.encode("utf-8", "surrogatepass"), text, Form.TEXT, "text/plain", "test")
    claims = [claim for claim in read(page).claims if claim.place is Place.TEXT]
    return [*tones(text, claims), *hands(text, claims), *places(text)]


def test_what_came_through_others_has_been_in_more_hands() -> None:
    depth, first = 17 + 5, 17 + 6
    assert measured(OTHERS)[depth] > measured(OWN)[depth]
    assert measured(OTHERS)[first] > measured(OWN)[first]


def test_words_of_refutation_count_where_the_text_begins() -> None:
    assert refuting("The story is a hoax, a fake and false.") == 3
    assert refuting("So it was. " * 100 + "It is a hoax.") == 0
    assert counts("Is it a hoax? No.", 1) == [1, 0, 0, 1]


def test_a_doubt_that_comes_late_is_told_from_one_at_the_beginning() -> None:
    late = "A shark was caught. It was two metres long. It may have come from a circus."
    early = "A shark may have been caught. It was two metres long. It came from a circus."
    assert places(late)[0] > places(early)[0]
    assert places(OWN)[0] > places(late)[0]


@pytest.mark.parametrize("text", ["", "…", "\ud800", "“" * 50, "No. " * 5000])
def test_any_text_is_measured(text: str) -> None:
    assert np.isfinite(measured(text or " ")).all()
    assert np.isfinite([*tones("", []), *hands("", []), *places("")]).all()


@given(st.lists(st.floats(-50, 50), min_size=1, max_size=6))
def test_products_stand_after_the_measures(values: list[float]) -> None:
    found = crossed(np.array(values))
    near = np.clip(values, -2, 2)
    assert found[: len(values)].tolist() == near.tolist()
    assert len(found) == len(values) + len(values) * (len(values) + 1) // 2
    assert found[len(values)] == near[0] ** 2
