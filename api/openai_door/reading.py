"""From a chat completion request to what a customer says, and what was said before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Final

from api.errors import DevelopmentOnly
from api.openai_door.errors import DoorError
from api.openai_door.schemas import MODEL, ChatMessage, ChatRequest
from domain.clock import in_tokyo
from domain.text import accept, clean
from services.door import Exchange, Opening

_YEARS: Final = range(2000, 2100)


@dataclass(frozen=True)
class Asked:
    """What a request asks.

    Attributes:
        history: What was said before, oldest first.
        text: What the customer says now.
        name: What the client calls the conversation, if it does.
        opening: How a new conversation is opened.
        prompt: All texts that were sent, system messages among them.
    """

    history: tuple[Exchange, ...]
    text: str
    name: str | None
    opening: Opening
    prompt: tuple[str, ...]


def read_request(request: ChatRequest, is_development: bool) -> Asked:
    """Reads a request. System and developer messages change nothing.

    Raises:
        DoorError: It wants something that is not offered, or does not end with the user.
        DevelopmentOnly: It plays a case outside development.
        UnreadableMessage: What the user says is empty or too long.
    """
    _require_offered(request)
    spoken = [
        (index, message, _text_of(message, index))
        for index, message in enumerate(request.messages)
        if _speaks(message, index)
    ]
    if not spoken or spoken[-1][1].role != "user":
        raise DoorError("The last message must be the user's.", code="user_message_missing", param="messages")
    exchanges, said = _exchanges([(message.role, text) for _, message, text in spoken])
    metadata = request.metadata
    return Asked(
        history=tuple(exchanges),
        text=accept(said),
        name=(metadata.conversation_id if metadata else None) or request.user,
        opening=_opening(request, is_development),
        prompt=tuple(_text_of(message, index) for index, message in enumerate(request.messages)),
    )


def _require_offered(request: ChatRequest) -> None:
    if request.model != MODEL:
        message = f"There is no model {request.model!r} here. Ask for one of: {MODEL}."
        raise DoorError(message, code="model_not_found", param="model", status=HTTPStatus.NOT_FOUND)
    if request.n not in (None, 1):
        raise DoorError("One choice a request is offered. Leave n out.", code="unsupported_value", param="n")
    for name in ("tools", "functions"):
        if getattr(request, name):
            message = f"The agent has tools of its own and calls none of a client's. Leave {name} out."
            raise DoorError(message, code="unsupported_parameter", param=name)
    if request.response_format is not None and request.response_format.type != "text":
        message = "Replies are text, as a customer reads them. Leave response_format out."
        raise DoorError(message, code="unsupported_value", param="response_format")


def _speaks(message: ChatMessage, index: int) -> bool:
    if message.role in ("tool", "function") or message.tool_calls:
        message_ = "The agent calls none of a client's tools, so there are no results to tell it. Leave them out."
        raise DoorError(message_, code="tool_messages_unsupported", param=f"messages.{index}")
    return message.role in ("user", "assistant")


def _text_of(message: ChatMessage, index: int) -> str:
    if message.content is None or isinstance(message.content, str):
        return message.content or ""
    for number, part in enumerate(message.content):
        if part.type not in ("text", "refusal"):
            told = f"Only text is read, no {part.type!r:.40}. Leave the part out."
            raise DoorError(told, code="unsupported_content", param=f"messages.{index}.content.{number}")
    return "\n".join(part.text or "" for part in message.content)


def _exchanges(spoken: Sequence[tuple[str, str]]) -> tuple[list[Exchange], str]:
    """What was said and answered, and what is said now. Messages in a row are one, said in several lines."""
    found: list[Exchange] = []
    said: list[str] = []
    for role, text in spoken:
        if role == "user":
            said.append(text)
        elif said:
            found.append(Exchange(clean("\n".join(said)), clean(text)))
            said = []
        elif found:
            found[-1] = Exchange(found[-1].said, f"{found[-1].answered}\n{clean(text)}")
        # What the assistant says first of all is a greeting; the conversation has its own.
    return found, "\n".join(said)


def _opening(request: ChatRequest, is_development: bool) -> Opening:
    metadata = request.metadata
    if metadata is None or (metadata.customer_id is None and metadata.now is None):
        return Opening()
    if not is_development:
        raise DevelopmentOnly("metadata.customer_id and now are taken in development only. Leave them out.")
    return Opening(metadata.customer_id, _moment(metadata.now) if metadata.now else None)


def _moment(text: str) -> datetime:
    try:
        moment = in_tokyo(datetime.fromisoformat(text))
    except ValueError:
        moment = None
    if moment is None or moment.year not in _YEARS:
        message = f"metadata.now {text[:40]!r} is no ISO 8601 time of this century, such as 2026-11-21T10:00."
        raise DoorError(message, code="invalid_value", param="metadata.now")
    return moment
