"""The whole way of a page, with every real stage and the shipped model."""

from __future__ import annotations

import gc
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any, NoReturn

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from reportedly import articles, attributions, encoder
from reportedly.articles import document_text
from reportedly.attributions.register import Named
from reportedly.data import Claim, Form, Given, Page, Place, Reading, Span
from reportedly.errors import BinaryPage, ModelError, PageError, PageTooSlow
from reportedly.exchange.json import dumps, reading_to_json
from reportedly.limits import Limits
from reportedly.pages import capture
from reportedly.reading import read, read_all

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
SCHEMA = Draft202012Validator(
    json.loads((files("reportedly.exchange") / "reading.schema.json").read_text("utf-8"))
)
SAID = "Berit Oldam, the harbour master, said on Monday that 120 boats would stay in port."


def ready(text: str, id: str | None = None) -> Page:
    body = text.encode("utf-8", "surrogatepass")
    return Page(body, text, Form.TEXT, "text/plain", "made.jsonl:1", given=Given(id=id))


def example_pages() -> list[Page]:
    return [page for page in capture([EXAMPLES]) if isinstance(page, Page)]


# ── What holds of every reading ──────────────────────────────────────────────────────────


def check(reading: Reading) -> None:
    """Every span slices out what it says, and whatever is referred to by id is there."""
    article = reading.article
    texts = {Place.TEXT: article.text, Place.TITLE: article.title or ""}
    whole = document_text(reading.page) if reading.page.form is Form.HTML else reading.page.text
    for block in article.blocks:
        assert block.page.cut(whole) == block.text
        assert block.span is None or block.span.cut(article.text) == block.text
    for attribution in reading.attributions:
        spans = (attribution.source, attribution.cue, *attribution.content)
        assert attribution.content
        assert 0 <= attribution.confidence <= 1
        assert all(is_in(span, article.text) for span in spans if span)
    sources = {source.id for source in reading.sources}
    for source in reading.sources:
        assert source.mentions
        assert all(is_in(mention, article.text) for mention in source.mentions)
        assert list(source.mentions) == sorted(source.mentions)
    for claim in reading.claims:
        check_claim(claim, texts[claim.place])
        assert bool(claim.chain) == (claim.attribution is not None)
        assert {link.source for link in claim.chain} <= sources
        assert claim.attribution in {None, *(each.id for each in reading.attributions)}
        for link in claim.chain:
            assert all(is_in(span, article.text) for span in (link.mention, link.cue) if span)
    claims = {claim.id for claim in reading.claims}
    for finding in reading.findings:
        for evidence in finding.evidence:
            assert is_in(evidence.span, texts[evidence.place])
            assert evidence.claim is None or evidence.claim in claims
    for found in (reading.attributions, reading.sources, reading.claims):
        assert [int(each.id[1:]) for each in found] == list(range(1, len(found) + 1))


def check_claim(claim: Claim, text: str) -> None:
    assert claim.content
    assert claim.text == " ".join(span.cut(text) for span in claim.content)
    assert -3 <= claim.factuality <= 3
    figures = [quantity.span for quantity in claim.quantities]
    for span in (*figures, *(entity.span for entity in claim.entities)):
        assert is_in(span, text)
        assert any(part.covers(span) for part in claim.content)
    for entity in claim.entities:
        assert entity.name


def is_in(span: Span, text: str) -> bool:
    return 0 <= span.start < span.end <= len(text)


# Pieces that make the stages find something, among any characters whatever.
PIECES = st.sampled_from(
    [
        SAID,
        " said ",
        " told reporters that ",
        "“We will not go,” he said. ",
        '"No", ',
        "According to Ona Frisk, ",
        "nearly 3,800 people ",
        "£4.5m ",
        "between 2 and 3 per cent ",
        "Mr. Oldam denied ",
        "\n\n",
        "\r\n",
        "\u2028",
        "\u00a0",
        "\ud83d",
        "👩‍👩‍👧",
        "e\u0301",
        "ﷺ",
        "\u202e",
        "“",
        "”",
        "'",
        "...",
    ]
)
TEXTS = st.lists(PIECES | st.text(max_size=30), max_size=14).map("".join)


@given(TEXTS, st.none() | TEXTS)
@example(SAID, SAID)
@example("“" * 400 + "said " * 400, None)
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_every_span_slices_out_what_it_says(text: str, title: str | None) -> None:
    page = ready(text)
    reading = read(replace(page, given=Given(title=title)))
    assert reading.article.text == text
    check(reading)
    SCHEMA.validate(json.loads(dumps(reading_to_json(reading))))


@given(TEXTS)
@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
def test_so_it_does_in_scrapes_and_markup(text: str) -> None:
    page = ready(text)
    check(read(replace(page, form=Form.SCRAPE)))
    paragraphs = "".join(f"<p>{each}</p>" for each in text.split("\n\n"))
    markup = f"<html><body><article><h1>Frisk</h1>{paragraphs}</article></body></html>"
    check(read(replace(ready(markup), form=Form.HTML, media_type="text/html")))


@pytest.mark.parametrize("page", example_pages(), ids=lambda page: page.origin.split("/")[-1])
def test_the_example_pages_read_well(page: Page) -> None:
    reading = read(page)
    check(reading)
    value = json.loads(dumps(reading_to_json(reading)))
    SCHEMA.validate(value)
    assert value["article"]["title"]
    assert sum(bool(claim.chain) for claim in reading.claims) >= 5
    assert any(source.name for source in reading.sources)
    assert any(claim.quantities for claim in reading.claims)


