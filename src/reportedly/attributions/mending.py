"""An attribution's spans set right before they are read.

A tagger that labels word by word leaves names cut in half, takes an outlet that was told for
the one who told it, ties a passive to a bystander, and leaves a hole where a content holds a
reporting verb of its own. What grammar can tell is mended here; what it cannot is left.
"""

from __future__ import annotations

import re
from dataclasses import replace

from reportedly.attributions import lexicon
from reportedly.attributions.inside import past_time
from reportedly.attributions.layout import before_subheading, dateline, is_subheading
from reportedly.attributions.mentions import singular
from reportedly.attributions.naming import Kind, is_adverb
from reportedly.attributions.page import Page
from reportedly.attributions.phrases import STOPS, auxiliary
from reportedly.attributions.tokens import Tokens, possessive
from reportedly.data import Attribution, Span


def mend(page: Page, attribution: Attribution) -> Attribution:
    """The attribution with whole words, its grammatical source, and no hole in its content."""
    tokens = page.tokens
    source = _without_marks(tokens, _whole(tokens, attribution.source))
    attribution = _both_ways(tokens, attribution)
    cue = _with_talk(tokens, _whole(tokens, attribution.cue), attribution)
    if cue is not None and _lacks_subject(tokens, source, cue):
        source = _subject(page, cue) or source
    elif source is not None and cue is not None:
        if _nobody(tokens, source, cue):
            source = None
        elif dateline(page, source.start) is not None or _adverb(tokens, source):
            source = _subject(page, cue)
        elif _is_hearer(tokens, source, cue) or _is_bystander(tokens, source, cue):
            source = _subject(page, cue) or source
        else:
            source = _extended(page, source, cue)
            source = _named_before(page, source, attribution.content)
            source = _described_before(tokens, source)
    content = tuple(before_subheading(page, span) for span in attribution.content)
    if len(content) > 1:
        content = tuple(span for span in content if not is_subheading(page, span))
    begun = [_begun(page, span, source, cue) for span in content]
    said = tuple(span for span in begun if len(span) and not (source and source.covers(span)))
    if len(said) > 1:
        said = tuple(span for span in said if not _is_that(page, span))
        said = tuple(span for span in said if not _tells_of(page, span))
    content = _near(page, said, cue)
    content = _inverted(page, tuple(_before_denial(page, span) for span in content), source, cue)
    content = _filled(tokens, content, source, cue)
    content = tuple(_finished(page, span, source, cue) for span in content)
    if len(content) > 1:
        content = _relative(page, content, source, cue)
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


def _begun(page: Page, span: Span, source: Span | None, cue: Span | None) -> Span:
    """A content from where it begins: after a dateline, its source and what is said of that."""
    span = _outside(_after_dateline(page, span), source, cue)
    if cue is not None and len(span) and 0 <= span.start - cue.end < 2:
        first = page.tokens.first(span.start)
        begins = past_time(page.tokens, first, page.tokens.last(span.end))
        span = Span(page.tokens.starts[begins], span.end) if begins > first else span
    return _after_apposition(page.tokens, span, source)


def _outside(span: Span, source: Span | None, cue: Span | None) -> Span:
    """A content without the rest of a word that belongs to its source or cue."""
    for other in (source, cue):
        if other is not None and other.start < span.start < other.end:
            span = Span(min(other.end, span.end), span.end)
    return span


def _after_dateline(page: Page, span: Span) -> Span:
    line = dateline(page, span.start) if len(span) else None
    return Span(min(line.end, span.end), span.end) if line is not None else span


def _after_apposition(tokens: Tokens, span: Span, source: Span | None) -> Span:
    """A content without the apposition to its source: "Ana Soto, [the mayor,] the dam …"."""
    if source is None or not 0 <= span.start - source.end <= 2:
        return span
    within = tokens.within(span)
    if tokens.low[within.start] in ("which", "who") and tokens.words[within.start - 1] == ",":
        for i in range(within.start + 1, min(within.start + _CLAUSE, within.stop - 2)):
            if tokens.words[i] == ",":
                return Span(tokens.ends[i], span.end)
    if tokens.low[within.start] not in lexicon.ARTICLES or tokens.words[within.start - 1] != ",":
        return span
    role = False
    for i in range(within.start + 1, min(within.start + 16, within.stop)):
        role = role or tokens.low[i] in lexicon.ROLES
        if tokens.low[i] in lexicon.AUXILIARIES:
            break
        if tokens.words[i] == ",":
            return Span(tokens.ends[i], span.end) if role else span
    return span


