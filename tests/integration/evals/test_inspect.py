"""The suites in inspect_ai, the harness others look at logs with."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]


def test_inspect_plays_a_suite_and_writes_a_log(tmp_path: Path) -> None:
    from inspect_ai.log import read_eval_log

    task = ["evals/inspect_task.py", "-T", f"suites={ROOT / 'evals' / 'example.yaml'}"]
    task += ["-T", "agent=sabotaged:wrong_price", "--model", "none/none", "--limit", "4"]
    inspect = Path(sys.executable).with_name("inspect")
    done = subprocess.run(
        [inspect, "eval", *task, "--log-dir", tmp_path, "--display", "plain"],
        cwd=ROOT,
        env={**os.environ, "ZENBU_DATA_DIR": str(ROOT / "data")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    [written] = tmp_path.glob("*.eval")
    log = read_eval_log(str(written))
    assert log.status == "success"
    assert log.samples is not None
    scores = {str(sample.id): (sample.scores or {})["graded"] for sample in log.samples}
    assert scores["example-topic"].value == "C"
    assert scores["example-cancel"].value == "I"
    assert "facts" in (scores["example-cancel"].explanation or "")
    [cancelled] = [sample for sample in log.samples if sample.id == "example-cancel"]
    assert [message.role for message in cancelled.messages] == ["user", "assistant"] * 2
