"""What training shows a model: labels that say what the corpus says."""

from __future__ import annotations

import json
import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from reportedly.encoder import LABELS, MODELS, Windower
from training.calibrate import expected_calibration_error, reliability
from training.combine import logit, spread
from training.corpora import IGNORED, Document, Example, examples, factuality, roughened
from training.sides import Fitting, Kind, find

TEXT = "Mayor Ilse Varga said that the bridge would close. Subscribe now.\n\nIt rained."


def example() -> Example:
    def at(part: str) -> list[list[int]]:
        start = TEXT.index(part)
        return [[start, start + len(part)]]

    attribution = {
        "source": at("Mayor Ilse Varga"),
        "cue": at("said"),
        "content": at("that the bridge would close"),
    }
    (start, end), *_ = at("Subscribe now.")
    document = Document(TEXT, (attribution,), ((start, end),))
    windower = Windower(Tokenizer.from_file(str(MODELS / "tokenizer.json")))
    (found,) = examples([document], windower)
    return found


def words(found: Example, chosen: np.ndarray) -> list[str]:
    return [TEXT[start:end] for start, end in found.window.words[chosen].tolist()]


def test_labels_cover_the_words_of_their_spans() -> None:
    found = example()
    for label, expected in {
        "B-source": ["Mayor"],
        "I-source": ["Ilse", "Varga"],
        "B-cue": ["said"],
        "B-content": ["that"],
        "I-content": ["the", "bridge", "would", "close"],
    }.items():
        assert words(found, found.labels == LABELS.index(label)) == expected
    assert words(found, found.labels == IGNORED) == ["Subscribe", "now", "."]


def test_sources_and_contents_point_to_the_first_word_of_their_cue() -> None:
    found = example()
    assert words(found, found.cues.words)[:4] == ["Mayor", "Ilse", "Varga", "that"]
    assert set(words(found, found.cues.targets - 1)) == {"said"}


def test_a_cue_points_to_every_word_of_its_source() -> None:
    found = example()
    assert set(words(found, found.sources.words)) == {"said"}
    assert words(found, found.sources.targets - 1) == ["Mayor", "Ilse", "Varga"]
    assert found.sources.weights.sum() == pytest.approx(1.0)


def test_events_keep_the_words_and_the_scale_of_their_corpus(tmp_path: Path) -> None:
    row = {
        "text": "The mill did n't close , they `` hoped '' .",
        "targets": [
            {"span1": [4, 5], "label": -2.5, "span_text": "close"},
            {"span1": [8, 9], "label": 3.0, "span_text": "hoped"},
        ],
    }
    path = tmp_path / "events.jsonl"
    path.write_text(json.dumps(row))
    windower = Windower(Tokenizer.from_file(str(MODELS / "tokenizer.json")))
    (found,) = factuality(path, windower, scale=2)
    spans = found.window.words[found.grades.words].tolist()
    assert [row["text"][start:end] for start, end in spans] == ["close", "hoped"]
    assert found.grades.scores.tolist() == [-2.5, 3.0]
    assert found.grades.scales.tolist() == [2, 2]
    assert (found.labels == IGNORED).all()


@given(st.text(alphabet=st.sampled_from("ab “”‘’.\n")), st.integers())
def test_roughening_leaves_every_offset_in_place(text: str, seed: int) -> None:
    rough = roughened(text, random.Random(seed))
    assert len(rough) == len(text)
    assert [c for c in rough.lower() if c in "ab."] == [c for c in text if c in "ab."]
    assert [c.isspace() for c in rough] == [c.isspace() for c in text]


def test_calibration_error_is_none_for_honest_and_large_for_boastful_confidence() -> None:
    right = np.array([1.0, 0.0, 1.0, 0.0])
    assert expected_calibration_error(reliability(np.full(4, 0.5), right)) == 0.0
    assert expected_calibration_error(reliability(np.full(4, 1.0), right)) == 0.5


def test_sides_are_found_from_stances() -> None:
    said = {"is so": 1, "so it is": 1, "a hoax": -1, "is it so?": 0}
    told = {"It is.": 1, "No hoax like this hoax.": -1, "Perhaps.": 0}
    heads, bodies = _kind(list(said)), _kind(list(told))
    pairs = [
        (h, b, _STANCES[one * other])
        for h, one in enumerate(said.values())
        for b, other in enumerate(told.values())
    ]
    assert find(heads, bodies, pairs) == 1.0
    assert heads.side.tolist() == list(said.values())
    assert bodies.side.tolist() == list(told.values())


def test_whoever_only_discusses_takes_no_side() -> None:
    heads, bodies = _kind(["is so", "is it so?", "a hoax?"]), _kind(["It is.", "Perhaps."])
    pairs = [(0, 0, "agree"), (1, 0, "discuss"), (1, 1, "discuss"), (2, 1, "discuss")]
    find(heads, bodies, pairs)
    assert heads.side.tolist() == [1, 0, 0]
    assert bodies.side.tolist() == [1, 0]


def test_a_story_that_all_agree_on_is_so_unless_they_refute_it() -> None:
    titles, texts = ["is so", "is so", "a hoax"], ["It is.", "It is.", "All of it a hoax."]
    heads, bodies = _kind(titles), _kind(texts)
    find(heads, bodies, [(n, n, "agree") for n in range(3)])
    assert heads.side.tolist() == bodies.side.tolist() == [1, 1, -1]


_STANCES = {1: "agree", -1: "disagree", 0: "discuss"}


def _kind(texts: list[str]) -> Kind:
    measures = [np.array([float("hoax" in one)]) for one in texts]
    where = ["one story"] * len(texts), [0] * len(texts)
    fitting = Fitting(least=(1,), ridges=(1.0, 1.0), meaning=(1.0, 1.0))
    return Kind.of(measures, [np.zeros(2)] * len(texts), [[text] for text in texts], where, fitting)


def test_regression_by_rows_is_regression_by_features() -> None:
    rng = np.random.default_rng(0)
    x = rng.normal(size=(60, 4))
    truth = (x[:, 0] - x[:, 1] + rng.normal(size=60) > 0).astype(np.float64)
    line = logit(x, truth, 2.0)
    levelled = (x - line.mean) / line.deviation
    adds, bias = spread(levelled @ levelled.T, truth, 2.0, np.ones(60))
    assert levelled.T @ adds == pytest.approx(line.weights, abs=1e-3)
    assert bias == pytest.approx(float(line.bias), abs=1e-3)
