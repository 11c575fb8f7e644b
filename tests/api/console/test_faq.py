"""The FAQ's pages: a draft with its preview, approval by somebody else, publication."""

import pytest

from tests.api.console.conftest import Browser, Office
from tests.fakes.faq import fake_builds

TOPIC = "report-when"
FORM = {"title": "レポートはいつ届くか", "question": "レポートはいつ届きますか？", "asked": "", "why": ""}
ANSWER = "{facts.report_minutes}以内に届きます。"


@pytest.fixture(autouse=True)
def builds_are_faked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the application opens: what these tests publish would be built for minutes."""
    fake_builds(monkeypatch)


def write(browser: Browser, answer: str, act: str = "propose", revision: str = "") -> int:
    status: int = browser.post(f"/faq/{TOPIC}", **FORM, answer=answer, act=act, revision=revision).status_code
    return status


def test_draft_goes_from_one_person_to_another_and_is_honest_about_what_is_served(office: Office) -> None:
    writer, boss = office.sign_in("qa", name="佐藤"), office.sign_in("manager", name="森")
    assert write(writer, ANSWER) == 303
    assert "佐藤さんが承認を依頼しています" in boss.get(f"/faq/{TOPIC}").text
    assert boss.post(f"/faq/{TOPIC}/step", act="approve", revision=2, remark="よいです").status_code == 303
    page = boss.get("/faq", show="draft").text  # whatever is listed, what would be published is told
    assert "承認済みの変更が1件あり、まだ配信されていません" in page
    assert "<li>レポートはいつ届くか</li>" in page
    assert boss.post("/faq/publish").status_code == 303
    assert "配信の準備" in boss.get("/faq").text
    assert boss.post("/faq/publish").status_code == 409
    assert "第1版" in writer.get(f"/faq/{TOPIC}").text


def test_fault_is_told_at_its_field_with_what_to_write_instead(office: Office) -> None:
    writer = office.sign_in("qa")
    refused = writer.post(f"/faq/{TOPIC}", **FORM, answer="5分以内に届きます。", act="propose", revision="")
    assert refused.status_code == 422
    assert "「5」が直接書かれています" in refused.text
    shown = writer.post(f"/faq/{TOPIC}/preview", **FORM, answer="8,800円です。", act="save", revision="").json()
    assert "{plans.light.price}" in shown["faults"]["answer"][0]["instead"]
    assert shown["faults"]["title"] == []
    shown = writer.post(f"/faq/{TOPIC}/preview", **FORM, answer=ANSWER, act="save", revision="").json()
    assert shown["answer"] == "5分以内に届きます。"


def test_of_two_who_write_at_once_nobody_loses_words(office: Office) -> None:
    one, other = office.sign_in("qa"), office.sign_in("senior")
    assert write(one, "一つめです。", act="save") == 303
    late = other.post(f"/faq/{TOPIC}", **FORM, answer="二つめです。", act="save", revision="")
    assert late.status_code == 409
    assert "ほかの方が先に変更しました" in late.text
    assert "二つめです。" in late.text
    assert write(other, "二つめです。", act="save", revision="1") == 303


def test_who_may_not_edit_reads_only(office: Office) -> None:
    clerk = office.sign_in("cs")
    assert "閲覧のみできます" in clerk.get(f"/faq/{TOPIC}").text
    assert write(clerk, ANSWER) == 403
    assert clerk.get("/faq/no-such-topic").status_code == 404


def test_what_was_written_is_shown_as_text(office: Office) -> None:
    writer = office.sign_in("qa")
    write(writer, "<script>alert(1)</script>", act="save")
    page = writer.get(f"/faq/{TOPIC}").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
