"""An attribution's spans set right before they are read.

A tagger that labels word by word leaves names cut in half, takes an outlet that was told for
the one who told it, ties a passive to a bystander, and leaves a hole where a content holds a
reporting verb of its own. What grammar can tell is mended here; what it cannot is left.
"""

from __future__ import annotations

import re
from dataclasses import replace

from reportedly.attributions import lexicon
from reportedly.attributions.extents import extent
from reportedly.attributions.layout import dateline
from reportedly.attributions.mentions import singular
from reportedly.attributions.naming import Kind, is_adverb
from reportedly.attributions.page import Page
from reportedly.attributions.phrases import auxiliary, phrase
from reportedly.attributions.tokens import Tokens, possessive
from reportedly.data import Attribution, Span


def mend(page: Page, attribution: Attribution) -> Attribution:
    """The attribution with whole words, its grammatical source, and no hole in its content."""
    tokens = page.tokens
    source = _without_marks(tokens, _whole(tokens, attribution.source))
    attribution = _both_ways(tokens, attribution)
    cue = _with_verb(tokens, _whole(tokens, attribution.cue))
    cue = _with_talk(tokens, cue, attribution)
    if cue is not None and _lacks_subject(tokens, source, cue):
        source = _subject(page, cue) or source
    elif source is not None and cue is not None:
        if _nobody(tokens, source, cue):
            source = None
        elif dateline(page, source.start) is not None or _adverb(tokens, source):
            source = _subject(page, cue)
        elif _is_spoken_to(tokens, source, cue):
            before = tokens.first(source.start) - 3
            source = _subject(page, tokens.span(before, before + 1)) or source
        elif _is_hearer(tokens, source, cue) or _is_bystander(tokens, source, cue):
            source = _subject(page, cue) or source
        else:
            source = _extended(page, _out_of_brackets(page, source), cue)
            source = _named_before(page, source, attribution.content)
            source = _described_before(tokens, source)
            source = _apposed_to(page, source, attribution.content)
    content = attribution.content
    if cue is not None:
        source = source or _heard_from(page, cue)
        content = _without_hearer(tokens, content, cue)
    content = _without_author(page, extent(page, content, source, cue))
    if (source, cue, content) == (attribution.source, attribution.cue, attribution.content):
        return attribution  # most are right
    return replace(attribution, source=source, cue=cue, content=content)


_NOR = re.compile(r"\s(?:nor|or) (?:deny|denied|confirm|confirmed)\b")


def _both_ways(tokens: Tokens, attribution: Attribution) -> Attribution:
    """With the second verb of "neither confirmed nor denied" in the cue, not in the content."""
    cue, content = attribution.cue, attribution.content
    if cue is None or not content or content[0].start < cue.end:
        return attribution
    second = _NOR.match(tokens.text, cue.end)
    if second is None or not content[0].start < second.end() < content[0].end - 1:
        return attribution
    said = Span(second.end() + 1, content[0].end)
    return replace(attribution, cue=Span(cue.start, second.end()), content=(said, *content[1:]))


# ── Whole words ──────────────────────────────────────────────────────────────────────────


def _whole(tokens: Tokens, span: Span | None) -> Span | None:
    """The span grown to whole tokens: a name cut at its hyphen or full stop."""
    if span is None:
        return None
    text = tokens.text
    if (
        len(span)
        and text[span.end : span.end + 1] in _PARTS
        and text[span.start - 1 : span.start] in _PARTS
    ):
        return span  # most spans, and quick to tell
    within = tokens.within(span)
    if not within:
        return None
    return tokens.span(within.start, within.stop)


_PARTS = frozenset(" \n,")


def _without_marks(tokens: Tokens, source: Span | None) -> Span | None:
    """A source without commas and full stops about it; none if it is nothing else."""
    if source is None or (
        tokens.text[source.start].isalnum() and tokens.text[source.end - 1].isalnum()
    ):
        return source  # most sources, and quick to tell
    within = tokens.within(source)
    first, last = within.start, within.stop
    while last > first and tokens.words[last - 1] in _STOPS:
        last -= 1
    while first < last and tokens.words[first] in _STOPS:
        first += 1
    return tokens.span(first, last) if first < last else None


