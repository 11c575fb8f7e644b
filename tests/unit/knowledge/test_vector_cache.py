from pathlib import Path

import numpy as np
import pytest

from knowledge.encoder import GuardedEncoder
from knowledge.vector_cache import VectorCache
from tests.fakes.encoder import HashedEncoder


@pytest.fixture
def inner() -> HashedEncoder:
    return HashedEncoder()


def cache(folder: Path, inner: HashedEncoder) -> VectorCache:
    return VectorCache(folder, GuardedEncoder(inner, cache_size=0))


def quiet(step: str, done: int, total: int) -> None:
    del step, done, total


def test_known_texts_are_not_encoded_again(tmp_path: Path, inner: HashedEncoder) -> None:
    first = cache(tmp_path, inner).encode_queries(["花束", "花瓶"], quiet)
    inner.encoded.clear()
    second = cache(tmp_path, inner).encode_queries(["花瓶", "切手", "花束"], quiet)
    assert inner.encoded == ["切手"]
    np.testing.assert_array_equal(second[[2, 0]], first)


def test_text_asked_for_twice_is_encoded_once(tmp_path: Path, inner: HashedEncoder) -> None:
    vectors = cache(tmp_path, inner).encode_queries(["花束", "花束"], quiet)
    assert inner.encoded == ["花束"]
    np.testing.assert_array_equal(vectors[0], vectors[1])


def test_other_encoder_has_vectors_of_its_own(tmp_path: Path, inner: HashedEncoder) -> None:
    cache(tmp_path, inner).encode_queries(["花束"], quiet)
    other = HashedEncoder()
    other.name = "hashed-otherwise"
    cache(tmp_path, other).encode_queries(["花束"], quiet)
    assert other.encoded == ["花束"]


def test_damaged_file_is_encoded_again(tmp_path: Path, inner: HashedEncoder) -> None:
    cache(tmp_path, inner).encode_queries(["花束"], quiet)
    (path,) = tmp_path.iterdir()
    path.write_bytes(path.read_bytes()[:100])
    inner.encoded.clear()
    cache(tmp_path, inner).encode_queries(["花束"], quiet)
    assert inner.encoded == ["花束"]


def test_progress_tells_how_much_is_left(tmp_path: Path, inner: HashedEncoder) -> None:
    told: list[tuple[str, int, int]] = []
    cache(tmp_path, inner).encode_queries([f"花{number}" for number in range(100)], lambda *step: told.append(step))
    assert told == [("encoding", 64, 100), ("encoding", 100, 100)]
