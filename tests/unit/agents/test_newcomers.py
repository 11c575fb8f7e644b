"""Somebody who is not known books: who they are is asked, and their e-mail address shown to be theirs."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from agents.booking import book
from domain.effects import BookVisit, HoldVisit, KnowCustomer, OpenHandover, SendCode, TryCode
from domain.email_codes import CodeMails, EmailCode
from domain.plan import ReplyPlan
from services.email_codes import CodeMaker
from tests.fakes.records import SATO, FakeRecords
from tests.unit.agents.conftest import Talk, labels

EMAIL = "taro@example.com"
EVERYTHING = f"山田太郎、東京都杉並区桃井1-2-3 サンハイツ101、090-1234-5678、{EMAIL}"


@pytest.fixture
def newcomer(talk: Talk) -> Talk:
    """Somebody who chose a visit; mails go out."""
    talk.desk = replace(talk.desk, codes=CodeMaker("a secret"))
    talk.say(book, "ライトプランを予約したい", "book")
    talk.say(book, "東京です")
    talk.say(book, "今週の土曜の19時", "book")
    talk.say(book, "はい")
    return talk


class Mailbox:
    """What a customer was mailed, stored as the services would."""

    def __init__(self, talk: Talk, records: FakeRecords) -> None:
        self.talk, self.records, self.codes = talk, records, list[SendCode]()

    def say(self, text: str, **fields: Any) -> ReplyPlan:
        plan = self.talk.say(book, text, **fields)
        for effect in plan.effects:
            mails = self.records.mails
            match effect:
                case SendCode():
                    self.codes.append(effect)
                    newest = EmailCode(effect.email, effect.digest, effect.expires)
                    sent = len(self.codes)
                    self.records.mails = CodeMails(newest, sent, sent)
                case TryCode():
                    assert mails.newest is not None
                    tried = replace(mails.newest, tries=mails.newest.tries + 1, proved=effect.right)
                    self.records.mails = replace(mails, newest=tried)
                case KnowCustomer():
                    self.talk.customer_id = effect.customer.customer_id
        return plan

    @property
    def code(self) -> str:
        return self.codes[-1].code

    @property
    def wrong(self) -> str:
        return f"{(int(self.code) + 1) % 1_000_000:06}"


@pytest.fixture
def mailbox(newcomer: Talk, records: FakeRecords) -> Mailbox:
    """The same, with everything said but the code."""
    mailbox = Mailbox(newcomer, records)
    mailbox.say(EVERYTHING)
    return mailbox


def test_name_address_phone_and_email_are_asked_one_by_one(newcomer: Talk) -> None:
    assert newcomer.state.asks == "name"
    for text, asks in (
        ("山田太郎です", "address"),
        ("杉並区桃井1-2-3", "phone"),
        ("09012345678", "email"),
        (EMAIL, "code"),
    ):
        assert newcomer.say(book, text).asks == asks


@pytest.mark.parametrize(
    "parts",
    [
        (EVERYTHING,),
        ("090-1234-5678です", "山田太郎", f"{EMAIL} 東京都杉並区桃井1-2-3"),
        (EMAIL, "山田", "桃井", "杉並区桃井1-2-3", "0312345678"),
    ],
)
def test_contact_is_taken_in_any_order(newcomer: Talk, parts: tuple[str, ...]) -> None:
    plans = [newcomer.say(book, part) for part in parts]
    assert plans[-1].asks == "code"
    assert newcomer.state.draft["contact"].keys() == {"name", "address", "phone", "email"}


def test_contact_said_with_the_first_word_is_not_asked_again(talk: Talk) -> None:
    talk.desk = replace(talk.desk, codes=CodeMaker("a secret"))
    talk.say(book, f"ライトプランを土曜の19時に予約したいです。{EVERYTHING}、カードで", "book")
    assert talk.state.asks == "code"


@pytest.fixture
def choosing_one(talk: Talk) -> Talk:
    """Somebody who was offered several visits and has chosen none."""
    talk.desk = replace(talk.desk, codes=CodeMaker("a secret"))
    talk.say(book, "ライトプランを予約したい。東京です。来週の平日の夜がいいです", "book")
    assert talk.state.asks == "candidate"
    return talk


def test_contact_and_payment_said_before_a_visit_is_chosen_are_noted_and_bring_it_on(choosing_one: Talk) -> None:
    for text in ("090-1234-5678です", EMAIL, "カードで払います"):
        plan = choosing_one.say(book, text)
        assert "控えました" in plan.opening
        assert plan.asks == "candidate"
    assert choosing_one.state.stuck == 0


def test_what_was_noted_already_does_not_bring_it_on_again(choosing_one: Talk) -> None:
    choosing_one.say(book, EMAIL)
    choosing_one.say(book, EMAIL)
    assert choosing_one.state.stuck == 1


def test_question_beside_an_answer_is_answered_before_the_next_step(newcomer: Talk) -> None:
    for text in ("山田太郎", "杉並区桃井1-2-3", "09012345678"):
        newcomer.say(book, text)
    plan = newcomer.say(book, f"{EMAIL} 現金は使えますか?", topics={"pay-methods": 0.95}, decision="answer")
    assert [source.id for source in plan.sources][0] == "pay-methods"
    assert plan.asks == "code"
    assert EMAIL in plan.template


def test_another_day_wished_for_while_the_code_is_awaited_is_held_instead(mailbox: Mailbox) -> None:
    before = mailbox.talk.state.draft["chosen"]["start"]
    plan = mailbox.say("やっぱり日曜の19時にしてください", intent="book")
    assert plan.asks == "code"
    assert any(isinstance(effect, HoldVisit) for effect in plan.effects)
    assert mailbox.talk.state.draft["chosen"]["start"] != before


def test_address_told_in_two_parts_is_put_together(newcomer: Talk) -> None:
    newcomer.say(book, "山田太郎")
    plan = newcomer.say(book, "杉並区です")
    assert plan.opening.startswith("ありがとうございます。続きの番地")
    newcomer.say(book, "桃井1-2-3")
    assert newcomer.state.draft["contact"]["address"] == "杉並区桃井1-2-3"


@pytest.mark.parametrize(("step", "text"), [("name", "名前は言いたくないです"), ("name", "なんで名前がいるんですか")])
def test_reluctance_is_answered_with_the_reason(newcomer: Talk, step: str, text: str) -> None:
    plan = newcomer.say(book, text)
    assert (plan.asks, plan.progress) == (step, False)
    assert "お伺いとご連絡に必要なため" in plan.template


def test_email_that_cannot_be_one_is_asked_again(newcomer: Talk) -> None:
    newcomer.say(book, "山田太郎、東京都杉並区桃井1-2-3、090-1234-5678")
    plan = newcomer.say(book, "taro@example")
    assert plan.asks == "email"
    assert "読み取れませんでした" in plan.template


def test_code_is_mailed_and_neither_shown_nor_kept(mailbox: Mailbox) -> None:
    plan = mailbox.say("まだです")
    effect = mailbox.codes[0]
    assert (effect.email, len(effect.code)) == (EMAIL, 6)
    assert effect.expires - mailbox.talk.now == timedelta(minutes=10)
    assert effect.code not in plan.template and effect.code not in str(mailbox.talk.state.as_json())
    assert effect.code not in effect.digest


def test_right_code_leads_to_the_payment(mailbox: Mailbox) -> None:
    plan = mailbox.say(f"コードは{mailbox.code}です")
    assert plan.asks == "payment"
    assert plan.effects == (TryCode(right=True),)


def test_confirmed_visit_makes_the_customer_known(mailbox: Mailbox) -> None:
    mailbox.say(mailbox.code)
    summary = mailbox.say("カードで")
    for words in (
        "お名前：山田太郎",
        "お電話：090-1234-5678",
        f"メール：{EMAIL}",
        "住所：東京都杉並区桃井1-2-3 サンハイツ101",
    ):
        assert words in summary.template
    know, visit = mailbox.say("確定する").effects
    assert isinstance(know, KnowCustomer) and isinstance(visit, BookVisit)
    assert (know.is_new, know.customer.email, know.customer.prefecture) == (True, EMAIL, "東京都")
    assert visit.contact["email"] == EMAIL
    assert "contact" not in mailbox.talk.state.draft


def test_somebody_on_record_is_recognised_with_their_discount(newcomer: Talk, records: FakeRecords) -> None:
    records.customers = [replace(SATO, email=EMAIL)]
    records.visits.append(earlier())
    mailbox = Mailbox(newcomer, records)
    mailbox.say(EVERYTHING + "、カード")
    plan = mailbox.say(mailbox.code)
    assert KnowCustomer(records.customers[0], is_new=False) in plan.effects
    assert plan.booking is not None
    assert plan.booking.price == 8800 * 9 // 10
    assert "住所：東京都杉並区桃井1-2-3 サンハイツ101" in plan.template


def earlier() -> Any:
    from tests.unit.agents.test_booking import earlier_visit

    return earlier_visit()


def test_wrong_code_may_be_typed_again_until_it_is_void(mailbox: Mailbox) -> None:
    tries = mailbox.talk.desk.pack.email_code.tries
    for _ in range(tries - 1):
        plan = mailbox.say(mailbox.wrong)
        assert plan.effects == (TryCode(right=False),)
        assert "コードが合いませんでした" in plan.template
    plan = mailbox.say(mailbox.wrong)
    assert isinstance(plan.effects[-1], SendCode)
    assert "新しい確認コード" in plan.template
    assert mailbox.say(mailbox.code).asks == "payment"


def test_code_that_was_void_does_not_work_any_more(mailbox: Mailbox) -> None:
    first = mailbox.code
    mailbox.say("コードを送り直す")
    if first != mailbox.code:
        assert mailbox.say(first).asks == "code"


def test_expired_code_is_replaced(mailbox: Mailbox) -> None:
    code = mailbox.code
    mailbox.talk.now += timedelta(minutes=10)
    plan = mailbox.say(code)
    assert plan.asks == "code"
    assert "時間（10分）が過ぎました" in plan.template
    assert len(mailbox.codes) == 2


@pytest.mark.parametrize("text", ["届きません", "メールが来ないんですが", "コードを送り直す", "もう一度送ってください"])
def test_code_that_did_not_arrive_is_sent_again(mailbox: Mailbox, text: str) -> None:
    plan = mailbox.say(text)
    assert isinstance(plan.effects[0], SendCode)
    assert "迷惑メール" in plan.template


def test_code_is_not_sent_without_end(mailbox: Mailbox) -> None:
    for _ in range(mailbox.talk.desk.pack.email_code.sends - 1):
        mailbox.say("届きません")
    plan = mailbox.say("届きません")
    assert isinstance(plan.effects[0], OpenHandover)
    assert "ご予約の仕上げは担当の者が承ります" in plan.template


def test_other_address_gets_a_code_of_its_own(mailbox: Mailbox) -> None:
    plan = mailbox.say("メールアドレス間違えました。jiro@example.com です")
    assert isinstance(plan.effects[0], SendCode)
    assert plan.effects[0].email == "jiro@example.com"


def test_wrong_address_is_asked_for_again(mailbox: Mailbox) -> None:
    assert mailbox.say("メールアドレスを変える").asks == "email"


def test_proof_does_not_hold_for_another_address(mailbox: Mailbox) -> None:
    mailbox.say(mailbox.code)
    mailbox.say("カード")
    plan = mailbox.say("メールアドレスを jiro@example.com に変えてください")
    assert plan.asks == "code"


def test_booking_given_up_at_the_code_leaves_nothing_of_the_customer(mailbox: Mailbox) -> None:
    mailbox.say("もういいです、やめます")
    assert mailbox.talk.state.draft == {}


def test_person_gets_the_contact_and_the_dialogue_forgets_it(mailbox: Mailbox) -> None:
    for _ in range(mailbox.talk.desk.pack.email_code.sends):
        plan = mailbox.say("届きません")
    effect = plan.effects[0]
    assert isinstance(effect, OpenHandover)
    assert effect.brief["draft"]["contact"]["phone"] == "090-1234-5678"
    assert "contact" not in mailbox.talk.state.draft


def test_where_no_mail_goes_out_a_person_finishes_it(talk: Talk) -> None:
    for text in ("ライトプランを予約したい", "東京"):
        talk.say(book, text, "book")
    hold, handover = talk.say(book, "今週の土曜の19時", "book").effects
    assert isinstance(hold, HoldVisit) and isinstance(handover, OpenHandover)


def test_code_step_offers_what_to_do_where_none_arrives(mailbox: Mailbox) -> None:
    assert labels(mailbox.say("えーと")) == ["コードを送り直す", "メールアドレスを変える", "やめる"]
