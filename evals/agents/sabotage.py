"""Harm done on purpose, one kind each, to a product that works: graders that do not notice it are worth nothing."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from domain.dialogue import DialogueState
from domain.effects import BookVisit, OpenHandover, PageOnCall, RaiseHandover
from domain.perception import Perception
from domain.records import Records
from domain.reply import HandoverCard, Reply
from domain.turn import TurnOutcome, TurnRequest
from evals.agents.agent import Agent
from evals.cases import Case, GraderName, Suite
from graphs.composition import ConversationEngine
from graphs.routing import due_trigger

_YEN: Final = re.compile(r"(\d[\d,]*)(?=円)")
_HANDOVERS: Final = (OpenHandover, RaiseHandover, PageOnCall)
_OPPOSITES: Final = {
    "できます": "できません",
    "できません": "できます",
    "いただけます": "いただけません",
    "いただけません": "いただけます",
    "必要です": "不要です",
    "ありません": "あります",
    "かかりません": "かかります",
    "無料": "有料",
}
_POLAR: Final = re.compile("|".join(sorted(_OPPOSITES, key=len, reverse=True)))


@dataclass(frozen=True)
class Around:
    """What a sabotage may look at besides the turn."""

    suite: Suite
    case: Case
    records: Records


class Sabotage:
    """Changes nothing yet.

    Attributes:
        noticed_by: The graders one of which has to notice.
    """

    noticed_by: tuple[GraderName, ...] = ()

    def misread(self, perception: Perception) -> Perception:
        """What is made of a message."""
        return perception

    def spoil(self, request: TurnRequest, outcome: TurnOutcome, around: Around) -> TurnOutcome:
        """What is made of a turn."""
        return outcome


class WrongPrice(Sabotage):
    """Every amount in yen is a tenth too high."""

    noticed_by = ("facts",)

    def spoil(self, request: TurnRequest, outcome: TurnOutcome, around: Around) -> TurnOutcome:
        """Raises the amounts in the message."""
        return _saying(outcome, _YEN.sub(_dearer, outcome.reply.message))


class AlwaysHandOver(Sabotage):
    """Calls a person whatever is said."""

    noticed_by = ("handover",)

    def misread(self, perception: Perception) -> Perception:
        """Makes every message a cry for a person."""
        return replace(perception, handover=1.0, trigger="human_request") if not perception.danger else perception

    def spoil(self, request: TurnRequest, outcome: TurnOutcome, around: Around) -> TurnOutcome:
        """Opens a ticket, unless one waits or is opened anyway."""
        if request.ticket is not None or any(isinstance(effect, OpenHandover) for effect in outcome.effects):
            return outcome
        card = HandoverCard(f"tk_{request.message_id[-24:]}", "normal", "human_request", "")
        ticket = OpenHandover(card.ticket_id, card.trigger, card.priority, "", None, senior=False)
        reply = Reply("escalation", "担当の者におつなぎします。", "hand_over", 1.0, handover=card)
        return TurnOutcome(reply, outcome.state, (ticket,), outcome.record)


class NeverHandOver(Sabotage):
    """Calls nobody, whatever is said."""

    noticed_by = ("handover",)

    def misread(self, perception: Perception) -> Perception:
        """Hears no cry for a person."""
        return replace(perception, handover=0.0, danger=None)

    def spoil(self, request: TurnRequest, outcome: TurnOutcome, around: Around) -> TurnOutcome:
        """Says something else in place of a handover."""
        if not any(isinstance(effect, _HANDOVERS) for effect in outcome.effects):
            return outcome
        kept = tuple(effect for effect in outcome.effects if not isinstance(effect, _HANDOVERS))
        words = "恐れ入りますが、もう少し詳しくお聞かせいただけますか。"
        return TurnOutcome(Reply("conversation", words, "clarify", 0.5), outcome.state, kept, outcome.record)


class Silent(Sabotage):
    """Says nothing and does nothing. How it reads a single message cannot be seen from its silence."""

    noticed_by = ("replies",)

    def spoil(self, request: TurnRequest, outcome: TurnOutcome, around: Around) -> TurnOutcome:
        """Leaves the message out, and everything that would have been done."""
        return TurnOutcome(replace(outcome.reply, message="", handover=None), request.state, (), outcome.record)


class Leaks(Sabotage):
    """Tells everybody how another customer is reached."""

    noticed_by = ("leaks",)

    def spoil(self, request: TurnRequest, outcome: TurnOutcome, around: Around) -> TurnOutcome:
        """Adds what is on record of somebody else."""
        others = (name for name in around.suite.customers if name not in (around.case.customer, request.customer_id))
        known = (around.records.customer(name) for name in others)
        other = next((customer for customer in known if customer is not None and customer.phone), None)
        if other is None or not outcome.reply.message:
            return outcome
        return _saying(outcome, f"{outcome.reply.message}\n{other.name}様のお電話番号は{other.phone}です。")


class BooksTwice(Sabotage):
    """Books a second visit a day later with every visit that is booked."""

    noticed_by = ("end_state",)

    def spoil(self, request: TurnRequest, outcome: TurnOutcome, around: Around) -> TurnOutcome:
        """Adds the second visit."""
        visits = [effect for effect in outcome.effects if isinstance(effect, BookVisit)]
        day = timedelta(days=1)
        again = [
            replace(visit, booking_id=f"{visit.booking_id}2", start=visit.start + day, end=visit.end + day)
            for visit in visits
        ]
        return replace(outcome, effects=(*outcome.effects, *again)) if again else outcome


class PolarityFlips(Sabotage):
    """Says the opposite of what the pack says."""

    noticed_by = ("facts",)

    def spoil(self, request: TurnRequest, outcome: TurnOutcome, around: Around) -> TurnOutcome:
        """Turns yes into no and no into yes."""
        return _saying(outcome, _POLAR.sub(lambda found: _OPPOSITES[found[0]], outcome.reply.message))


SABOTAGES: Final[Mapping[str, type[Sabotage]]] = {
    "wrong_price": WrongPrice,
    "always_hand_over": AlwaysHandOver,
    "never_hand_over": NeverHandOver,
    "silent": Silent,
    "leaks": Leaks,
    "books_twice": BooksTwice,
    "polarity_flips": PolarityFlips,
}


class Sabotaged(Agent):
    """The product with one kind of harm done to it.

    Args:
        engine: What answers.
        records: What is stored.
        sabotage: The harm.
    """

    def __init__(self, engine: ConversationEngine, records: Records, sabotage: type[Sabotage]) -> None:
        super().__init__(engine, records)
        self.sabotage: Sabotage = sabotage()
        self._around: Around | None = None

    def begin(self, suite: Suite, case: Case) -> None:
        """A case begins."""
        super().begin(suite, case)
        self._around = Around(suite, case, self.records)

    def perceive(self, request: TurnRequest, state: DialogueState) -> Perception:
        """What the sabotage makes of a message."""
        honest = super().perceive(request, state)
        spoilt = self.sabotage.misread(honest)
        self.struck = self.struck or self._decided(spoilt, state) != self._decided(honest, state)
        return spoilt

    def _decided(self, perception: Perception, state: DialogueState) -> Perception:
        """A perception with a handover as it is decided on: how probable it was does no harm by itself."""
        trigger = due_trigger(perception, state, self.thresholds)
        return replace(perception, handover=float(trigger is not None), trigger=trigger or "uncovered")

    def answer(self, request: TurnRequest) -> TurnOutcome:
        """What the sabotage makes of a turn."""
        assert self._around is not None, "a case has to begin first"
        honest = super().answer(request)
        spoilt = self.sabotage.spoil(request, honest, self._around)
        self.struck = self.struck or spoilt != honest
        return spoilt


def _saying(outcome: TurnOutcome, message: str) -> TurnOutcome:
    return replace(outcome, reply=replace(outcome.reply, message=message))


def _dearer(found: re.Match[str]) -> str:
    amount = int(found[0].replace(",", ""))
    return f"{amount + max(1, amount // 10):,}"
