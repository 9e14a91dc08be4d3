"""What a page is when it is not one whole article: an index, a wall, a stub, an error, a film.

Each test asks for what such pages say of themselves and for how little running text they
have beside it; a long text is an article, whatever words stand in it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reportedly.articles.bylines import byline_names
from reportedly.articles.dating import has_cue, is_dateline
from reportedly.articles.lines import Line, ends_sentence, prose
from reportedly.data import BODY_KINDS, BlockKind, Nature

K = BlockKind

_ERROR = re.compile(
    r"\b(?:404|403|410|500|502|503)\b(?=$|\W{1,3}(?:error|not|page|file|forbidden|bad|service|$))"
    r"|\berror (?:404|403|410|500|502|503)\b"
    r"|\bpage (?:you .{0,40}|is |was |has been |could |cannot |can['’]t |no ){0,3}(?:be )?"
    r"(?:not found|unavailable|found|removed|missing|longer (?:exists?|available))"
    r"|\bcan['’]?(?:t|not) (?:find|be found)\b|\bsomething (?:went|has gone) wrong\b"
    r"|\baccess denied\b|\bpermission to access\b|\bjust a moment\b|\battention required\b"
    r"|\bare you a (?:robot|human)\b|\bverify(?:ing)? (?:that )?you are (?:a )?human\b"
    r"|\bunusual (?:traffic|activity)\b|\bnot available in your (?:country|region)\b"
    r"|\b(?:enable|turn on) (?:javascript|cookies)\b|\bunavailable (?:for legal|in your)\b",
    re.IGNORECASE,
)
_CONSENT = re.compile(
    r"\b(?:cookies?|consent|partners|vendors|personal data|privacy|preferences"
    r"|legitimate interests?|personali[sz]ed|advertising|identifiers|accept all|reject all"
    r"|manage|opt[- ]out|tracking)\b",
    re.IGNORECASE,
)
_WALL = re.compile(
    r"\b(?:subscribe|register|sign (?:up|in)|log ?in|create (?:a free|an) account|join|upgrade)\b"
    r".{0,30}\bto (?:continue|read|keep|unlock|access|finish|view)\b"
    r"|\b(?:already|not yet|become) a (?:subscriber|member)\b|\bto (?:continue|keep) reading\b"
    r"|\b(?:article|story|content|post) is (?:only )?(?:for|available to|exclusive|reserved)\b"
    r"|\bunlock (?:this|the full|the rest)\b|\b(?:subscribers|members)[- ]only\b"
    r"|\bfor (?:paying |paid )?(?:subscribers|members) only\b"
    r"|\byou(?:['’]ve| have) (?:reached|used|read) (?:your|all|the)\b"
    r"|\bfree articles? (?:left|remaining|this month)\b|\brest of (?:the|this) (?:article|story)\b",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"\W*(?:continue reading|keep reading|read (?:the )?(?:full|whole|rest of the) "
    r"(?:story|article|text|post)|read more here|full story)\b[^.]{0,60}$"
    r"|\[?\+?\d+ (?:more )?(?:chars|characters|words)\]?$",
    re.IGNORECASE,
)
_OPEN_END = re.compile(r"(?:\.\.\.|…|\[…\]|\[\.\.\.\]|\[\+\d+ chars\])[\"”’)\]]*\s*$")
_PLAYER = re.compile(
    r"\W*(?:now playing|play video|video player|watch (?:now|live|video|next)|up next|unmute"
    r"|closed captions?|autoplay|\d{1,2}:\d\d(?: ?/ ?\d{1,2}:\d\d)?)\W*$",
    re.IGNORECASE,
)
_FILM = re.compile(r"^(?:watch|video)\s?[:|]|[|(\[]\s?video\W*$", re.IGNORECASE)
_STAMP = re.compile(
    r"(?:\d{1,2}[:.]\d\d(?: ?[ap]\.?m\.?)?(?: \(?[A-Z]{2,4}\)?)?"
    r"|\d{1,3} ?(?:m|min|mins|minutes|h|hr|hrs|hours?|d|days?) ago)"
    r"(?:\s?[/|•·,-]\s?.{0,40})?$",
    re.IGNORECASE,
)
_LIVE = re.compile(r"\blive(?: ?blog| updates| coverage|:| feed)|as it happened|\bminute by", re.I)
_LISTING = frozenset({"collectionpage", "searchresultspage", "itemlist", "website"})

_SHORT = 1_500  # code points of running text beyond which a page is an article
_STUB = 700
_SCANT = 400
_TEASER = 260  # code points on average; paragraphs of articles are as short, but not alone
_LEAST_TEASERS = 5
_LEAST_LINKS = 12  # headlines on a page without any text
_LEAST_STAMPS = 4  # entries that make a live blog
_BELOW = 6  # lines under the text in which a wall speaks


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a page is, and what says that its text breaks off."""

    nature: Nature
    truncated: str | None = None
    ends: int | None = None  # index of the line before which the article ends, if sooner


def judge(
    title: str | None,
    lines: Sequence[Line],
    kinds: Sequence[BlockKind],
    types: frozenset[str] = frozenset(),
    *,
    free: bool = True,
) -> Verdict:
    """What the page is, by its labelled lines.

    `types` are the schema.org and OpenGraph types that it states, in small letters; `free`
    is False where it states that it is not free to read.
    """
    body = [i for i, kind in enumerate(kinds) if kind in BODY_KINDS]
    size = sum(len(lines[i].text) for i in body)
    heads = [title or "", *(line.text for line in lines[:1])]
    if size < _SHORT and _is_error(heads, lines, body):
        return Verdict(Nature.ERROR)
    if size < _SHORT and _is_consent(lines, body):
        return Verdict(Nature.CONSENT)
    if not body:
        links = sum(_is_headline(line.text) for line in lines)
        return Verdict(Nature.INDEX if links >= _LEAST_LINKS else Nature.EMPTY)
    if (ends := _first_entry(heads, lines, body, types)) is not None:
        return Verdict(Nature.LIVE, ends=ends)
    if size < _SHORT and _is_film(title, lines, size, types):
        return Verdict(Nature.VIDEO)
    if _is_listing(lines, kinds, body, types):
        return Verdict(Nature.INDEX)
    return _broken_off(lines, body, size, free)


