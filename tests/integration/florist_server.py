"""`zenbu serve` over the florist's pack, in a process of its own: `python -m … DATABASE_URL DATA_DIR PORT`.

A message with the word 故障 meets a fault that quotes the message.
"""

import secrets
import sys
from pathlib import Path
from unittest.mock import patch

from api.serve import run
from domain.clock import Clock
from domain.records import Records
from domain.turn import TurnOutcome, TurnRequest
from graphs.composition import ConversationEngine, build_engine
from knowledge.encoder import load
from services.settings import Settings
from tests.fakes.encoder import HashedEncoder
from tests.unit.knowledge.conftest import FLORIST


def fragile(settings: Settings, records: Records, clock: Clock) -> ConversationEngine:
    engine = build_engine(settings, records, clock)
    respond = engine.respond

    def break_down(request: TurnRequest) -> TurnOutcome:
        if "故障" in request.text:
            raise KeyError(request.text)
        return respond(request)

    engine.respond = break_down  # type: ignore[method-assign]
    return engine


def main(url: str, data_dir: str, port: str) -> None:
    settings = Settings(
        env="production",
        secret_key=secrets.token_hex(32),
        database_url=url,
        data_dir=Path(data_dir),
        pack=str(FLORIST),
        encoder="openai:hashed",
    )
    with patch.object(load, "_open", lambda *_: HashedEncoder()):
        run("127.0.0.1", int(port), settings, fragile)


if __name__ == "__main__":
    main(*sys.argv[1:])
