"""Lines that belong to pictures and embedded posts: captions, and who made them."""

from __future__ import annotations

import re

from reportedly.articles.phrases import any_of, anywhere, openings

_LONGEST = 600  # code points
_LONG = 300  # code points of a caption in which the maker may stand anywhere
_TAIL = 90  # code points of a caption's end in which its maker stands
_END = 45  # code points of the end of a long one
_NAMED = 50  # code points of the names of those who took a picture
_OPENING = openings(
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
_MAKERS = "afp", "alamy", "getty images", "imago", "istock", "shutterstock", "unsplash", "wikimedia"
CREDITS = f"""
    {" | ".join(_MAKERS)} | getty) | (getty | ap photo | via ap | /ap)
    | /reuters | epa-efe | photo by | photos by | photo via | photos via | photo:
    | photos: | image: | images: | photograph: | picture: | photo credit | image credit
    | courtesy of | photo courtesy | credit: | credit... | (file photo)
    | screengrab | illustration by | photograph by | associated press file | —file photo
"""
_CREDIT = anywhere(CREDITS)
_MAKER = any_of(_MAKERS)
_NO_CREDIT = re.compile(  # "she told AFP that …", "Getty Images said …", "courtesy of a header"
    r"\b(?:told|tells?|telling|to|with|from) (?:the |news agency |agence france-presse \()*"
    rf"{_MAKER}\b"
    rf"|\b{_MAKER} (?:\w+ )?(?:said|says|reported|is|was|has|had|will|would)\b"
    r"|\bcourtesy of (?:an?|his|her|their|its) "
)
# "Ulla Brandt / Harbour News": who took a picture, for whom.
_SLASHED = re.compile(r"(?!.* [-–—] )[A-Z][^/.,;:!?]{2,40}?\s?//?\s?[A-Z][^/.,;:!?]{2,40}$")
# The agency alone, or after a name in less than the letters that others have.
_AGENCY = re.compile(r"\((?:AP|AFP|EPA|PA|dpa|Reuters|Getty)\)$|[A-Z][\w.'’ -]{2,40}/ ?AP$")
# At the end of a caption: "(Ulla Brandt/Harbour News)", "(Ulla Brandt for the Harbour News)",
# "(Brandt Collection)", or, after a sentence, "Ulla Brandt/Harbour News".
_CREDITED = re.compile(
    r"\((?:[^()/]{2,40}/[^()/]{2,40}|(?:[A-Z][\w.'’-]* ){2,4}for (?:the )?(?:[A-Z]\w* ?){1,4}"
    r"|[^()]{2,30} (?:Collection|Images|Photo|Pictures))\)$"
    r"|[.?!”\"] ?[A-Z][\w.'’ -]{2,40}/[A-Z][\w.'’ -]{2,40}$"
)
# "— Ulla Brandt (@ullabrandt) May 3, 2021": who posted the lines above it.
_POSTED = re.compile(r"[—–-]\s?\S.{0,60}\(@\w{1,30}\)")


def is_caption_by_words(text: str, low: str, *, said: bool) -> bool:
    """True for a caption that gives itself away; `low` is the text in small letters, `said` tells
    whether any of `CREDITS` stands in it."""
    size = len(text)
    if _OPENING.match(low) or signs_post(text):
        return True
    if size > _LONGEST:
        return False
    if _is_credited(text):
        return True
    if said and _names_maker(low if size < _LONG else low[-_END:]):
        return True
    if size < _NAMED and _AGENCY.match(text):
        return True
    return size < 80 and "/" in text and bool(_SLASHED.match(text))


def _names_maker(low: str) -> bool:
    """True where the maker of a picture is named."""
    return bool(_CREDIT.search(low) and _CREDIT.search(_NO_CREDIT.sub(" ", low)))


def is_credit(text: str) -> bool:
    """True for a line that says who took the picture above it, and no more."""
    size = len(text)
    return size < _NAMED and bool(
        _CREDIT.search(text.lower()) or _SLASHED.match(text) or _AGENCY.match(text)
    )


def signs_post(text: str) -> bool:
    """True for the line that says who posted the embedded post above it."""
    return text[0] in "—–-" and len(text) < 120 and bool(_POSTED.match(text))


def _is_credited(text: str) -> bool:
    """True for a line at whose end stands who took a picture, for whom."""
    tail = text[-_TAIL:]
    return (tail[-1] == ")" or "/" in tail) and _CREDITED.search(tail) is not None
