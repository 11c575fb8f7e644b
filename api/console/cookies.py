"""The cookie a signed-in browser holds, and the token that goes with it in every form (CSRF)."""

import hashlib
import hmac
from typing import Final
from urllib.parse import urlsplit

from fastapi import Request, Response

from domain.mending import Mendable
from services.access.sessions import LONGEST
from services.ids import new_token

FIELD: Final = "csrf"
HEADER: Final = "X-CSRF-Token"
SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})


class ForgedRequest(Mendable, PermissionError):
    """A request that changes something does not come from a page of ours."""


def cookie_name(secure: bool) -> str:
    """What the cookie is called; browsers take `__Host-` from this very host over TLS only."""
    return "__Host-zenbu" if secure else "zenbu-console"


def token_of(request: Request) -> str | None:
    """What the cookie holds."""
    return request.cookies.get(cookie_name(_is_secure(request)))


def give(request: Request, response: Response, token: str | None = None) -> str:
    """Puts a token into the browser: a session's, or a new one of nobody's, which the sign-in form goes with.

    Returns:
        The token.
    """
    token, secure = token or new_token(), _is_secure(request)
    age = round(LONGEST.total_seconds())
    response.set_cookie(cookie_name(secure), token, max_age=age, path="/", secure=secure, httponly=True, samesite="lax")
    return token


def take(request: Request, response: Response) -> None:
    """Removes the cookie."""
    secure = _is_secure(request)
    response.delete_cookie(cookie_name(secure), path="/", secure=secure, httponly=True, samesite="lax")


def csrf_of(token: str) -> str:
    """What a page shows back to prove that it was ours: made from the cookie, which other sites cannot read."""
    return hmac.new(token.encode(), b"csrf", hashlib.sha256).hexdigest()


def require_own(request: Request, token: str | None, shown: str | None) -> None:
    """Makes sure that a request which changes something comes from a page of ours.

    Args:
        request: Any request.
        token: What its cookie holds.
        shown: The CSRF token that came with it.

    Raises:
        ForgedRequest: It does not.
    """
    if request.method in SAFE:
        return
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        raise ForgedRequest(f"The request comes from {origin}, not from the console. Open the console and repeat it.")
    if token is None or not hmac.compare_digest(csrf_of(token).encode(), (shown or "").encode()):
        raise ForgedRequest("The form is not of this session. Load the page again and repeat it.")


def _is_secure(request: Request) -> bool:
    return not request.app.state.application.settings.is_development
