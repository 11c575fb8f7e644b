"""Customers as the staff look them up. Whoever calls has made sure that they may."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from domain.mending import Mendable
from domain.success.customer_360 import Customer360
from services.customers.views import CustomerViews
from store.models import Customer
from store.session import Database
from store.success import directory
from store.success.directory import Found, Wanted

PAGE: Final = 50
"""Customers in one page."""


class NoSuchCustomer(Mendable, LookupError):
    """Nobody has this id, or had it at that time."""


@dataclass(frozen=True)
class Page:
    """Some customers; `next` goes into `after` for the page behind it."""

    customers: list[Found]
    next: str | None


class CustomerDirectory:
    """Finds customers and shows one of them as a whole.

    Args:
        database: Where they are kept.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._views = CustomerViews(database)

    def page(self, wanted: Wanted, after: str | None = None, limit: int = PAGE) -> Page:
        """A page of customers, by id.

        Args:
            wanted: Which.
            after: `next` of the page before.
            limit: Most of them.
        """
        with self._database.read() as session:
            rows = directory.listed(session, wanted, after, limit + 1)
        return Page(list(rows[:limit]), rows[limit - 1].customer_id if len(rows) > limit else None)

    def set_campaigns(self, customer_id: str, wanted: bool) -> None:
        """Notes whether a customer may be written to about how to use what they have.

        Raises:
            NoSuchCustomer: Nobody has this id.
        """
        with self._database.write() as session:
            customer = session.get(Customer, customer_id)
            if customer is None:
                raise NoSuchCustomer(f"There is no customer {customer_id!r}. Find them: zenbu customers list NAME")
            customer.campaigns = wanted

    def view(self, customer_id: str, at: datetime) -> Customer360:
        """Everything about a customer as of a moment.

        Raises:
            NoSuchCustomer: Nobody has this id, or had it then.
        """
        view = self._views.view(customer_id, at)
        if view is None:
            raise NoSuchCustomer(
                f"There is no customer {customer_id!r} on {at.date().isoformat()}. Find them: zenbu customers list NAME"
            )
        return view
