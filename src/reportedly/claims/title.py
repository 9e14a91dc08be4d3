"""A headline's own claim, taken apart: what is claimed, on whose word, how firmly, who acts."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reportedly.claims.lexicon import MAY, words
from reportedly.claims.stems import Stem, stems_of
from reportedly.data import Certainty, Claim, EntityType, Quotation, Span

_MAX_CHARS = 400  # of a title that are looked at
_LONGEST = 6  # words that name a speaker

_SAYS = (
    r"say|says|said|claims?|claimed|tells?|told|reports?|reported|announce[sd]?|confirm(?:s|ed)?"
    r"|den(?:y|ies|ied)|insist(?:s|ed)?|warn(?:s|ed)?|admit(?:s|ted)?|reveal(?:s|ed)?|alleges"
    r"|suggest(?:s|ed)?|believe[sd]?|thinks?|thought|fears?|feared|tweet(?:s|ed)?|writes?|wrote"
    r"|argue[sd]?|state[sd]|declare[sd]?|predict(?:s|ed)?|maintains?|shows|showed"
)
_SPEAKING = re.compile(  # "Envoy says …", "Media reports say …"
    rf"(?P<speaker>[^\W\d_](?:[^,:;–—|?!\"“”‘’' ]| (?![‘'])|[’'](?=\w)){{0,80}}?) "
    rf"(?P<cue>(?!reports? (?:{_SAYS})\b)(?:{_SAYS}))(?: that)?"
    r"(?=,? ?[:“\"‘']| (?!of|about|over|for|as|on|in)\b)",
    re.IGNORECASE,
)
_SIGNED = re.compile(  # "…, says envoy"; "… – reports"; "…, police say"; "…: envoy"
    rf"(?:(?:, | [–—|-] |: )(?P<signature>(?:as )?(?:{_SAYS}|according to)\b[^,:;–—|]{{0,60}}"
    rf"|[^,:;–—|]{{1,60}} (?:{_SAYS}|hears?|heard|finds?|shows?)"
    r"|reports?|sources?|officials?|police|study)"
    r"|: (?P<name>[^\W\d_]+(?: [^\W\d_]+){0,2}))\W*$",
    re.IGNORECASE,
)
_LEAD = re.compile(r"(?P<lead>[^:?!]{1,40}): ")  # "Envoy: …", but "Floods: …" as well
_ATTRIBUTING = re.compile(
    rf"\b(?:{_SAYS}|according|(?:reported|alleged|apparent|supposed|purported)(?:ly)?|rumou?r\w*"
    r"|unconfirmed|unverified|sources?|officials?|police|authorities|experts?|scientists?"
    r"|researchers?|witness\w*|accus\w+|blam(?:e[sd]?|ing)|cit(?:es|ed|ing)|call(?:s|ed|ing)"
    r"|show(?:s|ed|n|ing)?|prove[sd]?|appears?|seems?|identif(?:y|ies|ied)|suspect\w*|study"
    r"|survey|poll|claiming|saying|reporting|hints?|interview\w*|names?|named|vows?|according"
    r"|asks?|urges?|demands?|theor(?:y|ies)|allegations?|on trial|charged (?:with|over|in)|indicted"
    r"|found to|hears?|heard|credit\w*|prais\w+|hail\w*|slam\w*|blast\w*|critici\w+|condemn\w*)\b",
    re.IGNORECASE,
)
_HEDGING = re.compile(
    r"\b(?:(?:reported|alleged|apparent|supposed|purported|possib|probab|potential)(?:le|ly)?"
    rf"|rumou?r\w*|{MAY}|might|could|can|would|if|whether|(?:un)?likely|perhaps|maybe|appear(?:s|ed)?"
    r"|seem(?:s|ed)?|suspect\w*|presum\w+|fear(?:s|ed|ing)?|unconfirmed|unverified|unclear"
    r"|uncertain\w*|believe[sd]?|thought|expect\w*|doubt\w*|questions?|questioned|suggest\w*"
    r"|hint\w*|claim(?:s|ed|ing)?|reports?|theor(?:y|ies)|probe[sd]?|investigat\w+|disput\w+"
    r"|consider\w*|talks?|tips?|tipped|eye[sd]?|eyeing|look(?:s|ed|ing)?|why|how|what"
    r"|allegations?|speculat\w*|concerns?|hop(?:es?|ed|ing)|threat\w*|almost|nearly"
    r"|fac(?:es|ed|ing)\b(?!.* (?:after|over|for) )|face (?=\d|an? |more |new ))\b",
    re.IGNORECASE,
)
_UNSURE = re.compile(  # "…, union fears"
    r"\b(?:fear|suspect|hope|expect|predict|think|thought|believe|suggest)(?:s|ed)?\b",
    re.IGNORECASE,
)
_DENYING = re.compile(
    r"n[’']t\b|\b(?:not|no|never|nobody|none|nothing|neither|nor|without|cannot|despite|but|instead"
    r"|den(?:y|ies|ied|ying|ials?)|hoax\w*|fak(?:e|es|ed|ing)|fals\w+|untrue|debunk\w*|myths?"
    r"|satir\w+|disput\w+|reject\w*|refut\w*|rebut\w*|dismiss\w*|doubt\w*|prank\w*|bogus|wrong\w*"
    r"|fail\w*|lies?|lied|contradict\w*|rumou?r\w*|fiction\w*|fabricat\w+|invented|mistak\w+"
    r"|mislead\w*|retract\w*|correct\w*|apolog\w+|questions?|questioned|s[kc]eptic\w*|confus\w+"
    r"|f[ae]ll for|rebuff\w*|conspirac\w+|alive|exonerat\w+|clear(?:s|ed)|unlikely|really"
    r"|actually)\b",
    re.IGNORECASE,
)
_DOUBTING = re.compile(  # that it may be false, in words that do not deny it outright
    r"\b(?:troll\w*|staged?|[md]is(?:information|informs?)|sh(?:oots?|ot) down|fool(?:s|ed|ing)?"
    r"|dup(?:es?|ed)|trick(?:s|ed)?|spoof|parody|rubbish|nonsense|viral|people think|web portal"
    r"|explains?|truth|insists?|safe|internet|twitter)\b",
    re.IGNORECASE,
)
_REFUTING = re.compile(
    r"\b(?:hoax|untrue|not true|debunk(?:s|ed)?|den(?:y|ies|ied)|rubbish|refutes?"
    r"|(?:is|are|was|were|as|called|totally|entirely) (?:a )?(?:fake|false|bogus|nonsense))\b"
    r"|^No, ",
    re.IGNORECASE,
)
_ENDING = re.compile(
    r"\b(?:quit\w*|exit\w*|bail\w*|lea(?:ves?|ving)|left|pass(?:es|ed)?|out|drop\w*|cancel\w*|ends?"
    r"|ended|stop\w*|halt\w*|delay\w*|postpone\w*|miss\w*|ban\w*|block\w*|lose\w*|lost|down|off)\b",
    re.IGNORECASE,
)
_WILL = re.compile(  # "Envoy to go" says so, too; not "linked to", "said to", "to have gone"
    r"\bwill\b|['’]ll\b|(?<!ed )(?<!said )\bto\b(?! have\b)", re.IGNORECASE
)
_PLANNING = re.compile(
    r"['’]ll\b|\b(?:to|will|would|shall|should|must|can|might|could|plan\w*|inten[dt]\w*|want\w*"
    rf"|{MAY}"
    r"|aim\w*|hop(?:es?|ed|ing)|vow\w*|promis\w*|pledg\w*|threat\w*|prepar\w*|ready|set|due"
    r"|expected|going|poised|seek\w*|consider\w*|next|tomorrow|soon|upcoming|bid|urg(?:es|ed|ing)"
    r"|ask\w*|demand\w*|call\w*|propos\w*|agree\w*|deal|talks|order\w*|if|invit\w+|eye[sd]?"
    r"|schedul\w*|approv\w*|announc\w*|unveil\w*|sign\w*|try|trie[sd]|trying|attempt\w*)\b",
    re.IGNORECASE,
)
# Verbs of a headline's present, in the third person: what somebody is said to do
_DOING = words(
    "abandons accepts agrees announces approves arrests attacks backs bans begins blocks bombs",
    "breaks brings builds buys cancels captures closes confesses cuts defeats defies delays",
    "delivers demands deploys destroys donates drops enters escapes executes expels fires flees",
    "frees funds gives grants halts hires imposes invades invites jails joins kidnaps kills",
    "launches leads leaves lifts loses makes meets moves offers opens orders owns pays plans",
    "pledges postpones prepares promises proposes pulls quits raises recalls receives refuses",
    "rejects releases removes replaces rescues resigns robs sacks saves seeks seizes sells sends",
    "shoots shuts signs stabs starts steals stops strikes sues supplies surrenders suspends takes",
    "threatens urges vetoes vows wants wins withdraws",
)
_NEXT_WORD = re.compile(r" ([^\W\d_]+)\b")
_QUOTED = re.compile(
    r"[“\"][^“”\"]+[”\"]|(?<!\w)[‘'](?=\w)(?:[^‘’'\"]|[’'](?=\w)){1,120}[’'](?!\w)"
)
_FIRST_PERSON = re.compile(r"\b(?:I|We|my|our)\b")


@dataclass(frozen=True, slots=True)
class Headline:
    """A headline's own claim, taken apart. All spans refer to the title."""

    claim: Claim
    core: Span  # what is claimed, apart from whose word it is
    words: tuple[Stem, ...]  # of the whole
    stems: tuple[Stem, ...]  # of the core
    verbs: frozenset[str]  # the stems among them that are surely verbs
    speaker: Span | None  # "Envoy" in "Envoy says …"; in "Envoy: …", as is "Floods" in "Floods: …"
    cue: Span | None  # "says"
    attributed: bool  # some word or quotation mark in it says that it is somebody's word
    hedged: bool
    denies: bool
    doubts: bool  # it says that somebody fell for it, or has it from where things go round
    refutes: bool  # it says outright that something is false
    ends: bool  # it tells that something is over or off, for which a body may say "not"
    plans: bool
    intends: bool  # it tells of a plan, and not only of what will be
    actor: Span | None  # the person who is said to do something …
    verb: Span | None  # … and what they are said to do

    @property
    def asserts(self) -> bool:
        """True where the headline holds its claim for a fact, or for its source's firm word."""
        return not self.hedged and not self.denies


