"""Small charts as SVG, drawn from numbers; colours come from the page's style sheet."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from evals.escalation import Point
from evals.statistics import binned

SIDE: Final = 300
"""Pixels of a square chart, axes not counted."""

MARGIN: Final = 44


@dataclass(frozen=True)
class Dot:
    """A place in a unit square, y upwards, and what it says when pointed at."""

    x: float
    y: float
    title: str = ""
    size: float = 4.0


def precision_recall(points: Sequence[Point], operating: Point | None) -> str:
    """Precision over recall, with the point the run worked at."""
    line = [Dot(p.recall, p.precision) for p in points if p.precision is not None]
    dots = []
    if operating is not None and operating.precision is not None:
        title = f"as run: precision {operating.precision:.3f}, recall {operating.recall:.3f}"
        dots.append(Dot(operating.recall, operating.precision, title, 6))
    return _chart(sorted(line, key=lambda dot: (dot.x, -dot.y)), dots, "recall", "precision")


def reliability(scores: Sequence[float], right: Sequence[bool]) -> str:
    """How often an answer was right over how probable it was said to be; on the diagonal both agree."""
    dots = [
        Dot(
            sum(score for score, _ in members) / len(members),
            sum(hit for _, hit in members) / len(members),
            f"{len(members)} messages",
            min(12, 3 + len(members) ** 0.5),
        )
        for members in binned(scores, right)
    ]
    return _chart([Dot(0, 0), Dot(1, 1)], dots, "claimed", "found right", dashed=True)


def _chart(line: Sequence[Dot], dots: Sequence[Dot], x_name: str, y_name: str, *, dashed: bool = False) -> str:
    size = SIDE + 2 * MARGIN
    path = " ".join(f"{_x(dot.x):.1f},{_y(dot.y):.1f}" for dot in line)
    ticks = "".join(_tick(share / 4) for share in range(5))
    marks = "".join(
        f'<circle cx="{_x(d.x):.1f}" cy="{_y(d.y):.1f}" r="{d.size:.1f}"><title>{d.title}</title></circle>'
        for d in dots
    )
    dash = ' stroke-dasharray="5 5"' if dashed else ""
    return (
        f'<svg viewBox="0 0 {size} {size}" role="img" aria-label="{y_name} over {x_name}">'
        f'<rect x="{MARGIN}" y="{MARGIN}" width="{SIDE}" height="{SIDE}" class="frame"/>{ticks}'
        f'<polyline points="{path}" class="line"{dash}/>{marks}'
        f'<text x="{size / 2}" y="{size - 6}" text-anchor="middle">{x_name}</text>'
        f'<text x="12" y="{size / 2}" text-anchor="middle" transform="rotate(-90 12 {size / 2})">{y_name}</text></svg>'
    )


def _tick(share: float) -> str:
    x, y = _x(share), _y(share)
    return (
        f'<text x="{x}" y="{MARGIN + SIDE + 16}" text-anchor="middle" class="tick">{share:g}</text>'
        f'<text x="{MARGIN - 6}" y="{y + 4}" text-anchor="end" class="tick">{share:g}</text>'
    )


def _x(share: float) -> float:
    return MARGIN + share * SIDE


def _y(share: float) -> float:
    return MARGIN + (1 - share) * SIDE
