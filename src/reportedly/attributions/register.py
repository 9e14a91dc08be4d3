"""Everybody and everything that a text names, each name's forms taken together."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial

from reportedly.attributions import lexicon
from reportedly.attributions.naming import (
    KIND_NOUNS,
    LONGEST_PERSON,
    Kind,
    apposition,
    name_start,
    opens_sentence,
    reading,
    runs,
)
from reportedly.attributions.tokens import Tokens, bare, possessive


@dataclass(slots=True, eq=False)
class Named:
    """One bearer of a name, as far as the text lets them be told apart."""

    words: list[str]  # the fullest form yet
    kind: Kind
    gender: str | None = None  # "m" or "f", of persons where it shows
    heads: set[str] = field(default_factory=set)  # nouns that the text says of them
    occurrences: list[Occurrence] = field(default_factory=list)
    in_full: list[int] = field(default_factory=list)  # tokens: where it stands whole, untitled
    alone: int = 0  # how often its last word stood alone, untitled, so far

    @property
    def name(self) -> str:
        """The fullest form, as written."""
        return " ".join(self.words)


@dataclass(slots=True)
class Occurrence:
    """A name at its place: tokens `[first, last)`, of which `[name, last)` are the name."""

    first: int
    name: int
    last: int
    named: Named


class Register:
    """The names of a text, in reading order and by their forms."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._by_form: dict[str, Named] = {}  # whole name in lower case
        self._people: dict[str, list[Named]] = {}  # by first and by last word
        self._others: dict[str, list[Named]] = {}  # by each word, not counting persons
        self._latest: dict[str, Named] = {}  # of `_others`, the last that stood before
        self._by_initials: dict[str, Named] = {}
        self._by_label: dict[str, Named] = {}  # two initials, before a colon
        self._ending: dict[int, Named] = {}  # by the token after the name
        self.occurrences: list[Occurrence] = []
        found = list(runs(tokens))
        for first, last in found:  # short forms may stand before the full name
            if last - first > 1:
                self._enter(first, last)
        longer = {occurrence.first: occurrence.named for occurrence in self.occurrences}
        for first, last in found:
            if last - first == 1:
                self._enter(first, last)
            elif (named := longer.get(first)) is not None and named.kind is not Kind.PERSON:
                self._latest |= dict.fromkeys((word.lower() for word in named.words), named)
        self.occurrences.sort(key=lambda occurrence: occurrence.first)
        self._starts = [occurrence.first for occurrence in self.occurrences]

    def within(self, first: int, last: int) -> Sequence[Occurrence]:
        """The names that begin among the tokens `[first, last)`."""
        return self.occurrences[bisect_left(self._starts, first) : bisect_left(self._starts, last)]

    def before(self, index: int) -> Iterator[Occurrence]:
        """The names that begin before the token `index`, nearest first."""
        at = bisect_left(self._starts, index)
        while at:
            at -= 1
            yield self.occurrences[at]

    @cached_property
    def answering(self) -> Named | None:
        """Who gives the answers of an interview: the person whom its introduction, up to the
        first "Q:", names most often, a single one."""
        tokens = self._tokens
        asked = next((i for i in range(len(tokens)) if is_label(tokens, i, "Q")), 0)
        begin = self.occurrences[: bisect_left(self._starts, asked)]
        people = (each.named for each in begin if _may_be_one(each.named))
        times = Counter(people).most_common(2)
        alone = len(times) == 1 or (len(times) == 2 and times[0][1] > times[1][1])
        return times[0][0] if alone else None

    def named(self, form: str) -> Named | None:
        """The bearer of exactly this name, if the text has one."""
        return self._by_form.get(form.lower())

    def whose_name_has(self, word: str) -> Sequence[Named]:
        """All but persons whose name has the `word`, in lower case."""
        return self._others.get(word, ())

    def let_go(self) -> None:
        """Forget where names stand, once nobody asks any more: places and names hold one another,
        so that they would stay until the garbage collector comes by."""
        for occurrence in self.occurrences:
            occurrence.named.occurrences.clear()

    def _enter(self, first: int, last: int) -> None:
        tokens = self._tokens
        name = name_start(tokens, first, last)
        if name >= last:
            if last - first > 1 or tokens.low[first] not in self._people:
                return
            name = first  # "Dean", where a Mary Dean was named
        words = _with_apostrophes(tokens.words[name:last])
        if "," in words[1:]:
            words = words[: words.index(",")]  # "Alder Pumps, Inc."
        while (
            len(words) > 1 and words[-1] in _POSTNOMINALS and (len(words) > 2 or words[-1] != "MP")
        ):
            words.pop()  # "Sarah Quinn KC"
        words[-1] = bare(words[-1])
        kind, gender, heads = reading(tokens, first, name, last)
        form = " ".join(words).lower()
        named = self._known(words, form, kind, gender, name)
        if named is None:
            handle = tokens.words[first][0] in "@#"
            if kind is Kind.UNKNOWN and last - first == 1 and not handle and self._common(first):
                return
            named = Named(words, kind)
            self._index(named, form)
        label = len(words[0]) == 2 and tokens.words[last] == ":"  # initials say nothing of kinds
        if named.kind is Kind.UNKNOWN and not (label and len(named.words) > 1):
            named.kind = kind
        if kind is Kind.PERSON and named.kind is Kind.PERSON:
            if len(words) > len(named.words):
                named.words = words
                self._index(named, form)
            named.gender = named.gender or gender
            named.heads |= heads
        if kind is Kind.MEDIA:
            named.heads |= heads
        occurrence = Occurrence(first, name, last, named)
        named.occurrences.append(occurrence)
        if first == name:
            if len(words) > 1:
                named.in_full.append(name)
            elif form == named.words[-1].lower():
                named.alone += 1
        self.occurrences.append(occurrence)
        self._ending[last] = named

    def _common(self, index: int) -> bool:
        """True for a word that has a capital only because it opens a sentence."""
        tokens = self._tokens
        if not opens_sentence(tokens, index):
            return False
        word, after = tokens.low[index], tokens.low[index + 1]
        if any(map(str.isupper, tokens.words[index][1:])):
            return False  # "GadgetNet", "NATO"
        if word.endswith("s") and not possessive(word):
            return True
        if bare(word) in tokens.forms and bare(word).islower():
            return True
        verb = after in lexicon.REPORTING and after not in lexicon.TALK
        acts = possessive(word) or verb or after in lexicon.AUXILIARIES
        acts = acts or (tokens.words[index + 1] == "," and tokens.low[index + 2] == "which")
        apposed = apposition(tokens, index + 1)
        acts = acts or apposed in lexicon.ROLES or apposed in KIND_NOUNS
        return not acts and word not in self._others

    def _known(
        self, words: list[str], form: str, kind: Kind, gender: str | None, name: int
    ) -> Named | None:
        if len(words) == 1:
            return self._single(form, gender, name)
        found = self._by_form.get(form)
        if found is not None:
            return found
        if kind in _BODIES and self._tokens.low[name - 1] in lexicon.ARTICLES:
            for other in reversed(self._others.get(words[-1].lower(), ())[-_SAME_WORD:]):
                longer = len(words) < len(other.words) and other.kind is kind
                if longer and _in_order(words, other.words):
                    return other  # "the Evening Courier" of the Rivertown Evening Courier
        if kind in (Kind.PERSON, Kind.UNKNOWN):
            for other in reversed(self._people.get(words[-1].lower(), ())[-_SAME_WORD:]):
                mine, theirs = words[0].lower(), other.words[0].lower()
                same = mine == theirs or mine.rstrip(".") == theirs[: len(mine.rstrip("."))]
                same = same or other.words[-len(words) :] == words
                if same and other.words[-1].lower() == words[-1].lower() and len(other.words) > 1:
                    return other
        return None

    def _single(self, word: str, gender: str | None, name: int) -> Named | None:
        """Whom one word means: in brackets an alias, then a part of a name, then itself."""
        tokens = self._tokens
        opening = tokens.words[name - 1]
        if opening == "(" or (opening == "or" and tokens.words[name - 2] == ","):
            alias = self._ending.get(name - 1 if opening == "(" else name - 2)
            outlet = tokens.low[name] in lexicon.OUTLETS  # "WASHINGTON (AP)"
            short = tokens.words[name].isupper() and not outlet
            if alias is not None and short and alias.kind is not Kind.PERSON:
                self._by_form[word] = alias
                return alias
        people = self._people.get(word, ())[-_SAME_WORD:]
        if word in lexicon.LANDS:
            surname = any(named.kind is Kind.PERSON and len(named.words) > 1 for named in people)
            if not surname:
                return self._by_form.get(word)
        people = [
            named
            for named in people
            if named.kind is Kind.PERSON
            or (
                named.kind is Kind.UNKNOWN
                and named.words[-1].lower() == word
                and named.words[0].lower() not in lexicon.NATIONALITIES
            )
        ]
        if gender is not None:  # "Mr Marsh", where there is a Helen Marsh as well
            fitting = [named for named in people if named.gender in (None, gender)]
            if people and not fitting and all(len(named.words) == 1 for named in people):
                return None  # "Lady Marsh", where there is a Lord Marsh alone
            people = fitting or people
        met = [named for named in people if named.occurrences[0].first < name] or people[:1]
        if met:
            return met[0] if len(met) == 1 else max(met, key=partial(_untitled, name))
        after_article = tokens.low[name - 1] in lexicon.ARTICLES
        if after_article:
            longer = self._latest.get(word) or next(iter(self._others.get(word, ())), None)
            head = word in _HEADS
            if longer is not None and (head or longer.words[-1].lower() == word):
                return longer
        known = self._by_form.get(word) or self._by_initials.get(word.replace(".", ""))
        if known is None and tokens.words[name + 1] == ":":
            return self._by_label.get(word)  # "AS: I left at dawn."
        return known

    def _index(self, named: Named, form: str) -> None:
        self._by_form[form] = named
        words = [word.lower() for word in named.words]
        if len(words) > 1:
            self._by_label.setdefault(words[0][0] + words[-1][0], named)
        if named.kind in (Kind.PERSON, Kind.UNKNOWN):
            for word in {words[0], words[-1], words[-1].removeprefix("al-").removeprefix("el-")}:
                self._people.setdefault(word, []).append(named)
        if named.kind is not Kind.PERSON:
            for word in set(words):
                self._others.setdefault(word, []).append(named)
            if len(words) < 2:
                return
            short = len(words) == 2 and words[0] not in lexicon.LANDS and words[1] in _DROPPED
            if short and named.kind is Kind.ORGANISATION:
                self._by_form.setdefault(words[0], named)  # "Alder" of "Alder plc"
            elif named.kind is Kind.ORGANISATION:
                self._by_form.setdefault(_without_form(words), named)
            initials = "".join(word[0] for word in named.words if word[:1].isupper()).lower()
            if len(initials) > 2:
                self._by_initials.setdefault(initials, named)
            if len(initials) > 1 and named.kind is Kind.MEDIA:
                self._by_initials.setdefault("t" + initials, named)  # with its article


