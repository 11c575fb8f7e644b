"""Where other systems tell what happens to customers: signed calls, each event once."""

from typing import Annotated, Final, Literal

from fastapi import APIRouter, Body, Depends, Request
from pydantic import BaseModel, ConfigDict, Field

from api.addresses import client_of
from api.deps import ApplicationDep, RatesDep
from api.openapi import problems
from api.rates import TooManyRequests
from domain.clock import SystemClock
from services.customers.intake import (
    MOST,
    Event,
    EventIdReused,
    EventRefused,
    Intake,
    IntakeClosed,
    Taken,
    WrongSignature,
    verify,
)
from store.session import StoreUnavailable

EVENTS: Final = "/v1/intake/events"
LARGEST: Final = {EVENTS: 1024 * 1024}
"""Bytes a call may have: five hundred events with long comments."""

router = APIRouter(tags=["intake"])


class TakenOut(BaseModel):
    """What became of one event; `reason` says why it was not taken in, and what to do."""

    id: str
    status: Literal["accepted", "repeated", "conflict", "refused"]
    reason: str | None


class IntakeAnswer(BaseModel):
    """What became of a call's events, in their order, and how many of each."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "accepted": 1,
                    "repeated": 0,
                    "conflict": 0,
                    "refused": 1,
                    "results": [
                        {"id": "evt_0001", "status": "accepted", "reason": None},
                        {"id": "evt_0002", "status": "refused", "reason": "There is no customer C-9. …"},
                    ],
                }
            ]
        }
    )

    accepted: int
    repeated: int
    conflict: int
    refused: int
    results: list[TakenOut]

    @classmethod
    def of(cls, taken: list[Taken]) -> "IntakeAnswer":
        """The answer of a call."""
        counts = {status: sum(one.status == status for one in taken) for status in _STATUSES}
        return cls(results=[TakenOut(id=one.id, status=one.status, reason=one.reason) for one in taken], **counts)


_STATUSES: Final = ("accepted", "repeated", "conflict", "refused")


async def require_signature(application: ApplicationDep, rates: RatesDep, request: Request) -> None:
    """Makes sure that a call is from who knows the secret; counted by address first, so that guessing has an end.

    Raises:
        TooManyRequests: One too many.
        IntakeClosed: No secret is set, and this is not development.
        WrongSignature: Not signed with the secret, or not now.
    """
    settings = application.settings
    rates.count_address(client_of(request, settings.trusted_proxies))
    if not settings.intake_key:
        if settings.is_development:
            return
        raise IntakeClosed("No events are taken in here: ZENBU_INTAKE_SECRET is not set. Ask who runs this to set it.")
    # The machine's time: a clock that stands still for a demonstration is no sender's.
    verify(request.headers, await request.body(), settings.intake_key, SystemClock().now())


def get_intake(application: ApplicationDep) -> Intake:
    """What takes events in."""
    return Intake(application.database, application.settings.clock())


@router.post(
    EVENTS,
    dependencies=[Depends(require_signature)],
    responses=problems(
        WrongSignature, EventIdReused, EventRefused, TooManyRequests, IntakeClosed, StoreUnavailable, body=True
    ),
)
def take_events(
    intake: Annotated[Intake, Depends(get_intake)],
    events: Annotated[
        Event | Annotated[list[Event], Field(min_length=1, max_length=MOST)],
        Body(description="One event, or a list of up to 500."),
    ],
) -> IntakeAnswer:
    """Takes in what happened to customers: usage, billing, surveys, support.

    Each event counts once under its `id`: sent again it is `repeated`, and nothing happens. Events are taken in by
    themselves, in their order: one that is refused (an unknown customer, a payment of an unknown invoice) or in
    conflict (its id was used for another event) does not keep the others of a list out, and a refused one may be sent
    again once things are right. A list is answered with 200 and each event's own status; a single event that is
    refused or in conflict with 422 or 409. A body of the wrong shape is refused as a whole.

    Calls are signed as Standard Webhooks says: `webhook-id`, `webhook-timestamp` (seconds since 1970, at most five
    minutes off) and `webhook-signature`: `v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`.
    """
    taken = intake.take(events if isinstance(events, list) else [events])
    if not isinstance(events, list):
        (one,) = taken
        if one.status == "conflict":
            raise EventIdReused(one.reason)
        if one.status == "refused":
            raise EventRefused(one.reason)
    return IntakeAnswer.of(taken)
