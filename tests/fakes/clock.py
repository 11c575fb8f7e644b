"""A clock that a test sets forward."""

from datetime import datetime, timedelta

from domain.clock import TOKYO

MORNING = datetime(2026, 11, 25, 10, 0, tzinfo=TOKYO)


class HandClock:
    def __init__(self, at: datetime = MORNING) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def advance(self, **span: float) -> None:
        self.at += timedelta(**span)
