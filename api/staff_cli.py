"""`zenbu staff`: the staff's door, straight at the database. Imports wait until a command needs them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from api.recovery_cli import recovery_app
from domain.labels import Priority
from domain.staff import Outcome, Role

if TYPE_CHECKING:
    from domain.staff import Member
    from services.staff import StaffDoor

staff_app = typer.Typer(no_args_is_help=True, help="People who work here, and the tickets that wait for them.")
staff_app.add_typer(recovery_app, name="recovery")

As = Annotated[str, typer.Option("--as", envvar="ZENBU_STAFF", help="Whose work this is: a member's id.")]
TicketId = Annotated[str, typer.Argument(metavar="TICKET")]
MemberId = Annotated[str, typer.Argument(metavar="MEMBER")]
Note = Annotated[str | None, typer.Option(help="For colleagues.")]
Mail = Annotated[str, typer.Option(help="Where pages and handovers are sent.")]
Phone = Annotated[str | None, typer.Option(help="Where they are reached besides.")]
Slack = Annotated[str | None, typer.Option(help="Who they are in Slack: the member ID of their profile.")]
OnCall = Annotated[int | None, typer.Option(help="Paged about danger, the lowest number first.")]


@contextmanager
def _door() -> Iterator["StaffDoor"]:
    """The staff's services over the database of the settings."""
    from agents.context import Voice
    from api.cli import stopping_on_mendable_errors
    from graphs.composition import attendance_terms, business_hours, paging_terms
    from knowledge.pack import load_pack, pack_path
    from services.application import open_database
    from services.packets.terms import packet_terms
    from services.recovery import recovery_terms
    from services.settings import load_settings
    from services.staff import open_staff_door

    with stopping_on_mendable_errors():
        settings = load_settings()
        pack = load_pack(pack_path(settings.pack))
        database = open_database(settings)
        try:
            yield open_staff_door(
                database,
                settings.clock(),
                Voice(pack).say,
                paging_terms(pack),
                attendance_terms(pack),
                business_hours(pack),
                recovery_terms(pack),
                packet_terms(pack),
            )
        finally:
            database.close()


@contextmanager
def acting(member_id: str) -> Iterator[tuple["StaffDoor", "Member"]]:
    """The staff's services, for a member who works here."""
    with _door() as door:
        yield door, door.members.get(member_id)


@staff_app.command()
def add(
    name: Annotated[str, typer.Argument(help="As customers read it.")],
    role: Annotated[Role, typer.Option(help="What they may do.")],
    email: Mail,
    phone: Phone = None,
    on_call: OnCall = None,
    slack_id: Slack = None,
    member_id: Annotated[
        str | None, typer.Option("--id", help="A short id; one is made up where none is given.")
    ] = None,
    password: Annotated[bool, typer.Option("--password", help="Shows a first password for the console, too.")] = False,
) -> None:
    """Adds a member, and shows their token, once."""
    with _door() as door:
        from services.members import MemberFields

        member, token = door.members.add(
            MemberFields(name, role, email, phone, on_call_order=on_call, slack_id=slack_id), member_id
        )
        typer.echo(
            f"{member.name} ({member.role}) is {member.member_id}. The token, which is not shown again:\n{token}"
        )
        if password:
            _show_password(door.doorway.passwords.hand_over(member.member_id), member.member_id)


@staff_app.command("list")
def list_members() -> None:
    """Lists everybody, those who left among them."""
    with _door() as door:
        from api.staff_tables import print_members

        print_members(door.members.everybody())


@staff_app.command()
def edit(
    member_id: MemberId,
    name: Annotated[str | None, typer.Option(help="As customers read it.")] = None,
    role: Annotated[Role | None, typer.Option(help="What they may do.")] = None,
    email: Annotated[str | None, typer.Option(help="Where pages and handovers are sent.")] = None,
    phone: Phone = None,
    on_call: Annotated[int | None, typer.Option(help="Paged about danger, the lowest first; 0 is never.")] = None,
    slack_id: Slack = None,
    active: Annotated[bool | None, typer.Option("--active/--left", help="Whether they work here.")] = None,
) -> None:
    """Changes what is known of a member; what is not named stays."""
    with _door() as door:
        from services.members import MemberFields, UnknownMember

        before = next((member for member in door.members.everybody() if member.member_id == member_id), None)
        if before is None:
            raise UnknownMember(f"Nobody of the staff has the id {member_id}. See: zenbu staff list")
        fields = MemberFields(
            name=name or before.name,
            role=role or before.role,
            email=email or before.email,
            phone=phone or before.phone,
            active=before.active if active is None else active,
            on_call_order=before.on_call_order if on_call is None else (on_call or None),
            slack_id=slack_id or before.slack_id,
        )
        member = door.members.edit(member_id, fields)
        typer.echo(f"{member.name} ({member.role}), {'works here' if member.active else 'has left'}.")


