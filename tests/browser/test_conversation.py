"""A conversation on somebody else's page, over the real API."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.replies import ScriptedEngine
from tests.browser.widget import Widget


def test_panel_opens_with_greeting_notice_and_that_it_is_a_machine(chat: Widget) -> None:
    expect(chat.panel).to_contain_text("AIが自動でお答えします")
    expect(chat.panel.locator(".notice")).to_contain_text("privacy_notice")
    chat.says("こんにちは。ご用件をお書きください。")
    expect(chat.panel.get_by_role("heading", level=2)).to_have_text("試験サポート")


def test_nothing_is_opened_before_somebody_wants_to_talk(visit: Callable[..., Widget], engine: ScriptedEngine) -> None:
    calls: list[str] = []
    widget = visit()
    widget.page.on("request", lambda request: calls.append(request.url))
    widget.page.wait_for_timeout(300)
    assert calls == []
    assert widget.page.evaluate("Object.keys(localStorage)") == []


def test_typed_message_is_answered(chat: Widget) -> None:
    chat.ask("上の階がうるさいです")
    assert chat.texts == [
        "こんにちは。ご用件をお書きください。", "上の階がうるさいです", "「上の階がうるさいです」ですね。"
    ]  # fmt: skip
    expect(chat.field).to_have_value("")
    expect(chat.field).to_be_focused()


def test_shift_enter_starts_a_line_and_enter_sends(chat: Widget) -> None:
    chat.field.press_sequentially("一行目")
    chat.field.press("Shift+Enter")
    chat.field.press_sequentially("二行目")
    chat.field.press("Enter")
    expect(chat.log.locator(".customer .bubble")).to_have_text("一行目\n二行目")


def test_enter_that_chooses_a_kanji_does_not_send(chat: Widget) -> None:
    chat.field.fill("そうおん")
    composing = "{key: 'Enter', bubbles: true, composed: true, cancelable: true, isComposing: true}"
    chat.field.evaluate(f"field => field.dispatchEvent(new KeyboardEvent('keydown', {composing}))")
    after = "{key: 'Enter', keyCode: 229, bubbles: true, composed: true, cancelable: true}"
    chat.field.evaluate(f"field => field.dispatchEvent(new KeyboardEvent('keydown', {after}))")
    expect(chat.field).to_have_value("そうおん")
    expect(chat.log.locator(".customer")).to_have_count(0)
    chat.field.press("Enter")
    chat.says("「そうおん」ですね。")


def test_option_button_posts_its_value_and_goes_away(chat: Widget) -> None:
    chat.press("無料診断をはじめる")
    expect(chat.log.locator(".customer .bubble")).to_have_text("診断")
    expect(chat.panel.get_by_role("button", name="無料診断をはじめる")).to_have_count(0)


def test_typing_is_shown_until_the_reply_is_there(chat: Widget, engine: ScriptedEngine) -> None:
    engine.gate.clear()
    chat.send("料金")
    expect(chat.panel.get_by_text("返信を作成しています")).to_be_attached()
    expect(chat.log.locator(".customer .state")).to_have_text("送信中")
    engine.gate.set()
    chat.says("料金は三種類です。")
    expect(chat.panel.get_by_text("返信を作成しています")).to_have_count(0)


def test_reply_grows_sentence_by_sentence(chat: Widget, slow_stream: None) -> None:
    chat.page.evaluate(
        """() => {
          window.grown = [];
          const panel = document.querySelector('zenbu-chat').shadowRoot.querySelector('.writing');
          new MutationObserver(() => window.grown.push(panel.querySelector('.growing')?.textContent.length ?? 0))
            .observe(panel, {childList: true, subtree: true, characterData: true});
        }"""
    )
    chat.ask("長い返事", "59つ目の文です。")
    lengths = [length for length in chat.page.evaluate("window.grown") if length]
    assert lengths == sorted(lengths)
    assert len(set(lengths)) > 10


def test_second_message_waits_for_the_first_and_both_are_answered_in_order(
    chat: Widget, engine: ScriptedEngine
) -> None:
    engine.gate.clear()
    chat.send("一")
    chat.send("二")
    expect(chat.log.locator(".customer .state")).to_have_text(["送信中", "送信待ち"])
    engine.gate.set()
    chat.says("「二」ですね。")
    assert chat.texts[1:] == ["一", "「一」ですね。", "二", "「二」ですね。"]


def test_answer_shows_its_sources_and_can_be_rated(chat: Widget) -> None:
    chat.ask("料金", "料金は三種類です。")
    expect(chat.last.locator(".sources")).to_contain_text("料金一覧")
    chat.last.get_by_role("button", name="いいえ", exact=True).click()
    chat.last.get_by_label("よろしければ、足りなかった点をお聞かせください").fill("もっと短く")
    with chat.page.expect_response("**/feedback") as rated:
        chat.last.get_by_role("button", name="送る").click()
    sent = rated.value.request.post_data_json
    assert sent is not None
    assert sent["comment"] == "もっと短く"
    assert rated.value.status == 204
    expect(chat.last.locator(".rating")).to_have_text("ご回答ありがとうございます")
    chat.page.reload()
    expect(Widget(chat.page).ready().last.locator(".rating")).to_have_text("ご回答ありがとうございます")


def test_result_is_shown_as_a_card(chat: Widget) -> None:
    chat.ask("診断", "お答えいただき、ありがとうございました。")
    card = chat.panel.get_by_label("診断の結果")
    for text in ("生活音", "高め", "スタンダードプラン", "12,800円", "夜の音は、時間帯別の分析で様子がはっきりします"):
        expect(card).to_contain_text(text)


def test_visit_is_chosen_checked_and_booked_with_japanese_dates(chat: Widget) -> None:
    chat.ask("予約したい", "ご都合のよい日時をお選びください。")
    tiles = chat.panel.locator(".tile")
    expect(tiles).to_have_text(["12月5日（土）21:00〜23:00", "12月6日（日）21:00〜23:00"])
    expect(chat.panel.locator(".option")).to_have_count(0)
    tiles.first.click()
    chat.says("次の内容でよろしいでしょうか。")
    expect(tiles.first).to_be_disabled()
    card = chat.panel.get_by_label("ご予約内容の確認")
    for text in ("12月5日（土） 21:00", "スタンダードプラン", "12,800円"):
        expect(card).to_contain_text(text)
    chat.press("確定する")
    expect(chat.panel.get_by_label("ご予約を承りました")).to_contain_text("bk_1")


def test_new_conversation_is_asked_about_and_then_begun(chat: Widget) -> None:
    chat.ask("前の話")
    chat.press("メニュー")
    chat.press("新しい会話をはじめる")
    expect(chat.panel.get_by_role("alertdialog")).to_contain_text("新しい会話をはじめますか")
    chat.press("このまま続ける")
    assert "前の話" in chat.texts
    chat.press("メニュー")
    chat.press("新しい会話をはじめる")
    chat.press("はじめる")
    expect(chat.log.locator(".customer")).to_have_count(0)
    chat.ask("次の話")


def test_english_visitor_reads_english_around_japanese_replies(visit: Callable[..., Widget]) -> None:
    chat = visit(locale="en").open()
    expect(chat.panel).to_contain_text("An AI replies, in Japanese")
    expect(chat.panel.get_by_role("button", name="Talk to a person")).to_be_visible()
    chat.ask("診断", "お答えいただき")
    expect(chat.panel.get_by_label("Your result")).to_contain_text("¥12,800")


def test_page_can_open_the_chat_without_a_script(visit: Callable[..., Widget], host: object) -> None:
    host.body = "<button data-zenbu-open><b>相談する</b></button>"  # type: ignore[attr-defined]
    widget = visit()
    widget.page.get_by_text("相談する").click()
    expect(widget.ready().panel).to_be_visible()


def test_script_loaded_twice_shows_one_chat(visit: Callable[..., Widget], host: object) -> None:
    widget = visit()
    source: str = widget.page.evaluate("document.querySelector('script[src*=widget]').src")
    widget.page.evaluate(
        "src => new Promise(done => { const s = document.createElement('script'); s.src = src; s.onload = done;"
        " document.head.append(s); })",
        source,
    )
    expect(widget.page.locator("zenbu-chat")).to_have_count(1)


def test_addresses_in_a_reply_are_links_and_nothing_else_is(chat: Widget) -> None:
    chat.ask("料金", "料金は三種類です。")
    link = chat.last.get_by_role("link")
    expect(link).to_have_attribute("href", "https://example.com/plans")
    expect(link).to_have_attribute("rel", "noopener noreferrer nofollow")


def test_long_reply_is_shown_from_its_beginning(chat: Widget) -> None:
    chat.ask("長い返事", "59つ目の文です。")
    chat.page.wait_for_timeout(100)
    above = chat.last.evaluate(
        "item => item.getBoundingClientRect().top - item.closest('.scroller').getBoundingClientRect().top"
    )
    assert 0 <= above < 40


def test_reader_further_up_is_told_of_a_new_message_and_not_pulled_down(
    chat: Widget, visit: Callable[..., Widget]
) -> None:
    for number in range(6):
        chat.ask(f"話{number}")
    other = visit().open()
    chat.page.bring_to_front()  # a hidden page hears nothing of being scrolled
    scroller = chat.panel.locator(".scroller")
    scroller.evaluate(
        "scroller => new Promise((done) => { scroller.scrollTop = 0;"
        " scroller.addEventListener('scroll', () => setTimeout(done, 50), {once: true}); })"
    )
    other.ask("別のタブの話")
    newer = chat.panel.get_by_role("button", name="新しいメッセージ")
    expect(newer).to_be_visible()
    assert scroller.evaluate("scroller => scroller.scrollTop") == 0
    newer.click()
    expect(chat.last.locator(".bubble")).to_be_in_viewport()
    expect(newer).to_be_hidden()
