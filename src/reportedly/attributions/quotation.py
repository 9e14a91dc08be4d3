"""How much of a content stands in quotation marks."""

from __future__ import annotations

from collections.abc import Sequence

from reportedly.data import Quotation, Span


def quotation_of(text: str, quoted: bytes, content: Sequence[Span]) -> Quotation:
    """The quotation kind of a content.

    `quoted` is `typography.quote_mask(text)`: made once for a text, asked for each of its
    contents. Only letters and digits count, so that marks and commas at the edges, inside or
    outside the content, change nothing. A content without any is indirect.
    """
    if all(quoted.find(1, span.start, span.end) < 0 for span in content):
        return Quotation.INDIRECT  # most contents, and quick to tell
    inside = outside = False
    for span in content:
        marks = quoted[span.start : span.end]
        begin = 0
        while begin < len(marks):
            end = marks.find(not marks[begin], begin)
            end = len(marks) if end < 0 else end
            if any(map(str.isalnum, text[span.start + begin : span.start + end])):
                inside, outside = inside or marks[begin] > 0, outside or not marks[begin]
            begin = end
    if not inside:
        return Quotation.INDIRECT
    return Quotation.MIXED if outside else Quotation.DIRECT
