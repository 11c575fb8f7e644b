"""A week's sample judged in the console, over both databases; it comes out as the file `zenbu eval learn` reads."""

from pathlib import Path

import pytest

from domain.effects import OpenHandover
from domain.staff import NotAllowed
from domain.turn import TurnOutcome, TurnRequest
from evals.production.filled_in import load_review
from knowledge.builds import KnowledgeSettings
from services.faq import Shelf
from services.privacy import PrivacyService
from services.reviewing.desk import Judgement, ReviewDesk
from services.reviewing.errors import AlreadyDrawn, JudgedMeanwhile, JudgementUnfit, NothingSaid, UnknownReview
from services.reviewing.review import TurnJudgement, dump_review
from store.session import Database
from tests.fakes.engine import echo, outcome
from tests.fakes.service import Desk
from tests.fakes.staff import hire, staff_door

FLORIST = Path(__file__).parents[3] / "packs" / "florist"
WEEK = "2026-W48"
WRONG = TurnJudgement(error_type="missed_topic", right_topic="flower-care", right_answer="水を替えてください。")


def answer(request: TurnRequest) -> TurnOutcome:
    if request.text.startswith("担当"):
        ticket = OpenHandover("T-1", "human_request", "normal", "", None, senior=False, brief={})
        return outcome("担当者におつなぎします。", type="escalation", effects=[ticket])
    return echo(request)


class Room:
    """A week in which five conversations took place, and the reviewer."""

    def __init__(self, database: Database, data: Path) -> None:
        self.desk = Desk(database, answer)
        known = self.desk.open_known()
        self.desk.turns.accept(known, "山田花子です、枯れそうです")
        self.desk.turns.accept(known, "担当を出して")
        for _ in range(4):
            self.desk.turns.accept(self.desk.open(), "花が枯れそうです")
        door = staff_door(database, self.desk.clock)
        self.qa, self.clerk = hire(door, "qa", "qa", name="佐藤"), hire(door, "cs", "cs")
        self.desk.clock.advance(days=7)
        self.reviews = ReviewDesk(database, self.desk.clock, Shelf(KnowledgeSettings(str(FLORIST), data)))

    def judge(self, conversation_id: str, judgement: Judgement, revision: int = 0) -> None:
        self.reviews.judge(self.qa, WEEK, conversation_id, judgement, revision)


@pytest.fixture
def room(database: Database, tmp_path: Path) -> Room:
    return Room(database, tmp_path)


def test_the_last_week_is_drawn_once_and_read_masked(room: Room) -> None:
    assert room.reviews.draw(room.qa, None) == WEEK
    page = room.reviews.week(room.qa, WEEK)
    assert (page.week.drawn, page.week.judged, page.week.conversations) == (5, 0, 5)
    said = {turn.customer for line in page.lines for turn in line.conversation.turns}
    assert said == {"[氏名]です、枯れそうです", "担当を出して", "花が枯れそうです"}
    with pytest.raises(AlreadyDrawn):
        room.reviews.draw(room.qa, WEEK)
    with pytest.raises(NothingSaid):
        room.reviews.draw(room.qa, "2026-W40")


def test_what_is_judged_becomes_the_review_file_that_is_learned_from(room: Room, tmp_path: Path) -> None:
    room.reviews.draw(room.qa, WEEK)
    first, second = (line.conversation.id for line in room.reviews.week(room.qa, WEEK).lines[:2])
    turn = room.reviews.item(room.qa, WEEK, first).turns[0].reply_id
    room.judge(first, Judgement("failed", "枯らせてしまった", {turn: WRONG}))
    room.judge(second, Judgement("good", None, {}))

    page = room.reviews.week(room.qa, WEEK)
    assert page.week.judged == 2
    assert next(rate.found.rate for rate in page.rates if rate.name == "failed") is not None
    path = tmp_path / "review.yaml"
    path.write_text(dump_review(room.reviews.export(room.qa, WEEK)), encoding="utf-8")
    read = load_review(path, {"flower-care": None})
    judged = {one.id: one for one in read.conversations}
    assert (judged[first].verdict, judged[first].turns[0].right_topic) == ("failed", "flower-care")
    assert judged[second].verdict == "good"


def test_the_next_one_without_a_verdict_is_named(room: Room) -> None:
    room.reviews.draw(room.qa, WEEK)
    ids = [line.conversation.id for line in room.reviews.week(room.qa, WEEK).lines]
    room.judge(ids[1], Judgement("good", None, {}))
    assert room.reviews.item(room.qa, WEEK, ids[0]).waiting == ids[2]
    assert room.reviews.item(room.qa, WEEK, ids[4]).waiting == ids[0]


@pytest.mark.parametrize(
    ("judgement", "misfit"),
    [
        (Judgement("good", None, {"m": WRONG}), "error_in_good"),
        (Judgement("failed", None, {}), "nothing_wrong"),
        (Judgement("failed", None, {"m": TurnJudgement(error_type="wrong_topic")}), "topic_missing"),
        (Judgement("failed", None, {"m": WRONG.model_copy(update={"right_topic": "no-topic"})}), "topic_unknown"),
    ],
)
def test_what_does_not_go_together_is_refused(room: Room, judgement: Judgement, misfit: str) -> None:
    room.reviews.draw(room.qa, WEEK)
    first = room.reviews.week(room.qa, WEEK).lines[0].conversation.id
    with pytest.raises(JudgementUnfit) as refused:
        room.judge(first, judgement)
    assert misfit in {place.found.misfit for place in refused.value.places}


def test_of_two_reviewers_at_once_the_second_is_told(room: Room) -> None:
    room.reviews.draw(room.qa, WEEK)
    first = room.reviews.week(room.qa, WEEK).lines[0].conversation.id
    room.judge(first, Judgement("good", None, {}))
    with pytest.raises(JudgedMeanwhile):
        room.judge(first, Judgement("good", None, {}), revision=0)
    room.judge(first, Judgement(None, None, {}), revision=1)


def test_a_conversation_erased_after_it_was_drawn_is_gone_from_the_sample(room: Room) -> None:
    room.reviews.draw(room.qa, WEEK)
    first = room.reviews.week(room.qa, WEEK).lines[0].conversation.id
    PrivacyService(room.desk.database, room.desk.clock).erase(first)
    assert len(room.reviews.week(room.qa, WEEK).lines) == 4
    with pytest.raises(UnknownReview):
        room.reviews.item(room.qa, WEEK, first)


def test_reviewing_is_for_those_who_may(room: Room) -> None:
    with pytest.raises(NotAllowed):
        room.reviews.weeks(room.clerk)
