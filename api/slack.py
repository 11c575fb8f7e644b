"""Where Slack tells of clicks in its messages. Slack waits three seconds: what takes longer is done afterwards."""

import json
from typing import Annotated, Final
from urllib.parse import parse_qs

from fastapi import APIRouter, BackgroundTasks, Depends, Request, Response
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool

from api.addresses import client_of
from api.deps import ApplicationDep, RatesDep
from services.customers.intake import EventRefused, IntakeClosed, WrongSignature
from services.delivery.slack.clicks import Interaction, is_signed, take_click, whisper
from services.delivery.slack.client import SlackClient
from services.delivery.slack.templates import load_templates

INTERACTIONS: Final = "/v1/slack/interactions"

# Slack calls this and nobody else; its shape is Slack's.
router = APIRouter(include_in_schema=False)


async def read_interaction(application: ApplicationDep, rates: RatesDep, request: Request) -> Interaction:
    """What Slack tells, once it is sure that it is Slack; counted by address first, so that guessing has an end.

    Raises:
        TooManyRequests: One too many.
        IntakeClosed: No signing secret is set.
        WrongSignature: Not signed with the secret, or not now.
        EventRefused: Signed, but no interaction.
    """
    settings = application.settings
    rates.count_address(client_of(request, settings.trusted_proxies))
    if settings.slack_signing_secret is None:
        raise IntakeClosed("No clicks are taken in here: ZENBU_SLACK_SIGNING_SECRET is not set. Ask who runs this.")
    body = await request.body()
    if not is_signed(request.headers, body, settings.slack_signing_secret.get_secret_value()):
        raise WrongSignature("Not signed by Slack, or more than five minutes ago. Check ZENBU_SLACK_SIGNING_SECRET.")
    try:
        (payload,) = parse_qs(body.decode())["payload"]
        return Interaction.model_validate(json.loads(payload))
    except (KeyError, ValueError, ValidationError) as error:
        raise EventRefused("The form's payload is no interaction of Slack's. Send it as Slack does.") from error


@router.post(INTERACTIONS)
async def take_interaction(
    application: ApplicationDep,
    interaction: Annotated[Interaction, Depends(read_interaction)],
    afterwards: BackgroundTasks,
) -> Response:
    """Claims the handover whose button was clicked; whoever clicked is told, and the message changes by the outbox."""
    door, settings = application.staff, application.settings
    answer = await run_in_threadpool(take_click, interaction, door.members, door.serving, load_templates())
    if answer and interaction.channel and settings.slack_bot_token is not None:
        calls = SlackClient(settings.slack_bot_token.get_secret_value(), settings.slack_api_url)
        afterwards.add_task(whisper, calls, interaction.channel.id, interaction.user.id, answer)
    return Response(status_code=200, background=afterwards)
