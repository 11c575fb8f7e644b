"""A calibration plot as SVG: what was said against what happened."""

from collections.abc import Sequence
from math import sqrt
from typing import Final

from domain.success.risk_metrics import Bin

WIDTH: Final = 420
HEIGHT: Final = 420
MARGIN: Final = 52
TICKS: Final = 5


def calibration_plot(bins: Sequence[Bin], title: str) -> str:
    """Draws a calibration table.

    A point is a group of customers: right is the probability they were given, up is the share of them who left, its
    size their number, the line through it the 95 % interval of a share of so few (Wilson). On the diagonal, what was
    said is what happened.

    Args:
        bins: The table.
        title: What stands above.
    """
    most = min(1.0, max([0.1, *(1.1 * max(row.expected, row.observed) for row in bins)]))
    ticks = [most * n / TICKS for n in range(TICKS + 1)]
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{title}" '
        'font-family="sans-serif" font-size="12">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        f'<text x="{WIDTH / 2}" y="24" text-anchor="middle" font-size="14">{title}</text>',
        *(_tick(tick, most) for tick in ticks),
        f'<path d="M{_x(0, most)} {_y(0, most)} L{_x(most, most)} {_y(most, most)}" stroke="#888" '
        'stroke-dasharray="4 4" fill="none"/>',
        *(_point(row, most, sum(row.count for row in bins)) for row in bins),
        f'<text x="{WIDTH / 2}" y="{HEIGHT - 8}" text-anchor="middle">probability given</text>',
        f'<text transform="translate(14 {HEIGHT / 2}) rotate(-90)" text-anchor="middle">share who left</text>',
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _point(row: Bin, most: float, total: int) -> str:
    low, high = _wilson(row)
    x, radius = _x(row.expected, most), 3 + 6 * sqrt(row.count / total)
    return (
        f'<path d="M{x} {_y(low, most)} V{_y(min(high, most), most)}" stroke="#06c" stroke-opacity=".4"/>'
        f'<circle cx="{x}" cy="{_y(row.observed, most)}" r="{radius:.1f}" fill="#06c" fill-opacity=".8">'
        f"<title>{row.count}: {row.expected:.1%} / {row.observed:.1%}</title></circle>"
    )


def _tick(value: float, most: float) -> str:
    x, y = _x(value, most), _y(value, most)
    return (
        f'<path d="M{x} {_y(0, most)} V{_y(most, most)} M{_x(0, most)} {y} H{_x(most, most)}" stroke="#eee"/>'
        f'<text x="{x}" y="{HEIGHT - MARGIN + 18}" text-anchor="middle">{value:.0%}</text>'
        f'<text x="{MARGIN - 6}" y="{y + 4}" text-anchor="end">{value:.0%}</text>'
    )


def _x(value: float, most: float) -> float:
    return round(MARGIN + (WIDTH - 1.5 * MARGIN) * value / most, 1)


def _y(value: float, most: float) -> float:
    return round(HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * value / most, 1)


def _wilson(row: Bin) -> tuple[float, float]:
    """The score interval of a share (Wilson, 1927)."""
    z, n, share = 1.96, row.count, row.observed
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)
