"""What the rules about a headline ask of it and of the body: who carries it, who denies it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from reportedly.claims.body import Body
from reportedly.claims.carriers import Carriers, Statement, find_carriers
from reportedly.claims.falsity import called_false
from reportedly.claims.lexicon import words
from reportedly.claims.stems import stems_of
from reportedly.claims.title import Headline, take_apart
from reportedly.data import (
    Article,
    Certainty,
    Claim,
    EntityType,
    Link,
    Place,
    Source,
    SourceType,
    Span,
)

_CARRIED = 0.6  # share of the headline in a statement that surely is what it rests on
_TOUCHED = 0.35  # share in a statement that may be
_TOLD = 0.45  # share in the article's own words from which on it says so itself
_HALF = 0.5  # share in a statement that has fewer of its words
_FEWEST = 3  # different words of the headline in a statement that carries it
_LONG = 400  # code points of a statement beyond which anything matches
_TELLING = 20.0  # smaller figures are equal by chance
_SOON = 2  # words that mean something, after "no longer", of which one is the headline's
_ADVERB = 13  # code points before a cue in which an adverb and a space may stand
_BEFORE = 40  # code points about a verb that may put it into the future or deny it
_UNSURE = frozenset(
    {Certainty.POSSIBLE, Certainty.PROBABLE, Certainty.CONDITIONAL, Certainty.QUESTIONED}
)
_OPEN = _UNSURE - {Certainty.PROBABLE}
_PASSING = frozenset({SourceType.MEDIA, SourceType.SOCIAL_MEDIA})  # they pass claims on
_SAYS = re.compile(
    r"\b(?:sa(?:y|ys|id|ying)|t(?:ells?|old|elling)|stat(?:es?|ed|ing)|add(?:s|ed)?|cit(?:es?|ed|ing)"
    r"|sources?|hear|heard|wr(?:ites?|ote|itten))\b"
    r"|\b(?:claim|report|accord|alleg|announc|confirm|statement|insist|warn|admit|reveal|suggest"
    r"|believ|think|thought|rumou?r|speculat|indicat|tweet|post|explain|argu|assert|quot|estimat"
    r"|understood|suspect|accus)",
    re.IGNORECASE,
)
_DENIES = re.compile(
    r"\b(?:den(?:y|ies|ied|ying|ials?)|reject|refut|rebut|dismiss|disput|debunk|contradict)", re.I
)
_DENIED_IT = re.compile(
    r"\b(?:den(?:y|ies|ied)|reject(?:s|ed)?|dismiss(?:es|ed)?|disput(?:es?|ed)|refut(?:es?|ed))"
    r" (?:it|this|that|(?:any )?wrongdoing|(?:the|these|those|any|all|such) (?:\w+ )?"
    r"(?:claim|allegation|accusation|charge|report)s?|the (?:story|stories))"
    r"(?:[.,;]| and\b| as\b|\s*$)",
    re.IGNORECASE,
)
_BRIEF = 120  # code points of a sentence that does little else
_DOUBTS = re.compile(r"\b(?:doubt|question|s[kc]eptic|challeng|disput|unlikely)", re.IGNORECASE)
_HEARD = re.compile(
    r"\b(?:report|alleg|rumou?r|believed|supposed|purported|apparent|said to)", re.I
)
_BEFORE_THIS = re.compile(r"\b(?:previously|earlier|first|once)\b", re.I)  # "than first reported"
_FALSE = re.compile(
    r"\b(?:false|untrue|hoax|fak(?:e|ed)|fabricat|rubbish|baseless|unfounded|bogus|nonsense|incorrect"
    r"|inaccurate|no (?:truth|evidence|basis))",
    re.IGNORECASE,
)
_NOT_FALSE = re.compile(
    rf"(?:\b(?:not?|never)|n[’']t) (?:\w{{1,12}} ){{0,2}}{_FALSE.pattern}", re.IGNORECASE
)
_NEGATION = re.compile(r"\b(?:not?|never|cannot|nor|neither|without)\b|n[’']t\b", re.IGNORECASE)
_OVER = re.compile(r"\b(?:no longer|not any ?more)\b", re.IGNORECASE)
_PURPORTED = re.compile(r"\b(?:purported|alleged|supposed|apparent|ostensib)ly\b", re.IGNORECASE)
_ADDED = re.compile(r", (?:as|which|who|whom|while|although|though|after|where|whose)\b")
_HEDGE = re.compile(
    r"\b(?:may|might|could|can|would|(?:un)?likely|possibly|probably|perhaps|maybe|presumably"
    r"|(?:appear|seem|believe|suspect|expect|suppose|rumou?r)(?:s|d|ed)?|thought|if|whether)\b",
    re.IGNORECASE,
)
_LIMITED = re.compile(r"\b(?:until|till|before|only|just)\b")  # "not until May" is no denial
_AHEAD = re.compile(
    r"(?:\b(?:will|would|shall|going to|about to)|[’']ll"
    r"|\b(?:ready|plan(?:s|ned|ning)?|prepar(?:ed|ing)|set|due|expect(?:s|ed)|agreed|willing"
    r"|inten(?:ds?|ded|ding)|want(?:s|ed)?|hop(?:es?|ed|ing)|promis(?:ed|es)|pledged|poised"
    r"|vow(?:s|ed)|threaten(?:s|ed|ing)|offer(?:s|ed|ing)?|seek(?:s|ing)|scheduled|considering"
    r"|proposed|voted|decided)(?: [\w-]+){0,3}? to)(?: (?:also|soon|be|\w+ly)){0,3} $",
    re.IGNORECASE,
)
_BODIES = words(  # that tell what they do themselves
    "company firm carmaker automaker maker manufacturer airline carrier bank retailer insurer club"
)
_OF_ITSELF = re.compile(  # how a body is called that tells what it does itself
    rf"it|(?:the )?(?:{'|'.join(sorted(_BODIES))})|(?:both|the(?: two)?) (?:companies|firms|clubs"
    r"|airlines|banks|insurers|retailers|carmakers)|(?:(?:an?|the) )?(?:company )?"
    rf"spokes(?:man|woman|person)(?: for the (?:{'|'.join(sorted(_BODIES))}))?"
)
_OF_KIN = re.compile(
    r"(?:his|her|their|the) (?:family|widow(?:er)?|wife|husband|partner|son|daughter|children"
    r"|brother|sister|mother|father|parents|agent|manager|publicist|record label)"
)
_MANY = frozenset({SourceType.ORGANISATION, SourceType.GOVERNMENT})
_ITSELF = re.compile(r"(?:that )?(?:it|we)\b|[“\"'‘]we\b", re.IGNORECASE)
_HEAD = re.compile(r"(?:the|an?|its|his|her|their) ([^\s,]+) (?:of|for|in|at)\b", re.IGNORECASE)
_ANYONE = re.compile(  # how a statement begins whose subject may be whoever was named before
    r"\W*(?:he|she|i|we|it|they|you|his|her|him|himself|herself|who|that|this|there|these|those"
    r"|to|by|for|on|in|at|as|if|of|not|being|having|is|was|has|had|will|what|how|when|where|why"
    r"|no|and|but|because|the|its|their|our|my|your|an?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A headline beside the statements of its body."""

    article: Article
    body: Body  # of the article
    headline: Headline
    carriers: Carriers
    names: dict[str, frozenset[str]]  # by `Source.id`, the stems by which the text calls it
    sources: dict[str, Source]  # by `Source.id`

    @property
    def title(self) -> str:
        return self.article.title or ""

    @property
    def known(self) -> float:
        """Which part of the headline's different words the body has, [0, 1]."""
        forms = {each.form for each in self.headline.stems}
        return len(self.carriers.weights) / len(forms) if forms else 0.0

    @property
    def statements(self) -> tuple[Statement, ...]:
        """What is on somebody's word and what is in the article's own."""
        return self.carriers.attributed + self.carriers.own

    @property
    def touching(self) -> list[Statement]:
        """The sentences of the body that may tell of what the headline does."""
        return [s for s in self.carriers.sentences if s.share >= _TOUCHED]

    def calls_false(self, s: Statement) -> bool:
        """True where a sentence that has much of the headline calls what was told false."""
        enough = len(s.stems) >= _FEWEST or (len(s.stems) > 1 and s.share >= _HALF)
        return enough and called_false(s.span.cut(self.article.text)) is not None

    def denied_after(self) -> Statement | None:
        """The sentence that denies the one before, where that has most of the headline: "She has
        denied it."."""
        s = best(filter(self.matches, self.carriers.attributed))
        here = self.sentence_at(s.span.start) if s and self.carries(s) else None
        after = self.sentence_at(here.span.end + 1) if here else None
        if after is None or after is here or len(after.span) > _BRIEF:
            return None
        return after if _DENIED_IT.search(after.span.cut(self.article.text)) else None

    def has_doubted(self, s: Statement) -> bool:
        """True where somebody doubts what has much of the headline."""
        if s.claim is None or s.claim.certainty is not Certainty.QUESTIONED:
            return False
        enough = s.share >= _HALF and len(s.stems) >= _FEWEST and len(s.span) <= _LONG
        return enough and any(_DOUBTS.search(cue) for cue in self._cues(s))

    def is_hearsay(self, s: Statement) -> bool:
        """True where nobody is named for a statement: "reportedly", "it is rumoured"."""
        first = s.claim.chain[0] if s.claim and s.claim.chain else None
        cue = first.cue if first and first.mention == first.cue else None
        return cue is not None and _HEARD.search(cue.cut(self.article.text)) is not None

    def is_told(self) -> bool:
        """True where the article says it in its own words, in a sentence or two in a row."""
        own = self.carriers.own
        return any(s.share >= _TOLD for s in own) or any(
            self.carriers.share(a.stems | b.stems) >= _CARRIED for a, b in pairwise(own)
        )

    def carries(self, s: Statement) -> bool:
        """True where a statement has most of the headline, a verb of it included."""
        forms = {each.form for each in self.headline.stems}
        verbs = self.headline.verbs & self.carriers.weights.keys()
        full = len(s.stems) >= _CARRIED * len(forms)
        return full and self.matches(s) and (not verbs or not verbs.isdisjoint(s.stems))

    def matches(self, s: Statement) -> bool:
        """True where a short statement has most of what the body has of the headline."""
        return s.share >= _CARRIED and len(s.stems) >= _FEWEST and len(s.span) <= _LONG

    def touches(self, s: Statement) -> bool:
        """True where a statement may be what the headline rests on."""
        return s.share >= _TOUCHED or self.is_anchored(s)

    def is_anchored(self, s: Statement) -> bool:
        """True where a statement has a figure of the headline that is too large to be chance."""
        shown = {q.value for q in self.headline.claim.quantities if q.value and q.value >= _TELLING}
        return s.claim is not None and any(q.value in shown for q in s.claim.quantities)

    def denies(self, s: Statement) -> bool:
        """True where a statement denies the headline itself, not something beside it."""
        main = self._main_clause(s)
        if not self.matches(main):
            return False
        said = main.span.cut(self.article.text)
        if not self.headline.ends and self._governs(_OVER, said, within=_SOON):
            return True
        if not is_denied(s):
            return False
        cue = self._cue(s)
        if (_DENIES.search(cue) and not _NEGATION.search(cue)) or (
            _FALSE.search(said) and not _NOT_FALSE.search(said)
        ):
            return True
        if self.headline.ends or _LIMITED.search(said):
            return False
        return self._governs(_NEGATION, said)

    def doubts(self, s: Statement) -> bool:
        """True where a statement is unsure of the headline itself, not of something beside it."""
        if s.claim is None:
            return False
        if s.claim.certainty not in _UNSURE:
            return self._is_purported(s)
        said = s.span.cut(self.article.text)
        return self._governs(_HEDGE, said) if _HEDGE.search(said) else bool(s.claim.chain)

    def _main_clause(self, s: Statement) -> Statement:
        """A statement up to a clause that only adds to it: ", as others had reported"."""
        added = _ADDED.search(s.span.cut(self.article.text))
        if not added:
            return s
        span = Span(s.span.start, s.span.start + added.start())
        stems = forms_of(self.article.text, span) & s.stems
        return Statement(span, s.claim, stems, self.carriers.share(stems))

    def _is_purported(self, s: Statement) -> bool:
        """True where the cue of a statement is itself in doubt: "purportedly showing"."""
        cue = s.claim.chain[-1].cue if s.claim and s.claim.chain else None
        if cue is None:
            return False
        begin = max(0, cue.start - _ADVERB)
        return _PURPORTED.search(self.article.text[begin : cue.end]) is not None

    def _governs(self, sign: re.Pattern[str], said: str, within: int = 1) -> bool:
        """True where the next word that means something, after a sign, is one of the headline;
        or one of the next few, `within` so many."""
        forms = {each.form for each in self.headline.stems}
        after = (Span(m.end(), min(len(said), m.end() + _BEFORE)) for m in sign.finditer(said))
        return any(
            each.form in forms for span in after for each in islice(stems_of(said, span), within)
        )

    def _cue(self, s: Statement) -> str:
        cue = s.claim.chain[-1].cue if s.claim and s.claim.chain else None
        return cue.cut(self.article.text) if cue else ""

    def place_of(self, s: Statement, whose: frozenset[str]) -> int | None:
        """The place in a statement's chain of the source whom most of the words `whose` name."""
        chain = s.claim.chain if s.claim else ()
        for place in range(len(chain) - 1, -1, -1):
            names = self.names.get(chain[place].source, frozenset())
            if len(whose & names) * 2 > len(whose):
                return place
        return None

    def links_after(self, s: Statement, whose: frozenset[str]) -> tuple[Link, ...]:
        """From whom the source `whose` has a statement, unless the headline names them."""
        place = self.place_of(s, whose)
        if place is None or s.claim is None:
            return ()
        chain = s.claim.chain
        links = tuple(link for link in chain[place + 1 :] if self._calls(link))
        return () if any(map(self.names_in_headline, links)) else links

    def _calls(self, link: Link) -> bool:
        """True where a link's mention has a word that means something, and is no "it"."""
        return link.mention is not None and bool(forms_of(self.article.text, link.mention))

    def names_in_headline(self, link: Link) -> bool:
        """True where the headline has most words of a link's source, as it is mentioned, or what
        it is without what it is of: "ministry" of "the ministry of transport"."""
        source = self.sources.get(link.source)
        name = source.name or "" if source else ""
        called = [forms_of(name, Span(0, len(name)))]
        if link.mention:
            called.append(forms_of(self.article.text, link.mention))
            if head := _HEAD.match(self.article.text, link.mention.start, link.mention.end):
                called.append(forms_of(self.article.text, Span(*head.span(1))))
        shown = {each.form for each in self.headline.words}
        return any(len(shown & forms) * 2 > len(forms) for forms in called)

    def is_own_act(self, s: Statement) -> bool:
        """True where a body tells what it does itself, and the headline begins with it: "Alder has
        cut 40 jobs, the company said"; or what it will do: "The carmaker said it would cut"; or who
        announces a death: "She has died, her family said"."""
        if s.claim is None or len(s.claim.chain) != 1:
            return False
        link, text = s.claim.chain[0], self.article.text
        source = self.sources.get(link.source)
        called = link.mention.cut(text).lower() if link.mention else ""
        if source is None:
            return False
        plans = self.headline.plans and s.claim.certainty is Certainty.INTENDED
        if plans and source.type in _MANY and _ITSELF.match(s.span.cut(text)):
            return True
        if _OF_KIN.fullmatch(called) and any(w.form == "die" for w in self.headline.words):
            return True
        if not _OF_ITSELF.fullmatch(called):
            return False
        first = next((p for p in self.carriers.places if p.span.start >= s.span.start), None)
        if first is None or first.form != self.headline.words[0].form:
            return False
        if source.name and not text.startswith(source.name, first.span.start):
            return False  # "Alder has cut 40 jobs", which Merrow says
        people = (e.span for e in s.claim.entities if e.type is EntityType.PERSON)
        opens = text[s.span.start : first.span.start].lower() in ("", "the ")
        return opens and not any(p.start <= first.span.start < p.end for p in people)

    def is_said(self, s: Statement) -> bool:
        """True where words of saying or hearsay, and no others, make the attribution; an outlet
        that was told has none of its own."""
        said = [cue for cue in self._cues(s) if cue]
        return bool(said) and all(
            _SAYS.search(cue) and not _BEFORE_THIS.search(cue) for cue in said
        )

    def _cues(self, s: Statement) -> list[str]:
        spans = [link.cue for link in s.claim.chain] if s.claim else []
        return [span.cut(self.article.text) if span else "" for span in spans]

    def is_named(self, link: Link) -> bool:
        """True for a named source that may know at first hand."""
        source = self.sources.get(link.source)
        return source is not None and source.name is not None and source.type not in _PASSING

    def is_ahead(self, verb: Span) -> bool:
        """True where the words before a verb of the text put it into the future."""
        before = self.article.text[max(0, verb.start - _BEFORE) : verb.start]
        return _AHEAD.search(before) is not None

    def is_of_another(self, s: Statement) -> bool:
        """True where a statement begins with a subject of its own, not with "he" or "the …"."""
        return _ANYONE.match(s.span.cut(self.article.text)) is None

    def sentence_at(self, at: int) -> Statement | None:
        """The sentence in which a code point of the text stands."""
        sentences = self.carriers.sentences
        place = bisect_right(sentences, at, key=lambda s: s.span.start) - 1
        return sentences[place] if place >= 0 else None


