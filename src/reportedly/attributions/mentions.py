"""What the words of one mention say: a pronoun, a name with its role, or a description."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from enum import StrEnum

from reportedly.attributions import lexicon
from reportedly.attributions.names import is_first_name
from reportedly.attributions.naming import Kind, is_domain
from reportedly.attributions.register import Named, Occurrence, Register, is_label
from reportedly.attributions.roles import described, occupation, role_around
from reportedly.attributions.tokens import Tokens, bare, possessive
from reportedly.data import SourceType, Span


class Sort(StrEnum):
    """By what a mention refers."""

    NAME = "name"
    PRONOUN = "pronoun"
    SELF = "self"  # I, we: whoever is speaking there
    RELATIVE = "relative"  # who, which: what stands before
    DESCRIPTION = "description"
    NOBODY = "nobody"  # "reportedly", "it is believed": no word for anybody


@dataclass(slots=True)
class Mention:
    """One mention read by itself, before it is resolved."""

    span: Span
    sort: Sort
    type: SourceType
    named: Named | None = None  # whom the text names here
    name: str | None = None  # as written, of what has a name without being in the register
    head: str = ""  # head noun, singular, lower case
    modifiers: frozenset[str] = frozenset()  # words before the head, lower case
    gender: str | None = None  # "m", "f", or "n" of "it"
    plural: bool = False
    definite: bool = False
    qualified: bool = False  # more follows the head: "the daughter of …"
    owned: bool = False  # "his lawyer": another's lawyer is another person
    role: str | None = None


_TYPES = {
    Kind.PERSON: SourceType.PERSON,
    Kind.MEDIA: SourceType.MEDIA,
    Kind.GOVERNMENT: SourceType.GOVERNMENT,
    Kind.ORGANISATION: SourceType.ORGANISATION,
    Kind.PLACE: SourceType.GOVERNMENT,  # "Washington said"
}
_ENDS_MAIN = lexicon.CLAUSE_OPENERS - {"and", "or"}
_AFTER_HEAD = lexicon.words("familiar close based named called speaking briefed involved online")
_HEADS = lexicon.ROLES | lexicon.DOCUMENTS | lexicon.SOCIAL | lexicon.MEDIA | lexicon.UNNAMED
_SPOKE_FOR = lexicon.words("spokesman spokeswoman spokesperson representative rep")
_DEFINITE = lexicon.words("the this that these those his her its their both same")


def type_of(named: Named) -> SourceType:
    """The type of source that the bearer of a name is; a person unless it shows otherwise."""
    if named.words[0][:1] in "@#":
        return SourceType.SOCIAL_MEDIA
    if len(named.words) == 1 and named.words[0].lower() in lexicon.SOCIAL:
        return SourceType.SOCIAL_MEDIA
    if named.kind is Kind.UNKNOWN:
        first = named.words[0]
        several = 1 < len(named.words) <= 4 and first.lower() not in lexicon.NATIONALITIES
        shouted = len(first) > 2 and first.isalpha() and first.isupper()
        if several and shouted and not named.words[1].isupper():
            return SourceType.ORGANISATION  # "NHS England"
        person = several or is_first_name(named.words[0])
        return SourceType.PERSON if person else SourceType.ORGANISATION
    return _TYPES[named.kind]


_EMPHATIC = lexicon.words("himself herself itself themselves")


def read_mention(tokens: Tokens, register: Register, span: Span) -> Mention:
    """Read the words of `span`; any span of the text will do."""
    within = tokens.within(span)
    first, last = within.start, within.stop
    while (
        first < last and not tokens.words[first][0].isalnum() and tokens.words[first][0] not in "@#"
    ):
        first += 1
    if first >= last:
        return nobody(span)
    if last - first > 1 and tokens.low[last - 1] in _EMPHATIC and tokens.capital(last - 2):
        last -= 1  # "Ana Soto herself"
    if last - first == 1 and is_label(tokens, first, "A"):
        return _answering(register.answering, span)
    pronoun = _pronoun(tokens, first, last, span)
    if pronoun is not None:
        return pronoun
    if last - first == 1 and is_domain(tokens.words[first]) and tokens.words[first].islower():
        return Mention(span, Sort.NAME, SourceType.MEDIA, name=tokens.words[first])
    end = _main_end(tokens, register, first, last)
    core = _core_end(tokens, register, first, end)
    names = _bearers(register, first, end)
    heading = [name for name in names if name.last <= core]
    if len(heading) > 1 and _joined(tokens, heading):
        return Mention(span, Sort.NAME, _shared_type(heading), name=_plain(tokens, first, end))
    named = _named(tokens, register, names, core, end, last)
    if named is not None:
        return _name_mention(tokens, span, first, named)
    return _description(tokens, span, first, core, last, names)


def _answering(named: Named | None, span: Span) -> Mention:
    """Whoever answers in an interview, and is the same from "A:" to "A:"."""
    if named is None:
        kind = SourceType.UNNAMED
        return Mention(span, Sort.DESCRIPTION, kind, head="interviewee", definite=True)
    return Mention(span, Sort.NAME, SourceType.PERSON, named=named, gender=named.gender)


def nobody(span: Span) -> Mention:
    """The mention of a source that no word stands for."""
    return Mention(span, Sort.NOBODY, SourceType.UNNAMED)


def _pronoun(tokens: Tokens, first: int, last: int, span: Span) -> Mention | None:
    if len(tokens.words[first]) > 1 and tokens.words[first].isupper():
        return None  # US, WHO
    if last - first > 1 and tokens.capital(first + 1) and tokens.capital(first):
        return None  # You Meng
    word = tokens.low[first].split("'")[0]
    if last - first > 1 and (word in ("his", "her", "its", "their", "my", "our", "that", "your")):
        return None
    if word in lexicon.PRONOUNS:
        gender, plural = lexicon.PRONOUNS[word]
        kind = Sort.PRONOUN
        return Mention(span, kind, SourceType.UNNAMED, head=word, gender=gender, plural=plural)
    if word in lexicon.FIRST_PERSON:
        return Mention(span, Sort.SELF, SourceType.UNNAMED, head=word, plural=word in ("we", "our"))
    if word in lexicon.RELATIVES:
        return Mention(span, Sort.RELATIVE, SourceType.UNNAMED, head=word)
    return None


def _main_end(tokens: Tokens, register: Register, first: int, last: int) -> int:
    """Where the part before appositions and relative clauses ends."""
    for i in range(first + 1, last):
        word = tokens.low[i]
        if word == "," and tokens.low[i + 1] in lexicon.INCORPORATED:
            continue  # "Alder Pumps, Inc."
        if word in _ENDS_MAIN or not (word[0].isalnum() or word[0] in "@#&'’\"“”."):
            return i
    return last


def _core_end(tokens: Tokens, register: Register, first: int, end: int) -> int:
    """Where the part with the head noun ends, before "of …", "from …", "close to …"."""
    if end - first < 2:
        return end
    inside = {i for name in register.within(first, end) for i in range(name.first + 1, name.last)}
    for i in range(first + 1, end):
        word = tokens.low[i]
        named = i in inside or (tokens.capital(i) and is_first_name(word))  # "Per Aas"
        if (word in lexicon.PREPOSITIONS or word in _AFTER_HEAD) and not named:
            return i
        shaped = tokens.words[i].islower() and word.endswith(("ed", "ing"))
        if shaped and singular(tokens.low[i - 1])[0] in _HEADS:
            return i  # "a video posted …"
    return end


def _joined(tokens: Tokens, names: list[Occurrence]) -> bool:
    """True for "the Courier and the Herald": two names with "and" between them."""
    for one, other in itertools.pairwise(names):
        between = [tokens.low[i] for i in range(one.last, other.name)]
        if between and between[0] in ("and", "&") and len(between) < 3:
            return not possessive(tokens.words[one.last - 1])
    return False


def _shared_type(names: list[Occurrence]) -> SourceType:
    types = {type_of(name.named) for name in names}
    if len(types) == 1 and SourceType.PERSON not in types:
        return types.pop()
    return SourceType.GROUP


def _bearers(register: Register, first: int, end: int) -> list[Occurrence]:
    """The names among the tokens, nationalities left out: "the South Korean report"."""
    return [name for name in register.within(first, end) if name.last <= end and not people(name)]


_KINDS_OF_PEOPLE = lexicon.NATIONALITIES | lexicon.ROLES | lexicon.words("msp mep td peer")


def people(name: Occurrence) -> bool:
    """True for a nationality or a kind of people: "Danish", "Danes", "Republicans", "MPs"."""
    word = name.named.words[-1].lower()
    if word in lexicon.NATIONALITIES:
        return True
    one, several = singular(word)
    return several and name.last - name.first == 1 and one in _KINDS_OF_PEOPLE


def _named(
    tokens: Tokens, register: Register, names: list[Occurrence], core: int, end: int, last: int
) -> Occurrence | None:
    """The name that a mention is headed by, if it is headed by a name; `names` are its own."""
    whole = core == last  # "Soto's" alone is as good as "Soto"
    if (
        names
        and names[-1].last == core == end
        and (whole or not possessive(tokens.words[core - 1]))
    ):
        return names[-1]
    if names and names[-1].last == end and tokens.words[end - 1][0] == "@":
        return names[-1]  # "a user called @anasoto"
    names = [name for name in names if name.named.kind is not Kind.PLACE]
    heading = [name for name in names if name.last <= core]
    if heading and heading[-1].last == core and (whole or not possessive(tokens.words[core - 1])):
        return heading[-1]
    head, _ = singular(tokens.low[core - 1])
    person = head in lexicon.ROLES or head in lexicon.OFFICIALS or head in _ONE_OF_THEM
    if names and person and names[-1].last == end and _fields(tokens, core, names[-1]):
        return names[-1]  # "ambassador to Chile Ana Soto", "professor of law Ana Soto"
    beside = heading and heading[-1].last == core - 1 and not possessive(tokens.words[core - 2])
    if beside and head in _STAFFS and heading[-1].named.kind in (Kind.PERSON, Kind.UNKNOWN):
        return None
    if beside and head in _BESIDE_A_NAME:
        return heading[-1]  # "the Courier newspaper"
    if beside and head == "agency" and tokens.low[core - 2] == "news":
        return heading[-1]
    if len(heading) and tokens.low[core - 2] == "news" and heading[-1].last == core - 2:
        return heading[-1]  # "the Reuters news agency"
    if core < last and tokens.low[core] in ("called", "named"):  # "a site called the Envoy"
        called = register.within(core + 1, core + 3)
        if called:
            if called[0].named.kind is Kind.UNKNOWN and head in _PUBLISHING:
                called[0].named.kind = Kind.MEDIA
            return called[0]
    closing_name = _closing_name(tokens, register, end, last)
    if closing_name is not None:
        return closing_name if not _plural(tokens, core) else None
    outlet = head in lexicon.MEDIA or head in lexicon.ORGANISATIONS or head in _EITHER
    person = person or (not outlet and head not in lexicon.GOVERNMENT and occupation(head))
    if (person or outlet) and tokens.words[end] == ",":
        begin = end + 1 + (tokens.low[end + 1] in _BEFORE_A_NAME)
        after = register.within(end + 1, begin + 1)
        if (
            after
            and after[0].named.kind in _appositive(head, person)
            and (head in _EITHER or not _plural(tokens, core))
        ):
            closing = tokens.words[after[0].last]
            if closing in (",", "", "of", "from") or after[0].last >= last:
                return after[0]  # "his lawyer, Ana Soto,"
    return None


_BESIDE_A_NAME = lexicon.MEDIA | lexicon.ORGANISATIONS | {"force", "group"}
_PUBLISHING = lexicon.MEDIA | {"page", "account"}
_BEFORE_A_NAME = lexicon.PARTICLES | lexicon.ARTICLES
_ADDRESSES = lexicon.ROLES | lexicon.RANKS | frozenset(lexicon.TITLES) | set(lexicon.HONORIFICS)
_ONE_OF_THEM = lexicon.words("one another other second third fourth fifth")
_STAFFS = frozenset({"campaign", "team", "camp"})  # "the Soto campaign" is not Soto
_BODIES = (Kind.UNKNOWN, Kind.MEDIA, Kind.ORGANISATION)
_EITHER = lexicon.words(
    """
    regulator operator publisher owner developer producer partner rival builder contractor supplier
    landlord organiser organizer distributor importer exporter manufacturer retailer insurer lender
    """
)
_SUBJECTS = lexicon.words("professor lecturer minister secretary commissioner")


def _appositive(head: str, person: bool) -> tuple[Kind, ...]:
    """What a name may be that a description is set beside: "the regulator, the Water Agency"."""
    if head in _EITHER:
        return (Kind.PERSON, Kind.GOVERNMENT, *_BODIES)
    return (Kind.PERSON, Kind.UNKNOWN) if person else _BODIES


def _fields(tokens: Tokens, core: int, name: Occurrence) -> bool:
    """True where a name that ends a description is whom it describes, not part of it."""
    if name.first == core + 1 and tokens.low[name.first].rstrip(".") in _ADDRESSES:
        return False  # "a spokeswoman for Governor Ana Soto"
    if name.name > name.first:
        return True  # with a title
    before = tokens.low[name.first - 1]
    plain = tokens.words[name.first - 1].islower() and before not in lexicon.PREPOSITIONS
    if tokens.low[core] != "of" or not plain or before in lexicon.DETERMINERS:
        return False
    several = name.named.kind is Kind.UNKNOWN and name.last - name.name > 1
    return name.named.kind is Kind.PERSON or (several and tokens.low[core - 1] in _SUBJECTS)


def _closing_name(tokens: Tokens, register: Register, end: int, last: int) -> Occurrence | None:
    """The person in apposition at the end: "the engineer who built it, Dr. Ana Soto,"."""
    while last > end and tokens.words[last - 1] == ",":
        last -= 1
    names = register.within(max(end, last - _LONGEST), last)
    if not names or names[-1].last < last or names[-1].named.kind is not Kind.PERSON:
        return None
    near = tokens.words[end] == "," and names[-1].first <= end + 5
    return names[-1] if near or tokens.words[names[-1].first - 1] == "," else None


_LONGEST = 8  # tokens of a name with its titles


def _plural(tokens: Tokens, core: int) -> bool:
    return singular(tokens.low[core - 1])[1]


def _name_mention(tokens: Tokens, span: Span, first: int, occurrence: Occurrence) -> Mention:
    named = occurrence.named
    if named.kind is Kind.UNKNOWN:
        _decide(tokens, first, occurrence)
    kind = type_of(named)
    is_person = kind is SourceType.PERSON
    before = occurrence.name if is_person else occurrence.first
    prefix = [tokens.low[i].rstrip(".") for i in range(first, before)]
    role = role_around(tokens, first, occurrence) if is_person else None
    head = next((word for word in reversed(prefix) if word in lexicon.ROLES), "")
    if (
        not is_person
        and tokens.words[before - 1 - (tokens.low[before - 1] in lexicon.ARTICLES)] == ","
    ):
        head = next((word for word in reversed(prefix) if word in _BODY_HEADS), "")
        told = described(tokens, first, before)
        role = told if told and (head in _EITHER or " " in told) else None
    return Mention(
        span,
        Sort.NAME,
        kind,
        named=named,
        head=head,
        modifiers=frozenset(prefix) - lexicon.DETERMINERS,
        gender=named.gender,
        role=role,
    )


_INSTITUTIONS = lexicon.ORGANISATIONS | lexicon.GOVERNMENT
_BODY_HEADS = _EITHER | _INSTITUTIONS | lexicon.MEDIA
_ONLY_PEOPLE = lexicon.ROLES - _EITHER


def _decide(tokens: Tokens, first: int, occurrence: Occurrence) -> None:
    """Settle what kind of bearer an unknown name has, by the words before it."""
    named = occurrence.named
    before = range(first, occurrence.name)
    words = [bare(tokens.low[i]) for i in before]
    person = not _ONLY_PEOPLE.isdisjoint(words)
    titled = occurrence.name > occurrence.first
    if person and (titled or any(tokens.words[i] == "," for i in before)):
        return  # "a spokeswoman for the port authority, Ana Soto"
    if not lexicon.MEDIA.isdisjoint(words):
        named.kind = Kind.MEDIA
    elif tokens.low[occurrence.name - 1] in lexicon.ARTICLES or not _INSTITUTIONS.isdisjoint(words):
        named.kind = Kind.ORGANISATION


_NO_MEN = frozenset({"specimen", "regimen", "abdomen", "acumen"})


def singular(word: str) -> tuple[str, bool]:
    """A noun in the singular, and whether it was given in the plural."""
    word = bare(word)
    if word in lexicon.PEOPLE_PLURAL:
        return lexicon.PEOPLE_PLURAL[word], True
    if word in lexicon.MEDIA or word in lexicon.GOVERNMENT:
        return word, False
    if word.endswith("men") and len(word) > 5 and word not in _NO_MEN:
        return word[:-3] + "man", True
    if len(word) < 4 or not word.endswith("s"):
        return word, False
    if word.endswith(("ss", "us", "is")):
        return word, False
    if word.endswith("ies"):
        return word[:-3] + "y", True
    if word.endswith(("ses", "shes", "ches", "xes")):
        return word[:-2], True
    return word[:-1], True


def _description(
    tokens: Tokens, span: Span, first: int, core: int, last: int, names: list[Occurrence]
) -> Mention:
    head, plural = singular(tokens.low[core - 1])
    if head == "executive" and _governs(tokens, first, core):
        head = "authority"
    words = [tokens.low[i] for i in range(first, core - 1)]
    opening = tokens.low[first]
    issuer = _issuer(tokens, core, names)
    definite = opening in _DEFINITE or possessive(opening)
    kind = _type(head, plural, words, issuer)
    told = head != "agency" or not plural  # "Aid agencies" are no authority
    named = None
    posted = head == "post" and issuer is not None and issuer.named.kind is Kind.MEDIA
    if issuer is not None and (posted or kind in (SourceType.MEDIA, SourceType.DOCUMENT)):
        named = issuer.named
        if named.kind is Kind.UNKNOWN:
            named.kind = Kind.ORGANISATION
        if type_of(named) is SourceType.MEDIA:
            kind = SourceType.MEDIA
        elif type_of(named) is SourceType.PERSON:
            named = None
    return Mention(
        span,
        Sort.DESCRIPTION,
        kind,
        named=named,
        name=_official_name(tokens, first, core, head, words) if told else None,
        head=head,
        modifiers=frozenset(bare(word) for word in words) - lexicon.DETERMINERS,
        gender=lexicon.GENDERED.get(head),
        plural=plural,
        definite=definite,
        qualified=core < last and not _counts(tokens, core, last),
        owned=opening in lexicon.POSSESSIVES or possessive(opening),
    )


def _governs(tokens: Tokens, first: int, core: int) -> bool:
    """True for "the Health and Safety Executive", a body; not for "the Chief Executive"."""
    names = core - first > 2 and tokens.capital(core - 1) and tokens.capital(core - 2)
    return names and tokens.low[first] == "the" and tokens.low[core - 2] not in _RANKED


_RANKED = lexicon.words("chief senior top former deputy non-executive managing")


def _counts(tokens: Tokens, core: int, last: int) -> bool:
    """True for "of three" after "the mother", which tells her from nobody."""
    return last - core == 2 and tokens.low[core] == "of" and tokens.low[core + 1] in _NUMBERS


_NUMBERS = lexicon.words("two three four five six seven eight nine ten 2 3 4 5 6 7 8 9 10")


def _issuer(tokens: Tokens, core: int, names: list[Occurrence]) -> Occurrence | None:
    """Whose report, statement or site it is: "the Courier report", "a report from the Courier"."""
    names = [name for name in names if name.named.kind is not Kind.PLACE]
    before = [name for name in names if name.last <= core]
    if before:
        return before[0]
    head, _ = singular(tokens.low[core - 1])
    if tokens.low[core] not in ("from", "by", "in", "on") or head not in _ISSUED:
        return None
    after = [name for name in names if name.first <= core + _NEAR]
    outlets = [name for name in after if name.named.kind is Kind.MEDIA]
    if tokens.low[core] in ("in", "on"):  # "a poll in Rivertown" is not Rivertown's
        after = []
    return next(iter(outlets or after), None)


_ISSUED = lexicon.DOCUMENTS | lexicon.SOCIAL
_NEAR = 5  # tokens from the preposition to the issuer


_FILED = lexicon.words("court legal white green research academic scientific discussion working")
_SHARES = lexicon.words("percent % majority half third quarter number minority")


_RELIEF = lexicon.words("aid relief humanitarian charity welfare advertising travel estate")
_GOVERNING = lexicon.GOVERNMENT | lexicon.NATIONALITIES


def _type(head: str, plural: bool, words: list[str], issuer: Occurrence | None) -> SourceType:
    if head in _SHARES:
        return SourceType.GROUP
    if head in _SPOKE_FOR:
        governs = not _GOVERNING.isdisjoint(map(bare, words))
        if governs or (issuer is not None and issuer.named.kind is Kind.GOVERNMENT):
            return SourceType.GOVERNMENT
        return SourceType.ORGANISATION if issuer is not None else SourceType.UNNAMED
    if head in ("source", "insider", "rumor", "rumour") or (head in lexicon.UNNAMED and not plural):
        return SourceType.UNNAMED
    if head in lexicon.TALK and head not in _ISSUED:
        return SourceType.UNNAMED
    if head == "agency" and not _RELIEF.isdisjoint(words):
        return SourceType.ORGANISATION
    if head == "agency" and words and words[-1] in ("news", "press"):
        return SourceType.MEDIA
    if head == "agent" and words and (words[0] in lexicon.POSSESSIVES or possessive(words[-1])):
        return SourceType.UNNAMED  # a singer's
    if head in lexicon.OFFICIALS or head in lexicon.GOVERNMENT or head == "authority":
        return SourceType.GOVERNMENT
    if head in lexicon.MEDIA:
        filed = head == "paper" and not _FILED.isdisjoint(words)
        return SourceType.DOCUMENT if filed else SourceType.MEDIA
    if plural and head in lexicon.TALK and issuer is None:
        return SourceType.UNNAMED  # "reports", "accounts"
    if head in lexicon.STORIES and issuer is None:
        return SourceType.DOCUMENT
    if head in lexicon.SOCIAL:
        return SourceType.SOCIAL_MEDIA
    if head in ("reporter", "journalist", "correspondent") and issuer is not None:
        return SourceType.MEDIA
    if head in lexicon.DOCUMENTS:
        return SourceType.DOCUMENT
    if head in lexicon.ORGANISATIONS:
        return SourceType.ORGANISATION
    if plural and head not in lexicon.TALK and head not in lexicon.UNNAMED:
        return SourceType.GROUP
    return SourceType.UNNAMED


_OFFICIAL = lexicon.GOVERNMENT | _STAFFS


def _official_name(
    tokens: Tokens, first: int, core: int, head: str, words: list[str]
) -> str | None:
    """ "the Canadian government" has a name, though half of it in lower case."""
    if head not in _OFFICIAL or not words:
        return None
    start = first + (words[0] in lexicon.ARTICLES)
    named = any(tokens.capital(i) for i in range(start, core - 1))
    whole = not any(tokens.low[i] in lexicon.DETERMINERS for i in range(start, core))
    if named and whole and not any(map(possessive, tokens.words[start:core])):
        return tokens.span(start, core).cut(tokens.text)
    return None


def _plain(tokens: Tokens, first: int, end: int) -> str:
    return tokens.span(first, end).cut(tokens.text)
