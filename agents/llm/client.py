"""What the steps of a turn ask a model with: every call bounded, masked, counted, and every fault of one kind."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeVar

import structlog
from pydantic import BaseModel

from agents.llm.breaker import Breaker
from agents.llm.deadlines import Deadline
from agents.llm.faults import FaultKind, LlmFault
from agents.llm.messages import content_of, masked, messages_of, split_settled, spoken
from agents.llm.prompting import Prompt
from agents.llm.reading import fault_of, read_json
from agents.llm.retrying import next_piece, patiently
from agents.llm.spending import Call, estimated_tokens
from agents.llm.turn import LlmTurn
from agents.llm.wire import Endpoint, Wire
from services.tracing import Attributes, Noted, span

if TYPE_CHECKING:
    from langchain_core.messages import AIMessage, BaseMessage
    from langchain_core.tools import BaseTool

T = TypeVar("T")
S = TypeVar("S", bound=BaseModel)

RUNAWAY: Final = 4
"""Characters for each token an answer may have; what is longer does not end."""

UNREAD: Final[frozenset[FaultKind]] = frozenset(
    {"connect", "status_400", "status_401", "status_404", "status_429", "status_5xx"}
)
"""After these no model has read anything, so nothing is paid for."""

log = structlog.get_logger(__name__)


@dataclass
class _Running:
    """A call under way, for its account."""

    sent: int
    step: Noted
    said: int = 0
    usage: dict[str, Any] = field(default_factory=dict)


class LlmClient:
    """Asks one endpoint. Safe to use from many threads; opens nothing before the first call.

    Outside of it texts are plain, on the wire they are masked. Where no usable answer came in time every method raises
    `LlmFault` and nothing else.

    Args:
        endpoint: Where the model is served.
        breaker: Keeps calls from an endpoint that is down.
    """

    def __init__(self, endpoint: Endpoint, breaker: Breaker | None = None) -> None:
        self.breaker = breaker or Breaker()
        self.wire = Wire(endpoint)

    def prepare(self) -> None:
        """Loads the libraries, which takes longer than a customer should wait at the first call."""
        self.wire.prepare()

    def close(self) -> None:
        """Breaks off what is under way and closes connections; what is forgotten without it closes them, too."""
        self.wire.close()

    def structured(self, prompt: Prompt, schema: type[S], turn: LlmTurn, deadline: Deadline) -> S:
        """Asks for a value.

        Args:
            prompt: What is asked; it describes the schema itself, for endpoints that cannot be told.
            schema: Of the answer; every field required, none beyond them.
            turn: Whose data is masked, and on whose account it goes.
            deadline: When the answer is no use any more.

        Returns:
            The answer, what was masked put back.

        Raises:
            LlmFault: There is none.
        """

        def ask(running: _Running) -> S:
            message = self._invoke(messages_of(prompt, turn.masking), prompt.most, deadline, running, schema=schema)
            value = read_json(content_of(message), schema)
            return schema.model_validate(turn.masking.restored(value.model_dump(mode="json")))

        with self._account(prompt.name, _length(prompt), turn) as running:
            return patiently(lambda: ask(running), deadline)

    def stream(self, prompt: Prompt, turn: LlmTurn, deadline: Deadline) -> Iterator[str]:
        """Asks for a text, piece by piece. Who stops reading breaks the call off.

        Args:
            prompt: What is asked.
            turn: Whose data is masked, and on whose account it goes.
            deadline: When the next piece must be there; the reader may move it.

        Yields:
            Pieces of the text, what was masked put back.

        Raises:
            LlmFault: The text did not come, or did not end as it should; what was read so far is no whole text.
        """

        def begin(running: _Running) -> tuple[str | None, Iterator[str]]:
            pieces = self._pieces(prompt, turn, deadline, running)
            return next(pieces, None), pieces

        with self._account(prompt.name, _length(prompt), turn) as running:
            piece, pieces = patiently(lambda: begin(running), deadline)
            if piece is None:
                raise LlmFault("empty", prompt.name)
            while piece is not None:
                yield piece
                piece = next_piece(pieces)

    def with_tools(
        self,
        messages: Sequence["BaseMessage"],
        tools: Sequence["BaseTool"],
        turn: LlmTurn,
        deadline: Deadline,
        *,
        purpose: str = "tools",
        most: int = 500,
    ) -> "AIMessage":
        """Asks for the next step of a conversation with tools.

        Args:
            messages: So far. System messages are sent as they are, all others masked.
            tools: What may be called.
            turn: Whose data is masked, and on whose account it goes.
            deadline: When the answer is no use any more.
            purpose: What the call is counted as.
            most: Tokens the answer may have.

        Returns:
            The model's message: calls of known tools, or content; what was masked put back.

        Raises:
            LlmFault: There is none, or it calls what does not exist.
        """
        from langchain_core.messages import AIMessage

        known = {tool.name for tool in tools}

        def ask(running: _Running) -> AIMessage:
            sent = [masked(message, turn.masking) for message in messages]
            message = self._invoke(sent, most, deadline, running, tools=tools)
            if any(call["name"] not in known for call in message.tool_calls):
                raise LlmFault("unknown_tool")
            if message.invalid_tool_calls:
                raise LlmFault("broken_json", "the arguments of a tool call")
            content = content_of(message, may_be_silent=bool(message.tool_calls))
            calls = [{**call, "args": turn.masking.restored(call["args"])} for call in message.tool_calls]
            return AIMessage(content=turn.masking.restore(content), tool_calls=calls)

        length = sum(len(str(message.content)) for message in messages)
        with self._account(purpose, length, turn) as running:
            return patiently(lambda: ask(running), deadline)

    @contextmanager
    def _account(self, purpose: str, length: int, turn: LlmTurn) -> Iterator[_Running]:
        """Lets a call through or not, and books what became of it."""
        self._admit(length, turn)
        with span(f"chat {self.wire.endpoint.model}", self._asked(purpose), calls_out=True) as step:
            running, started = _Running(length, step), time.perf_counter()
            fault: FaultKind | None = None
            try:
                yield running
                self.breaker.succeeded()
            except LlmFault as error:
                fault = error.kind
                step.failed(fault)
                log.info("model gave no answer", purpose=purpose, why=str(error))
                if self.breaker.failed(fault):
                    log.warning("the language model is left alone for a while", why=str(error), mend="zenbu llm check")
                raise
            finally:
                milliseconds = (time.perf_counter() - started) * 1_000
                call = _booked(purpose, milliseconds, running, fault)
                turn.spending.calls.append(call)
                step.note(_used(call))

    def _asked(self, purpose: str) -> Attributes:
        return {
            "gen_ai.operation.name": "chat",
            "gen_ai.provider.name": "openai",
            "gen_ai.request.model": self.wire.endpoint.model,
            "server.address": self.wire.endpoint.base_url,
            "zenbu.llm.purpose": purpose,
        }

    def _admit(self, length: int, turn: LlmTurn) -> None:
        kind: FaultKind | None = None
        if not turn.spending.covers(length):
            kind = "budget"
        else:
            verdict = self.breaker.ask()
            if verdict == "probe":
                self.wire.probe(self._probed)
            if verdict != "ask":
                kind = "open_circuit"
        if kind is not None:
            turn.spending.refused.append(kind)
            raise LlmFault(kind)

    def _probed(self, error: Exception | None) -> None:
        self.breaker.probed(answered=error is None)
        log.info("endpoint probed", why=str(fault_of(error)) if error else "it answers again")

    def _invoke(
        self, messages: Sequence["BaseMessage"], most: int, deadline: Deadline, running: _Running, **asked: Any
    ) -> "AIMessage":
        running.step.content("gen_ai.input.messages", spoken(messages))
        message = self.wire.invoke(messages, most, deadline, **asked)
        running.step.content("gen_ai.output.messages", spoken([message]))
        running.usage = dict(message.usage_metadata or {})
        running.said = len(message.text)
        _require_whole(message.response_metadata.get("finish_reason"), most)
        return message

    def _pieces(self, prompt: Prompt, turn: LlmTurn, deadline: Deadline, running: _Running) -> Iterator[str]:
        finish, held, messages = None, "", messages_of(prompt, turn.masking)
        running.step.content("gen_ai.input.messages", spoken(messages))
        for chunk in self.wire.stream(messages, prompt.most, deadline):
            finish = chunk.response_metadata.get("finish_reason") or finish
            running.usage = dict(chunk.usage_metadata or running.usage)
            if chunk.additional_kwargs.get("refusal"):
                raise LlmFault("refusal")
            running.said += len(chunk.text)
            if running.said > prompt.most * RUNAWAY:
                raise LlmFault("endless", f"{running.said} characters")
            whole, held = split_settled(held + chunk.text)
            if whole:
                yield turn.masking.restore(whole)
        if held:
            yield turn.masking.restore(held)
        if finish is None:
            raise LlmFault("cut", "the stream ended without saying so")
        _require_whole(finish, prompt.most)


def _used(call: Call) -> Attributes:
    return {
        "gen_ai.usage.input_tokens": call.read,
        "gen_ai.usage.output_tokens": call.written,
        "gen_ai.usage.cache_read.input_tokens": call.cached,
    }


def _require_whole(finish: Any, most: int) -> None:
    if finish == "length":
        raise LlmFault("endless", f"more than {most} tokens")
    if finish == "content_filter":
        raise LlmFault("refusal", "content filter")


def _length(prompt: Prompt) -> int:
    return len(prompt.system) + len(prompt.user)


def _booked(purpose: str, milliseconds: float, running: _Running, fault: FaultKind | None) -> Call:
    usage = running.usage
    read, written = int(usage.get("input_tokens") or 0), int(usage.get("output_tokens") or 0)
    cached = int((usage.get("input_token_details") or {}).get("cache_read") or 0)
    if read or written:
        return Call(purpose, milliseconds, read, written, cached, fault=fault)
    if fault in UNREAD:
        return Call(purpose, milliseconds, fault=fault)
    read, written = estimated_tokens(running.sent), estimated_tokens(running.said)
    return Call(purpose, milliseconds, read, written, estimated=True, fault=fault)
