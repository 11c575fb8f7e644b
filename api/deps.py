"""What handlers are given: the application, and the conversation a token opens."""

import re
from typing import Annotated

from fastapi import Depends, Header, Path, Request

from services.application import Application
from services.conversations import WrongToken
from services.opening import UnknownConversation

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_BEARER = re.compile(r"Bearer +([\x21-\x7e]{1,512})", re.IGNORECASE)


async def get_application(request: Request) -> Application:
    """The running application."""
    application = request.app.state.application
    assert isinstance(application, Application)
    return application


ApplicationDep = Annotated[Application, Depends(get_application)]


def get_conversation_id(
    application: ApplicationDep,
    conversation_id: Annotated[str, Path()],
    authorization: Annotated[str | None, Header()] = None,
) -> str:
    """The conversation of the path, where the caller's token opens it.

    Raises:
        WrongToken: No token, or one that opens nothing.
        UnknownConversation: No such conversation, or somebody else's.
    """
    token = _BEARER.fullmatch(authorization or "")
    if token is None:
        raise WrongToken("No token. Send the conversation's token: Authorization: Bearer TOKEN.")
    if not _ID.fullmatch(conversation_id):
        raise UnknownConversation("There is no conversation of that name for you. Open one.")
    application.conversations.authorize(conversation_id, token[1])
    return conversation_id


OwnConversation = Annotated[str, Depends(get_conversation_id)]
