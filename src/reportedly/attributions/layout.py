"""Datelines and subheadings: what stands in a text beside its sentences."""

from __future__ import annotations

from reportedly.attributions.naming import Kind
from reportedly.attributions.page import Page
from reportedly.attributions.tokens import Tokens
from reportedly.data import Article, BlockKind, Span

_LONGEST = 80  # code points of a dateline
_DASHES = frozenset("—–-")
_WITHIN = frozenset(",./()")


def dateline(page: Page, offset: int) -> Span | None:
    """The "MARLOW, Aldova (Reuters) —" in which `offset` lies, at the start of a paragraph."""
    tokens = page.tokens
    floor = max(offset - _LONGEST, 0)
    start = tokens.text.rfind("\n", floor, offset) + 1
    if start == 0 and floor > 0:
        return None
    first = tokens.first(start)
    end = _dateline_end(tokens, first, start + _LONGEST)
    if end is None or tokens.starts[end - 1] <= offset:
        return None
    shouted = tokens.words[first].isupper() and len(tokens.words[first]) > 1
    speakers = (Kind.PERSON, Kind.MEDIA, Kind.ORGANISATION, Kind.GOVERNMENT)
    names = page.register.within(first, first + 1)
    if not shouted and any(name.named.kind in speakers for name in names):
        return None
    return Span(start, tokens.ends[end - 1])


def _dateline_end(tokens: Tokens, first: int, limit: int) -> int | None:
    """One past the dash, or the bracket, that ends a dateline; a sentence must follow."""
    if not tokens.capital(first):
        return None
    i = first + 1
    while i < len(tokens) and tokens.ends[i] <= limit and tokens.words[i] not in _DASHES:
        if not (tokens.capital(i) or tokens.words[i] in _WITHIN or tokens.words[i].isdigit()):
            break
        i += 1
    end = i
    while tokens.words[end] in _DASHES:
        end += 1
    bracket = tokens.words[i - 1] == ")" and tokens.words[first].isupper()
    if end == i and not bracket:
        if ")" not in tokens.words[first:i] or not tokens.words[first].isupper():
            return None
        end = tokens.words.index(")", first, i) + 1
    follows = tokens.words[end] if tokens.words[end].isalnum() else tokens.words[end + 1]
    begins = follows[:1].isupper() or follows[:1].isdigit()
    return end if begins else None


def subheadings(article: Article) -> frozenset[int]:
    """Where the subheadings of an article begin in its text."""
    return frozenset(
        block.span.start
        for block in article.blocks
        if block.kind is BlockKind.SUBHEADING and block.span is not None
    )


_WORDS = 8  # of a line that may be a subheading without being marked as one
_FINAL = frozenset(".!?:;,…")


def before_subheading(page: Page, span: Span) -> Span:
    """The span up to the first subheading that begins inside it, after a paragraph break."""
    text = page.tokens.text
    if span.start in page.subheadings:
        return Span(span.start, span.start)
    at = text.find("\n", span.start, span.end)
    while at >= 0:
        begin = at + 1
        line = text[begin : begin + _LONGEST + 1].partition("\n")[0]
        if begin < span.end and (begin in page.subheadings or _short(line)):
            return Span(span.start, span.start + len(text[span.start : at].rstrip()))
        at = text.find("\n", begin, span.end)
    return span


def is_subheading(page: Page, span: Span) -> bool:
    """True where the span is a whole line that looks like a subheading."""
    text = page.tokens.text
    begin = text.rfind("\n", max(span.start - _LONGEST, 0), span.start) + 1
    if begin == 0 or text[begin : span.start].strip("\"“‘«' "):
        return False
    line = text[begin : begin + _LONGEST + 1].partition("\n")[0]
    return _short(line) and span.end - begin >= len(line.rstrip("\"”’'») "))


def _short(line: str) -> bool:
    """True for a line of a few words that ends like no sentence."""
    if len(line) > _LONGEST:
        return False
    plain = line.strip().rstrip("\"”’'»)")
    return bool(plain) and plain[-1] not in _FINAL and len(plain.split()) <= _WORDS
