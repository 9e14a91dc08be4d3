"""`reportedly team` and `reportedly serve --team`, from the command line."""

from __future__ import annotations

import getpass
import json
import shutil
import stat
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from reportedly.cli import app
from reportedly.ledger import Ledger
from reportedly.web.store import Store, folder_of
from reportedly.web.team.accounts import Accounts
from reportedly.web.team.audit import Act, entries
from tests.teaming import PASSWORDS, quick_hashes, team_room


@pytest.fixture(autouse=True)
def _surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("REPORTEDLY_LEDGER", raising=False)
    quick_hashes(monkeypatch)


def run(*arguments: str, status: int = 0) -> Result:
    result = CliRunner().invoke(app, list(arguments))
    assert result.exit_code == status, result.output
    return result


def typed(monkeypatch: pytest.MonkeyPatch, *passwords: str) -> None:
    waiting = iter(passwords)
    monkeypatch.setattr(getpass, "getpass", lambda prompt: next(waiting))


def store() -> Store:
    return Store(Path("reportedly.db.room"))


def test_the_first_admin_types_a_password(monkeypatch: pytest.MonkeyPatch) -> None:
    typed(monkeypatch, PASSWORDS["Ilse"], PASSWORDS["Ilse"])
    told = run("team", "add", "Ilse", "--role", "admin")
    assert PASSWORDS["Ilse"] not in told.output
    account = Accounts(store()).with_password("ilse", PASSWORDS["Ilse"])
    assert account is not None
    assert not account.must_change
    (entry,) = entries(store(), act=Act.ACCOUNT_ADDED)
    assert entry.who.endswith("at the command line")


def test_a_generated_password_is_told_once_and_to_be_changed() -> None:
    told = run("team", "add", "Tom", "--role", "reader", "--generate").stdout
    password = told.split()[-1]
    account = Accounts(store()).with_password("Tom", password)
    assert account is not None
    assert account.must_change
    again = run("team", "password", "Tom", "--generate").stdout.split()[-1]
    assert Accounts(store()).with_password("Tom", password) is None
    assert Accounts(store()).with_password("Tom", again)


def test_what_is_wrong_is_told_before_a_password_is_asked_for() -> None:
    assert "must be reader" in run("team", "add", "Ilse", "--role", "boss", status=2).stderr
    both = ("--email", "ilse@example.org", "--generate")
    assert "leave one of them out" in run("team", "add", "Ilse", *both, status=2).stderr


def test_a_name_misspelt_makes_no_ledger() -> None:
    for command in (
        ("list",),
        ("role", "Ilse", "admin"),
        ("password", "Ilse"),
        ("disable", "Ilse"),
    ):
        told = run("team", *command, "--ledger", "nwes.db", status=2).stderr
        assert "no ledger there" in told
    assert list(Path().iterdir()) == []


