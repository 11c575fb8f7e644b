"""Drafts of the staff are checked: by a sheet of what staff write, and where it depends on who writes to whom."""

from collections import Counter

import pytest

from agents.copilot.checking import ToneCheck
from agents.copilot.context import CopilotDesk
from domain.copilot.advice import FindingKind, Mood
from domain.copilot.case import Granted
from domain.staff import Role
from knowledge.pack import load_pack
from store.session import Database
from tests.fakes.clock import HandClock
from tests.fakes.staff import hire, staff_door
from tests.fakes.tone_sheet import FLORIST, case_of, checked, desk_over, sheets
from tests.fakes.tools import member, shipped_pack

ANGRY = Mood("anger", "company", 3, None, ())
CHECK = ToneCheck(shipped_pack())


@pytest.fixture
def desk(database: Database) -> CopilotDesk:
    return desk_over(database)


def kinds(desk: CopilotDesk, text: str, **case: object) -> set[FindingKind]:
    return {finding.kind for finding in checked(desk, CHECK, text, case_of(**case))}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("part", "recall", "alarms"), [("tuning", 0.95, 0.02), ("second", 0.95, 0.02), ("third", 0.95, 0.02)]
)
def test_faults_are_found_and_fine_texts_left_alone(part: str, recall: float, alarms: float, desk: CopilotDesk) -> None:
    told = Counter[str]()
    for sheet in sheets():
        if sheet.part == part:
            found = checked(desk, CHECK, sheet.text, case_of(first=sheet.first), sheet.mood)
            told["faulty" if sheet.faults else "fine"] += 1
            told["caught" if sheet.faults else "alarms"] += bool(found)
    assert told["caught"] >= recall * told["faulty"], told
    assert told["alarms"] <= alarms * told["fine"], told


def test_finding_names_its_words_in_the_text(desk: CopilotDesk) -> None:
    text = "お世話になっております。\n料金は９，８００円でございます。"
    (found,) = checked(desk, CHECK, text, case_of())
    assert (found.kind, found.quote, text[found.start : found.end]) == ("figure", "９，８００円", "９，８００円")
    assert found.reason and found.suggestion


@pytest.mark.parametrize(("role", "severity"), [("cs", "stop"), ("manager", "warn"), ("qa", "stop")])
def test_gift_is_weighed_against_the_writers_authority(desk: CopilotDesk, role: Role, severity: str) -> None:
    text = "お詫びとして、5,000円のクーポンをお送りいたします。"
    (found,) = checked(desk, CHECK, text, case_of(by=member(role)))
    assert (found.kind, found.severity) == ("authority", severity)
    assert not checked(desk, CHECK, text, case_of(by=member(role), granted=(Granted("coupon", 5_000),)))


def test_free_service_is_worth_its_price(desk: CopilotDesk) -> None:
    (found,) = checked(desk, CHECK, "次回は無料で再測定いたします。", case_of())
    assert "8,800円" in found.reason and "3,000円" in found.reason


def test_what_the_case_founds_may_be_said(desk: CopilotDesk) -> None:
    assert "figure" in kinds(desk, "ご希望の12月9日15時で承ります。")
    assert "figure" not in kinds(desk, "ご希望の12月9日15時で承ります。", said=("12/9の15:00がいいです",))
    assert not kinds(desk, "090-2222-3333のお電話番号で承っております。")
    assert kinds(desk, "090-9999-0000のお電話番号で承っております。") == {"personal"}
    assert not kinds(desk, "山田様、お待たせいたしました。")
    assert "personal" in kinds(desk, "井上様、お待たせいたしました。")
    assert not kinds(desk, "2時間以内にお返事いたします。")
    assert "promise" in kinds(desk, "1時間以内にお返事いたします。")


def test_displeased_customer_is_apologized_to_once(desk: CopilotDesk) -> None:
    text = "ご予約は12月5日の11時で承っております。"
    found = checked(desk, CHECK, text, case_of(first=True), ANGRY)
    assert {finding.kind for finding in found} == {"apology", "greeting"}
    assert not checked(desk, CHECK, f"担当の田中です。申し訳ございません。{text}", case_of(first=True), ANGRY)
    assert not checked(desk, CHECK, text, case_of(first=True), Mood("anger", "neighbour", 3, None, ()))


def test_companys_own_sentences_are_never_found_fault_with(desk: CopilotDesk) -> None:
    from knowledge.pack.references import render

    pack = shipped_pack()
    for topic in pack.topics.values():
        assert not checked(desk, CHECK, render(pack, topic.answer), case_of()), topic.id


def test_pack_without_rules_of_tone_checks_nothing(database: Database) -> None:
    florist = load_pack(FLORIST)
    desk = desk_over(database, florist)
    check = ToneCheck(florist)
    assert florist.tone is None
    assert checked(desk, check, "必ず返金します。", case_of()) == ()


def test_budget_that_is_spent_is_no_authority(database: Database) -> None:
    tanaka = hire(staff_door(database, HandClock()), "tanaka", "senior")
    desk = desk_over(database)
    (found,) = checked(desk, CHECK, "3,000円をお引きします。", case_of(by=tanaka))
    assert found.severity == "warn"
