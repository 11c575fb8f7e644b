"""Accepts one message and kills its own process at a given step: `python -m … URL CONVERSATION STEP`."""

import os
import signal
import sys

from sqlalchemy import event

from domain.effects import BookVisit, OpenHandover
from domain.turn import TurnOutcome, TurnRequest
from store.session import Database
from tests.fakes.clock import HandClock
from tests.fakes.engine import outcome
from tests.fakes.service import Desk


def die(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def answer(request: TurnRequest) -> TurnOutcome:
    start = HandClock().at.replace(day=28, hour=11)
    return outcome(
        "承りました。",
        effects=[
            BookVisit("B-1", "t1", start, start.replace(hour=13), "standard", (), 12800, {"name": "山田"}),
            OpenHandover("T-1", "human_request", "normal", "2時間以内", None, senior=False),
        ],
    )


def main(url: str, conversation: str, step: str) -> None:
    database = Database(url)
    desk = Desk(database, die if step in ("computing", "recovering") else answer)  # type: ignore[arg-type]
    commits = {"accepting": 1, "closing": 2}.get(step)
    seen = 0

    def on_commit(*_: object) -> None:
        nonlocal seen
        seen += 1
        if seen == commits:
            die()

    event.listen(database.engine, "commit", on_commit)
    if step == "recovering":
        desk.wall.advance(seconds=61)  # whoever worked on it before is taken for dead
        desk.turns.recover()
    else:
        desk.turns.accept(conversation, "予約を確定する", "k1")
    die()


if __name__ == "__main__":
    main(*sys.argv[1:])
