"""Feeds: what they list, and a watch over them that fetches nothing twice."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from reportedly.cli import app
from reportedly.data import Page
from reportedly.errors import ConfigurationError, EmptyPage, PageError, PageTooLarge, UnreadablePage
from reportedly.ledger import Ledger
from reportedly.limits import Limits
from reportedly.pages import Fetcher, Memory, Watch
from reportedly.pages.feeds import read_feed
from tests.serving import Request, Site, moved, page, serving

BASE = "https://packet.example/feeds/all"
PAGES = ("https://packet.example/a", "https://packet.example/b?x=1&y=2")
SAID = "Ilse Varga, the mayor of Oldhaven, said on Monday that the ferry would sail again."

RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Packet</title>
<link>https://packet.example/</link>
<item><title>A</title><link>https://packet.example/a</link><guid>1</guid></item>
<item><title>B</title><link>/b?x=1&amp;y=2</link></item>
<item><title>Again</title><link>https://packet.example/a</link></item>
<item><title>Mail</title><link>mailto:desk@packet.example</link></item>
</channel></rss>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<item rdf:about="1"><link>https://packet.example/a</link></item>
<item rdf:about="2"><link>https://packet.example/b?x=1&amp;y=2</link></item></rdf:RDF>"""
ATOM = """<?xml version="1.0" encoding="utf-8"?><!-- by hand --><feed xmlns="http://www.w3.org/2005/Atom">
<link href="https://packet.example/"/><entry><link rel="alternate" href="https://packet.example/a"/>
<link rel="enclosure" href="https://packet.example/a.mp3"/></entry>
<entry><link href="../b?x=1&amp;y=2"/></entry></feed>"""
JSON = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "items": [{"id": "1", "url": PAGES[0]}, {"external_url": "/b?x=1&y=2"}, {"id": 3}, "odd"],
    }
)
SITEMAP = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc> https://packet.example/a </loc><news:news><news:title>A</news:title></news:news>
<image:image><image:loc>https://packet.example/a.jpg</image:loc></image:image></url>
<url><loc>https://packet.example/b?x=1&amp;y=2</loc></url></urlset>"""
INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>https://packet.example/one.xml</loc></sitemap>
<sitemap><loc>https://packet.example/two.xml.gz</loc></sitemap></sitemapindex>"""


# ── What they list ───────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("text", [RSS, RDF, ATOM, JSON, SITEMAP])
def test_every_kind_of_list_gives_its_pages_once(text: str) -> None:
    assert read_feed(text.encode(), BASE).pages == PAGES
    assert read_feed(gzip.compress(b"\xef\xbb\xbf" + text.encode()), BASE).pages == PAGES


@pytest.mark.parametrize("text", [RSS, ATOM, JSON, SITEMAP])
def test_a_list_in_utf_16_is_read_by_its_mark(text: str) -> None:
    assert read_feed(text.replace("utf-8", "utf-16").encode("utf-16"), BASE).pages == PAGES


def test_a_page_is_listed_once_whatever_place_in_it_is_named() -> None:
    text = RSS.replace("/a</link><guid>", "/a#comments</link><guid>").replace("y=2<", "y=2#top<")
    assert read_feed(text.encode(), BASE).pages == PAGES


@pytest.mark.parametrize(
    "text",
    [
        "<rss><channel><item><guid isPermaLink='false'>7f3a</guid></item>"
        "<item><guid>https://packet.example/a</guid></item></channel></rss>",
        "<rss><channel><item><guid>7f3a</guid><enclosure url='https://packet.example/a.mp3'/></item>"
        "<item><guid>https://packet.example/a</guid></item></channel></rss>",
        "<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>7f3a</id></entry>"
        "<entry><id>https://packet.example/a</id></entry></feed>",
        '{"items": [{"id": "7f3a"}, {"id": "https://packet.example/a"}]}',
    ],
)
def test_an_id_that_is_no_address_leads_nowhere(text: str) -> None:
    assert read_feed(text.encode(), BASE).pages == PAGES[:1]


