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

from reportedly.attributions import lexicon
from reportedly.attributions.antecedents import (
    bodies,
    chief_name,
    described_since,
    last_outlet,
    named_by_noun,
    of_age,
    of_another_kind,
    only_body,
    outlet_ahead,
    own_subject,
)
from reportedly.attributions.mentions import (
    Mention,
    Sort,
    nobody,
    read_mention,
    singular,
    type_of,
)
from reportedly.attributions.naming import LONGEST_PERSON, Kind
from reportedly.attributions.register import Named, Register
from reportedly.attributions.roles import role_around, role_before
from reportedly.attributions.speakers import (
    GENERIC,
    HUMAN,
    THINGS,
    Speaker,
    agrees,
    fits,
    kindred,
    kinds_for,
    may_hold,
)
from reportedly.attributions.tokens import Tokens, bare, possessive
from reportedly.data import Source, SourceType, Span

_HUMAN_KINDS = (Kind.PERSON, Kind.UNKNOWN)
_BODY_KINDS = (Kind.ORGANISATION, Kind.GOVERNMENT, Kind.MEDIA)
_REACH = 12  # speakers that a pronoun or description looks back over
_NEAR = 1500  # code points that a pronoun looks back over
_NAMES_BACK = 12  # names outside reported speech that a pronoun looks back over


_MATTERS = lexicon.words(  # words with which what is asked begins
    "about whether if why how what when where who which during on in at after"
)


