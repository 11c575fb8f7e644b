"""How a value of the pack is written in a sentence: the unit belongs to the value, not to the text."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field


@dataclass(frozen=True)
class Unit:
    """Metadata of a field: what stands behind its number in a Japanese sentence."""

    suffix: str
    grouped: bool = False

    def render(self, value: object) -> str:
        """Writes a value with its unit, thousands grouped where the unit asks for it."""
        number = f"{value:,}" if self.grouped and isinstance(value, int) else str(value)
        return number + self.suffix


YEN = Unit("円", grouped=True)

Yen = Annotated[int, Field(ge=0), YEN]
Percent = Annotated[int, Field(ge=0, le=100), Unit("%")]
Days = Annotated[int, Field(ge=0), Unit("日")]
Hours = Annotated[int, Field(ge=0), Unit("時間")]
Minutes = Annotated[int, Field(ge=0), Unit("分")]
Months = Annotated[int, Field(ge=0), Unit("か月")]
Times = Annotated[int, Field(ge=0), Unit("回")]
Count = Annotated[int, Field(ge=0), Unit("件")]
Digits = Annotated[int, Field(ge=4, le=10), Unit("桁")]
ClockTime = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
