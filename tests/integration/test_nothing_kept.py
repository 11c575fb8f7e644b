"""What a customer writes is in the database and nowhere else: not in the log, not in a file, not in a cache."""

import hashlib
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from knowledge.encoder import GuardedEncoder
from services.settings import Settings
from tests.fakes.encoder import HashedEncoder
from tests.integration.fleet import free_ports
from tests.integration.test_conversation import built, encoder, settings

__all__ = ["built", "encoder", "settings"]

ROOT = Path(__file__).parents[2]
NAME, PHONE, EMAIL, CARD, ADDRESS = (
    "高橋麻衣", "080-9876-5432", "mai.takahashi@example.com", "4111 1111 1111 1111", "川崎市中原区新城4-5-6",
)  # fmt: skip
SAID = (
    f"{NAME}と申します。花束の値段を教えてください。電話は{PHONE}、メールは{EMAIL}です。",
    f"カード番号は{CARD}、住所は{ADDRESS}です。",
    "人と話したい",
    PHONE,
    f"{NAME}です。故障しています。",
    f"{NAME}です。ありがとうございました。",
)
PERSONAL = (NAME, PHONE, PHONE.replace("-", ""), EMAIL, "takahashi", CARD, "4111", ADDRESS, "新城")


@contextmanager
def serving(settings: Settings, log: Path) -> Iterator[str]:
    """The address of a server that writes its log into a file."""
    (port,) = free_ports(1)
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "tests.integration.florist_server"]
    with (
        log.open("wb") as stderr,
        subprocess.Popen(
            [*command, settings.database_url, str(settings.data_dir), str(port)], cwd=ROOT, stderr=stderr
        ) as server,
    ):
        try:
            wait_for(address, server)
            yield address
        finally:
            server.terminate()


def wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert server.poll() is None, "the server ended by itself"
        try:
            if httpx.get(f"{address}/readyz").status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise AssertionError("the server does not come up")


def converse(address: str) -> list[str]:
    """Says everything, and everything wrong; returns what must be as secret as the customer."""
    opened = httpx.post(f"{address}/v1/conversations").json()
    path = f"{address}/v1/conversations/{opened['conversation_id']}"
    headers = {"Authorization": f"Bearer {opened['token']}"}
    statuses = [httpx.post(f"{path}/messages", json={"text": t}, headers=headers).status_code for t in SAID]
    assert statuses[:5] == [200, 200, 200, 200, 500]
    httpx.post(f"{path}/survey", json={"csat": 1, "comment": f"{NAME} {PHONE}"}, headers=headers)
    httpx.post(f"{path}/messages", json={"text": NAME, "unknown": PHONE, "client_message_id": EMAIL}, headers=headers)
    httpx.post(f"{path}/messages", content=f"{{{NAME}".encode(), headers=headers)
    httpx.get(f"{address}/{EMAIL}?name={NAME}", headers={"User-Agent": EMAIL})
    return [str(opened["token"])]


def test_neither_log_nor_file_holds_anything_personal(settings: Settings, tmp_path: Path) -> None:
    log = tmp_path / "server.log"
    with serving(settings, log) as address:
        before = digests(settings.data_dir)
        secret = converse(address)
    written = log.read_text(encoding="utf-8")
    entries = [json.loads(line) for line in written.splitlines()]
    faults = [entry["exception"] for entry in entries if "exception" in entry]
    assert faults
    assert all("florist_server.py" in fault and "builtins.KeyError" in fault for fault in faults)
    assert [word for word in (*PERSONAL, *secret) if word in written] == []
    assert digests(settings.data_dir) == before != {}


def test_cache_of_vectors_holds_no_words() -> None:
    guarded = GuardedEncoder(HashedEncoder())
    guarded.encode_queries(list(SAID))
    guarded.encode_queries(list(SAID))
    assert guarded.hits == len(SAID)
    held = repr({name: value for name, value in vars(guarded).items() if name != "inner"})
    assert [word for word in PERSONAL if word in held] == []


def digests(folder: Path) -> dict[str, str]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_personal_words_are_what_the_customer_said() -> None:
    assert all(word in "".join(SAID) or word == PHONE.replace("-", "") for word in PERSONAL)


pytestmark = pytest.mark.usefixtures("no_settings")