def take_apart(title: str, claim: Claim) -> Headline:
    """The parts of a title, whose claim is `claim`. Looks at its first 400 code points."""
    head = title[:_MAX_CHARS]
    speaker, cue, core = _spoken(head, claim)
    said = core.cut(title)
    stems = tuple(stems_of(title, core))
    actor, verb = _acting(title, claim, core)
    rest = f"{speaker.cut(title)} {said}" if speaker else said
    firm = claim.certainty in (Certainty.ASSERTED, Certainty.DENIED, Certainty.INTENDED)
    return Headline(
        claim=claim,
        core=core,
        words=tuple(stems_of(title, Span(0, len(head)))),
        stems=stems,
        verbs=frozenset(each.form for each in stems if _is_verb(title, each.span)),
        speaker=speaker,
        cue=cue,
        attributed=cue is not None
        or speaker is not None
        or _FIRST_PERSON.search(said) is not None
        or claim.quotation is not Quotation.INDIRECT
        or _QUOTED.search(head) is not None
        or _ATTRIBUTING.search(head) is not None,
        hedged=not firm
        or "?" in head
        or _HEDGING.search(rest) is not None
        or (cue is not None and _UNSURE.search(cue.cut(title)) is not None),
        denies=_DENYING.search(head) is not None,
        doubts=_DOUBTING.search(head) is not None,
        refutes=_REFUTING.search(head) is not None and "?" not in head,
        ends=_ENDING.search(said) is not None,
        plans=_PLANNING.search(said) is not None,
        intends=_PLANNING.search(_WILL.sub("", said)) is not None,
        actor=actor,
        verb=verb,
    )


