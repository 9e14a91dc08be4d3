"""An HTML page: trafilatura finds the main text, the document's lines carry it and the rest.

markup ─► tree ─┬─ lines of the document, each with a hint from its elements
                ├─ trafilatura ─► paragraphs ─► which of those lines are the body
                └─ JSON-LD, meta elements, htmldate ─► title, byline, dates
"""

from __future__ import annotations

import copy
import datetime as dt
import logging
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

import trafilatura
from lxml import html
from trafilatura.settings import Document

from reportedly.articles.assembly import article_of
from reportedly.articles.bylines import names_outlet, without_outlet
from reportedly.articles.dating import (
    MAX_REJECTED,
    Candidate,
    Role,
    copyright_years,
    date_article,
    date_of_address,
    dates_in_line,
    find_dates,
    has_cue,
    has_weekday,
    in_local_time,
    is_dateline,
)
from reportedly.articles.documents import DocumentLine, document_lines, parse_html
from reportedly.articles.furniture import furniture_kind
from reportedly.articles.labels import label
from reportedly.articles.lines import fold
from reportedly.articles.metadata import Stated, stated
from reportedly.data import BODY_KINDS, Article, BlockKind, Page
from reportedly.errors import PageTooDeep

# Their complaints about odd pages are not for the reader of ours; who logs still gets them.
for _library in ("trafilatura", "htmldate"):
    logging.getLogger(_library).addHandler(logging.NullHandler())

K = BlockKind
# htmldate measures "too late" by the machine's clock unless told otherwise.
_NO_LIMIT = "2199-12-31"
_SHORT = 12  # folded code points; shorter paragraphs stand in many places
_NEAR = 200  # folded code points ahead in which a short paragraph is searched
_REACH = 20_000  # folded code points ahead in which a paragraph is searched as a part of lines
_LONG = 1_000_000  # code points of a document for which readability costs too much memory, or
# of a single text in it for which trafilatura does
_DATELINE = 100  # code points of a line with a date beside or instead of its article
_FAR_SEARCHES = 50  # paragraphs a page that may be searched in the whole document


def read_html(page: Page) -> Article:
    """The article of an HTML page; blocks' `page` spans refer to `document_text(page)`."""
    tree = parse_html(page)
    items = document_lines(tree)
    claims = stated(tree)
    try:
        found = _extract(tree, page, fast=bool(items) and items[-1].line.end > _LONG)
    except RecursionError as error:
        raise PageTooDeep(
            "elements are nested too deep to be read", about=page.origin, id=page.given.id
        ) from error
    body = _locate(items, found.text or "")
    title = _title(items, body, claims.title or found.title)
    labels = label(items, body, title, claims.byline)
    shown = _visible_dates(items, labels.kinds)
    apart = [*_dates_apart(items, labels.kinds), *claims.expiries]
    dates = [*in_local_time(claims.dates, shown), *shown, *apart]
    # htmldate looks for a date anywhere: one that belongs to something else is none.
    others = {c.date for c in dates if c in apart or c.role is Role.ZULU}
    if found.date and (day := dt.date.fromisoformat(found.date)) not in others:
        dates.append(Candidate(day, Role.PLAIN, "that htmldate finds in the page's markup"))
    address = date_of_address(page.url)
    return article_of(
        page,
        [item.line for item in items],
        labels.kinds,
        date_article(
            [*dates, *([address] if address else [])],
            page,
            besides=copyright_years([item.line for item in items], labels.kinds),
        ),
        title=title,
        byline=_byline(claims, labels.byline, found),
        site=claims.site or found.sitename,
        sections=claims.sections,
        language=claims.language,
        types=claims.types,
        free=claims.free,
    )


def _extract(tree: html.HtmlElement, page: Page, *, fast: bool) -> Document:
    """trafilatura's reading of the page; it prunes what it is given, so it gets a copy.

    If `fast`, it does not ask readability for a second opinion.
    """
    limit = page.captured_at.date().isoformat() if page.captured_at else _NO_LIMIT
    given = copy.deepcopy(tree)
    _cut_books(given)
    found = trafilatura.bare_extraction(
        given,
        url=page.url,
        fast=fast,
        favor_precision=True,
        include_comments=False,
        with_metadata=True,
        date_extraction_params={
            "original_date": True,
            "extensive_search": False,
            "max_date": limit,
        },
    )
    return found if isinstance(found, Document) else Document()


def _cut_books(tree: html.HtmlElement) -> None:
    """Leaves the beginning of any text as long as books, which is no paragraph of an article;
    trafilatura takes thirty times its memory."""
    for element in tree.iter():
        if element.text and len(element.text) > _LONG:
            element.text = element.text[:_REACH]
        if element.tail and len(element.tail) > _LONG:
            element.tail = element.tail[:_REACH]


