"""Which code points of a text attributions already hold, so that none is given twice."""

from __future__ import annotations

from collections.abc import Iterable

from reportedly.data import Span


class Covered:
    """The code points that spans have covered so far; one byte each."""

    __slots__ = ("_held",)

    def __init__(self, text: str, spans: Iterable[Span] = ()) -> None:
        self._held = bytearray(len(text))
        for span in spans:
            self.cover(span)

    def cover(self, span: Span) -> None:
        self._held[span.start : span.end] = b"\1" * len(self._held[span.start : span.end])

    def touches(self, span: Span) -> bool:
        """True when any of the span is covered."""
        return self._held.find(1, span.start, span.end) >= 0

    def free(self, span: Span) -> Span:
        """The longest end of the span, or start of it, that nothing covers."""
        taken = self._held.find(1, span.start, span.end)
        if taken < 0:
            return span
        last = self._held.rfind(1, span.start, span.end)
        if span.end - last - 1 > taken - span.start:
            return Span(last + 1, span.end)
        return Span(span.start, taken)
