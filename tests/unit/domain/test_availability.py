from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from time import perf_counter
from typing import Any

import pytest

from domain.availability import (
    Slot,
    VisitRules,
    explain_empty,
    find_candidates,
    nearest_alternatives,
    noise_hours_of,
)
from domain.clock import TOKYO
from domain.dates import DateWishes, Wish, read_wishes
from domain.records import Busy, Technician

NOW = datetime(2026, 11, 18, 10, 0, tzinfo=TOKYO)  # a Wednesday; 23 November is a public holiday
HOUR = timedelta(hours=1)
TWO_HOURS = timedelta(hours=2, minutes=15)
RULES = VisitRules(
    starts=tuple(time(hour) for hour in range(9, 24, 2)),
    late_night_start=time(23),
    earliest_days=2,
    latest_days=60,
    candidates=3,
    gap=HOUR,
)
ANY = DateWishes(today=NOW.date())

Find = Callable[..., list[str]]


def technician(name: str, *areas: str, off: Iterable[int] = ()) -> Technician:
    return Technician(name, areas or ("東京都",), frozenset(off), HOUR)


def visit(name: str, start: datetime, duration: timedelta = TWO_HOURS) -> Busy:
    """What `Records.busy` gives for a visit: with the gap before and after."""
    return Busy(name, start - HOUR, start + duration + HOUR)


def taken(name: str, first: date, last: date) -> Busy:
    """Somebody with no time on these days."""
    start = datetime.combine(first, time(), tzinfo=TOKYO)
    return Busy(name, start, datetime.combine(last, time(), tzinfo=TOKYO) + timedelta(days=1))


def at(day: str, hour: int) -> datetime:
    month, number = map(int, day.split("-"))
    return datetime(2027 if month < 11 else 2026, month, number, hour, tzinfo=TOKYO)


def search(
    function: Callable[..., tuple[Slot, ...]],
    wishes: str | DateWishes = ANY,
    *,
    technicians: Iterable[Technician] = (technician("a"),),
    busy: Iterable[Busy] = (),
    noise: Iterable[int] = (),
    duration: timedelta = TWO_HOURS,
    now: datetime = NOW,
    area: str = "東京都",
) -> tuple[Slot, ...]:
    read, entries = read_wishes(wishes, now) if isinstance(wishes, str) else wishes, list(busy)

    def diary(start: datetime, end: datetime, names: Collection[str]) -> list[Busy]:
        return [span for span in entries if span.technician_id in names and span.start < end and span.end > start]

    return function(RULES, list(technicians), diary, area, read, set(noise), duration, now)


def starts(*args: Any, **given: Any) -> list[str]:
    return [slot.start.strftime("%m-%d %H") for slot in search(find_candidates, *args, **given)]


def alternatives(*args: Any, **given: Any) -> list[str]:
    return [slot.start.strftime("%m-%d %H") for slot in search(nearest_alternatives, *args, **given)]


def test_first_visits_are_two_calendar_days_after_booking() -> None:
    assert starts() == ["11-20 09", "11-20 11", "11-20 13"]


def test_booking_shortly_before_midnight_counts_as_that_day() -> None:
    assert starts(now=NOW.replace(hour=23, minute=59))[0] == "11-20 09"


def test_day_of_booking_is_tokyos_for_a_moment_told_in_another_zone() -> None:
    assert starts(now=datetime(2026, 11, 18, 15, 30, tzinfo=UTC))[0] == "11-21 09"


def test_last_visits_are_sixty_days_after_booking() -> None:
    only_last_days = DateWishes(
        today=NOW.date(), wishes=(Wish(not_before=date(2027, 1, 17), not_before_time=time(21)),)
    )
    assert starts(only_last_days) == ["01-17 21", "01-17 23"]


def test_candidate_ends_after_set_up_and_measurement() -> None:
    slot = search(find_candidates)[0]
    assert slot == Slot("a", "東京都", at("11-20", 9), datetime(2026, 11, 20, 11, 15, tzinfo=TOKYO))


def test_wished_weekday_bounds_the_search() -> None:
    assert starts("土曜がいい") == ["11-21 09", "11-21 11", "11-21 13"]


def test_wished_part_of_day_bounds_the_search() -> None:
    assert starts("平日の夜") == ["11-20 19", "11-20 21", "11-24 19"]


def test_public_holiday_is_no_working_day() -> None:
    assert starts("月曜以外の平日の午前") == ["11-20 09", "11-20 11", "11-24 09"]


def test_wished_time_is_met_within_the_hour() -> None:
    assert starts("11月28日の15時") == ["11-28 15"]


def test_refused_weekday_is_left_out() -> None:
    assert starts("金曜は無理です")[0] == "11-21 09"


