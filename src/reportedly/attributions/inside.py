"""Reporting inside a content: "police said that …", "there are reports that …".

Patterns over tokens, precise rather than complete: what the speaker merely thinks, or reports
of as a thing ("the report was false"), opens no frame.
"""

from __future__ import annotations

from dataclasses import dataclass

from reportedly.attributions import lexicon
from reportedly.attributions.mentions import Sort, read_mention, singular
from reportedly.attributions.page import Page, Step
from reportedly.attributions.phrases import (
    CLOSERS,
    STOPS,
    WINDOW,
    auxiliary,
    in_outlet,
    phrase,
    reports,
)
from reportedly.attributions.tokens import Tokens, possessive
from reportedly.data import Span


@dataclass(frozen=True, slots=True)
class Frame:
    """Reporting found inside a content: whose, and where their words begin."""

    steps: tuple[Step, ...]
    start: int  # code point where the frame begins
    content: int  # code point where the reported proposition begins


def clause(page: Page, first: int, last: int) -> Frame | None:
    """The reporting that opens the clause at token `first`, if any does."""
    tokens = page.tokens
    while (
        first < last and not tokens.words[first][0].isalnum() and tokens.words[first][0] not in "@#"
    ):
        first += 1
    if tokens.low[first] in lexicon.PREPOSITIONS:  # "In a rare statement, police said …"
        for i in range(first + 1, min(first + WINDOW, last)):
            if tokens.words[i] == ",":
                first = i + 1
                break
    if first >= last:
        return None
    return _talk(page, first, last) or _said(page, first, last) or _had_seen(page, first, last)


def _had_seen(page: Page, first: int, last: int) -> Frame | None:
    """ "he had seen a letter in which the mayor wrote that …"."""
    tokens = page.tokens
    low = tokens.low[first : min(last, first + WINDOW)]
    if "which" not in low:
        return None  # most clauses, and quick to tell
    which = low.index("which")
    verb = next((i for i, word in enumerate(low[:which]) if word in _TOOK_IN), which)
    if low[which - 1] != "in" or not verb < which - 2 or not _NEGATED.isdisjoint(low[:verb]):
        return None
    written = not _WRITTEN.isdisjoint(low[verb:which])
    return _said(page, first + which + 1, last) if written else None


_TOOK_IN = lexicon.words("seen saw read received got obtained shown sent heard")
_WRITTEN = lexicon.words(
    """
    letter letters email emails e-mail memo memos message messages note notes document documents
    text texts post posts report recording recordings video videos tape statement diary chat chats
    """
)


def _talk(page: Page, first: int, last: int) -> Frame | None:
    """ "there are reports that …", "it is believed that …"."""
    tokens = page.tokens
    word = tokens.low[first]
    i = first + 1
    if word == "there" or word == "there's":
        while i < last and i < first + 8 and tokens.low[i] not in lexicon.TALK:
            if tokens.low[i] in ("no", "not", "little", "never"):
                return None  # "there is no evidence that …" denies
            i += 1
        if i < last and tokens.low[i] in lexicon.TALK:
            after = i + 1
            while tokens.words[after] in CLOSERS:
                after += 1
            if tokens.low[after] == "that" and after + 2 < last:
                noun = tokens.span(i, i + 1)
                return Frame((Step(noun, noun),), tokens.starts[first], tokens.starts[after + 1])
        return None
    if word in ("it", "it's"):
        verb = _verb_group(tokens, first + 1, last)
        passive = any(tokens.low[j] in _BE for j in range(first, verb)) if verb else False
        if verb and passive and lexicon.REPORTING.get(tokens.low[verb]) and verb + 3 < last:
            cue = tokens.span(first, verb + 1)
            after = verb + 1 + (tokens.low[verb + 1] == "that")
            if after > verb + 1 or _opens_clause(tokens, after):
                return Frame((Step(None, cue),), tokens.starts[first], tokens.starts[after])
    return None


_BE = lexicon.words("is was are were been be it's has")
_NEGATED = lexicon.words("not n't never cannot can't didn't don't doesn't couldn't won't without")


