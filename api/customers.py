"""Customers as the staff's console shows them: a list, and each as a whole."""

from datetime import date, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Query
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from api.deps import ApplicationDep
from api.openapi import problems
from api.staff import MemberDep
from domain.clock import in_tokyo
from domain.staff import NotAllowed
from domain.success.customer_360 import Customer360, CustomerType, HealthStatus, RiskLevel
from services.customers.directory import PAGE, CustomerDirectory, NoSuchCustomer
from services.members import NotStaff
from store.session import StoreUnavailable
from store.success.directory import Wanted

router = APIRouter(prefix="/v1/staff/customers", tags=["staff"])

CustomerId = Annotated[str, Path(min_length=1, max_length=128, pattern=r"^[^\s\x00-\x1f]+$", examples=["C-1001"])]
Moment = Annotated[
    AwareDatetime | None,
    Query(ge=datetime.fromisoformat("2000-01-01T00:00:00Z"), lt=datetime.fromisoformat("2100-01-01T00:00:00Z")),
]


class CustomerRow(BaseModel):
    """A customer in a list, with the scores stored last; null where never computed."""

    model_config = ConfigDict(from_attributes=True)

    customer_id: str
    name: str
    type: CustomerType
    since: date | None
    health: float | None
    health_status: HealthStatus | None
    churn: float | None
    churn_level: RiskLevel | None
    ltv: int | None
    segment: str | None
    computed_at: datetime | None


class CustomerPage(BaseModel):
    """A page of customers; `next` goes into `after` for the page behind it."""

    model_config = ConfigDict(from_attributes=True)

    customers: list[CustomerRow]
    next: str | None = Field(examples=["C-1001"])


def get_directory(application: ApplicationDep, me: MemberDep) -> CustomerDirectory:
    """Customers, for those who may read them.

    Raises:
        NotAllowed: The role does not permit it.
    """
    me.require("read")
    return CustomerDirectory(application.database)


Directory = Annotated[CustomerDirectory, Depends(get_directory)]


@router.get("", responses=problems(NotStaff, NotAllowed, StoreUnavailable))
def list_customers(
    directory: Directory,
    text: Annotated[
        str | None,
        Query(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f]+$", description="In id, name or e-mail."),
    ] = None,
    type: CustomerType | None = None,
    status: HealthStatus | Literal["unknown"] | None = None,
    level: RiskLevel | None = None,
    csm: Annotated[str | None, Query(pattern=r"^[A-Za-z0-9_-]{1,64}$")] = None,
    after: Annotated[str | None, Query(min_length=1, max_length=128, pattern=r"^[^\s\x00-\x1f]+$")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = PAGE,
) -> CustomerPage:
    """Lists customers by id, with the scores stored last: by what is in their name, by health, by risk, by CSM."""
    return CustomerPage.model_validate(directory.page(Wanted(text, type, status, level, csm), after, limit))


@router.get("/{customer_id}", responses=problems(NotStaff, NotAllowed, NoSuchCustomer, StoreUnavailable))
def read_customer(
    application: ApplicationDep, me: MemberDep, directory: Directory, customer_id: CustomerId, at: Moment = None
) -> Customer360:
    """Shows everything about a customer, as of now or of a moment before. What is not known is null, never 0."""
    view = directory.view(customer_id, in_tokyo(at) if at else application.settings.clock().now())
    application.staff.audit.viewed(me, customer_id=customer_id)
    return view
