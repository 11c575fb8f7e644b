"""The packet as a member of the staff reads it: as the conversation and the customer stand now."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from domain.labels import Trigger
from domain.packet.assembly import SENDER, Standing, packet_of
from domain.packet.terms import PacketTerms
from domain.packet.transcript import Transcript
from domain.packet.wrongs import went_wrong
from domain.staff import Member
from domain.success.customer_360 import Customer360
from services.customers import CustomerViews
from services.packets.cards import customer_card
from services.packets.gathering import transcript_of
from services.packets.offers import recovery_card
from services.recovery.desk import RecoveryDesk
from store.models import Conversation, Ticket
from store.session import Database


@dataclass(frozen=True)
class ReadPacket:
    """What goes to whoever reads a ticket, as JSON values."""

    handover: dict[str, Any] | None
    customer: dict[str, Any] | None
    recovery: dict[str, Any] | None


class PacketReader:
    """Reads packets.

    Args:
        database: Where everything is.
        terms: What things are called.
        recovery: Where offers are made; None where the company does not say what it offers.
    """

    def __init__(self, database: Database, terms: PacketTerms, recovery: RecoveryDesk | None = None) -> None:
        self._database = database
        self._terms = terms
        self._recovery = recovery
        self._views = CustomerViews(database)

    def read(self, member: Member, ticket_id: str, now: datetime) -> ReadPacket:
        """A ticket's packet. Of a closed ticket it is what it was; else it knows what was said since.

        Args:
            member: Who reads: drafts are in their name, offers within their authority.
            ticket_id: Which, known to exist.
            now: The business's time.
        """
        with self._database.read() as session:
            ticket = session.get_one(Ticket, ticket_id)
            conversation = session.get_one(Conversation, ticket.conversation_id)
            transcript = transcript_of(session, conversation, ticket, self._terms)
        view = self._views.view(ticket.customer_id, now) if ticket.customer_id else None
        with self._database.read() as session:
            card = customer_card(session, view, ticket.conversation_id, self._terms) if view else None
        handover = self._handover(member, ticket, transcript, view)
        return ReadPacket(handover, card, self._offers(member, ticket, transcript))

    def _handover(
        self, member: Member, ticket: Ticket, transcript: Transcript, view: Customer360 | None
    ) -> dict[str, Any] | None:
        packet = ticket.packet
        if packet is not None and ticket.status != "closed":
            scores = view.scores if view else None
            standing = Standing(scores.churn_level, scores.health_status) if scores else Standing()
            at = packet["cause"]["at"]
            packet = packet_of(transcript, cast(Trigger, ticket.trigger), at, self._terms, standing).as_json()
        if packet is None:
            return None
        drafts = [{**draft, "text": draft["text"].replace(SENDER, member.name)} for draft in packet["drafts"]]
        return {**packet, "drafts": drafts}

    def _offers(self, member: Member, ticket: Ticket, transcript: Transcript) -> dict[str, Any] | None:
        wording = self._terms.wording
        if self._recovery is None or wording is None or ticket.customer_id is None or not member.may("serve"):
            return None
        found = went_wrong(transcript, wording)
        if found is None:
            return None
        return recovery_card(self._recovery, member, ticket.customer_id, ticket.id, found, wording)
