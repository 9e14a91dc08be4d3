"""Run one configuration from corpora to exported models; finished stages are not repeated."""

from __future__ import annotations

import argparse
import json
import random
import sys
import tomllib
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer

from reportedly.encoder import MODELS, NAMES, Windower
from training.calibrate import calibrate
from training.corpora import (
    FACTUALITY,
    Document,
    Example,
    examples,
    factuality,
    polnear,
    unlabelled,
)
from training.export import export, ship
from training.fit import Schedule, fit, tensors
from training.network import Shape, Tagger, package_folder, pretrained, tied
from training.pruning import cut
from training.teachers import Teachers


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("config", type=Path)
    parser.add_argument("--corpora", type=Path, required=True, help="folder with attribution/ …")
    parser.add_argument("--runs", type=Path, default=Path("runs"), help="where checkpoints lie")
    parser.add_argument("--models", type=Path, default=MODELS, help="where the models are put")
    given = parser.parse_args()
    run(tomllib.loads(given.config.read_text()), given.corpora, given.runs, given.models)


def run(config: dict[str, Any], corpora: Path, runs: Path, models: Path) -> None:
    """The stages of a configuration, each from those before it, then what is shipped."""
    folder = runs / config["name"]
    tokenizer = package_folder(config["package"]) / "tokenizer.json"
    windower = Windower(Tokenizer.from_file(str(tokenizer)))
    train, held_out = _split(
        list(polnear(corpora / "attribution/polnear_train.jsonl")), config["held_out"]
    )
    gold = list(polnear(corpora / "attribution/polnear_dev.jsonl"))
    dev = list(examples(gold, windower))
    more = list(unlabelled(corpora))
    events = {
        name: list(factuality(corpora / f"factuality/{name}.jsonl", windower, scale))
        for scale, name in enumerate(FACTUALITY)
    }
    graded = list(factuality(corpora / "factuality/uw_dev.jsonl", windower))
    taggers: dict[str, Tagger] = {}
    for stage in config["stages"]:
        name, shape = stage["name"], _shape(stage.get("shape", {}))

        def make(
            rng: random.Random,
            extra: int = stage.get("unlabelled", 0),
            tagged: bool = stage.get("tagged", True),
            graded: bool = shape.graded,
        ) -> list[Example]:
            news = rng.sample(more, len(more)) if extra else []
            found = list(islice(examples(news, windower, rng), extra))
            if tagged:
                found += examples(train, windower, rng)
            if graded:
                for corpus, share in FACTUALITY.items():
                    found += rng.sample(events[corpus], round(share * len(events[corpus])))
            return found

        print(f"stage {name}", flush=True)
        schedule = Schedule(**stage["schedule"])
        torch.manual_seed(schedule.seed)
        package = stage.get("package", config["package"])
        _claim(folder / name, {**stage, "package": package, "train": len(train)})
        paths = [folder / teacher / "model.onnx" for teacher in stage.get("teachers", ())]
        grader = folder / stage["grader"] / "model.onnx" if "grader" in stage else None
        keeps = folder / name / "answers.bin" if schedule.variants else None
        teachers = Teachers(paths, grader, keeps) if paths else None
        start = folder / name / "start.pt"
        if "from" not in stage:
            tagger = pretrained(package, shape)
        elif start.exists():
            tagger = Tagger(shape)
            tagger.load_state_dict(torch.load(start))
        else:
            larger, rng = taggers[stage["from"]], random.Random(schedule.seed)
            tagger = cut(larger, shape, rng.sample(make(rng), FITTED), stage.get("layers"))
            torch.save(tagger.state_dict(), start)
        fit(
            tagger,
            make,
            schedule,
            folder / name,
            lambda model: _accuracy(model, dev, graded),
            teachers,
        )
        taggers[name] = tagger
        export(tagger, dev[:4], folder / name, stage.get("scaled", False))
    for name in config["shipped"]:
        ship(folder / name, tokenizer, models, name)
    for name in NAMES:  # all: the accurate model asks the default one as well
        error = calibrate(models, name, held_out, gold)
        print(f"{name}: expected calibration error on dev {error:.3f}", flush=True)


FITTED = 600  # windows, on which what is left of a cut network is fitted


def _shape(given: dict[str, Any]) -> Shape:
    layers: dict[str, Any] = {
        name: tuple(given[name]) for name in ("heads", "inner") if name in given
    }
    return Shape(**(given | layers))


def _claim(folder: Path, made: dict[str, Any]) -> None:
    """Let a stage go on, or be taken as done, only where the same configuration began it."""
    path, said = folder / "stage.json", json.dumps(made, sort_keys=True)
    if path.exists() and path.read_text("utf-8") != said:
        sys.exit(f"{folder} was made by another configuration: remove it, or give the run a name")
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(said, "utf-8")


def _split(documents: Sequence[Document], every: int) -> tuple[list[Document], list[Document]]:
    rest = [document for i, document in enumerate(documents) if i % every]
    return rest, list(documents[::every])


@torch.no_grad()
def _accuracy(model: Tagger, dev: Sequence[Example], graded: Sequence[Example]) -> str:
    """Percent of words whose label is right, and of ties that go where one should; if the model
    grades, also how its factuality keeps to that of `graded`."""
    model.eval()
    right, known = 0, 0
    hits = {"cues": [0, 0], "sources": [0, 0]}
    for i in range(0, len(dev), 8):
        batch = dev[i : i + 8]
        inputs = tensors(batch)
        labels, ties, *_ = model(**inputs)
        chances = dict(zip(hits, tied(ties, inputs["heads"]), strict=True))
        for row, example in enumerate(batch):
            marked = example.labels >= 0
            n = len(marked)
            right += int((labels[row, :n].argmax(-1).numpy() == example.labels)[marked].sum())
            known += int(marked.sum())
            for kind, hit in hits.items():
                gold = getattr(example, kind)
                best = chances[kind][row].argmax(-1).numpy()
                hit[0] += len(set(gold.words[best[gold.words] == gold.targets].tolist()))
                hit[1] += len(set(gold.words.tolist()))
    shares = {"labels": (right, known), **hits}
    said = [f"{100 * a / max(b, 1):.2f} % of {kind}" for kind, (a, b) in shares.items()]
    if model.shape.graded:
        said.append(_agreement(model, graded))
    return "right on dev: " + ", ".join(said)


def _agreement(model: Tagger, dev: Sequence[Example]) -> str:
    """Pearson's r and the mean absolute error of the factuality of all events."""
    theirs: list[float] = []
    for i in range(0, len(dev), 32):
        events = model(**tensors(dev[i : i + 32])).events
        for row, example in enumerate(dev[i : i + 32]):
            words = torch.from_numpy(example.grades.words)
            theirs += events[row, words, 1].clamp(-3, 3).tolist()
    gold = np.concatenate([example.grades.scores for example in dev])
    r, error = np.corrcoef(theirs, gold)[0, 1], np.abs(np.array(theirs) - gold).mean()
    return f"factuality r {r:.3f}, error {error:.3f}"


if __name__ == "__main__":
    main()
