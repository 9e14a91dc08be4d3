"""`reportedly group`, `reportedly stance`, `reportedly factchecks`: many texts at once."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from reportedly.cli.edges import (
    SOME_FAILED,
    AsJson,
    IdField,
    TextField,
    complain,
    exits,
    tell,
    tell_json,
)
from reportedly.errors import PageError

if TYPE_CHECKING:
    from reportedly.limits import Limits
    from reportedly.traces.stance import Stance

Item = TypeVar("Item")
Lines = Annotated[str, typer.Argument(metavar="FILE", help="JSON Lines; - is standard input.")]

factchecks = typer.Typer(
    help="Published fact-checks: which of them answer a claim.", no_args_is_help=True
)


def group(
    file: Lines, text_field: TextField = None, id_field: IdField = None, as_json: AsJson = False
) -> None:
    """Group articles by the main claim that they carry, whatever order they come in.

    An article a line; the keys that `reportedly read` knows are known here as well.

    \b
      reportedly group articles.jsonl --text-field text --id-field id --json

    Exit status: 0; 2 for wrong use; 3 when some lines could not be read.
    """
    with exits():
        from reportedly.config import load
        from reportedly.pages import capture
        from reportedly.reading import read_all
        from reportedly.traces.grouping import Grouper

        limits = load().limits
        pages = capture([file], limits=limits, text_field=text_field, id_field=id_field)
        grouper, ids, failed = Grouper(), list[str](), 0
        for outcome in _progress(read_all(pages, limits=limits), "articles"):
            if isinstance(outcome, PageError):
                failed += _failed(outcome, as_json)
            else:
                grouper.add(outcome)
                ids.append(outcome.id)
        groups = grouper.groups()
        if as_json:
            number = {page: n for n, members in enumerate(groups) for page in members}
            for page, known in enumerate(ids):
                tell_json({"id": known, "group": number[page]})
        else:
            for n, members in enumerate(groups):
                tell(f"{n}  {len(members):>4}  {' '.join(ids[page] for page in members)}")
        raise typer.Exit(SOME_FAILED if failed else 0)


def stance(file: Lines, as_json: AsJson = False) -> None:
    """What a text says to a headline's claim: agree, disagree, discuss, or unrelated.

    Each line has `headline` and `text`, and may have an `id`.

    \b
      reportedly stance pairs.jsonl --json

    Exit status: 0; 2 for wrong use; 3 when some lines could not be read.
    """
    with exits():
        from reportedly.config import load
        from reportedly.pages.records import read_records

        limits, failed = load().limits, 0
        judge = _judge(limits)
        for row in _progress(read_records(file, ("headline", "text"), size=limits.size), "pairs"):
            if not isinstance(row, PageError):
                try:
                    scores = judge(row.fields["headline"], row.fields["text"])
                except PageError as error:
                    error.id = row.id
                    row = error
            if isinstance(row, PageError):
                failed += _failed(row, as_json)
                continue
            best = max(scores, key=lambda one: scores[one])
            if as_json:
                shown = {one.value: round(score, 4) for one, score in scores.items()}
                tell_json({"id": row.id, "stance": best.value, "scores": shown})
            else:
                tell(f"{row.id}  {best.value}  {scores[best]:.2f}")
        raise typer.Exit(SOME_FAILED if failed else 0)


@factchecks.command()
def match(
    queries: Annotated[
        str, typer.Argument(metavar="QUERIES", help="JSON Lines, each with a `text`.")
    ],
    against: Annotated[
        str,
        typer.Option(metavar="CLAIMS", help="JSON Lines, each with `id`, `title` and `claim`."),
    ],
    as_json: AsJson = False,
) -> None:
    """The published checks that answer each text, best first, or that none of them does.

    \b
      reportedly factchecks match posts.jsonl --against checks.jsonl --json

    Exit status: 0; 2 for wrong use; 3 when some lines could not be read.
    """
    with exits():
        from reportedly.config import load
        from reportedly.pages.records import read_records
        from reportedly.traces.factchecks import Check, Matcher

        size, failed = load().limits.size, 0
        checks = []
        for row in _progress(
            read_records(against, ("claim",), size=size, optional=("title",)), "checks"
        ):
            if isinstance(row, PageError):
                failed += _failed(row, False)
            else:
                checks.append(Check(row.id, row.fields["title"], row.fields["claim"]))
        matcher = Matcher(checks)
        claims = {check.id: check.claim for check in checks}
        for row in _progress(read_records(queries, ("text",), size=size), "texts"):
            if isinstance(row, PageError):
                failed += _failed(row, as_json)
                continue
            found = matcher.match(row.fields["text"])
            if as_json:
                scores = [round(score, 4) for score in found.scores]
                ranked = list(found.ranked)
                answer = {"ranked": ranked, "scores": scores, "none": found.none}
                tell_json({"text": row.fields["text"], **answer})
            elif found.none:
                tell(f"{row.id}  no check answers it")
            else:
                tell(f"{row.id}  {found.ranked[0]}  {claims[found.ranked[0]]}")
        raise typer.Exit(SOME_FAILED if failed else 0)


def _judge(limits: Limits) -> Callable[[str, str], dict[Stance, float]]:
    """Stances of headlines to texts; a text that comes again at once is not read again."""
    from reportedly.data import Form, Page
    from reportedly.reading import read
    from reportedly.traces import embeddings
    from reportedly.traces.stance import Body, judge

    embedder = embeddings.load()

    @lru_cache(maxsize=64)
    def body(text: str) -> Body:
        page = Page(text.encode("utf-8", "surrogatepass"), text, Form.TEXT, "text/plain", "text")
        return Body(read(page, limits=limits), embedder)

    return lambda headline, text: judge(headline, body(text), embedder)


def _failed(error: PageError, as_json: bool) -> int:
    from reportedly.exchange.json import error_to_json

    if as_json:
        tell_json(error_to_json(error))
    else:
        complain(str(error))
    return 1


def _progress(items: Iterable[Item], what: str) -> Iterator[Item]:
    """The same items; a person at a terminal sees how many there have been."""
    if not sys.stderr.isatty() or sys.stdout.isatty():  # the results show it themselves
        yield from items
        return
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    from reportedly.exchange.terminal import open_console

    columns = (SpinnerColumn(), TextColumn("{task.completed} " + what), TimeElapsedColumn())
    progress = Progress(*columns, console=open_console(sys.stderr), transient=True)
    task = progress.add_task("")
    with progress:
        for item in items:
            progress.advance(task)
            yield item