def test_an_index_of_sitemaps_names_further_lists() -> None:
    feed = read_feed(INDEX.encode(), BASE)
    assert feed.pages == ()
    assert feed.lists == ("https://packet.example/one.xml", "https://packet.example/two.xml.gz")


def test_a_broken_feed_gives_what_stands_before_the_break() -> None:
    for text, end in ((RSS, "<item><title>B"), (SITEMAP, "<url><loc>https://packet.example/b")):
        assert read_feed(text[: text.index(end)].encode(), BASE).pages == PAGES[:1]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"<!DOCTYPE html><p>No feed", "not a list of pages"),
        (
            b"<html><link rel=alternate type='application/rss+xml' href='/rss'>",
            "the page names one: https://packet.example/rss",
        ),
        (b"\x89PNG\r\n\x1a\n....", "a PNG picture"),
        (b'{"items": ', "broken JSON"),
        (b'{"version": 1}', "it has no items"),
        (b"[" * 100_000, "not a list"),
        (b'{"a":' * 100_000, "broken JSON"),
        (b"\x1f\x8b\x08junk", "damaged"),
    ],
)
def test_what_is_no_list_says_so(body: bytes, message: str) -> None:
    with pytest.raises(UnreadablePage, match=message):
        read_feed(body, BASE)


def test_an_empty_list_is_an_error() -> None:
    with pytest.raises(EmptyPage):
        read_feed(b" \n", BASE)


def laughing(root: str, item: str) -> bytes:
    entities = "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' if n else '<!ENTITY a0 "ha">' for n in range(9)
    )
    files = '<!ENTITY file SYSTEM "file:///etc/hostname">'
    return f"<!DOCTYPE x [{entities}{files}]>{root}{item}".encode()


@pytest.mark.parametrize(
    "body",
    [
        laughing(
            "<rss><channel><item><link>",
            "https://packet.example/&a8;</link></item></channel></rss>",
        ),
        laughing("<urlset><url><loc>", "https://packet.example/&a8;</loc></url></urlset>"),
        laughing("<urlset><url><loc>", "https://packet.example/&file;</loc></url></urlset>"),
    ],
)
def test_entities_are_not_let_grow(body: bytes) -> None:
    try:
        pages = read_feed(body, BASE).pages
    except PageError:
        return
    assert all(len(page) < 100 for page in pages)


def test_a_bomb_is_refused() -> None:
    with pytest.raises(PageError, match="larger than") as caught:
        read_feed(gzip.compress(b"<rss>" + b" " * 9_000_000), BASE, Limits(size=100_000))
    assert isinstance(caught.value, PageTooLarge)


@given(st.sampled_from([RSS, RDF, ATOM, JSON, SITEMAP, INDEX]), st.data())
def test_whatever_stands_in_a_list_only_addresses_come_out(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text)))
    gone = data.draw(st.integers(0, 40))
    come = data.draw(st.text(alphabet="<>&;/:\"' \x00aé{}[]!-", max_size=12))
    try:
        feed = read_feed((text[:at] + come + text[at + gone :]).encode(), BASE)
    except PageError:
        return
    assert all(each.lower().startswith("http") for each in (*feed.pages, *feed.lists))


# ── Watching them ────────────────────────────────────────────────────────────────────────


def article(name: str) -> Callable[[Request], None]:
    return page(f"<!DOCTYPE html><title>{name}</title><p>{SAID} It is {name}.</p>".encode())


def rss(site: Site, *names: str) -> Callable[[Request], None]:
    items = "".join(f"<item><link>{site.url(name)}</link></item>" for name in names)
    body = f"<rss><channel>{items}</channel></rss>".encode()
    return page(body, Content_Type="application/rss+xml")


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        for name in "abcdef":
            site.pages[f"/{name}"] = article(name)
        yield site


