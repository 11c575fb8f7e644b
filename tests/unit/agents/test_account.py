from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from agents.account import serve_account
from agents.faq import answer_faq
from agents.requests import asks_for
from agents.visit_day import is_awaited
from domain.clock import TOKYO
from domain.effects import CancelVisit, HoldVisit, MoveVisit, NewPrice, OpenHandover
from domain.records import Booking, Busy
from tests.fakes.records import SATO, FakeRecords
from tests.unit.agents.conftest import WAITING, Talk, labels

SATURDAY = datetime(2026, 11, 28, 19, 0, tzinfo=TOKYO)


def visit(start: datetime = SATURDAY, booking_id: str = "bk_7", **fields: object) -> Booking:
    booking = Booking(booking_id, "standard", start, start + timedelta(hours=2, minutes=15), "booked", 12800)
    return replace(booking, **fields)  # type: ignore[arg-type]


@pytest.fixture
def booked(known: Talk, records: FakeRecords) -> Talk:
    """Somebody with a visit on Saturday at 19:00, three days from now."""
    records.visits.append(visit())
    return known


def test_nothing_booked_is_said_with_how_to_do_it(known: Talk) -> None:
    plan = known.say(serve_account, "予約を変更したい", "change_booking")
    assert plan.template.startswith("こちらで確認できるこれからのご予約は、見つかりませんでした。")
    assert [source.id for source in plan.sources] == ["change-fee"]


def test_nothing_is_booked_where_the_pack_has_no_topic_on_it(known: Talk) -> None:
    links = known.desk.pack.links.model_copy(update={"how_to": {}})
    known.desk = replace(known.desk, pack=known.desk.pack.model_copy(update={"links": links}))
    assert known.say(serve_account, "予約を変更したい", "change_booking").facts == ()


def test_past_and_cancelled_visits_are_not_shown(known: Talk, records: FakeRecords) -> None:
    records.visits += [visit(SATURDAY - timedelta(days=30)), visit(status="cancelled")]
    assert known.say(serve_account, "予約を確認する", "my_booking").opening.startswith("こちらで確認できる")


def test_visit_is_shown_with_its_source(booked: Talk) -> None:
    plan = booked.say(serve_account, "予約を確認する", "my_booking")
    assert "11月28日(土) 19:00、スタンダードプラン、12,800円（税込）" in plan.template
    assert [source.id for source in plan.sources] == ["bk_7"]
    assert labels(plan) == ["日程を変更する", "予約をキャンセルする"]


def test_nothing_is_sold_to_somebody_who_waits_for_a_person(known: Talk) -> None:
    known.ticket = WAITING
    assert known.say(serve_account, "予約を確認する", "my_booking").options == ()


@pytest.mark.parametrize(
    ("now", "fee"),
    [
        (datetime(2026, 11, 25, 23, 59, tzinfo=TOKYO), "0円"),
        (datetime(2026, 11, 26, 0, 0, tzinfo=TOKYO), "3,840円"),
        (datetime(2026, 11, 28, 0, 0, tzinfo=TOKYO), "12,800円"),
    ],
)
def test_fee_is_stated_before_anything_is_cancelled(booked: Talk, now: datetime, fee: str) -> None:
    booked.now = now
    plan = booked.say(serve_account, "キャンセルしたい", "cancel_booking")
    assert f"キャンセル料{'は' if fee != '0円' else ' '}{fee}" in plan.template
    assert plan.effects == ()
    assert plan.booking is not None and plan.booking.status == "fee_asked"


def test_moved_visit_keeps_the_terms_of_the_nearer_date(known: Talk, records: FakeRecords) -> None:
    records.visits.append(visit(SATURDAY + timedelta(days=20), terms_start=known.now + timedelta(days=1)))
    assert "3,840円" in known.say(serve_account, "キャンセルしたい", "cancel_booking").template


@pytest.mark.parametrize("text", ["キャンセルを確定する", "はい", "お願いします", "キャンセルしてください"])
def test_agreed_cancellation_is_carried_out(booked: Talk, text: str) -> None:
    booked.say(serve_account, "キャンセルしたい", "cancel_booking")
    plan = booked.say(serve_account, text, "affirm")
    assert plan.effects == (CancelVisit("bk_7", 0),)
    assert plan.template == "11月28日(土) 19:00のご予約をキャンセルしました。"