@staff_app.command()
def token(member_id: MemberId) -> None:
    """Gives a member a new token and shows it, once; the old one opens nothing any more."""
    with _door() as door:
        typer.echo(door.members.renew_token(member_id))


@staff_app.command()
def password(
    member_id: MemberId,
    choose: Annotated[
        bool, typer.Option("--choose", help="Type it here, instead of showing one that is used once.")
    ] = False,
) -> None:
    """Gives a member a password for the console; whoever is signed in with the old one is signed out."""
    with _door() as door:
        if choose:
            typed: str = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
            door.doorway.passwords.choose(member_id, typed)
            typer.echo("The password is set. Sign in at /console.")
        else:
            _show_password(door.doorway.passwords.hand_over(member_id), member_id)


def _show_password(password: str, member_id: str) -> None:
    typer.echo(
        f"The first password of {member_id}, for 72 hours; they choose their own when they sign in at /console:\n"
        f"{password}"
    )


@staff_app.command()
def inbox(
    who: As,
    status: Annotated[
        Literal["open", "claimed", "closed"] | None, typer.Option(help="Those that are not closed by default.")
    ] = None,
    priority: Annotated[Priority | None, typer.Option(help="Only of this priority.")] = None,
    mine: Annotated[bool, typer.Option("--mine", help="Only what I have claimed.")] = False,
    after: Annotated[str | None, typer.Option(help="The last ticket of the page before.")] = None,
) -> None:
    """Lists the tickets that wait, the most pressing first."""
    with acting(who) as (door, me):
        from api.staff_tables import print_tickets
        from store.tickets import Filter

        print_tickets(door.inbox.tickets(me, Filter(status, priority, me.member_id if mine else None), after))


@staff_app.command()
def show(ticket_id: TicketId, who: As) -> None:
    """Shows everything about a ticket, with the conversation as it stands now."""
    with acting(who) as (door, me):
        from api.staff_tables import print_packet

        print_packet(door.inbox.packet(me, ticket_id))


@staff_app.command()
def claim(
    ticket_id: TicketId,
    who: As,
    take_over: Annotated[bool, typer.Option("--take-over", help="From somebody else (manager, admin).")] = False,
) -> None:
    """Takes a conversation over: the customer is told, and the bot is silent in it."""
    with acting(who) as (door, me):
        door.serving.claim(me, ticket_id, take_over=take_over)
        typer.echo(f"{ticket_id} is yours. The customer was told.")


@staff_app.command()
def reply(ticket_id: TicketId, text: str, who: As) -> None:
    """Says something to the customer."""
    with acting(who) as (door, me):
        door.serving.reply(me, ticket_id, text)
        typer.echo("Said.")


@staff_app.command("return")
def give_back(
    ticket_id: TicketId,
    who: As,
    note: Note = None,
    agreed: Annotated[list[str] | None, typer.Option(help="What was agreed; the customer reads it as it is.")] = None,
    topic_closed: Annotated[bool, typer.Option("--topic-closed", help="The matter is settled.")] = False,
    do_not_offer: Annotated[bool, typer.Option("--do-not-offer", help="Nothing is offered by itself.")] = False,
) -> None:
    """Hands the conversation back to the bot, with a note for colleagues and what the bot shall go by."""
    from domain.handback import Handback

    with acting(who) as (door, me):
        door.serving.give_back(me, ticket_id, note, Handback(tuple(agreed or ()), "", topic_closed, do_not_offer))
        typer.echo("The bot answers again. The customer was told.")


@staff_app.command()
def close(
    ticket_id: TicketId, outcome: Annotated[Outcome, typer.Option(help="How it ended.")], who: As, note: Note = None
) -> None:
    """Ends the handover; the bot answers again."""
    with acting(who) as (door, me):
        door.serving.close(me, ticket_id, outcome, note)
        typer.echo("Closed. The customer was told.")


@staff_app.command()
def acknowledge(ticket_id: TicketId, who: As) -> None:
    """Answers a page: nobody else is called while you are on your way."""
    with acting(who) as (door, me):
        door.serving.acknowledge(me, ticket_id)
        typer.echo("Acknowledged. Claim the ticket as soon as you are there.")


@staff_app.command("people-only")
def people_only(
    state: Annotated[Literal["on", "off"], typer.Argument(help="on: people alone answer.")],
    who: As,
    channel: Annotated[str, typer.Option(help="Where.")] = "web",
) -> None:
    """Switches the bot off in a channel, or on again; the next message goes by it."""
    with acting(who) as (door, me):
        switched = door.switches.set(me, {channel: state == "on"})
        for name, value in switched.items():
            typer.echo(f"{name}: {'people only' if value else 'the bot answers'}")
