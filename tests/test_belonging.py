"""Quotations given to whom they belong: attributions as a tagger leaves them, and as they stand
afterwards."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.attributions.belonging import with_belonging
from reportedly.attributions.laidout import with_laid_out
from reportedly.attributions.page import Text
from reportedly.attributions.quotation import quotation_of
from reportedly.data import Attribution, Quotation, Span
from reportedly.limits import deadline
from reportedly.typography import quote_mask

Said = tuple[str | None, str, list[str]]  # source, cue and content


def tagged(text: str, said: Said) -> Attribution:
    """An attribution whose parts are the first stretches of the text with these words."""
    source, cue, content = said

    def place(words: str) -> Span:
        at = text.index(words)
        return Span(at, at + len(words))

    spans = tuple(map(place, content))
    kind = quotation_of(text, quote_mask(text), spans)
    return Attribution("", place(source) if source else None, place(cue), spans, kind, 0.9)


def belonging(text: str, *said: Said) -> list[Said]:
    found = with_belonging(Text(text), [tagged(text, one) for one in said])
    return [
        (
            one.source.cut(text) if one.source else None,
            one.cue.cut(text) if one.cue else "",
            [span.cut(text) for span in one.content],
        )
        for one in found
    ]


def test_a_long_quotation_has_one_speaker() -> None:
    text = "Mills agree - Ana Soto: “The weir held. The sluice did not. Both are old.” [Courier.]"
    found = belonging(
        text,
        ("Ana Soto", "agree", ["“The weir held"]),
        ("Courier", "[", ["The sluice did not. Both are old.”"]),
    )
    assert found == [
        ("Ana Soto", "agree", ["“The weir held. The sluice did not. Both are old.”"]),
    ]


def test_the_end_of_a_quotation_is_not_lost() -> None:
    text = "She spoke of “years of work. Nobody paid for it,” and left."
    (found,) = belonging(text, ("She", "spoke", ["of “years of work."]))
    assert found[2] == ["of “years of work. Nobody paid for it,”"]


@pytest.mark.parametrize(
    "text",
    [
        "“It's unusual,“ said Per Ek, a lawyer. “It is hard to do.”",  # the mark that closes opens
        "“It's unusual, said Per Ek, a lawyer. It is hard to do.",  # none closes
    ],
)
def test_marks_that_do_not_pair_tell_nothing(text: str) -> None:
    said: Said = ("Per Ek", "said", ["It's unusual,"])
    assert belonging(text, said) == [said]


def test_a_quotation_goes_on_after_an_aside() -> None:
    text = "“If you stay,” Holm said, recalling the flood, “you lose the dog.”"
    found = belonging(
        text,
        ("Holm", "said", ["“If you stay,”"]),
        ("Holm", "recalling", ["the flood, “you lose the dog.”"]),
    )
    assert found == [
        ("Holm", "said", ["“If you stay,”", "“you lose the dog.”"]),
        ("Holm", "recalling", ["the flood"]),
    ]


def test_an_aside_that_has_nothing_left_is_none() -> None:
    text = "“If you stay,” Holm said, recalling, “you lose the dog.”"
    found = belonging(
        text,
        ("Holm", "said", ["“If you stay,”"]),
        ("Holm", "recalling", [", “you lose the dog.”"]),
    )
    assert found == [("Holm", "said", ["“If you stay,”", "“you lose the dog.”"])]


def test_what_somebody_did_not_say_quotes_nobody() -> None:
    text = "“The dam is old,” Holm said. She didn't suggest closing it. “We watch it.”"
    found = belonging(
        text,
        ("Holm", "said", ["“The dam is old,”"]),
        ("She", "didn't suggest", ["closing it", "“We watch it.”"]),
    )
    assert found[0] == ("Holm", "said", ["“The dam is old,”", "“We watch it.”"])
    assert found[1] == ("She", "didn't suggest", ["closing it"])


@pytest.mark.parametrize(
    ("text", "aside"),
    [
        (
            "“We left,” Ek said, adding that they ran. “Nobody helped.”",
            ("Ek", "adding", ["that they ran", "“Nobody helped.”"]),
        ),
        (
            "“We left,” Ek said, noting that the town, “a small one,” slept.",
            ("Ek", "noting", ["that the town, “a small one,” slept"]),
        ),
    ],
)
def test_what_the_aside_itself_reports_stays_with_it(text: str, aside: Said) -> None:
    said: Said = ("Ek", "said", ["“We left,”"])
    assert belonging(text, said, aside) == [said, aside]


OPEN = "“The river rose all night,” Ilse Varga said.\n\n"


def test_a_paragraph_that_nobody_claims_goes_on_with_the_speaker() -> None:
    text = OPEN + "“We had no warning, none at all.\n\n“In the end the bells rang.”\n\nIt rained."
    (found,) = belonging(text, ("Ilse Varga", "said", ["“The river rose all night,”"]))
    assert found[2] == [
        "“The river rose all night,”",
        "“We had no warning, none at all.",
        "“In the end the bells rang.”",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "“It rose,” Varga said.\n\n“Who rang the bells?” the priest asked.",
        "Varga said: “It rose,”\n\n“Nobody rang the bells.”",  # another may answer
        "In the year of “It rose,” Varga said.\n\n“Nobody rang the bells.”",
        "“It rose,” Varga said.\n\nIt rained.\n\n“Nobody rang the bells.”",
        "“It rose,” Varga said.\n\n“Nobody.”",
    ],
)
def test_a_paragraph_whose_speaker_is_not_sure_stays_nobodys(text: str) -> None:
    said: Said = ("Varga", "said", ["“It rose,”"])
    assert belonging(text, said) == [said]


def test_a_sentence_that_goes_on_in_a_quotation_is_whole() -> None:
    text = "It rained. So when Alder signalled that it would buy, Mr. Holm said, “we sold.”"
    found = belonging(
        text,
        ("Alder", "signalled", ["that it would buy"]),
        ("Mr. Holm", "said", ["“we sold.”"]),
    )
    assert found == [
        ("Mr. Holm", "said", ["So when Alder signalled that it would buy", "“we sold.”"])
    ]


@pytest.mark.parametrize(
    "text",
    [
        "When asked about the dam, Holm said, “no comment.”",  # when she said it
        "When she saw the dam, Holm said, “that will hold.”",
        "When the dam broke, Holm said, “We ran.”",
        "Minutes later, Holm said, “done.”",
        "When the dam broke, Holm said “enough.”",
    ],
)
def test_when_something_was_said_is_none_of_it(text: str) -> None:
    said: Said = ("Holm", "said", [text[text.index("“") :]])
    assert belonging(text, said) == [said]


def test_a_request_has_all_its_verbs() -> None:
    text = "Soto urged the mayor to “open the gates” and consider paying the farmers."
    found = belonging(
        text,
        ("Soto", "urged", ["the mayor to “open the gates”"]),
        ("Soto", "consider", ["paying the farmers"]),
    )
    assert found == [
        ("Soto", "urged", ["the mayor to “open the gates” and consider paying the farmers"])
    ]


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("Soto urged the mayor to leave and said it was late.", ("said", "it was late")),
        ("Soto told him the gates were shut and order prevailed.", ("order", "prevailed")),
    ],
)
def test_a_second_report_is_none_of_the_request(text: str, second: tuple[str, str]) -> None:
    cue, content = second
    first = text[text.index("the mayor" if "mayor" in text else "the gates") : text.index(" and ")]
    verb = "urged" if "urged" in text else "told"
    said: list[Said] = [("Soto", verb, [first]), ("Soto", cue, [content])]
    assert belonging(text, *said) == said


def test_what_stands_before_a_request_is_none_of_it() -> None:
    text = "“We must go,” she urged him to leave and say."
    said: list[Said] = [
        ("she", "urged", ["him to leave"]),
        ("she", "say", ["“We must go,”"]),
    ]
    assert belonging(text, *said) == said


def test_a_content_begins_where_its_sentence_has_it() -> None:
    text = "Yet, as Holm noted, in the first days – when it rains – “what do you do?”"
    (found,) = belonging(text, ("Holm", "noted", ["when it rains – “what do you do?”"]))
    assert found[2] == ["in the first days – when it rains – “what do you do?”"]
    text = "The auditors rated a third of the bridges as “unsafe”."
    (found,) = belonging(text, ("The auditors", "rated", ["as “unsafe”"]))
    assert found[2] == ["a third of the bridges as “unsafe”"]


def test_what_goes_without_saying_is_nobodys_word() -> None:
    text = "It goes without saying that the dam is old."
    assert belonging(text, ("It", "goes without saying", ["that the dam is old"])) == []


def test_a_signed_quotation_may_close_amid() -> None:
    text = "“The dam is old. ‘All dams are.” And that is what I call “the root of it.” ― Ana Soto"
    (found,) = with_laid_out(text, quote_mask(text), [])
    assert found.content[0].cut(text) == text[: text.index(" ―")]
    text = "“The old weir” is nothing like “the new one” ― Ana Soto"
    assert with_laid_out(text, quote_mask(text), []) == []


WORDS = st.text(alphabet=st.sampled_from("Aa ,.“”\"'‘’\n:"), max_size=80)


@given(WORDS, st.data())
def test_contents_stay_in_order_and_in_the_text(text: str, data: st.DataObject) -> None:
    cuts = data.draw(st.lists(st.integers(0, len(text)), max_size=16).map(sorted))
    spans = [Span(a, b) for a, b in pairwise(cuts) if a < b]
    found = [
        Attribution("", None, cue, tuple(content), Quotation.DIRECT, 0.5)
        for cue, *content in (spans[at : at + 3] for at in range(0, len(spans), 3))
        if content
    ]
    for one in with_belonging(Text(text), found):
        assert one.content
        assert all(span.end <= len(text) and len(span) for span in one.content)
        assert all(left.end <= right.start for left, right in pairwise(one.content))


@pytest.mark.parametrize("unit", ["“a” said B, c-ing d, ", "“a b c.\n\n", "“a “b ", '"a" B said. '])
def test_belonging_is_told_in_linear_time(unit: str) -> None:
    text = unit * (200_000 // len(unit))
    length = len(unit)
    found = [
        Attribution("", None, Span(at + 4, at + 5), (Span(at, at + 3),), Quotation.DIRECT, 0.5)
        for at in range(0, len(text) - length, length)
    ]
    with deadline(15, "a hostile text"):
        with_belonging(Text(text), found)


def test_a_speaker_of_many_paragraphs_is_told_in_linear_time() -> None:
    text = OPEN + "“a b c.\n\n" * 20_000
    said = tagged(text, ("Ilse Varga", "said", ["“The river rose all night,”"]))
    with deadline(15, "a speaker who goes on and on"):
        (found,) = with_belonging(Text(text), [said])
    assert len(found.content) == 20_001
