"""What a skill is given."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from agents.llm.model import LanguageModel
from agents.llm.turn import LlmTurn
from domain.dialogue import DialogueState
from domain.handover import HandoverThresholds, PromiseTerms
from domain.hours import BusinessHours
from domain.labels import Intent, Priority
from domain.packet.terms import PLAIN, PacketTerms
from domain.paging import PagingTerms
from domain.perception import Perception
from domain.records import Customer, Records
from domain.reply import Option
from domain.success.terms import SuccessTerms
from domain.text import normalize
from domain.turn import TurnRequest
from knowledge.pack import Pack
from knowledge.voice import Voice as Voice
from services.email_codes import CodeMaker
from services.tracing import hide

NOT_WHILE_WAITING: Final[frozenset[Intent]] = frozenset({"book", "recommend", "trouble", "request_person"})
"""What no button offers to somebody who waits for a person: nothing is sold to them, and a person is called already."""

SELLING: Final[frozenset[Intent]] = frozenset({"book", "recommend", "trouble"})
"""What no button offers where whoever handed the conversation back wants nothing offered."""

NewId = Callable[[str], str]
"""Makes an id that starts with the given prefix."""


@dataclass(frozen=True)
class Desk:
    """What a skill works with; the same for every turn. `new_id` makes ids, `records` reads what is stored."""

    pack: Pack
    voice: Voice
    records: Records
    new_id: NewId
    hours: BusinessHours
    promises: dict[Priority, PromiseTerms]
    paging: PagingTerms
    thresholds: HandoverThresholds
    codes: CodeMaker | None = None
    """Makes codes to be mailed; None where no mail goes out, so that a person makes sure who is asking."""

    success: SuccessTerms | None = None
    """What offers are made by; None where the pack says nothing about it."""

    llm: LanguageModel | None = None
    """What asks the language model; None where none is configured."""

    packets: PacketTerms = PLAIN
    """What the packet of a handover is worded with."""


@dataclass(frozen=True)
class Turn:
    """One turn as a skill sees it."""

    desk: Desk
    request: TurnRequest
    perception: Perception
    state: DialogueState
    llm: LlmTurn | None = None
    """The turn's account with the language model; None where none is configured."""

    @property
    def now(self) -> datetime:
        """The time of this turn, Asia/Tokyo."""
        return self.request.now

    @property
    def voice(self) -> Voice:
        """The pack's words."""
        return self.desk.voice

    def options(self, buttons: Iterable[str], topics: Iterable[str] = ()) -> tuple[Option, ...]:
        """Topics first, then named buttons, as far as they may be offered now."""
        unwanted: frozenset[Intent] = frozenset()
        if self.request.ticket is not None:
            unwanted = NOT_WHILE_WAITING
        elif self.state.offers_nothing:
            unwanted = SELLING
        if unwanted:
            buttons = [name for name in buttons if self.desk.pack.buttons[name].intent not in unwanted]
        return self.voice.options(buttons, topics)

    def presses(self, button: str) -> bool:
        """Whether the message is what a named button posts."""
        return self.perception.text == normalize(self.desk.pack.buttons[button].label)

    def customer(self) -> Customer | None:
        """The customer, where the server knows who it is."""
        customer_id = self.request.customer_id
        customer = self.desk.records.customer(customer_id) if customer_id else None
        if customer is not None:
            hide((customer.name, customer.address))
        return customer
