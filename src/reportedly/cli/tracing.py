"""`reportedly trace` and `reportedly copies`: claims and words on their way between pages."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reportedly.cli.edges import (
    LEDGER,
    SOME_FAILED,
    AsJson,
    IdField,
    TextField,
    Where,
    complain,
    exits,
    pages_in_words,
    replacing,
    tell,
    tell_json,
)
from reportedly.cli.matching import tell_checks

if TYPE_CHECKING:
    from reportedly.data import Copy
    from reportedly.ledger import Ledger

_CHECKS = 3  # that are shown of those that may answer
_CLAIM = re.compile(r"[0-9a-f]{20,32}")  # an id, or what `reportedly search` shows of it


def trace(
    claim: Annotated[
        list[str],
        typer.Argument(metavar="CLAIM|TEXT", help="A claim's id, or a claim in any words."),
    ],
    ledger: Where = LEDGER,
    as_json: AsJson = False,
    svg: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Draw it into a file, too.")
    ] = None,
) -> None:
    """Show how a claim travelled: who has it from whom, what changed, on how much it rests.

    Drift, cut quotations, contradictions and circles that are found stay in the ledger. Published
    checks in the ledger that answer the claim stand below, with their verdicts as published.

    \b
      reportedly trace "2,000 volunteers will guard the pipeline"
      reportedly trace 0f3c… --svg story.svg
    """
    with exits():
        from reportedly.exchange.picture import trace_to_svg
        from reportedly.exchange.storyline import typeset_trace
        from reportedly.exchange.terminal import open_console
        from reportedly.exchange.traces import trace_to_json
        from reportedly.ledger import Ledger
        from reportedly.traces import trace as follow
        from reportedly.traces.kept import Checks

        text = " ".join(claim)
        with Ledger.open(ledger, create=False) as kept:
            _sample(kept)
            traced = follow(kept.statement(text) if _CLAIM.fullmatch(text) else text, kept)
            if traced.pages:
                kept.keep_findings([each.page for each in traced.pages], traced.findings)
            _, answers = (0, []) if as_json else Checks().answers(kept, traced.text)
        if svg is not None:
            with replacing(svg) as path:
                path.write_text(trace_to_svg(traced), encoding="utf-8")
        if as_json:
            tell_json(trace_to_json(traced))
        elif not traced.pages:
            tell("No page carries it.")
        else:
            print(typeset_trace(traced, open_console(sys.stdout)), end="")
        if answers:
            tell("")
            tell("Published checks:")
            tell_checks(answers[:_CHECKS])


def copies(
    path: Annotated[
        Path | None, typer.Argument(metavar="FILE.jsonl", help="Articles; without it, a ledger's.")
    ] = None,
    ledger: Where = LEDGER,
    as_json: AsJson = False,
    text_field: TextField = None,
    id_field: IdField = None,
) -> None:
    """Find what pages share, word for word: copies, parts of copies, common quotations.

    \b
      reportedly copies --ledger news.db
      reportedly copies articles.jsonl --text-field text --id-field id --json > copies.jsonl

    Exit status: 0; 2 for wrong use; 3 when some lines could not be read.
    """
    with exits():
        from reportedly.ledger import Ledger
        from reportedly.traces import find_copies

        if path is None:
            if text_field or id_field:
                raise typer.BadParameter("--text-field and --id-field are for FILE.jsonl")
            with Ledger.open(ledger, create=False) as kept, kept.articles() as texts:
                _tell_copies(find_copies, texts, as_json, partial(_name, kept))
            return
        articles, failed = _articles(path, text_field, id_field)
        _tell_copies(find_copies, articles, as_json, str)
        if failed:
            complain(f"{pages_in_words(failed)} could not be read")
            raise typer.Exit(SOME_FAILED)


def _name(kept: Ledger, page: str) -> str:
    """What a page of a ledger is called: its address, else where it came from."""
    known = kept.stated_by(page)
    return (known[0].url or known[0].site or known[0].title or page) if known else page


def _tell_copies(
    find: Callable[..., Iterator[Copy]],
    texts: Sequence[tuple[str, str]],
    as_json: bool,
    name: Callable[[str], str],
) -> None:
    from reportedly.exchange.copies import copy_line, copy_to_json
    from reportedly.exchange.terminal import open_console

    console = open_console(sys.stdout)
    number = 0
    with _progress("pages", 2 * len(texts)) as advance:
        for copy in find(texts, advance):
            number += 1
            if as_json:
                tell_json(copy_to_json(copy))
            else:
                with console.capture() as line:  # on a closed pipe, printing would exit by itself
                    console.print(copy_line(copy, name), soft_wrap=True)
                print(line.get(), end="")
    if not as_json:
        tell(f"{number} pair{'s' * (number != 1)} in {pages_in_words(len(texts))}")


class _Kept(Sequence[tuple[str, str]]):
    """Texts in memory, a byte a letter: a hundred thousand of them are some 400 megabytes."""

    def __init__(self) -> None:
        self._texts: list[tuple[str, bytes]] = []

    def put(self, known_as: str, text: str) -> None:
        self._texts.append((known_as, text.encode("utf-8", "surrogatepass")))

    def __len__(self) -> int:
        return len(self._texts)

    def __getitem__(self, number):  # type: ignore[no-untyped-def]
        known_as, text = self._texts[number]
        return known_as, text.decode("utf-8", "surrogatepass")


def _articles(path: Path, text_field: str | None, id_field: str | None) -> tuple[_Kept, int]:
    """The texts of a file of JSON Lines, or of the articles in pages, and how many could not be
    read."""
    from reportedly.articles import separate
    from reportedly.config import load
    from reportedly.data import Form
    from reportedly.errors import PageError
    from reportedly.limits import deadline
    from reportedly.pages import capture

    kept, failed, limits = _Kept(), 0, load().limits
    pages = capture([str(path)], limits=limits, text_field=text_field or "text", id_field=id_field)
    for page in pages:
        try:
            if isinstance(page, PageError):
                raise page
            with deadline(limits.seconds, page.origin):
                text = page.text if page.form is Form.TEXT else separate(page).text
        except PageError as error:
            complain(str(error))
            failed += 1
        else:
            kept.put(page.given.id or page.origin, text)
    return kept, failed


def _sample(kept: Ledger) -> None:
    """Make what was added since the last time findable by its words."""
    with _progress("pages looked through", None) as advance:
        for done, _ in kept.sample():
            advance(done)


@contextmanager
def _progress(what: str, total: int | None) -> Iterator[Callable[[int], None]]:
    """Shows a person at a terminal how far a run has come; nobody else."""
    if not sys.stderr.isatty():
        yield lambda done: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    from reportedly.exchange.terminal import open_console

    columns = (BarColumn(), MofNCompleteColumn(), TextColumn(what))
    with Progress(*columns, console=open_console(sys.stderr), transient=True) as progress:
        task = progress.add_task("", total=total)
        yield lambda done: progress.update(task, completed=done)
