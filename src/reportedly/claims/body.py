"""What all rules about an article's text look at: its sentences and its figures."""

from __future__ import annotations

from reportedly.claims.quantities import find_quantities
from reportedly.claims.sentences import split_sentences


class Body:
    """A text with its sentences and figures: looked at once for all who read it."""

    __slots__ = ("quantities", "sentences", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.sentences = list(split_sentences(text))
        self.quantities = find_quantities(text)
