"""What the furniture of news pages says: phrases by which a single line gives itself away.

Three kinds of knowledge, tried in order: whole lines ("Leave a reply"), the way a line opens
("Read more: ..."), and words anywhere in it ("Getty Images"). Matching is linear in the
length of the line; expressions are anchored at its start.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from reportedly.articles.lines import phrases
from reportedly.data import BlockKind

K = BlockKind
_SHORT = 120  # code points; whole phrases and openings of lists stand on lines up to this long
_LONG = 500  # code points; longer lines are running text, whatever words they hold
_LONGEST_NOTICE = 1500  # code points
_LONGEST_CAPTION = 600  # code points
_CREDIT_TAIL = 90  # code points of a caption's end in which its maker stands
_NAMED = 50  # code points; nor are the names of those who took a picture
_PART = re.compile(r"[a-z]{5,}")
_EDGES = " \t.:;,!?-–—|•·*>«»‹›[](){}_=+…/\\'\"“”’"


def _openings(patterns: str) -> re.Pattern[str]:
    """One expression of several, one a line; they match from the start of a line of text."""
    return re.compile("|".join(line.strip() for line in patterns.strip().splitlines()), re.I)


Shelves = tuple[tuple[str, tuple[str, ...]], ...]  # phrases under what they share


def _shelved(listed: str) -> Shelves:
    """The phrases of a list, under the longest of the words that most of the rest share."""
    left = list(phrases(listed))
    shelves: list[tuple[str, tuple[str, ...]]] = []
    while left:
        parts = Counter(part for phrase in left for part in {*_PART.findall(phrase), phrase})
        shared = max(parts, key=lambda part: (parts[part], len(part), part))
        shelves.append((shared, tuple(phrase for phrase in left if shared in phrase)))
        left = [phrase for phrase in left if shared not in phrase]
    return tuple(shelves)


# Lines that are nothing but the phrase, dashes and other marks at the edges aside.
_WHOLE_LINES = {
    K.ADVERTISEMENT: """
    advertisement | advertisment | advertisements | advert | adverts | ad | ads | publicité
    | anzeige | werbung | publicidad | pubblicità | sponsored | promoted | paid content
    | sponsored content | partner content | promoted content | promoted stories
    | sponsored stories | sponsored links | sponsored posts | paid post | shop now | remove ads
    | story continues | article continues
    """,
    K.COMMENTS: """
    cancel reply | what do you think | comments are closed | leave a reply | comments closed
    """,
    K.RELATED: """
    related | recommended | suggested | recommended videos | editors' recommendations
    | editors’ recommendations | you might be interested in | featured video | featured videos
    | explore topics | watch next | see also | also read | read also | read next
    | read this next | see next | up next | keep reading | continue reading | around the web
    | from the web | what to read next | go further | further reading | recommended for you
    | next story | next article | more stories | more news | more like this | explore more
    """,
    K.WIDGET: """
    popular | popular now | trending | trending now | latest | the latest | latest news | just in
    | breaking news | newsletter | newsletters | featured | headlines | in the news
    | in this article | in this story | in this topic | table of contents | jump to | contents
    | poll | quiz | references | footnotes | sources | disclaimer | follow us | stay connected
    | about us | about the author | about the authors | share your thoughts | rate it | rate this
    | weather | horoscope | photo gallery | editor's pick | editor's picks | editors' picks
    | editor’s pick | editor’s picks | editors’ picks | editor's choice | editor’s choice
    | was this page helpful | was this article helpful | was this helpful | thanks for your feedback
    | tell us why | show more show less
    """,
    K.LEGAL: "all rights reserved | ad choices | accessibility | your privacy choices",
    K.RESIDUE: "undefined | null | loading | nan",
    K.NAVIGATION: """
    menu | search | home | close | open | next | previous | prev | back | more | less | save
    | saved | bookmark | toggle | sign in | sign up | sign out | login | log in | logout | log out
    | subscribe | register | account | my account | contact | contact us | help | faq | sitemap
    | site map | donate | advertise | advertise with us | careers | jobs | press | shop | live
    | video | videos | photos | podcast | podcasts | listen | watch | play | pause | expand
    | collapse | view all | see all | see more | show more | load more | read more | learn more
    | skip | view | image | edit | dismiss | ok | submit | go | top | up | homepage | home page
    | start conversation | start the conversation | gift this article | give this article
    | listen to this article | watch live | now playing | copy | on | off | yes | no | or | share
    | tweet | follow | send | post | like | pin | share this | like this | tags | tag | topics
    | topic | filed under | filed in | categories | category | labels | keywords | posted in
    | tagged | more about | shares | views | likes
    """,
}
_WHOLE = {phrase: kind for kind, listed in _WHOLE_LINES.items() for phrase in phrases(listed)}

# Words of which rows of buttons for sharing are made.
_SHARING = frozenset(
    phrases(
        """
        facebook | twitter | x | whatsapp | linkedin | pinterest | reddit | flipboard | tumblr
        | telegram | instagram | youtube | tiktok | email | e-mail | messenger | threads | bluesky
        | mastodon | rss | pocket | snapchat | sms | copy | link | copied | print | share | tweet
        | on | via | to | this | article | story | full | page | save
        """
    )
)
_DOMAINS = (".com", ".org", ".net", ".gov", ".tv", ".co.uk", ".com.au")

_OPENINGS = {
    K.RESIDUE: _openings(
        r"""
        %\d*\$?[ds]\b
        \{\{
        \[/?\w+[^\]]*\]$
        lorem ipsum
        bloggers like this
        document\.\w
        </?\w
        """
    ),
    K.COMMENTS: _openings(
        r"""
        (?:leave|post|write|add|make) (?:a |your )?(?:reply|comment|response)\b
        (?:(?:recent|reader|show|view|load|see|all|top|your|user|new|\d+) ){0,4}comments?\b.{0,7}$
        (?:(?:show|view|load|see|read|all|the|new|\d+) ){0,3}(?:replies|responses)\b.{0,7}$
        join the (?:conversation|discussion|debate)
        (?:no|zero|there are \d+) comments?\b
        (?:you must be logged in|log in|sign in|login) to (?:post|leave|comment|reply|join)
        your email address will not be published
        save my name, email
        discuss this\b
        """
    ),
    K.ADVERTISEMENT: _openings(
        r"""
        (?:story|article|content) continues (?:below|after)
        scroll (?:down )?(?:to|for) (?:continue|more)
        (?:sponsored|promoted|paid) by\b
        from our (?:partners|sponsors)
        get the full experience
        go here for\b[^.]{0,60}$
        be the first to (?:get|know|comment)\b[^.]{0,40}$
        (?:install|download|get) (?:the|our) .{0,30}\bapp\b[^.]{0,30}$
        shop (?:similar|this|the look|it now)\b[^.]{0,30}$
        (?:view|see|buy|shop|preorder|get it|available) (?:on|at|from) (?:[^.]|\.\w){1,60}$
        (?:see|shop|buy|check) [^.?!]{3,50} (?:on|at) (?:amazon|steam|walmart|target|ebay)\b.{0,20}$
        [$£€]\d[\d.,]* (?:at|from|on) [^.?!]{2,40}$
        advertis(?:ing|ement|ment)\b\W{0,3}(?:(?:page|story|article) continues\b.{0,20})?$
        view deal\b.{0,20}$
        """
    ),
    K.RELATED: _openings(
        r"""
        (?:related|recommended|see also|also read|read also|read more|read next|more|read)\s?[:|»>]
        (?:watch|video|next|listen|don['’]t miss|in case you missed it)\s?[:|»>]
        (?:related|recommended|suggested|similar) (?:articles?|stor(?:y|ies)|posts?|topics?|news)\b
        (?:related|recommended|similar) (?:contents?|links?|coverage|reading|videos?|from)\b
        more (?:on|from|about|in|stories|news|like|by|to explore|coverage|for you|information)\b
        (?:you )?(?:may|might) (?:also|like)
        you['’]ll also
        read more (?:on|about|from|in)\b
        (?:also in|click here|view (?:more|related)|explore (?:more|further))\b
        read (?:our|the full|the original|full)\b
        (?:required reading|must read|watch this|listen now|go deeper|dig deeper)\s?[:|»>]
        >>
        (?:exclusive)?read more:
        featured (?:stories|posts|articles|fact[- ]?checks?)$
        """
    ),
    K.WIDGET: _openings(
        r"""
        (?:most|top|today['’]s)[- ](?:popular|read|viewed|shared|commented|recent|watched)\b.{0,30}$
        (?:most|top|today['’]s)[- ](?:stories|news|headlines|posts|articles|top)\b.{0,30}$
        trending\b.{0,30}$
        popular (?:stories|posts|articles|news|videos|on|in)\b.{0,30}$
        (?:the )?latest (?:news|stories|articles|posts|headlines|videos|updates|from|in)\b.{0,30}$
        recent (?:posts|stories|articles|news)\b.{0,20}$
        follow us\b
        """
    ),
    K.LEGAL: _openings(
        r"""
        copyright\b
        ©
        \(c\) ?\d{4}
        (?:terms|privacy|cookies?|gdpr)\b[^.]{0,60}$
        (?:do not sell|your (?:us state )?privacy|manage (?:cookies|preferences|consent))[^.]{0,60}$
        """
    ),
    K.NAVIGATION: _openings(
        r"""
        (?:share|tweet|follow|send|post|like|pin) (?:this|on|via|with|us|full|article|it|by|all)\b
        (?:click to )?(?:share|print|e-?mail)\b[^.]{0,60}$
        (?:skip to|back to|jump to|go to|toggle|return to|switch to)\b[^.]{0,40}$
        (?:tags?|topics?|filed (?:under|in)|categories|labels|keywords|posted in|tagged) ?[:|]
        explore more on\b
        share or comment on this\b
        (?:previous|next) (?:article|post|story)\b
        to revisi?t this (?:article|story|page)\b
        you['’]ll be asked to (?:sign|log) in
        \W*\d[\d\W]*$
        \W+$
        \d{1,2}:\d\d.{0,3}$
        \W*\d+ ?(?:mins?|minutes?|m|min\.?)(?: (?:read|watch|listen))?\W*$
        [\d.,]+[km]? (?:shares?|views?|likes?|votes?|points?|photos?|images?|followers)$
        \d+ of \d+\W*$
        (?:skip past|after) newsletter\b.{0,20}$
        (?:play video content|view full post on \w+|readmore)$
        https?://\S+$
        (?:newer|older) (?:posts?|stories)
        """
    ),
}
_OPENING = re.compile(
    "|".join(f"(?P<{kind.name}>{pattern.pattern})" for kind, pattern in _OPENINGS.items()), re.I
)

_MARKUP = re.compile(r"</?[a-z]+[ >/]", re.IGNORECASE)
_CLICK_HERE = re.compile(r"[^.]{0,60}\bclick(?:ing)? here\W*$", re.IGNORECASE)

_CAPTION_OPENING = _openings(
    r"""
    (?:photo|file|image|pictured?|credit|source|caption|photos)(?: -|:| —| –|\.\.\.| by | via )
    (?:photograph|screenshot|illustration|graphic)(?: -|:| —| –| by )
    \((?:photo|image|picture|file|ap|credit|brand)\b
    enlarge\b
    image (?:caption|source|credit)
    view this post on\b
    (?:instagram|twitter|tiktok|facebook|youtube) content$
    a (?:post|video) (?:shared|posted) (?:by|on)\b
    this content (?:is|can also be|was) (?:imported|hosted|not available|viewed|provided)\b
    to view this (?:video|content|post|embed)\b
    waiting for your permission\b
    """
)
_CREDIT = _shelved(
    """
    getty images | getty) | (getty | afp | shutterstock | istock | ap photo | via ap | /ap)
    | /reuters | epa-efe | alamy | imago | photo by | photos by | photo: | photos: | image:
    | images: | photograph: | picture: | photo credit | image credit | courtesy of
    | photo courtesy | credit: | credit... | wikimedia | unsplash | (file photo) | screengrab
    | illustration by | photograph by | associated press file | —file photo
    """
)

# "Ulla Brandt / Harbour News": who took a picture, for whom.
_SLASHED = re.compile(r"(?!.* [-–—] )[A-Z][^/.,;:!?]{2,40}?\s?//?\s?[A-Z][^/.,;:!?]{2,40}$")
# At the end of a caption: "(Ulla Brandt/Harbour News)", "(Ulla Brandt for the Harbour News)",
# "(Brandt Collection)", or, after a sentence, "Ulla Brandt/Harbour News".
_CREDITED = re.compile(
    r"\((?:[^()/]{2,40}/[^()/]{2,40}|(?:[A-Z][\w.'’-]* ){2,4}for (?:the )?(?:[A-Z]\w* ?){1,4}"
    r"|[^()]{2,30} (?:Collection|Images|Photo|Pictures))\)$"
    r"|[.?!”\"] ?[A-Z][\w.'’ -]{2,40}/[A-Z][\w.'’ -]{2,40}$"
)
# "— Ulla Brandt (@ullabrandt) May 3, 2021": who posted the lines above it.
_POSTED = re.compile(r"[—–-]\s?\S.{0,60}\(@\w{1,30}\)")

_PROMPT_OPENING = _openings(
    r"""
    (?:sign up|sign-up|subscribe|register|become a|create (?:an|a free|or)|log in|check out|got a)\b
    (?:unlock (?:a|the|your|our)|not a (?:subscriber|member))\b
    (?:join|download|support|get|follow|visit|read|want|like) (?:our|us|the|now|your|more|to)\b
    get (?:weekly|daily|breaking|alerts|a daily|news|unlimited)
    follow (?:him|her|them|@|[A-Z])
    (?:click|tap) here
    don['’]t miss
    enter your
    already (?:a|have|subscribed)
    you['’]re reading
    you can (?:unsubscribe|manage|opt)
    stay (?:up|informed|on top|in the|connected)
    thank(?:s| you) for
    we['’](?:ve received|ll notify)
    your (?:email|subscription|support)
    please (?:enter|check|try|use|subscribe|consider|refresh|enable|read our)
    this (?:newsletter|video|site|website|content is)
    (?:to learn|for) more
    we (?:may|might|use|have|respect|earn)
    (?:if|when) you (?:purchase|buy|click)
    by (?:submitting|signing|clicking|subscribing|continuing|using|entering|checking)
    (?:receive|delivered|interested in|need to know|the best of|turn on)\b
    (?:send us|tell us|email us|contact me with|have a (?:tip|question|story))\b
    """
)
_PROMPT_OBJECT = _shelved(
    """
    newsletter | inbox | subscri | sign up | our app | the app | cookies | commission | affiliate
    | terms of | terms and | terms & | privacy policy | on facebook | on twitter | on instagram
    | on x | on youtube | on telegram | on social | podcast | notification | email | e-mail
    | browser | javascript | log in | login | account | whatsapp | follow @ | breaking news
    | alerts | daily | submission | partners or sponsors
    """
)
_PROMPT = _shelved(  # wherever they stand
    """
    your inbox | in your inbox | to your inbox | newsletter brings you | sign up for it
    | please subscribe | please sign up | click to subscribe | consider subscribing
    | special offer for | share or comment on this article
    """
)
_LEGAL_WORDS = _shelved(
    """
    all rights reserved | may not be published | may not be reproduced | redistributed
    | recaptcha | we use cookies | use of cookies | uses cookies | cookie polic | affiliate link
    | affiliate commission | earn a commission | earn commission | may receive compensation
    | subject to copyright | market data provided | reprint permission
    | informational purposes only | constitutes acceptance of
    | opinions expressed by contributors | opinions expressed here are
    | opinions expressed are those | contributors are their own
    | do not necessarily represent | do not necessarily reflect | provide investment advice
    | own shares in any securities | unauthorized use is prohibited | unauthorised use is prohibited
    """
)
_LEGAL_IN_SHORT = _shelved(  # said of other things in long paragraphs
    """
    terms of use | terms of service | privacy policy | privacy notice | independently selected
    | independently chosen | independently reviewed | cookies on | cookies to | cookie settings
    | cookie notice | our cookies
    """
)
_CONSENT = phrases(
    """
    cookies | consent | our partners | vendors | personal data | your preferences | privacy
    | legitimate interest | personalised ad | personalized ad | unique identifiers | your device
    | accept all | reject all | opt out | tracking technolog | browsing data
    """
)
_COOKIE = re.compile(r"this cookie|\bcookies? (?:are|is)\b")  # of a site, or of a kitchen
_OF_SITES = re.compile(r"site|user|visit|browser|consent|categor|page|set by|sets this")
_YOU = re.compile(r"\byour?\b")
_NOTE_OPENING = _openings(
    r"""
    (?:additional )?(?:reporting|writing|editing) by\b
    (?:this|the) (?:article|story|post|piece|report|column|essay) (?:was |has been )?originally
    (?:this|the) (?:article|story|post|piece|report) (?:was |has been )?(?:first|also|updated)
    (?:this|the) (?:article|story|post|piece) (?:was |has been )?(?:corrected|republished)
    (?:this|the) (?:article|story|post|piece|column|essay) appeared
    a version of this (?:article|story)
    (?:sources?|citation|references?|via|h/t|more information|journal information)\s?:
    (?:materials )?provided (?:by|:)
    \W*contact (?:the )?(?:reporter|writer|author|editor|[A-Z]\w+ [A-Z])
    (?:read|see) the original
    originally published
    editor['’]s note
    reviews have been edited
    (?:correction|clarification)\b.{0,20}:
    updated? to (?:add|reflect|include|correct)
    fact[- ]checked
    """
)
_NOTE_WORDS = _shelved(
    """
    contributed to this report | contributed to this article | contributed to this story
    | can be reached at | can be reached on | can be contacted at | can be followed
    """
)
_ADDRESS = re.compile(r"\S@\w\S*\.\w")  # of electronic mail


def furniture_kind(text: str) -> BlockKind | None:
    """The kind of furniture that the line is by its own words, None when they do not tell."""
    if len(text) <= _SHORT:
        return _kind_of_short(text)
    return _kind_by_words(text, text.lower() if len(text) < _LONG else "")


@lru_cache(maxsize=8192)  # menus repeat within a page and from page to page
def _kind_of_short(text: str) -> BlockKind | None:
    low = text.lower()
    bare = low.strip(_EDGES)
    if bare == "read more" and text.endswith(":"):
        return K.RELATED  # a heading over links, not a link itself
    if bare in _WHOLE:
        return _WHOLE[bare]
    if not bare or _SHARING.issuperset(bare.replace(",", " ").replace("/", " ").split()):
        return K.NAVIGATION
    if text[-1] in "»→":
        return K.RELATED
    if "." in bare and " " not in bare and bare.endswith(_DOMAINS):
        return K.NAVIGATION
    found = _OPENING.match(text) or (_OPENING.match(bare) if bare != low else None)
    if found and found.lastgroup:
        return BlockKind[found.lastgroup]
    if "click" in low and _CLICK_HERE.match(text):
        return K.ADVERTISEMENT
    return _kind_by_words(text, low)


def _kind_by_words(text: str, low: str) -> BlockKind | None:
    size = len(text)
    if _CAPTION_OPENING.match(text) or signs_post(text):
        return K.CAPTION
    if size < _LONGEST_CAPTION and is_credited(text):
        return K.CAPTION
    if text[0] == "<" and _MARKUP.match(text):
        return K.RESIDUE
    if size >= _LONG:
        return K.LEGAL if size < _LONGEST_NOTICE and _asks_consent(text.lower(), 4) else None
    if _says(low if size < 300 else low[-_CREDIT_TAIL // 2 :], _CREDIT):
        return K.CAPTION
    if size < 80 and "/" in text and _SLASHED.match(text):
        return K.CAPTION
    if _says(low, _LEGAL_WORDS) or (size < 200 and _says(low, _LEGAL_IN_SHORT)):
        return K.LEGAL
    if "cookie" in low and _COOKIE.search(low) and _OF_SITES.search(low):
        return K.LEGAL
    if "you" in low and _asks_consent(low, 3):
        return K.LEGAL
    if _NOTE_OPENING.match(text):
        return K.BYLINE
    if size < 300:
        if _says(low, _NOTE_WORDS) or ("@" in text and _ADDRESS.search(text)):
            return K.BYLINE
        if _says(low, _PROMPT) or (_PROMPT_OPENING.match(text) and _says(low, _PROMPT_OBJECT)):
            return K.WIDGET
    return None


def is_credit(text: str) -> bool:
    """True for a line that says who took the picture above it, and no more."""
    size = len(text)
    return size < _NAMED and (_says(text.lower(), _CREDIT) or bool(_SLASHED.match(text)))


def is_credited(text: str) -> bool:
    """True for a line at whose end stands who took a picture, for whom."""
    tail = text[-_CREDIT_TAIL:]
    return (tail[-1] == ")" or "/" in tail) and _CREDITED.search(tail) is not None


def _asks_consent(low: str, least: int) -> bool:
    """True for the text of a banner: it says "you", and several of the words of its trade."""
    said = sum(phrase in low for phrase in _CONSENT)
    return said >= least and _YOU.search(low) is not None


def signs_post(text: str) -> bool:
    """True for the line that says who posted the embedded post above it."""
    return text[0] in "—–-" and len(text) < 120 and bool(_POSTED.match(text))


def _says(low: str, listed: Shelves) -> bool:
    """True where a phrase stands in a line; those that share a word are sought with it."""
    for shared, listed_phrases in listed:
        if shared in low:
            for phrase in listed_phrases:
                if phrase in low:
                    return True
    return False
