"""The tables of the store.

What people type about a student is kept as they typed it, text and all: a wrong date is a finding
beside its field, never a loss. `version` columns make a second writer of the same row fail (I2).
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from dashboard.store.base import NO_NUMBER_TWICE
from dashboard.store.base import Base as Base


class Account(Base):
    """A person who may sign in: by the state's portal, or by password where there is none."""

    __tablename__ = "account"
    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(unique=True)  # lower case; an e-mail address
    name: Mapped[str]
    password_hash: Mapped[str | None]
    totp_secret: Mapped[str | None]
    totp_used: Mapped[int | None]  # the last time step whose code was taken: none is taken twice
    issuer: Mapped[str | None]  # the portal's issuer and subject, from the first sign-in by it
    subject: Mapped[str | None]
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (UniqueConstraint("issuer", "subject"), NO_NUMBER_TWICE)


def _once(name: str, *columns: str, where: str) -> Index:
    """That an account has a role at most once, among the rows of one kind of place."""
    return Index(
        name,
        "account_id",
        "role",
        *columns,
        unique=True,
        sqlite_where=text(where),
        postgresql_where=text(where),
    )


class Grant(Base):
    """A role of an account; lea_id and school_id say where, for roles that have a place."""

    __tablename__ = "role_grant"
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    role: Mapped[str]
    lea_id: Mapped[str | None] = mapped_column(index=True)
    school_id: Mapped[str | None]
    granted_by: Mapped[str]
    granted_at: Mapped[datetime]
    __table_args__ = (
        # A database takes two empty places for different ones: each kind of place has its own rule.
        UniqueConstraint("account_id", "role", "lea_id", "school_id"),
        _once("uq_role_grant_district", "lea_id", where="school_id IS NULL AND lea_id IS NOT NULL"),
        _once("uq_role_grant_state", where="lea_id IS NULL"),
    )


class SignIn(Base):
    """A signed-in browser; the row goes when it signs out (S3)."""

    __tablename__ = "sign_in"
    token_hash: Mapped[str] = mapped_column(primary_key=True)  # SHA-256 of what the cookie holds
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    form_token: Mapped[str]
    second_factor: Mapped[bool]  # whether a TOTP code was given
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]


class Attempt(Base):
    """A failed sign-in, by account and by address, counted for 15 minutes (S4)."""

    __tablename__ = "attempt"
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(index=True)  # a hash: neither a name nor an address is kept
    at: Mapped[datetime]


class Collection(Base):
    """The collection of one school year, and when it is open."""

    __tablename__ = "collection"
    id: Mapped[int] = mapped_column(primary_key=True)
    school_year: Mapped[int] = mapped_column(unique=True)
    opens: Mapped[date]
    closes: Mapped[date]  # the last day on which may be entered and certified


class District(Base):
    """A district in a collection."""

    __tablename__ = "district"
    collection_id: Mapped[int] = mapped_column(ForeignKey("collection.id"), primary_key=True)
    lea_id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    state: Mapped[str] = mapped_column(default="OPEN")
    extended_to: Mapped[date | None]  # its own last day, where the state gave one
    expected: Mapped[int | None]  # children of 3 to 5 in the child count (W09)
    certificate_id: Mapped[int | None]  # the valid one, while CERTIFIED
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        CheckConstraint("state in ('OPEN', 'CERTIFIED')", name="state"),
        CheckConstraint("(state = 'CERTIFIED') = (certificate_id IS NOT NULL)", name="certified"),
    )


class School(Base):
    """A school of a district in a collection. Its version guards submit, reopen and the roster."""

    __tablename__ = "school"
    collection_id: Mapped[int] = mapped_column(primary_key=True)
    lea_id: Mapped[str] = mapped_column(primary_key=True)
    school_id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    state: Mapped[str] = mapped_column(default="NOT_STARTED")
    updated_at: Mapped[datetime | None]
    updated_by: Mapped[str | None]
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        ForeignKeyConstraint(
            ["collection_id", "lea_id"], ["district.collection_id", "district.lea_id"]
        ),
        CheckConstraint("state in ('NOT_STARTED', 'IN_PROGRESS', 'SUBMITTED')", name="state"),
    )


class Student(Base):
    """A row of a school's roster: the fields of the extract `eco`, as typed ("" where empty)."""

    __tablename__ = "student"
    id: Mapped[int] = mapped_column(primary_key=True)
    collection_id: Mapped[int]
    lea_id: Mapped[str]
    school_id: Mapped[str]
    student_id: Mapped[str]
    birth_date: Mapped[str] = mapped_column(default="")
    entry_date: Mapped[str] = mapped_column(default="")
    entry_rating_date: Mapped[str] = mapped_column(default="")
    entry_a: Mapped[str] = mapped_column(default="")
    entry_b: Mapped[str] = mapped_column(default="")
    entry_c: Mapped[str] = mapped_column(default="")
    exit_date: Mapped[str] = mapped_column(default="")
    exit_rating_date: Mapped[str] = mapped_column(default="")
    exit_a: Mapped[str] = mapped_column(default="")
    exit_b: Mapped[str] = mapped_column(default="")
    exit_c: Mapped[str] = mapped_column(default="")
    progress_a: Mapped[str] = mapped_column(default="")
    progress_b: Mapped[str] = mapped_column(default="")
    progress_c: Mapped[str] = mapped_column(default="")
    exit_reason: Mapped[str] = mapped_column(default="")
    exempt_reason: Mapped[str] = mapped_column(default="")
    updated_at: Mapped[datetime]
    updated_by: Mapped[str]
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        ForeignKeyConstraint(
            ["collection_id", "lea_id", "school_id"],
            ["school.collection_id", "school.lea_id", "school.school_id"],
        ),
        Index("ix_student_place", "collection_id", "lea_id", "school_id"),
        NO_NUMBER_TWICE,
    )


class Certificate(Base):
    """What a district certified: an immutable copy of its rows; and how it ended, if taken back."""

    __tablename__ = "certificate"
    id: Mapped[int] = mapped_column(primary_key=True)
    collection_id: Mapped[int]
    lea_id: Mapped[str]
    certified_at: Mapped[datetime]
    certified_by: Mapped[str]  # login
    certified_name: Mapped[str]
    students: Mapped[int]
    counts: Mapped[dict[str, Any]]  # by school: name, entry ratings, exit ratings, total students
    content: Mapped[str]  # the rows as canonical JSON
    content_hash: Mapped[str]  # its SHA-256
    decertified_at: Mapped[datetime | None]
    decertified_by: Mapped[str | None]
    reason: Mapped[str | None]
    __table_args__ = (
        ForeignKeyConstraint(
            ["collection_id", "lea_id"], ["district.collection_id", "district.lea_id"]
        ),
        Index("ix_certificate_place", "collection_id", "lea_id"),
        NO_NUMBER_TWICE,
    )


class AuditEntry(Base):
    """One thing somebody did, or looked at; never changed, never removed (I3)."""

    __tablename__ = "audit_entry"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    account_id: Mapped[int | None]
    login: Mapped[str]
    action: Mapped[str] = mapped_column(index=True)
    lea_id: Mapped[str | None] = mapped_column(index=True)
    school_id: Mapped[str | None]
    subject: Mapped[str | None]  # what row: "student 17", "account 3"
    old: Mapped[dict[str, Any] | None]
    new: Mapped[dict[str, Any] | None]
    reason: Mapped[str | None]


class AuditSeal(Base):
    """A link of the chain over the audit trail: the hash of all entries up to one of them (I3)."""

    __tablename__ = "audit_seal"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    up_to: Mapped[int]
    hash: Mapped[str]
