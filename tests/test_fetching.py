"""Pages from the web: asked of a real server, and of none that may not be asked."""

from __future__ import annotations

import datetime as dt
import gzip
import ipaddress
import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from reportedly.cli import app
from reportedly.data import Page
from reportedly.errors import (
    AddressRefused,
    BinaryPage,
    EmptyPage,
    FetchFailed,
    PageError,
    PageTooLarge,
    PageTooSlow,
    PageTruncated,
    UnreadablePage,
)
from reportedly.ledger import Ledger
from reportedly.limits import Limits, Reach
from reportedly.pages import Fetcher, fetch
from reportedly.pages.addresses import may_be_asked, parse
from reportedly.pages.fetching import Validators
from reportedly.pages.manners import retry_after
from tests.serving import Request, Site, moved, page, serving

SAID = "Ilse Varga, the mayor of Oldhaven, said on Monday that the ferry would sail again."
MARKUP = f"<!DOCTYPE html><title>Ferry</title><body><p>{SAID}</p></body>".encode()


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        site.pages["/a"] = page(MARKUP)
        yield site


class Waiting:
    """A clock that stands still but for those who sleep, and what they slept."""

    def __init__(self) -> None:
        self.now, self.slept = 1000.0, list[float]()

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.now += seconds


@pytest.fixture
def waiting() -> Waiting:
    return Waiting()


Fetching = Callable[..., Fetcher]


@pytest.fixture
def fetcher(site: Site, waiting: Waiting) -> Fetching:
    def make(limits: Limits = Limits(), **reach: Any) -> Fetcher:
        return Fetcher(
            replace(site.reach, **reach),
            limits,
            resolver=site.resolver,
            clock=lambda: waiting.now,
            sleep=waiting.sleep,
        )

    return make


# ── What a server sends ──────────────────────────────────────────────────────────────────


def test_a_page_from_the_web(site: Site, fetcher: Fetching) -> None:
    before = dt.datetime.now(dt.UTC).replace(microsecond=0)
    found = fetcher().page(site.url("/a#comments"))
    assert (found.body, found.media_type) == (MARKUP, "text/html")
    assert (found.url, found.origin) == (site.url("/a"), site.url("/a#comments"))
    assert found.captured_at is not None
    assert before <= found.captured_at <= dt.datetime.now(dt.UTC)
    assert site.paths() == ["/robots.txt", "/a"]


@pytest.mark.parametrize(
    ("coding", "pack"), [("gzip", gzip.compress), ("br", brotli.compress), ("identity", bytes)]
)
def test_packed_bodies_are_unpacked(
    coding: str, pack: Callable[[bytes], bytes], site: Site, fetcher: Fetching
) -> None:
    site.pages["/a"] = page(pack(MARKUP), Content_Encoding=coding)
    assert fetcher().page(site.url("/a")).body == MARKUP


def test_the_servers_word_on_the_encoding_is_kept(site: Site, fetcher: Fetching) -> None:
    body = f"<!DOCTYPE html><p>Привет. {SAID}</p>".encode("windows-1251")
    site.pages["/a"] = page(body, Content_Type="text/html; charset=windows-1251")
    found = fetcher().page(site.url("/a"))
    assert "Привет" in found.text
    assert found.media_type == "text/html; charset=windows-1251"


def test_a_wrong_encoding_does_not_stop_the_page(site: Site, fetcher: Fetching) -> None:
    for charset in ("utf-8", "no-such-thing", "utf-16", "ascii"):
        site.pages["/a"] = page(
            "<p>Ångström\xa0\xff".encode("latin-1"), Content_Type=f"text/html; charset={charset}"
        )
        assert "ngstr" in fetcher().page(site.url("/a")).text


