import pytest
from pydantic import BaseModel, ConfigDict

from agents.llm.dialect import Dialect
from agents.llm.faults import LlmFault
from agents.llm.messages import split_settled
from agents.llm.reading import read_json


class Answer(BaseModel):
    model_config = ConfigDict(extra="forbid")
    intent: str


@pytest.mark.parametrize(
    "text", ['{"intent": "book"}', '```json\n{"intent": "book"}\n```', '<think>…</think>\n{"intent": "book"}']
)
def test_an_answer_is_read_with_or_without_a_fence(text: str) -> None:
    assert read_json(text, Answer).intent == "book"


@pytest.mark.parametrize(
    ("text", "kind"),
    [("", "empty"), ("{", "broken_json"), ("null", "none"), ('{"intent": 7}', "wrong_type"), ("[]", "wrong_type")],
)
def test_each_fault_of_an_answer_has_its_kind(text: str, kind: str) -> None:
    with pytest.raises(LlmFault) as fault:
        read_json(text, Answer)
    assert fault.value.kind == kind


def test_a_fault_never_quotes_the_answer() -> None:
    with pytest.raises(LlmFault) as fault:
        read_json('{"intent": ["03-1234-5678"]}', Answer)
    assert "03" not in str(fault.value)


def test_an_endpoint_without_schemas_is_spoken_to_more_simply() -> None:
    dialect = Dialect()
    told = [dialect.structured]
    while (simpler := dialect.without("'response_format' of type is not supported")) is not None:
        dialect = simpler
        told.append(dialect.structured)
    assert told == ["json_schema", "json_object", "text"]
    assert dialect.response_format(Answer) == {}


def test_an_endpoint_without_temperature_keeps_schemas() -> None:
    simpler = Dialect().without("Unsupported value: 'temperature'")
    assert simpler == Dialect(temperature=False)


def test_a_placeholder_is_never_cut_in_two() -> None:
    assert split_settled("お電話は[電話") == ("お電話は", "[電話")
    assert split_settled("お電話は[電話1]へ") == ("お電話は[電話1]へ", "")
