"""Figures: what is read, what is left alone, and that any text is got through in linear work."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reportedly.claims import find_quantities
from reportedly.claims.tokens import stretches, tokenise
from reportedly.data import Bound, Change, Quantity


def only(text: str) -> Quantity:
    found = find_quantities(text)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "written", "value", "unit"),
    [
        ("Rain soaked the 7,200 Vessan pilgrims.", "7,200 Vessan pilgrims", 7_200, None),
        ("The club lists 2.6 million retired anglers.", "2.6 million retired anglers", 2.6e6, None),
        ("They sank a dozen boats.", "a dozen boats", 12, "boats"),
        ("Nearly 2018 votes were lost.", "2018 votes", 2_018, "votes"),
        (
            "ORRIN, May 3 (Northwire) - Fourteen miners are missing.",
            "Fourteen miners",
            14,
            "miners",
        ),
        ("He took two-thirds of the harvest.", "two-thirds of the harvest", 2 / 3, "harvest"),
        ("Half the money went.", "Half the money", 0.5, "money"),
        ("½ boats sank.", "½ boats", 0.5, "boats"),
        ("Add ½ teaspoon salt.", "½ teaspoon salt", 0.5, "salt"),
        ("1 in 5 voters stayed home.", "1 in 5 voters", 0.2, "voters"),
        ("One in 20 voters stayed home.", "One in 20 voters", 0.05, "voters"),
        ("The margin is plus or minus 2.5 points.", "2.5 points", 2.5, "points"),
        ("She sold twice as many lamps.", "twice", 2, "times"),
        ("It cost $5m.", "$5m", 5e6, "$"),
        ("It cost US$3.5bn in all.", "US$3.5bn", 3.5e9, "US$"),
        ("A €5 billion plan.", "€5 billion", 5e9, "€"),
        ("He paid 5 million dollars.", "5 million dollars", 5e6, "dollars"),
        ("About 1.3m people left.", "1.3m people", 1.3e6, "people"),
        ("A wall 37m high.", "37m", 37, "m"),
        ("Turnout was 61.5 per cent.", "61.5 per cent", 61.5, "%"),
        ("It gained 3 percentage points.", "3 percentage points", 3, "percentage points"),
        ("Gold stood at $1,271 an ounce.", "$1,271 an ounce", 1271, "$ per ounce"),
        ("They ran 300 tests per day.", "300 tests per day", 300, "tests per day"),
        ("Orla is the fourth largest city.", "fourth largest", 4, "largest"),
        ("A 31-year-old was held.", "31-year-old", 31, "years"),
        ("Mara Vell, 31, was held.", "31", 31, "years"),
        ("He died aged 40.", "40", 40, "years"),
        ("A five-year plan.", "five-year", 5, "year"),
        ("They waited two and a half hours.", "two and a half hours", 2.5, "hours"),
        ("A two-and-a-half-year search.", "two-and-a-half-year", 2.5, "year"),
        ("They waited 3-and-a-half hours.", "3-and-a-half hours", 3.5, "hours"),
        ("A million and a half eels.", "A million and a half eels", 1.5e6, "eels"),
        ("It counts 1,5 million eels.", "1,5 million eels", 1.5e6, "eels"),
        ("It grew by 12,5%.", "12,5%", 12.5, "%"),
        ("It cost €2,50 a litre.", "€2,50 a litre", 2.5, "€ per litre"),
        ("At €2,50, it is dear.", "€2,50", 2.5, "€"),
        ("It cost ₹3,50,000.", "₹3,50,000", 350_000, "₹"),
        ("One in every five eels died.", "One in every five eels", 0.2, "eels"),
        ("It lent them 5m euros.", "5m euros", 5e6, "euros"),
        ("On 3 May 5 miners died.", "5 miners", 5, "miners"),
        ("On May 3 5 miners died.", "5 miners", 5, "miners"),
        ("A girl aged 6 months.", "6 months", 6, "months"),
        ("It cost Rs. 500.", "Rs. 500", 500, "Rs"),
        ("It cost NT$30 billion.", "NT$30 billion", 3e10, "NT$"),
        ("It cost AUD$30.", "AUD$30", 30, "A$"),
        ("It cost Rp 30 million.", "Rp 30 million", 3e7, "Rp"),
        ("It cost ₱30.", "₱30", 30, "₱"),
        ("It cost AED 5 million.", "AED 5 million", 5e6, "AED"),
        ("It cost AED 5mn.", "AED 5mn", 5e6, "AED"),
        ("It hired 5 PHP engineers.", "5 PHP engineers", 5, "engineers"),
        ("It lent 3 billion €.", "3 billion €", 3e9, "€"),
        ("A $20-an-hour job.", "$20-an-hour", 20, "$ per hour"),
        ("A 1-in-300 chance.", "1-in-300 chance", 1 / 300, "chance"),
        ("Three-in-five eels died.", "Three-in-five eels", 0.6, "eels"),
        ("A 10-per-cent fall.", "10-per-cent", 10, "%"),
        ("A two-percentage-point lead.", "two-percentage-point", 2, "percentage points"),
        ("A 25-basis-point cut.", "25-basis-point", 25, "basis points"),
        ("It has 4m+ users.", "4m+ users", 4e6, "users"),
        ("It fell to minus 5 degrees.", "minus 5 degrees", -5, "degrees"),
        ("It warmed to 2 degrees Celsius.", "2 degrees Celsius", 2, "degrees Celsius"),
        ("Two senior officials of the port left.", "Two senior officials", 2, "officials"),
        ("One negative trial proves nothing.", "One negative trial", 1, "trial"),
        ("Three of the guards slept.", "Three of the guards", 3, "guards"),
    ],
)
def test_value_and_unit(text: str, written: str, value: float, unit: str | None) -> None:
    quantity = only(text)
    assert quantity.span.cut(text) == written
    assert quantity.value == pytest.approx(value)
    assert quantity.unit == (unit or written.rpartition(" ")[2])


def test_more_than_2100_is_no_year() -> None:
    found = find_quantities("More than 2100 of its 2500 members stopped work.")
    assert [(figure.value, figure.unit) for figure in found] == [
        (2_100, "members"),
        (2_500, "members"),
    ]


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("10 to 20 boats sank.", 10, 20, "boats"),
        ("Between 5 and 7 people were hurt.", 5, 7, "people"),
        ("It takes 10-20 days.", 10, 20, "days"),
        ("Two or three dogs barked.", 2, 3, "dogs"),
        ("A $5-10 million deal.", 5e6, 10e6, "$"),
        ("A fine of $3 billion to $5 billion.", 3e9, 5e9, "$"),
        ("There are 1 to 2 thousand birds.", 1000, 2000, "birds"),
        ("People aged 18 to 24 voted.", 18, 24, "years"),
        ("People aged between 18 and 24 voted.", 18, 24, "years"),
        ("A school for ages 5-11.", 5, 11, "years"),
        ("An 18- to 24-year-old left.", 18, 24, "years"),
        ("A 10- to 15-year term.", 10, 15, "year"),
        ("It fell from 3,000 in 2019 to 2,100 in 2023.", 2100, 3000, None),
        ("In 2000 to 3000 homes it was dark.", 2000, 3000, "homes"),
        ("It rose from 40 boats in 2019 to 60 boats.", 40, 60, "boats"),
        ("It grew from 20 miles per gallon in May to 29 mpg.", 20, 29, "mpg"),
    ],
)
def test_ranges(text: str, low: float, high: float, unit: str | None) -> None:
    quantity = only(text)
    assert (quantity.value, quantity.low, quantity.high) == (None, low, high)
    assert quantity.unit == unit


@pytest.mark.parametrize(
    ("text", "low"),
    [
        ("Hundreds of birds fell.", 100),
        ("It drew thousands of guests.", 1000),
        ("Tens of thousands of refugees came.", 10_000),
        ("Several hundred people fled.", 100),
        ("It drew a few thousand guests.", 1000),
        ("Police arrested scores of protesters.", 20),
    ],
)
def test_vague_plurals_run_to_ten_times_their_value(text: str, low: float) -> None:
    quantity = only(text)
    assert (quantity.value, quantity.low, quantity.high) == (low, low, 10 * low)
    assert quantity.bound is Bound.AT_LEAST


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Hundreds flee as the dam leaks", None),
        ("Hundreds of miners flee", "miners"),
        ("Thousands more miners flee", "miners"),
        ("Several hundred miners flee", "miners"),
    ],
)
def test_vague_plurals_count_what_of_or_more_leads_to(text: str, unit: str | None) -> None:
    assert only(text).unit == unit


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("Nearly 300 boats.", Bound.NEARLY),
        ("Roughly 300 boats.", Bound.ABOUT),
        ("300 boats or so.", Bound.ABOUT),
        ("At least 300 boats.", Bound.AT_LEAST),
        ("No fewer than 300 boats.", Bound.AT_LEAST),
        ("300 or more boats.", Bound.AT_LEAST),
        ("30+ boats.", Bound.AT_LEAST),
        ("More than a dozen boats.", Bound.OVER),
        ("A sum exceeding $300.", Bound.OVER),
        ("Up to 300 boats.", Bound.AT_MOST),
        ("No more than 300 boats.", Bound.AT_MOST),
        ("Fewer than 300 boats.", Bound.UNDER),
        ("Just 300 boats.", Bound.EXACT),
        ("It will not exceed 300 boats.", Bound.AT_MOST),
        ("It will not rise by more than 300 boats.", Bound.AT_MOST),
        ("They didn’t sell more than 300 boats.", Bound.AT_MOST),
        ("It must never fall below 300 boats.", Bound.AT_LEAST),
        ("It was not only more than 300 boats.", Bound.OVER),
        ("It was not. Over 300 boats came.", Bound.OVER),
        ("Believe it or not, over 300 boats came.", Bound.OVER),
        ("It was not until more than 300 boats came.", Bound.OVER),
        ("It lasted over 30 months.", Bound.OVER),
    ],
)
def test_bounds(text: str, bound: Bound) -> None:
    assert only(text).bound is bound


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("Rents rose by 4%.", Change.UP),
        ("Rents were up 4%.", Change.UP),
        ("Rents fell sharply to 4%.", Change.DOWN),
        ("Rents dropped from 9%.", Change.DOWN),
        ("It cut its costs by 4%.", Change.DOWN),
        ("A 4% rise in rents is due.", Change.UP),
        ("It saw a further 20-point drop.", Change.DOWN),
        ("A 4% stake rose.", None),
        ("Some 4% cut their hours.", None),
        ("They gave up 40 yards.", None),
        ("It can hold up to 40 people.", None),
    ],
)
def test_direction_of_change(text: str, change: Change | None) -> None:
    assert only(text).change is change


def test_a_share_and_the_level_that_it_leads_to_are_no_range() -> None:
    share, level = find_quantities("Orders slipped 3% to 15.1 billion euros.")
    assert (share.value, share.unit) == (3, "%")
    assert (level.value, level.unit, level.change) == (15.1e9, "euros", Change.DOWN)


def test_the_time_over_which_something_happens_is_no_lower_bound() -> None:
    jobs, years = find_quantities("It will cut up to 1,200 jobs over two years.")
    assert (jobs.bound, years.bound) == (Bound.AT_MOST, Bound.EXACT)


def test_a_share_of_millions_is_none_of_a_hundred() -> None:
    assert only("The chance is one in 100 million.").value == 1e8


def test_scores_that_are_points_are_no_vague_plural() -> None:
    assert find_quantities("Test scores of pupils rose, and the scores of the games fell.") == []
    assert find_quantities("IQ scores of children fell.") == []
    assert only("FLOOD KILLS SCORES OF EELS").low == 20


def test_a_price_in_millions_is_no_vague_plural() -> None:
    assert find_quantities("It sold several million-dollar homes.") == []


def test_a_room_is_no_money() -> None:
    assert only("She slept in Rm. 12 of it.").unit is None


def test_what_is_strong_is_not_counted() -> None:
    assert (only("A 300-strong crowd.").value, only("A 300-strong crowd.").unit) == (300, None)


def test_two_in_one_are_no_inches() -> None:
    assert [each.unit for each in find_quantities("A 2-in-1 lamp of 10-in glass.")] == [None, "in"]


def test_every_age_of_a_list_is_in_years() -> None:
    three = find_quantities("Aged 19, 23 and 31, they left.")
    assert [each.unit for each in three] == ["years", "years", "years"]
    ages = find_quantities("Men aged 5, 19 and 31 were held.")
    assert [each.unit for each in ages] == ["years", "years", "years"]
    age, people = find_quantities("Aged 40, 31 people left.")
    assert (age.unit, people.unit) == ("years", "people")


def test_change_and_bound_carry_over_to_the_figure_that_goes_on() -> None:
    step, level = find_quantities("Shares rose 4% to 112 points.")
    assert (step.change, level.change) == (Change.UP, Change.UP)
    miles, metric = find_quantities("It lies more than 7 miles (11 km) off.")
    assert (miles.bound, metric.bound) == (Bound.OVER, Bound.OVER)


def test_a_number_that_is_a_subject_takes_its_unit_from_what_it_serves_as() -> None:
    text = "Another 4,000 serve as night guards at the port."
    quantity = only(text)
    assert quantity.span.cut(text) == "4,000"
    assert quantity.unit == "guards"


@pytest.mark.parametrize(
    "text",
    [
        "He came on 12 June 1984, left in May 2016 and came back in 2021.",
        "On March 3-5, and again on 4th July, nothing moved.",
        "It was open between 27 and 31 August, on 4, 5 and 6 June and from May 3 to 5.",
        "UPDATE 1-Orla profit falls",
        "It began at 10:30 a.m. and ended by 5 pm.",
        "They won 2-1, then lost 6-4, 6-3.",
        "Call 0800 555 0199 or +44 20 7946 0000.",
        "Section 230, Article 5 and Chapter 11 apply, as No. 10 agreed.",
        "One of the men said no one had come. One day, it will.",
        "The first man came second in the third race.",
        "Windows 11, iPhone 15, Boeing 737 and the Big Five.",
        "The 1990s were 24/7, with 5G, COVID-19 and A380s.",
        "See https://orla.example/2021/03/04/page-12.html, v2.3.1, #4 and [12].",
        "He lives at 22 Harbour Road, she at 7 Ave Orla, both near Covid -19 wards.",
        'The page has <tweet time="1474387200" id="778257"> in it.',
        "He scored twice as Orla won.",
        "She took a third man to a third-party office.",
    ],
)
def test_what_is_no_quantity(text: str) -> None:
    assert find_quantities(text) == []


@pytest.mark.parametrize("after", ["", " boats sank."])
def test_groups_of_digits_without_end_are_no_quantity(after: str) -> None:
    assert find_quantities("5" + ",000" * 200 + after) == []


def test_numbers_in_a_row_are_sought_from_the_first_on_alone() -> None:
    """From each of them on it would be work that grows with the square of the row."""
    text = "312,12,34,567"
    assert [each.text for each in tokenise(text, 0, len(text))][::2] == ["312", "12", "34,567"]


def test_animals_that_have_no_plural_are_counted() -> None:
    assert only("Some 2,400 salmon passed.").unit == "salmon"


def test_headlines_in_capitals() -> None:
    text = "Port Chief Offers Orla 40,000 Guards And Six Boats"
    assert [(q.value, q.unit) for q in find_quantities(text)] == [(40_000, "Guards"), (6, "Boats")]


PIECES = """
1 12 1,000 3.5 2014 $ € % - – to from between and of a one two dozen million thousands half third
fourth largest year old men boats “ ” , . ( ) by up rose per in minus US +
"""
GLUED = st.lists(st.sampled_from(PIECES.split()), min_size=1, max_size=4).map("".join)
FIGURES = st.lists(st.one_of(st.sampled_from(PIECES.split()), GLUED), max_size=40).map(" ".join)
ANY = st.one_of(
    st.text(max_size=200), FIGURES, st.tuples(st.text(max_size=20), FIGURES).map("".join)
)


@given(ANY)
@example("0$0")  # one sign between two figures
@example("5 EUR 6")
@settings(max_examples=300)
def test_spans_hold_the_figures_they_say(text: str) -> None:
    end = 0
    for quantity in find_quantities(text):
        assert end <= quantity.span.start < quantity.span.end <= len(text)
        end = quantity.span.end
        written = quantity.span.cut(text)
        assert written == written.strip()
        assert any(c.isalnum() for c in written)
        assert quantity.low <= quantity.high
        if quantity.value is None:
            assert quantity.low < quantity.high
        else:
            assert quantity.value == quantity.low


@given(st.text(max_size=300), st.text(max_size=300))
def test_paragraphs_are_read_apart(one: str, other: str) -> None:
    apart = find_quantities(one + "\n\n"), find_quantities(other)
    together = find_quantities(f"{one}\n\n{other}")
    shift = len(one) + 2
    assert [q.span.start for q in together] == [
        *(q.span.start for q in apart[0]),
        *(q.span.start + shift for q in apart[1]),
    ]


@pytest.mark.parametrize(
    "unit",
    ["1 2 3 ", "9", "one two million ", "1-a-", "5-by-", "of 5 ", '5 """" ', "from 1 to ", "1,234,",
     "1 and and and and and ", "$5 to $", "a.b.", "\n \n 5 "],
)  # fmt: skip
def test_work_grows_with_the_text_alone(unit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counts the looks at tokens: twice the text may cost about twice the looks."""

    def looks(size: int) -> int:
        count = 0

        class Counted(list):  # type: ignore[type-arg]
            def __getitem__(self, key):  # type: ignore[no-untyped-def]
                nonlocal count
                count += 1
                return super().__getitem__(key)

        name = "reportedly.claims.quantities.tokenise"
        monkeypatch.setattr(name, lambda *where: Counted(tokenise(*where)))
        find_quantities((unit * size)[:size])
        return count

    small, large = looks(8_000), looks(16_000)
    assert large <= 2.2 * small + 1000
    assert small <= 200 * 8_000


def test_a_megabyte_is_read_in_small_stretches() -> None:
    text = "12 boats and 3 million words " * 36_000
    cuts = list(stretches(text))
    assert max(end - start for start, end in cuts) <= 20_000
    assert [start for start, _ in cuts[1:]] == [end for _, end in cuts[:-1]]
    assert (cuts[0][0], cuts[-1][1]) == (0, len(text))
