"""The tools of one caller as LangChain tools, for a model that calls them."""

from collections.abc import Callable
from functools import partial
from typing import Any, cast

from langchain_core.tools import BaseTool, StructuredTool
from pydantic import ValidationError

from tools.context import Context, CustomerDeps
from tools.declaration import Json, Tool
from tools.toolbox import Toolbox, say_invalid


def build_tools(deps: CustomerDeps, context: Context) -> list[BaseTool]:
    """The tools a caller has.

    Who calls follows from the context, which the server made; no tool has an argument for it. What a tool refuses
    becomes text for the model; faults propagate.

    Args:
        deps: What tools work with.
        context: Who calls.
    """
    toolbox = Toolbox(deps, context)
    return [_structured(toolbox, tool) for tool in toolbox.tools.values()]


def _structured(toolbox: Toolbox, tool: Tool) -> StructuredTool:
    return StructuredTool(
        name=tool.name,
        description=tool.description,
        args_schema=tool.arguments,
        func=_runner(toolbox, tool),
        metadata={"access": tool.access, "audience": sorted(tool.audience)},
        handle_tool_error=True,
        handle_validation_error=cast(Any, partial(_say_invalid, tool)),
    )


def _runner(toolbox: Toolbox, tool: Tool) -> Callable[..., Json]:
    def run(**arguments: Any) -> Json:
        return toolbox.run(tool, arguments)

    return run


def _say_invalid(tool: Tool, error: ValidationError) -> str:
    return say_invalid(tool, error)
