"""Whom a text keeps unnamed on purpose: "a senior official", "people familiar with the talks".

Not every source without a name is anonymous: a pronoun or "the candidate" may stand for
somebody whom the text names elsewhere. What counts is how the source is called: with an
indefinite article or a bare plural, as a source or an insider, or not at all ("reportedly").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum, auto

from reportedly.claims.lexicon import NOBODYS, words
from reportedly.data import Link, Source, SourceType, Span

_LONGEST = 60  # code points of a mention that a message repeats
_LOOKED = 120  # code points of a mention that are looked at
_MENTIONS = 40  # mentions of one source that are looked at

_INDEFINITE = re.compile(
    r"(?:an?|one|another|some|several|many|multiple|various|two|three|four|five|other|others|"
    r"at least \w+|a (?:number|handful|couple|group) of|dozens of|numerous|most) ",
    re.I,
)
_ONE = re.compile(r"(?:an?|one|another) (?!number|handful|couple|group)", re.I)
_INFORMANTS = words(  # who is asked because they know, not because of who they are
    "source sources insider insiders official officials aide aides adviser advisers advisor",
    "advisors operative operatives strategist strategists diplomat diplomats staffer staffers",
    "employee employees executive executives expert experts analyst analysts observer observers",
    "scholar scholars scientist scientists researcher researchers witness witnesses eyewitness",
    "eyewitnesses bystander bystanders resident residents",
    "ally allies associate associates",
    "defector defectors investigator investigators commander commanders doctor doctors nurse",
    "worker workers villager villagers student teacher teachers soldier soldiers officer officers",
    "informant informants whistleblower whistleblowers critic critics commentator commentators",
    "authorities lawyer lawyers",
)
_ALWAYS = words(  # anonymous whatever stands before
    "source sources insider insiders informant informants whistleblower whistleblowers",
)
_CLOSE = words(  # to somebody who is named: "a friend of the family"
    "friend friends relative relatives colleague colleagues neighbor neighbors neighbour",
    "neighbours",
)
_PAPERS = words("report study survey analysis document memo dossier")
_PEOPLE = words("people person someone somebody those")
_KNOWING = re.compile(
    r"\b(?:famil(?:iar|y friend)|close|briefed|knowledge|involved|spoke|asked|condition|attended"
    r"|present)\b"
)
_HIDDEN = re.compile(
    r"\b(?:anonym\w+|unnamed|unidentified|(?:not (?:to )?|declined to )be (?:named|identified))",
    re.I,
)
_NAMELESS = (
    r"(?:on (?:the )?condition of anonymity|(?:ask|request|insist)(?:s|ed|ing)?"
    r" (?:not to be (?:named|identified|quoted)|(?:on |for )?anonymity)"
    r"|not authori[sz]ed to (?:speak|talk|discuss|comment))\b"
)
_ANONYMOUS = re.compile(rf"\b{_NAMELESS}", re.I)
_WITHHELD = re.compile(  # what follows somebody: ", who asked not to be named"
    rf"\W{{0,3}}(?:(?:and )?(?:who|whose|all|both|each|speaking|talking)\b[^.;:”\"]{{0,60}}?\b)?"
    rf"{_NAMELESS}",
    re.I,
)
_PERSONS = frozenset({SourceType.UNNAMED, SourceType.GROUP, SourceType.GOVERNMENT})
_HEARSAY = re.compile(
    r"(?:it(?:['’]s| is| was| has been)? )?"
    r"(?:(?:is|are|was|were|has|have|had|been|being|also|now|widely|still|long|even|once) )*"
    r"(?:reported(?:ly)?|alleged(?:ly)?|rumou?red|said|claimed|believed|thought|understood"
    r"|suspected|supposedly|purportedly)"
    rf"|(?:(?:{NOBODYS}|there|are|were|is|been|have|has|widespread|rampant) )*"
    r"(?:reports?|rumou?rs?|speculation|gossip|hearsay)(?: that| of)?",
    re.I,
)
_TRACED = re.compile(  # what tells whose report it is, or that it is a paper
    r"\s{1,2}(?:\w{1,20}\s{1,2})?(?:by|on|in|shows?|showed|filed|obtained)\b"
)
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_NAMED = re.compile(
    r"@\w|\b(?:including|like|such as|named)\b"
    r"|(?<!^)\b(?!(?:South|North|East|West|Central|Latin|Saudi) )[A-Z][^\W\d_]+ [A-Z]"
)
_COLLECTIVES = words("number handful couple group")
_AFTER_HEAD = words(
    "who that which at of in from for with on to by close familiar near and inside",
    "briefed involved directly speaking",
)


class Hiding(Enum):
    """In which way a source goes unnamed."""

    PERSON = auto()  # "a senior official"
    HEARSAY = auto()  # "reportedly", "rumours"
    CIRCLE = auto()  # "experts", "critics"
    PAPER = auto()  # "a report"


class Anonymity:
    """What the sources of one article are called, and which of them go unnamed on purpose."""

    def __init__(self, text: str, sources: Sequence[Source]) -> None:
        self._text = text
        self._sources = {source.id: source for source in sources}
        self._hiding = {source.id: self._hiding_of(source) for source in sources}

    def hiding(self, link: Link) -> Hiding | None:
        """How the source of a link hides; None when it is named, or may well be."""
        if link.source not in self._sources or self._sources[link.source].name is not None:
            return None
        source, own = self._sources[link.source], None
        if link.mention is not None:
            mention = self._mention(link.mention)
            if mention.lower() in ("he", "she"):
                return None  # one person, whom the text may well name
            own = hiding_in(mention, source.type)
        if self._withheld(link, source):
            return Hiding.PERSON
        return own or self._hiding[source.id] or self._hearsay(link)

    def hides(self, link: Link) -> bool:
        return self.hiding(link) is not None

    def called(self, link: Link) -> str:
        """A source's name, else how the text calls it there, in quotation marks."""
        source = self._sources.get(link.source)
        if source is not None and source.name:
            return source.name
        mention = link.mention or link.cue
        written = " ".join(mention.cut(self._text).split()) if mention else ""
        return f"“{written}”" if 0 < len(written) <= _LONGEST else "somebody it does not name"

    def _hiding_of(self, source: Source) -> Hiding | None:
        if source.name is not None:
            return None
        each = (hiding_in(self._mention(span), source.type) for span in source.mentions[:_MENTIONS])
        return next(filter(None, each), None)

    def _withheld(self, link: Link, source: Source) -> bool:
        """Whether it is said right after a mention, or after its cue, that whoever it is about
        is to have no name: "three officials said, speaking on condition of anonymity"."""
        mention = link.mention
        if mention is None or source.type not in _PERSONS:
            return False
        if _ANONYMOUS.search(self._text, mention.start, mention.end):
            return True
        ends = {mention.end, link.cue.end if link.cue else mention.end}
        return any(_WITHHELD.match(self._text, end, end + _LOOKED) for end in ends)

    def _mention(self, span: Span) -> str:
        return self._text[span.start : min(span.end, span.start + _LOOKED)]

    def _hearsay(self, link: Link) -> Hiding | None:
        """Whether a link is a report without a reporter: "it is believed", "reportedly"."""
        mention = link.mention or link.cue
        if mention is None or len(mention) > _LONGEST:
            return None
        written = " ".join(mention.cut(self._text).split())
        if not _HEARSAY.fullmatch(written):
            return None
        return None if _TRACED.match(self._text, mention.end) else Hiding.HEARSAY


