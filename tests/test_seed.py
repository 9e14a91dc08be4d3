"""The page that the project began with, from bytes to claims. Needs the corpora beside it.

Offsets, and anchors of at most four words: the page itself is not part of the project.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from reportedly import capture, read
from reportedly.data import (
    BlockKind,
    Bound,
    Certainty,
    FindingKind,
    Page,
    Quotation,
    Reading,
    Severity,
    SourceType,
)


@pytest.fixture(scope="module")
def reading(shared: Path) -> Reading:
    (page,) = capture([str(shared / "seed/page.txt")])
    assert isinstance(page, Page)
    return read(page)


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


def test_five_designations_are_one_speaker(reading: Reading) -> None:
    text, expert = reading.article.text, reading.sources[0]
    assert {mention.cut(text) for mention in expert.mentions} == {
        "Russian military expert Igor Korotchenko",
        "the Russian defense expert",
        "the Russian journalist",
        "Mr. Korotchenko",
        "He",
    }


# Each claim of the page: number, place, content, certainty, quotation; then its chain, each
# link by its source's number, where its mention stands and what cues it.
CLAIMS = [
    (1, "title", (0, 99), Certainty.ASSERTED, Quotation.INDIRECT, ()),
    (2, "text", (63, 187), Certainty.ASSERTED, Quotation.INDIRECT, ((1, 0, 40, "said"),)),
    (
        3,
        "text",
        (214, 378),
        Certainty.ASSERTED,
        Quotation.DIRECT,
        ((1, 381, 407, "said"), (2, 201, 208, "reports")),
    ),
    (4, "text", (473, 535), Certainty.ASSERTED, Quotation.MIXED, ((1, 537, 559, "Calling"),)),
    (5, "text", (570, 652), Certainty.ASSERTED, Quotation.MIXED, ((1, 537, 559, "said"),)),
    (6, "text", (677, 953), Certainty.CONDITIONAL, Quotation.DIRECT, ((1, 655, 670, "said"),)),
    (7, "text", (968, 1089), Certainty.CONDITIONAL, Quotation.MIXED, ((1, 955, 957, "said"),)),
    (8, "text", (1105, 1174), Certainty.ASSERTED, Quotation.INDIRECT, ((1, 955, 957, "added"),)),
    (9, "text", (1177, 1326), Certainty.QUESTIONED, Quotation.INDIRECT, ()),
    (
        10,
        "text",
        (1328, 1437),
        Certainty.ASSERTED,
        Quotation.INDIRECT,
        ((3, 1439, 1487, "has said"),),
    ),
    (11, "text", (1498, 1558), Certainty.ASSERTED, Quotation.INDIRECT, ()),
    (
        12,
        "text",
        (1603, 1727),
        Certainty.ASSERTED,
        Quotation.INDIRECT,
        ((4, 1569, 1590, "stated"),),
    ),
    (13, "text", (1730, 1926), Certainty.POSSIBLE, Quotation.INDIRECT, ()),
]


def test_these_are_all_the_claims(reading: Reading) -> None:
    assert [claim.id for claim in reading.claims] == [f"c{number}" for number, *_ in CLAIMS]


@pytest.mark.parametrize(("number", "place", "content", "certainty", "quotation", "chain"), CLAIMS)
def test_each_claim_with_its_chain_and_certainty(
    reading: Reading,
    number: int,
    place: str,
    content: tuple[int, int],
    certainty: Certainty,
    quotation: Quotation,
    chain: tuple[tuple[int, int, int, str], ...],
) -> None:
    text, claim = reading.article.text, reading.claims[number - 1]
    assert claim.place == place
    assert [(span.start, span.end) for span in claim.content] == [content]
    assert claim.certainty is certainty
    assert claim.quotation is quotation
    assert [
        (link.source, link.mention.start, link.mention.end, link.cue.cut(text))
        for link in claim.chain
        if link.mention and link.cue
    ] == [(f"s{source}", start, end, cue) for source, start, end, cue in chain]
    assert (claim.attribution is None) == (not chain)


@pytest.mark.parametrize(
    ("number", "name", "type", "role"),
    [
        (1, "Igor Korotchenko", SourceType.PERSON, "Russian military expert"),
        (2, None, SourceType.UNNAMED, None),  # "there are reports" is a link of its own
        (3, "Council for Foreign Relations", SourceType.ORGANISATION, None),
        (4, None, SourceType.DOCUMENT, None),
    ],
)
def test_each_source(
    reading: Reading, number: int, name: str | None, type: SourceType, role: str | None
) -> None:
    assert len(reading.sources) == 4
    source = reading.sources[number - 1]
    assert (source.name, source.type, source.role) == (name, type, role)


@pytest.mark.parametrize(
    ("claim", "start", "value", "unit", "bound"),
    [
        (1, 65, 100_000, "Troops", Bound.EXACT),
        (2, 92, 100_000, "soldiers", Bound.EXACT),
        (3, 214, 100_000, "volunteers", Bound.EXACT),
        (9, 1314, 5, "months", Bound.OVER),
        (10, 1350, 4, "largest", Bound.EXACT),
        (10, 1409, 1_300_000, "personnel", Bound.NEARLY),
        (11, 1512, 600_000, "soldiers", Bound.EXACT),
    ],
)
def test_each_figure(
    reading: Reading, claim: int, start: int, value: float, unit: str, bound: Bound
) -> None:
    assert sum(len(each.quantities) for each in reading.claims) == 7
    found = [q for q in reading.claims[claim - 1].quantities if q.span.start == start]
    assert [(q.value, q.low, q.high, q.unit, q.bound) for q in found] == [
        (value, value, value, unit, bound)
    ]


@pytest.mark.parametrize(
    ("kind", "severity", "says", "evidence"),
    [
        (FindingKind.DATE_DOUBTFUL, Severity.WARNING, "on which day", []),
        (FindingKind.UNNAMED_ONLY, Severity.INFO, "a South Korean report", ["c12"]),
        (FindingKind.FIGURE_UNATTRIBUTED, Severity.INFO, "600,000 soldiers", ["c11"]),
        (
            FindingKind.UNIT_SHIFT,
            Severity.WARNING,
            "“soldiers” and “volunteers”",
            ["c1", "c2", "c3"],
        ),
        (FindingKind.SPEAKER_VARIANT, Severity.INFO, "an expert in", [None, None]),
        (FindingKind.CHAIN_CUT, Severity.WARNING, "from “reports” in", ["c3", "c2"]),
        (FindingKind.HEADLINE_OVERSTATES, Severity.WARNING, "“reports”", ["c1", "c3"]),
        (FindingKind.HEADLINE_UNSUPPORTED, Severity.WARNING, "“Kim Jong Un Offers”", ["c1", "c3"]),
    ],
)
def test_each_finding(
    reading: Reading,
    kind: FindingKind,
    severity: Severity,
    says: str,
    evidence: list[str | None],
) -> None:
    assert len(reading.findings) == 8
    (finding,) = (finding for finding in reading.findings if finding.kind is kind)
    assert finding.severity is severity
    assert says in finding.message
    assert [each.claim for each in finding.evidence] == evidence


@pytest.mark.parametrize(
    ("kind", "spans"),
    [
        (FindingKind.UNNAMED_ONLY, [(1603, 1727)]),
        (FindingKind.FIGURE_UNATTRIBUTED, [(1512, 1519)]),
        (FindingKind.UNIT_SHIFT, [(65, 79), (92, 108), (214, 245)]),
        (FindingKind.SPEAKER_VARIANT, [(0, 40), (537, 559)]),
        (FindingKind.CHAIN_CUT, [(214, 378), (63, 187)]),
    ],
)
def test_where_each_finding_points(
    reading: Reading, kind: FindingKind, spans: list[tuple[int, int]]
) -> None:
    (finding,) = (finding for finding in reading.findings if finding.kind is kind)
    assert [(each.span.start, each.span.end) for each in finding.evidence] == spans
