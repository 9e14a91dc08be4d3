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
    inside = total = 0
    for span in content:
        for at in range(span.start, min(span.end, len(text))):
            if text[at].isalnum():
                total += 1
                inside += bool(quoted[at])
    if inside == 0:
        return Quotation.INDIRECT
    return Quotation.DIRECT if inside == total else Quotation.MIXED
