"""Named persons, organisations and places, by capitals, cues and short lists.

Names are gathered over the whole article first: a surname that stands alone takes the type
and the full name of the person who was named in full. What no cue can type is left out.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from reportedly.claims import gazetteer as known
from reportedly.claims.lexicon import words
from reportedly.data import Entity, EntityType, Span

_LETTERS = r"[^\W\d_]++"
_OWNED = "Party|Union|Federation|Association|Congress|Council|Guild|League|Front|Alliance|Society"
_ON = (  # what may follow the first letters of a word
    rf"(?:[’'.&-]{_LETTERS})*+(?:\.|(?<=s)[’'](?= (?:{_OWNED})\b))?+"
)
_OPENING = frozenset('\n.!?…:“"‘•')  # after these a capital may only open a sentence
_SPACES = frozenset({" ", "\u00a0", "\u202f"})
_MAX_WORDS = 7  # of one name
_FAR = 3  # times as often as the next
_KEPT = 4096  # runs and names whose reading is remembered: they come again and again
_JOINERS = words("of for the de del la le al bin ibn van von der den da dos du el y")
_RUN = re.compile(  # from a capital, or a letter of another script, where no word goes on
    rf"[^\W\d_a-z](?<![^\W\d_].)(?<![^\W\d_][’'.&-].)[^\W\d_]*+{_ON}"
    rf"(?:[ \u00a0\u202f](?:(?:{'|'.join(_JOINERS)})[ \u00a0\u202f]){{0,{_MAX_WORDS}}}"
    rf"(?![a-z]){_LETTERS}{_ON}){{0,{_MAX_WORDS}}}"
)
_AGED = re.compile(r", \d\d[,)]| \(\d\d\)")
_LOCATING = words("in near outside across")
_SIDES = words("northern southern eastern western central north south east west")
_INITIAL = re.compile(r"[^\W\d_]\.")
_WORDS_TOO = words(  # first names that a headline more often means as words
    "mark bill frank max grace jordan austin virginia christian victoria charlotte madison will",
    "dean jack gene drew sky art sue rob pat chase grant guy",
)
_SAYING = re.compile(  # the next word, whatever stands before it
    rf"[\W\d_]*+(?:said|says|told|added|asked|tweeted|wrote|argued|claimed|explained|stated|noted)"
    rf"(?!{_LETTERS}|[’'&-]{_LETTERS}|\.)",
    re.IGNORECASE,
)


class _Name(NamedTuple):
    """A candidate for a name within a run of capitalised words."""

    start: int  # code points from where the run begins; titles before the name left out
    end: int  # without its possessive ending
    text: str  # its words one space apart
    words: tuple[str, ...]
    whole: tuple[str, ...]  # the same with the titles before it
    opens: bool  # the first word of a sentence
    before: str | None  # the word before, lower case; None: that before the run
    ends: bool  # what follows it is what follows the run


class _Run(NamedTuple):
    """A candidate for a name at its place."""

    at: int  # where its run begins
    name: _Name
    before: str  # the word before, lower case, on the same line
    says: bool  # a verb of saying follows
    aged: bool  # ", 31," follows


def find_entities(text: str, *, title: str = "") -> tuple[list[Entity], list[Entity]]:
    """The entities of a text and of its title, each in reading order.

    The title is typed by what the text tells of the same names, as headlines capitalise
    everything. Spans are code points of the one or the other.
    """
    runs = list(_runs(text))
    types = _types(runs)
    full = _full_names(runs, types)
    body = list(_entities(runs, types, full))
    names = [*(entity.name for entity in body), *types]  # as the text has them first
    return body, list(_in_title(title, names, types, full)) if title else []


def _runs(text: str) -> Iterator[_Run]:
    """The runs of capitalised words; what stands between them is passed over."""
    end = 0  # of the letters of the last run
    while found := _RUN.search(text, end):
        start = found.start()
        if not text[start].isupper():
            end = start + 1
            continue
        last = start
        while last > end and (not (c := text[last - 1]).isalnum() or c.isdecimal()):
            last -= 1  # to the end of the word before
        stopped = last > 0 and text[last] == "."  # a full stop belongs to its word
        last += stopped
        gap = text[last:start]
        opens = not gap or not _OPENING.isdisjoint(gap)
        opens = opens or (stopped and _ends_sentence(_word_before(text, last)))
        length, names = _names_in(found[0], opens)
        end = start + length
        for name in names:
            before = name.before
            if before is None:
                before = _word_before(text, last) if gap in _SPACES else ""
            says = name.ends and _SAYING.match(text, end) is not None
            yield _Run(start, name, before, says, _AGED.match(text, start + name.end) is not None)
        end -= text[end - 1] == "."


@lru_cache(maxsize=_KEPT)
def _names_in(run: str, opens: bool) -> tuple[int, tuple[_Name, ...]]:
    """The names in a run of capitalised words, and how far into it they reach."""
    held = _words(run)
    length = _length(held) - 1
    if len(held) == 1 and _is_no_name(held[0].lower(), opens):
        return length, ()
    return length, tuple(_closed(0, held, opens, None, True))


def _words(run: str) -> list[str]:
    """The words that belong together from the first one of a run on, one space apart."""
    plain = run.isascii()
    words = (run if plain else run.replace("\u00a0", " ").replace("\u202f", " ")).split(" ")
    del words[_MAX_WORDS:]
    if not plain or "." in run:
        for i, word in enumerate(words):
            if i and not (word[0].isupper() or word in _JOINERS):
                del words[i:]
                break
            if _ends_sentence(word):
                del words[i + 1 :]
                break
    while words[-1] in _JOINERS:
        words.pop()
    return words


def _word_before(text: str, end: int) -> str:
    start = max(0, end - 20)
    return (text[start:end].rsplit(None, 1) or [""])[-1].lower()


def _length(held: Sequence[str]) -> int:
    """Code points of some words of a run, with the space after each."""
    return sum(map(len, held)) + len(held)


def _ends_sentence(word: str) -> bool:
    """True for a word that ends in a full stop and is no title or initial."""
    if not word.endswith("."):
        return False
    word = word[:-1]
    return not (len(word) == 1 or "." in word or word.lower() in known.TITLES)


def _closed(
    start: int, held: list[str], opens: bool, before: str | None, ends: bool
) -> Iterator[_Name]:
    """The names in the words of a run from `start` on, which end in no joiner."""
    lower = [word.lower() for word in held]
    first = 0
    while first < len(held) and _is_no_name(lower[first], opens):
        before, opens = lower[first], False
        first += 1
        while first < len(held) and held[first] in _JOINERS:
            first += 1
    if first:
        start += _length(held[:first])
        held, lower = held[first:], lower[first:]
    if not held:
        return
    if not known.CALENDAR.isdisjoint(lower):
        dated = next(i for i, word in enumerate(lower) if word in known.CALENDAR)
        head = dated
        while head and held[head - 1] in _JOINERS:
            head -= 1
        yield from _closed(start, held[:head], opens, before, False)
        start += _length(held[: dated + 1])
        yield from _closed(start, held[dated + 1 :], False, "", ends)
        return
    native = _native_of(held, lower)
    if native:  # "Senator Ana Ruiz of Oregon"
        yield _name(start, held[:native], opens, before, False)
        start += _length(held[: native + 1])
        yield _name(start, held[native + 1 :], False, "of", ends)
        return
    split = lower[0] in known.ORGANISATIONS or (lower[0] in known.PLACES and len(held) == 3)
    if len(held) > 1 and split and lower[-1] not in known.ENDS:  # "told Reuters Ruiz was"
        yield _name(start, held[:1], opens, before, False)
        start, held, opens, before = start + _length(held[:1]), held[1:], False, ""
    yield _name(start, held, opens, before, ends)


def _native_of(held: Sequence[str], lower: Sequence[str]) -> int:
    """Where "of" stands between a name and the place that its bearer is from; 0 for none."""
    if "of" not in lower or not known.ORGANISATION_STARTS.isdisjoint(lower):
        return 0
    of = lower.index("of")
    place = " ".join(lower[of + 1 :]).rstrip(".").removesuffix("'s").removesuffix("’s")
    return of if of >= 2 and place in known.PLACES else 0


def _name(start: int, held: list[str], opens: bool, before: str | None, ends: bool) -> _Name:
    end = start + _length(held) - 1
    last = held[-1]
    if last.endswith(("'s", "’s", "'", "’")):
        ending = 2 if last[-1] == "s" else 1
        last, end = last[:-ending], end - ending
    if last.endswith(".") and last.count(".") == 1 and len(last) > 2:
        last, end = last[:-1], end - 1
    whole = (*held[:-1], last)
    words = _untitled(whole)
    titles = whole[: len(whole) - len(words)]
    start += _length(titles) if titles else 0
    return _Name(start, end, " ".join(words), words, whole, opens, before, ends)


def _is_no_name(word: str, opens: bool) -> bool:
    """True for a capitalised word that only opens a sentence, and for "The"."""
    return word == "the" or (opens and (word in known.COMMON or word.endswith("ing")))


_KNOWN = known.PLACES | known.ORGANISATIONS  # whatever opens a sentence with their names


def _types(runs: Sequence[_Run]) -> dict[str, EntityType]:
    """The type of each name that has one, by the votes of all its occurrences."""
    votes: defaultdict[tuple[str, EntityType], int] = defaultdict(int)
    inside = {run.name.whole for run in runs if not run.name.opens}
    for run in runs:
        name = run.name
        doubtful = name.opens and len(name.words) == 1 and name.whole not in inside
        if not name.words or (doubtful and name.text.lower() not in _KNOWN):
            continue
        kind = _type_of(run)
        if kind is not None:
            votes[name.text, kind] += 1
    types: dict[str, EntityType] = {}
    for text, kind in votes:  # the first of those with most votes
        if text not in types or votes[text, kind] > votes[text, types[text]]:
            types[text] = kind
    ones = [run for run in runs if len(run.name.whole) == 1]
    single = Counter((run.name.whole[0], run.before == "the") for run in ones)
    within = {run.name.whole[0] for run in ones if not run.name.opens}
    # "the Dolphins", "the Pro" are no persons
    alone = {n for n in within if single[n, False] > single[n, True]}
    for run in runs:  # "Ana Ruiz", whom the text later calls Ruiz
        name = run.name
        if len(name.words) < 2 or name.words[-1] not in alone or name.text in types:
            continue  # most names, and quick to tell
        if len(name.words) <= 4 and run.before != "the" and _JOINERS.isdisjoint(name.words):
            surname = name.words[-1]
            met = name.words[0].lower() not in _SIDES  # "North Dunmore"
            if met and not (_is_common(name.words) or surname.lower() in known.PLACES):
                types[name.text] = EntityType.PERSON
    _add_families(runs, types)
    return types


def _add_families(runs: Sequence[_Run], types: dict[str, EntityType]) -> None:
    """Take for persons those whom nothing shows to be one but the surname of a person: "Ludo
    Ruiz", whose daughter is Ana Ruiz."""
    people = (name for name, kind in types.items() if kind is EntityType.PERSON and " " in name)
    surnames = {name.rpartition(" ")[2] for name in people}
    surnames = {name for name in surnames if name.lower() not in _NO_SURNAMES}
    for run in runs:
        name = run.name
        if not 2 <= len(name.words) <= 3 or name.words[-1] not in surnames or name.text in types:
            continue  # most names, and quick to tell
        plain = run.before != "the" and _JOINERS.isdisjoint(name.words)
        if plain and not _is_common(name.words):
            types[name.text] = EntityType.PERSON


