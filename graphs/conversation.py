"""The conversation graph: perceive → route → one skill → word → verify. One turn is one run, from start to end."""

from collections.abc import Callable
from dataclasses import replace
from time import perf_counter
from typing import Any, Final, Protocol, cast

from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph

from agents import clarify
from agents.account import serve_account
from agents.agreed import recall_agreed, with_agreed
from agents.booking import book
from agents.context import Desk, Turn
from agents.diagnosis import Diagnosing
from agents.faq import answer_faq
from agents.handover import hand_over, take_contact
from agents.hearing import words_for_visit
from agents.llm.assisting import NO_MODEL, Assisting, steps_record
from agents.plans import recommend_plan
from agents.small_talk import chat
from agents.waiting import call_back, leave_queue
from domain.dialogue import DialogueState
from domain.handover import next_tension
from domain.perception import Perception
from domain.plan import ReplyPlan
from domain.reply import Reply
from domain.turn import TurnOutcome, TurnRequest
from domain.verify import verify
from graphs.noting import Points, packet_notes
from graphs.routing import Route, due_trigger, route_after_perceive, route_after_skill
from graphs.state import ConversationInput, ConversationState
from services.tracing import Attributes, Tracing, span, traced

ConversationGraph = CompiledStateGraph[ConversationState, None, ConversationInput, ConversationState]
Skill = Callable[[Turn], ReplyPlan]


WIDENED: Final[frozenset[Route]] = frozenset({"answer_faq", "ask_back", "decline", "serve_account"})
"""Skills beside which a language model may choose tools: nothing is under way in them that it could disturb."""


class Node(Protocol):
    """A step of the graph."""

    def __call__(self, state: ConversationState) -> dict[str, Any]:
        """What it adds to the state."""
        ...


class Brain(Points, Protocol):
    """What reads a message."""

    def anticipate(self, message: str) -> None:
        """Is told of a message as it comes in; may begin to read it."""
        ...

    def perceive(self, request: TurnRequest, state: DialogueState) -> Perception:
        """Understands one message in its conversation."""
        ...


def build_conversation_graph(
    desk: Desk, brain: Brain, diagnosing: Diagnosing, assisting: Assisting = NO_MODEL
) -> ConversationGraph:
    """Builds the graph. Nothing is global: two graphs over two packs live side by side.

    Args:
        desk: What the skills work with.
        brain: What reads the messages.
        diagnosing: The diagnosis skill with the pack's rules.
        assisting: The language model's steps; none where none is configured.
    """
    thresholds = desk.thresholds

    def turn_of(state: ConversationState) -> Turn:
        return Turn(desk, state["request"], state["perception"], state["dialogue"], state["llm"])

    def perceive(state: ConversationState) -> dict[str, Any]:
        request = state["request"]
        dialogue = DialogueState.from_json(request.state)
        if request.ended is not None and request.ended.ticket_id != dialogue.episode:
            dialogue = dialogue.after(request.ended)
        llm = assisting.begin(request)
        perception = assisting.read(brain.perceive(request, dialogue), request, dialogue, llm)
        return {"llm": llm, "dialogue": dialogue, "perception": perception}

    def route(state: ConversationState) -> Route:
        request = state["request"]
        return route_after_perceive(
            state["perception"],
            state["dialogue"],
            request.ticket,
            thresholds,
            people_only=request.people_only,
            visit=words_for_visit(turn_of(state)),
            known=request.customer_id is not None,
        )

    def hand_over_now(turn: Turn) -> ReplyPlan:
        due = due_trigger(
            turn.perception,
            turn.state,
            thresholds,
            words_for_visit(turn),
            known=turn.request.customer_id is not None,
        )
        if due is None and turn.request.people_only:
            return hand_over(turn, "human_request", "handover_people_only")
        ticket = turn.request.ticket  # what calls for no person by itself does not make one that waits more urgent
        return hand_over(turn, due or (ticket.trigger if ticket else turn.perception.trigger))

    def settled(skill: Skill, turn: Turn) -> ReplyPlan:
        """What a skill plans, with progress counted, and a person called where the customer got nowhere."""
        plan = skill(turn)
        if turn.state.episode != turn.request.state.get("episode"):
            plan = with_agreed(turn, plan)
        stuck = stuck_now = 0 if plan.progress else turn.state.stuck + 1
        waiting = turn.request.ticket is not None
        trigger = None if waiting or plan.handover else route_after_skill(stuck, plan.state.uncovered, thresholds)
        if trigger is not None:
            plan, stuck = hand_over(turn, trigger), 0
        state = replace(
            plan.state,
            turn=turn.state.turn + 1,
            stuck=stuck,
            tension=next_tension(turn.state, turn.perception),
            expects=tuple(option.value for option in plan.options) if plan.asks else (),
        )
        return replace(
            plan, state=state, notes={**plan.notes, **packet_notes(turn, plan, stuck_now, diagnosing, brain)}
        )

    def node(skill: Skill) -> Node:
        return lambda state: {"plan": settled(skill, turn_of(state))}

    def word(state: ConversationState) -> dict[str, Any]:
        return {"wording": assisting.word(state["plan"], turn_of(state))}

    def check(state: ConversationState) -> dict[str, Any]:
        wording = state["wording"]
        verify(wording.text, state["plan"], state["perception"].text if wording.brain == "llm" else "")
        return {"outcome": _outcome(state)}

    skills: dict[Route, Skill] = {
        "stay_silent": _stay_silent,
        "refuse": clarify.refuse,
        "take_contact": take_contact,
        "leave_queue": leave_queue,
        "call_back": call_back,
        "recall_agreed": recall_agreed,
        "hand_over": hand_over_now,
        "answer_faq": answer_faq,
        "ask_back": clarify.ask_back,
        "ask_again": clarify.ask_again,
        "decline": clarify.decline,
        "chat": chat,
        "diagnose": diagnosing.diagnose,
        "recommend_plan": lambda turn: recommend_plan(turn, diagnosing),
        "book": book,
        "serve_account": serve_account,
    }
    graph = StateGraph(ConversationState, input_schema=ConversationInput)
    graph.add_node("perceive", _step("perceive", perceive))
    for name, skill in skills.items():
        graph.add_node(name, _step(name, node(assisting.around(skill) if name in WIDENED else skill)))
        graph.add_edge(name, "word")
    graph.add_node("word", _step("word", word))
    graph.add_node("verify", _step("verify", check))
    graph.add_edge(START, "perceive")
    graph.add_conditional_edges("perceive", route, list(skills))
    graph.add_edge("word", "verify")
    graph.add_edge("verify", END)
    # Its state holds what is alive in this process only; a saver around it must not try to keep it.
    return graph.compile(checkpointer=False)


