"""Answers of a model as typed values, and foreign errors as our own."""

import json
import re
from typing import Final, TypeVar

from pydantic import BaseModel, ValidationError

from agents.llm.faults import FaultKind, LlmFault

T = TypeVar("T", bound=BaseModel)

_FENCE: Final = re.compile(r"^\s*```(?:json)?\s*\n(.*?)\n?\s*```\s*$", re.DOTALL)
_THOUGHT: Final = re.compile(r"^\s*<think>.*?</think>\s*", re.DOTALL)


def read_json(text: str, schema: type[T]) -> T:
    """Reads an answer that should be JSON. A fence around it or a thought before it does no harm.

    Raises:
        LlmFault: It is empty, no JSON, or not of the schema.
    """
    bare = _THOUGHT.sub("", text)
    fenced = _FENCE.match(bare)
    bare = (fenced[1] if fenced else bare).strip()
    if not bare:
        raise LlmFault("empty", schema.__name__)
    try:
        value = json.loads(bare)
    except (ValueError, RecursionError) as error:
        raise LlmFault("broken_json", type(error).__name__) from error
    if value is None:
        raise LlmFault("none", schema.__name__)
    try:
        return schema.model_validate(value)
    except ValidationError as error:
        # Field names only: values may be a customer's words.
        where = ", ".join(".".join(map(str, fault["loc"])) or "the answer" for fault in error.errors()[:3])
        raise LlmFault("wrong_type", where) from error


def fault_of(error: Exception) -> LlmFault:
    """What a foreign error means.

    Args:
        error: Raised by langchain-openai, the openai library or what lies below; theirs is not a closed list.
    """
    import openai

    match error:
        case LlmFault():
            return error
        case TimeoutError() | openai.APITimeoutError():
            return LlmFault("timeout")
        case openai.LengthFinishReasonError():
            return LlmFault("endless", "the answer reached its longest length")
        case openai.ContentFilterFinishReasonError():
            return LlmFault("refusal", "content filter")
        case openai.APIStatusError():
            return LlmFault(_kind_of(error.status_code), f"HTTP {error.status_code}", _retry_after(error))
        case openai.APIConnectionError():
            return LlmFault("connect", type(error.__cause__ or error).__name__)
        case ValueError() if isinstance(error, json.JSONDecodeError):
            return LlmFault("broken_json", "the response itself")
        case _ if _broke_off(error):
            return LlmFault("cut", type(error).__name__)
        case _:
            return LlmFault("garbled", type(error).__name__)


def _broke_off(error: Exception) -> bool:
    """Whether the connection ended in the middle of an answer; the transport's own errors escape unwrapped there."""
    names = {kind.__name__ for kind in type(error).__mro__}
    return "TransportError" in names or isinstance(error, ConnectionError)


def _kind_of(status: int) -> FaultKind:
    if status in (401, 403):
        return "status_401"
    if status == 404 or 300 <= status < 400:
        return "status_404"
    if status == 429:
        return "status_429"
    return "status_5xx" if status >= 500 else "status_400"


def _retry_after(error: Exception) -> float | None:
    response = getattr(error, "response", None)
    try:
        return max(0.0, float(response.headers["retry-after"])) if response is not None else None
    except (KeyError, ValueError):
        return None
