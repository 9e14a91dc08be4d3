"""Where the article of a scrape ends: before the note on its author and the texts of others,
after the list that it announces."""

from __future__ import annotations

from collections.abc import Sequence

from reportedly.articles.bylines import byline_names
from reportedly.articles.dating import is_dateline
from reportedly.articles.lines import Line, breaks_off, prose
from reportedly.data import BODY_KINDS, BlockKind

K = BlockKind

_TOLD = 5  # body lines above a note on the author that stands under an article, not in its head
_FEW = 3  # above a heading of links under an article
_TEASER = 320  # code points
_HEADING = 40  # code points
_TABLE = 40  # lines
_PLAIN = (None, K.NAVIGATION, K.CAPTION, K.ADVERTISEMENT)
_PARAGRAPH = 8.0  # `prose` of one that is long
_ITEMS = (2, 60)  # of a list that ends an article, the fewest and the most


def end_of_body(
    lines: Sequence[Line], cues: Sequence[BlockKind | None], begin: int, end: int
) -> int:
    """The end of a body that stands in the half-open range of lines, more or less."""
    end = _beyond_tables(lines, cues, end)
    end = _without_signature(lines, begin, end)
    if begin < end < len(lines) and not cues[end] and breaks_off(lines[end].text):
        end += 1
    return _with_list(lines, cues, begin, end)


def _beyond_tables(lines: Sequence[Line], cues: Sequence[BlockKind | None], end: int) -> int:
    """The end of a body that goes on after a table, a gallery or what can be bought: lines that
    are no text and no furniture of another kind, however many."""
    index = end
    while index < len(lines) and index - end <= _TABLE and cues[index] in _PLAIN:
        if not cues[index] and prose(lines[index].text) >= _PARAGRAPH:
            end = index + 1
        index += 1
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
    if not begin < end < len(lines) or cues[end] or not lines[end].text.endswith(":"):
        return end
    stop = end + 1
    most = min(len(lines), stop + _ITEMS[1] + 1)
    while stop < most and not cues[stop] and not is_dateline(lines[stop].text):
        stop += 1
    return stop if _ITEMS[0] <= stop - end - 1 <= _ITEMS[1] else end


def leave_others(
    lines: Sequence[Line], cues: Sequence[BlockKind | None], kinds: list[BlockKind]
) -> None:
    """The text of other articles, teased under this one, is none of its body: what comes after
    the note on its author, or teasers that each stand alone under a heading such as "Related".
    """
    running = [i for i, kind in enumerate(kinds) if kind is K.PARAGRAPH]
    # What is long or has a paragraph right under it is no teaser, nor is what stands above.
    told_on = (
        i
        for i in reversed(running)
        if kinds[i + 1 : i + 2] == [K.PARAGRAPH] or len(lines[i].text) >= _TEASER
    )
    last = next(told_on, len(kinds))
    above = 0  # body lines
    for index, (line, cue) in enumerate(zip(lines, cues, strict=True)):
        above += kinds[index] in BODY_KINDS
        note = kinds[index] is K.BIOGRAPHY and above >= _TOLD
        heading = cue in (K.RELATED, K.WIDGET) and len(line.text) < _HEADING and above >= _FEW
        if note or (heading and index > last):
            kinds[index + 1 :] = [K.RELATED if k in BODY_KINDS else k for k in kinds[index + 1 :]]
            return
