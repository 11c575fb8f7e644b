"""One customer, assessed now and not stored."""

from datetime import datetime

from domain.mending import Mendable
from services.customers import CustomerViews
from services.scoring.assessment import Assessment, Assessor
from services.scoring.rows import parts_before
from store.session import Database
from store.success import newest_scores


class UnknownCustomer(Mendable, LookupError):
    """Nobody has this id, or they came later than the moment asked for."""


def assess_one(database: Database, assessor: Assessor, customer_id: str, at: datetime) -> Assessment:
    """What is made of one customer as of a moment; what moved is told against the scores last stored before it.

    Args:
        database: Where everything is.
        assessor: Computes the scores.
        customer_id: Who.
        at: The moment.

    Raises:
        UnknownCustomer: There was no such customer.
    """
    views = CustomerViews(database)
    view = views.view(customer_id, at)
    if view is None:
        raise UnknownCustomer(f"There was no customer {customer_id} on {at:%Y-%m-%d}. See: zenbu customers list")
    with database.read() as session:
        before = newest_scores.as_of(session, [customer_id], at)
    return assessor.assess([view], views.remarks([customer_id], at), parts_before(before))[0]
