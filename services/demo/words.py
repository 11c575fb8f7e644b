"""The names and sayings of the demo world."""

from pathlib import Path
from typing import Final

import yaml
from pydantic import BaseModel, ConfigDict, Field

from domain.staff import Role
from domain.success.customer_360 import CustomerType

FILE: Final = Path(__file__).with_name("words.yaml")


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Place(_Part):
    """Parts of a prefecture, and how telephone numbers begin there."""

    places: tuple[str, ...] = Field(min_length=1)
    dial: str


class Comments(_Part):
    """What stands beside a mark in a survey."""

    low: tuple[str, ...] = Field(min_length=1)
    high: tuple[str, ...] = Field(min_length=1)


class Words(_Part):
    """See words.yaml."""

    surnames: tuple[str, ...] = Field(min_length=1)
    given_names: tuple[str, ...] = Field(min_length=1)
    company_stems: tuple[str, ...] = Field(min_length=1)
    company_forms: tuple[str, ...] = Field(min_length=1)
    branch: str
    prefectures: dict[str, Place]
    buildings: tuple[str, ...] = Field(min_length=1)
    features: tuple[str, ...] = Field(min_length=1)
    support_categories: dict[CustomerType, tuple[str, ...]]
    quotes: dict[CustomerType, dict[str, tuple[str, ...]]]
    comments: Comments
    staff: dict[Role, int]


def load_words() -> Words:
    """Reads the words that ship with the demo."""
    return Words.model_validate(yaml.safe_load(FILE.read_text(encoding="utf-8")))
