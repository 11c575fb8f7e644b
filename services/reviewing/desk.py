"""Where QA reviews a week's sample. What was said is read where it is kept, masked; only judgements are stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from domain.clock import Clock
from domain.staff import Member
from domain.text import clean
from services.faq.shelf import Shelf
from services.reviewing.errors import AlreadyDrawn, JudgedMeanwhile, JudgementUnfit, NothingSaid, Place, UnknownReview
from services.reviewing.history import read_conversations, read_some
from services.reviewing.judging import misfit_of_verdict, misfits_of
from services.reviewing.periods import read_period
from services.reviewing.rates import Rate, rates_of
from services.reviewing.review import Review, ReviewTurn, TurnJudgement, Verdict
from services.reviewing.samples import (
    Line,
    Week,
    line_of,
    read_lines,
    review_of,
    reviewed,
    week_of_row,
    with_judgement,
)
from services.reviewing.sampling import conversation_as_drawn, sample
from store import judgements, staff
from store.models import Review as ReviewRow
from store.models import ReviewItem
from store.session import Database

COUNT: Final = 50
"""Conversations of a sample, where nobody says otherwise: what one person reads in an afternoon."""

MOST: Final = 200
"""Conversations of a sample."""


@dataclass(frozen=True)
class WeekPage:
    """A week's sample: what was drawn, and what it says of the whole week so far."""

    week: Week
    lines: Sequence[Line]
    rates: Sequence[Rate]


@dataclass(frozen=True)
class JudgedTurn:
    """A turn as the reviewer reads it, and what was said of it. `said.topics` of the record are in `understood`."""

    reply_id: str
    said: ReviewTurn
    topics: Sequence[tuple[str, float]]


@dataclass(frozen=True)
class ItemPage:
    """A conversation to be judged, with its neighbours in the sample.

    Attributes:
        line: The conversation and its place in the sample.
        turns: Its turns, with what is judged of them.
        number: Which of the sample it is, from 1.
        count: How many the sample has.
        before: The conversation in front of it.
        after: The one behind it.
        waiting: The next one without a verdict.
    """

    line: Line
    turns: Sequence[JudgedTurn]
    number: int
    count: int
    before: str | None
    after: str | None
    waiting: str | None


@dataclass(frozen=True)
class Judgement:
    """What a reviewer thinks of a conversation; `turns` by the reply's id, those that went wrong alone."""

    verdict: Verdict | None
    note: str | None
    turns: Mapping[str, TurnJudgement]


