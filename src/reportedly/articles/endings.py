"""Where the article of a scrape ends: before the note on its author and the texts of others,
after the list that it announces."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reportedly.articles.asides import keyed_items
from reportedly.articles.bylines import byline_names
from reportedly.articles.dating import is_dateline
from reportedly.articles.lines import Line, breaks_off, ends_sentence, prose
from reportedly.data import BODY_KINDS, BlockKind

K = BlockKind

_TOLD = 5  # body lines above a note on the author that stands under an article, not in its head
_FEW = 3  # above a heading of links under an article
_FOOT = frozenset({K.RELATED, K.WIDGET, K.NAVIGATION, K.LEGAL, K.COMMENTS, K.BYLINE})
_KINDS = 3  # of those with no paragraph between them, the fewest that are an article's foot
_FIGURES = re.compile(r"\d+")
_WORDS = re.compile(r"[^\W\d_]+")
_YEAR = re.compile(r"(?:18|19|20)\d\d\b")
_SIGNED = 3  # teasers with dates of their own, the fewest
_TEASER = 320  # code points
_HEADING = 40  # code points
_TABLE = 40  # lines
_PLAIN = (None, K.NAVIGATION, K.CAPTION, K.ADVERTISEMENT)
_LINKS = 12  # lines
_QUOTED = re.compile(r"[“\"]")
_SPEAKER = re.compile(
    r"\b(?P<before>[A-Z][\w’'-]{2,}) (?:said|says|added|told|wrote)\b"
    r"|\b(?:said|says|added|wrote) (?P<after>[A-Z][\w’'-]{2,})"
)
_CLOSING = 3  # short sentences that may end an article, the most
_SENTENCE = 3  # words
_PARAGRAPH = 8.0  # `prose` of one that is long
_ITEMS = (2, 60)  # of a list that ends an article, the fewest and the most


def end_of_body(
    lines: Sequence[Line], cues: Sequence[BlockKind | None], begin: int, end: int
) -> int:
    """The end of a body that stands in the half-open range of lines, more or less."""
    end = _beyond_links(lines, cues, begin, _beyond_tables(lines, cues, end))
    end = _without_signature(lines, begin, end)
    if begin < end < len(lines) and not cues[end] and breaks_off(lines[end].text):
        end += 1
    return _with_list(lines, cues, begin, _with_closing(lines, cues, begin, end))


def _with_closing(
    lines: Sequence[Line], cues: Sequence[BlockKind | None], begin: int, end: int
) -> int:
    """The end of a body, after the short sentences right under it: "The trial continues."."""
    stop = end
    while begin < stop < min(len(lines), end + _CLOSING) and not cues[stop]:
        text = lines[stop].text
        opens = text[0].isupper() or text[0] in "“\"‘'"
        if not (opens and ends_sentence(text) and len(text.split()) >= _SENTENCE):
            break
        if byline_names(text) or is_dateline(text):
            break
        stop += 1
    return stop


def _beyond_tables(lines: Sequence[Line], cues: Sequence[BlockKind | None], end: int) -> int:
    """The end of a body that goes on after a table, a gallery or what can be bought: lines that
    are no text and no furniture of another kind, however many."""
    index = end
    while index < len(lines) and index - end <= _TABLE and cues[index] in _PLAIN:
        if not cues[index] and prose(lines[index].text) >= _PARAGRAPH:
            end = index + 1
        index += 1
    return end


def _beyond_links(
    lines: Sequence[Line], cues: Sequence[BlockKind | None], begin: int, end: int
) -> int:
    """The end of a body that goes on after links, where somebody is quoted whom it names."""
    for index in range(end, min(len(lines), end + _LINKS)):
        text = lines[index].text
        if not cues[index] and prose(text) >= _PARAGRAPH and _QUOTED.search(text):
            speaker = _SPEAKER.search(text)
            name = (speaker["before"] or speaker["after"]) if speaker else None
            if name and any(name in line.text for line in lines[begin:end]):
                return index + 1
    return end


def _without_signature(lines: Sequence[Line], begin: int, end: int) -> int:
    """The end of a body, before an author's name on a line of its own and the biography under
    it: the name stands twice, or the biography opens with it."""
    for index in range(max(begin + 1, end - 4), end):
        name, text = lines[index - 1].text, lines[index].text
        if byline_names(name, bare=True) and text.startswith(name.split()[0]):
            return index - 1
    return end


def _with_list(
    lines: Sequence[Line], cues: Sequence[BlockKind | None], begin: int, end: int
) -> int:
    """The end of a body, after the list that the line under it announces by a colon."""
    if not begin < end < len(lines) or cues[end]:
        return end
    if not lines[end].text.endswith(":"):
        return _with_keys(lines, cues, end)
    stop = end + 1
    most = min(len(lines), stop + _ITEMS[1] + 1)
    while stop < most and not cues[stop] and not is_dateline(lines[stop].text):
        stop += 1
    return stop if _ITEMS[0] <= stop - end - 1 <= _ITEMS[1] else end


def _with_keys(lines: Sequence[Line], cues: Sequence[BlockKind | None], end: int) -> int:
    """The end of a body, after the list of winners or measures that stands right under it, or
    one by years under its table."""
    start = end
    while start + 1 < len(lines) and start - end < _TABLE and cues[start] in _PLAIN:
        near = start == end or _YEAR.match(lines[start + 1].text)
        if near and (items := _keyed_from(lines, cues, start)):
            return start + items
        start += 1
    return end


def _keyed_from(lines: Sequence[Line], cues: Sequence[BlockKind | None], start: int) -> int:
    """How many items a list has that begins with the line `start`."""
    stop = start
    most = min(len(lines), start + _ITEMS[1])
    while stop < most and not cues[stop]:
        stop += 1
    return keyed_items([line.text for line in lines[start:stop]])


def leave_others(
    lines: Sequence[Line],
    cues: Sequence[BlockKind | None],
    kinds: list[BlockKind],
    head: Sequence[Line],
) -> None:
    """The text of other articles under this one is none of its body: what comes after the note
    on its author or a foot of buttons, notices and links of several kinds, teasers under a
    heading such as "Related" that each stand alone or with a date, and whole articles that open
    as this one does.

    `head` are the lines around this one's headline.
    """
    last = _last_told(lines, kinds)
    dated = _dated(lines, kinds)
    signed = _first_signed(lines, last + 1)
    opened = {_shape(line.text) for line in head if is_dateline(line.text)}
    above = 0  # body lines
    foot: set[BlockKind] = set()  # kinds of furniture since the last paragraph
    apart = False  # a heading of links stands above, and no paragraph since
    for index, (line, cue) in enumerate(zip(lines, cues, strict=True)):
        above += kinds[index] in BODY_KINDS
        foot = set() if kinds[index] is K.PARAGRAPH else foot | (_FOOT & {cue})
        listed = cue in (K.RELATED, K.WIDGET) and len(line.text) < _HEADING
        apart = (apart or listed) and kinds[index] is not K.PARAGRAPH
        note = kinds[index] is K.BIOGRAPHY and above >= _TOLD
        heading = listed and above >= _FEW and (index > last or dated[index])
        again = apart and above >= _TOLD and is_dateline(line.text) and _shape(line.text) in opened
        under = len(foot) >= _KINDS and above >= _TOLD
        if note or heading or again or under or index + 1 == signed:
            kinds[index + 1 :] = [K.RELATED if k in BODY_KINDS else k for k in kinds[index + 1 :]]
            return


def _first_signed(lines: Sequence[Line], begin: int) -> int:
    """The headline, from the line `begin` on, of the first of several teasers in a row that each
    have a headline, one sentence and, on a line of its own, the name of their author."""
    for start in range(begin, len(lines) - 3 * _SIGNED + 1):
        if all(_is_signed(*lines[at : at + 3]) for at in range(start, start + 3 * _SIGNED, 3)):
            return start
    return len(lines)


def _is_signed(title: Line, teaser: Line, name: Line) -> bool:
    return (
        len(name.text) < _HEADING
        and len(teaser.text) < _TEASER
        and not ends_sentence(title.text)
        and not byline_names(title.text, bare=True)
        and ends_sentence(teaser.text)
        and bool(byline_names(name.text, bare=True))
    )


def _last_told(lines: Sequence[Line], kinds: Sequence[BlockKind]) -> int:
    """The last paragraph that is no teaser: a long one, or one with another right under it."""
    running = (i for i in range(len(kinds) - 1, -1, -1) if kinds[i] is K.PARAGRAPH)
    told = (
        i
        for i in running
        if (kinds[i + 1 : i + 2] == [K.PARAGRAPH] and lines[i].text[-1] != "?")
        or len(lines[i].text) >= _TEASER
    )
    return next(told, len(kinds))


def _dated(lines: Sequence[Line], kinds: Sequence[BlockKind]) -> list[bool]:
    """For each line, whether all text from it on is teasers with dates or authors of their own."""
    dated = [False] * len(kinds)
    signed = teasers = 0
    for index in range(len(kinds) - 1, -1, -1):
        signed += kinds[index] in (K.DATELINE, K.BYLINE)
        if kinds[index] is K.PARAGRAPH:
            teasers += 1
            if len(lines[index].text) >= _TEASER:
                break
        dated[index] = signed >= _SIGNED and teasers <= 2 * signed
    return dated


def _shape(dateline: str) -> str:
    """A date without its words and figures: "December 21, 2023/9:43 p.m." is "a 0, 0/0:0 a.a."."""
    return _WORDS.sub("a", _FIGURES.sub("0", dateline))
