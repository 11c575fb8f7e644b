"""Asks back, or says honestly that something is not ours to answer."""

from dataclasses import replace

from agents.context import Turn
from domain.plan import ReplyPlan

ROUTE = "clarify"


def ask_back(turn: Turn) -> ReplyPlan:
    """「もしかして」: the likeliest topics as buttons."""
    thresholds = turn.desk.pack.thresholds
    candidates = turn.perception.topics[: thresholds.choices]
    likely = [topic.id for topic in candidates if topic.score >= thresholds.choice_floor] or [candidates[0].id]
    return ReplyPlan(
        type="conversation",
        route=ROUTE,
        confidence=turn.perception.answerable,
        state=replace(turn.state, choices=tuple(likely), asks="topic"),
        opening=turn.voice.say("ask_back"),
        options=turn.options(("human",), likely),
        asks="topic",
        progress=False,
    )


def ask_again(turn: Turn) -> ReplyPlan:
    """The message alone says too little: asks what it is about."""
    return ReplyPlan(
        type="conversation",
        route=ROUTE,
        confidence=turn.perception.confidence,
        state=replace(turn.state, choices=(), asks="topic"),
        opening=turn.voice.say("ask_again"),
        options=turn.options(("diagnose", "book", "human")),
        asks="topic",
        progress=False,
    )


def decline(turn: Turn) -> ReplyPlan:
    """Nothing the pack covers: says so, and what can be done instead."""
    near = turn.perception.intent == "near_topic"
    return ReplyPlan(
        type="conversation",
        route=ROUTE,
        confidence=1 - turn.perception.answerable,
        state=replace(turn.state, choices=(), asks=None, uncovered=turn.state.uncovered + 1),
        opening=turn.voice.say("decline_near" if near else "decline"),
        options=turn.options(("diagnose", "human")),
        progress=False,
    )


def refuse(turn: Turn) -> ReplyPlan:
    """A message that tries to turn the assistant against its purpose, or asks for other people's data."""
    template = "refuse_others_data" if turn.perception.others_data else "refuse_injection"
    return ReplyPlan(
        type="conversation",
        route="guard",
        confidence=1.0,
        state=replace(turn.state, choices=(), asks=None),
        opening=turn.voice.say(template),
        options=turn.options(("diagnose", "human")),
        progress=False,
    )
