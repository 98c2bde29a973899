"""What makes it true: of every indicator, the records add up to the number of the release."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from dashboard.behind import Behind, NothingBehind
from dashboard.catalog import Catalog, load_catalog
from dashboard.extracts.schema import EXTRACTS
from tests.support.behind_site import Site

CATALOG = load_catalog()
COUNTED = [one.id for one in CATALOG.indicators if CATALOG.has_unit_values(one)]
JUDGED = [one.id for one in CATALOG.indicators if one.percent_of_districts]
EVERYBODY = {"group_type": "ALL", "group": "ALL"}


def asked(site: Site, indicator: str, catalog: Catalog = CATALOG) -> Iterator[dict[str, Any]]:
    """Rows of the release: for each era two districts, each in a year of its own; all statuses."""
    rows = site.rows(indicator=indicator, **EVERYBODY)
    leas = sorted({row["lea_id"] for row in rows})[:2]
    chosen: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in rows:
        first = row["lea_id"] == leas[0]
        key = (row["era"], row["status"] == "CARRIED", row["lea_id"])
        if row["lea_id"] in leas and row["data_year"] and not (first and key in chosen):
            chosen[key] = row  # the first year of one district, the last of the other
    yield from (row for row in chosen.values() if row["status"] != "NOT_REPORTED")


@pytest.mark.parametrize("indicator", [one for one in COUNTED if one not in JUDGED])
def test_the_records_add_up_to_the_number_of_the_release(sample, indicator):
    rows = list(asked(sample, indicator))
    assert {row["era"] for row in rows} == {era.id for era in CATALOG[indicator].eras}
    for row in rows:
        found = sample.behind(indicator, row["school_year"], row["lea_id"])
        assert (found.num, found.den) == (row["num"], row["den"])
        assert sum(one.in_numerator for one in found.records) == row["num"]
        assert sum(one.in_denominator for one in found.records) == row["den"]
        assert found.data_year == row["data_year"]
        told(sample, found)


@pytest.mark.parametrize("indicator", JUDGED)
def test_districts_are_judged_by_the_records_that_are_shown(sample, indicator):
    for row in asked(sample, indicator):
        found = sample.behind(indicator, row["school_year"], row["lea_id"])
        assert (found.status, found.ratio) == (row["district_status"], row["ratio"])
        assert sum(one.in_denominator for one in found.records) > 0
        told(sample, found)


def told(site: Site, found: Behind) -> None:
    """Each is of the district, has a reason unless it is counted, and stands there once."""
    keys = Counter((one.extract, *one.key.values(), one.school_year) for one in found.records)
    assert max(keys.values()) == 1
    for one in found.records:
        assert tuple(one.key.values()) in own_keys(site.extracts, one.extract, found.lea_id)
        assert one.reason or one.in_numerator or one.in_denominator
        assert not one.reason or not one.adds_num
        assert one.facts


@cache
def own_keys(extracts: Path, extract: str, lea: str) -> frozenset[tuple[str, ...]]:
    """The keys of a district's records, read by another reader."""
    schema = EXTRACTS[extract]
    names = [name for name in schema.key if name not in ("school_year", "lea_id", schema.year)]
    names = [*names, "student_id"] if extract == "discipline" else names
    found = set()
    for path in [extracts / f"{extract}.csv", *(extracts / extract).glob("*.csv")]:
        if path.exists():
            with path.open(encoding="utf-8", newline="") as file:
                rows = csv.DictReader(file)
                found |= {tuple(r[n] for n in names) for r in rows if r["lea_id"] == lea}
    return frozenset(found)


def test_every_record_of_the_district_and_year_is_there(sample):
    """Nobody is left out in silence: counted, told why not, or outside of special education."""
    for indicator, extract in (("5A", "child_count"), ("14A", "followup"), ("3B", "assessment")):
        row = next(asked(sample, indicator))
        found = sample.behind(indicator, row["school_year"], row["lea_id"])
        year = str(found.data_year)
        paths = [sample.extracts / f"{extract}.csv", *(sample.extracts / extract).glob("*.csv")]
        mine = 0
        for path in filter(Path.exists, paths):
            with path.open(encoding="utf-8", newline="") as file:
                mine += sum(
                    r["school_year"] == year and r["lea_id"] == found.lea_id
                    for r in csv.DictReader(file)
                )
        assert len(found.records) + sum(found.outside.values()) == mine > 0


def test_the_ratio_of_9_is_that_of_the_records(sample):
    """The highest ratio of an examined race, computed here from the records alone (4.2)."""
    compared = 0
    for row in sample.rows(indicator="9", **EVERYBODY):
        if row["ratio"] is None or "ALT_COMPARISON" in row["flags"]:
            continue
        found = sample.behind("9", row["school_year"], row["lea_id"])
        cell, size = Counter(), Counter()
        for one in found.records:
            cell[one.facts["race"]] += one.adds_num
            size[one.facts["race"]] += one.adds_den
        of_race = [one for one in found.records if one.reason.startswith("needs: race")]
        others = sum(one.extract == "child_count" for one in of_race)  # in "all others" (A31)
        unknown = sum(int(one.facts["enrolled_total"] or 0) for one in of_race
                      if one.extract == "enrollment")  # fmt: skip
        ratios = [
            (cell[race] / size[race])
            / ((found.num + others - cell[race]) / (found.den + unknown - size[race]))
            for race in cell
            if cell[race] >= 10 and size[race] >= 30
        ]
        assert max(ratios) == pytest.approx(row["ratio"])
        compared += 1
        if compared == 3:
            return
    assert compared


@pytest.mark.parametrize("indicator", [one for one in CATALOG.ids if one not in COUNTED])
def test_what_only_the_state_has_is_said(sample, indicator):
    row = sample.rows()[0]
    with pytest.raises(NothingBehind, match="only the state"):
        sample.behind(indicator, row["school_year"], row["lea_id"])


def test_a_gap_year_has_nothing_behind_it(sample):
    lea = sample.rows()[0]["lea_id"]
    with pytest.raises(NothingBehind, match="not reported in 2009"):
        sample.behind("13", 2009, lea)
