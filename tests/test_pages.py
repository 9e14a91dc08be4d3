"""Capture: what becomes a page, what becomes an error, and that the run goes on."""

from __future__ import annotations

import gzip
import io
import json
import os
import sys
import tracemalloc
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import ftfy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.data import Form, Given, Page
from reportedly.errors import (
    BinaryPage,
    EmptyPage,
    PageError,
    PageTooDeep,
    PageTooLarge,
    PageTooSlow,
    PageTruncated,
    UnreadablePage,
)
from reportedly.limits import Limits
from reportedly.pages import capture, count
from reportedly.pages.decoding import decode, repair
from reportedly.pages.gauging import gauge

SCRAPE = (
    "Ferry to Oldhaven resumes\n\nThe harbour master, Ines Valkonen, said it was “about time”.\n"
)
MARKUP = f"<!DOCTYPE html><html><head><title>x</title></head><body><p>{SCRAPE}</p></body></html>"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8


def page(path: Path | str, **options: Any) -> Page:
    """The one page that a path stands for."""
    (found,) = capture([path], **options)
    assert isinstance(found, Page), found
    return found


def error(path: Path | str, **options: Any) -> PageError:
    """The one error that a path stands for."""
    (found,) = capture([path], **options)
    assert isinstance(found, PageError), found
    return found


Write = Callable[[str, str | bytes], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def put(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return put


@pytest.fixture
def standard_input(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], None]:
    def feed(content: bytes) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))

    return feed


# Files


def test_a_scrape(write: Write) -> None:
    path = write("ferry.txt", SCRAPE)
    found = page(path)
    assert (found.form, found.media_type, found.text) == (Form.SCRAPE, "text/plain", SCRAPE)
    assert found.body == SCRAPE.encode()
    assert found.origin == str(path)
    assert (found.url, found.captured_at, found.given) == (None, None, Given())


@pytest.mark.parametrize("name", ["a.html", "a.HTM", "a.xhtml", "a.txt", "a", "a.php"])
def test_html_is_told_by_its_content(name: str, write: Write) -> None:
    found = page(write(name, MARKUP))
    assert (found.form, found.media_type, found.text) == (Form.HTML, "text/html", MARKUP)


@pytest.mark.parametrize(
    ("name", "content", "form"),
    [
        ("a.html", "<p>Only a fragment.</p>", Form.HTML),
        ("a.html", "No tag, 3 < 4, in what is called HTML.", Form.SCRAPE),
        ("a.txt", "He wrote <b>now</b> in the margin.", Form.SCRAPE),
        ("a", "<div>Begins with a tag.</div>", Form.HTML),
        ("a", "He wrote <b>now</b> in the margin.", Form.SCRAPE),
        ("a", "\n\n <!-- saved --> <HTML lang=en><body>", Form.HTML),
    ],
)
def test_what_is_html_and_what_is_not(name: str, content: str, form: Form, write: Write) -> None:
    assert page(write(name, content)).form is form


def test_an_id_depends_on_the_bytes_alone(write: Write) -> None:
    one, two = page(write("a.txt", SCRAPE)), page(write("b/c.txt", SCRAPE))
    assert one.id == two.id
    assert one.id.startswith("sha256:")


def test_packed_files_are_unpacked(write: Write) -> None:
    found = page(write("a.html.gz", gzip.compress(MARKUP.encode())))
    assert (found.form, found.body) == (Form.HTML, MARKUP.encode())
    assert page(write("b.txt", gzip.compress(SCRAPE.encode()))).text == SCRAPE


def test_standard_input(standard_input: Callable[[bytes], None]) -> None:
    standard_input(MARKUP.encode())
    found = page("-")
    assert (found.form, found.origin) == (Form.HTML, "-")
    standard_input(gzip.compress(SCRAPE.encode()))
    assert page("-").text == SCRAPE


def test_one_path_need_not_be_in_a_list(write: Write) -> None:
    assert [type(found) for found in capture(write("a.txt", SCRAPE))] == [Page]


