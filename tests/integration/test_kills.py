"""Workers are killed at random; every accepted message is answered exactly once, in order."""

from pathlib import Path

from store.session import Database
from tests.integration.fleet import running
from tests.integration.kill_run import Told, faults_of, run, settle


def test_every_accepted_message_is_answered_once_whoever_is_killed(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    told = Told()
    with running(database_url, tmp_path) as fleet:
        run(fleet, told, seed=7, kills=20)
        settle(database)
    assert faults_of(database, told) == []
    assert len(told.replies) > 100
    assert len(told.failed) <= 3
