"""Reporting around and inside an attribution, which the flat attribution does not show.

A careful reader of patterns over tokens, precise rather than complete. *Around*: the outlet
that was told, ", according to the Courier", ", citing officials", "reportedly". *Inside* the
content: "police said that …", "there are reports that …", "I heard that …".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reportedly.attributions import lexicon
from reportedly.attributions.mentions import Mention, Sort, read_mention, singular
from reportedly.attributions.page import Page
from reportedly.attributions.register import Kind
from reportedly.attributions.tokens import Tokens, possessive
from reportedly.data import Attribution, SourceType, Span


@dataclass(frozen=True, slots=True)
class Step:
    """One link before its source is resolved. Without `mention` nobody is named by it."""

    mention: Span | None
    cue: Span | None


@dataclass(frozen=True, slots=True)
class Frame:
    """Reporting found inside a content: whose, and where their words begin."""

    steps: tuple[Step, ...]
    start: int  # code point where the frame begins
    content: int  # code point where the reported proposition begins


_WINDOW = 14  # tokens that a noun phrase or a search for one may run over
_OUTLETS = lexicon.words(
    """
    newspaper paper magazine website site outlet broadcaster channel network station tabloid daily
    weekly publication journal agency blog programme program
    """
)
_STOPS = frozenset(',.;:!?()[]“”"«»—–…') | {"''", "``"}
_CLOSERS = frozenset("”\"»’'") | {"''"}


# ── Noun phrases ─────────────────────────────────────────────────────────────────────────


def phrase(page: Page, first: int, limit: int) -> int:
    """The end of the noun phrase at token `first`; `first` itself where there is none."""
    tokens = page.tokens
    end = min(limit, first + _WINDOW, len(tokens))
    at = first
    while at < end:
        word = tokens.low(at)
        if word in _STOPS or word in ("that", "but", "while", "when", "as", "because", "after"):
            break
        if at > first and (word in lexicon.AUXILIARIES or word in lexicon.PRONOUNS):
            break
        at += 1
    return at


def _outlet(page: Page, first: int, limit: int) -> Span | None:
    """The outlet named or described from token `first` on, if one is."""
    tokens = page.tokens
    limit = min(limit, first + 8, len(tokens))
    for occurrence in page.register.within(first, limit):
        between = range(first, occurrence.first)
        plain = all(tokens[i][0].isalnum() for i in between) and not any(
            tokens.low(i) in lexicon.PREPOSITIONS or tokens.low(i) in lexicon.CLAUSE_OPENERS
            for i in between
        )
        if not plain or occurrence.last > limit:
            break
        if occurrence.named.kind is Kind.PLACE:
            continue
        if occurrence.named.kind is Kind.MEDIA or _like_outlet(tokens, first, occurrence.first):
            return tokens.span(first, occurrence.last) if _tight(tokens, first) else None
        if occurrence.named.kind is Kind.UNKNOWN and len(between) <= 1:
            people = tokens.low(occurrence.last) in lexicon.ROLES
            if not people and not possessive(tokens[occurrence.last - 1]):
                return tokens.span(first, occurrence.last)
        break
    if tokens.low(first) in lexicon.DETERMINERS:
        for i in range(first + 1, min(first + 5, limit)):
            if tokens.low(i) in _OUTLETS:
                return tokens.span(first, i + 1)
            if not tokens[i][0].isalnum() or tokens.low(i) in lexicon.PREPOSITIONS:
                break
    return None


def _tight(tokens: Tokens, first: int) -> bool:
    return tokens.low(first) not in lexicon.PRONOUNS


def _like_outlet(tokens: Tokens, first: int, last: int) -> bool:
    return any(tokens.low(i) in _OUTLETS for i in range(first, last))


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


# ── Around an attribution ────────────────────────────────────────────────────────────────


def hearer(page: Page, attribution: Attribution) -> Span | None:
    """The outlet that was told, which passes the statement on; other hearers are no link."""
    cue = attribution.cue
    if cue is None:
        return None
    tokens = page.tokens
    limit = _next_content(page, attribution, cue.start)
    verb = _verb(tokens, cue)
    if verb is None:
        return None
    if lexicon.REPORTING.get(tokens.low(verb)) in lexicon.HEARD_BY:
        if limit <= verb + 1:  # the tagger took the hearer into the content
            limit = tokens.last(tokens.sentence(cue.start).end)
        found = _outlet(page, verb + 1, limit)
        if found is not None:
            return found
    for i in range(verb + 1, min(limit, verb + _WINDOW)):
        word = tokens.low(i)
        if word in _STOPS and i > verb + 1:
            break
        if word == "to" and (i <= verb + 2 or tokens.low(i - 1) in _SENT):
            return _outlet(page, i + 1, limit)
        if word == "with" and tokens.low(i - 1) in ("interview", "conversation", "chat"):
            return _outlet(page, i + 1, limit)
    return None


_SENT = lexicon.words("statement email e-mail letter interview comment remarks speaking message")


def _verb(tokens: Tokens, cue: Span) -> int | None:
    for i in tokens.within(cue):
        if tokens.low(i) in lexicon.REPORTING:
            return i
    return None


def _next_content(page: Page, attribution: Attribution, after: int) -> int:
    """The token where the content after `after` begins, else where the sentence ends."""
    tokens = page.tokens
    starts = [span.start for span in attribution.content if span.start > after]
    end = page.tokens.sentence(after).end
    return tokens.first(min(starts)) if starts and min(starts) < end else tokens.last(end)


def hedge(page: Page, attribution: Attribution) -> Span | None:
    """ "reportedly" beside the cue: somebody unnamed says that the source says so."""
    tokens, source, cue = page.tokens, attribution.source, attribution.cue
    if cue is None or source is None:
        return None
    first, last = tokens.first(cue.start), tokens.last(cue.end)
    if source.end <= cue.start and cue.start - source.end < _BESIDE:
        first = tokens.last(source.end)
    for i in range(max(first - 1, 0) if first == tokens.first(cue.start) else first, last):
        if tokens.low(i) in lexicon.HEDGES:
            return tokens.span(i, i + 1)
    return None


_BESIDE = 40  # code points between a source and its cue


def citing(page: Page, attribution: Attribution) -> Step | None:
    """ ", citing officials": whom the source itself names for what it says."""
    cue = attribution.cue
    if cue is None:
        return None
    tokens = page.tokens
    whole = _hull(attribution)
    sentence = tokens.sentence(cue.start)
    first, last = tokens.first(sentence.start), tokens.last(max(sentence.end, cue.end))
    for i in range(first, min(last, first + 150)):
        if tokens.low(i) not in lexicon.CITING or tokens.starts[i] in _range(cue):
            continue
        opens = i == first and tokens.low(i) in ("citing", "quoting")
        follows = tokens[i - 1] == "," and tokens.low(i) in ("citing", "quoting")
        relative = tokens[i - 2] == "," and tokens.low(i - 1) in ("which", "who")
        if not (opens or ((follows or relative) and tokens.starts[i] > cue.start)):
            continue
        inside = any(tokens.starts[i] in _range(span) for span in attribution.content)
        if inside and (page.quoted[tokens.starts[i]] or tokens.starts[i] < cue.start):
            continue
        end = phrase(page, i + 1, last)
        if end > i + 1:
            span = tokens.span(i + 1, end)
            if speaks(page, span) is not None and not whole.start > span.end:
                return Step(span, tokens.span(i, i + 1))
            if opens and speaks(page, span) is not None:
                return Step(span, tokens.span(i, i + 1))
    return None


def _range(span: Span) -> range:
    return range(span.start, span.end)


def _hull(attribution: Attribution) -> Span:
    spans = [span for span in (attribution.source, attribution.cue) if span is not None]
    spans += attribution.content
    if not spans:
        return Span(0, 0)
    return Span(min(s.start for s in spans), max(s.end for s in spans))


def outer(page: Page, attribution: Attribution, taken: frozenset[int]) -> list[Step]:
    """Whose report the whole attribution stands in, where the sentence says so.

    `taken` holds where the cues of all attributions begin: those are read by themselves.
    """
    steps = [
        *_leading(page, attribution, taken),
        *_trailing(page, attribution, taken),
        *_quoted_in(page, attribution),
    ]
    return [step for step in steps if step.mention != attribution.source]


def _trailing(page: Page, attribution: Attribution, taken: frozenset[int]) -> Iterator[Step]:
    """ ", according to the Courier" and ", the Courier reports" at the end of the sentence."""
    if attribution.source is None or attribution.cue is None:
        return
    tokens = page.tokens
    begin = max(attribution.source.end, attribution.cue.end)
    sentence = tokens.sentence(max(begin - 1, 0))
    if attribution.content and attribution.content[-1].start >= begin:
        sentence = tokens.sentence(max(attribution.content[-1].end - 1, 0))
    first, last = tokens.last(begin), tokens.last(sentence.end)
    for i in range(first, min(last, first + 120)):
        at = tokens.starts[i]
        closes = tokens[i] in _CLOSERS and page.quoted[at]
        if not closes and (page.quoted[at] or tokens[i] != ","):
            continue
        step = _according(page, i + 1, last)
        if step is None and not closes:
            step = _outlet_says(page, i + 1, last)
            step = None if step and step.cue and step.cue.start in taken else step
        if step is not None and step.cue != attribution.cue:
            yield step
            return


def _according(page: Page, i: int, last: int) -> Step | None:
    tokens = page.tokens
    if tokens.low(i) == "according" and tokens.low(i + 1) == "to":
        begin = i + 2
    elif tokens.low(i) == "per":
        begin = i + 1
    else:
        return None
    end = phrase(page, begin, last)
    if end == begin or speaks(page, tokens.span(begin, end)) is None:
        return None
    return Step(tokens.span(begin, end), tokens.span(i, begin))


def _outlet_says(page: Page, i: int, last: int) -> Step | None:
    """ "the Courier reports" up to the end of the sentence or a comma."""
    tokens = page.tokens
    for j in range(i + 1, min(i + 8, last)):
        word = tokens.low(j)
        if not word[0].isalnum():
            return None
        if word in lexicon.CARRIED_BY and (j + 1 >= last or tokens[j + 1] in ".,;"):
            first = j - 1 if tokens.low(j - 1) in ("has", "had", "have") else j
            if first <= i:
                return None
            mention = speaks(page, tokens.span(i, first))
            if mention is not None and mention.type is SourceType.MEDIA:
                return Step(tokens.span(i, first), tokens.span(first, j + 1))
            return None
    return None


def _leading(page: Page, attribution: Attribution, taken: frozenset[int]) -> Iterator[Step]:
    """ "According to the Courier, police said …" and "The Courier reported that police said …"."""
    tokens = page.tokens
    if attribution.source is None or attribution.cue is None:
        return
    whole = _hull(attribution)
    sentence = tokens.sentence(whole.start)
    first, last = tokens.first(sentence.start), tokens.last(whole.start)
    if not first < last or last - first > 40:
        return
    at = first
    if tokens.low(at) == "according":
        step = _according(page, at, last)
        if step is not None and step.cue is not None and step.cue.start not in taken:
            yield step
        return
    cited = tokens.low(last - 1)
    if cited in lexicon.CITING and last - 1 > first and tokens.starts[last - 1] not in taken:
        subject = _subject(page, first, last - 1)
        if subject is not None:
            yield Step(subject, tokens.span(last - 1, last))
        return
    frame = clause(page, first, tokens.last(whole.end))
    if frame is not None and tokens.last(frame.content) >= last and frame.content <= whole.start:
        cue = frame.steps[-1].cue
        if cue is None or cue.start not in taken:
            yield from frame.steps


def _subject(page: Page, first: int, last: int) -> Span | None:
    """The outlet or report that is the subject just before token `last`."""
    tokens = page.tokens
    begin = last
    while begin > first and last - begin < 8 and tokens[begin - 1][0].isalnum():
        begin -= 1
    if begin == last:
        return None
    span = tokens.span(begin, last)
    mention = speaks(page, span)
    return span if mention is not None and mention.sort is not Sort.PRONOUN else None


def _quoted_in(page: Page, attribution: Attribution) -> Iterator[Step]:
    """ "was quoted as saying in the Courier", "was quoted by Reuters as saying"."""
    cue = attribution.cue
    if cue is None:
        return
    tokens = page.tokens
    within = tokens.within(cue)
    first = max(within.start - 5, 0)
    quoted = next((i for i in range(first, within.stop) if tokens.low(i) == "quoted"), None)
    if quoted is None:
        return
    yield from _in_outlet(page, quoted, tokens.last(tokens.sentence(cue.start).end))


# ── Inside a content ─────────────────────────────────────────────────────────────────────


def clause(page: Page, first: int, last: int) -> Frame | None:
    """The reporting that opens the clause at token `first`, if any does."""
    tokens = page.tokens
    while first < last and not tokens[first][0].isalnum() and tokens[first][0] not in "@#":
        first += 1
    if tokens.low(first) in lexicon.PREPOSITIONS:  # "In a rare statement, police said …"
        for i in range(first + 1, min(first + _WINDOW, last)):
            if tokens[i] == ",":
                first = i + 1
                break
    if first >= last:
        return None
    return _talk(page, first, last) or _said(page, first, last)


def _talk(page: Page, first: int, last: int) -> Frame | None:
    """ "there are reports that …", "it is believed that …"."""
    tokens = page.tokens
    word = tokens.low(first)
    i = first + 1
    if word == "there" or word == "there's":
        while i < last and i < first + 8 and tokens.low(i) not in lexicon.TALK:
            if tokens.low(i) in ("no", "not", "little", "never"):
                return None  # "there is no evidence that …" denies
            i += 1
        if i < last and tokens.low(i) in lexicon.TALK:
            after = i + 1
            while tokens[after] in _CLOSERS:
                after += 1
            if tokens.low(after) == "that" and after + 2 < last:
                noun = tokens.span(i, i + 1)
                return Frame((Step(noun, noun),), tokens.starts[first], tokens.starts[after + 1])
        return None
    if word in ("it", "it's"):
        verb = _verb_group(tokens, first + 1, last)
        passive = any(tokens.low(j) in _BE for j in range(first, verb)) if verb else False
        if verb and passive and lexicon.REPORTING.get(tokens.low(verb)) and verb + 3 < last:
            cue = tokens.span(first, verb + 1)
            after = verb + 1 + (tokens.low(verb + 1) == "that")
            if after > verb + 1 or _opens_clause(tokens, after):
                return Frame((Step(None, cue),), tokens.starts[first], tokens.starts[after])
    return None


_BE = lexicon.words("is was are were been be it's has")
_NEGATED = lexicon.words("not n't never cannot can't didn't don't doesn't couldn't won't without")


def _verb_group(tokens: Tokens, first: int, last: int) -> int | None:
    """The reporting verb after auxiliaries and adverbs from `first` on."""
    for i in range(first, min(first + 6, last)):
        word = tokens.low(i)
        if word in _NEGATED or word.endswith("n't"):
            return None
        if word in lexicon.AUXILIARIES or word in lexicon.ADVERBS or word.endswith("ly"):
            continue
        return i if word in lexicon.REPORTING and not word.endswith("ing") else None
    return None


def _said(page: Page, first: int, last: int) -> Frame | None:
    """ "police said that …", "the ministry has told them it …", "I heard that …"."""
    tokens = page.tokens
    verb = _finite(page, first, last)
    if verb is None:
        return None
    group = verb
    while group > first + 1 and _auxiliary(tokens, group - 1):
        group -= 1
    base = lexicon.REPORTING[tokens.low(verb)]
    passive = any(tokens.low(i) in _PASSIVE for i in range(group, verb))
    hearsay = base == "hear" or (passive and base in ("tell", "inform")) or base == "learn"
    subject = _uncontracted(tokens, tokens.span(first, group))
    cue = tokens.span(group, verb + 1)
    after = verb + 1
    origin: Step | None = None
    heard = False
    if hearsay and tokens.low(after) == "from":
        end = phrase(page, after + 1, last)
        if end > after + 1 and speaks(page, tokens.span(after + 1, end)) is not None:
            origin = Step(tokens.span(after + 1, end), cue)
            after = end
    elif base in lexicon.HEARD_BY and not passive:
        after = _past_hearer(tokens, after, last)
        heard = after > verb + 1
    if passive and not hearsay:
        return None
    after = _past_time(tokens, after, last)
    that = tokens.low(after) == "that"
    opens = (heard or base in lexicon.BARE) and _opens_clause(tokens, after)
    if not that and not opens:
        return None
    if tokens.low(group - 1) in lexicon.PREPOSITIONS or tokens.low(group - 1) in _DEPENDENT:
        return None  # "men with suspected ties"
    after += that
    if after + 2 >= last:
        return None
    mention = speaks(page, subject) or read_mention(tokens, page.register, subject)
    own = mention.sort in (Sort.SELF, Sort.PRONOUN) and not page.quoted[subject.start]
    if origin is not None:
        steps: tuple[Step, ...] = (origin,)
    elif hearsay and base != "learn" and mention.sort in (Sort.SELF, Sort.PRONOUN):
        steps = (Step(None, tokens.span(first, verb + 1)),)
    elif hearsay or mention.sort is Sort.SELF or own:
        return None  # the speaker's own thought
    elif mention.sort is Sort.RELATIVE or speaks(page, subject) is None:
        return None
    else:
        steps = (Step(subject, cue),)
    return Frame(steps, tokens.starts[first], tokens.starts[after])


def _uncontracted(tokens: Tokens, span: Span) -> Span:
    """ "They" of "They’ve"."""
    words = span.cut(tokens.text)
    for mark in ("'", "’"):
        pronoun, apostrophe, rest = words.partition(mark)
        if apostrophe and pronoun.lower() in lexicon.PRONOUNS and " " not in rest:
            return Span(span.start, span.start + len(pronoun))
    return span


_PASSIVE = lexicon.words("is are was were be been being")


def _auxiliary(tokens: Tokens, i: int) -> bool:
    word = tokens.low(i)
    return word in lexicon.AUXILIARIES or word in lexicon.ADVERBS or word.endswith("ly")


def _finite(page: Page, first: int, last: int) -> int | None:
    """The first finite reporting verb whose subject is all that stands before it."""
    tokens = page.tokens
    brackets = 0
    for i in range(first + 1, min(first + 2 * _WINDOW, last)):
        word = tokens.low(i)
        if word in lexicon.REPORTING and not word.endswith("ing"):
            if _is_noun(tokens, i):
                continue
            group = i
            while group > first and _auxiliary(tokens, group - 1):
                group -= 1
            negated = any(
                tokens.low(j) in _NEGATED or tokens.low(j).endswith("n't") for j in range(group, i)
            )
            return i if group > first and not negated else None
        if word == ",":  # an apposition must close before the verb
            brackets += 1
            if brackets == 1 and tokens.low(i + 1) not in _APPOSED:
                return None
            continue
        if word in _STOPS or word in ("that", "but", "if", "because", "while", "as"):
            return None
        if word in lexicon.AUXILIARIES and not _leads_to_verb(tokens, i, last):
            return None
        if word in lexicon.PRONOUNS and i > first:
            return None
    return None


def _is_noun(tokens: Tokens, i: int) -> bool:
    """True for "the report", "reports said": a reporting verb's form that is a noun."""
    word, after = tokens.low(i), tokens.low(i + 1)
    if tokens.low(i - 1) in lexicon.DETERMINERS or after == "of":
        return True
    either = word in lexicon.TALK or word in ("post", "posts", "state", "notes")
    return either and after in lexicon.REPORTING


