"""Run one configuration from corpora to exported model; finished stages are not repeated."""

from __future__ import annotations

import argparse
import random
import tomllib
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer

from reportedly.encoder import MODELS, Windower, load
from training.calibrate import FOLDS, calibrate
from training.corpora import Example, examples, polnear, unlabelled
from training.export import describe, export
from training.fit import Schedule, fit, tensors
from training.network import Shape, Tagger, package_folder, pretrained, truncated


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("config", type=Path)
    parser.add_argument("--corpora", type=Path, required=True, help="folder with attribution/ …")
    parser.add_argument("--runs", type=Path, default=Path("runs"), help="where checkpoints lie")
    parser.add_argument("--models", type=Path, default=MODELS, help="where the model is put")
    given = parser.parse_args()
    run(tomllib.loads(given.config.read_text()), given.corpora, given.runs, given.models)


def run(config: dict[str, Any], corpora: Path, runs: Path, models: Path) -> None:
    """Teacher, student, export, calibration, one after the other."""
    folder = runs / config["name"]
    tokenizer = package_folder(config["package"]) / "tokenizer.json"
    windower = Windower(Tokenizer.from_file(str(tokenizer)))
    train = list(polnear(corpora / "attribution/polnear_train.jsonl"))
    gold = list(polnear(corpora / "attribution/polnear_dev.jsonl"))
    dev = list(examples(gold, windower))
    more = list(unlabelled(corpora))

    def labelled(rng: random.Random) -> list[Example]:
        return list(examples(train, windower, rng))

    def mixed(rng: random.Random) -> list[Example]:
        rng.shuffle(more)
        extra = islice(examples(more, windower, rng), config["student"]["unlabelled"])
        return [*labelled(rng), *extra]

    def evaluate(model: Tagger) -> str:
        return _accuracy(model, dev)

    teacher = pretrained(config["package"], Shape())
    fit(teacher, labelled, Schedule(**config["teacher"]), folder / "teacher", evaluate)
    teacher.eval().requires_grad_(False)
    student = truncated(teacher, config["student"]["layers"], config["student"]["dropout"])
    schedule = Schedule(**config["student"]["schedule"])
    fit(student, mixed, schedule, folder / "student", evaluate, teacher)
    export(student, dev[:4], tokenizer, folder, models)
    weights, error = calibrate(load(models), gold)
    describe(models, weights)
    print(f"expected calibration error {error:.3f}, over {FOLDS} folds of dev", flush=True)


@torch.no_grad()
def _accuracy(model: Tagger, dev: Sequence[Example]) -> str:
    """Percent of words whose label, and whose cue, is right."""
    model.eval()
    labels_right = labels_all = links_right = links_all = 0
    for i in range(0, len(dev), 8):
        batch = dev[i : i + 8]
        labels, links, _ = model(**tensors(batch))
        for row, example in enumerate(batch):
            n = len(example.labels)
            known, tied = example.labels >= 0, example.links >= 0
            labels_right += (labels[row, :n].argmax(-1).numpy() == example.labels)[known].sum()
            links_right += (links[row, :n].argmax(-1).numpy() == example.links)[tied].sum()
            labels_all += known.sum()
            links_all += tied.sum()
    label, link = 100 * labels_right / labels_all, 100 * links_right / links_all
    return f"on dev {label:.2f} % of labels and {link:.2f} % of links are right"


if __name__ == "__main__":
    main()
