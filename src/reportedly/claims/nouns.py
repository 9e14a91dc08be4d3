"""The head noun of a counted phrase, found without a parser.

It is taken as the last plural of the phrase ("100,000 North Korean volunteers": volunteers);
failing that, as its first noun.
"""

from __future__ import annotations

from collections.abc import Sequence

from reportedly.claims.lexicon import words
from reportedly.claims.measures import MEASURE_NOUNS, MONEY_WORDS, Unit
from reportedly.claims.numerals import is_superlative
from reportedly.claims.tokens import Token, hyphen_at, word_at

_MAX_PHRASE = 7  # words of a counted phrase that are looked at
_MAX_TOKENS = 24  # and tokens
_QUOTES = frozenset("\"“”'‘’")
_PERIODS = frozenset({"year", "month", "week", "day"})


_IRREGULAR = words(
    "people men women children police personnel troops aircraft feet teeth staff cattle fish",
    "salmon trout poultry",
    "sheep policemen policewomen servicemen firefighters gunmen lawmen fishermen businessmen",
    "congressmen spokesmen clergy crew militia media data youth infantry cavalry livestock",
    "species series spacecraft mice geese lives wives knives dice criteria bacteria alumni deer",
    "offspring folk kin percent mph stone",
)
# A counted phrase cannot run on over these
_STOP = words(
    "the a an and or but nor of in on at by for from with without to into onto over under after",
    "before during since until till about against between among through across per as than that",
    "which who whom whose when where while if because so though although is are was were be",
    "been being am has have had having do does did will would shall should can could may might",
    "must not no it its he she they we you i him her them us me his their our your my this",
    "these those there here then now also too just only even still yet ago away apart apiece",
    "each every behind near beside inside outside around above below beneath alongside beyond",
    "throughout except unlike like left said says told went came took made got gave saw won",
    "lost died killed hit struck led later earlier out up down off back both either neither",
    "whether what how why within toward towards despite amid including via versus vs plus minus",
    "worldwide combined soon again always never often once twice ever almost together",
)
_RUN_ON = words(  # adjectives in -s, and words in -s that are no plural
    "previous various serious dangerous religious famous numerous consecutive enormous precious",
    "conscious indigenous obvious victorious vicious gas bus class press business access",
    "process success glass loss boss mass cross congress progress fitness illness wireless",
    "homeless jobless less plus us is was its his this has does as yes thus series species",
    "always perhaps news politics economics physics mathematics athletics diabetes campus virus",
    "census bonus corpus focus status surplus swiss paris texas arkansas kansas james thomas",
    "tennis united overseas besides across express address stress witness endless countless",
    "grass princess actress waitress apparatus consensus chaos bias atlas canvas crisis",
    "analysis basis thesis emphasis ross davis jones",
)
_ADVERBS_OK = words(
    "early friendly elderly monthly weekly daily yearly only family likely deadly monopoly",
    "hourly costly ugly",
)  # fmt: skip
_ADJECTIVES = words(
    "more other new old big small large senior former top young extra additional further fresh",
    "great good bad high low long short major minor key main full local foreign suspected",
    "single different separate straight whole possible potential armed public private human",
    "social civil federal national regional international military medical political white",
    "black red blue green asian african european american british french german russian chinese",
    "indian israeli iraqi syrian ukrainian korean japanese unnamed alleged male female",
    "unidentified anonymous independent giant huge tiny rare dead wounded injured fellow",
)


def _ends_phrase(tokens: Sequence[Token], i: int) -> bool:
    word = word_at(tokens, i)
    return not word or not word[0].isalnum() or word in _STOP


_NOT_COMPOUND = words("way time off fold sided pronged strong ish something figure and to or")
_SIDES = 3  # "5-by-7-by-9-inch": numbers that may stand before the unit they share


