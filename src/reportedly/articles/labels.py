"""What each line of an HTML document is: from what was extracted, its elements and its words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reportedly.articles.asides import leave_repeated
from reportedly.articles.bylines import byline_names, is_biography, is_profile
from reportedly.articles.captions import signs_post
from reportedly.articles.dating import find_dates, is_dateline
from reportedly.articles.documents import DocumentLine
from reportedly.articles.lines import ends_sentence, fold, prose
from reportedly.data import BODY_KINDS, BlockKind

K = BlockKind

_RUNNING = 1.5  # `prose` of a line that is running text beyond doubt
_HEADING = 20  # code points; shorter headings between paragraphs are labels as often
_CREDITS = re.compile(r"\(?Reporting by\b", re.IGNORECASE)
_SCRAP = 40  # code points; "for more features." after a form
_SENTENCE = re.compile(r"[“\"]?[A-Z0-9](?:\S+ ){6,}\S+[.!?][”\"]?")  # right above the body
_AFTER = 5  # lines of the body among which a byline may still stand


@dataclass(frozen=True, slots=True)
class Labels:
    """The kinds of a document's lines, and the byline that stands at the article's head."""

    kinds: list[BlockKind]  # one a line
    byline: tuple[str, ...]


def label(
    items: Sequence[DocumentLine],
    body: Sequence[bool],
    title: str | None,
    names: tuple[str, ...],
) -> Labels:
    """A kind for every line, given which of them an extractor took for the main text.

    `names` are the authors that the page states.
    """
    folded_title = fold(title) if title else ""
    # A page of links alone has no article, whatever an extractor makes of it.
    running = any(
        inside and prose(item.line.text) for item, inside in zip(items, body, strict=True)
    )
    inside_at = [i for i, inside in enumerate(body) if inside]
    first, last = (inside_at[0], inside_at[-1]) if inside_at else (len(items), -1)
    headline = _headline(items, folded_title, first)
    begun = _first_prose(items, body)
    kinds: list[BlockKind] = []
    byline: tuple[str, ...] = ()
    for index, (item, inside) in enumerate(zip(items, body, strict=True)):
        text = item.line.text
        kind: BlockKind | None
        if folded_title and _shows(text, folded_title):
            kind = K.HEADLINE if index == headline else (item.hint or K.RELATED)
        elif headline < index < begun and (head := _head_matter(text)):
            kind = head
        elif running and inside and not _is_posted(items, index):
            listed = kinds[-1:] == [K.RELATED] and item.hint is None and _is_link(item)
            told = kinds[-1:] == [K.BYLINE] and is_profile(text)
            kind = K.BIOGRAPHY if told else _inside(item) or _furniture(item, names)
            kind = K.RELATED if listed else kind
        elif running and headline < index < first and _is_standfirst(items, index, first):
            kind = K.PARAGRAPH
        elif (
            running
            and first < index < last
            and (passed := _passed_over(item, body[index - 1] and body[index + 1]))
        ):
            kind = passed
        else:
            kind = _furniture(item, names)
        if headline <= index <= first + _AFTER:
            byline = _signed(byline, item, kind)
        kinds.append(kind)
    _end_body(items, kinds, names)
    byline = byline or _credited(items, kinds)
    leave_repeated([item.line for item in items], kinds)
    return Labels(kinds, byline)


def _credited(items: Sequence[DocumentLine], kinds: Sequence[BlockKind]) -> tuple[str, ...]:
    """The reporters whom an agency names under its report: "(Reporting by Nela Quist; …)"."""
    for item, kind in zip(reversed(items), reversed(kinds), strict=True):
        if kind is K.BYLINE and _CREDITS.match(item.line.text):
            return byline_names(item.line.text)
    return ()


def _shows(text: str, folded: str) -> bool:
    """True for a line that is the folded title and no more."""
    return len(folded) <= 2 * len(text) and len(text) <= 3 * len(folded) and fold(text) == folded


def _end_body(
    items: Sequence[DocumentLine], kinds: list[BlockKind], names: tuple[str, ...]
) -> None:
    """Headings under which no text of the body stands are those of links; what tells who the
    author is, and the scrap that stands between furniture, is none of the body."""
    for index in range(len(kinds) - 1, 0, -1):
        if kinds[index] is K.SUBHEADING:
            kinds[index] = K.RELATED
        elif kinds[index] is K.PARAGRAPH and is_biography(items[index].line.text, names):
            kinds[index] = K.BIOGRAPHY
        elif kinds[index] in BODY_KINDS:
            if kinds[index - 1] in BODY_KINDS or len(items[index].line.text) > _SCRAP:
                return
            kinds[index] = K.NAVIGATION


def _inside(item: DocumentLine) -> BlockKind | None:
    """The body kind of an extracted line; None for one that its element or words disown."""
    hint, text = item.hint, item.line.text
    if item.cue or hint is K.CAPTION:
        return None
    if hint in BODY_KINDS:
        return hint
    if hint in (K.RELATED, K.NAVIGATION, K.SECTION, K.HEADLINE) and not prose(text):
        return None
    return K.PARAGRAPH


def _passed_over(item: DocumentLine, between: bool) -> BlockKind | None:
    """Running text and headings among the extracted lines, which the extractor left out
    although nothing speaks against them; `between` two of those, a heading may be short."""
    text = item.line.text
    if item.cue:
        return None
    if item.hint is None and prose(text) >= _RUNNING:
        return K.PARAGRAPH
    fits = between or len(text) >= _HEADING
    return K.SUBHEADING if item.hint is K.SUBHEADING and fits else None


def _is_link(item: DocumentLine) -> bool:
    """True for what may stand in a list of links: no running text, nor a sentence without one."""
    return not prose(item.line.text) and (item.links > 0 or not ends_sentence(item.line.text))


def _is_posted(items: Sequence[DocumentLine], index: int) -> bool:
    """True for the text of an embedded post, whose author stands right below."""
    return index + 1 < len(items) and signs_post(items[index + 1].line.text)


def _signed(so_far: tuple[str, ...], item: DocumentLine, kind: BlockKind) -> tuple[str, ...]:
    """The names of the byline after one more line at the article's head."""
    text = item.line.text
    if kind is K.DATELINE and not find_dates(text):
        return so_far
    if kind not in (K.BYLINE, K.DATELINE):
        return so_far
    if so_far:  # "By Nela Quist" and, on a line of its own, "and Tom Varga"
        more = byline_names("by" + text[3:]) if text.startswith("and ") else ()
        return (*so_far, *more)
    marked = item.hint is K.BYLINE  # by its element: "Nela Quist Harbour News"
    return byline_names(text, bare=True) or (byline_names("By " + text) if marked else ())


