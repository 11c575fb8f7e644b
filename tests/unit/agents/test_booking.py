from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from agents.booking import book
from agents.hearing import words_for_visit
from domain.clock import TOKYO
from domain.effects import BookVisit, HoldVisit, OpenHandover
from domain.plan import ReplyPlan
from domain.records import Booking, Technician
from tests.fakes.records import GAP, SATO, FakeRecords
from tests.unit.agents.conftest import Talk, labels

SATURDAY = datetime(2026, 11, 28, 19, 0, tzinfo=TOKYO)


def chosen(talk: Talk, wish: str = "今週の土曜の19時", plan: str = "スタンダードプラン") -> ReplyPlan:
    """Goes to the point where a candidate was taken."""
    talk.say(book, f"{plan}で予約したい", "book")
    answer = talk.say(book, wish, "book")
    return talk.say(book, "1番で", "book") if answer.asks == "candidate" else answer


def last_step(talk: Talk, wish: str = "今週の土曜の19時", plan: str = "スタンダードプラン") -> ReplyPlan:
    """Goes to the point where everything is shown once more."""
    chosen(talk, wish, plan)
    return talk.say(book, "クレジットカード")


def booked(plan: ReplyPlan) -> BookVisit:
    effect = plan.effects[-1]
    assert isinstance(effect, BookVisit)
    return effect


def earlier_visit() -> Booking:
    start = datetime(2026, 6, 1, 19, 0, tzinfo=TOKYO)
    return Booking("bk_0", "light", start, start + timedelta(hours=1), "booked", 8800)


def test_plan_is_asked_first_and_the_intake_offered(known: Talk) -> None:
    plan = known.say(book, "予約したい", "book")
    assert plan.asks == "plan"
    assert labels(plan) == ["ライトプラン", "スタンダードプラン", "プレミアムプラン", "無料診断をはじめる"]


def test_recommended_plan_is_not_asked_for(known: Talk) -> None:
    known.state = replace(known.state, plan="premium")
    assert known.say(book, "今すぐ予約する", "book").asks == "wish"


def test_button_to_book_is_no_wish_for_the_soonest_visit(known: Talk) -> None:
    assert known.turn("今すぐ予約する", "book").perception.wishes.asap
    known.say(book, "今すぐ予約する", "book", exact=True)
    assert known.say(book, "ライトプラン").asks == "wish"


def test_known_customer_is_not_asked_where(known: Talk) -> None:
    assert known.say(book, "ライトプランを予約したい", "book").asks == "wish"


def test_unknown_customer_is_asked_where(talk: Talk) -> None:
    plan = talk.say(book, "ライトプランを予約したい", "book")
    assert labels(plan) == ["東京都", "神奈川県", "埼玉県", "千葉県", "大阪府"]


@pytest.mark.parametrize(("place", "area"), [("東京です", "東京都"), ("横浜です", "神奈川県"), ("大阪府", "大阪府")])
def test_area_is_understood_as_people_say_it(talk: Talk, place: str, area: str) -> None:
    talk.say(book, "ライトプランを予約したい", "book")
    talk.say(book, place)
    assert talk.state.draft["area"] == area


def test_wish_is_answered_with_three_visits_that_fit_it(known: Talk) -> None:
    known.say(book, "ライトプランを予約したい", "book")
    plan = known.say(book, "来週の平日の夜", "book")
    assert plan.booking is not None and plan.booking.candidates is not None
    starts = [candidate.start for candidate in plan.booking.candidates]
    assert len(starts) == 3
    assert all(start.weekday() < 5 and start.hour in (19, 21) for start in starts)


def test_wish_is_read_back(known: Talk) -> None:
    known.say(book, "ライトプランを予約したい", "book")
    assert known.say(book, "土曜の夜", "book").opening == "「11月28日(土)の夜」のご希望として承りました。"


def test_wish_said_before_the_plan_is_remembered(known: Talk) -> None:
    known.say(book, "今週の土曜の19時に予約したい", "book")
    plan = known.say(book, "ライトプラン")
    assert plan.opening.startswith("11月28日(土) 19:00を、10分間お取り置きします。")
    assert plan.asks == "payment"


