"""Builds the web application."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from fastapi import FastAPI
from fastapi.responses import FileResponse
from fastapi.staticfiles import StaticFiles
from starlette.concurrency import run_in_threadpool
from starlette.middleware.cors import CORSMiddleware

from api import chat, health
from api.errors import add_error_handlers
from api.middleware import BodyLimit, BrowserRules
from services.application import EngineFactory, open_application
from services.settings import Settings

WEB: Final = Path(__file__).parent / "web"


def create_app(settings: Settings, responder_factory: EngineFactory) -> FastAPI:
    """Builds the web application; database and engine are opened when it starts, and closed when it stops.

    Args:
        settings: What was set from outside.
        responder_factory: Builds what answers.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        opening = open_application(settings, responder_factory)
        app.state.application = await run_in_threadpool(opening.__enter__)
        try:
            yield
        finally:
            # Waits for the turn that recovery is answering, so it must not hold the event loop.
            await run_in_threadpool(opening.__exit__, None, None, None)

    app = FastAPI(
        title="zenbu",
        summary="A customer-success agent: chat API.",
        lifespan=lifespan,
        # Their pages load scripts from elsewhere; /openapi.json stays.
        docs_url=None,
        redoc_url=None,
        # Exceptions may quote what a customer wrote; they go to our own log, masked.
        telemetry={"logs": False},
    )
    add_error_handlers(app)
    app.add_middleware(BodyLimit)
    if settings.allowed_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=list(settings.allowed_origins),
            allow_methods=["GET", "POST"],
            allow_headers=["Authorization", "Content-Type"],
        )
    app.add_middleware(BrowserRules)
    app.include_router(chat.router)
    app.include_router(health.router)

    @app.get("/", include_in_schema=False)
    async def page() -> FileResponse:
        return FileResponse(WEB / "index.html")

    app.mount("/static", StaticFiles(directory=WEB), name="static")
    return app
