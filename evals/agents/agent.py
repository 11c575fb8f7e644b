"""Who is examined: the product as it is. Others change what it understands or says, to see whether graders notice."""

from dataclasses import replace
from typing import Any

from domain.dialogue import DialogueState
from domain.handover import HandoverThresholds
from domain.perception import Perception
from domain.records import Records
from domain.turn import TurnOutcome, TurnRequest
from evals.cases import Case, Suite
from evals.codes import SeededCodes
from graphs.composition import ConversationEngine
from knowledge.pack import Pack


class Agent:
    """An engine as the services want it, which remembers what it did.

    Args:
        engine: What answers.
        records: What is stored, for agents that look further than they should.

    Attributes:
        struck: Whether a change was made to what the engine did since `begin`.
        last: The outcome of the last turn.
        codes: Makes the codes that are mailed, where they have to be the same in every run.
    """

    codes: SeededCodes | None = None

    def __init__(self, engine: ConversationEngine, records: Records) -> None:
        self.engine = engine
        self.records = records
        self.struck = False
        self.last: TurnOutcome | None = None

    @property
    def pack(self) -> Pack:
        """The pack the engine speaks from."""
        return self.engine.pack

    @property
    def thresholds(self) -> HandoverThresholds:
        """Where probabilities become a handover."""
        return self.engine.thresholds

    def begin(self, suite: Suite, case: Case) -> None:
        """A case begins."""
        self.struck, self.last = False, None

    def perceive(self, request: TurnRequest, state: DialogueState) -> Perception:
        """Understands one message."""
        return self.engine.brain.perceive(request, state)

    def anticipate(self, message: str) -> None:
        """Begins nothing: as many processes as cores play at once, and a head start would only be in another's way."""

    def answer(self, request: TurnRequest) -> TurnOutcome:
        """Answers one message."""
        return self.engine.respond(request)

    def respond(self, request: TurnRequest) -> TurnOutcome:
        """Answers one message, and remembers how."""
        outcome = self.answer(request)
        if self.codes is not None:
            outcome = replace(outcome, effects=tuple(self.codes.known(request, effect) for effect in outcome.effects))
        self.last = outcome
        return outcome

    def __getattr__(self, name: str) -> Any:
        """Everything else services want of an engine is the engine's own."""
        return getattr(self.engine, name)
