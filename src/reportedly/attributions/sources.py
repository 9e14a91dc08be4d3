"""Every mention that speaks, resolved inside the article to one source.

Mentions are taken in reading order. A name means the bearer that the register knows; a
pronoun means the latest speaker, or name outside reported speech, that it agrees with; a
description means an earlier source of whom the same or a kindred noun was said, and a
definite description of one person without such a source means the person who spoke last.
Indefinite descriptions and vague sources are kept apart.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import islice

from reportedly.attributions import lexicon
from reportedly.attributions.mentions import (
    Mention,
    Sort,
    nobody,
    read_mention,
    role_around,
    role_before,
    type_of,
)
from reportedly.attributions.naming import Kind
from reportedly.attributions.register import Named, Register
from reportedly.attributions.speakers import (
    GENERIC,
    HUMAN,
    THINGS,
    Speaker,
    agrees,
    fits,
    kindred,
    kinds_for,
)
from reportedly.attributions.tokens import Tokens, possessive
from reportedly.data import Source, SourceType, Span

_HUMAN_KINDS = (Kind.PERSON, Kind.UNKNOWN)
_REACH = 12  # speakers that a pronoun or description looks back over
_NEAR = 1500  # code points that a pronoun looks back over
_OFTEN = 3  # occurrences that make a name what a text is about
_NAMES_BACK = 12  # names outside reported speech that a pronoun looks back over


class Resolver:
    """Resolves the mentions of one text; each must be asked for in reading order."""

    def __init__(self, tokens: Tokens, register: Register, contents: Iterable[Span]) -> None:
        self._tokens = tokens
        self._register = register
        reported = sorted(contents)
        self._reported_starts = [span.start for span in reported]
        self._reported = reported
        self._by_named: dict[Named, Speaker] = {}
        self._by_name: dict[str, Speaker] = {}
        self._by_head: dict[str, list[Speaker]] = {}
        self._called: dict[str, list[Named]] = {}
        for occurrence in register.occurrences:
            named = occurrence.named
            if named.occurrences[0] is occurrence:
                for head in named.heads:
                    self._called.setdefault(head, []).append(named)
        self._recent: list[tuple[int, Speaker]] = []  # by place of mention
        self.speakers: list[Speaker] = []

    def resolve(self, span: Span | None, cue: Span | None) -> Speaker:
        """The speaker of the mention at `span`; without one, somebody whom only `cue` shows."""
        if span is None:
            return self._new(nobody(cue or Span(0, 0)), cue)
        mention = read_mention(self._tokens, self._register, span)
        speaker = self._known(mention)
        if speaker is None:
            return self._new(mention, span)
        self._say(speaker, mention, span)
        return speaker

    # ── Who is meant ─────────────────────────────────────────────────────────────────────

    def _known(self, mention: Mention) -> Speaker | None:
        match mention.sort:
            case Sort.NAME:
                return self._by_its_name(mention)
            case Sort.PRONOUN:
                return self._agreeing(mention)
            case Sort.SELF:
                return self._quoted_speaker(mention)
            case Sort.RELATIVE:
                return self._antecedent(mention)
            case Sort.DESCRIPTION:
                return self._described(mention)
        return None

    def _by_its_name(self, mention: Mention) -> Speaker | None:
        if mention.named is None:
            return self._by_name.get((mention.name or "").lower())
        named = mention.named
        if named.kind is Kind.UNKNOWN and len(named.words) == 1:
            named = self._misspelt(named) or named
        return self._of(named)

    def _of(self, named: Named) -> Speaker:
        """The speaker who bears a name, new if need be."""
        speaker = self._by_named.get(named)
        if speaker is None:
            kind = type_of(named)
            speaker = Speaker(kind, named, gender=named.gender, heads=set(named.heads))
            self._by_named[named] = speaker
            self._index(speaker, speaker.heads)
        return speaker

    def _misspelt(self, named: Named) -> Named | None:
        """The recent speaker whose surname differs from an unknown one by a letter or prefix."""
        word = named.words[0].lower()
        for _, speaker in self._latest():
            if speaker.named is None or speaker.type is not SourceType.PERSON or len(word) < 4:
                continue
            surname = speaker.named.words[-1].lower()
            close = abs(len(surname) - len(word)) == 1 and (
                surname.startswith(word) or word.startswith(surname)
            )
            if close or (len(word) > 4 and surname.endswith(word)):
                return speaker.named
        return None

    def _agreeing(self, mention: Mention) -> Speaker | None:
        """Whom a pronoun means: the nearest before it that agrees in gender and number."""
        place = mention.span.start
        reach = _NEAR if mention.gender in ("m", "f") else _NEAR // 4
        for at, speaker in self._candidates(place):
            if place - at > reach:
                break
            if not agrees(speaker, mention):
                continue
            if mention.gender in ("m", "f") and speaker.gender is None:
                speaker.gender = mention.gender
            return speaker
        return None

    def _candidates(self, place: int) -> Iterator[tuple[int, Speaker]]:
        """Speakers and names before `place`, the latest first."""
        names = self._names_before(place)
        name = next(names, None)
        for at, speaker in self._latest():
            if at >= place:
                continue
            while name is not None and name[0] > at:
                yield name[0], self._of(name[1])
                name = next(names, None)
            yield at, speaker
        while name is not None:
            yield name[0], self._of(name[1])
            name = next(names, None)

    def _names_before(self, place: int) -> Iterator[tuple[int, Named]]:
        """Names that stand before `place` in the article's own words, as subjects may."""
        left = _NAMES_BACK
        for occurrence in self._register.before(self._tokens.first(place)):
            left -= 1
            at = self._tokens.starts[occurrence.first]
            if not left or place - at > _NEAR:
                return
            if occurrence.named.kind in (Kind.PLACE, Kind.UNKNOWN) or self._is_reported(at):
                continue
            before = self._tokens.low(occurrence.first - 1)
            if before in lexicon.PREPOSITIONS or lexicon.REPORTING.get(before) in lexicon.HEARD_BY:
                continue
            if self._tokens[occurrence.last - 1].endswith(("'s", "’s")):
                continue
            yield at, occurrence.named

    def _is_reported(self, place: int) -> bool:
        at = bisect_left(self._reported_starts, place + 1) - 1
        return at >= 0 and place < self._reported[at].end

    def _latest(self) -> Iterator[tuple[int, Speaker]]:
        seen: set[int] = set()
        for at, speaker in reversed(self._recent[-4 * _REACH :]):
            if id(speaker) not in seen:
                seen.add(id(speaker))
                yield at, speaker
            if len(seen) == _REACH:
                return

    def _quoted_speaker(self, mention: Mention) -> Speaker | None:
        """Who says "I": the last speaker before, if the word stands in reported speech."""
        if not self._is_reported(mention.span.start):
            return None
        return next((speaker for _, speaker in self._latest()), None)

    def _antecedent(self, mention: Mention) -> Speaker | None:
        """Whom "who" or "which" takes up: the name or speaker that stands just before it."""
        place = mention.span.start
        sentence = self._tokens.sentence(place).start
        index = self._tokens.first(place)
        if mention.head != "which":
            for occurrence in self._register.before(index):
                if self._tokens.starts[occurrence.first] < sentence:
                    break
                if mention.head == "who" and occurrence.named.kind not in _HUMAN_KINDS:
                    break
                near = index - occurrence.last <= 2
                apposed = self._tokens[index - 1] == "," and index - occurrence.last < _REACH
                human = occurrence.named.kind is Kind.PERSON
                if (near and occurrence.named.kind is not Kind.PLACE) or (apposed and human):
                    return self._of(occurrence.named)
                if not apposed:
                    break
        for at, speaker in self._latest():
            if sentence <= at < place and (mention.head != "who" or speaker.type not in THINGS):
                return speaker
        return None

    def _described(self, mention: Mention) -> Speaker | None:
        if mention.named is not None:  # "the Courier report"
            return self._of(mention.named)
        if mention.name is not None:
            return self._by_name.get(mention.name.lower())
        if not mention.definite or possessive(self._tokens[self._tokens.first(mention.span.start)]):
            outlet = self._outlet_ahead(mention)
            if outlet is not None:
                return outlet
        if not mention.definite:
            institution = mention.head in _COLLECTIVE and not mention.modifiers
            return self._by_noun(mention, same=True) if institution else None
        if mention.owned:
            return self._by_name.get(mention.span.cut(self._tokens.text).lower())
        return (
            self._by_noun(mention, same=True)
            or self._by_title(mention)
            or self._named_by_noun(mention)
            or (None if mention.qualified else self._by_noun(mention, same=False))
            or (None if mention.qualified else self._last_of_kind(mention))
        )

    def _by_noun(self, mention: Mention, *, same: bool) -> Speaker | None:
        """The latest speaker of whom the head noun, or a kindred one, was said."""
        heads = {mention.head} if same else kindred(mention.head)
        best: Speaker | None = None
        for head in heads:
            for speaker in reversed(self._by_head.get(head, ())[-_REACH:]):
                if fits(speaker, mention) and (best is None or _last(speaker) > _last(best)):
                    best = speaker
                    break
        return best

    def _by_title(self, mention: Mention) -> Speaker | None:
        """The person last named before with the noun as a title: "Gov. Soto … the governor"."""
        if mention.plural or mention.head in GENERIC:
            return None
        place = self._tokens.first(mention.span.start)
        for named in reversed(self._called.get(mention.head, ())[-_REACH:]):
            if named.kind is Kind.PERSON and named.occurrences[0].first < place:
                speaker = self._of(named)
                if fits(speaker, mention):
                    return speaker
        return None

    def _named_by_noun(self, mention: Mention) -> Speaker | None:
        """The organisation whose name has the noun: "the university", "the Observatory"."""
        if mention.type is SourceType.UNNAMED or mention.plural:
            return None
        place = self._tokens.first(mention.span.start)
        best: tuple[int, Named] | None = None
        for named in self._register.whose_name_has(mention.head)[-_REACH:]:
            if named.kind in (Kind.UNKNOWN, Kind.PLACE):
                continue
            held = {word.lower() for word in named.words}
            if mention.modifiers and not mention.modifiers & held:
                continue
            first = named.occurrences[0].first if named.occurrences else place
            if first < place and (best is None or first > best[0]):
                best = first, named
        return self._of(best[1]) if best else None

    def _last_of_kind(self, mention: Mention) -> Speaker | None:
        """Whom a definite description means when no noun ties it to anybody."""
        if mention.plural:
            return None
        wanted = kinds_for(mention)
        if wanted is None:
            return None
        for at, speaker in self._candidates(mention.span.start):
            if mention.span.start - at > 2 * _NEAR:
                break
            if wanted == {SourceType.PERSON}:
                if speaker.person and speaker.mentions and fits(speaker, mention):
                    return speaker
            elif speaker.type in wanted and speaker.named is not None:
                return speaker
        if wanted == {SourceType.MEDIA}:
            return self._last_outlet(mention)
        return self._chief_name(mention) if mention.head in lexicon.COMPANIES else None

    def _outlet_ahead(self, mention: Mention) -> Speaker | None:
        """The outlet that a text names only after "a Danish newspaper reports …"."""
        if mention.head not in _PAPERS or mention.plural or mention.qualified:
            return None
        tokens = self._tokens
        first = tokens.first(mention.span.end)
        for name in self._register.within(first, first + _AHEAD):
            if name.named.kind is not Kind.MEDIA:
                continue
            words = [word.lower() for word in name.named.words]
            foreign = mention.modifiers & (lexicon.NATIONALITIES | lexicon.PLACES) - _ENGLISH
            if name.named.occurrences[0] is not name or words[0] in lexicon.AGENCIES:
                return None
            return None if foreign and words[-1] in lexicon.MEDIA_NAME else self._of(name.named)
        return None

    def _last_outlet(self, mention: Mention) -> Speaker | None:
        """The outlet named last before a mention, wherever it stands."""
        place = self._tokens.first(mention.span.start)
        for occurrence in islice(self._register.before(place), 4 * _NAMES_BACK):
            if occurrence.named.kind is Kind.MEDIA:
                return self._of(occurrence.named)
        return None

    def _chief_name(self, mention: Mention) -> Speaker | None:
        """The name that the text keeps coming back to, where it is nothing else."""
        place = self._tokens.first(mention.span.start)
        counts: dict[str, int] = {}
        for occurrence in islice(self._register.before(place), 4 * _NAMES_BACK):
            if occurrence.named.kind is Kind.UNKNOWN:
                word = occurrence.named.words[0]
                counts[word] = counts.get(word, 0) + 1
        best = max(counts, key=lambda word: counts[word], default="")
        if counts.get(best, 0) < _OFTEN:
            return None
        speaker = self._by_name.get(best.lower())
        if speaker is None:
            named = self._register.named(best)
            speaker = self._of(named) if named else Speaker(SourceType.ORGANISATION, name=best)
            self._by_name[best.lower()] = speaker
        return speaker

    # ── Keeping count ────────────────────────────────────────────────────────────────────

    def _new(self, mention: Mention, span: Span | None) -> Speaker:
        speaker = Speaker(mention.type, name=mention.name)
        self._say(speaker, mention, span)
        if mention.name is not None:
            self._by_name[mention.name.lower()] = speaker
        elif mention.owned and span is not None:
            self._by_name[span.cut(self._tokens.text).lower()] = speaker
        return speaker

    def _say(self, speaker: Speaker, mention: Mention, span: Span | None) -> None:
        """Add a mention, and what it says, to its speaker."""
        if not speaker.mentions:
            self.speakers.append(speaker)
        if span is not None:
            speaker.mentions.append(span)
            self._recent.append((span.start, speaker))
        if mention.sort in (Sort.PRONOUN, Sort.SELF, Sort.RELATIVE):
            speaker.gender = speaker.gender or (mention.gender if mention.gender != "n" else None)
            if not speaker.heads and speaker.named is None:
                speaker.heads.add(mention.head)
            return
        if speaker.named is None:
            speaker.plural = speaker.plural or mention.plural
        speaker.gender = speaker.gender or mention.gender
        if mention.head:
            self._index(speaker, {mention.head} - speaker.heads)
            speaker.heads.add(mention.head)
        speaker.modifiers |= mention.modifiers
        if mention.sort is Sort.NAME:
            speaker.role = speaker.role or mention.role
            return
        human = mention.head in HUMAN and speaker.type is not SourceType.MEDIA
        if human and not mention.plural and speaker.role is None and mention.modifiers:
            speaker.role = self._phrase(span)

    def _phrase(self, span: Span | None) -> str | None:
        """A description as a role: without its article."""
        if span is None:
            return None
        words = span.cut(self._tokens.text)
        first, _, rest = words.partition(" ")
        return rest if first.lower() in lexicon.DETERMINERS and rest else words

    def _index(self, speaker: Speaker, heads: Iterable[str]) -> None:
        for head in heads:
            self._by_head.setdefault(head, []).append(speaker)

    # ── The result ───────────────────────────────────────────────────────────────────────

    def role(self, speaker: Speaker) -> str | None:
        """The role that the text gives a speaker, wherever it stands."""
        if speaker.role is not None or speaker.named is None:
            return speaker.role
        if speaker.type is not SourceType.PERSON:
            return None
        for occurrence in speaker.named.occurrences[:_REACH]:
            first = role_before(self._tokens, occurrence)
            found = role_around(self._tokens, first, occurrence)
            if found is not None:
                return found
        return None


_PAPERS = lexicon.words("newspaper paper magazine website site blog tabloid daily weekly")
_ENGLISH = lexicon.words("american british us u.s. uk australian canadian")
_AHEAD = 200  # tokens in which a text may name the outlet that it has described
_COLLECTIVE = frozenset({"police", "authority", "parliament", "congress", "government"})


def _last(speaker: Speaker) -> int:
    return speaker.mentions[-1].start if speaker.mentions else -1


def as_sources(resolver: Resolver, used: set[int]) -> tuple[list[Source], dict[int, str]]:
    """The sources in order of first mention, and the id of each by its speaker's `id()`.

    Only speakers whose `id()` is in `used` become sources.
    """
    order = sorted(
        (speaker for speaker in resolver.speakers if speaker.mentions and id(speaker) in used),
        key=lambda speaker: min(speaker.mentions),
    )
    ids = {id(speaker): f"s{number}" for number, speaker in enumerate(order, 1)}
    sources = [
        Source(
            ids[id(speaker)],
            speaker.called,
            speaker.type,
            resolver.role(speaker),
            tuple(sorted(set(speaker.mentions))),
        )
        for speaker in order
    ]
    return sources, ids
