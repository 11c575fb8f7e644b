"""A reply as a chat completion: whole, or in chunks."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from api.openai_door.schemas import MODEL
from api.streams import sentences

DONE: Final = b"data: [DONE]\n\n"

_TOKEN: Final = re.compile(r"[A-Za-z0-9]+|\S")


def content_of(reply: Mapping[str, Any]) -> str:
    """What a customer reads: the message, and its buttons as lines to be said back."""
    buttons = [f"[{option['value']}]" for option in reply["options"]]
    return "\n".join(filter(None, (reply["message"], *buttons)))


def usage_of(prompt: Sequence[str], content: str) -> dict[str, int]:
    """The size of the texts, by one rule for every brain: no model need have read them."""
    asked, said = sum(map(count_tokens, prompt)), count_tokens(content)
    return {"prompt_tokens": asked, "completion_tokens": said, "total_tokens": asked + said}


def count_tokens(text: str) -> int:
    """Tokens of a text: a Japanese character, a mark, and a run of Latin letters or digits are one each."""
    return len(_TOKEN.findall(text))


def completion(reply: Mapping[str, Any], created: int, prompt: Sequence[str]) -> dict[str, Any]:
    """The reply in one piece."""
    content = content_of(reply)
    message = {"role": "assistant", "content": content, "refusal": None}
    return {
        "id": completion_id(reply["message_id"]),
        "object": "chat.completion",
        "created": created,
        "model": MODEL,
        "choices": [{"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}],
        "usage": usage_of(prompt, content),
        "zenbu": reply,
    }


def completion_id(message_id: str) -> str:
    """A completion's name."""
    return f"chatcmpl-{message_id}"


class Chunks:
    """The pieces of a streamed completion.

    Args:
        message_id: Names the completion.
        created: When it began, in seconds since 1970.
        tells_usage: Whether the last piece is the usage; all others have a null in its place then.
    """

    def __init__(self, message_id: str, created: int, tells_usage: bool) -> None:
        self._head = {
            "id": completion_id(message_id),
            "object": "chat.completion.chunk",
            "created": created,
            "model": MODEL,
        }
        self._tells_usage = tells_usage

    def first(self) -> bytes:
        """Who speaks."""
        return self._piece({"role": "assistant", "content": ""})

    def rest(self, reply: Mapping[str, Any], prompt: Sequence[str]) -> Iterator[bytes]:
        """What is said, sentence by sentence; that it is over; the usage; the end."""
        content = content_of(reply)
        for sentence in sentences(content):
            yield self._piece({"content": sentence})
        yield self._piece({}, finish_reason="stop", zenbu=reply)
        if self._tells_usage:
            yield _event({**self._head, "choices": [], "usage": usage_of(prompt, content)})
        yield DONE

    def _piece(self, delta: dict[str, Any], finish_reason: str | None = None, **more: Any) -> bytes:
        choice = {"index": 0, "delta": delta, "finish_reason": finish_reason, "logprobs": None}
        usage = {"usage": None} if self._tells_usage else {}
        return _event({**self._head, "choices": [choice], **usage, **more})


def told_error(body: Mapping[str, Any]) -> bytes:
    """An error where the status line is long gone."""
    return _event(body)


def _event(data: Mapping[str, Any]) -> bytes:
    return f"data: {json.dumps(data, ensure_ascii=False, separators=(',', ':'))}\n\n".encode()
