"""An HTML page: the document's lines, which of them are its article, and what it states.

markup ─► tree ─┬─ lines of the document, each with what its elements say about it
                │    └─ the element that holds the article ─► which lines are the body
                └─ JSON-LD, meta elements ─► title, byline, dates
"""

from __future__ import annotations

from collections.abc import Sequence

from reportedly.articles.assembly import article_of
from reportedly.articles.bylines import names_outlet, without_outlet
from reportedly.articles.containers import find_article
from reportedly.articles.dating import (
    MAX_REJECTED,
    Candidate,
    Role,
    copyright_years,
    date_article,
    date_of_address,
    dates_in_line,
    dates_of_datelines,
    find_dates,
    has_cue,
    has_weekday,
    in_local_time,
    is_dateline,
)
from reportedly.articles.documents import Document, DocumentLine, parse_html, read_document
from reportedly.articles.labels import label
from reportedly.articles.lines import fold, unspaced
from reportedly.articles.metadata import Stated, stated
from reportedly.data import BODY_KINDS, Article, BlockKind, Page

K = BlockKind
_OVER = 3  # lines over the headline in which its date may stand
_DATELINE = 100  # code points of a line with a date beside or instead of its article


def read_html(page: Page) -> Article:
    """The article of an HTML page; blocks' `page` spans refer to `document_text(page)`.

    Raises `PageTooDeep` or `UnreadablePage`.
    """
    tree = parse_html(page)
    document = read_document(tree, page)
    claims = stated(tree)
    items = document.lines
    lines = [item.line for item in items]
    body = find_article(document)
    title = _title(items, body, claims.title)
    labels = label(items, body, title, claims.byline)
    shown = _visible_dates(document, labels.kinds)
    apart = [*_dates_apart(items, labels.kinds), *claims.expiries]
    dates = [*in_local_time(claims.dates, shown), *shown, *apart]
    address = date_of_address(page.url)
    return article_of(
        page,
        lines,
        labels.kinds,
        date_article(
            [*dates, *([address] if address else [])],
            page,
            besides=copyright_years(lines, labels.kinds),
        ),
        title=title,
        byline=_byline(claims, labels.byline),
        site=claims.site,
        sections=claims.sections,
        language=claims.language,
        types=claims.types,
        free=claims.free,
        document=document.text,
    )


def _title(
    items: Sequence[DocumentLine], body: Sequence[bool], stated_title: str | None
) -> str | None:
    """The headline as a reader sees it: the last top heading over the body, else as stated."""
    first = next((i for i, inside in enumerate(body) if inside), len(items))
    shown = [item for item in items[: first + 1] if item.hint is K.HEADLINE]
    headings = [
        item.line.text
        for item in shown
        if item.cue is None and (" " in item.line.text or unspaced(item.line.text))
    ]
    if not stated_title:
        return headings[-1] if headings else None
    folded = fold(stated_title)
    same = next((text for text in headings if fold(text) == folded), None)
    return same or (headings[-1] if headings else stated_title)


def _byline(claims: Stated, shown: tuple[str, ...]) -> tuple[str, ...]:
    """Whom the page states as authors, unless it shows more of them, or states an outlet."""
    if not shown or set(map(fold, shown)) < set(map(fold, claims.byline)):
        return claims.byline
    if set(map(fold, claims.byline)) <= set(map(fold, shown)) or all(
        names_outlet(name, claims.site) for name in claims.byline
    ):
        return tuple(without_outlet(name, claims.site) for name in shown)
    return claims.byline


def _visible_dates(document: Document, kinds: Sequence[BlockKind]) -> list[Candidate]:
    """Datelines between the headline and the body's second paragraph, and right over the
    headline, in the element that holds both."""
    items = document.lines
    begin = next((i for i, kind in enumerate(kinds) if kind is K.HEADLINE), 0)
    body = [i for i, kind in enumerate(kinds) if kind in BODY_KINDS and i > begin]
    end = body[1] if len(body) > 1 else begin + 10
    dates = dates_of_datelines(items[i].line.text for i in body[:2])
    for index in range(max(0, begin - _OVER), begin):
        if kinds[index] is K.DATELINE and _stand_together(document, index, begin):
            dates += dates_in_line(items[index].line.text, "over the headline")
    for index in range(begin, min(end, len(items))):
        if kinds[index] in (K.DATELINE, K.BYLINE):
            before = items[index - 1].line.text if index else ""
            dates += dates_in_line(items[index].line.text, "at the article's head", before)
    return dates


def _stand_together(document: Document, date: int, headline: int) -> bool:
    """True for a date that one element holds with the headline, and that is no clock by its day
    of the week."""
    text = document.lines[date].line.text
    one, other = (document.parents[document.lines[i].block] for i in (date, headline))
    return one == other and (has_cue(text) or not has_weekday(text))


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
