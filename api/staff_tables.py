"""How tickets and people look in a terminal. What customers wrote is printed as it is, never read as markup."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from domain.staff import Member

STYLES: Final = {"urgent": "bold red", "high": "red", "normal": "", "low": "dim"}
ROLES: Final = {"customer": "bold", "staff": "green", "bot": "cyan", "notice": "dim"}
MOMENT: Final = slice(0, 16)
"""Of an ISO time: day, hour and minute."""


def print_members(members: Iterable[Member]) -> None:
    """Everybody, one a line."""
    table = _table("id", "name", "role", "on call", "e-mail", "phone", "")
    for member in members:
        table.add_row(
            *map(_text, (member.member_id, member.name, member.role, member.on_call_order, member.email, member.phone)),
            _text(None if member.active else "left"),
        )
    Console().print(table)


def print_tickets(page: Mapping[str, Any]) -> None:
    """A page of tickets, and how to see the next."""
    table = _table("ticket", "due", "why", "message")
    table.columns[0].no_wrap = True  # whole, to be copied
    for ticket in page["tickets"]:
        due = Text(_moment(ticket["due"]))
        if ticket["overdue"]:
            due.append("\noverdue", "bold red")
        why = Text(ticket["priority"], STYLES[ticket["priority"]])
        why.append(f"\n{ticket['trigger']}{'*' if ticket['senior'] else ''}", "")
        holder = ticket["claimed_by"]
        state = f"{ticket['status']} ({holder['name']})" if holder else ticket["status"]
        name = f"{ticket['customer']}: " if ticket["customer"] else ""
        table.add_row(Text(f"{ticket['ticket_id']}\n{state}"), due, why, _text(f"{name}{ticket['message'] or ''}"))
    console = Console()
    console.print(table)
    console.print(Text("* for senior staff, for others once it is overdue", "dim"))
    if page["next"]:
        console.print(Text(f"More: zenbu staff inbox --after {page['next']}", "dim"))


def print_packet(packet: Mapping[str, Any]) -> None:
    """A ticket with everything a person needs, the conversation at the end."""
    console = Console()
    facts = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    facts.add_column(style="dim")
    facts.add_column(overflow="fold")
    for name, value in _facts(packet):
        if value:
            facts.add_row(name, _text(value))
    console.print(facts)
    if packet["handover"]:
        _print_handover(console, packet["handover"])
    for name in ("bookings", "earlier_tickets"):
        if packet[name]:
            console.rule(Text(name.replace("_", " "), "dim"), align="left")
            console.print_json(data=packet[name], ensure_ascii=False)
    console.rule(Text("conversation", "dim"), align="left")
    for message in packet["messages"]:
        line = Text(f"{_moment(message['at'])} ", "dim")
        line.append(f"{message['author'] or message['role']}", ROLES[message["role"]])
        console.print(line.append(f"\n{message['text']}\n", ""))


def _print_handover(console: Console, handover: Mapping[str, Any]) -> None:
    """What to read first; each with the place of the message it is from."""
    console.rule(Text("handover", "dim"), align="left")
    for line in handover["summary"]:
        console.print(Text(line))
    rows = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    rows.add_column(style="dim")
    rows.add_column(overflow="fold")
    for quote in handover["cause"]["sentences"]:
        rows.add_row("called for", _text(f"#{quote['seq']} {quote['text']}"))
    if action := handover["next_action"]:
        rows.add_row("do first", _text(f"{action['text']} {action['reason']}"))
    for promise in handover["promises"]:
        rows.add_row("promised", _text(f"#{promise['seq']} {promise['text']}"))
    for slot in handover["slots"]:
        quotes = " ".join(f"#{quote['seq']} {quote['text']}" for quote in slot["quotes"])
        rows.add_row("told", _text(f"{slot['name']}: {slot['says']} ({quotes})"))
    for answer in handover["answers"]:
        rows.add_row("answered", _text(f"#{answer['seq']} {answer['title']}"))
    console.print(rows)


def _facts(packet: Mapping[str, Any]) -> Iterable[tuple[str, object]]:
    ticket, customer = packet["ticket"], packet["customer"] or {}
    holder = ticket["claimed_by"]
    return (
        ("ticket", f"{ticket['ticket_id']}  {ticket['priority']}  {ticket['trigger']}  {ticket['status']}"),
        ("promised", ticket["promise"]),
        ("due", _moment(ticket["due"]) + ("  overdue" if ticket["overdue"] else "")),
        ("with", holder and f"{holder['name']} ({holder['id']})"),
        ("answers now", packet["owner"]),
        ("outcome", ticket["outcome"]),
        ("note", ticket["note"]),
        ("customer", customer.get("name")),
        ("address", customer.get("address")),
        ("phone", customer.get("phone")),
        ("e-mail", customer.get("email")),
        ("contact given", packet["contact"]),
        ("plan", packet["plan"]),
    )


def _table(*columns: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _text(value: object) -> Text:
    return Text("" if value is None else str(value))


def _moment(iso: str | None) -> str:
    return iso[MOMENT].replace("T", " ") if iso else ""
