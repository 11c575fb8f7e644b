"""What a page's handler is given: who is there, the services, and what renders."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api.console import navigation
from api.console.cookies import FIELD, HEADER, SAFE, csrf_of, require_own, token_of
from api.console.rendering import Pages
from api.deps import ApplicationDep
from domain.staff import Member
from services.access import NotSignedIn
from services.application import Application
from services.staff import StaffDoor

HOME = "/console/inbox"


class MustSignIn(Exception):
    """Nobody is signed in: the page after signing in is `next`."""

    def __init__(self, next: str | None) -> None:
        super().__init__("Nobody is signed in.")
        self.next = next


class MustChoosePassword(Exception):
    """Somebody is signed in with a password that was made up for them."""


@dataclass(frozen=True)
class Page:
    """A page for somebody who is signed in.

    Attributes:
        request: What was asked.
        application: The running application.
        me: Who asks.
        token: What their cookie holds.
    """

    request: Request
    application: Application
    me: Member
    token: str

    @property
    def staff(self) -> StaffDoor:
        """The staff's services."""
        return self.application.staff

    @property
    def now(self) -> datetime:
        """The business's time."""
        return self.application.settings.clock().now()

    @property
    def plans(self) -> dict[str, str]:
        """What plans are called, by id."""
        success = self.application.engine.success()
        monthly = {tier: terms.name for tier, terms in success.upsell.prices.tiers.items()} if success else {}
        return {**monthly, **{plan.id: plan.name for plan in self.application.engine.catalogue().plans}}

    @property
    def categories(self) -> dict[str, str]:
        """What handovers may be about, by id; nothing where the company does not say."""
        wording = self.application.engine.packets().wording
        return {category.id: category.name for category in wording.categories} if wording else {}

    def render(self, template: str, status_code: int = 200, /, **values: Any) -> HTMLResponse:
        """Renders a template for them.

        Args:
            template: Its file.
            status_code: HTTP status.
            values: What it shows.
        """
        pages = pages_of(self.request)
        told = self.request.query_params.get("told", "")
        html = pages.render(
            template,
            me=self.me,
            now=self.now,
            words=self.application.engine.stationery().words,
            path=self.request.url.path,
            query=self.request.query_params,
            csrf_token=csrf_of(self.token),
            navigation=navigation.open_to(self.me, pages.navigation),
            told=pages.texts(told) if pages.texts.has(told) else None,
            **values,
        )
        return HTMLResponse(html, status_code)

    def go(self, path: str, told: str | None = None) -> RedirectResponse:
        """Sends them on to another page.

        Args:
            path: Which.
            told: The key of what they are told there.
        """
        return RedirectResponse(f"{path}{'&' if '?' in path else '?'}told={told}" if told else path, 303)


def pages_of(request: Request) -> Pages:
    """The application's templates."""
    pages = request.app.state.pages
    assert isinstance(pages, Pages)
    return pages


async def get_shown_csrf(request: Request) -> str | None:
    """The CSRF token that came with a request, in a header or in its form."""
    if request.method in SAFE:
        return None
    if (header := request.headers.get(HEADER)) is not None:
        return header
    field = (await request.form()).get(FIELD)
    return field if isinstance(field, str) else None


ShownCsrf = Annotated[str | None, Depends(get_shown_csrf)]


def get_newcomer(request: Request, application: ApplicationDep, shown: ShownCsrf) -> Page:
    """Whoever is signed in, though they may still have to choose a password.

    Raises:
        MustSignIn: Nobody is.
        ForgedRequest: The request does not come from a page of ours.
    """
    token = token_of(request)
    require_own(request, token, shown)
    try:
        signed_in = application.staff.doorway.sessions.read(token or "")
    except NotSignedIn:
        raise MustSignIn(_next(request)) from None
    request.state.must_change = signed_in.must_change
    return Page(request, application, signed_in.member, token or "")


def get_page(request: Request, newcomer: Annotated[Page, Depends(get_newcomer)]) -> Page:
    """Whoever is signed in.

    Raises:
        MustSignIn: Nobody is.
        MustChoosePassword: They have to do that first.
        ForgedRequest: The request does not come from a page of ours.
    """
    if request.state.must_change:
        raise MustChoosePassword
    return newcomer


NewcomerDep = Annotated[Page, Depends(get_newcomer)]
PageDep = Annotated[Page, Depends(get_page)]


def build_router() -> APIRouter:
    """A router for pages of the console."""
    return APIRouter(prefix="/console", include_in_schema=False, default_response_class=HTMLResponse)


def _next(request: Request) -> str | None:
    if request.method not in SAFE:
        return None
    query = f"?{request.url.query}" if request.url.query else ""
    return quote(f"{request.url.path}{query}", safe="")