_NO_SURNAMES = known.ENDS | known.CALENDAR | known.COMMON | known.PLACES | {"day"}


def _is_common(parts: Sequence[str]) -> bool:
    return any(p.lower() in known.COMMON or p.lower() in known.DEMONYMS for p in parts)


def _untitled(parts: tuple[str, ...]) -> tuple[str, ...]:
    """A name without the titles before it: "Deputy Secretary of Trade Gen. Ana Ruiz"."""
    cut = 0
    for i, part in enumerate(parts):
        word = part.lower().rstrip(".")
        if word in known.TITLES:
            cut = i + 1
        elif word not in known.TITLE_MODIFIERS:
            break
    if 0 < cut < len(parts) - 2 and parts[cut] == "of":
        cut += 2
    bare = parts[cut:]
    if len(bare) > 2 and not _is_first_name(bare[0]) and bare[-1].lower() not in known.ENDS:
        named = (i for i in range(1, len(bare) - 1) if _is_first_name(bare[i]))
        bare = bare[next(named, 0) :]  # "Acme CEO Ana Ruiz"
    return bare


def _is_first_name(part: str) -> bool:
    return part.lower() in known.FIRST_NAMES


def _type_of(run: _Run) -> EntityType | None:
    name = run.name
    return _typed(
        name.words,
        len(name.words) < len(name.whole) or run.before.rstrip(".") in known.PERSON_TITLES,
        run.aged,
        run.before == "the",
        run.before in _LOCATING,
        run.says,
    )


