"""Which published checks answer a post, and when none does. All of it is invented."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest

from reportedly.data import FactCheck
from reportedly.errors import ModelError
from reportedly.ledger import Ledger
from reportedly.traces import embeddings, factchecks
from reportedly.traces.factchecks import MOST, Check, Matcher, details, evidence
from reportedly.traces.kept import Checks, matcher_kept
from reportedly.traces.retrieval import Words
from reportedly.traces.weights import linear
from reportedly.traces.words import level, post, stems
from training import answering

CHECKS = [
    Check("bridge", "Did the Mayor of Ostrel Sell the Old Bridge?",
          "The mayor of Ostrel sold the town's old bridge to a circus."),
    Check("whale", "Was a Whale Seen in Lake Tarn?", "A photo shows a whale in Lake Tarn."),
    Check("tax", "A Tax on Umbrellas?", "Parliament has passed a tax on umbrellas."),
    Check("moon", "Do Cows Give More Milk at Full Moon?", "Cows give 40% more milk at full moon."),
    Check("shoe", "Free Shoes for a Thousand?", "Corran's gives away 1,000 pairs of shoes."),
    Check("song", "Did Livia Corran Write ‘Harbour Lights’?",
          'Livia Corran said: "I wrote ""Harbour Lights"" in an hour."'),
    *(Check(f"x{n}", f"Did Village {n} Vanish?", f"The village of Number {n} vanished overnight.")
      for n in range(30)),
]  # fmt: skip

TEXT = "So the mayor of Ostrel sold our old bridge to a circus?!"


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(CHECKS)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("So the mayor of Ostrel SOLD our old bridge?! To a circus! pic.twitter.com/abc", "bridge"),
        ("omg a whale in #LakeTarn https://t.co/xyz — Nell (@nell) May 2, 2021", "whale"),
        ("They are taxing umbrellas now. Parliament has lost it.", "tax"),
        ("My cows know when the moon is full: 40 percent more milk", "moon"),
    ],
)
def test_the_check_that_answers_comes_first(matcher: Matcher, text: str, answer: str) -> None:
    found = matcher.match(text)
    assert found.ranked[0] == answer
    assert not found.none
    assert len(found.ranked) == len(found.scores) == MOST
    assert list(found.scores) == sorted(found.scores, reverse=True)


def test_answers_are_the_likely_checks_and_all_that_say_the_same(matcher: Matcher) -> None:
    assert [each for each, _ in matcher.match(TEXT).answers] == ["bridge"]
    again = [Check(f"bridge {n}", CHECKS[0].title, CHECKS[0].claim) for n in range(12)]
    assert len(Matcher([*CHECKS, *again]).match(TEXT).answers) == 13


def test_a_post_that_nobody_has_checked_has_no_answer(matcher: Matcher) -> None:
    assert matcher.match("Bakers strike in Norvale").answers == []
    assert matcher.match("Lovely weather for a walk along the canal this morning.").none


@pytest.mark.parametrize("known", [1, 2, 9])
def test_few_checks_are_no_reason_to_be_sure(known: int) -> None:
    few = Matcher(CHECKS[:known])
    assert few.match(TEXT).ranked[0] == "bridge"
    assert not few.match(TEXT).none
    assert few.match("Bakers strike in Norvale").none


def test_only_the_nearest_are_looked_at_closely(
    matcher: Matcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = matcher.match(TEXT)
    monkeypatch.setattr(factchecks, "_NEAREST", 3)
    assert len(matcher.measures(TEXT)[0]) <= 9
    assert matcher.match(TEXT).ranked[0] == whole.ranked[0] == "bridge"


def test_an_answer_that_is_left_out_leaves_no_trace() -> None:
    quoted = Check("again", CHECKS[0].title, f'"{CHECKS[0].claim}"')
    known = [*CHECKS, quoted]
    row = {"text": f"{TEXT} And a whale was seen in the lake.", "relevant": ["bridge"]}
    (asked,) = answering.posed([row], known, Matcher(known))
    assert [check.id for check, right in zip(asked.checks, asked.right, strict=True) if right] == [
        "bridge",
        "again",
    ]
    rest = asked.without(asked.right)
    assert [check.id for check in rest.checks] == [check.id for check in CHECKS[1:]]
    # The best of those that are left is the measure of all, as where there were no others.
    assert evidence(rest.measures)[:, [0, 2]].max(0).tolist() == [1.0, 1.0]
    assert evidence(asked.measures)[~asked.right][:, [0, 2]].max() < 1.0


def test_figures_and_pictures_are_held_beside_the_first_check() -> None:
    check = Check("bees", "Is This a Photo of Bees?", "A photograph of 1,500 bees taken in 1987.")
    shown = details("1,500 bees! pic.twitter.com/abc", check)
    assert shown == [1.0, 1.0, 1.0, 0.0]
    assert details("Bees, bees, bees", check) == [0.0, 2.0, 0.0, 1.0]


def test_of_checks_that_say_the_same_the_first_comes_first() -> None:
    curly = Check("a", "A Talking Horse?", '"A horse said ""no"" to its rider."')
    plain = Check("b", "A Talking Horse?", "A horse said 'no' to its rider.")
    others = CHECKS[:6]
    for pair in ([curly, plain], [plain, curly]):
        found = Matcher([*others, *pair]).match("this horse said no to its rider!!")
        assert found.ranked[:2] == (pair[0].id, pair[1].id)


def test_without_checks_there_is_no_answer() -> None:
    found = Matcher([]).match("anything")
    assert found.ranked == ()
    assert found.none


@pytest.mark.parametrize("text", ["", "\ud800", "#", "@" * 5000, "ж" * 3000])
def test_any_text_is_answered(matcher: Matcher, text: str) -> None:
    assert len(matcher.match(text).ranked) == MOST


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that are embedded."""
    seen: list[str] = []
    vector = embeddings.Embedder.vector

    def counting(self: embeddings.Embedder, text: str, most: int = 128) -> embeddings.Floats:
        seen.append(text)
        return vector(self, text, most)

    monkeypatch.setattr(embeddings.Embedder, "vector", counting)
    return seen


