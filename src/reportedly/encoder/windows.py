"""A text cut into the windows that a network reads: its words, their pieces and features.

A *word* is a word of the encoder's own pre-tokenizer; a *piece* is one of its word pieces.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from reportedly.typography import paragraphs, quote_mask

WINDOW_PIECES = 192  # longest window, its [CLS] and [SEP] included
FEATURES = 8  # shape of the word (4) × inside quotation marks or not (2)

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.uint8]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Window:
    """A run of whole paragraphs that fits the encoder, [CLS] before, [SEP] after each."""

    pieces: Ints  # [pieces] ids in the tokenizer's vocabulary
    features: Ints  # [pieces] in [0, FEATURES)
    heads: Ints  # [words] where in `pieces` each word begins; never 0, where [CLS] stands
    words: Ints  # [words, 2] half-open code-point offsets in the text


_TITLES = ("mr", "mrs", "ms", "dr", "rep", "sen", "gov", "gen", "lt", "col")
_ABBREVIATIONS = (*"abcdefghijklmnopqrstuvwxyz", *_TITLES)
_SURROGATE = re.compile("[\ud800-\udfff]")
_PARAGRAPHS_AT_ONCE, _CHARACTERS_AT_ONCE = 64, 200_000  # are tokenized


class Windower:
    """Cuts a text into windows; no word stands in two of them."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        tokenizer.no_padding()
        tokenizer.no_truncation()
        self._pieces = _Pieces(tokenizer)
        self._cls = np.array([tokenizer.token_to_id("[CLS]")])
        self._sep = np.array([tokenizer.token_to_id("[SEP]")])
        self._colon = tokenizer.token_to_id(":")
        self._full_stop = tokenizer.token_to_id(".")
        self._abbreviations = np.zeros(tokenizer.get_vocab_size(), np.bool_)
        for word in _ABBREVIATIONS:
            self._abbreviations[tokenizer.token_to_id(word) or 0] = True

    def windows(
        self, text: str, limit: int = WINDOW_PIECES, quoted: bytes | None = None
    ) -> Iterator[Window]:
        """The windows of `text` in reading order, each of at most `limit` pieces. `quoted`: its
        `quote_mask`, where it has been looked at before."""
        marks = np.frombuffer(quote_mask(text) if quoted is None else quoted, np.uint8)
        found = paragraphs(text)
        text = _SURROGATE.sub("\ufffd", text)  # the tokenizer takes none
        packed: list[_Words] = []
        room = limit - 1
        for batch in _batches(found):
            words = self._tokenized(text, batch[0][0], batch[-1][1], marks)
            bounds = np.searchsorted(words.spans[:, 0], [start for start, _ in batch]).tolist()
            places = np.append(words.heads, len(words.pieces))
            for first, last in pairwise([*bounds, len(words.heads)]):
                for part in _parts(words, places, first, last, limit - 2):
                    need = len(part.pieces) + 1
                    if need > room and packed:
                        stay = len(packed) - self._going_along(packed, part, limit)
                        yield self._window(packed[:stay])
                        packed = packed[stay:]
                        room = limit - 1 - sum(len(each.pieces) + 1 for each in packed)
                    packed.append(part)
                    room -= need
        if packed:
            yield self._window(packed)

    def _going_along(self, packed: Sequence[_Words], part: _Words, limit: int) -> int:
        """How many of the last of `packed` begin the next window with `part`, never all: who
        speaks stands above the colon that ends a paragraph, and often above a quotation that
        opens one, which is worth half a window."""
        going = 0
        used = len(part.pieces) + 1
        while going + 1 < len(packed):
            before = packed[-1 - going]
            used += len(before.pieces) + 1
            led = before.pieces[-1] == self._colon and used < limit
            spoken = part.features[0] >= _QUOTED and 2 * used <= limit
            if not (led or spoken):
                break
            going, part = going + 1, before
        return going

    def _tokenized(self, text: str, start: int, end: int, quoted: Flags) -> _Words:
        kinds = _kinds(text[start : end + 1])
        apart = np.append(True, (kinds[: end - start] & _BREAK) > 0)
        begins = np.flatnonzero(apart[:-1] & ~apart[1:])
        chunks = self._pieces.of(_CHUNK.findall(text, start, end))
        held, told = zip(*chunks, strict=True) if chunks else ((), ())
        pieces, columns = _joined(held), _joined(told).reshape(-1, 3)
        sizes, counts = _lengths(held), _lengths(told) // 3
        heads = columns[:, 0] + np.repeat(np.cumsum(sizes) - sizes, counts)
        spans = columns[:, 1:] + np.repeat(begins, counts)[:, None]
        features = _shapes(kinds, *spans.T)
        spans += start
        features += _QUOTED * quoted[spans[:, 0]]
        words = pieces[heads]
        abbreviated = np.append(False, self._abbreviations[words[:-1]])
        small = np.append((features % _QUOTED)[1:] == 0, False)  # the next word
        ended = _sentence_ends(kinds, spans[:, 1] - start) & ~small
        ended &= ~((words == self._full_stop) & abbreviated)
        lengths = np.diff(heads, append=len(pieces))
        return _Words(pieces, np.repeat(features, lengths), heads, spans, features, ended)

    def _window(self, parts: Sequence[_Words]) -> Window:
        pieces, features, heads, used = [self._cls], [_NOTHING], [], 1
        for part in parts:
            pieces += part.pieces, self._sep
            features += part.piece_features, _NOTHING
            heads.append(part.heads + used)
            used += len(part.pieces) + 1
        return Window(
            np.concatenate(pieces),
            np.concatenate(features),
            np.concatenate(heads),
            np.concatenate([part.spans for part in parts]),
        )


