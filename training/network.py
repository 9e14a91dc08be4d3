"""The tagger in torch: a BERT encoder (Devlin et al. 2019), a label head, and vectors whose
products tie words to cues and cues to sources (after Dozat and Manning 2017). Its forward pass
is what the ONNX file computes."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from reportedly.encoder import FEATURES, LABELS, TIE, TIES
from training import mpnet
from training.corpora import FACTUALITY

HEAD = 32  # dimensions of an attention head
GRADE = 64  # hidden units of the grader of factuality


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of the encoder, of heads and inner units layer by layer; the defaults are
    MiniLM-L6-H384-uncased."""

    heads: tuple[int, ...] = (12,) * 6
    inner: tuple[int, ...] = (1536,) * 6
    hidden: int = 384
    head: int = HEAD
    distances: int = 0  # kinds of distance that attention tells apart (MPNet); 0: none
    vocabulary: int = 30522
    positions: int = 512
    graded: bool = False  # whether it finds events and says how factual they are
    scaled: bool = False  # norms by the root mean square alone; `scaled` makes such a tagger
    rectified: bool = False  # inner units by ReLU, which takes a fifteenth of the time off; or GELU
    dropout: float = 0.1


class Said(NamedTuple):
    """What the network says of windows; in the order of the ONNX file's outputs."""

    labels: Tensor
    ties: Tensor
    states: Tensor
    events: Tensor | None


