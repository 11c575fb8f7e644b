"""`/v1/chat/completions` and `/v1/models`: the turns of the chat API for clients that speak to a language model."""

import asyncio
from collections.abc import AsyncGenerator
from http import HTTPStatus
from typing import Annotated, Any, Final

import structlog
from fastapi import APIRouter, Header, Response
from fastapi.responses import JSONResponse
from fastapi.sse import KEEPALIVE_COMMENT
from starlette.concurrency import run_in_threadpool

from api.answering import Answer, Answering
from api.deps import AnsweringDep, ApplicationDep, RatesDep
from api.errors import PROBLEMS
from api.openai_door.access import AllowedIn
from api.openai_door.errors import DoorError, error_of
from api.openai_door.reading import Asked, read_request
from api.openai_door.schemas import MODEL, ChatRequest, Completion, ErrorOut, Model, Models
from api.openai_door.wording import Chunks, completion, content_of, told_error
from api.openapi import stream
from api.streams import HEARTBEAT, EventStream
from domain.clock import SystemClock
from services.door import Door, Exchange, Standing, digest_of

COMPLETIONS: Final = "/v1/chat/completions"

LARGEST: Final = {COMPLETIONS: 1024 * 1024}
"""Bytes of a body by path: a history is sent again and again, and grows."""

_EXAMPLE: Final = (
    'data: {"id":"chatcmpl-m_1","object":"chat.completion.chunk","created":1764032400,"model":"zenbu",'
    '"choices":[{"index":0,"delta":{"content":"はい。"},"finish_reason":null,"logprobs":null}]}\n\n'
    "data: [DONE]\n\n"
)

_ERRORS: Final[dict[int | str, dict[str, Any]]] = {
    status: {"model": ErrorOut, "description": HTTPStatus(status).phrase}
    for status in (400, 401, 403, 404, 408, 409, 413, 429, 500, 503)
} | {"default": {"model": ErrorOut, "description": "Any other error."}}

log = structlog.get_logger(__name__)

router = APIRouter(tags=["openai"], dependencies=[AllowedIn])


@router.post(
    COMPLETIONS,
    response_model=Completion,
    responses={200: stream("The completion, or its chunks (`stream: true`).", _EXAMPLE), **_ERRORS},
)
async def complete(
    application: ApplicationDep,
    answering: AnsweringDep,
    rates: RatesDep,
    request: ChatRequest,
    retries: Annotated[int, Header(alias="x-stainless-retry-count", include_in_schema=False)] = 0,
) -> Response:
    """Answers the user's last message as the chat API does, for evaluation and red-team tools.

    A conversation goes on by `metadata.conversation_id`, by `user`, or, where neither is there, by its history: the
    messages before the last decide which conversation it is; a history that was not left here is told to a new one
    first. System messages, sampling parameters and what the assistant is made to have said change nothing.
    """
    asked = read_request(request, application.settings.is_development)
    standing = await run_in_threadpool(_standing, application.door, asked, retries > 0)
    rates.count_message(standing.conversation_id)
    for number, said in enumerate(standing.to_say):
        await answering.accept(standing.conversation_id, said, f"told-{number}")
    # By the same history it is the same message; who names the conversation may say the same twice.
    name = digest_of(asked.history, asked.text) if asked.history else None
    received = await answering.receive(standing.conversation_id, asked.text, name)
    answer, created = answering.answer(received), int(SystemClock().now().timestamp())
    if request.stream:
        tells_usage = request.stream_options is not None and request.stream_options.include_usage
        chunks = Chunks(received.message_id, created, tells_usage)
        return EventStream(_tell(answering, application.door, asked, answer, chunks))
    await asyncio.wait((answer,), timeout=answering.time_limit)
    reply = answering.result(answer)
    await _leave(application.door, asked, reply)
    return JSONResponse(completion(reply, created, asked.prompt))


@router.post("/v1/responses", include_in_schema=False)
def refuse_responses() -> None:
    """Tells clients that prefer OpenAI's newer interface which one there is."""
    message = (
        f"Only chat completions are offered: POST {COMPLETIONS}. With inspect_ai: --model openai-api/zenbu/zenbu, "
        "or --model openai/zenbu -M responses_api=false."
    )
    raise DoorError(message, code="unsupported_endpoint", status=HTTPStatus.NOT_FOUND)


@router.get("/v1/models", responses=_ERRORS)
def list_models(application: ApplicationDep) -> Models:
    """Lists what can be asked: the agent, whichever brain it has."""
    return Models(data=[_model(application.engine.catalogue().company.service)])


@router.get("/v1/models/{model}", responses=_ERRORS)
def get_model(application: ApplicationDep, model: str) -> Model:
    """Tells of one of them."""
    if model != MODEL:
        message = f"There is no model {model!r:.80} here. Ask for one of: {MODEL}."
        raise DoorError(message, code="model_not_found", param="model", status=HTTPStatus.NOT_FOUND)
    return _model(application.engine.catalogue().company.service)


def _model(owner: str) -> Model:
    return Model(id=MODEL, owned_by=owner)


def _standing(door: Door, asked: Asked, again: bool) -> Standing:
    if asked.name is not None:
        return door.by_name(asked.name, asked.opening)
    return door.by_history(asked.history, asked.text, asked.opening, again=again)


async def _leave(door: Door, asked: Asked, reply: dict[str, Any]) -> None:
    if asked.name is None:
        history = (*asked.history, Exchange(asked.text, content_of(reply)))
        await run_in_threadpool(door.leave, reply["conversation_id"], history)


async def _tell(
    answering: Answering, door: Door, asked: Asked, answer: Answer, chunks: Chunks
) -> AsyncGenerator[bytes]:
    loop = asyncio.get_running_loop()
    until = loop.time() + answering.time_limit
    yield chunks.first()
    try:
        while not answer.done() and (left := until - loop.time()) > 0:
            await asyncio.wait((answer,), timeout=min(left, HEARTBEAT))
            if not answer.done():
                yield KEEPALIVE_COMMENT
        reply = answering.result(answer)
        await _leave(door, asked, reply)
    except Exception as error:
        # The status line is long gone: the fault is told in the stream, and logged as the server would have done.
        if type(error) not in PROBLEMS:
            log.exception("turn failed")
        yield told_error(error_of(error))
        return
    for piece in chunks.rest(reply, asked.prompt):
        yield piece
