"""Notices that pages put between and under their articles: prompts to subscribe, the small
print, banners that ask for consent, notes on how an article came about."""

from __future__ import annotations

import re

from reportedly.articles.lines import phrases
from reportedly.articles.phrases import anywhere, openings
from reportedly.data import BlockKind

K = BlockKind
_LONG = 500  # code points; longer lines are running text, or banners that say a lot
_SHORT = 300  # code points of prompts and of notes on who can be reached how
_ASKED = (3, 4)  # words of their trade in short banners and in long ones, the fewest

_PROMPT_OPENING = openings(
    r"""
    (?:sign up|sign-up|subscribe|register|become a|create (?:an|a free|or)|log in|check out|got a)\b
    (?:unlock (?:a|the|your|our)|not a (?:subscriber|member))\b
    (?:join|download|support|get|follow|visit|read|want|like) (?:our|us|the|now|your|more|to)\b
    get (?:weekly|daily|breaking|alerts|a daily|news|unlimited)
    follow (?:him|her|them|@|[a-z])
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
    (?:do you )?(?:want|wish) to (?:submit|contribute|take part)\b
    (?:send us|tell us|email us|contact me with|have a (?:tip|question|story))\b
    """
)
_PROMPT_OBJECTS = """
    newsletter | inbox | subscri | sign up | our app | the app | cookies | commission | affiliate
    | terms of | terms and | terms & | privacy policy | on facebook | on twitter | on instagram
    | on x | on youtube | on telegram | on social | podcast | notification | email | e-mail
    | browser | javascript | log in | login | account | whatsapp | follow @ | breaking news
    | alerts | daily | submission | submit a | submit your | partners or sponsors
"""
_PROMPTS = """
    your inbox | in your inbox | to your inbox | newsletter brings you | sign up for it
    | please subscribe | please sign up | click to subscribe | consider subscribing
    | special offer for | share or comment on this article | join our community | apple podcasts
    | now accepting applications | delivered to you daily | brought to you every
"""
_LEGAL = """
    all rights reserved | may not be published | may not be reproduced | redistributed
    | recaptcha | we use cookies | use of cookies | uses cookies | cookie polic | affiliate link
    | affiliate commission | earn a commission | earn commission | may receive compensation
    | subject to copyright | market data provided | reprint permission
    | informational purposes only | constitutes acceptance of
    | opinions expressed by contributors | opinions expressed here are
    | opinions expressed are those | contributors are their own
    | do not necessarily represent | do not necessarily reflect | provide investment advice
    | own shares in any securities | unauthorized use is prohibited | unauthorised use is prohibited
    | independent global news organization | used to compile this article
"""
# These are said of other things in long paragraphs.
_LEGAL_IN_SHORT = """
    terms of use | terms of service | privacy policy | privacy notice | independently selected
    | independently chosen | independently reviewed | cookies on | cookies to | cookie settings
    | cookie notice | our cookies
"""
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
_NOTE_OPENING = openings(
    r"""
    \(?(?:additional )?(?:reporting|writing|editing) by\b
    (?:this|the) (?:article|story|post|piece|report|column|essay) (?:was |has been )?originally
    (?:this|the) (?:article|story|post|piece|report) (?:was |has been )?(?:first|also|updated)
    (?:this|the) (?:article|story|post|piece) (?:was |has been )?(?:corrected|amended|republished)
    an? (?:earlier|previous) version of this (?:article|story|post|piece|report)
    (?:this|the) (?:article|story|post|piece|column|essay) appeared
    (?:this|the) (?:article|story|post|piece|essay) (?:is|was) part of our\b
    (?:this|the) (?:article|story|piece|essay) (?:will appear|appears) in the\b
    includes information from\b
    a version of this (?:article|story)
    (?:sources?|citation|references?|via|h/t|more information|journal information)\s?:
    (?:materials )?provided (?:by|:)
    \W*contact (?:the )?(?:reporter|writer|author|editor|[a-z]\w+ [a-z])
    (?:read|see) the original
    originally published
    editor['’]s note
    reviews have been edited
    (?:correction|clarification)\b.{0,20}:
    updated? to (?:add|reflect|include|correct)
    fact[- ]checked
    \(?with (?:agency )?inputs? from\b[^.]{0,60}$
    as told to [a-z][^.]{0,40}$
    our standards:
    """
)
_NOTES = """
    contributed to this report | contributed to this article | contributed to this story
    | can be reached at | can be reached on | can be contacted at | can be followed
    | doi: 10. | doi:10.
"""
SAID = (_LEGAL, _LEGAL_IN_SHORT, _NOTES, _PROMPTS)  # what `notice_kind` looks for
_SAYS_LEGAL, _SAYS_LEGAL_IN_SHORT, _SAYS_NOTE, _SAYS_PROMPT = map(anywhere, SAID)
_SAYS_OBJECT = anywhere(_PROMPT_OBJECTS)
_ADDRESS = re.compile(r"\S@\w\S*\.\w")  # of electronic mail


def notice_kind(text: str, low: str, *, said: bool) -> BlockKind | None:
    """The kind of notice that a line is; `low` is the text in small letters, `said` tells
    whether any of the phrases in `SAID` stands in it."""
    size = len(text)
    if size >= _LONG:
        return K.LEGAL if _asks_consent(low, _ASKED[1]) else None
    if said and (_SAYS_LEGAL.search(low) or (size < 200 and _SAYS_LEGAL_IN_SHORT.search(low))):
        return K.LEGAL
    if "cookie" in low and _COOKIE.search(low) and _OF_SITES.search(low):
        return K.LEGAL
    if _asks_consent(low, _ASKED[0]):
        return K.LEGAL
    if _NOTE_OPENING.match(low):
        return K.BYLINE
    if size >= _SHORT:
        return None
    if (said and _SAYS_NOTE.search(low)) or ("@" in text and _ADDRESS.search(text)):
        return K.BYLINE
    if said and _SAYS_PROMPT.search(low):
        return K.WIDGET
    return K.WIDGET if _PROMPT_OPENING.match(low) and _SAYS_OBJECT.search(low) else None


def _asks_consent(low: str, least: int) -> bool:
    """True for the text of a banner: it says "you", and several of the words of its trade."""
    if "you" not in low:
        return False
    said = sum(phrase in low for phrase in _CONSENT)
    return said >= least and _YOU.search(low) is not None