@lru_cache(maxsize=_KEPT)
def _typed(
    parts: tuple[str, ...], titled: bool, aged: bool, the: bool, located: bool, says: bool
) -> EntityType | None:
    """The type of a name by its own words and by what stands around it."""
    first, last = parts[0].lower(), parts[-1].lower()
    name = " ".join(parts).lower()
    if name in known.PLACES:
        return EntityType.PLACE
    if name in known.CALENDAR or name in known.DEMONYMS or name in known.NO_NAMES:
        return None
    if titled:
        return EntityType.PERSON if len(parts) <= 4 and not _is_common(parts) else None
    if last in known.ORGANISATION_ENDS or name in known.ORGANISATIONS:
        return EntityType.ORGANISATION
    if len(parts) > 2 and first in known.ORGANISATION_STARTS:
        return EntityType.ORGANISATION
    if len(parts) > 1 and last in known.PLACE_ENDS:
        return EntityType.PLACE
    if len(parts) == 2 and first in _SIDES and last in known.PLACES:
        return EntityType.PLACE
    if len(parts) == 3 and _INITIAL.fullmatch(parts[1]):
        return EntityType.PERSON  # "Ana B. Ruiz"
    if len(parts) == 1 and parts[0].isupper() and parts[0].isalpha() and 2 <= len(name) <= 6:
        return EntityType.ORGANISATION
    if _is_common(parts):
        return None
    if any(map(_is_first_name, parts[:-1])) and 2 <= len(parts) <= 4:
        return EntityType.PERSON
    if aged and len(parts) >= 2:
        return EntityType.PERSON
    if 2 <= len(parts) <= 3 and says and not the:
        return EntityType.PERSON
    if located and len(parts) <= 2 and not says:
        return EntityType.PLACE
    return None


