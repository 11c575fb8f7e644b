"""inspect_ai drives the agent as if it were a language model."""

from pathlib import Path

import pytest
from fastapi import FastAPI

from tests.api.live import serving
from tests.fakes.engine import FakeEngine


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # its streams, not ours
def test_inspect_plays_a_task_of_two_turns(
    app: FastAPI, engine: FakeEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    from inspect_ai import Task, eval
    from inspect_ai.dataset import Sample
    from inspect_ai.model import get_model
    from inspect_ai.scorer import includes
    from inspect_ai.solver import generate, user_message

    task = Task(
        dataset=[Sample(input="予約したい", target="2: 土曜で"), Sample(input="料金は", target="2: 土曜で")],
        solver=[generate(), user_message("土曜で"), generate()],
        scorer=includes(),
    )
    with serving(app) as address:
        model = get_model("openai-api/zenbu/zenbu", base_url=f"{address}/v1", api_key="none")
        [log] = eval(task, model=model, display="none", log_dir=str(tmp_path / "logs"), max_samples=1)
    assert log.status == "success", log.error
    assert log.results is not None
    assert log.results.scores[0].metrics["accuracy"].value == 1
    assert len(engine.requests) == 4
    assert len({request.conversation_id for request in engine.requests}) == 2
