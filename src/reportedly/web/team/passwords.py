"""Passwords: Argon2id, as RFC 9106 has it, and which ones are too easily guessed."""

from __future__ import annotations

import secrets
import threading
import unicodedata
from functools import cache
from itertools import pairwise
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST, LONGEST = 12, 200  # code points
_HASHER = PasswordHasher()  # Argon2id, 64 MiB, three passes: RFC 9106, second choice
_AT_ONCE = threading.BoundedSemaphore(2)  # each takes 64 MiB, and whoever knocks can ask for one
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another

_LOOKALIKES = str.maketrans("@4831!05$7", "aaeeiiosst")


@cache
def _common() -> frozenset[str]:
    text = (Path(__file__).parent / "common.txt").read_text(encoding="utf-8")
    return frozenset(text.partition("\n\n")[2].split())


def make_hash(password: str) -> str:
    """The hash of a password, with its salt and its cost (PHC string)."""
    with _AT_ONCE:
        return _HASHER.hash(_bytes(password))


@cache
def nobodys() -> str:
    """The hash that stands in for one that there is not; takes as long as any, the first time."""
    return make_hash(secrets.token_urlsafe(24))


def fits(hashed: str | None, password: str) -> bool:
    """Whether a password is the one that was hashed. Without a hash the same work is done, so
    that the answer takes as long for a name that there is not."""
    against = hashed or nobodys()
    with _AT_ONCE:
        try:
            return _HASHER.verify(against, _bytes(password)) and hashed is not None
        except (InvalidHashError, VerificationError):
            return False


def generate() -> str:
    """A password that nobody guesses: four groups of five letters and figures, 99 bits."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(5)) for _ in range(4))


def why_not(password: str, name: str) -> str | None:
    """Why somebody of that name may not have that password; None where they may."""
    plain = _normal(password)
    if not SHORTEST <= len(plain) <= LONGEST:
        return f"A password has {SHORTEST} to {LONGEST} characters."
    if len(set(plain)) < 5:
        return "That password has too few different characters."
    if _is_run(plain) or _is_common(plain):
        return "That password is among the first that are tried. Several words in a row are good."
    if _letters(name) and _letters(plain) == _letters(name):
        return "That password is your name."
    return None


def _normal(password: str) -> str:
    """However a keyboard composes it, and no longer than is ever kept."""
    return unicodedata.normalize("NFKC", password[: 4 * LONGEST])


def _bytes(password: str) -> bytes:
    return _normal(password).encode("utf-8", "replace")


def _letters(text: str) -> str:
    return "".join(each for each in text.casefold() if each.isalpha())


def _is_common(plain: str) -> bool:
    folded = plain.casefold()
    forms = {_letters(folded), _letters(folded.strip("0123456789!?.#*$@ ").translate(_LOOKALIKES))}
    return any(not _common().isdisjoint((form, _once(form))) for form in forms)


def _once(text: str) -> str:
    """The shortest part of which a text is made by repeating it."""
    return text[: (text + text).find(text, 1)] if text else text


def _is_run(plain: str) -> bool:
    """Whether most characters follow the one before: 123456789012, abcdefghijkl."""
    steps = sum(abs(ord(b) - ord(a)) <= 1 for a, b in pairwise(plain))
    return steps * 4 >= len(plain) * 3
