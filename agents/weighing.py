"""After a recommendation: is there something cheaper, what is the difference, will the smaller one do?"""

import re
from dataclasses import replace
from typing import Final

from agents.context import Turn
from domain.dialogue import DialogueState
from domain.perception import Perception
from domain.plan import Fact, ReplyPlan
from domain.reply import Source
from knowledge.pack.references import render_reference

ROUTE: Final = "recommend_plan"

_COSTLY: Final = re.compile(
    r"(?<!甲)(?<!かん)高[いくすかめ](?!な?[音声])|安(?!心|全|眠|定|静|否|易)|予算|お手頃|出せな|払えな|負担が"
)
_COMPARES: Final = re.compile(
    r"違い|比べ|比較|差[はがって額]|で(?:も|は)?(?:いい|良い|足り|十分|大丈夫)|じゃ(?:だめ|ダメ|駄目|足り)"
)


def weighs_plans(perception: Perception, state: DialogueState) -> bool:
    """Whether the recommendation that was made is weighed: its price, or the difference to another plan."""
    if state.plan is None or state.flow is not None or perception.wishes.found or perception.exact:
        return False
    return _COSTLY.search(perception.text) is not None or _COMPARES.search(perception.text) is not None


def weigh(turn: Turn) -> ReplyPlan | None:
    """The recommended plan beside the one that was named, or the next cheaper one; None if there is none to name.

    The recommendation stays what it is, with its reason: the customer decides.
    """
    plans, current = turn.desk.pack.plans, turn.state.plan
    if current is None:
        return None
    costly = _COSTLY.search(turn.perception.text) is not None
    other = _named(turn, current) or (_cheaper(turn, current) if costly else None)
    if other is None and not costly:
        return None
    opening = turn.voice.say("weigh_price") if costly else ""
    facts = [_described(turn, "weigh_current", current)]
    facts.append(_described(turn, "weigh_other", other) if other else Fact(turn.voice.say("weigh_cheapest")))
    return ReplyPlan(
        type="conversation",
        route=ROUTE,
        confidence=turn.perception.confidence,
        state=replace(turn.state, asks=None, choices=()),
        opening=opening,
        facts=tuple(facts),
        closing=turn.voice.say("weigh_next", plan=plans[current].name),
        options=turn.options(("book", "more"), turn.desk.pack.links.after_result),
    )


def _named(turn: Turn, current: str) -> str | None:
    return next(
        (
            name
            for name, plan in turn.desk.pack.plans.items()
            if name != current and any(word in turn.perception.text for word in (plan.name, *plan.called))
        ),
        None,
    )


def _cheaper(turn: Turn, current: str) -> str | None:
    """The dearest of the plans that cost less."""
    plans = turn.desk.pack.plans
    below = [name for name, plan in plans.items() if plan.price < plans[current].price]
    return max(below, key=lambda name: plans[name].price, default=None)


def _described(turn: Turn, template: str, name: str) -> Fact:
    pack = turn.desk.pack
    plan = pack.plans[name]
    included = (pack.plans[plan.includes].name + "の内容すべて",) if plan.includes else ()
    return turn.voice.fact(
        template,
        Source(f"plans.{name}", plan.name),
        plan=plan.name,
        price=render_reference(pack, f"plans.{name}.price"),
        hours=render_reference(pack, f"plans.{name}.measurement"),
        contains="、".join((*included, *plan.contains)),
    )
