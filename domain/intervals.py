"""How sure a share is that was found in a sample."""

from math import sqrt
from statistics import NormalDist
from typing import Final

CONFIDENCE: Final = 0.95


def wilson(share: float, count: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Wilson's score interval of a share (Wilson 1927, JASA 22:209–212): right near 0 and 1 too, where Wald's is not.

    Args:
        share: Found, 0 to 1.
        count: Of how many.
        confidence: Of the interval.

    Returns:
        Lower and upper end; (0, 1) where nothing was counted.
    """
    if count == 0:
        return 0.0, 1.0
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    scale = 1 + z * z / count
    middle = (share + z * z / (2 * count)) / scale
    half = z / scale * sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    return max(0.0, middle - half), min(1.0, middle + half)
