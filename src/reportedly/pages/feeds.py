"""What feeds list: RSS, Atom, JSON Feed and sitemaps become addresses of pages.

body ─► read_feed ─► Feed: its pages, and further lists that it names
"""

from __future__ import annotations

import io
import json
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urldefrag, urljoin

from lxml import etree

from reportedly.errors import EmptyPage, PageError, UnreadablePage
from reportedly.limits import Limits, deadline
from reportedly.pages.codings import CodingError, CodingTooLarge, unwrapped
from reportedly.pages.files import is_address, too_large
from reportedly.pages.sniffing import what_binary

# Media types that lists are served under, rightly or not.
FEED_TYPES = frozenset(
    {
        *("application/atom+xml", "application/feed+json", "application/json"),
        *("application/rdf+xml", "application/rss+xml", "application/xml", "text/xml"),
        *("application/gzip", "application/x-gzip", "application/octet-stream"),
        *("text/html", "text/plain", ""),
    }
)
_MOST = 50_000  # pages of one list, as sitemaps have at most
_ROOT = re.compile(r"<(?![?!])(?:[\w.-]+:)?([A-Za-z][\w.-]*)")
_DECLARATION = re.compile(r"\A\s*<\?xml[^<>]*\?>")
_HEAD = 4096  # characters in which the first element is sought
_NAMED = re.compile(r"<link\b[^<>]{0,2000}>", re.IGNORECASE)
_IS_FEED = re.compile(r"type=[\"']?application/(?:rss\+xml|atom\+xml|feed\+json)", re.IGNORECASE)
_HREF = re.compile(r"href=[\"']([^\"'<>\s]{1,2000})[\"']", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Feed:
    """What a list has, each address once, in its order."""

    pages: tuple[str, ...]
    lists: tuple[str, ...] = ()  # further sitemaps, of an index of them


def read_feed(body: bytes, address: str, limits: Limits = Limits()) -> Feed:
    """The addresses in a list that was found at `address`. Raises `PageError`."""
    with deadline(limits.seconds, address):
        try:
            body = unwrapped(body, "gzip", limits.size)  # sitemaps are often packed
        except CodingTooLarge as error:
            raise too_large(address, limits.size) from error
        except CodingError as error:
            raise UnreadablePage(str(error), about=address) from error
        if not body.strip():
            raise EmptyPage("an empty list", about=address)
        body = _in_utf8(body)
        head = body[:_HEAD].decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
        if head.startswith("{"):
            return Feed(_addresses(_in_json(body, address), address))
        root = _ROOT.search(head)
        match root[1].lower() if root else "":
            case "urlset":
                return Feed(_addresses(_in_sitemap(body, address), address))
            case "sitemapindex":
                return Feed((), _addresses(_in_sitemap(body, address), address))
            case "rss" | "feed" | "rdf" | "channel":
                return Feed(_addresses(_in_feed(body), address))
        raise _no_list(body, address)


def _in_utf8(body: bytes) -> bytes:
    """A list in UTF-16 is one by its mark, whether it declares that or not."""
    if not body.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return body
    return _DECLARATION.sub("", body.decode("utf-16", "replace"), 1).encode()


def _addresses(found: Iterable[str], base: str) -> tuple[str, ...]:
    """Each once, completed by the address of the list, without the place in the page that it
    may name; what is not on the web is left out."""
    kept: dict[str, None] = {}
    for each in found:
        try:
            whole = urldefrag(urljoin(base, each.strip())).url
        except ValueError:  # of a host that is none
            continue
        if is_address(whole):
            kept.setdefault(whole)
        if len(kept) == _MOST:
            break
    return tuple(kept)


def _in_feed(body: bytes) -> Iterator[str]:
    import feedparser  # here, because importing it takes longer than --help may

    # Given as a stream, since it would open a string as a path or an address.
    feed = feedparser.parse(io.BytesIO(body), sanitize_html=False, resolve_relative_uris=False)
    for entry in feed.entries:
        # Without a link to a page (one to a sound is none), an entry's link is its id.
        linked = any(each.get("rel") == "alternate" for each in entry.get("links", ()))
        link = entry.get("link") if linked else _address(entry.get("id"))
        if isinstance(link, str) and link:
            yield link


def _address(id: Any) -> str | None:
    """An item's id, where that is an address by itself: most are none, and lead nowhere."""
    return id if isinstance(id, str) and is_address(id.strip()) else None


def _in_json(body: bytes, address: str) -> Iterator[str]:
    """The items of a JSON Feed, 1.1."""
    try:
        feed = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise UnreadablePage(f"not a list: broken JSON ({error})", about=address) from error
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        raise UnreadablePage("JSON, but not a JSON Feed: it has no items", about=address)
    for item in items:
        if isinstance(item, dict):
            link = item.get("url") or item.get("external_url") or _address(item.get("id"))
            if isinstance(link, str):
                yield link


def _in_sitemap(body: bytes, address: str) -> Iterator[str]:
    """The locations in a sitemap, a news sitemap or an index of sitemaps; of pictures none."""
    # Nothing is loaded, and entities are not replaced: none may grow without bound.
    parser = etree.iterparse(
        io.BytesIO(body), events=("end",), recover=True, resolve_entities=False, no_network=True
    )
    try:
        for _, element in parser:
            if not isinstance(element.tag, str):
                continue
            name, parent = _local(element), element.getparent()
            above = _local(parent) if parent is not None else ""
            if name == "loc" and above in ("url", "sitemap") and element.text:
                yield element.text
            if name in ("url", "sitemap"):
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        raise UnreadablePage(f"not a sitemap: {error}", about=address) from error


def _local(element: etree._Element) -> str:
    """Its name without a namespace, which careless sitemaps leave out."""
    return str(element.tag).rpartition("}")[2]


def _no_list(body: bytes, address: str) -> PageError:
    if kind := what_binary(body):
        return UnreadablePage(f"not a list of pages but {kind}", about=address)
    text = body[:1_000_000].decode("utf-8", "replace")
    named = [tag[0] for tag in _NAMED.finditer(text) if _IS_FEED.search(tag[0])]
    links = [href[1] for tag in named if (href := _HREF.search(tag))]
    message = "not a list of pages (RSS, Atom, JSON Feed or sitemap)"
    if links:
        message += f"; the page names one: {urljoin(address, links[0])[:200]}"
    return UnreadablePage(message, about=address)
