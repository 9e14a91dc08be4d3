"""`reportedly review …` and `reportedly speakers`: what people say of what was read."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reportedly.cli.edges import LEDGER, AsJson, Where, complain, exits, tell, tell_json

if TYPE_CHECKING:
    from reportedly.ledger import Ledger, Review

Claim = Annotated[str, typer.Argument(metavar="CLAIM", help="Its id, as search shows it.")]
Who = Annotated[
    str | None,
    typer.Option(
        envvar="REPORTEDLY_REVIEWER", metavar="NAME", help="Who decides; you, by your login."
    ),
]
Words = Annotated[str, typer.Argument(metavar="TEXT")]

review = typer.Typer(
    help="Accept, reject and correct what was read. Every decision is kept, and can be undone.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


def _decide(
    ledger: str, as_json: bool, who: str | None, decide: Callable[[Ledger, str], Review]
) -> None:
    with exits():
        from reportedly.config import login
        from reportedly.ledger import Ledger

        with Ledger.open(ledger, create=False) as kept:
            event = decide(kept, who or login())
        _tell(event, as_json)


def _tell(event: Review, as_json: bool) -> None:
    if as_json:
        tell_json(_to_json(event))
        return
    from reportedly.ledger import SHOWN

    detail = "(forgotten)" if event.detail is None else _words(event.detail)
    subject = event.subject[:SHOWN]
    tell(f"{event.short}  {event.at}  {event.who}  {event.action} {subject} {detail}")


def _words(detail: Any) -> str:
    field, before, after = (detail.get(name) for name in ("field", "before", "after"))
    told = [json.dumps(each, ensure_ascii=False) for each in (before, after) if each is not None]
    return f"{field + ': ' if field else ''}{' -> '.join(told)}"


def _to_json(event: Review) -> dict[str, object]:
    names = ("id", "at", "who", "action", "subject", "page", "detail")
    return {name: getattr(event, name) for name in names}


@review.command()
def accept(claim: Claim, ledger: Where = LEDGER, who: Who = None, as_json: AsJson = False) -> None:
    """Say that a claim is read rightly."""
    _on_claim(claim, "accept", ledger, who, as_json)


@review.command()
def reject(claim: Claim, ledger: Where = LEDGER, who: Who = None, as_json: AsJson = False) -> None:
    """Say that a claim is not what the article says. Search leaves it out from then on."""
    _on_claim(claim, "reject", ledger, who, as_json)


@review.command()
def correct(
    claim: Claim,
    field: Annotated[
        str,
        typer.Argument(
            metavar="FIELD",
            help="content, chain, certainty, factuality, kind, quotation or quantities.",
        ),
    ],
    value: Annotated[
        str, typer.Argument(metavar="VALUE", help="A word, or JSON as docs/ledger.md shows it.")
    ],
    ledger: Where = LEDGER,
    who: Who = None,
    as_json: AsJson = False,
) -> None:
    """Correct one field of a claim.

    \b
      reportedly review correct 83617d… certainty denied
      reportedly review correct 83617d… content "[[120, 164]]"
    """
    from reportedly.ledger.standing import value_in

    with exits():
        after = value_in(value, field)
    _on_claim(claim, "correct", ledger, who, as_json, field=field, after=after)


@review.command()
def note(
    claim: Claim, text: Words, ledger: Where = LEDGER, who: Who = None, as_json: AsJson = False
) -> None:
    """Write a note to a claim."""
    _on_claim(claim, "note", ledger, who, as_json, after=text)


@review.command()
def tag(
    claim: Claim, text: Words, ledger: Where = LEDGER, who: Who = None, as_json: AsJson = False
) -> None:
    """Give a claim a tag; search --tag finds it."""
    _on_claim(claim, "tag", ledger, who, as_json, after=text)


@review.command()
def untag(
    claim: Claim, text: Words, ledger: Where = LEDGER, who: Who = None, as_json: AsJson = False
) -> None:
    """Take a tag away again."""
    _on_claim(claim, "untag", ledger, who, as_json, after=text)


@review.command()
def verdict(
    claim: Claim,
    rating: Annotated[str, typer.Option(metavar="WORDS", help="As published: “False”.")],
    url: Annotated[str, typer.Option(metavar="URL", help="Where it is published.")],
    publisher: Annotated[str, typer.Option(metavar="NAME", help="By whom.")],
    ledger: Where = LEDGER,
    who: Who = None,
    as_json: AsJson = False,
) -> None:
    """Record a verdict on a claim that was published: export makes a ClaimReview of it."""
    after = {"rating": rating, "url": url, "publisher": publisher}
    _on_claim(claim, "verdict", ledger, who, as_json, after=after)


def _on_claim(
    claim: str, action: str, ledger: str, who: str | None, as_json: bool, **more: Any
) -> None:
    from reportedly.ledger import Action

    _decide(
        ledger, as_json, who, lambda kept, name: kept.review(claim, Action(action), name, **more)
    )


@review.command()
def merge(
    speaker: Annotated[str, typer.Argument(metavar="SPEAKER", help="The id from speakers.")],
    into: Annotated[str, typer.Argument(metavar="INTO", help="Whom it is the same as.")],
    ledger: Where = LEDGER,
    who: Who = None,
    as_json: AsJson = False,
) -> None:
    """Say that two speakers are one person."""
    _decide(ledger, as_json, who, lambda kept, name: kept.merge(speaker, into, name))


@review.command()
def split(
    speaker: Annotated[str, typer.Argument(metavar="SPEAKER", help="The id from speakers.")],
    ledger: Where = LEDGER,
    who: Who = None,
    as_json: AsJson = False,
) -> None:
    """Take a speaker out of the person that it was merged into."""
    _decide(ledger, as_json, who, lambda kept, name: kept.split(speaker, name))


@review.command()
def undo(
    event: Annotated[str, typer.Argument(metavar="REVIEW", help="Its id, as log shows it.")],
    ledger: Where = LEDGER,
    who: Who = None,
    as_json: AsJson = False,
) -> None:
    """Take a decision back. That is a decision, too, and can be undone."""
    _decide(ledger, as_json, who, lambda kept, name: kept.undo(event, name))


@review.command()
def log(
    subject: Annotated[str | None, typer.Argument(metavar="[CLAIM|SPEAKER]")] = None,
    ledger: Where = LEDGER,
    as_json: AsJson = False,
) -> None:
    """List the decisions in the order in which they were made."""
    with exits():
        from reportedly.ledger import Ledger

        with Ledger.open(ledger, create=False) as kept:
            events = 0
            for event in kept.reviews(subject):
                _tell(event, as_json)
                events += 1
            if not events and not as_json:
                tell(f"No decisions about {subject}." if subject else "No decisions.")


@review.command()
def export(ledger: Where = LEDGER) -> None:
    """Print the articles that were reviewed, as corrected, as JSON Lines to train on."""
    with exits():
        from reportedly.ledger import Ledger

        with Ledger.open(ledger, create=False) as kept:
            for row in kept.training_rows():
                tell_json(row)


def speakers(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Words of the name.")],
    ledger: Where = LEDGER,
    as_json: AsJson = False,
) -> None:
    """List who goes by a name, person by person.

    Name and role decide: who has the same name and another role may be the same person, or
    not. reportedly review merge says so.
    """
    with exits():
        from dataclasses import asdict

        from reportedly.ledger import Ledger

        with Ledger.open(ledger, create=False) as kept:
            found = kept.speakers(name)
        if not (found or as_json):
            tell("Nobody goes by that name.")
        for each in found:
            if as_json:
                tell_json(asdict(each))
                continue
            same = "" if each.person == each.id else f", the same as {each.person}"
            role = f", {each.role}" if each.role else ""
            number = "1 article" if each.articles == 1 else f"{each.articles} articles"
            tell(f"{each.id}  {each.name}{role} ({each.type}): {number}{same}")
        if len({each.person for each in found}) > 1 and not as_json:
            complain("these may be the same person or not: reportedly review merge joins them")
