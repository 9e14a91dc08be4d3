"""Three invented stories, page by page through the reader: every edge, drift and origin."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reportedly.data import DriftKind, FindingKind, Ground, OriginKind, Passage, Place, Trace
from reportedly.errors import PageError
from reportedly.pages import capture
from reportedly.reading import read_all
from reportedly.traces import Shelf, trace

STORIES = Path(__file__).resolve().parent.parent / "stories"
C, D = Ground, DriftKind


class Story:
    """A story's pages, called by the beginnings of their files: "03"."""

    def __init__(self, name: str) -> None:
        read = list(read_all(capture([str(STORIES / name)])))
        self.readings = [each for each in read if not isinstance(each, PageError)]
        self.shelf = Shelf(self.readings)
        self.names = {r.id: Path(r.page.origin).name[:2] for r in self.readings}

    def trace(self, text: str) -> Trace:
        """The trace of the statement that is nearest to a text."""
        return trace(self.shelf.alike(text, 1)[0], self.shelf)

    def name(self, node: str) -> str:
        return self.names.get(node, node)

    def edges(self, trace: Trace) -> dict[str, tuple[Ground, set[DriftKind]]]:
        return {
            f"{self.name(e.origin)} > {self.name(e.target)}": (e.ground, {d.kind for d in e.drift})
            for e in trace.edges
        }

    def words(self, passage: Passage) -> str:
        reading = next(r for r in self.readings if r.id == passage.page)
        text = reading.article.text if passage.place is Place.TEXT else reading.article.title or ""
        return passage.span.cut(text)

    def drift(self, trace: Trace, edge: str, kind: DriftKind) -> tuple[str, str]:
        """The words before and after."""
        origin, target = edge.split(" > ")
        (found,) = (
            drift
            for e in trace.edges
            for drift in e.drift
            if (self.name(e.origin), self.name(e.target), drift.kind) == (origin, target, kind)
        )
        return self.words(found.before), self.words(found.after)

    def origins(self, trace: Trace) -> dict[str, tuple[OriginKind, int]]:
        return {self.name(o.node): (o.kind, len(o.pages)) for o in trace.origins}


@pytest.fixture(scope="module")
def story() -> Callable[[str], Story]:
    read: dict[str, Story] = {}

    def of(name: str) -> Story:
        if name not in read:
            read[name] = Story(name)
        return read[name]

    return of


def found(trace: Trace, kind: FindingKind) -> list[str]:
    return [finding.message for finding in trace.findings if finding.kind is kind]


def test_a_leak_through_one_paper(story: Callable[[str], Story]) -> None:
    leak = story("leak")
    told = leak.trace("The defence ministry may send up to 2,000 volunteers to guard the pipeline")
    assert len(told.pages) == 13
    assert leak.edges(told) == {
        "01 > 02": (C.CITATION, {D.CONDITION_LOST}),
        "01 > 03": (C.CITATION, {D.CERTAINTY_RAISED, D.CONDITION_LOST, D.LINK_DROPPED}),
        "03 > 04": (C.COPY, set()),
        "02 > 05": (C.CITATION, {D.LINK_DROPPED}),
        "03 > 06": (C.CITATION, {D.FIGURE, D.UNIT, D.LINK_DROPPED}),
        "06 > 07": (C.COPY, {D.SPEAKER_DROPPED}),
        "01 > 08": (
            C.CITATION,
            {D.CERTAINTY_RAISED, D.CONDITION_LOST, D.QUOTATION_CUT},
        ),
        "07 > 09": (C.CITATION, {D.PLAN_AS_DONE}),
        "09 > 10": (C.CITATION, {D.FIGURE, D.UNIT, D.LINK_DROPPED}),
        "source:Marit Dahlen > 11": (C.CITATION, set()),
        "07 > 12": (C.COPY, set()),
        "01 > 13": (C.COPY, set()),
    }
    assert leak.drift(told, "01 > 03", D.CERTAINTY_RAISED) == (
        "may",
        "Up to 2,000 volunteers will guard the Sarn pipeline",
    )
    assert leak.drift(told, "01 > 02", D.CONDITION_LOST)[0] == "if the strike lasts into April"
    assert leak.drift(told, "03 > 06", D.UNIT) == ("2,000 volunteers", "2,000 troops")
    assert leak.drift(told, "07 > 09", D.PLAN_AS_DONE) == ("will", "has sent")
    assert leak.drift(told, "09 > 10", D.FIGURE) == (
        "2,000 troops",
        "3,000 soldiers",
    )
    assert leak.drift(told, "01 > 08", D.QUOTATION_CUT) == (
        "We would only do this if the strike lasts into April, and nobody here wants it,",
        "We would … do this,",
    )
    assert leak.origins(told) == {"01": (OriginKind.UNNAMED, 12)}
    assert (told.independent.at_least, told.independent.at_most) == (1, 1)
    assert found(told, FindingKind.QUOTATION_CUT) == [
        "In Pipeline Watch, which has it from Brennick Courier, the quotation is cut: “only”, "
        "“if”, “nobody” are left out."
    ]
    assert found(told, FindingKind.CONTRADICTION) == [
        "Marit Dahlen (in Sarn Gazette) denies what Brennick Courier says."
    ]