def _title(
    items: Sequence[DocumentLine], body: Sequence[bool], stated_title: str | None
) -> str | None:
    """The headline as a reader sees it: the last top heading over the body, else as stated."""
    first = next((i for i, inside in enumerate(body) if inside), len(items))
    shown = [item.line.text for item in items[: first + 1] if item.hint is K.HEADLINE]
    headings = [text for text in shown if " " in text.strip() and furniture_kind(text) is None]
    if not stated_title:
        return headings[-1] if headings else None
    folded = fold(stated_title)
    same = next((text for text in headings if fold(text) == folded), None)
    return same or (headings[-1] if headings else stated_title)


def _byline(claims: Stated, shown: tuple[str, ...], found: Document) -> tuple[str, ...]:
    """Whom the page states as authors, unless it shows more of them, or states an outlet."""
    stated_names = claims.byline or _names(found.author)
    if not shown or set(map(fold, shown)) < set(map(fold, stated_names)):
        return stated_names
    if set(map(fold, claims.byline)) <= set(map(fold, shown)) or all(
        names_outlet(name, claims.site) for name in claims.byline
    ):
        return tuple(without_outlet(name, claims.site) for name in shown)
    return claims.byline


def _names(author: str | None) -> tuple[str, ...]:
    """trafilatura joins several authors by semicolons."""
    return tuple(name.strip() for name in (author or "").split(";") if name.strip())


def _locate(items: Sequence[DocumentLine], text: str) -> list[bool]:
    """Which lines of the document hold the extracted text, paragraph by paragraph.

    A paragraph may run over several lines or be a part of one; a line belongs to the body
    when at least half of it was extracted.
    """
    folded = [fold(item.line.text) for item in items]
    ends = list(accumulate(len(line) for line in folded))
    whole = "".join(folded)
    covered = [0] * len(folded)
    cursor = 0
    far = _FAR_SEARCHES
    for paragraph in map(fold, text.split("\n")):
        if not paragraph:
            continue
        found = _find(whole, paragraph, cursor, cursor + _REACH)
        if found is None and len(paragraph) >= _SHORT and far > 0:
            far -= 1
            found = _find(whole, paragraph, 0, len(whole))
        if found is None:
            continue
        at, cursor = found
        index = bisect_right(ends, at)
        while at < cursor:
            covered[index] += min(ends[index], cursor) - at
            at = min(ends[index], cursor)
            index += 1
    return [bool(line) and 2 * hit >= len(line) for hit, line in zip(covered, folded, strict=True)]


def _find(whole: str, paragraph: str, start: int, end: int) -> tuple[int, int] | None:
    """Where a folded paragraph stands in `whole[start:end]`.

    trafilatura drops some links from the middle of sentences: then its two ends are found.
    """
    size = len(paragraph)
    if size < _SHORT:
        end = min(end, start + _NEAR)
    at = whole.find(paragraph, start, end)
    if at >= 0:
        return at, at + size
    if size < 3 * _SHORT:
        return None
    at = whole.find(paragraph[: 2 * _SHORT], start, end)
    if at < 0:
        return None
    tail = whole.find(paragraph[-2 * _SHORT :], at + size // 2, at + 2 * size)
    return (at, tail + 2 * _SHORT) if tail >= 0 else None


def _visible_dates(items: Sequence[DocumentLine], kinds: Sequence[BlockKind]) -> list[Candidate]:
    """Datelines between the headline and the body's second paragraph."""
    begin = next((i for i, kind in enumerate(kinds) if kind is K.HEADLINE), 0)
    body = [i for i, kind in enumerate(kinds) if kind in BODY_KINDS and i > begin]
    end = body[1] if len(body) > 1 else begin + 10
    dates: list[Candidate] = []
    for index in range(begin, min(end, len(items))):
        if kinds[index] in (K.DATELINE, K.BYLINE):
            before = items[index - 1].line.text if index else ""
            dates += dates_in_line(items[index].line.text, "at the article's head", before)
    return dates


def _dates_apart(items: Sequence[DocumentLine], kinds: Sequence[BlockKind]) -> list[Candidate]:
    """Datelines over the headline and under the body: the clock of the page's header, and the
    dates of other articles."""
    headline = next((i for i, kind in enumerate(kinds) if kind is K.HEADLINE), 0)
    body = [i for i, kind in enumerate(kinds) if kind in BODY_KINDS]
    last = body[-1] if body else len(kinds)
    dates: list[Candidate] = []
    for index, (item, kind) in enumerate(zip(items, kinds, strict=True)):
        text = item.line.text
        if headline <= index <= last or len(text) > _DATELINE or has_cue(text):
            continue
        above = index < headline and kind is not K.RELATED
        clock = above and is_dateline(text) and has_weekday(text)
        role, where = (Role.CLOCK, "in the header") if clock else (Role.ELSEWHERE, "elsewhere")
        dates += [Candidate(found.date, role, where) for found in find_dates(text)]
        if len(dates) >= MAX_REJECTED:
            break
    return dates