@pytest.mark.parametrize(
    ("answer", "kind", "message"),
    [
        (page(b"gone", 404), FetchFailed, "the server answers 404 Not Found"),
        (page(b"", 500), FetchFailed, "500 Internal Server Error"),
        (page(b"", 599), FetchFailed, "599"),
        (page(b"", 304), FetchFailed, "304"),
        (page(b"", 204), EmptyPage, "empty"),
        (page(b"", 302), FetchFailed, "not told where to"),
        (
            page(b"\x89PNG", Content_Type="image/png"),
            BinaryPage,
            "not a page of text but image/png",
        ),
        (page(b"\x89PNG\r\n\x1a\n", Content_Type="text/html"), BinaryPage, "a PNG picture"),
        (page(b"?", Content_Encoding="lzma"), UnreadablePage, "unknown here"),
        (page(MARKUP, Content_Length="9999"), PageTruncated, "breaks off"),
        (page(MARKUP, Content_Length="-1"), PageTruncated, "breaks off"),
    ],
)
def test_what_is_no_page_says_so(
    answer: Callable[[Request], None],
    kind: type[PageError],
    message: str,
    site: Site,
    fetcher: Fetching,
) -> None:
    site.pages["/a"] = answer
    with pytest.raises(PageError, match=message) as caught:
        fetcher().page(site.url("/a"))
    assert type(caught.value) is kind
    assert caught.value.about == site.url("/a")


def endless(request: Request) -> None:
    request.send_response(200)
    request.send_header("Content-Type", "text/html")
    request.end_headers()
    while True:
        request.wfile.write(b"<p>" + b"more " * 20_000)


def test_sizes_are_bounded_before_and_after_unpacking(site: Site, fetcher: Fetching) -> None:
    site.pages["/endless"] = endless
    site.pages["/bomb"] = page(gzip.compress(b"boom" * 5_000_000), Content_Encoding="gzip")
    site.pages["/said"] = page(b"", Content_Length="999999999")
    small = fetcher(Limits(size=100_000))
    for path in ("/endless", "/bomb", "/said"):
        with pytest.raises(PageTooLarge):
            small.page(site.url(path))


def dripping(head: bool) -> Callable[[Request], None]:
    """A byte now and then, within the head or the body, until whoever asks hangs up."""

    def answer(request: Request) -> None:
        if not head:
            request.send_response(200)
            request.send_header("Content-Type", "text/html")
            request.end_headers()
        else:
            request.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
        gone = threading.Event()
        while not gone.wait(0.02):
            request.wfile.write(b"x")
            request.wfile.flush()

    return answer


@pytest.mark.parametrize("head", [True, False])
def test_a_server_that_drips_is_left(head: bool, site: Site, fetcher: Fetching) -> None:
    site.pages["/slow"] = dripping(head)
    began = time.monotonic()
    with pytest.raises(PageTooSlow, match="REPORTEDLY_FETCH_SECONDS"):
        fetcher(seconds=0.3).page(site.url("/slow"))
    assert time.monotonic() - began < 8


def test_a_host_that_is_not_reached(site: Site, fetcher: Fetching) -> None:
    with pytest.raises(FetchFailed, match="its host is not found") as caught:
        fetcher().page(site.url("/a", "unknown.example"))
    assert caught.value.passing
    closed = fetcher(ports=frozenset({1}))
    with pytest.raises(FetchFailed, match="no connection"):
        closed.page("http://packet.example:1/")


def test_fetch_gives_the_error_as_a_value() -> None:
    found = fetch("http://127.0.0.1/", Reach(seconds=5.0))
    assert isinstance(found, FetchFailed)
    assert "not public" in found.message


# ── Addresses ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("ftp://packet.example/a", "only http and https"),
        ("file:///etc/passwd", "only http and https"),
        ("http://user:secret@packet.example/", "holds a user's name or password"),
        ("http://@packet.example:22/", "port 22"),
        ("https://packet.example:8080/", "port 8080"),
        ("http:///a", "names no host"),
        ("http://[::1", "not an address"),
        ("http://a\nb/", "not an address"),
        ("http://" + "a" * 10_000, "more than 8,192 characters"),
    ],
)
def test_addresses_that_are_not_asked(address: str, message: str) -> None:
    with pytest.raises(PageError, match=message):
        parse(address, Reach())