def run_turn(graph: ConversationGraph, request: TurnRequest, tracing: Tracing | None = None) -> TurnOutcome:
    """Runs one turn through the graph and notes how long it took.

    Args:
        graph: The graph.
        request: What was said, and all the graph may know about where.
        tracing: Where its spans go.
    """
    started = perf_counter()
    with traced(tracing, "invoke_agent zenbu", _begun(request)) as turn:
        turn.content("gen_ai.input.messages", request.text)
        # Asked for the outcome alone, the graph does not put its whole state together after each step.
        outcome = cast(TurnOutcome, graph.invoke({"request": request}, output_keys="outcome"))
        turn.note(_ended(outcome))
        turn.content("gen_ai.output.messages", outcome.reply.message)
    milliseconds = round((perf_counter() - started) * 1_000, 2)
    return replace(outcome, record={**outcome.record, "ms": milliseconds})


def _begun(request: TurnRequest) -> Attributes:
    return {
        "gen_ai.operation.name": "invoke_agent",
        "gen_ai.agent.name": "zenbu",
        "gen_ai.conversation.id": request.conversation_id,
        "zenbu.message.id": request.message_id,
        "zenbu.channel": request.channel,
    }


def _ended(outcome: TurnOutcome) -> Attributes:
    handover = outcome.reply.handover
    return {
        "zenbu.route": outcome.reply.route,
        "zenbu.reply.type": outcome.reply.type,
        "zenbu.brain": outcome.record.get("brain"),
        "zenbu.fell_back": outcome.record.get("fell_back"),
        "zenbu.handover.trigger": handover.trigger if handover else None,
        "zenbu.handover.priority": handover.priority if handover else None,
    }


def _step(name: str, node: Node) -> Node:
    """A node that shows as a span of its turn."""

    def run(state: ConversationState) -> dict[str, Any]:
        with span(f"node {name}", {"zenbu.node": name}):
            return node(state)

    return run


def _stay_silent(turn: Turn) -> ReplyPlan:
    """A person owns the conversation: the bot says nothing of its own."""
    return ReplyPlan(type="conversation", route="person", confidence=1.0, state=turn.state)


def _outcome(state: ConversationState) -> TurnOutcome:
    plan, perception, wording = state["plan"], state["perception"], state["wording"]
    reply = Reply(
        type=plan.type,
        message=wording.text,
        route=plan.route,
        confidence=round(plan.confidence, 4),
        sources=plan.sources,
        options=plan.options,
        recommendation=plan.recommendation,
        booking=plan.booking,
        handover=plan.handover,
        asks=plan.asks,
        sentiment=perception.sentiment,
        owner="person" if plan.route == "person" else "bot",
    )
    record = {**perception.record(), "route": plan.route, "brain": "local", **plan.notes}
    llm = state["llm"]
    if llm is None or not llm.asked:
        return TurnOutcome(reply, plan.state.as_json(), plan.effects, record)
    record |= steps_record(perception, wording, llm)
    return TurnOutcome(reply, plan.state.as_json(), plan.effects, record, llm.spending.spent)
