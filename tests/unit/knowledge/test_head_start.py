import threading
from collections.abc import Sequence

import pytest

from knowledge.encoder.port import EncoderError
from knowledge.head_start import KEPT, HeadStart
from knowledge.reader import Reading
from tests.fakes.readers import StubReader, reading

FEES = reading(answerable=0.8)


def test_reading_that_was_begun_is_not_made_twice() -> None:
    stub = StubReader({"料金": FEES})
    head_start = HeadStart(stub.read)
    head_start.begin("料金")
    assert head_start.take("料金") is FEES
    assert stub.asked == ["料金"]


def test_reading_that_was_not_begun_is_made_when_it_is_asked_for() -> None:
    stub = StubReader({"料金": FEES})
    assert HeadStart(stub.read).take("料金") is FEES


def test_fault_of_a_reading_that_was_begun_reaches_whoever_asks_for_it() -> None:
    head_start = HeadStart(StubReader(fault=EncoderError("no weights")).read)
    head_start.begin("料金")
    with pytest.raises(EncoderError, match="no weights"):
        head_start.take("料金")


def test_nothing_is_begun_while_all_are_at_work() -> None:
    gate = threading.Event()
    begun: list[str] = []

    def read(texts: Sequence[str]) -> list[Reading]:
        begun.extend(texts)
        gate.wait(5)
        return [FEES]

    head_start = HeadStart(read)
    for number in range(20):
        head_start.begin(str(number))
    gate.set()
    assert head_start.take("0") is FEES
    assert len(begun) < 20


def test_readings_nobody_asks_for_do_not_pile_up() -> None:
    stub = StubReader()
    head_start = HeadStart(stub.read)
    for number in range(KEPT + 1):
        head_start.begin(str(number))
        head_start.begin("x")  # makes sure that one of two is free again before the next
        head_start.take("x")
    first = len(stub.asked)
    head_start.take("0")
    assert len(stub.asked) == first + 1
