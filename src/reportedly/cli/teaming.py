"""`reportedly team …`: the accounts of a reading room, from the command line."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from reportedly.cli.edges import (
    LEDGER,
    WRONG_USE,
    AsJson,
    Where,
    complain,
    exits,
    tell,
    tell_json,
)
from reportedly.errors import ConfigurationError

if TYPE_CHECKING:
    from reportedly.web import roles
    from reportedly.web.team.accounts import Account, Accounts
    from reportedly.web.team.audit import Actor

Name = Annotated[str, typer.Argument(metavar="NAME", help="As it stands in reviews.")]
Role = Annotated[str, typer.Option(metavar="ROLE", help="reader, reviewer or admin.")]
Generate = Annotated[bool, typer.Option("--generate", help="Make a password and print it.")]
Email = Annotated[
    str | None,
    typer.Option(metavar="ADDRESS", help="To sign in through the provider, without a password."),
]

team = typer.Typer(
    help="Who may come into the reading room of `reportedly serve --team`, and to do what.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@team.command()
def add(
    name: Name,
    role: Role = "reviewer",
    generate: Generate = False,
    email: Email = None,
    ledger: Where = LEDGER,
) -> None:
    """Add somebody. The password is asked for, or made with --generate."""
    with _accounts(ledger, create=True) as (accounts, by):
        given = _role(role)
        if email and generate:
            message = "an e-mail is to sign in without a password: leave one of them out"
            raise ConfigurationError(message, about="--email, --generate")
        password = None if email else _password(generate)
        added = accounts.add(by, name, given, password=password, must_change=generate, email=email)
        tell(f"{added.name}: may come in, as {added.role}")
        _tell_password(password, generate)


@team.command("list")
def list_(ledger: Where = LEDGER, as_json: AsJson = False) -> None:
    """Everybody, with their roles."""
    with _accounts(ledger) as (accounts, _):
        for each in accounts.all():
            if as_json:
                names = ("name", "role", "email", "has_password", "must_change", "disabled", "at")
                tell_json({name: getattr(each, name) for name in names})
            else:
                tell(f"{each.name}, {each.role}{_more(each)}")


@team.command()
def role(name: Name, role: Annotated[str, typer.Argument(metavar="ROLE")],
         ledger: Where = LEDGER) -> None:  # fmt: skip
    """Give somebody another role; it holds from their next request."""
    with _accounts(ledger) as (accounts, by):
        accounts.change_role(by, name, _role(role))
        tell(f"{accounts.get(name).name}: {role}")


@team.command()
def password(name: Name, generate: Generate = False, ledger: Where = LEDGER) -> None:
    """Give somebody a new password, and sign them out everywhere."""
    with _accounts(ledger) as (accounts, by):
        accounts.get(name)
        new = _password(generate)
        accounts.set_password(by, name, new, must_change=generate)
        tell(f"{accounts.get(name).name}: has a new password")
        _tell_password(new, generate)


@team.command()
def disable(name: Name, ledger: Where = LEDGER) -> None:
    """Let somebody in no more: sessions and tokens end at once. The name stays theirs."""
    with _accounts(ledger) as (accounts, by):
        accounts.disable(by, name)
        tell(f"{accounts.get(name).name}: is out")


@team.command()
def enable(name: Name, ledger: Where = LEDGER) -> None:
    """Let somebody in again."""
    with _accounts(ledger) as (accounts, by):
        accounts.enable(by, name)
        tell(f"{accounts.get(name).name}: may come in")


@contextmanager
def _accounts(ledger: str, *, create: bool = False) -> Iterator[tuple[Accounts, Actor]]:
    """The accounts of a ledger's room, and how the audit calls whoever sits here."""
    with exits():
        try:
            from reportedly.web.store import Store, folder_of
            from reportedly.web.team.accounts import Accounts
            from reportedly.web.team.audit import Actor
        except ImportError as error:
            complain("the reading room needs more: pip install 'reportedly[web]'")
            raise typer.Exit(WRONG_USE) from error
        from reportedly.config import login
        from reportedly.ledger import Ledger

        with Ledger.open(ledger, create=create) as kept:
            store = Store(folder_of(kept.captures))
        yield Accounts(store), Actor(f"{login()} at the command line")


def _role(word: str) -> roles.Role:
    from reportedly.web.roles import Role

    try:
        return Role(word)
    except ValueError as error:
        message = f"must be {', '.join(Role)}, not {word!r}"
        raise ConfigurationError(message, about="role") from error


def _password(generate: bool) -> str:
    """One that is made, or asked for twice: never one from the command line, which others see."""
    if generate:
        from reportedly.web.team import passwords

        return passwords.generate()
    first = getpass.getpass("Password: ")
    if getpass.getpass("Once more: ") != first:
        raise ConfigurationError("the two are not the same", about="password")
    return first


def _tell_password(password: str | None, generated: bool) -> None:
    if generated and password:
        tell(f"The password, to be changed when it is first used: {password}")


def _more(account: Account) -> str:
    told = [
        account.email and f"signs in as {account.email}",
        account.must_change and "has to change the password",
        account.disabled and "disabled",
    ]
    return "".join(f", {each}" for each in told if each)
