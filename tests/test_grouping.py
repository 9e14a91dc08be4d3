"""Articles by the claim that they carry, whatever order they come in. All of it is invented."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.data import Form, Page, Reading
from reportedly.ledger.groups import neighbours
from reportedly.reading import read
from reportedly.traces.digests import code, digest, undigested
from reportedly.traces.embeddings import load
from reportedly.traces.grouping import Grouper, group, grouped
from reportedly.traces.likeness import Around, Codes
from reportedly.traces.linkage import average_linkage, parts
from reportedly.traces.views import View

DAM = (
    "The Ostrel dam is leaking, an engineer at the works told the Valley Courier on Tuesday. "
    "Cracks of 40 centimetres were found in its eastern wall, Maro Tindel said.",
    "Water is seeping through the wall of the dam at Ostrel, according to the Valley Courier. "
    "The paper quoted the engineer Maro Tindel, who spoke of cracks of 40 centimetres.",
    "OSTREL - An engineer says that the dam above the town leaks. Maro Tindel told a local paper "
    "that its eastern wall has cracks 40 centimetres long.",
)
SINGER = (
    "The singer Livia Corran has cancelled her autumn tour, her manager said on Friday. She had "
    "lost her voice after a concert in Pellham, Josk Arden told reporters.",
    "Livia Corran will not tour this autumn. Her manager Josk Arden said that she lost her voice "
    "after the concert in Pellham.",
)
FERRY = (
    "A ferry with 212 passengers ran aground off Cape Dorn, the coast guard reported. Nobody was "
    "hurt, a spokeswoman said.",
)


def reading(text: str) -> Reading:
    return read(Page(text.encode(), text, Form.TEXT, "text/plain", "test"))


@pytest.fixture(scope="module")
def readings() -> list[Reading]:
    return [reading(text) for text in (*DAM, *SINGER, *FERRY)]


def test_articles_that_carry_one_claim_stand_together(readings: list[Reading]) -> None:
    assert group(readings) == [[0, 1, 2], [3, 4], [5]]


def test_the_order_of_arrival_changes_nothing(readings: list[Reading]) -> None:
    order = list(range(len(readings)))
    expected = {frozenset(one) for one in group(readings)}
    for seed in range(3):
        random.Random(seed).shuffle(order)
        found = group([readings[n] for n in order])
        assert {frozenset(order[n] for n in one) for one in found} == expected


def test_an_article_without_words_or_claims_stands_alone(readings: list[Reading]) -> None:
    assert [0] in group([reading("…"), *readings])


def test_nothing_and_one_article() -> None:
    assert group([]) == []
    assert group([reading(FERRY[0])]) == [[0]]


def test_evidence_of_a_pair_does_not_depend_on_which_came_first(readings: list[Reading]) -> None:
    there, back = Grouper(), Grouper()
    for one in readings:
        there.add(one)
    for one in reversed(readings):
        back.add(one)
    last = len(readings) - 1
    left, right = there.pairs(), back.pairs()
    mirrored = {
        (last - b, last - a): row
        for (a, b), row in zip(right.pages.tolist(), right.evidence, strict=True)
    }
    assert len(mirrored) == len(left.pages) > 0
    for (a, b), row in zip(left.pages.tolist(), left.evidence, strict=True):
        np.testing.assert_allclose(row, mirrored[a, b], atol=1e-4)


def test_pages_that_come_one_by_one_stand_as_if_they_had_come_at_once(
    readings: list[Reading],
) -> None:
    expected = {frozenset(one) for one in group(readings)}
    order = list(range(len(readings)))
    for seed in range(3):
        random.Random(seed).shuffle(order)
        grouper = Grouper()
        for page in order:
            grouper.add(readings[page])
            grouper.groups()
        assert {frozenset(order[n] for n in one) for one in grouper.groups()} == expected


def test_a_late_page_changes_only_what_it_speaks_to(readings: list[Reading]) -> None:
    grouper = Grouper()
    for one in (*readings[:2], *readings[3:]):
        grouper.add(one)
    assert grouper.groups() == [[0, 1], [2, 3], [4]]
    grouper.add(readings[2])
    assert grouper.groups() == [[0, 1, 5], [2, 3], [4]]


WORDS = st.text(max_size=60)


@given(st.lists(WORDS, max_size=3))
def test_a_digest_is_the_same_after_it_was_kept(paragraphs: list[str]) -> None:
    one = digest(reading("\n\n".join(paragraphs)), load())
    kept = undigested(one)
    assert len(kept.bags) == 7
    assert all(np.all(np.diff(bag.terms.astype(np.int64)) > 0) for bag in kept.bags)
    np.testing.assert_allclose(np.linalg.norm(kept.lead), 1, atol=1e-3)
    assert len(code(one)) == 48


@given(
    st.lists(st.tuples(st.integers(0, 999), st.floats(0.25, 1, width=32)), max_size=80),
    st.integers(1, 60),
)
def test_a_view_keeps_the_nearest_and_is_the_same_after_it_was_kept(
    met: list[tuple[int, float]], most: int
) -> None:
    none = Around(np.zeros(0, np.int64), np.zeros(0, np.float32), np.zeros((2, 384), np.float32))
    view = View(none)
    for page, near in met:
        view.meet(page, near, most)
    about = View.unpacked(view.packed()).around
    first: dict[int, float] = {}
    for page, near in met:
        first.setdefault(page, near)
    assert np.all(np.diff(about.near) <= 0)
    assert about.pages.tolist() == view.around.pages.tolist()
    assert len(set(about.pages.tolist())) == len(about.pages) == min(most, len(first))
    assert neighbours(view.packed()) == tuple(about.pages.tolist())


@given(st.lists(st.binary(min_size=48, max_size=48), min_size=1, max_size=700), st.data())
def test_neighbours_by_their_codes_are_those_with_the_fewest_signs_apart(
    kept: list[bytes], data: st.DataObject
) -> None:
    pages = [3 * n for n in range(len(kept))]
    halves = (slice(0, len(kept) // 2), slice(len(kept) // 2, None))
    codes = Codes(
        (np.array(pages[half], np.uint32).tobytes(), b"".join(kept[half])) for half in halves
    )
    mine = data.draw(st.integers(0, len(kept) - 1))
    apart = [
        (int.from_bytes(one) ^ int.from_bytes(kept[mine])).bit_count() if one != kept[mine] else 0
        for one in kept
    ]
    found = codes.near(pages[mine])
    assert found == sorted(set(found) - {pages[mine]})
    assert len(found) >= min(240, len(kept) - 1)
    left = [apart[n] for n in range(len(kept)) if pages[n] not in found and n != mine]
    if len(found) < 479:  # so many at most
        assert all(apart[page // 3] < least for page in found for least in left)
    assert codes.have(np.array([pages[mine], 1])).tolist() == [True, False]


EDGES = st.dictionaries(
    st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda pair: pair[0] < pair[1]),
    st.floats(0.01, 1),
)


@given(EDGES, st.floats(0.1, 0.9))
def test_linkage_parts_all_nodes_and_joins_nothing_that_no_edge_joins(
    likeness: dict[tuple[int, int], float], least: float
) -> None:
    groups = average_linkage(range(8), likeness, least)
    assert sorted(node for one in groups for node in one) == list(range(8))
    together = parts(range(8), likeness)
    assert all(any(set(one) <= set(part) for part in together) for one in groups)


def test_linkage_joins_by_the_mean_and_not_by_the_nearest() -> None:
    chain = {(0, 1): 0.9, (1, 2): 0.8, (2, 3): 0.9}
    assert average_linkage(range(4), chain, 0.5) == [[0, 1], [2, 3]]
    assert average_linkage(range(4), chain, 0.19) == [[0, 1, 2, 3]]


def test_two_groups_that_are_tied_far_closer_within_stay_apart_if_they_are_of_some_size() -> None:
    def two(size: int) -> dict[tuple[int, int], float]:
        pages = range(2 * size)
        return {
            (a, b): 0.9 if (a < size) == (b < size) else 0.6 for a in pages for b in pages[a + 1 :]
        }

    assert average_linkage(range(12), two(6), 0.5) == [list(range(12))]
    assert average_linkage(range(12), two(6), 0.5, close=0.7) == [list(range(12))]
    apart = [list(range(6)), list(range(6, 12))]
    assert average_linkage(range(12), two(6), 0.5, close=0.95) == apart
    assert average_linkage(range(4), two(2), 0.5, close=0.95) == [list(range(4))]
    ties = {pair: alike**3 for pair, alike in two(6).items()}
    assert average_linkage(range(12), two(6), 0.5, ties, 0.7) == apart


def test_two_claims_told_by_many_stay_apart_where_all_odds_are_good() -> None:
    pages = range(20)
    odds = {(a, b): 9.0 if (a < 10) == (b < 10) else 3.0 for a in pages for b in pages[a + 1 :]}
    assert grouped(pages, odds, 0.4) == [list(range(10)), list(range(10, 20))]
    assert grouped(pages, dict.fromkeys(odds, 3.0), 0.4) == [list(pages)]
