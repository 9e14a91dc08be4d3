"""Settings: a file, then variables, which outrank it. Read by cli and web only.

    in the file        in the environment             default
    max_page_bytes     REPORTEDLY_MAX_PAGE_BYTES      20000000   bytes of a page, unpacked
    max_page_depth     REPORTEDLY_MAX_PAGE_DEPTH      250        elements in one another; no more
    max_page_elements  REPORTEDLY_MAX_PAGE_ELEMENTS   50000      HTML elements; 4 attributes are 1
    max_page_seconds   REPORTEDLY_MAX_PAGE_SECONDS    30         to capture it, and to read it
    max_page_memory    REPORTEDLY_MAX_PAGE_MEMORY     2000000000 bytes; for processes of --workers
    fetch_seconds      REPORTEDLY_FETCH_SECONDS       30         for one page from the web
    fetch_delay        REPORTEDLY_FETCH_DELAY         1          seconds between asking a host twice
    fetch_patience     REPORTEDLY_FETCH_PATIENCE      60         seconds, where a server asks for it
    fetch_ports        REPORTEDLY_FETCH_PORTS         80,443     that may be asked
    fetch_networks     REPORTEDLY_FETCH_NETWORKS      none       not public, and may be asked, too
    oidc_issuer        REPORTEDLY_OIDC_ISSUER         none       of the OpenID provider of a team
    oidc_client        REPORTEDLY_OIDC_CLIENT         none       what it calls the reading room
    oidc_secret        REPORTEDLY_OIDC_SECRET         none       what it knows the room by
    oidc_name          REPORTEDLY_OIDC_NAME           OpenID     on the button that leads there

In the file `fetch_ports` and `fetch_networks` may be lists: `fetch_networks = ["10.20.0.0/16"]`.

The file is `reportedly.toml` in the working directory, or the one that REPORTEDLY_CONFIG names.
"""

from __future__ import annotations

import getpass
import ipaddress
import math
import os
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from reportedly.errors import ConfigurationError
from reportedly.limits import Limits, Reach

FILE = "reportedly.toml"
FILE_VARIABLE = "REPORTEDLY_CONFIG"
_VARIABLES = ("REPORTEDLY_MAX_", "REPORTEDLY_FETCH_", "REPORTEDLY_OIDC_")
_PATIENCE = 60.0  # seconds
_MOST_SECONDS = 10**8  # three years; clocks and timers take not much more
_MOST_WHOLE = 10**12  # bytes


@dataclass(frozen=True, slots=True)
class Registration:
    """What an OpenID provider was told of a reading room, and the room of the provider."""

    issuer: str  # "https://accounts.example.org"
    client: str
    secret: str = field(default="", repr=False)  # none of a public client: PKCE is used anyway
    name: str = "OpenID"


@dataclass(frozen=True, slots=True)
class Settings:
    """All that a user can set."""

    limits: Limits = Limits()
    reach: Reach = Reach(patience=_PATIENCE)
    registration: Registration | None = None  # of a team that signs in through a provider


def load(environ: Mapping[str, str] = os.environ, folder: Path = Path()) -> Settings:
    """The settings in force in a working directory.

    Raises `ConfigurationError`, which names the setting and where it stands, for a setting
    that there is not, a value that it cannot have, and a file that cannot be read.
    """
    values: dict[str, Any] = {}
    for key, value, where in (*_in_file(environ, folder), *_in_variables(environ)):
        if key not in _READERS:
            message = f"no such setting; there are {', '.join(_READERS)}"
            raise ConfigurationError(message, about=where)
        field, reader = _READERS[key]
        values[field] = reader(value, where)
    groups = {"limits": Limits.__slots__, "reach": Reach.__slots__, "oidc": Registration.__slots__}
    limits, reach, oidc = (
        {name: values[f"{kind}.{name}"] for name in names if f"{kind}.{name}" in values}
        for kind, names in groups.items()
    )
    for needed in ("issuer", "client") if oidc else ():
        if needed not in oidc:
            raise ConfigurationError("is missing beside the other oidc settings",
                                     about=f"oidc_{needed}")  # fmt: skip
    registration = Registration(**oidc) if oidc else None
    return Settings(Limits(**limits), replace(Settings().reach, **reach), registration)


