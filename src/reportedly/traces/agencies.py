"""Whose copy a text is: of a news agency, by its dateline or signature, or a press release."""

from __future__ import annotations

import re
from collections.abc import Sequence

PRESS_RELEASE = "press release"

_HEAD, _FOOT = 400, 300  # code points at either end in which a text says whose it is
# The names under which agencies sign; in a dateline any name in brackets is one
_KNOWN = (
    r"AP|Associated Press|Reuters|AFP|Agence France-Presse|UPI|United Press International"
    r"|PA(?: Media)?|Press Association|dpa|Deutsche Presse-Agentur|ANSA|EFE|TASS"
    r"|Interfax|RIA Novosti|Xinhua|Kyodo(?: News)?|Yonhap|PTI|Press Trust of India"
    r"|IANS|ANI|Bloomberg News|Ukrinform"
)
_DATELINE = re.compile(
    r"\A\W{0,3}[^\n()]{0,80}\((?P<agency>[A-Z][\w.&’'-]*(?: [A-Z][\w.&’'-]*){0,3})\)\s{0,3}[-–—]"
)
_SIGNED = re.compile(rf"(?:[-–—(©]\s{{0,2}}|\bsource: )(?P<agency>{_KNOWN})\b[)./\s]*\Z", re.I)
_BYLINE = re.compile(rf"(?:by |the |from ){{0,2}}(?P<agency>{_KNOWN})\Z", re.IGNORECASE)
_RELEASE = re.compile(
    r"\b(?:press release|for immediate release|BUSINESS WIRE|GLOBE NEWSWIRE)\b|/PRNewswire/",
    re.IGNORECASE,
)
_CONTACT = re.compile(r"\b(?:press|media) (?:contacts?|enquiries|inquiries):", re.IGNORECASE)
_FOR_RELEASE = 120  # code points at the beginning in which a release calls itself one


def agency_of(text: str, byline: Sequence[str] = (), title: str | None = None) -> str | None:
    """The agency whose copy a text is, as the text or its byline names it; `PRESS_RELEASE` for
    what calls itself one or ends with whom the press should ring; else None."""
    head, foot = text[:_HEAD], text[-_FOOT:]
    if found := _DATELINE.match(head) or _SIGNED.search(foot.rstrip()):
        return found["agency"]
    for name in byline:
        if signed := _BYLINE.match(name.strip()):
            return signed["agency"]
    opening = f"{title or ''}\n{head[:_FOR_RELEASE]}"
    if _RELEASE.search(opening) or _CONTACT.search(foot):
        return PRESS_RELEASE
    return None
