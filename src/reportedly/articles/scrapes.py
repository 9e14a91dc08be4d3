"""A raw scrape: text without tags and with all of the page's furniture in it.

    lines ─► cues ─► the body's stretch ─► title ─► a kind for every line

Each line gets a cue from its own words. The body is the stretch of lines with the most
running text; the title is looked for above it; everything else is named by its place
relative to those two.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise

from reportedly.articles.asides import leave_asides, list_items, without_labels
from reportedly.articles.assembly import article_of
from reportedly.articles.bylines import (
    byline_names,
    is_biography,
    is_lone_cue,
    is_profile,
    sounds_like_biography,
)
from reportedly.articles.captions import signs_post
from reportedly.articles.dating import (
    Candidate,
    Role,
    copyright_years,
    date_article,
    date_of_address,
    dates_in_line,
    dates_of_datelines,
    find_dates,
    has_cue,
    has_weekday,
    is_dateline,
    relative_in_line,
)
from reportedly.articles.endings import end_of_body, leave_others
from reportedly.articles.furniture import furniture_kind
from reportedly.articles.lines import (
    Line,
    breaks_off,
    ends_sentence,
    fold,
    function_share,
    prose,
    split_lines,
)
from reportedly.articles.stretches import find_body
from reportedly.articles.titles import breadcrumb, find_title, without_site
from reportedly.data import BODY_KINDS, Article, BlockKind, Page

K = BlockKind

# A colon or the address of a site, after which the full stop is left out.
_CLOSING = re.compile(r":$|\s(?!pic\.)(?:[\w-]+\.)+(?:com|org|net|edu|gov|[a-z]{2})(?:/\S*)?$")
_HEADINGS = (K.RELATED, K.WIDGET, K.COMMENTS)  # of lists that follow them
_NEAR = 10  # lines above the title in which a date is still the article's own
_CAPTION = 250  # code points; captions and embedded posts are hardly longer
_CREDIT = 80  # code points; nor are the names of those who took a picture
_WORDS = 0.1  # share of function words in a standfirst without a full stop
_CELL = 40  # code points
_CELLS = 12  # lines between two paragraphs; so many are no subheadings
_HEAD = 30  # lines after the title that may hold byline, date, picture and standfirst


@dataclass(frozen=True, slots=True)
class Outline:
    """The kinds of a page's lines, with what was learned on the way."""

    kinds: tuple[BlockKind, ...]  # one a line
    title: int | None  # index of the headline's line
    title_text: str | None  # the headline, even when it stands only in the document's title
    byline: tuple[str, ...]
    sections: tuple[str, ...]
    body: tuple[int, int]  # half-open range of lines in which the body stands


def read_scrape(page: Page) -> Article:
    """The article of a raw scrape; blocks' `page` spans refer to `page.text`."""
    lines = split_lines(page.text)
    found = outline(lines)
    candidates, relative = line_dates(lines, found)
    address = date_of_address(page.url)
    return article_of(
        page,
        lines,
        found.kinds,
        date_article(
            [*candidates, *([address] if address else [])],
            page,
            relative,
            copyright_years(lines, found.kinds),
        ),
        title=found.title_text,
        byline=found.byline,
        site=None,
        sections=found.sections,
    )


def line_dates(lines: Sequence[Line], found: Outline) -> tuple[list[Candidate], list[str]]:
    """The dates that stand around an article with their roles, and relative times beside it."""
    relative: list[str] = []
    begin, end = found.body
    body = (line.text for line, kind in zip(lines, found.kinds, strict=True) if kind in BODY_KINDS)
    candidates = dates_of_datelines(islice(body, 2))
    near = range(begin - 1 - _NEAR, end)
    for index, (line, kind) in enumerate(zip(lines, found.kinds, strict=True)):
        text = line.text
        if kind in BODY_KINDS or kind is K.CAPTION or len(text) > 220:
            continue
        before = lines[index - 1].text if index else ""
        if kind is K.CLOCK:
            dates = find_dates(text)
            candidates += [Candidate(d.date, Role.CLOCK, "in the header") for d in dates]
        elif index in near and (index >= begin or kind in (K.DATELINE, K.BYLINE)):
            dated = dates_in_line(text, "at the article's head", before)
            candidates += dated
            if not dated and (ago := relative_in_line(text)):
                relative.append(ago)
        elif end <= index < end + 15:
            for late in dates_in_line(text, "under the article", before):
                own = late.role in (Role.PUBLISHED, Role.UPDATED)
                candidates.append(late if own else replace(late, role=Role.ELSEWHERE))
    return candidates, relative


