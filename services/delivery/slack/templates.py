"""How handovers look in Slack, as `blocks.yaml` says."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Final, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

from domain.mails import fill

FILE: Final = Path(__file__).with_name("blocks.yaml")

State = Literal["open", "overdue", "claimed", "answered", "unanswered", "returned", "withdrawn", "closed"]
Button = Literal["claim", "open"]
Answer = Literal["claimed", "stranger", "left", "not_allowed", "taken", "unknown", "outage"]
Line = Annotated[str, Field(min_length=1)]


class Templates(BaseModel):
    """See blocks.yaml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    summary: Line
    blocks: tuple[dict[str, Any], ...] = Field(min_length=1)
    buttons: dict[Button, dict[str, Any]]
    states: dict[State, Line]
    outcomes: dict[str, Line]
    call_at: Line
    call_any_time: Line
    somebody: Line
    nobody: Line
    answers: dict[Answer, Line]


def load_templates() -> Templates:
    """Reads the templates that ship."""
    return Templates.model_validate(yaml.safe_load(FILE.read_text(encoding="utf-8")))


def filled_blocks(blocks: tuple[dict[str, Any], ...], values: Mapping[str, str]) -> list[dict[str, Any]]:
    """Blocks with their values in place, without those that have nothing to say.

    Args:
        blocks: As they stand in the file.
        values: By name, in Slack's own notation.

    Raises:
        KeyError: A block asks for a value that is not given.
    """
    return [block for block in (_filled(block, values) for block in blocks) if not _is_silent(block)]


def escaped(text: str) -> str:
    """A text that Slack shows as it is: nobody is called by what a customer writes (`<!channel>`).

    https://docs.slack.dev/messaging/formatting-message-text/#escaping
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _filled(node: Any, values: Mapping[str, str]) -> Any:
    match node:
        case str():
            return fill(node, values)
        case Mapping():
            return {name: _filled(part, values) for name, part in node.items()}
        case list():
            return [_filled(part, values) for part in node]
        case _:
            return node


def _is_silent(block: Mapping[str, Any]) -> bool:
    return "text" in block and not block["text"]["text"].strip()
