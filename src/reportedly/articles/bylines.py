"""Who wrote an article: names in a byline, and the biography that may follow the body."""

from __future__ import annotations

import re
from functools import lru_cache

from reportedly.articles.dating import find_dates
from reportedly.articles.lines import phrases

_PARTICLE = (
    r"(?:de|da|di|do|dos|del|della|des|du|la|le|van|von|der|den|ten|ter|bin|ibn|al|el|y|e|of)"
)
_INITIALS = r"(?:[A-Z]\.){1,3}"
_NAME_WORD = r"[^\W\d_a-z][\w'’.-]*"
_NAME = re.compile(rf"{_NAME_WORD}(?: (?:{_PARTICLE}|{_INITIALS}|{_NAME_WORD})){{1,4}}")
# "By" may be glued to the name: "ByNela Quist".
_CUE = re.compile(
    r"(?i:(?:story|words|text|written|posted|reported|reporting|submitted|edited|published)?\s?by)"
    r"(?=[\s:A-Z])[\s:]*|(?i:authors?:|words: ?|text: ?|story: ?|\(reporting by\b"
    r"|(?:analysis|opinion|review|report) by\b|por\b|von\b|par\b)"
    r"[\s:]*(?=[A-Z])"
)
_MID_CUE = re.compile(r"(?:^|[\s|•·,/-])[Bb]y\s+(?=[A-Z])")
_LONE_CUE = re.compile(
    r"(?i:(?:(?:written|posted|published|words|story|opinion|analysis|commentary) )?by|authors?):?"
)
# Where the names of a byline end.
_CUT = re.compile(
    r"[|•·@(/\[]|\s[-–—]+(?=\s|$)|\d|\s{3}|(?i:\b(?:updated|published|posted|for|at|as told to"
    r"|follow|special to|senior|featured)\b|\bcomment|\bcontribut|\b(?:in|on) [A-Z])"
)
_ADDRESS = re.compile(r"\s*[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{2,64}")
_SPLIT = re.compile(r"\s*,?\s+(?:and|und|et|y|&)\s+|\s*[,;]\s*")
# Words of outlets and offices: they end a name ("Nela Quist Harbour News") or rule one out.
_OFFICES = frozenset(
    phrases(
        """
    fox | cnn | bbc | nbc | abc | cbs | npr | afp | ap | reuters | associated | press | news
    | newsroom | staff | globe | times | post | tribune | telegram | gazette | herald | journal
    | guardian | observer | sun | mail | daily | weekly | today | magazine | media | network | wire
    | agency | agence | bureau | desk | team | editor | editors | editorial | editor-in-chief
    | board
    | reporter | writer | correspondent | columnist | contributor | contributors | contributing
    | journalist | producer | author | associate | executive | managing | deputy | digital | online
    | web | foxbusiness | usa | buzzfeed | huffpost | inc | university | institute | national
    | department | college | xpress | content | business | politics | sport | sports | science
    | health | opinion | entertainment | culture | archive | page | the | more | read | share
    | follow | about | latest | all | view | top | home | world | sponsored | partner
    | advertisement | subscribe | newsletter | show
        """
    )
)
# What stands before a name: "Political Editor Nela Quist".
_TRADES = frozenset(
    phrases(
        "editor | reporter | writer | correspondent | columnist | contributor | journalist"
        " | producer | photographer"
    )
)
_BIOGRAPHY = re.compile(
    r" (?:\([^)]{1,20}\) )?,? ?(?:is|was|has been|has|covers?|covered|writes?|wrote|joined|reports?"
    r"|works?|worked|served|lives|graduated|loves|can be|edits|leads|studied|hosts|enjoys|hails"
    r"|consists)\b"
)
_BIOGRAPHY_VOICE = re.compile(
    r"(?i)(?:i am|i['’]m|i write|i cover|i do|i love|i have|a passionate|writes? about|about the"
    r" authors?|an? (?:freelance|avid|award|seasoned|passionate|veteran|journalist|writer|reporter"
    r"|editor)|covers?|covering|journalist|writer|reporter|editor|freelance)\b"
)

# "Ulla Brandt, MSc is a freelance writer …", "Brandt specializes in …", "I write about …".
_PROFILE = re.compile(
    r"(?:(?:[A-Z][\w.'’-]{1,20},? ){1,5}(?:\([^)]{1,20}\) ?)?(?:is|was|has been|are) "
    r"(?:an?|the|our|also) (?:[\w'’&,./-]+ ){0,12}?"
    r"(?i:writer|editor|reporter|journalist|author|correspondent|columnist"
    r"|fellow|producer|contributor|librarian|dietitian|blogger|professor|freelancer|photographer"
    r"|director|staffer|host|intern|scientist|analyst|president|member|physician|therapist)\b"
    r"|(?:(?:[A-Z][\w.'’-]{1,20} ){1,4}|[Ss]?[Hh]e )(?:specializes in|covers|writes about)\b"
    r"|I(?:['’]m an?| am an?| cover| write| report)\b)"
)


