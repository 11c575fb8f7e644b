"""English words for days, as customers drop them into a Japanese message: 「March 7 (Sat)」, 「next Friday」."""

import re
from typing import Final

from domain.dates.tokens import Kind, Meaning, Rule

_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTH: Final = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_WEEKDAY: Final = r"(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs?)?|Fri|Sat(?:ur)?|Sun)(?:day)?s?\.?"
_DAY: Final = r"(?:3[01]|[12]\d|[1-9])(?:st|nd|rd|th)?"
_START: Final = "(?<![A-Za-z])"
_END: Final = "(?![A-Za-z0-9])"


def _month_day(text: str) -> Meaning:
    day = re.search(r"\d+", text)
    assert day
    return (_index(_MONTHS, text), int(day.group())), ()


def _index(names: tuple[str, ...], text: str) -> int:
    """The place of the month named, from 1."""
    return next(n for n, name in enumerate(names, 1) if re.search(rf"{_START}{name}", text, re.IGNORECASE))


def _weekday(text: str) -> Meaning:
    return (_index(_WEEKDAYS, text) - 1,), ()


ENGLISH: Final = (
    Rule(Kind.MONTH_DAY, rf"{_START}(?i:{_MONTH})\s?{_DAY}{_END}", meaning=_month_day),
    Rule(Kind.MONTH_DAY, rf"(?<![\d:/]){_DAY}\s?(?:of )?(?i:{_MONTH}){_END}", meaning=_month_day),
    Rule(Kind.NOTED_WEEKDAY, rf"\((?i:{_WEEKDAY})\)", meaning=_weekday),
    Rule(Kind.RELATIVE, rf"{_START}(?i:today){_END}", meaning=lambda _: ((0,), ())),
    Rule(Kind.RELATIVE, rf"{_START}(?i:the day after tomorrow){_END}", meaning=lambda _: ((2,), ())),
    Rule(Kind.RELATIVE, rf"{_START}(?i:tomorrow){_END}", meaning=lambda _: ((1,), ())),
    Rule(Kind.TONIGHT, rf"{_START}(?i:tonight){_END}", meaning=lambda _: ((0,), ("night", "night"))),
    Rule(Kind.WEEK, rf"{_START}(?i:this week(?=end)|this week){_END}", meaning=lambda _: ((0,), ())),
    Rule(Kind.WEEK, rf"{_START}(?i:next (?:week(?=end)|week{_END}|(?={_WEEKDAY}{_END})))", meaning=lambda _: ((1,), ())),
    Rule(Kind.WEEK, rf"{_START}(?i:this (?:week(?=end)|(?={_WEEKDAY}{_END})))", meaning=lambda _: ((0,), ())),
    Rule(Kind.WEEKEND, rf"(?:{_START}|(?<=week))(?i:weekend|end(?<=weekend)){_END}"),
    Rule(Kind.WEEKDAYS, rf"{_START}(?i:weekdays?){_END}", meaning=lambda _: ((0, 1, 2, 3, 4), ("never",))),
    Rule(Kind.WEEKDAYS, rf"{_START}(?i:{_WEEKDAY}){_END}", meaning=_weekday),
    Rule(Kind.PART, rf"{_START}(?i:(?:in the )?morning){_END}", words=("am", "morning")),
    Rule(Kind.PART, rf"{_START}(?i:(?:in the )?afternoon){_END}", words=("pm", "afternoon")),
    Rule(Kind.PART, rf"{_START}(?i:(?:in the )?evening){_END}", words=("pm", "evening")),
    Rule(Kind.PART, rf"{_START}(?i:(?:at )?night){_END}", words=("night", "night")),
    Rule(Kind.WANT, rf"{_START}(?i:please|can you|would like|prefer|available|works|is (?:fine|good|ok)){_END}"),
)
"""Tried before the marks of flats and models, which are letters and numbers too."""
