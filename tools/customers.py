"""Customers, as the staff look them up."""

from dataclasses import asdict
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from domain.success.customer_360 import Customer360, CustomerType, HealthStatus, RiskLevel
from services.customers.directory import CustomerDirectory
from store.success.directory import Wanted
from tools.context import StaffCall
from tools.declaration import STAFF, Arguments, Json, Tool
from tools.refusal import Refused

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

CustomerId = Annotated[str, Field(min_length=1, description="A customer_id, from search_customers or a ticket.")]


class SearchCustomers(Arguments):
    """What is known of them."""

    text: Annotated[str | None, Field(description="What stands in their name, id or e-mail address.")] = None
    type: Annotated[CustomerType | None, Field(description="Only of this kind.")] = None
    health: Annotated[HealthStatus | Literal["unknown"] | None, Field(description="Only of this colour of health.")] = (
        None
    )
    risk: Annotated[RiskLevel | None, Field(description="Only with this risk of leaving.")] = None
    after: Annotated[str | None, Field(description="`next` of the page before.")] = None
    limit: Annotated[int, Field(ge=1, le=50, description="Most customers.")] = 20


class OfCustomer(Arguments):
    """Whom it is about."""

    customer_id: CustomerId


def search_customers(call: StaffCall, given: SearchCustomers) -> Json:
    """A page of customers with the scores stored last."""
    wanted = Wanted(given.text, given.type, given.health, given.risk)
    page = CustomerDirectory(call.deps.database).page(wanted, given.after, given.limit)
    return {"customers": [plain_of(found) for found in page.customers], "next": page.next}


def get_customer_360(call: StaffCall, given: OfCustomer) -> Json:
    """The whole of one customer as of now."""
    return plain_of(view_of(call, given.customer_id))


def view_of(call: StaffCall, customer_id: str) -> Customer360:
    """The whole of a customer.

    Raises:
        Refused: Nobody has this id.
    """
    view = call.deps.records.view(customer_id, call.now)
    if view is None:
        raise Refused(f"There is no customer {customer_id!r}. Look for them: search_customers.")
    return view


def plain_of(value: "DataclassInstance") -> Json:
    """A dataclass as plain JSON values."""
    return {name: plain(entry) for name, entry in asdict(value).items()}


def plain(value: Any) -> Any:
    """Plain JSON values of what dataclasses hold: moments as ISO 8601, fractions to four places."""
    match value:
        case dict():
            return {name: plain(entry) for name, entry in value.items()}
        case list() | tuple():
            return [plain(entry) for entry in value]
        case datetime() | date():
            return value.isoformat()
        case float():
            return round(value, 4)
        case _:
            return value


TOOLS = (
    Tool(
        "search_customers",
        "Finds customers by what stands in their name, id or e-mail address, by kind, health or risk of leaving; all "
        "of them where nothing is given. Returns them by id with the scores stored last (null: never computed), and "
        "`next` for the page behind.",
        "read",
        STAFF,
        SearchCustomers,
        search_customers,
        permission="serve",
    ),
    Tool(
        "get_customer_360",
        "Reads everything about a customer as of now: contract, use, engagement, support, surveys, money and the last "
        "scores. Null is what nobody knows, never zero. Money is yen, rates are 0 to 1.",
        "read",
        STAFF,
        OfCustomer,
        get_customer_360,
        permission="serve",
    ),
)
