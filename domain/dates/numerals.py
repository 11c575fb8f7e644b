"""Numbers as Japanese customers write them: 19, 十九, 二十, 二三, 元."""

from typing import Final

NUMBER: Final = r"(?:\d{1,4}|[〇一二三四五六七八九十廿卅元]{1,4})"
"""Pattern of one number, without groups. Text is NFKC already: full-width digits do not occur."""

_DIGITS: Final = {digit: value for value, digit in enumerate("〇一二三四五六七八九")} | {"元": 1}
_WORDS: Final = {"半": 30}
_SHORT: Final = {"廿": "二十", "卅": "三十"}


def parse_number(text: str) -> int:
    """Reads one number.

    Args:
        text: Digits or kanji numerals up to 99; 「半」 counts thirty minutes.

    Returns:
        The number. Kanji without 十 are read by position (二三 = 23).

    Raises:
        ValueError: The text is no number.
    """
    if text in _WORDS:
        return _WORDS[text]
    if text.isdecimal():
        return int(text)
    for short, long in _SHORT.items():
        text = text.replace(short, long)
    tens, mark, ones = text.partition("十")
    if not mark:
        return _positional(text)
    return (_positional(tens) if tens else 1) * 10 + (_positional(ones) if ones else 0)


def _positional(text: str) -> int:
    if not text or any(char not in _DIGITS for char in text):
        raise ValueError(f"{text!r} is no number. Write digits or kanji numerals up to 99.")
    return int("".join(str(_DIGITS[char]) for char in text))
