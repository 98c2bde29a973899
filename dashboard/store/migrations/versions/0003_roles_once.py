"""An account has a role at a place once, also where the place is a district or the state.

Revision ID: 0003

Two empty columns are not the same to a database: the rule of 0001 holds for schools alone. Of rows
that stand twice the first stays.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

INDEXES = {
    "uq_role_grant_district": (["lea_id"], "school_id IS NULL AND lea_id IS NOT NULL"),
    "uq_role_grant_state": ([], "lea_id IS NULL"),
}


def upgrade() -> None:
    """Remove what stands twice, and let nothing do so again."""
    op.execute(
        "DELETE FROM role_grant WHERE id NOT IN "
        "(SELECT min(id) FROM role_grant GROUP BY account_id, role, lea_id, school_id)"
    )
    for name, (columns, where) in INDEXES.items():
        op.create_index(
            name,
            "role_grant",
            ["account_id", "role", *columns],
            unique=True,
            sqlite_where=sa.text(where),
            postgresql_where=sa.text(where),
        )


def downgrade() -> None:
    """Remove the rule; no row changes."""
    for name in INDEXES:
        op.drop_index(name, table_name="role_grant")