_CLAUSE = 30  # tokens of a clause about a source


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
    after = tokens.last(cue.end)
    reduced = words[-1] in _HELD and tokens.low[after] == "to" and source.end <= cue.start
    if len(words) == 1 and reduced and tokens.low[after + 1] in ("be", "have"):
        return True  # "a veteran said to be ill"
    if words[-1] in _HELD and any(w in _BE for w in words[:-1]):
        return tokens.low[tokens.first(source.start) - 1] != "by"
    noun = words[0] in lexicon.TALK and (len(words) == 1 or words[1] in _EMERGE)
    gap = max(cue.start - source.end, source.start - cue.end)
    apart = "," in tokens.text[source.end : cue.start][:_ADJACENT]
    return noun and (gap > _ADJACENT or apart)


_OPEN = lexicon.words("clear unclear possible likely unlikely")
_EMERGE = lexicon.words("emerged surfaced suggest suggested that of about swirled spread")
_ADJACENT = 8  # code points between a noun for talk and whose talk it is


def _is_hearer(tokens: Tokens, source: Span, cue: Span) -> bool:
    """True where the source is who was told: "a neighbour told [the Courier]"."""
    last = tokens.last(cue.end) - 1
    verb = lexicon.REPORTING.get(tokens.low[last])
    return verb in lexicon.HEARD_BY and tokens.first(source.start) == last + 1


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
    told = tokens.low[tokens.last(cue.end) - 1] in lexicon.REPORTING
    return source is None and opens in lexicon.HEDGES and told


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
        if not (word[0].isalnum() or word in ("'", "’")) or word in lexicon.CLAUSE_OPENERS:
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
    """The name that a source is only the apposition to: "[the Envoy], a magazine, says"."""
    tokens = page.tokens
    first = tokens.first(source.start)
    if tokens.words[first - 1] == "," and tokens.low[first] in lexicon.ARTICLES:
        for name in page.register.within(max(first - 8, 0), first):
            span = tokens.span(name.first, name.last)
            free = not any(span.overlaps(part) for part in content)
            if name.last == first - 1 and free and _closed(tokens, source):
                return span
    return source


def _closed(tokens: Tokens, source: Span) -> bool:
    """True where an apposition ends, as it does not in "On Facebook, [the mayor] said"."""
    after = tokens.words[tokens.last(source.end)]
    return not after or not after[0].isalnum()


def _described_before(tokens: Tokens, source: Span) -> Span:
    """Whom "who" takes up, where no name stands there: "[a harbour pilot], who said"."""
    within = tokens.within(source)
    if len(within) != 1 or tokens.low[within.start] != "who":
        return source
    last = within.start - (tokens.words[within.start - 1] == ",")
    head, plural = singular(tokens.low[last - 1])
    if head not in _HUMAN:
        return source
    for i in range(last - 1, max(last - _LONGEST, 0) - 1, -1):
        word = tokens.low[i]
        if word in lexicon.DETERMINERS:
            return tokens.span(i, last)
        if not word[0].isalnum() or word in lexicon.PREPOSITIONS or word in lexicon.AUXILIARIES:
            whole = plural and word in lexicon.PREPOSITIONS and i < last - 1
            return tokens.span(i + 1, last) if whole else source
    return source


_BODIES = lexicon.ORGANISATIONS | lexicon.GOVERNMENT
_HUMAN = lexicon.ROLES | lexicon.OFFICIALS | lexicon.UNNAMED
_LONGEST = 8  # tokens that a noun phrase is grown by

# ── The content ──────────────────────────────────────────────────────────────────────────