def outline(lines: Sequence[Line]) -> Outline:
    """Label every line of a scrape."""
    cues = _cues(lines)
    start, end = find_body(lines, cues)
    title = find_title(lines, cues, (start, end))
    begin = start if title is None else title + 1  # of what is neither above nor below
    end = end_of_body(lines, cues, begin, max(begin, end))
    title_text = lines[title].text if title is not None else None
    above, sections = _above(lines[:begin], cues, title_text)
    within, byline = _within(lines, cues, begin, end, title_text)
    below, late_byline = _below(lines, cues, end, byline)
    kinds = (*above, *within, *below)
    if title is None and lines and not cues[0] and kinds[0] not in BODY_KINDS:
        head = lines[0].text
        title_text = without_site(head) if len(head) > 15 else None
    return Outline(kinds, title, title_text, byline or late_byline, sections, (begin, end))


def _cues(lines: Sequence[Line]) -> list[BlockKind | None]:
    """What each line is by its own words, or by those of the credit right under it or of the
    label right over it."""
    own = [furniture_kind(line.text) for line in lines]
    cues = own.copy()
    for index in range(len(lines) - 1, 0, -1):
        above, line = lines[index - 1], lines[index]
        if above.text.lower() == "summary:":
            cues[index] = own[index] or K.WIDGET
        if own[index] is not K.CAPTION or own[index - 1] or len(above.text) > _CAPTION:
            continue
        adjoining = line.start == above.end + 1  # no blank line between
        if signs_post(line.text) or (adjoining and len(line.text) < _CREDIT):
            cues[index - 1] = K.CAPTION
    return cues


def _above(
    lines: Sequence[Line], cues: Sequence[BlockKind | None], title: str | None
) -> tuple[list[BlockKind], tuple[str, ...]]:
    """Kinds of the lines down to the headline, and the sections that a breadcrumb names."""
    kinds: list[BlockKind] = []
    sections: tuple[str, ...] = ()
    counts = Counter(line.text for line in lines)
    folded = fold(title) if title else ""
    last = len(lines) - 1 if title else len(lines)
    for index, (line, cue) in enumerate(zip(lines, cues, strict=False)):
        text = line.text
        kind = cue or K.NAVIGATION
        if index == last:
            kind = K.HEADLINE
        elif is_dateline(text):
            kind = _date_above(text, index, last)
        elif crumbs := breadcrumb(text, title):
            kind, sections = K.SECTION, crumbs
        elif title and text[0] == title[0] and fold(text[:400]).startswith(folded):
            kind = K.HEADLINE  # the document's own title, with the outlet's name
        elif index == last - 1 and cue is None and len(text) < 40 and counts[text] > 1:
            kind, sections = K.SECTION, sections or (text,)
        kinds.append(kind)
    return kinds, sections


def _date_above(text: str, index: int, last: int) -> BlockKind:
    """A date over the headline: of the visit in the page's first lines or with its weekday,
    of publication near the headline, of another article else."""
    if has_cue(text) or byline_names(text):
        return K.DATELINE if index >= last - _NEAR else K.NAVIGATION
    if index < 3 or (has_weekday(text) and index < last - 3):
        return K.CLOCK
    return K.DATELINE if index >= last - _NEAR else K.NAVIGATION


