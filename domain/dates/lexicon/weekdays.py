"""Weekdays: one, several, ranges, working days, days off, and the weekday noted after a date."""

import re
from typing import Final

from domain.dates.lexicon.kana import AT_WORD
from domain.dates.tokens import Kind, Meaning, Rule

NAMES: Final = "月火水木金土日"
_RANGE: Final = re.compile(r"[~〜\-]|から")
_OR: Final = re.compile(r"か|or|や")
_KANA: Final = {"げつ": 0, "か": 1, "すい": 2, "もく": 3, "きん": 4, "ど": 5, "にち": 6}
_WEEKDAY_KANA: Final = r"(?:げつ|すい|もく|きん|ど|にち)よ[うー]?(?:び|日)?|かよ[うー](?:び|日)"
_BEFORE_LIST: Final = r"(?:(?<![一-龯々ぁ-ん\d])|(?<=[週周月旬末はがのもでちくた外])|(?<=なら))(?!(?<=の)日)"
_AFTER_LIST: Final = r"(?![一-龯々ァ-ヶ])|(?=[夜朝昼午夕深晩以限希中終除避無不空都両予可全終])"


def _one(text: str) -> Meaning:
    return (NAMES.index(text[0]),), ()


def _in_kana(text: str) -> Meaning:
    return (next(number for word, number in _KANA.items() if text.startswith(word + "よ")),), ()


def _several(text: str) -> Meaning:
    """「月水金」「月・水」「月〜金」「火か木曜」「土日祝」."""
    body = text.removesuffix("日") if text.endswith("曜日") else text
    found = [NAMES.index(char) for char in body if char in NAMES]
    words = ("also",) if "祝" in text else ()
    if _RANGE.search(text) and len(found) == 2:
        first, last = found
        return tuple((first + n) % 7 for n in range((last - first) % 7 + 1)), (*words, "or")
    return tuple(dict.fromkeys(found)), (*words, "or") if _OR.search(text) else words


def _noted(text: str) -> Meaning:
    return (next(NAMES.index(char) for char in text if char in NAMES),), ()


WEEKDAY_RULES: Final = (
    Rule(Kind.WEEKDAYS, "平日|へいじつ|ウィークデー|ウイークデー", meaning=lambda _: ((0, 1, 2, 3, 4), ("never",))),
    Rule(
        Kind.WEEKDAYS,
        "(?<!定)休日(?!出勤)|お?(?:仕事の?|会社の?)?休みの日|やすみのひ",
        meaning=lambda _: ((5, 6), ("also",)),
    ),
    Rule(Kind.WEEKDAYS, "どにち", meaning=lambda _: ((5, 6), ())),
    Rule(
        Kind.WEEKDAYS,
        rf"{_BEFORE_LIST}[{NAMES}](?:\s?(?:[・、,/&+~〜\-]|か|と|や|or|から)?\s?[{NAMES}祝]){{1,8}}(?:曜日?|日|(?:{_AFTER_LIST}))",
        meaning=_several,
    ),
    Rule(Kind.SKIP, r"\((?:祝日?|休日?|休み)\)"),
    Rule(
        Kind.NOTED_WEEKDAY,
        rf"[(\[][{NAMES}](?:曜日?)?(?:・?祝日?)?[)\]]|(?<=[\d日])[{NAMES}](?![一-龯々\d])",
        meaning=_noted,
    ),
    Rule(Kind.WEEKDAYS, rf"[{NAMES}](?:曜日?|よう(?:び|日)?(?=$|[^ぁ-ん]|[のにはでかがもと、]))", meaning=_one),
    Rule(Kind.WEEKDAYS, rf"(?:{AT_WORD}|(?<=[もと]))(?:{_WEEKDAY_KANA})", meaning=_in_kana),
    Rule(Kind.WEEKDAYS, rf"(?:(?<=[週周])|(?<=[週周]の))[{NAMES}](?![一-龯々曜])", meaning=_one),
)
