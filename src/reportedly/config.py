"""Settings: a file, then variables, which outrank it. Read by cli and web only.

    in the file        in the environment             default
    max_page_bytes     REPORTEDLY_MAX_PAGE_BYTES      20000000   bytes of a page, unpacked
    max_page_depth     REPORTEDLY_MAX_PAGE_DEPTH      250        elements in one another; no more
    max_page_elements  REPORTEDLY_MAX_PAGE_ELEMENTS   50000      HTML elements; 4 attributes are 1
    max_page_seconds   REPORTEDLY_MAX_PAGE_SECONDS    30         to capture it, and to read it

The file is `reportedly.toml` in the working directory, or the one that REPORTEDLY_CONFIG names.
"""

from __future__ import annotations

import math
import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from reportedly.errors import ConfigurationError
from reportedly.limits import Limits

FILE = "reportedly.toml"
FILE_VARIABLE = "REPORTEDLY_CONFIG"
_LIMIT_VARIABLES = "REPORTEDLY_MAX_"
_KEYS = ("max_page_bytes", "max_page_depth", "max_page_elements", "max_page_seconds")


@dataclass(frozen=True, slots=True)
class Settings:
    """All that a user can set."""

    limits: Limits = Limits()


def load(environ: Mapping[str, str] = os.environ, folder: Path = Path()) -> Settings:
    """The settings in force in a working directory.

    Raises `ConfigurationError`, which names the setting and where it stands, for a setting
    that there is not, a value that it cannot have, and a file that cannot be read.
    """
    values: dict[str, float] = {}
    default = Limits()
    for key, value, where in (*_in_file(environ, folder), *_in_variables(environ)):
        if key not in _KEYS:
            raise ConfigurationError(f"no such setting; there are {', '.join(_KEYS)}", about=where)
        values[key] = _number(value, where, whole=key != "max_page_seconds")
        if key == "max_page_depth" and values[key] > default.depth:
            raise ConfigurationError(
                f"must be {default.depth} at most, not {values[key]:g}: the extractor silently "
                "empties deeper documents",
                about=where,
            )
    return Settings(
        Limits(
            size=int(values.get("max_page_bytes", default.size)),
            depth=int(values.get("max_page_depth", default.depth)),
            elements=int(values.get("max_page_elements", default.elements)),
            seconds=values.get("max_page_seconds", default.seconds),
        )
    )


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
        if name.startswith(_LIMIT_VARIABLES):
            yield name.removeprefix("REPORTEDLY_").lower(), value, name


def _number(value: object, where: str, *, whole: bool) -> float:
    """A number above zero, from TOML or from the text of a variable."""
    try:
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise ValueError
        number = int(value) if whole and not isinstance(value, float) else float(value)
    except ValueError:
        number = math.nan
    if not 0 < number < math.inf or (whole and number != int(number)):
        kind = "a whole number" if whole else "a number"
        raise ConfigurationError(f"must be {kind} above 0, not {value!r}", about=where)
    return number
