"""The benchmarks' own arithmetic: texts perturbed, their gold moved along."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import HERE
from benchmarks.__main__ import PARTS, Outcome, write
from benchmarks.robustness import PERTURBATIONS, perturbed


@given(
    st.text(alphabet=st.sampled_from("ab “”\"'`.\n"), max_size=80),
    st.sampled_from(sorted(PERTURBATIONS)),
)
def test_every_word_is_found_again_after_a_perturbation(text: str, name: str) -> None:
    changed, moved = perturbed(text, PERTURBATIONS[name](text))
    assert len(moved) == len(text) + 1
    assert moved[-1] == len(changed)
    for at, character in enumerate(text):
        if character in "ab.":
            assert changed[moved[at]].lower() == character


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("straight quotation marks", "``did'', “he’s”", '"did", "he\'s"'),
        ("curly quotation marks", '"he\'s"', "“he’s”"),
        ("double spaces", "a b", "a  b"),
        ("paragraphs joined", "a\n\nb", "a b"),
        ("headline in capitals", "a b\nc", "A B\nc"),
    ],
)
def test_perturbations_do_what_they_are_called(name: str, before: str, after: str) -> None:
    changed, moved = perturbed(before, PERTURBATIONS[name](before))
    assert changed == after
    assert moved[len(before) - 1] == len(after) - 1


# ── The page ─────────────────────────────────────────────────────────────────────────────


def outcome(name: str, printed: str = "", problem: str | None = None) -> Outcome:
    part = next(part for part in PARTS if part.name == name)
    return Outcome(part, printed, problem, {}, 2.0)


def test_every_part_stands_in_the_page_or_is_said_to_be_left_out(tmp_path: Path) -> None:
    page, plots = tmp_path / "benchmarks.md", tmp_path / "drawn"
    plots.mkdir()
    (plots / "web.svg").write_text("<svg/>")
    write([outcome("web", "12 ms"), outcome("ledger", problem="no room")], plots, page)
    text = page.read_text("utf-8")
    assert [text.index(f"## {part.title}") for part in PARTS] == sorted(
        text.index(f"## {part.title}") for part in PARTS
    )
    assert "12 ms" in text
    assert "(plots/web.svg)" in text
    assert (tmp_path / "plots" / "web.svg").exists()
    assert "Left out: no room." in text
    assert text.count("Left out: not measured yet.") == len(PARTS) - 2


def test_what_fails_keeps_what_was_measured_before(tmp_path: Path) -> None:
    page = tmp_path / "benchmarks.md"
    write([outcome("web", "12 ms"), outcome("ledger", problem="no room")], tmp_path, page)
    before = page.read_text("utf-8")
    write([outcome("web", problem="no server")], tmp_path, page)
    assert page.read_text("utf-8") == before
    write([outcome("ledger", "300 a second")], tmp_path, page)
    text = page.read_text("utf-8")
    assert "12 ms" in text
    assert "300 a second" in text
    assert "no room" not in text


def test_every_part_can_be_measured() -> None:
    for part in PARTS:
        tree = ast.parse((HERE / f"{part.name}.py").read_text("utf-8"))
        found = [each for each in tree.body if getattr(each, "name", "") == "measure"]
        assert len(found) == 1, part.name
        arguments = cast(ast.FunctionDef, found[0]).args
        assert len(arguments.args) == len(arguments.defaults), part.name
