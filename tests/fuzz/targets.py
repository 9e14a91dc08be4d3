"""What is fed, and with what it begins."""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from protego import Protego

from reportedly.articles import separate
from reportedly.attributions import Text, resolve
from reportedly.attributions.impersonal import with_impersonal
from reportedly.claims import assess, find_findings
from reportedly.data import Form, Page
from reportedly.encoder import Events
from reportedly.errors import PageError
from reportedly.limits import Limits, Reach
from reportedly.pages import capture
from reportedly.pages.addresses import parse
from reportedly.pages.codings import CodingError, unwrapped
from reportedly.pages.decoding import decode, repair
from reportedly.pages.feeds import read_feed
from reportedly.pages.making import charset_of, make_page
from reportedly.pages.manners import retry_after

CASES = Path(__file__).with_name("cases")
LIMITS = Limits(size=1_000_000)
_MOST = 200_000  # bytes that may come out of what is unwrapped


def decoding(data: bytes) -> None:
    """Bytes to text, whatever the server says of them."""
    charset, _, body = data.partition(b"\n")
    text = decode(body, charset_of(f"; charset={charset.decode('latin-1')}"))
    repair(text).encode("utf-8", "surrogatepass")
    repair(text, markup=True)


def page(data: bytes) -> None:
    """Bytes to the article in them; its spans slice out what they say."""
    with suppress(PageError):
        made = make_page(data, "fuzz", LIMITS, suffix=".html")
        article = separate(made)
        for block in article.blocks:
            if block.span is not None:
                assert 0 <= block.span.start <= block.span.end <= len(article.text)


def reading(data: bytes) -> None:
    """Text to claims and findings: every stage but the network."""
    text = data.decode("utf-8", "replace")
    article = separate(Page(data, text, Form.TEXT, "text/plain", "fuzz"))
    known = Text(article.text)
    sources, chains = resolve(article, with_impersonal(known, []), known)
    claims = assess(article, chains, Events.of([]))
    find_findings(article, sources, claims)
    for claim in claims:
        for quantity in claim.quantities:
            assert quantity.low <= quantity.high


def archive(data: bytes) -> None:
    """A file in an archive's name: it gives pages and errors, and ends."""
    _captured("fuzz.warc.gz", data)


def bundle(data: bytes) -> None:
    """The same, called WACZ."""
    _captured("fuzz.wacz", data)


def lines(data: bytes) -> None:
    """JSON Lines."""
    _captured("fuzz.jsonl", data)


def _captured(name: str, data: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(data)
        for found in capture(path, limits=LIMITS):
            assert isinstance(found, Page | PageError)
            assert type(found) is not PageError, found  # nobody foresaw it


def codings(data: bytes) -> None:
    """A body and what it is said to be wrapped in."""
    named, _, body = data.partition(b"\n")
    with suppress(CodingError):
        assert len(unwrapped(body, named.decode("latin-1"), _MOST)) <= _MOST


def feed(data: bytes) -> None:
    """RSS, Atom, JSON Feed, sitemaps."""
    with suppress(PageError):
        found = read_feed(data, "https://packet.example/feed", LIMITS)
        for each in (*found.pages, *found.lists):
            assert each.lower().startswith(("http://", "https://"))


def address(data: bytes) -> None:
    """What may be an address: parsed twice, it is the same."""
    with suppress(PageError):
        url = parse(data.decode("utf-8", "replace"), Reach())
        assert parse(str(url), Reach()) == url


def manners(data: bytes) -> None:
    """robots.txt and Retry-After."""
    text = data.decode("utf-8", "replace")
    rules = Protego.parse(text)
    rules.can_fetch("https://packet.example/a?b", "reportedly")
    rules.crawl_delay("reportedly")
    waited = retry_after(text.partition("\n")[0])
    assert waited is None or waited >= 0


TARGETS: dict[str, Callable[[bytes], None]] = {
    each.__name__: each
    for each in (
        *(decoding, page, reading, archive, bundle, lines),
        *(codings, feed, address, manners),
    )
}

_RECORD = (
    b"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://packet.example/a\r\n"
    b"WARC-Date: 2026-03-04T05:06:07Z\r\nContent-Type: application/http;msgtype=response\r\n"
    b"Content-Length: 100\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
    b"Content-Encoding: identity\r\n\r\n<p>She said so.</p>_________\r\n\r\n"
)
_TEXT = (
    "Ferry sails\nBy Ilse Varga, 4 March 2026\n\n“About 1,200 of them left”, Berit Oldam, the "
    "harbour master, said on Monday, according to the Packet. It is said that up to 30 may sail.\n"
)


def _zipped() -> bytes:
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("archive/a.warc.gz", gzip.compress(_RECORD))
    return out.getvalue()


SEEDS: dict[str, tuple[bytes, ...]] = {
    "decoding": (
        b"windows-1251\n\xcf\xf0\xe8\xe2\xe5\xf2",
        "utf-8\nâ€œÃ©".encode(),
        b"\n\xff\xfea\0",
    ),
    "page": (
        f"<!DOCTYPE html><title>x</title><nav><a href=/>y</a></nav><article><h1>Ferry</h1><time>"
        f"2026-03-04</time><p>{_TEXT}</p><blockquote>{_TEXT}</blockquote></article>".encode(),
        _TEXT.encode(),
    ),
    "reading": (_TEXT.encode(),),
    "archive": (_RECORD * 2, gzip.compress(_RECORD) * 2),
    "bundle": (_zipped(),),
    "lines": (b'{"id": 1, "text": "She said so.", "date": "2026-03-04"}\n{"text": ""}\n',),
    "codings": (
        b"gzip, br\n" + gzip.compress(b"She said so."),
        b"chunked\n5\r\nhello\r\n0\r\n\r\n",
        b"deflate\nx\x9c",
        b"zstd\n\x28\xb5\x2f\xfd",
    ),
    "feed": (
        b"<rss><channel><item><link>https://packet.example/a</link></item></channel></rss>",
        b"<urlset><url><loc>https://packet.example/a</loc></url></urlset>",
        b'{"version": "https://jsonfeed.org/version/1.1", "items": [{"url": "/a"}]}',
        b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="a"/></entry></feed>',
    ),
    "address": (b"https://packet.example:443/a?b#c", "http://пример.example/ü".encode()),
    "manners": (b"120\nUser-agent: *\nDisallow: /a*b$\nCrawl-delay: 2\n",),
}
