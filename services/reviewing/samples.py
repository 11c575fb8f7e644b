"""A week's sample as it is kept: what was said is read where it lies, what was judged is laid beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from services.reviewing.errors import UnknownReview
from services.reviewing.history import read_some
from services.reviewing.review import Review, ReviewConversation, ReviewStratum, ReviewTurn
from services.reviewing.sampling import conversation_as_drawn
from store import judgements, staff
from store.models import Review as ReviewRow
from store.models import ReviewItem
from store.session import Database


@dataclass(frozen=True)
class Week:
    """A week's sample, and how far its review has come."""

    week: str
    conversations: int
    drawn: int
    verdicts: Mapping[str | None, int]

    @property
    def judged(self) -> int:
        """Conversations with a verdict."""
        return self.drawn - self.verdicts.get(None, 0)


@dataclass(frozen=True)
class Line:
    """A conversation of a sample in the list."""

    item: ReviewItem
    conversation: ReviewConversation
    stratum: ReviewStratum
    judged_by: str | None


def reviewed(database: Database, week: str) -> Review:
    """A week's sample with everything that was judged in the console.

    Raises:
        UnknownReview: None was drawn.
    """
    return review_of(*read_lines(database, week))


def read_lines(database: Database, week: str) -> tuple[ReviewRow, Sequence[Line]]:
    """A sample and its conversations; those that were erased after it was drawn are left out.

    Raises:
        UnknownReview: None was drawn.
    """
    with database.read() as session:
        row, items, names = session.get(ReviewRow, week), judgements.items(session, week), staff.names(session)
    if row is None:
        raise UnknownReview(f"Of {week} no sample was drawn. Draw one in the console, under review.")
    past = read_some(database, [item.conversation_id for item in items])
    lines = []
    for item in items:
        if (conversation := past.get(item.conversation_id)) is None:
            continue  # erased after it was drawn
        drawn = conversation_as_drawn(conversation, item.stratum, item.weight)
        judged = [
            with_judgement(said, item.turns.get(turn.reply_id))
            for turn, said in zip(conversation.turns, drawn.turns, strict=True)
        ]
        changed: dict[str, Any] = {"turns": tuple(judged), "verdict": item.verdict, "note": item.note}
        lines.append(line_of(row, item, drawn.model_copy(update=changed), names))
    return row, lines


def review_of(row: ReviewRow, lines: Sequence[Line]) -> Review:
    """The sample as `zenbu eval learn` reads it."""
    return Review(
        week=row.week,
        drawn_at=row.drawn_at,
        seed=row.seed,
        pack=row.pack,
        strata=tuple(ReviewStratum.model_validate(stratum) for stratum in row.strata),
        conversations=tuple(line.conversation for line in lines),
    )


def line_of(row: ReviewRow, item: ReviewItem, conversation: ReviewConversation, names: Mapping[str, str]) -> Line:
    """A conversation in its place of the sample."""
    by = names.get(item.judged_by) if item.judged_by else None
    return Line(item, conversation, ReviewStratum.model_validate(row.strata[item.stratum]), by)


def with_judgement(said: ReviewTurn, judged: dict[str, Any] | None) -> ReviewTurn:
    """A turn with what was judged of it."""
    return ReviewTurn.model_validate({**said.model_dump(), **judged}) if judged else said


def week_of_row(row: ReviewRow, counted: Mapping[str | None, int]) -> Week:
    """How far the review of a sample has come."""
    total = sum(cast(int, stratum["conversations"]) for stratum in row.strata)
    return Week(row.week, total, sum(counted.values()), counted)
