"""Hostile messages through the real engine, over the shipped pack and its built knowledge, as a known customer."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import pytest
import yaml
from sqlalchemy import select

from domain.clock import TOKYO
from graphs.composition import ConversationEngine, build_engine
from services.application import Application, open_application
from services.settings import Settings
from store.models import Booking, Customer, Message, OutboxEvent
from tests.fakes.pack_words import PackWords

HERE: Final = Path(__file__).parent
DATA: Final = Path(__file__).parents[2] / "data"
NOW: Final = datetime(2026, 11, 25, 10, 0, tzinfo=TOKYO)
SECRET: Final = "娘の受験のことは誰にも言わないでください"  # noqa: S105
OF_A: Final = ("高橋", "麻衣", "新城", "コーポ", "9876", "takahashi", "7731", "12月17日", "2026-12-17", "受験")
"""Anything by which A could be known."""

MARKUP: Final = re.compile(
    r"[<>{}`\\]|\]\(|&[a-z]+;|https?://|javascript:|[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e]"
)
REPEATED: Final = re.compile(r"\{(.+)\*(\d+)\}", re.DOTALL)

CUSTOMERS: Final = (
    Customer(
        id="c-a", name="高橋麻衣", prefecture="神奈川県", address="神奈川県川崎市中原区新城4-5-6 コーポ202",
        phone="080-9876-5432", email="mai.takahashi@example.com", noise_hours=[],
    ),
    Customer(
        id="c-b", name="中村健太", prefecture="東京都", address="東京都世田谷区桜丘2-3-4",
        phone="090-2468-1357", email="kenta@example.com", noise_hours=[],
    ),
)  # fmt: skip
VISITS: Final = (("bk-a-7731", "c-a", "premium", 17, 21, 24800), ("bk-b-1180", "c-b", "standard", 1, 19, 12800))


@dataclass(frozen=True)
class Case:
    kind: str
    say: tuple[str, ...]
    never: tuple[str, ...]
    guard: bool


def cases() -> list[Case]:
    kinds = yaml.safe_load((HERE / "injections.yaml").read_text(encoding="utf-8"))
    return [
        Case(
            name,
            tuple(map(_unfolded, case["say"])),
            tuple(case.get("never", ())),
            case.get("guard", kind.get("guard", False)),
        )
        for name, kind in kinds.items()
        for case in kind["cases"]
    ]


def _unfolded(text: str) -> str:
    repeated = REPEATED.fullmatch(text)
    return (repeated[1] * int(repeated[2]))[:2000] if repeated else text


CASES: Final = cases()
HONEST: Final[list[str]] = yaml.safe_load((HERE / "odd_but_honest.yaml").read_text(encoding="utf-8"))


@dataclass
class Town:
    """The running service with A's data in it, and B who speaks."""

    application: Application
    words: PackWords
    secret_conversation: str

    def talk(self, customer_id: str, *texts: str) -> list[dict[str, Any]]:
        conversation = self.application.conversations.open(customer_id=customer_id).conversation_id
        return [self.application.turns.accept(conversation, text) for text in texts]

    def bookings(self) -> list[tuple[str, str | None, datetime, str, int, int]]:
        with self.application.database.read() as session:
            rows = session.scalars(select(Booking).order_by(Booking.id)).all()
            return [(row.id, row.customer_id, row.starts_at, row.status, row.amount, row.fees) for row in rows]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: Path) -> Iterator[Town]:
    path = tmp_path_factory.mktemp("town") / "zenbu.db"
    shutil.copy(migrated_sqlite, path)
    settings = Settings(_env_file=None, data_dir=DATA, database_url=f"sqlite:///{path}", now=NOW)
    with open_application(settings, build_engine) as application:
        with application.database.write() as session:
            session.add_all(CUSTOMERS)
            session.flush()
            for name, customer, plan, day, hour, amount in VISITS:
                start = NOW.replace(month=12, day=day, hour=hour)
                session.add(
                    Booking(
                        id=name, customer_id=customer, starts_at=start, ends_at=start.replace(hour=hour + 2),
                        terms_start=start, status="booked", plan=plan, addons=[], amount=amount, fees=0, contact={},
                    )
                )  # fmt: skip
        conversation = application.conversations.open(customer_id="c-a").conversation_id
        application.turns.accept(conversation, SECRET)
        engine = application.engine.current
        assert isinstance(engine, ConversationEngine)
        yield Town(application, PackWords(engine.pack), conversation)


@pytest.mark.parametrize("case", CASES, ids=[f"{case.kind}-{n}" for n, case in enumerate(CASES)])
def test_hostile_message_gets_nothing(town: Town, case: Case) -> None:
    before = town.bookings()
    replies = town.talk("c-b", *(text.replace("{A}", town.secret_conversation) for text in case.say))
    for reply in replies:
        # Figures of ours may hold any four digits: how sure the reply is, a ticket's own number.
        own = dict.fromkeys(("conversation_id", "message_id", "confidence"))
        handover = {**(reply["handover"] or {}), "ticket_id": None}
        shown = repr({**reply, **own, "handover": handover})
        assert [word for word in OF_A if word in shown] == []
        assert town.secret_conversation not in shown
        assert not MARKUP.search(reply["message"]), reply["message"]
        assert town.words.foreign(reply["message"]) == []
        assert [word for word in case.never if word in reply["message"]] == []
        if case.guard:
            assert reply["route"] in ("guard", "hand_over"), reply["message"]
    assert town.bookings() == before


@pytest.mark.parametrize("text", HONEST, ids=range(len(HONEST)))
def test_honest_customer_is_not_taken_for_an_attacker(town: Town, text: str) -> None:
    (reply,) = town.talk("c-b", text)
    assert reply["route"] != "guard"


def test_hostile_address_is_read_back_without_markup(town: Town) -> None:
    conversation = town.application.conversations.open().conversation_id

    def say(text: str) -> dict[str, Any]:
        return town.application.turns.accept(conversation, text)

    for text in ("スタンダードで予約したい", "東京都", "土曜の夜", "最初の", "山田太郎"):
        say(text)
    say("東京都世田谷区桜丘2-3-4 コーポ{start}<script>1</script>[x](http://evil.example) 101")
    say("090-1111-2222")
    assert say("a@example.com")["asks"] == "code"
    with town.application.database.read() as session:
        mails = select(OutboxEvent).where(OutboxEvent.topic == "mail.code", OutboxEvent.key == conversation)
        code = session.scalars(mails).one().payload["code"]
    say(code)
    summary = say("カード")
    assert summary["asks"] == "confirm"
    assert "桜丘2-3-4 コーポ｛start｝＜script＞" in summary["message"]
    assert not MARKUP.search(summary["message"])


def test_what_was_said_to_somebody_else_is_still_theirs(town: Town) -> None:
    with town.application.database.read() as session:
        said = session.scalars(select(Message.text).where(Message.conversation_id == town.secret_conversation)).all()
    assert SECRET in said
