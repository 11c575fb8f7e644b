"""A person takes over."""

from typing import Annotated, get_args

from pydantic import Field

from domain.effects import OpenHandover
from domain.handover import SENIOR, priority_of, promise_at
from domain.labels import Trigger
from services.promises import say_promise
from tools.context import CustomerCall, Written
from tools.declaration import CUSTOMERS, Arguments, Tool
from tools.refusal import Refused


class RequestPerson(Arguments):
    """Why a person is due."""

    reason: Annotated[Trigger, Field(description="The reason that fits best.")] = "human_request"
    note: Annotated[str, Field(max_length=500, description="What the person should know first.")] = ""


def request_person(call: CustomerCall, given: RequestPerson) -> Written:
    """Opens a ticket, with an honest promise of when somebody answers."""
    deps, context = call.deps, call.context
    if context.waits:
        raise Refused("A person was called already and will answer here. Tell the customer so.")
    customer = deps.records.customer(context.customer_id) if context.customer_id else None
    valuable = customer is not None and deps.records.worth(customer.customer_id, call.now).raises_priority
    priority = priority_of(given.reason, valuable=valuable)
    promise = promise_at(call.now, deps.promises[priority], deps.hours, deps.records.duty())
    said = say_promise(deps.voice, promise, deps.hours, call.now)
    ticket_id = deps.new_id("tk")
    brief = {
        "message": context.text,
        "customer": customer.name if customer else None,
        "customer_id": context.customer_id,
        "contact": (customer.phone or customer.email) if customer else None,
        "note": given.note or None,
    }
    senior = given.reason in SENIOR
    opened = OpenHandover(ticket_id, given.reason, priority, said, promise.by, senior, brief, deps.packets)
    return Written((opened,), {"ticket_id": ticket_id, "priority": priority, "promise": said})


TOOLS = (
    Tool(
        "request_person",
        "Hands the conversation to a person: opens a ticket and returns the promise to be given to the customer word "
        f"for word. Reasons: {', '.join(get_args(Trigger))}.",
        "write",
        CUSTOMERS,
        RequestPerson,
        request_person,
    ),
)
