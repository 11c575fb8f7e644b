import threading
from collections.abc import Callable, Sequence

import numpy as np
import pytest

from knowledge.encoder import EncoderError, FloatArray, GuardedEncoder, UnreadableText
from knowledge.head_start import KEPT, HeadStart


class StubEncoder:
    """Encodes each text as its length; notes what was cut and what was encoded. `fault` is raised in the network."""

    name = "stub/1"
    dim = 1

    def __init__(self, fault: Exception | None = None) -> None:
        self.prepared: list[str] = []
        self.encoded: list[str] = []
        self.gate = threading.Event()
        self.gate.set()
        self.fault = fault

    def prepare_queries(self, texts: Sequence[str]) -> Callable[[], FloatArray]:
        self.prepared += texts

        def run() -> FloatArray:
            assert self.gate.wait(30)
            self.encoded += texts
            if self.fault is not None:
                raise self.fault
            return np.array([[len(text)] for text in texts], np.float32)

        return run

    def encode_queries(self, texts: Sequence[str]) -> FloatArray:
        return self.prepare_queries(texts)()

    encode_passages = encode_queries


def head_start(stub: StubEncoder) -> HeadStart:
    return HeadStart(GuardedEncoder(stub, cache_size=0))


def test_text_that_was_begun_is_not_encoded_twice() -> None:
    stub = StubEncoder()
    started = head_start(stub)
    started.begin("料金")
    assert started.encode(["料金"]).tolist() == [[2]]
    assert stub.encoded == ["料金"]


def test_text_is_cut_before_the_caller_goes_on() -> None:
    stub = StubEncoder()
    stub.gate.clear()
    head_start(stub).begin("料金")
    assert (stub.prepared, stub.encoded) == (["料金"], [])
    stub.gate.set()


def test_texts_nobody_has_begun_are_encoded_in_their_place() -> None:
    started = head_start(StubEncoder())
    started.begin("予約する")
    assert started.encode(["花", "予約する", "花束を"]).tolist() == [[1], [4], [3]]


def test_fault_of_the_encoder_reaches_whoever_asks() -> None:
    started = head_start(StubEncoder(EncoderError("no weights")))
    started.begin("料金")
    with pytest.raises(EncoderError, match="no weights"):
        started.encode(["料金"])


def test_text_that_cannot_be_read_harms_nobody_until_it_is_asked_for() -> None:
    started = head_start(StubEncoder())
    for _ in range(KEPT):
        started.begin("……")
    with pytest.raises(UnreadableText):
        started.encode(["……"])
    started.begin("料金")
    assert started.encode(["料金"]).tolist() == [[2]]


def test_nothing_is_begun_while_all_are_at_work() -> None:
    stub = StubEncoder()
    stub.gate.clear()
    started = head_start(stub)
    for number in range(20):
        started.begin(str(number))
    stub.gate.set()
    assert started.encode(["0"]).tolist() == [[1]]
    assert len(stub.prepared) < 20


def test_texts_nobody_asks_for_do_not_pile_up() -> None:
    stub = StubEncoder()
    started = head_start(stub)
    for number in range(KEPT + 1):
        started.begin(str(number))
        started.begin("x")  # makes sure that one of two is free again before the next
        started.encode(["x"])
    before = stub.prepared.count("0")
    started.encode(["0"])
    assert stub.prepared.count("0") == before + 1
