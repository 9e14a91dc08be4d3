"""Published fact-checks come in from pages, feeds and tables. All of it is invented."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from reportedly.cli import app
from reportedly.data import FactCheck
from reportedly.errors import PageError, UnreadablePage
from reportedly.ledger import Ledger
from reportedly.traces.claimreview import read_checks

REVIEW: dict[str, Any] = {
    "@type": "ClaimReview",
    "claimReviewed": "The old bridge was sold to a circus.",
    "url": "https://checks.example/bridge",
    "headline": "No, the bridge was not sold",
    "datePublished": "2021-05-04",
    "author": {"@type": "Organization", "name": "Ostrel Checks"},
    "reviewRating": {"@type": "Rating", "ratingValue": 1, "alternateName": "Made up"},
    "itemReviewed": {"@type": "Claim", "author": {"@type": "Person", "name": "Nell Arden"}},
}
CHECK = FactCheck(
    "The old bridge was sold to a circus.",
    "No, the bridge was not sold",
    "https://checks.example/bridge",
    "Ostrel Checks",
    "Made up",
    "2021-05-04",
    "Nell Arden",
)
TABLE = (
    "Claim,Verdict,URL,Publisher,Headline,Date,Claimant\n"
    "The old bridge was sold to a circus.,Made up,https://checks.example/bridge,Ostrel Checks,"
    '"No, the bridge was not sold",2021-05-04,Nell Arden\n'
)


def page(*blocks: str) -> str:
    scripts = "".join(f'<script type="application/ld+json">{block}</script>' for block in blocks)
    return f"<!DOCTYPE html><html><head>{scripts}</head><body><p>…</p></body></html>"


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(REVIEW),
        json.dumps({"dataFeedElement": [{"item": [REVIEW]}]}),
        json.dumps({"@graph": [{"@type": "Page"}, {**REVIEW, "@type": ["Review", "ClaimReview"]}]}),
        json.dumps(REVIEW) + "\n",
        page("{broken", json.dumps([REVIEW])),
        TABLE,
        "\ufeff" + TABLE,
        TABLE.replace("No, the", "No; the").replace(",", ";").replace("No;", "No,"),
        TABLE.replace(",", "\t").replace("No\t", "No,"),
        TABLE.replace("\n", "\r"),
    ],
)  # fmt: skip
def test_every_form_says_the_same(text: str) -> None:
    assert list(read_checks(text, "x")) == [CHECK]


def test_lines_of_json_and_a_review_without_a_claim() -> None:
    empty = {**REVIEW, "claimReviewed": ""}
    text = "\n".join([json.dumps(REVIEW), "{broken", json.dumps(empty)])
    found = list(read_checks(text, "feed"))
    assert found[0] == CHECK
    assert [error.about for error in found[1:] if isinstance(error, PageError)] == [
        "feed:2",
        "feed:3",
    ]


def test_a_line_ends_where_files_end_lines_and_has_its_number() -> None:
    odd = {**REVIEW, "claimReviewed": "The old bridge\u2028was sold to a circus."}
    text = "\n".join(["", json.dumps(odd, ensure_ascii=False), "", "{broken"])
    found = list(read_checks(text, "feed"))
    assert found[0] == CHECK
    assert [error.about for error in found[1:] if isinstance(error, PageError)] == ["feed:4"]


@pytest.mark.parametrize("text", ["a,b\n1,2\n", "{broken", "", "[" * 5000])
def test_what_holds_no_checks_is_told(text: str) -> None:
    with pytest.raises(UnreadablePage):
        list(read_checks(text, "x"))


@pytest.mark.parametrize("text", [page(json.dumps({"@type": "NewsArticle"})), "<!-- gone -->"])
def test_a_page_without_reviews_has_none(text: str) -> None:
    assert list(read_checks(text, "x")) == []


def test_a_page_that_is_decoded_already_is_not_decoded_again() -> None:
    review = {**REVIEW, "claimReviewed": "The café is shut."}
    text = page(json.dumps(review, ensure_ascii=False))
    [check] = read_checks(text.replace("<head>", '<head><meta charset="latin-1">'), "x")
    assert check == replace(CHECK, claim="The café is shut.")


@pytest.fixture
def ledger(ledger_url: str, tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(ledger_url, captures=tmp_path / "captures") as opened:
        yield opened


def test_a_ledger_keeps_checks_and_brings_them_up_to_date(ledger: Ledger) -> None:
    other = FactCheck("Cows vanish.", "", "", "", "", "", "")
    assert ledger.add_checks([CHECK, other, CHECK]) == 2
    assert ledger.add_checks([]) == 0
    changed = FactCheck(CHECK.claim, "New", CHECK.url, CHECK.publisher, "Still made up", "", "")
    ledger.add_checks([changed])
    assert sorted(ledger.checks(), key=lambda one: one.claim) == [other, changed]
    assert list(ledger.verify()) == []


@pytest.mark.parametrize(
    "made",
    [
        lambda table: table.encode("utf-16"),
        lambda table: table.encode("cp1252"),
        lambda table: gzip.compress(table.encode()),
    ],
)
def test_files_are_unpacked_and_decoded_as_pages_are(
    tmp_path: Path, made: Callable[[str], bytes]
) -> None:
    table, ledger = tmp_path / "table.csv", str(tmp_path / "news.db")
    table.write_bytes(made(TABLE.replace("circus", "café in Örnsund")))
    asked = ["factchecks", "import", str(table), "--ledger", ledger]
    assert CliRunner().invoke(app, asked).exit_code == 0
    with Ledger.open(ledger) as kept:
        claims = [check.claim for check in kept.checks()]
    assert claims == ["The old bridge was sold to a café in Örnsund."]


def test_import_and_find(tmp_path: Path) -> None:
    feed, broken = tmp_path / "feed.json", tmp_path / "broken.csv"
    others = [
        {**REVIEW, "claimReviewed": f"Village {n} vanished.", "url": f"u{n}"} for n in range(8)
    ]
    feed.write_text(json.dumps([REVIEW, *others]), "utf-8")
    broken.write_text("a,b\n1,2\n", "utf-8")
    where = ["--ledger", str(tmp_path / "news.db"), "--json"]
    runner = CliRunner()
    result = runner.invoke(app, ["factchecks", "import", str(feed), str(broken), *where])
    assert result.exit_code == 3
    assert json.loads(result.stdout.splitlines()[-1]) == {"kept": 9, "failed": 1}
    asked = ["factchecks", "find", "Is it true that the old bridge was sold to a circus?", *where]
    answer = json.loads(runner.invoke(app, asked).stdout)
    assert answer["none"] is False
    assert answer["checks"][0]["verdict"] == "Made up"
    assert answer["checks"][0]["publisher"] == "Ostrel Checks"
    assert answer["checks"][0]["url"] == "https://checks.example/bridge"
    assert runner.invoke(app, ["factchecks", "find", " ", *where]).exit_code == 2