def _verb_group(tokens: Tokens, first: int, last: int) -> int | None:
    """The reporting verb after auxiliaries and adverbs from `first` on."""
    for i in range(first, min(first + 6, last)):
        word = tokens.low[i]
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
    while group > first + 1 and auxiliary(tokens, group - 1):
        group -= 1
    base = lexicon.REPORTING[tokens.low[verb]]
    if tokens.low[verb] in lexicon.TALK and any(map(_does, tokens.words[first + 1 : group])):
        return None  # "Soto laughing away government claims that …"
    passive = any(tokens.low[i] in _PASSIVE for i in range(group, verb))
    if _MIGHT.intersection(tokens.low[group:verb]) - _EVEN_SO.get(base, frozenset()):
        return None  # "people might think you're rich", "the minister could announce a ban"
    hearsay = base == "hear" or (passive and base in ("tell", "inform")) or base == "learn"
    subject, cited = _citing(page, first, group)
    cue = tokens.span(group, verb + 1)
    after = verb + 1
    origin: Step | None = None
    heard = False
    if hearsay and tokens.low[after] == ("by" if passive else "from"):
        end = phrase(page, after + 1, last)
        if end > after + 1 and reports(page, tokens.span(after + 1, end)) is not None:
            origin = Step(tokens.span(after + 1, end), cue)
            after = end
    elif base in lexicon.HEARD_BY and not passive:
        after = _past_hearer(tokens, after, last)
        heard = after > verb + 1
    elif tokens.low[after] == "to" and not passive and _opens_clause(tokens, after + 1):
        end = _past_hearer(tokens, after + 1, last)  # "had written to the council that …"
        after = end if tokens.low[end] == "that" else after
    if passive and not hearsay:
        return None
    after = past_time(tokens, after, last)
    if tokens.words[after] in (":", ",") and tokens.words[after + 1] in _OPENING:
        after += 1
    that = tokens.low[after] == "that"
    opens = (heard or base in lexicon.BARE) and _opens_clause(tokens, after)
    if tokens.low[after] in ("it", "him", "her", "them") and base not in ("say", "tell"):
        opens = opens and tokens.low[after + 1] in lexicon.AUXILIARIES  # "I heard it fall"
    if base == "hear" and not that and not _has_verb(tokens, after, last):
        return None  # "she heard a hiss"
    if not that and not opens:
        return None
    if tokens.low[group - 1] in lexicon.PREPOSITIONS or tokens.low[group - 1] in _DEPENDENT:
        return None  # "a town with reported floods"
    after += that
    pointing = tokens.low[after] == "the" and tokens.low[after + 1] in _ALIKE
    pointing = pointing or (that and _closes(tokens, after, last))
    if after + 1 >= last or pointing or tokens.low[first] in _NOBODY:
        return None  # "they said the same in May", "nobody told me that it was unsafe"
    mention = reports(page, subject) or read_mention(tokens, page.register, subject)
    own = mention.sort in (Sort.SELF, Sort.PRONOUN) and not page.quoted[subject.start]
    if origin is not None:
        steps: tuple[Step, ...] = (origin,)
    elif hearsay and base != "learn" and mention.sort in (Sort.SELF, Sort.PRONOUN):
        steps = (Step(None, tokens.span(first, verb + 1)),)
    elif hearsay or mention.sort is Sort.SELF or own:
        return None  # the speaker's own thought
    elif mention.sort is Sort.RELATIVE or reports(page, subject) is None:
        return None
    else:
        steps = (Step(subject, cue), *cited)
    return Frame(steps, tokens.starts[first], tokens.starts[after])


def _closes(tokens: Tokens, i: int, last: int) -> bool:
    """True after a "that" which points back: "they said that last time."."""
    if tokens.low[i] not in _AFTER_POINTING:
        return False
    end = next((j for j in range(i, min(i + _SHORT, last)) if tokens.words[j] in STOPS), last)
    said = tokens.low[i:end]
    verb = any(word in lexicon.AUXILIARIES or word.endswith("ed") for word in said)
    return end - i < _SHORT and not verb


_SHORT = 5  # tokens that may follow a "that" which points back
_AFTER_POINTING = (lexicon.PREPOSITIONS | lexicon.ADVERBS | lexicon.TIME) - lexicon.DETERMINERS
_NOBODY = frozenset({"nobody", "none", "no"})


