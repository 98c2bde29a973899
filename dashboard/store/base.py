"""What all tables of the store have in common: names of constraints, and moments in UTC."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, MetaData, Text, TypeDecorator
from sqlalchemy.orm import DeclarativeBase

_NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Utc(TypeDecorator[datetime]):
    """A moment in UTC. SQLite keeps no zone; it is given back here."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The same moment in UTC; a time without a zone is a mistake of ours."""
        if value is not None and value.tzinfo is None:
            raise ValueError("A time without its zone cannot be stored.")
        return value.astimezone(UTC) if value is not None else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The stored moment, in UTC: PostgreSQL gives it back in the zone of the connection."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


NO_NUMBER_TWICE = {"sqlite_autoincrement": True}
"""Without it SQLite gives the number of a removed last row to the next: a form that is still open
would then save to another student, and the audit trail's "student 17" would be two."""


class Base(DeclarativeBase):
    """All tables; names of constraints are given, so that migrations can speak of them."""

    metadata = MetaData(naming_convention=_NAMES)
    # Without none_as_null, None would be kept as the JSON word null, which IS NULL does not find.
    type_annotation_map = {str: Text, datetime: Utc, dict[str, Any]: JSON(none_as_null=True)}
