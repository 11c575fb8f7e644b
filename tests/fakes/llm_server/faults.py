"""Everything that goes wrong with endpoints, by name."""

import itertools
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from tests.fakes.llm_server.protocol import Answer, Asked, Call, Json, Said, Wire, chunk, completion, dump, event, usage


@dataclass(frozen=True)
class Status:
    """An error of the endpoint's own."""

    status: int
    headers: Json = field(default_factory=dict)
    body: bytes = b'{"error": {"message": "no", "type": "fake", "code": null}}'

    def wire(self, asked: Asked, cached: int) -> Wire:
        return Wire((self.body,), self.status, self.headers)


@dataclass(frozen=True)
class Raw:
    """A body that no endpoint should send; `stream` where another one goes out to whoever streams."""

    body: bytes
    stream: tuple[bytes, ...] = ()
    headers: Json = field(default_factory=dict)

    def wire(self, asked: Asked, cached: int) -> Wire:
        if asked.streams:
            return Wire(self.stream or (self.body,), headers={"Content-Type": "text/event-stream", **self.headers})
        return Wire((self.body,), headers=self.headers)


@dataclass(frozen=True)
class Odd:
    """A completion whose message is not what it should be."""

    message: Any
    finish: Any = "stop"
    used: Any = None

    def wire(self, asked: Asked, cached: int) -> Wire:
        if asked.streams:
            delta = {**chunk(self.message), "usage": self.used}
            last = chunk({}, self.finish)
            return Wire((event(delta), event(last), b"data: [DONE]\n\n"), headers={"Content-Type": "text/event-stream"})
        return Wire((dump(completion(self.message, self.finish, self.used)),))


