"""Where an indicator stands, said in a sentence, from the points that chart and table show."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.catalog import Indicator
from dashboard.locale import gettext as _
from dashboard.views.numbers import (
    count_text,
    exact,
    points_text,
    target_text,
    with_percent_sign,
)
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
    beside = state.kept.once("short", lambda: _short(state))
    return (*said, *_counts(districts[0], indicator=indicator), beside)


def _full(series: Series, *, indicator: Indicator) -> str:
    if not series.points:
        return _("This release holds no values of {name}.").format(name=series.name)
    last, latest = series.points[-1], series.latest
    if not series.has_percents:
        return _status(series.name, last)
    if last.percent is not None:
        return _standing(series, last, indicator=indicator)
    said = _absent(series.name, last)
    if latest is None:
        return said
    return f"{said} {_standing(series, latest, indicator=indicator, before=True)}"


def _standing(series: Series, point: Point, *, indicator: Indicator, before: bool = False) -> str:
    """ "In 2013, Missouri stood at 72.8 %, 1.2 points below the target of 74.0 %; up …" """
    if point.carried:
        said = _("In {year}, {name} was not collected; its latest value, from {older}, is {value}")
        if before:
            said = _(
                "Before that: in {year}, {name} was not collected; "
                "its latest value, from {older}, is {value}"
            )
    else:
        said = _("In {year}, {name} stood at {value}")
        if before:
            said = _("Before that: in {year}, {name} stood at {value}")
    return _("{standing}, {beside_target}{change}.").format(
        standing=said.format(
            year=point.year,
            name=series.name,
            older=point.data_year,
            value=point.value,
        ),
        beside_target=_beside_target(point, indicator=indicator),
        change=_change(series, point, indicator=indicator),
    )


def _beside_target(point: Point, *, indicator: Indicator) -> str:
    if point.target is None or point.percent is None:
        if point.year in indicator.baseline_years:
            return _("the baseline year, without a target")
        return _("with no target set")
    target = with_percent_sign(target_text(point.target, decimals=indicator.decimals))
    distance = point.percent - exact(point.target)
    if not distance:
        return _("exactly the target of {target}").format(target=target)
    said = (
        _("{points} above the target of {target}")
        if distance > 0
        else _("{points} below the target of {target}")
    )
    return said.format(points=points_text(distance, decimals=indicator.decimals), target=target)


def _change(series: Series, point: Point, *, indicator: Indicator) -> str:
    """ "; up 2.5 points since 2012", within an era only: across a break there is no trend."""
    if point.carried or point.percent is None:
        return ""
    before = earlier(point, series=series)
    if before is None or before.percent is None:
        older = any(p.percent is not None and p.year < point.year for p in series.before)
        cut = next((b for b in indicator.breaks if b.year == point.year), None)
        return _("; earlier years do not compare") if older and cut else ""
    moved = point.percent - before.percent
    if not moved:
        return _("; unchanged since {year}").format(year=before.data_year)
    said = _("; up {points} since {year}") if moved > 0 else _("; down {points} since {year}")
    size = points_text(moved, decimals=indicator.decimals)
    return said.format(points=size, year=before.data_year)


def _absent(name: str, point: Point) -> str:
    match point.status:
        case "SUPPRESSED":
            said = _("In {year}, the value of {name} is {words}.")
        case "NO_STUDENTS":
            said = _("In {year}, {name} had {words} to count.")
        case _other:
            said = _("In {year}, {name}: {words}.")
    return said.format(year=point.year, name=name, words=point.text)


def _status(name: str, point: Point) -> str:
    """A district of a percent-of-districts indicator has a status and a ratio, not a percent."""
    said = (
        _("In {year}, {name}: {words} (ratio {ratio}).")
        if point.ratio
        else _("In {year}, {name}: {words}.")
    )
    return said.format(year=point.year, name=name, words=point.text, ratio=point.ratio)


def _short(series: Series) -> str:
    if not series.points:
        return _("This release holds no values of {name}.").format(name=series.name)
    last = series.points[-1]
    if last.percent is None:
        return _absent(series.name, last)
    return _("{name} stood at {value} in {year}.").format(
        name=series.name, value=with_percent_sign(last.text), year=last.year
    )


def _counts(series: Series, *, indicator: Indicator) -> tuple[str, ...]:
    """ "Graduates: 3,640 of 5,000 students." """
    point = series.latest
    if point is None or point.num is None or point.den is None:
        return ()
    said = (
        _("{counted}: {part} of {whole} {unit}.")
        if point is series.points[-1]
        else _("{counted}: {part} of {whole} {unit} ({year}).")
    )
    return (
        said.format(
            counted=indicator.counted[:1].upper() + indicator.counted[1:],
            part=count_text(point.num),
            whole=count_text(point.den),
            unit=indicator.unit,
            year=point.data_year,
        ),
    )
