"""A person takes over, as the customer sees it. The person works in another process."""

from playwright.sync_api import expect

from tests.browser.replies import PROMISE
from tests.browser.staff import StaffMember
from tests.browser.widget import Widget


def test_person_is_always_in_reach_and_the_promise_is_shown(chat: Widget) -> None:
    chat.press("人と話したい")
    expect(chat.handover).to_contain_text("担当者におつなぎしています")
    expect(chat.handover).to_contain_text(PROMISE)
    expect(chat.panel.get_by_role("button", name="人と話したい")).to_have_count(0)
    # The strip takes room from the log; what was read last stays in sight.
    expect(chat.last.locator(".bubble")).to_be_in_viewport()
    chat.page.reload()
    expect(Widget(chat.page).ready().handover).to_contain_text(PROMISE)


def test_staff_messages_arrive_with_their_author_and_the_bot_is_silent(chat: Widget, staff: StaffMember) -> None:
    chat.press("人と話したい")
    expect(chat.handover).to_be_visible()
    staff.claim()
    expect(chat.log.locator(".note").last).to_contain_text("[staff_claimed] 佐藤")
    staff.type()
    expect(chat.panel.get_by_text("担当者が入力しています")).to_be_attached()
    staff.say("お待たせしました。佐藤です。")
    chat.says("お待たせしました。佐藤です。")
    expect(chat.last).to_contain_text("佐藤")
    expect(chat.handover).to_contain_text("佐藤が対応しています")
    chat.send("よろしくお願いします")
    expect(chat.log.locator(".customer .state").last).to_contain_text("担当者に届いています")
    expect(chat.log.locator(".bot")).to_have_count(2)


def test_closed_handover_asks_what_the_customer_thought(chat: Widget, staff: StaffMember) -> None:
    chat.press("人と話したい")
    expect(chat.handover).to_be_visible()
    staff.claim()
    staff.say("解決しましたね。")
    chat.says("解決しましたね。")
    staff.close_ticket()
    survey = chat.panel.get_by_role("form", name="今回の対応はいかがでしたか？")
    survey.get_by_role("radio", name="満足", exact=True).check()
    survey.get_by_role("radio", name="9", exact=True).check()
    survey.get_by_label("ご意見・ご感想（任意）").fill("助かりました")
    with chat.page.expect_response("**/survey") as answered:
        survey.get_by_role("button", name="評価を送る").click()
    assert answered.value.request.post_data_json == {"csat": 4, "nps": 9, "comment": "助かりました"}
    assert answered.value.status == 204
    expect(chat.panel).to_contain_text("ご協力ありがとうございました")
    expect(chat.handover).to_be_hidden()


def test_conversation_handed_back_goes_on_without_a_survey(chat: Widget, staff: StaffMember) -> None:
    chat.press("人と話したい")
    expect(chat.handover).to_be_visible()
    staff.claim()
    staff.give_back()
    expect(chat.handover).to_be_hidden()
    expect(chat.panel.get_by_role("form", name="今回の対応はいかがでしたか？")).to_have_count(0)
    chat.ask("続きの話")


def test_answer_to_a_closed_panel_is_counted_on_the_bubble(chat: Widget, staff: StaffMember) -> None:
    chat.press("人と話したい")
    expect(chat.handover).to_be_visible()
    chat.launcher.click()
    staff.claim()
    staff.say("お返事です")
    expect(chat.launcher).to_have_accessible_name("チャットを開く（新しいメッセージ 2件）")
    chat.launcher.click()
    chat.says("お返事です")
    chat.launcher.click()
    expect(chat.launcher).to_have_accessible_name("チャットを開く")


def test_customer_can_end_and_rate_by_themselves(chat: Widget) -> None:
    chat.ask("一つ質問")
    chat.press("メニュー")
    chat.press("会話を終えて評価する")
    expect(chat.panel.get_by_role("form", name="今回の対応はいかがでしたか？")).to_be_visible()
    chat.press("今はしない")
    chat.ask("もう一つ質問")
