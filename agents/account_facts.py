"""What stands in a customer's own account, as sentences with their sources."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from agents.context import Turn
from agents.visits import say_yen
from domain.dates.describe import say_day
from domain.labels import OwnWish
from domain.plan import Fact
from domain.reply import Source
from domain.success.account import Account, OwnContract, OwnInvoice

MOST: Final = 3
"""So many invoices are spoken of at most."""


def account_facts(turn: Turn, account: Account, wish: OwnWish) -> tuple[Fact, ...]:
    """What the account says of what is asked for; nothing where it says nothing of it."""
    match wish:
        case "usage":
            return tuple(_usage(turn, account))
        case "invoice":
            return tuple(_invoices(turn, account))
        case "api":
            return tuple(_api(turn, account))
        case "contract" | "offer":
            return tuple(_contract(turn, account))


def facts_beside(turn: Turn, wish: OwnWish) -> tuple[Fact, ...]:
    """What is added to a topic's answer: nothing for somebody unknown, or whom the topic does not concern."""
    customer_id = turn.request.customer_id
    account = turn.desk.records.account(customer_id, turn.now) if customer_id else None
    if account is None or (account.contract is None and wish != "invoice"):
        return ()
    return account_facts(turn, account, wish)


def _usage(turn: Turn, account: Account) -> Iterator[Fact]:
    contract = account.contract
    if contract is None:
        return
    source = Source(f"usage-{account.month:%Y-%m}", "ご利用状況")
    yield turn.voice.fact("own_usage", source, month=account.month.month, used=account.measured)
    if account.measured_before is not None:
        yield turn.voice.fact("own_usage_before", source, used=account.measured_before)
    allowance = contract.allowance
    if allowance is not None:
        values = {"plan": _plan(turn, contract), "limit": allowance.limit, "carried": allowance.carried}
        template = "own_allowance_carried" if allowance.carried else "own_allowance"
        yield turn.voice.fact(template, source, **values, left=allowance.left)
        if allowance.over:
            yield turn.voice.fact("own_over", source, over=allowance.over)
    if account.measured_at is not None:
        yield turn.voice.fact("own_measured_at", source, day=_day(turn, account.measured_at.date()))


def _invoices(turn: Turn, account: Account) -> Iterator[Fact]:
    unpaid = account.unpaid
    if not unpaid:
        yield turn.voice.fact("own_invoice_none", Source("invoices", "請求書"))
    for bill in unpaid[:MOST]:
        yield _invoice(turn, bill)


def _invoice(turn: Turn, bill: OwnInvoice) -> Fact:
    return turn.voice.fact(
        "own_invoice_overdue" if bill.is_overdue(turn.now.date()) else "own_invoice_due",
        Source(bill.invoice_id, "請求書"),
        issued=_day(turn, bill.issued_on),
        amount=say_yen(bill.amount),
        due=_day(turn, bill.due_on),
    )


def _api(turn: Turn, account: Account) -> Iterator[Fact]:
    contract = account.contract
    if contract is None:
        return
    source = _source(contract)
    if not contract.has_api:
        yield turn.voice.fact("own_api_no", source, plan=_plan(turn, contract))
        return
    yield turn.voice.fact("own_api_yes", source)
    used = account.api_used_at
    if used is not None:
        yield turn.voice.fact("own_api_used_at", source, day=_day(turn, used.date()))
    else:
        yield turn.voice.fact("own_api_unused", source)


def _contract(turn: Turn, account: Account) -> Iterator[Fact]:
    contract = account.contract
    if contract is None:
        return
    values = {"plan": _plan(turn, contract), "fee": say_yen(contract.mrr)}
    if contract.ends_on is None:
        yield turn.voice.fact("own_contract", _source(contract), **values)
    else:
        yield turn.voice.fact("own_contract_until", _source(contract), **values, end=_day(turn, contract.ends_on))


def _source(contract: OwnContract) -> Source:
    return Source(contract.contract_id, "ご契約")


def _plan(turn: Turn, contract: OwnContract) -> str:
    plan = turn.desk.pack.business_plans.get(contract.plan)
    return plan.name if plan is not None else contract.plan


def _day(turn: Turn, day: date) -> str:
    return say_day(day, turn.now.date())
