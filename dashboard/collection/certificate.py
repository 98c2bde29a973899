"""A certificate: what a district certified, as canonical JSON and its hash (I4)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboard.accounts import Action, Person, Place, require
from dashboard.collection.errors import NotThere
from dashboard.collection.records import Record
from dashboard.collection.rows import DistrictKey, collection_row, district_row
from dashboard.store.models import Certificate, Student


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolCount:
    """The line of a school at the time."""

    school_id: str
    name: str
    entry_ratings: int
    exit_ratings: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateView:
    """What was certified by whom and when, and whether it still holds; printable.

    content_hash: SHA-256 over the rows as `content_of` writes them. holds: false once taken back.
    """

    id: int
    key: DistrictKey
    district_name: str
    school_year: int
    certified_at: datetime
    certified_by: str
    certified_name: str
    students: int
    schools: tuple[SchoolCount, ...]
    content_hash: str
    is_intact: bool
    decertified_at: datetime | None
    decertified_by: str | None
    reason: str | None

    @property
    def holds(self) -> bool:
        """Whether it was not taken back."""
        return self.decertified_at is None


def rows_of(students: Iterable[Student], *, school_year: int) -> list[dict[str, Any]]:
    """The students as rows of the extract `eco`, by school and student id.

    school_year is a number, all else text as typed.
    """
    rows = [
        {
            "school_year": school_year,
            "lea_id": row.lea_id,
            "school_id": row.school_id,
            **Record.of(row).texts(),
        }
        for row in students
    ]
    return sorted(rows, key=lambda row: (row["school_id"], row["student_id"]))


def content_of(rows: list[dict[str, Any]]) -> str:
    """Rows as canonical JSON: the same rows always have the same text."""
    return json.dumps(rows, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def hash_of(content: str) -> str:
    """SHA-256, hexadecimal, of the UTF-8 bytes."""
    return hashlib.sha256(content.encode()).hexdigest()


def certificate(
    session: Session, person: Person | None, certificate_id: int, *, now: datetime
) -> CertificateView:
    """The certificate of that id, for who may see all of its district; raises Refused, NotThere.

    Who covers a part of the state is refused alike for another's certificate and for none.
    """
    del now  # taken as all functions here take it; a certificate is the same at all times
    row = session.get(Certificate, certificate_id)
    require(person, Action.SEE, Place(row.lea_id) if row else Place())
    if row is None:
        raise NotThere("There is no such certificate.")
    return _view(session, row)


def certificates_of(
    session: Session, person: Person | None, key: DistrictKey, *, now: datetime
) -> tuple[CertificateView, ...]:
    """All certificates of a district, the newest first, those taken back too."""
    del now
    require(person, Action.SEE, key.place)
    wanted = (
        select(Certificate)
        .where(Certificate.collection_id == key.collection_id, Certificate.lea_id == key.lea_id)
        .order_by(Certificate.id.desc())
    )
    return tuple(_view(session, row) for row in session.scalars(wanted))


def _view(session: Session, row: Certificate) -> CertificateView:
    key = DistrictKey(row.collection_id, row.lea_id)
    return CertificateView(
        id=row.id,
        key=key,
        district_name=district_row(session, key).name,
        school_year=collection_row(session, row.collection_id).school_year,
        certified_at=row.certified_at,
        certified_by=row.certified_by,
        certified_name=row.certified_name,
        students=row.students,
        schools=_counts(row.counts),
        content_hash=row.content_hash,
        is_intact=hash_of(row.content) == row.content_hash,
        decertified_at=row.decertified_at,
        decertified_by=row.decertified_by,
        reason=row.reason,
    )


def _counts(counts: Mapping[str, Any]) -> tuple[SchoolCount, ...]:
    schools = (SchoolCount(school_id=school_id, **one) for school_id, one in counts.items())
    return tuple(sorted(schools, key=lambda one: (one.name, one.school_id)))
