"""Attributions marked by hand in a text, for the tests of sources and chains.

`[1s:Ana Soto] [1c:said] [1x:that the dam held].` marks source, cue and content of the first
attribution; a content may be in several pieces.
"""

from __future__ import annotations

import re

from reportedly.attributions import resolve
from reportedly.data import Article, Attribution, Chain, Dating, Quotation, Source, Span

_MARK = re.compile(r"\[(\d+)([scx]):([^]]*)\]")


def article_of(text: str, site: str | None = None) -> Article:
    """An article with nothing but its text."""
    return Article(None, (), site, (), "en", Dating(), text, ())


def marked(text: str) -> tuple[str, list[Attribution]]:
    """The text without its marks, and the attributions that they mark."""
    plain = ""
    at = 0
    spans: dict[int, dict[str, list[Span]]] = {}
    for match in _MARK.finditer(text):
        plain += text[at : match.start()]
        span = Span(len(plain), len(plain) + len(match[3]))
        spans.setdefault(int(match[1]), {}).setdefault(match[2], []).append(span)
        plain += match[3]
        at = match.end()
    plain += text[at:]
    return plain, [_attribution(number, roles) for number, roles in sorted(spans.items())]


def _attribution(number: int, roles: dict[str, list[Span]]) -> Attribution:
    return Attribution(
        f"a{number}",
        next(iter(roles.get("s", ())), None),
        next(iter(roles.get("c", ())), None),
        tuple(roles.get("x", ())),
        Quotation.INDIRECT,
        0.9,
    )


class Reading:
    """What `resolve` makes of a marked text, in words."""

    def __init__(self, text: str, site: str | None = None) -> None:
        self.text, attributions = marked(text)
        self.sources: list[Source]
        self.chains: list[Chain]
        self.sources, self.chains = resolve(article_of(self.text, site), attributions)
        self._by_id = {source.id: source for source in self.sources}

    def source(self, number: int) -> Source:
        """The last link of the chain with this place in the reading, from 0."""
        return self._by_id[self.chains[number].links[-1].source]

    def speakers(self) -> list[str]:
        """The ids of the last links."""
        return [chain.links[-1].source for chain in self.chains]

    def path(self, number: int = 0) -> list[str]:
        """Who the links of a chain are: their names, or the words that stand for them."""
        return [
            self._by_id[link.source].name or (link.mention or Span(0, 0)).cut(self.text)
            for link in self.chains[number].links
        ]

    def content(self, number: int = 0) -> list[str]:
        """The pieces of a chain's content."""
        return [span.cut(self.text) for span in self.chains[number].content]
