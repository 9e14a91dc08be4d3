"""The training loop: gold, a teacher's soft labels, or both; resumes where it was cut off."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional
from torch.nn.utils.rnn import pad_sequence

from reportedly.encoder import LABELS
from training.corpora import EXHAUSTIVE, IGNORED, Example, Ties
from training.network import Tagger, tied
from training.teachers import Teachers


@dataclass(frozen=True, slots=True)
class Schedule:
    """How long and how hard to train; one section of a run's configuration."""

    epochs: int
    rate: float  # of the encoder, at its peak
    head_rate: float  # of features and heads
    batch_pieces: int = 1536
    warmup: float = 0.06  # share of the steps
    decay: float = 0.01
    tie_weight: float = 0.3  # of each of the two kinds of ties
    soft_weight: float = 0.0  # share of the teachers in the loss, [0, 1]
    state_weight: float = 0.0  # of the distance to the first teacher's last hidden states
    grade_weight: float = 0.5  # of events, from gold and from the grader each
    variants: int = 0  # epochs until the same windows come again; 0: never
    freeze_pieces: bool = True
    seed: int = 1
    save_every: int = 100  # steps


def fit(
    model: Tagger,
    make_examples: Callable[[random.Random], list[Example]],
    schedule: Schedule,
    folder: Path,
    evaluate: Callable[[Tagger], str],
    teachers: Teachers | None = None,
) -> None:
    """Train in place. `folder` keeps `checkpoint.pt` (resume), in the end as `final.pt`."""
    final, checkpoint = folder / "final.pt", folder / "checkpoint.pt"
    if final.exists():
        model.load_state_dict(torch.load(final)["model"])
        return
    folder.mkdir(parents=True, exist_ok=True)
    if schedule.freeze_pieces:
        model.pieces.weight.requires_grad_(False)
    optimizer = _optimizer(model, schedule)
    begun, done = 0, 0
    if checkpoint.exists():
        saved = torch.load(checkpoint)
        model.load_state_dict(saved["model"])
        optimizer.load_state_dict(saved["optimizer"])
        begun, done = saved["epoch"], saved["done"]
    for epoch in range(begun, schedule.epochs):
        rng = random.Random(f"{schedule.seed} {epoch}")
        cuts = random.Random(f"{schedule.seed} {epoch % (schedule.variants or epoch + 1)}")
        batches = _batches(make_examples(cuts), schedule.batch_pieces, rng)
        if teachers is not None:
            teachers.ahead([[e.window for e in batch] for batch in batches[done:]])
        model.train()
        began, total = time.monotonic(), 0.0
        for step in range(done, len(batches)):
            torch.manual_seed((schedule.seed * 1000 + epoch) * 100_000 + step)  # for dropout
            share = (epoch + step / len(batches)) / schedule.epochs
            for group in optimizer.param_groups:
                group["lr"] = group["peak"] * _rate(share, schedule.warmup)
            loss = loss_of(model, batches[step], schedule, teachers)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            total += loss.item()
            if (step + 1) % schedule.save_every == 0:
                _save(checkpoint, model, optimizer, epoch, step + 1)
                each = (time.monotonic() - began) / (step + 1 - done)
                print(
                    f"epoch {epoch + 1}/{schedule.epochs} step {step + 1}/{len(batches)} "
                    f"loss {total / (step + 1 - done):.3f} {each:.2f} s/step",
                    flush=True,
                )
        done = 0
        _save(checkpoint, model, optimizer, epoch + 1, 0)
        torch.save(model.state_dict(), folder / f"epoch-{epoch + 1}.pt")
        print(f"epoch {epoch + 1}: {evaluate(model)}", flush=True)
    checkpoint.replace(final)


def _optimizer(model: Tagger, schedule: Schedule) -> torch.optim.AdamW:
    groups: dict[tuple[bool, bool], list[torch.nn.Parameter]] = {}
    for name, parameter in model.named_parameters():
        if parameter.requires_grad:
            head = name.startswith(("features", "label", "ties", "grade"))
            groups.setdefault((head, parameter.ndim > 1), []).append(parameter)
    return torch.optim.AdamW(
        [
            {
                "params": parameters,
                "peak": schedule.head_rate if head else schedule.rate,
                "weight_decay": schedule.decay if matrix else 0.0,
            }
            for (head, matrix), parameters in groups.items()
        ],
        lr=schedule.rate,
    )


def _rate(share: float, warmup: float) -> float:
    """Linear up over `warmup`, then linear down to 2 %."""
    if share < warmup:
        return share / warmup
    return 1.0 - 0.98 * (share - warmup) / (1.0 - warmup)


def _batches(examples: list[Example], pieces: int, rng: random.Random) -> list[list[Example]]:
    """Examples of like length together, in random order, at most `pieces` padded pieces."""
    noisy = sorted(examples, key=lambda example: len(example.window.pieces) + 24 * rng.random())
    batches: list[list[Example]] = []
    longest = pieces
    for example in noisy:
        longest = max(longest, len(example.window.pieces))
        if not batches or longest * (len(batches[-1]) + 1) > pieces:
            batches.append([])
            longest = len(example.window.pieces)
        batches[-1].append(example)
    rng.shuffle(batches)
    return batches