def byline_names(text: str, *, bare: bool = False) -> tuple[str, ...]:
    """Names in a byline, none when the line is not one.

    With `bare`, a line that is only a name or names, without "By", counts too.
    """
    return _byline_names(text, bare) if len(text) <= 220 else ()


@lru_cache(maxsize=8192)  # asked of the same lines by several passes, and of menus on every page
def _byline_names(text: str, bare: bool) -> tuple[str, ...]:
    cue = _CUE.match(text)
    rest = text[cue.end() :] if cue else None
    if rest is None:
        mid = _MID_CUE.search(text) if len(text) < 140 else None
        if mid and (find_dates(text) or mid.start() < 40):
            rest = text[mid.end() :]
    if rest is not None:
        return _names(rest) or _organisation(rest)
    if bare and len(text) < 120:
        return _names(text, strict=True)
    return ()


def names_outlet(name: str, site: str | None) -> bool:
    """True for an outlet or an office that stands where an author's name should."""
    words = name.split()
    if site and (name.casefold() in site.casefold() or site.casefold() in name.casefold()):
        return True
    return bool(words) and (_is_office(words[-1]) or _is_office(words[0]) or len(words) > 5)


def without_outlet(name: str, site: str | None) -> str:
    """A name without the first words of the site's own, which bylines set behind it."""
    words, own = name.split(), set((site or "").split())
    while len(words) > 2 and words[-1] in own:
        words.pop()
    return " ".join(words)


def is_lone_cue(text: str) -> bool:
    """True for "By" or "Author:" on a line of its own; the name is on the next."""
    return len(text) < 20 and bool(_LONE_CUE.fullmatch(text))


def is_biography(text: str, names: tuple[str, ...]) -> bool:
    """True when the line tells who the author is: "Mary Ann Doe covers the harbour."."""
    for name in names:
        at = text.find(name)
        if 0 <= at < 60 and _BIOGRAPHY.match(text, at + len(name)):
            return True
    return False


def is_profile(text: str) -> bool:
    """True when a line presents a person by trade, as the notes on authors do."""
    return len(text) < 1000 and bool(_PROFILE.match(text[:250]))


def sounds_like_biography(text: str) -> bool:
    """True when a line under an author's name reads like a biography, whoever it is about."""
    return len(text) < 600 and bool(_BIOGRAPHY_VOICE.search(text[:200]))


def _names(text: str, *, strict: bool = False) -> tuple[str, ...]:
    dates = find_dates(text)
    if dates:
        text = text[: dates[0].span.start]
    text = text if strict else _ADDRESS.sub("", text)
    cut = _CUT.search(text)
    if cut:
        if strict and cut.start() and not dates and text[cut.start()] not in "@|•·-–—/":
            return ()
        text = text[: cut.start()]
    names: list[str] = []
    for piece in _SPLIT.split(text.strip(" .:,-–—")):
        name = _clean(piece)
        if name is None or (strict and name != piece.strip()):
            break
        names.append(name)
    return tuple(dict.fromkeys(names))


def _clean(piece: str) -> str | None:
    """The personal name at the start of `piece`, without the outlet that trails it."""
    piece = re.sub(
        r"^(?:by|dr\.?|prof\.?|mr\.?|ms\.?|mrs\.?|sir|rev\.?)\s+", "", piece.strip(), flags=re.I
    )
    words = piece.split()
    trade = next((i for i, word in enumerate(words[:4], 1) if word.lower() in _TRADES), 0)
    after = words[trade : trade + 2]
    if len(after) == 2 and not any(map(_is_office, after)):
        words = words[trade:]  # not of "Nela Quist Staff Writer Harbour News"
    kept: list[str] = []
    for word in words:
        if _is_office(word):
            break
        kept.append(word)
    name = " ".join(kept[:5])
    if len(kept) > 5 or not _NAME.fullmatch(name) or len(name) > 50:
        return None
    return name.rstrip(".,") if not re.search(r"\b(?:Jr|Sr)\.$", name) else name


def _organisation(text: str) -> tuple[str, ...]:
    """An office in a byline: "By The Associated Press", "By Slate Staff"."""
    dates = find_dates(text)
    text = (text[: dates[0].span.start] if dates else text).strip(" .:,|-–—")
    cut = _CUT.search(text)
    text = text[: cut.start()].strip() if cut else text
    words = text.split()
    if 1 <= len(words) <= 5 and text[0].isupper() and any(map(_is_office, words)):
        return (text,)
    return ()


def _is_office(word: str) -> bool:
    return word.strip(".,'’").lower().removesuffix("’s").removesuffix("'s") in _OFFICES
