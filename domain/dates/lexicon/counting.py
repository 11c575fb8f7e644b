"""Days that are counted: within so many, after so many, and so many on from a day that was named."""

import re
from typing import Final

from domain.dates.numerals import NUMBER, parse_number
from domain.dates.tokens import Kind, Meaning, Rule

_N: Final = NUMBER
_MONTHS: Final = r"(?:ヶ|ケ|か|カ|ヵ|個|箇)月"
_TWO_KANJI: Final = re.compile(r"[一二三四五六七八九]{2}")
_WITHIN: Final = r"(?:以内|(?:のうち|の内)(?=に|で|。|$))に?"
_SOME: Final = r"(?:ほど|くらい|ぐらい|ばかり|程度?)?"
_GONE: Final = r"(?:し|経っ|たっ)た(?:ら|後|あと)"
_SPAN: Final = rf"{_N}\s?(?:日間?|週間?){_SOME}"
_BY: Final = rf"{_SPAN}(?:だけ|分)?、?"
_DAY_OF: Final = "(?<=[日曜分時枠約])の"
_MOVED: Final = r"ずら|移し|(?:変更)?(?:して(?!い)|したい|でき)"


def _within_days(text: str) -> Meaning:
    """「2、3日中」 ends with the last number; 「二三日」 is two or three days here, not the 23rd."""
    last = re.findall(_N, text)[-1]
    return (parse_number(last[-1] if _TWO_KANJI.fullmatch(last) else last),), ()


def _within_weeks(text: str) -> Meaning:
    return (7 * parse_number(re.findall(_N, text)[-1]),), ()


def _within_months(text: str) -> Meaning:
    return (30 * parse_number(re.findall(_N, text)[-1]),), ()


def _within_hours(text: str) -> Meaning:
    """「48時間以内」: by the end of the day after tomorrow."""
    return (-(-parse_number(re.findall(_N, text)[0]) // 24),), ()


def _days_between(text: str) -> Meaning:
    """「中二日」, 「2日おいて」: two days lie between."""
    return (parse_number(re.findall(_N, text)[0]) + 1,), ("counted",)


def _days_in(text: str) -> int:
    number = re.findall(_N, text)[0]
    return parse_number(number) * (7 if "週" in text else 1)


def _later(text: str) -> Meaning:
    return (), (f"+{_days_in(text)}",)


def _earlier(text: str) -> Meaning:
    return (), (f"-{_days_in(text)}",)


COUNTED: Final = (
    Rule(Kind.WITHIN, rf"{_N}\s?(?:[、,~〜\-]|から)?\s?(?:{_N})?日間?{_WITHIN}", meaning=_within_days),
    Rule(Kind.WITHIN, rf"(?:{_N}\s?(?:[、,~〜\-]|から)\s?{_N}|[一二三四五六七八九]{{2}})日中に?", meaning=_within_days),
    Rule(Kind.WITHIN, rf"{_N}週間?{_WITHIN}", meaning=_within_weeks),
    Rule(Kind.WITHIN, rf"{_N}{_MONTHS}{_WITHIN}", meaning=_within_months),
    Rule(Kind.WITHIN, r"数日(?:以内|中|のうち)に?", meaning=lambda _: ((5,), ())),
    Rule(Kind.WITHIN, r"[一1]両日中?に?", meaning=lambda _: ((2,), ())),
    Rule(Kind.RELATIVE, rf"({_N})\s?(?:[、,~〜\-]\s?({_N}))?日{_SOME}(?:後(?!ろ)|先(?!送|延))", words=("counted",)),
    Rule(Kind.AFTER_WEEKS, rf"({_N})\s?(?:週間?|しゅうかん)\s?(?:後|先|あと|ご(?![ろ午]))"),
    Rule(Kind.AFTER_MONTHS, rf"({_N}){_MONTHS}{_SOME}(?:後|先)"),
    Rule(Kind.WITHIN, rf"{_N}時間{_WITHIN}(?!.{{0,4}}(?:返|連絡|回答|電話|報告))", meaning=_within_hours),
    Rule(Kind.RELATIVE, rf"(?:あと)?({_N})日{_SOME}{_GONE}", words=("counted",)),
    Rule(
        Kind.RELATIVE,
        rf"中{_N}日(?:で|(?:あ|空)けて|[お置]いて)?|{_N}日[お置]いて",
        meaning=_days_between,
    ),
    Rule(Kind.RELATIVE, f"半月{_SOME}(?:後|先|{_GONE})", meaning=lambda _: ((15,), ("counted",))),
    Rule(Kind.AFTER_WEEKS, rf"(?:あと)?({_N})週間{_SOME}{_GONE}"),
    Rule(Kind.DURATION, rf"(?:(?<=から)|(?<=からの))({_N})日間"),
    Rule(Kind.DURATION, rf"(?:(?<=から)|(?<=からの)){_N}週間", meaning=_within_weeks),
    Rule(Kind.COUNT, rf"から(?:数えて|かぞえて)?({_N})日目"),
)
"""Counted from today, tried before the numbers that are none."""

SHIFTS: Final = (
    Rule(Kind.SHIFT, rf"{_DAY_OF}{_SPAN}(?:後(?!ろ)|あと)", meaning=_later),
    Rule(Kind.SHIFT, rf"{_DAY_OF}{_SPAN}前", meaning=_earlier),
    Rule(Kind.SHIFT, rf"{_BY}(?:後ろ|うしろ|後送り|先(?=送|延))(?:に|へ)?", meaning=_later),
    Rule(Kind.SHIFT, rf"{_BY}(?=ずら|延[ばべ期]|のば|遅ら|おくら|後ろ?倒し|繰り?下げ)", meaning=_later),
    Rule(Kind.SHIFT, rf"{_BY}(?=早め[たてらるま]|早く(?:して|でき|なり)|前倒し|繰り?上げ)", meaning=_earlier),
    Rule(Kind.SHIFT, rf"{_BY}前に(?={_MOVED})", meaning=_earlier),
    Rule(Kind.SHIFT, "(?:の|その)?(?:翌|次の|来)週の?(?:同じ|おなじ)(?:曜日|日)", words=("+7",)),
    Rule(Kind.SHIFT, "(?:の|その)?(?:前の|前)週の?(?:同じ|おなじ)曜日", words=("-7",)),
    Rule(Kind.SHIFT, "(?:の|その)?翌[々翌]日", words=("+2",)),
    Rule(Kind.SHIFT, "(?:の|その)?前[々前]日", words=("-2",)),
)
"""Counted from a day that was named: 「15日の予約を一週間うしろに」."""