_APPOSED = lexicon.words("a an the who whose his her its their which")


_DEPENDENT = lexicon.ARTICLES | lexicon.words("his her its their our my your of and or")


def _leads_to_verb(tokens: Tokens, i: int, last: int) -> bool:
    return _verb_group(tokens, i, last) is not None


def _past_hearer(tokens: Tokens, i: int, last: int) -> int:
    """Where the words after a hearer begin: "told [the crowd] that …"."""
    end = i
    while end < min(i + 7, last):
        word = tokens.low(end)
        if word == "that" or not word[0].isalnum():
            break
        if end > i and (word in lexicon.PRONOUNS or word in lexicon.ARTICLES or word == "there"):
            break
        end += 1
        if word in ("us", "me", "them", "him", "her", "you", "reporters", "police"):
            break
    while end < last and tokens[end] in (",", ":"):
        end += 1
    return end


def _past_time(tokens: Tokens, i: int, last: int) -> int:
    """The "that" after a time or place, "said on Monday that …"; else `i` itself."""
    if tokens.low(i) in ("on", "in", "at", "last", "this") or tokens.low(i) in lexicon.TIME:
        for j in range(i + 1, min(i + 6, last)):
            if tokens.low(j) == "that":
                return j
            if not tokens[j][0].isalnum():
                break
    return i


