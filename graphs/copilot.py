"""The copilot graph: listen → feel → drafts, a check or an answer → advise. Beside the reply box, it writes nothing."""

from collections.abc import Callable
from typing import Any, Literal, TypedDict

from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph

from agents.copilot.context import Assist, CopilotDesk, request_of
from agents.copilot.moods import tell_mood
from agents.copilot.questions import Answers
from domain.copilot.advice import Advice, Answer, Draft, Finding, Lack, Mood, Wish
from domain.copilot.case import Case
from domain.dialogue import DialogueState
from domain.perception import Perception
from domain.staff import Member
from domain.turn import KnowledgeOutage
from graphs.conversation import Brain
from services.copilot.cases import Cases

Step = Literal["draft_replies", "check_draft", "answer_question"]


class CopilotInput(TypedDict):
    """What a call starts from."""

    case: Case
    wish: Wish


class CopilotState(CopilotInput, total=False):
    """What the nodes add. Each key is written by one node, so that they may run side by side."""

    heard: tuple[Perception, ...]
    deaf: bool
    """Whether the customer's messages could not be read: what reads them is out."""

    mood: Mood | None
    drafts: tuple[Draft, ...]
    findings: tuple[Finding, ...] | None
    answer: Answer
    advice: Advice


CopilotGraph = CompiledStateGraph[CopilotState, None, CopilotInput, CopilotState]
Check = Callable[[Assist, Mood | None], tuple[Finding, ...] | None]
DraftReplies = Callable[[Assist, Mood | None], tuple[Draft, ...]]


def build_copilot_graph(
    desk: CopilotDesk, brain: Brain, drafts: DraftReplies, answers: Answers, check: Check
) -> CopilotGraph:
    """Builds the graph.

    Args:
        desk: What the copilot works with.
        brain: What reads the customer's messages.
        drafts: What drafts replies.
        answers: What answers the staff's questions.
        check: What looks for faults in a draft.
    """

    def assist(state: CopilotState) -> Assist:
        return Assist(desk, state["case"], state["wish"], state["heard"])

    def listen(state: CopilotState) -> dict[str, Any]:
        case = state["case"]
        try:
            heard = tuple(brain.perceive(request_of(case, text), DialogueState()) for text in case.pending)
        except KnowledgeOutage:
            return {"heard": (), "deaf": True}
        return {"heard": heard, "deaf": False}

    def feel(state: CopilotState) -> dict[str, Any]:
        return {"mood": tell_mood(assist(state))}

    def draft(state: CopilotState) -> dict[str, Any]:
        return {"drafts": drafts(assist(state), state["mood"])}

    def check_draft(state: CopilotState) -> dict[str, Any]:
        return {"findings": check(assist(state), state["mood"])}

    def answer(state: CopilotState) -> dict[str, Any]:
        return {"answer": answers.answer(assist(state), state["mood"])}

    def advise(state: CopilotState) -> dict[str, Any]:
        said = state["case"].said
        return {
            "advice": Advice(
                seq=said[-1].seq if said else 0,
                mood=state["mood"],
                drafts=state.get("drafts", ()),
                findings=state.get("findings"),
                answer=state.get("answer"),
                lacks=tuple(_lacks(desk, state)),
            )
        }

    graph = StateGraph(CopilotState, input_schema=CopilotInput)
    graph.add_node("listen", listen)
    graph.add_node("feel", feel)
    graph.add_node("draft_replies", draft)
    graph.add_node("check_draft", check_draft)
    graph.add_node("answer_question", answer)
    graph.add_node("advise", advise)
    graph.add_edge(START, "listen")
    graph.add_edge("listen", "feel")
    graph.add_conditional_edges("feel", route_after_feel, ["draft_replies", "check_draft", "answer_question"])
    for step in ("draft_replies", "check_draft", "answer_question"):
        graph.add_edge(step, "advise")
    graph.add_edge("advise", END)
    return graph.compile()


def route_after_feel(state: CopilotState) -> list[Step]:
    """What is wanted is made; without a question or a draft of their own the member is shown some."""
    wish = state["wish"]
    wanted: list[Step] = []
    if wish.draft is not None:
        wanted.append("check_draft")
    if wish.question is not None:
        wanted.append("answer_question")
    return wanted or ["draft_replies"]


class GraphCopilot:
    """The copilot over the store: reads the case, runs the graph."""

    def __init__(self, cases: Cases, graph: CopilotGraph) -> None:
        self._cases = cases
        self._graph = graph

    def advise(self, member: Member, ticket_id: str, wish: Wish) -> Advice:
        """Looks at a ticket as it stands now.

        Raises:
            NotAllowed: The role does not permit it.
            UnknownTicket: Nobody knows this ticket.
        """
        return self.advise_on(self._cases.case(member, ticket_id), wish)

    def advise_on(self, case: Case, wish: Wish) -> Advice:
        """The same for a case that was read already."""
        advice: Advice = self._graph.invoke({"case": case, "wish": wish})["advice"]
        return advice


def _lacks(desk: CopilotDesk, state: CopilotState) -> list[Lack]:
    missing: list[tuple[Lack, bool]] = [
        ("copilot", desk.pack.copilot is None),
        ("tone", desk.pack.tone is None),
        ("knowledge", state["deaf"]),
    ]
    return [name for name, lacking in missing if lacking]
