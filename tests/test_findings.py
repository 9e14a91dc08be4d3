"""Findings inside one page: whom a text hides, what it tells twice, what nobody is named for."""

from __future__ import annotations

import math
import time

import pytest

from reportedly.claims import assess, find_findings
from reportedly.claims.anonymity import Anonymity, Hiding, hiding_in
from reportedly.claims.repeats import find_repeats
from reportedly.data import (
    Article,
    Chain,
    Dating,
    Finding,
    FindingKind,
    Link,
    Quotation,
    Source,
    SourceType,
    Span,
)


def article(text: str) -> Article:
    return Article(None, (), None, (), "en", Dating(), text, ())


def place(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def chain(text: str, content: str, *links: tuple[str, str, str], n: int = 1) -> Chain:
    """A chain by the source, the mention and the cue of each link; a cue may be its mention."""
    made = tuple(Link(by, place(text, who), place(text, cue)) for by, who, cue in links)
    return Chain(f"a{n}", made, (place(text, content),), Quotation.INDIRECT)


def person(id: str, name: str | None, *mentions: Span) -> Source:
    kind = SourceType.PERSON if name else SourceType.UNNAMED
    return Source(id, name, kind, None, mentions)


def findings(text: str, chains: list[Chain], *sources: Source) -> list[Finding]:
    page = article(text)
    return find_findings(page, sources, assess(page, chains))


def kinds(text: str, chains: list[Chain], *sources: Source) -> list[FindingKind]:
    return [finding.kind for finding in findings(text, chains, *sources)]


@pytest.mark.parametrize(
    ("mention", "hiding"),
    [
        ("a senior harbour official", Hiding.PERSON),
        ("two people familiar with the talks", Hiding.PERSON),
        ("sources", Hiding.PERSON),
        ("the source", Hiding.PERSON),
        ("a South Varnian official", Hiding.PERSON),
        ("a friend of the mayor", Hiding.PERSON),
        ("an official who asked not to be named", Hiding.PERSON),
        ("residents", Hiding.CIRCLE),
        ("many experts", Hiding.CIRCLE),
        ("a number of analysts", Hiding.CIRCLE),
        ("a report", Hiding.PAPER),
        ("a friend", None),
        ("the candidate", None),
        ("her lawyer", None),
        ("the officials", None),
        ("They", None),
        ("each", None),
        ("an official at Halden Port Authority", None),
        ("critics, including Anna Vell", None),
        ("one user @vell", None),
        ("Nearly eight of ten voters", None),
    ],
)
def test_how_a_mention_hides_whom_it_is_about(mention: str, hiding: Hiding | None) -> None:
    assert hiding_in(mention, SourceType.UNNAMED) is hiding


@pytest.mark.parametrize(
    ("text", "cue", "content", "rests"),
    [
        ("The dam is believed to have failed.", "is believed", "The dam", False),
        (
            "It has been reported that the dam was old.",
            "has been reported",
            "the dam was old",
            True,
        ),
        ("The dam was reportedly closed.", "reportedly", "The dam was", True),
        ("It was reported in The Packet that it was old.", "was reported", "it was old", False),
        ("Asked about it, the dam was old.", "Asked about", "the dam was old", False),
    ],
)
def test_hearsay_rests_on_nobody(text: str, cue: str, content: str, rests: bool) -> None:
    said = chain(text, content, ("s1", cue, cue))
    found = kinds(text, [said], person("s1", None, place(text, cue)))
    assert (FindingKind.UNNAMED_ONLY in found) == rests


def test_a_named_link_before_an_unnamed_one_is_enough() -> None:
    text = "Anna Vell said officials had closed the dam."
    said = chain(
        text, "had closed the dam", ("s1", "Anna Vell", "said"), ("s2", "officials", "said")
    )
    sources = person("s1", "Anna Vell"), person("s2", None, place(text, "officials"))
    assert kinds(text, [said], *sources) == []


@pytest.mark.parametrize(
    "text",
    [
        "You would need $40,000 a year to live in the old harbour today.",
        "A new poll was published. Some 34 percent of the town want the harbour closed.",
        "The town has laid a tax of 34 percent on every boat in the harbour.",
        "Thousands of people came to the old harbour.",
        "The harbour board could spend $40,000 on it.",
        "According to the weekly Packet, the harbour cost $40,000.",
        "The film of the harbour has had 40,000 views since then.",
        "Some 40,000 people live in the old harbour.",
        f"{'It was a quiet day. ' * 30}The new wall cost $40,000.",
        f"{'It was a quiet day. ' * 30}The ferry took 276 people across.",
    ],
)
def test_figures_that_need_nobody_s_name(text: str) -> None:
    assert kinds(text, []) == []


VELL = "Anna Vell"
TWICE = (
    "Anna Vell said the harbour wall was cracked along its northern side. Later she explained:"
    " “There are reports that the northern side of the harbour wall is cracked.”"
)


def test_a_link_that_is_gone_in_the_other_telling() -> None:
    chains = [
        chain(
            TWICE, "the harbour wall was cracked along its northern side", ("s1", VELL, "said"), n=1
        ),
        chain(
            TWICE,
            "the northern side of the harbour wall is cracked",
            ("s1", "she", "explained"),
            ("s2", "reports", "reports"),
            n=2,
        ),
    ]
    sources = person("s1", VELL, place(TWICE, VELL)), person("s2", None, place(TWICE, "reports"))
    (finding,) = findings(TWICE, chains, *sources)
    assert finding.kind is FindingKind.CHAIN_CUT
    assert [each.claim for each in finding.evidence] == ["c2", "c1"]
    assert "Anna Vell has from “reports”" in finding.message


HEDGED = (
    "Anna Vell said the harbour wall may collapse before winter storms arrive. Nothing else"
    " happened. She said the harbour wall collapsed before winter storms arrived."
)


@pytest.mark.parametrize(("second", "lost"), [("s1", True), ("s2", False)])
def test_a_doubt_that_is_gone_in_the_other_telling(second: str, lost: bool) -> None:
    contents = (
        "the harbour wall may collapse before winter storms arrive",
        "the harbour wall collapsed before winter storms arrived",
    )
    chains = [
        chain(HEDGED, contents[0], ("s1", VELL, "said"), n=1),
        chain(HEDGED, contents[1], (second, "She", "said"), n=2),
    ]
    found = kinds(HEDGED, chains, person("s1", VELL), person("s2", "Berit Orlo"))
    assert found == ([FindingKind.HEDGE_LOST] if lost else [])


@pytest.mark.parametrize(
    "bare",
    [
        "the harbour wall would collapse before winter storms arrived",
        "the harbour wall had not collapsed before winter storms arrived",
        "the harbour wall, winter storms and a broken old ferry that nobody else had seen there",
    ],
)
def test_another_doubt_a_denial_or_other_words_lose_no_hedge(bare: str) -> None:
    text = HEDGED.partition("Nothing")[0] + f"Nothing else happened. She said {bare}."
    chains = [
        chain(
            text, "the harbour wall may collapse before winter storms arrive", ("s1", VELL, "said")
        ),
        chain(text, bare, ("s1", "She", "said")),
    ]
    assert kinds(text, chains, person("s1", VELL)) == []


def test_claims_about_the_same_people_are_no_repeats() -> None:
    text = (
        "Anna Vell may leave Halden Harbour for Port Asken. Anna Vell joined Halden Harbour and"
        " Port Asken."
    )
    assert kinds(text, []) == []


def test_a_source_is_an_expert_here_and_a_journalist_there() -> None:
    text = "Harbour expert Anna Vell spoke. The journalist was sure."
    vell = person(
        "s1", VELL, place(text, "Harbour expert Anna Vell"), place(text, "The journalist")
    )
    (finding,) = findings(text, [], vell)
    assert finding.kind is FindingKind.SPEAKER_VARIANT
    assert [each.span.cut(text) for each in finding.evidence] == [
        "Harbour expert Anna Vell",
        "The journalist",
    ]


@pytest.mark.parametrize(
    "mentions",
    [
        ("Harbour expert Anna Vell", "the former reporter"),
        ("Anna Vell, an expert and journalist", "the journalist"),
        ("Harbour expert Anna Vell", "the scientist"),
    ],
)
def test_a_source_that_is_said_to_be_both_is_no_variant(mentions: tuple[str, str]) -> None:
    text = " spoke. ".join(mentions)
    assert kinds(text, [], person("s1", VELL, *(place(text, each) for each in mentions))) == []


@pytest.mark.parametrize(
    ("one", "other", "variant"),
    [
        ("Anna Vellmar", "Anna Velmar", True),
        ("Anna Vellmar", "Velmar", True),
        ("Anna Vellmar", "Anna Vellmer", True),
        ("Anna Vellmar", "Berit Velmar", False),
        ("Anna Vellmar", "Anna Orlomar", False),
        ("Anna Vell", "Anna Vel", False),
    ],
)
def test_one_name_in_two_spellings(one: str, other: str, variant: bool) -> None:
    text = f"{one} spoke first and {other} later."
    sources = person("s1", one, place(text, one)), person("s2", other, place(text, f"d {other}"))
    assert kinds(text, [], *sources) == ([FindingKind.SPEAKER_VARIANT] if variant else [])


def test_repeats_are_sought_in_time_that_grows_with_the_claims_alone() -> None:
    sentence = "Harbour walls cracked along northern moorings during {} heavy winter storms. "

    def seconds(count: int) -> float:
        text = "".join(sentence.format(f"number{n}ish") for n in range(count))
        claims = assess(article(text), [])
        assert len(claims) == count
        best = math.inf
        for _ in range(3):
            started = time.process_time()
            list(find_repeats(claims, Anonymity(text, [])))
            best = min(best, time.process_time() - started)
        return best

    assert seconds(4000) < 8 * 3 * seconds(500)