def compare(
    article: Article, body: Body, sources: Sequence[Source], claims: Sequence[Claim]
) -> Comparison | None:
    """A headline beside its body; None without a headline. Linear in the article's length."""
    title = next((c for c in claims if c.place is Place.TITLE and c.content), None)
    if title is None or article.title is None:
        return None
    headline = take_apart(article.title, title)
    carriers = find_carriers(body, headline, claims)
    names = {source.id: _names(article, source) for source in sources}
    return Comparison(article, body, headline, carriers, names, {s.id: s for s in sources})


def best(statements: Iterable[Statement]) -> Statement | None:
    """The statement with the largest share of the headline, the first of equals."""
    return max(statements, key=lambda s: s.share, default=None)


def is_denied(s: Statement) -> bool:
    return s.claim is not None and s.claim.certainty is Certainty.DENIED


def is_open(s: Statement) -> bool:
    """True where it is said that something may be, or will be on a condition; not that it is
    likely, or planned."""
    return s.claim is not None and s.claim.certainty in _OPEN


def is_held(s: Statement) -> bool:
    """True where whoever is named for a statement stands for it, and neither denies nor asks."""
    certainty = s.claim.certainty if s.claim else Certainty.ASSERTED
    return certainty not in (Certainty.DENIED, Certainty.QUESTIONED)


def forms_of(text: str, span: Span) -> frozenset[str]:
    """The stems in a stretch of a text."""
    return frozenset(each.form for each in stems_of(text, span))


def _names(article: Article, source: Source) -> frozenset[str]:
    """The words that name a source: its name, its role, its first mention."""
    texts = [source.name or "", source.role or ""]
    texts += [mention.cut(article.text) for mention in source.mentions[:1]]
    return frozenset().union(*(forms_of(text, Span(0, len(text))) for text in texts))
