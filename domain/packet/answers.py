"""What the customer was told, each source once."""

from collections.abc import Sequence
from dataclasses import replace

from domain.packet.pieces import sentences
from domain.packet.transcript import Transcript, Turn
from domain.packet.types import Answer, Quote


def answers_given(transcript: Transcript) -> Sequence[Answer]:
    """Every source that was told of, in the order of the replies that told first."""
    found: dict[str, Answer] = {}
    for turn in transcript.turns:
        if turn.reply is None:
            continue
        for source in turn.reply.reply.get("sources", ()):
            known = found.get(source["id"])
            found[source["id"]] = (
                replace(known, times=known.times + 1)
                if known
                else Answer(source["id"], source["title"], turn.reply.message_id, turn.reply.seq, 1, _question(turn))
            )
    return list(found.values())


def _question(turn: Turn) -> Quote | None:
    """What was asked: the sentence with a question mark, else all of it; of a result nobody asked."""
    if turn.reply is None or turn.reply.reply.get("type") != "faq":
        return None
    parts = sentences(turn.said.text)
    asking = [part for part in parts if turn.said.text[part[0] : part[1]].rstrip().endswith(("?", "？"))]
    return turn.said.quote(asking[0] if asking else None)