def test_wish_is_remembered_through_an_intake(known: Talk) -> None:
    known.say(book, "今週の土曜の19時に予約したい", "book")
    known.state = replace(known.state, flow=None, plan="standard")
    assert known.say(book, "今すぐ予約する", "book").asks == "payment"


def test_visits_that_cover_the_noise_come_first(known: Talk) -> None:
    known.say(book, "スタンダードプランを予約したい", "book")
    plan = known.say(book, "土曜でお願いします", "book")
    assert plan.booking is not None and plan.booking.candidates is not None
    assert plan.booking.candidates[0].start.hour == 23


def test_chosen_visit_is_held_ten_minutes(known: Talk) -> None:
    effect = chosen(known).effects[0]
    assert isinstance(effect, HoldVisit)
    assert (effect.start, effect.expires) == (SATURDAY, known.now + timedelta(minutes=10))


@pytest.mark.parametrize(
    ("text", "index"), [("2番でお願いします", 1), ("真ん中で", 1), ("最後の", -1), ("一番早いのがいい", 0), ("3", 2)]
)
def test_candidate_is_picked_by_its_place(known: Talk, text: str, index: int) -> None:
    known.say(book, "ライトプランを予約したい", "book")
    offered = known.say(book, "来週の火曜から木曜の昼", "book").booking
    assert offered is not None and offered.candidates is not None
    known.say(book, text)
    expected = sorted(offered.candidates, key=lambda c: c.start)[0] if "早" in text else offered.candidates[index]
    assert known.state.draft["chosen"]["start"] == expected.start.isoformat()


def test_candidate_is_picked_by_its_button(known: Talk) -> None:
    known.say(book, "ライトプランを予約したい", "book")
    plan = known.say(book, "土曜の夜", "book")
    known.say(book, plan.options[1].value)
    assert plan.booking is not None and plan.booking.candidates is not None
    assert known.state.draft["chosen"]["start"] == plan.booking.candidates[1].start.isoformat()


@pytest.mark.parametrize(
    ("text", "method"),
    [("カードで", "クレジットカード"), ("振り込みます", "銀行振込"), ("コンビニ", "コンビニ払い")],
)
def test_payment_is_understood_as_people_say_it(known: Talk, text: str, method: str) -> None:
    chosen(known)
    assert f"お支払い：{method}" in known.say(book, text).template


def test_payment_that_does_not_exist_is_asked_again(known: Talk) -> None:
    chosen(known)
    plan = known.say(book, "現金で")
    assert (plan.asks, plan.progress) == ("payment", False)


def test_last_step_shows_everything_and_the_terms(known: Talk) -> None:
    plan = last_step(known)
    for words in (
        "プラン：スタンダードプラン",
        "オプション：なし",
        "合計：12,800円（税込）",
        "日時：11月28日(土) 19:00",
        "住所：東京都杉並区桃井1-2-3 101号室",
        "お支払い：クレジットカード（訪問のあとのお支払いです）",
        "3日前まで無料",
        "30%",
        "100%",
    ):
        assert words in plan.template
    assert labels(plan) == ["確定する", "修正する", "やめる"]


def test_last_step_says_what_a_cancellation_costs_today(known: Talk) -> None:
    assert "この時点でのキャンセル料は0円です" in last_step(known).template
    known.state = replace(known.state, flow=None, draft={})
    assert "この時点でのキャンセル料は3,840円です" in last_step(known, "明後日の19時").template


def test_late_night_visit_costs_its_addon(known: Talk) -> None:
    plan = last_step(known, "今週の土曜の23時")
    assert "オプション：深夜測定" in plan.template
    assert "合計：15,800円" in plan.template


def test_repeat_customer_pays_ten_percent_less_for_the_plan(known: Talk, records: FakeRecords) -> None:
    records.visits.append(earlier_visit())
    plan = last_step(known, "今週の土曜の23時")
    assert plan.booking is not None
    assert plan.booking.price == 12800 * 9 // 10 + 3000


def test_confirmed_visit_is_booked(known: Talk) -> None:
    last_step(known)
    plan = known.say(book, "確定する", "affirm", exact=True)
    effect = booked(plan)
    assert (effect.start, effect.end) == (SATURDAY, SATURDAY + timedelta(hours=2, minutes=15))
    assert (effect.plan, effect.addons, effect.amount) == ("standard", (), 12800)
    assert effect.contact["phone"] == SATO.phone
    assert plan.template.startswith(
        "ご予約を承りました。11月28日(土) 19:00、スタンダードプラン、合計12,800円（税込）です。"
    )


