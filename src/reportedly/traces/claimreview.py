"""Published fact-checks, as the web tells of them: ClaimReview of schema.org.

    HTML with JSON-LD, a feed or lines of JSON, CSV ─► read_checks ─► FactCheck

The feed is that of Data Commons; any JSON is taken that has ClaimReview objects somewhere in
it. Verdicts stay as they were published.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any

import lxml.html

from reportedly.data import FactCheck
from reportedly.errors import UnreadablePage

_DEEPEST = 60  # objects and lists within one another
_COLUMNS = {
    "claim": ("claimreviewed", "claim_reviewed", "claim", "statement"),
    "title": ("headline", "title", "name"),
    "url": ("url", "link", "review_url"),
    "publisher": ("publisher", "author", "site", "organization", "organisation"),
    "verdict": ("verdict", "rating", "textualrating", "textual_rating", "alternatename", "label"),
    "published": ("datepublished", "date_published", "published", "date"),
    "claimant": ("claimant", "claim_author", "speaker"),
}
_FIELD_LIMIT = 1 << 20  # code points of a cell


def read_checks(text: str, about: str) -> Iterator[FactCheck | UnreadablePage]:
    """The reviews in a page, a feed or a table, in order; what is one and has no claim is an
    error. Nothing is given for a text without any.

    What `text` is, its beginning tells: markup, JSON, else a table with a line of names, parted by
    commas, semicolons or tabs. Raises `UnreadablePage` for JSON that cannot be parsed, for a table
    without a column of claims and for nothing at all.
    """
    start = text.lstrip("\ufeff \t\r\n")[:1]
    if not start:
        raise UnreadablePage("nothing in it", about=about)
    if start == "<":
        for value in _embedded(text):
            yield from _all(value, about)
    elif start in ("{", "["):
        yield from _json(text, about)
    else:
        yield from _table(text, about)


def _embedded(text: str) -> Iterator[Any]:
    # As UTF-8 whatever the page declares: it is decoded already.
    parser = lxml.html.HTMLParser(encoding="utf-8")
    try:
        document = lxml.html.fromstring(text.encode("utf-8", "replace"), parser=parser)
    except lxml.etree.ParserError:  # nothing but comments, say
        return
    for script in document.iter("script"):
        if "ld+json" in (script.get("type") or "").lower():
            try:
                yield json.loads(script.text_content())
            except (ValueError, RecursionError):  # one broken block says nothing of the next
                continue


def _json(text: str, about: str) -> Iterator[FactCheck | UnreadablePage]:
    try:
        yield from _all(json.loads(text.removeprefix("\ufeff")), about)
        return
    except (ValueError, RecursionError) as error:
        whole = error
    # Split by hand: in strings of JSON other ends of lines (U+2028) may stand as they are.
    lines = [(n, line) for n, line in enumerate(text.split("\n"), start=1) if line.strip()]
    if len(lines) < 2:
        raise UnreadablePage(f"no JSON: {whole}", about=about) from whole
    for number, line in lines:
        place = f"{about}:{number}"
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield UnreadablePage(f"not a line of JSON: {error}", about=place)
        else:
            yield from _all(value, place)


def _all(value: Any, about: str, depth: int = 0) -> Iterator[FactCheck | UnreadablePage]:
    """Every ClaimReview in a value of JSON, however nested."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for one in value:
            yield from _all(one, about, depth + 1)
    elif isinstance(value, dict):
        kinds = value.get("@type")
        if "ClaimReview" in (kinds if isinstance(kinds, list) else [kinds]):
            yield _review(value, about)
        else:
            for one in value.values():
                if isinstance(one, dict | list):
                    yield from _all(one, about, depth + 1)


def _review(value: Mapping[str, Any], about: str) -> FactCheck | UnreadablePage:
    rating, item = _first(value.get("reviewRating")), _first(value.get("itemReviewed"))
    verdict = _string(rating.get("alternateName")) or _string(rating.get("name"))
    return _check(
        {
            "claim": _string(value.get("claimReviewed")),
            "title": _string(value.get("headline")) or _string(value.get("name")),
            "url": _string(value.get("url")),
            "publisher": _named(value.get("publisher")) or _named(value.get("author")),
            "verdict": verdict or _string(rating.get("ratingValue")),
            "published": _string(value.get("datePublished")),
            "claimant": _named(item.get("author")),
        },
        about,
    )


def _table(text: str, about: str) -> Iterator[FactCheck | UnreadablePage]:
    csv.field_size_limit(_FIELD_LIMIT)
    lines = io.StringIO(text.removeprefix("\ufeff"), newline=None)
    head = lines.readline()
    lines.seek(0)
    rows = csv.reader(lines, delimiter=max(",;\t", key=head.count))
    try:
        names = [name.strip().lower() for name in next(rows, [])]
        places = {
            field: next((names.index(one) for one in known if one in names), None)
            for field, known in _COLUMNS.items()
        }
        if places["claim"] is None:
            known = ", ".join(_COLUMNS["claim"])
            raise UnreadablePage(f"no column of claims; name it one of {known}", about=about)
        for row in rows:
            if any(cell.strip() for cell in row):
                values = {
                    field: row[place].strip() if place is not None and place < len(row) else ""
                    for field, place in places.items()
                }
                yield _check(values, f"{about}:{rows.line_num}")
    except csv.Error as error:
        raise UnreadablePage(f"no table: {error}", about=f"{about}:{rows.line_num}") from error


def _check(values: Mapping[str, str], about: str) -> FactCheck | UnreadablePage:
    if not values["claim"]:
        return UnreadablePage("a review that does not say which claim it reviews", about=about)
    return FactCheck(**values)


def _first(value: Any) -> Mapping[str, Any]:
    if isinstance(value, list):
        value = value[0] if value else None
    return value if isinstance(value, dict) else {}


def _named(value: Any) -> str:
    return _string(value) or _string(_first(value).get("name"))


def _string(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return " ".join(str(value).split())
