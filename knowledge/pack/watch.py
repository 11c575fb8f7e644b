"""When an answer looks odd afterwards."""

from pydantic import Field

from knowledge.pack.part import Part
from knowledge.pack.units import Hours, Times


class Watch(Part):
    """Thresholds of the watch for odd answers; a pack without them has these."""

    confidence: float = Field(0.6, ge=0, le=1)
    similarity: float = Field(0.4, gt=0, le=1)
    rephrasings: Times = 2
    intensity: int = Field(2, ge=1, le=3)
    hours: Hours = 24