def tensors(examples: Sequence[Example]) -> dict[str, Tensor]:
    """What `Tagger.forward` takes: a batch of windows, padded with zeros."""
    windows = [example.window for example in examples]
    padded = {
        name: pad_sequence([torch.from_numpy(getattr(w, name)) for w in windows], batch_first=True)
        for name in ("pieces", "features", "heads")
    }
    padded["mask"] = (padded["pieces"] != 0).long()  # [PAD] is 0, and no word is
    return padded


def loss_of(
    model: Tagger, batch: list[Example], schedule: Schedule, teachers: Teachers | None
) -> Tensor:
    inputs = tensors(batch)
    with torch.autocast("cpu", torch.bfloat16, enabled=HALVES):
        *said, graded = model(**inputs)
    labels, ties, states = (each.float() for each in said)
    events = None if graded is None else graded.float()
    cues, sources = tied(ties, inputs["heads"])
    gold_labels = _padded([example.labels for example in batch])
    loss = labels.new_zeros(())
    if (gold_labels != IGNORED).any():
        gold = functional.nll_loss(
            labels.flatten(0, 1), gold_labels.flatten(), ignore_index=IGNORED
        )
        gold = gold + schedule.tie_weight * (
            _tie_loss(cues, [example.cues for example in batch])
            + _tie_loss(sources, [example.sources for example in batch])
        )
        loss = loss + gold * (1.0 - schedule.soft_weight)
    if events is not None:
        loss = loss + schedule.grade_weight * _event_loss(events, batch, inputs["heads"] > 0)
    if teachers is not None:
        real = inputs["heads"] > 0
        soft = teachers([example.window for example in batch])
        speaks = soft.labels.exp()
        attributed = 1.0 - speaks[..., 0]  # ties matter where something is tagged
        loss = loss + schedule.soft_weight * (
            _divergence(soft.labels, labels)[real].mean()
            + schedule.tie_weight
            * (
                _weighted(_divergence(soft.cues, cues), attributed, real)
                + _weighted(_divergence(soft.sources, sources), speaks[..., BEGINS_CUE], real)
            )
        )
        if schedule.state_weight:
            places = functional.pad(real, (1, 0), value=True)
            distance = functional.mse_loss(states[places], soft.states[places])
            loss = loss + schedule.state_weight * distance
        if events is not None and soft.events is not None:
            found, scores = soft.events.unbind(-1)
            chances = found.sigmoid()
            missed = _binary(events[..., 0], chances)
            strays = _distance(events[..., 1], scores)
            loss = loss + schedule.grade_weight * (
                missed[real].mean() + _weighted(strays, chances, real)
            )
    return loss


_binary = partial(functional.binary_cross_entropy_with_logits, reduction="none")
_distance = partial(functional.smooth_l1_loss, reduction="none", beta=0.5)


def _event_loss(events: Tensor, batch: Sequence[Example], real: Tensor) -> Tensor:
    """Of the words that name one, how far their factuality is off; of all words where every
    event is marked, how surely they are told from the rest."""
    grades = [example.grades for example in batch]
    row = torch.cat([torch.full((len(g.words),), i) for i, g in enumerate(grades)])
    if not len(row):
        return events.new_zeros(())
    word, score, scale = (
        torch.from_numpy(np.concatenate([getattr(g, name) for g in grades]))
        for name in ("words", "scores", "scales")
    )
    names = torch.zeros_like(events[..., 0])
    names[row, word] = 1.0
    marked = torch.tensor([[len(g.words) > 0 and g.scales[0] < EXHAUSTIVE] for g in grades])
    return _distance(events[row, word, 1 + scale], score).mean() + _weighted(
        _binary(events[..., 0], names), (marked & real).float(), real
    )


BEGINS_CUE = LABELS.index("B-cue")
# Products in bfloat16, sums and losses in float32 (Micikevicius et al. 2018), where the processor
# multiplies such numbers: a step takes less than half the time.
HALVES = torch.cpu.get_capabilities().get("avx512_bf16", False)


def _divergence(target: Tensor, predicted: Tensor) -> Tensor:
    """Kullback-Leibler divergence over the last axis, of log-probabilities."""
    return (target.exp() * (target - predicted)).sum(-1)


def _weighted(values: Tensor, weights: Tensor, real: Tensor) -> Tensor:
    return (values * weights)[real].sum() / weights[real].sum().clamp(min=1.0)


def _tie_loss(chances: Tensor, ties: Sequence[Ties]) -> Tensor:
    """Cross-entropy of the words that point somewhere, on average."""
    row = torch.cat([torch.full((len(t.words),), i) for i, t in enumerate(ties)])
    word, target, weight = (
        torch.from_numpy(np.concatenate([getattr(t, name) for t in ties]))
        for name in ("words", "targets", "weights")
    )
    return -(chances[row, word, target] * weight).sum() / weight.sum().clamp(min=1.0)


def _padded(rows: Sequence[object]) -> Tensor:
    return pad_sequence(
        [torch.as_tensor(row) for row in rows], batch_first=True, padding_value=IGNORED
    )


def _save(
    path: Path, model: Tagger, optimizer: torch.optim.Optimizer, epoch: int, done: int
) -> None:
    """Atomically, so that a run cut off while saving keeps its last checkpoint."""
    temporary = path.with_suffix(".tmp")
    torch.save(
        {
            "model": model.state_dict(),
            "optimizer": optimizer.state_dict(),
            "epoch": epoch,
            "done": done,
        },
        temporary,
    )
    temporary.replace(path)