def test_a_pipe_can_be_named(tmp_path: Path) -> None:
    reader, writer = os.pipe()
    with os.fdopen(writer, "wb") as pipe:
        pipe.write(SCRAPE.encode())
    try:
        assert page(f"/dev/fd/{reader}").text == SCRAPE
    finally:
        os.close(reader)


# Folders


def test_a_folder_is_read_by_name_and_all_the_way_down(write: Write, tmp_path: Path) -> None:
    for name in ["b.txt", "a.html", "c/z.htm", "c/d/e.txt.gz", "c.jsonl", "noend"]:
        write(name, '{"text": "Ready."}\n' if name.endswith("jsonl") else SCRAPE)
    for name in [".hidden.txt", ".git/x.txt", "a_files/style.css", "a_files/photo.png", "n.md"]:
        write(name, "passed over")
    origins = [found.origin for found in capture([tmp_path]) if isinstance(found, Page)]
    names = [str(Path(origin).relative_to(tmp_path)) for origin in origins]
    assert names == ["a.html", "b.txt", "c/d/e.txt.gz", "c/z.htm", "c.jsonl:1", "noend"]


def test_pages_are_counted_before_they_are_read(write: Write, tmp_path: Path) -> None:
    write("a.html", b"x")
    write("within/b.txt", b"")
    write("within/passed-over.css", b"x")
    assert count([tmp_path, tmp_path / "nowhere"]) == 3
    assert len(list(capture([tmp_path, tmp_path / "nowhere"]))) == 3
    assert count([tmp_path, write("lines.jsonl", b"{}")]) is None
    assert count(["-"]) is None


def test_a_named_file_is_read_whatever_it_is_called(write: Write) -> None:
    assert page(write("n.md", SCRAPE)).text == SCRAPE
    assert page(write(".hidden.txt", SCRAPE)).text == SCRAPE


def test_a_run_goes_on_past_what_cannot_be_read(write: Write, tmp_path: Path) -> None:
    write("a.txt", SCRAPE)
    (tmp_path / "b.txt").symlink_to(tmp_path / "gone.txt")
    write("c.html", PNG)
    write("d.txt", "")
    os.mkfifo(tmp_path / "e.txt")
    write("f.txt", SCRAPE)
    found = list(capture([tmp_path, tmp_path / "nowhere"]))
    kinds = [f.kind if isinstance(f, PageError) else "page" for f in found]
    assert kinds == ["page", "unreadable", "binary", "empty", "unreadable", "page", "unreadable"]
    assert all(str(tmp_path) in str(f) for f in found if isinstance(f, PageError))


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(write: Write) -> None:
    path = write("a.txt", SCRAPE)
    path.chmod(0)
    assert "not permitted" in error(path).message