class ReviewDesk:
    """Draws samples and keeps what reviewers judge. Whoever calls has made sure who the member is.

    Args:
        database: Where conversations and judgements are kept.
        clock: The business's time.
        shelf: The pack whose topics may have been right.
    """

    def __init__(self, database: Database, clock: Clock, shelf: Shelf) -> None:
        self._database = database
        self._clock = clock
        self._shelf = shelf

    def weeks(self, member: Member) -> Sequence[Week]:
        """All samples, the newest week first.

        Raises:
            NotAllowed: The role does not permit it.
        """
        member.require("review")
        with self._database.read() as session:
            rows, counted = judgements.reviews(session), judgements.verdicts(session)
        return [week_of_row(row, counted.get(row.week, {})) for row in rows]

    def topics(self, member: Member) -> Sequence[tuple[str, Sequence[tuple[str, str]]]]:
        """The topics that may have been right: (title of the file, [(id, title)]).

        Raises:
            NotAllowed: The role does not permit it.
        """
        member.require("review")
        pack = self._shelf.book().pack
        return [(file.title, [(topic.id, topic.title) for topic in file.topics]) for file in pack.faq]

    def draw(self, member: Member, week: str | None, count: int = COUNT) -> str:
        """Draws a week's sample: some of every kind of conversation.

        Args:
            member: Who draws.
            week: Such as 2026-W47; the last one that is over where None.
            count: Conversations at most.

        Returns:
            The week.

        Raises:
            NotAllowed: The role does not permit it.
            UnknownPeriod: There is no such week.
            AlreadyDrawn: There is a sample of it.
            NothingSaid: Nobody said anything in it.
        """
        member.require("review")
        now = self._clock.now()
        period = read_period(week, "week", now)
        drawn = sample(
            lambda: read_conversations(self._database, period.since, period.until),
            period,
            min(count, MOST),
            0,
            self._shelf.pack,
            now,
        )
        if not drawn.conversations:
            raise NothingSaid(f"In {period.name} nobody said anything. Name another week.")
        try:
            with self._database.write() as session:
                self._keep(session, member, drawn)
        except IntegrityError as error:
            raise AlreadyDrawn(f"Of {period.name} there is a sample. Review that one.") from error
        return period.name

    def week(self, member: Member, week: str) -> WeekPage:
        """A week's sample.

        Raises:
            NotAllowed: The role does not permit it.
            UnknownReview: None was drawn.
        """
        member.require("review")
        row, lines = read_lines(self._database, week)
        counted: dict[str | None, int] = {}
        for line in lines:
            counted[line.item.verdict] = counted.get(line.item.verdict, 0) + 1
        return WeekPage(week_of_row(row, counted), lines, rates_of(review_of(row, lines)))

    def item(self, member: Member, week: str, conversation_id: str) -> ItemPage:
        """A conversation to be judged.

        Raises:
            NotAllowed: The role does not permit it.
            UnknownReview: It is not in this week's sample.
        """
        member.require("review")
        with self._database.read() as session:
            row = session.get(ReviewRow, week)
            items = judgements.items(session, week)
            names = staff.names(session)
        ids = [item.conversation_id for item in items]
        past = read_some(self._database, [conversation_id]).get(conversation_id)
        if row is None or conversation_id not in ids or past is None:
            raise UnknownReview(f"{conversation_id} is not in the sample of {week}. See the list of the week.")
        at = ids.index(conversation_id)
        waiting = [item.conversation_id for item in (*items[at + 1 :], *items[:at]) if item.verdict is None]
        conversation = conversation_as_drawn(past, items[at].stratum, items[at].weight)
        turns = [
            JudgedTurn(turn.reply_id, with_judgement(said, items[at].turns.get(turn.reply_id)), turn.topics)
            for turn, said in zip(past.turns, conversation.turns, strict=True)
        ]
        return ItemPage(
            line_of(row, items[at], conversation, names),
            turns,
            at + 1,
            len(ids),
            ids[at - 1] if at else None,
            ids[at + 1] if at + 1 < len(ids) else None,
            waiting[0] if waiting else None,
        )

    def judge(self, member: Member, week: str, conversation_id: str, judgement: Judgement, revision: int) -> None:
        """Stores what a reviewer thinks of a conversation, in the place of what was thought before.

        Args:
            member: Who judges.
            week: Whose sample it is in.
            conversation_id: Which conversation.
            judgement: What they think.
            revision: Of the judgement they saw.

        Raises:
            NotAllowed: The role does not permit it.
            UnknownReview: It is not in this week's sample.
            JudgementUnfit: What is said does not go together.
            JudgedMeanwhile: Somebody else judged it meanwhile.
        """
        member.require("review")
        wrong = {name: turn for name, turn in judgement.turns.items() if turn != TurnJudgement()}
        self._refuse_misfits(judgement.verdict, wrong)
        now = self._clock.now()
        with self._database.write() as session:
            row = judgements.item(session, week, conversation_id, lock=True)
            if row is None:
                raise UnknownReview(f"{conversation_id} is not in the sample of {week}. See the list of the week.")
            if row.revision != revision:
                raise JudgedMeanwhile(f"Somebody else judged {conversation_id} meanwhile. Look at it again.")
            row.verdict, row.note = judgement.verdict, (clean(judgement.note) if judgement.note else "") or None
            row.turns = {name: turn.model_dump(mode="json", exclude_defaults=True) for name, turn in wrong.items()}
            row.judged_by, row.judged_at, row.revision = member.member_id, now, row.revision + 1
            staff.note_action(
                session, member.member_id, "review", now, week=week, verdict=judgement.verdict, wrong=len(wrong)
            )

    def export(self, member: Member, week: str) -> Review:
        """The sample with everything that was judged: what `zenbu eval learn` reads.

        Raises:
            NotAllowed: The role does not permit it.
            UnknownReview: None was drawn.
        """
        member.require("review")
        return reviewed(self._database, week)

    def _keep(self, session: Session, member: Member, drawn: Review) -> None:
        now = self._clock.now()
        strata = [stratum.model_dump(mode="json") for stratum in drawn.strata]
        session.add(
            ReviewRow(
                week=drawn.week,
                drawn_at=drawn.drawn_at,
                drawn_by=member.member_id,
                seed=drawn.seed,
                pack=drawn.pack,
                strata=strata,
            )
        )
        session.flush()
        for place, one in enumerate(drawn.conversations):
            session.add(
                ReviewItem(
                    week=drawn.week,
                    conversation_id=one.id,
                    place=place,
                    stratum=one.stratum,
                    weight=one.weight,
                    turns={},
                )
            )
        staff.note_action(session, member.member_id, "review_drawn", now, week=drawn.week, count=place + 1)

    def _refuse_misfits(self, verdict: Verdict | None, turns: Mapping[str, TurnJudgement]) -> None:
        topics = self._shelf.book().pack.topics
        places = [Place(name, found) for name, turn in turns.items() for found in misfits_of(turn, topics)]
        if (misfit := misfit_of_verdict(verdict, turns.values())) is not None:
            places.insert(0, Place(None, misfit))
        if places:
            raise JudgementUnfit(places)
