"""Readings on their way out: the JSON contract and the terminal's page."""

from __future__ import annotations

import datetime as dt
import io
import json
import math
import re
from dataclasses import replace
from enum import StrEnum
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from rich.cells import cell_len
from rich.color import Color
from rich.console import Console
from rich.style import Style

from reportedly.data import (
    Article,
    Attribution,
    Block,
    BlockKind,
    Bound,
    Certainty,
    Change,
    Claim,
    ClaimKind,
    Dating,
    Entity,
    EntityType,
    Evidence,
    Finding,
    FindingKind,
    Form,
    Given,
    Link,
    Maker,
    Page,
    Place,
    Quantity,
    Quotation,
    Reading,
    RejectedDate,
    Severity,
    Source,
    SourceType,
    Span,
)
from reportedly.errors import BinaryPage, PageError
from reportedly.exchange.json import dumps, error_to_json, reading_to_json
from reportedly.exchange.terminal import (
    CERTAINTIES,
    QUIET,
    SEVERITIES,
    open_console,
    typeset,
    visible,
)

SCHEMA = json.loads((files("reportedly.exchange") / "reading.schema.json").read_text("utf-8"))

TITLE = "Ferry strike to end, union hints"
TEXT = (
    "Union chief Berit Oldam told Radio Skarn that, as dockers tell it, nearly 3,800 crew would "
    "be back at work in Skarnhaven.\n\nThe strike, it is said, has cost between 2 and 3 million "
    "crowns. A further 950 passengers slept in the hall.\n\n“Never,” said a man in the "
    "queue, “have I been so well fed.”"
)


def at(words: str, text: str = TEXT) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def figure(words: str, value: float | None, unit: str | None, **more: Any) -> Quantity:
    given = {"low": value, "high": value, "bound": Bound.EXACT} | more
    return Quantity(at(words), value, unit=unit, **given)


def claim(number: int, *content: str, **more: Any) -> Claim:
    """A claim with the given parts of the text as content; the rest unless said otherwise."""
    plain: dict[str, Any] = {
        "place": Place.TEXT,
        "attribution": None,
        "chain": (),
        "certainty": Certainty.ASSERTED,
        "factuality": 3.0,
        "kind": ClaimKind.STATEMENT,
        "quotation": Quotation.INDIRECT,
        "quantities": (),
        "entities": (),
    }
    parts = {"content": tuple(map(at, content)), "text": " ".join(content)}
    return Claim(**{"id": f"c{number}"} | plain | parts | more)


