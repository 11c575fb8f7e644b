"""How a reading is compared: everything a case does not name must be unread."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from domain.clock import TOKYO
from domain.dates import DateWishes, read_wishes

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NOW = {
    "mid": datetime(2026, 11, 18, 10, 0, tzinfo=TOKYO),  # Wednesday; 23 November (Mon) is a public holiday
    "friday_late": datetime(2026, 11, 20, 23, 50, tzinfo=TOKYO),  # Friday, shortly before midnight
    "saturday": datetime(2026, 11, 21, 9, 0, tzinfo=TOKYO),  # first day of a long weekend
    "sunday": datetime(2026, 11, 22, 14, 0, tzinfo=TOKYO),
    "holiday": datetime(2026, 11, 23, 11, 0, tzinfo=TOKYO),  # Monday, 勤労感謝の日
    "autumn": datetime(2026, 9, 13, 22, 0, tzinfo=TOKYO),  # Sunday before five days off
    "new_year": datetime(2027, 1, 30, 9, 0, tzinfo=TOKYO),  # Saturday
    "year_end": datetime(2026, 12, 28, 18, 0, tzinfo=TOKYO),  # Monday
    "spring": datetime(2027, 4, 12, 9, 0, tzinfo=TOKYO),  # Monday before Golden Week
    "summer": datetime(2027, 7, 30, 12, 0, tzinfo=TOKYO),  # Friday
    "leap": datetime(2028, 2, 10, 8, 0, tzinfo=TOKYO),  # Thursday in a leap year
}


def day(word: str, now: datetime) -> date:
    """「12-05」 is the one nearest to now; 「2027-01-10」 is itself."""
    if word.count("-") == 2:
        return date.fromisoformat(word)
    month, number = (int(part) for part in word.split("-"))
    found = []
    for year in (now.year - 1, now.year, now.year + 1):
        try:
            found.append(date(year, month, number))
        except ValueError:
            continue
    return min(found, key=lambda candidate: abs((candidate - now.date()).days))


def days(words: str, now: datetime) -> list[str]:
    """「11-23..11-25 11-28」 as ISO days."""
    result = []
    for word in words.split():
        first, _, last = word.partition("..")
        start, end = day(first, now), day(last or first, now)
        result += [(start + timedelta(n)).isoformat() for n in range((end - start).days + 1)]
    return result


def flat(wishes: DateWishes) -> dict[str, object]:
    """A reading as plain values, empty ones left out."""
    return {
        name: value
        for name, value in {
            "dates": [d.isoformat() for d in wishes.dates],
            "not_before": wishes.not_before.isoformat() if wishes.not_before else None,
            "not_after": wishes.not_after.isoformat() if wishes.not_after else None,
            "weekdays": [WEEKDAYS[n] for n in wishes.weekdays],
            "exclude": [d.isoformat() for d in wishes.exclude] + [WEEKDAYS[n] for n in wishes.exclude_weekdays],
            "parts": list(wishes.parts),
            "exclude_parts": list(wishes.exclude_parts),
            "times": [t.strftime("%H:%M") for t in wishes.times],
            "from_time": wishes.not_before_time.strftime("%H:%M") if wishes.not_before_time else None,
            "to_time": wishes.not_after_time.strftime("%H:%M") if wishes.not_after_time else None,
            "ambiguous": wishes.ambiguous,
            "invalid": [i.kind for i in wishes.invalid],
            "booked": [d.isoformat() for d in wishes.booked],
            "holidays": wishes.holidays,
            "shift": wishes.next_calendar_day,
            "asap": wishes.asap,
            "anytime": wishes.anytime,
        }.items()
        if value
    }


def expected(now: datetime, **given: object) -> dict[str, object]:
    """The same plain values from a case's short words."""
    plain: dict[str, object] = {}
    for name, value in given.items():
        if name in ("not_before", "not_after"):
            plain[name] = days(str(value), now)[0]
        elif name in ("dates", "booked"):
            plain[name] = days(str(value), now)
        elif name == "exclude":
            words = str(value).split()
            dated = [word for word in words if word not in WEEKDAYS]
            plain[name] = days(" ".join(dated), now) + [word for word in words if word in WEEKDAYS]
        elif name in ("weekdays", "parts", "exclude_parts", "times", "invalid"):
            plain[name] = str(value).split()
        else:
            plain[name] = value
    return plain


@pytest.fixture
def reads() -> Callable[..., None]:
    """Asserts what a message is read as."""

    def check(text: str, now: str = "mid", **given: object) -> None:
        assert flat(read_wishes(text, NOW[now])) == expected(NOW[now], **given), text

    return check
