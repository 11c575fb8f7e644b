"""Every error as an RFC 9457 problem: what is wrong, and what to do; never a stack trace."""

from http import HTTPStatus
from typing import Any, Final

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from api.console.cookies import ForgedRequest
from api.feed import TooManyStreams
from api.rates import TooManyRequests
from domain.staff import NotAllowed
from domain.text import UnreadableMessage
from domain.turn import KnowledgeOutage
from services.conversations import UnknownCustomer, UnknownReply, WrongToken
from services.copilot.errors import CopilotMissing
from services.customers.directory import NoSuchCustomer
from services.customers.intake import EventIdReused, EventRefused, IntakeClosed, WrongSignature
from services.door import HistoryTooLong
from services.faq import (
    DraftChanged,
    DraftFaulty,
    DraftSettled,
    NothingToPublish,
    PublicationUnderWay,
    UnknownTopic,
)
from services.identity import WrongIdentity
from services.members import InvalidMember, LastAdmin, MemberExists, NotStaff, UnknownMember
from services.opening import MessageIdReused, TooManyWaiting, UnknownConversation
from services.recovery import OfferTooMuch, ProposalSettled, RecoveryNotOffered, RecoveryUnknown, UnknownProposal
from services.reviewing.errors import AlreadyDrawn, JudgedMeanwhile, JudgementUnfit, NothingSaid, UnknownReview
from services.reviewing.periods import UnknownPeriod
from services.serving import TicketTaken, UnknownTicket
from services.turns import ReplyPending, TurnFailed, TurnUnsettled
from store.session import StoreUnavailable

log = structlog.get_logger(__name__)


class DevelopmentOnly(Exception):
    """A request uses what only development mode offers."""


PROBLEMS: Final[dict[type[Exception], tuple[int, str, int | None]]] = {
    WrongToken: (401, "wrong-token", None),
    WrongIdentity: (401, "wrong-identity", None),
    NotStaff: (401, "not-staff", None),
    WrongSignature: (401, "wrong-signature", None),
    NotAllowed: (403, "not-allowed", None),
    ForgedRequest: (403, "forged-request", None),
    UnknownConversation: (404, "unknown-conversation", None),
    UnknownReply: (404, "unknown-reply", None),
    UnknownTicket: (404, "unknown-ticket", None),
    UnknownMember: (404, "unknown-member", None),
    NoSuchCustomer: (404, "no-such-customer", None),
    UnknownProposal: (404, "unknown-proposal", None),
    UnknownTopic: (404, "unknown-topic", None),
    UnknownReview: (404, "unknown-review", None),
    MessageIdReused: (409, "message-id-reused", None),
    TicketTaken: (409, "ticket-taken", None),
    MemberExists: (409, "member-exists", None),
    LastAdmin: (409, "last-admin", None),
    ProposalSettled: (409, "proposal-settled", None),
    OfferTooMuch: (409, "offer-too-much", None),
    EventIdReused: (409, "event-id-reused", None),
    DraftChanged: (409, "draft-changed", None),
    DraftSettled: (409, "draft-settled", None),
    NothingToPublish: (409, "nothing-to-publish", None),
    PublicationUnderWay: (409, "publication-under-way", None),
    AlreadyDrawn: (409, "already-drawn", None),
    NothingSaid: (409, "nothing-said", None),
    JudgedMeanwhile: (409, "judged-meanwhile", None),
    UnreadableMessage: (422, "unreadable-message", None),
    UnknownCustomer: (422, "unknown-customer", None),
    InvalidMember: (422, "invalid-member", None),
    DraftFaulty: (422, "draft-faulty", None),
    JudgementUnfit: (422, "judgement-unfit", None),
    UnknownPeriod: (422, "unknown-period", None),
    EventRefused: (422, "event-refused", None),
    RecoveryUnknown: (422, "recovery-unknown", None),
    RecoveryNotOffered: (404, "recovery-not-offered", None),
    CopilotMissing: (404, "copilot-missing", None),
    HistoryTooLong: (422, "history-too-long", None),
    DevelopmentOnly: (422, "development-only", None),
    TooManyRequests: (429, "too-many-requests", None),
    TooManyWaiting: (429, "too-many-waiting", 2),
    TooManyStreams: (429, "too-many-streams", 15),
    TurnFailed: (500, "turn-failed", None),
    IntakeClosed: (503, "intake-closed", 3_600),
    ReplyPending: (503, "reply-pending", 2),
    TurnUnsettled: (503, "turn-unsettled", 1),
    StoreUnavailable: (503, "store-unavailable", 2),
    KnowledgeOutage: (503, "knowledge-outage", 5),
}
"""For each expected error: status, name, and seconds after which it is worth trying again."""

