"""The visit being booked, as the dialogue state keeps it between two messages."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from agents import choosing
from agents.context import Turn
from agents.hearing import CONTACT_STEPS, Said
from domain.dates import DateWishes, Wish, read_wishes
from domain.prefectures import PREFECTURES
from services.visit_terms import duration

FLOW = "booking"
WISH_LENGTH: Final = 200
"""Characters of a wish that are remembered."""

_POSTAL: Final = re.compile(r"〒\d{3}-\d{4} ")
WISHES_KEPT: Final = 3
SHOWN_KEPT: Final = 24

Draft = dict[str, Any]
"""`plan`, `area`, `payment`, `contact`; `wishes`: what was said of when, and at what time; `candidates` offered last,
`shown`: starts offered so far; `chosen`: the one held; `again`: the start that was chosen before something else of the
visit changed; `stated`: total and fee the customer was told."""


def taken_down(turn: Turn, said: Said) -> Draft:
    """The draft with what a message adds. A wish said before a diagnosis came between is still one."""
    state = turn.state
    draft = dict(state.draft) if state.flow == FLOW else without_contact(state.draft)
    if said.contact:
        draft["contact"] = {**draft.get("contact", {}), **said.contact}
        if "address" in said.contact:
            draft["contact"].pop("place", None)
    if said.payment:
        draft["payment"] = said.payment
    if said.wishes.found and not _answers_otherwise(turn, said):
        draft["wishes"] = remembered(turn, draft, said)
    plan = said.plan or draft.get("plan") or state.plan
    if plan is not None:
        draft = with_plan(turn, draft, plan)
    area = said.area or draft.get("area") or _area_on_record(turn)
    return with_area(draft, area) if area is not None else draft


def _answers_otherwise(turn: Turn, said: Said) -> bool:
    """Words that only sound like a wish: 「おまかせ」 about the plan, 「もっと早い日」 about what was offered."""
    if said.wishes.wishes:
        return False
    return (turn.state.asks == "plan" and said.wishes.anytime) or choosing.asks_for_others(turn) is not None


def with_plan(turn: Turn, draft: Draft, plan: str) -> Draft:
    """The draft with another plan; a visit of another length needs other candidates."""
    before, pack = draft.get("plan"), turn.desk.pack
    other_length = before is not None and duration(pack, before) != duration(pack, plan)
    if not other_length:
        return {**draft, "plan": plan}
    return {**draft, "plan": plan, "candidates": None, "chosen": None, **_again(draft)}


def _again(draft: Draft) -> Draft:
    """The start that was chosen, to be chosen again where that is possible under what has changed."""
    return {"again": draft["chosen"]["start"]} if draft.get("chosen") else {}


def with_area(draft: Draft, area: str) -> Draft:
    """The draft with another area; visits elsewhere need other candidates."""
    if draft.get("area") in (None, area):
        return {**draft, "area": area}
    return {**draft, "area": area, "candidates": None, "chosen": None, "moved": True, **_again(draft)}


def contact_of(turn: Turn, draft: Draft) -> dict[str, str]:
    """Who is visited where: what was said for this visit, else what is on record."""
    customer = turn.customer()
    record = {name: getattr(customer, name, None) for name in CONTACT_STEPS}
    said = {name: value for name, value in draft.get("contact", {}).items() if name in CONTACT_STEPS}
    if "address" in said:
        said["address"] = _with_prefecture(said["address"], draft.get("area"))
    return {name: value for name, value in (record | said).items() if value}


def without_contact(draft: Draft) -> Draft:
    """The draft once nobody needs to be reached any more: only what was wished for stays."""
    return {name: value for name, value in draft.items() if name == "wishes"}


def wished(turn: Turn, draft: Draft) -> DateWishes:
    """Everything that was wished for so far: a later word about hours goes with the days said before."""
    latest = turn.desk.pack.booking.latest_days
    together = DateWishes(turn.now.date())
    for entry in draft.get("wishes") or ():
        read = read_wishes(entry["text"], datetime.fromisoformat(entry["at"]), latest_days=latest)
        if entry.get("anytime"):
            read = replace(read, anytime=True)
        together = _merged(together, _nearby(together, read, entry["text"]))
    return together


def _nearby(before: DateWishes, read: DateWishes, text: str) -> DateWishes:
    """A weekday that is named alone, after days were: the one among those days, else the one in their weeks."""
    spoken_of = sorted({day for wish in before.wishes for day in wish.dates})
    if not spoken_of or not choosing.is_bare_weekday(text):
        return read
    return replace(read, wishes=tuple(replace(wish, dates=_in_weeks_of(spoken_of, wish)) for wish in read.wishes))


def _in_weeks_of(spoken_of: Sequence[date], wish: Wish) -> tuple[date, ...]:
    weekdays = {day.weekday() for day in wish.dates}
    among = [day for day in spoken_of if day.weekday() in weekdays]
    weeks = {day - timedelta(days=day.weekday()) for day in spoken_of}
    return tuple(among or sorted(monday + timedelta(days=n) for monday in weeks for n in weekdays))


def shown(draft: Draft, offered: Sequence[dict[str, Any]]) -> list[str]:
    """The starts offered so far, with those offered now."""
    starts = [*draft.get("shown", ()), *(candidate["start"] for candidate in offered)]
    return list(dict.fromkeys(starts))[-SHOWN_KEPT:]


def remembered(turn: Turn, draft: Draft, said: Said) -> list[dict[str, Any]]:
    """What was wished for so far, with this message; a whole new wish stands alone."""
    entry = {"text": said.rest[:WISH_LENGTH], "at": turn.now.isoformat()}
    if said.wishes.anytime:
        entry["anytime"] = True  # type: ignore[assignment]
    new = said.wishes
    days = any(wish.has_days for wish in new.wishes)
    hours = any(wish.has_hours for wish in new.wishes)
    afresh = (
        (days and hours and not choosing.is_bare_weekday(said.rest))
        or new.asap
        or new.anytime
        or new.invalid
        or new.ambiguous
    )
    return [*([] if afresh else draft.get("wishes") or [])[1 - WISHES_KEPT :], entry]


def _merged(before: DateWishes, new: DateWishes) -> DateWishes:
    """Two wishes said one after the other: days keep the hours of before, hours the days of before."""
    if new.invalid or new.ambiguous or new.asap or new.anytime:
        return new
    refusals = (*before.refusals, *new.refusals)
    if not new.wishes:
        return replace(before, today=new.today, refusals=refusals)
    days = any(wish.has_days for wish in new.wishes)
    hours = any(wish.has_hours for wish in new.wishes)
    if days and hours:
        return new
    wishes = (
        _crossed(new.wishes, [wish for wish in before.wishes if wish.has_hours])
        if days
        else _crossed([wish for wish in before.wishes if wish.has_days], new.wishes)
    )
    return replace(new, wishes=tuple(wishes) or new.wishes, refusals=refusals)


def _crossed(days: Sequence[Wish], hours: Sequence[Wish]) -> list[Wish]:
    return [
        replace(
            day,
            parts=hour.parts,
            times=hour.times,
            not_before_time=hour.not_before_time,
            not_after_time=hour.not_after_time,
            rank=max(day.rank, hour.rank),
        )
        for day in days
        for hour in hours
    ]


def _area_on_record(turn: Turn) -> str | None:
    customer = turn.customer()
    return customer.prefecture if customer and customer.prefecture in turn.desk.pack.booking.areas else None


def _with_prefecture(address: str, area: str | None) -> str:
    if area is None or any(name in address for name in PREFECTURES):
        return address
    postal = _POSTAL.match(address)
    return f"{postal[0]}{area}{address[postal.end() :]}" if postal else f"{area}{address}"
