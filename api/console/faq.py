"""FAQ editing: the list of topics, a topic with its draft, preview, history, approval and publication."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal

from fastapi import Form, Path, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from api.console.catalogue import Texts
from api.console.pages import Page, PageDep, build_router, pages_of
from domain.differences import Piece, differences
from services.faq import DraftChanged, DraftFaulty, TopicText
from services.faq.checking import FieldFault
from services.faq.reading import TopicLine, TopicPage
from services.faq.standing import version_text
from store.models import FaqVersion

router = build_router()

LIST: Final = "/console/faq"
Show = Literal["", "draft", "proposed", "edited", "unserved"]
TopicId = Annotated[str, Path(pattern=r"^[a-z][a-z0-9_-]{0,63}$")]
Written = Annotated[str, Field(max_length=20_000)]


class Draft(BaseModel):
    """The form of a draft. `asked` has a way of asking in each line; `revision` is empty where no draft was there."""

    act: Literal["save", "propose"]
    title: Written = ""
    question: Written = ""
    answer: Written = ""
    asked: Written = ""
    why: Written = ""
    revision: str = Field("", pattern=r"^\d{0,9}$")

    def text(self) -> TopicText:
        """What was written."""
        asked = tuple(way for line in self.asked.splitlines() if (way := line.strip()))
        return TopicText(self.title, self.question, self.answer, asked)


class Step(BaseModel):
    """A step of a draft that is there."""

    act: Literal["take_back", "discard", "approve", "refuse"]
    revision: int = Field(ge=0, lt=2**31)
    remark: Written = ""


class Restored(BaseModel):
    """The version whose text shall come back; 0 is the pack's."""

    number: int = Field(ge=0, lt=2**31)


@dataclass(frozen=True)
class Change:
    """What a version changed in one field."""

    field: str
    pieces: Sequence[Piece]


@router.get("/faq")
def show_topics(page: PageDep, show: Show = "") -> Response:
    """All topics, with how each stands and what is on its way to customers."""
    contents = page.application.faq.reading.contents(page.me)
    wanted: Mapping[Show, Callable[[TopicLine], bool]] = {
        "": lambda line: True,
        "draft": lambda line: line.draft is not None and line.draft.status == "draft",
        "proposed": lambda line: line.draft is not None and line.draft.status == "proposed",
        "edited": lambda line: line.standing == "edited",
        "unserved": lambda line: line.standing == "unserved",
    }
    lines = [line for category in contents.categories for line in category.topics]
    return page.render(
        "faq.html",
        contents=contents,
        show=show,
        counts={name: sum(map(holds, lines)) for name, holds in wanted.items()},
        categories=[
            (category, found)
            for category in contents.categories
            if (found := [line for line in category.topics if wanted[show](line)])
        ],
        newest=contents.publications[0] if contents.publications else None,
    )


@router.post("/faq/publish")
def publish(page: PageDep) -> Response:
    """Sends what was approved on its way."""
    page.application.faq.press.publish(page.me)
    return page.go(LIST, told="faq.told.publish")


@router.get("/faq/{topic_id}")
def show_topic(page: PageDep, topic_id: TopicId) -> Response:
    """A topic with its draft and its history."""
    return _topic(page, topic_id)


@router.post("/faq/{topic_id}")
def write_draft(page: PageDep, topic_id: TopicId, form: Annotated[Draft, Form()]) -> Response:
    """Saves the draft of a topic, and gives it to whoever approves it, where that is wanted."""
    drafts, text = page.application.faq.drafts, form.text()
    revision = int(form.revision) if form.revision else None
    try:
        row = drafts.save(page.me, topic_id, text, revision, form.why)
        if form.act == "propose":
            drafts.propose(page.me, topic_id, row.revision)
    except DraftChanged:
        return _topic(page, topic_id, 409, written=form, fault="faq.changed")
    except DraftFaulty:
        return _topic(page, topic_id, 422, fault="faq.faulty")
    return page.go(f"{LIST}/{topic_id}", told=f"faq.told.{form.act}")


