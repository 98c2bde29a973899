"""The chart read year by year: what stands at each year, as a sentence for ears and eyes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from dashboard.catalog import Indicator
from dashboard.locale import gettext as _
from dashboard.views.numbers import target_text, with_percent_sign, year_label
from dashboard.views.point import Point
from dashboard.views.series import Series

_VALUES = "\0"  # where the values go, which every language puts somewhere else


def readings(
    series: Sequence[Series], *, indicator: Indicator, years: Sequence[int]
) -> tuple[tuple[int, str], ...]:
    """(year, "2012–13: Missouri 72.8 %, not met; Alder Creek protected. Target 74.0 %.")

    The very words and numbers of the table.
    """
    first = series[0]
    frames = first.kept.once(
        "readings", lambda: [_frame(point, indicator) for point in first.points]
    )
    said = [one.kept.once("said", partial(_values, one)) for one in series]
    return tuple(
        (year, frame.replace(_VALUES, "; ".join(values)))
        for year, frame, *values in zip(years, frames, *said, strict=True)
    )


def _frame(point: Point, indicator: Indicator) -> str:
    """The sentence of a year around its values."""
    if point.target is None:
        return _("{year}: {values}.").format(year=year_label(point.year), values=_VALUES)
    return _("{year}: {values}. Target {target}.").format(
        year=year_label(point.year),
        values=_VALUES,
        target=with_percent_sign(target_text(point.target, decimals=indicator.decimals)),
    )


def _values(one: Series) -> list[str]:
    """The value of each year, with whose it is."""
    said = []
    for point in one.points:
        plain = point.percent is None or point.carried
        value = f"{one.name} {point.text if plain else with_percent_sign(point.text)}"
        said.append(f"{value}, {_(point.verdict)}" if point.verdict else value)
    return said
