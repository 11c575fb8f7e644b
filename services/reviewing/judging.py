"""What does not go together in a judgement: found the same way in a review file and in the console."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from services.reviewing.review import TurnJudgement, Verdict

Misfit = Literal[
    "topic_missing",
    "topic_unknown",
    "decline_intent_missing",
    "trigger_missing",
    "trigger_needless",
    "right_without_error",
    "error_in_good",
    "nothing_wrong",
]

_UNWANTED: Final = ("off_topic", "near_topic")
"""What somebody wants whom nothing here answers."""


@dataclass(frozen=True)
class Found:
    """A misfit and the field it is mended in."""

    misfit: Misfit
    field: str


def misfits_of(turn: TurnJudgement, topics: Collection[str]) -> Sequence[Found]:
    """What does not go together in the judgement of one turn.

    Args:
        turn: The judgement.
        topics: Ids of the pack's topics.
    """
    found: list[Found] = []
    match turn.error_type:
        case "wrong_topic" | "missed_topic" if turn.right_topic is None:
            found.append(Found("topic_missing", "right_topic"))
        case "should_decline" if turn.right_intent not in _UNWANTED:
            found.append(Found("decline_intent_missing", "right_intent"))
        case "missed_handover" if turn.right_trigger in (None, "none"):
            found.append(Found("trigger_missing", "right_trigger"))
        case "needless_handover" if turn.right_trigger not in (None, "none"):
            found.append(Found("trigger_needless", "right_trigger"))
    if turn.right_topic is not None and turn.right_topic not in topics:
        found.append(Found("topic_unknown", "right_topic"))
    rights = [turn.right_topic, turn.right_trigger, turn.right_intent, turn.right_emotion, turn.right_danger]
    if turn.error_type is None and any(right is not None for right in rights):
        found.append(Found("right_without_error", "error_type"))
    return found


def misfit_of_verdict(verdict: Verdict | None, turns: Iterable[TurnJudgement]) -> Found | None:
    """Whether a verdict does not go with what is said of the turns."""
    wrong = any(turn.error_type is not None for turn in turns)
    if wrong and verdict in (None, "good"):
        return Found("error_in_good", "verdict")
    if verdict in ("flawed", "failed") and not wrong:
        return Found("nothing_wrong", "verdict")
    return None
