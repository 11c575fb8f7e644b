"""The tools one caller has, and how they are called."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, cast

from pydantic import ValidationError

from domain.effects import Effect, NoteToolCall
from services.tool_calls import masked
from services.tracing import Attributes, span
from tools.context import Context, CustomerCall, CustomerContext, CustomerDeps, StaffCall, ToolDeps, Written
from tools.declaration import Json, Tool
from tools.refusal import EXPECTED, Refused, UnknownTool
from tools.registry import declared


class Toolbox:
    """What a caller may use. Whoever makes one has made sure who the caller is.

    Args:
        deps: What tools work with.
        context: Who calls.
    """

    def __init__(self, deps: CustomerDeps, context: Context) -> None:
        self._deps = deps
        self._context = context

    @cached_property
    def tools(self) -> Mapping[str, Tool]:
        """The caller's tools by name."""
        return {tool.name: tool for tool in declared() if self._offers(tool)}

    def call(self, name: str, arguments: Mapping[str, Any]) -> Json:
        """Calls a tool.

        Args:
            name: Which one.
            arguments: What it is called with.

        Returns:
            Its result, as plain JSON values.

        Raises:
            UnknownTool: The caller has no such tool.
            Refused: It cannot do this; the message is for the model.
        """
        tool = self.tools.get(name)
        if tool is None:
            raise UnknownTool(f"There is no tool {name!r} here. There are: {', '.join(self.tools) or 'none'}.")
        try:
            return self.run(tool, tool.arguments.model_validate(dict(arguments)).model_dump())
        except ValidationError as error:
            raise Refused(say_invalid(tool, error)) from error

    def run(self, tool: Tool, arguments: Json) -> Json:
        """Runs a tool of the caller's with valid arguments.

        Raises:
            Refused: It cannot do this; the message is for the model.
        """
        with span(f"execute_tool {tool.name}", _named(tool)) as step:
            step.content("gen_ai.tool.call.arguments", arguments)
            try:
                result = self._run(tool, arguments)
            except EXPECTED as error:
                step.failed("refused")
                raise Refused(str(error)) from error
            step.content("gen_ai.tool.call.result", result)
            return result

    def _run(self, tool: Tool, arguments: Json) -> Json:
        given = tool.arguments.model_construct(**arguments)
        if isinstance(self._context, CustomerContext):
            return self._run_for_customer(self._context, tool, given, arguments)
        if not isinstance(self._deps, ToolDeps):
            raise TypeError("a member of the staff needs ToolDeps, not those of customers alone")
        call = StaffCall(self._deps, self._context, tool, arguments)
        call.member.require(tool.permission)
        return cast(Json, tool.run(call, given))

    def _run_for_customer(self, context: CustomerContext, tool: Tool, given: Any, arguments: Json) -> Json:
        made = tool.run(CustomerCall(self._deps, context), given)
        if not isinstance(made, Written):
            return cast(Json, made)
        note = NoteToolCall(tool.name, masked(arguments), {"effects": _names(made.effects)})
        context.effects.extend((*made.effects, note))
        return made.result

    def _offers(self, tool: Tool) -> bool:
        context = self._context
        if isinstance(context, CustomerContext):
            return "customer" in tool.audience
        return tool.serves(context.member.role) and (context.writes or tool.access == "read")


def say_invalid(tool: Tool, error: ValidationError) -> str:
    """What is wrong with the arguments, and which there are."""
    known = ", ".join(tool.arguments.model_fields) or "none"
    faults = "; ".join(
        f"{'.'.join(map(str, fault['loc'])) or 'arguments'}: "
        + ("there is no such argument" if fault["type"] == "extra_forbidden" else fault["msg"])
        for fault in error.errors(include_url=False, include_context=False)
    )
    return f"{tool.name} was called wrongly: {faults}. Its arguments: {known}."


def _named(tool: Tool) -> Attributes:
    return {
        "gen_ai.operation.name": "execute_tool",
        "gen_ai.tool.name": tool.name,
        "gen_ai.tool.type": "function",
        "zenbu.tool.access": tool.access,
    }


def _names(effects: Iterable[Effect]) -> list[str]:
    return [type(effect).__name__ for effect in effects]
