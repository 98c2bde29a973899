"""Certified rows as the extract `eco`, for `build` to read (3.6).

A year's file holds the rows of every certificate that is valid, and of a district whose
certificate was taken back those it certified last: its published values stay as they were, and
`collection.json` has them marked. What no district certified never leaves the collection.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Collection as AnyOf
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboard.collection.certificate import hash_of
from dashboard.collection.errors import CollectionError
from dashboard.extracts.collected import FILE, CollectedYear, read_collected, to_json
from dashboard.extracts.schema import ECO
from dashboard.extracts.sources import SUFFIXES
from dashboard.releases.durable import CLOSED_FILE, rename, sync_folder, write_file
from dashboard.store import Store
from dashboard.store.models import Certificate, Collection, District

COLUMNS = tuple(column.name for column in ECO.columns)


class ExportError(CollectionError):
    """The certified rows cannot be written there, or are not what was certified."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What was written of a year."""

    file: Path
    rows: int
    year: CollectedYear


@dataclass(frozen=True, slots=True)
class _Certified:
    """The rows of a district as last certified; whether that still holds."""

    lea_id: str
    content: str
    holds: bool


def export_eco(
    store: Store, folder: Path, *, school_years: AnyOf[int] | None = None
) -> tuple[Exported, ...]:
    """Write `eco/<year>.csv` of each collection (or some years), and collection.json, to a folder
    of extracts; the same certificates always give the same bytes.

    Each file is replaced in one step, the note last. Raises ExportError when the folder holds
    other rows of these years, when there is no collection of a year, or when a certificate is
    damaged.
    """
    with store.reading() as session:
        collections = _collections(session, school_years)
        read = [(one.school_year, *_certified(session, one)) for one in collections]
    target = folder / ECO.name
    before = read_collected(folder)
    _require_free(folder, [year for year, *_ in read])
    _make_folder(target)
    ours = {year.file for year in before.years} if before else set()
    done = tuple(
        _written(target / f"{year}.csv", year, certified, waiting, ours=ours)
        for year, certified, waiting in read
    )
    mine = {one.year.school_year: one.year for one in done}
    kept = {} if before is None else {year.school_year: year for year in before.years}
    years = kept | mine if school_years is not None else mine
    note = to_json(ECO.name, tuple(years[year] for year in sorted(years)))
    _replace(folder / FILE, note)
    return done


def _collections(session: Session, school_years: AnyOf[int] | None) -> list[Collection]:
    found = session.scalars(select(Collection).order_by(Collection.school_year)).all()
    if school_years is None:
        return list(found)
    known = {one.school_year for one in found}
    if missing := sorted(set(school_years) - known):
        years = ", ".join(map(str, missing))
        raise ExportError(f"There is no collection of {years}.")
    return [one for one in found if one.school_year in school_years]


def _certified(
    session: Session, collection: Collection
) -> tuple[list[_Certified], tuple[str, ...]]:
    """By lea_id the last certificate of each district that has one; then those without."""
    districts = session.scalars(
        select(District).where(District.collection_id == collection.id).order_by(District.lea_id)
    )
    certified, waiting = [], []
    for district in districts:
        last = _last(session, district)
        if last is None:
            waiting.append(district.lea_id)
            continue
        if hash_of(last.content) != last.content_hash:
            raise ExportError(
                f"Certificate {last.id} of {district.name} is damaged: its rows are not those that "
                "were certified. Restore the database from a backup."
            )
        holds = district.certificate_id is not None
        certified.append(_Certified(district.lea_id, last.content, holds))
    return certified, tuple(waiting)


def _last(session: Session, district: District) -> Certificate | None:
    if district.certificate_id is not None:
        return session.get_one(Certificate, district.certificate_id)
    wanted = (
        select(Certificate)
        .where(
            Certificate.collection_id == district.collection_id,
            Certificate.lea_id == district.lea_id,
        )
        .order_by(Certificate.id.desc())
        .limit(1)
    )
    return session.scalars(wanted).first()


def _require_free(folder: Path, years: Iterable[int]) -> None:
    for suffix in SUFFIXES:
        if (folder / f"{ECO.name}{suffix}").exists():
            raise ExportError(
                f"{folder} holds {ECO.name}{suffix}. Put it into a folder {ECO.name}/, without the "
                "years that are collected here: their rows come from the certificates."
            )
        for year in years:
            other = folder / ECO.name / f"{year}{suffix}"
            if suffix != ".csv" and other.exists():
                raise ExportError(f"{other} has rows of {year}, too. Take it out of the folder.")


def _make_folder(target: Path) -> None:
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ExportError(f"{target} cannot be made: {error.strerror}.") from error


def _written(
    file: Path,
    school_year: int,
    certified: list[_Certified],
    waiting: tuple[str, ...],
    *,
    ours: AnyOf[str],
) -> Exported:
    rows = [row for one in certified for row in json.loads(one.content)]
    data = _csv(rows)
    if f"{ECO.name}/{file.name}" not in ours and file.exists() and file.read_bytes() != data:
        raise ExportError(
            f"{file} was not written by an export. Move it away first: the rows of {school_year} "
            "come from the certificates."
        )
    _replace(file, data)
    year = CollectedYear(
        school_year=school_year,
        file=f"{ECO.name}/{file.name}",
        sha256=hashlib.sha256(data).hexdigest(),
        certified=tuple(one.lea_id for one in certified if one.holds),
        stale=tuple(one.lea_id for one in certified if not one.holds),
        waiting=waiting,
    )
    return Exported(file=file, rows=len(rows), year=year)


def _csv(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """The rows in the layout of the extract, by district, school and student."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, fieldnames=COLUMNS, lineterminator="\n")
    writer.writeheader()
    order = ("lea_id", "school_id", "student_id")
    writer.writerows(sorted(rows, key=lambda row: tuple(row[name] for name in order)))
    return text.getvalue().encode()


def _replace(file: Path, data: bytes) -> None:
    """Give a file its new content in one step; nobody else may read records of children."""
    made = file.with_name(f".{file.name}.tmp")
    try:
        write_file(made, data, mode=CLOSED_FILE)
        rename(made, file)
        sync_folder(file.parent)
    finally:
        made.unlink(missing_ok=True)
