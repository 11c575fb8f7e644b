"""What companies were billed and how they paid: at each month's end, due at the end of the next."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from domain.success.quarters import month_end, months_later
from services.demo.catalogue import DemoCatalogue
from services.demo.companies import Company, Signed
from services.demo.courses import MONTHS
from services.demo.rows import Chance, Rows
from store.models import Invoice

BARGAINERS: Final = 0.6
"""Standard deviations: who cares more about the price than this asks for a discount at a renewal."""


def write_invoices(
    company: Company, signed: Sequence[Signed], rows: Rows, catalogue: DemoCatalogue, chance: Chance
) -> None:
    """Writes the invoices of three years.

    Args:
        company: The company.
        signed: Its terms, the oldest first.
        rows: Where to write.
        catalogue: What a CSM may take off to keep somebody.
        chance: Its own chance.
    """
    today, character = chance.now.date(), company.character
    oldest = months_later(today, -MONTHS)
    cheaper = _cheaper_months(company, signed, catalogue, chance)
    month = max(oldest, company.course.joined)
    number = 0
    while (issued := month_end(month)) <= min(today, month_end(company.course.left or today)):
        mrr = [term.mrr for term in signed if term.first <= issued][-1]
        off = mrr * cheaper[issued] // 100 if issued in cheaper else 0
        due = month_end(issued + timedelta(days=1))
        place = min(max((issued.year - oldest.year) * 12 + issued.month - oldest.month, 0), MONTHS)
        late = chance.near(-3 + 6 * max(0.0, character.lateness) - 1.3 * float(company.course.satisfaction[place]), 4)
        paid = max(issued, due + timedelta(days=round(late)))
        number += 1
        rows.add(
            Invoice,
            id=f"{company.id}-v{number}",
            customer_id=company.id,
            amount=mrr - off,
            discount=off,
            issued_on=issued,
            due_on=due,
            paid_on=paid if paid <= today else None,
            status="paid" if paid <= today else "open",
        )
        month = issued + timedelta(days=1)


def _cheaper_months(
    company: Company, signed: Sequence[Signed], catalogue: DemoCatalogue, chance: Chance
) -> dict[date, int]:
    """Ends of the months in which something is taken off, and the percentage."""
    discount = catalogue.retention
    if discount is None or discount.percent is None or company.character.price < BARGAINERS:
        return {}
    renewals = [term.first for term in signed[1:] if chance.happens(0.6)]
    return {
        month_end(months_later(first, month)): discount.percent
        for first in renewals
        for month in range(discount.months or 1)
    }
