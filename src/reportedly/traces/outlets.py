"""Outlets by name: "the Brennick Courier", "Courier", "brennick-courier.example" are one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from reportedly.claims.lexicon import words
from reportedly.data import Source, SourceType

_WORD = re.compile(r"[^\W_]+")
_EMPTY = words(
    "the a an newspaper paper magazine website site web daily news agency online broadcaster",
    "station newswire com org net co uk www tv",
)
_SUFFIX = re.compile(r"(?:\.[a-z]{2,3})?\.[a-z]{2,24}\Z")
_CARRIERS = frozenset({SourceType.MEDIA, SourceType.ORGANISATION, SourceType.SOCIAL_MEDIA})


def name_of(name: str | None) -> tuple[str, ...]:
    """The words of an outlet's name that tell it apart."""
    every = [word.casefold() for word in _WORD.findall((name or "").replace("’s", "s"))]
    return tuple([word for word in every if word not in _EMPTY] or every)


def host_of(url: str | None) -> str:
    """The telling part of an address's host, without dashes: "brennickcourier"."""
    host = (urlsplit(url).hostname or "") if url else ""
    plain = _SUFFIX.sub("", host.removeprefix("www."))
    return plain.rpartition(".")[2].replace("-", "")


def site_host(site: str | None, url: str | None) -> str:
    """The telling part of a page's host: of its address, else of its site where that is a host."""
    return host_of(url) or (host_of(f"//{site}") if site and "." in site else "")


def is_outlet(name: str | None, site: str | None, url: str | None) -> bool:
    """True where `name` is that of the site, in full, or is what its host is called."""
    called = name_of(name)
    if not called:
        return False
    return called == name_of(site) or "".join(called) == site_host(site, url)


def is_own(name: str | None, site: str | None, url: str | None) -> bool:
    """True where an article of the site means itself by `name`: "told the Courier"."""
    called = name_of(name)
    if not called:
        return False
    return set(called) <= set(name_of(site)) or is_outlet(name, site, url)


def may_be_outlet(source: Source) -> bool:
    """True for a named source that may have a site of its own."""
    return source.name is not None and source.type is not SourceType.UNNAMED


def passes_on(source: Source) -> bool:
    """True for a source that tells what it has from others: papers, agencies, networks."""
    return source.type in _CARRIERS


def same_name(one: str | None, other: str | None) -> bool:
    """True for two names of which one has all words of the other: "Brekke", "Tomas Brekke"."""
    first, second = set(name_of(one)), set(name_of(other))
    return bool(first and second) and (first <= second or second <= first)


def longest(names: Iterable[str]) -> str:
    """The fullest of the names of one source; of several the first in the alphabet."""
    return min(names, key=lambda name: (-len(name_of(name)), -len(name), name))
