"""An OpenAI-compatible endpoint on this machine, over real HTTP, that answers what it was told to."""

import json
import os
import socket
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final

from tests.fakes.llm_server.faults import Status
from tests.fakes.llm_server.protocol import Answer, Asked, Said, Wire, dump

KEY: Final = "sk-fake-right"
MODEL: Final = "fake"

Model = Callable[[Asked], Answer]
"""Answers whatever it is asked. Must stand several requests at once."""


def _says_hello(_: Asked) -> Answer:
    return Said("ありがとうございます。")


@dataclass
class LlmServer:
    """One endpoint.

    Attributes:
        url: The base URL, `/v1` included.
        model: What answers when the script is empty.
        script: What is answered next, whatever is asked.
        asked: Every request, oldest first.
        seconds: How long each answer took here, from the request's last byte to the answer's.
        given_up: Requests whose asker had gone before the answer was out.
    """

    url: str = ""
    model: Model = _says_hello
    script: deque[Answer] = field(default_factory=deque)
    asked: list[Asked] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    given_up: int = 0
    closing: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _said: deque[str] = field(default_factory=lambda: deque(maxlen=20))

    def answer(self, asked: Asked) -> Wire:
        prompt = json.dumps(asked.body.get("tools"), ensure_ascii=False) + json.dumps(
            asked.messages, ensure_ascii=False
        )
        with self._lock:
            self.asked.append(asked)
            cached = max((len(os.path.commonprefix([prompt, said])) for said in self._said), default=0)
            self._said.append(prompt)
            given = self.script.popleft() if self.script else None
        if asked.authorization != f"Bearer {KEY}":
            given = Status(401)
        elif asked.path != "/v1/chat/completions":
            given = Status(404)
        return (given or self.model(asked)).wire(asked, cached)


@contextmanager
def llm_server(model: Model = _says_hello) -> Iterator[LlmServer]:
    """An endpoint that listens until the block is left; whoever still waits for it then is let go."""
    fake = LlmServer(model=model)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        wbufsize = -1

        def do_GET(self) -> None:
            if self.path == "/stats":
                self._send(Wire((dump({"calls": len(fake.asked), "seconds": sum(fake.seconds)}),)), streams=False)
                return
            self._send(Wire((dump({"object": "list", "data": [{"id": MODEL, "object": "model"}]}),)), streams=False)

        def do_POST(self) -> None:
            given = self.rfile.read(int(self.headers["Content-Length"]))
            started, body = time.perf_counter(), json.loads(given)
            asked = Asked(body, self.headers.get("Authorization", ""), self.path)
            try:
                self._send(fake.answer(asked), asked.streams)
            except OSError:
                fake.given_up += 1
                self.close_connection = True
            fake.seconds.append(time.perf_counter() - started)

        def _send(self, wire: Wire, streams: bool) -> None:
            if wire.before and fake.closing.wait(wire.before):
                self.close_connection = True
                return
            self.send_response(wire.status)
            for name, value in {"Content-Type": "application/json", **wire.headers}.items():
                self.send_header(name, value)
            if not (streams or wire.pause):
                whole = b"".join(wire.pieces)
                self.send_header("Content-Length", str(len(whole) + wire.breaks))
                self.end_headers()
                self.wfile.write(whole)
                self.wfile.flush()
                self.close_connection |= wire.breaks
                return
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            self.wfile.flush()
            for piece in wire.pieces:
                if fake.closing.wait(wire.pause) if wire.pause else fake.closing.is_set():
                    self.close_connection = True
                    return
                if piece:
                    self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
                    self.wfile.flush()
            if wire.breaks:
                self.close_connection = True
                return
            self.wfile.write(b"0\r\n\r\n")

        def log_message(self, *_: Any) -> None:
            pass

    class Server(ThreadingHTTPServer):
        request_queue_size = 128
        daemon_threads = False

        def __init__(self) -> None:
            super().__init__(("127.0.0.1", 0), Handler)
            self.connections: set[socket.socket] = set()

        def process_request(self, request: Any, client_address: Any) -> None:
            self.connections.add(request)
            super().process_request(request, client_address)

        def shutdown_request(self, request: Any) -> None:
            self.connections.discard(request)
            super().shutdown_request(request)

        def handle_error(self, request: Any, client_address: Any) -> None:
            fault = sys.exception()
            if not isinstance(fault, OSError):  # whoever asked has gone
                super().handle_error(request, client_address)

        def hang_up(self) -> None:
            """A kept-alive connection would wait for as long as its client likes."""
            for connection in list(self.connections):
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

    server = Server()
    fake.url = f"http://127.0.0.1:{server.server_port}/v1"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield fake
    finally:
        fake.closing.set()
        server.shutdown()
        server.hang_up()
        server.server_close()
        thread.join()


@contextmanager
def dead_endpoint() -> Iterator[str]:
    """The base URL of a port at which nobody listens, and nobody will: every connection is refused."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}/v1"