def test_accounts_are_looked_after(monkeypatch: pytest.MonkeyPatch) -> None:
    run("team", "add", "Ilse", "--role", "admin", "--generate")
    run("team", "add", "Olga", "--email", "Olga@example.org")
    run("team", "role", "olga", "reader")
    run("team", "disable", "Olga")
    ilse, olga = (json.loads(line) for line in run("team", "list", "--json").stdout.splitlines())
    assert (ilse["name"], ilse["role"], ilse["disabled"]) == ("Ilse", "admin", False)
    assert (olga["role"], olga["email"], olga["disabled"]) == ("reader", "olga@example.org", True)
    run("team", "enable", "Olga")
    assert "Olga, reader, signs in as olga@example.org" in run("team", "list").stdout


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("add", "Ilse", "--generate"), "there is an account of that name"),
        (("add", "Eva", "--role", "owner", "--generate"), "must be reader, reviewer, admin"),
        (("add", "Eva", "--email", "nowhere"), "is no e-mail address"),
        (("role", "Ilse", "reader"), "is the last admin"),
        (("disable", "Ilse"), "is the last admin"),
        (("disable", "Nobody"), "there is no account of that name"),
        (("password", "Ilse"), "has 12 to 200 characters"),
        (("password", "Nobody"), "there is no account of that name"),
    ],
)
def test_what_cannot_be_is_told(
    arguments: tuple[str, ...], complaint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("team", "add", "Ilse", "--role", "admin", "--generate")
    typed(monkeypatch, "too short", "too short")
    assert complaint in run("team", *arguments, status=2).stderr


def test_two_different_passwords_are_none(monkeypatch: pytest.MonkeyPatch) -> None:
    typed(monkeypatch, PASSWORDS["Ilse"], PASSWORDS["Ann"])
    assert "not the same" in run("team", "add", "Ilse", status=2).stderr
    assert Accounts(store()).all() == []


def test_a_backup_has_the_room(ledger_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It opens as it was, but nobody is signed in to it."""
    with team_room(ledger_copy) as room:
        room.signed_in("Ann")
        run("backup", "copy.db", "--ledger", str(ledger_copy))
        kept = room.audit(limit=1000)
    assert stat.S_IMODE(Path("copy.db.room/room.db").stat().st_mode) == 0o600
    with team_room(Path("copy.db")) as copy:
        assert copy.audit(limit=1000) == kept
        with copy.store.opened() as connection:
            assert connection.execute("SELECT count(*) FROM sessions").fetchone()[0] == 0
        assert copy.signed_in("Ann").get("/desk.json").status_code == 200
    Path("copy.db").unlink()
    again = run("backup", "copy.db", "--ledger", str(ledger_copy), status=2)
    assert "there is a reading room already" in again.stderr
    assert not Path("copy.db").exists()


def test_a_backup_of_a_ledger_on_a_server_has_the_room(postgres_url: str) -> None:
    with Ledger.open(postgres_url) as ledger:
        room = folder_of(ledger.captures)
    run("team", "add", "Ilse", "--generate", "--ledger", postgres_url)
    assert room.exists()
    run("backup", "copy.db", "--ledger", postgres_url)
    assert [each.name for each in Accounts(Store(Path("copy.db.room"))).all()] == ["Ilse"]
    shutil.rmtree(room)
    told = run("backup", postgres_url, "--ledger", "copy.db", status=2).stderr
    assert "there is a ledger already" in told
    assert not room.exists()


OUT = ("--origin", "https://room.example.org")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("--bind", "0.0.0.0"), "add --team"),
        (OUT, "add --team"),
        (("--team", "--bind", "0.0.0.0"), "over https alone"),
        (("--team", "--bind", "::"), "over https alone"),
        (("--team", "--bind", "0.0.0.0", "--origin", "http://room.example.org"), "must be an add"),
        (("--team", "--bind", "everywhere"), "must be an address"),
        (("--team", *OUT), "https takes --proxy"),
        (("--team", *OUT, "--proxy", "the proxy"), "must be an address or a network"),
        (("--team", "--proxy", "127.0.0.1"), "https takes --proxy"),
        (("--team", *OUT, "--certificate", "x.pem"), "come together"),
        (("--team", "--origin", "https://room.example.org/news", "--proxy", "::1"), "must be an"),
        (("--team",), "there is no admin yet: reportedly team add"),
        (("--model", "huge"), "no such model; there are default and accurate"),
    ],
)
def test_a_team_is_not_served_in_the_clear(arguments: tuple[str, ...], complaint: str) -> None:
    assert complaint in run("serve", "--port", "0", *arguments, status=2).stderr


@pytest.mark.parametrize("certificate", ["none.pem", "key.pem"])
def test_a_certificate_that_cannot_be_used_is_told_before_the_room_opens(certificate: str) -> None:
    run("team", "add", "Ilse", "--role", "admin", "--generate")
    Path("key.pem").write_text("no key")
    keys = ("--certificate", certificate, "--key", "key.pem")
    told = run("serve", "--port", "0", "--team", *OUT, *keys, status=2)
    assert "--certificate, --key: cannot be used" in told.stderr
    assert "is open" not in told.stdout