@pytest.mark.parametrize(
    "text", ["キャンセルしない", "やっぱりキャンセルしません", "そのままでお願いします", "キャンセルはやめておきます"]
)
def test_visit_is_kept_where_the_customer_thinks_better_of_it(booked: Talk, text: str) -> None:
    booked.say(serve_account, "キャンセルしたい", "cancel_booking")
    plan = booked.say(serve_account, text, "cancel_booking")
    assert plan.effects == ()
    assert plan.opening == "かしこまりました。ご予約はそのままです。"
    assert booked.state.flow is None


@pytest.mark.parametrize("text", ["えーと", "ちょっと待って", "本当に無料ですか"])
def test_neither_yes_nor_no_is_asked_again(booked: Talk, text: str) -> None:
    booked.say(serve_account, "キャンセルしたい", "cancel_booking")
    plan = booked.say(serve_account, text, "affirm" if "無料" in text else "question")
    assert (plan.effects, plan.asks, plan.progress) == ((), "confirm", False)


def test_fee_that_grew_overnight_is_asked_again(booked: Talk) -> None:
    booked.say(serve_account, "キャンセルしたい", "cancel_booking")
    booked.now += timedelta(days=1)
    plan = booked.say(serve_account, "キャンセルを確定する", "affirm", exact=True)
    assert plan.effects == ()
    assert "3,840円" in plan.template
    plan = booked.say(serve_account, "キャンセルを確定する", "affirm", exact=True)
    assert plan.effects == (CancelVisit("bk_7", 3840),)


def test_which_of_several_visits_is_asked(booked: Talk, records: FakeRecords) -> None:
    records.visits.append(visit(SATURDAY + timedelta(days=7), "bk_8"))
    plan = booked.say(serve_account, "キャンセルしたい", "cancel_booking")
    assert labels(plan) == ["11月28日(土) 19:00", "12月5日(土) 19:00"]
    booked.say(serve_account, "12月5日(土) 19:00", "question")
    plan = booked.say(serve_account, "キャンセルを確定する", "affirm", exact=True)
    assert plan.effects == (CancelVisit("bk_8", 0),)


def test_visit_named_by_its_day_needs_no_question(booked: Talk, records: FakeRecords) -> None:
    records.visits.append(visit(SATURDAY + timedelta(days=7), "bk_8"))
    plan = booked.say(serve_account, "12月5日の予約をキャンセルしたい", "cancel_booking")
    assert plan.booking is not None
    assert plan.booking.booking_id == "bk_8"


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (datetime(2026, 11, 27, 18, 0, tzinfo=TOKYO), "無料で日程を変更できます（手数料 0円）"),
        (datetime(2026, 11, 27, 18, 1, tzinfo=TOKYO), "2,000円の手数料がかかります"),
    ],
)
def test_change_says_its_fee_and_asks_when(booked: Talk, now: datetime, words: str) -> None:
    booked.now = now
    plan = booked.say(serve_account, "日程を変更する", "change_booking", exact=True)
    assert words in plan.template
    assert plan.asks == "wish"


def test_wish_for_a_change_is_answered_with_candidates_and_the_fee(booked: Talk) -> None:
    plan = booked.say(serve_account, "来週の日曜の夜に変更したい", "change_booking")
    assert plan.booking is not None and plan.booking.candidates is not None
    assert (plan.booking.status, plan.booking.fee) == ("offered", 0)
    assert all(candidate.start.weekday() == 6 for candidate in plan.booking.candidates)


def test_chosen_day_moves_the_visit(booked: Talk) -> None:
    booked.say(serve_account, "来週の日曜の夜に変更したい", "change_booking")
    plan = booked.say(serve_account, "19時のほうで")
    assert plan.effects == (
        MoveVisit("bk_7", "t1", SATURDAY + timedelta(days=8), SATURDAY + timedelta(days=8, hours=2, minutes=15), 0),
    )
    assert plan.template == "ご予約を12月6日(日) 19:00に変更しました。"


