"""`python -m bench.site.release ROOT --districts N --years Y`: a release of made-up values.

Straight to the public table: what a page costs depends on the table alone.
"""

import json
from pathlib import Path

import click
import numpy as np
import pyarrow as pa

from dashboard.catalog import Catalog, Indicator, load_catalog
from dashboard.releases import DISTRICTS, INDICATOR_VALUE, TARGETS, Contents, publish

LAST = 2013
SYLLABLES = ("al", "ber", "cor", "dun", "el", "fair", "gar", "hol", "ing", "jas")


def lea_ids(districts: int) -> list[str]:
    """The ids of so many districts."""
    return [f"{number:06d}" for number in range(1001, 1001 + districts)]


def name(number: int) -> str:
    """A name for each district, another for each."""
    places = [SYLLABLES[int(digit)] for digit in str(number)]
    return f"{''.join(places).capitalize()} R-{number % 9 + 1}"


def values(indicator: Indicator, *, ids: list[str], years: range) -> pa.Table:
    """The rows of one indicator: the state's, and each district's where there are any."""
    random = np.random.default_rng(sum(map(ord, indicator.id)))
    units = [None, *(ids if indicator.levels == "both" else ())]
    rows = len(units) * len(years)
    year = np.tile(np.array(years, dtype=np.int32), len(units))
    den = random.integers(10, 900, rows)
    num = (den * random.uniform(0.3, 0.95, rows)).astype(np.int64)
    target = np.full(rows, 65.0)
    percent = num / den * 100
    by_district = indicator.percent_of_districts
    state = np.repeat([unit is None for unit in units], len(years))
    shown = state | (not by_district)
    status = np.where(percent >= target, "MET", "NOT_MET")
    eras = [era.id if (era := indicator.era_of(y)) else indicator.eras[-1].id for y in years]
    columns = {
        "catalog": np.full(rows, "missouri"),
        "indicator": np.full(rows, indicator.id),
        "school_year": year,
        "level": np.where(state, "STATE", "LEA"),
        "lea_id": pa.array(np.repeat([u or "" for u in units], len(years)), mask=state),
        "group_type": np.full(rows, "ALL"),
        "group": np.full(rows, "ALL"),
        "num": pa.array(num, mask=~shown),
        "den": pa.array(den, mask=~shown),
        "value": pa.array(percent, mask=~shown),
        "target": pa.array(target, mask=~shown),
        "status": np.where(shown, status, "NO_TARGET"),
        "district_status": pa.array(np.full(rows, "NOT_FLAGGED"), mask=shown),
        "ratio": pa.array(random.uniform(0.5, 4, rows).round(2), mask=shown),
        "era": np.tile(eras, len(units)),
        "data_year": year,
        "flags": np.full(rows, ""),
    }
    return pa.table({field.name: pa.array(columns[field.name]) for field in INDICATOR_VALUE}).cast(
        INDICATOR_VALUE
    )


def contents(catalog: Catalog, *, districts: int, years: int) -> Contents:
    """Everything of the release."""
    ids, span = lea_ids(districts), range(LAST - years + 1, LAST + 1)
    table = pa.concat_tables(values(one, ids=ids, years=span) for one in catalog.indicators)
    names = pa.table(
        {
            "school_year": pa.array([LAST] * districts, pa.int32()),
            "lea_id": ids,
            "name": [name(number) for number in range(1001, 1001 + districts)],
            "lea_type": ["REG"] * districts,
            "active": ["Y"] * districts,
        },
        schema=DISTRICTS,
    )
    return Contents(
        catalog=catalog.name,
        engine="bench",
        extracts=(),
        code="0" * 64,
        tables={
            "public/indicator_value.parquet": table,
            "public/districts.parquet": names,
            "public/targets.parquet": TARGETS.empty_table(),
            # A release must have one; the web process never opens it.
            "restricted/indicator_value.parquet": INDICATOR_VALUE.empty_table(),
        },
        documents={"public/catalog.json": json.dumps(catalog.to_public()).encode()},
    )


@click.command()
@click.argument("root", type=click.Path(file_okay=False, path_type=Path))
@click.option("--districts", default=560)
@click.option("--years", default=8)
def main(root: Path, districts: int, years: int) -> None:
    """Publish the release in ROOT, unless there is one."""
    if not (root / "current").exists():
        publish(root, contents(load_catalog(), districts=districts, years=years))


if __name__ == "__main__":
    main()
