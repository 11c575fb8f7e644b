"""QA review's pages: a week is drawn, conversations are judged, the file to learn from comes out."""

import yaml

from domain.clock import SystemClock
from services.reviewing.periods import week_of
from tests.api.console.conftest import Browser, Office

WEEK = week_of(SystemClock().now().date()).name


def judgement(browser: Browser, conversation: str, **fields: object) -> dict[str, object]:
    """The form as the page sends it: every turn with every field."""
    page = browser.get(f"/review/{WEEK}/{conversation}").text
    reply = page.split('name="reply_id" value="')[1].split('"')[0]
    empty = {"right_topic": "", "right_trigger": "", "right_intent": "", "right_danger": "", "right_emotion": ""}
    rest = {"right_target": "none", "right_intensity": "0", "right_answer": "", "turn_note": "", "note": ""}
    return {"revision": 0, "reply_id": reply, "error_type": "", **empty, **rest, **fields}


def drawn(office: Office, browser: Browser) -> list[str]:
    for _ in range(2):
        conversation = office.application.conversations.open().conversation_id
        office.application.turns.accept(conversation, "料金は")
    assert browser.post("/review", week=WEEK, count="10").status_code == 303
    page = browser.get(f"/review/{WEEK}").text
    return [part.split('"')[0] for part in page.split(f'<li><a href="/console/review/{WEEK}/')[1:]]


def test_week_is_judged_one_after_another_and_exported(office: Office) -> None:
    qa = office.sign_in("qa")
    first, second = drawn(office, qa)
    wrong = {"verdict": "failed", "error_type": "missed_topic", "right_topic": "price-list"}
    answer = qa.post(f"/review/{WEEK}/{first}", **judgement(qa, first, **wrong))
    assert answer.headers["location"].startswith(f"/console/review/{WEEK}/{second}")
    answer = qa.post(f"/review/{WEEK}/{second}", **judgement(qa, second, verdict="good"))
    assert answer.headers["location"].startswith(f"/console/review/{WEEK}?")
    assert "すべて評価しました" in qa.get(f"/review/{WEEK}").text
    review = yaml.safe_load(qa.get(f"/review/{WEEK}.yaml").text)
    judged = {one["id"]: (one["verdict"], one["turns"][0]["right_topic"]) for one in review["conversations"]}
    assert judged == {first: ("failed", "price-list"), second: ("good", None)}


def test_what_does_not_go_together_is_told_at_its_field(office: Office) -> None:
    qa = office.sign_in("qa")
    first, _ = drawn(office, qa)
    refused = qa.post(f"/review/{WEEK}/{first}", **judgement(qa, first, verdict="good", error_type="wrong_topic"))
    assert refused.status_code == 422
    assert "正しい項目を選んでください" in refused.text
    assert "「不備あり」か「失敗」を選んでください" in refused.text


def test_second_reviewer_of_a_conversation_is_told(office: Office) -> None:
    qa, boss = office.sign_in("qa"), office.sign_in("manager")
    first, _ = drawn(office, qa)
    assert qa.post(f"/review/{WEEK}/{first}", **judgement(qa, first, verdict="good")).status_code == 303
    late = boss.post(f"/review/{WEEK}/{first}", **judgement(boss, first, verdict="good"))
    assert (late.status_code, "先にほかの方が評価しました" in late.text) == (409, True)


def test_review_is_for_those_who_may(office: Office) -> None:
    assert office.sign_in("cs").get("/review").status_code == 403
    assert office.sign_in("qa").get("/review").status_code == 200
