"""How a team comes to its room, told at the start by options and settings; and what there is to
know of a provider without speaking to it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from reportedly.config import Registration
from reportedly.errors import ReportedlyError

PATH = "/login/provider/back"  # to which a provider sends browsers back


@dataclass(frozen=True, slots=True)
class Terms:
    """Where a team finds its room, and who stands in between."""

    origin: str  # "https://room.example.org", as it stands in the browsers
    proxies: tuple[str, ...] = ()  # addresses or networks from which alone requests come
    registration: Registration | None = None
    clock: Callable[[], float] = field(default=time.time, compare=False)  # seconds of the epoch

    @property
    def secure(self) -> bool:
        return self.origin.startswith("https://")

    @property
    def host(self) -> str:
        """The one name by which requests may ask for the room, without the port."""
        host = urlsplit(self.origin).hostname or ""
        return f"[{host}]" if ":" in host else host


@dataclass(frozen=True, slots=True)
class Pending:
    """A sign-in that has begun: what its end has to fit."""

    state: str
    nonce: str
    verifier: str  # of PKCE
    to: str  # the path to go on to


class ProviderError(ReportedlyError):
    """The provider cannot be reached, or what it says cannot be believed."""

    kind = "provider"