def test_booked_visit_ends_the_flow_and_offers_what_to_read(known: Talk) -> None:
    last_step(known)
    plan = known.say(book, "確定する", "affirm", exact=True)
    assert (known.state.flow, known.state.plan, known.state.draft) == (None, None, {"booked": "bk_1"})
    assert labels(plan) == ["当日の準備", "キャンセル料"]


@pytest.mark.parametrize(
    "text", ["はい", "はい、お願いします。", "OKです", "それで大丈夫です", "問題ありません", "お願いいたします"]
)
def test_plain_yes_books(known: Talk, text: str) -> None:
    last_step(known)
    assert booked(known.say(book, text, "affirm"))


@pytest.mark.parametrize(
    "text",
    [
        "大丈夫じゃないです",
        "問題があります",
        "いいですか?",
        "確定するとどうなりますか",
        "はい、でも少し考えます",
        "お願いしません",
    ],
)
def test_doubtful_yes_books_nothing(known: Talk, text: str) -> None:
    last_step(known)
    plan = known.say(book, text, "affirm")
    assert plan.effects == ()
    assert plan.booking is None or plan.booking.status == "offered"


def test_answer_that_is_no_yes_is_no_progress(known: Talk) -> None:
    last_step(known)
    assert not known.say(book, "えーと").progress


def test_correction_asks_what_is_wrong(known: Talk) -> None:
    last_step(known)
    plan = known.say(book, "修正する", "book", exact=True)
    assert labels(plan) == ["日時を変える", "プランを変える", "お支払い方法を変える", "ご住所を変える", "やめる"]


@pytest.mark.parametrize(
    ("button", "asks"), [("日時を変える", "wish"), ("プランを変える", "plan"), ("お支払い方法を変える", "payment")]
)
def test_part_that_is_wrong_is_asked_again(known: Talk, button: str, asks: str) -> None:
    last_step(known)
    known.say(book, "修正する", "book", exact=True)
    assert known.say(book, button, "book", exact=True).asks == asks


def test_corrected_payment_leads_back_to_the_last_step(known: Talk) -> None:
    last_step(known)
    plan = known.say(book, "やっぱり銀行振込で")
    assert "お支払い：銀行振込" in plan.template
    assert plan.asks == "confirm"


def test_other_plan_of_the_same_length_keeps_the_visit(known: Talk) -> None:
    last_step(known)
    plan = known.say(book, "プレミアムに変えてください")
    assert "合計：24,800円" in plan.template
    assert "11月28日(土) 19:00" in plan.template


def test_other_plan_of_another_length_needs_a_longer_visit(known: Talk) -> None:
    last_step(known, plan="ライトプラン")
    plan = known.say(book, "スタンダードに変えてください")
    held = plan.effects[0]
    assert isinstance(held, HoldVisit)
    assert (plan.asks, held.end - held.start) == ("confirm", timedelta(hours=2, minutes=15))


def test_other_wish_at_the_last_step_offers_other_visits(known: Talk) -> None:
    last_step(known)
    plan = known.say(book, "やっぱり来週の日曜の朝がいいです", "book")
    assert plan.booking is not None and plan.booking.candidates is not None
    assert {candidate.start.weekday() for candidate in plan.booking.candidates} == {6}


@pytest.mark.parametrize("text", ["やめる", "やっぱりやめます", "予約を取り消して", "また今度にします"])
def test_stop_ends_the_booking(known: Talk, text: str) -> None:
    chosen(known)
    plan = known.say(book, text, "deny")
    assert plan.template.startswith("かしこまりました。ご予約の手続きを取りやめました。")
    assert (known.state.flow, known.state.draft) == (None, {})


def test_word_about_the_cancel_fee_does_not_stop_the_booking(known: Talk) -> None:
    last_step(known)
    assert known.say(book, "キャンセル料が心配です").asks == "confirm"


