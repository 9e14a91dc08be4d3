"""What a page says to a headline. All of it is invented."""

from __future__ import annotations

import pytest

from reportedly.data import Form, Page
from reportedly.reading import read
from reportedly.traces import embeddings
from reportedly.traces.stance import STANCES, Body, Stance, judge

TEXT = (
    "The story that a shark was caught in the Tarn canal is a hoax, police said on Monday. The "
    "photograph is fake: it was made by a student, who has admitted it. No shark was ever seen in "
    "the canal, a spokesman said, and he denied that swimmers had been warned."
)


def body(text: str) -> Body:
    page = Page(text.encode("utf-8", "surrogatepass"), text, Form.TEXT, "text/plain", "test")
    return Body(read(page), embeddings.load())


def test_chances_of_all_stances_add_up() -> None:
    scores = judge("Shark caught in canal", body(TEXT), embeddings.load())
    assert tuple(scores) == STANCES
    assert sum(scores.values()) == pytest.approx(1.0)


def test_another_story_is_unrelated_and_this_one_is_not() -> None:
    said = body(TEXT)
    other = judge("Minister resigns over railway contract", said, embeddings.load())
    same = judge("Shark caught in the Tarn canal", said, embeddings.load())
    assert max(other, key=lambda one: other[one]) is Stance.UNRELATED
    assert max(same, key=lambda one: same[one]) is not Stance.UNRELATED


def test_a_page_that_calls_it_a_hoax_disagrees_more_than_one_that_reports_it() -> None:
    headline = "Shark caught in the Tarn canal"
    told = "A shark was caught in the Tarn canal on Sunday, an angler said. He showed a photograph."
    refuting = judge(headline, body(TEXT), embeddings.load())[Stance.DISAGREE]
    reporting = judge(headline, body(told), embeddings.load())[Stance.DISAGREE]
    assert refuting > 2 * reporting


SO = "Shark caught in the Tarn canal"
NOT_SO = "No, there is no shark in the Tarn canal: the photo is a hoax"
TOLD = "A shark was caught in the Tarn canal on Sunday, an angler said. He showed a photograph."
OPEN = (
    "A shark may have been caught in the Tarn canal, according to reports that could not be "
    "verified. Police were investigating the claim on Monday."
)


@pytest.mark.parametrize(
    ("headline", "text", "stance"),
    [
        (SO, TOLD, Stance.AGREE),
        (SO, TEXT, Stance.DISAGREE),
        (NOT_SO, TOLD, Stance.DISAGREE),
        (NOT_SO, TEXT, Stance.AGREE),
    ],
)
def test_agreement_is_being_on_the_same_side(headline: str, text: str, stance: Stance) -> None:
    scores = judge(headline, body(text), embeddings.load())
    assert max(scores, key=lambda one: scores[one]) is stance


@pytest.mark.parametrize("headline", [SO, NOT_SO])
def test_a_text_that_leaves_it_open_rather_discusses(headline: str) -> None:
    open_one, *others = (
        judge(headline, body(text), embeddings.load())[Stance.DISCUSS]
        for text in (OPEN, TOLD, TEXT)
    )
    assert open_one > 1.5 * max(others)
    assert body(OPEN).side.taken < 0 < body(TOLD).side.taken < body(TEXT).side.taken


@pytest.mark.parametrize("text", ["", "…", "\ud800 x", "One. " * 5000])
def test_any_text_has_a_stance(text: str) -> None:
    assert set(judge("", body(text or " "), embeddings.load())) == set(STANCES)