def _has_verb(tokens: Tokens, first: int, last: int) -> bool:
    """Whether a clause from `first` on has one that shows: "it was closed", "he will", "he'll"."""
    return any(
        word in lexicon.AUXILIARIES or "'" in word
        for word in tokens.low[first : min(first + WINDOW, last)]
    )


def _does(word: str) -> bool:
    return word.islower() and word.endswith("ing") and len(word) > len("king")


_MIGHT = lexicon.words("might may would could should will can")
# With which something is said all the same: "he would often say that …"
_EVEN_SO = {"hear": _MIGHT, "say": _MIGHT, "tell": _MIGHT, "confirm": lexicon.words("could can")}
_ALIKE = frozenset({"same", "opposite", "contrary"})


def _citing(page: Page, first: int, last: int) -> tuple[Span, tuple[Step, ...]]:
    """A subject, and whom it cites beside its verb: "[Reuters], citing [an aide], said …"."""
    tokens = page.tokens
    for i in range(first + 2, last - 1):
        if tokens.low[i] in _CITING and tokens.words[i - 1] == ",":
            subject, end = tokens.span(first, i - 1), phrase(page, i + 1, last)
            whom = tokens.span(i + 1, end) if end > i + 1 else None
            if whom is None or reports(page, whom) is None:
                return subject, ()
            return subject, (Step(whom, tokens.span(i, i + 1)),)
    return _uncontracted(tokens, tokens.span(first, last)), ()


def raised(page: Page, content: tuple[Span, ...]) -> Frame | None:
    """The reporting of "[Ana Soto] is said [to have told aides that …]", "[Ana Soto] reportedly
    [said it …]", whose subject and verb stand in two pieces of a content."""
    tokens = page.tokens
    if len(content) < 2 or page.quoted[content[0].start] or reports(page, content[0]) is None:
        return None
    within = tokens.within(content[1])
    verb = within.start + 2 * (tokens.low[within.start : within.start + 2] == ["to", "have"])
    base = lexicon.REPORTING.get(tokens.low[verb])
    if base is None or tokens.low[verb].endswith("ing"):
        return None
    after, heard = verb + 1, False
    if base in lexicon.HEARD_BY:
        after = _past_hearer(tokens, after, within.stop)
        heard = after > verb + 1
    that = tokens.low[after] == "that"
    if not that and not ((heard or base in lexicon.BARE) and _opens_clause(tokens, after)):
        return None
    after += that
    if after + 1 >= within.stop:
        return None
    step = Step(content[0], tokens.span(verb, verb + 1))
    return Frame((step,), content[0].start, tokens.starts[after])


def _uncontracted(tokens: Tokens, span: Span) -> Span:
    """ "They" of "They’ve"."""
    words = span.cut(tokens.text)
    for mark in ("'", "’"):
        pronoun, apostrophe, rest = words.partition(mark)
        if apostrophe and pronoun.lower() in lexicon.PRONOUNS and " " not in rest:
            return Span(span.start, span.start + len(pronoun))
    return span


_PASSIVE = lexicon.words("is are was were be been being")


def _finite(page: Page, first: int, last: int) -> int | None:
    """The first finite reporting verb whose subject is all that stands before it."""
    tokens = page.tokens
    brackets = past = 0
    for i in range(first + 1, min(first + 2 * WINDOW, last)):
        word = tokens.low[i]
        if i >= past and word in lexicon.REPORTING and not word.endswith("ing"):
            if _is_noun(tokens, i):
                continue
            group = i
            while group > first and auxiliary(tokens, group - 1):
                group -= 1
            if brackets and tokens.words[group - 1] != ",":
                return None  # "the man, who police say was armed"
            negated = any(
                tokens.low[j] in _NEGATED or tokens.low[j].endswith("n't") for j in range(group, i)
            )
            return i if group > first and not negated else None
        if i < past:
            continue
        if word == ",":  # an apposition must close before the verb
            brackets += 1
            if brackets == 1 and tokens.low[i + 1] in _BRACKETED:
                far = min(last, i + WINDOW)
                past = next((j for j in range(i + 1, far) if tokens.words[j] in ",.;"), far)
                continue
            if brackets == 1 and tokens.low[i + 1] not in _APPOSED and not _named(page, i + 1):
                return None
            continue
        if word in STOPS or word in ("that", "but", "if", "because", "while", "as"):
            return None
        if word in lexicon.AUXILIARIES and not _leads_to_verb(tokens, i, last):
            return None
        if word in lexicon.PRONOUNS and i > first:
            return None
    return None