@pytest.mark.parametrize("text", ["北海道です", "名古屋です、愛知の", "京都"])
def test_outside_the_area_a_person_answers_without_a_promise(talk: Talk, text: str) -> None:
    talk.say(book, "ライトプランを予約したい", "book")
    plan = talk.say(book, text)
    effect = plan.effects[0]
    assert isinstance(effect, OpenHandover)
    assert (effect.trigger, effect.priority, effect.promise) == ("uncovered", "low", "")
    assert "以内" not in plan.template and "以降" not in plan.template
    assert "東京都、神奈川県、埼玉県、千葉県、大阪府" in plan.template


def test_known_customer_outside_the_area_is_not_asked_where(known: Talk, records: FakeRecords) -> None:
    records.customers = [replace(SATO, prefecture="福岡県")]
    assert known.say(book, "ライトプランを予約したい", "book").type == "escalation"


def test_answer_without_a_place_is_asked_again_before_a_person_is_called(talk: Talk) -> None:
    talk.say(book, "ライトプランを予約したい", "book")
    assert talk.say(book, "ちょっと待ってください").opening.startswith("恐れ入りますが、お住まいの都道府県")
    assert talk.say(book, "えーと").type == "escalation"


def test_unknown_customer_is_finished_by_a_person_with_the_draft(talk: Talk) -> None:
    talk.say(book, "ライトプランを予約したい", "book")
    talk.say(book, "東京都")
    talk.say(book, "土曜の夜", "book")
    plan = talk.say(book, "1番")
    hold, handover = plan.effects
    assert isinstance(hold, HoldVisit)
    assert isinstance(handover, OpenHandover)
    assert handover.brief["draft"]["chosen"]["start"] == hold.start.isoformat()
    assert "ご予約の仕上げは担当の者が承ります" in plan.template
    assert plan.asks == "contact"


def test_customer_without_an_address_on_record_is_asked_for_it(known: Talk, records: FakeRecords) -> None:
    records.customers = [replace(SATO, address=None)]
    assert chosen(known).asks == "address"
    assert known.say(book, "杉並区桃井1-2-3").asks == "payment"
    assert "住所：東京都杉並区桃井1-2-3" in known.say(book, "カード").template


@pytest.mark.parametrize(
    ("text", "plan"),
    [
        ("ぷれみあむで", "premium"),
        ("一番安いの", "light"),
        ("安いほうでええわ", "light"),
        ("真ん中のやつ", "standard"),
        ("12,800円の", "standard"),
        ("24800円のプランで", "premium"),
        ("一番高いの", "premium"),
        ("2番目で", "standard"),
    ],
)
def test_plan_is_chosen_by_name_price_or_place(known: Talk, text: str, plan: str) -> None:
    known.say(book, "予約したい", "book")
    known.say(book, text)
    assert known.state.draft["plan"] == plan


def test_plans_are_asked_for_with_their_prices(known: Talk) -> None:
    plan = known.say(book, "予約したい", "book")
    assert "・ライトプラン：8,800円" in plan.template and "・プレミアムプラン：24,800円" in plan.template


def test_choice_left_to_us_is_no_wish_for_any_time(known: Talk) -> None:
    known.say(book, "予約したい", "book")
    assert known.say(book, "おまかせします").asks == "plan"
    assert known.say(book, "スタンダードで").asks == "wish"


def offered(talk: Talk, wish: str) -> list[datetime]:
    """The starts offered for a wish."""
    talk.say(book, "ライトプランを予約したい", "book")
    plan = talk.say(book, wish, "book")
    return starts_of(plan)


def starts_of(plan: ReplyPlan) -> list[datetime]:
    assert plan.booking is not None and plan.booking.candidates is not None
    return [candidate.start for candidate in plan.booking.candidates]


def test_others_are_offered_to_whoever_wants_none_of_them(known: Talk) -> None:
    first = offered(known, "来週の平日の夜")
    others = starts_of(known.say(book, "全部だめです"))
    assert not set(first) & set(others)
    assert all(start.hour in (19, 21) and start.weekday() < 5 for start in others)


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("もっと早い日はありませんか", lambda start, first: start.date() < first[0].date()),
        ("もっと先の日がいい", lambda start, first: start.date() > first[-1].date()),
        ("ほかの日で", lambda start, first: start.date() not in {at.date() for at in first}),
    ],
)
def test_other_days_keep_the_hours_wished_for(
    known: Talk, text: str, fits: Callable[[datetime, list[datetime]], bool]
) -> None:
    first = sorted(offered(known, "12月10日の夜"))
    others = starts_of(known.say(book, text))
    assert all(fits(start, first) and start.hour in (19, 21) for start in others)