def _is_error(heads: Sequence[str], lines: Sequence[Line], body: Sequence[int]) -> bool:
    first = [lines[i].text for i in body[:2]] or [line.text for line in lines[:3]]
    return any(len(text) < 160 and _ERROR.search(text) for text in (*heads, *first))


def _is_consent(lines: Sequence[Line], body: Sequence[int]) -> bool:
    """True where what runs on is for the most part about consent."""
    asking = other = 0
    for line in lines:
        if prose(line.text):
            words = {word.lower() for word in _CONSENT.findall(line.text[:1000])}
            if len(words) >= 2:
                asking += len(line.text)
            else:
                other += len(line.text)
    return asking > 200 and other < min(_SCANT, asking)


def _is_headline(text: str) -> bool:
    return 25 <= len(text) <= 140 and not ends_sentence(text) and text.count(" ") >= 3


def _first_entry(
    heads: Sequence[str], lines: Sequence[Line], body: Sequence[int], types: frozenset[str]
) -> int | None:
    """Where the first dated entry of a live blog begins, None when the page is none.

    The text before it stands, as far as there is one; else that of the first entry.
    """
    said = (*heads, *(lines[i].text for i in body[:3]))
    if "liveblogposting" not in types and not any(_LIVE.search(text[:300]) for text in said):
        return None
    stamps = [
        i for i in range(body[0], body[-1]) if len(lines[i].text) < 80 and _is_stamp(lines[i].text)
    ]
    if len(stamps) < _LEAST_STAMPS:
        return None
    told = next((i for i in body if prose(lines[i].text) > 1), body[-1])
    return next((stamp for stamp in stamps if stamp > told), None)


def _is_stamp(text: str) -> bool:
    """True for the time of an entry; "Updated …" is that of the page."""
    return not has_cue(text) and (bool(_STAMP.match(text)) or is_dateline(text))


def _is_film(title: str | None, lines: Sequence[Line], size: int, types: frozenset[str]) -> bool:
    if size >= _STUB:
        return False
    if any(name.startswith("video") for name in types) and not any(
        "article" in name or "posting" in name for name in types
    ):
        return True
    players = sum(bool(_PLAYER.match(line.text)) for line in lines if len(line.text) < 40)
    return players >= 2 and (size < _SCANT or bool(title and _FILM.search(title)))


def _is_listing(
    lines: Sequence[Line],
    kinds: Sequence[BlockKind],
    body: Sequence[int],
    types: frozenset[str],
) -> bool:
    """True for a list of other pages: lone short teasers, each with a headline over it, that
    break off or have a date, a byline or "read more" of their own."""
    running = {i for i in body if prose(lines[i].text)}
    if sum(i + 1 in running for i in running) > 0.2 * len(running):
        return False  # as in nearly every article, paragraph follows paragraph
    apart = (K.LEGAL, K.COMMENTS)
    told = {i for i, line in enumerate(lines) if kinds[i] not in apart and prose(line.text)}
    lone = [i for i in sorted(told) if i - 1 not in told and i + 1 not in told]
    alone = set(lone)
    if len(lone) < _LEAST_TEASERS or sum(i in alone for i in running) < 0.8 * len(running):
        return False
    if sum(len(lines[i].text) for i in lone) > _TEASER * len(lone):
        return False
    headed = own = 0
    for i in lone:
        around = [lines[j].text for j in range(max(0, i - 3), min(len(lines), i + 3)) if j != i]
        headed += any(_is_headline(text) for text in around[:3])
        own += lines[i].text.endswith(("...", "…")) or any(
            is_dateline(text) or byline_names(text) or _GOES_ON.match(text) for text in around
        )
    stated = bool(types & _LISTING) and not any("article" in name for name in types)
    return headed >= 0.6 * len(lone) and (stated or own >= 0.6 * len(lone))


def _broken_off(lines: Sequence[Line], body: Sequence[int], size: int, free: bool) -> Verdict:
    """Whether the text of an article stands there as a whole."""
    last = lines[body[-1]].text
    below = [line.text for line in lines[body[-1] + 1 : body[-1] + 1 + _BELOW]]
    open_end = bool(_OPEN_END.search(last)) or not ends_sentence(last)
    wall = next((text for text in below if len(text) < 300 and _WALL.search(text)), None)
    if wall is None and len(last) < 300 and _WALL.search(last):
        wall = last
    if wall and (open_end or size < _SHORT):
        return _cut(size, f"a wall stands where the text would go on: “{_shown(wall)}”")
    if not free and (size < _STUB or open_end) and size < _SHORT:
        return _cut(size, "the page states that it is not free to read, and holds little of it")
    if below and _GOES_ON.match(below[0]) and (open_end or size < _SHORT):
        return Verdict(Nature.ARTICLE, f"the rest stands elsewhere: “{_shown(below[0])}”")
    if _OPEN_END.search(last):
        return Verdict(Nature.ARTICLE, "the last paragraph ends in an ellipsis")
    return Verdict(Nature.ARTICLE)


def _cut(size: int, why: str) -> Verdict:
    return Verdict(Nature.PAYWALL if size < _STUB else Nature.ARTICLE, why)


def _shown(text: str) -> str:
    return text if len(text) <= 80 else text[:79].rstrip() + "…"
