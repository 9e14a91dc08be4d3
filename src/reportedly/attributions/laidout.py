"""Speech that the layout of a text attributes: signed quotations, and turns of a transcript.

    “We left at dawn.”            MAYOR: We left at dawn.
    — Ilse Varga, mayor           HOLM: And the sheep?

The tagger knows few of either from its corpus, and their form says all. What it found in such
a passage gives way.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence

from reportedly.attributions import lexicon
from reportedly.attributions.covered import Covered
from reportedly.attributions.quotation import quotation_of
from reportedly.data import Attribution, Span
from reportedly.typography import paragraphs

_CONFIDENCE = 0.9  # a little less than the share that was right on the development articles
_Speech = tuple[Span, Span, Span]  # source, cue, content


def with_laid_out(text: str, quoted: bytes, found: Sequence[Attribution]) -> list[Attribution]:
    """`found`, and what the layout attributes in place of what touches it, in any order.

    `quoted` is `typography.quote_mask(text)`. Linear in the length of `text`.
    """
    laid = list(paragraphs(text))
    taken = Covered(text)
    spoken: list[_Speech] = []
    for speech in (*_signed(text, laid), *_turns(text, laid), *_answers(text, laid)):
        if not any(map(taken.touches, speech)):
            spoken.append(speech)
            for span in speech:
                taken.cover(span)
    if not spoken:
        return list(found)
    kept = [
        one
        for one in found
        if not any(taken.touches(part) for part in (one.cue, *one.content) if part)
    ]
    for source, cue, content in spoken:
        kind = quotation_of(text, quoted, (content,))
        kept.append(Attribution("", source, cue, (content,), kind, _CONFIDENCE))
    return kept


# ── Signed quotations ────────────────────────────────────────────────────────────────────

_DASH = re.compile(r"[―—–-](?<!\w.)(?:(?<=-)-)?")  # none that joins two words
_BEFORE = 12  # code points of white space that may stand before a quotation, or its signature
_SIGNATURE = 80  # code points, at most
_LONGEST = 5000  # code points of a quotation
_WORDS = 4  # of a quotation, at least; fewer may be a title
_CLOSING = '”"»'
_PARTICLES = lexicon.words("of the de da du del la le dos van von der al bin ibn and")


def _signed(text: str, laid: Sequence[tuple[int, int]]) -> Iterator[_Speech]:
    """A quotation that stands by itself, with a name after a dash at its end or below."""
    starts = [start for start, _ in laid]
    marks: list[int] = []  # looked for once there is a signature
    signed = 0  # end of the signature before
    for dash in _DASH.finditer(text):
        before = text[max(dash.start() - _BEFORE, 0) : dash.start()]
        end = dash.start() - (len(before) - len(before.rstrip()))
        spaced = dash[0] not in "–-" or before[-1:].isspace()
        if not end or text[end - 1] not in _CLOSING or not spaced:
            continue
        signature = text[dash.end() : dash.end() + _SIGNATURE + 1]
        whole = _NAME_ENDS.split(signature, maxsplit=1)[0]
        name = whole.strip().rstrip(".")
        if len(whole) > _SIGNATURE or not _is_name(name) or _is_listed(text, dash):
            continue
        floor = max(starts[bisect_right(starts, end - 1) - 1], signed, end - _LONGEST)
        marks = marks or [mark.start() for mark in _DOUBLE.finditer(text)]
        start = _opening(text, marks, floor, end)
        if start is not None and len(text[start:end].split()) >= _WORDS:
            at = text.index(name, dash.end())
            signed = at + len(name)
            yield Span(at, signed), Span(*dash.span()), Span(start, end)


def _opening(text: str, marks: Sequence[int], floor: int, end: int) -> int | None:
    """Where the quotation that ends at `end` begins, if a sentence ends before it or nothing
    stands there; the first mark may be turned the wrong way, as hasty typesetting has it, and one
    of several sentences may have closed it amid."""
    depth = 1
    last = bisect_left(marks, end - 1)
    for at in reversed(marks[max(bisect_left(marks, floor), last - _NESTED) : last]):
        if text[at] == '"' != text[end - 1]:
            continue  # of another house than the marks around it
        opens = text[at] in '“„«"'
        head = text[max(floor, at - _BEFORE) : at].rstrip()
        if not head and at - _BEFORE <= floor:
            return at
        if depth == 0 and (opens or head[-1:] not in _FINAL):
            return None
        depth += -1 if opens else 1
        if depth == 0 and head[-1:] in (*_FINAL, *_CLOSING):
            return at
    return None


_DOUBLE = re.compile('[“”„«»"]')
_FINAL = frozenset(".!?…")
_NESTED = 40  # marks within a quotation, at most
_NAME_ENDS = re.compile('[,\n“"]')


def _is_name(words: str) -> bool:
    return words[:1].isupper() and all(
        word in _PARTICLES or (word[0].isupper() and word.strip(".,’'").replace(".", "").isalpha())
        for word in re.split(r"[\s’'-]+", words.strip(".’'"))
        if word
    )


def _is_listed(text: str, dash: re.Match[str]) -> bool:
    """True where the next line begins with the same dash: a list, not a signature."""
    end = text.find("\n", dash.end(), dash.end() + _SIGNATURE + 1)
    return end >= 0 and text[end : end + _BEFORE + 1].lstrip().startswith(dash[0])


# ── Transcripts ──────────────────────────────────────────────────────────────────────────

_SPEAKER = re.compile(  # before a colon, where a line begins or a sentence has ended
    r"(?:\A|[.!?…—)”\"])[ \t\xa0]{0,8}([\"“]?)(\w[\w.’'-]+(?: \w[\w.’'-]+){0,3})\Z"
)
_BEFORE_COLON = 120  # code points in which a speaker stands
_WORD = re.compile(r"\w+")
_LABELS = lexicon.words(
    """
    answer buy caption claim click correction cook day directed editor fact facts false from myth
    more note now photo photos pick picks prep price rated rating read related
    sell source sources starring subscribe tickets to true update updated verdict video watch
    what when where who why written
    """
)


_ASKING = frozenset({"QUESTION", "Q", "REPORTER", "REPORTERS", "JOURNALIST"})


def _turns(text: str, laid: Sequence[tuple[int, int]]) -> Iterator[_Speech]:
    """What a transcript gives each speaker, to the next one or the end of the paragraph.

    A transcript has two speakers who both come back, and names one of them in its prose as
    well; what else stands in capitals before a colon is a label. Whoever only asks, and has no
    name, states nothing.
    """
    turns = sorted((*_speakers(text, laid), *_interviewed(text, laid)))
    labels = [name.cut(text) for _, name, _ in turns]
    whole = {_initials(label): _surname(label) for label in labels if " " in label}
    names = Counter(whole.get(label, _surname(label)) for label in labels)
    often = {name for name, times in names.items() if times > 1}
    if len(often) < 2 or any(name.lower() in _LABELS for name in often):
        return
    prose = set(_WORD.findall(text))  # so that names which it lacks are not sought one by one
    capitals = {_surname(label) for label in labels if label.isupper()} & often - _ASKING
    full = {_short(label) for label in labels if not label.isupper() and _surname(label) in often}
    if not any(
        prose.issuperset(_WORD.findall(name)) and re.search(rf"\b{re.escape(name)}\b", text)
        for name in map(str.title, capitals)
    ) and (not full or full.isdisjoint(_named(text))):
        return
    following = [start for start, _, _ in turns[1:]]
    for (_, name, end), next_one in zip(turns, (*following, len(text)), strict=True):
        at = name.end + 2  # past the colon and its blank
        content = text[at : min(end, next_one)].rstrip(' \t\r\xa0”"')
        if content and _surname(name.cut(text)) not in _ASKING:
            yield name, Span(name.end, name.end + 1), Span(at, at + len(content))


_FULL_NAME = re.compile(r"[\"“]?([A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+){0,3}):[ \t\xa0]")


def _interviewed(text: str, laid: Sequence[tuple[int, int]]) -> Iterator[tuple[int, Span, int]]:
    """The same of full names before a colon, where a paragraph begins, and of the surnames of
    those whom the text names in full: "Ana Soto: I left.", "Soto: I left."."""
    named: set[str] | None = None
    for start, end in laid:
        found = _FULL_NAME.match(text, start, min(end, start + _BEFORE_COLON))
        if found is None or found[1].isupper():
            continue
        if " " not in found[1]:
            named = _named(text) if named is None else named
            if found[1] not in named:
                continue
        yield start, Span(*found.span(1)), end


_ASKED = re.compile(r"[\"“]?([QA]):[ \t\xa0]+(?=\S)")


def _answers(text: str, laid: Sequence[tuple[int, int]]) -> Iterator[_Speech]:
    """The answers of an interview whose paragraphs begin with "Q:" and "A:"."""
    found = [
        (label, end) for start, end in laid if (label := _ASKED.match(text, start, end)) is not None
    ]
    if any(sum(label[1] == letter for label, _ in found) < _ROUNDS for letter in "QA"):
        return
    for label, end in found:
        said = text[label.end() : end].rstrip()
        if label[1] == "A" and said:
            at = label.end(1)
            yield Span(at - 1, at), Span(at, at + 1), Span(label.end(), label.end() + len(said))


_ROUNDS = 2  # questions, and answers, that make an interview


_UNLABELLED = re.compile(r"[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+){1,3}(?![\w:.’'-])")


def _named(text: str) -> set[str]:
    """The names that stand in the prose of a text in full, by their last two words and the last."""
    names = set(map(_short, _UNLABELLED.findall(text)))
    return names | {name.split()[-1] for name in names}


def _short(name: str) -> str:
    """The last two words, as a name stands after a title."""
    return " ".join(name.split()[-2:])


def _surname(label: str) -> str:
    return label.split()[-1].upper()


def _initials(label: str) -> str:
    """ "AS" of "Ana Soto", by which an interview may go on to call her."""
    words = label.split()
    return (words[0][0] + words[-1][0]).upper()


def _speakers(text: str, laid: Sequence[tuple[int, int]]) -> Iterator[tuple[int, Span, int]]:
    """Names in capitals before a colon: where each stands, with a mark before it, the name, and
    where its paragraph ends. Lines may be joined, so that many stand in one paragraph."""
    for start, end in laid:
        colon = text.find(":", start + 1, end - 1)
        while colon >= 0:
            if text[colon - 1].isupper() and text[colon + 1] in " \t\xa0":
                floor = max(start, colon - _BEFORE_COLON)
                found = _SPEAKER.search(text[floor:colon])
                if found and found[2].isupper() and found[2][0].isalpha():
                    name = Span(floor + found.start(2), colon)
                    yield name.start - len(found[1]), name, end
            colon = text.find(":", colon + 1, end - 1)