@router.post("/faq/{topic_id}/step")
def take_step(page: PageDep, topic_id: TopicId, form: Annotated[Step, Form()]) -> Response:
    """Takes a draft back, throws it away, approves or refuses it."""
    drafts = page.application.faq.drafts
    try:
        match form.act:
            case "take_back":
                drafts.take_back(page.me, topic_id, form.revision)
            case "discard":
                drafts.discard(page.me, topic_id, form.revision)
            case "approve":
                drafts.approve(page.me, topic_id, form.revision, form.remark)
            case "refuse":
                drafts.refuse(page.me, topic_id, form.revision, form.remark)
    except DraftFaulty:
        return _topic(page, topic_id, 422, fault="faq.faulty")
    return page.go(f"{LIST}/{topic_id}", told=f"faq.told.{form.act}")


@router.post("/faq/{topic_id}/restore")
def restore(page: PageDep, topic_id: TopicId, form: Annotated[Restored, Form()]) -> Response:
    """Begins a draft with what an earlier version said."""
    page.application.faq.drafts.restore(page.me, topic_id, form.number)
    return page.go(f"{LIST}/{topic_id}", told="faq.told.restore")


@router.post("/faq/{topic_id}/preview")
def preview(page: PageDep, topic_id: TopicId, form: Annotated[Draft, Form()]) -> JSONResponse:
    """What was written as a customer would read it, with its faults; nothing is stored."""
    shown = page.application.faq.reading.preview(page.me, topic_id, form.text())
    texts = pages_of(page.request).texts
    return JSONResponse(
        {
            "question": shown.question,
            "answer": shown.answer,
            "faults": _by_field(texts, shown.faults),
        }
    )


def _topic(
    page: Page, topic_id: str, status: int = 200, *, written: Draft | None = None, fault: str | None = None
) -> Response:
    reading = page.application.faq.reading
    topic = reading.page(page.me, topic_id)
    text = written.text() if written else version_text(topic.draft) if topic.draft else topic.approved
    waits = topic.draft is not None and topic.draft.status == "proposed"
    shown = reading.preview(page.me, topic_id, text)
    return page.render(
        "faq_topic.html",
        status,
        topic=topic,
        text=text,
        why=written.why if written else (topic.draft.why or "") if topic.draft else "",
        waits=waits,
        may_edit=page.me.may("edit_faq") and not waits,
        may_approve=page.me.may("publish_faq") and waits and _is_others(page, topic.draft),
        shown=shown,
        faults=_by_field(pages_of(page.request).texts, shown.faults),
        fault=fault,
        values=reading.values(page.me),
        changes=_changes(topic.approved, text) if topic.draft else [],
        history=_history(topic),
        newest=max((row.number for row in topic.history if row.number), default=None),
    )


def _is_others(page: Page, draft: FaqVersion | None) -> bool:
    return draft is not None and (draft.author != page.me.member_id or page.me.may("members"))


def _history(topic: TopicPage) -> Sequence[tuple[FaqVersion, Sequence[Change]]]:
    """Each version with what it changed: against the one approved before it."""
    before, found = topic.pack, []
    for row in reversed(topic.history):
        found.append((row, _changes(before, version_text(row))))
        if row.status == "approved":
            before = version_text(row)
    return found[::-1]


def _changes(old: TopicText, new: TopicText) -> Sequence[Change]:
    pairs = [(field, getattr(old, field), getattr(new, field)) for field in ("title", "question", "answer")]
    pairs.append(("asked", "\n".join(old.asked), "\n".join(new.asked)))
    return [Change(field, differences(before, after)) for field, before, after in pairs if before != after]


def _by_field(texts: Texts, faults: Sequence[FieldFault]) -> Mapping[str, Sequence[Mapping[str, Any]]]:
    found: dict[str, list[Mapping[str, Any]]] = {"title": [], "question": [], "answer": [], "asked": []}
    for fault in faults:
        said = texts(f"faq.fault.{fault.kind}", quote=fault.quote, detail=fault.detail)
        found[fault.field].append({"text": said, "instead": [f"{{{path}}}" for path in fault.instead]})
    return found
