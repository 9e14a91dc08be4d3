"""`reportedly group`, `reportedly stance`, `reportedly factchecks`: many texts at once."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, TypeVar

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
    tell,
    tell_json,
)
from reportedly.errors import ConfigurationError, PageError, UnreadablePage

if TYPE_CHECKING:
    from reportedly.data import FactCheck
    from reportedly.limits import Limits
    from reportedly.traces.stance import Stance

Item = TypeVar("Item")
Lines = Annotated[str, typer.Argument(metavar="FILE", help="JSON Lines; - is standard input.")]

factchecks = typer.Typer(
    help="Published fact-checks: which of them answer a claim.", no_args_is_help=True
)


def group(
    file: Annotated[
        str | None,
        typer.Argument(
            metavar="FILE", help="JSON Lines; - is standard input. Without it, a ledger."
        ),
    ] = None,
    ledger: Where = LEDGER,
    text_field: TextField = None,
    id_field: IdField = None,
    as_json: AsJson = False,
) -> None:
    """Group articles by the main claim that they carry, whatever order they come in.

    Of a file, an article a line; the keys that `reportedly read` knows are known here as well.
    A ledger keeps its groups: only what was added since is compared with what is there.

    \b
      reportedly group articles.jsonl --text-field text --id-field id --json
      reportedly group --ledger news.db

    Exit status: 0; 2 for wrong use; 3 when some lines could not be read.
    """
    with exits():
        if file is None:
            _group_ledger(ledger, as_json)
            return
        from reportedly.config import load
        from reportedly.pages import capture
        from reportedly.reading import read_all
        from reportedly.traces.grouping import Grouper

        limits = load().limits
        pages = capture([file], limits=limits, text_field=text_field, id_field=id_field)
        grouper, lines = Grouper(), list[tuple[str, str] | PageError]()
        for outcome in _progress(read_all(pages, limits=limits), "articles"):
            if isinstance(outcome, PageError):
                lines.append(outcome)
            else:
                grouper.add(outcome)
                lines.append((outcome.id, outcome.page.given.id or outcome.page.origin))
        _tell_groups(lines, grouper.groups(), as_json)
        failed = any(isinstance(each, PageError) for each in lines)
        raise typer.Exit(SOME_FAILED if failed else 0)


def _tell_groups(
    lines: list[tuple[str, str] | PageError], groups: list[list[int]], as_json: bool
) -> None:
    """Of each line (the id of its reading, and what people call it) its group, or what is wrong
    with it, in order; for people a line a group."""
    names = [each[1] for each in lines if not isinstance(each, PageError)]
    numbers = {page: n for n, members in enumerate(groups) for page in members}
    grouped = iter(range(len(names)))
    for each in lines:
        if isinstance(each, PageError):
            _failed(each, as_json)
        elif as_json:
            tell_json({"id": each[0], "group": numbers[next(grouped)]})
    if not as_json:
        for n, members in enumerate(groups):
            tell(f"{n}  {len(members):>4}  {' '.join(names[page] for page in members)}")


def _group_ledger(ledger: str, as_json: bool) -> None:
    from reportedly.ledger import Ledger
    from reportedly.traces.grouping import group_ledger

    with Ledger.open(ledger, create=False) as kept:
        for _ in _progress(group_ledger(kept), "runs of pages"):
            pass
        for number, group in enumerate(kept.groups()):
            if as_json:
                for page, name in group:
                    tell_json({"id": page, "name": name, "group": number})
            else:
                tell(f"{number}  {len(group):>4}  {' '.join(name for _, name in group)}")


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

        if queries == against == "-":
            message = "standard input can be only one of QUERIES and CLAIMS"
            raise ConfigurationError(message, about="-")
        size, failed = load().limits.size, 0
        checks: dict[str, Check] = {}
        for row in _progress(
            read_records(against, ("claim",), size=size, optional=("title",)), "checks"
        ):
            if not isinstance(row, PageError) and row.id in checks:
                message = "its id stands in an earlier line; give each check one of its own"
                row = UnreadablePage(message, about=f"{against}: {row.id}", id=row.id)
            if isinstance(row, PageError):
                failed += _failed(row, False)
            else:
                checks[row.id] = Check(row.id, row.fields["title"], row.fields["claim"])
        matcher = Matcher(list(checks.values()))
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
                tell(f"{row.id}  {found.ranked[0]}  {checks[found.ranked[0]].claim}")
        raise typer.Exit(SOME_FAILED if failed else 0)


@factchecks.command("import")
def import_(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE", help="ClaimReview in HTML, JSON or CSV; - is standard input."
        ),
    ],
    ledger: Where = LEDGER,
    as_json: AsJson = False,
) -> None:
    """Keep published fact-checks in the ledger: pages with JSON-LD, feeds, tables.

    Verdicts are kept as they were published. What is there already is brought up to date.

    \b
      reportedly factchecks import feed.json reviews.csv page.html

    Exit status: 0; 2 for wrong use or a ledger that cannot be used; 3 when some could not be
    read.
    """
    with exits():
        from reportedly.config import load
        from reportedly.ledger import Ledger

        size, failed, kept = load().limits.size, 0, 0
        with Ledger.open(ledger) as opened:
            for path in paths:
                checks = []
                for outcome in _progress(_checks_in(path, size), "checks"):
                    if isinstance(outcome, PageError):
                        failed += _failed(outcome, as_json)
                    else:
                        checks.append(outcome)
                kept += opened.add_checks(checks)
        if as_json:
            tell_json({"kept": kept, "failed": failed})
        else:
            tell(f"{kept} kept, {failed} could not be read")
        raise typer.Exit(SOME_FAILED if failed else 0)


def _checks_in(path: str, size: int) -> Iterator[FactCheck | PageError]:
    from reportedly.pages.decoding import decode
    from reportedly.pages.files import Source, opened, read_whole, unpacked
    from reportedly.traces.claimreview import read_checks

    source = Source(path, named=True)
    try:
        with opened(source) as file:
            body = read_whole(unpacked(file, source), source.origin, size)
        yield from read_checks(decode(body), source.origin)
    except PageError as error:
        yield error


@factchecks.command()
def find(
    text: Annotated[str, typer.Argument(help="A claim.")],
    ledger: Where = LEDGER,
    limit: Annotated[int, typer.Option(min=1, max=20, help="How many to show.")] = 5,
    as_json: AsJson = False,
) -> None:
    """The published checks in the ledger that answer a claim, or the word that none does.

    Each with its verdict as published, its publisher and its address: none is our ruling.

    \b
      reportedly factchecks find "The old bridge was sold to a circus."

    Exit status: 0; 2 for wrong use or a ledger that cannot be used.
    """
    with exits():
        from reportedly.ledger import Ledger
        from reportedly.traces.kept import Checks

        if not text.strip():
            raise ConfigurationError("which claim? it has no words", about="TEXT")
        with Ledger.open(ledger, create=False) as opened:
            among, answers = Checks().answers(opened, text)
        answers = answers[:limit]
        if as_json:
            shown = [_published(check, round(score, 4)) for check, score in answers]
            tell_json({"text": text, "none": not answers, "checks": shown})
        elif not among:
            tell("no published checks are there yet: reportedly factchecks import FILE")
        elif not answers:
            tell(f"none of {among} published checks answers it")
        else:
            tell_checks(answers)


def tell_checks(answers: Iterable[tuple[FactCheck, float]]) -> None:
    """Print checks, each with its verdict as published, its publisher and its address."""
    for check, _ in answers:
        verdict = f"“{check.verdict}”" if check.verdict else "no verdict given"
        tell(f"{check.publisher or 'unnamed publisher'}: {verdict}  {check.published}".rstrip())
        tell(f"  {check.claim}")
        if check.url:
            tell(f"  {check.url}")


def _published(check: FactCheck, score: float) -> dict[str, object]:
    return {"id": check.id, **asdict(check), "score": score}


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
