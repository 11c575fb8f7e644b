"""A worker process: what it does in the background, and how it ends."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from domain.clock import SystemClock
from store import outbox
from store.models import Conversation
from store.session import Database
from tests.fakes.service import Desk
from tests.integration.test_leases import left_behind
from tests.integration.test_turns import until

ROOT = Path(__file__).parents[2]
WORK = (
    "from jobs.worker import work; from services.settings import load_settings; "
    "from tests.fakes.engine import FakeEngine; work(load_settings(), lambda *_: FakeEngine())"
)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_worker_does_what_is_left_and_ends_when_told(
    database: Database, database_url: str, tmp_path: Path, how: signal.Signals
) -> None:
    conversation = left_behind(database, "はい")
    with database.write() as session:
        session.get_one(Conversation, conversation).lease_until = SystemClock().now()
        payload = {"email": "a@example.com", "code": "042137", "conversation_id": conversation}
        outbox.emit(session, "mail.code", conversation, payload, SystemClock().now())
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ZENBU_")}
    environment |= {"ZENBU_DATABASE_URL": database_url, "ZENBU_DATA_DIR": str(tmp_path)}
    desk = Desk(database)
    worker = subprocess.Popen([sys.executable, "-c", WORK], cwd=ROOT, env=environment)
    try:
        until(lambda: desk.texts(conversation) == ["はい", "1: はい"])
        until(lambda: list((tmp_path / "mail").glob("*.eml")) != [])
        worker.send_signal(how)
        assert worker.wait(30) == 0
    finally:
        worker.kill()
        worker.wait()
