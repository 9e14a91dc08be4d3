"""The encoder that the learned stages share: tokenizer, features, windows, ONNX session.

    text ─► Windower.windows ─► Encoder.read ─► label and link scores, word by word

Training imports `Windower` and `quote_mask` from here, so that what a model is trained on
and what it is later shown are made by the same code. A *word* is a word of the encoder's
own pre-tokenizer; a *piece* is one of its word pieces.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from tokenizers import Encoding, Tokenizer

from reportedly.errors import ModelError

WINDOW_PIECES = 192  # longest window, its [CLS] and [SEP] included
BATCH_PIECES = 512  # padded pieces a run of the network; larger batches fall out of the cache
FEATURES = 8  # shape of the word (4) × inside quotation marks or not (2)
ROLES = ("source", "cue", "content")
LABELS = ("O", *(f"{prefix}-{role}" for role in ROLES for prefix in "BI"))

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

# ── Quotation marks ──────────────────────────────────────────────────────────────────────

_MARKS = re.compile(r"\n\s*\n|\n|``|''|[“”„‟«»\"‘’']")
_OPENING = frozenset(("“", "„", "‟", "«", "``"))
_CLOSING = frozenset(("”", "»", "''"))
_OPENING_AHEAD = re.compile(r"\s*(?:[“„‟«\"]|``)")


def quote_mask(text: str) -> Bools:
    """For every code point of `text`, whether it stands in quotation (marks included).

    Knows “curly”, „low”, «guillemets», "straight", ``TeX'' and, outside those, 'single'
    quotation marks with their apostrophes. A quotation that its paragraph leaves open goes
    on if the next paragraph opens with a quotation mark, as newspapers set it; otherwise it
    ends with the paragraph. Where a text has blank lines, single line breaks are mere wraps.
    Linear in the length of the text.
    """
    mask = np.zeros(len(text), dtype=np.bool_)
    wrapped = "\n\n" in text
    opened: int | None = None  # start of the quotation that is open
    single: int | None = None  # start of a single quotation; it counts once it is closed
    resumed = 0  # end of the mark that resumes a quotation in a new paragraph
    for match in _MARKS.finditer(text):
        mark, at, end = match.group(), match.start(), match.end()
        if mark[0] == "\n":
            if wrapped and len(mark) == 1:
                continue
            single = None
            if opened is not None:
                mask[opened:at] = True
                ahead = _OPENING_AHEAD.match(text, end)
                opened, resumed = (end, ahead.end()) if ahead else (None, 0)
        elif opened is not None:
            if mark in _CLOSING or (mark == '"' and at >= resumed and not _opens_only(text, at)):
                mask[opened:end] = True
                opened = None
        elif mark in _OPENING or (mark == '"' and not _closes_only(text, at)):
            opened, single = at, None
        elif mark in "‘'" and single is None and not _closes_only(text, at):
            single = at if not text[at - 1 : at].isalnum() else None
        elif mark in "’'" and single is not None and _closes_only(text, at):
            mask[single:end] = True
            single = None
    if opened is not None:
        mask[opened:] = True
    return mask


def _closes_only(text: str, at: int) -> bool:
    """True where a mark that looks alike both ways can only close: text before, none after."""
    return (
        not text[max(at - 1, 0) : at].isspace() and at > 0 and not text[at + 1 : at + 2].isalnum()
    )


def _opens_only(text: str, at: int) -> bool:
    return text[max(at - 1, 0) : at].isspace() and text[at + 1 : at + 2].isalnum()


# ── Windows ──────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Window:
    """A run of whole paragraphs that fits the encoder, [CLS] before, [SEP] after each."""

    pieces: Ints  # [pieces] ids in the tokenizer's vocabulary
    features: Ints  # [pieces] in [0, FEATURES)
    heads: Ints  # [words] where in `pieces` each word begins; never 0, where [CLS] stands
    words: Ints  # [words, 2] half-open code-point offsets in the text


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    pieces: list[int]
    feature: int
    ends_sentence: bool


_STRETCH = re.compile(r"[^\n]{1,20000}")  # a paragraph; bounded, so that memory is
_SURROGATE = re.compile("[\ud800-\udfff]")
_TOKENIZED_AT_ONCE = 64  # paragraphs


class Windower:
    """Cuts a text into windows; no word stands in two of them."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        tokenizer.no_padding()
        tokenizer.no_truncation()
        self._tokenizer = tokenizer
        self._cls = tokenizer.token_to_id("[CLS]")
        self._sep = tokenizer.token_to_id("[SEP]")

    def windows(self, text: str, limit: int = WINDOW_PIECES) -> Iterator[Window]:
        """The windows of `text` in reading order, each of at most `limit` pieces."""
        packed: list[list[_Word]] = []
        room = limit - 1
        for paragraph in self._paragraphs(text):
            for part in _parts(paragraph, limit - 2):
                need = sum(len(word.pieces) for word in part) + 1
                if need > room and packed:
                    yield self._window(packed)
                    packed, room = [], limit - 1
                packed.append(part)
                room -= need
        if packed:
            yield self._window(packed)

    def _paragraphs(self, text: str) -> Iterator[list[_Word]]:
        quoted = quote_mask(text)
        text = _SURROGATE.sub("\ufffd", text)  # the tokenizer takes none
        found = _STRETCH.finditer(text)
        while batch := list(islice(found, _TOKENIZED_AT_ONCE)):
            encodings = self._tokenizer.encode_batch(
                [match.group() for match in batch], add_special_tokens=False
            )
            for match, encoding in zip(batch, encodings, strict=True):
                yield list(_words(text, match.start(), encoding, quoted))

    def _window(self, paragraphs: Sequence[Sequence[_Word]]) -> Window:
        pieces, features = [self._cls], [0]
        heads: list[int] = []
        for paragraph in paragraphs:
            for word in paragraph:
                heads.append(len(pieces))
                pieces.extend(word.pieces)
                features.extend([word.feature] * len(word.pieces))
            pieces.append(self._sep)
            features.append(0)
        offsets = [(word.start, word.end) for paragraph in paragraphs for word in paragraph]
        return Window(
            np.array(pieces, dtype=np.int64),
            np.array(features, dtype=np.int64),
            np.array(heads, dtype=np.int64),
            np.array(offsets, dtype=np.int64).reshape(-1, 2),
        )


