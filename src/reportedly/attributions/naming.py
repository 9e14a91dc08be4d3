"""Where names stand in a text, and what each by itself and its neighbours tell of it.

A light reader of capitals: runs of capitalised words, told apart by titles, first names,
the nouns before and after them, and what their last word is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import lru_cache
from itertools import compress
from typing import NamedTuple

from reportedly.attributions import lexicon
from reportedly.attributions.names import gender_of, is_first_name
from reportedly.attributions.tokens import Tokens, bare, lowered, possessive


class Kind(StrEnum):
    """What a name is the name of."""

    PERSON = "person"
    MEDIA = "media"
    GOVERNMENT = "government"
    ORGANISATION = "organisation"
    PLACE = "place"
    UNKNOWN = "unknown"


_LONGEST = 12  # tokens of a run of capitals
_KEPT = 4096  # names whose reading is remembered: they come again and again
_JOINING = frozenset({"department", "ministry", "council", "bank", "university", "institute"}) | {
    *(
        "center",
        "centre",
        "centers",
        "centres",
        "institutes",
        "house",
        "office",
        "bureau",
        "board",
        "commission",
        "committee",
    ),
    *("association", "guild", "union", "federation", "observatory", "academy", "college", "church"),
    *("chamber", "museum", "society", "school", "court", "times", "organization", "agency"),
    *("organisation", "league", "party", "republic", "state", "fund", "foundation", "voice"),
    *("archdiocese", "diocese", "parish"),
    *("hospital", "coalition", "institution", "administration", "authority", "alliance"),
}
KIND_NOUNS = {
    **dict.fromkeys(lexicon.MEDIA, Kind.MEDIA),
    **dict.fromkeys(lexicon.COMPANIES | {"group", "charity", "organisation"}, Kind.ORGANISATION),
    **dict.fromkeys(("ministry", "agency", "service", "regulator", "watchdog"), Kind.GOVERNMENT),
}


def runs(tokens: Tokens) -> Iterator[tuple[int, int]]:
    """Runs of capitalised tokens that belong together, as `[first, last)`."""
    n, done = len(tokens), 0
    for i in _capitals(tokens):
        if i < done:
            continue
        j, joint = i + 1, _titled(tokens, i)
        while j < n and j - i < _LONGEST and not _owns(tokens, j - 1):
            step = _continues(tokens, j)
            if not step and joint and tokens.low[j] == "and":
                step = _and(tokens, j)
            if not step:
                break
            joint = joint or step > 1
            j += step
        if _made_of(tokens.words[j]) and _touches(tokens, j):
            done = j + 1  # "the New Delhi-based group": an adjective
            continue
        start, done = i, j
        while start < j and _opener(tokens, start):
            start += 1
        cut = start + 1
        if j - start > 1 and tokens.low[start] in lexicon.AGENCIES and not _medial(tokens, cut, j):
            yield start, cut  # "told Reuters Ana Soto was ill"
            start = cut
        if start < j:
            yield start, j


def _capitals(tokens: Tokens) -> Iterator[int]:
    """Where a name may begin: looked up once for each word that the text has."""
    begins = {
        word
        for word, low in tokens.forms.items()
        if (word != low or word[0] in "@#") and _begins(word)
    }
    return compress(range(len(tokens)), map(begins.__contains__, tokens.words))


def _begins(word: str) -> bool:
    handle = word[0] in "@#" and len(word) > 1
    return (handle or (not word.islower() and _names(word))) and not _made_of(word)


def _titled(tokens: Tokens, i: int) -> bool:
    """True in "the weekly Field and Barn", whose title may hold an "and"."""
    if tokens.low[i + 1] != "and" or tokens.low[i - 1] not in lexicon.MEDIA:
        return False
    return tokens.low[i] not in lexicon.OUTLETS and tokens.low[i + 2] not in lexicon.OUTLETS


def _opener(tokens: Tokens, i: int) -> bool:
    """True for a word that has its capital from the sentence, not from a name."""
    if len(tokens.words[i]) > 1 and tokens.words[i].isupper():
        return False  # US, IT, WHO
    word = tokens.low[i]
    if word in lexicon.NEVER_NAMES:
        weekend = word in ("saturday", "sunday") and tokens.low[i + 1] in lexicon.MEDIA_NAME
        return not (weekend and tokens.capital(i + 1))  # "the Sunday Courier"
    adverb = tokens.words[i + 1] == "," and is_adverb(word)
    opens = adverb or word in lexicon.OPENERS or word in _INVERTED
    return opens and opens_sentence(tokens, i)


_INVERTED = lexicon.words(
    "say said says asked added wrote writes replied tweeted"
)  # "Said Soto: …"


_ADVERBIAL = (
    *("ingly", "ately", "ously", "ably", "ibly", "ently", "antly", "edly", "ively", "fully"),
    *("ically", "tionally", "ually", "sely", "tely", "rely", "tly", "kly", "rily", "larly"),
)


def is_adverb(word: str) -> bool:
    """Whether a word in lower case is an adverb by its ending, and not a name in -ly."""
    return word in lexicon.ADVERBS or (word.endswith(_ADVERBIAL) and not is_first_name(word))


def _medial(tokens: Tokens, first: int, last: int) -> bool:
    return any(bare(tokens.low[i]) in lexicon.MEDIA_NAME for i in range(first, last))


def _owns(tokens: Tokens, i: int) -> bool:
    """True for "Moscow’s", which ends a name; not for "People’s" within one."""
    return possessive(tokens.words[i]) and bare(tokens.low[i]) not in lexicon.OWNING


def _names(token: str) -> bool:
    return token[:1].isupper() or (token[:1] in "@#" and len(token) > 1) or _mixed(token)


def _made_of(word: str) -> bool:
    """True for an adjective with a name in it: "Paris-based", "Russian-made"."""
    if "-" not in word:
        return False
    start, _, end = word.partition("-")
    return end.rpartition("-")[2] in lexicon.MADE or start in lexicon.PREFIXES


def _mixed(token: str) -> bool:
    """iGen.fr, eBay, 9to5Mac: a capital further in, or a domain."""
    return len(token) > 2 and token[:1].isalnum() and any(map(str.isupper, token[1:]))


def _continues(tokens: Tokens, j: int) -> int:
    """How many tokens from `j` on belong to the run before: 0, 1, or several with a joint."""
    word, low = tokens.words[j], tokens.low[j]
    if word in _APOSTROPHES:
        owned = tokens.starts[j] == tokens.ends[j - 1] and tokens.low[j - 1].endswith("s")
        return 2 if owned and tokens.words[j + 1] in _OWNED and _touches(tokens, j + 1) else 0
    if word.islower() and low not in _JOINTS and word[0] not in "@#":
        return int(word == "plc" and _touches(tokens, j))  # most words, and quick to tell
    if word == "," and tokens.low[j + 1] in lexicon.INCORPORATED:
        return 2 if tokens.capital(j + 1) else 0  # "Alder Pumps, Inc."
    if not _touches(tokens, j):
        return 0
    if low in lexicon.NEVER_NAMES or _made_of(word):
        return 0
    if low in lexicon.HEADLINE and _names(tokens.words[j + 1]):
        return 0  # "Ana Soto Confirms Plan"
    if _names(tokens.words[j]):
        return 1
    if low in lexicon.PARTICLES or low == "&":
        k = j + 1
        while k < j + 2 and tokens.low[k] in lexicon.PARTICLES:
            k += 1
        return k + 1 - j if _touches(tokens, k) and _names(tokens.words[k]) else 0
    if low == "on" and tokens.low[j + 1] == "sunday" and tokens.low[j - 1] in _ON_SUNDAY:
        return 2
    if low in ("of", "for", "on") and tokens.low[j - 1] in _JOINING:
        k = j + 2 if tokens.low[j + 1] == "the" else j + 1
        timed = tokens.low[k] in lexicon.NEVER_NAMES
        return k + 1 - j if _touches(tokens, k) and _names(tokens.words[k]) and not timed else 0
    return 0


_APOSTROPHES = ("'", "’")
_OWNED = lexicon.words(  # what bears a name with a plural that owns it: "the Nurses' Union"
    "Party Union Federation Association Congress Council Guild League Front Alliance Society Club"
)
_ON_SUNDAY = frozenset({"mail", "independent", "scotland", "wales"})  # outlets of that day
_JOINTS = lexicon.PARTICLES | {"of", "for", "on"}


def _and(tokens: Tokens, j: int) -> int:
    """The same for "and" in "Office of Food and Drink": not before a person."""
    other = (
        _touches(tokens, j + 1)
        and _names(tokens.words[j + 1])
        and not is_first_name(tokens.words[j + 1])
    )
    return 2 if other and tokens.low[j + 1] not in lexicon.NEVER_NAMES else 0


def _touches(tokens: Tokens, j: int) -> bool:
    """Only a blank between the token and the one before."""
    if not 0 < j < len(tokens) or tokens.starts[j] - tokens.ends[j - 1] != 1:
        return False
    return tokens.text[tokens.ends[j - 1]] in " \u00a0"


_RANKS = frozenset({"brigadier", "corporal", "admiral", "inspector"})
_TITLES = _RANKS | {"major"}


_ROLES = lexicon.ROLES | _RANKS | frozenset(lexicon.TITLES) | frozenset(lexicon.HONORIFICS)
_SCHOLARS = ("ologist", "ographer")  # more than a list could hold


@lru_cache(maxsize=_KEPT)
def _is_role(word: str) -> bool:
    return word.rstrip(".") in _ROLES or word.endswith(_SCHOLARS)


def _institution(tokens: Tokens, first: int, last: int) -> Kind | None:
    """What the words of a name make it, if they make it an outlet, authority or organisation."""
    if tokens.low[first - 1].rstrip(".") in _ADDRESSES:
        return None  # "Dr Neil Brand"
    if last - first == 1 and tokens.low[first] in _WORDS_TOO and opens_sentence(tokens, first):
        after = tokens.low[last]
        if after not in lexicon.REPORTING and after not in lexicon.MEDIA:
            return None  # "People living nearby", "Time is running out"
    return _institution_of(
        tuple(tokens.words[first:last]),
        tokens.low[first - 1] == "the",
        tokens.words[last].isdigit(),
    )


@lru_cache(maxsize=_KEPT)
def _institution_of(written: tuple[str, ...], article: bool, numbered: bool) -> Kind | None:
    """The same by the words alone, and whether "the" stands before them, and a number after."""
    low = [lowered(word) for word in written]
    words = [bare(word) for word in low]
    if _TELLING.isdisjoint(words) and _TELLING.isdisjoint(low):
        return None
    form, tail = " ".join(words), words[-1]
    if form in lexicon.OUTLETS or (article and "the " + form in lexicon.OUTLETS):
        return None if numbered else Kind.MEDIA  # "the Fortune 500"
    several = len(words) > 1
    if tail in lexicon.MEDIA_NAME and (several or article):
        return Kind.MEDIA
    if several and words[0] in ("times", "voice", "radio") and words[1] in ("of", "free"):
        return Kind.MEDIA
    if form in lexicon.SEATS or tail in lexicon.OFFICES:
        return Kind.GOVERNMENT
    if any(w.isupper() and lowered(w) in lexicon.AUTHORITIES for w in written):
        return Kind.GOVERNMENT
    if several and any(word in lexicon.OFFICES for word in words):
        return Kind.GOVERNMENT
    if several and tail == "survey" and words[-2] in ("geological", "ordnance"):
        return Kind.GOVERNMENT  # "the US Geological Survey"
    if several and any(word in lexicon.ORGANISATIONS for word in words):
        return Kind.ORGANISATION
    if article and tail in lexicon.ORGANISATIONS:
        return Kind.ORGANISATION
    if several and (tail in lexicon.TRADES or _has_legal_form(written)):
        return Kind.ORGANISATION
    return None


def _has_legal_form(words: Sequence[str]) -> bool:
    form = words[-1].isupper() and words[-1].lower() in lexicon.LEGAL_FORMS
    return form and words[-2].lower() not in lexicon.PLACES  # "Texas AG"


_WORDS_TOO = lexicon.words(  # by which outlets go as well
    "people time nature science focus fortune wired slate vice dawn sky fox metro hello variety"
)
_ADDRESSES = frozenset({"mr", "mrs", "ms", "miss", "dr", "prof", "sir"})  # of persons alone
_BODY_WORDS = lexicon.OFFICES | lexicon.ORGANISATIONS
# Without any of these words a name is no institution's.
_TELLING = (
    _BODY_WORDS
    | lexicon.TRADES
    | lexicon.LEGAL_FORMS
    | {word for form in lexicon.OUTLETS | lexicon.SEATS for word in form.split()}
    | lexicon.MEDIA_NAME
    | lexicon.AUTHORITIES
    | {"times", "voice", "radio", "survey"}
)


def name_start(tokens: Tokens, first: int, last: int) -> int:
    """Where in a run the name begins, after titles and roles; `last` if there is none."""
    if last - first == 1 and not _is_role(tokens.low[first]):
        itself = tokens.low[first] == "company" and tokens.low[first - 1] == "the"
        return last if itself else first  # most names, and quick to tell
    if _under_office(tokens, first, last) or _under_trade(tokens, first, last):
        return name_start(tokens, first + 1, last)
    start = first + _titles_in(tuple(tokens.low[first:last]))
    if start == last:  # "Foreign Minister" names nobody; "the Envoy, a magazine" does
        outlet = _institution(tokens, first, last) is Kind.MEDIA
        person = 1 < last - first <= 3 and is_first_name(tokens.words[first])  # "Mary Dean"
        apposed = apposition(tokens, last) in lexicon.MEDIA
        return first if outlet or person or apposed else last
    if last - first == 1 or _institution(tokens, start, last) is not None:
        what = first < start < last - 1 and tokens.low[first] in _WHAT_IT_IS
        return start if what and opens_sentence(tokens, first) else first
    while last - start > 2 and tokens.low[start] in lexicon.LANDS:
        start += 1
    if start == first:
        for i in range(start + 1, last - 1):  # "State William Galvin"
            if (
                not tokens.words[i].islower()
                and is_first_name(tokens.words[i])
                and not is_first_name(tokens.words[start])
            ):
                return i
    return start


def _under_office(tokens: Tokens, first: int, last: int) -> bool:
    """True for "Police Ana Soto" after "Superintendent of": the rest of an office and a name."""
    of = first - 1 - (tokens.low[first - 1] == "the")
    if tokens.low[first] not in _HELD or tokens.low[of] != "of" or last - first < 3:
        return False
    return _is_role(tokens.low[of - 1]) and bare(tokens.low[last - 1]) not in _BODY_WORDS


def _under_trade(tokens: Tokens, first: int, last: int) -> bool:
    """True for "Carmaker Alder", which a sentence begins with, and "Filmmaker Ana Soto"."""
    return last - first > 1 and tokens.low[first].endswith("maker")


_HELD = lexicon.words("police opposition staff state defence defense house operations")
_WHAT_IT_IS = lexicon.words(  # of a body that a sentence begins with: "Developer Merrow Homes"
    "developer operator builder supplier retailer manufacturer insurer lender landlord contractor"
)


@lru_cache(maxsize=_KEPT)
def _titles_in(words: tuple[str, ...]) -> int:
    """How many words of a run are titles and roles before the name, and what stands before."""
    count = len(words)
    if count > 1 and bare(words[-1]) in _BODY_WORDS and words[0].rstrip(".") not in _ADDRESSES:
        return 0  # "General Assembly"
    titles = (
        i + 1
        for i, word in enumerate(words)
        if _is_role(word) or (word == "major" and count - i > 2)
    )
    return max(titles, default=0)


class _Alone(NamedTuple):
    """What a name says by its own words."""

    telling: bool  # it has a word that names of institutions have
    place: bool
    first_name: bool  # it begins with one and is not too long for a person's
    domain: bool
    capitals: bool  # one word, all in capitals
    gender: str | None  # by the first name


@lru_cache(maxsize=_KEPT)
def _alone(written: tuple[str, ...]) -> _Alone:
    low = [lowered(word) for word in written]
    words = [bare(word) for word in low]
    return _Alone(
        not (_TELLING.isdisjoint(words) and _TELLING.isdisjoint(low)),
        " ".join(words) in lexicon.PLACES or words[-1] in lexicon.NATIONALITIES,
        is_first_name(words[0]) and 1 < len(words) <= LONGEST_PERSON,
        is_domain(written[-1]),
        len(words) == 1 and len(words[0]) > 1 and written[0].isupper(),
        gender_of(words[0]),
    )


LONGEST_PERSON = 4  # words of a person's name


def reading(tokens: Tokens, first: int, name: int, last: int) -> tuple[Kind, str | None, set[str]]:
    """What a run names, and of a person the gender and the nouns said of them."""
    several = last - name > 1
    before = tokens.low[name - 1].rstrip(".") if name else ""
    apposed = apposition(tokens, last)
    heads, gender = _heads(tokens, first, name, last, apposed)
    role = _is_role(before) and (name > first or _touches(tokens, name))
    role = role and (several or before not in _ADJECTIVES)
    role = role or (several and _set_off(tokens, name, last))
    alone = _alone(tuple(tokens.words[name:last]))
    if _is_news_agency(tokens, name, last):
        return Kind.MEDIA, None, {"agency"}
    institution = _institution(tokens, name, last) if alone.telling else None
    if institution is not None and (several or not role):
        return Kind.MEDIA if apposed in lexicon.MEDIA else institution, None, set()
    if alone.place:
        return Kind.PLACE, None, set()
    role = role and last - name <= LONGEST_PERSON
    beside = None if several else _beside(tokens, name, last)
    if role or alone.first_name or heads or beside or _aged(tokens, last):
        gender = gender or alone.gender or lexicon.GENDERED.get(beside or "")
        return Kind.PERSON, gender, heads
    if several and _who_follows(tokens, name, last):
        return Kind.PERSON, alone.gender, heads
    if several and tokens.words[last] == "," and tokens.low[last + 1] == "which":
        return Kind.ORGANISATION, None, set()  # "Acme Motors, which makes …"
    if several and tokens.low[last] in _SPOKE_FOR and before in lexicon.ARTICLES:
        return Kind.ORGANISATION, None, set()  # "a Lindow Water spokesperson"
    noun = KIND_NOUNS.get(before) or KIND_NOUNS.get(apposed or "")
    if noun is not None:
        return noun, None, set()
    if alone.domain:
        return Kind.MEDIA, None, set()
    if alone.capitals:
        if _opens_dateline(tokens, first, last):
            return Kind.PLACE, None, set()
        return Kind.ORGANISATION, None, set()
    return Kind.UNKNOWN, alone.gender if several else None, set()


_SPOKE_FOR = lexicon.words("spokesman spokeswoman spokesperson")


def _is_news_agency(tokens: Tokens, name: int, last: int) -> bool:
    """True for "the news agency Vesna" and "the Vesna news agency"."""
    low = tokens.low
    before = low[name - 1] == "agency" and low[name - 2] == "news"
    return before or (low[last] == "news" and low[last + 1] == "agency")


def _who_follows(tokens: Tokens, name: int, last: int) -> bool:
    """True for "Ana Soto, who …"; teams are "who", too, but play: "Torvik Rovers, who lost"."""
    who = tokens.words[last] == "," and tokens.low[last + 1] == "who"
    team = tokens.low[last - 1] in _TEAMS or tokens.low[name - 1] in lexicon.ARTICLES
    return who and last - name <= LONGEST_PERSON and not team


_TEAMS = lexicon.words("united city town rovers rangers wanderers athletic albion county")


def _beside(tokens: Tokens, name: int, last: int) -> str | None:
    """The noun for a person that a name stands beside: "her [husband], Jan, …"."""
    apposed = name > 1 and tokens.words[name - 1] == "," == tokens.words[last]
    noun = tokens.low[name - 2] if apposed else ""
    whose = tokens.low[name - 3] in lexicon.POSSESSIVES or possessive(tokens.words[name - 3])
    return noun if whose and (noun in lexicon.ROLES or noun in lexicon.GENDERED) else None


def _set_off(tokens: Tokens, name: int, last: int) -> bool:
    """True for a name between commas after a role: "a spokeswoman, Ana Soto, …"."""
    commas = tokens.words[name - 1] == "," and tokens.words[last] == ","
    return commas and name > 1 and tokens.low[name - 2] in lexicon.ROLES


def _heads(
    tokens: Tokens, first: int, name: int, last: int, apposed: str | None
) -> tuple[set[str], str | None]:
    """The nouns of titles, roles and appositions around a name, and the gender they give."""
    heads: set[str] = set()
    gender: str | None = None
    i = name - 1
    if name > first or (name and tokens.low[i].rstrip(".") in _SAID_BEFORE):
        while i >= max(first, name - 4) or (i == name - 1 and _touches(tokens, name)):
            word = tokens.low[i].rstrip(".")
            gender = gender or lexicon.HONORIFICS.get(word) or lexicon.GENDERED.get(word)
            heads |= lexicon.TITLES.get(word, frozenset())
            if word in lexicon.ROLES or word in _TITLES:
                heads.add(word)
            i -= 1
    sure = last - name > 1 or tokens.low[last + 1] in lexicon.ARTICLES
    if sure and apposed in lexicon.ROLES:
        heads.add(apposed)
        gender = gender or lexicon.GENDERED.get(apposed)
    return heads, gender


_SAID_BEFORE = _ROLES | _TITLES | frozenset(lexicon.GENDERED)


def _opens_dateline(tokens: Tokens, first: int, last: int) -> bool:
    """True for "MARLOW" in "MARLOW, Aldova —" at the start of a paragraph."""
    between = tokens.text[tokens.ends[first - 1] : tokens.starts[first]] if first else "\n"
    return "\n" in between and tokens.words[last] in _AFTER_PLACE


_AFTER_PLACE = frozenset("—–-,(")
_APPOSITION = 12  # tokens in which its head must come
_ADJECTIVES = frozenset({"official", "general", "chief", "star", "head", "model", "executive"})


def apposition(tokens: Tokens, last: int) -> str | None:
    """The head noun of an apposition after a name: ", the editor of …", ", director at …"."""
    if tokens.words[last] != ",":
        return None
    start = last + 1
    if tokens.words[start][:1].isdigit() and tokens.words[start + 1] == ",":
        start += 2
    found: str | None = None
    for i in range(start, min(start + _APPOSITION, len(tokens))):
        word = tokens.low[i]
        if word == "of" and found is None and i > start:
            continue  # "the Republic of Korea's ambassador"
        if word in lexicon.PREPOSITIONS or word in lexicon.CLAUSE_OPENERS or not word[0].isalnum():
            break
        if word in lexicon.REPORTING or word in lexicon.AUXILIARIES:
            return None  # the sentence goes on: "…, Reuters reported"
        plain = bare(word)
        if plain in lexicon.ROLES or plain in KIND_NOUNS:
            found = plain
        elif found is not None:
            break
    return found


def _aged(tokens: Tokens, last: int) -> bool:
    age = tokens.words[last + 1]
    return (
        tokens.words[last] == ","
        and age.isdigit()
        and len(age) < 3
        and tokens.words[last + 2] in ",.;"
    )


def is_domain(token: str) -> bool:
    """Whether a token is a site's address: "envoy.com"."""
    stem, dot, tld = bare(token).rpartition(".")
    return bool(dot and stem) and 1 < len(tld) < 5 and tld.isalpha() and tld.islower()


def opens_sentence(tokens: Tokens, index: int) -> bool:
    """True where a capital says nothing: the first word of a sentence or quotation."""
    start = tokens.starts[index]
    before = tokens.words[index - 1]
    if index == 0 or before in _SETS_OFF:
        return True
    if before in _OPENS_QUOTE and tokens.ends[index - 1] == start:
        return True
    between = tokens.text[max(tokens.sentence(start).start, start - 8) : start]
    return not any(map(str.isalnum, between))


_SETS_OFF = frozenset(":;–—…")
_OPENS_QUOTE = frozenset("\"'“‘«„") | {"``", "''"}
