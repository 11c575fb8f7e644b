"""The language model's steps of a turn, as the conversation graph takes them: all of them optional."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Protocol

import structlog

from agents.context import Turn
from agents.llm.model import LanguageModel
from agents.llm.turn import LlmTurn
from agents.llm.worded import Wording
from domain.dialogue import DialogueState
from domain.perception import Perception
from domain.plan import ReplyPlan
from domain.turn import TurnRequest
from knowledge.pack import Pack

if TYPE_CHECKING:
    from agents.llm.understanding import Understanding
    from agents.llm.wording import Wordsmith

Skill = Callable[[Turn], ReplyPlan]

log = structlog.get_logger(__name__)


class Widening(Protocol):
    """What adds to a skill's plan; `agents.open_requests.OpenRequests` does."""

    def around(self, skill: Skill) -> Skill:
        """The skill, with what is found beside it."""
        ...


class Assisting(Protocol):
    """What may be done by a language model."""

    def begin(self, request: TurnRequest) -> LlmTurn | None:
        """Opens the turn's account; None where there is no model."""
        ...

    def read(
        self, perceived: Perception, request: TurnRequest, state: DialogueState, llm: LlmTurn | None
    ) -> Perception:
        """The perception, sharpened where that is worth asking."""
        ...

    def word(self, plan: ReplyPlan, turn: Turn) -> Wording:
        """The reply in words, the model's or the templates'."""
        ...

    def around(self, skill: Skill) -> Skill:
        """A skill with what the model's choice of tools finds beside it."""
        ...


class NoModel:
    """The local brain alone."""

    def begin(self, request: TurnRequest) -> None:
        """Nothing to account for."""

    def read(
        self, perceived: Perception, request: TurnRequest, state: DialogueState, llm: LlmTurn | None
    ) -> Perception:
        """As it was perceived."""
        return perceived

    def word(self, plan: ReplyPlan, turn: Turn) -> Wording:
        """In the templates' words."""
        return Wording(plan.template)

    def around(self, skill: Skill) -> Skill:
        """The skill itself."""
        return skill


NO_MODEL: Final = NoModel()


@dataclass(frozen=True)
class Assistance:
    """The steps of a configured model."""

    model: LanguageModel
    understanding: "Understanding"
    wordsmith: "Wordsmith"
    widening: Widening | None = None

    def begin(self, request: TurnRequest) -> LlmTurn:
        """Opens the turn's account."""
        return self.model.begin(request)

    def read(
        self, perceived: Perception, request: TurnRequest, state: DialogueState, llm: LlmTurn | None
    ) -> Perception:
        """The perception, sharpened where that is worth asking."""
        return self.understanding.read(perceived, request, state, llm) if llm is not None else perceived

    def word(self, plan: ReplyPlan, turn: Turn) -> Wording:
        """The reply in words; sentences of it go to whoever reads along."""
        if turn.llm is None or not self.wordsmith.is_worth(plan, turn):
            return Wording(plan.template)
        return self.wordsmith.word(plan, turn, turn.llm, turn.request.tell)

    def around(self, skill: Skill) -> Skill:
        """A skill with what the model's choice of tools finds beside it, where the pack has such tools."""
        return self.widening.around(skill) if self.widening else skill


def build_assistance(pack: Pack, model: LanguageModel | None, widening: Widening | None = None) -> Assisting:
    """The model's steps for a pack; none where no model is configured or the pack says nothing about one."""
    part = pack.language_model
    if model is None:
        return NO_MODEL
    if part is None:
        why = f"the pack {pack.company.id} does not say when a language model is asked"
        log.warning("the configured language model is not used", why=why, mend="add language_model.yaml to the pack")
        return NO_MODEL
    from agents.llm.understanding import Understanding  # what checks a model's words: not without a model
    from agents.llm.wording import Wordsmith

    understanding = Understanding(pack, part.understanding, model)
    return Assistance(model, understanding, Wordsmith(pack, part.wording, model), widening)


def steps_record(perception: Perception, wording: Wording, llm: LlmTurn) -> dict[str, Any]:
    """What the turn's record keeps of the model's steps; no text."""
    brains = (perception.brain, wording.brain)
    return {
        "brain": "llm" if "llm" in brains else "local",
        "understood_by": perception.brain,
        "worded_by": wording.brain,
        "fell_back": wording.fell_back,
        "llm": {
            **llm.spending.as_json(),
            "dropped": dict(Counter(wording.dropped)),
            "fallback": wording.why,
            "worded": wording.outcome,
        },
    }
