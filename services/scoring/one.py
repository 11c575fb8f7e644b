"""One customer, assessed now and not stored."""

from datetime import datetime

from services.customers import CustomerViews
from services.customers.directory import CustomerDirectory
from services.scoring.assessment import Assessment, Assessor
from services.scoring.rows import parts_before
from store.session import Database
from store.success import newest_scores


def assess_one(database: Database, assessor: Assessor, customer_id: str, at: datetime) -> Assessment:
    """What is made of one customer as of a moment; what moved is told against the scores last stored before it.

    Args:
        database: Where everything is.
        assessor: Computes the scores.
        customer_id: Who.
        at: The moment.

    Raises:
        NoSuchCustomer: Nobody has this id, or had it then.
    """
    view = CustomerDirectory(database).view(customer_id, at)
    with database.read() as session:
        before = newest_scores.as_of(session, [customer_id], at)
    return assessor.assess([view], CustomerViews(database).remarks([customer_id], at), parts_before(before))[0]