@pytest.fixture
def reading() -> Reading:
    oldam = Link("s1", at("Union chief Berit Oldam"), at("told"))
    dockers = Link("s2", at("dockers"), at("tell"))
    nobody = Link("s3", at("is said"), at("is said"))
    man = Link("s4", at("a man in the queue"), at("said", "x" * 190 + TEXT[190:]))
    claims = (
        claim(
            1,
            content=(Span(0, len(TITLE)),),
            text=TITLE,
            place=Place.TITLE,
            kind=ClaimKind.PREDICTION,
        ),
        claim(
            2,
            "nearly 3,800 crew would be back at work in Skarnhaven",
            attribution="a1",
            chain=(oldam, dockers),
            certainty=Certainty.POSSIBLE,
            factuality=1.23456,
            kind=ClaimKind.PREDICTION,
            quantities=(figure("nearly 3,800 crew", 3800.0, "crew", bound=Bound.NEARLY),),
            entities=(Entity(at("Skarnhaven"), "Skarnhaven", EntityType.PLACE),),
        ),
        claim(
            3,
            "The strike",
            "has cost between 2 and 3 million crowns",
            attribution="a2",
            chain=(nobody,),
            factuality=-0.001,
            quantities=(
                figure(
                    "between 2 and 3 million crowns",
                    None,
                    "crowns",
                    low=2e6,
                    high=3e6,
                    change=Change.UP,
                ),
            ),
        ),
        claim(
            4,
            "A further 950 passengers slept in the hall",
            quantities=(figure("950 passengers", 950.5, "passengers"),),
        ),
        claim(
            5,
            "“Never,”",
            "“have I been so well fed.”",
            attribution="a3",
            chain=(man,),
            certainty=Certainty.DENIED,
            factuality=-3.0,
            kind=ClaimKind.OPINION,
            quotation=Quotation.DIRECT,
        ),
    )
    article = Article(
        title=TITLE,
        byline=("Ida Moss", "Per Quill"),
        site="Skarn Tidings",
        sections=("Home", "Coast"),
        language="en",
        published=Dating(
            latest=dt.date(2023, 3, 14),
            basis="a clock in the header",
            rejected=(RejectedDate("2023-03-14", "the day of the visit"),),
        ),
        text=TEXT,
        blocks=(
            Block(BlockKind.CLOCK, "14 March", Span(0, 8), None),
            Block(BlockKind.PARAGRAPH, TEXT, Span(9, 9 + len(TEXT)), Span(0, len(TEXT))),
        ),
    )
    return Reading(
        page=Page(
            TEXT.encode(),
            TEXT,
            Form.SCRAPE,
            "text/plain",
            "skarn.txt",
            url="https://skarn.example/ferry",
            captured_at=dt.datetime(2023, 3, 15, 6, 30, tzinfo=dt.UTC),
        ),
        article=article,
        attributions=(
            Attribution(
                "a1", oldam.mention, oldam.cue, claims[1].content, Quotation.INDIRECT, 0.91249
            ),
            Attribution("a2", None, nobody.cue, claims[2].content, Quotation.INDIRECT, 1.0),
            Attribution("a3", man.mention, None, claims[4].content, Quotation.DIRECT, 0.5),
        ),
        sources=(
            Source("s1", "Berit Oldam", SourceType.PERSON, "Union chief", (at("Union chief Be"),)),
            Source("s2", None, SourceType.GROUP, None, (at("dockers"),)),
            Source("s3", None, SourceType.UNNAMED, None, (at("is said"),)),
            Source("s4", None, SourceType.PERSON, None, (at("a man in the queue"),)),
        ),
        claims=claims,
        findings=(
            Finding(
                FindingKind.FIGURE_UNATTRIBUTED,
                Severity.WARNING,
                "A figure stands on nobody's word.",
                (Evidence(Place.TEXT, at("950"), "c4"), Evidence(Place.TITLE, Span(0, 5))),
            ),
            Finding(
                FindingKind.UNNAMED_ONLY,
                Severity.SERIOUS,
                "The cost rests on unnamed sources alone.",
                (Evidence(Place.TEXT, at("The strike"), "c3"),),
            ),
        ),
        made_by=Maker("0.1.0", "default", "sha256:" + 64 * "0"),
    )


# ── JSON ─────────────────────────────────────────────────────────────────────────────────


