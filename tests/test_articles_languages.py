"""Pages in other languages and scripts: kept, labelled, dated, and not read by an English model.

The same short story, invented, in each of them.
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import NamedTuple

import pytest

from reportedly.articles import separate
from reportedly.data import Form, Nature, Page
from reportedly.reading import read


class Story(NamedTuple):
    """A page's headline, byline, date as written and paragraphs."""

    title: str
    byline: str
    date: str
    paragraphs: list[str]


_STORIES = json.loads(Path(__file__).with_name("languages.json").read_text("utf-8"))
STORIES = {language: Story(**story) for language, story in _STORIES.items()}
UNDATED = {"th"}  # by another era


def page(story: Story, form: Form) -> Page:
    if form is Form.SCRAPE:
        head = ("Menu", "Home", story.title, story.byline, story.date)
        text = "\n\n".join((*head, *story.paragraphs, "Facebook", "© 2021 The Courier"))
    else:
        rows = "".join(f"<p>{paragraph}</p>" for paragraph in story.paragraphs)
        head_html = f"<h1>{story.title}</h1><p>{story.byline}</p><time>{story.date}</time>"
        text = (
            f"<html><body><nav><a>Home</a></nav><article>{head_html}{rows}</article>"
            "<footer>© 2021</footer></body></html>"
        )
    return Page(text.encode(), text, form, "text/html", "test")


@pytest.mark.parametrize("form", [Form.SCRAPE, Form.HTML])
@pytest.mark.parametrize("language", STORIES)
def test_an_article_in_another_language_comes_apart(language: str, form: Form) -> None:
    story = STORIES[language]
    article = separate(page(story, form))
    assert (article.language, article.nature) == (language, Nature.ARTICLE)
    assert article.text == "\n\n".join(story.paragraphs)
    assert article.title == story.title
    if language not in UNDATED:
        assert article.published.date == dt.date(2021, 5, 12)


@pytest.mark.parametrize("language", STORIES)
def test_it_is_not_run_through_an_english_model(language: str) -> None:
    reading = read(page(STORIES[language], Form.HTML))
    assert reading.article.text
    assert (reading.attributions, reading.sources, reading.claims) == ((), (), ())


def test_a_page_without_an_article_has_a_language_too() -> None:
    text = "<html><body><h1>Новости порта</h1>" + "<a>Паром остаётся в порту Аскен</a>" * 3
    reading = read(Page(text.encode(), text, Form.HTML, "text/html", "test"))
    assert reading.article.language == "ru"
    assert reading.claims == ()
