"""Where an indicator stands, said in a sentence, from the points that chart and table show."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from dashboard.catalog import Indicator
from dashboard.views.numbers import count_text, points_text, target_text, with_percent_sign
from dashboard.views.point import Point
from dashboard.views.series import Series, earlier


def sentences(series: Sequence[Series], *, indicator: Indicator) -> tuple[str, ...]:
    """What the view says: the districts in full where there are any, the state beside them.

    The first series is the state's. The first sentence is the one to set large.
    """
    state, *districts = series
    if not districts:
        return (_full(state, indicator=indicator), *_counts(state, indicator=indicator))
    said = [_full(district, indicator=indicator) for district in districts]
    return (*said, *_counts(districts[0], indicator=indicator), _short(state))


def _full(series: Series, *, indicator: Indicator) -> str:
    if not series.points:
        return f"This release holds no values of {series.name}."
    last, latest = series.points[-1], series.latest
    if not series.has_percents:
        return _status(series.name, last)
    if last.percent is not None:
        return f"{_standing(series, last, indicator=indicator)}."
    said = _absent(series.name, last)
    if latest is None:
        return said
    return f"{said} Before that: {_standing(series, latest, indicator=indicator, inner=True)}."


def _standing(series: Series, point: Point, *, indicator: Indicator, inner: bool = False) -> str:
    """ "In 2013, Missouri stood at 72.8 %, 1.2 points below the target of 74.0 %; up …" """
    start = f"{'in' if inner else 'In'} {point.year}, {series.name}"
    value = with_percent_sign(point.text.split(" (")[0])
    if point.carried:
        start = f"{start} was not collected; its latest value, from {point.data_year}, is {value}"
    else:
        start = f"{start} stood at {value}"
    aim = _against_target(point, indicator=indicator)
    return f"{start}, {aim}{_change(series, point, indicator=indicator)}"


def _against_target(point: Point, *, indicator: Indicator) -> str:
    if point.target is None or point.percent is None:
        baseline = point.year in indicator.baseline_years
        return "the baseline year, without a target" if baseline else "with no target set"
    target = with_percent_sign(target_text(point.target, decimals=indicator.decimals))
    distance = point.percent - Fraction(point.target)
    if not distance:
        return f"exactly the target of {target}"
    side = "above" if distance > 0 else "below"
    return f"{points_text(distance, decimals=indicator.decimals)} {side} the target of {target}"


def _change(series: Series, point: Point, *, indicator: Indicator) -> str:
    """ "; up 2.5 points since 2012", within an era only: across a break there is no trend."""
    if point.carried or point.percent is None:
        return ""
    before = earlier(point, series=series)
    if before is None or before.percent is None:
        older = any(p.percent is not None and p.year < point.year for p in series.before)
        cut = next((b for b in indicator.breaks if b.year == point.year), None)
        return "; earlier years do not compare" if older and cut else ""
    moved = point.percent - before.percent
    if not moved:
        return f"; unchanged since {before.data_year}"
    way = "up" if moved > 0 else "down"
    size = points_text(moved, decimals=indicator.decimals)
    return f"; {way} {size} since {before.data_year}"


def _absent(name: str, point: Point) -> str:
    match point.status:
        case "SUPPRESSED":
            return f"In {point.year}, the value of {name} is {point.text}."
        case "NO_STUDENTS":
            return f"In {point.year}, {name} had {point.text} to count."
    return f"In {point.year}, {name}: {point.text}."


def _status(name: str, point: Point) -> str:
    """A district of a percent-of-districts indicator has a status and a ratio, not a percent."""
    ratio = f" (ratio {point.ratio})" if point.ratio else ""
    return f"In {point.year}, {name}: {point.text}{ratio}."


def _short(series: Series) -> str:
    if not series.points:
        return f"This release holds no values of {series.name}."
    last = series.points[-1]
    if last.percent is None:
        return _absent(series.name, last)
    return f"{series.name} stood at {with_percent_sign(last.text)} in {last.year}."


def _counts(series: Series, *, indicator: Indicator) -> tuple[str, ...]:
    """ "Graduates: 3,640 of 5,000 students." """
    point = series.latest
    if point is None or point.num is None or point.den is None:
        return ()
    counted = indicator.counted[:1].upper() + indicator.counted[1:]
    return (
        f"{counted}: {count_text(point.num)} of {count_text(point.den)} {indicator.unit}"
        f"{f' ({point.data_year})' if point is not series.points[-1] else ''}.",
    )
