"""The endpoint itself, through langchain-openai, which is loaded at the first call."""

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, TypeVar

import structlog
from pydantic import BaseModel, SecretStr

from agents.llm.background import Background
from agents.llm.deadlines import Deadline
from agents.llm.dialect import Dialect

if TYPE_CHECKING:
    from langchain_core.messages import AIMessage, BaseMessage
    from langchain_core.tools import BaseTool
    from langchain_openai import ChatOpenAI

T = TypeVar("T")

NOBODY_WAITS: Final = 120.0
"""Seconds after which the HTTP client gives up by itself; deadlines break calls off long before."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Endpoint:
    """Where a model is served. `temperature` is None where the endpoint's own is best."""

    base_url: str | None
    api_key: str
    model: str
    temperature: float | None = 0.0


class Wire:
    """Calls one endpoint as it understands it. Errors are the libraries' own.

    Args:
        endpoint: Where the model is served.
    """

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        self.dialect = Dialect()
        self._background = Background()
        self._lock = Lock()
        self._model: ChatOpenAI | None = None

    def prepare(self) -> None:
        """Loads langchain-openai; nothing is sent."""
        self._chat_model()

    def close(self) -> None:
        """Breaks off what is under way and closes connections."""
        self._background.close()

    def invoke(
        self,
        messages: Sequence["BaseMessage"],
        most: int,
        deadline: Deadline,
        *,
        schema: type[BaseModel] | None = None,
        tools: Sequence["BaseTool"] = (),
    ) -> "AIMessage":
        """One answer as a whole, of at most so many tokens."""

        def call(dialect: Dialect) -> "AIMessage":
            model = self._bound(dialect, most)
            if schema is not None:
                model = model.bind(**dialect.response_format(schema))
            if tools:
                model = model.bind(tools=_described(tools))
            message: AIMessage = self._background.run(model.ainvoke(list(messages)), deadline)
            return message

        return self._in_its_dialect(call)

    def stream(self, messages: Sequence["BaseMessage"], most: int, deadline: Deadline) -> Iterator[Any]:
        """One answer chunk by chunk. Who stops reading breaks it off."""

        def chunks(dialect: Dialect) -> Iterator[Any]:
            model = self._bound(dialect, most)
            counted = {"stream_usage": True} if dialect.counts_streams else {}
            found = self._background.iterate(lambda: _stream_of(model, messages, counted), deadline)
            first = next(found, None)  # the endpoint refuses before it says anything
            return found if first is None else _after(first, found)

        return self._in_its_dialect(chunks)

    def models(self, deadline: Deadline) -> list[str]:
        """What the endpoint says it serves."""

        async def ask() -> list[str]:
            listed = await self._chat_model().root_async_client.models.list()
            return [entry.id for entry in listed.data]

        return self._background.run(ask(), deadline)

    def probe(self, tell: Callable[[Exception | None], None]) -> None:
        """Asks for next to nothing beside the turns, and tells what came of it."""
        self._background.begin(_probe(self._bound(self.dialect, 1), tell))

    def _in_its_dialect(self, call: Callable[[Dialect], T]) -> T:
        """Makes a call as the endpoint understands it, and learns from its refusals."""
        import openai

        while True:
            dialect = self.dialect
            try:
                return call(dialect)
            except (openai.BadRequestError, openai.UnprocessableEntityError) as error:
                simpler = dialect.without(str(error))
                if simpler is None:
                    raise
                log.info("endpoint is spoken to otherwise", was=str(dialect), now=str(simpler))
                self.dialect = simpler

    def _bound(self, dialect: Dialect, most: int) -> Any:
        given: dict[str, Any] = {"max_tokens": most}
        if self.endpoint.temperature is not None and dialect.temperature:
            given["temperature"] = self.endpoint.temperature
        if self.endpoint.base_url is not None:
            given["extra_body"] = {"max_tokens": most}  # the older name, which many servers know alone
        return self._chat_model().bind(**given)

    def _chat_model(self) -> "ChatOpenAI":
        with self._lock:
            if self._model is None:
                from langchain_openai import ChatOpenAI
                from openai import DefaultAsyncHttpxClient

                # A client of our own: the library's is shared by all its models, and belongs to one event loop only.
                # What customers wrote is not carried on to wherever an endpoint points.
                client = DefaultAsyncHttpxClient(timeout=NOBODY_WAITS, follow_redirects=False)
                self._background.at_end(client.aclose)
                self._model = ChatOpenAI(
                    model=self.endpoint.model,
                    base_url=self.endpoint.base_url,
                    api_key=SecretStr(self.endpoint.api_key),
                    max_retries=0,
                    timeout=NOBODY_WAITS,
                    http_async_client=client,
                    stream_chunk_timeout=None,
                    use_responses_api=False,
                )
            return self._model


async def _stream_of(model: Any, messages: Sequence["BaseMessage"], counted: dict[str, Any]) -> AsyncIterator[Any]:
    async for chunk in model.astream(list(messages), **counted):
        yield chunk


async def _probe(model: Any, tell: Callable[[Exception | None], None]) -> None:
    import asyncio

    try:
        async with asyncio.timeout(30):
            await model.ainvoke("ok")
    except Exception as error:
        tell(error)
    else:
        tell(None)


def _after(first: T, rest: Iterator[T]) -> Iterator[T]:
    yield first
    yield from rest


def _described(tools: Sequence["BaseTool"]) -> list[dict[str, Any]]:
    from langchain_core.utils.function_calling import convert_to_openai_tool

    return [convert_to_openai_tool(tool) for tool in tools]