def compound_after(tokens: Sequence[Token], i: int) -> Unit | None:
    """ "31-year-old": years; "35-date": date; "5-by-7-inch": inch, the span ends at the 5."""
    word = tokens[i + 1].lower
    if word in _PERIODS and hyphen_at(tokens, i + 2) and word_at(tokens, i + 3)[:3] == "old":
        return Unit(word + "s", i + 4, plural=True, measure=True)
    if word in ("odd", "plus"):
        return noun_after(tokens, i + 2, plural=True)
    end = i
    for _ in range(_SIDES):
        if word_at(tokens, end + 1) != "by" or not hyphen_at(tokens, end + 2):
            break
        end += 4
        if not hyphen_at(tokens, end):
            return None
    word = word_at(tokens, end + 1)
    if tokens[end + 1].kind != "word" or word in _NOT_COMPOUND or word.endswith("ed"):
        return None
    if word in ("in", "out") and hyphen_at(tokens, end + 2):
        return None  # "a 2-in-1 lamp"
    name, measure = tokens[end + 1].text, word in MEASURE_NOUNS
    if end > i:
        return Unit(name, i, plural=True, measure=True)
    per = _hyphen_rate(tokens, i + 1)
    return per or Unit(name, i + 2, plural=word.endswith("s"), measure=measure)


def _hyphen_rate(tokens: Sequence[Token], i: int) -> Unit | None:
    """ "barrel-a-day" at token `i`."""
    if not hyphen_at(tokens, i + 1) or not hyphen_at(tokens, i + 3):
        return None
    if word_at(tokens, i + 2) not in ("a", "per"):
        return None
    name = f"{tokens[i].text} per {tokens[i + 4].text}"
    return Unit(name, i + 5, plural=True, measure=True)


def is_plural(word: str) -> bool:
    """True for words that look like the plural of a noun."""
    if word in _IRREGULAR or (word.endswith(("men", "women", "children")) and len(word) > 5):
        return word not in ("specimen", "regimen", "acumen", "abdomen", "omen", "women's")
    return (
        len(word) > 2
        and word.endswith("s")
        and not word.endswith(("ss", "'s", "’s", "ous", "sis"))
        and word not in _RUN_ON
    )


def noun_after(tokens: Sequence[Token], i: int, *, plural: bool) -> Unit | None:
    """The head of the counted phrase from token `i` on."""
    start, i = i, _past_of(tokens, i)
    shared = i > start  # "one of its members"
    if shared and i < len(tokens) and tokens[i].kind == "number":
        whole = _phrase(tokens, i + 1, plural=True)  # "40 of its 900 members"
        return Unit(whole.name, start) if whole else None
    return _phrase(tokens, i, plural=plural, shared=shared)


def _phrase(tokens: Sequence[Token], i: int, *, plural: bool, shared: bool = False) -> Unit | None:
    words: list[tuple[int, int]] = []  # first and last token of each word, hyphens joined
    j, limit = i, min(len(tokens), i + _MAX_TOKENS)
    while j < limit and len(words) < _MAX_PHRASE:
        token = tokens[j]
        if token.text in _QUOTES or (token.lower in ("and", "or") and words and plural):
            j += 1  # "dozens of Orla and Ness boats"
            continue
        if token.kind != "word" and not (token.kind == "number" and words):
            break
        if token.lower in _STOP and token.text != "US":
            break
        if token.lower in MONEY_WORDS and words:
            break
        fixed = None if words else _fixed_noun(tokens, j)
        if fixed is not None:
            return fixed
        last = _joined(tokens, j)
        word = tokens[last].lower
        if word.endswith("ly") and word not in _ADVERBS_OK and last == j:
            if words:
                break
            j += 1
            continue
        words.append((j, last))
        if is_plural(word):
            subject = _noun_before(tokens, words)
            if not (plural or shared):
                if subject:
                    break  # "one proposal asks"
            elif not (subject and word in _VERB_OR_NOUN):
                return _plural_head(tokens, j, last)
        j = last + 1
    return _singular_head(tokens, words, plural=plural)


def _joined(tokens: Sequence[Token], i: int) -> int:
    """The last token of the hyphenated word that begins at `i`."""
    for _ in range(_MAX_PHRASE):
        if not hyphen_at(tokens, i + 1) or tokens[i + 2].kind == "symbol":
            break
        i += 2
    return i


def _fixed_noun(tokens: Sequence[Token], i: int) -> Unit | None:
    """A measure in its singular: "40 yard", "50 year-old", "9,000 barrel-a-day"."""
    word = tokens[i].lower
    if word in _PERIODS:
        j = i + 2 if hyphen_at(tokens, i + 1) else i + 1
        if word_at(tokens, j) == "old":
            return Unit(word + "s", j + 1, plural=True, measure=True)
    rate = _hyphen_rate(tokens, i)
    if rate is not None:
        return rate
    if word in MEASURE_NOUNS and not hyphen_at(tokens, i + 1):
        return Unit(tokens[i].text, i + 1, measure=True)
    return None


