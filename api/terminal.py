"""`zenbu chat`: a conversation in the terminal, through the turn service like any other."""

from datetime import datetime
from typing import Any

from rich.console import Console
from rich.text import Text

from domain.text import UnreadableMessage
from services.application import Application
from services.turns import ReplyPending, TurnFailed


def converse(application: Application, customer_id: str | None, now: datetime | None) -> None:
    """Talks until the person leaves (an empty line end, or Ctrl-D).

    Args:
        application: The opened application.
        customer_id: Who speaks, where a known customer does.
        now: A frozen time, where one was given.
    """
    console = Console()
    opened = application.conversations.open(channel="terminal", customer_id=customer_id, now=now)
    console.print(Text(application.engine.greeting().message, style="cyan"))
    options: list[dict[str, str]] = []
    while True:
        try:
            typed = console.input("[bold]> [/bold]").strip()
        except (EOFError, KeyboardInterrupt):
            console.print()
            return
        if typed.isdigit() and 0 < int(typed) <= len(options):
            typed = options[int(typed) - 1]["value"]
            console.print(Text(f"> {typed}", style="dim"))
        try:
            reply = application.turns.accept(opened.conversation_id, typed)
        except (UnreadableMessage, ReplyPending, TurnFailed) as error:
            console.print(Text(str(error), style="red"))
            continue
        options = _show(console, reply)


def _show(console: Console, reply: dict[str, Any]) -> list[dict[str, str]]:
    console.print(Text(reply["message"], style="cyan"))
    sources = "、".join(source["title"] for source in reply["sources"])
    if sources:
        console.print(Text(f"出典: {sources}", style="dim"))
    options: list[dict[str, str]] = reply["options"]
    for number, option in enumerate(options, 1):
        console.print(Text(f"  [{number}] {option['label']}", style="green"))
    return options
