"""What customers may look up of their own. None of these tools says whose: that follows from who speaks."""

from datetime import date, datetime
from typing import Final

from domain.records import Booking
from domain.success.account import Account
from tools.context import CustomerCall
from tools.declaration import CUSTOMERS, Json, NoArguments, Tool
from tools.refusal import Refused


def get_my_record(call: CustomerCall, given: NoArguments) -> Json:
    """Who the customer is on record."""
    customer = call.customer()
    return {
        "name": customer.name,
        "type": customer.type,
        "prefecture": customer.prefecture,
        "address": customer.address,
        "phone": customer.phone,
        "email": customer.email,
    }


def list_my_bookings(call: CustomerCall, given: NoArguments) -> Json:
    """Visits of the customer's, cancelled ones among them."""
    return {"bookings": [_booking(visit) for visit in own_bookings(call)]}


def get_my_usage(call: CustomerCall, given: NoArguments) -> Json:
    """Contract and use of the calendar month."""
    account = _account(call)
    contract = account.contract
    allowance = contract.allowance if contract else None
    return {
        "month": f"{account.month:%Y-%m}",
        "measured": account.measured,
        "last_measured_at": _moment(account.measured_at),
        "contract": {
            "plan": contract.plan,
            "monthly_fee": contract.mrr,
            "starts_on": contract.starts_on.isoformat(),
            "ends_on": _day(contract.ends_on),
            "has_api": contract.has_api,
            "api_last_used_at": _moment(account.api_used_at),
        }
        if contract
        else None,
        "allowance": {
            "limit": allowance.limit,
            "carried_over": allowance.carried,
            "left": allowance.left,
            "over": allowance.over,
        }
        if allowance
        else None,
    }


def list_my_invoices(call: CustomerCall, given: NoArguments) -> Json:
    """Invoices, unpaid ones first."""
    account, today = _account(call), call.now.date()
    return {
        "invoices": [
            {
                "invoice_id": bill.invoice_id,
                "amount": bill.amount,
                "issued_on": bill.issued_on.isoformat(),
                "due_on": bill.due_on.isoformat(),
                "paid_on": _day(bill.paid_on),
                "overdue": bill.is_overdue(today),
            }
            for bill in account.invoices
        ]
    }


def list_my_reports(call: CustomerCall, given: NoArguments) -> Json:
    """Reports, the newest first."""
    return {
        "reports": [
            {"name": report.name, "made_at": report.made_at.isoformat(), "viewed_at": _moment(report.viewed_at)}
            for report in _account(call).reports
        ]
    }


def own_bookings(call: CustomerCall) -> list[Booking]:
    """The visits of whoever speaks: the known customer's, else those made in this conversation."""
    context = call.context
    return list(call.deps.records.bookings(context.customer_id, context.conversation_id))


def _account(call: CustomerCall) -> Account:
    customer = call.customer()
    account = call.deps.records.account(customer.customer_id, call.now)
    if account is None:
        raise Refused("There is no account for this customer any more.")
    return account


def _booking(visit: Booking) -> Json:
    return {
        "booking_id": visit.booking_id,
        "plan": visit.plan,
        "addons": list(visit.addons),
        "start": visit.start.isoformat(),
        "end": visit.end.isoformat(),
        "status": visit.status,
        "amount": visit.amount,
        "address": visit.address,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


_WHOSE: Final = " It is always that of the customer who speaks."

TOOLS = (
    Tool(
        "get_my_record",
        f"Reads name, address, phone and e-mail on record.{_WHOSE}",
        "read",
        CUSTOMERS,
        NoArguments,
        get_my_record,
    ),
    Tool(
        "list_my_bookings",
        "Lists the customer's visits with ids, times, plan, amount in yen and status (booked, cancelled). Call it "
        "before a visit is moved or cancelled.",
        "read",
        CUSTOMERS,
        NoArguments,
        list_my_bookings,
    ),
    Tool(
        "get_my_usage",
        "Reads the monthly contract (plan, fee in yen, end, API) and the measurements of this calendar month: taken, "
        f"included, carried over, left. Parts that do not apply are null.{_WHOSE}",
        "read",
        CUSTOMERS,
        NoArguments,
        get_my_usage,
    ),
    Tool(
        "list_my_invoices",
        f"Lists invoices, unpaid ones first, with amount in yen, due date and when they were paid.{_WHOSE}",
        "read",
        CUSTOMERS,
        NoArguments,
        list_my_invoices,
    ),
    Tool(
        "list_my_reports",
        f"Lists measurement reports, the newest first, and when each was opened.{_WHOSE}",
        "read",
        CUSTOMERS,
        NoArguments,
        list_my_reports,
    ),
)
