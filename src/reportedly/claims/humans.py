"""Units that are people."""

from __future__ import annotations

from reportedly.claims.lexicon import words

_HUMANS = words(
    "soldier troop volunteer fighter personnel worker civilian refugee migrant protester",
    "demonstrator militant rebel officer guard recruit mercenary conscript reservist hostage",
    "prisoner detainee victim casualty villager resident student schoolgirl employee passenger",
    "survivor patient voter supporter activist police gunman insurgent terrorist contractor",
    "builder child",
)
_BEINGS = words(  # in no role
    "people persons men women girls boys children families schoolgirls dead wounded injured",
    "deaths fatalities palestinians christians muslims troops police personnel",
)
_IRREGULAR = {  # and words for one sort of people
    "children": "child",
    "casualties": "casualty",
    "mercenaries": "mercenary",
    **dict.fromkeys(("insurgents", "rebels", "fighters", "gunmen", "terrorists"), "militant"),
}


def human(unit: str | None) -> str | None:
    """The singular of a noun for people in a certain role; None for other units."""
    word = (unit or "").lower().rpartition(" ")[2]
    noun = _IRREGULAR.get(word, word.removesuffix("s"))
    return noun if noun in _HUMANS else None


def counts_people(unit: str | None) -> bool:
    """True for a unit that is people, in a certain role or not."""
    word = (unit or "").lower().rpartition(" ")[2]
    return word in _BEINGS or human(unit) is not None
