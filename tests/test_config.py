"""Settings: what outranks what, and that a mistake is named with its place."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from reportedly.config import load, login
from reportedly.errors import ConfigurationError
from reportedly.limits import Limits, Reach


def test_without_a_word_the_defaults_hold(tmp_path: Path) -> None:
    limits = load({}, tmp_path).limits
    assert limits == Limits()
    assert limits.size == 20_000_000


def test_the_file_in_the_folder_is_read(tmp_path: Path) -> None:
    (tmp_path / "reportedly.toml").write_text(
        "max_page_bytes = 1_000\nmax_page_elements = 70\nmax_page_seconds = 0.5\n"
    )
    assert load({}, tmp_path).limits == Limits(size=1000, elements=70, seconds=0.5)


def test_a_variable_outranks_the_file(tmp_path: Path) -> None:
    (tmp_path / "reportedly.toml").write_text("max_page_bytes = 1000\nmax_page_depth = 9\n")
    limits = load({"REPORTEDLY_MAX_PAGE_BYTES": "2_000"}, tmp_path).limits
    assert (limits.size, limits.depth) == (2000, 9)


def test_what_may_be_fetched_is_set_in_both(tmp_path: Path) -> None:
    (tmp_path / "reportedly.toml").write_text(
        'fetch_networks = ["10.20.0.0/16"]\nfetch_ports = [80, 8080]\nfetch_delay = 0\n'
    )
    reach = load(
        {"REPORTEDLY_FETCH_PATIENCE": "5", "REPORTEDLY_FETCH_PORTS": "443"}, tmp_path
    ).reach
    assert (reach.inside, reach.ports) == (("10.20.0.0/16",), frozenset({443}))
    assert (reach.delay, reach.patience, reach.seconds) == (0.0, 5.0, Reach().seconds)


@pytest.mark.parametrize(
    ("name", "value", "complaint"),
    [
        ("PORTS", "80,https", "must be a whole number above 0, not 'https'"),
        ("PORTS", "70000", "must be ports such as 80,443"),
        ("NETWORKS", "10.0.0.1/8", "must be networks such as .* has host bits set"),
        ("DELAY", "-1", "must be a number, 0 or above"),
    ],
)
def test_a_wrong_word_about_fetching_is_named(
    name: str, value: str, complaint: str, tmp_path: Path
) -> None:
    with pytest.raises(ConfigurationError, match=f"REPORTEDLY_FETCH_{name}: {complaint}"):
        load({f"REPORTEDLY_FETCH_{name}": value}, tmp_path)


def test_depth_is_settable_up_to_what_can_be_read(tmp_path: Path) -> None:
    assert load({"REPORTEDLY_MAX_PAGE_DEPTH": "250"}, tmp_path).limits.depth == 250
    with pytest.raises(ConfigurationError, match="REPORTEDLY_MAX_PAGE_DEPTH: must be 250 at most"):
        load({"REPORTEDLY_MAX_PAGE_DEPTH": "1000"}, tmp_path)


def test_a_variable_names_another_file(tmp_path: Path) -> None:
    (tmp_path / "reportedly.toml").write_text("max_page_depth = 9\n")
    (tmp_path / "other.toml").write_text("max_page_depth = 8\n")
    assert load({"REPORTEDLY_CONFIG": str(tmp_path / "other.toml")}, tmp_path).limits.depth == 8


def test_a_file_that_is_named_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"gone\.toml: cannot be read: No such file"):
        load({"REPORTEDLY_CONFIG": "gone.toml"}, tmp_path)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("max_page_byte = 5", r"reportedly\.toml: max_page_byte: no such setting"),
        ("[pages]\nmax_page_bytes = 5", r"reportedly\.toml: pages: no such setting"),
        ("max_page_bytes = 0", r"max_page_bytes: must be a whole number above 0, not 0"),
        ("max_page_bytes = true", "max_page_bytes: must be a whole number"),
        ("max_page_depth = 2.5", "max_page_depth: must be a whole number above 0, not 2.5"),
        ("max_page_depth = 251", "max_page_depth: must be 250 at most, not 251: .* silently"),
        ("max_page_seconds = inf", "max_page_seconds: must be a number above 0, not inf"),
        ("max_page_seconds = [1]", "max_page_seconds: must be a number"),
        ("\nmax_page_bytes = \n", r"reportedly\.toml: not a TOML file: .*line 2"),
        (b"\xff\xfe", r"reportedly\.toml: not a TOML file"),
    ],
)
def test_a_mistake_in_the_file_is_named(
    content: str | bytes, complaint: str, tmp_path: Path
) -> None:
    data = content if isinstance(content, bytes) else content.encode()
    (tmp_path / "reportedly.toml").write_bytes(data)
    with pytest.raises(ConfigurationError, match=complaint):
        load({}, tmp_path)


@pytest.mark.parametrize("value", ["", "many", "-1", "1.5", "nan"])
def test_a_mistake_in_a_variable_is_named(value: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="REPORTEDLY_MAX_PAGE_BYTES: must be a whole"):
        load({"REPORTEDLY_MAX_PAGE_BYTES": value}, tmp_path)


@pytest.mark.parametrize("name", ["BYTES", "SECONDS", "MEMORY"])
def test_what_no_system_could_keep_to_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=f"REPORTEDLY_MAX_PAGE_{name}: must be at most"):
        load({f"REPORTEDLY_MAX_PAGE_{name}": "9" * 23}, tmp_path)


def test_a_misspelt_variable_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="REPORTEDLY_MAX_PAGE_SIZE: no such setting"):
        load({"REPORTEDLY_MAX_PAGE_SIZE": "5"}, tmp_path)


def test_variables_of_other_purposes_are_left_alone(tmp_path: Path) -> None:
    assert (
        load({"REPORTEDLY_SHARED": "/corpora", "HOME": str(tmp_path / "home")}, tmp_path).limits
        == Limits()
    )


def test_a_provider_is_told_of_whole_or_not_at_all(tmp_path: Path) -> None:
    assert load({}, tmp_path).registration is None
    (tmp_path / "reportedly.toml").write_text('oidc_issuer = "https://accounts.example.org"\n')
    with pytest.raises(ConfigurationError, match="oidc_client: is missing"):
        load({}, tmp_path)
    said = {"REPORTEDLY_OIDC_CLIENT": "room", "REPORTEDLY_OIDC_SECRET": "between us"}
    registration = load(said, tmp_path).registration
    assert registration is not None
    assert registration.name == "OpenID"
    assert "between us" not in repr(registration)
    with pytest.raises(ConfigurationError, match="REPORTEDLY_OIDC_SECRET: must be a text"):
        load(said | {"REPORTEDLY_OIDC_SECRET": " "}, tmp_path)


def test_whoever_has_no_name_here_goes_by_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(os, "getuid", lambda: 4_000_000_001)
    assert login() == "user 4000000001"
