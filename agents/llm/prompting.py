"""Prompts are files: the part before `---` never changes within a version, so that endpoints can cache it."""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

_HEADER: Final = re.compile(r"\A\{#\s*version:\s*(\d+)\s*#\}\n")
_PARTING: Final = "\n---\n"


@dataclass(frozen=True)
class Prompt:
    """What is asked. `system` is the same for every customer and is sent as it is; `user` is masked.

    Attributes:
        name: The file's.
        version: The file's; noted with every call.
        system: Instructions and the pack's examples.
        user: This conversation.
        most: Tokens the answer may have.
    """

    name: str
    version: int
    system: str
    user: str
    most: int = 400


class PromptTemplate:
    """A prompt file (`prompts/NAME.j2`): a version header, the system part, `---`, the user part."""

    def __init__(self, name: str) -> None:
        from jinja2 import StrictUndefined
        from jinja2.sandbox import ImmutableSandboxedEnvironment

        text = files("agents.llm").joinpath("prompts", f"{name}.j2").read_text(encoding="utf-8")
        header = _HEADER.match(text)
        system, parting, user = text.partition(_PARTING)
        if header is None or not parting:
            raise ValueError(
                f"prompts/{name}.j2 needs a first line {{# version: N #}} and a line --- before the user part"
            )
        environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
        self.name = name
        self.version = int(header[1])
        self._system = environment.from_string(system[header.end() :])
        self._user = environment.from_string(user)

    def system(self, **values: Any) -> str:
        """The part that stays the same; rendered once."""
        return self._system.render(**values).strip()

    def prompt(self, system: str, most: int = 400, /, **values: Any) -> Prompt:
        """The prompt of one turn.

        Args:
            system: What `system` gave.
            most: Tokens the answer may have.
            values: What the user part speaks of.
        """
        return Prompt(self.name, self.version, system, self._user.render(**values).strip(), most)


@cache
def template(name: str) -> PromptTemplate:
    """A prompt file, read once."""
    return PromptTemplate(name)
