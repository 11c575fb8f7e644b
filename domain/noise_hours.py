"""In which hours a noise is heard: clock times in a message, and the slot `time_of_day` as hours of the day."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from domain.dates.numerals import NUMBER, parse_number

NOISE_HOURS: Final[Mapping[str, range]] = {
    "early_morning": range(5, 8),
    "daytime": range(8, 18),
    "evening": range(18, 22),
    "night": range(22, 24),
    "midnight": range(0, 5),
}
"""Hours of each value (facts.md, Diagnosis). `irregular` names none."""

_EARLY_EVENING: Final = 5
_DAY_PARTS: Final = (
    "午前|早朝|明け方|未明|朝|正午|昼|午後|夕方|夕(?![飯食ごべ])|夕べ|ゆうべ|真夜中|夜中|深夜|夜|晩"
    "|よる|あさ|ひる|ばん|放課後"
)
_WORD: Final = rf"(?:{_DAY_PARTS})(?:間|方|早く|遅く)?(?:の|、|は|\s)?"
_CLOCK: Final = rf"{NUMBER}\s?(?:(?:時|じ(?![ゃゅょぶかん]))(?![間期代点々折速給的])(?:半|\d{{1,2}}分)?|:\d\d)(?:台)?"
_ABOUT: Final = r"(?:頃|ごろ|ころ|近く|くらい|ぐらい|過ぎ|すぎ|前|を(?:過|す)ぎ(?:て|た)?)?"
_SPOKEN: Final = re.compile(
    rf"(?P<word>{_WORD})?(?:(?P<first>{_CLOCK}){_ABOUT}(?:に)?(?P<open>以降"
    rf"|から(?!{_ABOUT}(?:翌日?の?)?(?:{_WORD})?{NUMBER}[時じ])|まで)?"
    rf"|(?P<bare>{NUMBER}))(?:(?:から|より|〜|~|-|ー|–)(?P<next>翌日?の?)?(?P<to_word>{_WORD})?(?P<last>{_CLOCK}){_ABOUT}(?:まで)?)?"
)
_CONTEXT: Final = re.compile(_DAY_PARTS)
_SLEEPLESS: Final = re.compile(r"眠|寝|起こさ|目が覚|目を覚")


@dataclass(frozen=True)
class ClockMention:
    """Clock times heard at a place of the text, and the values of `time_of_day` they lie in."""

    start: int
    end: int
    values: frozenset[str]


def noise_hours_of(slots: Mapping[str, Any]) -> frozenset[int]:
    """The hours of the day (0–23) in which a customer's noise is heard, as far as they said; else empty."""
    said = slots.get("time_of_day") or ()
    values = (said,) if isinstance(said, str) else said
    return frozenset(hour for value in values for hour in NOISE_HOURS.get(value, ()))


def values_of(hours: Collection[int]) -> frozenset[str]:
    """The values of `time_of_day` in which some hours of the day lie."""
    return frozenset(value for value, span in NOISE_HOURS.items() if any(hour % 24 in span for hour in hours))


def clock_mentions(text: str) -> Iterator[ClockMention]:
    """Every clock time or range of times in a normalized message.

    A bare hour is read by the part of the day named before it in the sentence (「毎晩、11時ごろ」); where nothing tells
    morning from night it is not read.
    """
    for match in _SPOKEN.finditer(text):
        if match["bare"] and not match["last"]:
            continue
        hours = _hours(match, text)
        yield ClockMention(match.start(), match.end(), values_of(hours))


def _hours(match: re.Match[str], text: str) -> Collection[int]:
    word = _part(match["word"]) or _context(text, match.start())
    first = _settle(_number(match["first"] or match["bare"]), word, text)
    if match["last"]:
        word = "午後" if word in ("夕方", "夕") else word  # 「夕方5時から7時」 begins by day
        first = _settle(_number(match["first"] or match["bare"]), word, text)
        to_word = _part(match["to_word"]) or ("朝" if match["next"] else "")
        last = _settle(_number(match["last"]), to_word or word, text)
        if first is None and last is not None and _number(match["first"] or match["bare"]) < last:
            first = _number(match["first"] or match["bare"])  # 「9時から17時まで」
        if first is None:
            return ()
        if last is None:
            return (first,)
        while last <= first:
            last += 12 if not to_word and last + 12 > first and last < 12 and first < 12 else 24
        return range(first, last)
    if first is None:
        return ()
    if match["open"] == "まで":
        return (first if "過" in match[0] or "すぎ" in match[0] else (first - 1) % 24,)
    if match["open"] == "以降" and 12 <= first:
        return range(first, 24)
    return (first,)


def _part(said: str | None) -> str:
    found = _CONTEXT.match(said) if said else None
    return found[0] if found else ""


def _context(text: str, start: int) -> str:
    sentence = re.split(r"[。!?\n]", text[:start])[-1]
    named = _CONTEXT.findall(sentence)
    return named[-1] if named else ""


def _number(clock: str) -> int:
    found = re.match(NUMBER, clock)
    try:
        return parse_number(found[0]) if found else -1
    except ValueError:
        return -1


def _settle(hour: int, word: str, text: str) -> int | None:
    """The hour on the 24-hour clock."""
    if not 0 <= hour <= 29:
        return None
    if hour >= 13:
        return hour % 24
    match word:
        case "午前" | "早朝" | "明け方" | "未明" | "朝" | "あさ":
            return hour % 12 if word == "午前" else hour
        case "昼" | "正午" | "ひる":
            return hour + 12 if hour <= 5 else hour
        case "午後" | "放課後":
            return hour % 12 + 12
        case "夕方" | "夕":
            return hour % 12 + 12 + (hour % 12 == _EARLY_EVENING)  # 「夕方5時」 is called evening all the same
        case "夜" | "晩" | "よる" | "ばん" | "夕べ" | "ゆうべ":
            return hour + 12 if 5 <= hour < 12 else hour % 12
        case "夜中" | "真夜中" | "深夜":
            return hour + 12 if 9 <= hour < 12 else hour % 12
    if hour == 0 or (hour < 5 and _SLEEPLESS.search(text)):
        return hour
    return None
