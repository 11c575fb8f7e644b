"""What could be offered to a customer after something went wrong, and what the caller may give."""

from typing import Annotated

from pydantic import Field

from domain.recovery import Recovery
from services.customers.directory import NoSuchCustomer
from services.recovery import RecoveryDesk, RecoveryUnknown, recovery_terms
from services.recovery.desk import Wish
from tools.context import StaffCall
from tools.customers import CustomerId
from tools.declaration import STAFF, Arguments, Json, NoArguments, Tool
from tools.refusal import Refused
from tools.tickets import TicketId


class WeighRecovery(Arguments):
    """For whom, and for what."""

    customer_id: CustomerId
    cause: Annotated[str | None, Field(description="What went wrong, by id; all causes where none is given.")] = None
    ticket_id: Annotated[TicketId | None, Field(description="The case: what was given in it before counts.")] = None


def get_authority(call: StaffCall, given: NoArguments) -> Json:
    """What the caller may give in one case, and what is left of their month, in yen."""
    return _authority(call, _desk(call))


def weigh_recovery(call: StaffCall, given: WeighRecovery) -> Json:
    """What each cause justifies for this customer, and in which form; nothing is promised by it."""
    desk = _desk(call)
    names = [given.cause] if given.cause else list(desk.terms.causes)
    try:
        causes = {
            name: desk.weigh(call.member, Wish(given.customer_id, name, ticket_id=given.ticket_id)) for name in names
        }
    except (NoSuchCustomer, RecoveryUnknown) as error:
        raise Refused(str(error)) from error
    return {
        "customer_id": given.customer_id,
        "authority": _authority(call, desk),
        "causes": [_weighed(name, weighed) for name, weighed in causes.items()],
    }


def _desk(call: StaffCall) -> RecoveryDesk:
    terms = recovery_terms(call.deps.pack)
    if terms is None:
        raise Refused("The company does not say what it offers when something went wrong.")
    return RecoveryDesk(call.deps.database, call.deps.clock, terms)


def _authority(call: StaffCall, desk: RecoveryDesk) -> Json:
    budget = desk.budget(call.member)
    return {"level": budget.level, "case": budget.case, "month": budget.limit, "left": budget.left}


def _weighed(name: str, weighed: Recovery) -> Json:
    return {
        "cause": name,
        "name": weighed.grounds.cause,
        "severity": weighed.grounds.severity,
        "allowance": weighed.allowance,
        "offers": [
            {"kind": offer.kind, "name": offer.name, "amount": offer.amount, "needs": offer.needs}
            for offer in weighed.offers
        ],
    }


TOOLS = (
    Tool(
        "get_authority",
        "Reads what the caller may give after something went wrong: yen for one case, for a month, and what is left of "
        "it.",
        "read",
        STAFF,
        NoArguments,
        get_authority,
        permission="serve",
    ),
    Tool(
        "weigh_recovery",
        "Computes what a customer may be offered after something went wrong: for each cause the most it justifies in "
        "yen, the forms that fit, best first, and the level each needs. Nothing is promised or stored by it.",
        "read",
        STAFF,
        WeighRecovery,
        weigh_recovery,
        permission="serve",
    ),
)
