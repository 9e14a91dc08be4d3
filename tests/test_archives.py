"""Web archives, written by warcio as crawlers write them, whole and broken."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import json
import random
import subprocess
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

import brotli
import pytest
from fastwarc.stream_io import ZstdWriter
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from reportedly.cli import app
from reportedly.data import Form, Page
from reportedly.errors import (
    EmptyPage,
    PageError,
    PageTooHeavy,
    PageTooLarge,
    PageTruncated,
    UnreadablePage,
)
from reportedly.ledger import Ledger
from reportedly.limits import Limits
from reportedly.pages import capture, making, recapture
from reportedly.pages.codings import CodingError, unwrapped
from reportedly.reading import read_all

SAID = "Ilse Varga, the mayor of Oldhaven, said on Monday that the ferry would sail again."
Headers = list[tuple[str, str]]
HTML: Headers = [("Content-Type", "text/html; charset=utf-8")]


def markup(name: str) -> bytes:
    return f"<!DOCTYPE html><title>{name}</title><body><p>{SAID} {name}</p></body>".encode()


class Archive:
    """A WARC file in the making."""

    def __init__(self, *, packed: bool = True) -> None:
        self._out = io.BytesIO()
        self._writer = WARCWriter(self._out, gzip=packed)
        self.starts: list[int] = []  # bytes

    def add(
        self,
        body: bytes,
        url: str = "https://packet.example/a",
        headers: Headers = HTML,
        status: str = "200 OK",
        kind: str = "response",
        **warc_headers: str,
    ) -> Archive:
        self.starts.append(self._out.tell())
        http = StatusAndHeaders(status, headers, protocol="HTTP/1.1")
        said = {"WARC-Date": "2026-03-04T05:06:07Z"}
        said |= {name.replace("_", "-"): value for name, value in warc_headers.items()}
        record = self._writer.create_warc_record(
            url,
            kind,
            payload=io.BytesIO(body),
            http_headers=http if kind in ("response", "revisit", "request") else None,
            warc_content_type=headers[0][1] if kind == "resource" else "",
            warc_headers_dict=said,
        )
        self._writer.write_record(record)
        return self

    @property
    def bytes(self) -> bytes:
        return self._out.getvalue()


def three(*, packed: bool = True) -> Archive:
    archive = Archive(packed=packed)
    for name in "abc":
        archive.add(markup(name), f"https://packet.example/{name}")
    return archive


Read = Callable[..., list[Page | PageError]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def take(
        content: bytes, name: str = "crawl.warc.gz", limits: Limits = Limits()
    ) -> list[Page | PageError]:
        path = tmp_path / name
        path.write_bytes(content)
        return list(capture(path, limits=limits))

    return take


def urls(pages: list[Page | PageError]) -> list[str | None]:
    return [page.url if isinstance(page, Page) else type(page).__name__ for page in pages]


ALL = [f"https://packet.example/{name}" for name in "abc"]


# ── Whole archives ───────────────────────────────────────────────────────────────────────


def test_a_page_keeps_its_address_its_moment_and_its_place(read: Read) -> None:
    archive = three()
    pages = read(archive.bytes)
    assert urls(pages) == ALL
    for page, start, name in zip(pages, archive.starts, "abc", strict=True):
        assert isinstance(page, Page)
        assert page.captured_at == dt.datetime(2026, 3, 4, 5, 6, 7, tzinfo=dt.UTC)
        assert (page.body, page.form, page.media_type) == (markup(name), Form.HTML, "text/html")
        assert page.origin.endswith(f"crawl.warc.gz:{start}")


def zstd(content: bytes, tmp_path: Path) -> bytes:
    path = tmp_path / "packed"
    writer = ZstdWriter(str(path))
    writer.write(content)
    writer.finish()
    writer.close()
    return path.read_bytes()


def wacz(**archives: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as bundle:
        bundle.writestr("datapackage.json", "{}")
        bundle.writestr("pages/pages.jsonl", '{"url": "https://packet.example/"}\n')
        for name, content in archives.items():
            bundle.writestr(f"archive/{name}.warc.gz", content)
    return out.getvalue()


@pytest.mark.parametrize("name", ["crawl.warc", "crawl.warc.gz", "crawl.warc.zst", "crawl.wacz"])
def test_every_packing_gives_the_same_pages(name: str, read: Read, tmp_path: Path) -> None:
    plain, packed = three(packed=False).bytes, three().bytes
    content = {
        "crawl.warc": plain,
        "crawl.warc.gz": packed,
        "crawl.warc.zst": zstd(plain, tmp_path),
        "crawl.wacz": wacz(one=packed),
    }[name]
    pages = read(content, name)
    assert urls(pages) == ALL
    assert [page.body for page in pages if isinstance(page, Page)] == [*map(markup, "abc")]


def test_the_places_in_a_wacz_name_the_archive(read: Read) -> None:
    pages = read(wacz(one=three().bytes, two=three().bytes), "site.wacz")
    assert urls(pages) == ALL + ALL
    (first, *_, last) = pages
    assert isinstance(first, Page)
    assert isinstance(last, Page)
    assert first.origin.endswith("site.wacz/archive/one.warc.gz:0")
    assert "/archive/two.warc.gz:" in last.origin


def test_archives_are_found_in_folders_and_by_their_content(read: Read, tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    for name in ("a.warc", "b.warc.gz", "c.png"):
        (tmp_path / "pages" / name).write_bytes(three(packed=name != "a.warc").bytes)
    assert urls(list(capture(tmp_path / "pages"))) == ALL + ALL
    assert urls(read(three().bytes, "download")) == ALL


def test_an_archive_comes_through_a_pipe() -> None:
    for packed in (False, True):
        content = three(packed=packed).bytes
        result = CliRunner().invoke(app, ["read", "-", "--json"], input=content)
        found = [json.loads(line)["page"]["url"] for line in result.stdout.splitlines()]
        assert (result.exit_code, found) == (0, ALL)


def test_what_is_no_page_is_passed_over(read: Read) -> None:
    archive = Archive()
    archive.add(b"software: crawler", kind="warcinfo")
    archive.add(b"", status="GET / HTTP/1.1", kind="request")
    archive.add(b"moved", status="301 Moved Permanently")
    archive.add(markup("gone"), status="404 Not Found")
    archive.add(b"\x89PNG\r\n\x1a\n", headers=[("Content-Type", "image/png")])
    archive.add(b"{}", headers=[("Content-Type", "application/json")])
    archive.add(
        b"User-agent: *", "https://packet.example/robots.txt", [("Content-Type", "text/plain")]
    )
    archive.add(b"20260304 1.2.3.4", "dns:packet.example", [("Content-Type", "text/dns")])
    archive.add(
        b"words",
        "urn:text:https://packet.example",
        [("Content-Type", "text/plain")],
        kind="resource",
    )
    archive.add(
        b"",
        kind="revisit",
        WARC_Profile="http://netpreserve.org/warc/1.1/revisit/identical-payload-digest",
        WARC_Refers_To_Target_URI="https://packet.example/a",
        WARC_Refers_To_Date="2026-03-04T05:06:07Z",
    )
    archive.add(markup("a"))
    assert urls(read(archive.bytes)) == ["https://packet.example/a"]


def test_an_archive_without_a_page_says_so(read: Read) -> None:
    archive = Archive().add(b"moved", status="301 Moved")
    (error,) = read(archive.bytes)
    assert isinstance(error, EmptyPage)
    assert isinstance(read(b"", "empty.warc")[0], EmptyPage)


def test_plain_text_and_resources_are_pages(read: Read) -> None:
    text = f"Ferry sails\n\n{SAID}\n".encode()
    archive = Archive()
    archive.add(text, headers=[("Content-Type", "text/plain")])
    archive.add(markup("r"), "https://packet.example/r", kind="resource")
    archive.add(text, "file:///pages/a.txt", [("Content-Type", "text/plain")], kind="resource")
    pages = read(archive.bytes)
    assert urls(pages) == ["https://packet.example/a", "https://packet.example/r", None]
    assert [page.form for page in pages if isinstance(page, Page)] == ["scrape", "html", "scrape"]


def test_the_captures_of_a_ledger_are_an_archive(read: Read, tmp_path: Path) -> None:
    with Ledger.open(str(tmp_path / "news.db")) as ledger:
        ledger.add(read_all(read(three().bytes)))
    again = list(capture(tmp_path / "news.db.captures"))
    assert urls(again) == ALL


# ── Bodies ───────────────────────────────────────────────────────────────────────────────


def chunked(body: bytes) -> bytes:
    half = (len(body) + 1) // 2
    pieces = [piece for piece in (body[:half], body[half:]) if piece]
    return b"".join(b"%X;note=1\r\n%s\r\n" % (len(each), each) for each in pieces) + b"0\r\n\r\n"


def bare_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


def as_it_is(body: bytes) -> bytes:
    return body


@pytest.mark.parametrize(
    ("name", "value", "wrap"),
    [
        ("Content-Encoding", "gzip", gzip.compress),
        ("Content-Encoding", "x-gzip", gzip.compress),
        ("Content-Encoding", "deflate", zlib.compress),
        ("Content-Encoding", "deflate", bare_deflate),
        ("Content-Encoding", "br", brotli.compress),
        ("Content-Encoding", "gzip, br", lambda body: brotli.compress(gzip.compress(body))),
        ("Content-Encoding", "UTF-8", as_it_is),
        ("Transfer-Encoding", "chunked", chunked),
        # as archivers leave it who unwrap bodies and keep the headers
        ("Transfer-Encoding", "chunked", as_it_is),
        ("Content-Encoding", "gzip", as_it_is),
        ("Content-Encoding", "deflate", as_it_is),
        ("Content-Encoding", "br", as_it_is),
        ("Content-Encoding", "zstd", as_it_is),
    ],
)
def test_bodies_are_unwrapped(
    name: str, value: str, wrap: Callable[[bytes], bytes], read: Read
) -> None:
    archive = Archive().add(wrap(markup("a")), headers=[*HTML, (name, value)])
    (page,) = read(archive.bytes)
    assert isinstance(page, Page), page
    assert page.body == markup("a")


def test_chunks_are_taken_apart_before_codings(read: Read, tmp_path: Path) -> None:
    body = chunked(zstd(markup("a"), tmp_path))
    headers = [*HTML, ("Content-Encoding", "zstd"), ("Transfer-Encoding", "chunked")]
    (page,) = read(Archive().add(body, headers=headers).bytes)
    assert isinstance(page, Page), page
    assert page.body == markup("a")


def test_a_body_that_breaks_off_is_read_as_far_as_it_goes(read: Read) -> None:
    page = markup("a") + b"<p>more</p>" * 3000
    body = gzip.compress(page)[:-40]
    headers = [*HTML, ("Content-Encoding", "gzip")]
    archive = Archive().add(body, headers=headers, WARC_Truncated="length")
    (found,) = read(archive.bytes)
    assert isinstance(found, Page)
    assert page.startswith(found.body)
    assert SAID.encode() in found.body


def test_a_packing_that_is_unknown_or_damaged_is_said(read: Read) -> None:
    archive = Archive()
    archive.add(markup("a"), headers=[*HTML, ("Content-Encoding", "lzma")])
    archive.add(b"\x1f\x8b\x08" + b"?" * 99, headers=[*HTML, ("Content-Encoding", "gzip")])
    archive.add(markup("c"))
    unknown, damaged, page = read(archive.bytes)
    assert "unknown here ('lzma')" in str(unknown)
    assert "damaged" in str(damaged)
    assert isinstance(page, Page)


def test_a_bomb_is_refused_at_the_limit(read: Read) -> None:
    bomb = gzip.compress(gzip.compress(b"<p>boom" * 3_000_000))
    archive = Archive().add(bomb, headers=[*HTML, ("Content-Encoding", "gzip, gzip")])
    archive.add(markup("a") + b"x" * 100_000)
    archive.add(markup("a"))
    bombed, large, page = read(archive.bytes, limits=Limits(size=50_000))
    assert isinstance(bombed, PageTooLarge)
    assert isinstance(large, PageTooLarge)
    assert isinstance(page, Page)


@given(st.binary(max_size=400), st.sampled_from(["gzip", "deflate", "br", "zstd", "chunked"]))
def test_unwrapping_keeps_to_the_limit_and_fails_in_one_way_only(body: bytes, name: str) -> None:
    for content in (
        body,
        {"gzip": b"\x1f\x8b\x08", "zstd": b"\x28\xb5\x2f\xfd"}.get(name, b"") + body,
    ):
        with suppress(CodingError):
            assert len(unwrapped(content, name, 1000)) <= 1000


@given(st.binary(max_size=2000))
def test_unwrapping_gives_back_what_was_wrapped(body: bytes) -> None:
    for name, wrap in (("gzip", gzip.compress), ("deflate", zlib.compress), ("chunked", chunked)):
        assert unwrapped(wrap(body), name, 2000) == body


def test_the_server_says_an_encoding_that_the_page_does_not(read: Read) -> None:
    body = f"<!DOCTYPE html><p>Привет. {SAID}</p>".encode("windows-1251")
    headers = [("Content-Type", 'text/html; charset="Windows-1251"')]
    (page,) = read(Archive().add(body, headers=headers).bytes)
    assert isinstance(page, Page)
    assert "Привет" in page.text
    assert page.media_type == "text/html; charset=windows-1251"
    assert recapture(page) == page


def test_a_wrong_word_of_the_server_does_not_spoil_utf_8(read: Read) -> None:
    headers = [("Content-Type", "text/html; charset=iso-8859-1")]
    (page,) = read(Archive().add("<p>Ångström".encode(), headers=headers).bytes)
    assert isinstance(page, Page)
    assert "Ångström" in page.text
    assert page.media_type == "text/html"


# ── Damage ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_damaged_record_does_not_take_the_others_with_it(
    packed: bool, at: int, read: Read
) -> None:
    archive = three(packed=packed)
    content = bytearray(archive.bytes)
    content[archive.starts[at] + 3 : archive.starts[at] + 40] = b"\xff" * 37
    found = urls(read(bytes(content), "crawl.warc.gz"))
    assert [url for url in found if url in ALL] == [url for url in ALL if url != ALL[at]]
    assert found.count("UnreadablePage") == 1


def test_junk_between_records_costs_no_page(read: Read) -> None:
    archive = three(packed=False)
    start = archive.starts[1]
    content = (
        archive.bytes[:start] + b"junk \x1f\x8b\x08 junk\r\n\r\n" * 999 + archive.bytes[start:]
    )
    assert urls(read(content, "crawl.warc")) == [ALL[0], "UnreadablePage", *ALL[1:]]


@pytest.mark.parametrize("name", ["crawl.warc", "crawl.warc.gz", "crawl.warc.zst"])
def test_a_file_that_is_cut_off_says_so(name: str, read: Read, tmp_path: Path) -> None:
    archive = three(packed=name.endswith(".gz"))
    content, starts = archive.bytes, archive.starts
    if name.endswith(".zst"):
        records = [content[i:j] for i, j in pairwise([*starts, len(content)])]
        packed = [zstd(record, tmp_path) for record in records]
        content, starts = b"".join(packed), [0, len(packed[0]), len(packed[0] + packed[1])]
    for left in (60, 250):  # within the head of the last record, and beyond it
        found = read(content[: starts[2] + left], name)
        assert urls(found)[:2] == ALL[:2]
        assert isinstance(found[2], UnreadablePage if name.endswith(".zst") else PageTruncated)
        assert len(found) == 3


def test_through_a_pipe_the_damage_is_the_end() -> None:
    archive = three()
    content = bytearray(archive.bytes)
    content[archive.starts[1] + 20 : archive.starts[1] + 40] = b"\xff" * 20
    command = [sys.executable, "-m", "reportedly", "read", "-", "--json"]
    done = subprocess.run(command, input=bytes(content), capture_output=True)
    assert done.returncode == 3
    assert len(done.stdout.splitlines()) == 2
    assert b"as a file, it is read beyond" in done.stdout


def test_an_answer_that_is_not_http_is_an_error(read: Read) -> None:
    archive = Archive().add(markup("a"), status="never mind")
    (error,) = read(archive.bytes)
    assert isinstance(error, UnreadablePage)
    assert "not an answer of HTTP" in error.message


def test_a_bundle_that_is_none_is_an_error(read: Read) -> None:
    for content in (b"PK\x03\x04 and nothing more", wacz(one=three().bytes)[:-50]):
        found = read(content, "site.wacz")
        assert isinstance(found[0], UnreadablePage)
    assert urls(read(wacz(one=b"no archive"), "site.wacz")) == ["UnreadablePage"]


def test_a_bundled_archive_that_is_damaged_costs_no_other(read: Read) -> None:
    whole = wacz(one=three().bytes, two=three().bytes)
    content = bytearray(whole)
    entry = content.rindex(b"archive/one.warc.gz") - 46  # of the zip's directory
    content[entry + 20 : entry + 28] = 2 * (1 << 20).to_bytes(4, "little")  # more than there is
    pages = read(bytes(content), "site.wacz")
    second = [
        each
        for each in read(whole, "site.wacz")
        if isinstance(each, Page) and "/two." in each.origin
    ]
    assert len(second) == 3
    assert pages[-3:] == second
    assert any(isinstance(each, UnreadablePage) for each in pages[:-3])


def test_members_without_content_cost_no_more_than_their_bytes() -> None:
    many = gzip.compress(b"") * 100_000
    assert unwrapped(many + gzip.compress(b"She said so."), "gzip", 100) == b"She said so."


def test_what_is_damaged_within_is_not_passed_off_as_whole() -> None:
    packed = bytearray(gzip.compress(random.Random(1).randbytes(20_000)))
    packed[-8] ^= 1  # of the sum over all of it
    with pytest.raises(CodingError, match="damaged"):
        unwrapped(bytes(packed), "gzip", 30_000)
    assert unwrapped(gzip.compress(b"a") + bytes(packed[:50]), "gzip", 30_000)[:1] == b"a"


def test_nothing_unforeseen_about_one_page_ends_a_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def surprising(body: bytes, about: str, *_: object, **__: object) -> Page:
        raise (MemoryError if b"heavy" in body else KeyError)("surprise")

    for name in ("heavy", "odd"):
        (tmp_path / f"{name}.html").write_text(f"<p>{name}")
    monkeypatch.setattr(making, "make_page", surprising)
    heavy, odd = capture(tmp_path)
    assert isinstance(heavy, PageTooHeavy)
    assert isinstance(odd, PageError)
    assert odd.about == str(tmp_path / "odd.html")
    assert "KeyError: 'surprise'" in odd.message


Edits = list[tuple[int, int, bytes]]


@given(
    st.booleans(),
    st.lists(st.tuples(st.integers(0, 2500), st.integers(0, 6), st.binary(max_size=6)), max_size=4),
)
def test_no_damage_stops_the_run(packed: bool, edits: Edits) -> None:
    content = bytearray(three(packed=packed).bytes)
    for at, gone, come in edits:
        at %= len(content)
        content[at : at + gone] = come
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "damaged.warc.gz"
        path.write_bytes(content)
        found = list(capture(path))
    assert 1 <= len(found) <= 8
