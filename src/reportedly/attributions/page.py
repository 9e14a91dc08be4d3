"""What the readers of an article's attributions look at together."""

from __future__ import annotations

from dataclasses import dataclass

from reportedly.attributions.register import Register
from reportedly.attributions.tokens import Tokens
from reportedly.data import Span
from reportedly.typography import quote_mask


class Text:
    """A text, its words and which of it is quoted: looked at once for all who read it."""

    __slots__ = ("quoted", "tokens")

    def __init__(self, text: str) -> None:
        self.tokens = Tokens(text)
        self.quoted = quote_mask(text)


@dataclass(frozen=True, slots=True)
class Page:
    """A text, its names and its quotations."""

    tokens: Tokens
    register: Register
    quoted: bytes  # one for each code point, as `typography.quote_mask` gives it
    subheadings: frozenset[int] = frozenset()  # where they begin


@dataclass(frozen=True, slots=True)
class Step:
    """One link before its source is resolved. Without `mention` nobody is named by it."""

    mention: Span | None
    cue: Span | None
