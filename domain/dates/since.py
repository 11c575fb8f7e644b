"""Since when: 「1ヶ月前から」「去年の夏から」「先週引っ越してきて以来」 as the day it began."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from types import MappingProxyType
from typing import Final

from domain.clock import in_tokyo
from domain.dates.calendar import MONTH_PARTS, Calendar, add_months
from domain.dates.lexicon.days import PERIODS
from domain.dates.lexicon.kana import any_of
from domain.dates.numerals import NUMBER, parse_number
from domain.dates.public_holidays import SEASONS
from domain.text import MAX_MESSAGE, normalize

_N: Final = NUMBER
_SEVERAL: Final = 3
_HALF_MONTH: Final = 15
_AMOUNT: Final = rf"(?P<amount>[数半]|(?:{_N}\s?[、,~〜・\-]\s?)?{_N})\s?"
_PARTS: Final = {word: words[0] for word, (_, words) in PERIODS.items()} | {
    "上旬": "上旬",
    "中旬": "中旬",
    "下旬": "下旬",
    "暮れ": "末",
}
_PART: Final = rf"の?(?P<part>{any_of(_PARTS)})?"
_YEARS: Final[Mapping[str, int]] = MappingProxyType({"一昨年": 2, "おととし": 2, "去年": 1, "昨年": 1, "今年": 0})
_YEAR: Final = rf"(?:(?P<year>20\d\d)年|(?P<ago>{any_of(_YEARS)}))の?"
_FOUR_SEASONS: Final[Mapping[str, int]] = MappingProxyType({"春": 3, "夏": 6, "秋": 9, "冬": 12})
"""First month of each season, as the weather service counts them."""

_DAYS_AGO: Final[Mapping[str, int]] = MappingProxyType(
    {"今朝": 0, "今日": 0, "昨日": 1, "きのう": 1, "昨夜": 1, "昨晩": 1, "ゆうべ": 1, "一昨日": 2, "おととい": 2}
)
_WEEKS_AGO: Final[Mapping[str, int]] = MappingProxyType({"今週": 0, "先週": 1, "先々週": 2})
_MONTHS_AGO: Final[Mapping[str, int]] = MappingProxyType({"今月": 0, "先月": 1, "先々月": 2})
_FEASTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "お正月": "年始",
        "正月": "年始",
        "年明け": "年始",
        "年末": "年末",
        "お盆": "お盆",
        "GW": "GW",
        "ゴールデンウィーク": "GW",
    }
)
_NO_START: Final = (
    r"(?!に(?!なり|なる|なっ)|も(?:す[るれ]|経[てつ]|たつ)"
    r"|後|以内|で(?!す|し)|先|ごと|おき|毎|生|分|更新|払|契約|中|目|度|代)"
)
_BEGINS: Final = re.compile(
    r"(?:ごろ|頃|くらい|ぐらい|あたり|ほど|に(?:入|な)って)?(?:前)?(?:から|以来|より|以降)|.{0,12}(?:以来|てから|たときから)"
)


@dataclass(frozen=True)
class _Start:
    """How one way to name a start looks, and the day it means."""

    pattern: str
    day: Callable[[re.Match[str], date], date]


def read_since(text: str, now: datetime) -> date | None:
    """Reads since when something has been going on.

    Args:
        text: The customer's words; no more than `MAX_MESSAGE` characters are read.
        now: The present moment; a naive one is Tokyo's.

    Returns:
        The day it began, the first one of the span that was named; None if nothing is said. Never in the future.
    """
    today = in_tokyo(now).date()
    message = normalize(text[:MAX_MESSAGE])
    found = sorted(_starts(message, today), key=lambda start: (not start[1], start[0]))
    return found[0][2] if found else None


def _starts(message: str, today: date) -> Iterator[tuple[int, bool, date]]:
    """Every start named: its place, whether 「から」 marks it as one, its day."""
    taken = 0
    for match in _expression().finditer(message):
        if match.start() < taken:
            continue
        for start, pattern in _patterns():
            again = pattern.match(message, match.start())
            day = _day_of(start, again, today) if again else None
            if again and day:
                taken = again.end()
                yield match.start(), _BEGINS.match(message, taken) is not None, day
                break


def _day_of(start: _Start, match: re.Match[str], today: date) -> date | None:
    try:
        day = start.day(match, today)
    except (ValueError, OverflowError):  # 2月30日, 9999年前
        return None
    return day if day <= today else None


def _amount(match: re.Match[str]) -> int:
    said = match["amount"]
    if said == "半":
        raise ValueError("Only half a month or year is a span to count from.")
    return _SEVERAL if said == "数" else parse_number(re.findall(_N, said)[-1])


def _year_of(match: re.Match[str], today: date) -> int:
    return int(match["year"]) if match["year"] else today.year - _YEARS[match["ago"]]


def _first_of(match: re.Match[str], year: int, month: int) -> date:
    part = _PARTS.get(match["part"] or "")
    return date(year, month, MONTH_PARTS[part][0] if part and part != "末日" else 1)


def _latest(candidates: list[date], today: date) -> date:
    return max(day for day in candidates if day <= today)


def _month(match: re.Match[str], today: date) -> date:
    month = parse_number(match["month"])
    return _latest([_first_of(match, today.year - n, month) for n in (0, 1)], today)


def _month_day(match: re.Match[str], today: date) -> date:
    month, day = parse_number(match["month"]), parse_number(match["day"])
    return _latest([date(today.year - n, month, day) for n in (0, 1)], today)


def _year_month(match: re.Match[str], today: date) -> date:
    month, day = parse_number(match["month"]), match["day"]
    year = _year_of(match, today)
    return date(year, month, parse_number(day)) if day else _first_of(match, year, month)


def _whole_year(match: re.Match[str], today: date) -> date:
    part = _PARTS.get(match["part"] or "")
    return date(_year_of(match, today), *((12, 25) if part == "末" else (7, 1) if part in ("後半", "中旬") else (1, 1)))


def _years(match: re.Match[str], today: date) -> date:
    if match["amount"] == "半":
        return add_months(today, -6)
    return add_months(today, -12 * _amount(match) - (6 if match["half"] else 0))


def _months(match: re.Match[str], today: date) -> date:
    if match["amount"] == "半":
        return today - timedelta(days=_HALF_MONTH)
    return add_months(today, -_amount(match)) - timedelta(days=_HALF_MONTH if match["half"] else 0)


def _season(match: re.Match[str], today: date) -> date:
    month = _FOUR_SEASONS[match["season"]]
    return _latest([date(today.year - n, month, 1) for n in (0, 1)], today)


def _feast(match: re.Match[str], today: date) -> date:
    month, day = SEASONS[_FEASTS[match["feast"]]][0]
    return _latest([date(today.year - n, month, day) for n in (0, 1)], today)


def _last_weekday(match: re.Match[str], today: date) -> date:
    weekday = "月火水木金土日".index(match["weekday"])
    if match["week"]:
        return Calendar(today, today).week(-_WEEKS_AGO[match["week"]])[weekday]
    return today - timedelta(days=(today.weekday() - weekday - 1) % 7 + 1)


_STARTS: Final = (
    _Start(rf"{_YEAR}(?P<month>{_N})月の?(?:(?P<day>{_N})日|(?P<part>{any_of(_PARTS)}))?(?!分|額)", _year_month),
    _Start(
        rf"{_YEAR}(?P<season>{any_of(_FOUR_SEASONS)})",
        lambda m, today: date(_year_of(m, today), _FOUR_SEASONS[m["season"]], 1),
    ),
    _Start(rf"{_YEAR}(?:年)?{_PART}(?![はも])", _whole_year),
    _Start(rf"(?P<month>{_N})月(?P<day>{_N})日", _month_day),
    _Start(r"(?<![\d/])(?P<month>\d\d?)/(?P<day>\d\d?)(?![\d/])", _month_day),
    _Start(rf"(?P<month>{_N})月{_PART}(?!分|額|\d|後)", _month),
    _Start(rf"{_AMOUNT}年(?:間)?(?P<half>半)?{_NO_START}", _years),
    _Start(rf"{_AMOUNT}(?:[ヶケかカヵ個箇]月|カ月)(?P<half>半)?{_NO_START}", _months),
    _Start(rf"{_AMOUNT}週間?{_NO_START}", lambda m, today: today - timedelta(days=7 * _amount(m))),
    _Start(
        rf"(?:越して|引っ越し(?:て|から)|入居(?:して|から)){_AMOUNT}日目?",
        lambda m, today: today - timedelta(days=_amount(m)),
    ),
    _Start(rf"ここ{_AMOUNT}日", lambda m, today: today - timedelta(days=_amount(m))),
    _Start(r"半月(?!に|後)", lambda m, today: today - timedelta(days=_HALF_MONTH)),
    _Start(
        rf"{_AMOUNT}日間?(?=(?:ほど|くらい|ぐらい|も)?(?:前(?!まで|に(?:予約|連絡))|続|経))",
        lambda m, today: today - timedelta(days=_amount(m)),
    ),
    _Start(
        rf"(?P<week>{any_of(_WEEKS_AGO)})?の?(?P<weekday>[月火水木金土日])曜日?(?=から|以来|の[夜朝昼])", _last_weekday
    ),
    _Start(
        rf"(?P<week>{any_of(_WEEKS_AGO)})",
        lambda m, today: Calendar(today, today).week(-_WEEKS_AGO[m["week"]])[0],
    ),
    _Start(
        rf"(?P<months>{any_of(_MONTHS_AGO)}){_PART}",
        lambda m, today: _first_of(m, *_year_and_month(add_months(today.replace(day=1), -_MONTHS_AGO[m["months"]]))),
    ),
    _Start(
        rf"(?P<days>{any_of(_DAYS_AGO)})(?!は)",
        lambda m, today: today - timedelta(days=_DAYS_AGO[m["days"]]),
    ),
    _Start(
        rf"(?<![一-龯])(?P<season>{any_of(_FOUR_SEASONS)})(?=から|頃|ごろ|くらい|ぐらい|先|以来|に|の(?:初|終|は|お))",
        _season,
    ),
    _Start(rf"(?P<feast>{any_of(_FEASTS)})", _feast),
    _Start(
        rf"(?<![月\d])(?P<day>{_N})日(?=から|以来)",
        lambda m, today: _latest(_same_day_of_months(parse_number(m["day"]), today), today),
    ),
)


def _year_and_month(day: date) -> tuple[int, int]:
    return day.year, day.month


def _same_day_of_months(day: int, today: date) -> list[date]:
    months = [add_months(today.replace(day=1), -n) for n in (0, 1, 2)]
    return [
        month.replace(day=day)
        for month in months
        if add_months(month, 1) - timedelta(days=1) >= month + timedelta(days=day - 1)
    ]


@cache
def _patterns() -> tuple[tuple[_Start, re.Pattern[str]], ...]:
    return tuple((start, re.compile(start.pattern)) for start in _STARTS)


@cache
def _expression() -> re.Pattern[str]:
    """Where any of them may begin."""
    plain = (re.sub(r"\?P<\w+>", "?:", start.pattern) for start in _STARTS)
    return re.compile("(?=" + "|".join(f"(?:{pattern})" for pattern in plain) + ")")
