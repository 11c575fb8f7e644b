"""Members of the staff: who works here, what they may do and know best, and how they come in."""

from typing import Annotated, Final, Literal

from fastapi import Form, Path, Response
from pydantic import BaseModel, Field

from api.console.pages import Page, PageDep, build_router
from domain.labels import TRIGGERS
from domain.shifts import DAYS, InvalidShifts, Shifts
from domain.staff import ROLES, Member, Role
from services.members import InvalidMember, LastAdmin, MemberExists, MemberFields

router = build_router()

LIST: Final = "/console/members"
BUSINESS: Final = "b2b"

MemberId = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
Typed = Annotated[str, Field(max_length=256)]
Clock = Annotated[str, Field(pattern=r"^(([01]\d|2[0-3]):[0-5]\d)?$")]


class MemberForm(BaseModel):
    """The form of a member. Lists are written with 、 or commas between; `of` and `to` are of the week's days."""

    member_id: Typed = ""
    name: Typed = ""
    role: Role
    email: Typed = ""
    phone: Typed = ""
    slack_id: Typed = ""
    on_call_order: Annotated[str, Field(pattern=r"^\d{0,3}$")] = ""
    capacity: Annotated[str, Field(pattern=r"^\d{0,3}$")] = ""
    skills: list[Typed] = []
    others: Typed = ""
    areas: Typed = ""
    languages: Typed = ""
    own_hours: Literal["", "on"] = ""
    of: list[Clock] = []
    to: list[Clock] = []
    active: Literal["", "on"] = ""

    def fields(self) -> MemberFields:
        """The same as the service takes it.

        Raises:
            InvalidShifts: A day has a beginning without an end, or the other way round.
        """
        return MemberFields(
            name=self.name,
            role=self.role,
            email=self.email.strip(),
            phone=self.phone or None,
            active=self.active == "on",
            on_call_order=int(self.on_call_order or 0) or None,
            slack_id=self.slack_id.strip() or None,
            skills=(*self.skills, *_words(self.others)),
            areas=_words(self.areas),
            languages=_words(self.languages),
            hours=self._hours(),
            capacity=int(self.capacity or 0) or None,
        )

    def _hours(self) -> Shifts | None:
        if not self.own_hours:
            return None
        spans = {day: (of, to) for day, of, to in zip(DAYS, self.of, self.to, strict=True) if of or to}
        return Shifts.read(spans)


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for part in text.replace(",", "、").split("、") if (word := part.strip()))


@router.get("/members")
def show_members(page: PageDep) -> Response:
    """Everybody, who left among them."""
    page.me.require("members")
    members = sorted(page.staff.members.everybody(), key=lambda member: (not member.active, ROLES.index(member.role)))
    return page.render("members.html", members=members, secured=page.staff.doorway.passwords.owners())


@router.get("/members/new")
def show_new(page: PageDep) -> Response:
    """The form of somebody new."""
    page.me.require("members")
    return _form(page, None, MemberForm(role="cs", active="on"))


@router.post("/members/new")
def add_member(page: PageDep, form: Annotated[MemberForm, Form()]) -> Response:
    """Adds a member, and shows the password they come in with, once."""
    page.me.require("members")
    try:
        member, _ = page.staff.members.add(form.fields(), form.member_id.strip() or None, by=page.me.member_id)
    except (InvalidMember, InvalidShifts, MemberExists) as error:
        return _form(page, None, form, error)
    return _new_password(page, member)


@router.get("/members/{member_id}")
def show_member(page: PageDep, member_id: MemberId) -> Response:
    """What is known of a member."""
    page.me.require("members")
    member = page.staff.members.known(member_id)
    return _form(page, member, _filled(member))


@router.post("/members/{member_id}")
def edit_member(page: PageDep, member_id: MemberId, form: Annotated[MemberForm, Form()]) -> Response:
    """Replaces what is known of a member."""
    page.me.require("members")
    member = page.staff.members.known(member_id)
    try:
        page.staff.members.edit(member_id, form.fields(), by=page.me.member_id)
    except (InvalidMember, InvalidShifts, LastAdmin) as error:
        return _form(page, member, form, error)
    return page.go(f"{LIST}/{member_id}", told="members.told.saved")


@router.post("/members/{member_id}/password")
def renew_password(page: PageDep, member_id: MemberId) -> Response:
    """Makes up a password, and shows it, once; whoever has it chooses their own."""
    page.me.require("members")
    member = page.staff.members.known(member_id)
    return _new_password(page, member)


@router.post("/members/{member_id}/token")
def renew_token(page: PageDep, member_id: MemberId) -> Response:
    """Gives a new token for the API, and shows it, once."""
    page.me.require("members")
    member = page.staff.members.known(member_id)
    return _secret(page, member, "token", page.staff.members.renew_token(member_id, by=page.me.member_id))


def _new_password(page: Page, member: Member) -> Response:
    password = page.staff.doorway.passwords.hand_over(member.member_id, page.me.member_id)
    return _secret(page, member, "password", password)


def _secret(page: Page, member: Member, kind: Literal["password", "token"], secret: str) -> Response:
    response = page.render("member_secret.html", member=member, kind=kind, secret=secret)
    response.headers["Cache-Control"] = "no-store"
    return response


def _form(page: Page, member: Member | None, form: MemberForm, error: Exception | None = None) -> Response:
    return page.render(
        "member.html",
        422 if error else 200,
        member=member,
        form=form,
        fault=f"members.fault.{_FAULTS[type(error)]}" if error else None,
        roles=ROLES,
        triggers=TRIGGERS,
        business=BUSINESS,
        days=DAYS,
    )


_FAULTS: Final[dict[type[Exception], str]] = {
    InvalidMember: "invalid",
    InvalidShifts: "hours",
    MemberExists: "exists",
    LastAdmin: "last_admin",
}


def _filled(member: Member) -> MemberForm:
    hours = member.hours.plain() if member.hours else {}
    listed = (*TRIGGERS, BUSINESS)
    return MemberForm(
        name=member.name,
        role=member.role,
        email=member.email,
        phone=member.phone or "",
        slack_id=member.slack_id or "",
        on_call_order=str(member.on_call_order or ""),
        capacity=str(member.capacity or ""),
        skills=sorted(member.skills & set(listed)),
        others="、".join(sorted(member.skills - set(listed))),
        areas="、".join(sorted(member.areas)),
        languages="、".join(sorted(member.languages)),
        own_hours="on" if member.hours else "",
        of=[hours.get(day, ("", ""))[0] for day in DAYS],
        to=[hours.get(day, ("", ""))[1] for day in DAYS],
        active="on" if member.active else "",
    )
