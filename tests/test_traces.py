"""The rules of traces, one by one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations
from typing import Any
from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import synthetic
from reportedly.claims import find_quantities
from reportedly.data import (
    Bound,
    Certainty,
    Claim,
    ClaimKind,
    Dating,
    DriftKind,
    Edge,
    Entity,
    EntityType,
    FindingKind,
    Ground,
    Link,
    OriginKind,
    Place,
    Quantity,
    Quotation,
    Relation,
    Severity,
    Source,
    SourceType,
    Span,
    Statement,
    Trace,
    Variant,
)
from reportedly.traces import Shelf, trace_of
from reportedly.traces.carrying import carriers, companions, weight_of
from reportedly.traces.circles import cut_circles
from reportedly.traces.contradictions import find_contradictions
from reportedly.traces.copying import Copies
from reportedly.traces.dates import are_weeks_apart, is_later, is_on_later_day, is_open
from reportedly.traces.drift import find_drift
from reportedly.traces.outlets import is_outlet, is_own, same_name
from reportedly.traces.polarity import denies, is_negated
from reportedly.traces.quotations import Change, compare_quotations, quotations
from reportedly.traces.units import same_unit
from reportedly.traces.wordings import Wordings

MAY = dt.date(2023, 5, 1)
HOUR = dt.timedelta(hours=1)
KINDS = dict.fromkeys(("Courier", "Post", "Northwire"), SourceType.MEDIA)
KINDS["official"] = SourceType.UNNAMED


def said(
    text: str,
    *speakers: str,
    page: str = "p",
    day: int | None = 1,
    site: str | None = None,
    certainty: Certainty = Certainty.ASSERTED,
    figures: Sequence[tuple[str, float, str | None]] = (),
    bound: Bound = Bound.EXACT,
    persons: Sequence[str] = (),
    more: str | None = None,
) -> Statement:
    """A page that says `text`, on the word of the speakers, outermost first, and `more`: words
    of its own, where they are not given."""
    names = ", ".join(speakers)
    own = " ".join(synthetic.prose(crc32(page.encode()), 60))
    whole = f"{text} ({names}) {own if more is None else more}"
    quantities = tuple(
        Quantity(_span(whole, words), value, value, value, unit, bound)
        for words, value, unit in figures
    )
    sources, links = [], []
    for number, name in enumerate(speakers):
        kind = KINDS.get(name, SourceType.PERSON)
        known_as = None if kind is SourceType.UNNAMED else name
        sources.append(Source(f"s{number}", known_as, kind, None, ()))
        links.append(Link(f"s{number}", _span(whole, name, len(text)), None))
    entities = tuple(Entity(_span(text, name), name, EntityType.PERSON) for name in persons)
    claim = Claim(
        "c1",
        Place.TEXT,
        "a1" if speakers else None,
        (Span(0, len(text)),),
        text,
        tuple(links),
        certainty,
        2.0,
        ClaimKind.STATEMENT,
        Quotation.INDIRECT,
        quantities,
        entities,
    )
    date = None if day is None else MAY.replace(day=day)
    dating = Dating(date, date, date)
    return Statement(
        f"{page} c1", page, claim, tuple(sources), None, site or page, (), dating, None, whole
    )


def _span(text: str, words: str, start: int = 0) -> Span:
    at = text.index(words, start)
    return Span(at, at + len(words))


def version(text: str, *speakers: str, **more: Any) -> Variant:
    return Variant(said(text, *speakers, **more), None, None)


def told(*versions: Variant) -> Trace:
    return trace_of(versions[0].statement.claim.text, versions)


def ways(trace: Trace) -> set[tuple[str, str, Ground]]:
    return {(e.origin, e.target, e.ground) for e in trace.edges}


# ── Outlets and dates ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "site", "url", "same"),
    [
        ("the Brennick Courier", "Brennick Courier", None, True),
        ("Brennick Courier newspaper", "The Brennick Courier", None, True),
        ("Harrow Post", None, "https://www.harrowpost.example/a/1", True),
        ("Harrow Post", None, "https://news.harrow-post.co.uk/a", True),
        ("Courier", "Brennick Courier", None, False),
        ("Skarn Courier", "Brennick Courier", "https://brennick-courier.example", False),
        ("The", None, None, False),
        (None, "Brennick Courier", None, False),
    ],
)
def test_outlets_by_name_and_host(
    name: str | None, site: str | None, url: str | None, same: bool
) -> None:
    assert is_outlet(name, site, url) is same


def test_a_paper_speaks_of_itself_for_short() -> None:
    assert is_own("Courier", "Brennick Courier", None)
    assert not is_own("Skarn Courier", "Brennick Courier", None)
    assert same_name("Brekke", "Tomas Brekke")
    assert not same_name("Tomas Brekke", "Ida Brekke")
    assert not same_name(None, None)


def test_who_was_first() -> None:
    at = dt.datetime(2023, 5, 1, 9, tzinfo=dt.UTC)
    nine, ten = (Dating(MAY, MAY, MAY, at=at.replace(hour=hour)) for hour in (9, 10))
    sometime = Dating(None, MAY, MAY.replace(day=9))
    assert is_later(ten, nine)
    assert not is_on_later_day(ten, nine)
    assert is_open(ten, Dating(MAY, MAY, MAY))
    east = Dating(MAY.replace(day=2), at=at.replace(day=2, hour=6, tzinfo=dt.timezone(9 * HOUR)))
    assert not is_on_later_day(east, Dating(MAY, at=at.replace(hour=23)))  # by another clock
    assert is_open(sometime, Dating(MAY.replace(day=5)))
    assert is_later(Dating(MAY.replace(day=10)), sometime)
    assert is_open(Dating(), nine)


# ── Words ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("No troops will be sent", True),
        ("No fewer than 300 houses were flooded", False),
        ("The dam lost not more than 3 stones", False),
        ("The baths will not open until June", False),
        ("The baths won’t open until June", False),
        ("This has not happened before", True),
        ("The minister has not resigned and stays until the vote", True),
        ("The dam has not cracked", True),
        ("The dam won’t be mended", True),
        ("There is no evidence of a crack", True),
        ("Engineers have found no crack in the dam", True),
        ("The keeper was acquitted on Tuesday of opening the gate", True),
        ("The keeper, who was acquitted of theft, opened the gate", False),
        ("There is no doubt that the dam has cracked", False),
        ("The keeper has seen no fewer than three cracks", False),
        ("The dam cracked, but nobody was not warned", False),
        ("Not only the dam has cracked", False),
        ("It would not surprise me if the dam had cracked", False),
        ("The dam has cracked", False),
        ("The dam has cracked while the gate has not", False),
        ("The mill would close if the council did not lower the rent", False),
        ("If the council does not lower the rent, the mill will close", False),
        ("The mayor resigned after not being paid", False),
        ("The mayor has denied that she sold the park", True),
        ("The mayor has denied selling the park", True),
        ("The mayor rejected claims that she sold the park", True),
        ("The mayor rejected the plan to sell the park and dismissed it", False),
        ("The council rejected sweeping changes to the park", False),
        ("The council has rejected that plan", False),
        ("Passengers were denied boarding at the pier", False),
        ("The ship mistakenly sailed into the park", False),
        ("The mayor resigned after denying that she sold the park", False),
        ("The mayor denied wrongdoing and sold the park", False),
        ("The Courier wrongly reported on Monday that the park was sold", True),
        ("The Courier reported that the park was wrongly sold", False),
        ("The mayor was denied entry to the park", False),
        ("The mayor did not deny that she sold the park", False),
        ("Nobody denies that the park was sold", False),
        ("The mayor declined to confirm or deny that the park was sold", False),
        ("The mayor would not confirm or deny reports that the park was sold", False),
    ],
)
def test_polarity(text: str, negated: bool) -> None:
    assert is_negated(text) is negated


@pytest.mark.parametrize(
    ("more", "denied"),
    [
        ("That was false, and we retract it.", True),
        ("The report has turned out to be a hoax.", True),
        ("But it isn’t true.", True),
        ("That was true.", False),
        ("It is cold. That is not the case elsewhere.", False),
        ("The mayor is not so sure.", False),
        ("That translation was wrong.", True),
        ("That was wrong.", False),  # so it was done
    ],
)
def test_what_is_taken_back_in_the_next_sentence(more: str, denied: bool) -> None:
    statement = said("We reported that the dam had cracked", page="a", more="")
    text = f"We reported that the dam had cracked on Monday. {more}"
    statement = replace(statement, text=text)
    assert denies(statement) is denied
    sentence = Span(0, text.index(".") + 1)
    assert denies(replace(statement, claim=replace(statement.claim, content=(sentence,)))) is denied


@pytest.mark.parametrize(
    ("source", "cue", "denied"),
    [
        ("An earlier version of this article", "said", True),
        ("An earlier version of the bill", "said", False),
        ("The Courier wrongly", "reported", True),
        ("The Courier", "falsely claimed", True),
        ("The Courier, which is wrongly feared,", "reported", False),
    ],
)
def test_what_was_told_wrongly(source: str, cue: str, denied: bool) -> None:
    statement = said("the dam had cracked", "Courier", page="a", more="")
    text = f"{source} {cue} that the dam had cracked."
    mention, content = Span(0, len(source)), Span(text.index("the dam"), len(text) - 1)
    at = Span(text.index(cue), text.index(cue) + len(cue))
    claim = replace(statement.claim, content=(content,), chain=(Link("s0", mention, at),))
    assert denies(replace(statement, text=text, claim=claim)) is denied


def changes(before: str, after: str) -> list[tuple[Change, tuple[str, ...]]]:
    matches = compare_quotations(quotations(f"“{before}”"), quotations(f"“{after}”"))
    return [(match.change, match.lost) for match in matches]


FULL = "We would only sail if the ice breaks. The crew is tired. Nobody may leave."


@pytest.mark.parametrize(
    ("after", "found"),
    [
        ("WE WOULD ONLY SAIL, if the ice breaks", [(Change.SAME, ())]),
        ("The crew is tired", [(Change.SAME, ())]),
        (f"It is cold. {FULL} Or so they say.", [(Change.SAME, ())]),
        ("We would … sail", []),  # too short to be told from others
        ("We would … sail if the ice breaks", [(Change.CUT, ("only",))]),
        ("We would only sail", [(Change.CUT, ("if",))]),
        ("We would only sail if the sun shines", [(Change.ALTERED, ())]),
        ("We would … surely sail if the ice breaks", [(Change.CUT, ("only",))]),
        ("The mayor has a cold today", []),
    ],
)
def test_quotations(after: str, found: list[object]) -> None:
    assert changes(FULL, after) == found


def test_contractions_in_quotations_are_the_words_that_they_stand_for() -> None:
    full = "We do not believe that the dam will hold"
    short = "We don’t believe that the dam’ll hold"
    assert changes(full, short) == changes(short, full) == [(Change.SAME, ())]
    assert changes(short, "We … believe that the dam’ll hold") == [(Change.CUT, ("not",))]
    assert changes(
        "We can't say that the dam will hold", "We cannot say that the dam will hold"
    ) == [(Change.SAME, ())]


@given(
    st.lists(
        st.sampled_from(["the", "ice", "if", "not", "may", "breaks", "and", "sails", ".", "…"]),
        max_size=30,
    )
)
def test_a_quotation_is_the_same_as_itself(words: list[str]) -> None:
    text = " ".join(words)
    assert all(change is Change.SAME for change, _ in changes(text, text.upper()))
    for quoted in quotations(f"“{text}” and “{text}”"):
        assert quoted.span.cut(f"“{text}” and “{text}”") == text


def test_units() -> None:
    assert same_unit("soldiers", "soldier")
    assert same_unit("people", "persons")
    assert same_unit(None, "soldiers")
    assert same_unit("$", "dollars")
    assert same_unit("km", "kilometers")
    assert not same_unit("$", "Canadian dollars")
    assert not same_unit("soldiers", "volunteers")
    assert same_unit(" per day", "days")  # as somebody may write it in a review


# ── Drift ────────────────────────────────────────────────────────────────────────────────


def drift(before: Variant, after: Variant) -> dict[DriftKind, str]:
    return {each.kind: each.message for each in find_drift(before, after)}


def test_figures_units_and_bounds() -> None:
    some = version("some 300 boats sank", figures=[("300 boats", 300, "boats")], bound=Bound.ABOUT)
    all_ = version("300 boats sank", figures=[("300 boats", 300, "boats")])
    more = version("400 boats sank", figures=[("400 boats", 400, "boats")])
    ships = version("300 ships sank", figures=[("300 ships", 300, "ships")])
    assert drift(some, all_) == {DriftKind.FIGURE: "“about” is gone from “300 boats”"}
    assert drift(all_, more) == {DriftKind.FIGURE: "“300 boats” has become “400 boats”"}
    assert drift(all_, ships) == {DriftKind.UNIT: "“boats” have become “ships”"}
    assert drift(all_, all_) == {}
    assert drift(all_, some) == {DriftKind.FIGURE: "“about” was put before “300 boats”"}
    hundreds = version("3 hundred boats sank", figures=[("3 hundred boats", 300, "boats")])
    assert drift(hundreds, some) == drift(all_, some)
    more = polled("300 or more boats sank", "b")
    assert drift(all_, more) == {DriftKind.FIGURE: "“300 boats” has become “300 or more boats”"}


def test_a_figure_that_stands_as_it_was_answers_itself() -> None:
    five, ten, level = ("5 points", 5, "points"), ("10 percent", 10, "%"), ("46 percent", 46, "%")
    points = version("support fell by 5 points to 46 percent", figures=[five, level])
    percent = version("support fell by 10 percent to 46 percent", figures=[ten, level])
    told = [each.message for each in find_drift(points, percent)]
    assert told == ["“5 points” has become “10 percent”", "“points” have become “%”"]
    assert find_drift(percent, percent) == ()


@pytest.mark.parametrize(
    ("one", "other", "kinds"),
    [
        ("100 miles", "161 km", set()),
        ("40 hectares", "99 acres", set()),
        ("48 hours", "2 days", set()),
        ("100 miles", "300 km", {DriftKind.FIGURE}),
        ("100 miles", "100 km", {DriftKind.UNIT}),
        ("100 miles", "100 tonnes", {DriftKind.UNIT}),
        ("30,000 pounds a year", "30,000 dollars a year", {DriftKind.UNIT}),
        ("30,000 pounds a year", "30,000 pounds", {DriftKind.UNIT}),
        ("A$30m", "30 million Australian dollars", set()),
    ],
)
def test_one_amount_in_two_measures_has_not_changed(
    one: str, other: str, kinds: set[DriftKind]
) -> None:
    before, after = (polled(f"The Sarn pipe lost {words}", words) for words in (one, other))
    assert drift(before, after).keys() == kinds


def test_rates_and_areas_are_no_times_and_lengths() -> None:
    for one, other in (
        ("The mill uses 40 litres per person", "The mill feeds 120 people"),
        ("The park covers 300 sq km", "The park has 400 km of paths"),
        ("The mill pays £30,000 a year", "The mill pays $50,000 a year"),
    ):
        assert list(find_contradictions([polled(one, "a"), polled(other, "b")])) == []


def test_the_month_of_may_is_no_hedge() -> None:
    monday = version("The harbour baths closed on Friday")
    dated = version("The harbour baths closed Friday, May 3")
    assert drift(monday, dated) == {}
    for when in ("in May", "since May", "by early May"):
        told = version(f"The harbour baths closed {when} after a fire in the laundry")
        assert drift(told, version("The harbour baths closed after a fire in the laundry")) == {}


def test_certainty_conditions_denials_and_plans() -> None:
    may = version("The dam may break if it rains", certainty=Certainty.POSSIBLE)
    will = version("The dam will break")
    broken = version("The dam has broken, was opened")
    denied = version("The dam will not break", certainty=Certainty.DENIED)
    assert drift(may, will) == {
        DriftKind.CERTAINTY_RAISED: "“may” is gone",
        DriftKind.CONDITION_LOST: "the condition “if it rains” is gone",
    }
    assert drift(will, may) == {DriftKind.CERTAINTY_LOWERED: "“may” was put in"}
    assert drift(will, broken) == {
        DriftKind.PLAN_AS_DONE: "what was ahead (“will”) is told as done"
    }
    assert drift(denied, will) == {DriftKind.DENIAL_LOST: "what was denied is told as so"}
    unless = version("The dam will not break unless it rains", certainty=Certainty.DENIED)
    assert drift(unless, denied) == {
        DriftKind.CONDITION_LOST: "the condition “unless it rains” is gone"
    }
    assert drift(may, denied) == {}


@pytest.mark.parametrize(
    ("before", "after", "done"),
    [
        ("The yard would buy the ferry", "The yard has threatened to buy the ferry", False),
        ("The yard would buy the ferry", "The yard has told the town that it will", False),
        ("The yard is in talks to buy the ferry", "The yard has bought the ferry", True),
        ("The yard is close to buying the ferry", "The yard has bought the ferry", True),
        ("The yard has agreed to buy the ferry", "The yard has bought the ferry", True),
        ("The council has voted to close the baths", "The baths have been closed", True),
        ("The council will close the baths", "The council had voted 7-2 to close them", False),
        ("The council voted 7-2 to close the baths", "The baths have been closed", True),
        ("The baths are due to close", "The baths have been closed", True),
        ("The baths stay shut due to ice", "The baths have been shut", False),
        ("The road to the baths is shut", "The road to the baths has been shut", False),
        ("The road to Sarn is shut", "The road to Sarn has been shut", False),
        ("The yard has agreed to buy the ferry", "The yard was expected to buy it", False),
        ("The yard has offered to buy the ferry", "The yard had made an offer to buy it", False),
    ],
)
def test_who_has_vowed_to_do_a_thing_has_not_done_it(before: str, after: str, done: bool) -> None:
    assert (DriftKind.PLAN_AS_DONE in drift(version(before), version(after))) is done


def test_a_doubt_about_a_part_of_a_claim() -> None:
    may = version("The yard recalls its lamps because the glass may burst")
    does = version("The yard recalls all lamps because the glass bursts")
    else_ = version("The yard recalls its lamps because the cable is short")
    doubted = version("The yard recalls its lamps because the glass reportedly bursts")
    assert drift(may, does) == {DriftKind.CERTAINTY_RAISED: "“may” is gone"}
    assert drift(does, may) == {DriftKind.CERTAINTY_LOWERED: "“may” was put in"}
    assert drift(may, else_) == drift(may, doubted) == drift(may, may) == {}
    (change,) = find_drift(may, does)
    assert (may.statement.words(change.before.span), does.statement.words(change.after.span)) == (
        "may",
        "bursts",
    )


def test_speakers() -> None:
    brekke = version("The dam broke", "Tomas Brekke")
    hearsay = version("The dam broke", "Post", "Tomas Brekke", page="q")
    official = version("The dam broke", "official")
    post = version("The dam broke", "Post")
    nobody = version("The dam broke")
    assert list(drift(brekke, nobody)) == [DriftKind.SPEAKER_DROPPED]
    assert list(drift(brekke, official)) == [DriftKind.NAME_DROPPED]
    assert list(drift(hearsay, post)) == [DriftKind.LINK_DROPPED]
    assert drift(brekke, hearsay) == drift(nobody, brekke) == drift(official, official) == {}
    named_elsewhere = version("The dam broke", more="It was Tomas Brekke who told us.")
    assert drift(brekke, named_elsewhere) == {}


# ── Which pages ──────────────────────────────────────────────────────────────────────────


def test_a_claim_is_known_in_other_words_and_told_from_its_neighbours() -> None:
    pages = [
        said("The old dam at Skarn broke on Monday", page="a"),
        said("The dam at Skarn broke in the night", page="b"),
        said(
            "Mayor Ida Moss was on the dam at Skarn when it broke", page="c", persons=["Ida Moss"]
        ),
        said("Skarn will vote on the bakery on Monday", page="d"),
    ]
    found = carriers("The dam at Skarn broke on Monday", [[page] for page in pages])
    assert [variant.page for variant in found] == ["a", "b"]
    found = carriers(pages[2], [[page] for page in pages])
    assert [variant.page for variant in found] == ["c"]


def test_one_kind_of_event_at_two_places_is_two_claims() -> None:
    asked = "Three people died in a fire at a warehouse in Asker"

    def fire(town: str, page: str, more: str = "It is out.") -> list[Statement]:
        text = f"Three people died in a fire at a warehouse in {town} on Sunday"
        statement = said(text, page=page, more=more)
        at = text.index(town)
        place = Entity(Span(at, at + len(town)), town, EntityType.PLACE)
        return [replace(statement, claim=replace(statement.claim, entities=(place,)))]

    pages = [
        fire("Asker", "a"),
        fire("Dorn", "b"),
        fire("Viken", "c", more="The warehouse is near the centre of Asker."),
    ]
    assert {v.page for v in carriers(asked, pages)} == {"a", "c"}
    assert {v.page for v in carriers(pages[1][0], pages)} == {"b"}
    assert {v.page for v in carriers(asked, [*pages, fire("Viken", "d")])} == {"a", "c"}
    assert len(carriers("Three people died in a fire at a warehouse", pages)) == 3


class Grouped(Shelf):
    """A shelf with pages of one statement, some of which stand in one group."""

    def __init__(self, statements: Sequence[Statement], group: Sequence[str]) -> None:
        super().__init__(())
        self._pages = {each.page: (each,) for each in statements}
        self._group = group

    def companions(self, page: str) -> Sequence[str]:
        return self._group if page in self._group else (page,)


def test_a_page_grouped_with_such_as_carry_a_claim_need_have_less_in_common_with_it() -> None:
    pages = [
        said("The old dam at Skarn broke on Monday", page="a"),
        said("The dam at Skarn broke in the night", page="b"),
        said("Water took the bakery of Skarn, oven and flour, as the dam gave way", page="c"),
        said("Skarn will vote on the bakery on Sunday", page="d"),
    ]
    claim = "The dam at Skarn broke on Monday and water ran into the town and the mill"
    found = carriers(claim, [[page] for page in pages])
    assert [variant.page for variant in found] == ["a", "b"]

    def more(*group: str) -> list[str]:
        return [variant.page for variant in companions(claim, found, Grouped(pages, group))]

    assert more("a", "b", "c", "d") == ["c"]
    assert more("a", "c") == ["c"]
    assert more("a", "c", "d") == []  # most of the group do not carry it
    assert more() == []


def test_a_rare_word_tells_more_than_a_common_one() -> None:
    pages = [
        said("Many people want to work", page="a"),
        said("On Friday Anna Brenk has resigned over the ferries", page="b"),
    ]

    def carried(claim: str) -> list[str]:
        return [variant.page for variant in carriers(claim, [[page] for page in pages])]

    assert carried("People want to go to work") == []  # all of it common
    assert carried("Anna Brenk resigned") == ["b"]
    assert carried("Anna Brenk opened a bakery") == []  # no plain word of it


def test_what_words_tell_together_does_not_hang_on_their_order() -> None:
    told = ("dam", "old", "break", "night", "monday", "skarn")
    assert len({weight_of(some) for some in permutations(told)}) == 1


# ── Edges, circles, origins ──────────────────────────────────────────────────────────────

DAM = "The old dam above Skarn broke in the night of Monday"


def test_a_page_that_is_cited_and_there_and_one_that_is_not() -> None:
    trace = told(
        version(DAM, "official", page="Courier", day=1),
        version(DAM, "Courier", page="b", day=2),
        version(DAM, "Post", page="c", day=3),
    )
    assert ways(trace) == {
        ("Courier", "b", Ground.CITATION),
        ("source:Post", "c", Ground.CITATION),
    }
    assert [(o.name, o.kind, o.certain) for o in trace.origins] == [
        ("Courier", OriginKind.UNNAMED, False),
        ("Post", OriginKind.CITED, False),
    ]
    assert (trace.independent.at_least, trace.independent.at_most) == (1, 2)


def test_of_a_paper_s_pages_the_last_is_cited_that_tells_the_same() -> None:
    crew = "crew members left the ferry off Skarn in the night"

    def tells(number: int, *speakers: str, **more: Any) -> Variant:
        figure = (f"{number} crew members", number, "crew members")
        return version(f"{number} {crew}", *speakers, figures=[figure], **more)

    trace = told(
        tells(11, "official", page="one", site="Courier", day=1),
        tells(23, "official", page="two", site="Courier", day=2),
        version(f"No {crew}", "official", page="three", site="Courier", day=3),
        tells(23, "Courier", page="a", day=4),
        tells(11, "Courier", page="b", day=4),
        tells(15, "Courier", page="c", day=4),
        version(f"No {crew}", "Courier", page="d", day=4),
    )
    assert {way for way in ways(trace) if way[2] is Ground.CITATION} == {
        ("two", "a", Ground.CITATION),
        ("one", "b", Ground.CITATION),
        ("two", "c", Ground.CITATION),
        ("three", "d", Ground.CITATION),
    }


def test_two_papers_that_are_cited_at_once() -> None:
    both = said(DAM, "the Skarn Gazette and the Harrow Echo", page="a", day=2)
    group = tuple(replace(each, type=SourceType.GROUP) for each in both.chain)
    trace = told(
        version(DAM, "Ida Moss", page="Skarn Gazette", day=1),
        version(DAM, "Tomas Brekke", page="Harrow Echo", day=1),
        Variant(replace(both, chain=group), None, None),
        version(DAM, "official", page="Salt and Light", day=1),
        version(DAM, "Salt and Light", page="b", day=2),
    )
    assert {way[:2] for way in ways(trace) if way[1] in "ab"} == {
        ("Skarn Gazette", "a"),
        ("Harrow Echo", "a"),
        ("Salt and Light", "b"),
    }
    assert {e.relation for e in trace.edges if e.target == "a"} == {Relation.DERIVED}
    assert {o.name for o in trace.origins if o.certain} == {"Ida Moss", "Tomas Brekke"}


def test_a_government_called_by_its_city_is_no_paper_of_that_city() -> None:
    moscow = said(DAM, "Brennick", page="b", day=2)
    government = tuple(replace(each, type=SourceType.GOVERNMENT) for each in moscow.chain)
    trace = told(
        version(DAM, "official", page="Brennick Times", day=1),
        Variant(replace(moscow, chain=government), None, None),
    )
    assert ("source:Brennick", "b", Ground.CITATION) in ways(trace)


def test_a_page_of_a_later_day_is_no_source() -> None:
    trace = told(
        version(DAM, "Courier", page="b", day=1), version(DAM, "official", page="Courier", day=2)
    )
    assert ways(trace) == {("source:Courier", "b", Ground.CITATION)}


def test_the_same_person_at_second_hand_and_at_first_is_one_origin() -> None:
    trace = told(
        version(DAM, "Tomas Brekke", page="a", day=1),
        version(DAM, "Post", "Brekke", page="b", day=2),
        version(DAM, "Ida Moss", page="c", day=2),
    )
    assert [(o.name, len(o.pages), o.certain) for o in trace.origins] == [
        ("Tomas Brekke", 2, True),
        ("Ida Moss", 1, True),
    ]
    assert (trace.independent.at_least, trace.independent.at_most) == (2, 2)
    relations = {(e.origin, e.relation) for e in trace.edges if e.target == "b"}
    assert relations == {
        ("source:Post", Relation.DERIVED),
        ("source:Brekke", Relation.PRIMARY),
    }


def test_a_circle_rests_on_nobody() -> None:
    trace = told(version(DAM, "Post", page="Courier"), version(DAM, "Courier", page="Post"))
    assert ways(trace) == {("Courier", "Post", Ground.CITATION)}
    assert [(o.kind, o.pages) for o in trace.origins] == [(OriginKind.CIRCLE, ("Courier", "Post"))]
    assert (trace.independent.at_least, trace.independent.at_most) == (0, 1)
    assert [f.kind for f in trace.findings] == [FindingKind.CIRCULAR]


def test_a_circle_is_one_though_its_pages_are_of_several_days() -> None:
    pages = [("Courier", "Post", 1), ("Post", "Northwire", 3), ("Northwire", "Courier", 9)]
    trace = told(*(version(DAM, whom, page=page, day=day) for page, whom, day in pages))
    assert trace.findings[0].kind is FindingKind.CIRCULAR
    assert (trace.independent.at_least, trace.independent.at_most) == (0, 1)
    two = told(version(DAM, "Post", page="Courier"), version(DAM, "Courier", page="Post", day=9))
    assert ways(two) == {("Courier", "Post", Ground.CITATION)}


def test_two_papers_named_at_once_know_nothing_at_first_hand() -> None:
    trace = told(
        version(DAM, "Post", page="Courier"), version(DAM, "the Courier and the Post", day=2)
    )
    assert [(o.name, o.kind) for o in trace.origins] == [("Post", OriginKind.CITED)]


@pytest.mark.parametrize("day", [1, None])
@pytest.mark.parametrize("pages", [("a", "b", "c"), ("c", "b", "a")])
def test_of_one_day_whoever_others_have_it_from_comes_first(
    pages: tuple[str, str, str], day: int | None
) -> None:
    first, second, third = pages
    denial = version(f"It is not so that {DAM}", "Ida Moss", page="d", day=2)
    trace = told(
        version(DAM, "official", page=first, site="Courier", day=day),
        version(DAM, "Courier", page=second, site="Post", day=day),
        version(DAM, "Post", page=third, site="Gannet", day=day),
        denial,
    )
    assert [v.page for v in trace.pages if v.page != "d"] == [*pages]
    assert "Ida Moss (in d) denies what Courier says." in [f.message for f in trace.findings]


def test_who_denies_a_claim_in_its_own_words_has_it_from_nobody() -> None:
    denial = "The old dam above Skarn did not break in the night of Monday"
    trace = told(
        version(DAM, "official", page="a", day=1),
        version(denial, "official", page="b", day=2),
        version(denial, "official", page="c", day=3),
    )
    assert ways(trace) == {("b", "c", Ground.COPY)}


def test_pages_without_dates_leave_it_open() -> None:
    same = "It had been closed since the spring, and the keeper had gone to live with his sister."
    trace = told(*(version(DAM, page=page, day=None, more=same) for page in ("a", "b")))
    (edge,) = trace.edges
    assert edge.ground is Ground.COPY
    assert edge.confidence < 0.9
    assert (trace.independent.at_least, trace.independent.at_most) == (1, 1)


def test_an_outlet_that_is_named_two_sentences_on() -> None:
    first = said("The dam above Skarn broke on Monday", "official", page="b", day=2)
    second = replace(said("The gate of the dam went, too", "Courier", page="b"), text=first.text)
    (variant,) = carriers(DAM, [[first, second]])
    trace = told(version(DAM, "official", page="Courier"), variant)
    assert ways(trace) == {("Courier", "b", Ground.CITATION)}
    assert trace.edges[0].confidence == 0.7
    assert (trace.independent.at_least, trace.independent.at_most) == (1, 1)


def test_copies_of_an_agency_go_back_to_it() -> None:
    wire = f"SKARN (Northwire) - {DAM}, and the gate went with it before anybody had woken up."
    own = version(f"{DAM}, and the gate went with it before anybody had woken up", page="b")
    labelled = Variant(said(wire, page="c"), None, "Northwire")
    trace = told(labelled, own, version(DAM, "Northwire", page="d", day=2))
    assert ways(trace) == {
        ("source:Northwire", "c", Ground.COPY),
        ("c", "b", Ground.COPY),
        ("source:Northwire", "d", Ground.CITATION),
    }
    assert [(o.name, len(o.pages)) for o in trace.origins] == [("Northwire", 3)]


@pytest.mark.parametrize(("wire", "release"), [("a", "b"), ("b", "a")])
def test_a_press_release_goes_before_the_agency_that_has_it_the_same_day(
    wire: str, release: str
) -> None:
    text = f"{DAM}, and the gate went with it before anybody had woken up"
    of_agency = Variant(said(f"SKARN (Northwire) - {text}", page=wire, more=""), None, "Northwire")
    released = Variant(said(text, page=release, more=""), None, "press release")
    assert (release, wire, Ground.COPY) in ways(told(of_agency, released))


def test_a_credit_that_is_copied_is_not_a_page_s_own() -> None:
    credit = f"{DAM}, the Courier said, and the gate went with it before anybody had woken up"
    copied = [version(credit, "Courier", page=page, day=day) for page, day in (("b", 2), ("c", 3))]
    trace = told(version(DAM, "official", page="Courier", day=1), *copied)
    assert ways(trace) == {("Courier", "b", Ground.CITATION), ("b", "c", Ground.COPY)}


WORDS = ("the", "dam", "at", "skarn", "may", "not", "have", "broken", "in", "…")
FEW = st.lists(st.sampled_from(WORDS), max_size=9)
PAGES = st.lists(
    st.tuples(FEW, st.lists(FEW.filter(lambda words: len(words) >= 4), max_size=2)), max_size=6
)


@given(PAGES)
def test_of_pages_that_word_or_quote_it_alike_none_is_left_out(
    pages: list[tuple[list[str], list[list[str]]]],
) -> None:
    versions = [
        version(" ".join(words), page=f"p{n}", more="; ".join(f"“{' '.join(q)}”" for q in quoted))
        for n, (words, quoted) in enumerate(pages)
    ]
    wordings = Wordings(versions)
    for one in versions:
        near, quoting = wordings.near(one), wordings.quoting(one)
        for other in versions:
            if wordings.likeness(one, other) >= 0.75:
                assert other in near
            before, after = (quotations(v.statement.text) for v in (other, one))
            if any(m.change is not Change.ALTERED for m in compare_quotations(before, after)):
                assert other in quoting


@given(st.lists(st.lists(st.integers(0, 3), min_size=1, max_size=4), max_size=5))
def test_of_pages_that_share_words_in_a_row_none_is_left_out(parts: list[list[int]]) -> None:
    stretches = [" ".join(synthetic.prose(seed, 14)) for seed in range(4)]
    versions = [
        version(f"said {n}", page=f"p{n}", more=f" {n} ".join(stretches[part] for part in each))
        for n, each in enumerate(parts)
    ]
    copies = Copies(versions)
    for n, one in enumerate(versions):
        found = [
            other
            for m, other in enumerate(versions)
            if m != n and not set(parts[n]).isdisjoint(parts[m])
        ]
        assert copies.partners(one.page) == found


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=25))
def test_what_is_left_of_circles_is_acyclic(pairs: list[tuple[int, int]]) -> None:
    edges = [
        Edge(str(a), str(b), Relation.DERIVED, Ground.CITATION, (), (), 0.9)
        for a, b in dict.fromkeys(pairs)
        if a != b
    ]
    left, circles = cut_circles(edges, {str(n): n for n in range(8)})
    seen: set[str] = set()
    rest = list(left)
    while rest:  # takes pages away that nothing leads to, until none is left
        free = {e.origin for e in rest} - {e.target for e in rest}
        assert free
        rest = [e for e in rest if e.origin not in free]
        seen |= free
    assert len(edges) - len(left) == len(circles)
    for circle in circles:
        assert [e.target for e in circle] == [e.origin for e in (*circle[1:], circle[0])]


# ── Contradictions ───────────────────────────────────────────────────────────────────────


def boats(number: float, page: str, bound: Bound = Bound.EXACT) -> Variant:
    words = f"{number:.0f} boats"
    return version(f"{words} sank", page=page, figures=[(words, number, "boats")], bound=bound)


@pytest.mark.parametrize(
    ("one", "other", "number"),
    [
        (boats(12, "a"), boats(30, "b"), 1),
        (boats(12, "a"), boats(12, "b"), 0),
        (boats(12, "a", Bound.AT_LEAST), boats(30, "b"), 0),
        (boats(30, "a", Bound.AT_MOST), boats(12, "b"), 0),
        (boats(30, "a", Bound.OVER), boats(12, "b"), 1),
        (boats(100, "a", Bound.ABOUT), boats(105, "b"), 0),
        (boats(2, "a"), boats(1, "b"), 0),
    ],
)
def test_figures_that_cannot_both_hold(one: Variant, other: Variant, number: int) -> None:
    assert len(list(find_contradictions([one, other]))) == number


def test_two_figures_of_one_claim_are_of_two_things_and_contradict_nobody() -> None:
    both = [("80 boats", 80.0, "boats"), ("12 boats", 12.0, "boats")]
    whole = version("80 boats sailed and 12 boats sank", page="a", figures=both)
    assert list(find_contradictions([whole, boats(80, "b"), boats(12, "c")])) == []
    finding = next(find_contradictions([whole, boats(30, "b")]))
    assert "30 boats" in finding.message


def polled(text: str, page: str) -> Variant:
    """A page that says `text`, with its figures as they are read."""
    statement = said(text, page=page)
    claim = replace(statement.claim, quantities=tuple(find_quantities(text)))
    return Variant(replace(statement, claim=claim), None, None)


def test_a_level_that_was_reached_and_the_step_to_it() -> None:
    moved = polled("Support for the bridge fell from 51 percent in May to 46 percent in June", "a")
    level = polled("The bridge is supported by 46 percent, while 44 percent are against", "b")
    step = polled("Support for the bridge has fallen by 5 percent to 46 percent", "c")
    more = polled("Support for the bridge has fallen by 10 percent to 46 percent", "d")
    other = polled("Support for the bridge fell from 51 percent in May to 48 percent in June", "e")
    for before, after in ((moved, level), (moved, step), (level, step)):
        assert drift(before, after) == {}
        assert list(find_contradictions([before, after])) == []
    assert [each.message for each in find_contradictions([step, more])] == [
        "“5 percent” (c) and “10 percent” (d) cannot both be right."
    ]
    points = polled("Support for the bridge fell by two percentage points to 46 percent", "f")
    percent = polled("Support for the bridge fell by 2 percent", "g")
    assert drift(points, percent) == {DriftKind.UNIT: "“percentage points” have become “%”"}
    assert DriftKind.FIGURE in drift(moved, other)
    assert len(list(find_contradictions([moved, other]))) == 1


@pytest.mark.parametrize(
    ("one", "other", "number"),
    [
        ("12,000 people fled Orsa", "12,345 people fled Orsa", 0),
        ("1.2 million people fled Orsa", "1,240,000 people fled Orsa", 0),
        ("12,000 people fled Orsa", "13,000 people fled Orsa", 1),
        ("2,000 people fled Orsa", "2,400 people fled Orsa", 1),
        ("Turnout in Orsa was 46%", "Turnout in Orsa was 46.3%", 0),
        ("Turnout in Orsa was 50%", "Turnout in Orsa was 46.3%", 1),
        ("300 people fled Orsa", "340 people fled Orsa", 1),
        ("The crater is 40 ft wide", "The crater is 39 feet wide", 0),
        ("The crater is 40 ft wide", "The crater is 30 feet wide", 1),
        ("The driver is 40 years old", "The driver is 39 years old", 1),
    ],
)
def test_a_round_figure_contradicts_none_that_it_rounds(one: str, other: str, number: int) -> None:
    assert len(list(find_contradictions([polled(one, "a"), polled(other, "b")]))) == number


def test_parts_contradict_no_total() -> None:
    parts = polled("5 people died at Orsa on Monday, and 7 people died on Tuesday", "a")
    seats = polled("The Reeds won 40 seats in the north and 60 in the south", "b")
    for one, words, number in (
        (parts, "12 people have died at Orsa", 0),
        (parts, "13 people have died at Orsa", 1),
        (seats, "The Reeds won 100 seats", 0),
    ):
        whole = polled(words, "c")
        for first, second in ((one, whole), (whole, one)):
            assert bool(list(find_contradictions([first, second]))) == bool(number)
            assert (DriftKind.FIGURE in drift(first, second)) == bool(number)


@pytest.mark.parametrize(
    ("one", "other", "number"),
    [
        ("46 percent support the bridge", "54 percent are against the bridge", 0),
        ("46 percent support the bridge", "54 percent of voters back the bridge", 1),
        ("The bridge is backed by 46 percent", "54 percent don't support it", 0),
        ("The slide killed 12 people", "The slide injured 30 people", 0),
        ("The slide killed 12 people", "30 people died in the slide", 1),
        ("The slide killed 12 people and hurt 30 people", "40 people were injured", 1),
        ("A boat with 80 people aboard sank", "12 people aboard the boat drowned", 0),
        ("The mill made 500 pumps in May", "The mill made 900 pumps in June", 0),
        ("The mill made 500 pumps in Sept", "The mill made 900 pumps in September", 1),
        ("The mill made 500 pumps in 2019", "In early 2021 the mill made 900 pumps", 0),
        ("The mill made 500 pumps in May", "The mill made 900 pumps", 1),
    ],
)
def test_figures_of_another_fate_side_or_time_are_of_two_things(
    one: str, other: str, number: int
) -> None:
    first, second = polled(one, "a"), polled(other, "b")
    found = [f for f in find_contradictions([first, second]) if "both be right" in f.message]
    assert len(found) == number
    assert (DriftKind.FIGURE in drift(first, second)) == bool(number)


def slide(number: int, when: str, month: int) -> Variant:
    words = f"{number} hikers"
    text = f"A landslide at Mora Pass killed {words}{when}"
    variant = version(text, page=f"{number}", figures=[(words, number, "hikers")])
    day = MAY.replace(month=month)
    return replace(variant, body=replace(variant.statement, published=Dating(day, day, day)))


def test_a_day_at_the_head_of_a_claim_is_one_of_its_week() -> None:
    def told_in(text: str, month: int) -> Statement:
        day = MAY.replace(month=month)
        return replace(said(text), published=Dating(day, day, day))

    late = told_in("A slide at Mora Pass killed two on Sunday", 9)
    for head, apart in (("On Friday", True), ("Last Friday", True), ("Black Friday", False)):
        text = f"{head} a slide at Mora Pass killed two"
        assert are_weeks_apart(told_in(text, 5), late) is apart
        assert are_weeks_apart(late, told_in(text, 5)) is apart
        assert not are_weeks_apart(told_in(text, 9), late)


@pytest.mark.parametrize(
    ("first", "second", "month", "one"),
    [
        (" on Saturday", " on Sunday", 9, False),
        (" on Saturday", " on Sunday", 5, True),
        (" Saturday", " yesterday", 9, False),
        (" on Saturday", "", 9, True),
        (" on Saturday", " on Saturday, 29 April", 9, True),
        (" on Saturday", " on Saturday, Apr. 29", 9, True),
        (" on Saturday", " on Saturday (April 29)", 9, True),
        (" on Saturday", " on Saturday the 29th", 9, True),
        (" on Saturday", " on Saturday, 5 of them from Orsa", 9, False),
        (" on Saturday", " last night", 9, False),
        (" on Saturday", " on Saturday, Sept. 2", 9, False),
        (" on April 29", " on 30 August", 9, False),
        (" on Saturday", " on Saturday, Sept. 2, 2022", 9, True),
        (" on Saturday", " on February 30", 9, True),
        (" on Good Friday", " on Good Friday", 9, True),
    ],
)
def test_two_events_of_one_kind_are_told_apart_by_their_weeks(
    first: str, second: str, month: int, one: bool
) -> None:
    early, late = slide(12, first, 5), slide(30, second, month)
    found = carriers(early.statement, [[each.statement] for each in (early, late)])
    assert (len(found) == 2) is one
    assert bool(list(find_contradictions([early, late]))) is one
    if month != 5:
        assert bool(told(early, late).edges) is one
    again = replace(late.statement, claim=early.statement.claim, text=early.statement.text)
    assert len(carriers(early.statement, [[early.statement], [again]])) == 2


def crew(number: int, who: str, day: int, site: str, bound: Bound = Bound.EXACT) -> Variant:
    words = f"{number} sailors"
    text = f"{words} were lost when the Orsa ferry sank"
    figures = [(words, number, "sailors")]
    page = f"{site} {day}"
    return version(text, who, page=page, site=site, day=day, figures=figures, bound=bound)


def across(*versions: Variant) -> list[tuple[Severity, str]]:
    kinds = (FindingKind.CONTRADICTION, FindingKind.DRIFT)
    return [(f.severity, f.message) for f in told(*versions).findings if f.kind in kinds]


def test_a_count_that_one_voice_tells_anew_contradicts_nobody() -> None:
    herald = [crew(11, "Ida Moss", 1, "Herald"), crew(23, "Ida Moss", 2, "Herald")]
    assert across(*herald) == [
        (Severity.INFO, "“11 sailors” (Herald, 1 May 2023) was told anew as “23 sailors” "
         "(Herald, 2 May 2023)."),
    ]  # fmt: skip
    others = [crew(11, "Per Aas", 1, "Post"), crew(23, "Per Lund", 3, "Gannet")]
    assert [severity for severity, _ in across(*herald, *others)] == [Severity.INFO]
    assert across(*herald, crew(11, "Per Aas", 3, "Post"))[1:] == [
        (Severity.WARNING, "“11 sailors” (Post) and “23 sailors” (Herald) cannot both be right."),
    ]
    assert across(*herald, crew(50, "Per Aas", 2, "Post"))[1:] == [
        (Severity.WARNING, "“23 sailors” (Herald) and “50 sailors” (Post) cannot both be right."),
    ]


def test_what_fell_did_not_rise() -> None:
    fell = polled("Catches at Orsa fell 12 percent this spring", "a")
    rose = polled("Catches at Orsa rose 12 percent this spring", "b")
    assert drift(fell, rose) == {DriftKind.FIGURE: "“12 percent” down has become “12 percent” up"}
    assert [each.message for each in find_contradictions([fell, rose])] == [
        "“12 percent” down (a) and “12 percent” up (b) cannot both be right."
    ]
    level = polled("Catches at Orsa rose by 5 percent to 12 percent", "c")
    assert drift(fell, fell) == {}
    assert DriftKind.FIGURE not in drift(level, level)


def test_the_injured_are_no_later_count_of_the_dead() -> None:
    dead, hurt = (
        version(f"{words} in the fire at Orsa mill", page=f"{day}", site="Herald", day=day,
                figures=[(figure, number, "people")])
        for words, figure, number, day in (
            ("11 people died", "11 people", 11, 1), ("23 people were hurt", "23 people", 23, 2),
        )
    )  # fmt: skip
    assert across(dead, hurt) == []


def test_a_greater_count_of_a_later_day_is_no_update_by_itself() -> None:
    one = crew(11, "Ida Moss", 1, "Herald")
    for other in (
        crew(23, "Per Aas", 2, "Post"),
        crew(23, "Per Aas", 2, "Herald"),  # the word of another
        crew(23, "Ida Moss", 1, "Post"),  # of the same day
    ):
        assert [severity for severity, _ in across(one, other)] == [Severity.WARNING]
    assert across(one, crew(23, "Ida Moss", 2, "Post"))[0][0] is Severity.INFO


def test_a_count_that_has_risen_need_not_name_what_it_counts() -> None:
    text = "The number of sailors lost on the Orsa ferry has risen to 23"
    later = version(text, "Ida Moss", page="b", site="Herald", day=2, figures=[("23", 23, None)])
    (told_anew,) = across(crew(11, "Ida Moss", 1, "Herald"), later)
    assert told_anew[0] is Severity.INFO


def test_a_denial_is_linked_to_what_it_denies() -> None:
    denial = version("The dam has not broken", "Ida Moss", page="b", certainty=Certainty.DENIED)
    (finding,) = find_contradictions([version("The dam has broken", page="a"), denial])
    assert finding.message == "Ida Moss (in b) denies what a says."
    assert [each.page for each in finding.evidence] == ["b", "a"]
    reported = said("The dam has broken", "Ida Moss", page="c", more="")
    text = "The dam has broken, Ida Moss said. That translation was wrong."
    mention = Span(text.index("Ida"), text.index(" said"))
    claim = replace(reported.claim, chain=(Link("s0", mention, None),))
    back = Variant(replace(reported, text=text, claim=claim), None, None)
    (finding,) = find_contradictions([version("The dam has broken", page="a"), back])
    assert finding.message == "c denies what a says."  # and not Ida Moss