def _named(page: Page, i: int) -> bool:
    """True for a name in apposition, between commas: "her deputy, [Ana Soto], said"."""
    return any(page.tokens.words[name.last] == "," for name in page.register.within(i, i + 1))


def _is_noun(tokens: Tokens, i: int) -> bool:
    """True for "the report", "reports said": a reporting verb's form that is a noun."""
    word, after = tokens.low[i], tokens.low[i + 1]
    if tokens.low[i - 1] in lexicon.DETERMINERS or after == "of":
        return True
    either = word in lexicon.TALK or word in ("post", "posts", "state", "notes")
    return either and (after in lexicon.REPORTING or possessive(tokens.words[i - 1]))


_CITING = frozenset({"citing", "quoting"})
_BRACKETED = frozenset({"who", "whose", "which"}) | _CITING
_APPOSED = lexicon.words("a an the who whose his her its their which")


_DEPENDENT = lexicon.ARTICLES | lexicon.POSSESSIVES | {"of", "and", "or"}


def _leads_to_verb(tokens: Tokens, i: int, last: int) -> bool:
    return _verb_group(tokens, i, last) is not None


def _past_hearer(tokens: Tokens, i: int, last: int) -> int:
    """Where the words after a hearer begin: "told [the crowd] that …"."""
    end = i
    while end < min(i + _LONGEST_HEARER, last):
        word = tokens.low[end]
        if word == "that" or not word[0].isalnum():
            break
        pronoun = word.partition("'")[0] in lexicon.PRONOUNS  # "he'd"
        opens = pronoun or word in lexicon.ARTICLES or word == "there"
        if end > i and opens and tokens.low[end - 1] not in lexicon.PREPOSITIONS:
            break  # not at "his" in "told police from his bed that …"
        end += 1
        if word in _HEARERS and not (word == "her" and _owns(tokens, end, last)):
            break
    while end < last and tokens.words[end] in (",", ":"):
        end += 1
    return end


def _owns(tokens: Tokens, i: int, last: int) -> bool:
    """True where the "her" before token `i` is whose hearer it is: "told her [staff] that …"."""
    for j in range(i, min(i + _LONGEST_HEARER, last)):
        word = tokens.low[j]
        opens = word in lexicon.PRONOUNS or word in lexicon.ARTICLES or word == "there"
        if word == "that" or opens:
            return j > i
        begins = j == i and word in lexicon.PREPOSITIONS
        if not word[0].isalpha() or begins or word in _NO_HEARER or word.endswith("ed"):
            return False  # "told her [to] sit down", "told her police killed the man"
    return False


_NO_HEARER = lexicon.AUXILIARIES | lexicon.CLAUSE_OPENERS | {"to"}
_HEARERS = frozenset({"us", "me", "them", "him", "her", "you", "reporters", "police"})
_LONGEST_HEARER = 9  # tokens


def past_time(tokens: Tokens, i: int, last: int) -> int:
    """The "that" after a time or place, "said on Monday that …"; else `i` itself."""
    if tokens.low[i] in ("on", "in", "at", "last", "this") or tokens.low[i] in lexicon.TIME:
        for j in range(i + 1, min(i + 6, last)):
            if tokens.low[j] == "that":
                return j
            if not tokens.words[j][0].isalnum():
                break
    return i


def _opens_clause(tokens: Tokens, i: int) -> bool:
    word = tokens.low[i].partition("'")[0] or tokens.low[i]
    if not word or word in lexicon.PREPOSITIONS or word in lexicon.ADVERBS:
        return False
    if word in lexicon.CLAUSE_OPENERS:
        return False
    if word in lexicon.PRONOUNS or word in lexicon.DETERMINERS or word in lexicon.FIRST_PERSON:
        return True
    if tokens.capital(i) or word == "there" or word[0].isdigit():
        return True
    return singular(word)[1] or tokens.words[i] in _OPENING


