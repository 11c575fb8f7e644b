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
_OR: Final = r"\s?(?:[、,&]|か|と|or|and)\s?"
_START: Final = "(?<![A-Za-z])(?=[A-Za-z])"
_END: Final = "(?![A-Za-z0-9])"


_RELATIVE: Final = {"today": 0, "tomorrow": 1, "the day after tomorrow": 2}
_PARTS: Final = {
    "morning": ("am", "morning"),
    "afternoon": ("pm", "afternoon"),
    "evening": ("pm", "evening"),
    "night": ("night", "night"),
}


def _month_day(text: str) -> Meaning:
    return (_index(_MONTHS, text) + 1, *(int(day) for day in re.findall(r"\d+", text))), ()


def _weekday(text: str) -> Meaning:
    return (_index(_WEEKDAYS, text),), ()


def _index(names: tuple[str, ...], text: str) -> int:
    """Which of the names a word begins with."""
    return next(n for n, name in enumerate(names) if re.search(rf"{_START}{name}", text, re.IGNORECASE))


def _week(text: str) -> Meaning:
    return (int(text.lower().startswith("next")),), ()


ENGLISH: Final = (
    Rule(Kind.MONTH_DAY, rf"{_START}(?i:{_MONTH})\s?{_DAY}(?:{_OR}{_DAY})*{_END}", meaning=_month_day),
    Rule(Kind.MONTH_DAY, rf"(?<![\d:/]){_DAY}\s(?:of )?(?i:{_MONTH}){_END}", meaning=_month_day),
    Rule(Kind.NOTED_WEEKDAY, rf"\((?i:{_WEEKDAY})\)", meaning=_weekday),
    Rule(
        Kind.RELATIVE,
        rf"{_START}(?i:{'|'.join(_RELATIVE)}){_END}",
        meaning=lambda text: ((_RELATIVE[text.lower()],), ()),
    ),
    Rule(Kind.TONIGHT, rf"{_START}(?i:tonight){_END}", meaning=lambda _: ((0,), ("night", "night"))),
    Rule(Kind.WEEK, rf"{_START}(?i:(?:this|next) (?:week(?:(?=end)|{_END})|(?={_WEEKDAY}{_END})))", meaning=_week),
    Rule(Kind.WEEKDAYS, rf"{_START}(?i:weekdays?){_END}", meaning=lambda _: ((0, 1, 2, 3, 4), ("never",))),
    Rule(Kind.WEEKEND, rf"(?:{_START}(?i:weekend)|(?<=[wW]eek)(?i:end)){_END}"),
    Rule(Kind.WEEKDAYS, rf"{_START}(?i:{_WEEKDAY}){_END}", meaning=_weekday),
    Rule(Kind.PART, rf"{_START}(?i:{'|'.join(_PARTS)}){_END}", meaning=lambda text: ((), _PARTS[text.lower()])),
    Rule(Kind.WANT, rf"{_START}(?i:please|can you|would like|prefer|available|works|is (?:fine|good|ok)){_END}"),
)
"""Tried before the marks of flats and models, which are letters and numbers too."""
