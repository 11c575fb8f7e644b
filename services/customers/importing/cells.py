"""What a cell of a spreadsheet means: numbers with commas, days as Japan writes them, yes and no."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, Final

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, BeforeValidator, Field

from domain.clock import in_tokyo
from domain.text import clean

LARGEST: Final = 2**31 - 1
"""What both databases keep as a whole number."""

_MOMENT = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T](\d{1,2})[:時](\d{1,2})(?:分|:(\d{1,2}))?秒?)?")
_YES: Final = frozenset({"1", "true", "yes", "y", "on", "はい", "有", "あり", "有り", "○", "◯", "済"})
_NO: Final = frozenset({"0", "false", "no", "n", "off", "いいえ", "無", "なし", "無し", "×", "✕", "未"})
_BETWEEN = re.compile(r"[;|、,]")


def plain(cell: str) -> str:
    """A cell in one width, without spaces around it."""
    return unicodedata.normalize("NFKC", cell).strip()


def _moment(cell: Any) -> Any:
    if not isinstance(cell, str):
        return cell
    text = plain(cell)
    found = _MOMENT.fullmatch(text)
    try:
        if found:
            return in_tokyo(datetime(*(int(part) for part in found.groups(default="0"))))  # type: ignore[arg-type]  # noqa: DTZ001
        return in_tokyo(datetime.fromisoformat(text))
    except ValueError:
        raise ValueError("is no time; write 2026-11-25 10:30, or with a zone 2026-11-25T10:30+09:00") from None


def _day(cell: Any) -> Any:
    if not isinstance(cell, str):
        return cell
    try:
        return _moment(cell).date()
    except ValueError:
        raise ValueError("is no day; write 2026-11-25") from None


def _whole(cell: Any) -> Any:
    if not isinstance(cell, str):
        return cell
    text = plain(cell).removeprefix("¥").removesuffix("円").replace(",", "").strip()
    if not re.fullmatch(r"-?\d{1,12}(\.0+)?", text):
        raise ValueError("is no whole number")
    return int(float(text))


def _number(cell: Any) -> Any:
    if not isinstance(cell, str):
        return cell
    text = plain(cell).replace(",", "")
    if not re.fullmatch(r"-?\d{1,12}(\.\d+)?", text):
        raise ValueError("is no number")
    return float(text)


def _flag(cell: Any) -> Any:
    if not isinstance(cell, str):
        return cell
    text = plain(cell).casefold()
    if text not in _YES | _NO:
        raise ValueError("is neither yes nor no; write 1 or 0")
    return text in _YES


def _names(cell: Any) -> Any:
    return [name for part in _BETWEEN.split(plain(cell)) if (name := part.strip())] if isinstance(cell, str) else cell


def _mail(address: str) -> str:
    try:
        return validate_email(address, check_deliverability=False).normalized
    except EmailNotValidError:
        raise ValueError("is no e-mail address") from None


def worded(words: Mapping[str, str]) -> BeforeValidator:
    """Reads a word of a vocabulary however it is written, or as Japanese files say it."""

    def read(cell: Any) -> Any:
        if not isinstance(cell, str):
            return cell
        text = plain(cell).casefold()
        return words.get(text, text)

    return BeforeValidator(read)


Key = Annotated[str, BeforeValidator(lambda cell: plain(cell) if isinstance(cell, str) else cell)]
"""An id: as it is, in one width."""

Id = Annotated[Key, Field(min_length=1, max_length=128, pattern=r"^[^\s\x00-\x1f]+$")]
Text = Annotated[str, AfterValidator(clean), Field(min_length=1, max_length=4_000)]
Mail = Annotated[str, AfterValidator(_mail)]
Moment = Annotated[datetime, BeforeValidator(_moment)]
Day = Annotated[date, BeforeValidator(_day)]
Count = Annotated[int, BeforeValidator(_whole), Field(ge=0, le=LARGEST)]
Number = Annotated[float, BeforeValidator(_number), Field(ge=0)]
Flag = Annotated[bool, BeforeValidator(_flag)]
Names = Annotated[list[str], BeforeValidator(_names)]
Hours = Annotated[list[Annotated[int, Field(ge=0, le=23)]], BeforeValidator(_names)]