def _filled(
    tokens: Tokens, content: tuple[Span, ...], source: Span | None, cue: Span | None
) -> tuple[Span, ...]:
    """Pieces joined where a few words of their sentence, or only a reporting verb, stand
    between them: "police [said] he …"."""
    if len(content) < 2:
        return content
    joined: list[Span] = []
    for span in sorted(content):
        if joined:
            gap = Span(joined[-1].end, max(joined[-1].end, span.start))
            if len(gap) > _WIDEST:
                joined.append(span)
                continue
            words = [tokens.low[i] for i in tokens.within(gap) if tokens.words[i][0].isalnum()]
            reports = any(w in lexicon.REPORTING and not w.endswith("ing") for w in words)
            own = any(span.overlaps(gap) for span in (source, cue) if span is not None)
            within = tokens.sentence(gap.start).end >= gap.end
            if reports and words[0] in _TURNS and tokens.words[tokens.first(gap.start)] == ",":
                if len(tokens.within(span)) > 1:
                    joined.append(span)
                continue  # "the dam had burst, [but divers denied] it"
            if not own and (not words or ((reports or within) and len(words) <= _HOLE)):
                joined[-1] = Span(joined[-1].start, span.end)
                continue
        joined.append(span)
    return tuple(joined)


_TURNS = frozenset({"but", "although", "though"})


def _finished(page: Page, span: Span, source: Span | None, cue: Span | None) -> Span:
    """A content that breaks off after a preposition or article, up to the end of its phrase:
    "prices rose in [the north]"."""
    tokens = page.tokens
    last = tokens.last(span.end)
    if tokens.low[last - 1] not in _UNFINISHED or page.quoted[tokens.starts[last - 1]]:
        return span
    end = last
    stop = tokens.last(tokens.sentence(tokens.starts[last - 1]).end)
    taken = {tokens.first(other.start) for other in (source, cue) if other is not None}
    while end < min(stop, last + _LONGEST) and end not in taken:
        word = tokens.low[end]
        if word in STOPS or word in lexicon.CLAUSE_OPENERS or word in lexicon.REPORTING:
            break
        if end > last and word in lexicon.PRONOUNS:
            break  # "in a message [he sent]"
        end += 1
    return Span(span.start, tokens.ends[end - 1]) if end > last and end not in taken else span


_UNFINISHED = lexicon.ARTICLES | lexicon.words("in of to with from at by for on about as into")
_HOLE = 6  # words
_WIDEST = 80  # code points of a gap that may be such a hole


def _inverted(
    page: Page, content: tuple[Span, ...], source: Span | None, cue: Span | None
) -> tuple[Span, ...]:
    """With what stands before the source, where the tagger has only what is added after the cue:
    "[Beer could run short], brewers have warned, [as a drought goes on]"."""
    tokens = page.tokens
    if source is None or cue is None or len(content) != 1 or not source.end < cue.end:
        return content
    if tokens.text[cue.end : cue.end + 1] != ",":
        return content  # most contents, and quick to tell
    after, begins = tokens.last(cue.end), tokens.first(content[0].start)
    if tokens.low[begins] not in _ADDS or begins != after + 1 or tokens.words[after] != ",":
        return content
    comma = tokens.first(source.start) - 1
    first = tokens.first(tokens.sentence(cue.start).start)
    words = tokens.low[first:comma]
    whole = comma - first >= _LEAST and not lexicon.AUXILIARIES.isdisjoint(words)
    if tokens.words[comma] != "," or not whole:
        return content
    return tokens.span(first, comma), content[0]


_ADDS = lexicon.words("as after while amid following because ahead despite")
_LEAST = 4  # words of a clause


_DENIED = re.compile(
    r"(?:;|,? (?:but|although|though)) [^;,]{2,60} (?:denie[sd]|deny|disputed?s?|reject(?:s|ed)"
    r"|dismiss(?:es|ed)) (?:it|this|that|the (?:claim|allegation|report|accusation)s?)\.?\Z"
    r"|,? (?:and|but|while|although) [^;,]{2,60} (?:declined|refused) to comment\.?\Z"
)
_LONGEST_DENIAL = 100  # code points


def _before_denial(page: Page, span: Span) -> Span:
    """A content without somebody else's denial of it, or silence on it: "it leaked[; the mill
    denied it]", "it leaked[ and the mill declined to comment]"."""
    tokens = page.tokens
    if not tokens.text.endswith(_DENIABLE, span.start, span.end):
        return span  # most contents, and quick to tell
    begin = max(span.start, span.end - _LONGEST_DENIAL)
    denied = _DENIED.search(tokens.text, begin, span.end)
    if denied is None or denied.start() <= span.start or page.quoted[denied.start()]:
        return span
    return Span(span.start, denied.start())


