"""The off switch, over the florist's pack and the real graph."""

from typing import Any

import pytest

from domain.staff import NotAllowed
from knowledge.pack import Pack, load_pack
from services.staff import StaffDoor
from services.turns import TurnService
from store.models import Ticket
from store.session import Database
from tests.fakes.brains import scripted_engine
from tests.fakes.records import FakeRecords
from tests.fakes.service import Desk, count
from tests.fakes.staff import hire, staff_door
from tests.unit.knowledge.conftest import FLORIST

SCRIPT: dict[str, dict[str, Any]] = {
    "いくら?": {"topics": ["price-list"]},
    "もう死にたい": {"danger": "self_harm"},
    "もういい加減にして": {"handover": 0.99, "trigger": "anger"},
}


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack(FLORIST)


class Channel:
    """A florist's conversation in the web channel, and the staff's door."""

    def __init__(self, database: Database, pack: Pack) -> None:
        desk = Desk(database)
        engine = scripted_engine(pack, FakeRecords(), SCRIPT)
        self.turns = TurnService(database, engine, desk.clock, wall=desk.wall)
        self.conversations = desk.conversations
        self.door: StaffDoor = staff_door(database, desk.clock)
        self.boss = hire(self.door, "boss", "manager", name="店長")
        self.conversation = desk.open()

    def say(self, text: str) -> dict[str, Any]:
        return self.turns.accept(self.conversation, text)

    def switch(self, people_only: bool, channel: str = "web") -> None:
        self.door.switches.set(self.boss, {channel: people_only})


@pytest.fixture
def channel(database: Database, pack: Pack) -> Channel:
    return Channel(database, pack)


def test_next_message_after_the_switch_goes_to_a_person_with_a_promise(channel: Channel, database: Database) -> None:
    assert channel.say("いくら?")["type"] == "faq"
    channel.switch(True)
    reply = channel.say("いくら?")
    assert (reply["type"], reply["handover"]["trigger"]) == ("escalation", "human_request")
    assert reply["message"].startswith("ありがとうございます。ただいま、お返事はすべてお店の者から")
    assert reply["handover"]["promise"] in reply["message"]
    assert count(database, Ticket) == 1


def test_further_messages_go_to_the_same_ticket_and_a_contact_is_taken(channel: Channel, database: Database) -> None:
    channel.switch(True)
    first = channel.say("いくら?")
    assert channel.say("いくら?")["handover"]["ticket_id"] == first["handover"]["ticket_id"]
    assert "ご連絡先" in channel.say("090-1234-5678")["message"]
    packet = channel.door.inbox.packet(channel.boss, first["handover"]["ticket_id"])
    assert packet["contact"] == "090-1234-5678"
    assert count(database, Ticket) == 1


def test_anger_is_still_read_as_anger(channel: Channel) -> None:
    channel.switch(True)
    reply = channel.say("もういい加減にして")
    assert (reply["handover"]["trigger"], reply["handover"]["priority"]) == ("anger", "high")


def test_danger_is_still_answered_at_once(channel: Channel) -> None:
    channel.switch(True)
    reply = channel.say("もう死にたい")
    assert "0120-279-338" in reply["message"]
    assert reply["handover"]["priority"] == "urgent"


def test_bot_answers_again_when_it_is_switched_back(channel: Channel) -> None:
    channel.switch(True)
    channel.say("いくら?")
    channel.switch(False)
    assert channel.say("いくら?")["type"] == "faq"


def test_other_channels_are_not_touched(channel: Channel) -> None:
    channel.switch(True, "line")
    assert channel.say("いくら?")["type"] == "faq"
    assert channel.door.switches.people_only() == {"line": True}


def test_switch_is_the_managers(channel: Channel) -> None:
    with pytest.raises(NotAllowed):
        channel.door.switches.set(hire(channel.door, role="senior"), {"web": True})
    assert channel.door.switches.people_only() == {}
