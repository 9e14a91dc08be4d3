"""A source while it is put together, and whether a mention may mean it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from reportedly.attributions import lexicon
from reportedly.attributions.mentions import Mention
from reportedly.attributions.register import Named
from reportedly.attributions.roles import occupation
from reportedly.data import SourceType, Span


@dataclass(slots=True, eq=False)
class Speaker:
    """A source that is still being put together."""

    type: SourceType
    named: Named | None = None
    name: str | None = None
    gender: str | None = None
    plural: bool = False
    heads: set[str] = field(default_factory=set)  # nouns said of them
    modifiers: set[str] = field(default_factory=set)
    role: str | None = None
    mentions: list[Span] = field(default_factory=list)

    @property
    def called(self) -> str | None:
        """The fullest name that the text gives."""
        return self.named.name if self.named is not None else self.name

    @property
    def person(self) -> bool:
        """Whether this is one human being, named or not."""
        if self.plural or (self.named is not None and self.type in THINGS):
            return False  # "the operator, Alder plc"
        if self.type is SourceType.UNNAMED and any(map(_works, self.heads)):
            return True  # "one traveller"
        return self.type is SourceType.PERSON or bool(self.heads & HUMAN)


def _works(head: str) -> bool:
    """Whether a noun that no list has may say what somebody is: "traveller"."""
    return occupation(head) and head not in _NOBODY


_NOBODY = lexicon.words("either neither whatever questioner interviewer number letter")
HUMAN = (
    lexicon.ROLES
    | lexicon.OFFICIALS
    | lexicon.words("source insider man woman student person one someone they he she poster user")
)
THINGS = frozenset(
    {SourceType.ORGANISATION, SourceType.MEDIA, SourceType.GOVERNMENT, SourceType.DOCUMENT}
)
_THEY = frozenset({SourceType.ORGANISATION, SourceType.GOVERNMENT, SourceType.GROUP})
_KEPT = 1024  # nouns whose kindred are remembered
GENERIC = lexicon.words("official source insider person man woman other one")


def agrees(speaker: Speaker, mention: Mention) -> bool:
    if mention.plural:  # they
        return speaker.plural or speaker.type in _THEY
    if mention.gender == "n":
        return speaker.type in THINGS and not speaker.person
    return speaker.person and speaker.gender in (None, mention.gender)


def fits(speaker: Speaker, mention: Mention) -> bool:
    """False when number, gender, nationality, office or standing forbids that both are the same."""
    if speaker.plural != mention.plural:
        return False
    if mention.head in GENERIC and mention.head not in speaker.heads and speaker.named:
        return False  # a named person is called so only where the text says it first
    if speaker.gender and mention.gender and speaker.gender != mention.gender:
        return False
    mine, theirs = (
        lexicon.NATIONALITIES & words for words in (mention.modifiers, speaker.modifiers)
    )
    if mine and theirs and not mine & theirs:
        return False
    if mention.head in _OF and not _may_share_office(speaker, mention):
        return False
    odd = {"other", "another", "second", "third", "former", "same"}
    return not (mention.modifiers & odd - {"same"} - speaker.modifiers)


_OF = {"minister": lexicon.PORTFOLIOS, "secretary": lexicon.PORTFOLIOS, "leader": lexicon.PARTIES}


def _may_share_office(speaker: Speaker, mention: Mention) -> bool:
    """False for "the foreign minister" and somebody who is called "Health Minister"."""
    role = (speaker.role or "").lower().split()
    if mention.head not in role:
        return True
    mine, theirs = (
        {lexicon.SAME_OFFICE.get(word, word) for word in words if word in _OF[mention.head or ""]}
        for words in (mention.modifiers, role)
    )
    return not mine or not theirs or not mine.isdisjoint(theirs)


def may_hold(speaker: Speaker, head: str) -> bool:
    """False for an office, where the text gives the speaker another role: "the governor" is no
    businessman that was named last."""
    known = speaker.heads & lexicon.ROLES
    return head not in _OFFICES or not known or head in known or not known.isdisjoint(kindred(head))


_OFFICES = lexicon.words(
    """
    governor senator mayor president minister secretary general ambassador sheriff judge justice
    bishop archbishop chancellor premier congressman congresswoman commissioner prosecutor
    """
)


@lru_cache(maxsize=_KEPT)
def kindred(head: str) -> tuple[str, ...]:
    """The nouns by which the same may be called, in order."""
    groups = (group for group in lexicon.KINDRED if head in group)
    return tuple(sorted({word for group in groups for word in group if word != head}))


def kinds_for(mention: Mention) -> set[SourceType] | None:
    """The types of source that a description without a tie may mean."""
    if mention.head in HUMAN or any(word.endswith("-year-old") for word in mention.modifiers):
        return {SourceType.PERSON}
    if mention.head in lexicon.MEDIA or mention.head in lexicon.STORIES or mention.head == "post":
        return {SourceType.MEDIA}
    if mention.head in lexicon.COMPANIES:
        return {SourceType.ORGANISATION}
    if mention.head in lexicon.ORGANISATIONS and mention.head not in ("campaign", "team"):
        return {SourceType.ORGANISATION}
    if mention.head in ("agency", "department", "ministry", "embassy"):
        return {SourceType.GOVERNMENT}
    return None
