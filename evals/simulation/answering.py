"""How a simulated customer answers: from what a reply asks to dialogue acts."""

import random
from datetime import datetime
from typing import Any, Final

from evals.simulation.acts import Act, Heard
from evals.simulation.brief import Brief
from evals.simulation.facts import CONTACT, Facts
from evals.simulation.page import Page

DIAGNOSIS: Final = (
    "noise_type",
    "source",
    "since",
    "time_of_day",
    "frequency",
    "wants",
    "negotiation_attempts",
    "sleep_lost",
    "manager_contacted",
)
"""Questions on the noise; what the goal does not hold is not known."""

NEXT: Final = {"name": ("address", "phone", "email"), "address": ("phone", "email"), "plan": ("wish",), "wish": ()}
"""What may be told along with an answer."""

UNDERSTOOD: Final = frozenset(
    {*DIAGNOSIS, *CONTACT, "plan", "wish", "payment", "candidate", "confirm", "correct", "visit", "code", "contact"}
)
"""What this customer can be asked for; anything else is a fault of the simulator."""


def answer(
    asks: str, heard: Heard, facts: Facts, brief: Brief, page: Page, rng: random.Random, *, again: bool
) -> list[Act]:
    """The acts that answer a question.

    Args:
        asks: What is asked for.
        heard: The whole reply.
        facts: What the customer holds to be true.
        brief: Who they are.
        page: What there is to choose from.
        rng: Decides where they are free.
        again: Whether it was asked just before.
    """
    match asks:
        case "candidate":
            return [_choose(heard, facts, again=again)]
        case "confirm":
            return [_decide(heard, facts, brief)]
        case "correct":
            part = wrong_part(heard, facts)
            return [Act("correct", part, facts.value(part)) if part else Act("affirm", "unchanged")]
        case "code":
            return [Act("inform", "code")]
        case "contact":
            return [Act("inform", "contact", facts.contact.phone or facts.contact.email)]
    value = facts.value(asks)
    if value is None:
        return [Act("unknown", asks)]
    told = [Act("inform", asks, value)]
    choice = {"plan": page.plans, "payment": page.payments}.get(asks)
    if choice and not again and rng.random() < brief.persona.corrects:
        other = rng.choice([one for one in choice if one != value])
        return [Act("inform", asks, other, wrong=True)]
    if rng.random() < brief.persona.volunteers:
        known = {more: _known(facts, more) for more in NEXT.get(asks, ())}
        told += [Act("inform", more, value) for more, value in known.items() if value is not None]
        told += _more_on_noise(asks, facts)
    return told


def wrong_part(heard: Heard, facts: Facts) -> str | None:
    """What a summary shows otherwise than the customer wants it; None where it is right."""
    card = heard.card
    if facts.plan and card.get("plan") and card["plan"] != facts.plan:
        return "plan"
    start = card.get("start")
    if start and not facts.when.flexible:
        at = datetime.fromisoformat(start)
        if not facts.when.suits(at.date(), at.time()):
            return "wish"
    return None


def _choose(heard: Heard, facts: Facts, *, again: bool) -> Act:
    """The first candidate that suits; where none does, the wish once more, and after it another time or none."""
    starts = [datetime.fromisoformat(start) for start in heard.candidates]
    if not starts:
        return Act("inform", "wish", facts.when)
    suiting = [start for start in starts if facts.when.suits(start.date(), start.time())]
    if suiting:
        return Act("choose", "candidate", suiting[0])
    if not again:
        return Act("inform", "wish", facts.when)
    return Act("choose", "candidate", starts[0]) if facts.when.flexible else Act("give_up", "candidate")


def _decide(heard: Heard, facts: Facts, brief: Brief) -> Act:
    """Yes, unless something is wrong or costs more than it is worth."""
    fee = heard.card.get("fee")
    if brief.goal.wants in ("change", "cancel"):
        too_much = fee is not None and fee > brief.goal.fee_up_to
        return Act("decline", "fee", fee) if too_much else Act("affirm", brief.goal.wants, fee)
    part = wrong_part(heard, facts)
    if part is not None:
        return Act("correct", part, facts.value(part))
    return Act("affirm", "book")


def _known(facts: Facts, about: str) -> Any:
    value = facts.value(about)
    if about == "wish" and not facts.when.days and facts.when.said is None:
        return None
    return value


def _more_on_noise(asks: str, facts: Facts) -> list[Act]:
    """One more fact on the noise beside the one that was asked for."""
    if asks not in DIAGNOSIS:
        return []
    later = DIAGNOSIS[DIAGNOSIS.index(asks) + 1 :]
    more = next((slot for slot in later if facts.slots.get(slot) is not None and slot != "source"), None)
    return [Act("inform", more, facts.slots[more])] if more else []
