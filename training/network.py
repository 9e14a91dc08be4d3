"""The tagger in torch: a BERT encoder (Devlin et al. 2019), a label head, a biaffine-style
link head (Dozat and Manning 2017). Its forward pass is what the ONNX file computes."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from reportedly.encoder import FEATURES, LABELS

LINK = 64  # dimensions of the queries and keys that tie words to cues


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of the encoder; the defaults are MiniLM-L6-H384-uncased."""

    layers: int = 6
    hidden: int = 384
    heads: int = 12
    inner: int = 1536
    vocabulary: int = 30522
    positions: int = 512
    dropout: float = 0.1


class Layer(nn.Module):
    def __init__(self, shape: Shape) -> None:
        super().__init__()
        hidden = shape.hidden
        self.heads = shape.heads
        self.query, self.key, self.value, self.out = (nn.Linear(hidden, hidden) for _ in range(4))
        self.up, self.down = nn.Linear(hidden, shape.inner), nn.Linear(shape.inner, hidden)
        self.norm_attention = nn.LayerNorm(hidden, eps=1e-12)
        self.norm_inner = nn.LayerNorm(hidden, eps=1e-12)
        self.dropout = nn.Dropout(shape.dropout)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        batch, length, hidden = x.shape
        query, key, value = (
            layer(x).view(batch, length, self.heads, hidden // self.heads).transpose(1, 2)
            for layer in (self.query, self.key, self.value)
        )
        scores = query @ key.transpose(2, 3) * (hidden // self.heads) ** -0.5 + bias
        mixed = (scores.softmax(-1) @ value).transpose(1, 2).reshape(batch, length, hidden)
        x = self.norm_attention(x + self.dropout(self.out(mixed)))
        inner: Tensor = self.norm_inner(x + self.dropout(self.down(functional.gelu(self.up(x)))))
        return inner


class Tagger(nn.Module):
    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.pieces = nn.Embedding(shape.vocabulary, shape.hidden)
        self.positions = nn.Embedding(shape.positions, shape.hidden)
        self.features = nn.Embedding(FEATURES, shape.hidden)
        self.norm = nn.LayerNorm(shape.hidden, eps=1e-12)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))
        self.dropout = nn.Dropout(shape.dropout)
        self.label = nn.Linear(shape.hidden, len(LABELS))
        self.dependent = nn.Linear(shape.hidden, LINK)
        self.governor = nn.Linear(shape.hidden, LINK)

    def forward(
        self, pieces: Tensor, features: Tensor, mask: Tensor, heads: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Log-probabilities of labels [batch, words, labels] and links [batch, words,
        1 + words], and the words' hidden states [batch, words, hidden]."""
        places = torch.arange(pieces.shape[1], device=pieces.device)
        x = self.pieces(pieces) + self.positions(places) + self.features(features)
        x = self.dropout(self.norm(x))
        bias = (1.0 - mask[:, None, None, :].to(x.dtype)) * -1e4
        for layer in self.layers:
            x = layer(x, bias)
        words = torch.gather(x, 1, heads[:, :, None].expand(-1, -1, x.shape[2]))
        candidates = torch.cat([x[:, :1], words], 1)  # [CLS] stands for no cue
        absent = functional.pad((heads == 0).to(x.dtype), (1, 0))[:, None, :] * -1e4
        scores = self.dependent(self.dropout(words)) @ self.governor(candidates).transpose(1, 2)
        links = (scores * LINK**-0.5 + absent).log_softmax(-1)
        labels = self.label(self.dropout(words)).log_softmax(-1)
        return labels, links, words


def package_folder(package: str) -> Path:
    """Where an installed package of pretrained weights keeps its model."""
    return Path(str(files(package))) / "model"


def pretrained(package: str, shape: Shape) -> Tagger:
    """A tagger whose encoder starts from the weights of an installed package."""
    weights = load_file(package_folder(package) / "model.safetensors")
    tagger = Tagger(shape)
    names = {
        "pieces.weight": "embeddings.word_embeddings.weight",
        "positions.weight": "embeddings.position_embeddings.weight",
        "norm": "embeddings.LayerNorm",
    }
    for i in range(shape.layers):
        for ours, theirs in {
            "query": "attention.self.query",
            "key": "attention.self.key",
            "value": "attention.self.value",
            "out": "attention.output.dense",
            "norm_attention": "attention.output.LayerNorm",
            "up": "intermediate.dense",
            "down": "output.dense",
            "norm_inner": "output.LayerNorm",
        }.items():
            names[f"layers.{i}.{ours}"] = f"encoder.layer.{i}.{theirs}"
    state = tagger.state_dict()
    for name in state:
        stem = name.rpartition(".")[0]
        source = names.get(name) or (
            f"{names[stem]}.{name.rpartition('.')[2]}" if stem in names else None
        )
        if source:
            state[name] = weights[source]
    state["features.weight"] = (
        weights["embeddings.token_type_embeddings.weight"][:1].repeat(FEATURES, 1)
        + torch.randn(FEATURES, shape.hidden) * 0.01
    )
    tagger.load_state_dict(state)
    return tagger


def truncated(teacher: Tagger, keep: list[int], dropout: float) -> Tagger:
    """A student that starts as the teacher with only the layers `keep`."""
    fields = {name: getattr(teacher.shape, name) for name in Shape.__slots__}
    student = Tagger(Shape(**(fields | {"layers": len(keep), "dropout": dropout})))
    state = {k: v for k, v in teacher.state_dict().items() if not k.startswith("layers.")}
    for new, old in enumerate(keep):
        state |= {f"layers.{new}.{k}": v for k, v in teacher.layers[old].state_dict().items()}
    student.load_state_dict(state)
    return student
