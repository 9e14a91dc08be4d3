"""The encoder that the learned stages share: tokenizer, features, windows, ONNX session.

    text ─► Windower.windows ─► Encoder.read ─► labels, ties and events, word by word

Training imports `Windower` from here, so that what a model is trained on and what it is later
shown are made by the same code.
"""

from reportedly.encoder.network import (
    LABELS,
    MODELS,
    NAMES,
    ROLES,
    TIE,
    TIES,
    Encoder,
    Events,
    Floats,
    Scores,
    check,
    inputs_of,
    load,
    open_session,
)
from reportedly.encoder.windows import FEATURES, WINDOW_PIECES, Ints, Window, Windower

__all__ = [
    "FEATURES",
    "LABELS",
    "MODELS",
    "NAMES",
    "ROLES",
    "TIE",
    "TIES",
    "WINDOW_PIECES",
    "Encoder",
    "Events",
    "Floats",
    "Ints",
    "Scores",
    "Window",
    "Windower",
    "check",
    "inputs_of",
    "load",
    "open_session",
]
