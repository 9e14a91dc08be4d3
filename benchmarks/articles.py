"""Articles recovered from raw scrapes and from HTML, trafilatura beside for HTML.

    python -m benchmarks.articles

Scored by the corpus's own scorer: 4-word shingles of the body, title, date and byline. The
reader gets the page alone; the gold's title, date and address are not shown to it. Speed is
that of one core (CPU time), for HTML also as a multiple of trafilatura's in the same run:
of telling articles from furniture alone, and of whole readings.
"""

from __future__ import annotations

import gzip
import re
import time
from collections.abc import Callable, Iterable
from typing import Any

import trafilatura
from trafilatura.settings import Document

from benchmarks import records, scorer, shared
from benchmarks.plots import bars
from reportedly.articles import separate
from reportedly.data import Article, Form, Page
from reportedly.reading import read

_NAMES = re.compile(r"""\s(?:class|id)=(?:"[^"]*"|'[^']*'|[^\s>]+)""")

Json = dict[str, Any]
Reader = Callable[[str], Json]


def ours(form: Form, whole: bool = False) -> Reader:
    """Our article of a text, in the form of the scorer; that of the `whole` reading."""

    def result(text: str) -> Json:
        body = text.encode("utf-8", "surrogatepass")
        page = Page(body, text, form, "text/html", "benchmark")
        return _scored(read(page).article if whole else separate(page))

    return result


def _scored(article: Article) -> Json:
    day = article.published.date
    return {
        "body": article.text,
        "title": article.title,
        "authors": article.byline,
        "date": day.isoformat() if day else None,
    }


def peer(text: str) -> Json:
    """trafilatura's article of a document, favouring precision."""
    found = trafilatura.bare_extraction(
        text, favor_precision=True, include_comments=False, with_metadata=True
    )
    if not isinstance(found, Document):
        return {"body": ""}
    authors = (found.author or "").split("; ")
    return {"body": found.text, "title": found.title, "authors": authors, "date": found.date}


def measure() -> dict[str, float]:
    """Print the table; return this project's quality, by name of the score."""
    folder = shared() / "data"
    gold = records("pages/scrapes_dev.jsonl")
    scrapes = {str(page["id"]): page["scrape"] for page in gold}
    markup = {
        path.name.removesuffix(".html.gz"): gzip.decompress(path.read_bytes()).decode(
            "utf-8", "replace"
        )
        for path in sorted((folder / "html").glob("*.html.gz"))
    }
    of_markup = [page for page in gold if str(page["id"]) in markup]
    print(
        f"{'':22}{'pages/s':>8}{'×':>6}   body: p     r     f1   title"
        "   date: right  wrong   byline"
    )
    paces: dict[str, float] = {}
    scores, paces["scrapes"] = _row("scrapes", gold, scrapes, ours(Form.SCRAPE))
    _, pace = _row("HTML, trafilatura", of_markup, markup, peer)
    html, paces["HTML"] = _row("HTML", of_markup, markup, ours(Form.HTML), pace)
    whole = "HTML, whole readings"
    _, paces[whole] = _row(whole, of_markup, markup, ours(Form.HTML, whole=True), pace)
    bars("articles", "Pages a second, one core", paces | {"HTML, trafilatura": pace})
    # What is left where builders of pages call nothing by its name.
    nameless = {key: _NAMES.sub("", text) for key, text in markup.items()}
    _row("no names, trafilatura", of_markup, nameless, peer)
    _row("no class, no id", of_markup, nameless, ours(Form.HTML), pace)
    return {f"articles.scrape.{name}": value for name, value in scores.items()} | {
        f"articles.html.{name}": value for name, value in html.items()
    }


def _row(
    name: str,
    gold: Iterable[Json],
    texts: dict[str, str],
    reader: Reader,
    pace: float | None = None,
) -> tuple[dict[str, float], float]:
    """Print a line of the table; return its scores, and the pages a second."""
    reader(next(iter(texts.values())))  # what is loaded at first use
    started = time.process_time()
    predicted = {key: reader(text) for key, text in texts.items()}
    speed = len(texts) / (time.process_time() - started)
    score = scorer("score_articles").score(list(gold), predicted)
    body, date = score["body"], score["date"]
    print(
        f"{name:22}{speed:8.0f}{'' if pace is None else f'{speed / pace:.2f}':>6}"
        f"{body['p']:10}{body['r']:6}{body['f1']:6}"
        f"{score['title']['right']:8}{date['right']:13}{date['wrong']:7}{score['byline']['f1']:9}"
    )
    scores = {
        "body": body["f1"],
        "title": score["title"]["right"],
        "date right": date["right"],
        "date not wrong": round(100 - date["wrong"], 1),
        "byline": score["byline"]["f1"],
    }
    return scores, speed


if __name__ == "__main__":
    measure()
