"""The application behind a real socket: streams that never end cannot be tried otherwise."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import uvicorn
from fastapi import FastAPI

from api.serve import Server


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """Serves an application as long as the block lasts, and yields its address."""
    server = Server(uvicorn.Config(app, port=0, log_config=None, access_log=False, proxy_headers=False))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        until = time.monotonic() + 20
        while not server.started:
            assert thread.is_alive(), "the server did not start"
            assert time.monotonic() < until, "the server starts too slowly"
            time.sleep(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(20)
        assert not thread.is_alive(), "the server does not stop"


@contextmanager
def visiting(address: str) -> Iterator["Visitor"]:
    """A customer's client with one conversation open."""
    with httpx.Client(base_url=address, timeout=10) as http:
        yield Visitor(http)


class Visitor:
    """A customer's client with one conversation open."""

    def __init__(self, http: httpx.Client) -> None:
        self.http = http
        opened = http.post("/v1/conversations").json()
        self.conversation_id: str = opened["conversation_id"]
        self.http.headers["Authorization"] = f"Bearer {opened['token']}"
        self.path = f"/v1/conversations/{self.conversation_id}"

    def say(self, text: str, client_message_id: str | None = None) -> httpx.Response:
        body = {"text": text, "client_message_id": client_message_id}
        return self.http.post(f"{self.path}/messages", json=body)

    @contextmanager
    def saying(self, text: str, client_message_id: str | None = None) -> Iterator["Events"]:
        """Sends a message and reads the stream of its reply."""
        body = {"text": text, "client_message_id": client_message_id}
        headers = {"Accept": "text/event-stream"}
        with self.http.stream("POST", f"{self.path}/messages", json=body, headers=headers) as response:
            yield Events(response)

    @contextmanager
    def listening(self, last_event_id: int | None = None) -> Iterator["Events"]:
        """Reads the events of the conversation."""
        headers = {} if last_event_id is None else {"Last-Event-ID": str(last_event_id)}
        with self.http.stream("GET", f"{self.path}/events", headers=headers) as response:
            yield Events(response)


class Events:
    """Reads a stream of server-sent events."""

    def __init__(self, response: httpx.Response) -> None:
        self.response = response
        self._lines = response.iter_lines()

    def blocks(self) -> Iterator[dict[str, str]]:
        """Everything that comes, field by field; a comment is a field without a name."""
        block: dict[str, str] = {}
        for line in self._lines:
            if line:
                field, _, value = line.partition(": ")
                block[field.rstrip(":")] = value
            elif block:
                yield block
                block = {}

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        """The named events and their data."""
        return ((block["event"], json.loads(block["data"])) for block in self.blocks() if "event" in block)

    def until(self, name: str, count: int = 1) -> list[Any]:
        """The data of the next events of a name."""
        found = []
        for event, data in self:
            if event == name:
                found.append(data)
                if len(found) == count:
                    return found
        raise AssertionError(f"the stream ended after {len(found)} of {count} {name}")
