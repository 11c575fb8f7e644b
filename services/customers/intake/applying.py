"""What an event changes in the record."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.clock import in_tokyo
from services.customers.intake.events import (
    Event,
    InvoiceIssued,
    InvoicePaid,
    InvoiceVoided,
    SupportMoved,
    SupportOpened,
    SurveyAnswered,
    UsageReported,
)
from store.models import Invoice, SupportCase, SurveyAnswer, UsageEvent
from store.success import keeping

SOMEBODY_ELSES: Final = "{} belongs to another customer. Send the id of this customer's own."
VOID: Final = "Invoice {} is void. Issue another one."


class Ledger:
    """The rows that some events are about, read at once.

    Args:
        session: The transaction that keeps the events.
        events: Those that will be applied.
    """

    def __init__(self, session: Session, events: Sequence[Event]) -> None:
        self._session = session
        self._invoices = _rows(session, Invoice, _named(events, "invoice_id"))
        self._cases = _rows(session, SupportCase, _named(events, "case_id"))
        self._facts: dict[type, dict[str, str | None]] = {
            model: keeping.owners(session, model, [event.id for event in events if isinstance(event, shape)])
            for model, shape in ((UsageEvent, UsageReported), (SurveyAnswer, SurveyAnswered))
        }

    def apply(self, event: Event) -> str | None:
        """Changes what an event says.

        Returns:
            Why it cannot be used, and what to do; None where it was.
        """
        match event:
            case UsageReported():
                kind = event.type.removeprefix("usage.")
                return self._add(UsageEvent, event, kind=kind, **event.data.model_dump())
            case SurveyAnswered():
                if event.data.nps is None and event.data.csat is None and event.data.ces is None:
                    if not event.data.comment:
                        return "Nothing was answered. Send at least one of nps, csat, ces, comment."
                return self._add(SurveyAnswer, event, **event.data.model_dump())
            case InvoiceIssued():
                return self._issue(event)
            case InvoicePaid() | InvoiceVoided():
                return self._settle(event)
            case SupportOpened():
                return self._open(event)
            case SupportMoved():
                return self._move(event)

    def _add(self, model: type[UsageEvent | SurveyAnswer], event: Event, **said: Any) -> str | None:
        owners = self._facts[model]
        if event.id not in owners:
            self._session.add(model(id=event.id, customer_id=event.customer_id, at=event.at, **said))
            owners[event.id] = event.customer_id
        # The same fact may have come in by a file.
        return None if owners[event.id] == event.customer_id else SOMEBODY_ELSES.format(event.id)

    def _issue(self, event: InvoiceIssued) -> str | None:
        said = event.data
        issued_on = said.issued_on or in_tokyo(event.at).date()
        if said.due_on < issued_on:
            return f"due_on {said.due_on} is before issued_on {issued_on}. Correct one of them."
        row = self._invoices.get(said.invoice_id)
        if row is None:
            row = Invoice(id=said.invoice_id, customer_id=event.customer_id, status="open")
            self._session.add(row)
            self._invoices[said.invoice_id] = row
        elif row.customer_id != event.customer_id:
            return SOMEBODY_ELSES.format(said.invoice_id)
        elif row.status == "void":
            return VOID.format(row.id)
        row.amount, row.discount, row.issued_on, row.due_on = said.amount, said.discount, issued_on, said.due_on
        return None

    def _settle(self, event: InvoicePaid | InvoiceVoided) -> str | None:
        row = self._invoices.get(event.data.invoice_id)
        if row is None:
            return f"There is no invoice {event.data.invoice_id}. Send invoice.issued first, then this again."
        if row.customer_id != event.customer_id:
            return SOMEBODY_ELSES.format(row.id)
        if isinstance(event, InvoiceVoided):
            row.status, row.paid_on = "void", None
        elif row.status == "void":
            return VOID.format(row.id)
        else:
            row.status, row.paid_on = "paid", event.data.paid_on or in_tokyo(event.at).date()
        return None

    def _open(self, event: SupportOpened) -> str | None:
        row = self._cases.get(event.data.case_id)
        if row is None:
            row = SupportCase(id=event.data.case_id, customer_id=event.customer_id)
            self._session.add(row)
            self._cases[event.data.case_id] = row
        elif row.customer_id != event.customer_id:
            return SOMEBODY_ELSES.format(row.id)
        row.opened_at, row.category = event.at, event.data.category
        return None

    def _move(self, event: SupportMoved) -> str | None:
        row = self._cases.get(event.data.case_id)
        if row is None:
            return f"There is no case {event.data.case_id}. Send support.opened first, then this again."
        if row.customer_id != event.customer_id:
            return SOMEBODY_ELSES.format(row.id)
        if event.at < row.opened_at:
            return f"Case {row.id} was opened later than this. Correct the time."
        if event.type == "support.resolved":
            row.resolved_at = event.at
        else:
            row.escalated_at = event.at
        return None


def _named(events: Sequence[Event], field: str) -> set[str]:
    return {name for event in events if (name := getattr(event.data, field, None))}


def _rows(session: Session, model: Any, ids: set[str]) -> dict[str, Any]:
    query = select(model).where(model.id.in_(ids)).order_by(model.id).with_for_update()
    return {row.id: row for row in session.scalars(query)} if ids else {}