_STOPS = frozenset(".,;:—–-")


def _with_verb(tokens: Tokens, cue: Span | None) -> Span | None:
    """The verb in the place of the day before it: "Alder Pumps [today] announced"."""
    if cue is None:
        return None
    within = tokens.within(cue)
    if len(within) != 1 or tokens.low[within.start] not in _BEFORE_VERBS:
        return cue
    told = tokens.low[within.stop] in lexicon.REPORTING
    return tokens.span(within.stop, within.stop + 1) if told else cue


_BEFORE_VERBS = lexicon.words(
    "today yesterday monday tuesday wednesday thursday friday saturday sunday now also"
)


def _with_talk(tokens: Tokens, cue: Span | None, attribution: Attribution) -> Span | None:
    """ "are growing fears" where the tagger took "are" alone: "there are growing fears that …"."""
    if cue is None or attribution.source is not None or not attribution.content:
        return cue
    first, last = tokens.first(cue.start), tokens.last(cue.end)
    if last - first > 2 or not _BE.issuperset(tokens.low[first:last]):
        return cue
    for i in range(last, min(tokens.first(attribution.content[0].start), last + 4)):
        if tokens.low[i] in lexicon.TALK:
            return tokens.span(first, i + 1)
    return cue


def _adverb(tokens: Tokens, source: Span) -> bool:
    """True for "Interestingly" alone, which is nobody."""
    within = tokens.within(source)
    return len(within) == 1 and is_adverb(tokens.low[within.start])


# ── The grammatical source ───────────────────────────────────────────────────────────────

_BE = lexicon.words("is are was were be been being it's 's")
_HELD = lexicon.words(
    """
    believed thought expected reported rumored rumoured said alleged understood claimed considered
    feared assumed suspected estimated anticipated known told revealed
    """
)


def _nobody(tokens: Tokens, source: Span, cue: Span) -> bool:
    """True where the words leave the source unsaid, whatever was taken for it."""
    words = [tokens.low[i] for i in tokens.within(cue)]
    if tokens.low[tokens.first(source.start)] in ("it", "it's"):
        held = [tokens.low[i] for i in tokens.within(source)][:8] + words[:8]
        return any(w in _BE for w in held) and any(w in _HELD or w in _OPEN for w in held)
    if not words:
        return False
    if len(words) == 1 and words[0] in lexicon.HEDGES:
        return True
    if not _HEARING.isdisjoint(words):
        begin = tokens.first(source.start)
        end = max(tokens.last(source.end), min(tokens.first(cue.start), begin + _LONGEST))
        heads = (singular(tokens.low[i])[0] for i in range(begin, end))
        return not lexicon.FORUMS.isdisjoint(heads)  # "the court heard"
    after = tokens.last(cue.end)
    reduced = words[-1] in _HELD and tokens.low[after] == "to" and source.end <= cue.start
    if words[-1] == "claimed" and tokens.text[source.end : cue.start].strip() != ",":
        reduced = False  # "a veteran claimed to be ill" says who; "a jug, claimed to be old" not
    if len(words) == 1 and reduced and tokens.low[after + 1] in ("be", "have"):
        return True  # "a veteran said to be ill"
    if words[-1] in _HELD and any(w in _BE for w in words[:-1]):
        return tokens.low[tokens.first(source.start) - 1] != "by"
    noun = words[0] in lexicon.TALK and (len(words) == 1 or words[1] in _EMERGE)
    gap = max(cue.start - source.end, source.start - cue.end)
    apart = "," in tokens.text[source.end : cue.start][:_ADJACENT]
    return noun and (gap > _ADJACENT or apart)


_HEARING = frozenset(word for word, verb in lexicon.REPORTING.items() if verb == "hear")
_OPEN = lexicon.words("clear unclear possible likely unlikely")
_EMERGE = lexicon.words("emerged surfaced suggest suggested that of about swirled spread")
_ADJACENT = 8  # code points between a noun for talk and whose talk it is


def _is_hearer(tokens: Tokens, source: Span, cue: Span) -> bool:
    """True where the source is who was told: "a neighbour told [the Courier]"."""
    last = tokens.last(cue.end) - 1
    verb = lexicon.REPORTING.get(tokens.low[last])
    return verb in lexicon.HEARD_BY and tokens.first(source.start) == last + 1


