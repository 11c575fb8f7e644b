"""The off switch: in which channels people alone answer."""

from typing import Annotated, Literal

from fastapi import Form, Response
from pydantic import BaseModel, Field

from api.console.pages import PageDep, build_router

router = build_router()


class Switching(BaseModel):
    """A channel and who answers there from now on."""

    channel: str = Field(pattern=r"^[a-z][a-z0-9_-]{0,31}$")
    who: Literal["people", "bot"]


@router.get("/switch")
def show_switches(page: PageDep) -> Response:
    """Every channel and who answers there."""
    return page.render("switch.html", channels=page.staff.switches.channels(page.me))


@router.post("/switch")
def set_switch(page: PageDep, form: Annotated[Switching, Form()]) -> Response:
    """Switches one channel; the next message goes by it."""
    page.staff.switches.set(page.me, {form.channel: form.who == "people"})
    return page.go("/console/switch", told=f"switch.told.{form.who}")
