"""The team of a room, all its parts together, and how somebody signs in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportedly.errors import ConfigurationError, ReportedlyError
from reportedly.web.roles import Visitor
from reportedly.web.store import Store
from reportedly.web.team import passwords, slowing
from reportedly.web.team.accounts import Account, Accounts
from reportedly.web.team.audit import Act, Actor, write
from reportedly.web.team.sessions import Sessions
from reportedly.web.team.terms import Pending, ProviderError, Terms
from reportedly.web.team.tokens import Tokens

if TYPE_CHECKING:
    from reportedly.web.team.provider import Provider


class SignInRefused(ReportedlyError):
    """Not told: whether it was the name or the password."""

    kind = "sign-in"


class MustWait(SignInRefused):
    """Too many failures; `seconds` until the next attempt."""

    def __init__(self, seconds: int) -> None:
        super().__init__("too many attempts", about="sign-in")
        self.seconds = seconds


class Team:
    """The people of a room."""

    def __init__(self, store: Store, terms: Terms) -> None:
        """Raises `ConfigurationError` where nobody could look after the accounts."""
        self.store, self.terms = store, terms
        self.accounts, self.sessions, self.tokens = Accounts(store), Sessions(store), Tokens(store)
        self.browsers = slowing.Browsers(store)
        if not self.accounts.any_admin():
            message = "there is no admin yet: reportedly team add NAME --role admin"
            raise ConfigurationError(message, about="--team")
        passwords.nobodys()
        self.provider: Provider | None = None
        if terms.registration is not None:
            from reportedly.web.team.provider import Provider

            self.provider = Provider(terms.registration, terms.origin)

    def sign_in(self, name: str, password: str, address: str, browser: str, kept: str) -> str:
        """The word of a new session. `browser`: what it calls itself; `kept`: its word from when
        somebody signed in before. Raises `SignInRefused`."""
        account = self.prove(name, password, address, kept)
        return self._opened(account, address, browser, "password")

    def prove(self, name: str, password: str, address: str, kept: str) -> Account:
        """Whose name and password these are. Raises `SignInRefused`, one and the same for an
        unknown name, a wrong password and a disabled account."""
        askers = slowing.somebody(name, address, self.browsers.known(kept, name))
        self._begin(askers)
        account = self.accounts.with_password(name, password)
        if account is None:
            # Names that there are not stay out of it: people type passwords there.
            self.failed(self.accounts.known(name), address, "password")
            raise SignInRefused("the name or the password is not right", about="sign-in")
        slowing.succeeded(self.store, askers)
        return account

    def _begin(self, askers: tuple[slowing.Asker, ...]) -> None:
        if seconds := slowing.begin(self.store, askers, self.terms.clock()):
            raise MustWait(seconds)

    def sign_in_by(
        self, provider: Provider, pending: Pending, answer: dict[str, str], address: str,
        browser: str,
    ) -> str:  # fmt: skip
        """The same for somebody whom the provider vouches for. Raises `ProviderError`, too."""
        askers = slowing.stranger(address)
        self._begin(askers)
        try:
            subject, email = provider.end(pending, answer)
        except ProviderError as error:
            self.failed("", address, str(error))
            raise
        account = self.accounts.with_subject(subject, email)
        if account is None:
            self.failed("", address, f"provider: {email or subject}")
            raise SignInRefused("nobody of this team goes by that account", about="sign-in")
        slowing.succeeded(self.store, askers)
        return self._opened(account, address, browser, "provider")

    def failed(self, about: str, address: str, detail: str) -> None:
        with self.store.writing() as connection:
            write(connection, Actor("", address), Act.SIGN_IN_FAILED, about, detail)

    def _opened(self, account: Account, address: str, browser: str, how: str) -> str:
        by = Actor(account.name, address)
        return self.sessions.open(account, by, browser, self.terms.clock(), detail=how)

    def signed_in(self, word: str) -> Visitor | None:
        """Whose session a cookie's word opens."""
        return self.sessions.visitor(word, self.terms.clock())

    def note(self, by: Actor, act: Act, about: str, detail: str) -> None:
        """Writes down what somebody did in the ledger."""
        with self.store.writing() as connection:
            write(connection, by, act, about, detail)
