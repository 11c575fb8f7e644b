import random
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.simulation.brief import When
from evals.simulation.when_words import WEEKDAYS, say_day, say_span, say_wish

TODAY = date(2026, 11, 25)


@given(st.integers(2, 60), st.integers(0, 1000))
def test_day_in_words_means_that_day_alone(ahead: int, seed: int) -> None:
    day = TODAY + timedelta(days=ahead)
    said = say_day(day, TODAY, random.Random(seed))
    if said.startswith("来週の"):
        assert (day - TODAY).days in range(5, 12)
        assert WEEKDAYS[day.weekday()] in said
    elif "月" in said or "/" in said:
        assert str(day.month) in said and str(day.day) in said
    else:
        assert said == f"{day.day}日"
        assert (day.year, day.month) == (TODAY.year, TODAY.month)


@pytest.mark.parametrize(
    ("since", "until", "word"),
    [("09:00", "11:00", "午前中"), ("13:00", "15:00", "午後"), ("17:00", "17:00", "17"), ("19:00", "21:00", "夜")],
)
def test_hours_are_named_by_the_words_of_the_business(since: str, until: str, word: str) -> None:
    when = When(days=(date(2026, 12, 5),), since=time.fromisoformat(since), until=time.fromisoformat(until))
    said = {say_wish(when, TODAY, random.Random(seed)) for seed in range(20)}
    assert any(word in wish for wish in said)


@pytest.mark.parametrize(("days", "word"), [(5, "5日"), (21, "3週間"), (90, "3"), (730, "2年")])
def test_span_is_told_in_its_own_unit(days: int, word: str) -> None:
    assert word in say_span(days, random.Random(0))