def is_finite(word: str) -> bool:
    """True for a headline's verb in the present or in the past: "offers", "released"."""
    lower = word.lower()
    return lower in _DOING or (lower.endswith("ed") and len(lower) > 4)


def _is_verb(title: str, span: Span) -> bool:
    before = title[max(0, span.start - 6) : span.start].lower()
    return is_finite(span.cut(title)) or before.endswith((" to ", " will "))


def _spoken(head: str, claim: Claim) -> tuple[Span | None, Span | None, Span]:
    """Who speaks, the words that say so, and what is said; without a speaker, the whole."""
    whole = Span(claim.content[0].start, min(claim.content[-1].end, len(head)))
    signed = _SIGNED.search(head)
    if signed and signed.start() > whole.start:
        by = Span(*signed.span("signature" if signed["signature"] else "name"))
        return None, by, Span(whole.start, signed.start())
    lead = _LEAD.match(head, whole.start, whole.end)
    spoken = _SPEAKING.match(head, lead.end() if lead else whole.start, whole.end)
    if spoken and len(spoken["speaker"].split()) <= _LONGEST:
        said = re.compile(r"[ ,:]*").match(head, spoken.end(), whole.end)
        start = said.end() if said else spoken.end()
        return Span(*spoken.span("speaker")), Span(*spoken.span("cue")), Span(start, whole.end)
    if lead:
        return Span(*lead.span("lead")), None, Span(lead.end(), whole.end)
    return None, None, whole


def _acting(title: str, claim: Claim, core: Span) -> tuple[Span | None, Span | None]:
    """The person with whom the core begins, and the verb in the present that follows."""
    for entity in claim.entities:
        if entity.span.start == core.start and entity.type is EntityType.PERSON:
            after = _NEXT_WORD.match(title, entity.span.end)
            if after and after[1].lower() in _DOING:
                return entity.span, Span(*after.span(1))
    return None, None
