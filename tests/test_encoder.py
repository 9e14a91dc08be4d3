"""Quotation marks, windows and the shipped weights."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from reportedly.encoder import (
    LABELS,
    MODELS,
    NAMES,
    TIE,
    TIES,
    Floats,
    Scores,
    Windower,
    load,
    open_session,
)
from reportedly.errors import ModelError
from reportedly.typography import paragraphs, quote_mask


def quoted(text: str) -> str:
    """The quoted parts of a text, a bar between those that do not touch."""
    mask = quote_mask(text)
    return "".join(c if m else "|" for c, m in zip(text, mask, strict=True)).strip("|")


def log_softmax(scores: Floats) -> Floats:
    """Each row as logarithms of chances."""
    return np.asarray(scores - np.log(np.exp(scores).sum(1, keepdims=True)))


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
        ("Now: 'He said \"go\" twice,' she said", "'He said \"go\" twice,'"),
        ("Now. ‘It’s “off”.’ She left", "‘It’s “off”.’"),
        ("in the '90s he said \"go\" to the workers' den", '"go"'),
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


@pytest.mark.parametrize("mark", ["‘’", "''"])
def test_a_single_quotation_runs_on_too_where_it_was_introduced(mark: str) -> None:
    said = f"Soto said: {mark[0]}First part, it's so.\n\n{mark[0]}Second part.{mark[1]} Plain"
    assert quoted(said).count("|") == 2  # the break between the paragraphs
    mask = quote_mask(said)
    assert mask[said.index("First")]
    assert mask[said.index("Second")]
    assert not mask[said.index("Plain")]
    loose = f"In the {mark[1]}90s they left.\n\n{mark[0]}Second part{mark[1]} he said"
    assert not quote_mask(loose)[loose.index("left")]


def test_a_forgotten_closing_mark_ends_with_its_paragraph() -> None:
    text = "“First part.\n\nPlain words “again quoted” here"
    mask = quote_mask(text)
    assert not mask[text.index("Plain")]
    assert mask[text.index("again")]
    assert not mask[text.index("here")]


def test_a_wrapped_line_does_not_end_a_quotation() -> None:
    text = (
        'One.\n\nShe told the paper in the harbour that "we go\nat dawn" today, and that the '
        "ferry was late\nbecause of a storm which nobody had seen it\ncoming."
    )
    mask = quote_mask(text)
    assert mask[text.index("dawn")]
    assert not mask[text.index("today")]


@given(st.text(alphabet=st.sampled_from("ab “”‘’\"'\n.`«»"), max_size=60))
def test_the_mask_covers_every_code_point_of_any_text(text: str) -> None:
    assert len(quote_mask(text)) == len(text)


@pytest.fixture(scope="module")
def windower() -> Windower:
    return Windower(Tokenizer.from_file(str(MODELS / "tokenizer.json")))


@settings(max_examples=60)
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


@settings(max_examples=60)
@given(
    st.text(
        alphabet=st.one_of(
            st.sampled_from("ab .é\u0301\u200b\xa0"), st.characters(exclude_categories=["Cs"])
        )
    )
)
def test_pieces_are_those_of_the_whole_text(windower: Windower, text: str) -> None:
    """Words met before are not tokenized again; that must not show."""
    whole = Tokenizer.from_file(str(MODELS / "tokenizer.json"))
    for part in (f"x {text} x", f"x {text} x {text}"):
        expected = whole.encode(part.replace("\n", " "), add_special_tokens=False)
        windows = list(windower.windows(part.replace("\n", " "), 10_000))
        assert [p for window in windows for p in window.pieces[1:-1].tolist()] == expected.ids
        starts = [start for window in windows for start in window.words[:, 0].tolist()]
        assert starts == [
            start
            for i, (start, _) in enumerate(expected.offsets)
            if not i or expected.word_ids[i] != expected.word_ids[i - 1]
        ]


def test_a_long_paragraph_is_cut_at_the_end_of_a_sentence(windower: Windower) -> None:
    text = " ".join(f"The mayor of town {n} said “it rained.”" for n in range(40))
    ends = [int(window.words[-1, 1]) for window in windower.windows(text, 60)]
    assert len(ends) > 3
    assert all(text[:end].endswith(".”") for end in ends)


def test_a_long_paragraph_is_not_cut_between_two_quotations_of_a_speaker(
    windower: Windower,
) -> None:
    rain = "It rained on the harbour all day, and all night, and the ferry stayed."
    spoken = "“We are late, and so is the ferry,” Ilse Varga said. “The sheep are late, too.”"
    text = " ".join([rain, spoken, spoken, rain])
    first = next(windower.windows(text, 64))
    assert text[: int(first.words[-1, 1])] == rain


def test_a_window_does_not_begin_where_the_one_before_says_who_speaks(windower: Windower) -> None:
    rain = "It rained on the harbour all day" + ", and all night" * 5 + "."
    led = [rain, "The harbour master answered:", "No ferry left at all on that day."]
    spoken = [rain, "“We are late,” Ilse Varga said.", "“So are the sheep.”"]
    for parts in (led, spoken):
        text = "\n".join(parts)
        first, second = windower.windows(text, 45)
        assert text[: int(first.words[-1, 1])] == rain
        assert int(second.words[0, 0]) == len(rain) + 1


def test_of_two_that_are_asked_each_has_its_share_in_every_answer() -> None:
    rng = np.random.default_rng(7)

    def drawn() -> Scores:
        labels = rng.normal(size=(5, len(LABELS))).astype(np.float32)
        ties = rng.normal(size=(6, TIES * TIE)).astype(np.float32)
        return Scores(log_softmax(labels), ties, rng.normal(size=(5, 2)).astype(np.float32))

    def answers(scores: Scores) -> list[Floats]:
        return [scores.labels, scores.cues([(0, 2), (3, 5)]), scores.sources([1, 4])]

    one, other = drawn(), drawn()
    both = one.beside(other, 0.25)
    for joint, first, second in zip(answers(both), answers(one), answers(other), strict=True):
        expected = log_softmax(0.75 * first + 0.25 * second)
        assert np.abs(joint - expected).max() < 1e-5
    assert both.events is other.events


def test_the_exact_model_names_both_networks_that_it_asks() -> None:
    fast, exact = (load(name).digests for name in NAMES)
    assert (len(fast), len(exact)) == (1, 2)
    assert exact[1:] == fast


WRAPPED = """The harbour office of the island said on Monday that
the ferry would leave at noon, and that it carried
sheep, two tractors and a piano that nobody had
asked for.

