"""The verb of this room."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from reportedly.data import Form, Page
from reportedly.errors import PageError, unforeseen
from reportedly.limits import Limits, Reach
from reportedly.pages.archives import holds_records, read_archive
from reportedly.pages.decoding import decode, repair
from reportedly.pages.files import (
    PAGE_SUFFIXES,
    Source,
    find,
    is_address,
    opened,
    read_whole,
    unpacked,
)
from reportedly.pages.lines import Fields, holds_lines, read_lines
from reportedly.pages.making import Raw, charset_of

PathLike = str | os.PathLike[str]


def capture(
    paths: PathLike | Iterable[PathLike],
    *,
    limits: Limits = Limits(),
    scrape: bool = False,
    text_field: str | None = None,
    id_field: str | None = None,
    reach: Reach = Reach(),
) -> Iterator[Page | PageError]:
    """The pages in files and folders, on standard input (`-`) and on the web, in order and one
    at a time. `reach`: which addresses (`http://…`, `https://…`) may be fetched.

    A folder is read with all folders in it, by name: its `.html`, `.htm`, `.xhtml`, `.txt`,
    `.jsonl` and `.ndjson` files and those without a suffix, packed by gzip (`.gz`) or not, and
    archives: `.warc`, packed by gzip, zstd or not, and `.wacz`. Hidden files, links to folders
    and files of other kinds (the pictures and scripts that browsers save beside a page) are
    passed over; name a file to have it read whatever it is called. Whether a file is HTML, an
    archive or a plain text scrape is told by its content first.

    JSON Lines hold ready text, an object a line: its `text_field` ("text" if not given) is
    taken code point for code point, its `id_field` ("id", where there is one) stands for the
    page, and `title`, `url`, `site`, `byline` and `date` count as given by the user. With
    `scrape` the text still has its furniture and is repaired like any other scrape.

    Of an archive those records are read that hold a web page served with success.

    Never raises for one page: what cannot be read is yielded as the `PageError` that says why.
    """
    for found in capture_raw(
        paths,
        limits=limits,
        scrape=scrape,
        text_field=text_field,
        id_field=id_field,
        reach=reach,
    ):
        yield made(found, limits)


def capture_raw(
    paths: PathLike | Iterable[PathLike],
    *,
    limits: Limits = Limits(),
    scrape: bool = False,
    text_field: str | None = None,
    id_field: str | None = None,
    reach: Reach = Reach(),
) -> Iterator[Page | Raw | PageError]:
    """The same as `capture`, but pages of files and archives are yet to be made: elsewhere, by
    whoever has the time."""
    fields = Fields(text_field, id_field)
    fetched: Callable[[str], Page | PageError] | None = None
    for path in (paths,) if isinstance(paths, str | os.PathLike) else paths:
        if isinstance(path, str) and is_address(path):
            fetched = fetched or _fetching(reach, limits)
            yield fetched(path)
            continue
        for found in find(os.fspath(path)):
            if isinstance(found, PageError):
                yield found
            else:
                yield from _pages(found, limits, scrape, fields)


def made(page: Page | Raw | PageError, limits: Limits) -> Page | PageError:
    """The page that a raw one is, or what is wrong with it."""
    if not isinstance(page, Raw):
        return page
    try:
        return page.made(limits)
    except PageError as error:
        return error
    except Exception as error:
        return unforeseen(error, page.origin)


def recapture(page: Page) -> Page:
    """A page that was kept without its `text`, with the text that its bytes give. Raises
    `PageError`."""
    charset = charset_of(page.media_type)
    match page.form:
        case Form.TEXT:
            text = page.body.decode("utf-8", "surrogatepass")
        case Form.SCRAPE:
            text = repair(decode(page.body, charset))
        case Form.HTML:
            text = repair(decode(page.body, charset), markup=True)
    return replace(page, text=text)


def _fetching(reach: Reach, limits: Limits) -> Callable[[str], Page | PageError]:
    """What fetches pages, one server's after the other's and each server's politely."""
    from reportedly.pages.fetching import Fetcher  # here: to load httpx takes a while

    fetcher = Fetcher(reach, limits)

    def fetched(address: str) -> Page | PageError:
        try:
            return fetcher.page(address)
        except PageError as error:
            return error

    return fetched


def count(paths: Iterable[PathLike]) -> int | None:
    """How many pages `capture` would yield, without opening a file or asking a server.

    None where only reading would tell: on standard input, in JSON Lines, and in files whose
    name does not say that they are pages.
    """
    total = 0
    for path in paths:
        if isinstance(path, str) and is_address(path):
            total += 1
            continue
        for found in find(os.fspath(path)):
            if isinstance(found, Source) and found.suffix not in PAGE_SUFFIXES:
                return None
            total += 1
    return total


def _pages(
    source: Source, limits: Limits, scrape: bool, fields: Fields
) -> Iterator[Page | Raw | PageError]:
    try:
        with opened(source) as file:
            if holds_records(source, file):
                yield from read_archive(file, source, limits)
                return
            stream = unpacked(file, source)
            if holds_lines(source, stream, fields):
                yield from read_lines(stream, source, limits, fields, scrape)
            else:
                body = read_whole(stream, source.origin, limits.size)
                yield Raw(body, source.origin, source.suffix)
    except PageError as error:
        yield error
    except Exception as error:
        yield unforeseen(error, source.origin)