def test_change_fee_that_began_since_it_was_stated_is_asked_again(booked: Talk) -> None:
    booked.now = datetime(2026, 11, 27, 17, 55, tzinfo=TOKYO)
    booked.say(serve_account, "来週の日曜の夜に変更したい", "change_booking")
    booked.now += timedelta(minutes=10)
    plan = booked.say(serve_account, "19時のほうで")
    assert plan.effects == ()
    assert "手数料が変わりました" in plan.template and "2,000円" in plan.template
    asked = booked.say(serve_account, "19時のほうで")
    assert isinstance(asked.effects[0], HoldVisit)
    assert "12月6日(日) 19:00に変更します。手数料は2,000円です" in asked.template
    effect = booked.say(serve_account, "はい").effects[0]
    assert isinstance(effect, MoveVisit)
    assert effect.fee == 2000


def test_day_and_hour_that_are_free_are_asked_about_at_once(booked: Talk) -> None:
    plan = booked.say(serve_account, "来週の日曜の19時に変更したい", "change_booking")
    assert isinstance(plan.effects[0], HoldVisit)
    assert "12月6日(日) 19:00に変更します。手数料は0円です。変更してよろしいですか。" in plan.template
    assert isinstance(booked.say(serve_account, "変えてください").effects[0], MoveVisit)


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("28日の19時を21時にずらしたい", datetime(2026, 11, 28, 21, 0, tzinfo=TOKYO)),
        ("来週の同じ曜日、同じ時間にずらしたい", datetime(2026, 12, 5, 19, 0, tzinfo=TOKYO)),
    ],
)
def test_what_is_not_named_stays_as_it_is_booked(booked: Talk, text: str, start: datetime) -> None:
    plan = booked.say(serve_account, text, "change_booking")
    assert plan.booking is not None and plan.booking.start == start


def test_later_hour_is_sought_after_the_one_that_is_asked_about(booked: Talk) -> None:
    booked.say(serve_account, "来週の日曜の15時に変更したい", "change_booking")
    plan = booked.say(serve_account, "もっと遅い時間がいい")
    assert plan.booking is not None and plan.booking.candidates is not None
    assert min(candidate.start.hour for candidate in plan.booking.candidates) > 15


@pytest.mark.parametrize(("text", "sooner"), [("もっと早い日にしたい", True), ("もう少し後の日に遅らせたい", False)])
def test_day_before_or_after_the_one_booked_is_offered(booked: Talk, text: str, sooner: bool) -> None:
    booked.now = datetime(2026, 11, 20, 10, 0, tzinfo=TOKYO)
    plan = booked.say(serve_account, text, "change_booking")
    assert plan.booking is not None and plan.booking.candidates is not None
    assert all((candidate.start < SATURDAY) is sooner for candidate in plan.booking.candidates)


def test_late_night_add_on_comes_with_the_hour_and_is_asked_about(booked: Talk) -> None:
    plan = booked.say(serve_account, "28日の23時に変更したい", "change_booking")
    assert "オプションは深夜測定、合計は15,800円（税込）になります。" in plan.template
    effect = booked.say(serve_account, "はい、追加料金わかりました").effects[0]
    assert isinstance(effect, MoveVisit)
    assert effect.price == NewPrice(("late_night",), 15_800)


def test_late_night_add_on_goes_with_the_hour(known: Talk, records: FakeRecords) -> None:
    late = SATURDAY + timedelta(hours=4)
    records.visits.append(visit(late, addons=("late_night",), amount=15_800))
    known.say(serve_account, "28日の予約を日曜の19時に変えたい", "change_booking")
    effect = known.say(serve_account, "はい").effects[0]
    assert isinstance(effect, MoveVisit)
    assert effect.price == NewPrice((), 12_800)


def test_number_of_somebody_elses_booking_leads_to_none_of_the_own(booked: Talk) -> None:
    plan = booked.say(serve_account, "bk-a-7731をキャンセルして", "cancel_booking")
    assert plan.opening.startswith("そのご予約番号は、お客様のご予約の中に見つかりませんでした。")
    assert (plan.state.flow, plan.asks, plan.effects) == (None, None, ())


