"""What a grader is given, and what it gives back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from evals.cases import Case, Handover, Suite
from evals.expectations import Expected
from evals.played import Played, Said


@dataclass(frozen=True)
class Evidence:
    """A case and how it went."""

    suite: Suite
    case: Case
    played: Played

    @property
    def handover(self) -> Handover | None:
        """Whether a person is due: as the case says, else as the suite does."""
        return self.case.handover or self.suite.handover

    @property
    def replies(self) -> tuple[Said, ...]:
        """The turns that have a reply."""
        return tuple(said for said in self.played.turns if said.reply)

    @property
    def customers_words(self) -> str:
        """Everything the customer wrote."""
        return "\n".join(said.text for said in self.played.turns)

    def expected_of(self, said: Said) -> Expected | None:
        """What the case expects of one turn's reply."""
        if said.expectation is None:
            return None
        kind, place = said.expectation
        turns = self.case.turns if kind == "turns" else self.case.answers[kind.removeprefix("answers.")]
        return turns[place].expect


Grader = Callable[[Evidence], Sequence[str] | None]
"""Says what is wrong, each in a line; nothing: it passes; None: the case gives nothing to check."""
