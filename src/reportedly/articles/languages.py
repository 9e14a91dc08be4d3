"""Which language a text is in: by its script, then by its most frequent function words.

Light on purpose: it serves to say that an article is not in English, not to identify
every language.
"""

from __future__ import annotations

import re
from collections import Counter

_SAMPLE = 2_000  # code points looked at
_FEWEST = 20  # letters of a script
_MIN_SHARE = 0.12  # of words that must be function words of the language

STOP_WORDS: dict[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "en": "the of and to in a is was that for on with as at by it from his he be are has have "
        "had not but they their an which were this who or said will been its about would after "
        "more she her there if when what all can we you up out into than them no so i my our",
        "de": "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als "
        "auch es an werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über",
        "fr": "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se "
        "ce il sont la avec ont été son cette mais aux d'un comme selon leur d'une c'est qu'il",
        "es": "de la que el en y a los del se las por un para con no una su al lo como más o pero "
        "sus le ha me si sin sobre este ya entre cuando todo esta ser son dos también fue había",
        "it": "di e il la che in un a per è una sono con non si da dei al le del della i ha gli "
        "nel alla delle più anche come ma lo o su dal ai dalla questo sono stato ha",
        "pt": "de a o que e do da em um para é com não uma os no se na por mais as dos como mas "
        "foi ao ele das tem à seu sua ou ser quando muito há nos já está também só pelo pela",
        "nl": "de het een van en in is dat op te zijn met voor niet aan er om ook als bij door "
        "maar naar dan uit nog worden wordt over hij heeft werd was die ze meer had",
        "sv": "och i att det som en på är av för med till den har de inte om ett men var jag sig "
        "från vi så kan när man under säger efter eller där hade",
        "da": "og i at det er en til af på den de for ikke med der som har et fra om var jeg sig "
        "men vi kan så havde ved eller også efter siger bliver",
        "no": "og i det er på en til som av for at den de med ikke har et om fra var jeg seg men "
        "vi kan så hadde ved eller også etter sier blir",
        "pl": "w i na z się do nie to że jest o jak po co ale za od przez dla są tym był tak już "
        "być może tylko które która który ich jego ze oraz",
        "tr": "ve bir bu da de için ile olarak çok daha olan gibi en ne kadar sonra ama var olduğu "
        "dedi ise ya göre",
        "fi": "ja on ei se että oli hän joka mutta ovat myös kun ole sen tai niin kuin mukaan",
        "ro": "și în de la a cu pe nu că din o un este pentru care mai sunt să au fost ca sau",
        "cs": "a v se na je že s z do o to i ve pro si jsou by za ale jako podle po které který",
        "hu": "a az és hogy nem is egy ez de meg csak volt már mint még el ha vagy szerint",
        "id": "yang dan di dari untuk dengan ini itu pada tidak dalam akan juga ke adalah oleh",
    }.items()
}
_LANGUAGES_OF = {
    word: tuple(language for language, words in STOP_WORDS.items() if word in words)
    for word in frozenset().union(*STOP_WORDS.values())
}
FUNCTION_WORDS = frozenset().union(*STOP_WORDS.values())

# Unicode ranges of scripts that name a language, or a family told apart below.
_SCRIPTS = {
    "cyrillic": ("\u0400", "\u04ff"),
    "arabic": ("\u0600", "\u06ff"),
    "el": ("\u0370", "\u03ff"),
    "he": ("\u0590", "\u05ff"),
    "hi": ("\u0900", "\u097f"),
    "bn": ("\u0980", "\u09ff"),
    "ta": ("\u0b80", "\u0bff"),
    "th": ("\u0e00", "\u0e7f"),
    "ka": ("\u10a0", "\u10ff"),
    "ko": ("\uac00", "\ud7af"),
    "kana": ("\u3040", "\u30ff"),
    "han": ("\u4e00", "\u9fff"),
}
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]+")
_BEYOND_LATIN = re.compile(r"[^\x00-\u024f]")
_WORD = re.compile(  # most words by the first pattern, which is the fastest
    r"[a-z]++(?=[ ,.])|[^\W\d_]+(?:['’][^\W\d_]+)?"
)


def detect_language(text: str) -> str | None:
    """ISO 639-1 code of the language of `text`, None when it cannot be told."""
    sample = text[:_SAMPLE]
    words = _WORD.findall(sample.lower())
    if len(words) < _FEWEST or not sample.isascii():  # so many words have as many letters
        letters = filter(str.isalpha, _BEYOND_LATIN.findall(sample))
        scripts = Counter(map(_script, letters))
        scripts["latin"] += sum(map(len, _LATIN.findall(sample)))
        script, count = scripts.most_common(1)[0]
        if count < _FEWEST:
            return None
        if script != "latin":
            return _by_script(script, sample, scripts)
        if len(words) < 8:
            return None
    totals = dict.fromkeys(STOP_WORDS, 0)
    for word, times in Counter(filter(_LANGUAGES_OF.__contains__, words)).items():
        for language in _LANGUAGES_OF[word]:
            totals[language] += times
    shares = {language: total / len(words) for language, total in totals.items()}
    best, second = sorted(shares, key=lambda code: -shares[code])[:2]
    if shares[best] < _MIN_SHARE or shares[best] == shares[second]:
        return None
    return best


def _script(char: str) -> str:
    if char < "\u0370":
        return "latin"
    for name, (first, last) in _SCRIPTS.items():
        if first <= char <= last:
            return name
    return "other"


def _by_script(script: str, sample: str, scripts: Counter[str]) -> str | None:
    if script in ("han", "kana"):
        return "ja" if scripts["kana"] * 10 > scripts["han"] else "zh"
    if script == "cyrillic":
        return "uk" if any(c in "іїєґ" for c in sample.lower()) else "ru"
    if script == "arabic":
        return "fa" if any(c in "پچژگ" for c in sample) else "ar"
    return script if script != "other" else None