def test_own_booking_is_found_by_its_number(booked: Talk) -> None:
    assert booked.say(serve_account, "bk_7をキャンセルして", "cancel_booking").asks == "confirm"


def test_move_with_a_fee_can_be_given_up_at_the_last_word(booked: Talk) -> None:
    booked.now = datetime(2026, 11, 27, 18, 5, tzinfo=TOKYO)
    booked.say(serve_account, "来週の日曜の19時に変更したい", "change_booking")
    assert (
        booked.say(serve_account, "それならいいです、変更しません").opening
        == "かしこまりました。ご予約はそのままです。"
    )


def test_own_time_is_free_for_whoever_moves_their_visit(booked: Talk, records: FakeRecords) -> None:
    hour = timedelta(hours=1)
    records.taken.append(Busy("t1", SATURDAY - hour, SATURDAY + 4 * hour, "bk_7"))
    plan = booked.say(serve_account, "同じ日の21時に変更したい。28日です", "change_booking")
    assert plan.booking is not None and plan.booking.start == SATURDAY + 2 * hour


def test_time_the_visit_is_booked_for_is_not_offered_again(booked: Talk) -> None:
    plan = booked.say(serve_account, "28日の夜に変更したい", "change_booking")
    assert plan.booking is not None and plan.booking.candidates is not None
    assert SATURDAY not in [candidate.start for candidate in plan.booking.candidates]


def test_request_about_a_visit_that_sounds_like_a_question_is_served(booked: Talk) -> None:
    for text, kind in (
        ("日程変更お願いします", "change"),
        ("予約内容を確認したい", "show"),
        ("予約の日時を確認させてください", "show"),
        ("予約をキャンセルしたいです", "cancel"),
    ):
        assert asks_for(booked.turn(text)) == kind
    assert asks_for(booked.turn("日程変更の手数料はいくらですか")) is None


def test_request_of_somebody_without_a_visit_is_none(known: Talk) -> None:
    assert asks_for(known.turn("日程変更お願いします")) is None


@pytest.mark.parametrize(
    "text", ["ライトのほうをキャンセルしたい", "12月のほうをキャンセルしたい", "12月5日のをキャンセルしたい"]
)
def test_one_of_several_visits_is_meant_by_its_plan_its_month_or_its_day(
    booked: Talk, records: FakeRecords, text: str
) -> None:
    records.visits.append(visit(datetime(2026, 12, 5, 11, 0, tzinfo=TOKYO), "bk_8", plan="light", amount=7920))
    plan = booked.say(serve_account, text, "cancel_booking")
    assert plan.booking is not None
    assert (plan.booking.status, plan.booking.booking_id) == ("fee_asked", "bk_8")


@pytest.mark.parametrize(
    ("minutes", "trigger", "words"),
    [(40, "complaint", "全額のご返金"), (10, "impatience", "30分"), (-10, None, "ご予約の時刻に")],
)
def test_customer_who_waits_for_the_staff_is_told_what_holds(
    booked: Talk, minutes: int, trigger: str | None, words: str
) -> None:
    booked.now = SATURDAY + timedelta(minutes=minutes)
    assert is_awaited(booked.turn("スタッフの人がまだ来ません"))
    plan = booked.say(serve_account, "スタッフの人がまだ来ません")
    assert words in plan.template and "11月28日(土) 19:00" in plan.template
    assert (plan.handover.trigger if plan.handover else None) == trigger


def test_staff_are_not_awaited_on_a_day_without_a_visit(booked: Talk) -> None:
    assert not is_awaited(booked.turn("スタッフの人がまだ来ません"))


def test_day_taken_meanwhile_is_not_moved_to(booked: Talk, records: FakeRecords) -> None:
    booked.say(serve_account, "来週の日曜の19時に変更したい", "change_booking")
    records.take(SATURDAY + timedelta(days=8), SATURDAY + timedelta(days=8, hours=4))
    plan = booked.say(serve_account, "1番で")
    assert plan.effects == ()
    assert plan.template.startswith("申し訳ありません。お選びになった日時は、ほかの方の")


