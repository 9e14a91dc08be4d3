"""The training loop: gold, a teacher's soft labels, or both; resumes where it was cut off."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from reportedly.encoder import collate
from training.corpora import IGNORED, Example
from training.network import Tagger


@dataclass(frozen=True, slots=True)
class Schedule:
    """How long and how hard to train; one section of a run's configuration."""

    epochs: int
    rate: float  # of the encoder, at its peak
    head_rate: float  # of features and heads
    batch_pieces: int = 1536
    warmup: float = 0.06  # share of the steps
    decay: float = 0.01
    link_weight: float = 0.3
    soft_weight: float = 0.0  # share of the teacher's labels in the loss, [0, 1]
    state_weight: float = 0.0  # of the distance between last hidden states
    freeze_pieces: bool = True
    seed: int = 1
    save_every: int = 100  # steps


def fit(
    model: Tagger,
    make_examples: Callable[[random.Random], list[Example]],
    schedule: Schedule,
    folder: Path,
    evaluate: Callable[[Tagger], str],
    teacher: Tagger | None = None,
) -> None:
    """Train in place. `folder` keeps `checkpoint.pt` (resume) and `final.pt` (done)."""
    final, checkpoint = folder / "final.pt", folder / "checkpoint.pt"
    if final.exists():
        model.load_state_dict(torch.load(final))
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
        batches = _batches(make_examples(rng), schedule.batch_pieces, rng)
        torch.manual_seed(schedule.seed * 1000 + epoch)
        model.train()
        began, total = time.monotonic(), 0.0
        for step in range(done, len(batches)):
            share = (epoch + step / len(batches)) / schedule.epochs
            for group in optimizer.param_groups:
                group["lr"] = group["peak"] * _rate(share, schedule.warmup)
            loss = _loss(model, batches[step], schedule, teacher)
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
        print(f"epoch {epoch + 1}: {evaluate(model)}", flush=True)
    torch.save(model.state_dict(), final)


def _optimizer(model: Tagger, schedule: Schedule) -> torch.optim.AdamW:
    groups: dict[tuple[bool, bool], list[torch.nn.Parameter]] = {}
    for name, parameter in model.named_parameters():
        if parameter.requires_grad:
            head = name.startswith(("features", "label", "dependent", "governor"))
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
    return {
        name: torch.from_numpy(array)
        for name, array in collate([example.window for example in examples]).items()
    }


def _loss(
    model: Tagger, batch: list[Example], schedule: Schedule, teacher: Tagger | None
) -> Tensor:
    inputs = tensors(batch)
    labels, links, states = model(**inputs)
    gold_labels = _padded([example.labels for example in batch])
    gold_links = _padded([example.links for example in batch])
    real = inputs["heads"] > 0
    loss = labels.new_zeros(())
    if (gold_labels != IGNORED).any():
        gold = functional.nll_loss(
            labels.flatten(0, 1), gold_labels.flatten(), ignore_index=IGNORED
        )
        if (gold_links != IGNORED).any():
            linked = functional.nll_loss(
                links.flatten(0, 1), gold_links.flatten(), ignore_index=IGNORED
            )
            gold = gold + schedule.link_weight * linked
        loss = loss + gold * (1.0 - schedule.soft_weight)
    if teacher is not None:
        with torch.no_grad():
            soft_labels, soft_links, soft_states = teacher(**inputs)
        attributed = 1.0 - soft_labels[..., 0].exp()  # links matter where something is tagged
        soft = _divergence(soft_labels, labels)[real].mean()
        weighted = (_divergence(soft_links, links) * attributed)[real].sum()
        soft = soft + schedule.link_weight * weighted / attributed[real].sum().clamp(min=1.0)
        distance = functional.mse_loss(states[real], soft_states[real])
        loss = loss + schedule.soft_weight * soft + schedule.state_weight * distance
    return loss


def _divergence(target: Tensor, predicted: Tensor) -> Tensor:
    """Kullback-Leibler divergence over the last axis, of log-probabilities."""
    return (target.exp() * (target - predicted)).sum(-1)


def _padded(rows: Sequence[object]) -> Tensor:
    return torch.nn.utils.rnn.pad_sequence(
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
