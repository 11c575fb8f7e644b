from datetime import datetime, timedelta

import pytest

from domain.clock import TOKYO
from services.scoring.assessment import ChurnReader
from services.scoring.batch import Batch, Scoring
from services.scoring.nightly import Nightly
from store.models import ScoreRun
from store.session import Database
from tests.fakes.clock import MORNING, HandClock
from tests.fakes.scoring import Counter, FakeChurn, company
from tests.fakes.success import TERMS

THREE = datetime(2026, 11, 25, 3, 0, tzinfo=TOKYO)


def runs(database: Database) -> list[ScoreRun]:
    with database.read() as session:
        return list(session.query(ScoreRun).order_by(ScoreRun.at))


def no_model(_: datetime) -> ChurnReader | None:
    return None


def test_everybody_is_scored_once_a_night(database: Database) -> None:
    company(database, "c-1")
    clock = HandClock()
    nightly = Nightly(database, TERMS, no_model, clock)
    assert [nightly.run(), nightly.run()] == [1, 0]
    clock.advance(hours=16, minutes=59)
    assert nightly.run() == 0
    clock.advance(minutes=1)
    assert nightly.run() == 1
    assert [run.at for run in runs(database)] == [THREE, THREE + timedelta(days=1)]


def test_before_three_it_is_still_the_night_before(database: Database) -> None:
    Nightly(database, TERMS, no_model, HandClock(THREE - timedelta(minutes=1))).run()
    assert [run.at for run in runs(database)] == [THREE - timedelta(days=1)]


def test_a_batch_begun_by_hand_since_then_is_enough(database: Database) -> None:
    company(database, "c-1")
    Counter(database).score()
    assert Nightly(database, TERMS, no_model, HandClock()).run() == 0
    assert [run.at for run in runs(database)] == [MORNING]


def test_a_spell_ends_and_the_next_goes_on(database: Database) -> None:
    for number in range(3):
        company(database, f"c-{number}")
    clock = HandClock()
    nightly = Nightly(database, TERMS, no_model, clock, spell=0.0)
    nightly._scoring = THREE, Counter(database, chunk=2).scoring
    assert [nightly.run(), nightly.run(), nightly.run()] == [2, 1, 0]
    (run,) = runs(database)
    assert run.scored == 3 and run.finished_at is not None


def test_what_another_process_is_at_is_left_to_it_until_its_lease_ends(database: Database) -> None:
    company(database, "c-1")
    other = Counter(database)
    other.scoring.begin(THREE)  # and then it dies
    wall = HandClock()
    nightly = Nightly(database, TERMS, no_model, HandClock())
    nightly._scoring = THREE, Scoring(database, Counter(database).scoring._assessor, HandClock(), wall=wall)
    assert nightly.run() == 0
    wall.advance(minutes=2)
    assert nightly.run() == 1


def test_a_batch_another_process_begins_meanwhile_is_left_to_it(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    company(database, "c-1")
    begin = Scoring.begin

    def overtaken(scoring: Scoring, at: datetime) -> Batch:
        begin(scoring, at)
        return begin(scoring, at)

    monkeypatch.setattr(Scoring, "begin", overtaken)
    assert Nightly(database, TERMS, no_model, HandClock()).run() == 0
    assert [run.scored for run in runs(database)] == [0]


def test_the_model_is_loaded_once_a_batch(database: Database) -> None:
    company(database, "c-1")
    asked: list[datetime] = []

    def model(at: datetime) -> ChurnReader | None:
        asked.append(at)
        return FakeChurn({"c-1": 0.4})

    clock = HandClock()
    nightly = Nightly(database, TERMS, model, clock)
    for _ in range(3):
        nightly.run()
    clock.advance(days=1)
    nightly.run()
    assert asked == [THREE, THREE + timedelta(days=1)]
    assert {score.level for score in Counter(database).scores()} == {"medium"}
