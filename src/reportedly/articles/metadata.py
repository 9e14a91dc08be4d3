"""What an HTML page states about itself: JSON-LD, OpenGraph and other meta elements."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from itertools import compress, islice
from operator import not_
from typing import Any

from lxml import html as markup

from reportedly.articles.dating import Candidate, Role, expiry_dates, find_dates
from reportedly.articles.lines import fold
from reportedly.articles.titles import site_of, without_site

_MAX_SCRIPTS = 50
_LONGEST_SCRIPT = 20_000  # code points that are looked at for dates of expiry
_MAX_TITLES = 20
_LONGEST_SITE = 5  # words
_LONGEST_TITLE = 1_000  # code points
_MAX_NODES = 5_000  # of one JSON-LD script that are looked at
_ARTICLE_TYPE = re.compile(r"article|report|blogposting|liveblog|review$|posting", re.IGNORECASE)
_PUBLISHED_META = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.created",
    "pubdate",
    "date",
    "dc.date",
    "publishdate",
    "publish-date",
    "publication_date",
    "article.published",
    "cxenseparse:recs:publishtime",
)
_MICRODATA = {"datePublished": Role.PUBLISHED, "dateModified": Role.UPDATED}
_UPDATED_META = ("article:modified_time", "og:updated_time", "datemodified", "last-modified")
_AUTHOR_META = (
    "author",
    "article:author_name",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "byl",
)
_SITE_META = ("og:site_name", "application-name", "publisher", "dc.publisher")
_TRADE = re.compile(  # "Nela Quist, Guest columnist"
    r",\s+(?:[\w-]+ ){0,3}(?:columnist|writer|reporter|correspondent|editor|contributor"
    r"|journalist|photographer|producer)(?=$|\s+and\s|[;,])",
    re.IGNORECASE,
)
_NOT_A_NAME = re.compile(r"https?:|www\.|@|^\W*$|[{}<>]")


@dataclass(frozen=True, slots=True)
class Stated:
    """What a page states about its article; empty where it says nothing."""

    title: str | None = None
    byline: tuple[str, ...] = ()
    site: str | None = None
    sections: tuple[str, ...] = ()
    language: str | None = None
    dates: tuple[Candidate, ...] = ()
    types: frozenset[str] = frozenset()  # schema.org and OpenGraph types, in small letters
    free: bool = True  # to read
    expiries: tuple[Candidate, ...] = ()


def stated(tree: markup.HtmlElement) -> Stated:
    """Read the page's own metadata; JSON-LD first, then meta elements."""
    meta = _meta(tree)
    title = site = None
    byline: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    dates: list[Candidate] = []
    types = {meta["og:type"].lower()} if "og:type" in meta else set()
    free = True
    nodes = list(_json_ld(tree))
    by_id = {key: node for _, node in nodes if isinstance(key := node.get("@id"), str)}
    types.update(*(names for names, _ in nodes))
    articles = [node for names, node in nodes if any(map(_ARTICLE_TYPE.search, names))]
    shown = [*_shown_titles(tree), meta.get("og:title", "")]
    own, others = _told_apart(articles, shown)
    for node in own:
        free = free and str(node.get("isAccessibleForFree", True)).lower() != "false"
        title = title or _text(node.get("headline"))
        byline = byline or _authors(_looked_up(node.get("author"), by_id))
        publisher = _looked_up(node.get("publisher"), by_id)[0]
        site = site or (_text(publisher.get("name")) if isinstance(publisher, dict) else None)
        section = node.get("articleSection")
        rubrics = section if isinstance(section, list) else [section]
        sections = sections or tuple(name for item in rubrics[:6] if (name := _text(item)))
        day = node.get("datePublished") or node.get("dateCreated")
        dates += _dated(day, Role.PUBLISHED, "in the page's JSON-LD")
        dates += _dated(node.get("dateModified"), Role.UPDATED, "in the page's JSON-LD")
    for node in others:
        dates += _dated(node.get("datePublished"), Role.ELSEWHERE, "elsewhere")
    for name in _PUBLISHED_META:
        dates += _dated(meta.get(name), Role.PUBLISHED, f"in the page's meta element {name}")
    for name in _UPDATED_META:
        dates += _dated(meta.get(name), Role.UPDATED, f"in the page's meta element {name}")
    dates += _marked_up(tree)
    if not byline:
        byline = next((found for key in _AUTHOR_META if (found := _authors(meta.get(key)))), ())
    language = (tree.get("lang") or meta.get("og:locale") or "")[:2].lower()
    named = next((name for key in _SITE_META if (name := _text(meta.get(key)))), None)
    sites = (_text(node.get("name")) for names, node in nodes if "website" in names)
    return Stated(
        title or _text(meta.get("og:title")) or _title_element(tree),
        byline,
        _text(meta.get("og:site_name"))
        or site
        or named
        or next(filter(None, sites), None)
        or _site_in_title(tree, shown),
        sections or tuple(s for s in [_text(meta.get("article:section"))] if s),
        language if len(language) == 2 and language.isalpha() else None,
        tuple(dates),
        frozenset(types),
        free,
        tuple(_expiries(tree)),
    )