def test_a_wire_report_and_its_rewrites(story: Callable[[str], Story]) -> None:
    rescue = story("rescue")
    told = rescue.trace("Fourteen miners are missing after a tunnel collapsed at Kestrel")
    assert {rescue.name(v.page): v.agency for v in told.pages if v.agency} == {
        "01": "Northwire",
        "02": "Northwire",
        "03": "Northwire",
        "05": "press release",
    }
    assert rescue.edges(told) == {
        "source:Tomas Brekke > 01": (C.CITATION, set()),
        "01 > 02": (C.COPY, set()),
        "01 > 03": (C.COPY, set()),
        "01 > 04": (C.CITATION, set()),
        "01 > 06": (C.NEAR_COPY, {D.QUOTATION_CUT}),
        "01 > 07": (C.CITATION, {D.FIGURE, D.LINK_DROPPED}),
        "05 > 08": (C.COPY, set()),
        "01 > 09": (C.COPY, {D.NAME_DROPPED}),
        "source:Arne Fosse > 10": (C.CITATION, set()),
        "10 > 11": (C.CITATION, {D.LINK_DROPPED}),
    }
    assert rescue.drift(told, "01 > 07", D.FIGURE) == ("Fourteen miners", "Forty miners")
    assert rescue.drift(told, "01 > 09", D.NAME_DROPPED)[1] == "officials"
    assert rescue.origins(told) == {
        "source:Tomas Brekke": (OriginKind.FIRST_HAND, 7),
        "source:Arne Fosse": (OriginKind.FIRST_HAND, 2),
        "05": (OriginKind.OWN_VOICE, 2),
    }
    # The company's release may be the manager's word again, and the Lantern may have asked itself
    assert (told.independent.at_least, told.independent.at_most) == (2, 4)
    assert len(found(told, FindingKind.QUOTATION_CUT)) == 1
    figures = found(told, FindingKind.CONTRADICTION)
    assert [message.split("”")[0] for message in figures] == [
        "“Fourteen miners",
        "“Fourteen miners",
        "“Forty miners",
    ]


def test_two_witnesses(story: Callable[[str], Story]) -> None:
    bridge = story("footbridge")
    told = bridge.trace("The footbridge at Mill Island collapsed at about seven on Monday morning")
    assert bridge.edges(told) == {
        "source:Lena Orvik > 01": (C.CITATION, set()),
        "01 > 03": (C.CITATION, set()),
        "02 > 04": (C.CITATION, set()),
        "01 > 05": (C.COPY, set()),
        "source:Pavel Rusk > 02": (C.CITATION, set()),
        "source:Lena Orvik > 13": (C.CITATION, set()),
    }
    assert bridge.origins(told) == {
        "source:Lena Orvik": (OriginKind.FIRST_HAND, 4),
        "source:Pavel Rusk": (OriginKind.FIRST_HAND, 2),
    }
    assert (told.independent.at_least, told.independent.at_most) == (2, 2)
    assert told.findings == ()


def test_a_hoax_that_goes_in_a_circle(story: Callable[[str], Story]) -> None:
    bridge = story("footbridge")
    told = bridge.trace("Mayor Greta Holm was on the Mill Island footbridge when it collapsed")
    assert bridge.edges(told) == {
        "06 > 07": (C.COPY, set()),
        "07 > 08": (C.CITATION, set()),
        "08 > 09": (C.CITATION, {D.LINK_DROPPED}),
        "09 > 10": (C.COPY, {D.SPEAKER_DROPPED}),
        "source:Ruth Amdal > 11": (C.CITATION, set()),
        "11 > 12": (C.CITATION, set()),
    }
    assert bridge.origins(told) == {"06": (OriginKind.OWN_VOICE, 5)}
    # Whatnot Daily has twelve words in common with the joke: it may have them from elsewhere
    assert (told.independent.at_least, told.independent.at_most) == (1, 2)
    assert found(told, FindingKind.CIRCULAR) == [
        "Whatnot Daily and The Tollgate give each other as their source."
    ]
    assert found(told, FindingKind.CONTRADICTION) == [
        "Ruth Amdal (in Mill County Police) denies what The Daily Gannet says.",
        "Mill County Police (in Sarn Gazette) denies what The Daily Gannet says.",
    ]


def test_every_span_lies_in_its_text(story: Callable[[str], Story]) -> None:
    for name in ("leak", "rescue", "footbridge"):
        told = story(name)
        for reading in told.readings:
            for statement in told.shelf.stated_by(reading.id):
                traced = trace(statement, told.shelf)
                assert statement.page in {v.page for v in traced.pages}
                for edge in traced.edges:
                    spans = [*edge.evidence, *(p for d in edge.drift for p in (d.before, d.after))]
                    assert all(told.words(passage).strip() for passage in spans)


def test_what_no_page_says_has_no_trace(story: Callable[[str], Story]) -> None:
    told = trace("A whale has been elected to the harbour board", story("leak").shelf)
    assert (told.pages, told.edges, told.origins) == ((), (), ())
    assert (told.independent.at_least, told.independent.at_most) == (0, 0)