def _first_prose(items: Sequence[DocumentLine], body: Sequence[bool]) -> int:
    """The line where the body's running text begins, 0 when there is none."""
    return next(
        (i for i, inside in enumerate(body) if inside and prose(items[i].line.text) >= _RUNNING), 0
    )


def _head_matter(text: str) -> BlockKind | None:
    """Byline or date; extractors take them for the first paragraphs where no class tells."""
    if byline_names(text):
        return K.BYLINE
    return K.DATELINE if is_dateline(text) else None


def _headline(items: Sequence[DocumentLine], folded_title: str, first: int) -> int:
    """The line that shows the title: the last one above the body that does."""
    same = [
        i for i, item in enumerate(items) if folded_title and _shows(item.line.text, folded_title)
    ]
    above = [i for i in same if i <= first]
    return (above or same or [0])[-1 if above else 0]


def _is_standfirst(items: Sequence[DocumentLine], index: int, first: int) -> bool:
    """A sentence between headline and body that no element marks as anything else."""
    text = items[index].line.text
    if items[index].hint not in (None, K.SUBHEADING, K.BYLINE):
        return False
    short = index == first - 1 and items[index].hint is None and _SENTENCE.fullmatch(text)
    if prose(text) < _RUNNING and not short:
        return False
    if items[index].cue or byline_names(text):
        return False
    if items[index].hint is K.BYLINE and is_profile(text):
        return False
    # Some pages show their first paragraph as a teaser, too.
    return not any(item.line.text[:60] == text[:60] for item in items[index + 1 : first + 2])


def _furniture(item: DocumentLine, names: tuple[str, ...]) -> BlockKind:
    text = item.line.text
    own = item.cue
    if own in (K.ADVERTISEMENT, K.RESIDUE, K.LEGAL):
        return own
    if is_dateline(text):
        return K.DATELINE if item.hint is not K.NAVIGATION else K.NAVIGATION
    if item.hint and item.hint not in BODY_KINDS and item.hint is not K.HEADLINE:
        return item.hint
    if is_biography(text, names):
        return K.BIOGRAPHY
    return K.BYLINE if byline_names(text) else own or K.NAVIGATION
