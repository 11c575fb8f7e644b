"""Scores everybody, and dies in the middle of storing the third chunk. Run: `python -m … DATABASE_URL`."""

import os
import signal
import sys
from collections.abc import Sequence
from itertools import count
from typing import Any
from unittest.mock import patch

from sqlalchemy.orm import Session

from store import scores
from store.session import Database
from tests.fakes.scoring import Counter


def main() -> None:
    chunks, store = count(1), scores.add

    def add(session: Session, rows: Sequence[dict[str, Any]]) -> None:
        store(session, rows)
        session.flush()
        if next(chunks) == 3:
            os.kill(os.getpid(), signal.SIGKILL)

    with patch.object(scores, "add", add):
        Counter(Database(sys.argv[1]), chunk=2).score()


if __name__ == "__main__":
    main()
