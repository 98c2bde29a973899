"""The scale of the percent axis, and labels that do not lie on each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

from dashboard.locale import current
from dashboard.locale import gettext as _
from dashboard.views import IndicatorView, Series
from dashboard.views.numbers import as_float, with_percent_sign

# Where an axis of small values may end, a fifth above them; after the last, it shows 0 to 100.
_ENDS = (5, 10, 20)
_FULL = 100
_NEAR = 1 - 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """A percent axis from 0 to `end`; `low` and `high` leave room so that 0 and `end` are seen.

    ticks: each with its text. note: says so where the axis ends before 100; empty otherwise.
    """

    end: int
    ticks: tuple[float, ...]
    texts: tuple[str, ...]
    note: str

    @property
    def low(self) -> float:
        """A little below 0: a target of 0 % is drawn, not lost on the frame."""
        return -0.03 * self.end

    @property
    def high(self) -> float:
        """A little above the end, for the same reason."""
        return 1.05 * self.end

    def holds(self, percent: Fraction) -> bool:
        """Whether a value lies on the axis; more than 100 % does not (NUM_GT_DEN)."""
        above, below = percent.as_integer_ratio()
        return above <= self.end * below

    def holds_all(self, one: Series) -> bool:
        """Whether every value of a series lies on the axis."""
        top = top_of(one)
        return top is None or self.holds(top)


def axis_of(view: IndicatorView) -> Axis:
    """From 0 to 100, or to where it helps when everything drawn is small."""
    state, *others = view.series
    known = view.common.kept.once("top", lambda: _top_of(view, state))
    tops = [top for top in (known, *map(top_of, others)) if top is not None]
    above, below = max(tops, default=_FULL).as_integer_ratio()
    return _axis(next((end for end in _ENDS if 6 * above <= 5 * end * below), _FULL), current())


def _top_of(view: IndicatorView, state: Series) -> Fraction | None:
    """The highest of what every chart of these years draws."""
    drawn = [Fraction(target) for _, target in view.targets if target is not None]
    drawn += [Fraction(line.value) for line in view.indicator.reference_lines]
    return max((top for top in (top_of(state), *drawn) if top is not None), default=None)


def top_of(one: Series) -> Fraction | None:
    """The highest value; None where there is none but 0."""
    return one.kept.once("top", lambda: _top(one))


def _top(one: Series) -> Fraction | None:
    """Exactly, though of those that floats can tell apart only the highest are compared."""
    drawn = [(as_float(point.percent), point.percent) for point in one.points if point.percent]
    near = max((value for value, _ in drawn), default=0.0) * _NEAR
    return max((exact for value, exact in drawn if value >= near), default=None)


@lru_cache(maxsize=16)
def _axis(end: int, _language: str) -> Axis:
    ticks = tuple(end / 5 * place for place in range(6))
    return Axis(
        end=end,
        ticks=ticks,
        texts=tuple(with_percent_sign(f"{value:g}") for value in ticks),
        note=""
        if end == _FULL
        else _("The axis ends at {end}").format(end=with_percent_sign(str(end))),
    )


def spread(heights: Sequence[float], *, gap: float, low: float, high: float) -> list[float]:
    """The heights moved apart to at least `gap`, in their order, about where they were.

    Between low and high; where they cannot all fit they keep the gap and run over the low end.
    """
    if not heights:
        return []
    order = sorted(range(len(heights)), key=lambda place: heights[place])
    placed = list(heights)
    for under, over in pairwise(order):
        placed[over] = max(placed[over], placed[under] + gap)
    lift = (sum(placed) - sum(heights)) / len(heights)
    floor = low
    for place in order:
        placed[place] = max(placed[place] - lift, floor)
        floor = placed[place] + gap
    ceiling = high
    for place in reversed(order):
        placed[place] = min(placed[place], ceiling)
        ceiling = placed[place] - gap
    return placed
