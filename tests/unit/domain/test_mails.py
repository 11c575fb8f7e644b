from datetime import datetime, time, timedelta

import pytest

from domain.clock import TOKYO
from domain.mails import MailText, ReminderTimes, fill

TIMES = ReminderTimes(3, time(10), 1, time(18), time(8), timedelta(hours=2))


def test_values_take_the_place_of_their_names() -> None:
    assert fill("{name}様\n{start}に伺います", {"name": "山田", "start": "11:00"}) == "山田様\n11:00に伺います"


def test_line_without_any_value_is_left_out() -> None:
    text = "予約\nオプション：{addons}\nお支払い：{payment}（あと払い）\n\n以上"
    assert fill(text, {"addons": "", "payment": "銀行振込"}) == "予約\nお支払い：銀行振込（あと払い）\n\n以上"


def test_line_with_one_of_its_values_stays() -> None:
    assert fill("{name} {booking_id}", {"name": "", "booking_id": "B-1"}) == " B-1"


def test_what_a_customer_wrote_is_no_text_to_fill() -> None:
    assert fill("{name}様", {"name": "{code}", "code": "123456"}) == "{code}様"


def test_value_that_is_not_given_is_a_fault() -> None:
    with pytest.raises(KeyError, match="start"):
        MailText("件名", "{start}に伺います").filled({"name": "山田"})


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2026-12-05T11:00", ["2026-12-02T10:00", "2026-12-04T18:00", "2026-12-05T08:00"]),
        ("2026-12-05T09:00", ["2026-12-02T10:00", "2026-12-04T18:00", "2026-12-05T07:00"]),
        ("2026-12-05T23:00", ["2026-12-02T10:00", "2026-12-04T18:00", "2026-12-05T08:00"]),
        ("2027-01-01T13:00", ["2026-12-29T10:00", "2026-12-31T18:00", "2027-01-01T08:00"]),
    ],
)
def test_visit_is_called_to_mind_on_calendar_days(start: str, due: list[str]) -> None:
    reminders = list(TIMES.of(datetime.fromisoformat(start).replace(tzinfo=TOKYO)))
    assert [kind for kind, _ in reminders] == ["three_days", "one_day", "set_out"]
    assert [moment.strftime("%Y-%m-%dT%H:%M") for _, moment in reminders] == due
