import json
from dataclasses import replace

import pytest

from domain.dialogue import RECENT, VERSION, DialogueState

FULL = DialogueState(
    turn=4,
    flow="diagnosis",
    asks="frequency",
    slots={"noise_type": "footsteps", "time_of_day": ["night", "midnight"], "negotiation_attempts": 0},
    asked=("noise_type", "frequency"),
    plan="standard",
    draft={"start": "2026-11-20T09:00:00+09:00"},
    choices=("plan-light",),
    recent=("report-when",),
    stuck=1,
    uncovered=1,
    tension=0.5,
    contact="taro@example.jp",
)


def test_state_comes_back_from_json_as_it_went() -> None:
    assert DialogueState.from_json(json.loads(json.dumps(FULL.as_json()))) == FULL


def test_nothing_stored_is_a_new_conversation() -> None:
    assert DialogueState.from_json({}) == DialogueState()


@pytest.mark.parametrize("version", [VERSION + 1, None])
def test_state_of_another_version_is_not_read(version: int | None) -> None:
    with pytest.raises(ValueError, match=f"reads version {VERSION}"):
        DialogueState.from_json({"version": version, "turn": 1})


def test_field_of_the_future_is_left_out() -> None:
    assert DialogueState.from_json({**FULL.as_json(), "mood": "good"}) == FULL


def test_missing_field_has_its_first_value() -> None:
    stored = FULL.as_json()
    del stored["tension"]
    assert DialogueState.from_json(stored) == replace(FULL, tension=0.0)


def test_topic_is_remembered_as_the_newest() -> None:
    assert FULL.remember_topic("plan-premium") == ("report-when", "plan-premium")


def test_oldest_topic_is_forgotten() -> None:
    state = DialogueState(recent=tuple(f"topic-{n}" for n in range(RECENT)))
    assert state.remember_topic("newest") == ("topic-1", "topic-2", "newest")


def test_state_stays_small_however_many_topics_were_answered() -> None:
    state = DialogueState()
    for n in range(100):
        state = replace(state, recent=state.remember_topic(f"topic-{n}"))
    assert len(json.dumps(state.as_json())) < 400
