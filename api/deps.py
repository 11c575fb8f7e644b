"""What handlers are given: the application, and the conversation a token opens."""

import re
from typing import Annotated

from fastapi import Depends, Header, Path, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from api.addresses import client_of
from api.answering import Answering
from api.feed import ConversationFeed, QueueFeed
from api.rates import RateLimits
from services.application import Application
from services.conversations import WrongToken
from services.identity import WrongIdentity
from services.opening import UnknownConversation

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_TOKEN = re.compile(r"[\x21-\x7e]{1,512}")
_JWT = re.compile(r"[\x21-\x7e]{1,8192}")

CONVERSATION = HTTPBearer(
    scheme_name="conversation",
    description="The token the conversation was opened with. It expires 30 days after the last message.",
    auto_error=False,
)
SITE = HTTPBearer(
    scheme_name="site",
    bearerFormat="JWT",
    description="Who the visitor is, signed by the site that knows them: EdDSA, RS256, ES256 or HS256, "
    "with sub (the customer's id) and exp; aud, where there is one, is zenbu.",
    auto_error=False,
)

Credentials = HTTPAuthorizationCredentials | None


async def get_application(request: Request) -> Application:
    """The running application."""
    application = request.app.state.application
    assert isinstance(application, Application)
    return application


ApplicationDep = Annotated[Application, Depends(get_application)]


async def get_answering(request: Request) -> Answering:
    """The turns under way in this process."""
    answering = request.app.state.answering
    assert isinstance(answering, Answering)
    return answering


AnsweringDep = Annotated[Answering, Depends(get_answering)]


async def get_feed(request: Request) -> ConversationFeed:
    """The open event streams of conversations of this process."""
    feed = request.app.state.feed
    assert isinstance(feed, ConversationFeed)
    return feed


FeedDep = Annotated[ConversationFeed, Depends(get_feed)]


async def get_queue_feed(request: Request) -> QueueFeed:
    """The open event streams of the queue of this process."""
    feed = request.app.state.queue_feed
    assert isinstance(feed, QueueFeed)
    return feed


QueueFeedDep = Annotated[QueueFeed, Depends(get_queue_feed)]


async def get_rates(request: Request) -> RateLimits:
    """The rate limits."""
    rates = request.app.state.rates
    assert isinstance(rates, RateLimits)
    return rates


RatesDep = Annotated[RateLimits, Depends(get_rates)]


def get_conversation_id(
    application: ApplicationDep,
    conversation_id: Annotated[str, Path(examples=["c_5f0c2a7b9e1d4c3f8a6b7c01"])],
    shown: Annotated[Credentials, Security(CONVERSATION)],
) -> str:
    """The conversation of the path, where the caller's token opens it.

    Raises:
        WrongToken: No token, or one that opens nothing.
        UnknownConversation: No such conversation, or somebody else's.
    """
    if shown is None or not _TOKEN.fullmatch(shown.credentials):
        raise WrongToken("No token. Send the conversation's token: Authorization: Bearer TOKEN.")
    if not _ID.fullmatch(conversation_id):
        raise UnknownConversation("There is no conversation of that name for you. Open one.")
    application.conversations.authorize(conversation_id, shown.credentials)
    return conversation_id


OwnConversation = Annotated[str, Depends(get_conversation_id)]


def get_counted_conversation_id(
    application: ApplicationDep,
    rates: RatesDep,
    request: Request,
    conversation_id: Annotated[str, Path(examples=["c_5f0c2a7b9e1d4c3f8a6b7c01"])],
    shown: Annotated[Credentials, Security(CONVERSATION)],
) -> str:
    """The same, counted by address first, so that guessing has an end, too.

    Raises:
        TooManyRequests: One too many.
        WrongToken: No token, or one that opens nothing.
        UnknownConversation: No such conversation, or somebody else's.
    """
    rates.count_address(client_of(request, application.settings.trusted_proxies))
    return get_conversation_id(application, conversation_id, shown)


CountedConversation = Annotated[str, Depends(get_counted_conversation_id)]


def get_writable_conversation_id(rates: RatesDep, conversation_id: CountedConversation) -> str:
    """The same, for something that is written, which is counted, too.

    Raises:
        TooManyRequests: One too many.
    """
    rates.count_message(conversation_id)
    return conversation_id


WritableConversation = Annotated[str, Depends(get_writable_conversation_id)]


def get_visitor(
    application: ApplicationDep,
    rates: RatesDep,
    request: Request,
    shown: Annotated[Credentials, Security(SITE)],
    authorization: Annotated[str | None, Header(include_in_schema=False)] = None,
) -> str | None:
    """The customer who opens a conversation, as far as a site vouches for them.

    Raises:
        TooManyRequests: One too many.
        WrongIdentity: Somebody is named and cannot be believed.
    """
    rates.count_opening(client_of(request, application.settings.trusted_proxies))
    if authorization is None:
        return None
    if shown is None or not _JWT.fullmatch(shown.credentials):
        raise WrongIdentity("The identity cannot be read. Send: Authorization: Bearer JWT, or leave it out.")
    return application.identity.customer_id(shown.credentials)


Visitor = Annotated[str | None, Depends(get_visitor)]