@pytest.mark.parametrize(
    ("text", "fits"), [("もっと遅い時間で", lambda hour: hour > 15), ("もっと早い時間で", lambda hour: hour < 13)]
)
def test_other_hours_keep_the_day(known: Talk, text: str, fits: Callable[[int], bool]) -> None:
    offered(known, "12月10日の午後")
    others = starts_of(known.say(book, text))
    assert others and all(start.day == 10 and fits(start.hour) for start in others)


def test_nothing_earlier_is_said_and_the_same_offered_again(known: Talk) -> None:
    first = offered(known, "できるだけ早く")
    plan = known.say(book, "もっと早い日は？")
    assert "それより早い日には空きがありませんでした" in plan.template
    assert starts_of(plan) == first


@pytest.mark.parametrize("text", ["夜のほう", "21時の", "12日の夜"])
def test_hours_said_after_the_days_go_with_them(known: Talk, text: str) -> None:
    offered(known, "12月12日")
    plan = known.say(book, text)
    days = {start.date().day for start in starts_of(plan)} if plan.asks == "candidate" else {12}
    assert days == {12}
    assert all(start.hour in (19, 21) for start in starts_of(plan)) if plan.asks == "candidate" else True


def test_weekday_after_candidates_is_theirs_and_not_the_next_one(known: Talk) -> None:
    offered(known, "12月12日か13日の9時")
    known.say(book, "日曜のほうで")
    assert known.state.draft["chosen"]["start"].startswith("2026-12-13T09:00")


@pytest.mark.parametrize("text", ["はい", "それでお願いします", "お任せします"])
def test_only_candidate_is_taken_with_a_yes(known: Talk, records: FakeRecords, text: str) -> None:
    nine = datetime(2026, 12, 10, 9, 0, tzinfo=TOKYO)
    records.take(nine, nine + timedelta(hours=1))
    assert offered(known, "12月10日の午前") == [nine + timedelta(hours=2)]
    known.say(book, text)
    assert known.state.draft["chosen"]["start"].startswith("2026-12-10T11:00")


def test_day_and_hour_that_are_free_are_held_without_another_question(known: Talk) -> None:
    known.say(book, "ライトプランを予約したい", "book")
    plan = known.say(book, "12月10日の11時", "book")
    assert isinstance(plan.effects[0], HoldVisit)
    assert plan.template.startswith("12月10日(木) 11:00を、10分間お取り置きします。")


def test_later_hour_is_sought_after_the_one_that_is_held(known: Talk) -> None:
    chosen(known, "12月10日の11時")
    assert min(start.hour for start in starts_of(known.say(book, "もっと遅い時間がいいです"))) > 11


def test_weekday_alone_is_one_of_the_days_spoken_of(known: Talk) -> None:
    offered(known, "再来週の週末")
    known.say(book, "日曜の夜7時がいいな")
    assert known.state.draft["chosen"]["start"].startswith("2026-12-13T19:00")


def test_weekday_alone_lies_in_the_week_spoken_of(known: Talk) -> None:
    offered(known, "12月11日の夜")
    assert [start.day for start in starts_of(known.say(book, "やっぱり木曜の夜で"))][:2] == [10, 10]


def test_plan_typed_almost_right_is_understood_where_it_was_asked_for(known: Talk) -> None:
    known.say(book, "予約したい", "book")
    known.say(book, "すたんだど")
    assert known.state.draft["plan"] == "standard"


def test_yes_means_the_first_where_the_soonest_was_asked_for(known: Talk) -> None:
    first = offered(known, "来週の平日の夜、一番早い日で")
    known.say(book, "それでよい")
    assert known.state.draft["chosen"]["start"] == first[0].isoformat()


def test_chosen_time_is_kept_where_the_plan_becomes_longer(known: Talk) -> None:
    chosen(known, "12月10日の夜", "ライトプラン")
    start = known.state.draft["chosen"]["start"]
    plan = known.say(book, "やっぱりプレミアムにします")
    assert (plan.asks, known.state.draft["chosen"]["start"], known.state.draft["plan"]) == ("payment", start, "premium")


