"""A reading set for the terminal: header, claims, findings.

Text from the web is hostile. Everything that comes from a page goes through `visible` and
into `rich.text.Text`, which knows no markup, before it reaches a terminal.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterator
from typing import TextIO

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text
from rich.theme import Theme

from reportedly.data import (
    Article,
    Certainty,
    Claim,
    ClaimKind,
    Dating,
    Finding,
    Link,
    Place,
    Quotation,
    Reading,
    Severity,
    Source,
    Span,
)

# Colours of the 256 that keep a contrast of at least 3.8 on black and on white alike, so that
# light and dark terminals are served by one set. None of them says anything that a word
# beside it does not say too.
QUIET = "color(243)"
CERTAINTIES = {
    Certainty.ASSERTED: "color(28)",
    Certainty.PROBABLE: "color(31)",
    Certainty.POSSIBLE: "color(130)",
    Certainty.CONDITIONAL: "color(130)",
    Certainty.DENIED: "color(160)",
    Certainty.QUESTIONED: "color(133)",
    Certainty.INTENDED: "color(31)",
}
SEVERITIES = {
    Severity.INFO: "color(31)",
    Severity.WARNING: "color(130)",
    Severity.SERIOUS: "bold color(160)",
}
_QUOTED = {Quotation.DIRECT: "quoted", Quotation.MIXED: "part quoted"}

_THEME = Theme(dict.fromkeys(("bar.complete", "bar.pulse", "progress.elapsed"), QUIET))

WIDE = 76  # columns from which the claims stand in a table; below, one beneath the other
MEASURE = 148  # columns beyond which lines would be too long to read with ease
_JOINERS = frozenset("\u200c\u200d")  # shape letters and emoji; they reorder and hide nothing


def open_console(file: TextIO) -> Console:
    """A console on `file`: colours only if it is a terminal and NO_COLOR is not set."""
    return Console(file=file, highlight=False, markup=False, emoji=False, theme=_THEME)


def visible(text: str) -> str:
    """`text` on one line, with nothing in it that could act on a terminal or reorder a line.

    Runs of white space become one space; control characters become their pictures (ESC: ␛)
    or, past U+0080, the replacement character, as lone surrogates do; characters without a
    shape, such as the bidirectional overrides, are left out.
    """
    spaced = "".join(map(_harmless, text))
    inner = " ".join(spaced.split())
    return f"{' ' * spaced[:1].isspace()}{inner}{' ' * (bool(inner) and spaced[-1:].isspace())}"


def _harmless(character: str) -> str:
    if character.isspace():
        return " "
    match unicodedata.category(character):
        case "Cc":
            code = ord(character)
            return chr(0x2400 + code) if code < 0x20 else "␡" if code == 0x7F else "\ufffd"
        case "Cs":
            return "\ufffd"
        case "Cf" if character not in _JOINERS:
            return ""
    return character


def typeset(reading: Reading, console: Console, *, own_voice: bool = False) -> str:
    """The reading in lines for the width and colours of `console`, ready to be written to it.

    `own_voice` shows also what the article says on nobody's word but its own.
    """
    with console.capture() as captured:
        console.print(_sheet(reading, min(console.width, MEASURE), own_voice))
    return "".join(line.rstrip() + "\n" for line in captured.get().splitlines())


def _sheet(reading: Reading, width: int, own_voice: bool) -> RenderableType:
    shown = [each for each in reading.claims if each.chain or own_voice]
    parts = [_rule(reading, width), _header(reading)]
    if shown:
        parts.append((_table if width >= WIDE else _list)(reading, shown, width))
    if reading.findings:
        parts.append(_findings(reading, {each.id for each in shown}))
    parts.append(_tally(reading, shown))
    return Group(*(Padding(part, (0, 1, 1, 1)) for part in parts))


def _rule(reading: Reading, width: int) -> RenderableType:
    """Where the page comes from, on a line that sets it apart from the page before it."""
    page, given = reading.page, reading.page.given.id
    parts = ["standard input" if page.origin == "-" else page.origin]
    parts += [part for part in (given, page.url) if part and part != page.origin]
    label = Text(visible(" · ".join(parts)) + " ", QUIET, overflow="fold")
    return label.append("─" * max(0, width - 2 - label.cell_len))


# ── The header ───────────────────────────────────────────────────────────────────────────


def _header(reading: Reading) -> RenderableType:
    article = reading.article
    title = Text(visible(article.title or "Untitled page").strip(), "bold")
    lines = (title, _imprint(article), *_when(article.published))
    return Text("\n").join(line for line in lines if line)


def _imprint(article: Article) -> Text:
    byline = "By " + ", ".join(article.byline) if article.byline else None
    parts = (byline, article.site, " › ".join(article.sections))
    return Text(" · ").join(Text(visible(part).strip()) for part in parts if part)


def _when(dating: Dating) -> Iterator[Text]:
    yield Text.assemble(_published(dating), (f" — {visible(dating.basis)}", QUIET))
    for each in dating.rejected:
        yield Text(visible(f"Not {each.value}: {each.why}"), QUIET)


def _published(dating: Dating) -> str:
    match dating:
        case Dating(date=dt.date() as day):
            return f"Published {_day(day)}"
        case Dating(earliest=dt.date() as first, latest=dt.date() as last):
            return f"Published between {_day(first)} and {_day(last)}"
        case Dating(latest=dt.date() as last):
            return f"Published {_day(last)} or earlier"
        case Dating(earliest=dt.date() as first):
            return f"Published {_day(first)} or later"
    return "Date of publication unknown"


def _day(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"


# ── The claims ───────────────────────────────────────────────────────────────────────────


def _table(reading: Reading, claims: list[Claim], width: int) -> RenderableType:
    table = Table(
        box=None, width=width - 2, pad_edge=False, padding=(0, 2, 1, 0), header_style=QUIET
    )
    speaker = min(34, max(20, width // 4))
    table.add_column("", width=3, justify="right", overflow="fold", style=QUIET)
    table.add_column("who says so", width=speaker, overflow="fold")
    table.add_column("how firmly", width=11, overflow="fold")
    table.add_column("what", overflow="fold", ratio=1)
    for claim, introduced in _introducing(claims):
        table.add_row(
            _number(claim.id),
            _speaker(reading, claim, introduced, "\n"),
            Text("\n").join(_firmness(claim)),
            _content(reading, claim),
        )
    return table


def _list(reading: Reading, claims: list[Claim], width: int) -> RenderableType:
    """For narrow terminals: speaker and certainty above the content, not beside it."""
    table = Table(
        box=None, show_header=False, width=width - 2, pad_edge=False, padding=(0, 1, 1, 0)
    )
    table.add_column(width=3, justify="right", overflow="fold", style=QUIET)
    table.add_column(overflow="fold", ratio=1)
    for claim, introduced in _introducing(claims):
        lines = [
            _speaker(reading, claim, introduced, ", "),
            Text(" · ").join(_firmness(claim)),
            _content(reading, claim),
        ]
        table.add_row(_number(claim.id), Group(*lines))
    return table


def _number(id: str) -> str:
    return id.removeprefix("c")


def _introducing(claims: list[Claim]) -> Iterator[tuple[Claim, frozenset[str]]]:
    """Each claim with the sources that the sheet has already introduced."""
    seen: frozenset[str] = frozenset()
    for claim in claims:
        yield claim, seen
        seen |= {link.source for link in claim.chain}


def _speaker(reading: Reading, claim: Claim, introduced: frozenset[str], gap: str) -> Text:
    """Whom the article reports, then whom that source cites, down to who knows first hand."""
    if not claim.chain:
        voice = "the headline" if claim.place is Place.TITLE else "the article itself"
        return Text(voice, QUIET)
    sources = {each.id: each for each in reading.sources}
    cell = Text()
    for depth, link in enumerate(claim.chain):
        source, known = sources[link.source], link.source in introduced
        if depth:
            cell.append(gap).append("citing ", QUIET)
        cell.append_text(_designation(reading.article.text, source, link, known))
        if source.name and source.role and not known:
            cell.append(gap).append(visible(source.role).strip(), QUIET)
    return cell


def _designation(text: str, source: Source, link: Link, introduced: bool) -> Text:
    """The name, or how the text describes a source that it never names."""
    if source.name:
        return Text(visible(source.name).strip(), "bold")
    if link.mention is None or (link.cue and link.mention.overlaps(link.cue)):
        # "it is believed that": there are words for the saying, none for who says it
        said = link.mention or link.cue
        quoted = f" (“{visible(said.cut(text)).strip()}”)" if said else ""
        return Text.assemble(("unnamed", "italic"), (quoted, QUIET))
    words = [mention.cut(text) for mention in (*source.mentions[:1], link.mention)]
    # Once introduced at length, "the company" will do; a lone pronoun never does.
    short = [each for each in words if introduced and " " in each]
    described = min(short, key=len, default=words[0])
    return Text.assemble((visible(described).strip(), "italic"), (" (unnamed)", QUIET))


def _firmness(claim: Claim) -> Iterator[Text]:
    yield Text(claim.certainty.value, CERTAINTIES[claim.certainty])
    if claim.kind is not ClaimKind.STATEMENT:
        yield Text(claim.kind.value, QUIET)
    if claim.quotation in _QUOTED:
        yield Text(_QUOTED[claim.quotation], QUIET)


def _content(reading: Reading, claim: Claim) -> Text:
    """The content with its figures in bold, an ellipsis where the text goes on between."""
    text = _text_at(reading.article, claim.place)
    figures = sorted(each.span for each in claim.quantities)
    content = Text()
    for index, part in enumerate(claim.content):
        if index:
            content.append(" … ", QUIET)
        content.append_text(_with_figures(text, part, figures))
    return content


def _with_figures(text: str, part: Span, figures: list[Span]) -> Text:
    cell = Text()
    position = part.start
    for figure in figures:
        if figure.start >= position and part.covers(figure):
            cell.append(visible(text[position : figure.start]))
            cell.append(visible(figure.cut(text)), "bold")
            position = figure.end
    return cell.append(visible(text[position : part.end]))


def _text_at(article: Article, place: Place) -> str:
    return article.title or "" if place is Place.TITLE else article.text


# ── The findings ─────────────────────────────────────────────────────────────────────────


def _findings(reading: Reading, shown: set[str]) -> RenderableType:
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column(width=8, overflow="fold")
    table.add_column(overflow="fold")
    for finding in reading.findings:
        message = Text(visible(finding.message).strip())
        if evidence := _evidence(reading, finding, shown):
            message.append(f" ({evidence})", QUIET)
        table.add_row(Text(finding.severity.value, SEVERITIES[finding.severity]), message)
    return table


def _evidence(reading: Reading, finding: Finding, shown: set[str]) -> str:
    """What the finding rests on: claims by the number that they have above, else the words."""
    words, numbers = [], []
    for each in finding.evidence:
        if each.claim in shown:
            numbers.append(_number(each.claim or ""))
        elif each.place is Place.TITLE:
            words.append("headline")
        else:
            words.append(f"“{visible(each.span.cut(reading.article.text)).strip()}”")
    if numbers := list(dict.fromkeys(numbers)):
        words.append(f"claim{'s' * (len(numbers) > 1)} {', '.join(numbers)}")
    return "; ".join(dict.fromkeys(words))


def _tally(reading: Reading, shown: list[Claim]) -> Text:
    language = reading.article.language
    if not reading.claims and language not in ("en", None):
        return Text(f"Not searched for claims: the article is in “{language}”, not English", QUIET)
    attributed = sum(bool(each.chain) for each in reading.claims)
    unnamed = sum(each.name is None for each in reading.sources)
    sources = _count(len(reading.sources), "source")
    tally = f"{_count(attributed, 'claim')} by {sources}" if attributed else "No attributed claims"
    if unnamed:
        tally += f", {unnamed} of them unnamed"
    if hidden := len(reading.claims) - len(shown):
        tally += f"; {hidden} in the article's own voice left out (--all)"
    return Text(tally, QUIET)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
