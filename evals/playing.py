"""Plays a case through the services, on the same path as the chat API."""

import re
from datetime import datetime, timedelta
from time import perf_counter
from typing import Any, Final

from sqlalchemy import select, update

from domain.effects import BookVisit, Effect, HoldVisit, MoveVisit
from evals.cases import Case, Suite, Turn
from evals.customer import Customer, Move, Script
from evals.played import Ending, Played, Said
from evals.snapshot import compare
from evals.stage import Scene, Stage
from store.models import Conversation, OutboxEvent, Ticket

MOST_TURNS: Final = 40
"""Nobody writes more; a conversation that does is going in circles."""

WRONG_CODES: Final = ("000000", "111111")
"""Six digits that were not mailed."""

VISITS: Final = (HoldVisit, BookVisit, MoveVisit)
_SPANS: Final = {"m": "minutes", "h": "hours", "d": "days"}
_WORD_ENDS: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")


class CannotMove(Exception):
    """What the script wants to do cannot be done."""


def play(stage: Stage, suite: Suite, case: Case, trial: int = 0, seed: int = 0) -> Played:
    """Plays a conversation to its end.

    Args:
        stage: Where it is played.
        suite: The case's suite.
        case: The case.
        trial: Which repetition.
        seed: Of the run; a simulated customer's own follows from it, the case and the repetition.

    Returns:
        What was said, and what became of the database.
    """
    customer = _customer(suite, case, seed + trial)
    return _Player(stage, stage.set(suite, case), case, customer).run(trial)


def _customer(suite: Suite, case: Case, seed: int) -> Customer:
    if case.simulate is None:
        return Script(case)
    from evals.simulated import Simulated

    return Simulated(case.simulate, case.now or suite.now, seed, case.id)


class _Player:
    def __init__(self, stage: Stage, scene: Scene, case: Case, customer: Customer) -> None:
        self.stage, self.case, self.customer = stage, case, customer
        self.conversation_id, self.now, self.before = scene.conversation_id, scene.now, scene.before
        self.said: list[Said] = []
        self.milliseconds: list[float] = []

    def run(self, trial: int) -> Played:
        ending, why = self._converse()
        played = Played(
            self.case.id,
            trial,
            turns=tuple(self.said),
            after=compare(self.stage.database, self.conversation_id, self.case.customer, self.before),
            before=tuple(booking for booking in self.before.values() if booking["customer"] == self.case.customer),
            ending=ending,
            why=why,
            struck=self.stage.agent.struck,
            packet=self._packet() if self.case.packet is not None else None,
            milliseconds=tuple(self.milliseconds),
        )
        return played

    def _converse(self) -> tuple[Ending, str]:
        reply: dict[str, Any] | None = None
        while len(self.said) < MOST_TURNS:
            move = self.customer.move(reply, self._code())
            if move is None:
                return self.customer.ending()
            try:
                reply = self._make(move)
            except CannotMove as error:
                return "stuck", str(error)
            except Exception as error:  # whatever the product raises fails the case, not the run
                self.said.append(Said(move.text, {}, expectation=move.place, acts=move.acts))
                return "broken", f"{type(error).__name__}: {error}"
        return "stuck", f"more than {MOST_TURNS} turns"

    def _make(self, move: Move) -> dict[str, Any]:
        if move.turn is not None:
            self._prepare(move.turn)
        started = perf_counter()
        reply = self.stage.application.turns.accept(self.conversation_id, self._filled_in(move.text))
        self.milliseconds.append(round((perf_counter() - started) * 1000, 2))
        outcome = self.stage.agent.last
        assert outcome is not None
        record = {name: value for name, value in outcome.record.items() if name != "ms"}
        effects = tuple(map(_name, outcome.effects))
        self.said.append(
            Said(
                move.text,
                reply,
                record,
                effects,
                starts=tuple(effect.start.isoformat() for effect in outcome.effects if isinstance(effect, VISITS)),
                due=move.due,
                acts=move.acts,
                allows_person=move.allows_person,
                expectation=move.place,
            )
        )
        return reply

    def _prepare(self, turn: Turn) -> None:
        if turn.after is not None:
            self.now += timedelta(**{_SPANS[turn.after[-1]]: int(turn.after[:-1])})
            with self.stage.database.write() as session:
                here = update(Conversation).where(Conversation.id == self.conversation_id)
                session.execute(here.values(frozen_at=self.now))
        if turn.taken:
            self._take_offered()
        if turn.staff is not None:
            self._serve(turn.staff)

    def _serve(self, act: str) -> None:
        with self.stage.database.read() as session:
            of_this = Ticket.conversation_id == self.conversation_id
            ticket_id = session.scalar(select(Ticket.id).where(of_this, Ticket.status != "closed"))
        if ticket_id is None:
            raise CannotMove(f"there is no open ticket to {act}")
        serving, member = self.stage.application.staff.serving, self.stage.person()
        match act:
            case "claim":
                serving.claim(member, ticket_id)
            case "return":
                serving.give_back(member, ticket_id, None)
            case _:
                serving.close(member, ticket_id, "solved", None)

    def _packet(self) -> dict[str, Any] | None:
        """What a person reads of the last handover."""
        with self.stage.database.read() as session:
            newest = select(Ticket.id).where(Ticket.conversation_id == self.conversation_id)
            ticket_id = session.scalars(newest.order_by(Ticket.opened_at.desc())).first()
        if ticket_id is None:
            return None
        read = self.stage.application.staff.inbox.packet(self.stage.person(), ticket_id)
        return {"handover": read["handover"], "messages": read["messages"]}

    def _take_offered(self) -> None:
        with self.stage.database.read() as session:
            draft = session.get_one(Conversation, self.conversation_id).state.get("draft") or {}
        for candidate in (*(draft.get("candidates") or ()), draft.get("chosen")):
            if candidate:
                self.stage.take(*(datetime.fromisoformat(candidate[edge]) for edge in ("start", "end")))

    def _filled_in(self, text: str) -> str:
        code = self._code()
        if "{code}" in text and code is None:
            raise CannotMove("no code was mailed")
        wrong = next(digits for digits in WRONG_CODES if digits != code)
        return text.replace("{code}", code or "").replace("{wrong}", wrong)

    def _code(self) -> str | None:
        newest = select(OutboxEvent).where(OutboxEvent.topic == "mail.code").order_by(OutboxEvent.id.desc())
        with self.stage.database.read() as session:
            mail = session.scalars(newest.limit(1)).first()
        return str(mail.payload["code"]) if mail else None


def _name(effect: Effect) -> str:
    """`OpenHandover` as `open_handover`."""
    return _WORD_ENDS.sub("_", type(effect).__name__).lower()
