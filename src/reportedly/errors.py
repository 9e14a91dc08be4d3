"""Everything that Reportedly raises on purpose.

    ReportedlyError              about: what it concerns (a path, a line, a setting)
    ├── ConfigurationError       a setting or option that cannot be used
    ├── ModelError               shipped weights missing, altered or of another version
    ├── LedgerError              a ledger cannot be opened, read or written; nothing is lost
    │   ├── LedgerTooNew         made by a later version of Reportedly
    │   ├── LedgerUnavailable    its database or disk does not serve it now: try again, or see to it
    │   ├── NotInLedger          what was asked for is not there
    │   ├── ReviewConflict       somebody has reviewed it since it was looked at
    │   └── StillRead            forgotten, but its words stay while somebody reads them
    └── PageError                one page cannot be read; the run goes on
        ├── UnreadablePage       the file cannot be opened or its line cannot be parsed
        ├── EmptyPage            nothing to read
        ├── BinaryPage           not text, whatever its name says
        ├── PageTooLarge         over the limit on size, or on elements
        ├── PageTooDeep          nested deeper than the limit
        ├── PageTooSlow          not finished within the limit on time
        ├── PageTooHeavy         takes more memory than the limit, or than there is
        ├── PageCrashed          took the process that read it down with it
        ├── AddressRefused       not to be fetched: by the rules on addresses, or by robots.txt
        ├── FetchFailed          a server that is not reached, or that answers with a failure
        ├── PageNotStorable      has characters that no database takes and none stand in for
        └── PageTruncated        cut off before its end

A `PageError` in a stream of pages is yielded, not raised, so that the pages after it are
still read.
"""

from __future__ import annotations

from typing import Any, ClassVar


class ReportedlyError(Exception):
    """`message` says what is wrong and what to do; `about` says where."""

    kind: ClassVar[str] = "error"  # stable word for JSON

    def __init__(self, message: str, *, about: str, id: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.about = about
        self.id = id  # the user's own id of the page, where there is one

    def __str__(self) -> str:
        return f"{self.about}: {self.message}"

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (type(self), self.__dict__)


def _restored(kind: type[ReportedlyError], state: dict[str, Any]) -> ReportedlyError:
    """An error that comes from another process."""
    error = kind.__new__(kind, state["message"])
    error.__dict__.update(state)
    return error


class ConfigurationError(ReportedlyError):
    kind = "configuration"


class ModelError(ReportedlyError):
    kind = "model"


class LedgerError(ReportedlyError):
    kind = "ledger"


class LedgerTooNew(LedgerError):
    kind = "too-new"


class LedgerUnavailable(LedgerError):
    kind = "unavailable"


class NotInLedger(LedgerError):
    kind = "not-in-ledger"


class ReviewConflict(LedgerError):
    kind = "review-conflict"


class StillRead(LedgerError):
    """`about` is the page's id."""

    kind = "still-read"


class PageError(ReportedlyError):
    kind = "page"


class UnreadablePage(PageError):
    kind = "unreadable"


class EmptyPage(PageError):
    kind = "empty"


class BinaryPage(PageError):
    kind = "binary"


class PageTooLarge(PageError):
    kind = "too-large"


class PageTooDeep(PageError):
    kind = "too-deep"


class PageTooSlow(PageError):
    kind = "too-slow"


class PageTooHeavy(PageError):
    kind = "too-heavy"


class PageCrashed(PageError):
    kind = "crashed"


class AddressRefused(PageError):
    kind = "refused"


class FetchFailed(PageError):
    kind = "fetch"

    def __init__(
        self, message: str, *, about: str, passing: bool = True, wait: float = 0.0
    ) -> None:
        """`passing`: whether it may go well another time. `wait`: seconds for which the server
        asks to be left alone, so that it was not asked."""
        super().__init__(message, about=about)
        self.passing = passing
        self.wait = wait


class PageNotStorable(PageError):
    kind = "not-storable"


class PageTruncated(PageError):
    kind = "truncated"


def unforeseen(error: Exception, about: str, id: str | None = None) -> PageError:
    """What nobody foresaw about one page, as an error of that page: the run goes on."""
    if isinstance(error, MemoryError):
        problem = "it takes more memory than there is, or than may be used"
        return PageTooHeavy(problem, about=about, id=id)
    return PageError(f"{type(error).__name__}: {error}", about=about, id=id)