def test_chosen_time_too_short_for_the_longer_plan_is_not_kept(known: Talk, records: FakeRecords) -> None:
    chosen(known, "12月10日の11時", "ライトプラン")
    noon = datetime(2026, 12, 10, 12, 30, tzinfo=TOKYO)
    records.take(noon, noon + timedelta(hours=1))
    plan = known.say(book, "やっぱりプレミアムにします")
    assert datetime(2026, 12, 10, 11, 0, tzinfo=TOKYO) not in starts_of(plan)


@pytest.mark.parametrize(
    ("text", "opening"),
    [
        ("明日来てほしい", "ご予約をお取りできるのは、お申し込みの2日後からです。"),
        ("12月10日の夜に来てほしい", "「12月10日(木)の夜」のご希望として承りました。"),
    ],
)
def test_wish_said_before_the_plan_is_answered(known: Talk, text: str, opening: str) -> None:
    plan = known.say(book, text, "book")
    assert plan.opening.startswith(opening)
    assert plan.asks == "plan"


def test_plan_and_day_order_a_visit_though_politely_asked_for(known: Talk) -> None:
    assert words_for_visit(known.turn("10日の夜に来てもらえますか？ライトプランで")).orders
    assert words_for_visit(known.turn("一番高いプランで、10日の夜にお願いします")).orders
    assert not words_for_visit(known.turn("ライトプランですが福岡でも来てもらえますか")).orders


@pytest.mark.parametrize("text", ["名古屋に引っ越したので、そちらの部屋で予約できますか", "福岡の実家を測ってほしい"])
def test_visit_where_nobody_is_sent_is_a_matter_for_a_person(known: Talk, text: str) -> None:
    assert words_for_visit(known.turn(text)).orders
    assert isinstance(known.say(book, text, "book").effects[0], OpenHandover)


@pytest.mark.parametrize(
    ("text", "orders"),
    [
        ("スタンダードで", True),
        ("やっぱりライトプランにします", True),
        ("スタンダードって何ですか", False),
        ("足音です", False),
    ],
)
def test_plan_named_in_an_intake_ends_it(known: Talk, text: str, orders: bool) -> None:
    known.state = replace(known.state, flow="diagnosis", asks="noise_type")
    assert words_for_visit(known.turn(text)).orders is orders


def test_yes_to_several_candidates_is_asked_which(known: Talk) -> None:
    first = offered(known, "12月10日")
    plan = known.say(book, "はい")
    assert (plan.asks, starts_of(plan), plan.progress) == ("candidate", first, False)


def test_whole_new_wish_at_the_last_step_is_shown_there_at_once(known: Talk) -> None:
    last_step(known)
    plan = known.say(book, "日にちを間違えました、12月10日の11時です")
    assert plan.asks == "confirm"
    assert "日時：12月10日(木) 11:00" in plan.template
    assert isinstance(plan.effects[0], HoldVisit)


def test_terms_that_changed_overnight_are_shown_again_before_anything_is_booked(known: Talk) -> None:
    last_step(known)
    known.now += timedelta(hours=15)  # two days are left instead of three
    plan = known.say(book, "確定する", "affirm", exact=True)
    assert plan.effects == ()
    assert "3,840円" in plan.template and "もう一度ご確認ください" in plan.template
    assert booked(known.say(book, "確定する", "affirm", exact=True))


def test_visit_that_became_too_soon_is_not_booked(known: Talk) -> None:
    last_step(known)
    known.now += timedelta(days=2)
    plan = known.say(book, "確定する", "affirm", exact=True)
    assert plan.effects == ()
    assert plan.template.startswith("申し訳ありません。お時間がたちましたので")


def test_second_confirmation_says_that_it_is_booked(known: Talk, records: FakeRecords) -> None:
    last_step(known)
    known.say(book, "確定する", "affirm", exact=True)
    records.visits.append(replace(earlier_visit(), booking_id="bk_1", start=SATURDAY, plan="standard", amount=12800))
    plan = known.say(book, "確定する", "affirm", exact=True)
    assert plan.effects == ()
    assert plan.template.startswith("ご予約はお取りできています。11月28日(土) 19:00")


def test_other_address_for_one_visit_leaves_the_record(known: Talk) -> None:
    last_step(known)
    assert known.say(book, "住所が違います").asks == "address"
    plan = known.say(book, "東京都中野区中野5-6-7 メゾン302")
    assert "住所：東京都中野区中野5-6-7 メゾン302" in plan.template
    effect = booked(known.say(book, "はい"))
    assert effect.contact["address"] == "東京都中野区中野5-6-7 メゾン302"


