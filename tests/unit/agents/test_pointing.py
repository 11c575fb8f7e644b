"""Where in a message the words lie that a person who takes over has to see."""

import pytest

from agents.brains.pointing import Pointer
from agents.brains.safety import SafetyReader
from domain.labels import Trigger
from domain.packet.pieces import Span
from knowledge.encoder.port import EncoderError
from knowledge.pack import load_pack, pack_path
from tests.fakes.readers import StubReader, reading

STORY = "先日来てもらいました。担当の方が一時間も遅れました。全額返金してください。"
READINGS = {
    "先日来てもらいました。": reading(),
    "担当の方が一時間も遅れました。": reading(intent=("grievance", 0.9), trigger=("complaint", 0.7)),
    "全額返金してください。": reading(intent=("demand", 0.9), trigger=("refund", 0.95)),
}


@pytest.fixture(scope="module")
def safety() -> SafetyReader:
    return SafetyReader(load_pack(pack_path("zenbu")).safety)


def words(text: str, span: Span | None) -> str | None:
    return text[span[0] : span[1]] if span else None


def pointed(safety: SafetyReader, text: str, trigger: Trigger, reader: StubReader) -> tuple[str | None, str | None]:
    found = Pointer(reader, safety).point(text, trigger)  # type: ignore[arg-type]
    return words(text, found.cause), words(text, found.matter)


def test_cause_is_the_sentence_that_demands_and_matter_the_one_that_tells(safety: SafetyReader) -> None:
    found = pointed(safety, STORY, "refund", StubReader(READINGS))
    assert found == ("全額返金してください。", "担当の方が一時間も遅れました。")


def test_single_sentence_is_the_cause_and_read_by_no_model(safety: SafetyReader) -> None:
    reader = StubReader()
    assert pointed(safety, "返金してください", "refund", reader) == ("返金してください", None)
    assert reader.asked == []


def test_terse_sentence_takes_its_neighbour_along(safety: SafetyReader) -> None:
    readings = {"二度目です。": reading(trigger=("anger", 0.9)), "前も聞きました。": reading()}
    assert pointed(safety, "前も聞きました。二度目です。", "anger", StubReader(readings)) == (
        "前も聞きました。二度目です。",
        None,
    )


def test_danger_is_found_where_the_encoder_is_out(safety: SafetyReader) -> None:
    text = "隣がうるさいです。もう死にたいです。"
    assert pointed(safety, text, "safety", StubReader(fault=EncoderError("out"))) == ("もう死にたいです。", None)


def test_names_and_numbers_reach_no_model(safety: SafetyReader) -> None:
    reader = StubReader()
    pointed(safety, "電話は090-1234-5678です。折り返してください。", "human_request", reader)
    assert not any("090" in text for text in reader.asked)