class Resolver:
    """Resolves the mentions of one text; each must be asked for in reading order."""

    def __init__(
        self,
        tokens: Tokens,
        register: Register,
        contents: Iterable[Span],
        mentions: Iterable[Span] = (),
    ) -> None:
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
        self._bodies = bodies(tokens, register, mentions)
        self._recent: list[tuple[int, Speaker]] = []  # by place of mention
        self.speakers: list[Speaker] = []

    def resolve(
        self, span: Span | None, cue: Span | None, passing: Iterable[Speaker] = ()
    ) -> Speaker:
        """The speaker of the mention at `span`; without one, somebody whom only `cue` shows.

        Those in `passing` have it from the mention: no description of it means one of them.
        """
        if span is None:
            return self._new(nobody(cue or Span(0, 0)), cue)
        mention = read_mention(self._tokens, self._register, span)
        speaker = self._known(mention)
        if mention.sort is Sort.DESCRIPTION and mention.named is None:
            speaker = None if any(speaker is other for other in passing) else speaker
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
        subject = self._subject_before(mention)
        outer = not self._is_reported(place)
        asked = self._asking(place)
        for at, speaker in self._candidates(place):
            if place - at > reach or (subject is not None and at < subject.start):
                break
            if not agrees(speaker, mention):
                continue
            inner = outer and self._is_reported(at) and self._outer_before(mention, at)
            if inner or at in asked:
                continue
            if mention.gender in ("m", "f") and speaker.gender is None:
                speaker.gender = mention.gender
            return speaker
        if subject is not None:
            return self.resolve(subject, None)
        return self._opening_before(mention) if mention.gender in ("m", "f") else None

    def _asking(self, place: int) -> range:
        """Where whoever asks stands: "Asked by [his barrister, Ana Soto,] where he was, he …"."""
        tokens = self._tokens
        begin = tokens.sentence(place).start
        first = tokens.first(begin)
        if tokens.low[first : first + 2] != ["asked", "by"]:
            return range(0)
        last = tokens.first(place)
        ends = (i for i in range(first + 2, last) if tokens.low[i] in _MATTERS)
        end = next(ends, None) or next(
            (i for i in range(first + 2, last) if tokens.words[i] == ","), last
        )
        return range(begin, tokens.starts[end])

    def _outer_before(self, mention: Mention, at: int) -> bool:
        """Whether in the sentence of `at` somebody outside of what is reported agrees."""
        begin = self._tokens.sentence(at).start
        return any(
            begin <= place < at and not self._is_reported(place) and agrees(speaker, mention)
            for place, speaker in self._recent[-4 * _REACH :]
        )

    def _opening_before(self, mention: Mention) -> Speaker | None:
        """Whose name, not known to be anybody's, opens the sentence before, where nobody else
        can be meant: "Siw Aas Dahl is on her feet. She says …"."""
        tokens = self._tokens
        begin = tokens.sentence(mention.span.start).start
        first = tokens.first(tokens.sentence(begin - 1).start) if begin else 0
        for occurrence in self._register.within(first, first + 1) if begin else ():
            named, after = occurrence.named, tokens.low[occurrence.last]
            several = 1 < len(named.words) <= LONGEST_PERSON
            plain = not any(map(str.isupper, named.words))
            acts = after in lexicon.AUXILIARIES or after.endswith("ed")
            if several and plain and named.kind is Kind.UNKNOWN and acts:
                return self._of(named)
        return None

    def _subject_before(self, mention: Mention) -> Span | None:
        """Whom or what the sentence before is about, where it is a body, somebody without a name
        or several of them: "The ministry disputed it. It said …", "Her former captain left. He
        said …", "The pilots left. They said …"."""
        tokens = self._tokens
        begin = tokens.sentence(mention.span.start).start
        if not begin or self._is_reported(mention.span.start):
            return None
        before = tokens.sentence(begin - 1)
        first = tokens.first(before.start)
        body = mention.gender == "n"
        opens = tokens.low[first] == "the" or (not body and possessive(tokens.words[first]))
        if not opens or begin - before.start > _NEAR // 4:
            return None
        nouns = _BODIES if body else _PEOPLE
        for i in range(first + 1, first + 6):
            after = i + 1
            if tokens.words[after] == "," == tokens.words[after + 2]:
                after += 3  # "the ministry, however, disputed it"
            verb = tokens.words[after].islower() and tokens.low[after].endswith(_VERBAL)
            verb = verb or (not body and tokens.words[after] in _CLOSING)
            verb = verb or (mention.plural and tokens.low[after] in lexicon.AUXILIARIES)
            head, several = singular(tokens.low[i])
            if head in nouns and verb and several == mention.plural:
                if lexicon.GENDERED.get(tokens.low[i]) in (None, mention.gender):
                    return tokens.span(first, i + 1)
                return None
            plain = tokens.words[i].isalpha() or tokens.words[i] in _APOSTROPHES
            if not plain or tokens.low[i] in lexicon.PREPOSITIONS:
                return None
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
            before = self._tokens.low[occurrence.first - 1]
            if before in lexicon.PREPOSITIONS or lexicon.REPORTING.get(before) in lexicon.HEARD_BY:
                continue
            if self._tokens.words[occurrence.last - 1].endswith(("'s", "’s")):
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
                apposed = self._tokens.words[index - 1] == "," and index - occurrence.last < _REACH
                human = occurrence.named.kind is Kind.PERSON
                if (near and occurrence.named.kind is not Kind.PLACE) or (apposed and human):
                    return self._of(occurrence.named)
                if not apposed:
                    break
        for at, speaker in self._latest():
            if sentence <= at < place and (mention.head != "who" or speaker.type not in THINGS):
                return speaker
        nearest = next(self._register.before(index), None)
        if mention.head == "which" and nearest is not None and nearest.last == index - 1:
            named, comma = nearest.named, self._tokens.words[index - 1] == ","
            body = named.kind in _BODY_KINDS or named.words[0][0] == "@"
            return self._of(named) if body and comma else None
        return None

    def _described(self, mention: Mention) -> Speaker | None:
        if mention.named is not None:  # "the Courier report"
            return self._of(mention.named)
        if mention.name is not None:
            return self._by_name.get(mention.name.lower())
        if not mention.definite or possessive(
            self._tokens.words[self._tokens.first(mention.span.start)]
        ):
            outlet = outlet_ahead(self._tokens, self._register, mention)
            if outlet is not None:
                return self._of(outlet)
        if not mention.definite:
            institution = mention.head in _COLLECTIVE and not mention.modifiers
            return self._by_noun(mention, same=True) if institution else None
        if mention.owned:
            return self._by_name.get(mention.span.cut(self._tokens.text).lower())
        own = own_subject(self._tokens, self._register, mention)
        if own is not None:
            return self._of(own)
        return (
            self._by_noun(mention, same=True)
            or self._by_title(mention)
            or self._by_the_names(mention)
            or (None if mention.qualified else self._by_noun(mention, same=False))
            or (None if mention.qualified else self._by_kindred_title(mention))
            or (None if mention.qualified else self._last_of_kind(mention))
        )

    def _by_noun(self, mention: Mention, *, same: bool) -> Speaker | None:
        """The latest speaker of whom the head noun, or a kindred one, was said."""
        heads = (mention.head,) if same else kindred(mention.head)
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
        called = self._called.get(mention.head, [])
        end = bisect_left(called, place, key=_first)
        for named in reversed(called[max(end - _REACH, 0) : end]):
            party = self._party(named)
            if party and mention.modifiers & lexicon.PARTIES and party not in mention.modifiers:
                continue
            if named.kind is Kind.PERSON:
                speaker = self._of(named)
                if fits(speaker, mention):
                    return speaker
        return None

    def _by_kindred_title(self, mention: Mention) -> Speaker | None:
        """The one person named before with a narrower title, who has not spoken: "Sergeant Soto
        led the search. The officer said …"."""
        if mention.plural or mention.modifiers or mention.head not in _WIDER:
            return None
        place = self._tokens.first(mention.span.start)
        held = [named for head in kindred(mention.head) for named in self._called.get(head, ())]
        found = {named for named in held[:_REACH] if _first(named) < place}
        named = found.pop() if len(found) == 1 else None
        if named is None or named.kind is not Kind.PERSON or len(held) > _REACH:
            return None
        speaker = self._of(named)
        return speaker if fits(speaker, mention) else None

    def _party(self, named: Named) -> str | None:
        """The party that stands before a name where the text first has it."""
        name = named.occurrences[0].name
        before = self._tokens.low[max(name - _TITLED, 0) : name]
        return next((word for word in reversed(before) if word in lexicon.PARTIES), None)

    def _by_the_names(self, mention: Mention) -> Speaker | None:
        """Whose name has the noun, who is of that age, or the only company that speaks."""
        named = named_by_noun(self._tokens, self._register, mention)
        named = named or of_age(self._tokens, self._register, mention)
        named = named or only_body(self._tokens, mention, self._bodies)
        return self._of(named) if named else None

    def _last_of_kind(self, mention: Mention) -> Speaker | None:
        """Whom a definite description means when no noun ties it to anybody."""
        if mention.plural:
            return None
        wanted = kinds_for(mention)
        if wanted is None or self._is_somebodys(mention):
            return None
        for at, speaker in self._candidates(mention.span.start):
            if mention.span.start - at > 2 * _NEAR:
                break
            if wanted == {SourceType.PERSON}:
                if mention.head in _ONLINE:  # whose handle the text has
                    if speaker.type is SourceType.SOCIAL_MEDIA and speaker.named is not None:
                        return speaker
                    continue
                if speaker.named is None and speaker.heads.isdisjoint(_alike(mention.head)):
                    continue  # a leader whom nobody names is no spokesman
                if speaker.person and speaker.mentions and fits(speaker, mention):
                    return speaker if may_hold(speaker, mention.head) else None
            elif speaker.type in wanted and speaker.named is not None:
                body = speaker.type is SourceType.ORGANISATION
                other = (
                    speaker.type is not SourceType.MEDIA
                    and of_another_kind(self._tokens, speaker.named, mention)
                ) or (body and described_since(self._tokens, mention, speaker.named, at))
                return None if other else speaker
        if wanted == {SourceType.MEDIA}:
            named = last_outlet(self._tokens, self._register, mention)
            return self._of(named) if named else None
        return self._chief(mention) if mention.head in lexicon.COMPANIES else None

    def _is_somebodys(self, mention: Mention) -> bool:
        """True for "the mayor's office", which is no other body that spoke before."""
        tokens = self._tokens
        within = tokens.within(mention.span)
        head = next((i for i in within if bare(tokens.low[i]) == mention.head), within.start)
        return any(
            possessive(tokens.words[i]) or tokens.words[i] in _APOSTROPHES
            for i in range(within.start, head)
        )

    def _chief(self, mention: Mention) -> Speaker | None:
        """Whose name the text keeps coming back to."""
        name = chief_name(self._tokens, self._register, mention)
        if name is None:
            return None
        speaker = self._by_name.get(name.lower())
        if speaker is None:
            named = self._register.named(name)
            speaker = self._of(named) if named else Speaker(SourceType.ORGANISATION, name=name)
            self._by_name[name.lower()] = speaker
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
        """A description as a role: without its article and what is added after a comma."""
        if span is None:
            return None
        words = span.cut(self._tokens.text).partition(",")[0]
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


_BODIES = lexicon.GOVERNMENT | lexicon.ORGANISATIONS
_ONLINE = frozenset({"user", "poster"})
_APOSTROPHES = ("'", "’")
_PEOPLE = lexicon.ROLES | lexicon.OFFICIALS
_CLOSING = (",", "who")
_VERBAL = ("ed", "s", "id", "ld")  # disputed, disputes, said, has, held, would
_TITLED = 5  # tokens before a name in which its party stands
_WIDER = lexicon.words("officer lawmaker politician scientist doctor lawyer soldier journalist")
_COLLECTIVE = frozenset({"police", "authority", "parliament", "congress", "government"})


def _alike(head: str) -> tuple[str, ...]:
    """The nouns by which somebody without a name may come back."""
    return (head, *kindred(head), "he", "she")


def _first(named: Named) -> int:
    return named.occurrences[0].first


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
