"""What tools returned, as sentences with their sources: a model chooses what is looked up, and never states it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from agents.account_facts import account_facts
from agents.context import Turn
from agents.faq import topic_fact
from agents.llm.tool_loop import Called
from agents.own_record import own_facts
from agents.visits import say_start, say_yen, upcoming
from domain.dates.describe import say_day
from domain.labels import OwnWish
from domain.plan import Fact
from domain.reply import Source
from domain.success.account import Account

MOST_REPORTS: Final = 2
"""So many reports are spoken of at most."""


def tell(turn: Turn, called: Sequence[Called]) -> tuple[Fact, ...]:
    """Facts from what tools returned, in the order of the calls, each once.

    Args:
        turn: The turn; what is told is read from its records, whoever chose the tool.
        called: What was called. What was refused, and what tells nothing a customer is to read, is passed over.
    """
    facts = [
        fact for call in called if call.result is not None for fact in _TELLERS.get(call.tool, _nothing)(turn, call)
    ]
    return tuple({fact.text: fact for fact in facts}.values())


def _nothing(turn: Turn, call: Called) -> Iterable[Fact]:
    return ()


def _visits(turn: Turn, call: Called) -> Iterable[Fact]:
    visits = upcoming(turn)
    if not visits:
        return (Fact(turn.voice.say("account_nothing_booked"), Source("bookings", "ご予約")),)
    lines = [
        turn.voice.say(
            "account_visit",
            start=say_start(visit.start, turn.now),
            plan=turn.desk.pack.plans[visit.plan].name,
            amount=say_yen(visit.amount),
        )
        for visit in visits
    ]
    text = "\n".join((turn.voice.say("account_yours"), *lines))
    return (Fact(text, Source(visits[0].booking_id, "ご予約")),)


def _usage(turn: Turn, call: Called) -> Iterable[Fact]:
    account = _account(turn)
    if account is None:
        return ()
    if account.contract is None:
        return (Fact(turn.voice.say("own_no_contract"), Source("contract", "ご契約")),)
    wishes: tuple[OwnWish, ...] = ("contract", "usage")
    return [fact for wish in wishes for fact in account_facts(turn, account, wish)]


def _invoices(turn: Turn, call: Called) -> Iterable[Fact]:
    account = _account(turn)
    return account_facts(turn, account, "invoice") if account else ()


def _reports(turn: Turn, call: Called) -> Iterable[Fact]:
    account = _account(turn)
    if account is None:
        return ()
    if not account.reports:
        return (Fact(turn.voice.say("own_report_none"), Source("reports", "測定レポート")),)
    return [
        turn.voice.fact(
            "own_report", Source("reports", "測定レポート"), day=say_day(report.made_at.date(), turn.now.date())
        )
        for report in account.reports[:MOST_REPORTS]
    ]


def _topics(turn: Turn, call: Called) -> Iterable[Fact]:
    """The answer to what was searched for, where it is among what the customer's own words may mean."""
    found = call.result or {}
    meant = {topic.id for topic in turn.perception.topics}
    best = next(iter(found.get("topics", ())), None)
    if best is None or best["id"] not in meant or found["answered"] < turn.desk.pack.thresholds.answer:
        return ()
    return (*own_facts(turn, best["id"]), topic_fact(turn, best["id"]))


def _account(turn: Turn) -> Account | None:
    customer = turn.customer()
    return turn.desk.records.account(customer.customer_id, turn.now) if customer else None


_TELLERS: Final[Mapping[str, Callable[[Turn, Called], Iterable[Fact]]]] = {
    "list_my_bookings": _visits,
    "get_my_usage": _usage,
    "list_my_invoices": _invoices,
    "list_my_reports": _reports,
    "search_faq": _topics,
}
