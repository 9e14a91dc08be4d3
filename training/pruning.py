"""A tagger cut smaller: heads and inner units go, and what is left takes over what they did.

Layer by layer, what a product gives is fitted anew by least squares, first on all that goes
into it, then without whatever is missed least, one head or unit after another (the optimal
brain surgeon of Hassibi and Stork, 1993, on whole inputs). Errors weigh as much as the loss
asks: by the slope of the loss at each output, and at each piece.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from training.corpora import Example
from training.fit import Schedule, loss_of
from training.network import Shape, Tagger

_RIDGE = 1e-3  # of the mean square of an input
_SURE = 0.5  # weight of a piece that the loss does not ask for; on average they have 1
_MOST = 20.0  # slopes beyond that many times their mean count no more


def cut(
    tagger: Tagger, shape: Shape, sample: Sequence[Example], keep: Sequence[int] | None = None
) -> Tagger:
    """A tagger of a smaller shape out of the layers `keep` (None: all) of another."""
    kept = range(len(shape.heads)) if keep is None else keep
    whole = Shape(
        tuple(tagger.shape.heads[i] for i in kept),
        tuple(tagger.shape.inner[i] for i in kept),
        graded=shape.graded,
        rectified=tagger.shape.rectified,
        dropout=shape.dropout,
    )
    larger, smaller = Tagger(whole).eval(), Tagger(shape).eval()
    larger.load_state_dict(_of_layers(tagger.state_dict(), kept, larger.state_dict()))
    asked = _asked(larger, sample)
    with torch.no_grad():
        smaller.load_state_dict(
            {k: v for k, v in larger.state_dict().items() if not k.startswith("layers.")},
            strict=False,
        )
        theirs = [larger.embedded(*_inputs(example)) for example in sample]
        ours = theirs
        for layer, small in zip(larger.layers, smaller.layers, strict=True):
            for norm in ("norm_attention", "norm_inner"):
                getattr(small, norm).load_state_dict(getattr(layer, norm).state_dict())
            wanted = [x + layer.out(layer.mixed(x, None)) for x in theirs]
            mixed = torch.cat([layer.mixed(x, None)[0] for x in ours])
            change = torch.cat([(y - x)[0] for y, x in zip(wanted, ours, strict=True)])
            columns = _fitted(small.out, mixed, change, shape.head, *asked[layer.out])
            parts = layer.mixture.weight.view(3, -1, layer.mixture.in_features)
            small.mixture.weight.copy_(parts[:, columns].flatten(0, 1))
            small.mixture.bias.copy_(layer.mixture.bias.view(3, -1)[:, columns].flatten())
            theirs = [layer.norm_attention(y) for y in wanted]
            ours = [small.norm_attention(x + small.out(small.mixed(x, None))) for x in ours]
            wanted = [x + layer.down(layer.raised(x)) for x in theirs]
            raised = torch.cat([small.bent(layer.up(x))[0] for x in ours])
            change = torch.cat([(y - x)[0] for y, x in zip(wanted, ours, strict=True)])
            units = _fitted(small.down, raised, change, 1, *asked[layer.down])
            small.up.weight.copy_(layer.up.weight[units])
            small.up.bias.copy_(layer.up.bias[units])
            theirs = [layer.norm_inner(y) for y in wanted]
            ours = [small.norm_inner(x + small.down(small.raised(x))) for x in ours]
    return smaller


def _inputs(example: Example) -> tuple[Tensor, Tensor]:
    window = example.window
    return torch.from_numpy(window.pieces)[None], torch.from_numpy(window.features)[None]


def _of_layers(
    state: dict[str, Tensor], kept: Sequence[int], like: dict[str, Tensor]
) -> dict[str, Tensor]:
    """A tagger's state with the layers `kept` alone, and what else `like` has."""
    numbered = {f"layers.{old}.": f"layers.{new}." for new, old in enumerate(kept)}
    chosen = {k: v for k, v in state.items() if not k.startswith("layers.")}
    for old, new in numbered.items():
        chosen |= {new + k.removeprefix(old): v for k, v in state.items() if k.startswith(old)}
    return like | {k: v for k, v in chosen.items() if k in like}


def _asked(tagger: Tagger, sample: Sequence[Example]) -> dict[nn.Module, tuple[Tensor, Tensor]]:
    """Of each product that adds to the pieces' states: how much an error weighs at each piece
    [pieces], and at each output [hidden], about 1 on average."""
    gives: dict[nn.Module, Tensor] = {}
    slopes: dict[nn.Module, list[Tensor]] = {}

    def note(module: nn.Module, _: tuple[Tensor, ...], given: Tensor) -> None:
        gives[module] = given

    products = [product for layer in tagger.layers for product in (layer.out, layer.down)]
    hooks = [product.register_forward_hook(note) for product in products]
    for example in sample:
        loss = loss_of(tagger, [example], Schedule(1, 0.0, 0.0), None)
        given = [gives[product] for product in products]
        marked = loss.requires_grad  # nobody has marked news without labels
        found = torch.autograd.grad(loss, given) if marked else map(torch.zeros_like, given)
        for product, slope in zip(products, found, strict=True):
            slopes.setdefault(product, []).append(slope[0].detach())
    for hook in hooks:
        hook.remove()
    return {product: _weights(torch.cat(slopes[product]).double()) for product in products}


def _weights(slopes: Tensor) -> tuple[Tensor, Tensor]:
    squares = slopes.square()
    pieces, outputs = squares.sum(1), squares.mean(0).sqrt()
    mean = pieces[pieces > 0].mean()
    return _SURE + (1.0 - _SURE) * (pieces / mean).clamp(max=_MOST), outputs / outputs.mean()


def _fitted(
    product: nn.Linear, given: Tensor, wanted: Tensor, width: int, pieces: Tensor, outputs: Tensor
) -> list[int]:
    """Fit a product to `wanted` [pieces, outputs] from as many of the columns of `given` as it
    takes, `width` of which go together; which they are."""
    count = given.shape[1]
    inputs = torch.cat([given.double(), torch.ones(len(given), 1).double()], 1)
    weighed = (inputs * pieces[:, None]).T / len(inputs)
    squares = weighed @ inputs
    squares.diagonal()[:count] += _RIDGE * squares.diagonal()[:count].mean()
    inverse = torch.linalg.inv(squares)
    fit = inverse @ (weighed @ (wanted.double() * outputs))
    left = list(range(0, count, width))
    while len(left) * width > product.in_features:
        groups = torch.tensor(left)[:, None] + torch.arange(width)
        blocks = inverse[groups[:, :, None], groups[:, None, :]]
        missed = (fit[groups] * torch.linalg.solve(blocks, fit[groups])).sum((1, 2))
        gone = groups[int(missed.argmin())]
        reach = inverse[:, gone] @ torch.linalg.inv(inverse[gone][:, gone])
        fit -= reach @ fit[gone]
        inverse -= reach @ inverse[gone]
        left.remove(int(gone[0]))
    columns = [start + i for start in left for i in range(width)]
    product.weight.copy_((fit[columns] / outputs).T)
    product.bias.copy_(fit[count] / outputs)
    return columns
