"""The page that the project began with, from bytes to claims. Needs the corpora beside it.

Anchors are of at most four words: the page itself is not part of the project.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from reportedly import capture, read
from reportedly.data import BlockKind, Bound, Certainty, Claim, Page, Quotation, Reading, Source


@pytest.fixture(scope="module")
def reading(shared: Path) -> Reading:
    (page,) = capture([str(shared / "seed/page.txt")])
    assert isinstance(page, Page)
    return read(page)


@pytest.fixture(scope="module")
def expert(reading: Reading) -> Source:
    (source,) = (source for source in reading.sources if source.name == "Igor Korotchenko")
    return source


def said_by(reading: Reading, source: Source) -> list[Claim]:
    return [claim for claim in reading.claims if claim.chain and claim.chain[0].source == source.id]


def test_the_article_stands_apart_from_its_furniture(reading: Reading) -> None:
    article = reading.article
    assert article.title is not None
    assert article.title.startswith("Russian Military Expert Claims")
    assert article.title.endswith("For The Ukraine War")
    assert article.byline == ("Mary Ama",)
    assert article.sections == ("Home", "Politics", "NEWS")
    assert article.text.startswith("Russian military expert Igor")
    assert article.text.endswith("in a shorter duration.")
    for stray in ("ALSO READ", "Leave a Reply", "bloggers", "passionate writer", "Advertisment"):
        assert stray not in article.text
        assert any(stray in block.text for block in article.blocks)
    kinds = {block.kind for block in article.blocks}
    assert kinds >= {BlockKind.CLOCK, BlockKind.RELATED, BlockKind.BIOGRAPHY, BlockKind.RESIDUE}


def test_the_clock_in_the_header_bounds_the_date_and_is_not_it(reading: Reading) -> None:
    published = reading.article.published
    assert published.date is None
    assert published.latest == dt.date(2022, 9, 26)
    assert [rejected.value for rejected in published.rejected] == ["2022-09-26"]


def test_five_designations_are_one_speaker(reading: Reading, expert: Source) -> None:
    text = reading.article.text
    assert {mention.cut(text) for mention in expert.mentions} == {
        "Russian military expert Igor Korotchenko",
        "the Russian defense expert",
        "the Russian journalist",
        "Mr. Korotchenko",
        "He",
    }
    assert expert.role == "Russian military expert"


@pytest.mark.parametrize(
    ("number", "begins", "ends", "quotation", "certainty"),
    [
        (0, "North", "invasion of Ukraine", Quotation.INDIRECT, Certainty.ASSERTED),
        (1, "100,000 North Korean", "repair war damage)", Quotation.DIRECT, Certainty.ASSERTED),
        (2, "the North Korean troops", "and motivated”", Quotation.MIXED, Certainty.ASSERTED),
        (3, "the Kremlin “shouldn’t", "Kim Jong Un”", Quotation.MIXED, None),
        (4, "“If North Korean", "volunteer impulse,”", Quotation.DIRECT, Certainty.CONDITIONAL),
        (5, "if “North Korea", "should let them”", Quotation.MIXED, Certainty.CONDITIONAL),
        (6, "both nations hold", "the relevant agreements", Quotation.INDIRECT, None),
    ],
)
def test_seven_statements_with_their_exact_content(
    reading: Reading,
    expert: Source,
    number: int,
    begins: str,
    ends: str,
    quotation: Quotation,
    certainty: Certainty | None,
) -> None:
    statements = said_by(reading, expert)
    assert len(statements) == 7
    claim = statements[number]
    assert claim.text.startswith(begins)
    assert claim.text.endswith(ends)
    assert claim.quotation is quotation
    assert certainty is None or claim.certainty is certainty


def test_there_are_reports_is_a_link_of_its_own(reading: Reading, expert: Source) -> None:
    text = reading.article.text
    chains = [claim.chain for claim in said_by(reading, expert)]
    assert [len(chain) for chain in chains] == [1, 2, 1, 1, 1, 1, 1]
    link = chains[1][1]
    assert link.mention is not None
    assert "reports" in link.mention.cut(text)
    (source,) = (source for source in reading.sources if source.id == link.source)
    assert source.name is None


def test_the_council_and_the_report_are_sources_of_their_own(reading: Reading) -> None:
    text = reading.article.text
    firsts = [
        source.mentions[0].cut(text)
        for source in reading.sources
        if any(source.id == link.source for claim in reading.claims for link in claim.chain)
    ]
    assert any("Council for Foreign Relations" in mention for mention in firsts)
    assert any("South Korean report" in mention for mention in firsts)


def test_figures_are_read_with_unit_and_bound(reading: Reading) -> None:
    found = {
        (quantity.value, quantity.bound): (quantity.unit or "", bool(claim.chain))
        for claim in reading.claims
        if claim.place == "text"
        for quantity in claim.quantities
    }
    unit, attributed = found[1_300_000, Bound.NEARLY]
    assert "personnel" in unit
    assert attributed
    unit, attributed = found[600_000, Bound.EXACT]
    assert "soldiers" in unit
    assert not attributed
    units = {
        quantity.unit
        for claim in reading.claims
        for quantity in claim.quantities
        if quantity.value == 100_000 and claim.place == "text"
    }
    assert units == {"soldiers", "volunteers"}
