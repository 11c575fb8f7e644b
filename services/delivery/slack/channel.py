"""The Slack channel: a handover's message is posted once and changed in place with whatever becomes of it."""

from datetime import datetime
from typing import Any

from domain.clock import Clock
from domain.mails import Stationery
from services.delivery.port import Event, Moot, Postponed
from services.delivery.routing import SLACK
from services.delivery.slack.client import Calls, MessageGone
from services.delivery.slack.head import compose
from services.delivery.slack.templates import Templates
from store.models import SlackPost, Ticket
from store.session import Database


class SlackChannel:
    """Shows handovers in one channel of Slack. Events of one ticket come one after another, in order.

    Args:
        database: Where the records are.
        stationery: What priorities and triggers are called.
        templates: How messages look.
        calls: Calls Slack.
        channel: Where messages are posted: the channel's ID.
        clock: The business's time, by which handovers are overdue.
        masked: Whether names, numbers and addresses stay in the house.
        claimable: Whether clicks can come in.
        console: Where the console is; empty where nobody knows.
    """

    name = SLACK

    def __init__(
        self,
        database: Database,
        stationery: Stationery,
        templates: Templates,
        calls: Calls,
        channel: str,
        clock: Clock,
        *,
        masked: bool = True,
        claimable: bool = True,
        console: str = "",
    ) -> None:
        self._database = database
        self._stationery = stationery
        self._templates = templates
        self._calls = calls
        self._channel = channel
        self._clock = clock
        self._masked = masked
        self._claimable = claimable
        self._console = console

    def send(self, event: Event) -> None:
        """Posts or changes the message of a handover, so that it shows how things stand now."""
        ticket_id = event.payload["ticket_id"]
        content, post = self._read(ticket_id, self._clock.now())
        if post is not None:
            try:
                self._calls.call("chat.update", {**content, "channel": post.channel, "ts": post.ts})
                return
            except MessageGone:
                pass  # somebody deleted it: it is posted anew
        try:
            unfurled = {"unfurl_links": False, "unfurl_media": False}
            answer = self._calls.call("chat.postMessage", {**content, **unfurled, "channel": self._channel})
        except MessageGone as gone:
            raise Postponed(str(gone)) from gone
        self._note(ticket_id, answer)

    def _read(self, ticket_id: str, now: datetime) -> tuple[dict[str, Any], SlackPost | None]:
        with self._database.read() as session:
            ticket = session.get(Ticket, ticket_id)
            if ticket is None:
                raise Moot("the ticket is gone")
            content = compose(
                session,
                ticket,
                self._stationery,
                self._templates,
                now,
                masked=self._masked,
                claimable=self._claimable,
                link=f"{self._console}/tickets/{ticket.id}" if self._console else "",
            )
            return content, session.get(SlackPost, ticket_id)

    def _note(self, ticket_id: str, answer: Any) -> None:
        channel, ts = answer.get("channel"), answer.get("ts")
        if not isinstance(channel, str) or not isinstance(ts, str):
            raise Postponed("the answer does not name the message")
        with self._database.write() as session:
            if session.get(Ticket, ticket_id, with_for_update=True) is None:
                raise Moot("the ticket is gone")
            session.merge(SlackPost(ticket_id=ticket_id, channel=channel, ts=ts))