def strict(schema: Any) -> Any:
    """The schema without its tolerance for keys that a later version may add."""
    if isinstance(schema, list):
        return [strict(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {key: strict(value) for key, value in schema.items()}
    return closed | {"additionalProperties": False} if "properties" in schema else closed


VALIDATOR = Draft202012Validator(strict(SCHEMA), format_checker=Draft202012Validator.FORMAT_CHECKER)


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_a_reading_keeps_to_the_schema_and_to_the_order_of_its_keys(reading: Reading) -> None:
    value = json.loads(dumps(reading_to_json(reading)))
    VALIDATOR.validate(value)
    for name, made in {
        "reading": value,
        "maker": value["made_by"],
        "page": value["page"],
        "article": value["article"],
        "dating": value["article"]["published"],
        "block": value["article"]["blocks"][0],
        "attribution": value["attributions"][0],
        "source": value["sources"][0],
        "claim": value["claims"][1],
        "link": value["claims"][1]["chain"][0],
        "quantity": value["claims"][1]["quantities"][0],
        "entity": value["claims"][1]["entities"][0],
        "finding": value["findings"][0],
        "evidence": value["findings"][0]["evidence"][0],
    }.items():
        assert list(made) == list(SCHEMA["$defs"][name]["properties"]), name
        assert list(made) == SCHEMA["$defs"][name]["required"], name


@pytest.mark.parametrize(
    "spoil",
    [
        lambda value: value["claims"][0].pop("in"),
        lambda value: value["claims"][0].update(certainty="maybe"),
        lambda value: value["claims"][0].update(factuality=3.5),
        lambda value: value["attributions"][0].update(source=[3]),
        lambda value: value["attributions"][0].update(cue=[3, -4]),
        lambda value: value["article"]["published"].update(date="yesterday"),
        lambda value: value.update(schema="reportedly/2"),
        lambda value: value.update(error={"kind": "page", "message": "no"}),
    ],
)
def test_the_schema_turns_away_what_the_contract_does_not_allow(
    reading: Reading, spoil: Any
) -> None:
    value: Any = reading_to_json(reading)
    spoil(value)
    assert not VALIDATOR.is_valid(value)


@pytest.mark.parametrize(
    ("name", "key", "enum"),
    [
        ("block", "kind", BlockKind),
        ("source", "type", SourceType),
        ("claim", "certainty", Certainty),
        ("claim", "kind", ClaimKind),
        ("quantity", "bound", Bound),
        ("quantity", "change", Change),
        ("entity", "type", EntityType),
        ("finding", "kind", FindingKind),
        ("finding", "severity", Severity),
        ("quotation", None, Quotation),
        ("place", None, Place),
    ],
)
def test_the_words_of_the_schema_are_those_of_the_nouns(
    name: str, key: str | None, enum: type[StrEnum]
) -> None:
    described = SCHEMA["$defs"][name]
    words = (described["properties"][key] if key else described)["enum"]
    assert [each for each in words if each is not None] == [each.value for each in enum]


def test_the_kinds_of_failure_in_the_schema_are_those_of_the_errors() -> None:
    kinds = {PageError.kind} | {each.kind for each in PageError.__subclasses__()}
    assert set(SCHEMA["$defs"]["failure"]["properties"]["error"]["properties"]["kind"]["enum"]) == (
        kinds
    )


def test_spans_slice_out_what_they_say(reading: Reading) -> None:
    value: Any = reading_to_json(reading)
    article, second, third = value["article"], value["claims"][1], value["claims"][2]
    assert [article["text"][start:end] for start, end in third["content"]] == [
        "The strike",
        "has cost between 2 and 3 million crowns",
    ]
    start, end = second["chain"][0]["mention"]
    assert article["text"][start:end] == "Union chief Berit Oldam"
    assert value["claims"][0]["in"] == "title"
    assert value["attributions"][1]["source"] is None


def test_numbers_are_written_as_a_person_would(reading: Reading) -> None:
    line = dumps(reading_to_json(reading))
    assert '"value": 3800, "low": 3800, "high": 3800' in line
    assert '"value": null, "low": 2000000, "high": 3000000' in line
    assert '"value": 950.5' in line
    assert '"factuality": 1.23,' in line
    assert '"factuality": 0.0,' in line  # not -0.0
    assert '"confidence": 0.912}' in line


def test_days_and_moments_are_iso_8601(reading: Reading) -> None:
    value: Any = reading_to_json(reading)
    assert value["page"]["captured_at"] == "2023-03-15T06:30:00+00:00"
    assert value["article"]["published"]["latest"] == "2023-03-14"
    assert value["article"]["published"]["date"] is None


def test_the_id_is_the_users_own_if_there_is_one(reading: Reading) -> None:
    assert str(reading_to_json(reading)["id"]).startswith("sha256:")
    own = replace(reading, page=replace(reading.page, given=Given(id="n° 7")))
    assert reading_to_json(own)["id"] == "n° 7"


def test_a_failure_keeps_the_users_id_and_says_where() -> None:
    value = error_to_json(BinaryPage("an image, not text", about="cat.html", id="7"))
    assert value == {"id": "7", "error": {"kind": "binary", "message": value["error"]["message"]}}  # type: ignore[index]
    assert value["error"]["message"] == "cat.html: an image, not text"  # type: ignore[index]
    VALIDATOR.validate(value)


@given(st.text(st.characters(codec="utf-8")))
def test_letters_stand_as_themselves_on_one_line(text: str) -> None:
    line = dumps({"text": text})
    assert json.loads(line) == {"text": text}
    assert "\n" not in line
    assert "\r" not in line
    assert all(letter in line for letter in text if letter.isalpha())


def test_lone_surrogates_are_escaped_and_nothing_else() -> None:
    line = dumps({"text": "é \udcff\u2028 😀"})
    assert line == '{"text": "é \\udcff\u2028 😀"}'
    assert json.loads(line.encode()) == {"text": "é \udcff\u2028 😀"}


@pytest.mark.parametrize("number", [math.nan, math.inf])
def test_what_json_does_not_have_is_never_written(number: float) -> None:
    with pytest.raises(ValueError, match="JSON"):
        dumps({"value": number})


# ── The terminal ─────────────────────────────────────────────────────────────────────────


def plain(reading: Reading, width: int = 100, *, own_voice: bool = False) -> str:
    console = open_console(io.StringIO())
    console.width = width
    return typeset(reading, console, own_voice=own_voice)


def coloured(reading: Reading) -> str:
    console = Console(
        file=io.StringIO(), force_terminal=True, color_system="256", width=100, no_color=False
    )
    return typeset(reading, console)


def squeezed(text: str) -> str:
    return " ".join(text.split())


def test_the_header_says_what_when_and_on_what_evidence(reading: Reading) -> None:
    top = plain(reading)
    assert "skarn.txt · https://skarn.example/ferry" in top
    assert TITLE in top
    assert "By Ida Moss, Per Quill · Skarn Tidings · Home › Coast" in top
    assert "Published 14 March 2023 or earlier — a clock in the header" in top
    assert "Not 2023-03-14: the day of the visit" in top


@pytest.mark.parametrize(
    ("dating", "words"),
    [
        (Dating(date=dt.date(2021, 5, 3)), "Published 3 May 2021"),
        (Dating(earliest=dt.date(2021, 5, 3)), "Published 3 May 2021 or later"),
        (
            Dating(earliest=dt.date(2021, 5, 3), latest=dt.date(2021, 6, 1)),
            "Published between 3 May 2021 and 1 June 2021",
        ),
        (Dating(), "Date of publication unknown"),
    ],
)
def test_a_date_is_said_as_firmly_as_it_is_known(
    reading: Reading, dating: Dating, words: str
) -> None:
    page = plain(replace(reading, article=replace(reading.article, published=dating)))
    assert f" {words} — " in page


def test_a_chain_runs_from_the_outermost_to_the_innermost(reading: Reading) -> None:
    assert "Berit Oldam, Union chief, citing dockers (unnamed)" in squeezed(plain(reading, 60))
    wide = plain(reading, 100)
    assert wide.index("Berit Oldam") < wide.index("citing dockers (unnamed)")


def test_sources_without_a_name_are_called_unnamed(reading: Reading) -> None:
    page = plain(reading)
    assert "unnamed (“is said”)" in page
    assert "a man in the queue (unnamed)" in squeezed(plain(reading, 60))
    assert "3 claims by 4 sources, 3 of them unnamed" in page


def test_certainty_kind_and_quotation_stand_in_words(reading: Reading) -> None:
    page = squeezed(plain(reading, 60))
    assert "possible · prediction nearly 3,800 crew" in page
    assert "denied · opinion · quoted “Never,” … “have I been so well fed.”" in page


def test_the_articles_own_voice_is_left_out_unless_asked_for(reading: Reading) -> None:
    page = plain(reading)
    assert "slept in the hall" not in page
    assert "2 in the article's own voice left out (--all)" in page
    everything = plain(reading, own_voice=True)
    assert "slept in the hall" in everything
    assert "the article itself" in everything
    assert "the headline" in everything
    assert "left out" not in everything


def test_findings_name_their_severity_and_their_evidence(reading: Reading) -> None:
    page = plain(reading)
    assert "warning  A figure stands on nobody's word. (“950”; headline)" in page
    assert "serious  The cost rests on unnamed sources alone. (claim 3)" in page
    assert "(headline; claim 4)" in plain(reading, own_voice=True)


def test_a_page_without_claims_says_so(reading: Reading) -> None:
    bare = replace(reading, claims=(), sources=(), findings=())
    assert "No attributed claims" in plain(bare)
    german = replace(bare, article=replace(reading.article, language="de"))
    assert "Not searched for claims: the article is in “de”, not English" in plain(german)


@pytest.mark.parametrize("width", [20, 60, 75, 76, 100, 160, 200])
def test_no_word_is_lost_and_no_line_too_long_at_any_width(reading: Reading, width: int) -> None:
    url = "https://skarn.example/" + "endless" * 40
    long = Claim(**{f: getattr(reading.claims[1], f) for f in Claim.__slots__} | {"id": "c1234"})
    text = TEXT + " " + url
    long = replace(long, content=(Span(len(TEXT) + 1, len(text)),), text=url, quantities=())
    reading = replace(
        reading, article=replace(reading.article, text=text), claims=(*reading.claims, long)
    )
    page = plain(reading, width, own_voice=True)
    assert all(cell_len(line) <= width and line == line.rstrip() for line in page.split("\n"))
    whole = page.replace("\n", "").replace(" ", "")
    if width < 76:  # the cells stand one beneath the other
        for each in reading.claims:
            assert each.text.replace(" ", "") in whole.replace("…", "")
    else:
        assert set(reading.claims[1].text.split()) <= set(page.split())


def test_colour_is_for_terminals_and_says_nothing_alone(
    reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "\x1b" not in plain(reading)
    page = coloured(reading)
    assert "\x1b[38;5;160mdenied" in page
    assert "\x1b[1mnearly 3,800 crew" in page  # figures are emphasised
    monkeypatch.setenv("NO_COLOR", "1")
    console = Console(file=io.StringIO(), force_terminal=True, color_system="256", width=100)
    assert "38;5" not in typeset(reading, console)
    words = re.sub(r"\x1b\[[0-9;]*m", "", page)
    assert [line.rstrip() for line in words.split("\n")] == plain(reading).split("\n")


def test_all_colours_can_be_read_on_black_and_on_white() -> None:
    def luminance(style: str) -> float:
        colour = Style.parse(style).color or Color.default()
        parts = [part / 255 for part in colour.get_truecolor()]
        linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    for style in (QUIET, *CERTAINTIES.values(), *SEVERITIES.values()):
        light = luminance(style)
        assert 1.05 / (light + 0.05) >= 3.8, f"{style} on white"
        assert (light + 0.05) / 0.05 >= 3.8, f"{style} on black"
    assert set(CERTAINTIES) == set(Certainty)
    assert set(SEVERITIES) == set(Severity)


HOSTILE = "\x1b[2J\x1b]0;owned\x07\x9b31m\u202egnp\u2066\r\x00[red]x[/red][/] \ud800"


def test_what_a_page_holds_cannot_act_on_the_terminal(reading: Reading) -> None:
    article = replace(
        reading.article,
        title=HOSTILE,
        byline=(HOSTILE,),
        site=HOSTILE,
        sections=(HOSTILE,),
        published=Dating(basis=HOSTILE, rejected=(RejectedDate(HOSTILE, HOSTILE),)),
        text=HOSTILE * 2,
    )
    span = Span(0, len(HOSTILE))
    evil = replace(
        reading,
        page=replace(reading.page, origin=HOSTILE, url=HOSTILE),
        article=article,
        sources=(Source("s1", HOSTILE, SourceType.PERSON, HOSTILE, (span,)),),
        claims=(
            replace(
                reading.claims[1], content=(span,), text=HOSTILE, chain=(Link("s1", span, None),)
            ),
        ),
        findings=(
            Finding(
                FindingKind.TRUNCATED, Severity.INFO, HOSTILE, (Evidence(Place.TEXT, span, None),)
            ),
        ),
    )
    for width in (60, 100):
        page = plain(evil, width, own_voice=True)
        assert not set(page) & set("\x1b\x07\x9b\u202e\u2066\r\x00\ud800")
        assert page.encode()
        assert "[red]x[/red][/]" in page.replace("\n", "")


@given(st.text(st.characters()))
def test_visible_text_has_nothing_invisible(text: str) -> None:
    shown = visible(text)
    assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", shown)
    assert "  " not in shown
    if text.isprintable() and "  " not in text:
        assert shown == text
