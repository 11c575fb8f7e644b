import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from services.logs import configure_logs


@pytest.fixture(autouse=True)
def logs_as_they_were() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    for handler in root.handlers:
        handler.close()
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def lines(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().err.splitlines()


def test_production_logs_json(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs(development=False)
    structlog.get_logger("zenbu").info("turn stored", conversation_id="c_0123456789abcdef01234567", milliseconds=12.5)
    [line] = lines(capsys)
    entry = json.loads(line)
    assert entry["event"] == "turn stored"
    assert entry["conversation_id"] == "c_0123456789abcdef01234567"
    assert entry["milliseconds"] == 12.5
    assert entry["level"] == "info"


@pytest.mark.parametrize("development", [True, False])
def test_personal_data_is_masked_wherever_it_stands(capsys: pytest.CaptureFixture[str], development: bool) -> None:
    configure_logs(development)
    log = structlog.get_logger("zenbu")
    log.info("called 090-1234-5678", note={"inner": ["taro@example.co.jp"]}, name="山田花子", text="死にたい")
    logging.getLogger("uvicorn.error").warning("bad request from %s", "hanako@example.com")
    try:
        raise ValueError("card 4111 1111 1111 1111")
    except ValueError:
        log.exception("failed")
    said = "\n".join(lines(capsys))
    for secret in ("090-1234-5678", "taro@example.co.jp", "hanako@example.com", "山田花子", "死にたい", "4111"):
        assert secret not in said
    assert "[電話]" in said
    assert "ValueError" in said
