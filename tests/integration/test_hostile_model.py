"""A short run of `bench.hostile`: whole turns over the shipped pack, with a model that means harm and often fails."""

from pathlib import Path
from unittest.mock import patch

from pydantic import SecretStr

from agents.llm.breaker import Breaker
from bench.hostile import FAULTY, OTHERS, Faulty, never_leave, play, town
from services.settings import Settings
from tests.fakes.llm_server import KEY, MODEL, Hostile, llm_server

DATA = Path(__file__).parents[2] / "data"
TURNS = 40


def test_nothing_a_hostile_model_plants_comes_through() -> None:
    model = Hostile(seed=2, others=OTHERS)
    settings = Settings(_env_file=None, data_dir=DATA)
    with llm_server(Faulty(model, FAULTY, seed=2)) as server, patch.object(Breaker, "ask", never_leave):
        changed = {"llm_base_url": server.url, "llm_api_key": SecretStr(KEY), "llm_model": MODEL}
        with town(settings, **changed) as application:
            seen = play(application, model, server.asked, TURNS, seed=2)
    assert len(model.planted) > TURNS / 3
    assert seen.worded > 0
    assert seen.is_clean, seen