_OPENING = frozenset("“\"‘'")


def per_tail(page: Page, span: Span) -> tuple[tuple[Step, ...], int] | None:
    """Whom a content that stands before its source names in the end, and where that begins:
    "[it leaked, according to divers], Reuters says"."""
    tokens, within = page.tokens, page.tokens.within(span)
    words = tokens.low[max(within.stop - WINDOW, within.start + 2) : within.stop]
    if "according" not in words:
        return None  # most contents, and quick to tell
    i = within.stop - len(words) + words.index("according")
    stop = within.stop - (tokens.words[within.stop - 1] in STOPS)
    end = phrase(page, i + 2, stop)
    apart = tokens.words[i - 1] == "," and tokens.low[i + 1] == "to"
    if not apart or end < stop or page.quoted[tokens.starts[i]]:
        return None
    whom = tokens.span(i + 2, end) if end > i + 2 else None
    if whom is None or reports(page, whom) is None:
        return None
    return (Step(whom, tokens.span(i, i + 2)),), tokens.starts[i - 1]


def tail(page: Page, span: Span) -> tuple[tuple[Step, ...], int] | None:
    """Reporting that closes a content, "“…,” he said", and where the words before it end."""
    tokens = page.tokens
    within = tokens.within(span)
    for i in range(within.stop - 2, max(within.start, within.stop - 2 * WINDOW), -1):
        mark = tokens.words[i]
        if mark not in CLOSERS and mark not in ",?!":
            continue
        if mark in CLOSERS and not page.quoted[tokens.starts[i]]:
            continue
        if page.quoted[min(tokens.ends[i], len(page.quoted) - 1)]:
            return None
        if tokens.sentence(tokens.starts[i + 1]).end < span.end:
            return None  # a sentence follows: "Sir, Ana Soto told us so. Is it true?"
        steps = closing(page, i + 1, within.stop)
        if steps:
            return steps, tokens.ends[i] if mark in CLOSERS else tokens.starts[i]
        if mark in CLOSERS:
            return None
    return None


_HEARER = 4  # tokens from a verb to the end of whom it was said to: "told staff on Monday"


# Verbs that may stand before who speaks: "said Ana Soto", not "told Ana Soto".
_BEFORE_SPEAKERS = frozenset(
    form
    for form, verb in lexicon.REPORTING.items()
    if verb == "warn" or verb not in lexicon.HEARD_BY
)


def closing(page: Page, first: int, last: int) -> tuple[Step, ...]:
    """ "he said", "said Ana Soto of the union"; not a clause of another kind."""
    tokens = page.tokens
    if tokens.low[first] in _BEFORE_SPEAKERS and not tokens.low[first].endswith("ing"):
        end = phrase(page, first + 1, last)
        rest = tokens.low[end] in lexicon.AUXILIARIES and end < last
        span = tokens.span(first + 1, end) if end > first + 1 and not rest else None
        if span is not None and reports(page, span) is not None:
            return (Step(span, tokens.span(first, first + 1)),)
        return ()
    if tokens.low[first] in lexicon.CLAUSE_OPENERS:
        return ()
    for i in range(first + 1, min(last, first + 8)):
        word = tokens.low[i]
        if word in lexicon.REPORTING and not word.endswith("ing"):
            after = tokens.low[i + 1]
            heard = lexicon.REPORTING[word] in lexicon.HEARD_BY and last - i <= _HEARER
            if i + 1 < last and not (
                heard
                or after in lexicon.PREPOSITIONS
                or after == "as"
                or after in lexicon.TIME
                or after in STOPS
            ):
                return ()
            group = i
            while group > first + 1 and auxiliary(tokens, group - 1):
                group -= 1
            span = tokens.span(first, group)
            if reports(page, span) is not None:
                quoted = in_outlet(page, i, last) if word == "quoted" else ()
                return (*quoted, Step(span, tokens.span(group, i + 1)))
            return ()
        if not word[0].isalnum():
            return ()
    return ()
