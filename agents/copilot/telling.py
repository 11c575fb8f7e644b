"""What the tools tell of a customer, in sentences for the staff. The words are the pack's (`questions.texts`)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from agents.copilot.context import Assist
from domain.copilot.advice import Ground
from domain.recovery import Level, covers
from knowledge.pack.copilot import Asked
from knowledge.pack.units import YEN
from services.visit_terms import say_start

Texts = Mapping[str, str]


@dataclass(frozen=True)
class Told:
    """What a tool told, in words, and where it comes from."""

    text: str
    grounds: tuple[Ground, ...] = ()


def tell_health(assist: Assist, texts: Texts) -> Told:
    """Health by part, and what to do about it."""
    found = _look_up(assist, "get_health")
    if found["score"] is None:
        return _told(assist, [texts["health_unknown"]])
    words = assist.pack.copilot
    success = assist.pack.success
    assert words is not None and success is not None, "health is told by a pack that has both"
    lines = [texts["health"].format(score=round(found["score"]), status=words.questions.health[found["status"]])]
    for name, part in found["parts"].items():
        called = success.health.part_names[name]
        lines.append(
            texts["health_part"].format(name=called, counted=_figure(part["counted"]), weight=_figure(part["weight"]))
        )
    lines += [texts["advice"].format(advice=advice["label"]) for advice in found["advice"]]
    return _told(assist, lines)


def tell_churn(assist: Assist, texts: Texts) -> Told:
    """The risk of leaving, the factors behind it, and what to do by when."""
    found = _look_up(assist, "explain_churn")
    churn = assist.pack.churn
    assert churn is not None, "a pack without churn has no such tool's answer"
    level = churn.level_names[found["level"]]
    lines = [texts["churn"].format(probability=f"{found['probability']:.0%}", level=level)]
    lines += [texts["factor"].format(text=factor["text"]) for factor in found["factors"]]
    for action in found["actions"]:
        name = "action" if action["within_hours"] else "action_now"
        lines.append(texts[name].format(text=action["text"], hours=action["within_hours"]))
    return _told(assist, lines)


def tell_offers(assist: Assist, texts: Texts) -> Told:
    """What could be offered, or why nothing is."""
    found = _look_up(assist, "get_offers")
    if found["withheld"]:
        return _told(assist, [texts[f"withheld_{why}"] for why in found["withheld"]])
    if not found["offers"]:
        return _told(assist, [texts["no_offers"]])
    offers = [
        texts["offer"].format(title=offer["title"], reason=offer["reason"].rstrip("。"), when=offer["when"])
        for offer in found["offers"]
    ]
    return _told(assist, [texts["offers"], *offers])


def tell_recovery(assist: Assist, texts: Texts) -> Told:
    """What the member may give, and what each cause justifies for this customer."""
    if assist.case.customer is None:
        own = assist.toolbox.call("get_authority", {})
        return _told(assist, [texts["recovery_nobody"].format(case=_yen(own["case"]), left=_yen(own["left"]))])
    found = _look_up(assist, "weigh_recovery", ticket_id=assist.case.ticket_id)
    own = found["authority"]
    lines = [texts["recovery"].format(case=_yen(own["case"]), left=_yen(own["left"]))]
    return _told(assist, [*lines, *(_cause(cause, own["level"], texts) for cause in found["causes"])])


def tell_value(assist: Assist, texts: Texts) -> Told:
    """Lifetime value, revenue and segment."""
    found = _look_up(assist, "get_value")
    ltv, revenue = (texts["unknown"] if found[name] is None else _yen(found[name]) for name in ("ltv", "revenue"))
    lines = [texts["value"].format(ltv=ltv, revenue=revenue, segment=found["segment"]["label"])]
    return _told(assist, [*lines, *([texts["value_top"]] if found["top_tenth"] else [])])


def tell_tone(assist: Assist, texts: Texts) -> Told:
    """How the customer has been speaking to us."""
    found = _look_up(assist, "get_tone")
    if not found["remarks"]:
        return _told(assist, [texts["tone_none"]])
    lines = [texts["tone"].format(remarks=found["remarks"], negative=found["negative"])]
    return _told(assist, [*lines, *(texts["tone_quote"].format(quote=quote["text"]) for quote in found["quotes"])])


def tell_visits(assist: Assist, texts: Texts) -> Told:
    """The customer's visits."""
    if not assist.case.bookings:
        return Told(texts["no_visits"])
    lines, grounds = [], []
    for visit in assist.case.bookings:
        plan = assist.pack.plans[visit.plan].name if visit.plan in assist.pack.plans else visit.plan
        name = "visit" if visit.status == "booked" else "visit_cancelled"
        start = say_start(visit.start, assist.case.now)
        lines.append(texts[name].format(start=start, plan=plan, amount=_yen(visit.amount)))
        grounds.append(Ground("record", visit.booking_id, plan))
    return Told("\n".join(lines), tuple(grounds))


Teller = Callable[[Assist, Texts], Told]

TELLERS: Final[Mapping[Asked, Teller]] = {
    "health": tell_health,
    "churn": tell_churn,
    "offers": tell_offers,
    "recovery": tell_recovery,
    "value": tell_value,
    "tone": tell_tone,
    "visits": tell_visits,
}


def _look_up(assist: Assist, tool: str, **more: Any) -> Any:
    customer = assist.case.customer
    assert customer is not None, "asked only where somebody is known"
    return assist.toolbox.call(tool, {"customer_id": customer.customer_id, **more})


def _cause(cause: Mapping[str, Any], level: Level, texts: Texts) -> str:
    if not cause["offers"]:
        return texts["recovery_cause_none"].format(cause=cause["name"])
    offer = cause["offers"][0]
    able = offer["needs"] is not None and covers(level, offer["needs"])
    return texts["recovery_cause" if able else "recovery_above"].format(
        cause=cause["name"], allowance=_yen(cause["allowance"]), offer=f"{offer['name']} {_yen(offer['amount'])}"
    )


def _told(assist: Assist, lines: list[str]) -> Told:
    customer = assist.case.customer
    return Told("\n".join(lines), (Ground("record", customer.customer_id, customer.name),) if customer else ())


def _yen(amount: int) -> str:
    return YEN.render(amount)


def _figure(points: float) -> str:
    return f"{points:.1f}".removesuffix(".0")
