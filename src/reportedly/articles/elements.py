"""What the elements of a document say about what stands in them: by tag, and by the names in
class and id with which builders of pages call their parts."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice

from lxml import html

from reportedly.data import BlockKind

K = BlockKind

_LONGEST = 300  # code points of the names of an element that are looked at


def _tags(names: str) -> frozenset[str]:
    return frozenset(names.split())


UNSEEN = _tags(
    "script style noscript template head title meta link svg math iframe object embed canvas "
    "audio video select option textarea map"
)
INLINE = _tags(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark nobr q "
    "rp rt ruby s samp small span strike strong sub sup time tt u var wbr input"
)
CELLS = _tags("td th")
_OF_ALL = _tags("body html main article")  # whatever they are called, they say nothing
_BY_TAG = {
    "nav": K.NAVIGATION,
    "footer": K.NAVIGATION,
    "form": K.NAVIGATION,
    "button": K.NAVIGATION,
    "menu": K.NAVIGATION,
    "dialog": K.LEGAL,
    "figcaption": K.CAPTION,
    "figure": K.CAPTION,
    "blockquote": K.QUOTE,
    "h1": K.HEADLINE,
    "h2": K.SUBHEADING,
    "h3": K.SUBHEADING,
    "h4": K.SUBHEADING,
    "h5": K.SUBHEADING,
    "h6": K.SUBHEADING,
    "aside": K.RELATED,
}
# Words of the trade, in small letters. Of those that an element has, the first counts.
_BY_NAME = re.compile(
    r"(?P<COMMENTS>\bcomments?\b|comment-?(?:list|section|form|thread)|disqus|respond\b)"
    r"|(?P<LEGAL>cookie|consent|gdpr|disclaimer|copyright)"
    r"|(?P<ADVERTISEMENT>\bads?\b|advert|sponsor|promoted|affiliate|\bdfp)"
    r"|(?P<RELATED>related|recirc|recommend|outbrain|taboola|teaser(?!-content)|snippet|\baside\b"
    r"|read-?(?:more|next|also)|more-(?:stories|news|from|on)|\bpromo|up-?next|see-?also|latest"
    r"|(?:article|item|post|story)s?-(?:list|feed|grid)\b|next-(?:post|article|story)|suggest"
    r"|also-?(?:like|read)|\bheadlines\b|you-may|infinite-?scroll)"
    r"|(?P<BIOGRAPHY>author_?-?(?:box|bio|info|profile|desc|card|text|details|image)|\bbio\b"
    r"|[a-z]author-?_|global-?author|about-the-author|about-author|personality|contributor-)"
    r"|(?P<BYLINE>byline|\bauthors?\b)|(?P<DATELINE>dateline|timestamp|pub-?date|published)"
    r"|(?P<CAPTION>caption|credit|image-?(?:info|wrap)|(?:image|photo)[-_]{1,2}(?:info|meta))"
    r"|(?P<SECTION>breadcrumb|\brubric|kicker|eyebrow)"
    r"|(?P<WIDGET>newsletter|most-?(?:read|popular)|trending|widget|sidebar|popular|sign-?up"
    r"|subscri|\bpoll\b|\bquiz|donat|paywall|regwall|\bbarrier|\bmodal|pop-?up|tooltip|carousel"
    r"|contribute|callout|\bcta\b|syndication)"
    r"|(?P<NAVIGATION>\bnav\b|navbar|navigation|\bmenu\b|share|sharing|social|sociable|toolbar"
    r"|skip-link|footer|\btags\b|tag-?(?:list|cloud)|topics|pagination"
    r"|(?:article|post|entry)-?meta)"
)
_NOTE = re.compile(r"#[\w:.-]{0,40}(?:fn|ftn|edn|foot|note|cite|ref)", re.IGNORECASE)
_MARKS = 8  # pieces of text, of which "[", "1" and "]" are three
_MARK = re.compile(r"\s*+\[?\s*+(?:\d{1,3}|[*†‡]{1,3})\s*+\]?\s*+")


def hint_of(element: html.HtmlElement) -> BlockKind | None:
    """The kind that an element suggests for what stands in it."""
    tag = element.tag
    if tag in _BY_TAG:
        return _BY_TAG[tag]
    if tag in _OF_ALL:
        return None
    for names in (element.get("class"), element.get("id")):
        for name in names[:_LONGEST].split() if names else ():
            if kind := _hint_of_name(name):
                return kind
    return None


@lru_cache(maxsize=32_768)  # the parts of a page, and of the pages of a site, are called alike
def _hint_of_name(name: str) -> BlockKind | None:
    found = _BY_NAME.search(name.lower())
    return BlockKind[found.lastgroup] if found and found.lastgroup else None


def heading_of(tag: str) -> BlockKind | None:
    """The kind of heading that a tag makes, None where it makes none."""
    kind = _BY_TAG.get(tag)
    return kind if kind in (K.HEADLINE, K.SUBHEADING) else None


def is_hidden(element: html.HtmlElement) -> bool:
    """True for an element that no browser shows."""
    return element.get("hidden") is not None or element.get("aria-hidden") == "true"


def is_reference(link: html.HtmlElement) -> bool:
    """True for the mark of a footnote: a link to a note that shows the number of it and no more.
    Words and stops would run into it: "he said.1"."""
    if not _NOTE.search(link.get("href") or ""):
        return False
    return _MARK.fullmatch("".join(islice(link.itertext(), _MARKS))) is not None
