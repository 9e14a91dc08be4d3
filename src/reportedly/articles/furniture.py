"""What the furniture of news pages says: phrases by which a single line gives itself away.

Three kinds of knowledge, tried in order: whole lines ("Leave a reply"), the way a line opens
("Read more: ..."), and words anywhere in it, of captions ("Getty Images") and of notices.
Matching is linear in the length of the line; expressions are anchored at its start.
"""

from __future__ import annotations

import re
from functools import lru_cache

from reportedly.articles.captions import CREDITS, is_caption_by_words
from reportedly.articles.lines import phrases
from reportedly.articles.notices import SAID, notice_kind
from reportedly.articles.phrases import anywhere, openings
from reportedly.data import BlockKind

K = BlockKind
_SHORT = 120  # code points; whole phrases and openings of lists stand on lines up to this long
_LONGEST = 1500  # code points; longer lines are running text, whatever words they hold
_EDGES = " \t.:;,!?-–—|•·*>«»‹›[](){}_=+…/\\'\"“”’"


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
    | tagged | more about | shares | views | likes | click to unmute | supports html5 video
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
    K.RESIDUE: openings(
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
    K.COMMENTS: openings(
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
    K.ADVERTISEMENT: openings(
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
    K.RELATED: openings(
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
        \((?:learn more|related|here['’]s (?:what|how|why|the))\b
        featured (?:stories|posts|articles|fact[- ]?checks?)$
        (?:lesen sie (?:auch|dazu|mehr)|mehr zum thema|(?:à )?lire aussi)\s?[:|»>]
        (?:lea (?:también|además)|te puede interesar|leggi anche|leia (?:também|mais))\s?[:|»>]
        (?:lees ook|läs (?:också|även)|les også|læs også|czytaj także|читайте также)\s?[:|»>]
        """
    ),
    K.WIDGET: openings(
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
    K.LEGAL: openings(
        r"""
        copyright\b
        ©
        \(c\) ?\d{4}
        (?:terms|privacy|cookies?|gdpr)\b[^.]{0,60}$
        (?:do not sell|your (?:us state )?privacy|manage (?:cookies|preferences|consent))[^.]{0,60}$
        """
    ),
    K.NAVIGATION: openings(
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
        (?:temps de lecture|lesezeit|tiempo de lectura|tempo di lettura)\b.{0,20}$
        (?:partager sur|teilen auf|compartir en|condividi su)\b.{0,40}$
        """
    ),
}
_OPENING = re.compile(
    "|".join(f"(?P<{kind.name}>{pattern.pattern})" for kind, pattern in _OPENINGS.items())
)

_MARKUP = re.compile(r"</?[a-z]+[ >/]", re.IGNORECASE)
_CLICK_HERE = re.compile(r"[^.]{0,60}\bclick(?:ing)? here\W*$", re.IGNORECASE)
# Links in a text of any length, whose title may follow without a blank.
_SHOUTED = re.compile(r"(?:EXCLUSIVE ?)?READ MORE:|MORE FROM [A-Z]{3}")
_MORE = (" more >", " more »", " more →")  # links at the end of a text that is cut
_SAID = anywhere(CREDITS, *SAID)  # most lines say none of that


def furniture_kind(text: str) -> BlockKind | None:
    """The kind of furniture that the line is by its own words, None when they do not tell."""
    if len(text) <= _SHORT:
        return _kind_of_short(text)
    return _kind_by_words(text, text.lower()) if len(text) <= _LONGEST else None


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
    found = _OPENING.match(low) or (_OPENING.match(bare) if bare != low else None)
    if found and found.lastgroup:
        return BlockKind[found.lastgroup]
    if "click" in low and _CLICK_HERE.match(text):
        return K.ADVERTISEMENT
    return _kind_by_words(text, low)


def _kind_by_words(text: str, low: str) -> BlockKind | None:
    said = _SAID.search(low) is not None
    if is_caption_by_words(text, low, said=said):
        return K.CAPTION
    if text[0] == "<" and _MARKUP.match(text):
        return K.RESIDUE
    if low.endswith(_MORE) or _SHOUTED.match(text):
        return K.RELATED
    return notice_kind(text, low, said=said)
