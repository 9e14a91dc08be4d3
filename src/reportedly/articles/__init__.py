"""Page to Article: the article apart from the furniture, every line of the page with its kind.

Page ─► separate ─┬─ Form.TEXT ── as it is ─────────────────────────────┐
                  ├─ Form.SCRAPE ─ lines ─ outline (scrapes, titles) ───┼─► Article
                  └─ Form.HTML ─ document ─ the element that holds it ──┘
                                    dating, bylines, languages serve all three
"""

from __future__ import annotations

from reportedly.articles.dating import given_dating
from reportedly.articles.documents import document_text
from reportedly.articles.languages import detect_language
from reportedly.articles.scrapes import read_scrape
from reportedly.data import Article, Block, BlockKind, Dating, Form, Page, Span

__all__ = ["document_text", "separate"]


def separate(page: Page) -> Article:
    """The article of a page. Blocks' `page` spans refer to `page.text`; for `Form.HTML` to
    `document_text(page)`.

    Raises `PageTooDeep` for markup nested beyond what can be walked, `UnreadablePage` for
    markup that no parser takes. A page without running text gives an empty article.
    """
    if page.form is Form.TEXT:
        return _ready(page)
    if page.form is Form.SCRAPE:
        return read_scrape(page)
    from reportedly.articles.html import read_html  # lxml takes a while to load

    return read_html(page)


def _ready(page: Page) -> Article:
    """Ready text is the article, code point for code point; all else is what the user gave."""
    given, text = page.given, page.text
    whole = Span(0, len(text))
    return Article(
        title=given.title,
        byline=given.byline,
        site=given.site,
        sections=(),
        language=detect_language(text),
        published=given_dating(given.date) if given.date else Dating(),
        text=text,
        blocks=(Block(BlockKind.PARAGRAPH, text, whole, whole),) if text.strip() else (),
    )
