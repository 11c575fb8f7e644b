"""The nightly scoring inside the server."""

from fastapi.testclient import TestClient

from api.app import create_app
from jobs.tasks import build_tasks
from services.application import open_application
from services.settings import Settings
from store.models import Score
from store.session import Database
from tests.fakes.engine import FakeEngine
from tests.fakes.scoring import company
from tests.fakes.success import TERMS
from tests.integration.test_turns import until


def engine() -> FakeEngine:
    made = FakeEngine()
    made.success_terms = TERMS
    return made


def test_server_scores_everybody(settings: Settings, database: Database) -> None:
    company(database, "c-1")

    def scored() -> list[str]:
        with database.read() as session:
            return [score.customer_id for score in session.query(Score)]

    with TestClient(create_app(settings, lambda *_: engine())):
        until(lambda: scored() == ["c-1"])


def test_nobody_is_scored_where_somebody_waits_at_a_terminal(settings: Settings) -> None:
    with open_application(settings, lambda *_: engine()) as application:
        names = {task.name for task in build_tasks(application)}
        assert names - {task.name for task in build_tasks(application, nightly=False)} == {"score customers"}


def test_nobody_is_scored_where_the_company_does_not_say_how(settings: Settings) -> None:
    with open_application(settings, lambda *_: FakeEngine()) as application:
        assert application.nightly is None
        assert "score customers" not in {task.name for task in build_tasks(application)}