def test_refused_part_of_day_is_left_out() -> None:
    assert starts("午前はだめです")[0] == "11-20 13"


def test_first_wish_comes_before_the_second_though_it_is_later() -> None:
    assert starts("第1希望 11月28日の夜、第2希望 11月21日の午前") == ["11-28 19", "11-28 21", "11-21 09"]


def test_preference_comes_before_covering_the_noise() -> None:
    found = starts("第1希望 11月28日の午前、第2希望 11月21日の夜", noise={22})
    assert found == ["11-28 09", "11-28 11", "11-21 21"]


def test_visits_that_cover_the_noise_come_before_sooner_ones() -> None:
    assert starts(noise={22, 23}) == ["11-20 21", "11-20 23", "11-21 21"]


def test_wish_comes_before_covering_the_noise() -> None:
    assert starts("11月21日の午前", noise={22, 23}) == ["11-21 09", "11-21 11"]


def test_covering_visits_are_followed_by_others_where_they_are_too_few() -> None:
    assert starts("11月21日", noise={20}) == ["11-21 19", "11-21 09", "11-21 11"]


def test_set_up_time_does_not_count_as_covering_another_hour() -> None:
    assert starts("11月21日", noise={23})[0] == "11-21 23"


def test_late_night_visit_covers_the_small_hours_even_if_short() -> None:
    assert starts("11月21日", noise={0, 1, 2, 3, 4}, duration=timedelta(hours=1, minutes=15))[0] == "11-21 23"


def test_candidates_start_at_different_times_though_several_technicians_are_free() -> None:
    found = search(find_candidates, technicians=[technician("a"), technician("b")])
    assert len({slot.start for slot in found}) == 3


def test_technician_who_serves_fewest_areas_goes_first() -> None:
    found = search(find_candidates, technicians=[technician("a", "東京都", "埼玉県"), technician("b")])
    assert found[0].technician_id == "b"


def test_start_taken_by_one_technician_is_offered_with_another() -> None:
    found = search(find_candidates, technicians=[technician("a"), technician("b")], busy=[visit("a", at("11-20", 9))])
    assert (found[0].technician_id, found[0].start) == ("b", at("11-20", 9))


def test_technician_of_another_area_is_not_offered() -> None:
    assert starts(technicians=[technician("a", "大阪府")]) == []


def test_technician_is_not_offered_on_a_day_off() -> None:
    assert starts(technicians=[technician("a", off=[4])])[0] == "11-21 09"


def test_visit_blocks_starts_within_the_gap() -> None:
    # 13:00–15:15 with an hour around it: neither 11:00 (till 13:15) nor 15:00 is left.
    assert starts("11月20日", busy=[visit("a", at("11-20", 13))]) == ["11-20 09", "11-20 17", "11-20 19"]


def test_visit_may_start_exactly_when_the_gap_is_over() -> None:
    blocked_until_nine = Busy("a", at("11-20", 7), at("11-20", 9))
    assert starts(busy=[blocked_until_nine])[0] == "11-20 09"


def test_visit_may_end_exactly_when_the_gap_begins() -> None:
    blocked_from = at("11-20", 9) + TWO_HOURS
    assert starts(busy=[Busy("a", blocked_from, blocked_from + HOUR)])[0] == "11-20 09"


def test_late_visit_of_the_evening_before_blocks_nothing_in_the_morning() -> None:
    assert starts("11月21日の午前", busy=[visit("a", at("11-20", 23))]) == ["11-21 09", "11-21 11"]


def test_long_busy_span_is_seen_behind_a_short_one_inside_it() -> None:
    long = Busy("a", at("11-20", 8), at("11-20", 20))
    short = Busy("a", at("11-20", 9), at("11-20", 10))
    assert starts("11月20日", busy=[short, long]) == ["11-20 21", "11-20 23"]


def test_other_technicians_visits_do_not_block() -> None:
    assert starts(busy=[visit("b", at("11-20", 9))])[0] == "11-20 09"


def test_nothing_is_found_for_a_day_beyond_reach() -> None:
    assert starts("来年の5月がいい") == []


def test_nothing_is_found_for_tomorrow() -> None:
    assert starts("明日お願いします") == []


def test_days_that_cannot_be_had_do_not_bind_who_will_take_any() -> None:
    assert starts("いつでもいいです")[0] == "11-20 09"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("明日の夜", "too_soon"),
        ("今日か明日", "too_soon"),
        ("来年の5月", "too_far"),
        ("朝6時がいい", "outside_wishes"),
        ("11月28日の早朝5時", "outside_wishes"),
        ("2月30日", "outside_wishes"),
        ("11月28日の夜", "full"),
    ],
)
def test_empty_search_says_why(text: str, why: str) -> None:
    assert explain_empty(RULES, read_wishes(text, NOW), NOW) == why