_DENIABLE = tuple(
    f"{word}{stop}"
    for word in ("it", "this", "that", "claim", "allegation", "report", "accusation", "comment")
    for stop in ("", ".", "s", "s.")
)


def _relative(
    page: Page, content: tuple[Span, ...], source: Span | None, cue: Span | None
) -> tuple[Span, ...]:
    """A content without the relative clause to its source, "said two divers [who dared to]", and
    one in a relative clause up to its end, "which officials say [is safe], was built in 1950"."""
    tokens = page.tokens
    opening = tokens.within(content[0])
    if len(opening) == 1 and tokens.low[opening.start] in _WHICH:
        if source is not None and not content[0].start < source.start:
            return content[1:]  # "the report, [which] Reuters has seen, says [it is safe]"
        clause = content[1]
        for i in tokens.within(clause)[1:]:
            if tokens.words[i] == "," and not page.quoted[tokens.starts[i]]:
                clause = Span(clause.start, tokens.starts[i])
                break
        return content[0], clause, *content[2:]
    if source is None:
        return content
    after = tokens.last(source.end)  # of "according to a memo [that Reuters has seen]"
    opens = _WHICH | {"that"} if cue is not None and cue.end <= source.start else _WHICH
    if tokens.low[after] not in opens or page.quoted[tokens.starts[after]]:
        return content
    return tuple(span for span in content if not after <= tokens.first(span.start) <= after + 1)


def _is_that(page: Page, span: Span) -> bool:
    """True for a "that" by itself, which a source and its cue part from what is said."""
    return span.cut(page.tokens.text).strip().lower() == "that" and not page.quoted[span.start]


def _tells_of(page: Page, span: Span) -> bool:
    """True for the relative clause to somebody: "two divers, [who dared to], said"."""
    tokens, within = page.tokens, page.tokens.within(span)
    relative = tokens.low[within.start] in ("who", "whose") and not page.quoted[span.start]
    return relative and tokens.words[within.start - 1] == "," == tokens.words[within.stop]


_WHICH = frozenset({"who", "which", "whose"})


def _near(page: Page, content: tuple[Span, ...], cue: Span | None) -> tuple[Span, ...]:
    """A content as far as it stands in the cue's sentence, or in quotation marks.

    What follows or precedes in the article's own words belongs to nobody else. The turn of a
    transcript, whose cue is the colon after its speaker, is its speaker's to the end of the line.
    """
    if cue is None:
        return content
    sentence = page.tokens.sentence(cue.start)
    if cue.cut(page.tokens.text) == ":":
        end = max((cue.end, *(span.end for span in content)))  # no further: lines may be endless
        line = page.tokens.text.find("\n", cue.end, end)
        sentence = Span(sentence.start, line if line >= 0 else end)
    if not any(span.overlaps(sentence) for span in content):
        return content
    cut = (_within(page, span, sentence) for span in content)
    return tuple(span for span in cut if span is not None)


def _within(page: Page, span: Span, sentence: Span) -> Span | None:
    """A span without what lies outside the sentence, where none of that is quoted."""
    if sentence.covers(span):
        return span
    tokens, start, end = page.tokens, span.start, span.end
    if start < sentence.start and page.quoted.find(1, start, min(end, sentence.start)) < 0:
        if end <= sentence.start:
            return None
        start = sentence.start if _ends(tokens, sentence.start) else start
    if end > sentence.end and page.quoted.find(1, max(start, sentence.end), end) < 0:
        if start >= sentence.end:
            return None
        end = sentence.end if _ends(tokens, sentence.end) else end
    return Span(start, end)


def _ends(tokens: Tokens, offset: int) -> bool:
    """True where a sentence surely ends: not after "Vs." or "No."."""
    last = tokens.last(offset) - 1
    return tokens.words[last] != "." or len(tokens.words[last - 1]) > _ABBREVIATED


_ABBREVIATED = 2  # letters of an abbreviation that is taken for the end of a sentence