_VERB_OR_NOUN = words("lives works plays needs wants runs makes says claims reports")


def _noun_before(tokens: Sequence[Token], words: list[tuple[int, int]]) -> bool:
    """True when the last word but one of a phrase may be a subject: "the population lives"."""
    return len(words) > 1 and not _is_adjective(tokens[words[-2][1]].lower)


def _past_of(tokens: Sequence[Token], i: int) -> int:
    """Past "of", "of the", "of its" where the counted noun comes after."""
    if word_at(tokens, i) == "more" and word_at(tokens, i + 1) == "of":
        i += 1
    if word_at(tokens, i) != "of":
        return i
    i += 1
    return i + 1 if word_at(tokens, i) in _DETERMINERS else i


_DETERMINERS = words("all these those the a an its their his her our")


_MODIFIERS = words(  # plurals and collectives that stand before another noun
    "sports arms drugs systems goods crew staff police militia media people women men children",
    "troops data youth savings clergy cavalry infantry",
)


def _plural_head(tokens: Sequence[Token], first: int, last: int) -> Unit:
    """ "price points", "sports cars": when two plurals meet, the second is the head."""
    after = last + 1
    if after < len(tokens) and tokens[after].kind == "word":
        word = tokens[after].lower
        if is_plural(word) and word not in _STOP and tokens[last].lower in _MODIFIERS:
            return Unit(tokens[after].text, after + 1, True)
    name = "".join(t.text for t in tokens[first : last + 1])
    measure = name.lower().removesuffix("s") in MEASURE_NOUNS
    return Unit(name, last + 1, plural=True, measure=measure)


def _singular_head(
    tokens: Sequence[Token], words: list[tuple[int, int]], *, plural: bool
) -> Unit | None:
    nouns = [(a, b) for a, b in words if not _is_adjective(tokens[b].lower)]
    while len(nouns) > 1 and _is_name(tokens[nouns[0][1]]) and not _is_name(tokens[nouns[1][1]]):
        nouns.pop(0)  # "a third of the Danish population"
    if not nouns:
        return None
    first, last = nouns[0]
    head = tokens[last]
    if head.text.istitle():
        return None  # a name: "16 Industrial Avenue"
    if head.lower.endswith(("ed", "ing")) or head.lower in _VERBS:
        return None
    named = head.text.isupper() and "." in tokens[first - 1].text
    if plural and not named and (head.text.isupper() or not _ends_phrase(tokens, last + 1)):
        return None  # "2,000 kilometre" reads as a measure; "in 300 cities" has a plural
    for nxt_first, nxt_last in nouns[1:]:
        word = tokens[nxt_last].lower
        if nxt_first != last + 1 or word.endswith(("ed", "ing")) or word in _VERBS:
            break
        if plural or word.endswith("s"):
            break
        last = nxt_last
    return Unit(tokens[last].text, last + 1)


def _is_name(token: Token) -> bool:
    return token.text[0].isupper()


_VERBS = words(
    "remain remains become becomes make makes take takes get gets go goes come comes say see",
    "show need needs want wants give gives work works live lives play plays include includes",
    "began begin fell rose grew knew ran sat met held kept found felt put set let meet think",
    "thought serve act stand stood sit fight fought",
)


def _is_adjective(word: str) -> bool:
    if word in _ADJECTIVES or is_superlative(word):
        return True
    return word not in _NOUNS_TOO and word.endswith(
        ("al", "ous", "ive", "ful", "less", "ic", "able", "ible", "ish", "ary", "ern", "ian")
    )


_NOUNS_TOO = words(  # that end as adjectives do
    "trial hospital animal meal deal goal festival rival official criminal individual proposal",
    "journal signal metal medal canal funeral appeal denial approval refusal dismissal burial",
    "rehearsal withdrawal arrival journal professional principal terminal rental manual",
    "clinic critic topic mechanic comic republic detective executive relative representative",
    "initiative incentive archive native fugitive operative captive locomotive civilian guardian",
    "politician musician pedestrian physician technician electrician historian library salary",
    "secretary diary anniversary summary table vegetable cable dish fish parish pattern concern",
    "virus bus bonus campus handful mouthful",
)
