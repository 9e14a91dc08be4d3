"""Run one configuration from corpora to exported model; finished stages are not repeated."""

from __future__ import annotations

import argparse
import random
import tomllib
from itertools import islice
from pathlib import Path

import torch
from tokenizers import Tokenizer

from reportedly.encoder import Windower
from training.corpora import Example, examples, polnear, unlabelled
from training.fit import Schedule, fit, tensors
from training.network import Shape, Tagger, package_folder, pretrained, truncated


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("config", type=Path)
    parser.add_argument("--corpora", type=Path, required=True, help="folder with attribution/ …")
    parser.add_argument("--runs", type=Path, default=Path("runs"), help="where checkpoints lie")
    arguments = parser.parse_args()
    run(tomllib.loads(arguments.config.read_text()), arguments.corpora, arguments.runs)


def run(config: dict, corpora: Path, runs: Path) -> None:
    folder = runs / config["name"]
    tokenizer = package_folder(config["package"]) / "tokenizer.json"
    windower = Windower(Tokenizer.from_file(str(tokenizer)))
    train = list(polnear(corpora / "attribution/polnear_train.jsonl"))
    dev = list(examples(polnear(corpora / "attribution/polnear_dev.jsonl"), windower))

    def evaluate(model: Tagger) -> str:
        return f"dev loss and label accuracy {_accuracy(model, dev)}"

    teacher = pretrained(config["package"], Shape())
    fit(
        teacher,
        lambda rng: list(examples(train, windower, rng)),
        Schedule(**config["teacher"]),
        folder / "teacher",
        evaluate,
    )
    teacher.eval().requires_grad_(False)
    more = list(unlabelled(corpora))

    def mixed(rng: random.Random) -> list[Example]:
        rng.shuffle(more)
        extra = islice(examples(more, windower, rng), config["student"]["unlabelled"])
        return [*examples(train, windower, rng), *extra]

    student = truncated(teacher, config["student"]["layers"], config["student"]["dropout"])
    fit(
        student,
        mixed,
        Schedule(**config["student"]["schedule"]),
        folder / "student",
        evaluate,
        teacher,
    )
    export(student, dev[:4], tokenizer, folder, MODELS)
    weights, error = calibrate(Encoder.open(MODELS), gold)
    describe(MODELS, weights)
    print(f"expected calibration error {error:.3f}, over {FOLDS} folds of dev", flush=True)


@torch.no_grad()
def _accuracy(model: Tagger, dev: list[Example]) -> str:
    model.eval()
    right = total = linked = links_total = 0
    for i in range(0, len(dev), 8):
        batch = dev[i : i + 8]
        labels, links, _ = model(**tensors(batch))
        for row, example in enumerate(batch):
            n = len(example.labels)
            known, tied = example.labels >= 0, example.links >= 0
            right += (labels[row, :n].argmax(-1).numpy() == example.labels)[known].sum()
            total += known.sum()
            linked += (links[row, :n].argmax(-1).numpy() == example.links)[tied].sum()
            links_total += tied.sum()
    return f"labels {100 * right / total:.2f} links {100 * linked / links_total:.2f}"


if __name__ == "__main__":
    torch.set_num_threads(2)
    main()
