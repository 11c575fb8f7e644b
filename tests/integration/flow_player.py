"""Plays a booking flow of `booking_flows.yaml` as its customer would, and says how it ended."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import select, update

from domain.clock import in_tokyo
from services.application import Application
from store.models import Booking, BusyTime, Conversation, Customer, OutboxEvent, Technician, Ticket

MOST_TURNS: Final = 20


@dataclass
class Played:
    """A flow after its last turn."""

    turns: int = 0
    said: list[tuple[str, str]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def transcript(self) -> str:
        return "\n".join(f"> {text}\n{reply}" for text, reply in self.said)


def play(application: Application, flow: Mapping[str, Any]) -> Played:
    """Says what the customer says, answers what is asked, and compares how it ended with what was expected."""
    return _Player(application, flow).run()


class _Player:
    def __init__(self, application: Application, flow: Mapping[str, Any]) -> None:
        self.application, self.flow = application, flow
        self.now = in_tokyo(datetime.fromisoformat(flow["now"]))
        self.conversation = application.conversations.open(customer_id=flow["who"], now=self.now).conversation_id
        self.answers = {asked: list(texts) for asked, texts in flow["answers"].items()}
        self.before = {booking.id: booking for booking in self._bookings()}
        self.played = Played()

    def run(self) -> Played:
        reply = self._say(self.flow["opens"])
        while self.played.turns < MOST_TURNS and (waiting := self.answers.get(reply["asks"] or "")):
            reply = self._say(waiting.pop(0))
        unsaid = {asked: texts for asked, texts in self.answers.items() if texts}
        if unsaid:
            self.played.faults.append(f"never asked for: {unsaid}; asked at the end: {reply['asks']}")
        self._judge(reply)
        return self.played

    def _say(self, line: str | Mapping[str, Any]) -> dict[str, Any]:
        act: Mapping[str, Any] = {"say": line} if isinstance(line, str) else line
        if "after" in act:
            self._advance(timedelta(hours=int(act["after"].removesuffix("h"))))
        if act.get("taken"):
            self._take_all()
        text = act["say"].replace("{code}", self._code()).replace("{wrong}", "000000")
        reply = self.application.turns.accept(self.conversation, text)
        self.played.turns += 1
        self.played.said.append((text, reply["message"]))
        return reply

    def _advance(self, span: timedelta) -> None:
        self.now += span
        with self.application.database.write() as session:
            session.execute(update(Conversation).where(Conversation.id == self.conversation).values(frozen_at=self.now))

    def _code(self) -> str:
        with self.application.database.read() as session:
            mails = session.scalars(
                select(OutboxEvent).where(OutboxEvent.topic == "mail.code").order_by(OutboxEvent.id)
            ).all()
            return next((m.payload["code"] for m in reversed(mails) if self._is_here(m)), "no mail")

    def _is_here(self, mail: OutboxEvent) -> bool:
        return bool(mail.payload["conversation_id"] == self.conversation)

    def _take_all(self) -> None:
        with self.application.database.write() as session:
            conversation = session.get_one(Conversation, self.conversation)
            draft = conversation.state["draft"]
            offered = {c["start"]: c["end"] for c in [*(draft.get("candidates") or []), draft.get("chosen")] if c}
            for technician in session.scalars(select(Technician)).all():
                for start, end in offered.items():
                    at = datetime.fromisoformat(start)
                    busy = BusyTime(technician_id=technician.id, calendar="others", starts_at=at)
                    busy.ends_at = datetime.fromisoformat(end)
                    session.add(busy)

    def _bookings(self) -> list[Booking]:
        with self.application.database.read() as session:
            return list(session.scalars(select(Booking)).all())

    def _judge(self, reply: dict[str, Any]) -> None:
        end = dict(self.flow["end"])
        expect, faults = _Expectation(self.played.faults), self.played.faults
        pattern = end.pop("says", None)
        if pattern and not re.search(pattern, reply["message"]):
            faults.append(f"the last reply does not say {pattern}")
        mine = [b for b in self._bookings() if b.conversation_id == self.conversation and b.id not in self.before]
        changed = [b for b in self._bookings() if b.id in self.before and _differs(b, self.before[b.id])]
        with self.application.database.read() as session:
            ticket = session.scalars(select(Ticket).where(Ticket.conversation_id == self.conversation)).first()
        expect.equal("ticket", ticket.trigger if ticket else None, end.pop("handed_over", None))
        if "booked" in end:
            if expect.equal("bookings made", len(mine), 1):
                self._judge_booking(mine[0], end["booked"], expect)
        else:
            expect.equal("bookings made", len(mine), 0)
        change = end.get("moved") or end.get("cancelled")
        if not expect.equal("bookings changed", len(changed), 1 if change else 0) or not change:
            return
        booking, was = changed[0], self.before[changed[0].id]
        expect.equal("status", booking.status, "cancelled" if "cancelled" in end else "booked")
        expect.equal("fee", booking.fees - was.fees, change["fee"])
        expect.equal("booking", booking.id, change.get("booking", booking.id))
        if "start" in change:
            expect.equal("start", f"{booking.starts_at:%Y-%m-%dT%H:%M}", change["start"])

    def _judge_booking(self, booking: Booking, wanted: Mapping[str, Any], expect: "_Expectation") -> None:
        expect.equal("plan", booking.plan, wanted["plan"])
        if "start" in wanted:
            expect.equal("start", f"{booking.starts_at:%Y-%m-%dT%H:%M}", wanted["start"])
        if "total" in wanted:
            expect.equal("total", booking.amount, wanted["total"])
        for name in ("payment", "name", "phone", "email"):
            if name in wanted:
                expect.equal(name, booking.contact.get(name), wanted[name])
        if "address" in wanted and wanted["address"] not in booking.contact.get("address", ""):
            self.played.faults.append(f"address is {booking.contact.get('address')}")
        if self.flow["who"] is None:
            with self.application.database.read() as session:
                known = session.get(Customer, booking.customer_id) if booking.customer_id else None
            expect.equal("customer's e-mail", known.email if known else None, booking.contact.get("email"))


@dataclass
class _Expectation:
    faults: list[str]

    def equal(self, what: str, found: object, wanted: object) -> bool:
        if found != wanted:
            self.faults.append(f"{what}: {found!r}, not {wanted!r}")
        return found == wanted


def _differs(booking: Booking, was: Booking) -> bool:
    return (booking.status, booking.starts_at, booking.fees) != (was.status, was.starts_at, was.fees)
