from pathlib import Path

import pytest

from knowledge.pack import PackError, check_pack, pack_path
from knowledge.pack.mails import MAILS, WITH_CALENDAR
from tests.unit.knowledge.pack.conftest import Change, line_of, only_fault


@pytest.mark.parametrize("name", ["zenbu"])
def test_shipped_pack_has_every_mail(name: str) -> None:
    pack = check_pack(pack_path(name))
    assert set(pack.mails) == set(MAILS)
    assert {mail for mail, text in pack.mails.items() if text.calendar} == WITH_CALENDAR


def test_unknown_value_is_refused_with_the_known_ones(fault_after: Change, florist: Path) -> None:
    fault = fault_after("mails.yaml", "変更手数料：{fee}", "変更手数料：{amount}")
    assert (fault.file, fault.line) == ("mails.yaml", line_of(florist, "mails.yaml", "  moved:") + 3)
    assert fault.what == "the mail 'moved' has no value 'amount'"
    assert "before, booking_id" in fault.mend


def test_value_of_another_mail_is_refused(fault_after: Change) -> None:
    fault = fault_after("mails.yaml", "明日のお届け（{start}）", "明日のお届け（{code}）")
    assert fault.what == "the mail 'reminder_one_day' has no value 'code'"


def test_missing_mail_is_refused(fault_after: Change) -> None:
    text = "  turn_failed:\n    subject: 【要確認】お返事できなかったメッセージ\n    body: |-\n"
    rest = "      会話：{conversation_id}\n      メッセージ：{message_id}\n"
    fault = fault_after("mails.yaml", text + rest, "")
    assert (fault.file, fault.what) == ("mails.yaml", "there is no mail 'turn_failed'")


def test_mail_nobody_sends_is_refused(florist: Path) -> None:
    path = florist / "mails.yaml"
    more = "  welcome:\n    subject: ようこそ\n    body: ようこそ\n\nreminder_times:"
    path.write_text(path.read_text(encoding="utf-8").replace("\nreminder_times:", more), encoding="utf-8")
    fault = only_fault(florist)
    assert fault.what == "no mail is called 'welcome'"
    assert fault.mend.startswith("use one of: code, booked, moved")


def test_visit_without_calendar_entry_is_refused(fault_after: Change) -> None:
    fault = fault_after("mails.yaml", '    calendar: "{company.name} お届け（{plan}）"\n', "")
    assert fault.what == "the mail 'booked' misses a calendar entry"


def test_calendar_entry_nobody_sends_is_refused(fault_after: Change) -> None:
    fault = fault_after("mails.yaml", "  code:\n", "  code:\n    calendar: コード\n")
    assert fault.what == "the mail 'code' does not send a calendar entry"


def test_subject_is_one_line(fault_after: Change) -> None:
    fault = fault_after(
        "mails.yaml", "    subject: 【{company.name}】確認コード", '    subject: "確認\\nBcc: a@example.com"'
    )
    assert fault.what.startswith("mails.code.subject: string should match pattern")


def test_figure_written_by_hand_is_refused_in_a_mail(fault_after: Change) -> None:
    fault = fault_after("mails.yaml", "変更手数料：{fee}", "変更手数料：500円")
    assert (fault.file, fault.what) == ("mails.yaml", "the figure '500' is written by hand")


def test_reference_in_a_mail_must_lead_somewhere(fault_after: Change) -> None:
    fault = fault_after("mails.yaml", "{facts.water_every}", "{facts.water}")
    assert fault.what == "{facts.water} leads nowhere: there is no 'water'"


def test_staff_have_a_word_for_everything(fault_after: Change) -> None:
    fault = fault_after("mails.yaml", "    refund: 返金\n", "")
    assert (fault.what, fault.mend) == ("'refund' has no name", "add it to triggers")


def test_pack_without_mails_is_refused(florist: Path) -> None:
    (florist / "mails.yaml").unlink()
    with pytest.raises(PackError) as raised:
        check_pack(florist)
    missing = ["mails is missing", "reminder_times is missing", "staff_words is missing"]
    assert [fault.what for fault in raised.value.faults] == missing