def test_address_in_another_area_keeps_the_time_where_somebody_is_free_there(known: Talk) -> None:
    start = last_step(known).booking.start  # type: ignore[union-attr]
    known.say(book, "住所が違います")
    plan = known.say(book, "神奈川県川崎市中原区小杉町1-403")
    assert (plan.asks, known.state.draft["area"]) == ("confirm", "神奈川県")
    assert plan.booking is not None and plan.booking.start == start
    assert any(isinstance(effect, HoldVisit) for effect in plan.effects)


def test_address_in_another_area_needs_another_time_where_nobody_is_free_there(
    known: Talk, records: FakeRecords
) -> None:
    records.staff = [replace(records.staff[0], areas=("東京都",)), Technician("t2", ("神奈川県",), frozenset({5}), GAP)]
    last_step(known)
    known.say(book, "住所が違います")
    plan = known.say(book, "神奈川県川崎市中原区小杉町1-403")
    assert plan.asks == "candidate"
    assert plan.opening.startswith("ご住所が神奈川県とのことですので")


def test_address_outside_the_area_is_a_matter_for_a_person(known: Talk) -> None:
    last_step(known)
    known.say(book, "住所が違います")
    assert isinstance(known.say(book, "愛知県名古屋市中区栄1-2-3").effects[0], OpenHandover)


def test_ambiguous_wish_is_asked_back(known: Talk) -> None:
    known.say(book, "ライトプランを予約したい", "book")
    plan = known.say(book, "12月5日の日曜", "book")
    assert plan.opening == "念のため確認させてください。次のどちらでしょうか。"
    assert len(plan.options) >= 2


def test_choice_of_an_ambiguous_wish_settles_it(known: Talk) -> None:
    known.say(book, "ライトプランを予約したい", "book")
    plan = known.say(book, "12月5日の日曜", "book")
    assert known.say(book, plan.options[0].value, "book").asks == "candidate"


def test_day_that_is_full_brings_others_near_it(known: Talk, records: FakeRecords) -> None:
    records.take(SATURDAY.replace(hour=0), SATURDAY.replace(hour=23, minute=59))
    known.say(book, "ライトプランを予約したい", "book")
    plan = known.say(book, "今週の土曜", "book")
    assert "あいにくご希望どおりの空きがありませんでした" in plan.template
    assert plan.booking is not None and plan.booking.candidates


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        ("明日の19時", "お申し込みの2日後からです"),
        ("来年の6月1日", "60日先までです"),
        ("土曜の朝6時", "開始は09:00、11:00"),
    ],
)
def test_why_a_wish_cannot_be_had_is_said(known: Talk, wish: str, words: str) -> None:
    known.say(book, "ライトプランを予約したい", "book")
    plan = known.say(book, wish, "book")
    assert words in plan.template
    assert plan.booking is not None and plan.booking.candidates


def test_nothing_free_at_all_is_a_matter_for_a_person(known: Talk, records: FakeRecords) -> None:
    records.take(known.now, known.now + timedelta(days=70))
    known.say(book, "ライトプランを予約したい", "book")
    plan = known.say(book, "土曜の夜", "book")
    assert isinstance(plan.effects[0], OpenHandover)
    assert "空きが見つかりませんでした" in plan.template


def test_visit_taken_before_it_was_chosen_is_not_held(known: Talk, records: FakeRecords) -> None:
    known.say(book, "スタンダードプランを予約したい", "book")
    known.say(book, "今週の土曜の夜", "book")
    records.take(SATURDAY, SATURDAY + timedelta(hours=3))
    plan = known.say(book, "19時で")
    assert plan.effects == ()
    assert plan.template.startswith("申し訳ありません。お選びになった日時は、ほかの方のご予約が先に入りました。")


def test_visit_taken_before_it_was_confirmed_is_not_booked(known: Talk, records: FakeRecords) -> None:
    last_step(known)
    records.take(SATURDAY, SATURDAY + timedelta(hours=3))
    plan = known.say(book, "確定する", "affirm", exact=True)
    assert plan.effects == ()
    assert plan.asks == "candidate"