def _told_apart(
    articles: list[dict[str, Any]], shown: list[str]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The page's own article and the others that it lists: where the headline of one is among
    the titles `shown`, those with another headline are of other pages."""
    titles = [fold(title) for title in shown]
    heads = [fold(_text(node.get("headline")) or "") for node in articles]
    same = [any(head and head in title for title in titles) for head in heads]
    if not any(same):
        return articles, []
    own = [here or not head for here, head in zip(same, heads, strict=True)]
    return list(compress(articles, own)), list(compress(articles, map(not_, own)))


def _shown_titles(tree: markup.HtmlElement) -> Iterator[str]:
    """The document's title and its top headings, as they stand."""
    for element in islice(tree.iter("title", "h1"), _MAX_TITLES):
        yield "".join(element.itertext())[:_LONGEST_TITLE]


def _site_in_title(tree: markup.HtmlElement, shown: list[str]) -> str | None:
    """ "Hask Courier" of "Lamp goes dark - Hask Courier", where the page shows the title "Lamp goes
    dark" elsewhere."""
    element = tree.find("head/title")
    text = _text(element.text) if element is not None else None
    site = site_of(text) if text else None
    if text is None or site is None or len(site.split()) > _LONGEST_SITE:
        return None
    whole, end = fold(text), fold(site)
    titles = {fold(title) for title in shown} - {whole, ""}
    if end in titles:
        return None  # "Hask Courier - Lamp goes dark", under a heading with the outlet's name
    told = any(whole.startswith(title) and end not in title for title in titles)
    return site if told else None


def _title_element(tree: markup.HtmlElement) -> str | None:
    """The document's own title, without the outlet's name."""
    title = tree.find("head/title")
    text = _text(title.text) if title is not None else None
    return without_site(text) if text else None


def _marked_up(tree: markup.HtmlElement) -> Iterator[Candidate]:
    """Dates that microdata names, in elements that a reader may see."""
    for element in islice(tree.iterfind(".//*[@itemprop]"), _MAX_NODES):
        if (role := _MICRODATA.get(element.get("itemprop"))) and element.tag != "meta":
            value = element.get("datetime") or element.get("content") or element.text
            yield from _dated(value, role, f"in the page's microdata ({element.get('itemprop')})")


def _expiries(tree: markup.HtmlElement) -> Iterator[Candidate]:
    """Days in the page's scripts on which something expires."""
    for script in islice(tree.iter("script"), _MAX_SCRIPTS):
        yield from expiry_dates((script.text or "")[:_LONGEST_SCRIPT])


def _meta(tree: markup.HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = element.get("content")
        if name and content:
            found.setdefault(name.lower(), content)
    return found


def _json_ld(tree: markup.HtmlElement) -> Iterator[tuple[set[str], dict[str, Any]]]:
    """The objects in the page's JSON-LD that have a type, in order, with their types."""
    scripts = 0
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower() or scripts >= _MAX_SCRIPTS:
            continue
        scripts += 1
        try:
            data = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):  # broken or hostile: the page says nothing
            continue
        queue: list[Any] = [data]
        for _ in range(_MAX_NODES):
            if not queue:
                break
            node = queue.pop(0) if len(queue) < 100 else queue.pop()
            if isinstance(node, list):
                queue.extend(node[:100])
            elif isinstance(node, dict):
                kinds = node.get("@type")
                listed = kinds if isinstance(kinds, list) else [kinds]
                if names := {kind.lower() for kind in listed[:20] if isinstance(kind, str)}:
                    yield names, node
                queue.extend(v for k, v in node.items() if k in ("@graph", "mainEntity"))


def _looked_up(value: Any, by_id: dict[str, dict[str, Any]]) -> list[Any]:
    """What stands for authors, with the objects in place of those that only name their id; one
    at least, be it nothing."""
    listed = value if isinstance(value, list) else [value]
    return [
        by_id.get(str(item.get("@id")), item)
        if isinstance(item, dict) and "name" not in item
        else item
        for item in listed[:20]
    ] or [None]


def _authors(value: Any) -> tuple[str, ...]:
    names: list[str] = []
    for item in (value if isinstance(value, list) else [value])[:20]:
        name = item.get("name") if isinstance(item, dict) else item
        for each in name[:5] if isinstance(name, list) else [name]:
            text = _text(each)
            if text and len(text) < 80 and not _NOT_A_NAME.search(text):
                text = re.sub(r"^by\s+|\s+[|•].*$", "", text, flags=re.IGNORECASE)
                text = _TRADE.sub("", text)
                names += [n.strip() for n in re.split(r"\s+and\s+|;|,\s+(?=[A-Z]\w+ [A-Z])", text)]
    return tuple(dict.fromkeys(name for name in names if name))


def _dated(value: Any, role: Role, where: str) -> list[Candidate]:
    """The day that a timestamp names, as written: in the zone of the page, not of UTC."""
    text = _text(value)
    if not text:
        return []
    try:
        day = dt.date.fromisoformat(text[:10])
    except ValueError:
        found = find_dates(text[:60])
        return [Candidate(found[0].date, role, where, found[0].other)] if found else []
    return [Candidate(day, role, where, at=_moment(text))]


def _moment(text: str) -> dt.datetime | None:
    """The moment that a timestamp names, None when it does not say in which zone."""
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _text(value: Any) -> str | None:
    if not isinstance(value, str):
        return None
    clean = " ".join(unescape(value).split())  # metadata is often escaped twice
    return clean[:500] or None