def _is_spoken_to(tokens: Tokens, source: Span, cue: Span) -> bool:
    """True for whom somebody is talking to: "a cousin, speaking to [Radio Aldova], said"."""
    first = tokens.first(source.start)
    between = tokens.low[first - 2] in ("speaking", "talking") and tokens.low[first - 1] == "to"
    closed = tokens.words[tokens.last(source.end)] == "," == tokens.words[first - 3]
    return between and closed and source.end < cue.start


def _lacks_subject(tokens: Tokens, source: Span | None, cue: Span) -> bool:
    """True where the subject of a cue was not taken for its source, but the outlet that quotes or
    nobody: "the mayor [was quoted] by the Courier", "he [reportedly told] aides"."""
    first = tokens.first(cue.start)
    opens = tokens.low[first]
    if opens in _BE:
        words = tokens.low[first : tokens.last(cue.end)]
        if "quoted" in words or ("reported" in words and "as" in words):
            return source is None or tokens.low[tokens.first(source.start) - 1] in ("by", "in")
        return False
    if tokens.words[first - 1][:1] == "@" and opens in lexicon.REPORTING:
        return source is None or source.end < tokens.sentence(cue.start).start  # "@anasoto tweeted"
    told = tokens.low[tokens.last(cue.end) - 1] in lexicon.REPORTING
    return source is None and opens in lexicon.HEDGES and told


def _heard_from(page: Page, cue: Span) -> Span | None:
    """Whom those heard who were told something: "the court heard from [a neighbour] that …"."""
    tokens = page.tokens
    last = tokens.last(cue.end)
    if lexicon.REPORTING.get(tokens.low[last - 1]) != "hear" or tokens.low[last] != "from":
        return None
    end = phrase(page, last + 1, tokens.last(tokens.sentence(cue.start).end))
    return tokens.span(last + 1, end) if end > last + 1 else None


def _without_hearer(tokens: Tokens, content: tuple[Span, ...], cue: Span) -> tuple[Span, ...]:
    """The content without the subject of "[the court] was told that …", who says nothing; where
    the tagger saw nothing else, with what they were told."""
    if not content or content[0].end > cue.start:
        return content
    first, last = tokens.first(cue.start), tokens.last(cue.end)
    told = lexicon.REPORTING.get(tokens.low[last - 1]) in lexicon.HEARD_BY
    if not told or _BE.isdisjoint(tokens.low[first : last - 1]):
        return content
    sentence = tokens.sentence(cue.start)
    if content[1:]:
        apart = "," in tokens.text[cue.end : content[1].start]  # "his side was told by her, a …"
        return content if apart else content[1:]
    if content[0].start < sentence.start:
        return content
    end = tokens.last(sentence.end)
    for i in range(last, min(last + 2 * _LONGEST, end - 1)):
        if tokens.low[i] == "that":
            stop = end - (tokens.words[end - 1] in _STOPS)
            return (tokens.span(i + 1, stop),) if i + 1 < stop else content
    return content


def _without_author(page: Page, content: tuple[Span, ...]) -> tuple[Span, ...]:
    """The content up to where the author goes on: "that it cost 22 million[, and I think …]"."""
    if not content:
        return content
    tokens, within = page.tokens, page.tokens.within(content[-1])
    if _AUTHORS.isdisjoint(tokens.low[within.start : within.stop]):
        return content  # most contents, and quick to tell
    for i in within:
        if tokens.low[i] not in _AUTHORS:
            continue
        on = tokens.low[i - 2 : i] in _GOES_ON and tokens.low[i + 1] in _THINKS
        if not on or page.quoted[tokens.starts[i]] or i - 2 <= within.start:
            return content
        return (*content[:-1], tokens.span(within.start, i - 2))
    return content


_AUTHORS = lexicon.words("i we my our me us i'm i've we're we've")
_GOES_ON = ([",", "and"], [",", "but"])
_THINKS = lexicon.words("think believe suspect know doubt hope wonder agree")


