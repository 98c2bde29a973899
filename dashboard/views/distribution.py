"""Where all districts stand in one year, from public values only.

A protected value is counted in words and never placed: not in a bar, not in an order, not in the
range of the bars.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from weakref import WeakKeyDictionary

import numpy as np

from dashboard.catalog import Indicator
from dashboard.locale import current
from dashboard.views import words
from dashboard.views.block import Block
from dashboard.views.edition import Edition
from dashboard.views.grid import ValueIndex
from dashboard.views.series import Series

_BARS = 20
_ENDS = (5, 10, 20)
_FULL = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """How many districts have a value of at least `low` and under `high` percent.

    The last bar holds its upper end too. names: of the chosen districts in it.
    """

    low: float
    high: float
    count: int
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """The districts of a year by their values, or by their status where they have no percent.

    bars: empty for percent-of-districts indicators. shown: how many districts the bars hold.
    carried: how many of these values are of an earlier year. absent: (words, how many) of those
    without a number, or all statuses.
    """

    year: int
    bars: tuple[Bar, ...]
    shown: int
    carried: int
    absent: tuple[tuple[str, int], ...]


def distribution(
    indicator: Indicator, *, edition: Edition, year: int, chosen: Sequence[Series]
) -> Distribution | None:
    """All districts in a year, the chosen ones named; None where districts have no rows."""
    found = edition.kept.once(
        ("distribution", current(), indicator.id, year),
        lambda: _plain(indicator, edition=edition, year=year),
    )
    if found is None or not found.bars:
        return found
    end = found.bars[0].high
    names: dict[int, list[str]] = {}
    for one in chosen:
        point = next((point for point in one.points if point.year == year), None)
        if one.lea_id is not None and point is not None and point.percent is not None:
            place = min(int(point.percent / end), _BARS - 1) if end else 0
            names.setdefault(place, []).append(one.name)
    bars = [*found.bars]
    for place, there in names.items():
        bars[place] = replace(bars[place], names=tuple(there))
    return replace(found, bars=tuple(bars)) if names else found


def _plain(indicator: Indicator, *, edition: Edition, year: int) -> Distribution | None:
    """The districts in a year, nobody chosen."""
    found = _counted(edition.values, indicator.id, year, indicator.percent_of_districts)
    if found is None:
        return None
    ends, counts, carried, states = found
    end = ends / _BARS
    return Distribution(
        year=year,
        bars=tuple(
            Bar(low=place * end, high=(place + 1) * end, count=count)
            for place, count in enumerate(counts)
        ),
        shown=sum(counts),
        carried=carried,
        absent=tuple(
            (words.status_words(status, indicator=indicator, flags=flags, bound=bound), count)
            for (status, flags, bound), count in states
        ),
    )


_State = tuple[str, tuple[str, ...], float | None]
"""A status, and of a value told in words the flag that says so and its bound."""
_Counted = tuple[int, tuple[int, ...], int, tuple[tuple[_State, int], ...]]
# The same for everybody who asks, and a whole column to count: kept as long as the values are.
_kept: WeakKeyDictionary[ValueIndex, dict[tuple[str, int], _Counted | None]] = WeakKeyDictionary()


def _counted(values: ValueIndex, indicator: str, year: int, by_status: bool) -> _Counted | None:
    kept = _kept.setdefault(values, {})
    key = (indicator, year)
    if key not in kept:
        kept[key] = _count(values, indicator, year, by_status)
    return kept[key]


def _count(values: ValueIndex, indicator: str, year: int, by_status: bool) -> _Counted | None:
    """(end of the bars, counts of the bars, carried, (state, how many) of the others)."""
    block = values.districts.get(indicator)
    if block is None or year not in block.years:
        return None
    place = block.years.index(year)
    there = block.present[:, place]
    if not there.any():
        return None
    column = "district_status" if by_status else "status"
    coded = block.of_year(column, place)
    codes = coded.codes[there]
    tally = np.bincount(codes, minlength=len(coded.values) + 1)
    if by_status:
        statuses = [
            ((str(status), (), None), int(tally[code]))
            for code, status in enumerate(coded.values, start=1)
            if tally[code]
        ]
        return 0, (), 0, tuple(sorted(statuses, key=lambda each: -each[1]))
    percents, carried = _percents(block, place)
    end = _end(percents)
    places = np.minimum((percents * _BARS / end).astype(np.int64), _BARS - 1)
    bars = np.bincount(places, minlength=_BARS)
    told = _told_in_words(block, place)
    hidden = sum(count for _, count in told)
    others: list[tuple[_State, int]] = [
        ((str(status), (), None), int(tally[code]) - (hidden if status == "SUPPRESSED" else 0))
        for code, status in enumerate(coded.values, start=1)
        if tally[code] and status not in words.SHOWN
    ]
    others = [each for each in others if each[1]]
    return end, tuple(int(count) for count in bars), carried, (*others, *told)


def _told_in_words(block: Block, place: int) -> list[tuple[_State, int]]:
    """The values of "under 5 %" and the like with how many there are of each, the lowest first."""
    status, flags, bounds = (block.of_year(name, place) for name in ("status", "flags", "bound"))
    hidden = block.present[:, place] & (status.codes == status.code_of("SUPPRESSED"))
    found: dict[_State, int] = {}
    for line in np.flatnonzero(hidden):
        held = flags.by_code[flags.codes[line]] or ""
        flag = next((each for each in held.split(",") if each in words.CODED), "")
        if flag:
            state = ("SUPPRESSED", (flag,), bounds.by_code[bounds.codes[line]])
            found[state] = found.get(state, 0) + 1
    return sorted(found.items(), key=lambda each: (each[0][1], each[0][2] or 0))


def _percents(block: Block, place: int) -> tuple[np.ndarray, int]:
    """The percents that may be shown, and how many of them are carried from an earlier year."""
    column = block.of_year("status", place)
    shown = block.present[:, place] & np.isin(
        column.codes, [column.code_of(status) for status in words.SHOWN]
    )
    nums, dens, known = (block.counts["num"], block.counts["den"], block.floats["value"])
    percents = np.full(len(shown), np.nan)
    if nums is not None and dens is not None:
        num, den = nums[:, place].astype(np.int64) - 1, dens[:, place].astype(np.int64) - 1
        counted = shown & (num >= 0) & (den > 0)
        # The comparison stays exact where a percent lies on the edge of two bars.
        percents[counted] = num[counted] * 100 / den[counted]
    if known is not None:
        percents = np.where(shown & np.isnan(percents), known[:, place], percents)
    has = ~np.isnan(percents)
    carried = column.codes == column.code_of("CARRIED")
    return percents[has], int((carried & has).sum())


def _end(percents: np.ndarray) -> int:
    """Where the bars end: at 100, or sooner when all values are small."""
    top = float(percents.max(initial=0)) if len(percents) else float(_FULL)
    return next((end for end in _ENDS if top <= end), _FULL)