def test_wish_for_days_after_the_last_bookable_one_is_too_far() -> None:
    wishes = DateWishes(today=NOW.date(), wishes=(Wish(not_before=date(2027, 2, 1)),))
    assert explain_empty(RULES, wishes, NOW) == "too_far"


def test_alternatives_for_a_full_evening_are_the_other_hours_of_that_day() -> None:
    busy = [visit("a", at("11-28", hour)) for hour in (19, 21)]
    assert alternatives("11月28日の夜", busy=busy) == ["11-28 15", "11-28 13", "11-28 11"]


def test_alternatives_for_a_full_day_are_the_same_hours_of_the_days_around() -> None:
    busy = [taken("a", date(2026, 11, 28), date(2026, 11, 28))]
    assert alternatives("11月28日の夜", busy=busy) == ["11-27 19", "11-27 21", "11-29 19"]


def test_alternatives_for_tomorrow_are_the_same_hours_of_the_first_days() -> None:
    assert alternatives("明日の夜") == ["11-20 19", "11-20 21", "11-21 19"]


def test_alternatives_for_a_day_too_far_are_the_last_ones() -> None:
    assert {found[:5] for found in alternatives("来年の5月")} == {"01-17"}


def test_alternative_for_the_small_hours_is_the_late_visit_of_the_evening_before() -> None:
    assert alternatives("土曜の深夜1時")[0] == "11-21 23"


def test_alternatives_that_cover_the_noise_come_first_within_a_day() -> None:
    busy = [visit("a", at("11-28", 9)), visit("a", at("11-28", 13))]
    assert alternatives("11月28日の午前", busy=busy, noise={20})[0] == "11-28 19"


def test_alternatives_never_go_against_a_refusal() -> None:
    wishes = DateWishes(
        today=NOW.date(), wishes=(Wish(dates=(date(2026, 11, 19),)),), refusals=(Wish(parts=("morning", "night")),)
    )
    assert {int(found[-2:]) for found in alternatives(wishes)} <= {13, 15, 17, 23}


def test_alternatives_start_at_different_times() -> None:
    found = alternatives("明日の夜", technicians=[technician("a"), technician("b")])
    assert len(set(found)) == 3


def test_no_alternative_is_found_where_everybody_is_taken() -> None:
    assert alternatives("明日の夜", busy=[taken("a", date(2026, 11, 1), date(2027, 2, 1))]) == []


def test_only_the_last_start_is_late_night() -> None:
    assert [
        start.hour for start in RULES.starts if RULES.is_late_night(datetime.combine(NOW, start, tzinfo=TOKYO))
    ] == [23]


@pytest.mark.parametrize(
    ("hour", "duration", "hours"),
    [
        (21, TWO_HOURS, {21, 22}),
        (23, TWO_HOURS, {23, 0, 1}),
        (9, timedelta(hours=1, minutes=15), {9}),
        (23, timedelta(hours=1, minutes=15), {23, 0}),
    ],
)
def test_visit_covers_whole_hours(hour: int, duration: timedelta, hours: set[int]) -> None:
    assert RULES.covered_hours(at("11-20", hour), duration) == hours


@pytest.mark.parametrize(
    ("slots", "hours"),
    [
        ({"time_of_day": ["early_morning"]}, set(range(5, 8))),
        ({"time_of_day": ["daytime"]}, set(range(8, 18))),
        ({"time_of_day": ["evening"]}, set(range(18, 22))),
        ({"time_of_day": ["night", "midnight"]}, {22, 23, 0, 1, 2, 3, 4}),
        ({"time_of_day": "night"}, {22, 23}),
        ({"time_of_day": ["irregular"]}, set()),
        ({"time_of_day": None}, set()),
        ({}, set()),
    ],
)
def test_noise_hours_follow_from_the_parts_of_the_day(slots: Mapping[str, Any], hours: set[int]) -> None:
    assert noise_hours_of(slots) == hours


def test_search_over_everybody_and_sixty_days_is_quick() -> None:
    technicians = [technician(f"t{n:02d}", off=[n % 7]) for n in range(50)]
    busy = [
        visit(f"t{n % 50:02d}", at("11-20", 9) + timedelta(days=n // 50 % 59, hours=n * 7 % 8 * 2))
        for n in range(5_000)
    ]
    wishes = read_wishes("土曜か日曜の夜", NOW)
    best = 1.0
    for _ in range(5):
        began = perf_counter()
        search(find_candidates, wishes, technicians=technicians, busy=busy, noise={22, 23})
        best = min(best, perf_counter() - began)
    assert best < 0.02