def test_permission_is_explained(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(path: Path, *_: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    path = write("a.txt", SCRAPE)
    monkeypatch.setattr(Path, "open", refused)
    assert str(error(path)) == f"{path}: reading it is not permitted; give yourself the right to " \
        "(chmod u+r)"  # fmt: skip


def test_links_that_lead_in_circles(write: Write, tmp_path: Path) -> None:
    write("a.txt", SCRAPE)
    (tmp_path / "up").symlink_to(tmp_path, target_is_directory=True)
    assert page(tmp_path).text == SCRAPE
    loop = tmp_path / "loop.txt"
    loop.symlink_to(loop)
    assert "leads back to itself" in error(loop).message


def test_a_folder_without_pages_says_so(tmp_path: Path) -> None:
    assert isinstance(error(tmp_path), EmptyPage)


@pytest.mark.parametrize("path", ["", "nowhere.html", "a\0b", "x" * 5000])
def test_a_path_that_leads_nowhere(path: str) -> None:
    assert isinstance(error(path), UnreadablePage)


def test_a_name_that_is_not_text(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    try:
        Path(os.fsdecode(name)).write_text(SCRAPE, encoding="utf-8")
    except OSError:
        pytest.skip("this file system wants UTF-8")
    assert page(os.fsdecode(name)).origin.endswith("caf\\xe9.txt")


# What is no page


@pytest.mark.parametrize("content", [b"", b" \n\t ", b"\xef\xbb\xbf", b"\xff\xfe \0\n\0"])
def test_nothing_to_read(content: bytes, write: Write) -> None:
    assert isinstance(error(write("a.html", content)), EmptyPage)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (PNG, "a PNG picture"),
        (b"%PDF-1.7\n1 0 obj\n", "a PDF document"),
        (b"PK\x03\x04" + b"word/document.xml" * 9, "a ZIP archive"),
        (gzip.compress(gzip.compress(SCRAPE.encode())), "packed by gzip twice"),
        (bytes(range(256)) * 40, "binary data"),
        (SCRAPE.encode("utf-16-le"), "binary data"),  # without its mark
    ],
)
def test_what_is_not_text_is_refused_by_its_content(
    content: bytes, what: str, write: Write
) -> None:
    found = error(write("a.html", content))
    assert isinstance(found, BinaryPage)
    assert what in found.message


def test_a_stray_nul_does_not_make_a_page_binary(write: Write) -> None:
    assert page(write("a.html", MARKUP.replace("said", "sa\0id") * 9)).text.count("said") == 9


def test_a_damaged_or_truncated_archive(write: Write) -> None:
    packed = gzip.compress(os.urandom(5000).hex().encode())
    assert isinstance(error(write("a.html.gz", packed[:-2000])), PageTruncated)
    damaged = packed[:2000] + bytes(1000) + packed[3000:]
    assert "damaged" in error(write("b.html.gz", damaged)).message


# Limits


def test_the_limit_on_size_is_exact(write: Write) -> None:
    path = write("a.txt", b"x" * 1000)
    assert page(path, limits=Limits(size=1000))
    found = error(path, limits=Limits(size=999))
    assert isinstance(found, PageTooLarge)
    assert "larger than 999 bytes" in found.message


@pytest.mark.parametrize("name", ["a.txt.gz", "a.jsonl.gz"])
def test_a_bomb_is_not_unpacked_further_than_the_limit(name: str, write: Write) -> None:
    path = write(name, gzip.compress(b"0" * 50_000_000))
    tracemalloc.start()
    try:
        found = error(path, limits=Limits(size=100_000))
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()
    assert isinstance(found, PageTooLarge)


def test_the_limit_on_depth(write: Write) -> None:
    deep = write("a.html", "<html><body>" + "<div>" * 300 + "far down" + "</div>" * 300)
    refused = error(deep)
    assert isinstance(refused, PageTooDeep)
    assert "MAX_PAGE_DEPTH" not in str(refused)  # a higher setting would be refused, too
    assert "allow more with REPORTEDLY_MAX_PAGE_DEPTH" in str(error(deep, limits=Limits(depth=9)))
    assert page(deep, limits=Limits(depth=302))


def test_end_tags_that_html_implies_are_not_depth(write: Write) -> None:
    for markup in ["<p>one", "<li>one", "<tr><td>one", "<br>", "<svg><path d='x'/></svg>"]:
        path = write("a.html", "<html><body><table>" + markup * 500)
        assert page(path, limits=Limits(depth=20))


def test_markup_without_any_element_is_let_through() -> None:
    for nothing in ["", "no tag at all", "<!-- -->", "<", "<<<<"]:
        gauge(nothing, Limits(depth=3, elements=3), "a.html")  # html, body and p are implied


def test_the_limit_on_elements_is_exact(write: Write) -> None:
    path = write("a.html", "<html><body>" + "<p>one</p>" * 98)
    assert page(path, limits=Limits(elements=100))
    found = error(path, limits=Limits(elements=99))
    assert isinstance(found, PageTooLarge)
    assert "more than 99 HTML elements" in found.message
    assert "REPORTEDLY_MAX_PAGE_ELEMENTS" in found.message


def test_attributes_count_as_a_quarter_of_an_element(write: Write) -> None:
    path = write("a.html", "<html><body>" + "<p a=1 b=2 c=3 d=4>one</p>" * 49)
    assert page(path, limits=Limits(elements=100))
    assert isinstance(error(path, limits=Limits(elements=99)), PageTooLarge)


def test_an_element_of_countless_attributes_is_refused_in_time(write: Write) -> None:
    crowd = " ".join(f"a{number}=1" for number in range(100_000))
    found = error(write("a.html", f"<html><body><div {crowd}>one</div>"))
    assert isinstance(found, PageTooLarge)
    assert "'div' with more than 1,000 attributes" in found.message


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("a.html", "Ã©tÃ© â€œquotedâ€ Ã¼ber naÃ¯ve".encode()),  # on one line, by the megabyte
        ("a.html", "<p>Peña</p>\n".encode()),  # on very many
        ("a.html", "<p>Peña</p>".encode("cp1252") + "<p>Peña</p>\n".encode()),
        ("a.txt", "Ã©tÃ© â€œquotedâ€ Ã¼ber\n".encode()),
        ("a.txt", b"&amp;amp;lt; said. "),
        ("a.txt", "ä".encode("cp1252")),
    ],
)
def test_text_that_takes_long_to_repair_is_refused_before_it_is(
    name: str, line: bytes, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reportedly.pages.gauging._MOST_ODD", 50_000)
    monkeypatch.setattr("reportedly.pages.gauging._BLOCK", 999)
    few, many = line * 100, line * (120_000 // len(line))
    assert page(write(f"few-{name}", few))
    monkeypatch.setattr("reportedly.pages.making.repair", None)
    found = error(write(name, many))
    assert isinstance(found, PageTooLarge)
    assert "more than 50,000 characters" in found.message


def test_plain_text_needs_no_repair_however_long(write: Write) -> None:
    plain = "The ferry stays in port & that is that. " * 150_000
    assert page(write("a.html", f"<p>{plain}"))


def test_a_null_does_not_hide_what_follows(write: Write) -> None:
    hidden = write("a.html", "<html><body><p>one\0" + "x" * 1000 + "<b>" * 300)
    assert isinstance(error(hidden), PageTooDeep)


@pytest.mark.parametrize(
    "markup",
    [
        "<script>var a = '<div>';" * 20_000,
        "<p>" + "&amp;&#x41;&nbsp;" * 20_000,
        "<p title='" + "a" * 500_000 + "'>one</p>",
        "<p>" + "<" * 500_000,
        "<p>" + "a\0 " + "word " * 100_000,
    ],
    ids=["script", "entities", "attribute", "brackets", "null"],
)
def test_long_but_shallow_markup_costs_its_own_length(markup: str, write: Write) -> None:
    path = write("a.html", "<html><body>" + markup)
    tracemalloc.start()
    try:
        assert page(path, limits=Limits(size=1_000_000, elements=10))
        assert tracemalloc.get_traced_memory()[1] < 12 * len(markup)
    finally:
        tracemalloc.stop()


def test_entities_of_a_document_are_not_expanded(write: Write) -> None:
    names = "bcdefghij"
    bomb = "".join(f'<!ENTITY {name} "{f"&{chr(ord(name) - 1)};" * 10}">' for name in names)
    body = f'<!DOCTYPE html [<!ENTITY a "boom">{bomb}]><html><body><p>&j;</p>'
    assert len(page(write("a.html", body)).text) <= len(body)


def test_the_limit_on_time(write: Write) -> None:
    slow = write("a.txt", ("Ã¢â‚¬â„¢ã\x83 é¤ " * 40 + "\n") * 5_000)
    assert isinstance(error(slow, limits=Limits(seconds=0.02)), PageTooSlow)


# Encodings

POLISH = "Burmistrz powiedział, że most będzie większy, żółty i źle zrobiony. Święta są śliczne. "
RUSSIAN = "Губернатор сообщил, что мост будет построен в следующем году. "
CHINESE = "市长表示，这座桥将在明年完工，居民们对此表示欢迎。"


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_decides(codec: str, write: Write) -> None:
    found = page(write("a.txt", SCRAPE.encode(codec)))
    assert found.text == SCRAPE


@pytest.mark.parametrize(
    ("text", "codec", "declaration"),
    [
        (POLISH, "iso8859-2", '<meta charset="iso-8859-2">'),
        (RUSSIAN, "koi8-r", "<META content='text/html; charset=KOI8-R' http-equiv=content-type>"),
        (CHINESE, "gbk", "<meta charset=gb2312>"),
        ("They said “no” — Zoë", "cp1252", '<meta charset="iso-8859-1">'),
        ("Zoë said so.", "iso8859-1", '<?xml version="1.0" encoding="ISO-8859-1"?>'),
        ("市長は述べた。", "iso2022_jp", '<meta charset="iso-2022-jp">'),
    ],
)
def test_a_declaration_is_heard(text: str, codec: str, declaration: str) -> None:
    assert decode(f"{declaration}<p>{text}".encode(codec)) == f"{declaration}<p>{text}"


@pytest.mark.parametrize(
    ("text", "codec"),
    [(RUSSIAN, "cp1251"), (CHINESE, "gbk"), (SCRAPE, "cp1252")],
)
@pytest.mark.parametrize("declaration", ["", '<meta charset="utf-8">', "<meta charset=hex>"])
def test_what_is_declared_wrongly_or_not_at_all_is_guessed(
    text: str, codec: str, declaration: str
) -> None:
    body = f"{declaration}<p>{text * 5}"
    assert decode(body.encode(codec)) == body


@pytest.mark.parametrize(
    "declared", ["iso-8859-1", "windows-1251", "shift_jis", "utf-16", "klingon"]
)
def test_utf8_is_known_under_any_declaration(declared: str) -> None:
    text = f'<meta charset="{declared}"><p>{SCRAPE} {RUSSIAN}'
    assert decode(text.encode()) == text


def test_a_stray_byte_does_not_spoil_a_page() -> None:
    body = SCRAPE.encode() * 9 + b"It\x92s here.\n"
    assert decode(body) == SCRAPE * 9 + "It’s here.\n"


@pytest.mark.parametrize("name", ["Peña", "Lefèvre", "Müßig"])
def test_one_accent_in_an_english_page(name: str) -> None:
    text = f"The governor, {name}, said on Friday that the bridge would open. " * 4
    assert decode(text.encode("cp1252")) == text


@given(st.binary(max_size=300))
def test_any_bytes_can_be_decoded(body: bytes) -> None:
    assert isinstance(decode(body), str)


def test_mojibake_is_repaired_and_quotes_stay_curly(write: Write) -> None:
    broken = SCRAPE.encode().decode("cp1252", "replace")
    assert "â€œabout time" in broken
    assert page(write("a.txt", broken.replace("\ufffd", "\x9d"))).text == SCRAPE
    assert "“about time”" in page(write("a.html", MARKUP)).text


def test_escapes_in_markup_stay_escapes(write: Write) -> None:
    markup = "<html><body><p title='a &quot;b&quot;'>3 &lt; 4 &amp;amp; cafÃ©</p>"
    assert page(write("a.html", markup)).text == markup.replace("Ã©", "é")


@given(st.text(st.sampled_from("a<&;\r\n\t\x0b\x1c\u2028\x85Ãé\x1b[m¢â€™“\ud83d\ude00\0ﬁ\u0301")))
def test_the_shortcut_over_plain_lines_of_markup_changes_nothing(text: str) -> None:
    assert repair(text, markup=True) == ftfy.fix_text(
        text, uncurl_quotes=False, unescape_html=False
    )


# JSON Lines


def lines(*rows: object) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)


@given(st.text(st.characters(), min_size=1).filter(str.strip))
def test_ready_text_is_kept_code_point_for_code_point(text: str) -> None:
    stdin, sys.stdin = sys.stdin, io.TextIOWrapper(io.BytesIO(lines({"text": text}).encode()))
    try:
        found = page("-")
    finally:
        sys.stdin = stdin
    assert (found.text, found.form) == (text, Form.TEXT)
    assert found.body == text.encode("utf-8", "surrogatepass")


@pytest.mark.parametrize("text", ["a\ud800b", "nul\0nul", "Ã©\r\n\ufeff", "e\u0301 ﬁ &amp;"])
def test_nothing_in_ready_text_is_repaired(text: str, write: Write) -> None:
    assert page(write("a.jsonl", lines({"text": text}))).text == text


def test_the_keys_of_a_line_count_as_given(write: Write) -> None:
    row = {
        "id": 7,
        "text": "Ready.",
        "title": "A title",
        "url": "https://example.org/a",
        "site": "The Oldhaven Post",
        "byline": ["Ines Valkonen", "Tor Brask"],
        "date": "2024-03-05T23:30:00Z",
        "other": [1],
    }
    found = page(write("a.jsonl", lines(row)))
    names = ("Ines Valkonen", "Tor Brask")
    assert found.given == Given("7", "A title", names, "The Oldhaven Post", date(2024, 3, 5))
    assert found.url == "https://example.org/a"
    bare = {"text": "Ready.", "title": "", "byline": "Tor Brask", "date": None}
    assert page(write("b.jsonl", lines(bare))).given == Given(byline=("Tor Brask",))


def test_fields_can_be_named(write: Write) -> None:
    path = write("a.jsonl", lines({"id": 1, "text": "no", "article": "x-1", "body": "Ready."}))
    found = page(path, text_field="body", id_field="article")
    assert (found.text, found.given.id) == ("Ready.", "x-1")
    missing = error(path, text_field="corpus", id_field="article")
    assert (missing.id, missing.about) == ("x-1", f"{path}:1")
    assert "--text-field" in missing.message
    assert "no field 'nr'" in error(path, id_field="nr").message


def test_with_scrape_the_text_is_a_scrape(write: Write) -> None:
    found = page(write("a.jsonl", lines({"id": "a", "text": "It was cafÃ©\r\n"})), scrape=True)
    assert (found.form, found.text, found.given.id) == (Form.SCRAPE, "It was café\n", "a")


@pytest.mark.parametrize(
    ("line", "kind", "id"),
    [
        ('{"id": "b", "text": ]}', "unreadable", "b"),
        ('{"id": 4, "text": "x" "y"}', "unreadable", "4"),
        ("{'id': 'b'}", "unreadable", None),
        ('["id", "text"]', "unreadable", None),
        ('{"id": "b"}', "unreadable", "b"),
        ('{"id": "b", "text": 5}', "unreadable", "b"),
        ('{"id": "b", "text": " \\n"}', "empty", "b"),
        ('{"id": ["b"], "text": "x"}', "unreadable", None),
        ('{"id": "b", "text": "x", "date": "last May"}', "unreadable", "b"),
        ('{"id": "b", "text": "x", "title": 5}', "unreadable", "b"),
        ('{"id": "b", "text": "x", "byline": {}}', "unreadable", "b"),
        ('{"id": "b", "text": ' + "[" * 100_000, "unreadable", "b"),
        ('{"id": "b", "text": "' + "long " * 100_000 + '"}', "too-large", "b"),
        ('{"id": "b", "n": ' + "9" * 5000 + "}", "unreadable", "b"),
        ("\x00\x01", "unreadable", None),
    ],
)
def test_a_bad_line_is_reported_and_the_rest_is_read(
    line: str, kind: str, id: str | None, write: Write
) -> None:
    good = lines({"id": "a", "text": "Ready."})
    path = write("a.jsonl", f"{good}\n{line}\n{good}")
    first, bad, last = capture([path], limits=Limits(size=200_000))
    assert isinstance(first, Page)
    assert isinstance(bad, PageError)
    assert isinstance(last, Page)
    assert (bad.kind, bad.id, bad.about) == (kind, id, f"{path}:3")
    assert last.origin == f"{path}:4"


def test_a_file_that_ends_within_a_line(write: Write) -> None:
    row = lines({"id": "a", "text": "Ready."})
    assert page(write("a.jsonl", row.rstrip()))
    cut = error(write("b.jsonl", row[:-6]))
    assert isinstance(cut, PageTruncated)
    assert cut.id == "a"
    packed = gzip.compress((row + os.urandom(5000).hex()).encode())
    found = list(capture([write("c.jsonl.gz", packed[:-2000])]))
    assert isinstance(found[-1], PageTruncated)


def test_lines_without_a_name_for_it(write: Write, standard_input: Callable[[bytes], None]) -> None:
    standard_input(b"\xef\xbb\xbf" + lines({"text": "Ready."}).encode())
    assert page("-").form is Form.TEXT
    standard_input(b" \n" + lines({"text": "Ready."}).encode())
    assert page("-", text_field="text").form is Form.TEXT
    assert page(write("a.data", lines({"text": "Ready."}))).form is Form.TEXT
    assert page(write("a.txt", "{curly} braces"), text_field="text").form is Form.SCRAPE


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.txt.gz"])
@pytest.mark.parametrize("field", [{"text_field": "text"}, {"id_field": "nr"}])
def test_lines_under_the_name_of_a_page(name: str, field: dict[str, str], write: Write) -> None:
    content = lines({"nr": 1, "text": "Ready."}).encode()
    path = write(name, gzip.compress(content) if name.endswith(".gz") else content)
    assert page(path, **field).form is Form.TEXT
    assert page(path).form is not Form.TEXT
    assert page(path.parent, **field).form is not Form.TEXT


@pytest.mark.parametrize(
    ("written", "id"), [("7", "7"), ("7.5", "7.5"), ('"7"', "7"), ("true", None), ("[7]", None)]
)
def test_a_line_has_one_id_whether_it_can_be_read_or_not(
    written: str, id: str | None, write: Write
) -> None:
    whole = f'{{"id": {written}, "text": "Ready."}}\n'
    path = write("a.jsonl", whole + whole.replace('"Ready."', "Ready."))
    first, broken = capture([path])
    assert (first.given.id if isinstance(first, Page) else first.id) == id
    assert isinstance(first, Page) is (id is not None)
    assert isinstance(broken, PageError)
    assert broken.id == id


def test_a_file_without_lines(write: Write) -> None:
    assert isinstance(error(write("a.jsonl", "\n \n")), EmptyPage)


def test_lines_stream(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    row = lines({"text": "Ready. " * 2000})
    with path.open("w") as file:
        file.writelines(row for _ in range(1500))
    tracemalloc.start()
    try:
        assert sum(isinstance(found, Page) for found in capture([path])) == 1500
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()


def test_the_seed_page(shared: Path) -> None:
    found = page(shared / "seed" / "page.txt")
    assert found.form is Form.SCRAPE
    assert found.text == ftfy.fix_text(found.body.decode(), uncurl_quotes=False)


def test_every_page_of_the_corpus_is_html(shared: Path) -> None:
    found = list(capture(sorted((shared / "data" / "html").glob("*.gz"))[:20]))
    assert [f.form for f in found if isinstance(f, Page)] == [Form.HTML] * len(found)


def test_repair_reads_blocks_of_lines_as_it_reads_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "plain\r\nlone\rreturn\n\nZoÃ« said\tso\r\n" * 5 + "no break at the end Ã«"
    whole = repair(text, markup=True)
    for size in (1, 7, 40):
        monkeypatch.setattr("reportedly.pages.decoding._BLOCK", size)
        assert repair(text, markup=True) == whole
    assert whole.startswith("plain\nlone\nreturn\n\nZoë said\tso\n")


def test_text_of_countless_lines_is_refused(write: Write) -> None:
    limits = Limits(elements=10)
    assert isinstance(error(write("a.txt", "a\n" * 41), limits=limits), PageTooLarge)
    assert page(write("b.txt", "a\n" * 40), limits=limits)
