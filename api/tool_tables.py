"""Tools and what they did, as people read it."""

import json
from collections.abc import Sequence
from typing import Final

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table

from store.models import ToolCall
from tools.declaration import Tool

_VERB: Final = {"read": "reads", "write": "writes"}


def print_tools(tools: Sequence[Tool]) -> None:
    """Prints tools, each with its arguments; those in brackets may be left out."""
    console = Console(highlight=False)
    for tool in tools:
        fields = tool.arguments.model_fields.items()
        names = ", ".join(name if field.is_required() else f"[{name}]" for name, field in fields)
        whose = ", ".join(sorted(tool.audience))
        console.print(f"[bold]{tool.name}[/bold]({escape(names)})  [dim]{_VERB[tool.access]} · {whose}[/dim]")
        console.print(Padding(escape(tool.description), (0, 0, 1, 4)))


def print_calls(calls: Sequence[ToolCall]) -> None:
    """Prints calls of writing tools."""
    table = Table("when", "who", "tool", "customer", "arguments", "effect")
    for call in calls:
        who = f"{call.staff_id} ({call.role})" if call.staff_id else call.role
        arguments, effect = (escape(json.dumps(given, ensure_ascii=False)) for given in (call.arguments, call.effect))
        table.add_row(f"{call.at:%Y-%m-%d %H:%M}", who, call.tool, call.customer_id or "–", arguments, effect)
    Console().print(table)