def _full_names(runs: Sequence[_Run], types: dict[str, EntityType]) -> dict[str, str]:
    """Surnames that belong to one person alone, or by far most often, with the name in full."""
    count = Counter(run.name.text for run in runs if len(run.name.words) > 1)
    bearers: defaultdict[str, list[str]] = defaultdict(list)
    for name, kind in types.items():
        if kind is EntityType.PERSON and " " in name:
            bearers[name.rpartition(" ")[2]].append(name)
    full: dict[str, str] = {}
    for surname, names in bearers.items():
        names.sort(key=lambda name: (-count[name], len(name)))
        first, *others = names
        others = [name for name in others if not (name.endswith(first) or first.endswith(name))]
        if not others or count[first] >= _FAR * count[others[0]]:
            full[surname] = first
    return full


def _entities(
    runs: Sequence[_Run], types: dict[str, EntityType], full: dict[str, str]
) -> Iterator[Entity]:
    for run in runs:
        name = run.name.text
        if not name:
            continue
        surname = name in full and name.lower() not in known.PLACES
        kind = EntityType.PERSON if surname else types.get(name)
        if kind is not None:
            span = Span(run.at + run.name.start, run.at + run.name.end)
            yield Entity(span, full[name] if surname else _cased(name, kind), kind)


def _cased(name: str, kind: EntityType) -> str:
    """A place written in capitals throughout in its usual form; "US" and "UK" stay."""
    return name.title() if kind is EntityType.PLACE and name.isupper() and len(name) > 3 else name


_NAME_WORD = re.compile(r"[^\W\d_]+(?:[’'.&-][^\W\d_]+)*")


def _in_title(
    title: str, names: Sequence[str], types: dict[str, EntityType], full: dict[str, str]
) -> Iterator[Entity]:
    """Names of the text and known places that stand in the title, longest first."""
    lookup = {n.lower(): n for n in reversed(names)} | {s.lower(): s for s in full}
    found = [(m.start(), m.end(), m.group()) for m in _NAME_WORD.finditer(title)]
    i = 0
    while i < len(found):
        for n in range(min(_MAX_WORDS, len(found) - i), 0, -1):
            start, end = found[i][0], found[i + n - 1][1]
            phrase = title[start:end]
            key = phrase.lower().replace("\u00a0", " ").removesuffix("'s").removesuffix("’s")
            if not phrase[0].isupper():
                continue
            name = lookup.get(key)
            if name is not None:
                kind = types.get(name, EntityType.PERSON)
                yield Entity(Span(start, start + len(key)), full.get(name, name), kind)
            elif key in known.PLACES:
                yield Entity(Span(start, start + len(key)), phrase[: len(key)], EntityType.PLACE)
            else:
                continue
            i += n - 1
            break
        else:
            person = _person_at(title, found[i : i + 2])
            if person is not None:
                yield person
                i += 1
        i += 1


def _person_at(title: str, pair: Sequence[tuple[int, int, str]]) -> Entity | None:
    """A person whom the title alone names, by a first name: "Ana Ruiz"."""
    if len(pair) < 2 or pair[1][0] - pair[0][1] != 1 or title[pair[0][1]] not in _SPACES:
        return None
    first, last = (word for _, _, word in pair)
    bare = last.removesuffix("'s").removesuffix("’s")
    named = _is_first_name(first) and first.lower() not in _WORDS_TOO and first[0].isupper()
    if not named or not bare[:1].isupper() or _is_common((bare,)) or bare.lower() in known.ENDS:
        return None
    return Entity(Span(pair[0][0], pair[1][0] + len(bare)), f"{first} {bare}", EntityType.PERSON)
