"""The company's page, the one script that puts the chat on any other page, and the reference of the API."""

import gzip
import hashlib
from pathlib import Path
from typing import Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse

from api.bundle import bundle

WEB: Final = Path(__file__).parent / "web"


class Asset:
    """A text file that is made once and sent often: compressed, and not at all to somebody who has it.

    Args:
        text: What it holds.
        media_type: What kind of file it is.
    """

    def __init__(self, text: str, media_type: str) -> None:
        self._plain = text.encode()
        self._packed = gzip.compress(self._plain, compresslevel=9, mtime=0)
        self._media_type = media_type
        self._digest = hashlib.sha256(self._plain).hexdigest()[:20]

    def answer(self, request: Request) -> Response:
        """The file, as far and in the form the client needs it."""
        packs = "gzip" in request.headers.get("accept-encoding", "")
        etag = f'"{self._digest}{"-gz" if packs else ""}"'
        headers = {"ETag": etag, "Vary": "Accept-Encoding", "Cross-Origin-Resource-Policy": "cross-origin"}
        if etag in {known.strip().removeprefix("W/") for known in request.headers.get("if-none-match", "").split(",")}:
            return Response(status_code=304, headers=headers)
        if packs:
            headers["Content-Encoding"] = "gzip"
        return Response(self._packed if packs else self._plain, headers=headers, media_type=self._media_type)


def build_router() -> APIRouter:
    """The routes of the pages and of their scripts, which are put together here, once."""
    router = APIRouter(include_in_schema=False)
    widget = Asset(bundle(WEB / "widget" / "boot.js"), "text/javascript")
    reference = Asset(bundle(WEB / "docs" / "docs.js"), "text/javascript")

    @router.get("/")
    async def page() -> FileResponse:
        return FileResponse(WEB / "index.html")

    @router.get("/widget.js")
    async def script(request: Request) -> Response:
        return widget.answer(request)

    @router.get("/docs")
    async def docs() -> FileResponse:
        return FileResponse(WEB / "docs" / "index.html")

    @router.get("/docs.js")
    async def docs_script(request: Request) -> Response:
        return reference.answer(request)

    return router