@dataclass(frozen=True)
class Cut:
    """A good answer that breaks off: in the middle of the connection, or as an end without `finish_reason`."""

    text: str
    politely: bool = False

    def wire(self, asked: Asked, cached: int) -> Wire:
        half = self.text[: len(self.text) // 2]
        if not asked.streams:
            whole = dump(completion({"role": "assistant", "content": self.text}, "stop", usage(asked, self.text, 0)))
            return Wire((whole[: len(whole) // 2],), breaks=True)
        pieces = [event(chunk({"role": "assistant", "content": ""})), event(chunk({"content": half}))]
        return Wire(pieces, headers={"Content-Type": "text/event-stream"}, breaks=not self.politely)


@dataclass(frozen=True)
class Endless:
    """An answer that never ends, as fast as it is read. Whoever does not stream gets a very long one."""

    sentence: str = "ありがとうございます。"
    pause: float = 0.0

    def wire(self, asked: Asked, cached: int) -> Wire:
        if asked.streams:
            return Wire(self._pieces(), headers={"Content-Type": "text/event-stream"}, pause=self.pause)
        text = self.sentence * 20_000
        return Wire((dump(completion({"role": "assistant", "content": text}, "length", usage(asked, text, 0))),))

    def _pieces(self) -> Iterator[bytes]:
        return (event(chunk({"content": self.sentence})) for _ in itertools.count())


@dataclass(frozen=True)
class Slow:
    """A good answer, too late: `before` the first byte, or a pause before each piece (`drip`). Seconds."""

    answer: Answer
    before: float = 0.0
    drip: float = 0.0

    def wire(self, asked: Asked, cached: int) -> Wire:
        wire = self.answer.wire(asked, cached)
        pieces = [bytes([byte]) for byte in b"".join(wire.pieces)] if self.drip and not asked.streams else wire.pieces
        return Wire(pieces, wire.status, wire.headers, self.drip, self.before)


FOREVER: Final = 3_600.0
"""Seconds. The server lets go of whoever waits when it closes."""

_GOOD: Final = "ご質問ありがとうございます。{F1}ほかにもございましたら、お聞かせください。"
_NO_CALL: Final = [{"id": 7, "type": "function", "function": {"name": None, "arguments": None}}]

FAULTS: Final[dict[str, Callable[[], Answer]]] = {
    "status_400": lambda: Status(400),
    "status_401": lambda: Status(401),
    "status_403": lambda: Status(403),
    "status_404": lambda: Status(404, body=b"<html>Not Found</html>", headers={"Content-Type": "text/html"}),
    "status_429": lambda: Status(429),
    "status_429_soon": lambda: Status(429, {"Retry-After": "0.1"}),
    "status_429_late": lambda: Status(429, {"Retry-After": "3600"}),
    "status_500": lambda: Status(500),
    "status_502": lambda: Status(502, {"Content-Type": "text/html"}, b"<html>Bad Gateway</html>"),
    "status_503": lambda: Status(503, {"Retry-After": "1"}),
    "redirect": lambda: Status(307, {"Location": "http://127.0.0.1:9/v1/chat/completions"}),
    "broken_json": lambda: Raw(b'{"choices": [{"message": {"content": "', (b'data: {"choices": [{"del\n\n',)),
    "not_json": lambda: Raw(b"\xff\xfe\x00garbage", (b"data: \xff\xfe\n\n", b"data: [DONE]\n\n")),
    "json_null": lambda: Raw(b"null", (b"data: null\n\n", b"data: [DONE]\n\n")),
    "json_list": lambda: Raw(b"[]", (b"data: []\n\n", b"data: [DONE]\n\n")),
    "no_choices": lambda: Raw(
        b'{"object": "chat.completion", "choices": []}', (b'data: {"choices": []}\n\n', b"data: [DONE]\n\n")
    ),
    "null_choices": lambda: Raw(b'{"choices": null}', (b'data: {"choices": null}\n\n', b"data: [DONE]\n\n")),
    "error_in_200": lambda: Raw(
        b'{"error": {"message": "overloaded"}}', (b'data: {"error": {"message": "overloaded"}}\n\n',)
    ),
    "nothing_sent": lambda: Raw(b"", (b"",)),
    "none": lambda: Odd({"role": "assistant", "content": None}),
    "empty": lambda: Said(""),
    "blank": lambda: Said(" \n\n　"),
    "number_content": lambda: Odd({"role": "assistant", "content": 7}),
    "list_content": lambda: Odd({"role": "assistant", "content": [1, {"type": "text"}]}),
    "null_message": lambda: Odd(None),
    "odd_calls": lambda: Odd({"role": "assistant", "content": None, "tool_calls": _NO_CALL}, "tool_calls"),
    "odd_usage": lambda: Odd({"role": "assistant", "content": _GOOD}, "stop", {"prompt_tokens": "many"}),
    "odd_finish": lambda: Odd({"role": "assistant", "content": _GOOD}, 7),
    "refusal": lambda: Said(None, refusal="I can't help with that."),
    "filtered": lambda: Said("", finish="content_filter"),
    "length": lambda: Said(_GOOD[:20], finish="length"),
    "unknown_tool": lambda: Said(None, (Call("drop_all_tables", {"sure": True}),)),
    "broken_call": lambda: Said(None, (Call("search_faq", '{"question": '),)),
    "wrong_call": lambda: Said(None, (Call("search_faq", {"question": 7, "customer_id": "c_1", "limit": "all"}),)),
    "wrong_json": lambda: Said(json.dumps({"intent": 7, "topics": "none", "surprise": []})),
    "fenced_prose": lambda: Said("Sure! Here you go:\n```json\n{}\n```"),
    "cut": lambda: Cut(_GOOD),
    "cut_politely": lambda: Cut(_GOOD, politely=True),
    "endless": Endless,
    "slow_headers": lambda: Slow(Said(_GOOD), before=FOREVER),
    "slow_drip": lambda: Slow(Said(_GOOD, size=1), drip=0.4),
    "stalls": lambda: Slow(Said(_GOOD), drip=FOREVER),
}
"""Each makes its answer anew: some are used up by being read."""