def hiding_in(mention: str, kind: SourceType) -> Hiding | None:
    """How a mention hides whom it is about; None for one that may be named elsewhere."""
    mention = " ".join(mention.split())
    found = [w.lower() for w in _WORD.findall(mention)]
    if not found or kind in (SourceType.MEDIA, SourceType.SOCIAL_MEDIA, SourceType.ORGANISATION):
        return None
    if _HIDDEN.search(mention):
        return Hiding.PERSON
    head = _head(found)
    if head in _ALWAYS:
        return Hiding.PERSON
    if _NAMED.search(mention):
        return None
    if head in _PEOPLE and _KNOWING.search(mention):
        return Hiding.PERSON
    if head in _PAPERS and _ONE.match(mention):
        return Hiding.PAPER
    indefinite = _INDEFINITE.match(mention) is not None
    bare = head.endswith(("s", "ties")) and not _definite(found)
    known = head in _INFORMANTS or (head in _CLOSE and " of " in mention)
    if known and (indefinite or bare):
        return Hiding.PERSON if _ONE.match(mention) else Hiding.CIRCLE
    return None


def _head(found: Sequence[str]) -> str:
    """The head of a noun phrase in words: the last before what goes on with "who", "of", "at"."""
    counted = found[1:2] and found[1] in _COLLECTIVES and found[2:3] == ["of"]
    for i, word in enumerate(found):
        if i > (2 if counted else 0) and word in _AFTER_HEAD:
            return found[i - 1]
    return found[-1]


_DETERMINERS = words("the this that these those his her its their our my your whose")


def _definite(found: Sequence[str]) -> bool:
    return found[0] in _DETERMINERS or any(w.endswith(("'s", "’s", "s'", "s’")) for w in found[:-1])
