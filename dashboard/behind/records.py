"""The records behind a number: who is in the numerator, who in the denominator only, who in none.

The measure itself tells them (`dashboard.measures.traced`), from the files that the release was
built from. What it counts must be the number of the release, or nothing is shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from dashboard.behind.errors import ChangedExtracts, Disagrees, NothingBehind
from dashboard.behind.restricted import Restricted, Row, open_restricted
from dashboard.behind.sources import files_of
from dashboard.behind.told import Record, Told, told
from dashboard.catalog import Era, Indicator
from dashboard.extracts.engine import connect
from dashboard.extracts.recorded import Asked, define_records
from dashboard.extracts.schema import EXTRACTS

__all__ = ["Behind", "Record", "records"]

EVERYBODY = {"group_type": "ALL", "group": "ALL"}


@dataclass(frozen=True, kw_only=True)
class Behind:
    """What a number of a district was counted from.

    `data_year`: the year the records are of; an earlier one where a value was carried. `num` and
    `den`: what the records add up to. They are the release's own, but of a percent of districts
    (3A, 4A, 4B, 9, 10) those of the district's own rate, which it is judged by; `status` and
    `ratio` say how it was judged. `outside`: by extract, how many records of the district and
    year are no part of special education, and so are neither counted nor listed.
    """

    release: str
    indicator: str
    lea_id: str
    school_year: int
    data_year: int
    num: int
    den: int
    status: str
    ratio: float | None
    records: tuple[Record, ...]
    outside: Mapping[str, int]


def records(
    release_dir: Path, extracts_dir: Path, *, indicator: str, lea_id: str, school_year: int
) -> Behind:
    """The records of a district behind its value of an indicator in a school year.

    Raises UnknownIndicatorError, UnknownDistrict, NothingBehind, ChangedExtracts when the extracts
    are not those of the release, Disagrees, and BrokenRelease or UnknownRelease.
    """
    opened = open_restricted(release_dir)
    one = opened.catalog[indicator]
    row, era = _counted(opened, one, lea_id, school_year)
    told = _told(opened, extracts_dir, one, era, lea_id=lea_id, year=row["data_year"])
    num, den = (sum(getattr(r, adds) for r in told.records) for adds in ("adds_num", "adds_den"))
    if not one.percent_of_districts and (num, den) != (row["num"], row["den"]):
        raise Disagrees(
            f"The records of {lea_id} do not add up to what release {opened.release.id} says of "
            f"{indicator} in {school_year}, so none are shown. The program changed since the "
            "release was built: build it again."
        )
    return Behind(
        release=opened.release.id,
        indicator=indicator,
        lea_id=lea_id,
        school_year=school_year,
        data_year=row["data_year"],
        num=num,
        den=den,
        status=row["district_status"] or row["status"],
        ratio=row["ratio"],
        records=told.records,
        outside=told.outside,
    )


def _counted(opened: Restricted, indicator: Indicator, lea_id: str, year: int) -> tuple[Row, Era]:
    """The row of the release, and the era its records were counted by."""
    rows = opened.exact(lea_id, indicator=indicator.id, school_year=year, **EVERYBODY)
    if not rows:
        raise NothingBehind(
            f"{lea_id} has no value of {indicator.id} in {year}: the district was not listed then, "
            "or only the state has values of this indicator."
        )
    row = rows[0]
    era = None if row["data_year"] is None else indicator.era_of(row["data_year"])
    if era is None or row["status"] == "NOT_REPORTED":
        raise NothingBehind(f"{indicator.id} was not reported in {year}: no record was counted.")
    if "PUBLISHED" in row["flags"].split(","):
        raise NothingBehind(
            f"The value of {indicator.id} in {year} came already computed (extract `published`): "
            "no record was counted."
        )
    return row, era


def _told(
    opened: Restricted, folder: Path, indicator: Indicator, era: Era, *, lea_id: str, year: int
) -> Told:
    # Imported here: Ibis takes a second, and no other answer needs it.
    from dashboard.measures.cells import years_before
    from dashboard.measures.traced import traced

    trace = traced(indicator, era, frozenset(one.name for one in opened.release.manifest.extracts))
    first = year - years_before(indicator)
    sources = files_of(
        opened.release,
        folder,
        trace.extracts,
        years=(first, year),
        max_bad_share=float(opened.catalog.profile.max_bad_share),
    )
    asked = Asked(lea_id=lea_id, first=first, last=year)
    with TemporaryDirectory() as spill, connect(Path(spill)) as connection:
        try:
            for name in trace.extracts:
                files = [source for source in sources if source.extract.name == name]
                define_records(connection, EXTRACTS[name], files, asked=asked)
        except (duckdb.Error, OSError) as error:
            raise ChangedExtracts(
                f"The extracts in {folder} cannot be read any more. Put the files back that "
                f"release {opened.release.id} was built from."
            ) from error
        return told(connection, trace, lea_id=lea_id, year=year)
