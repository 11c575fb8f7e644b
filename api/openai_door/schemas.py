"""What goes in and out at the door: as much of OpenAI's shapes as means something here."""

from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from api import examples
from api.schemas import FreeText, Name, ReplyOut

MODEL: Final = "zenbu"

Role = Literal["system", "developer", "user", "assistant", "tool", "function"]

_ASKED: Final = {
    "model": MODEL,
    "messages": [{"role": "user", "content": "当日は何人で来ますか?"}],
    "user": "case-17",
}
_USAGE: Final = {"prompt_tokens": 11, "completion_tokens": 24, "total_tokens": 35}
_COMPLETION: Final = {
    "id": f"chatcmpl-{examples.MESSAGE}",
    "object": "chat.completion",
    "created": 1764032400,
    "model": MODEL,
    "choices": [
        {
            "index": 0,
            "message": {"role": "assistant", "content": examples.REPLY["message"], "refusal": None},
            "finish_reason": "stop",
            "logprobs": None,
        }
    ],
    "usage": _USAGE,
    "zenbu": examples.REPLY,
}
_ERROR: Final = {
    "error": {
        "message": "There is no model 'gpt-4o' here. Ask for one of: zenbu.",
        "type": "invalid_request_error",
        "param": "model",
        "code": "model_not_found",
    }
}


def _documented(example: dict[str, Any] | None = None, *, open_ended: bool = False) -> ConfigDict:
    return ConfigDict(
        use_attribute_docstrings=True,
        extra="allow" if open_ended else "ignore",
        json_schema_extra={"examples": [example]} if example else None,
    )


class ContentPart(BaseModel):
    """A piece of a message; only text is read."""

    model_config = _documented(open_ended=True)

    type: str
    text: FreeText | None = None


class ChatMessage(BaseModel):
    """A message of the history. System messages change nothing: what the agent may do is not for a client to say."""

    model_config = _documented(open_ended=True)

    role: Role
    content: FreeText | list[ContentPart] | None = None
    tool_calls: list[Any] | None = None


class StreamOptions(BaseModel):
    """What a stream tells besides."""

    model_config = _documented(open_ended=True)

    include_usage: bool = False


class ResponseFormat(BaseModel):
    """In which form the reply is to be; only text is offered."""

    model_config = _documented(open_ended=True)

    type: str


class DoorMetadata(BaseModel):
    """What a client says about its request. Other entries are taken and not read."""

    model_config = _documented(open_ended=True)

    conversation_id: Name | None = None
    """Continues the conversation of this name (any of the client's own, or the one a reply told)."""
    customer_id: Name | None = None
    """Development only: a conversation that this request opens is this customer's."""
    now: str | None = None
    """Development only: its clock stands still at this ISO 8601 time."""


class ChatRequest(BaseModel):
    """A chat completion. Sampling parameters (temperature, seed, max_tokens, …) are taken and change nothing."""

    model_config = _documented(_ASKED, open_ended=True)

    model: str
    messages: Annotated[list[ChatMessage], Field(min_length=1)]
    """The last ones are the user's. Where the conversation has no name, the messages before decide which it is."""
    stream: bool | None = None
    stream_options: StreamOptions | None = None
    user: Name | None = None
    """Continues the conversation of this name; `metadata.conversation_id` goes before."""
    metadata: DoorMetadata | None = None
    n: int | None = None
    """One at most."""
    tools: list[Any] | None = None
    """Not offered: the agent has its own."""
    functions: list[Any] | None = None
    response_format: ResponseFormat | None = None


class Usage(BaseModel):
    """The size of the texts: a Japanese character, a word and a number in Latin letters are a token each."""

    prompt_tokens: int
    completion_tokens: int
    total_tokens: int


class AnswerMessage(BaseModel):
    """What is said, with the buttons beneath it as lines in brackets."""

    role: Literal["assistant"] = "assistant"
    content: str
    refusal: None = None


class Choice(BaseModel):
    """The one choice there is."""

    index: Literal[0] = 0
    message: AnswerMessage
    finish_reason: Literal["stop"] = "stop"
    logprobs: None = None


class Completion(BaseModel):
    """A reply. `zenbu` is the chat API's own: route, confidence, sources, handover and the rest."""

    model_config = _documented(_COMPLETION)

    id: str
    object: Literal["chat.completion"] = "chat.completion"
    created: int
    model: Literal["zenbu"] = "zenbu"
    choices: list[Choice]
    usage: Usage
    zenbu: ReplyOut


class Model(BaseModel):
    """A model that can be asked."""

    id: str
    object: Literal["model"] = "model"
    created: int = 0
    owned_by: str


class Models(BaseModel):
    """The models that can be asked."""

    model_config = _documented(
        {"object": "list", "data": [{"id": MODEL, "object": "model", "created": 0, "owned_by": "zenbu"}]}
    )

    object: Literal["list"] = "list"
    data: list[Model]


class ErrorDetail(BaseModel):
    """What is wrong and what to do."""

    message: str
    type: str
    param: str | None
    code: str | None


class ErrorOut(BaseModel):
    """An error in OpenAI's shape."""

    model_config = _documented(_ERROR)

    error: ErrorDetail