def test_a_kept_index_answers_the_same_and_embeds_only_what_is_new(
    tmp_path: Path, counted: list[str]
) -> None:
    path = tmp_path / "news.db.checks"
    first = matcher_kept(path, CHECKS).match(TEXT)
    assert first == Matcher(CHECKS).match(TEXT)
    counted.clear()
    assert matcher_kept(path, CHECKS).match(TEXT) == first
    assert len(counted) == 1  # the question
    reworded = [Check("bridge", "Was the Bridge Sold?", CHECKS[0].claim), *CHECKS[1:]]
    counted.clear()
    assert matcher_kept(path, reworded).match(TEXT) == Matcher(reworded).match(TEXT)
    assert counted[:3] == [
        "Was the Bridge Sold?",
        CHECKS[0].claim,
        f"Was the Bridge Sold?. {CHECKS[0].claim}",
    ]
    assert counted[3] == TEXT
    assert [path] == list(tmp_path.iterdir())


def _array() -> bytes:
    np.save(stream := io.BytesIO(), np.zeros(3))
    return stream.getvalue()


@pytest.mark.parametrize("harm", [b"", b"not an index", _array(), None])
def test_a_damaged_index_is_made_anew(tmp_path: Path, harm: bytes | None) -> None:
    path = tmp_path / "news.db.checks"
    answer = matcher_kept(path, CHECKS).match(TEXT)
    whole = path.read_bytes()
    middle = len(whole) // 2
    path.write_bytes(whole[:middle] + b"?" + whole[middle + 1 :] if harm is None else harm)
    assert matcher_kept(path, CHECKS).match(TEXT) == answer
    assert path.read_bytes() == whole


def test_an_index_without_its_digest_is_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "news.db.checks"
    answer = matcher_kept(path, CHECKS).match(TEXT)
    with np.load(path) as kept:
        parts = {name: kept[name] for name in kept.files if name != "whole"}
    with path.open("wb") as stream:
        np.savez(stream, **parts)
    assert matcher_kept(path, CHECKS).match(TEXT) == answer


def test_an_index_that_cannot_be_kept_is_none_the_less_used(tmp_path: Path) -> None:
    assert matcher_kept(tmp_path / "nowhere" / "x.checks", CHECKS).match(TEXT).ranked[0] == "bridge"
    assert matcher_kept(tmp_path / "none.checks", []).match(TEXT).none


def test_checks_are_indexed_again_once_they_are_others(tmp_path: Path, counted: list[str]) -> None:
    def published(title: str) -> list[FactCheck]:
        return [FactCheck(CHECKS[0].claim, title, "https://checks.example", "", "False", "", "")]

    checks = Checks()
    with Ledger.open(tmp_path / "news.db") as ledger:
        assert checks.answers(ledger, TEXT) == (0, [])
        ledger.add_checks(published(""))
        assert checks.answers(ledger, TEXT)[0] == 1
        counted.clear()
        checks.answers(ledger, TEXT)
        assert counted == [level(TEXT)]  # the question alone
        ledger.add_checks(published(CHECKS[0].title))  # the same check, brought up to date
        found = checks.answers(ledger, TEXT)
        assert CHECKS[0].title in counted
        assert found == Checks().answers(ledger, TEXT)


def test_posts_become_running_text() -> None:
    assert post("see#DeepLake herehttps://t.co/x “now”") == "seeDeepLake Deep Lake here 'now'"
    assert level('"He said ""no""."') == "He said 'no'."
    assert stems("The villages' stopping") == ["villag", "stop"]


def test_bm25_prefers_what_is_rare() -> None:
    words = Words([["a", "b"], ["a", "c"], ["a", "d"]])
    scores = words.bm25(["a", "c"])
    assert scores.argmax() == 1
    assert words.covered(["a", "c"])[1] == pytest.approx(1.0)
    assert words.rarity("unseen") > words.rarity("c") > words.rarity("a")


def test_meanings_are_near_where_words_are_not() -> None:
    embedder = embeddings.load()
    asked, like, other = embedder.vectors(
        ["The dam is leaking.", "Water seeps through the barrage.", "A singer lost her voice."]
    )
    assert asked @ like > asked @ other + 0.2
    assert float(asked @ asked) == pytest.approx(1.0, abs=1e-3)


def test_damaged_weights_are_told(tmp_path: Path) -> None:
    from shutil import copytree

    from reportedly.encoder import MODELS

    folder = tmp_path / "models"
    copytree(MODELS / "embedder", folder / "embedder")
    (folder / "tokenizer.json").write_bytes((MODELS / "tokenizer.json").read_bytes())
    with (folder / "embedder" / "model.onnx").open("ab") as stream:
        stream.write(b"x")
    with pytest.raises(ModelError, match="damaged"):
        embeddings.load(folder)
    assert linear("checks").weights.ndim == 1
