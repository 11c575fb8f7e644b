"""Who may come in: with the key where one is set; without one anybody in development, and nobody elsewhere."""

import hmac
from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from api.addresses import client_of
from api.deps import ApplicationDep, RatesDep
from api.openai_door.errors import DoorError

KEY = HTTPBearer(
    scheme_name="door",
    description="The key of ZENBU_DOOR_KEY. In development none is needed where none is set.",
    auto_error=False,
)


def require_key(
    application: ApplicationDep,
    rates: RatesDep,
    request: Request,
    shown: Annotated[HTTPAuthorizationCredentials | None, Security(KEY)],
) -> None:
    """Lets a client in; counted by address first, so that guessing has an end.

    Raises:
        TooManyRequests: One too many.
        DoorError: The key is missing or wrong, or the door is closed.
    """
    settings = application.settings
    rates.count_address(client_of(request, settings.trusted_proxies))
    if settings.door_key is None:
        if settings.is_development:
            return
        message = "This door is closed: no key is set. Whoever runs the service opens it with ZENBU_DOOR_KEY."
        raise DoorError(message, code="door_closed", status=HTTPStatus.FORBIDDEN)
    given = shown.credentials if shown else ""
    key = settings.door_key.get_secret_value()
    if not hmac.compare_digest(given.encode("utf-8", "surrogatepass"), key.encode()):
        fault = "is wrong" if given else "is missing"
        message = f"The API key {fault}. Send the one of ZENBU_DOOR_KEY: Authorization: Bearer KEY."
        raise DoorError(message, code="invalid_api_key", status=HTTPStatus.UNAUTHORIZED)


AllowedIn = Depends(require_key)
