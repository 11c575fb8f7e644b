"""The chat API: what customers' clients call."""

from typing import Annotated, Any

from fastapi import APIRouter, Body, Header, Query, Request, Response
from fastapi.responses import JSONResponse

from api import examples
from api.answering import Words
from api.deps import (
    AnsweringDep,
    ApplicationDep,
    CountedConversation,
    FeedDep,
    OwnConversation,
    Visitor,
    WritableConversation,
)
from api.errors import DevelopmentOnly
from api.feed import TooManyStreams
from api.openapi import problems, stream
from api.rates import TooManyRequests
from api.schemas import (
    Feedback,
    NewConversation,
    NewMessage,
    OpenedConversation,
    ReplyOut,
    SurveyAnswers,
    Transcript,
)
from api.streams import EventStream, tell_events, tell_reply
from domain.clock import SystemClock
from domain.text import UnreadableMessage
from domain.turn import KnowledgeOutage
from services.conversations import Survey, UnknownCustomer, UnknownReply, WrongToken
from services.identity import WrongIdentity
from services.opening import MessageIdReused, TooManyWaiting, UnknownConversation
from services.turns import ReplyPending, TurnFailed, TurnUnsettled
from store.session import StoreUnavailable

router = APIRouter(prefix="/v1/conversations", tags=["chat"])

Place = Annotated[int, Query(ge=0, lt=2**31, description="Only what was said behind this `seq`.")]


@router.post(
    "",
    status_code=201,
    responses=problems(WrongIdentity, UnknownCustomer, DevelopmentOnly, TooManyRequests, StoreUnavailable, body=True),
    openapi_extra={"security": [{}]},
)
def open_conversation(
    application: ApplicationDep, visitor: Visitor, body: Annotated[NewConversation | None, Body()] = None
) -> OpenedConversation:
    """Opens a conversation with a greeting. A site that knows its visitor sends along who it is."""
    new = body or NewConversation()
    if not application.settings.is_development and (new.customer_id is not None or new.now is not None):
        raise DevelopmentOnly("customer_id and now are taken in development only. Leave them out.")
    try:
        opened = application.conversations.open(new.channel, new.locale, visitor or new.customer_id, new.now)
    except UnknownCustomer as error:
        if visitor is None:
            raise
        raise WrongIdentity("The identity names nobody who is known here. Open without Authorization.") from error
    return OpenedConversation(
        conversation_id=opened.conversation_id, token=opened.token, message=opened.greeting, notice=opened.notice
    )


@router.post(
    "/{conversation_id}/messages",
    response_model=ReplyOut,
    responses={
        200: stream("The reply, or the events that lead to it.", examples.REPLY_STREAM),
        **problems(
            WrongToken,
            UnknownConversation,
            MessageIdReused,
            UnreadableMessage,
            TooManyRequests,
            TooManyWaiting,
            TurnFailed,
            ReplyPending,
            TurnUnsettled,
            StoreUnavailable,
            KnowledgeOutage,
            body=True,
        ),
    },
)
async def post_message(
    answering: AnsweringDep, conversation_id: WritableConversation, message: NewMessage, request: Request
) -> Response:
    """Answers a message. The same `client_message_id` gets the same reply, and nothing happens twice.

    With `Accept: text/event-stream` the answer is a stream: `status` (the message is stored, its id), `delta` (the
    reply sentence by sentence), `reply` (all of it), or `error` (a problem) in its place.
    """
    if _wants_stream(request):
        received = await answering.receive(conversation_id, message.text, message.client_message_id)
        words = Words()
        return EventStream(tell_reply(answering, received.message_id, answering.answer(received, words), words))
    # As it was stored, byte for byte what a repeated request gets; a test holds it to ReplyOut.
    return JSONResponse(await answering.accept(conversation_id, message.text, message.client_message_id))


@router.get("/{conversation_id}", responses=problems(WrongToken, UnknownConversation, StoreUnavailable))
def read_transcript(
    application: ApplicationDep,
    conversation_id: OwnConversation,
    after: Place = 0,
    limit: Annotated[int, Query(ge=1, le=500)] = 200,
) -> Transcript:
    """Reads what was said, who answers now, and where a handover stands."""
    page: dict[str, Any] = application.conversations.transcript(conversation_id, after, limit)
    return Transcript.model_validate(page)


@router.get(
    "/{conversation_id}/events",
    status_code=200,
    response_class=EventStream,
    responses={
        200: stream("What happens, as it happens.", examples.EVENT_STREAM),
        **problems(WrongToken, UnknownConversation, TooManyStreams, StoreUnavailable),
    },
)
async def listen(
    feed: FeedDep,
    conversation_id: OwnConversation,
    after: Place = 0,
    last_event_id: Annotated[int | None, Header(ge=0, lt=2**31, description="The id of the last event heard.")] = None,
) -> EventStream:
    """Tells what happens in a conversation, for as long as the client listens.

    `message` (with the message's `seq` as id): everything said behind `Last-Event-ID` (or `after`), in order and once,
    from any tab and by anybody. `owner`: who answers, and where a handover stands; first as it is, then as it changes.
    `typing`: somebody of the staff is writing. A comment comes every 15 seconds. Whoever was cut off comes back with
    `Last-Event-ID` and has missed nothing.
    """
    feed.require_room(conversation_id)
    # Browsers go by the machine's time, not by the business's, which may stand still.
    return EventStream(
        tell_events(feed, SystemClock(), conversation_id, after if last_event_id is None else last_event_id)
    )


@router.post(
    "/{conversation_id}/typing",
    status_code=204,
    responses=problems(WrongToken, UnknownConversation, TooManyRequests, StoreUnavailable),
)
def show_typing(application: ApplicationDep, conversation_id: CountedConversation) -> None:
    """Shows the person who answers for a few seconds that the customer is typing; call it again while that lasts."""
    application.conversations.show_typing(conversation_id)


@router.post(
    "/{conversation_id}/feedback",
    status_code=204,
    responses=problems(WrongToken, UnknownConversation, UnknownReply, TooManyRequests, StoreUnavailable, body=True),
)
def give_feedback(application: ApplicationDep, conversation_id: WritableConversation, feedback: Feedback) -> None:
    """Keeps whether a reply helped."""
    application.conversations.give_feedback(conversation_id, feedback.message_id, feedback.helpful, feedback.comment)


@router.post(
    "/{conversation_id}/survey",
    status_code=204,
    responses=problems(WrongToken, UnknownConversation, TooManyRequests, StoreUnavailable, body=True),
)
def answer_survey(application: ApplicationDep, conversation_id: WritableConversation, answers: SurveyAnswers) -> None:
    """Keeps what the customer says at the end."""
    application.conversations.answer_survey(conversation_id, Survey(**answers.model_dump()))


def _wants_stream(request: Request) -> bool:
    ranges = ",".join(request.headers.getlist("accept")).lower().split(",")
    return any(range_.split(";")[0].strip() == "text/event-stream" for range_ in ranges)
