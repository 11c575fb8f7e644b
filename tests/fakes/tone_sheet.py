"""What staff might send (tests/data/tone.yaml), checked in the case it is written for."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final, cast

import yaml

from agents.copilot.checking import ToneCheck
from agents.copilot.context import Assist, CopilotDesk
from domain.clock import TOKYO
from domain.copilot.advice import Finding, FindingKind, Mood, Wish
from domain.copilot.case import Case, Granted, Said
from domain.labels import EmotionLabel
from domain.records import Booking, Customer
from domain.staff import Member
from graphs.composition import build_desk
from graphs.toolkit import build_tool_deps
from knowledge.pack import Pack
from services.nobody import NobodyKnown
from store.session import Database
from tests.fakes.clock import HandClock
from tests.fakes.tools import find_parking, member, no_model, shipped_pack

DATA: Final = Path(__file__).parents[1] / "data" / "tone.yaml"
FLORIST: Final = Path(__file__).parents[1] / "packs" / "florist"

NOW: Final = datetime(2026, 11, 25, 14, 0, tzinfo=TOKYO)
START: Final = datetime(2026, 12, 5, 11, 0, tzinfo=TOKYO)

HANAKO: Final = Customer("C-1", "山田花子", phone="090-2222-3333", email="hanako@example.com")


@dataclass(frozen=True)
class Sheet:
    """One text; `faults` are those it has, none where it is fine."""

    writer: str
    part: str
    text: str
    faults: tuple[FindingKind, ...]
    mood: Mood | None
    first: bool


@cache
def sheets() -> tuple[Sheet, ...]:
    """All texts."""
    return tuple(_read(yaml.safe_load(DATA.read_text(encoding="utf-8"))))


def _read(data: dict[str, Any]) -> Iterator[Sheet]:
    for writer in data["writers"]:
        label = cast(EmotionLabel | None, writer.get("mood"))
        mood = Mood(label, "company", 3, None, ()) if label else None
        first = bool(writer.get("first"))
        for text in writer["plain"]:
            yield Sheet(writer["writer"], writer["part"], text, (), mood, first)
        for fault in writer["faults"]:
            ((kinds, text),) = fault.items()
            yield Sheet(writer["writer"], writer["part"], text, tuple(kinds.split()), mood, first)


def case_of(
    *, first: bool = False, by: Member | None = None, granted: tuple[Granted, ...] = (), said: tuple[str, ...] = ()
) -> Case:
    """山田花子's case."""
    earlier = () if first else (Said(2, "staff", "佐々木", "お世話になっております。担当の佐々木です。", NOW),)
    spoken = tuple(Said(3 + n, "customer", None, text, NOW) for n, text in enumerate(said))
    visit = Booking("B-1", "standard", START, START + timedelta(hours=2, minutes=15), "booked", 12_800)
    return Case(
        ticket_id="tk_1",
        conversation_id="c_1",
        trigger="complaint",
        priority="normal",
        promise="2時間以内に、担当の者がこちらのチャットでお返事します。",
        member=by or member("cs"),
        now=NOW,
        customer=HANAKO,
        said=(Said(1, "customer", None, "予約の件で困っています", NOW), *earlier, *spoken),
        bookings=(visit,),
        granted=granted,
    )


def desk_over(database: Database, pack: Pack | None = None) -> CopilotDesk:
    """What the copilot works with, over a test's database."""
    pack = pack or shipped_pack()
    records = NobodyKnown()
    tools = build_tool_deps(pack, records, database, HandClock(), find_parking, no_model)
    return CopilotDesk(build_desk(pack, records), tools)


def checked(
    desk: CopilotDesk, check: ToneCheck, text: str, case: Case, mood: Mood | None = None
) -> tuple[Finding, ...]:
    """What is found in a text."""
    return check(Assist(desk, case, Wish(draft=text)), mood) or ()


def count_findings(desk: CopilotDesk, check: ToneCheck, part: str) -> Counter[str]:
    """Texts of a part: those that are `faulty` and `fine`; of the faulty those `caught`, of the fine the `alarms`."""
    told = Counter[str]()
    for sheet in sheets():
        if sheet.part == part:
            found = checked(desk, check, sheet.text, case_of(first=sheet.first), sheet.mood)
            told["faulty" if sheet.faults else "fine"] += 1
            told["caught" if sheet.faults else "alarms"] += bool(found)
    return told
