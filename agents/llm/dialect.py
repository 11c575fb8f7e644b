"""What of OpenAI's protocol an endpoint understands: found out by what it refuses, remembered for the process."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal, get_args

from pydantic import BaseModel

StructuredMode = Literal["json_schema", "json_object", "text"]

MODES: Final[Sequence[StructuredMode]] = get_args(StructuredMode)


@dataclass(frozen=True)
class Dialect:
    """How an endpoint is spoken to. Schemas stand in the prompt in every mode, so the last one asks for nothing."""

    structured: StructuredMode = "json_schema"
    temperature: bool = True
    counts_streams: bool = True

    def response_format(self, schema: type[BaseModel]) -> dict[str, Any]:
        """What is sent so that the answer is of a schema."""
        if self.structured == "text":
            return {}
        if self.structured == "json_object":
            return {"response_format": {"type": "json_object"}}
        described = {"name": schema.__name__, "schema": schema.model_json_schema(), "strict": True}
        return {"response_format": {"type": "json_schema", "json_schema": described}}

    def without(self, complaint: str) -> "Dialect | None":
        """The dialect without what an endpoint complained of, or None where nothing is left to leave out.

        Args:
            complaint: The text of its refusal (HTTP 400 or 422).
        """
        if "temperature" in complaint and self.temperature:
            return replace(self, temperature=False)
        if "stream_options" in complaint and self.counts_streams:
            return replace(self, counts_streams=False)
        asked = "response_format" in complaint or "json_schema" in complaint or "schema" in complaint
        later = MODES[MODES.index(self.structured) + 1 :]
        return replace(self, structured=later[0]) if asked and later else None