def _opens_clause(tokens: Tokens, i: int) -> bool:
    word = tokens.low(i)
    if not word or word in lexicon.PREPOSITIONS or word in lexicon.ADVERBS:
        return False
    if word in lexicon.PRONOUNS or word in lexicon.DETERMINERS or word in lexicon.FIRST_PERSON:
        return True
    if tokens.capital(i) or word == "there" or word[0].isdigit():
        return True
    return singular(word)[1] or tokens[i] in ("“", '"', "‘", "'")


def tail(page: Page, span: Span) -> tuple[tuple[Step, ...], int] | None:
    """Reporting that closes a content, "“…,” he said", and where the words before it end."""
    tokens = page.tokens
    within = tokens.within(span)
    for i in range(within.stop - 2, max(within.start, within.stop - 2 * _WINDOW), -1):
        mark = tokens[i]
        if mark not in _CLOSERS and mark not in ",?!":
            continue
        if mark in _CLOSERS and not page.quoted[tokens.starts[i]]:
            continue
        if page.quoted[min(tokens.ends[i], len(page.quoted) - 1)]:
            return None
        steps = _closing(page, i + 1, within.stop)
        if steps:
            return steps, tokens.ends[i] if mark in _CLOSERS else tokens.starts[i]
        if mark in _CLOSERS:
            return None
    return None


