"""What the words around a person's name say that the person is."""

from __future__ import annotations

from reportedly.attributions import lexicon
from reportedly.attributions.register import Occurrence
from reportedly.attributions.tokens import Tokens

_ADDRESSES = frozenset(lexicon.HONORIFICS) - {"dr", "prof", "rev"}
_NO_ROLE = lexicon.ARTICLES | lexicon.POSSESSIVES | _ADDRESSES
_BEFORE_NAMES = lexicon.RANKS | frozenset(lexicon.TITLES)
_CLAUSES = lexicon.CLAUSE_OPENERS - {"and", "or"}


def role_around(tokens: Tokens, first: int, occurrence: Occurrence) -> str | None:
    """The role of a named person as written before the name from `first` on, or after it."""
    start = first
    while start < occurrence.name and tokens.low[start].rstrip(".") in _NO_ROLE:
        start += 1
    stop = occurrence.name
    while stop > start and tokens.low[stop - 1].rstrip(".") in _NO_ROLE:
        stop -= 1
    while stop - start > 1 and tokens.low[stop - 1].rstrip(".") in _BEFORE_NAMES:
        if tokens.low[stop - 1] == "general" and tokens.low[stop - 2] in lexicon.ROLES:
            break  # "Secretary General"
        if tokens.low[stop - 2] == "chief":
            break  # "Chief Inspector"
        stop -= 1  # "Navy spokesman Rear Admiral"
    # "the engineer who built it, Ana Soto": the role ends before the clause
    stop = next((i for i in range(start, stop) if tokens.words[i] == ","), stop)
    stop = next((i for i in range(start + 1, stop) if tokens.low[i] in _CLAUSES), stop)
    plain = start < stop and all(tokens.words[i][0].isalnum() for i in range(start, stop))
    core = next((i for i in range(start, stop) if tokens.low[i] in lexicon.PREPOSITIONS), stop)
    if plain and occupation(tokens.low[max(core, start + 1) - 1].rstrip(".")):
        return tokens.span(start, stop).cut(tokens.text)
    return _apposition(tokens, occurrence.last)


def described(tokens: Tokens, first: int, name: int) -> str | None:
    """ "regulator" of "the regulator, the Water Agency": what stands before a body's name."""
    start = first + (
        tokens.low[first] in lexicon.ARTICLES or tokens.low[first] in lexicon.POSSESSIVES
    )
    for i in range(start, name):
        if tokens.words[i] == ",":
            return tokens.span(start, i).cut(tokens.text) if i > start else None
    return None


def occupation(word: str) -> bool:
    """Whether a noun may say what somebody is: "bloodstained" may not."""
    if word in lexicon.ROLES or word in lexicon.TITLES or word in lexicon.RANKS:
        return True
    return word.endswith(("er", "or", "ist", "ian", "eer", "ant", "man", "woman", "leader", "ee"))


def role_before(tokens: Tokens, occurrence: Occurrence) -> int:
    """Where the words that say what a person is begin, before the name."""
    first = occurrence.first
    if tokens.low[first - 1].rstrip(".") not in lexicon.ROLES:
        return first
    for i in range(first - 1, max(first - 7, -1), -1):
        word = tokens.low[i]
        if not word[0].isalnum() or word in lexicon.OPENERS or word in lexicon.REPORTING:
            return i + 1
    return max(first - 6, 0)


_LONGEST_ROLE = 14  # tokens


def _apposition(tokens: Tokens, last: int) -> str | None:
    """ ", the director of the observatory," after a name, without its article."""
    if tokens.words[last] != ",":
        return None
    start = last + 1
    if tokens.words[start].isdigit() and tokens.words[start + 1] == ",":
        start += 2
    found = False
    for i in range(start, min(start + _LONGEST_ROLE, len(tokens))):
        word = tokens.low[i]
        if word in lexicon.REPORTING and found and i > start + 1 and word not in lexicon.ROLES:
            break
        if not word[0].isalnum() or word in _CLAUSES or word in lexicon.AUXILIARIES:
            if word not in (",", "(", "-", "–", "—", ".", ";") and word not in _CLAUSES:
                return None
            begin = start + (tokens.low[start] in lexicon.ADVERBS)
            begin += tokens.low[begin] in lexicon.ARTICLES
            return tokens.span(begin, i).cut(tokens.text) if found and begin < i else None
        if word in lexicon.ROLES:
            found = True
        if i == start and (word in lexicon.PREPOSITIONS or word in ("and", "or")):
            return None  # "Ana Soto, and her lawyer,"
    return None