def _within(
    lines: Sequence[Line],
    cues: Sequence[BlockKind | None],
    begin: int,
    end: int,
    title: str | None,
) -> tuple[list[BlockKind], tuple[str, ...]]:
    """Kinds of the lines from under the headline to the end of the body, and the byline."""
    first = _end_of_head(lines, cues, begin, end)
    head, byline = _head(lines[begin:first], cues[begin:first], title)
    kinds = _body(lines, cues, first, end, byline)
    around = lines[max(0, begin - _NEAR) : first]
    leave_others(lines[first:end], cues[first:end], kinds, around)
    leave_asides(lines[first:end], cues[first:end], kinds)
    return head + kinds, byline


def _end_of_head(
    lines: Sequence[Line], cues: Sequence[BlockKind | None], begin: int, end: int
) -> int:
    """Where the first paragraph stands; byline and date may follow a standfirst or two."""
    paragraphs = 0
    first: int | None = None
    head = begin
    for index in range(begin, min(end, begin + _HEAD)):
        text = lines[index].text
        if not cues[index] and prose(text) >= 4:
            paragraphs += 1
            if first is None:
                first = index
            if paragraphs > 2:
                break
        elif is_lone_cue(text) or is_dateline(text) or byline_names(text):
            head, first = index + 1, None
    if first is not None:
        return first
    later = range(head, end)
    return next((i for i in later if not cues[i] and prose(lines[i].text) >= 4), end)


def _head(
    lines: Sequence[Line], cues: Sequence[BlockKind | None], title: str | None
) -> tuple[list[BlockKind], tuple[str, ...]]:
    """Kinds of the lines between headline and first paragraph, and the byline in them."""
    title_folded = fold(title) if title else ""
    kinds: list[BlockKind] = []
    named: tuple[str, ...] = ()
    bare: tuple[str, ...] = ()
    awaiting = False  # the line before was "By" alone
    for index, (line, cue) in enumerate(zip(lines, cues, strict=True)):
        text = line.text
        names = byline_names(text)
        loose = () if names else byline_names(text, bare=True)
        if title and text[0] == title[0] and fold(text[:400]) == title_folded:
            kind = K.HEADLINE
        elif awaiting and (names or loose):
            named, kind = named or names or loose, K.BYLINE
        elif is_lone_cue(text):
            kind = K.BYLINE
        elif cue and cue is not K.BYLINE:
            kind = cue
        elif names:
            named, kind = tuple(dict.fromkeys((*named, *names))), K.BYLINE
        elif loose and _vouched(lines, index, loose):
            bare, kind = bare or loose, K.BYLINE
        elif is_dateline(text):
            kind = K.DATELINE
        elif is_biography(text, named or bare) or is_profile(text):
            kind = K.BIOGRAPHY
        elif len(text) > 35 and (ends_sentence(text) or text[-1] == ":"):
            kind = K.PARAGRAPH  # the standfirst
        elif len(text) > 35 and index == 0 and function_share(text) >= _WORDS:
            kind = K.DATELINE if find_dates(text) else K.PARAGRAPH
        else:
            kind = cue or (K.CAPTION if len(text) > 75 else K.NAVIGATION)
        awaiting = is_lone_cue(text)
        kinds.append(kind)
    return kinds, named or bare


def _vouched(lines: Sequence[Line], index: int, names: tuple[str, ...]) -> bool:
    """True when a line that is a mere name has a date, an office or its own likeness beside it."""
    text = lines[index].text
    if "@" in text or find_dates(text):
        return True
    beside = (*lines[max(0, index - 2) : index], *lines[index + 1 : index + 4])
    return any(
        is_dateline(line.text)
        or line.text == text
        or is_biography(line.text, names)
        or (len(line.text) < 60 and sounds_like_biography(line.text))
        for line in beside
    )