@pytest.mark.parametrize("text", ["やめる", "やっぱりそのままで", "変更しなくていいです"])
def test_change_can_be_given_up(booked: Talk, text: str) -> None:
    booked.say(serve_account, "日程を変更する", "change_booking", exact=True)
    plan = booked.say(serve_account, text, "change_booking")
    assert plan.opening == "かしこまりました。ご予約はそのままです。"


def test_cancellation_may_follow_a_change_that_was_begun(booked: Talk) -> None:
    booked.say(serve_account, "日程を変更する", "change_booking", exact=True)
    plan = booked.say(serve_account, "キャンセルにします", "cancel_booking")
    assert plan.booking is not None
    assert (plan.booking.status, booked.state.flow) == ("fee_asked", "cancel")


def test_change_may_follow_a_cancellation_that_was_begun(booked: Talk) -> None:
    booked.say(serve_account, "キャンセルしたい", "cancel_booking")
    booked.say(serve_account, "日程を変更する", "change_booking", exact=True)
    assert (booked.state.flow, booked.state.asks) == ("change", "wish")


def test_visit_without_a_known_place_is_moved_by_a_person(known: Talk, records: FakeRecords) -> None:
    records.customers = [replace(SATO, prefecture=None)]
    records.visits.append(visit())
    plan = known.say(serve_account, "日曜に変更したい", "change_booking")
    assert isinstance(plan.effects[0], OpenHandover)


@pytest.mark.parametrize(
    ("topic", "words"),
    [
        ("cancel-fee", "11月28日(土) 19:00のご予約は、いまでしたら無料でキャンセルできます"),
        ("change-fee", "いまのご予約は11月28日(土) 19:00です。いまでしたら無料で日程を変更できます"),
        ("report-when", "次回の訪問は11月28日(土) 19:00です。"),
    ],
)
def test_answer_begins_with_what_holds_for_the_own_visit(booked: Talk, topic: str, words: str) -> None:
    plan = booked.say(answer_faq, "いくらですか", topics=[topic])
    assert plan.facts[0].text.startswith(words)
    assert [source.id for source in plan.sources] == ["bk_7", topic]


def test_report_of_a_visit_that_is_over_is_told_with_its_date(known: Talk, records: FakeRecords) -> None:
    records.visits.append(visit(SATURDAY - timedelta(days=7)))
    plan = known.say(answer_faq, "レポートはいつ", topics=["report-when"])
    assert plan.facts[0].text == "前回の訪問は11月21日(土) 19:00でした。"


def test_answer_holds_for_everybody_where_no_visit_is_known(known: Talk) -> None:
    plan = known.say(answer_faq, "いくらですか", topics=["cancel-fee"])
    assert [source.id for source in plan.sources] == ["cancel-fee"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("うちに来てくれるのはいつだったかな", "show"),
        ("何時からって話でしたっけ", "show"),
        ("あした キャンセル したい", "cancel"),
        ("予約番号 bk-a-7731 の内容を教えてください", "show"),
        ("今日3時の約束、やめたい", "cancel"),
        ("予約の時間おそくできる?", "change"),
        ("何時から来てもらえますか", None),
        ("キャンセルはどうすればできますか", None),
    ],
)
def test_what_is_wanted_of_a_visit_is_heard(booked: Talk, text: str, wanted: str | None) -> None:
    assert asks_for(booked.turn(text)) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("ごめんなさい、12月22日13時にしてください", "change"), ("もう1件12月22日にも予約したい", None)],
)
def test_correction_of_a_visit_just_arranged_needs_no_name_for_it(booked: Talk, text: str, wanted: str | None) -> None:
    booked.state = replace(booked.state, draft={"booked": "bk_7"})
    assert asks_for(booked.turn(text)) == wanted
    booked.state = replace(booked.state, draft={})
    assert asks_for(booked.turn(text)) is None


@pytest.mark.parametrize(
    ("text", "cancels"), [("仕方ない。やめます", True), ("しょうがない、キャンセルして", True), ("やめます", False)]
)
def test_giving_up_is_a_yes_only_beside_a_yes(booked: Talk, text: str, cancels: bool) -> None:
    booked.say(serve_account, "予約をキャンセルする", "cancel_booking", exact=True)
    assert bool(booked.say(serve_account, text, "small_talk").effects) is cancels
