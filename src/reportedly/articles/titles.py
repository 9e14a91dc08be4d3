"""The headline among the lines of a page, and the breadcrumb that runs into it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reportedly.articles.bylines import byline_names, is_lone_cue, is_profile
from reportedly.articles.dating import is_dateline
from reportedly.articles.lines import Line, ends_sentence, fold, prose, runs_on, unspaced
from reportedly.data import BlockKind

_WINDOW = 60  # lines above the body in which the title is looked for
_ELLIPSIS = ("...", "…")
_SITE = re.compile(r"\s+(?:[|•·»–—]|-+|::)\s+")
_CRUMBS = re.compile(r"\s*(?:[/>»›|•·]|::|→)\s*")
_MAY_BE_CRUMB = re.compile(r"[/>»›|•·→]|::|^home", re.IGNORECASE)
_LONGEST_CRUMB = 400  # code points, a title at its end included
# "PoliticsNEWSHealth": a small letter before a capital, capitals before a capitalised word.
_GLUED = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_WORD = re.compile(r"\w{4,}")
MAX_SECTIONS = 6


def find_title(
    lines: Sequence[Line], cues: Sequence[BlockKind | None], body: tuple[int, int]
) -> int | None:
    """The index of the line that is the title of the article with that body, if any."""
    start, end = body
    if not lines or start == end:
        return None
    repeated = _named_by_document(lines, min(end, start + 8))
    if repeated is not None:
        return repeated
    told = [line.text for line in lines[start : min(end, start + 40)]]
    text = " ".join(each for each in told if not is_profile(each))[:6000].lower()
    words = set(_WORD.findall(text))
    later = {line.text for line in lines[end:]}
    best, winner = 0.0, None
    first, stop = max(0, start - _WINDOW), min(start + 8, end, len(lines))
    heads = [_is_head_matter(line.text) for line in lines[first : stop + 4]]
    distance = sum(cues[i] is None for i in range(first, start))
    stop = min(stop, _last_paragraph(lines, cues, body))
    for index in range(first, stop):
        if index >= start and runs_on(lines[index].text):
            break  # the body has begun
        at = index - first
        score = _score(lines, cues, index, words, later)
        if score > 0:
            score += 1.5 * any(heads[at + 1 : at + 4]) - 1.5 * any(heads[max(0, at - 6) : at])
            score -= 2.0 if index >= start else min(0.1 * distance, 3.0)
            if score > best:
                best, winner = score, index
        distance -= cues[index] is None
    return winner


def _last_paragraph(
    lines: Sequence[Line], cues: Sequence[BlockKind | None], body: tuple[int, int]
) -> int:
    """The body's last line of running text; a headline taken there would leave no body."""
    start, end = body
    running = (i for i in range(end - 1, start, -1) if not cues[i] and prose(lines[i].text))
    return next(running, start)


def _named_by_document(lines: Sequence[Line], end: int) -> int | None:
    """The line that opens the document's own title ("Headline | Outlet"), if it comes again."""
    head = lines[0].text
    if len(head) < 15:
        return None
    folded = fold(head)
    best = None
    for index in range(1, end):
        text = lines[index].text
        if len(text) < 12 or text[0] != head[0] or is_dateline(text) or runs_on(text):
            continue
        own = fold(text)
        # Short rubrics open a document's title, too ("World news - Outlet").
        opens = folded.startswith(own) and len(own) * 3 >= len(folded) and len(text.split()) > 3
        if opens and (best is None or len(text) >= len(lines[best].text)):
            best = index
    return best


def _score(
    lines: Sequence[Line],
    cues: Sequence[BlockKind | None],
    index: int,
    words: set[str],
    later: set[str],
) -> float:
    """How much a line looks like the headline of a body with these `words`."""
    text = lines[index].text
    size = len(text)
    if size > 250 or not may_be_title(text) or cues[index] not in (None, BlockKind.RELATED):
        return 0.0
    if text.endswith(_ELLIPSIS) or is_dateline(text) or byline_names(text) or runs_on(text):
        return 0.0
    own = set(_WORD.findall(text.lower()))
    shared = len(own & words)
    score = 3 * shared / max(4, len(own)) + 0.4 * min(shared, 5)
    apart = size // 2 if unspaced(text) else text.count(" ") + 1  # words, about
    score += min(apart, 8) / 4 - 0.05 * max(0, size - 120)
    score -= 1.0 if ends_sentence(text) and text[-1] not in "?!" else 0.0
    score += 1.0 if text in later else 0.0
    above = lines[index - 1].text if index else ""
    return score + (1.0 if len(above) < 30 or above.endswith(_ELLIPSIS) else -1.0)


def may_be_title(text: str) -> bool:
    """True for a line of several words; where none are told apart, for one of several signs."""
    return len(text) >= 12 if " " in text else len(text) >= 6 and unspaced(text)


def _is_head_matter(text: str) -> bool:
    return is_dateline(text) or is_lone_cue(text) or bool(byline_names(text))


def site_of(text: str) -> str | None:
    """What stands last in a document's title, after a bar or a dash: the outlet's name."""
    *_, last = _SITE.split(text)
    return last if last != text else None


def without_site(text: str) -> str:
    """A document's title without the outlet's name: "Headline | Outlet" gives "Headline"."""
    parts = _SITE.split(text)
    return max(parts, key=len) if len(parts) > 1 else text


def breadcrumb(text: str, title: str | None) -> tuple[str, ...]:
    """The rubrics of a breadcrumb, outermost first; empty when the line is none.

    Reads "Home / Politics", "Home > Politics > The title" and the glued
    "HomePoliticsNEWSThe title cut sho...".
    """
    if len(text) > _LONGEST_CRUMB:
        return ()
    if not _MAY_BE_CRUMB.search(text) and not (title and title[:10] in text):
        return ()
    crumb = text
    if title:
        at = _where_title_begins(text, title)
        if at is not None:
            crumb = text[:at]
    crumb = crumb.strip(" /|>»›•·:")
    if not crumb or len(crumb) > 90:
        return ()
    if _CRUMBS.search(crumb):
        parts = [part for part in _CRUMBS.split(crumb) if part]
    elif " " not in crumb or crumb.startswith("Home"):
        parts = [part.strip() for part in _GLUED.split(crumb)]
    else:
        parts = [crumb] if crumb is not text else []
    short = [part for part in parts if 1 < len(part) <= 40]
    if len(short) != len(parts) or len(parts) > MAX_SECTIONS:
        return ()
    if crumb == text.strip(" /|>»›•·:") and not (len(parts) > 1 and _starts_home(parts[0])):
        return ()
    return tuple(parts)


def _starts_home(part: str) -> bool:
    return part.lower() in {"home", "homepage", "start", "startseite", "accueil", "inicio", "news"}


def _where_title_begins(text: str, title: str) -> int | None:
    """Where `title`, or its cut beginning, starts in a breadcrumb that ends with it."""
    bare = text.rstrip(".… ")
    at = bare.find(title[:10])
    while at != -1:
        if title.startswith(bare[at:]) or bare[at:].startswith(title):
            return at
        at = bare.find(title[:10], at + 1)
    return None
