"""`reportedly serve`: the reading room in the browser."""

from __future__ import annotations

import ipaddress
import socket
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer

from reportedly.cli.edges import LEDGER, WRONG_USE, Model, Where, complain, exits, tell
from reportedly.errors import ConfigurationError

if TYPE_CHECKING:
    from reportedly.config import Settings
    from reportedly.web.team.terms import Terms

Port = Annotated[int, typer.Option(min=0, max=65535, metavar="PORT", help="0: one that is free.")]
Members = Annotated[bool, typer.Option("--team", help="With accounts: see `reportedly team`.")]
Bind = Annotated[str, typer.Option(metavar="ADDRESS", help="Of this machine, to listen at.")]
Origin = Annotated[
    str | None,
    typer.Option(metavar="URL", help="Where the team finds the room: https://room.example.org"),
]
Proxies = Annotated[
    list[str] | None,
    typer.Option(
        "--proxy", metavar="ADDRESS", help="From where alone requests come, of what speaks https."
    ),
]
Certificate = Annotated[
    Path | None, typer.Option(metavar="FILE", help="PEM, to speak https without a proxy.")
]
Key = Annotated[Path | None, typer.Option(metavar="FILE", help="The certificate's private key.")]
_IDLE = 60  # seconds that a browser's connection is kept between two pages
_HERE = "127.0.0.1"


def serve(
    ledger: Where = LEDGER,
    port: Port = 8411,
    model: Model = "default",
    team: Members = False,
    bind: Bind = _HERE,
    origin: Origin = None,
    proxy: Proxies = None,
    certificate: Certificate = None,
    key: Key = None,
) -> None:
    """Open the ledger in the browser: read, search, review, add pages.

    The reading room of one user is bound to this machine and answers nobody else. That of a team
    has accounts, and is open to other machines over https alone. A ledger is made where there is
    none.

    \b
      reportedly serve
      reportedly serve --ledger news.db --port 9000
      reportedly serve --team
      reportedly serve --team --origin https://room.example.org --proxy 127.0.0.1
    """
    with exits():
        try:
            import uvicorn

            from reportedly.web import Premises, create_app
        except ImportError as error:
            complain("the reading room needs more: pip install 'reportedly[web]'")
            raise typer.Exit(WRONG_USE) from error
        from reportedly.config import load
        from reportedly.encoder import check

        check(model)
        settings, proxies = load(), tuple(proxy or ())
        check_terms(team, bind, origin, proxies, certificate, key)
        try:
            listening = listen(port, bind)
        except OSError as error:
            complain(f"{bind}, port {port}: {error.strerror}; choose another with --port")
            raise typer.Exit(WRONG_USE) from error
        with listening:
            here = origin or f"http://{_HERE}:{listening.getsockname()[1]}"
            terms = _terms(settings, here, proxies) if team else None
            app = create_app(Premises(ledger, limits=settings.limits, model=model, team=terms))
            config = uvicorn.Config(
                app, log_level="warning", access_log=False, lifespan="on", proxy_headers=False,
                ssl_certfile=certificate, ssl_keyfile=key, timeout_keep_alive=_IDLE,
            )  # fmt: skip
            try:
                config.load()
            except OSError as error:  # among them what OpenSSL complains of
                about = "--certificate, --key"
                raise ConfigurationError(f"cannot be used ({error})", about=about) from error
            tell(f"The reading room is open: {here.rstrip('/')}/")
            uvicorn.Server(config).run(sockets=[listening])


def listen(port: int, bind: str = _HERE) -> socket.socket:
    """A socket at an address of this machine. What it accepts is sent at once: an answer is
    written in two pieces, and without this the second waits 40 ms for the browser to confirm the
    first (asyncio sees to it only where it opens the socket itself). Raises `OSError`."""
    family = socket.AF_INET6 if ":" in bind else socket.AF_INET
    listening = socket.create_server((bind, port), family=family)
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening


def check_terms(
    team: bool,
    bind: str,
    origin: str | None,
    proxies: tuple[str, ...],
    certificate: Path | None,
    key: Path | None,
) -> None:
    """Passwords and sessions go over https, or stay on this machine. Raises
    `ConfigurationError`."""
    if not team and (bind != _HERE or origin or proxies or certificate or key):
        message = "is for a team: without accounts the room answers this machine alone; add --team"
        raise ConfigurationError(message, about="--bind, --origin, --proxy, --certificate")
    try:
        outside = not ipaddress.ip_address(bind).is_loopback
    except ValueError as error:
        raise ConfigurationError(f"must be an address, not {bind!r}", about="--bind") from error
    for each in proxies:
        try:
            ipaddress.ip_network(each, strict=False)
        except ValueError as error:
            message = f"must be an address or a network, not {each!r}"
            raise ConfigurationError(message, about="--proxy") from error
    secure = _is_secure(origin)
    if outside and not secure:
        message = (
            "other machines may come in over https alone, or passwords could be read on the way: "
            "say --origin https://… and who speaks https for it, --proxy ADDRESS or "
            "--certificate FILE --key FILE"
        )
        raise ConfigurationError(message, about="--bind")
    if (certificate is None) != (key is None):
        raise ConfigurationError("come together", about="--certificate, --key")
    if certificate and proxies:
        raise ConfigurationError("either of them speaks https", about="--certificate, --proxy")
    if secure != bool(certificate or proxies):
        message = "https takes --proxy ADDRESS, or --certificate FILE --key FILE, and they take it"
        raise ConfigurationError(message, about="--origin")


def _is_secure(origin: str | None) -> bool:
    """Whether a room's address is of https. Raises `ConfigurationError` for no such address."""
    if origin is None:
        return False
    parts = urlsplit(origin)
    if parts.scheme != "https" or not parts.hostname or parts.path.strip("/") or parts.query:
        message = f"must be an address such as https://room.example.org, not {origin!r}"
        raise ConfigurationError(message, about="--origin")
    return True


def _terms(settings: Settings, origin: str, proxies: tuple[str, ...]) -> Terms:
    from reportedly.web.team.terms import Terms

    return Terms(origin.rstrip("/").lower(), proxies, settings.registration)
