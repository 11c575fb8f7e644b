"""The copilot in the staff's API: what stands beside the reply box. Nothing of it is shown to a customer."""

from typing import Annotated

from fastapi import APIRouter, Body
from pydantic import BaseModel, ConfigDict, Field

from api.deps import ApplicationDep
from api.openapi import Responses, problems
from api.schemas import FreeText
from api.staff import MemberDep, TicketId
from domain.copilot.advice import (
    AnswerKind,
    DraftKind,
    FindingKind,
    Lack,
    Severity,
    SourceKind,
    Trend,
    Wish,
)
from domain.labels import EmotionLabel, Target
from domain.staff import NotAllowed
from domain.text import MAX_MESSAGE
from services.copilot.errors import CopilotMissing
from services.members import NotStaff
from services.serving import UnknownTicket
from store.session import StoreUnavailable

router = APIRouter(prefix="/v1/staff/tickets", tags=["staff"])

RESPONSES: Responses = problems(NotStaff, NotAllowed, UnknownTicket, CopilotMissing, StoreUnavailable, body=True)


class WishIn(BaseModel):
    """What is wanted: a `question` is answered, a `draft` checked; without either, replies are drafted."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{}, {"question": "解約条件は?"}, {"draft": "必ず直します。"}]}
    )

    question: Annotated[FreeText, Field(min_length=1, max_length=500)] | None = None
    draft: Annotated[FreeText, Field(max_length=MAX_MESSAGE)] | None = None


class _Out(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class MoodPointOut(_Out):
    """How one message of the customer's was meant; `intensity` 0 none to 3 strong."""

    seq: int
    label: EmotionLabel
    target: Target
    intensity: int


class MoodOut(_Out):
    """How the customer feels now. `trend` is against the messages before; `path` the last ones, oldest first."""

    label: EmotionLabel
    target: Target
    intensity: int
    trend: Trend | None
    path: list[MoodPointOut]
    text: str


class GroundOut(_Out):
    """Where something comes from."""

    kind: SourceKind
    id: str
    title: str


class DraftOut(_Out):
    """A reply that could be sent. `gaps` are to be filled in first, and stand so in the text."""

    kind: DraftKind
    title: str
    text: str
    grounds: list[GroundOut]
    gaps: list[str]


class FindingOut(_Out):
    """Words that should not go out so: `start` to `end` (characters of the draft), why, and what could stand there."""

    kind: FindingKind
    severity: Severity
    start: int
    end: int
    quote: str
    reason: str
    suggestion: str


class AnswerOut(_Out):
    """The answer to the question; `reply` is the same for the customer, null where it is for the staff alone."""

    kind: AnswerKind
    text: str
    grounds: list[GroundOut]
    reply: str | None


class AdviceOut(_Out):
    """What the copilot says. `seq`: the newest message it has seen; `lacks`: what it had to do without."""

    seq: int
    mood: MoodOut | None
    drafts: list[DraftOut]
    findings: list[FindingOut] | None
    answer: AnswerOut | None
    lacks: list[Lack]


@router.post("/{ticket_id}/copilot", responses=RESPONSES)
def ask_copilot(
    application: ApplicationDep, me: MemberDep, ticket_id: TicketId, wish: Annotated[WishIn | None, Body()] = None
) -> AdviceOut:
    """Tells how the customer feels, and drafts replies, checks a draft or answers a question. Nothing is written."""
    wanted = Wish(wish.question, wish.draft) if wish else Wish()
    return AdviceOut.model_validate(application.advising().advise(me, ticket_id, wanted))
