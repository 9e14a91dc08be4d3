"""Shingles, samples and copies: what pages share, and where."""

from __future__ import annotations

import re
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import synthetic
from benchmarks.copies import MadeUp, brute
from reportedly import shingles
from reportedly.data import Copy, Sameness
from reportedly.traces import find_copies
from reportedly.traces.agencies import agency_of
from reportedly.traces.alignment import compare, prepare

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


@given(st.text(st.characters() | st.sampled_from("ab' ’_-中\ud800\x1c"), max_size=60))
def test_words_are_letters_and_figures_and_apostrophes_between_them(text: str) -> None:
    expected = [each.span() for each in re.finditer(r"[^\W_]+(?:['’][^\W_]+)*", text)]
    words = shingles.words_of(text)
    assert list(zip(words.starts, words.ends, strict=True)) == expected
    assert len(words.hashes) == len(expected)


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


# ── What two pages share ─────────────────────────────────────────────────────────────────

FERRY = (
    "The ferry to Orrin Island will not sail before Friday, the harbour office said on Tuesday. "
    "The ice in the sound is thicker than in any year since 1963, and two barges are stuck in it."
)
OTHER = (
    "Councillors in Skarn have voted for a second bakery, against the advice of the first. "
    "The vote was close, and the mayor left the room before the rolls were handed round."
)


def pair(left: str, right: str) -> Copy | None:
    return compare("left", prepare(left), "right", prepare(right))


def test_a_short_text_is_found_inside_a_long_one() -> None:
    long = " ".join([OTHER, FERRY, "Rain is forecast for the week, and then more of it. " * 40])
    copy = pair(long, FERRY)
    assert copy is not None
    assert (copy.sameness, copy.containment) == (Sameness.CONTAINED, 1.0)
    assert copy.resemblance < 0.5
    ((here, there),) = copy.shared
    assert here.cut(long) == FERRY.rstrip(".") == there.cut(FERRY)


def test_a_copy_with_changes_is_aligned_around_them() -> None:
    changed = FERRY.replace("before Friday", "before Saturday").replace("two barges", "a yacht")
    copy = pair(FERRY, changed)
    assert copy is not None
    assert [here.cut(FERRY) for here, _ in copy.shared] == [
        "The ferry to Orrin Island will not sail before",
        "the harbour office said on Tuesday. The ice in the sound is thicker than in any year "
        "since 1963, and",
    ]
    assert copy.sameness is Sameness.CONTAINED


def test_strangers_share_nothing() -> None:
    assert pair(FERRY, OTHER) is None
    assert pair(FERRY, "No ferry to Orrin Island will sail before Friday.") is None
    assert pair("", FERRY) is None


@given(WORDS, WORDS, WORDS)
def test_what_is_shared_reads_alike_on_both_sides(a: list[str], b: list[str], c: list[str]) -> None:
    left, right = ", ".join(a + b + c), " ".join(c + b + a).upper()
    copy = pair(left, right)
    for here, there in copy.shared if copy else ():
        one, other = here.cut(left), there.cut(right)
        assert one.replace(",", "").upper() == other
    if copy:
        spans = [here for here, _ in copy.shared]
        assert all(a.end <= b.start for a, b in pairwise(spans))


def test_copies_among_many_are_those_of_brute_force() -> None:
    pages = MadeUp(150)
    texts = [pages[number] for number in range(len(pages))]
    found = {(c.left, c.right) for c in find_copies(texts) if c.containment >= 0.5}
    assert found == brute(texts)
    assert len(found) > 20


def test_a_stock_phrase_does_not_make_every_page_a_copy_of_every_other() -> None:
    phrase = "Sign up for the letter that we send to all of our readers on Sunday morning"
    texts = [(str(n), f"{' '.join(synthetic.prose(n, 200))} {phrase}") for n in range(400)]
    looked_at: list[int] = []
    copies = list(find_copies(texts, looked_at.append))
    assert all(copy.sameness is Sameness.EXCERPT for copy in copies)
    assert len(copies) <= 60 * len(texts)  # no more than a bounded number of each page
    assert looked_at[-1] == 2 * len(texts)


@pytest.mark.parametrize(
    ("text", "byline", "agency"),
    [
        ("SKARN, May 3 (Northwire) - A bakery has opened.", (), "Northwire"),
        ("SKARN (Reuters) — A bakery has opened.", (), "Reuters"),
        ("A bakery has opened.\n\n(Reuters)", (), "Reuters"),
        ("A bakery has opened. – AFP", (), "AFP"),
        ("A bakery has opened.", ("Associated Press",), "Associated Press"),
        ("FOR IMMEDIATE RELEASE: A bakery has opened.", (), "press release"),
        ("A bakery has opened.\n\nPress contact: Ida Moss, 555 0199", (), "press release"),
        ("A bakery has opened (again) - and shut.", (), None),
        ("The baker said (Reuters was told) - wrongly - that it had.", (), None),
        ("A bakery has opened.", ("Ida Moss",), None),
    ],
)
def test_agency_copy_is_known(text: str, byline: tuple[str, ...], agency: str | None) -> None:
    assert agency_of(text, byline) == agency