@pytest.mark.parametrize(
    "ip",
    [
        *("0.0.0.0", "10.1.2.3", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.255.0.1"),
        *("169.254.169.254", "172.16.0.1", "192.0.0.192", "192.168.1.1", "198.18.0.1"),
        *("224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "168.63.129.16"),
        *("::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "ff02::1", "fec0::1"),
        *("::ffff:127.0.0.1", "::ffff:169.254.169.254", "64:ff9b::a00:1", "64:ff9b:1::1"),
        *("2002:7f00:1::", "2001::1", "2001:db8::1", "nonsense", ""),
    ],
)
def test_addresses_inside_are_refused(ip: str) -> None:
    assert not may_be_asked(ip, Reach())


def test_public_addresses_are_not() -> None:
    for ip in ("93.184.215.14", "2606:4700::1111", "::ffff:93.184.215.14", "64:ff9b::5db8:d70e"):
        assert may_be_asked(ip, Reach())
    assert may_be_asked("10.2.3.4", Reach(inside=("10.2.0.0/16",)))
    assert not may_be_asked("10.3.3.4", Reach(inside=("10.2.0.0/16",)))


@given(st.ip_addresses(v=4))
def test_packed_in_ipv6_an_address_is_judged_as_itself(ip: ipaddress.IPv4Address) -> None:
    assert may_be_asked(f"::ffff:{ip}", Reach()) == may_be_asked(str(ip), Reach())
    assert may_be_asked(f"64:ff9b::{ip}", Reach()) == may_be_asked(str(ip), Reach())


@given(st.text(max_size=60))
def test_an_address_is_parsed_or_refused(text: str) -> None:
    for address in (text, f"http://{text}", f"http://packet.example/{text}"):
        try:
            url = parse(address, Reach())
        except PageError:
            continue
        assert url.scheme in ("http", "https")
        assert url.host
        assert parse(str(url), Reach()) == url


@pytest.mark.parametrize(
    "host", ["inside.example", "both.example", "10.0.0.7", "[::1]", "2130706433"]
)
def test_a_host_inside_is_not_asked(host: str, site: Site, fetcher: Fetching) -> None:
    fetching = fetcher(inside=("127.0.0.1/32",) if host == "both.example" else ())
    with pytest.raises(PageError, match="not public"):
        fetching.page(site.url("/a", host))
    assert site.asked == []


def test_what_is_connected_to_is_what_was_checked(site: Site) -> None:
    """A name that answers otherwise each time: the second answer is never asked for."""
    answers = iter([["127.0.0.1"], ["127.0.0.1"], ["10.0.0.7"]])
    asked: list[str] = []

    def rebinding(host: str, port: int) -> list[str]:
        asked.append(host)
        return next(answers)

    fetching = Fetcher(site.reach, resolver=rebinding)
    assert fetching.page(site.url("/a")).body == MARKUP
    assert len(asked) == 2  # for robots.txt, and for the page
    with pytest.raises(PageError, match="not public"):
        fetching.page(site.url("/a"))


def test_a_resolver_that_hangs_is_not_waited_for(site: Site) -> None:
    hung = threading.Event()

    def hanging(host: str, port: int) -> list[str]:
        hung.wait(20)
        return []

    with pytest.raises(PageError, match="not found in time"):
        Fetcher(replace(site.reach, seconds=0.1), resolver=hanging).page(site.url("/a"))
    hung.set()


# ── Redirections ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirections_are_followed(status: int, site: Site, fetcher: Fetching) -> None:
    site.pages["/old"] = moved("/a?from=old", status)
    found = fetcher().page(site.url("/old"))
    assert (found.url, found.origin) == (site.url("/a?from=old"), site.url("/old"))


def test_redirections_are_counted_and_circles_seen(site: Site, fetcher: Fetching) -> None:
    for number in range(9):
        site.pages[f"/{number}"] = moved(f"/{number + 1}")
    site.pages["/9"] = page(MARKUP)
    with pytest.raises(FetchFailed, match="more than 5 times"):
        fetcher().page(site.url("/0"))
    assert fetcher().page(site.url("/4")).body == MARKUP
    site.pages["/9"] = moved("/8")
    with pytest.raises(FetchFailed, match="round in a circle"):
        fetcher().page(site.url("/7"))


@pytest.mark.parametrize(
    ("location", "message"),
    [
        ("http://inside.example:PORT/", "not public"),
        ("http://169.254.169.254:PORT/latest/meta-data", "not public"),
        ("http://packet.example:22/", "redirected to .*port 22"),
        ("file:///etc/passwd", "redirected to .*only http and https"),
        ("//user@packet.example:PORT/", "user's name"),
        ("http://[::1", "no address"),
    ],
)
def test_a_redirection_is_checked_like_an_address(
    location: str, message: str, site: Site, fetcher: Fetching
) -> None:
    site.pages["/old"] = moved(location.replace("PORT", str(site.port)))
    with pytest.raises(PageError, match=message) as caught:
        fetcher().page(site.url("/old"))
    assert caught.value.about == site.url("/old")
    assert set(site.paths()) <= {"/robots.txt", "/old"}


# ── Manners ──────────────────────────────────────────────────────────────────────────────


def robots(text: str) -> Callable[[Request], None]:
    return page(text.encode(), Content_Type="text/plain")


def test_robots_txt_is_kept_to_and_asked_for_once(site: Site, fetcher: Fetching) -> None:
    site.pages["/robots.txt"] = robots("User-agent: *\nDisallow: /private\n")
    site.pages["/private"] = site.pages["/b"] = page(MARKUP)
    fetching = fetcher()
    fetching.page(site.url("/a"))
    with pytest.raises(AddressRefused, match=r"robots\.txt asks not to"):
        fetching.page(site.url("/private"))
    site.pages["/moved"] = moved("/private")
    with pytest.raises(AddressRefused, match=r"robots\.txt asks not to"):
        fetching.page(site.url("/moved"))
    assert site.paths() == ["/robots.txt", "/a", "/moved"]


def test_of_a_very_long_robots_txt_the_beginning_counts(site: Site, fetcher: Fetching) -> None:
    lines = "Disallow: /private/of/somebody\n" * 20_000
    site.pages["/robots.txt"] = robots(f"User-agent: *\nDisallow: /b\n{lines}Disallow: /\n")
    fetching = fetcher()
    assert fetching.page(site.url("/a")).body == MARKUP
    with pytest.raises(AddressRefused):
        fetching.page(site.url("/b"))


def test_robots_txt_that_names_us(site: Site, fetcher: Fetching) -> None:
    site.pages["/robots.txt"] = robots(
        "User-agent: reportedly\nDisallow: /\n\nUser-agent: *\nAllow: /"
    )
    with pytest.raises(AddressRefused):
        fetcher().page(site.url("/a"))


def test_without_rules_nothing_is_fetched_from_a_failing_server(
    site: Site, fetcher: Fetching, waiting: Waiting
) -> None:
    site.pages["/robots.txt"] = page(b"", 503)
    fetching = fetcher()
    for _ in range(2):
        with pytest.raises(FetchFailed, match=r"robots\.txt is not to be had .*503"):
            fetching.page(site.url("/a"))
    assert site.paths() == ["/robots.txt"]
    site.pages["/robots.txt"] = moved("/elsewhere.txt")
    site.pages["/elsewhere.txt"] = robots("User-agent: *\nDisallow: /b\n")
    waiting.now += 2 * 3600
    assert fetching.page(site.url("/a")).body == MARKUP
    with pytest.raises(AddressRefused):
        fetching.page(site.url("/b"))


def test_hosts_are_given_time(site: Site, fetcher: Fetching, waiting: Waiting) -> None:
    fetching = fetcher(delay=2.0)
    for _ in range(3):
        fetching.page(site.url("/a"))
    assert waiting.slept == [2.0, 2.0]
    fetching.page(site.url("/a", "gazette.example"))  # another host, at once
    assert waiting.slept == [2.0, 2.0]
    waiting.now += 1.5
    fetching.page(site.url("/a"))
    assert waiting.slept == [2.0, 2.0, 0.5]


def test_robots_txt_may_ask_for_more_time_within_reason(
    site: Site, fetcher: Fetching, waiting: Waiting
) -> None:
    site.pages["/robots.txt"] = robots("User-agent: *\nCrawl-delay: 7\n")
    fetching = fetcher(delay=1.0)
    fetching.page(site.url("/a"))
    fetching.page(site.url("/a"))
    assert waiting.slept == [7.0]


def busy(times: int, status: int, **headers: str) -> Callable[[Request], None]:
    left = [times]

    def answer(request: Request) -> None:
        left[0] -= 1
        request.send(MARKUP) if left[0] < 0 else request.send(b"", status, **headers)

    return answer


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_server_is_asked_again_when_it_says(
    status: int, site: Site, fetcher: Fetching, waiting: Waiting
) -> None:
    site.pages["/a"] = busy(1, status, Retry_After="17")
    assert fetcher(patience=60.0).page(site.url("/a")).body == MARKUP
    assert waiting.slept == [17.0]


def test_without_a_word_the_waits_grow(site: Site, fetcher: Fetching, waiting: Waiting) -> None:
    site.pages["/a"] = busy(2, 429)
    assert fetcher(patience=60.0).page(site.url("/a")).body == MARKUP
    assert waiting.slept == [5.0, 10.0]


def test_patience_has_an_end(site: Site, fetcher: Fetching, waiting: Waiting) -> None:
    site.pages["/a"] = busy(9, 503, Retry_After="3600")
    site.pages["/b"] = page(MARKUP)
    fetching = fetcher(patience=60.0)
    with pytest.raises(FetchFailed, match="to come again in 3,600 seconds") as caught:
        fetching.page(site.url("/a"))
    assert caught.value.passing
    with pytest.raises(FetchFailed, match="to come again in 3,600 seconds"):
        fetching.page(site.url("/b"))  # the host, not the page, asked for it
    assert waiting.slept == []
    assert site.paths() == ["/robots.txt", "/a"]
    site.pages["/a"] = busy(9, 503, Retry_After="0")
    waiting.now += 4000
    with pytest.raises(FetchFailed, match="503"):
        fetching.page(site.url("/a"))
    assert site.paths().count("/a") == 4


def test_retry_after_in_both_its_forms() -> None:
    assert retry_after("120") == 120.0
    assert retry_after("Wed, 21 Oct 2015 07:28:00 GMT") == 0.0
    assert retry_after(None) is None
    assert retry_after("soon") is None
    assert retry_after("Sun, 06 Nov 2044 08:49:37 GMT") or 0 > 1e6


def test_what_has_not_changed_is_not_sent_again(site: Site, fetcher: Fetching) -> None:
    tag, date = '"v1"', "Mon, 02 Mar 2026 10:00:00 GMT"

    def answer(request: Request) -> None:
        known = request.headers["If-None-Match"] == tag
        assert known == (request.headers["If-Modified-Since"] == date)
        if known:
            request.send(b"", 304)
        else:
            request.send(MARKUP, ETag=tag, Last_Modified=date)

    site.pages["/a"] = answer
    fetching = fetcher()
    first = fetching.fetch(site.url("/a"))
    assert first is not None
    assert first.validators == Validators(tag, date)
    assert fetching.fetch(site.url("/a"), known=first.validators) is None


# ── The command ──────────────────────────────────────────────────────────────────────────


def test_addresses_are_read_and_added(
    site: Site, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    monkeypatch.setenv("REPORTEDLY_FETCH_NETWORKS", "127.0.0.0/8")
    monkeypatch.setenv("REPORTEDLY_FETCH_PORTS", str(site.port))
    monkeypatch.setenv("REPORTEDLY_FETCH_DELAY", "0")
    address = site.url("/a", "127.0.0.1")
    result = CliRunner().invoke(app, ["read", address, site.url("/b", "127.0.0.1"), "--json"])
    assert result.exit_code == 3
    reading, error = map(json.loads, result.stdout.splitlines())
    assert reading["page"]["url"] == reading["page"]["origin"] == address
    assert reading["page"]["captured_at"].endswith("+00:00")
    assert error["error"]["kind"] == "fetch"
    ledger = str(tmp_path / "news.db")
    result = CliRunner().invoke(app, ["add", address, "--ledger", ledger])
    assert result.exit_code == 0, result.stdout
    with Ledger.open(ledger) as kept:
        assert list(kept.verify()) == []
    monkeypatch.delenv("REPORTEDLY_FETCH_NETWORKS")
    result = CliRunner().invoke(app, ["read", address])
    assert (result.exit_code, "not public" in result.stderr) == (3, True)


def test_a_page_of_the_web_is_a_page() -> None:
    assert isinstance(fetch("nonsense"), UnreadablePage | AddressRefused)
    assert not isinstance(fetch("nonsense"), Page)
