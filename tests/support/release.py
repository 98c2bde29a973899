"""A small handmade release that holds every status: what the pages are tested on.

Protected rows and those told in words keep their numbers, as if protection had forgotten them:
wherever a canary shows up, a number has leaked.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa

from dashboard.catalog import Catalog, Indicator, Shapes, load_catalog
from dashboard.releases import DISTRICTS, INDICATOR_VALUE, TARGETS, Contents, publish
from dashboard.releases.attacked import CODED

YEARS = range(2006, 2014)
ALDER, BIRCH, LONG = "001001", "001002", "001003"
NAMES = {
    ALDER: "Alder Creek R-I",
    BIRCH: "Birch Hollow <12>",
    LONG: "Consolidated School District of Long Meadow and Upper Prairie 47",
}
CANARY = {"num": 31337, "den": 42424, "value": 73.8662}
CANARIES = ("31337", "31,337", "42424", "42,424", "73.8662", "73.9")

# Told in words: (district, flag, bound) of indicator 6A in 2013.
IN_WORDS = ((BIRCH, "TOP_CODED", 95.0), (LONG, "BOTTOM_CODED", 5.0))

Row = dict[str, Any]


def publish_release(
    root: Path, *, state_2013: tuple[int, int] = (728, 1000), shapes: Shapes | None = None
) -> str:
    """Publish the handmade release in `root` and return its id."""
    catalog = load_catalog()
    changes: dict[str, Any] = {
        "synthetic_notice": "Synthetic data: made by the program for its tests.",
        "shapes": shapes,
    }
    catalog = catalog.model_copy(update={"profile": catalog.profile.model_copy(update=changes)})
    values = pa.Table.from_pylist(list(rows(catalog, state_2013)), schema=INDICATOR_VALUE)
    districts = pa.Table.from_pylist(
        [
            {
                "school_year": year,
                "lea_id": lea_id,
                "name": name,
                "lea_type": "REG",
                "active": "Y",
            }
            for year in YEARS
            for lea_id, name in NAMES.items()
        ],
        schema=DISTRICTS,
    )
    contents = Contents(
        catalog=catalog.name,
        engine="hand",
        extracts=(),
        code="0" * 64,
        tables={
            "public/indicator_value.parquet": values,
            "public/coded.parquet": pa.Table.from_pylist(
                [_bound(lea_id, bound) for lea_id, _, bound in IN_WORDS], schema=CODED
            ),
            "public/districts.parquet": districts,
            "public/targets.parquet": TARGETS.empty_table(),
            "restricted/indicator_value.parquet": values,
        },
        documents={"public/catalog.json": json.dumps(catalog.to_public()).encode()},
    )
    return publish(root, contents)


def _bound(lea_id: str, bound: float) -> Row:
    row = {"indicator": "6A", "school_year": 2013, "level": "LEA", "lea_id": lea_id}
    return row | {"group_type": "ALL", "group": "ALL", "bound": bound}


def rows(catalog: Catalog, state_2013: tuple[int, int]) -> Iterator[Row]:
    """Every row: plain ones for all indicators, with the special ones in their places."""
    special = {
        (row["indicator"], row["lea_id"], row["school_year"]): row
        for row in _special(catalog, state_2013)
    }
    for indicator in catalog.indicators:
        leas = NAMES if indicator.levels == "both" else ()
        for lea_id in (None, *leas):
            for year in YEARS:
                plain = _plain(indicator, lea_id, year)
                yield special.get((indicator.id, lea_id, year), plain)
    # A group row must never be taken for the whole.
    yield value(catalog["5A"], None, 2013, 1, 999) | {"group_type": "RACE", "group": "BL7"}
    hidden = nothing(catalog["5A"], None, 2013, "SUPPRESSED") | CANARY
    yield hidden | {"group_type": "RACE", "group": "WH7"}


def value(
    indicator: Indicator,
    lea_id: str | None,
    year: int,
    num: int | None,
    den: int | None,
    **more: Any,
) -> Row:
    """A row; its status is judged against `target` unless it is given."""
    era = indicator.era_of(year)
    percent = num / den * 100 if num is not None and den else None
    target = more.get("target")
    return {
        "catalog": "missouri",
        "indicator": indicator.id,
        "school_year": year,
        "level": "STATE" if lea_id is None else "LEA",
        "lea_id": lea_id,
        "group_type": "ALL",
        "group": "ALL",
        "num": num,
        "den": den,
        "value": percent,
        "status": _status(indicator, percent, target),
        "era": era.id if era else None,
        "data_year": year,
        "flags": "",
    } | more


def nothing(indicator: Indicator, lea_id: str | None, year: int, status: str, **more: Any) -> Row:
    """A row without a number."""
    return value(indicator, lea_id, year, None, None, status=status, **more)


def _status(indicator: Indicator, percent: float | None, target: float | None) -> str:
    if percent is None:
        return "NOT_REPORTED"
    if target is None:
        return "NO_TARGET"
    met = percent <= target if indicator.direction == "lower" else percent >= target
    return "MET" if met else "NOT_MET"


def _plain(indicator: Indicator, lea_id: str | None, year: int) -> Row:
    if indicator.era_of(year) is None:
        return nothing(indicator, lea_id, year, "NOT_REPORTED")
    if lea_id is not None and indicator.percent_of_districts:
        return nothing(
            indicator, lea_id, year, "NO_TARGET", district_status="NOT_FLAGGED", ratio=1.25
        )
    small = indicator.direction == "lower"
    base = (3 if small else 60) + (year - 2006)
    target = float(indicator.fixed_target) if indicator.fixed_target is not None else None
    if target is None:
        target = 6.0 if small else 65.0
    scale = 50 if lea_id is None else 2
    return value(indicator, lea_id, year, base * scale, 100 * scale, target=target)


def _special(catalog: Catalog, state_2013: tuple[int, int]) -> Iterator[Row]:
    one, two, parents = catalog["1"], catalog["2"], catalog["8"]
    discipline, evaluations = catalog["4A"], catalog["11"]
    yield value(one, None, 2012, 703, 1000, target=73.0)
    yield value(one, None, 2013, *state_2013, target=74.0)
    yield nothing(one, BIRCH, 2013, "SUPPRESSED", target=74.0) | CANARY
    yield nothing(one, ALDER, 2009, "NOT_REPORTED", flags="INCOMPLETE_COHORT")
    yield value(two, ALDER, 2011, 9, 8, target=6.0, flags="NUM_GT_DEN")
    yield nothing(two, BIRCH, 2012, "SUPPRESSED", flags="TOP_CODED")
    for lea_id, flag, _limit in IN_WORDS:
        yield nothing(catalog["6A"], lea_id, 2013, "SUPPRESSED", flags=flag) | CANARY
    yield value(parents, None, 2006, 700, 1000, target=None)
    yield value(parents, ALDER, 2010, 72, 100, target=74.0)
    for year in (2011, 2012):
        yield value(parents, ALDER, year, 72, 100, target=75.0, status="CARRIED", data_year=2010)
    yield value(evaluations, ALDER, 2012, 0, 0, status="NO_STUDENTS", value=None)
    yield nothing(discipline, ALDER, 2012, "NO_TARGET", district_status="FLAGGED", ratio=6.004)
    yield nothing(
        discipline,
        ALDER,
        2013,
        "NO_TARGET",
        district_status="FLAGGED",
        ratio=5.03,
        flags="ALT_COMPARISON",
    )
    yield nothing(discipline, BIRCH, 2013, "NO_TARGET", district_status="NOT_EXAMINED_MIN_N")
    yield nothing(discipline, LONG, 2013, "NO_STUDENTS", district_status="NOT_EXAMINED_NO_DATA")
    yield value(catalog["4B"], None, 2013, 0, 560, target=0.0)
    yield value(catalog["16"], None, 2013, 7, 9, target=None)
    yield value(catalog["11"], None, 2013, 29999, 30000, target=100.0)
