"""How much of a content stands in quotation marks."""

from __future__ import annotations

from collections.abc import Sequence

from reportedly.data import Quotation, Span
from reportedly.typography import Bools


def quotation_of(text: str, quoted: Bools, content: Sequence[Span]) -> Quotation:
    """The quotation kind of a content.

    `quoted` is `typography.quote_mask(text)`: made once for a text, asked for each of its
    contents. Only letters and digits count, so that marks and commas at the edges, inside or
    outside the content, change nothing. A content without any is indirect.
    """
    marked = [(span.cut(text), quoted[span.start : span.end]) for span in content]
    if not any(marks.any() for _, marks in marked):
        return Quotation.INDIRECT
    inside = {
        mark
        for words, marks in marked
        for letter, mark in zip(words, marks.tolist(), strict=True)
        if letter.isalnum()
    }
    if True not in inside:
        return Quotation.INDIRECT
    return Quotation.MIXED if False in inside else Quotation.DIRECT
