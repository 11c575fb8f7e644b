"""Signing in and out, and choosing a password."""

from typing import Annotated

from fastapi import Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel, Field

from api.addresses import client_of
from api.console.cookies import csrf_of, give, require_own, take, token_of
from api.console.pages import HOME, NewcomerDep, ShownCsrf, build_router, pages_of
from api.deps import ApplicationDep
from services.access import TooManyTries, WeakPassword, WrongPassword
from services.access.passwords import SHORTEST
from services.application import Application
from services.ids import new_token

router = build_router()

Typed = Annotated[str, Field(max_length=256)]


class Credentials(BaseModel):
    """What somebody who signs in types."""

    name: Typed
    password: Typed
    next: Annotated[str, Field(max_length=1_024)] = ""


class NewPassword(BaseModel):
    """What somebody who changes their password types."""

    current: Typed = ""
    password: Typed
    again: Typed


@router.get("")
@router.get("/")
def open_console() -> RedirectResponse:
    """The console begins with the inbox."""
    return RedirectResponse(HOME, 303)


@router.get("/login")
def show_entrance(request: Request, application: ApplicationDep, next: str = "") -> Response:
    """The form to sign in with."""
    return _entrance(request, application, next=next)


@router.post("/login")
def sign_in(
    request: Request, application: ApplicationDep, shown: ShownCsrf, typed: Annotated[Credentials, Form()]
) -> Response:
    """Signs in, into a new session, whatever the browser held before."""
    require_own(request, token_of(request), shown)
    address = client_of(request, application.settings.trusted_proxies)
    try:
        token = application.staff.doorway.enter(typed.name, typed.password, address)
    except WrongPassword:
        return _entrance(request, application, 401, fault="entrance.wrong", name=typed.name, next=typed.next)
    except TooManyTries as error:
        minutes = -(-error.seconds // 60)
        fault = "entrance.too_many"
        response = _entrance(request, application, 429, fault=fault, minutes=minutes, name=typed.name, next=typed.next)
        response.headers["Retry-After"] = str(error.seconds)
        return response
    answer = RedirectResponse(typed.next if _is_ours(typed.next) else HOME, 303)
    give(request, answer, token)
    return answer


@router.post("/logout")
def sign_out(page: NewcomerDep) -> Response:
    """Ends the session."""
    page.staff.doorway.leave(page.token)
    answer = RedirectResponse("/console/login?told=entrance.left", 303)
    take(page.request, answer)
    return answer


@router.get("/password")
def show_password(page: NewcomerDep) -> Response:
    """The form to choose a password with."""
    return page.render("password.html", fault=None, first=page.request.state.must_change, shortest=SHORTEST)


@router.post("/password")
def choose_password(page: NewcomerDep, typed: Annotated[NewPassword, Form()]) -> Response:
    """Sets a new password; other browsers are signed out."""
    first = page.request.state.must_change
    fault = None
    if not first and not page.staff.doorway.knows(page.me.member_id, typed.current):
        fault = "password.wrong"
    elif typed.password != typed.again:
        fault = "password.differ"
    else:
        try:
            page.staff.doorway.passwords.choose(page.me.member_id, typed.password, page.me.member_id, page.token)
        except WeakPassword as error:
            fault = f"password.{error.fault}"
    if fault is None:
        return page.go(HOME, told="password.changed")
    return page.render("password.html", 422, fault=fault, first=first, shortest=SHORTEST)


def _entrance(
    request: Request,
    application: Application,
    status: int = 200,
    *,
    fault: str | None = None,
    minutes: int = 0,
    name: str = "",
    next: str = "",
) -> Response:
    pages, token = pages_of(request), token_of(request) or new_token()
    told = request.query_params.get("told", "")
    html = pages.render(
        "login.html",
        csrf_token=csrf_of(token),
        fault=fault,
        minutes=minutes,
        name=name,
        next=next,
        told=pages.texts(told) if pages.texts.has(told) else None,
        is_new=application.staff.doorway.is_new(),
    )
    response = HTMLResponse(html, status)
    if token_of(request) is None:
        give(request, response, token)
    return response


def _is_ours(path: str) -> bool:
    """Whether a page to go on to is one of the console's: nobody is sent to another site."""
    return path.startswith("/console/") and "\\" not in path and not any(sign < "!" for sign in path)
