"""Messages on their way to a model and back: masked out, restored in."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from agents.llm.faults import LlmFault
from agents.llm.prompting import Prompt
from domain.masking import Masking

if TYPE_CHECKING:
    from langchain_core.messages import AIMessage, BaseMessage

_LONGEST_PLACEHOLDER: Final = 12


def messages_of(prompt: Prompt, masking: Masking) -> list["BaseMessage"]:
    """A prompt as messages; what it says of the customer is masked."""
    from langchain_core.messages import HumanMessage, SystemMessage

    return [SystemMessage(prompt.system), HumanMessage(masking.mask(prompt.user))]


def masked(message: "BaseMessage", masking: Masking) -> "BaseMessage":
    """A message as it may be sent. System messages are ours and hold nobody's data."""
    from langchain_core.messages import AIMessage, SystemMessage

    if isinstance(message, SystemMessage):
        return message
    update: dict[str, Any] = {"content": masking.mask(str(message.content))}
    if isinstance(message, AIMessage):
        update["tool_calls"] = [{**call, "args": masking.masked(call["args"])} for call in message.tool_calls]
    return message.model_copy(update=update)


def content_of(message: "AIMessage", *, may_be_silent: bool = False) -> str:
    """What a model said.

    Raises:
        LlmFault: It refused, or said nothing where something was asked for.
    """
    if message.additional_kwargs.get("refusal"):
        raise LlmFault("refusal")
    text = message.text
    if not text.strip() and not may_be_silent:
        raise LlmFault("empty")
    return text


def split_settled(text: str) -> tuple[str, str]:
    """What of a streamed text can be restored already, and what may be the beginning of a placeholder."""
    opened = text.rfind("[")
    if opened < 0 or "]" in text[opened:] or len(text) - opened > _LONGEST_PLACEHOLDER:
        return text, ""
    return text[:opened], text[opened:]


def spoken(messages: Sequence["BaseMessage"]) -> list[dict[str, Any]]:
    """Messages as they stand in a span."""
    return [{"role": message.type, "content": message.content} for message in messages]
