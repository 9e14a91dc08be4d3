"""Noun phrases that may be sources, read from a token on."""

from __future__ import annotations

from collections.abc import Iterator

from reportedly.attributions import lexicon
from reportedly.attributions.mentions import Mention, Sort, people, read_mention
from reportedly.attributions.naming import Kind
from reportedly.attributions.page import Page, Step
from reportedly.attributions.roles import occupation
from reportedly.attributions.tokens import Tokens, bare, possessive
from reportedly.data import Span

WINDOW = 14  # tokens that a noun phrase, or a search for one, may run over
STOPS = frozenset(',.;:!?()[]“”"«»—–…') | {"''", "``"}
CLOSERS = frozenset("”\"»’'") | {"''"}
_OUTLETS = lexicon.words(
    """
    newspaper paper magazine website site outlet broadcaster channel network station tabloid daily
    weekly publication journal agency blog programme program
    """
)


def phrase(page: Page, first: int, limit: int) -> int:
    """The end of the noun phrase at token `first`; `first` itself where there is none."""
    tokens = page.tokens
    end = min(limit, first + WINDOW, len(tokens))
    at = first
    while at < end:
        word = tokens.low[at]
        if word in STOPS or word in ("that", "but", "while", "when", "as", "because", "after"):
            break
        infinitive = word == "be" and tokens.low[at - 1] == "to"  # "who asked not to be named"
        ends = word in lexicon.AUXILIARIES or word in lexicon.PRONOUNS
        if at > first and ends and not infinitive:
            break
        at += 1
    return at


def outlet(page: Page, first: int, limit: int) -> Span | None:
    """The outlet named or described from token `first` on, if one is."""
    tokens = page.tokens
    if tokens.low[first] in lexicon.POSSESSIVES or tokens.low[first] == "this":
        return None  # a company's own site passes nobody else's words on, nor does "this paper"
    limit = min(limit, first + 8, len(tokens))
    for occurrence in page.register.within(first, limit):
        between = range(first, occurrence.first)
        plain = all(tokens.words[i][0].isalnum() for i in between) and not any(
            tokens.low[i] in lexicon.PREPOSITIONS or tokens.low[i] in lexicon.CLAUSE_OPENERS
            for i in between
        )
        if not plain or occurrence.last > limit:
            break
        if occurrence.named.kind is Kind.PLACE:
            continue
        if occurrence.named.kind is Kind.MEDIA or _like_outlet(tokens, first, occurrence.first):
            return _unowned(tokens.span(first, occurrence.last), tokens)
        if occurrence.named.kind is Kind.UNKNOWN and len(between) <= 1:
            person = people(occurrence) or tokens.low[occurrence.last] in lexicon.ROLES
            if not person and not possessive(tokens.words[occurrence.last - 1]):
                return tokens.span(first, occurrence.last)
        break
    if tokens.low[first] in lexicon.DETERMINERS:
        for i in range(first + 1, min(first + 5, limit)):
            if bare(tokens.low[i]) in _OUTLETS:
                return _unowned(tokens.span(first, i + 1), tokens)
            if not tokens.words[i][0].isalnum() or tokens.low[i] in lexicon.PREPOSITIONS:
                break
    if tokens.low[first] in _WHOSE_AIR and tokens.low[first + 1] in _AIR and first + 1 < limit:
        return tokens.span(first, first + 2)  # "state television"
    return None


_WHOSE_AIR = lexicon.words("state national public local")
_AIR = lexicon.words("television tv radio media")


def _unowned(span: Span, tokens: Tokens) -> Span:
    """ "the Courier" of "told the Courier’s Ana Soto"."""
    return Span(span.start, span.start + len(bare(span.cut(tokens.text))))


def _like_outlet(tokens: Tokens, first: int, last: int) -> bool:
    return any(tokens.low[i] in _OUTLETS for i in range(first, last))


def speaks(page: Page, span: Span) -> Mention | None:
    """The mention at `span` if it can be a source: a name, people, an office, a document."""
    mention = read_mention(page.tokens, page.register, span)
    if mention.sort in (Sort.NAME, Sort.PRONOUN):
        return mention
    if mention.sort is not Sort.DESCRIPTION:
        return None
    if mention.named is not None or mention.name is not None:
        return mention
    known = (
        mention.head in lexicon.ROLES
        or mention.head in lexicon.UNNAMED
        or mention.head in lexicon.OFFICIALS
        or mention.head in lexicon.DOCUMENTS
        or mention.head in lexicon.MEDIA
        or mention.head in lexicon.SOCIAL
        or mention.head in lexicon.ORGANISATIONS
        or mention.head in lexicon.GOVERNMENT
        or mention.head in lexicon.TALK
        or mention.head in ("person", "authority", "relative", "friend", "family", "user")
    )
    return mention if known else None


def reports(page: Page, span: Span) -> Mention | None:
    """The mention at `span` if it can be the subject of a reporting verb: also any "a cellist"."""
    mention = speaks(page, span)
    if mention is not None:
        return mention
    mention = read_mention(page.tokens, page.register, span)
    opening = page.tokens.low[page.tokens.first(span.start)]
    described = mention.sort is Sort.DESCRIPTION and opening in lexicon.DETERMINERS
    return mention if described and occupation(mention.head) else None


PASSIVES = ("quoted", "reported")  # verbs of "was quoted as saying in the Courier"


def in_outlet(page: Page, quoted: int, last: int) -> Iterator[Step]:
    """ "… was quoted as saying in the Courier", from the token "quoted" on."""
    tokens = page.tokens
    for i in range(quoted + 1, min(last, quoted + WINDOW)):
        if tokens.low[i] not in ("in", "by", "on"):
            continue
        found = outlet(page, i + 1, last)
        if found is not None:
            yield Step(found, tokens.span(quoted, quoted + 1))
        if found is not None or tokens.low[i] != "on":  # "on Monday in the Courier"
            return


def auxiliary(tokens: Tokens, i: int) -> bool:
    """True for what may stand between a subject and its verb: auxiliaries and adverbs."""
    word = tokens.low[i]
    return word in lexicon.AUXILIARIES or word in lexicon.ADVERBS or word.endswith("ly")
