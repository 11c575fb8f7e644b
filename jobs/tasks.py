"""What every process that works in the background does, and how often."""

from functools import partial
from typing import Final

import structlog

from jobs.runner import Task
from services.application import Application

PROMPTLY: Final = 0.5
"""Seconds: somebody waits for a code; looking costs one indexed read."""

RECOVERY: Final = 5.0
"""Seconds between two looks for messages nobody works on."""

ATTENDANCE: Final = 15.0
"""Seconds between two looks for handovers nobody claims or answers: what is measured is minutes."""

RETENTION: Final = 3600.0
"""Seconds between two looks for what was kept long enough: what is kept for years need not go to the minute."""

WATCHING: Final = 300.0
"""Seconds between two looks for odd answers: QA reads of them the same day."""

PUBLISHING: Final = 5.0
"""Seconds between two looks at what is to be published, and at what was."""

SCORING: Final = 15.0
"""Seconds between two spells of the nightly batch, and between two looks whether it is due."""

log = structlog.get_logger(__name__)


def build_tasks(application: Application, *, nightly: bool = True) -> list[Task]:
    """The tasks of one process.

    Args:
        application: The opened application.
        nightly: Whether it scores customers, too: not in a process that somebody at a terminal waits for.
    """

    def recover() -> None:
        if recovered := application.turns.recover():
            log.info("messages recovered", count=recovered)

    delivery = application.delivery
    return [
        Task("route events", PROMPTLY, delivery.route),
        *(Task(f"deliver by {channel}", PROMPTLY, partial(delivery.deliver, channel)) for channel in delivery.channels),
        Task("answer what nobody works on", RECOVERY, recover),
        Task("look after handovers left alone", ATTENDANCE, application.staff.attendance.run),
        Task("page the next on call", 15.0, application.staff.paging.escalate),
        Task("look for odd answers", WATCHING, application.watch.run),
        Task("delete what was kept long enough", RETENTION, application.retention.run),
        Task("publish the FAQ", PUBLISHING, application.faq.press.advance),
        *serving_tasks(application),
        *([Task("score customers", SCORING, application.nightly.run)] if nightly and application.nightly else []),
    ]


def serving_tasks(application: Application) -> list[Task]:
    """What every process that answers does, also where the background work is done elsewhere."""
    return [Task("answer from what was published last", PUBLISHING, application.engine.renew)]