def _words(text: str, base: int, encoding: Encoding, quoted: Bools) -> Iterator[_Word]:
    ids, offsets, numbers = encoding.ids, encoding.offsets, encoding.word_ids
    first = 0
    for i in range(1, len(ids) + 1):
        if i < len(ids) and numbers[i] == numbers[first]:
            continue
        start, end = base + offsets[first][0], base + offsets[i - 1][1]
        feature = _shape(text[start:end]) + (4 if quoted[start] else 0)
        ends = text[end : end + 1].isspace() and bool(_SENTENCE_END.search(text, start - 2, end))
        yield _Word(start, end, ids[first:i], feature, ends)
        first = i


def _shape(word: str) -> int:
    """0 lower case, 1 capitalised, 2 all capitals, 3 without a letter."""
    if word.islower():
        return 0
    if word[:1].isupper():
        return 2 if len(word) > 1 and word.isupper() else 1
    return 0 if any(map(str.isalpha, word)) else 3


_SENTENCE_END = re.compile(r"""[.!?…]["”’'»)]*\Z""")


def _parts(words: list[_Word], limit: int) -> Iterator[list[_Word]]:
    """A paragraph whole, or cut at the last sentence end (else word) within `limit` pieces."""
    begin, used, cut = 0, 0, 0
    for i, word in enumerate(words):
        used += len(word.pieces)
        if used > limit and i > begin:
            cut = cut if cut > begin else i
            yield words[begin:cut]
            begin, used = cut, sum(len(w.pieces) for w in words[cut : i + 1])
        if word.ends_sentence:
            cut = i + 1
    if begin < len(words):
        yield words[begin:]


