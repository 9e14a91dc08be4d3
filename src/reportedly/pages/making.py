"""One page made of one body, wherever the body came from."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from reportedly.data import Form, Page
from reportedly.errors import BinaryPage, EmptyPage
from reportedly.limits import Limits, deadline
from reportedly.pages.decoding import decode, repair
from reportedly.pages.gauging import gauge, gauge_lines, gauge_repair
from reportedly.pages.sniffing import is_markup, what_binary


@dataclass(frozen=True, slots=True)
class Raw:
    """A page as it was found. To make a page of it takes about as long as to read that."""

    body: bytes
    origin: str
    suffix: str = ""
    charset: str | None = None
    url: str | None = None
    captured_at: dt.datetime | None = None

    def made(self, limits: Limits) -> Page:
        """The page. Raises `PageError`, `PageTooSlow` among them."""
        with deadline(limits.seconds, self.origin):
            return make_page(
                self.body,
                self.origin,
                limits,
                suffix=self.suffix,
                charset=self.charset,
                url=self.url,
                captured_at=self.captured_at,
            )


_CHARSET = re.compile(r";\s*charset\s*=\s*\"?\s*([\w.:-]{2,40})", re.IGNORECASE)


def make_page(
    body: bytes,
    about: str,
    limits: Limits,
    *,
    suffix: str = "",
    charset: str | None = None,
    url: str | None = None,
    captured_at: dt.datetime | None = None,
) -> Page:
    """A page made of bytes. Raises `PageError`.

    `suffix`: what the file is called, or would be by its media type. `charset`: the encoding
    that whoever served the page said; it is kept in the media type, since the bytes alone would
    not tell it again.
    """
    if kind := what_binary(body):
        raise BinaryPage(f"not a page of text but {kind}", about=about)
    decoded = decode(body, charset)
    if not decoded.strip():
        raise EmptyPage("nothing in it but white space" if body else "empty", about=about)
    markup = is_markup(decoded, suffix)
    if not markup:
        gauge_lines(decoded, limits, about)
    gauge_repair(decoded, about, markup=markup)
    text = repair(decoded, markup=markup)
    if markup:
        gauge(text, limits, about)
    media_type = "text/html" if markup else "text/plain"
    if charset and decoded != decode(body):
        media_type += f"; charset={charset}"
    form = Form.HTML if markup else Form.SCRAPE
    return Page(body, text, form, media_type, about, url, captured_at)


def charset_of(content_type: str) -> str | None:
    """The encoding in a media type's parameters."""
    found = _CHARSET.search(content_type[:1000])
    return found[1].lower() if found else None
