"""What a skill is given, and the words and buttons it speaks with."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from domain.dialogue import DialogueState
from domain.handover import HandoverThresholds, PromiseTerms
from domain.hours import BusinessHours
from domain.labels import Intent, Priority
from domain.paging import PagingTerms
from domain.perception import Perception
from domain.plan import Fact
from domain.records import Customer, Records
from domain.reply import Option, Source
from domain.text import normalize, quotable
from domain.turn import TurnRequest
from knowledge.pack import Pack
from knowledge.pack.references import render
from services.email_codes import CodeMaker

NOT_WHILE_WAITING: Final[frozenset[Intent]] = frozenset({"book", "recommend", "trouble", "request_person"})
"""What no button offers to somebody who waits for a person: nothing is sold to them, and a person is called already."""

NewId = Callable[[str], str]
"""Makes an id that starts with the given prefix."""


@dataclass(frozen=True)
class Voice:
    """The pack's texts, figures in place."""

    pack: Pack

    def say(self, template: str, /, **values: object) -> str:
        """A template with its references and the given values, which may be a customer's own words.

        Raises:
            KeyError: The pack has no such template, or a value it needs is not given.
        """
        text = render(self.pack, self.pack.templates[template])
        return text.format(**{name: quotable(str(value)) for name, value in values.items()}) if values else text

    def say_first(self, *templates: str, **values: object) -> str:
        """The first of these templates the pack has."""
        return self.say(next(name for name in templates if name in self.pack.templates), **values)

    def button(self, name: str) -> Option:
        """A named button."""
        label = self.pack.buttons[name].label
        return Option(label, label)

    def topic_option(self, topic_id: str) -> Option:
        """A button that asks a topic's own question."""
        topic = self.pack.topics[topic_id]
        return Option(topic.title, topic.question)

    def options(self, buttons: Iterable[str], topics: Iterable[str] = ()) -> tuple[Option, ...]:
        """Topics first, then named buttons."""
        return (*map(self.topic_option, topics), *map(self.button, buttons))

    def fact(self, template: str, source: Source, **values: object) -> Fact:
        """A template that states a fact, with its source."""
        return Fact(self.say(template, **values), source)


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


@dataclass(frozen=True)
class Turn:
    """One turn as a skill sees it."""

    desk: Desk
    request: TurnRequest
    perception: Perception
    state: DialogueState

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
        if self.request.ticket is not None:
            buttons = [name for name in buttons if self.desk.pack.buttons[name].intent not in NOT_WHILE_WAITING]
        return self.voice.options(buttons, topics)

    def presses(self, button: str) -> bool:
        """Whether the message is what a named button posts."""
        return self.perception.text == normalize(self.desk.pack.buttons[button].label)

    def customer(self) -> Customer | None:
        """The customer, where the server knows who it is."""
        customer_id = self.request.customer_id
        return self.desk.records.customer(customer_id) if customer_id else None
