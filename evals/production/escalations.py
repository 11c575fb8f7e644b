"""A month of handovers: how many, why, which could have been avoided, and by what."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any, Final

from evals.production.escalation_causes import Cause, Prevention

EXAMPLES: Final = 3
"""Conversations named with each cause."""

WORDS: Final[dict[Prevention, str]] = {
    "keep_promise": "somebody there in time",
    "better_answer": "an answer that helps",
    "teach_topic": "more ways of asking",
    "write_topic": "a new topic",
    "understand_answer": "answers understood",
    "none": "",
}


@dataclass(frozen=True)
class Escalations:
    """A month of handovers.

    Attributes:
        month: Which one.
        served: Conversations that began in it.
        causes: Of each handover opened in it.
    """

    month: str
    served: int
    causes: tuple[Cause, ...]

    @property
    def avoidable(self) -> int:
        """Handovers the chat could have done without."""
        return sum(cause.avoidable for cause in self.causes)

    def as_json(self) -> dict[str, Any]:
        """Everything, as plain JSON values."""
        promised = [cause.kept for cause in self.causes if cause.kept is not None]
        waits = [cause.minutes for cause in self.causes if cause.minutes is not None]
        return {
            "month": self.month,
            "conversations": self.served,
            "handovers": len(self.causes),
            "avoidable": self.avoidable,
            "promises": {"judged": len(promised), "kept": sum(promised)},
            "median_minutes": median(waits) if waits else None,
            "triggers": [
                {"trigger": trigger, "handovers": count, "avoidable": self._avoidable(trigger)}
                for trigger, count in _most_first(cause.trigger for cause in self.causes)
            ],
            "preventions": [
                {
                    "prevention": prevention,
                    "about": about or None,
                    "why": why,
                    "handovers": count,
                    "conversations": self._examples(why, about),
                }
                for (prevention, about, why), count in _most_first(
                    (cause.prevention, cause.about or "", cause.why) for cause in self.causes if cause.avoidable
                )
            ],
            "unavoidable": [
                {"why": why, "handovers": count}
                for why, count in _most_first(cause.why for cause in self.causes if not cause.avoidable)
            ],
            "causes": [asdict(cause) for cause in self.causes],
        }

    def as_markdown(self) -> str:
        """The report for people."""
        told = self.as_json()
        lines = [
            f"# Handovers in {self.month}",
            "",
            f"{told['handovers']} handovers; {self.served} conversations began. "
            f"{self.avoidable} could have been avoided ({_share(self.avoidable, len(self.causes))}).",
            f"Promises kept: {told['promises']['kept']} of {told['promises']['judged']} that can be judged; "
            f"half of the customers waited at most {_minutes(told['median_minutes'])}.",
            "",
            "## By trigger",
            "| trigger | handovers | avoidable |",
            "|---|---:|---:|",
            *(f"| {row['trigger']} | {row['handovers']} | {row['avoidable']} |" for row in told["triggers"]),
            "",
            "## What would have prevented them",
            "| handovers | by | about | why a person was called | conversations |",
            "|---:|---|---|---|---|",
            *(
                f"| {row['handovers']} | {WORDS[row['prevention']]} | {row['about'] or ''} | {row['why']} "
                f"| {', '.join(row['conversations'])} |"
                for row in told["preventions"]
            ),
            "",
            "## What needed a person",
            "| handovers | why |",
            "|---:|---|",
            *(f"| {row['handovers']} | {row['why']} |" for row in told["unavoidable"]),
            "",
            "How it is judged: evals/production/escalation_causes.py.",
        ]
        return "\n".join(lines) + "\n"

    def _avoidable(self, trigger: str) -> int:
        return sum(cause.avoidable for cause in self.causes if cause.trigger == trigger)

    def _examples(self, why: str, about: str) -> list[str]:
        found = [cause for cause in self.causes if cause.why == why and (cause.about or "") == about]
        return list(dict.fromkeys(cause.conversation_id for cause in found))[:EXAMPLES]


def _most_first(values: Iterable[Any]) -> list[tuple[Any, int]]:
    return sorted(Counter(values).items(), key=lambda entry: (-entry[1], str(entry[0])))


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.0%}" if whole else "–"


def _minutes(value: float | None) -> str:
    return "–" if value is None else f"{value:g} minutes"
