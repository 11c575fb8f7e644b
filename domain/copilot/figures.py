"""Figures of a text, so that the same one is the same however it is written: 1万円 is 10,000円, 11:00 is 11時."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from domain.copilot.sentences import unfolded

_KANJI: Final = {sign: number for number, sign in enumerate("〇一二三四五六七八九")}
_TENS: Final = {"十": 10, "百": 100, "千": 1_000}
_NUMBER: Final = r"(?:\d[\d,]*(?:\.\d+)?万?(?:\d[\d,]*)?|[〇一二三四五六七八九十百千万]+)"
_UNITS: Final = (
    "円|パーセント|%|割引|割|営業日|週間|か月|ヶ月|カ月|ヵ月|ケ月|箇月|年間|年|日間|日|時間|分間|分|秒"
    "|回|名|人|件|個|倍|点|デシベル|dB"
)
_FIGURE: Final = re.compile(
    rf"(?P<month>\d{{1,2}})(?:月|/)(?P<day>\d{{1,2}})日?"
    rf"|(?P<half>午前|午後)?(?P<hour>\d{{1,2}})(?::(?P<colon>\d{{2}})|時(?!間)(?:(?P<minute>\d{{1,2}})分|(?P<thirty>半))?)"
    rf"|(?P<number>{_NUMBER})(?P<unit>{_UNITS})"
)
_SAME: Final = {
    "パーセント": "%", "割引": "割", "日間": "日", "年間": "年", "分間": "分", "名": "人", "dB": "デシベル",
    "ヶ月": "か月", "カ月": "か月", "ヵ月": "か月", "ケ月": "か月", "箇月": "か月",
}  # fmt: skip
_IDIOMS: Final = re.compile(r"一(?:人|度|回|件|緒|日も|時的)|二度と|一々|千葉|四国|三重|一点|もう一[回度]")
"""What has the shape of a figure and says none."""


@dataclass(frozen=True)
class Figure:
    """A figure in its one form, and where it stands."""

    value: str
    start: int
    end: int


def figures(text: str) -> Iterator[Figure]:
    """The figures of a text, in order; its length must be that of the text they are looked up in."""
    folded = unfolded(text)
    idioms = [match.span() for match in _IDIOMS.finditer(folded)]
    for match in _FIGURE.finditer(folded):
        if not any(start <= match.start() < end for start, end in idioms):
            yield Figure(_value(match), match.start(), match.end())


def values(texts: Iterable[str]) -> frozenset[str]:
    """Every figure that stands in some of these texts."""
    return frozenset(figure.value for text in texts for figure in figures(text))


def of_moment(moment: datetime) -> frozenset[str]:
    """The figures by which a moment is named."""
    return frozenset({f"{moment.month}月{moment.day}日", _clock(moment.hour, moment.minute)})


def yen_of(figure: Figure) -> int | None:
    """The amount, where it is one."""
    return int(float(figure.value[:-1])) if figure.value.endswith("円") else None


def _value(match: re.Match[str]) -> str:
    if match["month"]:
        return f"{int(match['month'])}月{int(match['day'])}日"
    if match["hour"]:
        hour = int(match["hour"]) + (12 if match["half"] == "午後" and int(match["hour"]) < 12 else 0)
        return _clock(hour, 30 if match["thirty"] else int(match["colon"] or match["minute"] or 0))
    unit = _SAME.get(match["unit"], match["unit"])
    number = _number(match["number"])
    if unit == "割":
        number, unit = number * 10, "%"
    return f"{number:g}{unit}" if number % 1 else f"{int(number)}{unit}"


def _clock(hour: int, minute: int) -> str:
    return f"{hour}:{minute:02}"


def _number(written: str) -> float:
    thousands, myriad, rest = written.rpartition("万")
    return (_below_myriad(thousands) or 1.0) * 10_000 + _below_myriad(rest) if myriad else _below_myriad(rest)


def _below_myriad(written: str) -> float:
    if written[:1].isdecimal():
        return float(written.replace(",", ""))
    total = digit = 0
    for sign in written:
        if sign in _TENS:
            total += (digit or 1) * _TENS[sign]
            digit = 0
        else:
            digit = digit * 10 + _KANJI[sign]
    return float(total + digit)
