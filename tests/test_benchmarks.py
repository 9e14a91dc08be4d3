"""The benchmarks' own arithmetic: texts perturbed, their gold moved along."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
