"""Builds the web application."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.concurrency import run_in_threadpool
from starlette.middleware.cors import CORSMiddleware

from api import (
    catalogue,
    chat,
    customers,
    health,
    intake,
    metrics,
    pages,
    slack,
    staff,
    staff_copilot,
    staff_events,
    staff_recovery,
)
from api.answering import Answering
from api.console.faults import ConsolePages, add_entrance
from api.console.rendering import Pages
from api.console.routes import console_router
from api.errors import add_error_handlers
from api.feed import ConversationFeed, QueueFeed
from api.metrics import CountRequests
from api.middleware import BodyLimit, BrowserRules, Faults, HeadAsGet
from api.openai_door import LARGEST, OpenAIErrors, add_door_errors
from api.openai_door import router as openai_door
from api.openapi import describe
from api.rates import RateLimits
from jobs import Runner, running
from jobs.tasks import build_tasks, serving_tasks
from services.application import Application, open_application
from services.engines import EngineFactory
from services.feed import FeedReader
from services.settings import Settings


def create_app(settings: Settings, responder_factory: EngineFactory, worker: bool = True) -> FastAPI:
    """Builds the web application; database and engine are opened when it starts, and closed when it stops.

    Args:
        settings: What was set from outside.
        responder_factory: Builds what answers.
        worker: Whether the background tasks run in this process.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        opening = _opened(settings, responder_factory, worker)
        try:
            app.state.application, app.state.runner = await run_in_threadpool(opening.__enter__)
        except Exception as failure:
            app.state.failure = failure  # so that whoever started the server can say what to mend
            raise
        database, turns = app.state.application.database, app.state.application.turns
        app.state.answering = answering = Answering(turns)
        app.state.feed = feed = ConversationFeed(database, FeedReader(database))
        app.state.queue_feed = queue_feed = QueueFeed(database, app.state.application.staff.queue)
        listening = [asyncio.create_task(feed.run()), asyncio.create_task(queue_feed.run())]
        try:
            yield
        finally:
            feed.close()
            queue_feed.close()
            await asyncio.wait(listening)
            await answering.finish()
            # Waits for what the tasks are doing, so it must not hold the event loop.
            await run_in_threadpool(opening.__exit__, None, None, None)

    app = FastAPI(
        title="zenbu",
        summary="A customer-success agent: chat API.",
        lifespan=lifespan,
        # Their pages load scripts from elsewhere; /docs is our own.
        docs_url=None,
        redoc_url=None,
        # Exceptions may quote what a customer wrote; they go to our own log, masked.
        telemetry={"logs": False},
    )
    app.state.rates = RateLimits(settings)
    app.state.pages = console = Pages()
    describe(app)
    add_error_handlers(app)
    add_door_errors(app)
    add_entrance(app)
    # From the inside to the outside.
    app.add_middleware(BodyLimit, larger={**LARGEST, **intake.LARGEST})
    app.add_middleware(Faults)
    app.add_middleware(OpenAIErrors)
    app.add_middleware(ConsolePages, pages=console)
    app.add_middleware(CountRequests)
    app.add_middleware(HeadAsGet)
    if settings.allowed_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=list(settings.allowed_origins),
            allow_methods=["GET", "POST", "PUT"],
            allow_headers=["Authorization", "Content-Type", "Last-Event-ID"],
            expose_headers=["Retry-After", "RateLimit", "RateLimit-Policy"],
        )
    app.add_middleware(BrowserRules)
    app.include_router(chat.router)
    app.include_router(staff.router)
    app.include_router(staff_events.router)
    app.include_router(customers.router)
    app.include_router(staff_recovery.router)
    app.include_router(staff_copilot.router)
    app.include_router(intake.router)
    app.include_router(slack.router)
    app.include_router(openai_door)
    app.include_router(console_router())
    app.include_router(health.router)
    app.include_router(metrics.router)
    app.include_router(catalogue.router)
    app.include_router(pages.build_router())
    app.mount("/static", StaticFiles(directory=pages.WEB), name="static")
    return app


@contextmanager
def _opened(settings: Settings, factory: EngineFactory, worker: bool) -> Iterator[tuple[Application, Runner]]:
    with (
        open_application(settings, factory) as application,
        running(build_tasks(application) if worker else serving_tasks(application)) as runner,
    ):
        yield application, runner
