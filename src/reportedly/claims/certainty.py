"""How firmly the last link holds a content: its class, and a factuality score.

Rules over word lists, on the cue and the content together. The class follows the strongest
sign: a cue that denies or asks, an "if" that the whole content hangs on, what the main clause
says of itself (modals, hedges, plans), a cue that believes or guesses, a negated main clause.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from reportedly.claims.lexicon import LIKELY, MAY, Sign, orders, words
from reportedly.claims.wording import Wording, plain
from reportedly.data import Certainty

_MAX_MAIN = 16  # words of the main clause
_KEPT = 2048  # cues whose reading is remembered: most are few

# Cues and the words about them
_DENIES = re.compile(
    r"\b(?:den(?:y|ies|ied|ying|ials?)|refut\w+|reject(?:s|ed|ing)?|dismiss(?:es|ed|ing)?"
    r"|disput(?:e|es|ed|ing)|rebut\w*|debunk\w*|disavow\w*|contradict(?:s|ed|ing)?"
    r"|rul(?:e|es|ed|ing) out|retract(?:s|ed|ing)?|recant(?:s|ed|ing)?"
    r"|(?:stop\w*|f[ae]ll\w*) short of|plead\w* not guilty|acquit\w*|cleared of"
    r"|fail(?:s|ed|ing)? to (?:show|find|prove|establish|demonstrate)"
    r"|(?:not|n't|never) (?:believe|think|expect|say|said|accept|agree|find|found|prove|show))\b"
)
_LEAVES_OPEN = re.compile(  # "neither confirmed nor denied"; whichever of them is the cue
    r"\bneither (?:\w+ )?(?:confirm|den(?:y|ie)|verif)|\bnor (?:confirm|den(?:y|ie)|verif)"
)
_CONCEDES = re.compile(
    r"\b(?:not|never|cannot|(?:refus|declin)\w+ to) (?:\w+ )?(?:deny|den(?:ied|ying)|disput|reject"
    r"|refut)"
)
_RULES_NOTHING_OUT = re.compile(
    r"\b(?:not|never|cannot|without|refus\w+|declin\w+|short of|no longer|yet)(?: \w+){0,3}"
    r" rul(?:e|es|ed|ing) out\b"
)
_UNTOLD = re.compile(r"\b(?:not|never|without) (?:\w+ )?sa(?:y|id|ying)\b")
_ASKS = re.compile(
    r"\b(?:ask(?:s|ed|ing)?|wonder(?:s|ed|ing)?|question(?:s|ed|ing)?|quer(?:y|ied)"
    r"|doubt(?:s|ed|ing)?|unclear|unknown|unsure|uncertain|unverified|inquired?|enquired?"
    r"|(?:not|n't|cannot|never|unable to)(?: \w+){0,2} (?:confirm|verify|know|say|clear|known|sure"
    r"|confirmed|verified|corroborate))\b"
)
_PROBES = re.compile(r"\b(?:investigat(?:e|es|ed|ing)|prob(?:es|ed|ing)|look(?:s|ed|ing)? into)\b")
_GUESSES = re.compile(
    r"\b(?:rumou?r(?:s|ed)?|speculat\w+|unconfirmed|gossip|hint(?:s|ed)?|suggest(?:s|ed|ing)?"
    r"|fear(?:s|ed)?|hop(?:e|es|ed|ing)|concerns?|worr(?:y|ies|ied)|possibility"
    r"|considering|mull(?:s|ed|ing)|contemplat(?:es|ed|ing))\b"
)
_BELIEVES = re.compile(
    r"\b(?:believ(?:e|es|ed|ing)|think(?:s|ing)?|thought|suspect(?:s|ed|ing)?|assum\w+|presum\w+"
    r"|expect(?:s|ed|ing|ation)?|anticipat\w+|estimat\w+|predict(?:s|ed|ing|ion)?|forecasts?"
    r"|appear(?:s|ed)?|seem(?:s|ed)?|reckon(?:s|ed)?|guess(?:es|ed)?|pegged|likely|theor\w+)\b"
)
_WANTS = re.compile(
    r"\b(?:plan(?:s|ned|ning)?|intend(?:s|ed|ing)?|intention|vow(?:s|ed|ing)?|promis(?:e|es|ed|ing)"
    r"|pledg(?:e|es|ed|ing)|order(?:s|ed|ing)?|demand(?:s|ed|ing)?|urg(?:e|es|ed|ing)"
    r"|want(?:s|ed|ing)?|request(?:s|ed|ing)?|threaten(?:s|ed|ing)?|propos(?:e|es|ed|ing)"
    r"|assur(?:e|es|ed|ing)|call(?:s|ed|ing)? (?:for|on|upon)|interest(?:ed)? in"
    r"|instruct\w*|command(?:s|ed)|recommend\w*|advis(?:e|es|ed|ing)|beg(?:s|ged)|offer(?:s|ed|ing)?"
    r"|decided|agreed|swore|aim(?:s|ed)?|prepar(?:es|ed|ing) to|seek(?:s|ing)?|appeal(?:s|ed)?)\b"
)
# Contents
_SOMEBODY = (
    r"(?:the|an?|i|it|he|she|they|we|you|there|this|that|its|his|her|their|our|any\w*|no\w*)"
)
_TERM = r"(?:an?|one|two|three|four|five|six|ten|seconds|minutes|hours|days|weeks|months|years)\b"
_IF = Sign(
    words("if unless provided should long condition event assuming supposing failing"),
    re.compile(
        r"^(?:\W*(?:and|but|that|so|well) )*"
        r"(?:if|unless|provided|assuming|supposing|in the event (?:of|that)"
        r"|failing (?:that|this|an?)"
        rf"|should {_SOMEBODY}|(?:as|so) long as {_SOMEBODY})\b"
        r"|\bunless\b"
        r"|\b(?:will|would|can|could|'ll|must)\b.{1,120}?"
        r"(?<!as )(?<!even )(?<!only )(?<!see )(?<!know )\bif\b"
        r"|\b(?:will|would|can|could|'ll|must|may|might|shall)\b[^?]{1,120}?"
        rf"\b(?:provided (?:that )?(?:the|an?|it|he|she|they|we)|(?:as|so) long as(?! {_TERM})"
        r"|on (?:the )?condition that|in the event (?:of|that)"
        rf"|(?:assuming (?:that )?|should ){_SOMEBODY})\b"
    ),
)
_CANNOT = "(?:cannot|can not|could not)"
_OPEN = Sign(
    words(
        "unclear unknown uncertain clear known certain notification confirmation word early soon"
        " know confirm verify confirmed verified"
    ),
    re.compile(
        r"\b(?:is|are|was|were|remains?|remained|'s) (?:also |still |now )?"
        r"(?:unclear|unknown|uncertain|not (?:\w+ )?(?:clear|known|certain))\b"
        r"|^(?:it )?(?:unclear|unknown)\b"
        r"|\bno (?:official )?(?:notification|confirmation|word)\b"
        r"|\btoo (?:early|soon) to (?:say|tell|know)\b"
        r"|\b(?:do|does|did|could|cannot)(?: not)? (?:yet )?know (?:whether|if|who|why)\b"
        r"|^(?:i|we|they|he|she) (?:do|does|did) not (?:yet )?know (?:what|how|when|where)\b"
        rf"|\b{_CANNOT} (?:\w+ )?(?:confirm|verify|be (?:\w+ )?(?:confirmed|verified))\b"
    ),
)
_ASKED = r"(?:whether|if|who|whom|why|what|when|where|which)\b"
_AT_A_LOSS = Sign(  # "we cannot say whether it is safe"
    words("say tell sure certain unsure uncertain idea know knows doubt doubts doubted seen"),
    re.compile(
        r"^(?:i|we|he|she|they) (?:\w+ly |still |also )?doubt(?:s|ed)?\b"
        rf"|^(?:i|we|it|he|she|they) (?:have|has|had) (?:\w+ )?no idea (?:how\b|{_ASKED})"
        r"|^(?:nobody|no one) (?:\w+ )?(?:knows|can say)\b"
        r"|^(?:[\w',]+ ){0,8}?"
        rf"(?:{_CANNOT} (?:\w+ )?(?:say|tell(?: \w+)?|be (?:sure|certain)) {_ASKED}"
        rf"|(?:not (?:\w+ )?(?:sure|certain)|unsure|uncertain) (?:how\b|{_ASKED})"
        rf"|(?:impossible|hard|difficult) to (?:say|tell|know) (?:how\b|{_ASKED})"
        r"|remains? to be seen\b)"
    ),
)
_SUBJECT = r"(?:i|we|it|they|he|she|the (?:company|group|firm|government|party|council|ministry))"
_ON_THE_WAY = "(?:going|planning|preparing|determined|about|hoping|aiming)"
_PLANS = Sign(
    words(
        "will would shall going planning preparing determined about plan plans planned intend",
        "hoping aiming intention",
        "intends intended vow",
        "vows vowed promise promises pledge pledges hope hopes aim aims want wants ask asks urge",
        "urges demand demands let let's please i'll we'll it'll they'll he'll she'll",
        "company'll group'll firm'll government'll party'll council'll ministry'll",
    ),
    re.compile(
        rf"^{_SUBJECT} (?:(?:will|would|'ll|shall)"
        r" (?!be\b|have\b|not\b|like\b|confirm\b|say\b|never\b|probably\b|likely\b)"
        rf"|(?:is|are|was|were|am) {_ON_THE_WAY} to\b)"
        rf"|^{_SUBJECT}'ll (?!be\b|have\b|not\b)"
        rf"|^(?:i'm|(?:we|they)'re|s?he's) {_ON_THE_WAY} to (?!be\b|have\b)"
        r"|^plans? to\b|\b(?:my|our|his|her|their|its) intention to\b"
        r"|^(?:\w+ ){1,4}(?:plans?|planned|intends?|intended|vows?|vowed|promises?|pledges?|hopes?"
        r"|aims?|wants?|asks?|urges?|demands?)(?: \w+)? (?:to|that)\b"
        r"|^(?:i|we|they|he|she) (?:do|does|did)(?: not|n't) want\b"
        r"|\b(?:they|he|she|we) (?:do|does|did)(?: not|n't) want to\b"
        r"|^(?:let 's|let's|let us|please)\b"
    ),
)
_NO_PLANS = re.compile(r"\bno (?:\w+ )?(?:plans?|intention)\b")
_AFFIX = r"(?<!that )(?<!which )(?<!who )"
_POSSIBLE = Sign(
    words(
        "may might could can possibly perhaps maybe possible potentially rumored rumoured",
        "unconfirmed conceivably possibility hopefully suggest suggests",
        "rumour rumours rumor rumors speculation rule ruled ruling excluded",
        "impossible inconceivable unlikely chance risk danger likelihood considering mulling",
        "contemplating necessarily feared hoped",
    ),
    re.compile(
        rf"{_AFFIX}\b(?:{MAY}|might|could(?! not)|can (?:have|be)|possibly|perhaps|maybe|possible"
        r"|potentially|rumou?red|unconfirmed|conceivably|possibility|hopefully"
        r"|suggests?)\b"
        r"|\bthere (?:is|are|was|were|have been|has been) (?:\w+ ){0,2}(?:rumou?rs?|speculation)\b"
        r"|\bthere(?: is| was|'s) an? (?:\w+ )?(?:chance|risk|danger|likelihood)\b(?! to\b)"
        r"|\b(?:is|are|was|were|been|be|'s|'re|'m) (?:\w+ly )?"
        r"(?:considering|mulling|contemplating)\b"
        rf"|\b{_CANNOT} be (?:\w+ )?(?:ruled out|excluded)\b"
        r"|\b(?:not|never|cannot) (?:\w+ )?rul(?:e|ed|ing) out\b"
        r"|\bnot (?:\w+ )?(?:impossible|inconceivable|unlikely|necessarily)\b"
        r"|\bimpossible to rule out\b|\b(?:is|are|was|were) (?:\w+ )?feared\b"
        r"|^(?:it|we|he|she|they) (?:\w+ )?(?:hoped|feared)\b"
    ),
)
_PROBABLE = Sign(
    words(
        "likely unlikely unlike probably presumably supposedly apparently seemingly appear appears",
        "appeared seem seems",
        "seemed probable believed thought suspected expected supposed confident sure believe think",
        "suspect assess expect guess reckon assume believes thinks suspects expects assumed",
        "reckoned presumed",
    ),
    re.compile(
        rf"{_AFFIX}\b(?:{LIKELY}(?! voters)|(?<!not )unlikely|unlike|probably|presumably|supposedly"
        r"|(?<!, )apparently|seemingly|appears?|appeared|seems?|seemed|probable"
        r"|(?:is|are|was|were|been|be|am|also|now|widely) (?:\w+ )?"
        r"(?:believed|thought|suspected|expected|supposed|confident|sure)"
        r"|(?:i|we|they|he|she)(?: do| also| still)?"
        r" (?:believe|think|suspect|assess|expect|guess|reckon|assume)"
        r"|(?:believes|thinks|suspects|expects|believed))\b"
        r"|^(?:it|he|she|they) (?:\w+ )?(?:expected|suspected|assumed|reckoned|presumed)\b"
        r"|\b(?:is|are|was|were) (?:\w+ )?(?:presumed|assumed)\b"
    ),
)
_AS_FAR_AS = Sign(  # anywhere: "in all likelihood, it fell", "it fell, as far as we know"
    words("likelihood probability certainly far best chances chance looks looked"),
    re.compile(
        r"\bin all (?:likelihood|probability)\b|\balmost certainly\b"
        r"|\bas far as (?:i|we|he|she|they) (?:know|knows|knew)\b"
        r"|\bto the best of (?:my|our|his|her|their) knowledge\b"
        r"|^(?:the chances are|there is every chance)\b"
        r"|^(?:\w+ ){1,4}(?:looks|looked) (?:as if|as though|to have)\b"
    ),
)
_FALSE = Sign(
    words(
        "false untrue fabricated fabrication fabrications incorrect baseless nonsense",
        "unfounded rumor rumors rumour rumours lies lie hoax fake bogus groundless true",
        "inaccurate rubbish evidence intelligence truth indication basis foundation proof",
        "nothing supported never accurate mark impossible think believe",
    ),
    re.compile(
        r"\b(?:is|are|was|were|be|'s|as|that's|it's|categorically|completely|totally|entirely|absolutely"
        r"|simply|just|all) (?:\w+ )?"
        r"(?:false|untrue|fabricated|fabrications?|incorrect|baseless|nonsense|unfounded|lies"
        r"|(?:a |an? (?:complete|total|absolute|outright|utter|pure|malicious|deliberate) )"
        r"(?:lie|hoax|fake|fabrication|invention)|bogus|groundless|not true|inaccurate|rubbish)\b"
        r"|(?<!\bthere )\b(?:is|are|was|were|just|all|simply) (?:\w+ )?rumou?rs\b"
        r"|^(?:categorically )?(?:false|untrue|incorrect|baseless|nonsense)\b"
        r"|\b(?:no|without) (?:\w+ ){0,3}"
        r"(?:evidence|intelligence|truth|indication|basis|foundation|proof)\b"
        r"|\bnothing to (?:indicate|suggest|show)\b|\bnot supported by\b|\bnever happened\b"
        r"|\b(?:far|further) from (?:being )?(?:true|the truth|accurate)\b|\bwide of the mark\b"
        r"|(?<!not )(?<!to )(?<!almost )(?<!nearly )\bimpossible (?:that|for)\b"
        r"|^(?:i|we|he|she|they) (?:do|does|did) not (?:\w+ )?(?:think|believe)\b"
    ),
)
_NOTHING = (
    r"(?:absolutely )?(?:nothing|nobody|no(?! (?:doubt|question|comment|details|secret|choice"
    r"|option|idea|way|word|one|other|further|longer|less|fewer|more|sooner|later|effort|time|plans?"
    r"|intention|bones)\b))\b(?! (?:but|less|more|short)\b)"
)
_NEGATED = Sign(
    words("not cannot no never nobody none nothing neither nowhere but hardly"),
    re.compile(
        r"\b(?:is|are|was|were|be|been|am|has|have|had|does|do|did|will|would|'s|'re|'m)"
        r"(?: not|n't)\b"
        r"(?! (?:only|yet|just|first|the first|surpris\w+|sure|clear|comment\w*|confirm\w*|know"
        r"|want|expect\w*|immediately|respond\w*|return\w*|say|said|think|believe|like|care|mind|see"
        r"|need|right|even|a secret|mean|appear|seem|rule|elaborat\w*|disclos\w*|identify|named?"
        r"|provided?|give|doubt|deny|dispute|without|impossible|inconceivable"
        r"|unlikely|necessarily)\b)"
        r"(?!(?:(?<=\bwill not)|(?<=\bwould not))(?: (?!and\b|or\b)\w+){1,4} until\b)"
        rf"|\b{_CANNOT}\b(?! (?:only|just|even|confirm|verify|say|comment|know|rule|exclude|deny"
        r"|wait|help|stress|thank|imagine|overstate|emphasi[sz]e|be (?:\w+ )?(?:ruled out|excluded"
        r"|denied|reached|confirmed|verified|happier|prouder|better|clearer|more))\b)"
        r"|\bthere (?:is|are|was|were|(?:has|have|had|would have) been|'s|(?:will|would|can|could)"
        r" be) (?:absolutely )?no"
        r"(?! (?:doubt|question(?! of)|comment|details|need|way(?! (?:that|i|we|it|the)\b)|word|one"
        r"|other|further|longer|official))\b|\b(?:has|have|had) no (?:\w+ )?(?:intention|plans?)\b"
        rf"|\b(?:hid|saw|took|made|found|knew|told|seen|taken|done|gave|given|\w+ed) {_NOTHING}"
        r"|^neither\b|\b(?:is|are|was|were|has|have|had|did) (?:neither|nowhere near)\b"
        r"|\b(?:is|are|was|were) (?:anything but|hardly(?! surpris))\b"
        r"|^(?:of course|certainly|absolutely|definitely) not\b|^(?:no|not at all)$"
        r"|^not (?:guilty|one(?! to\b)|a single)\b"
        r"|\b(?:has|have|had|was|were|will|would|i|we|he|she|they|it) never\b"
        r"|^(?:i|we|they|he|she)'(?:d|ve|s) never\b"
        r"|^(?:\w+ ){1,4}never (?!before\b|mind\b|again\b)\w"
        r"|^(?:nobody|no one|none of|at no (?:time|point|stage))\b"
        r"|^no (?!comment|doubt|question|wonder|sooner|matter|fewer|less|longer|more|later)"
        r"(?:\w+ ){1,3}(?:is|are|was|were|has|have|had)\b"
    ),
)
_HARDLY = re.compile(
    r"(?<!not )\bunlikely\b|(?<!\bor )\b(?:may|might) (?!or\b)(?:\w+ )?not\b"
    r"|\bnot (?:\w+ )?(?:expected|likely)\b|\bexpected not\b"
)
_TELLING = frozenset().union(
    *(
        sign.triggers
        for sign in (
            _IF,
            _OPEN,
            _AT_A_LOSS,
            _AS_FAR_AS,
            _FALSE,
            _PLANS,
            _PROBABLE,
            _POSSIBLE,
            _NEGATED,
        )
    )
)
_CONCESSION = re.compile(r" (?:although|though|while) ")
_BUT = re.compile(r"\bbut\b")
_LEAD = re.compile(
    r"^(?:in|on|at(?! (?:least|most)\b)|despite|even (?:though|if|when)|given|because|as|after"
    r"|since|while|although|though|with|for|by|however|regardless|so|well|yes|no|but|and|now|today"
    r"|meanwhile|during|before|following)\b[^,]{0,80} , "
)
_CLAUSE_END = re.compile(
    r" (?:which|who|whom|because|although|while|after|before|since|where|whereas|despite|;|\.)"
    r"(?: |$)"
)

_SCORES = {
    Certainty.ASSERTED: 2.6,
    Certainty.PROBABLE: 1.6,
    Certainty.POSSIBLE: 0.7,
    Certainty.CONDITIONAL: 0.3,
    Certainty.DENIED: -2.6,
    Certainty.QUESTIONED: 0.0,
    Certainty.INTENDED: 0.6,
}


def grade(content: Wording, cue: str, context: str = "") -> tuple[Certainty, float]:
    """How firmly a content is held, from its own words, its cue and the words about the cue.

    `content` is that of the innermost proposition, `cue` the text of the last link's (empty
    when there is none), `context` the last link's mention and what stands between it, the cue
    and the content. The score is the factuality of the content's main event in [-3, +3]; it
    is negative for what is denied and for what is held to be likely or possibly not so.
    Looks at the first 400 code points of each.
    """
    said, among = content.said, _TELLING.intersection(content.words)
    main = _main_clause(said) if among else ""
    certainty = _certainty(said, main, among, _read_cue(cue, context))
    score = _SCORES[certainty]
    unsure = certainty in (Certainty.PROBABLE, Certainty.POSSIBLE)
    if unsure and (_is_negated(main, among) or _HARDLY.search(main)):
        score = -score
    return certainty, score


class _Cue(NamedTuple):
    """What a cue and the words about it say of whatever is reported."""

    words: str
    denies: bool
    asks: bool
    untold: bool  # "did not say", which denies that something is so, but not "how" it is
    warns: bool  # of what others will do, where it is no threat
    calls: bool  # "calls", which wants something where "for" or "to" follows, else describes
    leans: Certainty | None  # to what, unless the content says it of itself


@lru_cache(maxsize=_KEPT)
def _read_cue(cue: str, context: str) -> _Cue:
    words = plain(cue)
    about = f"{words} {plain(context)}"
    leaves_open = _LEAVES_OPEN.search(about) is not None
    concedes = (_CONCEDES.search(words) or _RULES_NOTHING_OUT.search(about)) is not None
    denies = not concedes and not leaves_open and _DENIES.search(words) is not None
    asks = leaves_open or (_ASKS.search(words) or _PROBES.search(words)) is not None
    leans = None
    if concedes:
        leans = Certainty.POSSIBLE
    elif _BELIEVES.search(words):
        leans = Certainty.PROBABLE
    elif _GUESSES.search(about):
        leans = Certainty.POSSIBLE
    elif _WANTS.search(words):
        leans = Certainty.INTENDED
    elif _BELIEVES.search(about):
        leans = Certainty.PROBABLE
    untold, warns = _UNTOLD.search(words) is not None, _WARNS.search(words) is not None
    return _Cue(words, denies, asks, untold, warns, words.endswith("calls"), leans)


_WARNS = re.compile(r"\bwarn(?:s|ed|ing)?\b")
_REFUSES = re.compile(r"\b(?:refus|declin)\w+")
_WANTED = re.compile(r"(?:for|on|upon|to)\b")
_UNREAL = (
    re.compile(  # "had the pump worked, it would have stayed dry"; "but for the pump, it would"
        r"(?:(?:that|and|but|so) )*"
        r"(?:(?:had|were) (?!been\b|to\b).{3,80}? , .{0,60}?\b(?:would|could|might)\b"
        rf"|(?:had|were) {_SOMEBODY} .{{3,80}}?\b(?:would|could|might) have\b"
        r"|but for [^,]{3,60} , .{0,60}?\b(?:would|could|might)\b"
        r"|without(?! (?:doubt|question|delay|warning|comment|\w+ing)\b)"
        r" [^,]{3,60} , .{0,60}?\b(?:will|would)\b)"
    )
)
_WHETHER = re.compile(r"(?:whether|how|why|what|who|when|where|which|if)\b")


def _main_clause(said: str) -> str:
    main = _LEAD.sub("", said, count=1)
    end = _CLAUSE_END.search(main, 12)
    if end:
        main = main[: end.start()]
    return " ".join(main.split(" ", _MAX_MAIN)[:_MAX_MAIN])


def _certainty(said: str, main: str, among: frozenset[str], cue: _Cue) -> Certainty:
    if (cue.untold and _WHETHER.match(said)) or _LEAVES_OPEN.match(said):
        return Certainty.QUESTIONED
    if (
        said.startswith("whether ")
        and cue.words
        and cue.leans is not Certainty.PROBABLE
        and " , " not in said
    ):
        return Certainty.QUESTIONED
    if cue.denies:
        return Certainty.DENIED
    if cue.asks:
        wanted = "ask" in cue.words and re.match(r"(?:to|that|for|not to)\b", said)
        return Certainty.INTENDED if wanted else Certainty.QUESTIONED
    if said.endswith("?"):
        return Certainty.QUESTIONED
    if orders(said, cue.words) or (cue.calls and _WANTED.match(said)):
        return Certainty.INTENDED
    if said.startswith(("to rule out ", "to deny ")) and _REFUSES.search(cue.words):
        return Certainty.POSSIBLE
    own = _of_itself(said, main, among, cue) if among else None
    return own or cue.leans or _stated(main, among)


def _of_itself(said: str, main: str, among: frozenset[str], cue: _Cue) -> Certainty | None:
    """The class that a content with some telling words gives itself, if any."""
    if _OPEN.shows(said, among) or _AT_A_LOSS.shows(said, among):
        return Certainty.QUESTIONED
    if _IF.shows(said.partition(" . ")[0], among) or _UNREAL.match(said):
        return Certainty.CONDITIONAL
    if _FALSE.shows(_CONCESSION.split(said, maxsplit=1)[0], among):
        return Certainty.DENIED
    foretold = cue.warns and main.startswith("the ")
    foretold = foretold or cue.leans is Certainty.PROBABLE  # "thinks it will", "predicted"
    if not foretold and _PLANS.shows(main, among):
        return Certainty.DENIED if _NO_PLANS.search(main) else Certainty.INTENDED
    if _AS_FAR_AS.shows(said, among) or _PROBABLE.shows(main, among):
        return Certainty.PROBABLE
    return Certainty.POSSIBLE if _POSSIBLE.shows(main, among) else None


def _stated(main: str, among: frozenset[str]) -> Certainty:
    return Certainty.DENIED if _is_negated(main, among) else Certainty.ASSERTED


def _is_negated(main: str, among: frozenset[str]) -> bool:
    if _NEGATED.triggers.isdisjoint(among):
        return False
    found = _NEGATED.pattern.search(main)
    return found is not None and not _BUT.search(main, found.end())
