import signal
import subprocess
import sys
from datetime import datetime, timedelta

import pytest
from sqlalchemy import event

from domain.clock import TOKYO
from services.delivery.routing import HEALTH_RED
from services.scoring.batch import BatchRefused, BatchTaken
from services.scoring.summary import summary_of
from store import personal
from store.models import ScoreRun
from store.session import Database
from tests.fakes import history
from tests.fakes.clock import MORNING
from tests.fakes.scoring import Counter, FakeChurn, company, in_trouble


def five(database: Database) -> list[str]:
    names = [f"c-{number}" for number in range(5)]
    for number, name in enumerate(names):
        company(database, name, measured=number * 5)
    return names


def test_everybody_is_scored_once(database: Database) -> None:
    names = five(database)
    counter = Counter(database)
    progress = counter.score()
    assert (progress.scored, progress.total, progress.finished) == (5, 5, True)
    assert [score.customer_id for score in counter.scores()] == names
    # Logged in yesterday, paid in time, no tickets; reports, features and CSAT are unknown.
    usages = [score.parts["parts"]["usage"]["points"] for score in counter.scores()]
    assert usages == [5, 5, 15, 25, 35]
    full = counter.scores()[-1]
    assert full.health == pytest.approx(100.0)
    assert (full.status, full.at) == ("green", MORNING)
    assert {missing["figure"] for missing in full.parts["missing"]} == {"csat", "feature_adoption", "report_view_rate"}


def test_scores_are_kept_as_history_and_tell_what_moved(database: Database) -> None:
    company(database, "c-1", measured=20)
    counter = Counter(database)
    counter.score()
    counter.clock.advance(days=40)
    counter.score()
    before, after = counter.scores()
    assert (before.at, after.at) == (MORNING, MORNING + timedelta(days=40))
    moves = {move["part"]: move["change"] for move in after.parts["moved"]}
    assert moves["usage"] < 0
    assert sum(moves.values()) == pytest.approx(after.health - before.health)  # type: ignore[operator]


def test_a_batch_that_was_killed_goes_on_behind_its_last_whole_chunk(database: Database, database_url: str) -> None:
    names = five(database)
    in_trouble(database, "c-9")
    killed = subprocess.run([sys.executable, "-m", "tests.integration.scoring.killed_run", database_url], check=False)
    assert killed.returncode == -signal.SIGKILL
    counter = Counter(database)
    assert [score.customer_id for score in counter.scores()] == names[:4]
    assert counter.events() == []
    progress = counter.go_on(counter.scoring.resume())
    assert (progress.scored, progress.finished) == (6, True)
    assert [score.customer_id for score in counter.scores()] == [*names, "c-9"]
    assert len({score.run_id for score in counter.scores()}) == 1
    assert counter.events() == [(HEALTH_RED, "c-9")]


def test_two_that_go_on_with_the_same_batch_store_nobody_twice(database: Database) -> None:
    names = five(database)
    counter = Counter(database)
    first = counter.scoring.run(counter.scoring.begin())
    next(first)
    second = counter.scoring.run(counter.scoring.resume())
    next(second)
    with pytest.raises(BatchTaken):
        next(first)
    assert list(second)[-1].finished
    assert [score.customer_id for score in counter.scores()] == names


def test_a_limit_leaves_the_rest_to_be_gone_on_with(database: Database) -> None:
    names = five(database)
    counter = Counter(database)
    progress = counter.go_on(counter.scoring.begin(), limit=3)
    assert (progress.scored, progress.finished) == (3, False)
    summary = summary_of(database)
    assert summary is not None and summary.finished_at is None
    assert counter.go_on(counter.scoring.resume()).finished
    assert [score.customer_id for score in counter.scores()] == names


def test_reading_and_writing_take_as_many_statements_for_many_as_for_few(database: Database) -> None:
    def statements(customers: int) -> int:
        for number in range(customers):
            company(database, f"c-{customers}-{number:02}")
        counter, seen = Counter(database, chunk=50), []
        counter.clock.advance(days=customers)
        event.listen(database.engine, "before_cursor_execute", lambda *given: seen.append(given[2]))
        counter.score()
        return len([text for text in seen if not text.startswith("BEGIN")])

    assert statements(20) == statements(3)


def test_a_moment_is_scored_once(database: Database) -> None:
    company(database, "c-1")
    counter = Counter(database)
    counter.score()
    with pytest.raises(BatchRefused, match="Give another moment"):
        counter.scoring.begin()
    with pytest.raises(BatchRefused, match="No batch waits"):
        counter.scoring.resume()
    with pytest.raises(BatchRefused, match="future"):
        counter.scoring.begin(MORNING + timedelta(hours=1))


def test_a_past_moment_is_scored_by_what_was_known_then_and_tells_nobody(database: Database) -> None:
    company(database, "c-1", measured=20)
    counter = Counter(database)
    counter.score()
    events = counter.events()
    counter.score(datetime(2026, 10, 1, tzinfo=TOKYO))
    then, now = counter.scores()
    assert (then.parts["parts"]["usage"]["points"], now.parts["parts"]["usage"]["points"]) == (5, 35)
    assert then.parts["moved"] == []
    assert counter.events() == events


def test_what_was_so_long_ago_is_compared_with_and_told_nobody(database: Database) -> None:
    in_trouble(database, "c-1")
    counter = Counter(database)
    counter.score(MORNING - timedelta(days=3))
    assert (counter.scores()[0].status, counter.events()) == ("red", [])
    counter.score()
    assert counter.events() == []


def test_the_risk_is_stored_with_its_factors_where_a_model_tells_it(database: Database) -> None:
    company(database, "c-1")
    company(database, "c-2")
    counter = Counter(database, churn=FakeChurn({"c-1": 0.55}))
    counter.score()
    told, untold = counter.scores()
    assert (told.churn, told.level, told.model_version) == (0.55, "high", "fake-1")
    assert [factor["feature"] for factor in told.factors] == ["nps_score"]
    assert told.segment == "at_risk"
    assert (untold.churn, untold.level, untold.factors) == (None, None, [])


def test_the_top_tenth_of_lifetime_values_begins_where_a_tenth_lies(database: Database) -> None:
    for number in range(20):
        with database.write() as session:
            history.customer(session, f"c-{number:02}", since=MORNING.date())
            history.invoice(
                session, f"c-{number:02}", MORNING.date(), amount=1_000 * (number + 1), paid_on=MORNING.date(),
                status="paid",
            )  # fmt: skip
    Counter(database, chunk=50).score()
    summary = summary_of(database)
    assert summary is not None and summary.ltv_top_tenth == 19_000


def test_who_was_erased_meanwhile_is_not_stored(database: Database) -> None:
    five(database)
    counter = Counter(database, chunk=5)
    views = next(counter.scoring._views.views(None, MORNING))
    batch = counter.scoring.begin()
    with database.write() as session:
        personal.remove(session, personal.find(session, {"customers": ["c-3"]}), {})
    counter.scoring._store(batch, views)
    assert "c-3" not in {score.customer_id for score in counter.scores()}
    assert len(counter.scores()) == 4


def test_nobody_to_score_is_a_batch_too(database: Database) -> None:
    assert Counter(database).score().finished
    with database.read() as session:
        (run,) = session.query(ScoreRun)
    assert (run.scored, run.ltv_top_tenth) == (0, None)