# ── The network ──────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Scores:
    """What the network says of the words of one window; natural logarithms."""

    labels: Floats  # [words, len(LABELS)] log-probability of each label
    links: Floats  # [words, 1 + words] that a word's cue begins at a word; at 0, nowhere


class Encoder:
    """The shipped network. One is enough for a process; it keeps no state between calls."""

    def __init__(
        self, weights: bytes, tokenizer: Path, calibration: tuple[float, ...] = ()
    ) -> None:
        """`calibration`: what turns the tagger's evidence into a confidence; fitted with the
        weights, so kept beside them."""
        import onnxruntime as ort  # here, because importing it takes longer than --help may

        options = ort.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session: Any = ort.InferenceSession(
            weights, options, providers=["CPUExecutionProvider"]
        )
        self._windower = Windower(Tokenizer.from_file(str(tokenizer)))
        self.calibration = calibration

    def read(self, text: str) -> Iterator[tuple[Window, Scores]]:
        """The windows of a text with their scores, in reading order.

        Texts never share a run of the network: int8 activations take their range from the
        whole run, and a page must read the same alone as among others.
        """
        windows = self._windower.windows(text)
        while stretch := list(islice(windows, _WINDOWS_AT_ONCE)):
            scores: dict[int, Scores] = {}
            for batch in _batches(stretch):
                results = self._run([stretch[i] for i in batch])
                scores.update(zip(batch, results, strict=True))
            for i, window in enumerate(stretch):
                yield window, scores[i]

    def _run(self, windows: Sequence[Window]) -> Iterator[Scores]:
        inputs = collate(windows)
        labels, links = self._session.run(["labels", "links"], inputs)
        for i, window in enumerate(windows):
            n = len(window.heads)
            yield Scores(labels[i, :n], links[i, :n, : n + 1])


_WINDOWS_AT_ONCE = 32


def _batches(windows: Sequence[Window]) -> Iterator[list[int]]:
    """Indices of windows of like length, at most `BATCH_PIECES` padded pieces together."""
    order = sorted(range(len(windows)), key=lambda i: (-len(windows[i].pieces), i))
    batch: list[int] = []
    for i in order:
        if batch and (len(batch) + 1) * len(windows[batch[0]].pieces) > BATCH_PIECES:
            yield batch
            batch = []
        batch.append(i)
    if batch:
        yield batch


def collate(windows: Sequence[Window]) -> dict[str, Ints]:
    """The network's inputs: `pieces`, `features`, `mask` [windows, pieces]; `heads` [windows,
    words], padded with 0 (no word begins there)."""
    longest = max(len(window.pieces) for window in windows)
    most = max(len(window.heads) for window in windows)
    inputs = {name: np.zeros((len(windows), longest), np.int64) for name in _PIECEWISE}
    inputs["heads"] = np.zeros((len(windows), most), np.int64)
    for i, window in enumerate(windows):
        n = len(window.pieces)
        inputs["pieces"][i, :n] = window.pieces
        inputs["features"][i, :n] = window.features
        inputs["mask"][i, :n] = 1
        inputs["heads"][i, : len(window.heads)] = window.heads
    return inputs


_PIECEWISE = ("pieces", "features", "mask")

MODELS = Path(__file__).with_name("models")


@cache
def load(folder: Path = MODELS) -> Encoder:
    """The encoder of a folder with `model.onnx`, `tokenizer.json` and `model.json`.

    Raises `ModelError` where a file is missing or is not the one that `model.json` names.
    """
    try:
        card = json.loads((folder / "model.json").read_text("utf-8"))
        weights = (folder / "model.onnx").read_bytes()
        digest = hashlib.sha256(weights).hexdigest()
    except (OSError, ValueError) as error:
        raise ModelError(
            f"the model cannot be read ({error}); reinstall reportedly", about=str(folder)
        ) from error
    if digest != card["sha256"]:
        raise ModelError(
            f"the weights are damaged: SHA-256 {digest[:12]}…, not {card['sha256'][:12]}…; "
            "reinstall reportedly",
            about=str(folder / "model.onnx"),
        )
    return Encoder(weights, folder / "tokenizer.json", tuple(card["calibration"]))
