"""Answers to surveys as of a moment: those given in the chat, and those sent in from elsewhere."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from store.models import Conversation, SurveyAnswer


@dataclass(frozen=True)
class Answer:
    """One answer: NPS 0–10, CSAT and CES 1–5; None where not answered."""

    at: datetime
    nps: int | None = None
    csat: float | None = None
    ces: float | None = None
    comment: str | None = None


def as_of(session: Session, ids: Collection[str], at: datetime) -> dict[str, list[Answer]]:
    """Answers some customers had given by a moment, the oldest first. Two statements."""
    outside = select(
        SurveyAnswer.customer_id,
        SurveyAnswer.at,
        SurveyAnswer.nps,
        SurveyAnswer.csat,
        SurveyAnswer.ces,
        SurveyAnswer.comment,
    ).where(SurveyAnswer.customer_id.in_(ids), SurveyAnswer.at <= at)
    found: dict[str, list[Answer]] = {}
    for who, moment, nps, csat, ces, comment in session.execute(outside):
        found.setdefault(who, []).append(Answer(moment, nps, csat, ces, comment))
    chat = select(Conversation.customer_id, Conversation.survey).where(
        Conversation.customer_id.in_(ids), Conversation.survey.is_not(None), Conversation.created_at <= at
    )
    for who, survey in session.execute(chat):
        answer = _in_chat(survey or {})
        if answer.at <= at:
            found.setdefault(str(who), []).append(answer)
    for answers in found.values():
        answers.sort(key=lambda answer: answer.at)
    return found


def _in_chat(survey: dict[str, Any]) -> Answer:
    at = datetime.fromisoformat(survey["at"])
    return Answer(at, survey["nps"], survey["csat"], survey["ces"], survey["comment"])
