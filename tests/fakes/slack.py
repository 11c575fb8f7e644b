"""A server that behaves like Slack's Web API, as far as handovers need it: on this machine, over real sockets."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

TOKEN = "xoxb-right"
CHANNEL = "C0123456789"


@dataclass
class Answer:
    """What the next call is answered instead of what it asks for."""

    status: int = 200
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)


def refusal(code: str) -> Answer:
    return Answer(200, json.dumps({"ok": False, "error": code}))


@dataclass
class Slack:
    """The messages of one channel by `ts`, what was said to single people, and every call."""

    url: str = ""
    messages: dict[str, dict[str, Any]] = field(default_factory=dict)
    whispers: list[dict[str, Any]] = field(default_factory=list)
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    slowness: float = 0.0

    @property
    def methods(self) -> list[str]:
        return [method for method, _ in self.calls]

    @property
    def message(self) -> dict[str, Any]:
        """The only message there is."""
        (message,) = self.messages.values()
        return message

    def shown(self) -> str:
        """The only message as people read it, notation included."""
        return json.dumps(self.message["blocks"], ensure_ascii=False)

    def answer(self, method: str, said: dict[str, Any], token: str) -> dict[str, Any]:
        if token != f"Bearer {TOKEN}":
            return {"ok": False, "error": "invalid_auth"}
        if said.get("channel") != CHANNEL:
            return {"ok": False, "error": "channel_not_found"}
        match method:
            case "chat.postMessage":
                ts = f"1764032400.{len(self.calls):06}"
                self.messages[ts] = said
            case "chat.update":
                ts = said["ts"]
                if ts not in self.messages:
                    return {"ok": False, "error": "message_not_found"}
                self.messages[ts] = said
            case "chat.postEphemeral":
                self.whispers.append(said)
                return {"ok": True, "message_ts": "1.0"}
            case _:
                return {"ok": False, "error": "unknown_method"}
        return {"ok": True, "channel": CHANNEL, "ts": ts}


@contextmanager
def slack_server() -> Iterator[Slack]:
    slack = Slack()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            time.sleep(slack.slowness)
            method = self.path.removeprefix("/api/")
            slack.calls.append((method, said))
            if slack.answers:
                given = slack.answers.pop(0)
            else:
                given = Answer(200, json.dumps(slack.answer(method, said, self.headers.get("Authorization", ""))))
            body = given.body.encode()
            self.send_response(given.status)
            for name, value in {"Content-Type": "application/json", **given.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            try:
                self.wfile.write(body)
            except OSError:
                pass  # whoever asked has gone: that is what slowness is for

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    slack.url = f"http://127.0.0.1:{server.server_port}/api/"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield slack
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