def _is_bystander(tokens: Tokens, source: Span, cue: Span) -> bool:
    """True where a comma parts the source, under a preposition, from the clause of the cue:
    "after talks with [the mayor], the union said"."""
    first, last = tokens.first(source.start), tokens.first(cue.start)
    if source.end > cue.start or tokens.words[tokens.last(source.end)] != ",":
        return False
    governed = tokens.low[first - 1] in _GOVERNING or tokens.low[first - 2] in _GOVERNING
    return governed and 1 < last - tokens.last(source.end) < _LONGEST


_GOVERNING = lexicon.words("with after before against from about during despite following")


def _subject(page: Page, cue: Span) -> Span | None:
    """The noun phrase that ends where the cue begins."""
    tokens = page.tokens
    last = tokens.first(cue.start)
    sentence = tokens.first(tokens.sentence(cue.start).start)
    while last > sentence and auxiliary(tokens, last - 1):
        last -= 1
    first = last
    while first > max(sentence, last - 12):
        word = tokens.low[first - 1]
        handle = word[0] == "@"
        if not (word[0].isalnum() or handle or word in ("'", "’")):
            break
        if word in lexicon.CLAUSE_OPENERS:
            break
        if word in lexicon.REPORTING and word not in lexicon.ROLES:
            break
        first -= 1
        if word in lexicon.ARTICLES and tokens.low[first - 1] not in lexicon.PREPOSITIONS:
            break
    if page.quoted[tokens.starts[first]] if first < last else True:
        return None
    return tokens.span(first, last)


def _extended(page: Page, source: Span, cue: Span) -> Span:
    """The source with the rest of its noun phrase, up to the cue or the end of the name."""
    tokens = page.tokens
    first, last = tokens.first(source.start), tokens.last(source.end)
    if tokens.low[last - 1] in lexicon.PRONOUNS:
        return source
    for name in page.register.within(max(first - 8, 0), last):
        if name.first < first < name.last and name.named.kind is not Kind.PLACE:
            first = name.first
        if first <= name.first < last < name.last:
            last = name.last
    if tokens.low[last - 1] in ("'", "’") and tokens.low[last] in _BODIES:
        last += 1  # "the tenants' union"
    stop = tokens.first(cue.start)
    first = _from_article(tokens, first)
    while stop > last and auxiliary(tokens, stop - 1):
        stop -= 1
    incomplete = tokens.low[last - 1] in lexicon.ARTICLES or tokens.low[last] in lexicon.ROLES
    between = [tokens.low[i] for i in range(last, stop)]
    if 0 < len(between) <= _LONGEST and (incomplete or tokens.capital(last)):
        plain = all(w[0].isalnum() and w not in lexicon.CLAUSE_OPENERS for w in between)
        verbs = [i for i in range(last, stop) if tokens.low[i] in lexicon.REPORTING]
        if plain and not any(
            tokens.words[i].islower() and tokens.low[i] not in lexicon.ROLES for i in verbs
        ):
            last = stop
    elif incomplete and stop <= first:
        end = last
        while end < min(last + _LONGEST, len(tokens)) and (
            tokens.low[end] in lexicon.ROLES
            or tokens.capital(end)
            or tokens.low[end - 1] in lexicon.ARTICLES
        ):
            end += 1
        last = end
    while last - first > 1 and tokens.low[last - 1] in ("and", "or", "of", "the", ","):
        last -= 1
    return tokens.span(first, last)


def _from_article(tokens: Tokens, first: int) -> int:
    """Where the noun phrase begins whose adjectives were left out: "the Welsh [historian]"."""
    if tokens.low[first] in lexicon.DETERMINERS or possessive(tokens.words[first]):
        return first
    for i in range(first - 1, max(first - 5, -1), -1):
        word = tokens.low[i]
        if word in lexicon.ARTICLES:
            return i
        if not word[0].isalnum() or word in lexicon.OPENERS or word in lexicon.REPORTING:
            break
    return first


