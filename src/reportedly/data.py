"""The nouns of Reportedly, and nothing else. Imports only the standard library.

    bytes ─► Page ─► Article ─► Attribution ─► Chain ─► Claim ─► Reading ─► Statement ─► Trace
          capture  separate   attribute     resolve   assess    (and its Findings)    trace

Every `Span` is a half-open pair of offsets in Unicode code points: never bytes, never
tokens. Unless a field says otherwise it refers to `Article.text`. Nouns that refer to one
another within a reading do so by short ids ("a1", "s1", "c1"), as the JSON does; across pages
they say which page is meant.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True, init=False)
class Span:
    """Half-open `[start, end)` offsets in Unicode code points."""

    start: int
    end: int

    def __init__(self, start: int, end: int) -> None:
        """Raises `ValueError` unless 0 <= start <= end."""
        if not 0 <= start <= end:
            raise ValueError(f"a span needs 0 <= start <= end, not [{start}, {end})")
        _set_start(self, start)  # half the time of what a dataclass would write here, and
        _set_end(self, end)  # no noun is made as often

    def __len__(self) -> int:
        return self.end - self.start

    def cut(self, text: str) -> str:
        """The stretch of `text` that the span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """True when both share at least one code point."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: Span) -> bool:
        """True when `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end


_set_start, _set_end = (vars(Span)[field].__set__ for field in ("start", "end"))


class Form(StrEnum):
    """How the body of a page is to be read."""

    HTML = "html"
    SCRAPE = "scrape"  # plain text with the page's furniture still in it
    TEXT = "text"  # ready article text, taken code point for code point


@dataclass(frozen=True, slots=True)
class Given:
    """What the user says about a page; it outranks whatever the page says of itself."""

    id: str | None = None  # stands in for the content hash as the reading's id
    title: str | None = None
    byline: tuple[str, ...] = ()
    site: str | None = None
    date: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One capture of one page."""

    body: bytes  # as captured; for `Form.TEXT` the text in UTF-8 (lone surrogates passed)
    text: str  # the body decoded and its mojibake repaired: markup, scrape or ready text
    form: Form
    media_type: str  # "text/html", "text/plain"; with the charset where only the server said it
    origin: str  # file path, "-" for standard input, "path:line" in JSON Lines, "path:byte" in WARC
    url: str | None = None
    captured_at: dt.datetime | None = None  # of the WARC record or our own fetch; never a file's
    given: Given = Given()

    @property
    def id(self) -> str:
        """`sha256:` and the hexadecimal SHA-256 of the body."""
        return "sha256:" + hashlib.sha256(self.body).hexdigest()


class BlockKind(StrEnum):
    """What a stretch of a page is. Only paragraphs, subheadings and quotes make up the body."""

    HEADLINE = "headline"
    SECTION = "section"  # breadcrumb or rubric
    BYLINE = "byline"
    DATELINE = "dateline"  # a date of publication or update, a place line of its own
    CLOCK = "clock"  # the date of the visit, shown in the page's header
    PARAGRAPH = "body"
    SUBHEADING = "subheading"
    QUOTE = "quote"
    CAPTION = "caption"
    RELATED = "related-link"
    ADVERTISEMENT = "advertisement"
    BIOGRAPHY = "author-biography"
    COMMENTS = "comments"
    NAVIGATION = "navigation"
    WIDGET = "widget"
    RESIDUE = "template-residue"  # "%d bloggers like this:"
    LEGAL = "legal"


BODY_KINDS = frozenset({BlockKind.PARAGRAPH, BlockKind.SUBHEADING, BlockKind.QUOTE})


@dataclass(frozen=True, slots=True)
class TextQuote:
    """A stretch of a page by its words, as a W3C Web Annotation's TextQuoteSelector has it."""

    exact: str
    prefix: str  # what stands right before it, at most 32 code points, as clients keep them
    suffix: str  # and right after it

    @classmethod
    def of(cls, text: str, span: Span) -> TextQuote:
        """That of a span of `text`: the document's words, so that it is found again there."""
        before, after = max(0, span.start - 32), span.end + 32
        return cls(span.cut(text), text[before : span.start], text[span.end : after])


@dataclass(frozen=True, slots=True)
class Block:
    """A labelled stretch of a page. Furniture is labelled and kept, never dropped."""

    kind: BlockKind
    text: str
    page: Span  # in the decoded text of the page (for HTML, the document's text in order)
    span: Span | None  # in `Article.text`; None for furniture
    selector: TextQuote | None = None  # on the live page; of HTML alone


@dataclass(frozen=True, slots=True)
class RejectedDate:
    """A date that stands in the page and was not taken as the day of publication."""

    value: str  # ISO 8601 where it could be read, else as written
    why: str


@dataclass(frozen=True, slots=True)
class Dating:
    """When an article was published: a day, or the range that the page allows."""

    date: dt.date | None = None
    earliest: dt.date | None = None
    latest: dt.date | None = None
    basis: str = "no date found in the page"  # the evidence, in words
    rejected: tuple[RejectedDate, ...] = ()
    at: dt.datetime | None = None  # the moment, in the zone that the page states; seldom known


class Nature(StrEnum):
    """What a page is, told by its text and by what it states about itself."""

    ARTICLE = "article"
    INDEX = "index"  # front page, section, search result: lists of other pages
    CONSENT = "consent-wall"
    PAYWALL = "paywall-stub"  # a few sentences, then the wall
    ERROR = "error-page"
    VIDEO = "video-page"
    LIVE = "live-blog"
    EMPTY = "empty"  # no running text, and nothing that says why


@dataclass(frozen=True, slots=True)
class Article:
    """The article of a page, apart from its furniture.

    `text` is the body alone: its blocks joined by blank lines. The title stands beside it.
    An index, a consent wall and an error page have no body; a paywall's stub, a video page
    and a live blog (what stands above its entries) may have a short one.
    """

    title: str | None
    byline: tuple[str, ...]
    site: str | None
    sections: tuple[str, ...]  # outermost first
    language: str | None  # ISO 639-1
    published: Dating
    text: str
    blocks: tuple[Block, ...]  # in page order
    nature: Nature = Nature.ARTICLE
    truncated: str | None = None  # what says that the text breaks off, in words


class Quotation(StrEnum):
    """How much of a content stands in quotation marks: all, none, or part of it."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class Attribution:
    """What an article says that someone else said, thought or wrote.

    An attribution relation (Pareti 2015; Newell et al., LREC 2018). Overlapping reports of
    one proposition stand once, the outermost; the inner links live in its `Chain`.
    """

    id: str  # "a1", "a2", … in reading order
    source: Span | None  # None when left unsaid: "it was claimed that …"
    cue: Span | None  # None in a free-standing quotation
    content: tuple[Span, ...]  # several when a cue interrupts it
    quotation: Quotation
    confidence: float  # [0, 1]


class SourceType(StrEnum):
    PERSON = "person"
    ORGANISATION = "organisation"
    GOVERNMENT = "government"
    MEDIA = "media"
    DOCUMENT = "document"
    SOCIAL_MEDIA = "social-media"
    GROUP = "group"
    UNNAMED = "unnamed"


@dataclass(frozen=True, slots=True)
class Source:
    """One speaker in one article, all mentions resolved."""

    id: str  # "s1", "s2", … in order of first mention
    name: str | None  # the fullest name that the text gives; None when it never names them
    type: SourceType
    role: str | None  # "Russian military expert"
    mentions: tuple[Span, ...]  # in reading order


@dataclass(frozen=True, slots=True)
class Link:
    """One step of a chain: who passes the claim on, where that is said, and how."""

    source: str  # `Source.id`
    mention: Span | None
    cue: Span | None


@dataclass(frozen=True, slots=True)
class Chain:
    """Whom the article reports, then whom that source reports, to whoever knows first hand.

    `content` is the innermost proposition, without cue, complementiser and outer punctuation
    other than quotation marks; the last link is the source who is said to hold it.
    """

    attribution: str  # `Attribution.id`
    links: tuple[Link, ...]  # outermost first
    content: tuple[Span, ...]
    quotation: Quotation


class Bound(StrEnum):
    EXACT = "exact"
    ABOUT = "about"
    NEARLY = "nearly"
    AT_LEAST = "at_least"
    OVER = "over"
    AT_MOST = "at_most"
    UNDER = "under"


class Change(StrEnum):
    """The direction of a figure that tells by how much or to what something changed."""

    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure and what it counts.

    A range has `value` None and `low` < `high`; otherwise `low` = `high` = `value`. A vague
    plural ("thousands") has `value` = `low` = 1000, `high` ten times that, bound at_least.
    """

    span: Span
    value: float | None
    low: float
    high: float
    unit: str | None  # "soldiers", "US$", "%"; None when no noun is given
    bound: Bound
    change: Change | None = None


class EntityType(StrEnum):
    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Entity:
    """A named person, organisation or place in the content of a claim."""

    span: Span
    name: str
    type: EntityType


class Certainty(StrEnum):
    """How firmly the last link is shown to hold the content."""

    ASSERTED = "asserted"
    PROBABLE = "probable"
    POSSIBLE = "possible"
    CONDITIONAL = "conditional"
    DENIED = "denied"
    QUESTIONED = "questioned"
    INTENDED = "intended"


class ClaimKind(StrEnum):
    STATEMENT = "statement"  # can be checked
    OPINION = "opinion"
    PREDICTION = "prediction"
    PROMISE = "promise"
    QUESTION = "question"


class Place(StrEnum):
    """Which of the two texts of an article a span refers to."""

    TITLE = "title"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Claim:
    """What is claimed, on whose word, how firmly.

    In the article's own voice `attribution` is None and `chain` is empty.
    """

    id: str  # "c1", "c2", … in reading order
    place: Place  # what all spans of this claim refer to
    attribution: str | None  # `Attribution.id`
    content: tuple[Span, ...]
    text: str  # the content as it reads, its parts joined by a space
    chain: tuple[Link, ...]
    certainty: Certainty
    factuality: float  # of the content's main event as the last link commits to it, [-3, +3]
    kind: ClaimKind
    quotation: Quotation
    quantities: tuple[Quantity, ...]
    entities: tuple[Entity, ...]


class Severity(StrEnum):
    INFO = "info"
    WARNING = "warning"
    SERIOUS = "serious"


class FindingKind(StrEnum):
    HEADLINE_OVERSTATES = "headline-overstates"
    HEADLINE_UNSUPPORTED = "headline-unsupported"
    UNNAMED_ONLY = "unnamed-only"
    FIGURE_UNATTRIBUTED = "figure-unattributed"
    UNIT_SHIFT = "unit-shift"
    SPEAKER_VARIANT = "speaker-variant"
    HEDGE_LOST = "hedge-lost"
    CHAIN_CUT = "chain-cut"
    DATE_DOUBTFUL = "date-doubtful"
    PAGE_NOT_ARTICLE = "page-not-article"
    TRUNCATED = "truncated"
    # Of several pages; they stand in a `Trace`, never in a `Reading`
    DRIFT = "drift"
    QUOTATION_CUT = "quotation-cut"
    CONTRADICTION = "contradiction"
    CIRCULAR = "circular"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A span that a finding rests on, and the claim that it belongs to, if any."""

    place: Place
    span: Span
    claim: str | None = None  # `Claim.id`; in a trace `Statement.id`
    page: str | None = None  # `Statement.page`; None in a reading, which speaks of its own page


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that an editor would want to know."""

    kind: FindingKind
    severity: Severity
    message: str  # one sentence that an editor understands
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Maker:
    """What made a reading: the same page and the same maker give the same reading."""

    version: str  # of Reportedly's code
    model: str  # the name of the model: "default", "accurate"
    # `sha256:` and the hexadecimal SHA-256 of the model's file; after a space that of another
    # model's, where it said how factual events are
    weights: str


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything found in one page."""

    page: Page
    article: Article
    attributions: tuple[Attribution, ...]
    sources: tuple[Source, ...]
    claims: tuple[Claim, ...]
    findings: tuple[Finding, ...]
    made_by: Maker | None = None  # None when a person or another program made it

    @property
    def id(self) -> str:
        """The id that the user gave, else the page's own."""
        return self.page.given.id or self.page.id


# ── Across pages ─────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Statement:
    """One claim as one page carries it, with what it takes to compare it with those of others.

    The spans of `claim` refer to `title` or to `text`, as `claim.place` says.
    """

    id: str  # unique among all that are compared: the ledger's id of the claim, or page and claim
    page: str  # the ledger's id of the page, or `Reading.id`
    claim: Claim
    chain: tuple[Source, ...]  # of `claim.chain`, link by link
    url: str | None
    site: str | None
    byline: tuple[str, ...]
    published: Dating
    title: str | None
    text: str  # of the article

    @property
    def speaker(self) -> Source | None:
        """Whoever is said to know at first hand; None in the article's own voice."""
        return self.chain[-1] if self.chain else None

    def words(self, span: Span) -> str:
        """What a span of the claim covers."""
        return span.cut((self.title or "") if self.claim.place is Place.TITLE else self.text)


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of one of the two texts of a page."""

    page: str  # `Statement.page`
    place: Place
    span: Span


class Sameness(StrEnum):
    """What two pages have to do with one another, by the words that they share."""

    NEAR_DUPLICATE = "near-duplicate"  # most of both
    CONTAINED = "contained"  # most of the shorter
    EXCERPT = "excerpt"  # some stretches of either


@dataclass(frozen=True, slots=True)
class Copy:
    """What two articles share word for word, case and punctuation apart.

    Containment and resemblance are those of Broder (1997), over the sets of shingles of eight
    words: a text of fewer words than that shares nothing.
    """

    left: str  # page
    right: str  # page
    shared: tuple[tuple[Span, Span], ...]  # in the text of `left` and of `right`, in order of left
    containment: float  # share of the shorter text's shingles that the longer has, [0, 1]
    resemblance: float  # Jaccard's index of both sets, [0, 1]
    sameness: Sameness
    agency: str | None  # whose copy both are: of a news agency, or "press release"


@dataclass(frozen=True, slots=True)
class Variant:
    """One page's version of a claim."""

    body: Statement | None  # how its text tells it; None where only the headline does
    headline: Statement | None  # how its headline tells it
    agency: str | None  # of the news agency whose copy it is; "press release"
    beside: tuple[Statement, ...] = ()  # others of the page that speak of it, on an outlet's word

    @property
    def statement(self) -> Statement:
        """The body's, else the headline's."""
        statement = self.body or self.headline
        if statement is None:
            raise ValueError("a variant is a statement of the body or of the headline")
        return statement

    @property
    def page(self) -> str:
        return self.statement.page


class Relation(StrEnum):
    """How a page has a claim from another or from a source, in the words of W3C PROV."""

    QUOTED = "wasQuotedFrom"  # it repeats the other's words, as a copy or within quotation marks
    DERIVED = "wasDerivedFrom"  # it names the other, or tells nearly the same later
    PRIMARY = "hadPrimarySource"  # it names who is said to know at first hand


class Ground(StrEnum):
    """What an edge rests on."""

    CITATION = "citation"  # the chain of the claim names the other
    COPY = "copy"  # stretches of text
    NEAR_COPY = "near-copy"  # the claim in nearly the same words, at a later date
    QUOTATION = "quotation"  # the same words in quotation marks


class DriftKind(StrEnum):
    """What changed on the way from one page to another."""

    FIGURE = "figure"
    UNIT = "unit"
    CERTAINTY_RAISED = "certainty-raised"
    CERTAINTY_LOWERED = "certainty-lowered"
    CONDITION_LOST = "condition-lost"
    DENIAL_LOST = "denial-lost"
    PLAN_AS_DONE = "plan-as-done"
    SPEAKER_DROPPED = "speaker-dropped"  # nobody is named any more
    LINK_DROPPED = "link-dropped"  # hearsay has become somebody's own word
    NAME_DROPPED = "name-dropped"  # a named source has become an unnamed one
    QUOTATION_CUT = "quotation-cut"  # without a word that changes its sense
    QUOTATION_ALTERED = "quotation-altered"


@dataclass(frozen=True, slots=True)
class Drift:
    """One thing that changed along an edge, where it was and where it is."""

    kind: DriftKind
    before: Passage
    after: Passage
    message: str  # one sentence: "“may” is gone"


@dataclass(frozen=True, slots=True)
class Edge:
    """A page has a claim from somewhere: the arrow goes the way of the claim."""

    origin: str  # page, or `source:` and the name of somebody whose own page is not there
    target: str  # page: who took it from there
    relation: Relation
    ground: Ground
    evidence: tuple[Passage, ...]  # of the target first, then of the origin where it is a page
    drift: tuple[Drift, ...]
    confidence: float  # [0, 1]


class OriginKind(StrEnum):
    """What the trail of a claim ends in."""

    FIRST_HAND = "first-hand"  # somebody named who is said to know
    CITED = "cited"  # an outlet that is named and whose own page is not there
    UNNAMED = "unnamed"  # a page that has it from somebody unnamed
    OWN_VOICE = "own-voice"  # a page that does not say from whom it has it
    CIRCLE = "circle"  # pages that cite one another and nobody else


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a trail of a claim ends."""

    node: str  # as in `Edge.origin`; of a circle its earliest page
    name: str  # of the source or the site
    kind: OriginKind
    certain: bool  # that it does not rest on one of the others
    pages: tuple[str, ...]  # that go back to it


@dataclass(frozen=True, slots=True)
class Independence:
    """How many independent origins a claim rests on, as far as dates and chains tell."""

    at_least: int
    at_most: int


@dataclass(frozen=True, slots=True)
class Trace:
    """How one claim travelled: a directed acyclic graph of the pages that carry it."""

    claim: str | None  # `Statement.id` that was asked for; None where a text was
    text: str
    pages: tuple[Variant, ...]  # earliest first; those without a date last
    edges: tuple[Edge, ...]
    origins: tuple[Origin, ...]
    independent: Independence
    findings: tuple[Finding, ...]  # drift, cut quotations, contradictions, circles


@dataclass(frozen=True, slots=True)
class FactCheck:
    """A published review of a claim (ClaimReview of schema.org). Strings are empty where it
    does not say."""

    claim: str  # as the publisher words it; never empty
    title: str  # of the article that reviews it
    url: str
    publisher: str
    verdict: str  # as published; never our ruling
    published: str  # the day, mostly ISO 8601; as written
    claimant: str  # who made the claim

    @property
    def id(self) -> str:
        """`sha256:` and the hexadecimal SHA-256 of claim, address and publisher."""
        told = "\0".join((self.claim, self.url, self.publisher))
        return "sha256:" + hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()
