"""What a browser visits: the served application, and somebody else's site that embeds its chat."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import uvicorn
from fastapi import FastAPI


class Server:
    """The application on a port of its own, until it is stopped. It can be started again at the same address."""

    def __init__(self, app: FastAPI, port: int = 0) -> None:
        # Open event streams are not waited for: a browser holds them for ever.
        config = uvicorn.Config(app, port=port, log_config=None, access_log=False, timeout_graceful_shutdown=1)
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()
        while not self._server.started:
            if not self._thread.is_alive():
                raise RuntimeError("The server did not start.")
            self._thread.join(0.01)
        self.port: int = self._server.servers[0].sockets[0].getsockname()[1]

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join()


@contextmanager
def host_site() -> Iterator["HostSite"]:
    """Somebody else's site, with as strict a policy as a site with the chat can have."""
    site = HostSite()
    thread = threading.Thread(target=site.serve_forever, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.shutdown()
        site.server_close()
        thread.join()


class HostSite(ThreadingHTTPServer):
    """Serves `body` at every path, with the chat of `chat` in it.

    Attributes:
        chat: Origin of the application.
        attributes: What stands on the script element.
        body: The page's own markup.
    """

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Page)
        self.chat = ""
        self.attributes: dict[str, str] = {}
        self.body = "<h1>Somebody else's page</h1>"

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def page(self) -> str:
        said = "".join(f' {name}="{value}"' for name, value in self.attributes.items())
        return (
            '<!doctype html><html lang="ja"><head><meta charset="utf-8"><title>Host</title>'
            '<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">'
            f'<script src="{self.chat}/widget.js" async{said}></script></head>'
            f"<body><main>{self.body}</main></body></html>"
        )


class _Page(BaseHTTPRequestHandler):
    server: HostSite

    def do_GET(self) -> None:
        content = self.server.page().encode()
        chat = self.server.chat
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header(
            "Content-Security-Policy",
            f"default-src 'none'; script-src {chat}; connect-src {chat}; img-src 'self'; form-action 'self'",
        )
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *arguments: Any) -> None:
        """Says nothing: a request of a test is no news."""
