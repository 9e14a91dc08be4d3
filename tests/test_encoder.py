"""Quotation marks, windows and the shipped weights."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from reportedly.encoder import MODELS, Windower, load, quote_mask
from reportedly.errors import ModelError


def quoted(text: str) -> str:
    """The quoted parts of a text, a bar between those that do not touch."""
    mask = quote_mask(text)
    return "".join(c if m else "|" for c, m in zip(text, mask, strict=True)).strip("|")


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("She said “we go” now", "“we go”"),
        ('She said "we go" now', '"we go"'),
        ("She said ``we go'' now", "``we go''"),
        ("Elle dit «on part» ici", "«on part»"),
        ("Er sagt „wir gehen” da", "„wir gehen”"),
        ("I don’t say ‘we go,’ he said", "‘we go,’"),
        ("I don't say 'we go,' he said", "'we go,'"),
        ("the boys' den and the girls' den", ""),
        ("a plank of 5'10\" and no more", ""),
        ("“He said ‘go’ twice” then", "“He said ‘go’ twice”"),
        ("“left open", "“left open"),
    ],
)
def test_knows_quotation_marks_of_every_house(text: str, inside: str) -> None:
    assert quoted(text) == inside


@pytest.mark.parametrize("mark", ["“”", '""'])
def test_an_open_quotation_runs_on_when_the_next_paragraph_opens_with_a_mark(mark: str) -> None:
    text = f"{mark[0]}First part.\n\n{mark[0]}Second part{mark[1]} he said"
    mask = quote_mask(text)
    assert mask[text.index("Second")]
    assert not mask[text.index("he said")]


def test_a_forgotten_closing_mark_ends_with_its_paragraph() -> None:
    text = "“First part.\n\nPlain words “again quoted” here"
    mask = quote_mask(text)
    assert not mask[text.index("Plain")]
    assert mask[text.index("again")]
    assert not mask[text.index("here")]


def test_a_wrapped_line_does_not_end_a_quotation() -> None:
    text = 'One.\n\nShe said "we go\nat dawn" today'
    mask = quote_mask(text)
    assert mask[text.index("dawn")]
    assert not mask[text.index("today")]


@given(st.text(alphabet=st.sampled_from("ab “”‘’\"'\n.`«»"), max_size=60))
def test_the_mask_covers_every_code_point_of_any_text(text: str) -> None:
    assert quote_mask(text).shape == (len(text),)


@pytest.fixture(scope="module")
def windower() -> Windower:
    return Windower(Tokenizer.from_file(str(MODELS / "tokenizer.json")))


@settings(max_examples=60, deadline=None)
@given(
    st.text(alphabet=st.one_of(st.sampled_from("ab .,“”\n\n"), st.characters()), max_size=400),
    st.integers(16, 64),
)
def test_windows_hold_every_word_once_in_order_within_the_limit(
    windower: Windower, text: str, limit: int
) -> None:
    words: list[tuple[int, int]] = []
    for window in windower.windows(text, limit):
        assert len(window.pieces) <= limit or len(window.words) == 1
        assert len(window.pieces) == len(window.features)
        assert len(window.heads) == len(window.words)
        words.extend(map(tuple, window.words.tolist()))
    assert all(a[1] <= b[0] for a, b in pairwise(words))
    assert all(0 <= start < end <= len(text) for start, end in words)
    covered = {at for start, end in words for at in range(start, end)}
    assert all(at in covered for at, c in enumerate(text) if c.isascii() and c.isalnum())


def test_a_long_paragraph_is_cut_at_the_end_of_a_sentence(windower: Windower) -> None:
    text = " ".join(f"The mayor of town {n} said “it rained.”" for n in range(40))
    ends = [int(window.words[-1, 1]) for window in windower.windows(text, 60)]
    assert len(ends) > 3
    assert all(text[:end].endswith(".”") for end in ends)


def test_damaged_weights_are_refused(tmp_path: Path) -> None:
    for name in ("tokenizer.json", "model.json"):
        (tmp_path / name).write_bytes((MODELS / name).read_bytes())
    (tmp_path / "model.onnx").write_bytes((MODELS / "model.onnx").read_bytes()[:-1] + b"!")
    with pytest.raises(ModelError, match="damaged"):
        load(tmp_path)


def test_missing_weights_are_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"model\.json"):
        load(tmp_path)


def test_the_shipped_files_stay_within_their_budget() -> None:
    assert sum(path.stat().st_size for path in MODELS.iterdir()) <= 25_000_000
    assert set(json.loads((MODELS / "model.json").read_text())) == {"sha256", "calibration"}
