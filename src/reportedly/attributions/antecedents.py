"""Whom a description means by way of the names in the text.

"The company", "the 26-year-old", "a Danish newspaper": the name stands elsewhere, before or
after, and nothing but what the text says of its bearer ties the two together.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from itertools import islice
from operator import attrgetter

from reportedly.attributions import lexicon
from reportedly.attributions.mentions import Mention
from reportedly.attributions.naming import Kind
from reportedly.attributions.register import Named, Register
from reportedly.attributions.tokens import Tokens, bare, possessive
from reportedly.data import SourceType, Span

_NAMES_BACK = 48  # names that are looked back over

# ── Outlets ──────────────────────────────────────────────────────────────────────────────

_PAPERS = lexicon.words("newspaper paper magazine website site blog tabloid daily weekly")
_ENGLISH = lexicon.words("american british us u.s. uk australian canadian")
_FOREIGN = lexicon.LANDS - _ENGLISH
_AHEAD = 200  # tokens in which a text may name the outlet that it has described


def outlet_ahead(tokens: Tokens, register: Register, mention: Mention) -> Named | None:
    """The outlet that a text names only after "a Danish newspaper reports …"."""
    if mention.head not in _PAPERS or mention.plural or mention.qualified:
        return None
    first = tokens.first(mention.span.end)
    for name in register.within(first, first + _AHEAD):
        if name.named.kind is not Kind.MEDIA:
            continue
        words = [word.lower() for word in name.named.words]
        foreign = mention.modifiers & _FOREIGN
        if name.named.occurrences[0] is not name or words[0] in lexicon.AGENCIES:
            return None
        return None if foreign and words[-1] in lexicon.MEDIA_NAME else name.named
    return None


def last_outlet(tokens: Tokens, register: Register, mention: Mention) -> Named | None:
    """The outlet named last before a mention, wherever it stands."""
    place = tokens.first(mention.span.start)
    for occurrence in islice(register.before(place), _NAMES_BACK):
        if occurrence.named.kind is Kind.MEDIA:
            return occurrence.named
    return None


# ── Companies and other bodies ───────────────────────────────────────────────────────────

_OFTEN = 3  # occurrences that make a name what a text is about


def chief_name(tokens: Tokens, register: Register, mention: Mention) -> str | None:
    """The first word of the name that the text keeps coming back to, where it is nothing else."""
    place = tokens.first(mention.span.start)
    counts: dict[str, int] = {}
    for occurrence in islice(register.before(place), _NAMES_BACK):
        if occurrence.named.kind is Kind.UNKNOWN:
            word = occurrence.named.words[0]
            counts[word] = counts.get(word, 0) + 1
    best = max(counts, key=lambda word: counts[word], default="")
    return best if counts.get(best, 0) >= _OFTEN else None


def named_by_noun(tokens: Tokens, register: Register, mention: Mention) -> Named | None:
    """The organisation whose name has the noun: "the university", "the Observatory"."""
    if mention.type is SourceType.UNNAMED or mention.plural:
        return None
    place = tokens.first(mention.span.start)
    best: tuple[int, Named] | None = None
    for named in register.whose_name_has(mention.head)[-_BEARERS:]:
        if named.kind in (Kind.UNKNOWN, Kind.PLACE):
            continue
        held = {word.lower() for word in named.words}
        if mention.modifiers and not mention.modifiers & held:
            continue
        first = named.occurrences[0].first if named.occurrences else place
        if first < place and (best is None or first > best[0]):
            best = first, named
    return best[1] if best else None


_BEARERS = 12  # of a noun in their names, that are looked at
_RUN_BY = lexicon.words("executive ceo cfo coo cto chairman chairwoman")  # these run companies
_OF = frozenset({"of", "at"})


def bodies(tokens: Tokens, register: Register, mentions: Iterable[Span]) -> tuple[Named, ...]:
    """The named organisations that speak, by themselves or through who runs them.

    `mentions` are the sources of a text. "The managing director of Lindow Water" shows
    besides that Lindow Water is an organisation.
    """
    found: dict[Named, None] = {}
    for span in mentions:
        within = tokens.within(span)
        for name in register.within(within.start, within.stop):
            if name.named.kind is Kind.ORGANISATION and name.last == within.stop:
                found[name.named] = None
    for name in register.occurrences:
        if name.named.kind not in (Kind.UNKNOWN, Kind.ORGANISATION):
            continue
        before = name.first - 1
        before -= tokens.low[before] in lexicon.ARTICLES
        if tokens.low[before] not in _OF:
            continue
        role, kind = tokens.low[before - 1], tokens.low[before - 2]
        runs = role in _RUN_BY or (role == "director" and kind == "managing")
        if runs:
            name.named.kind = Kind.ORGANISATION
            found[name.named] = None
    return tuple(islice(found, _BODIES))


_BODIES = 64  # that a description is held against
_TRADING = (
    lexicon.COMPANIES
    | lexicon.TRADES
    | lexicon.words(
        "resorts international partners group network studio label hotel service services"
    )
)
_NO_COMPANY = (lexicon.ORGANISATIONS | lexicon.GOVERNMENT) - _TRADING
_OTHERS = lexicon.LANDS | lexicon.words(
    "other another second third new former rival parent sister same larger smaller"
)


def only_body(tokens: Tokens, mention: Mention, known: Iterable[Named]) -> Named | None:
    """The one organisation among `known` that "the company", "the union" can mean, if just one.

    One that is told apart from others ("the rival firm", "the company behind the dam") may be
    any, and means none of them.
    """
    if mention.plural or mention.modifiers & _OTHERS or not _whole(tokens, mention):
        return None
    if mention.head in lexicon.COMPANIES:
        fitting = [
            named
            for named in known
            if not _NO_COMPANY & _words(named) and not of_another_kind(tokens, named, mention)
        ]
    elif mention.head in _NO_COMPANY:
        fitting = [named for named in known if mention.head in _words(named)]
    else:
        return None
    return fitting[0] if len(fitting) == 1 else None


def own_subject(tokens: Tokens, register: Register, mention: Mention) -> Named | None:
    """The company that a sentence begins with, where it ends with what "the company" says of
    itself: "[Alder] is recalling its jam, the company said"."""
    if mention.head not in lexicon.COMPANIES or mention.plural or not _whole(tokens, mention):
        return None
    first = tokens.first(tokens.sentence(mention.span.start).start)
    name = next(iter(register.within(first, first + 1)), None)
    if name is None or tokens.words[tokens.first(mention.span.start) - 1] != ",":
        return None
    acts = tokens.words[name.last].islower() and not possessive(tokens.words[name.last - 1])
    body = name.named.kind in (Kind.ORGANISATION, Kind.UNKNOWN)
    if not (acts and body) or of_another_kind(tokens, name.named, mention):
        return None
    name.named.kind = Kind.ORGANISATION
    return name.named


def of_another_kind(tokens: Tokens, named: Named, mention: Mention) -> bool:
    """True where a name has a noun of its own, as the "Bank of Geer" and "the union Vinge" have,
    and the description another one: "the airline" is neither, though it may be "the group"."""
    words = _words(named)
    if mention.head in lexicon.GOVERNMENT:  # "the education department" is not the Treasury
        governs = named.kind is not Kind.ORGANISATION or mention.head in words | _ANY_BODY
        return not governs or bool(mention.modifiers - words - _PLAIN)
    if mention.head in _SERVING and not mention.modifiers <= words | _PLAIN:
        return True  # "the fire service"
    if mention.head in _NO_COMPANY - _ANY_BODY and not words.isdisjoint(lexicon.TRADES):
        return True  # "the hospital" is no Alder Foods
    if named.occurrences:
        words.add(tokens.low[named.occurrences[0].first - 1])
    if mention.head in _ANY_BODY:
        states = "agency" in words and not words.isdisjoint(lexicon.LANDS)
        return mention.head in lexicon.COMPANIES and (states or not words.isdisjoint(_UNIONS))
    own = words & _NOUNS
    learned = mention.head in _SCHOOLS and not own.isdisjoint(_SCHOOLS)
    return bool(own) and own.isdisjoint((mention.head, mention.head + "s")) and not learned


_UNIONS = lexicon.words("union federation league party church university ministry court")
_ANY_BODY = lexicon.COMPANIES - lexicon.words(
    "bank airline insurer carmaker retailer"
) | lexicon.words(
    """
    group organisation organization body office center centre institute foundation network house
    service services association society company charity agency observatory
    """
)
_SERVING = frozenset({"service", "services"})
_PLAIN = lexicon.NATIONALITIES | lexicon.words("government federal national state local central")
_SCHOOLS = lexicon.words("university college school academy clinic hospital")
_NOUNS = (lexicon.ORGANISATIONS | lexicon.GOVERNMENT) - _ANY_BODY


def described_since(tokens: Tokens, mention: Mention, named: Named, place: int) -> bool:
    """Whether a sentence after the one that last names the organisation, and after the one at
    `place`, has the noun of somebody else: "the power company", before "the company"."""
    end = tokens.first(mention.span.start)
    last = bisect_left(named.occurrences, end, key=attrgetter("first")) - 1
    if last >= 0:
        place = max(place, tokens.starts[named.occurrences[last].first])
    begin = tokens.last(tokens.sentence(place).end)
    for i in range(begin + 2, end):
        if bare(tokens.low[i]) != mention.head:
            continue
        said = [tokens.low[i - 1]]
        if tokens.low[i - 2] not in lexicon.ARTICLES:
            said.append(tokens.low[i - 2])
        article = i - 1 - len(said)
        if article < begin or tokens.low[article] not in lexicon.ARTICLES:
            continue
        told = all(word.isalpha() and word not in _LINKS for word in said)
        if told and (not mention.modifiers or not mention.modifiers.isdisjoint(said)):
            return True
    return False


_LINKS = lexicon.DETERMINERS | lexicon.PREPOSITIONS


def _words(named: Named) -> set[str]:
    return {bare(word.lower()) for word in named.words}


def _whole(tokens: Tokens, mention: Mention) -> bool:
    """True where nothing or only a relative clause follows the head noun."""
    if not mention.qualified:
        return True
    for i in tokens.within(mention.span):
        if bare(tokens.low[i]) == mention.head:
            return tokens.low[i + 1] in ("that", "which")
    return False


# ── People ───────────────────────────────────────────────────────────────────────────────


def of_age(tokens: Tokens, register: Register, mention: Mention) -> Named | None:
    """Whom "the 26-year-old" means: the one last said to be 26."""
    years, _, rest = mention.head.partition("-")
    if rest != "year-old" or mention.plural:
        return None
    place = tokens.first(mention.span.start)
    for occurrence in islice(register.before(place), _NAMES_BACK):
        if occurrence.named.kind not in (Kind.PERSON, Kind.UNKNOWN):
            continue
        before = range(max(occurrence.first - 1, 0), occurrence.name)
        after = tokens.words[occurrence.last] == "," and tokens.words[occurrence.last + 1] == years
        if after or any(tokens.low[i] == mention.head for i in before):
            return occurrence.named
    return None