def _in_file(environ: Mapping[str, str], folder: Path) -> Iterator[tuple[str, object, str]]:
    named = environ.get(FILE_VARIABLE)
    path = folder / (named or FILE)
    if not named and not path.exists():
        return
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        reason = f"cannot be read: {error.strerror or error}"
        raise ConfigurationError(reason, about=str(path)) from error
    except ValueError as error:  # of encoding, or of TOML
        raise ConfigurationError(f"not a TOML file: {error}", about=str(path)) from error
    for key, value in table.items():
        yield key, value, f"{path}: {key}"


def _in_variables(environ: Mapping[str, str]) -> Iterator[tuple[str, object, str]]:
    for name, value in sorted(environ.items()):
        if name.startswith(_VARIABLES):
            yield name.removeprefix("REPORTEDLY_").lower(), value, name


def _whole(value: object, where: str) -> int:
    return int(_above(value, where, whole=True))


def _above(value: object, where: str, *, whole: bool = False) -> float:
    """A number above zero, from TOML or from the text of a variable."""
    number = _number(value, whole)
    most = _MOST_WHOLE if whole else _MOST_SECONDS
    if not 0 < number < math.inf or (whole and number != int(number)):
        kind = "a whole number" if whole else "a number"
        raise ConfigurationError(f"must be {kind} above 0, not {value!r}", about=where)
    if number > most:
        raise ConfigurationError(f"must be at most {most:,}, not {value!r}", about=where)
    return number


def _seconds(value: object, where: str) -> float:
    number = _number(value, whole=False)
    if not 0 <= number < math.inf:
        raise ConfigurationError(f"must be a number, 0 or above, not {value!r}", about=where)
    return number


def _number(value: object, whole: bool) -> float:
    """NaN for what is no number."""
    try:
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise ValueError
        return int(value) if whole and not isinstance(value, float) else float(value)
    except ValueError:
        return math.nan


def _depth(value: object, where: str) -> int:
    number, most = _whole(value, where), Limits().depth
    if number > most:
        raise ConfigurationError(
            f"must be {most} at most, not {number}: the extractor silently empties deeper "
            "documents",
            about=where,
        )
    return number


def _ports(value: object, where: str) -> frozenset[int]:
    ports = frozenset(_whole(each, where) for each in _listed(value))
    if not ports or max(ports) > 65_535:
        raise ConfigurationError(f"must be ports such as 80,443, not {value!r}", about=where)
    return ports


def _networks(value: object, where: str) -> tuple[str, ...]:
    try:
        return tuple(str(ipaddress.ip_network(str(each))) for each in _listed(value))
    except ValueError as error:
        message = f"must be networks such as 10.20.0.0/16: {error}"
        raise ConfigurationError(message, about=where) from error


def _words(value: object, where: str) -> str:
    if not isinstance(value, str) or not value.strip() or not value.isprintable():
        raise ConfigurationError("must be a text that is not empty", about=where)
    return value.strip()


def _listed(value: object) -> list[object]:
    if isinstance(value, list):
        return value
    return [each.strip() for each in str(value).split(",") if each.strip()]


# Of each setting the field that it sets, and what reads its value.
_READERS: dict[str, tuple[str, Callable[[object, str], object]]] = {
    "max_page_bytes": ("limits.size", _whole),
    "max_page_depth": ("limits.depth", _depth),
    "max_page_elements": ("limits.elements", _whole),
    "max_page_seconds": ("limits.seconds", _above),
    "max_page_memory": ("limits.memory", _whole),
    "fetch_seconds": ("reach.seconds", _above),
    "fetch_delay": ("reach.delay", _seconds),
    "fetch_patience": ("reach.patience", _seconds),
    "fetch_ports": ("reach.ports", _ports),
    "fetch_networks": ("reach.inside", _networks),
    "oidc_issuer": ("oidc.issuer", _words),
    "oidc_client": ("oidc.client", _words),
    "oidc_secret": ("oidc.secret", _words),
    "oidc_name": ("oidc.name", _words),
}


def login() -> str:
    """What whoever runs us is called on this machine; a number where it has no name for them, as
    in many a container."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"user {os.getuid()}"
