"""Where a stretch of a page stands, said so that it is found again on the live page."""

from __future__ import annotations

from reportedly.data import Span, TextQuote

_CONTEXT = 32  # code points on either side, as annotation clients keep them


def text_quote(document: str, span: Span) -> TextQuote:
    """The Web Annotation TextQuote of `span` in the text of a document (`document_text`)."""
    return TextQuote(
        exact=span.cut(document),
        prefix=document[max(0, span.start - _CONTEXT) : span.start],
        suffix=document[span.end : span.end + _CONTEXT],
    )