def _named_before(page: Page, source: Span, content: tuple[Span, ...]) -> Span:
    """The name that a source is only the apposition to: "[the Envoy], a magazine, says", "[Alder]
    (OSE: ALD), a maker of pumps, says"."""
    tokens = page.tokens
    first = tokens.first(source.start)
    if tokens.words[first - 1] == "," and tokens.low[first] in lexicon.ARTICLES:
        end = first - 1
        if tokens.words[end - 1] == ")":
            brackets = range(end - 2, max(end - _LONGEST, 0), -1)
            end = next((i for i in brackets if tokens.words[i] == "("), end)
        for name in page.register.within(max(end - 8, 0), end):
            span = tokens.span(name.first, name.last)
            free = not any(span.overlaps(part) for part in content)
            if name.last == end and free and _closed(tokens, source):
                return span
    return source


def _out_of_brackets(page: Page, source: Span) -> Span:
    """The company whose sign stands in brackets, where only that was taken: "Alder [(ALD.OS)]
    said"."""
    tokens, within = page.tokens, page.tokens.within(source)
    first = within.start - (tokens.words[within.start] != "(")
    last = within.stop - (tokens.words[within.stop - 1] == ")")
    if tokens.words[first] != "(" or tokens.words[last] != ")":
        return source
    for name in page.register.within(max(first - _LONGEST, 0), first):
        if name.last == first and name.named.kind is not Kind.PERSON:
            return tokens.span(name.first, last + 1)
    return source


def _apposed_to(page: Page, source: Span, content: tuple[Span, ...]) -> Span:
    """A name with the noun that it is set beside, where the tagger took that for the content's:
    "it fell, [a witness], Ana Soto, said"."""
    tokens = page.tokens
    comma = tokens.first(source.start) - 1
    if comma < 1 or tokens.words[comma] != ",":
        return source
    noun = tokens.ends[comma - 1]
    inside = any(span.start < noun <= span.end <= source.end for span in content)
    closed = tokens.words[tokens.last(source.end)] == ","
    if not inside or not closed or not tokens.capital(comma + 1):
        return source
    if tokens.low[comma - 1] not in lexicon.ROLES or page.quoted[tokens.starts[comma - 1]]:
        return source
    for i in range(comma - 2, max(comma - _LONGEST, 0), -1):
        if tokens.low[i] in lexicon.DETERMINERS:
            apart = tokens.words[i - 1] == ","
            return Span(tokens.starts[i], source.end) if apart else source
        if not tokens.words[i][0].isalnum() or tokens.low[i] in lexicon.PREPOSITIONS:
            return source
    return source


def _closed(tokens: Tokens, source: Span) -> bool:
    """True where an apposition ends, as it does not in "On Facebook, [the mayor] said"."""
    after = tokens.words[tokens.last(source.end)]
    return not after or not after[0].isalnum()


def _described_before(tokens: Tokens, source: Span) -> Span:
    """Whom "who" and what "which" takes up, where no name stands there: "[a harbour pilot], who
    said", "[a council memo], which said"."""
    within = tokens.within(source)
    nouns = _TAKEN_UP.get(tokens.low[within.start]) if len(within) == 1 else None
    if nouns is None:
        return source
    last = within.start - (tokens.words[within.start - 1] == ",")
    head, plural = singular(tokens.low[last - 1])
    thing = tokens.low[within.start] == "which"
    if head not in nouns or (thing and (plural or tokens.capital(last - 1))):
        return source
    for i in range(last - 1, max(last - _LONGEST, 0) - 1, -1):
        word = tokens.low[i]
        if word in lexicon.DETERMINERS:
            apposed = thing and tokens.words[i - 1] == "," and tokens.capital(i - 2)
            return source if apposed else tokens.span(i, last)
        if not word[0].isalnum() or word in lexicon.PREPOSITIONS or word in lexicon.AUXILIARIES:
            whole = plural and word in lexicon.PREPOSITIONS and i < last - 1
            return tokens.span(i + 1, last) if whole else source
    return source


_BODIES = lexicon.ORGANISATIONS | lexicon.GOVERNMENT
_TAKEN_UP = {
    "who": lexicon.ROLES | lexicon.OFFICIALS | lexicon.UNNAMED,
    "which": (lexicon.DOCUMENTS | lexicon.SOCIAL | lexicon.MEDIA | _BODIES) - {"press", "media"},
}
_LONGEST = 8  # tokens that a noun phrase is grown by