def without_scores(value: Any) -> Any:
    """They follow the weights too closely, and the processor's rounding, to be written down."""
    attributions = [{**each, "confidence": None} for each in value["attributions"]]
    claims = [{**each, "factuality": None} for each in value["claims"]]
    made_by = value["made_by"] | {"version": None, "weights": None}
    return {**value, "attributions": attributions, "claims": claims, "made_by": made_by}


def test_the_example_of_the_docs_is_a_real_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    docs = (EXAMPLES.parent / "docs" / "reading.md").read_text("utf-8")
    text, written, failure = re.findall(r"```(?:text|json)\n(.*?)```", docs, re.DOTALL)
    monkeypatch.chdir(tmp_path)
    Path("ferry.txt").write_text(text, encoding="utf-8", newline="\n")
    (page,) = capture(["ferry.txt"])
    assert isinstance(page, Page)
    value = json.loads(dumps(reading_to_json(read(page))))
    assert without_scores(json.loads(written)) == without_scores(value)
    SCHEMA.validate(json.loads(written))
    SCHEMA.validate(json.loads(failure))


# ── The same bytes, the same reading ─────────────────────────────────────────────────────


def test_a_page_reads_the_same_alone_or_among_others() -> None:
    pages = example_pages()
    together = list(read_all([*pages, *reversed(pages)]))
    alone = [read(page) for page in pages]
    assert together == [*alone, *reversed(alone)]


# ── Other languages ──────────────────────────────────────────────────────────────────────


def test_an_article_in_another_language_is_kept_and_not_searched() -> None:
    text = (
        "Der Hafenmeister sagte am Montag, dass die Boote wegen des Sturms im Hafen bleiben "
        "müssten. „Niemand fährt hinaus“, sagte er vor Journalisten. Nach Angaben der Behörde "
        "liegen dort rund 120 Schiffe, und es ist noch nicht klar, wann sie auslaufen können."
    )
    reading = read(ready(text))
    assert reading.article.language == "de"
    assert reading.article.text == text
    assert (reading.attributions, reading.sources, reading.claims) == ((), (), ())


# ── One bad page does not stop a run ─────────────────────────────────────────────────────


def test_errors_pass_through_in_their_place() -> None:
    error = BinaryPage("an image", about="cat.html")
    outcomes = list(read_all([ready(SAID, "1"), error, ready(SAID, "3")]))
    assert outcomes[1] is error
    assert [outcomes[0], outcomes[2]] == [read(ready(SAID, "1")), read(ready(SAID, "3"))]


def test_pages_are_taken_one_at_a_time() -> None:
    taken = []

    def pages() -> Iterator[Page]:
        for number in range(3):
            taken.append(number)
            yield ready(SAID)

    assert isinstance(next(read_all(pages())), Reading)
    assert taken == [0]


@pytest.fixture
def fails_on_two(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Makes a stage fail, in a given way, on the page whose id is 2."""

    def fail_with(error: Exception) -> None:
        real = articles.separate

        def separate(page: Page) -> Any:
            if page.given.id == "2":
                raise error
            return real(page)

        monkeypatch.setattr(articles, "separate", separate)

    return fail_with


@pytest.mark.parametrize(
    ("raised", "kind", "message"),
    [
        (ZeroDivisionError("by zero"), "page", "made.jsonl:1: ZeroDivisionError: by zero"),
        (RecursionError("too deep"), "page", "made.jsonl:1: RecursionError: too deep"),
        (PageTooSlow("late", about="made"), "too-slow", "made: late"),
    ],
)
def test_a_stage_that_fails_costs_its_own_page_only(
    fails_on_two: Any, raised: Exception, kind: str, message: str
) -> None:
    fails_on_two(raised)
    outcomes = list(read_all([ready(SAID, number) for number in "123"]))
    assert [type(each) for each in (outcomes[0], outcomes[2])] == [Reading, Reading]
    failed = outcomes[1]
    assert isinstance(failed, PageError)
    assert (failed.id, failed.kind, str(failed)) == ("2", kind, message)


def test_a_page_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    real = attributions.resolve

    def resolve(article: Any, *found: Any) -> Any:
        while "forever" in article.text:
            pass
        return real(article, *found)

    monkeypatch.setattr(attributions, "resolve", resolve)
    pages = [ready("This goes on forever."), ready(SAID)]
    slow, quick = read_all(pages, limits=Limits(seconds=0.3))
    assert isinstance(slow, PageTooSlow)
    assert isinstance(quick, Reading)


def test_a_model_that_cannot_be_used_stops_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    def load(name: str) -> NoReturn:
        raise ModelError("damaged", about="model.onnx")

    monkeypatch.setattr(encoder, "load", load)
    with pytest.raises(ModelError):
        list(read_all([ready(SAID)]))


def test_names_and_their_places_do_not_wait_for_the_garbage_collector() -> None:
    def left() -> int:
        return sum(isinstance(each, Named) for each in gc.get_objects())

    gc.collect()
    gc.disable()
    try:
        before = left()
        assert read(ready(SAID)).sources
        assert left() == before
    finally:
        gc.enable()
