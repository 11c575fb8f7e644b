"""What goes over the wire between an OpenAI-compatible endpoint and whoever asks it."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

Json = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """One request, as it came in."""

    body: Json
    authorization: str = ""
    path: str = "/v1/chat/completions"

    @property
    def messages(self) -> list[Json]:
        messages: list[Json] = self.body.get("messages", [])
        return messages

    @property
    def streams(self) -> bool:
        return bool(self.body.get("stream"))

    @property
    def tools(self) -> dict[str, Json]:
        """The parameters' schema by the tool's name."""
        return {
            tool["function"]["name"]: tool["function"].get("parameters", {}) for tool in self.body.get("tools") or ()
        }

    @property
    def schema(self) -> Json | None:
        """What a structured answer has to look like: the response format's schema, or that of the one forced tool."""
        wanted = self.body.get("response_format") or {}
        if wanted.get("type") == "json_schema":
            schema: Json = wanted["json_schema"]["schema"]
            return schema
        return None

    @property
    def wants_json(self) -> bool:
        return (self.body.get("response_format") or {}).get("type") == "json_object"

    @property
    def forced(self) -> str | None:
        """The tool that has to be called, where one is forced."""
        choice = self.body.get("tool_choice")
        if isinstance(choice, dict):
            name: str = choice["function"]["name"]
            return name
        return next(iter(self.tools), None) if choice in ("required", "any") else None

    @property
    def text(self) -> str:
        """Everything that was said to the model, to look things up in."""
        return "\n".join(content_of(message) for message in self.messages)

    @property
    def last(self) -> str:
        """What the newest message from outside says."""
        said = (content_of(message) for message in reversed(self.messages) if message["role"] == "user")
        return next(said, "")

    @property
    def results(self) -> list[Json]:
        """What tools returned since the newest message from outside, oldest first."""
        found: list[Json] = []
        for message in reversed(self.messages):
            if message["role"] == "user":
                break
            if message["role"] == "tool":
                found.insert(0, message)
        return found


def content_of(message: Json) -> str:
    content = message.get("content")
    if isinstance(content, list):
        return "\n".join(part.get("text", "") for part in content)
    return content or ""


@dataclass(frozen=True)
class Wire:
    """Bytes as they leave: status, headers, the body's pieces, and how long is waited before each of them.

    Attributes:
        pieces: The body; streams send each piece at once.
        status: The HTTP status.
        headers: Beside the content type.
        pause: Seconds before each piece.
        before: Seconds before the status line.
        breaks: Whether the connection is broken off instead of ended.
    """

    pieces: Iterable[bytes]
    status: int = 200
    headers: Json = field(default_factory=dict)
    pause: float = 0.0
    before: float = 0.0
    breaks: bool = False


class Answer(Protocol):
    """What a request is answered with."""

    def wire(self, asked: Asked, cached: int) -> Wire:
        """The answer as bytes. `cached`: tokens of the prompt that an earlier request began with too."""
        ...


@dataclass(frozen=True)
class Call:
    """A tool that is to be called. `arguments` may be a text that is no JSON."""

    name: str
    arguments: Json | str = field(default_factory=dict)

    def as_json(self, number: int) -> Json:
        given = self.arguments if isinstance(self.arguments, str) else json.dumps(self.arguments, ensure_ascii=False)
        return {"id": f"call_{number}", "type": "function", "function": {"name": self.name, "arguments": given}}


@dataclass(frozen=True)
class Said:
    """A regular answer: words, tools to be called, or a refusal.

    Attributes:
        text: What it says; None as a model says it that only calls tools.
        calls: Tools to be called.
        refusal: Why it does not answer.
        finish: Why it ended; None where it never says.
        pause: Seconds before each piece of a stream.
        size: Characters of a stream's piece.
    """

    text: str | None = None
    calls: tuple[Call, ...] = ()
    refusal: str | None = None
    finish: str | None = "stop"
    pause: float = 0.0
    size: int = 6

    @property
    def reason(self) -> str | None:
        return "tool_calls" if self.calls and self.finish == "stop" else self.finish

    def wire(self, asked: Asked, cached: int) -> Wire:
        if asked.streams:
            return Wire(self._stream(asked, cached), headers={"Content-Type": "text/event-stream"}, pause=self.pause)
        return Wire((dump(completion(self._message(), self.reason, usage(asked, self.text or "", cached))),))

    def _message(self) -> Json:
        message: Json = {"role": "assistant", "content": self.text, "refusal": self.refusal}
        if self.calls:
            message["tool_calls"] = [call.as_json(number) for number, call in enumerate(self.calls)]
        return message

    def _stream(self, asked: Asked, cached: int) -> Iterator[bytes]:
        yield event(chunk({"role": "assistant", "content": "" if self.text is not None else None}))
        text = self.text or ""
        for at in range(0, len(text), self.size):
            yield event(chunk({"content": text[at : at + self.size]}))
        if self.refusal is not None:
            yield event(chunk({"refusal": self.refusal}))
        for number, call in enumerate(self.calls):
            yield event(chunk({"tool_calls": [{"index": number, **call.as_json(number)}]}))
        if self.reason is not None:
            yield event(chunk({}, self.reason))
        if (asked.body.get("stream_options") or {}).get("include_usage"):
            yield event({**chunk({}), "choices": [], "usage": usage(asked, text, cached)})
        yield b"data: [DONE]\n\n"


def completion(message: Json, finish: str | None, used: Json | None) -> Json:
    return {
        "id": "chatcmpl-fake",
        "object": "chat.completion",
        "created": 1_764_032_400,
        "model": "fake",
        "choices": [{"index": 0, "message": message, "finish_reason": finish, "logprobs": None}],
        "usage": used,
    }


def chunk(delta: Json, finish: str | None = None) -> Json:
    return {
        "id": "chatcmpl-fake",
        "object": "chat.completion.chunk",
        "created": 1_764_032_400,
        "model": "fake",
        "choices": [{"index": 0, "delta": delta, "finish_reason": finish, "logprobs": None}],
    }


def usage(asked: Asked, text: str, cached: int) -> Json:
    """Tokens as a Japanese tokenizer would roughly count them: one a character."""
    prompt, completed = len(asked.text), len(text) + 8
    return {
        "prompt_tokens": prompt,
        "completion_tokens": completed,
        "total_tokens": prompt + completed,
        "prompt_tokens_details": {"cached_tokens": cached},
    }


def dump(body: Any) -> bytes:
    return json.dumps(body, ensure_ascii=False).encode()


def event(body: Any) -> bytes:
    return b"data: " + dump(body) + b"\n\n"