class Clock:
    def __init__(self) -> None:
        self.now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now


class Round:
    """A watch as the command runs it, with a memory that is opened anew each time."""

    def __init__(self, site: Site, path: Path) -> None:
        self.site, self.path, self.clock = site, path, Clock()

    def __call__(self, *lists: str, killed: bool = False) -> tuple[list[str], list[PageError]]:
        """The paths of the pages that were fetched, and the errors of lists and pages."""
        with Memory.open(self.path) as memory:
            fetcher = Fetcher(self.site.reach, resolver=self.site.resolver)
            watch = Watch(
                [self.site.url(each) for each in lists], fetcher, memory, clock=self.clock
            )
            errors = list(watch.look())
            pages: list[Page] = []
            while True:
                for each in watch.pages():
                    if isinstance(each, Page):
                        pages.append(each)
                    else:
                        errors.append(each)
                if killed or not watch.settle():
                    break
        return [(each.url or "").split("/")[-1] for each in pages], errors


@pytest.fixture
def look(site: Site, tmp_path: Path) -> Round:
    return Round(site, tmp_path / "memory")


def test_nothing_is_fetched_twice(site: Site, look: Round) -> None:
    site.pages["/feed"] = rss(site, "/a", "/b")
    assert look("/feed") == (["a", "b"], [])
    assert look("/feed") == ([], [])
    site.pages["/feed"] = rss(site, "/c", "/a", "/b")
    assert look("/feed") == (["c"], [])
    assert [site.paths().count(f"/{name}") for name in "abc"] == [1, 1, 1]


def test_a_list_that_has_not_changed_is_not_sent_again(site: Site, look: Round) -> None:
    sent = []

    def answer(request: Request) -> None:
        sent.append(request.headers["If-None-Match"])
        if sent[-1]:
            request.send(b"", 304)
        else:
            body = f"<rss><channel><item><link>{site.url('/a')}</link></item></channel></rss>"
            request.send(body.encode(), ETag='"one"', Content_Type="text/xml")

    site.pages["/feed"] = answer
    assert look("/feed") == (["a"], [])
    assert look("/feed") == ([], [])
    assert sent == [None, '"one"']


def test_a_killed_run_loses_no_page(site: Site, look: Round) -> None:
    site.pages["/feed"] = rss(site, "/a", "/b")
    assert look("/feed", killed=True)[0] == ["a", "b"]
    site.pages["/feed"] = rss(site)  # what it listed, it lists no more
    assert look("/feed")[0] == ["a", "b"]
    assert look("/feed")[0] == []


def test_what_fails_for_now_is_tried_again_and_not_for_ever(site: Site, look: Round) -> None:
    site.pages["/feed"] = rss(site, "/a", "/down", "/gone")
    site.pages["/down"] = page(b"", 500)
    fetched, errors = look("/feed")
    assert (fetched, len(errors)) == (["a"], 2)
    assert look("/feed") == ([], [])  # not at once
    waits = []
    for _ in range(18):
        look.clock.now += 900
        if look("/feed")[1]:
            waits.append(look.clock.now)
    assert site.paths().count("/down") == 5
    assert site.paths().count("/gone") == 1
    gaps = [b - a for a, b in pairwise(waits)]
    assert gaps == [1800, 3600, 7200]


def test_pages_of_a_server_that_wants_to_be_left_alone_are_kept_waiting(
    site: Site, look: Round
) -> None:
    site.pages["/feed"] = rss(site, "/a", "/b")
    site.pages["/a"] = page(b"", 429, **{"Retry-After": "21600"})
    assert len(look("/feed")[1]) == 2
    for _ in range(23):
        look.clock.now += 900
        look("/feed")
    assert (site.paths().count("/a"), site.paths().count("/b")) == (1, 0)
    site.pages["/a"] = article("a")
    look.clock.now += 7200
    assert sorted(look("/feed")[0]) == ["a", "b"]


