"""The dialogue state: all that is remembered between two turns. Small, versioned, constant in size."""

from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any, Final, Self

from domain.handback import EndedHandover

VERSION: Final = 1
RECENT: Final = 3


@dataclass(frozen=True)
class DialogueState:
    """Where a conversation stands.

    Attributes:
        version: Of this shape; a state of another version is not read.
        turn: How many customer turns were answered.
        flow: The skill that has the word until it is done: `diagnosis`, `booking`, `change`, `cancel`.
        asks: What the last reply asked the customer for.
        slots: Diagnosis values said so far.
        asked: Diagnosis questions asked so far, in order.
        plan: The plan recommended or chosen.
        draft: The visit being booked, changed or cancelled.
        choices: Topics the last reply offered to choose from.
        expects: What the buttons of the last question post.
        recent: Topics answered lately, newest last.
        stuck: Customer turns in a row without progress.
        uncovered: How often no route covered what was asked.
        tension: Displeasure with the company, carried over turns and fading (0 to about 3).
        contact: What the customer gave to be reached by.
        episode: The handover after which this episode began.
        agreed: What a person agreed with the customer in it.
        agreed_with: Who did.
        offers_nothing: Whoever handed the conversation back wants nothing offered.
    """

    version: int = VERSION
    turn: int = 0
    flow: str | None = None
    asks: str | None = None
    slots: dict[str, Any] = field(default_factory=dict)
    asked: tuple[str, ...] = ()
    plan: str | None = None
    draft: dict[str, Any] = field(default_factory=dict)
    choices: tuple[str, ...] = ()
    expects: tuple[str, ...] = ()
    recent: tuple[str, ...] = ()
    stuck: int = 0
    uncovered: int = 0
    tension: float = 0.0
    contact: str | None = None
    episode: str | None = None
    agreed: tuple[str, ...] = ()
    agreed_with: str = ""
    offers_nothing: bool = False

    def as_json(self) -> dict[str, Any]:
        """The state as plain JSON values."""
        plain = asdict(self)
        return {name: list(value) if isinstance(value, tuple) else value for name, value in plain.items()}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """The state `as_json` gave; an empty dict is a new conversation.

        Raises:
            ValueError: The state is of another version.
        """
        if not data:
            return cls()
        if data.get("version") != VERSION:
            raise ValueError(f"dialogue state of version {data.get('version')}; this program reads version {VERSION}")
        known = {entry.name for entry in fields(cls)}
        values: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in data.items()
        }
        return cls(**{name: value for name, value in values.items() if name in known})

    def after(self, ended: EndedHandover) -> Self:
        """The same at the beginning of a fresh episode: what a person has seen to is not taken up where it was left.

        What is known of the case stays, so that nobody is asked for it again; strain and stalling do not.
        """
        note = ended.handback
        return replace(
            self,
            flow=None,
            asks=None,
            choices=(),
            expects=(),
            draft={name: value for name, value in self.draft.items() if name == "booked"},
            plan=None if note.topic_closed else self.plan,
            stuck=0,
            uncovered=0,
            tension=0.0,
            episode=ended.ticket_id,
            agreed=note.agreed,
            agreed_with=note.by,
            offers_nothing=note.do_not_offer,
        )

    def is_answered_by(self, text: str) -> bool:
        """Whether a text names one of the buttons of the question that was asked, in full or in part."""
        return self.asks is not None and any(text in label or label in text for label in self.expects)

    def remember_topic(self, topic_id: str) -> tuple[str, ...]:
        """The recent topics with one more, oldest dropped."""
        return (*self.recent, topic_id)[-RECENT:]