def is_label(tokens: Tokens, i: int, letter: str) -> bool:
    """True for the "Q" or "A" with which the turns of an interview begin, each on its line."""
    if tokens.words[i] != letter or tokens.words[i + 1] != ":":
        return False
    start = tokens.starts[i]
    before = tokens.text[max(start - 2, 0) : start].rstrip('“"')
    return before.endswith("\n") or start <= 1


def _may_be_one(named: Named) -> bool:
    """Whether a name is a person's or, telling nothing, may be one's by its length."""
    may_be = named.kind is Kind.UNKNOWN and 1 < len(named.words) <= LONGEST_PERSON
    return may_be or named.kind is Kind.PERSON


def _with_apostrophes(words: list[str]) -> list[str]:
    """The words of a name with the apostrophes that are tokens of their own: "Nurses' Union"."""
    if _APOSTROPHES.isdisjoint(words):
        return words  # most, and quick to tell
    whole: list[str] = []
    for word in words:
        if whole and word in _APOSTROPHES:
            whole[-1] += word
        else:
            whole.append(word)
    return whole


def _without_form(words: Sequence[str]) -> str:
    """ "alder pumps" of "Alder Pumps Pvt Ltd"."""
    last = len(words)
    while last > 2 and words[last - 1] in lexicon.INCORPORATED:
        last -= 1
    return " ".join(words[:last])


def _untitled(before: int, named: Named) -> int:
    """How often before a token somebody was called by their surname, with no title before it."""
    return bisect_left(named.in_full, before) + named.alone


def _in_order(words: list[str], longer: list[str]) -> bool:
    """True where `longer` has all the words in the same order, whatever else it has."""
    rest = iter(word.lower() for word in longer)
    return all(word.lower() in rest for word in words)


_HEADS = lexicon.MEDIA_NAME | lexicon.ORGANISATIONS | lexicon.GOVERNMENT
_DROPPED = lexicon.TRADES | lexicon.LEGAL_FORMS
_BODIES = (Kind.MEDIA, Kind.GOVERNMENT, Kind.ORGANISATION)
_APOSTROPHES = frozenset("'’")
_POSTNOMINALS = lexicon.words("KC QC MP MSP MEP CBE OBE MBE KBE DBE PhD MD Esq")
_SAME_WORD = 8  # bearers of one word that are looked at
