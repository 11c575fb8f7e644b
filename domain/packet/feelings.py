"""How the customer felt, message by message, and which way it goes."""

from collections.abc import Sequence

from domain.packet.terms import PacketTerms
from domain.packet.transcript import Transcript
from domain.packet.types import Course, Feeling


def feelings_of(transcript: Transcript, terms: PacketTerms) -> Sequence[Feeling]:
    """The feeling in each of the customer's messages that was read."""
    names = terms.wording.feelings if terms.wording else {}
    return [
        Feeling(
            turn.said.message_id,
            turn.said.seq,
            turn.feeling["label"],
            names.get(turn.feeling["label"], turn.feeling["label"]),
            turn.feeling["target"],
            turn.feeling["intensity"],
        )
        for turn in transcript.turns
        if turn.feeling
    ]


def course_of(feelings: Sequence[Feeling]) -> Course:
    """Whether displeasure with us grew or eased between the first and the second half of what was said."""
    weights = [
        feeling.intensity if feeling.target == "company" and feeling.label not in ("neutral", "joy") else 0
        for feeling in feelings
    ]
    if len(weights) < 2:
        return "steady"
    half = len(weights) // 2
    before, after = sum(weights[:half]) / half, sum(weights[half:]) / (len(weights) - half)
    if before == after:
        return "steady"
    return "rising" if after > before else "easing"