class _Attention(torch.autograd.Function):
    """Attention of a window that stands alone, with the product before it one operator of ONNX
    Runtime, in int8 as well."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, weight: Tensor, bias: Tensor, heads: int) -> Tensor:
        query, key, value = functional.linear(x, weight, bias).chunk(3, -1)
        return _attention(query, key, value, heads, None)

    @staticmethod
    def symbolic(g: Any, x: Any, weight: Any, bias: Any, heads: int) -> Any:
        columns = g.op("Transpose", weight, perm_i=[1, 0])
        found = g.op("com.microsoft::Attention", x, columns, bias, num_heads_i=heads)
        return found.setType(x.type().with_sizes([None, None, None]))


def _attention(
    query: Tensor, key: Tensor, value: Tensor, heads: int, bias: Tensor | None
) -> Tensor:
    batch, length, width = query.shape
    query, key, value = (
        part.view(batch, length, heads, -1).transpose(1, 2) for part in (query, key, value)
    )
    scores = query @ key.transpose(2, 3) * (width // heads) ** -0.5
    scores = scores if bias is None else scores + bias
    return (scores.softmax(-1) @ value).transpose(1, 2).reshape(batch, length, width)


class _Scaling(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, x: Tensor, weight: Tensor) -> Tensor:
        return functional.rms_norm(x, weight.shape, weight, _EPSILON)

    @staticmethod
    def symbolic(g: Any, x: Any, weight: Any) -> Any:
        found = g.op("SimplifiedLayerNormalization", x, weight, axis_i=-1, epsilon_f=_EPSILON)
        return found.setType(x.type())


_EPSILON = 1e-12


class Norm(nn.Module):
    """Root mean square layer normalization (Zhang and Sennrich, NeurIPS 2019), as one operator
    of ONNX Runtime. It is not trained."""

    def __init__(self, hidden: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(hidden))

    def forward(self, x: Tensor) -> Tensor:
        found: Tensor = _Scaling.apply(x, self.weight)
        return found


def _norm(shape: Shape) -> nn.Module:
    return Norm(shape.hidden) if shape.scaled else nn.LayerNorm(shape.hidden, eps=_EPSILON)


class Layer(nn.Module):
    def __init__(self, shape: Shape, heads: int, inner: int) -> None:
        super().__init__()
        self.heads, hidden, width = heads, shape.hidden, heads * shape.head
        self.mixture = nn.Linear(hidden, 3 * width)  # query, key, value: one product
        self.out = nn.Linear(width, hidden)
        self.norm_attention = _norm(shape)
        self.up, self.down = nn.Linear(hidden, inner), nn.Linear(inner, hidden)
        self.bent = functional.relu if shape.rectified else functional.gelu
        self.norm_inner = _norm(shape)
        self.dropout = nn.Dropout(shape.dropout)

    def forward(self, x: Tensor, bias: Tensor | None, places: Tensor | None = None) -> Tensor:
        """[windows, pieces, hidden] -> the same; with `places`, only what becomes of those."""
        mixed = self.mixed(x, bias)
        if places is not None:
            x, mixed = x[:, places], mixed[:, places]
        x = self.norm_attention(x + self.dropout(self.out(mixed)))
        inner: Tensor = self.norm_inner(x + self.dropout(self.down(self.raised(x))))
        return inner

    def mixed(self, x: Tensor, bias: Tensor | None) -> Tensor:
        """What the heads take from all pieces for each."""
        if bias is not None:
            query, key, value = self.mixture(x).chunk(3, -1)
            return _attention(query, key, value, self.heads, bias)
        found: Tensor = _Attention.apply(x, self.mixture.weight, self.mixture.bias, self.heads)
        return found

    def raised(self, x: Tensor) -> Tensor:
        """The inner units."""
        return self.bent(self.up(x))


class Tagger(nn.Module):
    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.pieces = nn.Embedding(shape.vocabulary, shape.hidden)
        self.positions = nn.Embedding(shape.positions, shape.hidden)
        self.features = nn.Embedding(FEATURES, shape.hidden)
        self.norm = _norm(shape)
        self.layers = nn.ModuleList(
            Layer(shape, heads, inner)
            for heads, inner in zip(shape.heads, shape.inner, strict=True)
        )
        self.distances: nn.Embedding | None = None
        if shape.distances:
            self.distances = nn.Embedding(shape.distances, shape.heads[0])
        self.dropout = nn.Dropout(shape.dropout)
        self.label = nn.Linear(shape.hidden, len(LABELS))
        self.ties = nn.Linear(shape.hidden, TIES * TIE)
        self.grade: nn.Sequential | None = None
        if shape.graded:
            inner, scales = nn.Linear(shape.hidden, GRADE), nn.Linear(GRADE, 1 + len(FACTUALITY))
            self.grade = nn.Sequential(inner, nn.GELU(), scales)

    def forward(self, pieces: Tensor, features: Tensor, mask: Tensor, heads: Tensor) -> Said:
        """Log-probabilities of labels [windows, words, labels], the vectors of the ties
        [windows, 1 + words, TIES × TIE], [CLS] first, as many hidden states, and [windows,
        words, 1 + scales] the log-odds that a word names an event, and how factual that is."""
        bias = (1.0 - mask[:, None, None, :].to(self.norm.weight.dtype)) * -1e4
        x = self._encoded(pieces, features, bias)
        places = _candidates(heads)
        states = torch.gather(x, 1, places[:, :, None].expand(-1, -1, x.shape[2]))
        return self._said(states)

    def alone(self, pieces: Tensor, features: Tensor, heads: Tensor) -> list[Tensor]:
        """The same for one window, without padding, factuality on the first scale only: what
        the ONNX file computes."""
        states = self._encoded(pieces[None], features[None], None, _candidates(heads))
        labels, ties, states, events = self._said(states)
        said = [labels[0], ties[0], states[0]]
        return said if events is None else [*said, events[0, :, :2]]

    def _encoded(
        self,
        pieces: Tensor,
        features: Tensor,
        bias: Tensor | None,
        places: Tensor | None = None,
    ) -> Tensor:
        """The states of all pieces; with `places`, of those, for which alone the last layer
        then works."""
        x = self.dropout(self.embedded(pieces, features))
        if self.distances is not None:
            kinds = _kinds_of_distance(x.shape[1], self.distances.num_embeddings)
            apart = self.distances(kinds).permute(2, 0, 1)[None]
            bias = apart if bias is None else apart + bias
        *layers, last = self.layers
        for layer in layers:
            x = layer(x, bias)
        found: Tensor = last(x, bias, places)
        return found

    def embedded(self, pieces: Tensor, features: Tensor) -> Tensor:
        """Pieces with their places and features, before any layer."""
        places = torch.arange(pieces.shape[1], device=pieces.device)
        embedded: Tensor = self.norm(
            self.pieces(pieces) + self.positions(places) + self.features(features)
        )
        return embedded

    def readouts(self) -> list[nn.Linear]:
        """The products that ask something of the states."""
        return [self.label, self.ties, *([] if self.grade is None else [self.grade[0]])]

    def _said(self, states: Tensor) -> Said:
        """All that is asked of the states is one product: int8 quantizes them once."""
        asked = self.readouts()
        weight = torch.cat([linear.weight for linear in asked])
        bias = torch.cat([linear.bias for linear in asked])
        said = functional.linear(self.dropout(states), weight, bias)
        labels, ties, *inner = said.split([linear.out_features for linear in asked], -1)
        events = None if self.grade is None else self.grade[1:](inner[0][:, 1:])
        return Said(labels[:, 1:].log_softmax(-1), ties, states, events)


def scaled(tagger: Tagger) -> Tagger:
    """A tagger that says the same with norms by the root mean square alone.

    What goes into a norm has its mean taken off where it is made, in weights; the mean of what
    skips a layer is left (in ours some 5e-5 of the variance; `export` looks at what it does). The
    biases of norms go into what takes their output, so that its states lack the last of them.
    """
    made = Tagger(replace(tagger.shape, scaled=True)).eval()
    had = tagger.state_dict()
    made.load_state_dict({name: had[name] for name in made.state_dict()})  # no biases of norms
    with torch.no_grad():
        for table in (made.pieces, made.positions, made.features):
            table.weight -= table.weight.mean(1, keepdim=True)
        lacked = tagger.norm.bias
        for layer, old in zip(made.layers, tagger.layers, strict=True):
            for taking, giving, norm in (
                (layer.mixture, layer.out, old.norm_attention),
                (layer.up, layer.down, old.norm_inner),
            ):
                taking.bias += taking.weight @ lacked
                giving.bias += lacked
                giving.weight -= giving.weight.mean(0)
                giving.bias -= giving.bias.mean()
                lacked = norm.bias
        for readout in made.readouts():
            readout.bias += readout.weight @ lacked
    return made


def _candidates(heads: Tensor) -> Tensor:
    """What can be a cue or a source: the words, and [CLS] before them for none."""
    return functional.pad(heads, (1, 0))


def _kinds_of_distance(length: int, count: int) -> Tensor:
    """Which of `count` kinds the way from each piece to each other is, [length, length]: half of
    them for each direction, near ones one by one, farther ones by the logarithm, all beyond 128
    in one (Raffel et al. 2020, as MPNet has them)."""
    places = torch.arange(length)
    ways = places[None, :] - places[:, None]
    half, near = count // 2, count // 4
    far = ways.abs()
    steps = (far.clamp(min=1) / near).log() / math.log(128 / near) * (half - near)
    kinds = torch.where(far < near, far, (near + steps.long()).clamp(max=half - 1))
    return kinds + (ways > 0) * half


def tied(ties: Tensor, heads: Tensor) -> tuple[Tensor, Tensor]:
    """Log-probabilities of each word's cue and, were it a cue, of its source; both
    [windows, words, 1 + words], at 0 that there is none."""
    dependent, governor, cue, source = ties.chunk(TIES, -1)
    absent = functional.pad((heads == 0).to(ties.dtype), (1, 0))[:, None, :] * -1e4
    cues, sources = (
        (query[:, 1:] @ key.transpose(1, 2) * TIE**-0.5 + absent).log_softmax(-1)
        for query, key in ((dependent, governor), (cue, source))
    )
    return cues, sources


def package_folder(package: str) -> Path:
    """Where an installed package of pretrained weights keeps its model."""
    return Path(str(files(package))) / "model"


def pretrained(package: str, shape: Shape) -> Tagger:
    """A tagger whose encoder starts from the weights of an installed package: `mpnet.NAME`, or
    one that keeps a BERT encoder."""
    if package == mpnet.NAME:
        weights = mpnet.weights()
    else:
        weights = load_file(package_folder(package) / "model.safetensors")
    tagger = Tagger(shape)
    names = {
        "distances.weight": "encoder.relative_attention_bias.weight",
        "pieces.weight": "embeddings.word_embeddings.weight",
        "positions.weight": "embeddings.position_embeddings.weight",
        "norm": "embeddings.LayerNorm",
    }
    layers = range(len(shape.heads))
    for i in layers:
        for ours, theirs in {
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
    for i in layers:
        for kind in ("weight", "bias"):
            state[f"layers.{i}.mixture.{kind}"] = torch.cat(
                [
                    weights[f"encoder.layer.{i}.attention.self.{part}.{kind}"]
                    for part in ("query", "key", "value")
                ]
            )
    state["features.weight"] = (
        weights["embeddings.token_type_embeddings.weight"][:1].repeat(FEATURES, 1)
        + torch.randn(FEATURES, shape.hidden) * 0.01
    )
    tagger.load_state_dict(state)
    return tagger