def test_a_page_that_recovers_is_kept(site: Site, look: Round) -> None:
    site.pages["/feed"] = rss(site, "/e")
    site.pages["/e"] = page(b"", 502)
    assert look("/feed")[0] == []
    site.pages["/e"] = article("e")
    look.clock.now += 901
    assert look("/feed")[0] == ["e"]


def test_a_clock_that_is_set_back_keeps_nothing_waiting(site: Site, look: Round) -> None:
    site.pages["/feed"] = rss(site, "/e")
    site.pages["/e"] = page(b"", 502)
    look("/feed")
    site.pages["/e"] = article("e")
    look.clock.now -= 30 * 24 * 3600
    assert look("/feed")[0] == ["e"]
    look.clock.now += 10 * 365 * 24 * 3600
    assert look("/feed") == ([], [])


def test_a_list_that_fails_does_not_stop_the_others(site: Site, look: Round) -> None:
    site.pages["/html"] = page(b"<html><p>no feed")
    site.pages["/old"] = moved("/feed", 301)
    site.pages["/feed"] = rss(site, "/a")
    fetched, errors = look("/none", "/html", "/old")
    assert fetched == ["a"]
    assert [error.kind for error in errors] == ["fetch", "unreadable"]


def test_the_sitemaps_of_an_index_are_followed_one_step(site: Site, look: Round) -> None:
    def sitemap(kind: str, entry: str, *names: str) -> Callable[[Request], None]:
        entries = "".join(f"<{entry}><loc>{site.url(name)}</loc></{entry}>" for name in names)
        return page(f"<{kind}>{entries}</{kind}>".encode(), Content_Type="application/xml")

    site.pages["/index.xml"] = sitemap("sitemapindex", "sitemap", "/one.xml", "/index.xml", "/no")
    site.pages["/one.xml"] = sitemap("urlset", "url", "/a", "/b")
    fetched, errors = look("/index.xml")
    assert (fetched, len(errors)) == (["a", "b"], 1)


def test_one_watch_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "memory"
    with (
        Memory.open(path),
        pytest.raises(ConfigurationError, match="another run watches"),
        Memory.open(path),
    ):
        pass
    (tmp_path / "text").write_text("no database, and much too long to be the head of one" * 9)
    with pytest.raises(ConfigurationError, match="cannot be used"), Memory.open(tmp_path / "text"):
        pass


# ── The command ──────────────────────────────────────────────────────────────────────────


def test_only_an_address_can_be_watched(tmp_path: Path) -> None:
    arguments = ["watch", "feed.xml", "--ledger", str(tmp_path / "news.db")]
    told = CliRunner().invoke(app, arguments)
    assert told.exit_code == 2
    assert "feed.xml: not an address" in told.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_watch_fills_a_ledger(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REPORTEDLY_FETCH_NETWORKS", "127.0.0.0/8")
    monkeypatch.setenv("REPORTEDLY_FETCH_PORTS", str(site.port))
    monkeypatch.setenv("REPORTEDLY_FETCH_DELAY", "0")
    here = "http://127.0.0.1"
    links = "".join(f"<item><link>{here}:{site.port}/{n}</link></item>" for n in ("a", "b", "none"))
    site.pages["/feed"] = page(f"<rss>{links}</rss>".encode(), Content_Type="text/xml")
    ledger = tmp_path / "news.db"
    arguments = ["watch", f"{here}:{site.port}/feed", "--once", "--ledger", str(ledger), "--json"]
    first, second = (CliRunner().invoke(app, arguments) for _ in range(2))
    assert (first.exit_code, second.exit_code) == (3, 0), first.output
    assert json.loads(first.stdout)["added"] == 2
    assert json.loads(second.stdout)["added"] == 0
    assert (tmp_path / "news.db.watch").exists()
    with Ledger.open(str(ledger), create=False) as kept:
        assert [error.origin for error in kept.errors()] == [f"{here}:{site.port}/none"]
