"""Drafts of the staff are checked: by a sheet of what staff write, and where it depends on who writes to whom."""

from collections.abc import Sequence

import pytest

from agents.copilot.checking import ToneCheck
from agents.copilot.context import CopilotDesk
from domain.copilot.advice import FindingKind, Mood
from domain.copilot.case import Granted
from domain.staff import Role
from knowledge.encoder.port import EncoderError
from knowledge.pack import load_pack
from knowledge.pack.references import render
from knowledge.tone_head import Suspicion
from store.session import Database
from tests.fakes.clock import HandClock
from tests.fakes.staff import hire, staff_door
from tests.fakes.tone_sheet import FLORIST, case_of, checked, count_findings, desk_over
from tests.fakes.tools import member, shipped_pack

ANGRY = Mood("anger", "company", 3, None, ())
CHECK = ToneCheck(shipped_pack(), lambda _: None)


@pytest.fixture
def desk(database: Database) -> CopilotDesk:
    return desk_over(database)


def kinds(desk: CopilotDesk, text: str, **case: object) -> set[FindingKind]:
    return {finding.kind for finding in checked(desk, CHECK, text, case_of(**case))}  # type: ignore[arg-type]


def test_rules_alone_find_most_faults_and_leave_fine_texts_alone(desk: CopilotDesk) -> None:
    told = count_findings(desk, CHECK, "learnt")
    assert told["caught"] >= 0.8 * told["faulty"], told
    assert told["alarms"] <= 0.02 * told["fine"], told


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
    pack = shipped_pack()
    for topic in pack.topics.values():
        assert not checked(desk, CHECK, render(pack, topic.answer), case_of()), topic.id


def test_pack_without_rules_of_tone_checks_nothing(database: Database) -> None:
    florist = load_pack(FLORIST)
    desk = desk_over(database, florist)
    check = ToneCheck(florist, lambda _: None)
    assert florist.tone is None
    assert checked(desk, check, "必ず返金します。", case_of()) == ()


def test_sentence_no_rule_knows_is_called_in_question(desk: CopilotDesk) -> None:
    def doubts(texts: Sequence[str]) -> list[Suspicion]:
        return [Suspicion(0.9 if "壁" in text else 0.1, "blame") for text in texts]

    text = "ご連絡ありがとうございます。薄い壁にお住まいですから。"
    (found,) = checked(desk, ToneCheck(shipped_pack(), doubts), text, case_of())
    assert (found.kind, found.severity, found.quote) == ("blame", "warn", "薄い壁にお住まいですから。")


def test_rules_speak_where_sentences_cannot_be_read(desk: CopilotDesk) -> None:
    def out(_: object) -> None:
        raise EncoderError("gone")

    (found,) = checked(desk, ToneCheck(shipped_pack(), out), "確認します。料金は9,800円です。", case_of())
    assert found.kind == "figure"


def test_budget_that_is_spent_is_no_authority(database: Database) -> None:
    tanaka = hire(staff_door(database, HandClock()), "tanaka", "senior")
    desk = desk_over(database)
    (found,) = checked(desk, CHECK, "3,000円をお引きします。", case_of(by=tanaka))
    assert found.severity == "warn"