def _body(
    lines: Sequence[Line],
    cues: Sequence[BlockKind | None],
    start: int,
    end: int,
    byline: tuple[str, ...],
) -> list[BlockKind]:
    """Kinds of the lines of the body's stretch: paragraphs, and what stands between them."""
    kinds: list[BlockKind] = []
    counts = Counter(line.text for line in lines[start:end])
    index = start
    while index < end:
        text = lines[index].text
        if not cues[index] and (prose(text) or (index == end - 1 and breaks_off(text))):
            told = is_biography(text, byline) or (index >= end - 2 and is_profile(text))
            kinds.append(K.BIOGRAPHY if told else K.PARAGRAPH)
            index += 1
            continue
        stop = index
        least = 0  # under a heading such as "Related", headlines end in question marks, too
        while stop < end and (cues[stop] or not prose(lines[stop].text) > least):
            if cues[stop] in _HEADINGS and len(lines[stop].text) < 40:
                least = 5
            stop += 1
        between = _between(lines[index:stop], cues[index:stop], lines[index - 1].text)
        kinds += without_labels(lines[index:stop], between, counts)
        index = stop
    return kinds


def _between(
    lines: Sequence[Line], cues: Sequence[BlockKind | None], above: str
) -> list[BlockKind]:
    """Kinds of a run of lines that are not running text, between two paragraphs.

    `above` is the line before them.
    """
    kinds: list[BlockKind] = []
    items = list_items([line.text for line in lines], cues, above)
    heading: BlockKind | None = None
    # The lines of a list adjoin; short ones that stand apart, if they are many, are a table's.
    cells = sum(
        lower.start > upper.end + 1 and len(lower.text) < _CELL for upper, lower in pairwise(lines)
    )
    openings = Counter(line.text.split(maxsplit=1)[0] for line in lines if " " in line.text)
    alike = 2 * max(openings.values(), default=0) > len(lines)  # the items of a list
    short = K.WIDGET if cells > _CELLS and not alike else K.SUBHEADING
    for line, cue, listed in zip(lines, cues, items, strict=True):
        text = line.text
        if cue:
            heading = cue if cue in _HEADINGS and len(text) < 40 else heading
            kinds.append(cue)
        elif heading and len(text) < 200:
            kinds.append(heading)
        elif len(text) < 120 and byline_names(text):
            kinds.append(K.BYLINE)
        elif is_dateline(text):
            kinds.append(K.DATELINE)
        elif ends_sentence(text) or (len(text) > 75 and _CLOSING.search(text, len(text) - 75)):
            kinds.append(K.PARAGRAPH)
        elif len(text) > 75:
            kinds.append(K.PARAGRAPH if listed else K.CAPTION)
        else:
            kinds.append(K.SUBHEADING if listed else short)
    return kinds


def _below(
    lines: Sequence[Line],
    cues: Sequence[BlockKind | None],
    end: int,
    byline: tuple[str, ...],
) -> tuple[list[BlockKind], tuple[str, ...]]:
    """Kinds of the lines after the body, and the byline where it stands only there."""
    kinds: list[BlockKind] = []
    heading = K.NAVIGATION
    names: tuple[str, ...] = ()
    for index in range(end, len(lines)):
        text, cue = lines[index].text, cues[index]
        near = heading is K.NAVIGATION and index < end + 12
        if cue:
            kind = cue
            whole = ": " in text  # "Read also: Sheep", and no list follows
            if cue in (K.RELATED, K.WIDGET, K.COMMENTS, K.LEGAL) and not whole:
                heading = cue
        elif near and (found := _signature(lines, index)):
            kind, names = K.BYLINE, names or found
        elif is_biography(text, byline or names) or (names and near and _tells(text)):
            kind = K.BIOGRAPHY
        else:
            kind = heading
        kinds.append(kind)
    return kinds, names


def _tells(text: str) -> bool:
    return bool(prose(text)) or sounds_like_biography(text)


def _signature(lines: Sequence[Line], index: int) -> tuple[str, ...]:
    """The names in a line that signs an article: "By" and a name, or a name given twice."""
    text = lines[index].text
    names = byline_names(text)
    if names:
        return names
    loose = byline_names(text, bare=True)
    beside = (*lines[index - 1 : index], *lines[index + 1 : index + 2])
    return loose if any(line.text == text for line in beside) else ()
