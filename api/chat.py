"""The chat API: what customers' clients call."""

from typing import Annotated, Any

from fastapi import APIRouter, Body, Query
from fastapi.responses import JSONResponse

from api.deps import ApplicationDep, OwnConversation
from api.errors import DevelopmentOnly
from api.schemas import (
    Feedback,
    NewConversation,
    NewMessage,
    OpenedConversation,
    ReplyOut,
    SurveyAnswers,
    Transcript,
)
from services.conversations import Survey

router = APIRouter(prefix="/v1/conversations", tags=["chat"])


@router.post("", status_code=201)
def open_conversation(
    application: ApplicationDep, body: Annotated[NewConversation | None, Body()] = None
) -> OpenedConversation:
    """Opens a conversation with a greeting."""
    new = body or NewConversation()
    if not application.settings.is_development and (new.customer_id is not None or new.now is not None):
        raise DevelopmentOnly("customer_id and now are taken in development only. Leave them out.")
    opened = application.conversations.open(new.channel, new.locale, new.customer_id, new.now)
    return OpenedConversation(conversation_id=opened.conversation_id, token=opened.token, message=opened.greeting)


@router.post("/{conversation_id}/messages", response_model=ReplyOut)
def post_message(application: ApplicationDep, conversation_id: OwnConversation, message: NewMessage) -> JSONResponse:
    """Answers a message. The same `client_message_id` gets the same reply, and nothing happens twice."""
    # As it was stored, byte for byte what a repeated request gets; a test holds it to ReplyOut.
    return JSONResponse(application.turns.accept(conversation_id, message.text, message.client_message_id))


@router.get("/{conversation_id}")
def read_transcript(
    application: ApplicationDep,
    conversation_id: OwnConversation,
    after: Annotated[int, Query(ge=0, lt=2**31)] = 0,
    limit: Annotated[int, Query(ge=1, le=500)] = 200,
) -> Transcript:
    """Reads what was said, who answers now, and where a handover stands."""
    page: dict[str, Any] = application.conversations.transcript(conversation_id, after, limit)
    return Transcript.model_validate(page)


@router.post("/{conversation_id}/feedback", status_code=204)
def give_feedback(application: ApplicationDep, conversation_id: OwnConversation, feedback: Feedback) -> None:
    """Keeps whether a reply helped."""
    application.conversations.give_feedback(conversation_id, feedback.message_id, feedback.helpful, feedback.comment)


@router.post("/{conversation_id}/survey", status_code=204)
def answer_survey(application: ApplicationDep, conversation_id: OwnConversation, answers: SurveyAnswers) -> None:
    """Keeps what the customer says at the end."""
    application.conversations.answer_survey(conversation_id, Survey(**answers.model_dump()))