def _closing(page: Page, first: int, last: int) -> tuple[Step, ...]:
    """ "he said", "said Ana Soto of the union"; not a clause of another kind."""
    tokens = page.tokens
    if tokens.low(first) in lexicon.REPORTING and not tokens.low(first).endswith("ing"):
        end = phrase(page, first + 1, last)
        rest = tokens.low(end) in lexicon.AUXILIARIES and end < last
        span = tokens.span(first + 1, end) if end > first + 1 and not rest else None
        if span is not None and speaks(page, span) is not None:
            return (Step(span, tokens.span(first, first + 1)),)
        return ()
    if tokens.low(first) in lexicon.CLAUSE_OPENERS:
        return ()
    for i in range(first + 1, min(last, first + 8)):
        word = tokens.low(i)
        if word in lexicon.REPORTING and not word.endswith("ing"):
            after = tokens.low(i + 1)
            if i + 1 < last and not (
                after in lexicon.PREPOSITIONS
                or after == "as"
                or after in lexicon.TIME
                or after in _STOPS
            ):
                return ()
            group = i
            while group > first + 1 and _auxiliary(tokens, group - 1):
                group -= 1
            span = tokens.span(first, group)
            if speaks(page, span) is not None:
                return (*_in_outlet(page, i, last), Step(span, tokens.span(group, i + 1)))
            return ()
        if not word[0].isalnum():
            return ()
    return ()


def _in_outlet(page: Page, quoted: int, last: int) -> Iterator[Step]:
    """ "… was quoted as saying in the Courier", from the token "quoted" on."""
    tokens = page.tokens
    if tokens.low(quoted) != "quoted":
        return
    for i in range(quoted + 1, min(last, quoted + _WINDOW)):
        if tokens.low(i) in ("in", "by"):
            found = _outlet(page, i + 1, last)
            if found is not None:
                yield Step(found, tokens.span(quoted, quoted + 1))
            return
