"""Reports whose source the text leaves unsaid: "it is believed that …", "reportedly".

A tagger trained on quotations overlooks many of them, and they are the first thing that a
reader of rumours wants shown. They are few and fixed enough to be read by pattern. What an
attribution already covers is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import compress, count

from reportedly.attributions import lexicon
from reportedly.attributions.covered import Covered
from reportedly.attributions.inside import past_time
from reportedly.attributions.mentions import singular
from reportedly.attributions.page import Text
from reportedly.attributions.phrases import auxiliary
from reportedly.attributions.quotation import quotation_of
from reportedly.attributions.tokens import Tokens
from reportedly.data import Attribution, Span

_Found = tuple[Span, tuple[Span, ...]]  # cue and content
_CONFIDENCE = 0.8  # the share of them that were right on the development articles


def with_impersonal(text: Text, found: Sequence[Attribution]) -> list[Attribution]:
    """`found` and the reports without a source beside them, numbered in reading order.

    What is added overlaps neither what was found nor itself. Linear in the length of `text`.
    """
    parts = (span for one in found for span in (one.cue, *one.content))
    covered = Covered(text.tokens.text, filter(None, parts))
    together = list(found)
    for cue, content in _candidates(text.tokens):
        if text.quoted[cue.start] or covered.touches(cue):
            continue
        free = tuple(span for span in map(covered.free, content) if len(span))
        if not free or 2 * sum(map(len, free)) < sum(map(len, content)):
            continue
        for span in (cue, *free):
            covered.cover(span)
        kind = quotation_of(text.tokens.text, text.quoted, free)
        together.append(Attribution("", None, cue, free, kind, _CONFIDENCE))
    together.sort(key=lambda attribution: attribution.content)
    return [_numbered(one, number) for number, one in enumerate(together, 1)]


def _numbered(one: Attribution, number: int) -> Attribution:
    return Attribution(
        f"a{number}", one.source, one.cue, one.content, one.quotation, one.confidence
    )


_BE = lexicon.words("is are was were been be it's")
_HELD = lexicon.words(
    """
    believed thought expected reported rumored rumoured said alleged understood claimed feared
    suspected estimated anticipated revealed suggested presumed assumed announced
    """
)
_EMERGED = lexicon.words("emerged emerges transpired transpires")
_TALK = lexicon.words(
    "reports rumours rumors rumour rumor speculation allegations claims fears concern concerns"
)
_HEARD = lexicon.words("heard hears told")
_HAS_IT = lexicon.words("rumour rumor word legend")
_CUES = lexicon.HEDGES | _HELD | _EMERGED | _TALK | _HEARD | _HAS_IT
_NOT_CUES = lexicon.words("not never n't")


def _candidates(tokens: Tokens) -> Iterator[_Found]:
    for i in compress(count(), map(_CUES.__contains__, tokens.low)):
        word = tokens.low[i]
        if word in lexicon.HEDGES:
            yield from _hedged(tokens, i)
        elif word in _HAS_IT and tokens.low[i + 1 : i + 4] == ["has", "it", "that"]:
            yield from _has_it(tokens, i)
        elif i and tokens.capital(i):
            continue
        elif word in _HELD:
            yield from _passive(tokens, i)
        elif word in _EMERGED:
            yield from _emerged(tokens, i)
        elif word in _HEARD:
            yield from _before_a_forum(tokens, i)
        elif word in _TALK and tokens.low[i + 1] == "that":
            yield from _talk(tokens, i)


def _passive(tokens: Tokens, i: int) -> Iterator[_Found]:
    """ "it is believed that …", "…, it has been claimed", "the fire is thought to have …"."""
    first, be = _auxiliaries(tokens, i)
    subject = tokens.low[first - 1]
    contracted = subject == "it's"
    if not any(word in _BE for word in be) and not contracted:
        return
    if _denied(be):
        return
    cue = tokens.span(first if first < i else i, i + 1)
    begin, end = _clause(tokens, first, i + 1)
    after = tokens.low[i + 1]
    if subject in ("it", "it's") and after == "to":
        start = tokens.starts[first - 1]
        yield cue, (Span(start, start + 2), tokens.span(i + 1, end))
    elif subject in ("it", "it's"):
        closing = tokens.words[i + 1] in (".", ",", "") or i + 1 >= end
        if closing and tokens.words[first - 2] in (",", "”", '"') and begin < first - 2:
            before = tokens.span(begin, first - 2)
            inserted = tokens.words[i + 1] == "," and i + 2 < end  # "Soto, it is said, has left"
            inserted = inserted and not _begins_anew(tokens, i + 2)
            yield cue, (before, tokens.span(i + 2, end)) if inserted else (before,)
        elif not closing and after not in ("to", "by") and i + 1 < end:
            start = i + 2 if after == "that" else i + 1
            if start < end:
                yield cue, (tokens.span(start, end),)
    elif after == "to" and begin < first and i + 2 < end:
        yield cue, (tokens.span(begin, first), tokens.span(i + 1, end))


def _begins_anew(tokens: Tokens, i: int) -> bool:
    """True for a clause with a subject of its own: "it held, it is said, [and the mayor left]"."""
    subject = tokens.low[i + 1]
    owns = subject in lexicon.PRONOUNS or subject in lexicon.DETERMINERS or tokens.capital(i + 1)
    return tokens.low[i] in _JOINING and owns


_JOINING = lexicon.words("and but or so yet")


def _emerged(tokens: Tokens, i: int) -> Iterator[_Found]:
    """ "it emerged on Thursday that …": known by then, and nobody told by whom."""
    first, group = _auxiliaries(tokens, i)
    that = past_time(tokens, i + 1, len(tokens))
    if tokens.low[first - 1] != "it" or tokens.low[that] != "that" or _denied(group):
        return
    _, end = _clause(tokens, first, i + 1)
    if that + 2 < end:
        yield tokens.span(first, i + 1), (tokens.span(that + 1, end),)


def _has_it(tokens: Tokens, i: int) -> Iterator[_Found]:
    """ "rumour has it that …"."""
    _, end = _clause(tokens, i, i + 3)
    if i + 5 < end:
        yield tokens.span(i, i + 3), (tokens.span(i + 4, end),)


def _before_a_forum(tokens: Tokens, i: int) -> Iterator[_Found]:
    """ "the court heard that …", "the inquest into the fire was told he had fled"."""
    first, group = _auxiliaries(tokens, i)
    passive = any(word in _BE for word in group)
    if _denied(group) or passive != (tokens.low[i] == "told") or not _forum(tokens, first):
        return
    start = i + 1
    while start < i + _LONGEST_ORIGIN and tokens.low[start] != "that":
        start += 1
    that = tokens.low[start] == "that"
    if that and start > i + 1 and tokens.low[i + 1] not in _ORIGINS:
        return  # "heard arguments on Monday that …"
    start = start + 1 if that else i + 1
    _, end = _clause(tokens, first, i + 1)
    if start + 1 < end and (_opens(tokens, start) if that else _states(tokens, start, end)):
        yield tokens.span(first, i + 1), (tokens.span(start, end),)


def _auxiliaries(tokens: Tokens, i: int) -> tuple[int, list[str]]:
    """Where the auxiliaries before the verb at token `i` begin, and what they are."""
    first = i
    while auxiliary(tokens, first - 1) and i - first < 5:
        first -= 1
    return first, tokens.low[first:i]


def _denied(group: list[str]) -> bool:
    return any(word in _NOT_CUES or word.endswith("n't") for word in group)


def _forum(tokens: Tokens, end: int) -> bool:
    """True where those before whom others speak are the subject that ends before token `end`."""
    sentence = tokens.first(tokens.sentence(tokens.starts[end]).start)
    for i in range(end - 1, max(sentence, end - _LONGEST_SUBJECT) - 1, -1):
        word = tokens.low[i]
        if singular(word)[0] in lexicon.FORUMS:
            before = i - 1 - (tokens.low[i - 1] in lexicon.ARTICLES)
            return tokens.low[before] not in lexicon.PREPOSITIONS  # "a man at the hearing"
        if not word[0].isalnum() or word in lexicon.AUXILIARIES or word in lexicon.CLAUSE_OPENERS:
            return False
    return False


def _states(tokens: Tokens, first: int, end: int) -> bool:
    """True for a clause without "that" from token `first` on, by the auxiliary that it has."""
    if tokens.low[first].endswith("s") and not tokens.capital(first):
        return False
    for i in range(first + 1, min(first + _LONGEST_SUBJECT, end)) if _opens(tokens, first) else ():
        if tokens.low[i] in lexicon.AUXILIARIES or tokens.low[i].endswith("n't"):
            return True
        if not tokens.words[i][0].isalnum() or tokens.low[i] in lexicon.CLAUSE_OPENERS:
            return False
    return False


def _opens(tokens: Tokens, i: int) -> bool:
    """True where a clause may begin, as it does not after "heard that" in "heard that song"."""
    word = tokens.low[i]
    plain = tokens.words[i].islower() and word not in _SUBJECTS and word not in _LEADS
    verb = not lexicon.AUXILIARIES.isdisjoint(tokens.low[i + 1 : i + _SUBJECT])
    return not plain or word.endswith("s") or verb


_SUBJECT = 5  # tokens of a bare one: "rural police were"

_LEADS = lexicon.PREPOSITIONS | lexicon.ADVERBS | lexicon.CLAUSE_OPENERS
_ORIGINS = lexicon.words("from by on in at yesterday today earlier last this")
_LONGEST_ORIGIN = 12  # tokens from "heard" to "that": "heard [from two neighbours] that"
_LONGEST_SUBJECT = 14  # tokens
_SUBJECTS = lexicon.DETERMINERS | frozenset(lexicon.PRONOUNS) | {"there"}


def _hedged(tokens: Tokens, i: int) -> Iterator[_Found]:
    """ "the mayor has reportedly left": the clause around the adverb."""
    begin, end = _clause(tokens, i, i + 1)
    if tokens.words[i - 1] == ",":
        begin = i  # ", reportedly because of the heat"
    spans = [tokens.span(a, b) for a, b in ((begin, i), (i + 1, end)) if a < b]
    names = tokens.low[i + 1] in lexicon.PREPOSITIONS and tokens.capital(begin)
    names = names and tokens.low[i - 1] not in lexicon.AUXILIARIES  # "she is reportedly in debt"
    if spans and i + 1 < end and not (names and end - i < 8):
        yield tokens.span(i, i + 1), tuple(spans)


def _talk(tokens: Tokens, i: int) -> Iterator[_Found]:
    """ "amid reports that …": not where somebody makes, denies or knows of them."""
    before = tokens.low[i - 1]
    _, end = _clause(tokens, i, i + 2)
    fit = before in _AFTER_WHICH or (before.isalpha() and tokens.low[i - 2] in _AFTER_WHICH)
    if fit and not any(tokens.low[j] in _REFUTES for j in range(max(i - 4, 0), i)) and i + 3 < end:
        yield tokens.span(i, i + 1), (tokens.span(i + 2, end),)


_AFTER_WHICH = lexicon.words("amid after despite over with for by on about are were been")
_REFUTES = lexicon.words("denied denies denial dismissed rejected refuted false no")


_FARTHEST = 60  # tokens on either side of a cue
_BREAKS = lexicon.HEDGES | lexicon.words(
    "but while although though amid according with sparking so"
)


def _clause(tokens: Tokens, first: int, last: int) -> tuple[int, int]:
    """The clause around the tokens `[first, last)`, without a final full stop."""
    sentence = tokens.sentence(tokens.starts[first])
    low = max(tokens.first(sentence.start), first - _FARTHEST)
    high = min(tokens.last(sentence.end), last + _FARTHEST)
    begin = first
    while begin > low:
        mark, word = tokens.words[begin - 1], tokens.low[begin - 1]
        if mark in (";", ":", "—", "–", "-", "--") or (
            word in ("and", "but") and _clausal(tokens, low, begin)
        ):
            break
        if mark == "," and tokens.low[begin] in _BREAKS | {"and", "who", "which"}:
            break
        begin -= 1
    while (
        begin < first and not tokens.words[begin][0].isalnum() and tokens.words[begin] not in '“"‘'
    ):
        begin += 1
    relative = tokens.low[begin] in ("who", "which")
    end = last
    while end < high:
        mark, word = tokens.words[end], tokens.low[end]
        if relative and mark == ",":
            break
        if mark in (";", "—") or (mark == "," and tokens.low[end + 1] in _BREAKS):
            break
        if word in ("and", "but") and _reports_anew(tokens, end + 1, high):
            break
        end += 1
    while end > last and tokens.words[end - 1] in (".", ",", "!", "?", "and"):
        end -= 1
    return begin, end


def _clausal(tokens: Tokens, low: int, begin: int) -> bool:
    """True where what stands before "and" has a verb of its own."""
    return any(tokens.low[j] in lexicon.AUXILIARIES for j in range(low, begin - 1))


def _reports_anew(tokens: Tokens, i: int, high: int) -> bool:
    return any(
        tokens.low[j] in _HELD or tokens.low[j] in lexicon.HEDGES
        for j in range(i, min(i + 6, high))
    )
