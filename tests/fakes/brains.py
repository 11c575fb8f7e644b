"""A brain that understands what a test tells it to."""

from dataclasses import replace
from typing import Any

from agents.context import Desk
from agents.diagnosis import Diagnosing
from agents.intake import build_reader, build_rules
from agents.llm.assisting import build_assistance
from agents.llm.model import LanguageModel
from domain.dialogue import DialogueState
from domain.labels import Trigger
from domain.packet.pieces import Pointed
from domain.perception import Perception
from domain.records import Records
from domain.turn import TurnRequest
from graphs.composition import ConversationEngine, build_desk
from graphs.conversation import build_conversation_graph
from knowledge.pack import Pack
from services.tracing import Tracing
from tests.fakes.perceptions import perceived


class ScriptedBrain:
    """Gives each text the understanding written down for it; of other texts it understands nothing."""

    def __init__(self, script: dict[str, dict[str, Any]]) -> None:
        self.script = script

    def anticipate(self, message: str) -> None:
        """A script is read at once; there is nothing to begin."""

    def point_to(self, text: str, trigger: Trigger) -> Pointed:
        """All of it: what a script understands has no parts."""
        return Pointed((0, len(text)), None)

    def perceive(self, request: TurnRequest, state: DialogueState) -> Perception:
        return perceived(request.text, **({"now": request.now} | self.script.get(request.text, {})))


def scripted_engine(
    pack: Pack,
    records: Records,
    script: dict[str, dict[str, Any]],
    tracing: Tracing | None = None,
    model: LanguageModel | None = None,
) -> ConversationEngine:
    """The real graph and skills over a scripted brain, and a language model where one is given."""
    desk: Desk = replace(build_desk(pack, records), llm=model)
    brain = ScriptedBrain(script)
    diagnosing = Diagnosing(build_rules(pack.diagnosis), build_reader(pack.diagnosis))
    graph = build_conversation_graph(desk, brain, diagnosing, build_assistance(pack, model))
    return ConversationEngine(pack, desk, graph, brain, tracing=tracing)
