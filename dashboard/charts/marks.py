"""What every drawing of a view shares: colours, shapes, and the years as they are written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from textwrap import wrap
from types import MappingProxyType

from dashboard.views.numbers import year_label
from dashboard.views.point import Point


@dataclass(frozen=True, slots=True)
class Stroke:
    """How a series is told from the others: never by colour alone.

    ink: the colour's darker form, in which words can be read (4.5:1 on paper).
    """

    colour: str
    symbol: str
    ink: str


# The state in ink, then blue, vermilion and purple of Okabe and Ito (jfly.uni-koeln.de/color).
STROKES = (
    Stroke("#1b1f24", "circle", "#1b1f24"),
    Stroke("#0072B2", "square", "#0067a0"),
    Stroke("#D55E00", "diamond", "#a84800"),
    Stroke("#CC79A7", "triangle-up", "#9c3d75"),
)
TARGET = "#00735c"  # their bluish green, darkened to 4.5:1 on white for its label
MUTED = "#59636e"
GRID = "#e4e4de"

# Each kind of absence has a sign of its own beside its word.
ABSENCES = MappingProxyType({"SUPPRESSED": "■", "NO_STUDENTS": "○", "NOT_REPORTED": "×"})


_MOST_TICKS = 9


def absence(point: Point) -> str:
    """What is written at a year that has no number: "■ protected"; the table says more."""
    return f"{absence_sign(point)} {point.text.split(' (')[0]}"


def absence_sign(point: Point) -> str:
    """The sign of a year that has no number, another for each reason."""
    return ABSENCES.get(point.status, "–")


def ticks(years: Sequence[int]) -> list[str]:
    """School years on two short lines each, so that they fit on a narrow screen.

    Of more than _MOST_TICKS years every second is written, the last among them.
    """
    step = 1 if len(years) <= _MOST_TICKS else 2
    return [
        year_label(year).replace("–", "<br>–") if (len(years) - 1 - place) % step == 0 else ""
        for place, year in enumerate(years)
    ]


def cut(name: str, *, most: int) -> str:
    """A name as long as a label can bear."""
    return name if len(name) <= most else f"{name[: most - 1].rstrip()}…"


@lru_cache(maxsize=4_096)  # the same names stand on chart after chart
def folded(name: str, *, most: int) -> Sequence[str]:
    """A name on up to two lines of `most` characters."""
    return tuple(wrap(name, most, max_lines=2, placeholder="…")) or (name,)
