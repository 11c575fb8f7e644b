"""A sample from conversations that were really played, as a file that is read again."""

from datetime import timedelta
from pathlib import Path

import pytest

from domain.effects import OpenHandover
from domain.turn import TurnOutcome, TurnRequest
from evals.production.filled_in import ReviewError, load_review
from services.door import CHANNEL
from services.reviewing.history import read_conversations
from services.reviewing.periods import week_of
from services.reviewing.review import HEAD, Review, ReviewExists, dump_review, write_review
from services.reviewing.sampling import sample
from store.session import Database
from tests.fakes.clock import MORNING
from tests.fakes.engine import echo, outcome
from tests.fakes.past import past
from tests.fakes.service import Desk

TOPICS = {"price-list": None}


def answer(request: TurnRequest) -> TurnOutcome:
    if request.text.startswith("担当"):
        ticket = OpenHandover("T-1", "human_request", "normal", "", None, senior=False, brief={})
        return outcome("担当者におつなぎします。", type="escalation", effects=[ticket])
    return echo(request)


@pytest.fixture
def desk(database: Database) -> Desk:
    desk = Desk(database, answer)
    known = desk.open_known()  # 山田花子
    desk.turns.accept(known, "山田です。電話は090-1234-5678、私は鈴木次郎と申します")
    desk.turns.accept(known, "鈴木次郎の件、担当を出して")
    person = desk.open()
    desk.turns.accept(person, "担当を出して")
    for _ in range(4):
        desk.turns.accept(desk.open(), "料金は")
    desk.open()  # nobody says anything
    desk.turns.accept(desk.conversations.open(channel=CHANNEL).conversation_id, "I am a tool")
    return desk


def drawn(desk: Desk, count: int = 100) -> Review:
    week = week_of(desk.clock.now().date())

    def read() -> object:
        return read_conversations(desk.database, week.since, week.until)

    return sample(read, week, count, 0, "zenbu", desk.clock.now())  # type: ignore[arg-type]


def test_everybody_who_said_something_is_in_the_week(desk: Desk) -> None:
    review = drawn(desk)
    assert len(review.conversations) == 6
    assert sum(stratum.conversations for stratum in review.strata) == 6
    assert {tuple(t.trigger for t in c.handovers) for c in review.conversations} == {(), ("human_request",)}


def test_nobody_can_be_recognised(desk: Desk) -> None:
    text = dump_review(drawn(desk))
    for trace in ("山田", "花子", "鈴木", "090", "桃井"):
        assert trace not in text
    assert "[氏名]です。電話は[電話]" in text


def test_conversations_of_another_week_are_left_out(desk: Desk) -> None:
    desk.clock.at += timedelta(days=7)
    assert drawn(desk).conversations == ()


def test_what_was_drawn_stands_for_the_rest(desk: Desk) -> None:
    review = drawn(desk, 3)
    assert len(review.conversations) == 3
    assert sum(conversation.weight for conversation in review.conversations) == pytest.approx(6)


def test_file_is_read_as_it_was_written_and_not_overwritten(desk: Desk, tmp_path: Path) -> None:
    review, path = drawn(desk), tmp_path / "reviews" / "w.yaml"
    write_review(review, path)
    assert load_review(path, TOPICS) == review
    assert path.read_text(encoding="utf-8").startswith(HEAD)
    with pytest.raises(ReviewExists, match="--force"):
        write_review(review, path)
    write_review(review, path, force=True)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ([("verdict:", "verdict: splendid")], "verdict"),
        ([("verdict:", "verdikt: good")], "unknown key"),
        ([("verdict:", "verdict: failed")], "no turn went wrong"),
        ([("error_type:", "error_type: wording")], "give the verdict"),
        ([("verdict:", "verdict: failed"), ("error_type:", "error_type: wrong_topic")], "without right_topic"),
        (
            [
                ("verdict:", "verdict: failed"),
                ("error_type:", "error_type: wrong_topic"),
                ("right_topic:", "right_topic: moon"),
            ],
            "there is no topic moon",
        ),
        ([("verdict:", "verdict: failed"), ("error_type:", "error_type: missed_handover")], "without right_trigger"),
        ([("right_intent:", "right_intent: question")], "nothing is wrong"),
    ],
)
def test_what_does_not_fit_is_said_with_its_line(tmp_path: Path, changes: list[tuple[str, str]], fault: str) -> None:
    review = sample(lambda: [past("料金は", "はい")], week_of(MORNING.date()), 10, 0, "zenbu", MORNING)
    text = dump_review(review).removeprefix(HEAD)
    for empty, filled in changes:
        text = text.replace(f"{empty}\n", f"{filled}\n", 1)
    path = tmp_path / "w.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ReviewError, match=fault) as refused:
        load_review(path, TOPICS)
    assert str(refused.value).startswith(f"{path}:")
    assert refused.value.faults[0].line > 1


def test_file_that_is_not_there_is_told_how_to_make(tmp_path: Path) -> None:
    with pytest.raises(ReviewError, match="zenbu eval sample"):
        load_review(tmp_path / "none.yaml", TOPICS)
