"""The chart read year by year: what stands at each year, as a sentence for ears and eyes."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.catalog import Indicator
from dashboard.locale import gettext as _
from dashboard.views.numbers import target_text, with_percent_sign, year_label
from dashboard.views.series import Series


def readings(
    series: Sequence[Series], *, indicator: Indicator, years: Sequence[int]
) -> tuple[tuple[int, str], ...]:
    """(year, "2012–13: Missouri 72.8 %, not met; Alder Creek protected. Target 74.0 %.")

    The very words and numbers of the table.
    """
    return tuple(
        (year, _reading(series, place=place, year=year, indicator=indicator))
        for place, year in enumerate(years)
    )


def _reading(series: Sequence[Series], *, place: int, year: int, indicator: Indicator) -> str:
    values = "; ".join(_value(one, place=place) for one in series)
    target = series[0].points[place].target
    if target is None:
        return _("{year}: {values}.").format(year=year_label(year), values=values)
    return _("{year}: {values}. Target {target}.").format(
        year=year_label(year),
        values=values,
        target=with_percent_sign(target_text(target, decimals=indicator.decimals)),
    )


def _value(one: Series, *, place: int) -> str:
    point = one.points[place]
    plain = point.percent is None or point.carried
    said = [f"{one.name} {point.text if plain else with_percent_sign(point.text)}"]
    if point.verdict:
        said.append(_(point.verdict))
    return ", ".join(said)
