"""What a collection says about values: who has not certified yet, and whose values are stale.

Only the rows of indicators that count the collected extract are concerned; which those are is
what their records say.
"""

import json
from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc

from dashboard.catalog import Catalog
from dashboard.extracts.collected import FILE, Collected, CollectedYear
from dashboard.releases.manifest import ExtractFile

STALE = "STALE"
"""The flag of a district's values while its certificate is taken back; the last of a row's."""

DOCUMENT = f"public/{FILE}"


def as_extract(collected: Collected) -> ExtractFile:
    """The note as one of the files that a release was made of."""
    rows = sum(year.districts for year in collected.years)
    return ExtractFile(
        name="collection", file=FILE, sha256=collected.sha256, rows=rows, used=rows, set_aside=0
    )


def public_note(collected: Collected) -> bytes:
    """What the public is told of the collection: by school year how many districts of how many."""
    years = [
        {
            "school_year": year.school_year,
            "districts": year.districts,
            "certified": len(year.certified),
            "stale": len(year.stale),
        }
        for year in collected.years
    ]
    note = {"extract": collected.extract, "years": years}
    return json.dumps(note, indent=1, sort_keys=True).encode()


def unreported(values: pa.Table, catalog: Catalog, collected: Collected | None) -> pa.Table:
    """The exact values, those of districts that have not certified missing, not zero (3.6)."""
    for year, indicators in _concerned(catalog, collected):
        nothing = pc.equal(values["status"], "NO_STUDENTS")
        here = pc.and_(_of(values, year.school_year, year.waiting, indicators), nothing)
        for name in ("num", "den", "value"):
            values = _replaced(values, name, here, None)
        values = _replaced(values, "status", here, "NOT_REPORTED")
        values = _replaced(values, "flags", here, "")
    return values


def marked(values: pa.Table, catalog: Catalog, collected: Collected | None) -> pa.Table:
    """The values, those of districts whose certificate was taken back with the flag STALE."""
    for year, indicators in _concerned(catalog, collected):
        here = _of(values, year.school_year, year.stale, indicators)
        flags = pc.fill_null(values["flags"], "")
        more = pc.if_else(
            pc.equal(flags, ""), STALE, pc.binary_join_element_wise(flags, STALE, ",")
        )
        values = _set(values, "flags", pc.if_else(here, more, values["flags"]))
    return values


def unmarked(values: pa.Table) -> pa.Table:
    """Values as protection and the attacker know them: the flag tells nothing of a number."""
    flags = pc.replace_substring_regex(values["flags"], rf"(^|,){STALE}$", "")
    return _set(values, "flags", flags)


def _concerned(
    catalog: Catalog, collected: Collected | None
) -> Iterator[tuple[CollectedYear, list[str]]]:
    if collected is None:
        return
    indicators = [one.id for one in catalog.indicators if collected.extract in one.extracts]
    for year in collected.years:
        yield year, indicators


def _of(
    values: pa.Table, school_year: int, districts: tuple[str, ...], indicators: list[str]
) -> pa.ChunkedArray:
    """Which rows are those of some districts in a year, of some indicators."""
    text = pa.string()
    here = pc.and_(
        pc.equal(values["school_year"], school_year),
        pc.is_in(values["indicator"], value_set=pa.array(indicators, text)),
    )
    return pc.and_(here, pc.is_in(values["lea_id"], value_set=pa.array(districts, text)))


def _replaced(values: pa.Table, name: str, here: pa.ChunkedArray, value: str | None) -> pa.Table:
    kind = values.schema.field(name).type
    return _set(values, name, pc.if_else(here, pa.scalar(value, kind), values[name]))


def _set(values: pa.Table, name: str, column: pa.ChunkedArray) -> pa.Table:
    place = values.schema.get_field_index(name)
    return values.set_column(place, values.schema.field(name), column)
