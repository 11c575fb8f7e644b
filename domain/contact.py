"""Reads how a customer can be reached and where they live: in any order, in one message or in answers to questions."""

import re
from dataclasses import dataclass
from typing import Final

from email_validator import EmailNotValidError, validate_email

from domain.addresses import find_address
from domain.person_names import find_name

DASH: Final = "[-\u2010-\u2015\u2212\u30fc]"
"""What people type between the groups of a number, the long-vowel mark among them (text is NFKC already)."""

_TAIL: Final = r"\s*(?:になります|でお願いします|です|だよ|に(?:連絡|電話)?(?:ください|下さい))?"
_EMAIL: Final = re.compile(
    r"(?:(?:e-?mail|メール|メアド|アドレス)[^\s@]{0,6}?(?:は|が|:)\s*)?([A-Za-z0-9._%+'-]+@[A-Za-z0-9.-]*[A-Za-z0-9])"
    + _TAIL,
    re.IGNORECASE,
)
_PHONE: Final = re.compile(
    r"(?:(?:電話|携帯|スマホ|連絡先|TEL)(?:番号)?(?:は|が|:)?\s*)?(?<![\d])"
    rf"((?:\+\s?81[\s-]?\(?0?\)?|\(?0)(?:[\s()]|{DASH})*(?:\d(?:[\s()]|{DASH}){{0,2}}){{7,9}}\d)(?!\d)" + _TAIL,
    re.IGNORECASE,
)
_LABELS: Final = re.compile(
    r"(?:^|(?<=[\s、,。]))(?:お?名前|氏名|ご?住所|お?電話(?:番号)?|メール(?:アドレス)?|連絡先|郵便番号)(?:は|が|:)?\s*(?=$|[\s、,。])"
)
_EMPTY: Final = re.compile(r"[\s、,。]*[、,][\s、,]*")


@dataclass(frozen=True)
class Contact:
    """What a message says of who somebody is and where: None where it says nothing. `rest` is the message without."""

    name: str | None = None
    address: str | None = None
    phone: str | None = None
    email: str | None = None
    rest: str = ""

    @property
    def said(self) -> dict[str, str]:
        """What was said, by its name."""
        fields = {"name": self.name, "address": self.address, "phone": self.phone, "email": self.email}
        return {name: value for name, value in fields.items() if value}


def read_contact(text: str, asks: str | None = None) -> Contact:
    """Reads a normalized message.

    Args:
        text: The message, as `domain.text.normalize` returns it.
        asks: What was asked for (`name`, `address`, …): an answer needs no label.
    """
    email, rest = _take_email(text)
    phone, rest = _take_phone(rest)
    address, rest = find_address(rest, asked=asks == "address")
    name, rest = find_name(rest, asked=asks == "name", among=bool(email or phone or address))
    if not (email or phone or address or name):
        return Contact(rest=text)
    return Contact(name, address, phone, email, _EMPTY.sub("、", _LABELS.sub("", rest)).strip("、, "))


def read_phone(text: str) -> str | None:
    """The Japanese telephone number in a text, with hyphens where its groups are known or were typed."""
    return next(filter(None, (_phone(match[1]) for match in _PHONE.finditer(text))), None)


def read_email(text: str) -> str | None:
    """The e-mail address in a text, in lower case; None where there is none that could exist."""
    return next(filter(None, (_email(match[1]) for match in _EMAIL.finditer(text))), None)


def _take_email(text: str) -> tuple[str | None, str]:
    for match in _EMAIL.finditer(text):
        if found := _email(match[1]):
            return found, f"{text[: match.start()]}、{text[match.end() :]}"
    return None, text


def _take_phone(text: str) -> tuple[str | None, str]:
    for match in _PHONE.finditer(text):
        if found := _phone(match[1]):
            return found, f"{text[: match.start()]}、{text[match.end() :]}"
    return None, text


def _email(text: str) -> str | None:
    try:
        return validate_email(text, check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        return None


_MOBILE: Final = re.compile(r"0[5-9]0\d{8}")
_FIXED: Final = re.compile(r"0[1-9]\d{8}")


def _phone(text: str) -> str | None:
    digits = re.sub(r"\D", "", text)
    if text.lstrip("( ").startswith("+"):
        digits = "0" + digits.removeprefix("81").removeprefix("0")
    if _MOBILE.fullmatch(digits):
        return f"{digits[:3]}-{digits[3:7]}-{digits[7:]}"
    if not _FIXED.fullmatch(digits) or _MOBILE.match(digits + "0"):
        return None
    if digits[:2] in ("03", "06"):
        return f"{digits[:2]}-{digits[2:6]}-{digits[6:]}"
    groups = re.findall(r"\d+", text)
    typed = "-".join(groups)
    return typed if len(groups) == 3 and typed.startswith("0") else digits