_WITHHELD: Final[dict[type[Exception], str]] = {
    StoreUnavailable: "The conversation store cannot be reached. Repeat the same request.",
    KnowledgeOutage: "The message is kept, but cannot be answered now. Repeat it with the same client_message_id.",
}
"""What is said instead of the error's own words, which are for the log."""

TYPE: Final = "urn:zenbu:problem:"
FAULT: Final = ("fault", "Something is broken on our side. It was logged; repeat the request later.")
"""Name and detail of what nobody expected."""


def problem(status: int, name: str, detail: str, headers: dict[str, str] | None = None, **more: Any) -> JSONResponse:
    """An RFC 9457 problem document.

    Args:
        status: HTTP status.
        name: What kind of problem; stands in `type`, so that a client need not read `detail`.
        detail: What happened and what to do.
        headers: Sent with it.
        more: Further members.
    """
    return JSONResponse(document(status, name, detail, **more), status, headers, media_type="application/problem+json")


def document(status: int, name: str, detail: str, **more: Any) -> dict[str, Any]:
    """The body of a problem (see `problem`), for where it is sent inside something else."""
    return {"type": f"{TYPE}{name}", "title": HTTPStatus(status).phrase, "status": status, "detail": detail, **more}


def document_of(error: Exception) -> dict[str, Any]:
    """The problem document of an error; of a fault, if it is none of those that are expected."""
    if (expected := PROBLEMS.get(type(error))) is None:
        return document(500, *FAULT)
    status, name, _ = expected
    return document(status, name, _WITHHELD.get(type(error), str(error)))


def add_error_handlers(app: FastAPI) -> None:
    """Makes an application answer every error with a problem document."""
    for expected in PROBLEMS:
        app.add_exception_handler(expected, _on_expected)
    app.add_exception_handler(RequestValidationError, _on_invalid_request)
    app.add_exception_handler(HTTPException, _on_http_error)


async def _on_expected(_request: Request, error: Exception) -> Response:
    body = document_of(error)
    _, name, retry_after = PROBLEMS[type(error)]
    headers = error.headers if isinstance(error, TooManyRequests) else {}
    if retry_after is not None:
        log.warning("request postponed", problem=name, why=str(error))
        headers["Retry-After"] = str(retry_after)
    if body["status"] == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    return JSONResponse(body, body["status"], headers, media_type="application/problem+json")


async def _on_invalid_request(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    faults = error.errors()
    if any(fault["type"] == "json_invalid" for fault in faults):
        return problem(400, "malformed-json", "The body is not JSON. Send a JSON object as application/json.")
    # Without what was sent: it may be personal, and need not be text.
    errors = [{"at": "/".join(map(str, fault["loc"])), "fault": fault["msg"]} for fault in faults]
    return problem(422, "invalid-request", "The request is not as the API expects it: see errors.", errors=errors)


async def _on_http_error(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    phrase = HTTPStatus(error.status_code).phrase
    name = phrase.lower().replace(" ", "-").replace("'", "")
    headers = dict(error.headers) if error.headers else None
    return problem(error.status_code, name, f"{error.detail}. See /openapi.json for what is offered.", headers)
