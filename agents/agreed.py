"""What a person agreed with the customer before they handed the conversation back."""

from dataclasses import replace

from agents.context import Turn
from domain.plan import Fact, ReplyPlan
from domain.reply import Source

ROUTE = "recall_agreed"


def recall_agreed(turn: Turn) -> ReplyPlan:
    """Says again what was agreed."""
    return ReplyPlan(
        type="conversation",
        route=ROUTE,
        confidence=1.0,
        state=replace(turn.state, choices=()),
        opening=turn.voice.say("agreed_again"),
        facts=_facts(turn),
        options=turn.options(("human",)),
    )


def with_agreed(turn: Turn, plan: ReplyPlan) -> ReplyPlan:
    """A fresh episode begins with what was agreed, before anything else is said in it."""
    if not turn.state.agreed or plan.route in ("person", ROUTE) or turn.perception.danger is not None:
        return plan
    before = turn.voice.say("agreed_first")
    if not plan.facts:
        said = "\n".join(filter(None, (plan.opening, plan.closing)))
        return replace(plan, opening=before, facts=_facts(turn), closing=said)
    opened = (Fact(plan.opening),) if plan.opening else ()
    return replace(plan, opening=before, facts=(*_facts(turn), *opened, *plan.facts))


def _facts(turn: Turn) -> tuple[Fact, ...]:
    source = Source(turn.state.episode or "", turn.voice.say("agreed_source", name=turn.state.agreed_with))
    return tuple(Fact(turn.voice.say("agreed_item", sentence=sentence), source) for sentence in turn.state.agreed)
