"""A conversation that waits for a person."""

from collections.abc import Callable
from datetime import datetime

from domain.effects import Effect, OpenHandover, PageOnCall
from domain.labels import Priority, Trigger
from domain.turn import TurnOutcome, TurnRequest
from store.session import Database
from tests.fakes.clock import MORNING
from tests.fakes.engine import PAGING, echo, outcome
from tests.fakes.service import Desk

NOON = MORNING.replace(hour=12)

Answer = Callable[[TurnRequest], TurnOutcome]


def waiting(
    database: Database,
    answer: Answer = echo,
    *,
    ticket_id: str = "T-1",
    trigger: Trigger = "human_request",
    priority: Priority = "normal",
    senior: bool = False,
) -> tuple[Desk, str]:
    """A desk whose first turn opened a ticket due in two hours, and the conversation; `answer` answers from then on."""

    def first(_: TurnRequest) -> TurnOutcome:
        return handover(ticket_id, trigger, priority, senior=senior)

    desk = Desk(database, first)
    conversation = desk.open()
    desk.turns.accept(conversation, "人を出して")
    desk.engine.answer = answer
    return desk, conversation


def handover(
    ticket_id: str = "T-1",
    trigger: Trigger = "human_request",
    priority: Priority = "normal",
    *,
    senior: bool = False,
    due: datetime = NOON,
    message: str = "人を出して",
) -> TurnOutcome:
    """A turn that calls a person."""
    brief = {"message": message, "contact": None}
    effects: list[Effect] = [OpenHandover(ticket_id, trigger, priority, "2時間以内", due, senior, brief)]
    if priority == "urgent":
        effects.append(PageOnCall(ticket_id, PAGING))
    return outcome("担当者におつなぎします。", type="escalation", effects=effects)