It rained."""


def test_wrapped_lines_are_read_like_the_same_paragraph_on_one_line(windower: Windower) -> None:
    laid = "\n\n".join(part.replace("\n", " ") for part in WRAPPED.split("\n\n"))
    (wrapped,), (plain,) = windower.windows(WRAPPED), windower.windows(laid)
    assert wrapped.pieces.tolist() == plain.pieces.tolist()
    assert wrapped.words.tolist() == plain.words.tolist()


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_lines_of_a_wrapped_paragraph_are_one(end: str) -> None:
    text = WRAPPED.replace("\n", end)
    found = [text[start:stop].strip() for start, stop in paragraphs(text)]
    assert [part for part in found if part] == text.split(end * 2)


@pytest.mark.parametrize(
    "text",
    [
        "First.\nSecond.\n\nThird.",
        "A name\nA town\n\nA day",
        "The mayor opens the new bridge over the river\nRead: Sheep on the island are counted\n"
        "The ferry that nobody wanted is late again\n\nIt rained.",
    ],
)
def test_lines_that_could_have_been_longer_are_paragraphs_of_their_own(text: str) -> None:
    lines = [line for line in text.split("\n") if line]
    assert [text[start:end] for start, end in paragraphs(text)] == lines


@settings(max_examples=60)
@given(st.text(alphabet=st.sampled_from("ab .\n\r"), max_size=300))
def test_paragraphs_hold_every_word_once_in_order(text: str) -> None:
    found = list(paragraphs(text))
    assert all(a[1] <= b[0] for a, b in pairwise(found))
    kept = {at for start, end in found for at in range(start, end)}
    assert all(at in kept for at, c in enumerate(text) if c != "\n")


@pytest.mark.parametrize(
    ("word", "feature"),
    [("oslo", 0), ("Oslo", 1), ("OSLO", 2), ("A", 1), ("1914", 3), ("Öl", 1), ("Ж", 1), ("中", 0)],
)
def test_the_shape_of_a_word_is_a_feature(windower: Windower, word: str, feature: int) -> None:
    (window,) = windower.windows(f"x {word} x")
    assert window.features[window.heads[1]] == feature
    (window,) = windower.windows(f"x “{word} x”")
    assert window.features[window.heads[2]] == feature + 4


@pytest.mark.parametrize("name", NAMES)
def test_a_window_reads_the_same_alone_and_among_others(name: str) -> None:
    """int8 activations take their range from a run: no window may share one."""
    model = load(name)
    text = "\n\n".join(f"Mayor number {n} said that bridge {n} would close." for n in range(60))
    together = [(window.words[0, 0], window.words[-1, 1], s) for window, s in model.read(text)]
    assert len(together) > 2
    for start, end, scores in together:
        ((_, alone),) = model.read(text[start:end])
        assert alone.labels.tobytes() == scores.labels.tobytes()
        assert alone.ties.tobytes() == scores.ties.tobytes()


def test_large_products_are_summed_as_they_are_on_every_processor() -> None:
    """Without an operation for them, pairs of products were cut off at 32,767."""
    (found,) = open_session(product_of_int8(64)).run(None, {"a": np.full((1, 64), 255, np.uint8)})
    assert found.tolist() == [[64 * 255 * 127]]


def product_of_int8(length: int) -> bytes:
    """An ONNX file: `c`, int32 [1, 1], the product of `a`, uint8 [1, length], and of as many
    127s, int8. Fields go by their numbers in onnx.proto."""

    def field(number: int, value: int | bytes) -> bytes:
        if isinstance(value, int):
            return bytes([number << 3, value])
        return bytes([number << 3 | 2, *varint(len(value))]) + value

    def varint(value: int) -> list[int]:
        return [value] if value < 128 else [value & 127 | 128, *varint(value >> 7)]

    def tensor(name: bytes, kind: int, *shape: int) -> bytes:
        sizes = b"".join(field(1, field(1, size)) for size in shape)
        return field(1, name) + field(2, field(1, field(1, kind) + field(2, sizes)))

    weights = field(1, length) + field(1, 1) + field(2, 3)
    weights += field(8, b"b") + field(9, bytes([127]) * length)
    node = field(1, b"a") + field(1, b"b") + field(2, b"c") + field(4, b"MatMulInteger")
    graph = field(1, node) + field(2, b"product") + field(5, weights)
    graph += field(11, tensor(b"a", 2, 1, length)) + field(12, tensor(b"c", 6, 1, 1))
    return field(1, 8) + field(7, graph) + field(8, field(2, 13))


def copied(tmp_path: Path) -> Path:
    (tmp_path / "default").mkdir()
    for name in ("tokenizer.json", "default/model.json"):
        (tmp_path / name).write_bytes((MODELS / name).read_bytes())
    return tmp_path


def test_damaged_weights_are_refused(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    damaged = (MODELS / "default" / "model.onnx").read_bytes()[:-1] + b"!"
    (folder / "default" / "model.onnx").write_bytes(damaged)
    with pytest.raises(ModelError, match="damaged"):
        load("default", folder)


@pytest.mark.parametrize("missing", ["default/model.onnx", "default/model.json", "tokenizer.json"])
def test_missing_files_are_named(tmp_path: Path, missing: str) -> None:
    folder = copied(tmp_path)
    (folder / "default" / "model.onnx").write_bytes(b"")
    (folder / missing).unlink()
    with pytest.raises(ModelError, match=missing.split("/")[-1]):
        load("default", folder)


def test_a_card_without_a_hash_is_refused(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    (folder / "default" / "model.json").write_text("{}")
    with pytest.raises(ModelError, match="sha256"):
        load("default", folder)


def test_a_model_is_loaded_once() -> None:
    assert load() is load("default")


def test_an_unknown_model_is_told_which_there_are() -> None:
    with pytest.raises(ModelError, match="default and accurate"):
        load("huge")


def test_the_shipped_weights_stay_within_their_budget() -> None:
    sizes = {path.parent.name: path.stat().st_size for path in MODELS.rglob("*.onnx")}
    assert sum(sizes[name] for name in NAMES) <= 40_000_000
    assert sum(sizes.values()) <= 60_000_000
    for name in NAMES:
        card = json.loads((MODELS / name / "model.json").read_text())
        assert set(card) == {"sha256", "calibration"}
