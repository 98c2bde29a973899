"""Migrations (I7): clean against the tables, up and down with data, all or nothing."""

from __future__ import annotations

from alembic import command
from sqlalchemy import inspect

from dashboard.store import Base, Store
from dashboard.store.migrate import config, newest, revision_of


def test_the_migrations_make_the_tables_of_the_models(store: Store) -> None:
    with store.engine.connect() as connection:
        command.check(config(connection))
    assert revision_of(store) == newest()
    assert set(inspect(store.engine).get_table_names()) == {
        *Base.metadata.tables,
        "alembic_version",
    }
