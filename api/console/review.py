"""QA review: the weeks, a week's sample with its rates, a conversation to be judged."""

from collections.abc import Mapping
from typing import Annotated, Final, Literal, Self, get_args

from fastapi import Form, Path, Response
from pydantic import BaseModel, Field, model_validator

from api.console.pages import Page, PageDep, build_router
from domain.labels import TRIGGERS, EmotionLabel, Intent, SafetyKind, Target, Trigger
from domain.text import clean
from services.reviewing.desk import COUNT, MOST, Judgement
from services.reviewing.errors import JudgementUnfit
from services.reviewing.periods import last_periods
from services.reviewing.review import ErrorType, TurnJudgement, Verdict, dump_review

router = build_router()

LIST: Final = "/console/review"
WEEKS: Final = 9
"""Weeks a sample may be drawn of, this one left out."""

WeekName = Annotated[str, Path(pattern=r"^\d{4}-W\d{2}$")]
ConversationId = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
ReplyId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
Words = Annotated[str, Field(max_length=2_000)]
Show = Literal["", "waiting", "good", "flawed", "failed"]


class Judging(BaseModel):
    """The form of a judgement. The lists go together: each turn has its place in all of them."""

    revision: int = Field(ge=0, lt=2**31)
    verdict: Verdict | None = None
    note: Words = ""
    reply_id: list[ReplyId] = []
    error_type: list[ErrorType | Literal[""]] = []
    right_topic: list[Words] = []
    right_trigger: list[Trigger | Literal["", "none"]] = []
    right_intent: list[Intent | Literal[""]] = []
    right_danger: list[SafetyKind | Literal["", "none"]] = []
    right_emotion: list[EmotionLabel | Literal[""]] = []
    right_target: list[Target] = []
    right_intensity: list[Annotated[int, Field(ge=0, le=3)]] = []
    right_answer: list[Words] = []
    turn_note: list[Words] = []

    def judgement(self) -> Judgement:
        """What was judged, turn by turn."""
        columns = zip(
            self.reply_id,
            self.error_type,
            self.right_topic,
            self.right_trigger,
            self.right_intent,
            self.right_danger,
            self.right_emotion,
            self.right_target,
            self.right_intensity,
            self.right_answer,
            self.turn_note,
            strict=True,
        )
        return Judgement(self.verdict, self.note, {row[0]: _turn(*row[1:]) for row in columns})

    @model_validator(mode="after")
    def _refuse_gaps(self) -> Self:
        lists = [value for value in vars(self).values() if isinstance(value, list)]
        if len({len(value) for value in lists}) > 1:
            raise ValueError("every turn needs every field")
        return self


def _turn(
    error: str,
    topic: str,
    trigger: str,
    intent: str,
    danger: str,
    emotion: str,
    target: str,
    intensity: int,
    answer: str,
    note: str,
) -> TurnJudgement:
    return TurnJudgement.model_validate(
        {
            "error_type": error or None,
            "right_topic": topic or None,
            "right_trigger": trigger or None,
            "right_intent": intent or None,
            "right_danger": danger or None,
            "right_emotion": {"label": emotion, "target": target, "intensity": intensity} if emotion else None,
            "right_answer": clean(answer) or None,
            "note": clean(note) or None,
        }
    )


class Drawing(BaseModel):
    """The form that draws a sample."""

    week: str = Field(max_length=10)
    count: int = Field(COUNT, ge=1, le=MOST)


@router.get("/review")
def show_weeks(page: PageDep) -> Response:
    """All samples, and the weeks of which one can be drawn."""
    weeks = page.application.reviews.weeks(page.me)
    drawn = {week.week for week in weeks}
    open_weeks = [period for period in list(last_periods(WEEKS, "week", page.now))[-2::-1] if period.name not in drawn]
    return page.render("review.html", weeks=weeks, open_weeks=open_weeks, count=COUNT, most=MOST)


@router.post("/review")
def draw(page: PageDep, form: Annotated[Drawing, Form()]) -> Response:
    """Draws a week's sample."""
    week = page.application.reviews.draw(page.me, form.week, form.count)
    return page.go(f"{LIST}/{week}", told="review.told.drawn")


@router.get("/review/{week}.yaml")
def export(page: PageDep, week: WeekName) -> Response:
    """The review as the file `zenbu eval learn` reads."""
    text = dump_review(page.application.reviews.export(page.me, week))
    headers = {"Content-Disposition": f'attachment; filename="{week}.yaml"'}
    return Response(text, media_type="application/yaml", headers=headers)


@router.get("/review/{week}")
def show_week(page: PageDep, week: WeekName, show: Show = "") -> Response:
    """A week's sample: what is still to be read, and what it says of the whole week."""
    sample = page.application.reviews.week(page.me, week)
    verdict = {"": ..., "waiting": None}.get(show, show)
    lines = [line for line in sample.lines if verdict is ... or line.item.verdict == verdict]
    waiting = next((line for line in sample.lines if line.item.verdict is None), None)
    return page.render("review_week.html", sample=sample, lines=lines, show=show, waiting=waiting)


@router.get("/review/{week}/{conversation_id}")
def show_item(page: PageDep, week: WeekName, conversation_id: ConversationId) -> Response:
    """A conversation to be judged."""
    return _item(page, week, conversation_id)


@router.post("/review/{week}/{conversation_id}")
def judge(page: PageDep, week: WeekName, conversation_id: ConversationId, form: Annotated[Judging, Form()]) -> Response:
    """Stores a judgement, and goes on to the next conversation without one."""
    reviews = page.application.reviews
    try:
        reviews.judge(page.me, week, conversation_id, form.judgement(), form.revision)
    except JudgementUnfit as unfit:
        misfits = {(place.reply_id, place.found.field): f"review.misfit.{place.found.misfit}" for place in unfit.places}
        return _item(page, week, conversation_id, 422, written=form, misfits=misfits)
    waiting = reviews.item(page.me, week, conversation_id).waiting
    return page.go(f"{LIST}/{week}/{waiting}" if waiting else f"{LIST}/{week}", told="review.told.judged")


def _item(
    page: Page,
    week: str,
    conversation_id: str,
    status: int = 200,
    *,
    written: Judging | None = None,
    misfits: Mapping[tuple[str | None, str], str] | None = None,
) -> Response:
    reviews = page.application.reviews
    item = reviews.item(page.me, week, conversation_id)
    judged = written.judgement().turns if written else {turn.reply_id: turn.said for turn in item.turns}
    return page.render(
        "review_item.html",
        status,
        week=week,
        item=item,
        judged=judged,
        verdict=written.verdict if written else item.line.item.verdict,
        note=written.note if written else item.line.item.note or "",
        misfits=misfits or {},
        topics=reviews.topics(page.me),
        choices={
            "error_type": get_args(ErrorType),
            "verdict": get_args(Verdict),
            "trigger": (*TRIGGERS, "none"),
            "intent": get_args(Intent),
            "danger": (*get_args(SafetyKind), "none"),
            "emotion": get_args(EmotionLabel),
            "target": get_args(Target),
        },
    )
