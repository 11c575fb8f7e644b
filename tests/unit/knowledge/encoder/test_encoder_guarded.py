import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from knowledge.encoder.guarded import GuardedEncoder
from knowledge.encoder.port import EncoderError, FloatArray, UnreadableText


class FakeEncoder:
    """Gives each text a vector of its own and notes what it was asked."""

    name = "fake/1"
    dim = 4

    def __init__(self) -> None:
        self.calls: list[list[str]] = []

    def encode_queries(self, texts: Sequence[str]) -> FloatArray:
        self.calls.append(list(texts))
        return self._vectors(texts)

    def encode_passages(self, texts: Sequence[str]) -> FloatArray:
        self.calls.append(list(texts))
        return -self._vectors(texts)

    def _vectors(self, texts: Sequence[str]) -> FloatArray:
        raw = np.array([[1, len(text), ord(text[0]), ord(text[-1])] for text in texts], np.float32)
        normal: FloatArray = raw / np.linalg.norm(raw, axis=1, keepdims=True).astype(np.float32)
        return normal


@pytest.fixture
def fake() -> FakeEncoder:
    return FakeEncoder()


def test_repeated_query_is_encoded_once(fake: FakeEncoder) -> None:
    guarded = GuardedEncoder(fake)
    first = guarded.encode_queries(["予約したい"])
    second = guarded.encode_queries(["予約したい"])
    assert fake.calls == [["予約したい"]]
    assert (guarded.hits, guarded.misses) == (1, 1)
    np.testing.assert_array_equal(first, second)


def test_spellings_that_clean_to_the_same_text_share_an_entry(fake: FakeEncoder) -> None:
    guarded = GuardedEncoder(fake)
    guarded.encode_queries(["ABC 予約", "ＡＢＣ　予約\x00"])
    assert fake.calls == [["ABC 予約"]]


def test_order_is_kept_when_some_are_cached(fake: FakeEncoder) -> None:
    guarded = GuardedEncoder(fake)
    texts = ["一", "二つ", "三つめ"]
    guarded.encode_queries([texts[1]])
    np.testing.assert_array_equal(guarded.encode_queries(texts), fake.encode_queries(texts))


def test_queries_and_passages_are_not_mixed(fake: FakeEncoder) -> None:
    guarded = GuardedEncoder(fake)
    query = guarded.encode_queries(["予約"])
    passage = guarded.encode_passages(["予約"])
    np.testing.assert_array_equal(passage, -query)


def test_least_recently_used_query_leaves_first(fake: FakeEncoder) -> None:
    guarded = GuardedEncoder(fake, cache_size=2)
    for text in ["一", "二", "一", "三", "一", "二"]:
        guarded.encode_queries([text])
    assert fake.calls == [["一"], ["二"], ["三"], ["二"]]


def test_changing_a_result_does_not_change_the_cache(fake: FakeEncoder) -> None:
    guarded = GuardedEncoder(fake)
    expected = guarded.encode_queries(["予約"]).copy()
    guarded.encode_queries(["予約"])[:] = 0
    np.testing.assert_array_equal(guarded.encode_queries(["予約"]), expected)


def test_no_texts_give_no_vectors(fake: FakeEncoder) -> None:
    guarded = GuardedEncoder(fake)
    assert guarded.encode_queries([]).shape == guarded.encode_passages([]).shape == (0, 4)
    assert fake.calls == []


def test_unreadable_text_never_reaches_the_encoder(fake: FakeEncoder) -> None:
    guarded = GuardedEncoder(fake)
    with pytest.raises(UnreadableText):
        guarded.encode_queries([" "])
    assert fake.calls == []


def test_unreadable_text_of_a_batch_is_named(fake: FakeEncoder) -> None:
    with pytest.raises(UnreadableText, match="Text 2 of 3"):
        GuardedEncoder(fake).encode_passages(["一", "\x00", "三"])


def test_name_tells_the_cap(fake: FakeEncoder) -> None:
    assert GuardedEncoder(fake, max_chars=300).name != GuardedEncoder(fake, max_chars=400).name


class SlowEncoder(FakeEncoder):
    def __init__(self) -> None:
        super().__init__()
        self.most = 0
        self._running = 0
        self._lock = threading.Lock()

    def encode_queries(self, texts: Sequence[str]) -> FloatArray:
        with self._lock:
            self._running += 1
            self.most = max(self.most, self._running)
        time.sleep(0.02)
        with self._lock:
            self._running -= 1
        return super().encode_queries(texts)


def test_two_calls_run_at_once_and_no_more() -> None:
    slow = SlowEncoder()
    guarded = GuardedEncoder(slow)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: guarded.encode_queries([f"質問{number}"]), range(8)))
    assert slow.most == 2
    assert guarded.misses == 8


class BrokenEncoder(FakeEncoder):
    def __init__(self, result: FloatArray | Exception) -> None:
        super().__init__()
        self.result: FloatArray | Exception = result

    def encode_queries(self, texts: Sequence[str]) -> FloatArray:
        if isinstance(self.result, Exception):
            raise self.result
        return self.result


def test_failure_of_the_encoder_is_named_and_frees_its_slot() -> None:
    broken = BrokenEncoder(OSError("connection reset"))
    guarded = GuardedEncoder(broken)
    for _ in range(5):
        with pytest.raises(EncoderError, match=r"fake/1 failed .* connection reset"):
            guarded.encode_queries(["予約"])
    broken.result = np.ones((1, 4), np.float32)
    assert guarded.encode_queries(["予約"]).shape == (1, 4)


@pytest.mark.parametrize("vectors", [np.full((1, 4), np.nan), np.ones((1, 3)), np.ones((2, 4))])
def test_impossible_vectors_are_an_error(vectors: FloatArray) -> None:
    with pytest.raises(EncoderError, match="expected finite ones"):
        GuardedEncoder(BrokenEncoder(vectors)).encode_queries(["予約"])
