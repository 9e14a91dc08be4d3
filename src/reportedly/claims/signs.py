"""Signs in a content of how firmly it is held: conditions, doubts, plans, hedges, denials."""

from __future__ import annotations

import re

from reportedly.claims.lexicon import LIKELY, MAY, Sign, words

_SOMEBODY = (
    r"(?:the|an?|i|it|he|she|they|we|you|there|this|that|its|his|her|their|our|any\w*|no\w*)"
)
_TERM = (  # "two years", "six or seven hours"; `said` has no digits
    r"(?:(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty)"
    r" (?:(?:or|to|and) (?:\w+ ){1,2}|\w+ )?)?(?:second|minute|hour|day|week|month|year|decade)s?\b"
)
IF = Sign(
    words("if unless provided should long condition event assuming supposing failing"),
    re.compile(
        r"^(?:\W*(?:and|but|that|so|well) )*"
        r"(?:if|unless|provided|assuming|supposing|in the event (?:of|that)"
        r"|failing (?:that|this|an?)"
        rf"|should {_SOMEBODY}|(?:as|so) long as {_SOMEBODY})\b"
        r"|\bunless\b"
        r"|(?<!even )(?<!see )(?<!know )(?<!check )(?<!ask )(?<!asked )\bif"
        r" (?:true|(?:\w+ ){1,3}(?:is|are|proves?) (?:true|confirmed|correct))\b"
        r"|\b(?:will|would|can|could|'ll|must)\b.{1,120}?"
        r"(?<!as )(?<!even )(?<!only )(?<!see )(?<!know )\bif\b"
        r"|\b(?:will|would|can|could|'ll|must|may|might|shall)\b[^?]{1,120}?"
        rf"\b(?:provided (?:that )?(?:the|an?|it|he|she|they|we)|(?<!\bbe )(?:as|so) long as"
        rf"(?! {_TERM})"
        r"|on (?:the )?condition that|in the event (?:of|that)"
        rf"|(?:assuming (?:that )?|should ){_SOMEBODY})\b"
    ),
)
_CANNOT = "(?:cannot|can not|could not)"
OPEN = Sign(
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
AT_A_LOSS = Sign(  # "we cannot say whether it is safe"
    words(
        "say tell sure certain unsure uncertain idea know knows doubt doubts doubted seen recall"
        " remember"
    ),
    re.compile(
        r"^(?:i|we|he|she|they) (?:\w+ly |still |also )?doubt(?:s|ed)?\b"
        rf"|^(?:i|we|it|he|she|they) (?:have|has|had) (?:\w+ )?no idea (?:how\b|{_ASKED})"
        r"|^(?:nobody|no one) (?:\w+ )?(?:knows|can say)\b"
        rf"|^(?:i|we|he|she|they) (?:{_CANNOT}|(?:do|does|did) not) (?:recall|remember)\b"
        r"|^(?:[\w',]+ ){0,8}?"
        rf"(?:{_CANNOT} (?:\w+ )?(?:say|tell(?: \w+)?|be (?:sure|certain)) {_ASKED}"
        rf"|(?:not (?:\w+ )?(?:sure|certain)|unsure|uncertain) (?:how\b|{_ASKED})"
        rf"|(?<!not )(?:impossible|hard|difficult) to (?:say|tell|know) (?:how\b|{_ASKED})"
        r"|remains? to be seen\b)"
    ),
)
_SUBJECT = r"(?:i|we|it|they|he|she|the (?:company|group|firm|government|party|council|ministry))"
_ON_THE_WAY = "(?:going|planning|preparing|determined|about|hoping|aiming)"
PLANS = Sign(
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
NO_PLANS = re.compile(r"\bno (?:\w+ )?(?:plans?|intention)\b")
_AFFIX = r"(?<!that )(?<!which )(?<!who )"
POSSIBLE = Sign(
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
PROBABLE = Sign(
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
AS_FAR_AS = Sign(  # anywhere: "in all likelihood, it fell", "it fell, as far as we know"
    words("likelihood probability certainly far best chances chance looks looked"),
    re.compile(
        r"\bin all (?:likelihood|probability)\b|\balmost certainly\b"
        r"|\bas far as (?:i|we|he|she|they) (?:know|knows|knew)\b"
        r"|\bto the best of (?:my|our|his|her|their) knowledge\b"
        r"|^(?:the chances are|there is every chance)\b"
        r"|^(?:\w+ ){1,4}(?:looks|looked) (?:as if|as though|to have)\b"
    ),
)
FALSE = Sign(
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
        r"|(?<!not )(?<!to )(?<!almost )(?<!nearly )(?<!\bit )\bimpossible"
        r" (?:that|for)\b"
        r"|^(?:i|we|he|she|they) (?:do|does|did) not (?:\w+ )?(?:think|believe)\b"
    ),
)
_NOTHING = (
    r"(?:absolutely )?(?:nothing|nobody|no(?= \w)"
    r"(?! (?:in|on|at|for|by|with|after|behind|and|or)\b)"
    r"(?! (?:doubt|matter|small|mean|better|worse|question|comment|details|secret|choice"
    r"|option|idea|way|word|one|other|further|longer|less|fewer|more|sooner|later|effort|time|plans?"
    r"|intention|bones)\b))\b(?! (?:but|less|more|short)\b)"
)
NEGATED = Sign(
    words("not cannot no never nobody none nothing neither nowhere but hardly"),
    re.compile(
        r"\b(?:is|are|was|were|be|been|am|has|have|had|does|do|did|will|would|'s|'re|'m)"
        r"(?: not|n't)\b"
        r"(?! (?:only|yet|just|first|the first|surpris\w+|sure|clear|comment\w*|confirm\w*|know"
        r"|want|expect\w*|immediately|respond\w*|return\w*|say|said|think|believe|like|care|mind|see"
        r"|need|right|even|a secret|mean|appear|seem|rule|elaborat\w*|disclos\w*|identify|named?"
        r"|provided?|give|doubt|deny|dispute|without|impossible|inconceivable"
        r"|unlikely|necessarily|(?:hard|difficult) to (?:say|tell|know))\b)"
        r"(?!(?:(?<=\bwill not)|(?<=\bwould not))(?: (?!and\b|or\b)\w+){1,4} until\b)"
        rf"|\b{_CANNOT}\b(?! (?:only|just|even|confirm|verify|say|comment|know|rule|exclude|deny"
        r"|wait|help|stress|thank|imagine|overstate|emphasi[sz]e|be (?:\w+ )?(?:ruled out|excluded"
        r"|denied|reached|confirmed|verified|happier|prouder|better|clearer|more))\b)"
        r"|\bthere (?:is|are|was|were|(?:has|have|had|would have) been|'s|(?:will|would|can|could)"
        r" be) (?:absolutely )?no"
        r"(?! (?:doubt|question(?! of)|comment|details|need|way(?! (?:that|i|we|it|the)\b)|word|one"
        r"|other|further|longer|official))\b|\b(?:has|have|had) no (?:\w+ )?(?:intention|plans?)\b"
        rf"|^(?:[\w,]+ ){{1,5}}?"
        rf"(?:hid|saw|took|made|found|knew|told|seen|taken|done|gave|given|(?!rank|seed)\w+ed)"
        rf" {_NOTHING}"
        r"|^neither\b|\b(?:is|are|was|were|has|have|had|did) (?:neither|nowhere near)\b"
        r"|\b(?:is|are|was|were) (?:anything but|hardly(?! surpris))\b"
        r"|^(?:of course|certainly|absolutely|definitely) not\b|^(?:no|not at all)$"
        r"|^nothing (?:(?:is|was)(?! (?:more|better|worse|as|like)\b)|has|had)\b"
        r"|^not (?:guilty|one(?! to\b)|a single)\b"
        r"|\b(?:has|have|had|was|were|will|would|i|we|he|she|they|it) never\b"
        r"|^(?:i|we|they|he|she)'(?:d|ve|s) never\b"
        r"|^(?:\w+ ){1,4}never (?!before\b|mind\b|again\b)\w"
        r"|^(?:nobody|no one|none of|at no (?:time|point|stage))\b"
        r"|^no (?!comment|doubt|question|wonder|sooner|matter|fewer|less|longer|more|later)"
        r"(?:\w+ ){1,3}(?:is|are|was|were|has|have|had)\b"
    ),
)
HARDLY = re.compile(
    r"(?<!not )\bunlikely\b|(?<!\bor )\b(?:may|might) (?!or\b)(?:\w+ )?not\b"
    r"|\bnot (?:\w+ )?(?:expected|likely)\b|\bexpected not\b"
)
# "had the pump worked, it would have stayed dry"; "but for the pump, it would be wet"
UNREAL = re.compile(
    r"(?:(?:that|and|but|so) )*"
    r"(?:(?:had|were) (?!been\b|to\b).{3,80}? , .{0,60}?\b(?:would|could|might)\b"
    rf"|(?:had|were) {_SOMEBODY} .{{3,80}}?\b(?:would|could|might) have\b"
    r"|but for [^,]{3,60} , .{0,60}?\b(?:would|could|might)\b"
    r"|without(?! (?:(?:an?|any|further) )?(?:doubt|question|delay|warning|comment|notice)\b)"
    r"(?! \w+ing\b)"
    r" [^,]{3,60} , .{0,60}?\b(?:will|would)\b)"
)
# Words without which a content shows none of them
_SIGNS = (IF, OPEN, AT_A_LOSS, AS_FAR_AS, FALSE, PLANS, PROBABLE, POSSIBLE, NEGATED)
TELLING = frozenset().union(*(sign.triggers for sign in _SIGNS))
