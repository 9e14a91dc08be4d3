"""Shingles, samples and copies: what pages share, and where."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from reportedly import shingles

WORDS = st.lists(
    st.sampled_from(["tide", "crew", "barge", "lock", "sluice", "weir", "at", "the", "of", "14"]),
    max_size=60,
)


@given(st.text())
def test_words_stand_where_they_say(text: str) -> None:
    words = shingles.words_of(text)
    for number, start, end in zip(*words, strict=True):
        again = shingles.words_of(text[start:end])
        assert (list(again.starts), list(again.hashes)) == ([0], [number])


def test_case_and_punctuation_do_not_count() -> None:
    one = "“We won’t sail,” said Ana Ruiz; “not before the lock at Orrin opens.”"
    other = "WE WON'T SAIL -- said Ana Ruiz -- not before the lock at Orrin opens"
    assert list(shingles.sample(one)) == list(shingles.sample(other))


def test_samples_are_the_same_everywhere() -> None:
    text = "The ferry to Orrin Island will not sail before Friday, the harbour office said."
    assert shingles.sample(text).tolist()[:2] == [4519822586063774253, 6959227693456199864]


@given(WORDS, WORDS, WORDS, WORDS, st.lists(st.integers(0, 99), min_size=23, max_size=23))
def test_a_stretch_in_common_is_never_missed(
    a: list[str], b: list[str], c: list[str], d: list[str], shared: list[int]
) -> None:
    stretch = [f"w{n}" for n in shared]
    one, other = (shingles.sample(" ".join(x + stretch + y)) for x, y in ((a, b), (c, d)))
    assert np.intersect1d(one, other).size


def test_nothing_comes_of_few_words() -> None:
    assert shingles.sample("Too few words to make one shingle").size == 0
    assert shingles.sample("").size == 0
