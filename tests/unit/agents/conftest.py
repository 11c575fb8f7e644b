"""A desk over the shipped pack, and conversations in which a test says what was understood."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import pytest

from agents.brains.safety import SafetyReader
from agents.context import Desk, Turn
from agents.diagnosis import Diagnosing
from agents.intake import build_reader, build_rules
from domain.dialogue import DialogueState
from domain.labels import Intent
from domain.plan import ReplyPlan
from domain.slots import SlotReader
from domain.text import normalize
from domain.turn import OpenTicket, TurnRequest
from domain.verify import verify
from graphs.composition import build_desk
from knowledge.pack import Pack, load_pack, pack_path
from tests.fakes.clock import MORNING
from tests.fakes.perceptions import perceived
from tests.fakes.records import FakeRecords

Skill = Callable[[Turn], ReplyPlan]
WAITING = OpenTicket("tk_9", "human_request", "normal", claimed=False)


@dataclass
class Talk:
    """One conversation. Each message goes to the skill a test names; state is carried as the graph carries it."""

    desk: Desk
    records: FakeRecords
    reader: SlotReader
    customer_id: str | None = None
    now: datetime = MORNING
    ticket: OpenTicket | None = None
    state: DialogueState = field(default_factory=DialogueState)

    def turn(self, text: str, intent: Intent = "question", **fields: Any) -> Turn:
        slots = self.reader.read(normalize(text), self.now)
        perception = perceived(text, intent, now=self.now, **({"slots": slots} | fields))
        request = TurnRequest("c1", "m1", text, self.now, customer_id=self.customer_id, ticket=self.ticket)
        return Turn(self.desk, request, perception, self.state)

    def say(self, skill: Skill, text: str, intent: Intent = "question", **fields: Any) -> ReplyPlan:
        plan = skill(self.turn(text, intent, **fields))
        assert verify(plan.template, plan) == plan.template
        self.state = replace(
            DialogueState.from_json(plan.state.as_json()),
            stuck=0 if plan.progress else self.state.stuck + 1,
            expects=tuple(option.value for option in plan.options) if plan.asks else (),
        )
        return plan


def labels(plan: ReplyPlan) -> list[str]:
    return [option.label for option in plan.options]


@pytest.fixture(scope="session")
def pack() -> Pack:
    return load_pack(pack_path("zenbu"))


@pytest.fixture(scope="session")
def reader(pack: Pack) -> SlotReader:
    return build_reader(pack.diagnosis)


@pytest.fixture(scope="session")
def diagnosing(pack: Pack, reader: SlotReader) -> Diagnosing:
    return Diagnosing(build_rules(pack.diagnosis), reader)


@pytest.fixture(scope="session")
def safety(pack: Pack) -> SafetyReader:
    return SafetyReader(pack.safety)


@pytest.fixture
def records() -> FakeRecords:
    return FakeRecords()


@pytest.fixture
def desk(pack: Pack, records: FakeRecords) -> Desk:
    return replace(build_desk(pack, records), new_id=lambda prefix: f"{prefix}_1")


@pytest.fixture
def talk(desk: Desk, records: FakeRecords, reader: SlotReader) -> Talk:
    """Somebody unknown, on a Wednesday morning."""
    return Talk(desk, records, reader)


@pytest.fixture
def known(talk: Talk) -> Talk:
    """佐藤花子, 東京都."""
    talk.customer_id = "c-1"
    return talk
