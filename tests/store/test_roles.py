"""The grants that docs/collection-store.md gives the site's role: enough, and no more (I3)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from dashboard.store import Store, record, seal, verify
from dashboard.store.backup import backup
from dashboard.store.migrate import require_current
from tests.support import small_collection as small
from tests.support.postgres import Server
from tests.support.small_collection import NOW, WHO
from tests.support.stores import TEMPLATE

PAGE = Path(__file__).resolve().parents[2] / "docs" / "collection-store.md"
ROLE = "progress_site"


@pytest.fixture
def site(migrated_postgres: Server) -> Iterator[Store]:
    """A filled store, opened with the site's role."""
    with migrated_postgres.database(TEMPLATE) as url:
        found = re.search(r"```sql\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S)
        assert found
        with closing(Store(url)) as owner:
            small.fill(owner)
            with owner.engine.begin() as connection:
                connection.exec_driver_sql(f"CREATE ROLE {ROLE} LOGIN")
                for grant in found[1].split(";\n"):
                    connection.exec_driver_sql(grant)
            with closing(Store(url.replace("postgres@", f"{ROLE}@"))) as store:
                yield store
            with owner.engine.begin() as connection:
                connection.exec_driver_sql(f"DROP OWNED BY {ROLE}; DROP ROLE {ROLE}")


def test_the_site_can_do_its_work(site: Store, tmp_path: Path) -> None:
    require_current(site)
    with site.writing() as session:
        session.add(small.student("1020", "14", entry_a="3"))
        record(session, WHO, action="add", at=NOW)
        small.submit(session, "1010")
        certified = small.certify(session)
        small.decertify(session, certified)
    with site.writing() as session:
        assert seal(session, NOW)
    with site.reading() as session:
        assert verify(session).holds
    assert backup(site.engine.url.render_as_string(), tmp_path / "b").rows["student"] == 4


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET login = 'x'",
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry",
        "DELETE FROM audit_seal",
        "DELETE FROM certificate",
        "UPDATE alembic_version SET version_num = '0001'",
        "DROP TRIGGER guard_audit_entry_kept ON audit_entry",
        "ALTER TABLE audit_entry DISABLE TRIGGER ALL",
        "SET session_replication_role = replica",
    ],
)
def test_I3_the_site_cannot_even_ask(site: Store, statement: str) -> None:
    refused = pytest.raises(ProgrammingError, match=r"permission denied|must be owner")
    with refused, site.writing() as session:
        session.execute(text(statement))
