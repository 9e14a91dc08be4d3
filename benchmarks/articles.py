"""Articles recovered from raw scrapes and from HTML, trafilatura beside for HTML.

    python -m benchmarks.articles

Scored by the corpus's own scorer: 4-word shingles of the body, title, date and byline. The
reader gets the page alone; the gold's title, date and address are not shown to it.
"""

from __future__ import annotations

import gzip
import time
from collections.abc import Callable, Iterable
from typing import Any

import trafilatura
from trafilatura.settings import Document

from benchmarks import records, scorer, shared
from reportedly.articles import separate
from reportedly.data import Form, Page

Json = dict[str, Any]
Reader = Callable[[str], Json]


def ours(form: Form) -> Reader:
    """Our article of a text, in the form of the scorer."""

    def read(text: str) -> Json:
        body = text.encode("utf-8", "surrogatepass")
        article = separate(Page(body, text, form, "text/html", "benchmark"))
        day = article.published.date
        return {
            "body": article.text,
            "title": article.title,
            "authors": article.byline,
            "date": day.isoformat() if day else None,
        }

    return read


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
    print(f"{'':22}{'pages/s':>8}   body:  p     r     f1   title   date: right  wrong   byline")
    scores = _row("scrapes", gold, scrapes, ours(Form.SCRAPE))
    html = _row("HTML", of_markup, markup, ours(Form.HTML))
    _row("HTML, trafilatura", of_markup, markup, peer)
    return {f"articles.scrape.{name}": value for name, value in scores.items()} | {
        f"articles.html.{name}": value for name, value in html.items()
    }


def _row(name: str, gold: Iterable[Json], texts: dict[str, str], read: Reader) -> dict[str, float]:
    started = time.process_time()
    predicted = {key: read(text) for key, text in texts.items()}
    speed = len(texts) / (time.process_time() - started)
    score = scorer("score_articles").score(list(gold), predicted)
    body, date = score["body"], score["date"]
    print(
        f"{name:22}{speed:8.0f}{body['p']:12}{body['r']:6}{body['f1']:6}"
        f"{score['title']['right']:8}{date['right']:13}{date['wrong']:7}{score['byline']['f1']:9}"
    )
    return {
        "body": body["f1"],
        "title": score["title"]["right"],
        "date right": date["right"],
        "date not wrong": round(100 - date["wrong"], 1),
        "byline": score["byline"]["f1"],
    }


if __name__ == "__main__":
    measure()
