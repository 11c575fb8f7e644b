"""Whoever sits on the other side: a script, or a simulated customer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from evals.cases import Case, Turn
from evals.part import NONE
from evals.played import Ending


@dataclass(frozen=True)
class Move:
    """What the customer does next.

    Attributes:
        text: What is posted; `{code}` and `{wrong}` are filled in by whoever reads the mail.
        turn: The script's turn, for what happens before it.
        place: Where the script's turn stands: ("turns", 0), ("answers.wish", 1).
        due: Why a person is due from here on, where the customer knows.
        acts: What is meant.
        allows_person: Whether a person called from here on is not called too soon, though none is due.
    """

    text: str
    turn: Turn | None = None
    place: tuple[str, int] | None = None
    due: str | None = None
    acts: tuple[str, ...] = ()
    allows_person: bool = False


class Customer(Protocol):
    """Somebody who speaks until they have no more to say."""

    def move(self, reply: Mapping[str, Any] | None, code: str | None) -> Move | None:
        """What is done upon a reply (None: at first); None: nothing more. `code`: of the newest mail."""
        ...

    def ending(self) -> tuple[Ending, str]:
        """Why it ended, and in words."""
        ...


class Script:
    """Says its turns, then answers what is asked as long as it has answers."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._said = 0
        self._answered = dict.fromkeys(case.answers, 0)
        self._missing = ""
        self._asked: str | None = None

    def move(self, reply: Mapping[str, Any] | None, code: str | None) -> Move | None:
        """The next turn, or the next answer to what is asked."""
        if self._said < len(self._case.turns):
            self._said += 1
            return self._act(self._case.turns[self._said - 1], ("turns", self._said - 1), reply)
        self._asked = (reply or {}).get("asks")
        asked = str(self._asked or NONE)
        place = self._answered.get(asked)
        if place is None or place >= len(self._case.answers[asked]):
            return None
        self._answered[asked] += 1
        return self._act(self._case.answers[asked][place], (f"answers.{asked}", place), reply)

    def ending(self) -> tuple[Ending, str]:
        """Whether the script could be played: it has no button to press, or no answer to what is asked instead.

        What it was never asked for is no fault by itself: which questions come is the product's choice.
        """
        if self._missing:
            return "stuck", self._missing
        unsaid = [asked for asked, count in self._answered.items() if count < len(self._case.answers[asked])]
        if unsaid and self._asked is not None:
            return "stuck", f"asked for {self._asked}, never (again) for: {', '.join(unsaid)}"
        return "said_all", ""

    def _act(self, turn: Turn, place: tuple[str, int], reply: Mapping[str, Any] | None) -> Move | None:
        if turn.says is not None:
            return Move(turn.says, turn, place)
        options = (reply or {}).get("options") or []
        pressed = next((option for option in options if turn.presses in (option["label"], option["value"])), None)
        if pressed is None:
            offered = "、".join(option["label"] for option in options) or "none"
            self._missing = f"there is no button {turn.presses} (buttons: {offered})"
            return None
        return Move(str(pressed["value"]), turn, place)