# The bytes of two arrays of int64: the pieces; of each word, one after another, where in them it
# begins, and where in the chunk it begins and ends.
_Chunk = tuple[bytes, bytes]


class _Pieces:
    """The pieces of chunks that blanks set apart; what is said again is not tokenized again."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._known: dict[str, _Chunk] = {}
        self._held = 0  # code points of what is known

    def of(self, chunks: Sequence[str]) -> list[_Chunk]:
        known = self._known  # one object to the end: other threads may start another
        new = sorted(set(chunks).difference(known))
        together = " ".join(new)
        if self._held + len(together) > _HELD:
            known = self._known = {}
            self._held = 0
            new = sorted(set(chunks))
            together = " ".join(new)
        self._held += len(together)
        encoding = self._tokenizer.encode(together, add_special_tokens=False)
        pieces, numbers, offsets = encoding.ids, encoding.word_ids, encoding.offsets
        i = at = 0
        for chunk in new:
            first, words = i, array("q")
            while i < len(pieces) and offsets[i][0] < at + len(chunk):
                start, end = offsets[i]
                if i == first or numbers[i] != numbers[i - 1]:
                    words.extend((i - first, start - at, end - at))
                words[-1] = end - at
                i += 1
            known[chunk] = array("q", pieces[first:i]).tobytes(), words.tobytes()
            at += len(chunk) + 1
        return list(map(known.__getitem__, chunks))


_HELD = 500_000  # code points of chunks that are kept
_CHUNK = re.compile(r"[^ \n]+")
_NOTHING = np.zeros(1, np.int64)  # the feature of [CLS] and [SEP]


def _joined(arrays: Iterable[bytes]) -> Ints:
    return np.frombuffer(b"".join(arrays), np.int64)


def _lengths(arrays: Sequence[bytes]) -> Ints:
    return np.fromiter(map(len, arrays), np.int64, len(arrays)) // np.int64().itemsize


def _batches(found: Iterable[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    batch: list[tuple[int, int]] = []
    for start, end in found:
        full = len(batch) == _PARAGRAPHS_AT_ONCE
        if batch and (full or end - batch[0][0] > _CHARACTERS_AT_ONCE):
            yield batch
            batch = []
        batch.append((start, end))
    if batch:
        yield batch


@dataclass(frozen=True, slots=True)
class _Words:
    """Consecutive words of a text, column by column."""

    pieces: Ints  # [pieces]
    piece_features: Ints  # [pieces] of the word that each belongs to
    heads: Ints  # [words] where in `pieces` each word begins
    spans: Ints  # [words, 2] code points
    features: Ints  # [words]
    ends_sentence: Bools  # [words]

    def cut(self, first: int, last: int) -> _Words:
        begin = self.heads[first]
        end = self.heads[last] if last < len(self.heads) else len(self.pieces)
        return _Words(
            self.pieces[begin:end],
            self.piece_features[begin:end],
            self.heads[first:last] - begin,
            self.spans[first:last],
            self.features[first:last],
            self.ends_sentence[first:last],
        )


_QUOTED = 4  # what a word inside quotation marks has added to the number of its shape


def _shapes(kinds: Flags, first: Ints, last: Ints) -> Ints:
    """Of the words `[first, last)`: 0 lower case, 1 capitalised, 2 all capitals, 3 without a
    letter."""
    counts = np.zeros((len(kinds) + 1, 2), np.int64)  # of letters, up to each character
    for column, kind in enumerate((_LOWER, _LOWER | _ALPHA)):
        np.cumsum((kinds & kind) > 0, out=counts[1:, column])
    lower, letters = (counts[last] - counts[first]).T
    capital = (kinds[first] & _UPPER) > 0
    shapes = np.where(letters > 0, 0, 3)
    shapes[capital] = 1
    shapes[capital & (lower == 0) & (last - first > 1)] = 2
    return shapes


def _sentence_ends(kinds: Flags, last: Ints) -> Bools:
    """Whether a word that ends at `last` ends a sentence: white space follows its mark, or
    the one or two closing marks after that."""
    before = [kinds[np.maximum(last - back, 0)] for back in (1, 2, 3)]
    mark = [(kind & _ENDS) > 0 for kind in before]
    closes = [(kind & _CLOSES) > 0 for kind in before]
    space = (np.append(kinds, np.uint8(0))[last] & _SPACE) > 0
    ends: Bools = space & (mark[0] | (closes[0] & (mark[1] | (closes[1] & mark[2]))))
    return ends


_UPPER, _LOWER, _ALPHA, _SPACE, _ENDS, _CLOSES, _BREAK = (1 << bit for bit in range(7))


def _kinds(text: str) -> Flags:
    """What each character is: the sum of the flags above."""
    points = np.frombuffer(text.encode("utf-32-le"), np.uint32)
    known = _KINDS[np.minimum(points, len(_KINDS) - 1)]
    for at in np.flatnonzero(points >= len(_KINDS)).tolist():
        known[at] = _kind(text[at])
    return known


def _kind(character: str) -> int:
    return (
        _UPPER * character.isupper()
        + _LOWER * character.islower()
        + _ALPHA * character.isalpha()
        + _SPACE * character.isspace()
        + _ENDS * (character in ".!?…")
        + _CLOSES * (character in "\"”’'»")
        + _BREAK * (character in " \n")
    )


_KINDS = np.array([_kind(chr(point)) for point in range(0x2070)], np.uint8)


def _parts(words: _Words, places: Ints, first: int, last: int, limit: int) -> Iterator[_Words]:
    """A paragraph whole, or cut within `limit` pieces at the end of a sentence (else a word).
    `places`: where in the pieces each word begins, and where they end."""
    while first < last:
        cut = last
        if places[last] - places[first] > limit:
            cut = int(np.searchsorted(places, places[first] + limit, "right")) - 1
            cut = max(cut, first + 1)
            ends = np.flatnonzero(words.ends_sentence[first : min(cut, last - 1)]) + first + 1
            if len(ends):
                cut = _parting(words, first, ends, (places[ends] - places[first]) / limit)
        yield words.cut(first, cut)
        first = cut


def _parting(words: _Words, first: int, ends: Ints, depths: npt.NDArray[np.float64]) -> int:
    """Which of the `ends` of sentences parts no speaker from what is said.

    At best no quotation begins after it, and the sentence before has none: after `“…,” she
    said.` the next quotation is hers as well. It is the last such end in the second half of
    what fits; where all there lead into quotations, in the quarter before, too. `depths`: which
    share of what fits lies before each end.
    """
    quoted = words.features[first : ends[-1] + 1] >= _QUOTED
    told = np.logical_or.reduceat(quoted[:-1], np.append(0, ends[:-1] - first))
    quiet = 2 * ~quoted[ends - first] + ~told
    late = depths >= 0.5
    if not (quiet[late] > 1).any():
        late = depths >= 0.25
    if late.any():
        ends, quiet = ends[late], quiet[late]
    return int(ends[quiet == quiet.max()][-1])
