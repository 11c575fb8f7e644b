"""What a customer wants of a person, beside what the reason says."""

from collections.abc import Sequence

from domain.labels import Trigger
from domain.packet.terms import Wish
from domain.packet.transcript import Transcript
from domain.scope import is_denied
from domain.text import normalize


def wishes_said(transcript: Transcript, wishes: Sequence[Wish], trigger: Trigger) -> Sequence[Wish]:
    """The wishes the customer named and did not take back, in the order of the pack.

    Args:
        transcript: The conversation.
        wishes: What may be wanted.
        trigger: Why a person is due; what it says already is left out.
    """
    said = [normalize(turn.said.text) for turn in transcript.turns]
    return [wish for wish in wishes if trigger not in wish.implied and any(_is_named(wish, text) for text in said)]


def _is_named(wish: Wish, text: str) -> bool:
    places = (match for pattern in wish.words for match in pattern.finditer(text))
    return any(not is_denied(text, match.end()) for match in places)
