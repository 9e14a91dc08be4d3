"""Speech that the layout of a text attributes: signed quotations, and turns of a transcript.

    “We left at dawn.”            MAYOR: We left at dawn.
    — Ilse Varga, mayor           HOLM: And the sheep?

The tagger knows few of either from its corpus, and their form says all. What it found in such
a passage gives way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from reportedly.attributions.quotation import quotation_of
from reportedly.data import Attribution, Span
from reportedly.encoder import Bools

_CONFIDENCE = 0.9  # the share of them that were right on the development articles

_DASH = re.compile("[―—–]|--?")
_BEFORE = 4  # code points of white space that may stand between a quotation and its signature
_SIGNATURE = 80  # code points, at most
_PARAGRAPH = 5000  # code points of a signed quotation, at most
_OPENING, _CLOSING = "“”\"«„'‘", "”\"»'’"
_NAME = re.compile(r"(?:[A-Z][\w.’'-]*|(?:of|the|de|da|van|von|al|bin|and)\b)(?:[ \xa0]|$)")

_TURN = re.compile(
    r"^[ \t]{0,8}[\"“]?([A-Z][A-Z.’'-]+(?: [A-Z][A-Z.’'-]+){0,3})(:)[ \t]", re.MULTILINE
)
_WHITE = " \t\r\xa0"
_TURNS = 3  # so many make a transcript


def with_laid_out(text: str, quoted: Bools, found: Sequence[Attribution]) -> list[Attribution]:
    """`found`, and what the layout attributes in place of what touches it, in any order.

    `quoted` is `encoder.quote_mask(text)`. Linear in the length of `text`.
    """
    spoken = [*_signed(text), *_turns(text)]
    taken = bytearray(len(text))
    for source, _, content in spoken:
        for span in (source, content):
            taken[span.start : span.end] = b"\1" * len(span)
    kept = [
        one
        for one in found
        if not any(any(taken[part.start : part.end]) for part in (one.cue, *one.content) if part)
    ]
    for source, cue, content in spoken:
        kind = quotation_of(text, quoted, (content,))
        kept.append(Attribution("", source, cue, (content,), kind, _CONFIDENCE))
    return kept


def _signed(text: str) -> Iterator[tuple[Span, Span, Span]]:
    """Source, cue and content of a quotation that is a paragraph, with a name after a dash."""
    for dash in _DASH.finditer(text):
        before = text[max(dash.start() - _BEFORE, 0) : dash.start()]
        end = dash.start() - (len(before) - len(before.rstrip()))
        if text[end - 1 : end] not in _CLOSING or not end:
            continue
        signature = text[dash.end() : dash.end() + _SIGNATURE + 1].partition("\n")[0]
        name = signature.partition(",")[0].strip().rstrip(".")
        if len(signature) > _SIGNATURE or not _is_name(name):
            continue
        start = text.rfind("\n", max(end - _PARAGRAPH, 0), end - 1) + 1
        start += len(text[start:end]) - len(text[start:end].lstrip())
        if start < end - 1 and text[start] in _OPENING:
            at = text.index(name, dash.end())
            yield Span(at, at + len(name)), Span(*dash.span()), Span(start, end)


def _is_name(words: str) -> bool:
    return words[:1].isupper() and all(map(_NAME.fullmatch, re.findall(r"\S+\s?", words)))


def _turns(text: str) -> Iterator[tuple[Span, Span, Span]]:
    """Source, cue and content of what a transcript gives each speaker, to the line's end."""
    turns = list(_TURN.finditer(text))
    if len(turns) < _TURNS or len({turn.group(1) for turn in turns}) in (1, len(turns)):
        return  # a list of headings, where nobody speaks twice or only one does
    for turn in turns:
        end = text.find("\n", turn.end())
        content = text[turn.end() : end if end >= 0 else len(text)].rstrip(_WHITE + '”"')
        if content:
            start = turn.end()
            yield Span(*turn.span(1)), Span(*turn.span(2)), Span(start, start + len(content))
