from typing import Any

from domain.packet.slots import slots_said
from domain.packet.terms import PacketTerms, SlotWords
from tests.fakes.transcripts import said, transcript

TERMS = PacketTerms(
    slots={
        "source": SlotWords("出どころ", {"upstairs": "上の階", "next_door": "隣"}),
        "time_of_day": SlotWords("時間帯", {"night": "夜", "midnight": "深夜"}),
        "since": SlotWords("いつから", {}, "days", "{value}ごろから"),
        "negotiation_attempts": SlotWords("話し合い", {"0": "まだ"}, "talks", "{value}回"),
    }
)


def told(slot: str, value: Any, start: int, end: int) -> dict[str, Any]:
    return {"told": {slot: {"value": value, "at": [start, end]}}}


def test_slot_quotes_the_words_it_came_from() -> None:
    (slot,) = slots_said(transcript(said("上の階がうるさい", **told("source", "upstairs", 0, 3))), TERMS)
    assert (slot.name, slot.says) == ("出どころ", "上の階")
    assert [(quote.seq, quote.text) for quote in slot.quotes] == [(2, "上の階")]


def test_what_was_corrected_is_quoted_no_more() -> None:
    first = said("隣です", **told("source", "next_door", 0, 1))
    second = said("いえ上の階でした", **told("source", "upstairs", 2, 5))
    (slot,) = slots_said(transcript(first, second, state={"slots": {"source": "upstairs"}}), TERMS)
    assert [quote.text for quote in slot.quotes] == ["上の階"]


def test_slot_of_many_values_quotes_each_message_that_told_one() -> None:
    turns = (
        said("夜です", **told("time_of_day", ["night"], 0, 1)),
        said("深夜も", **told("time_of_day", ["midnight"], 0, 2)),
    )
    (slot,) = slots_said(transcript(*turns, state={"slots": {"time_of_day": ["night", "midnight"]}}), TERMS)
    assert (slot.says, [quote.text for quote in slot.quotes]) == ("夜、深夜", ["夜", "深夜"])


def test_days_and_numbers_are_said_with_their_unit_and_another_year_by_name() -> None:
    turn = said(
        "x" * 9,
        told={"since": {"value": "2025-08-25", "at": [0, 1]}, "negotiation_attempts": {"value": 2, "at": [1, 2]}},
    )
    assert [slot.says for slot in slots_said(transcript(turn), TERMS)] == ["2025年8月25日ごろから", "2回"]
