"""The tables.

Revision ID: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make every table."""
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("totp_secret", sa.Text(), nullable=True),
        sa.Column("totp_used", sa.Integer(), nullable=True),
        sa.Column("issuer", sa.Text(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_account_issuer_subject")),
        sa.UniqueConstraint("login", name=op.f("uq_account_login")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
    )
    op.create_index(op.f("ix_attempt_key"), "attempt", ["key"], unique=False)
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("lea_id", sa.Text(), nullable=True),
        sa.Column("school_id", sa.Text(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column("old", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("new", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
    )
    op.create_index(op.f("ix_audit_entry_action"), "audit_entry", ["action"], unique=False)
    op.create_index(op.f("ix_audit_entry_lea_id"), "audit_entry", ["lea_id"], unique=False)
    op.create_table(
        "audit_seal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("up_to", sa.Integer(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_seal")),
    )
    op.create_table(
        "collection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_year", sa.Integer(), nullable=False),
        sa.Column("opens", sa.Date(), nullable=False),
        sa.Column("closes", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collection")),
        sa.UniqueConstraint("school_year", name=op.f("uq_collection_school_year")),
    )
    op.create_table(
        "district",
        sa.Column("collection_id", sa.Integer(), nullable=False),
        sa.Column("lea_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("extended_to", sa.Date(), nullable=True),
        sa.Column("expected", sa.Integer(), nullable=True),
        sa.Column("certificate_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'CERTIFIED') = (certificate_id IS NOT NULL)",
            name=op.f("ck_district_certified"),
        ),
        sa.CheckConstraint("state in ('OPEN', 'CERTIFIED')", name=op.f("ck_district_state")),
        sa.ForeignKeyConstraint(
            ["collection_id"], ["collection.id"], name=op.f("fk_district_collection_id")
        ),
        sa.PrimaryKeyConstraint("collection_id", "lea_id", name=op.f("pk_district")),
    )
    op.create_table(
        "role_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("lea_id", sa.Text(), nullable=True),
        sa.Column("school_id", sa.Text(), nullable=True),
        sa.Column("granted_by", sa.Text(), nullable=False),
        sa.Column("granted_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_role_grant_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grant")),
        sa.UniqueConstraint(
            "account_id",
            "role",
            "lea_id",
            "school_id",
            name=op.f("uq_role_grant_account_id_role_lea_id_school_id"),
        ),
    )
    op.create_index(op.f("ix_role_grant_account_id"), "role_grant", ["account_id"], unique=False)
    op.create_index(op.f("ix_role_grant_lea_id"), "role_grant", ["lea_id"], unique=False)
    op.create_table(
        "sign_in",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("form_token", sa.Text(), nullable=False),
        sa.Column("second_factor", sa.Boolean(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_sign_in_account_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_sign_in")),
    )
    op.create_index(op.f("ix_sign_in_account_id"), "sign_in", ["account_id"], unique=False)
    op.create_table(
        "certificate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("collection_id", sa.Integer(), nullable=False),
        sa.Column("lea_id", sa.Text(), nullable=False),
        sa.Column("certified_at", MOMENT, nullable=False),
        sa.Column("certified_by", sa.Text(), nullable=False),
        sa.Column("certified_name", sa.Text(), nullable=False),
        sa.Column("students", sa.Integer(), nullable=False),
        sa.Column("counts", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("decertified_at", MOMENT, nullable=True),
        sa.Column("decertified_by", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["collection_id", "lea_id"],
            ["district.collection_id", "district.lea_id"],
            name=op.f("fk_certificate_collection_id_lea_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_certificate_place", "certificate", ["collection_id", "lea_id"], unique=False
    )
    op.create_table(
        "school",
        sa.Column("collection_id", sa.Integer(), nullable=False),
        sa.Column("lea_id", sa.Text(), nullable=False),
        sa.Column("school_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("updated_at", MOMENT, nullable=True),
        sa.Column("updated_by", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state in ('NOT_STARTED', 'IN_PROGRESS', 'SUBMITTED')", name=op.f("ck_school_state")
        ),
        sa.ForeignKeyConstraint(
            ["collection_id", "lea_id"],
            ["district.collection_id", "district.lea_id"],
            name=op.f("fk_school_collection_id_lea_id"),
        ),
        sa.PrimaryKeyConstraint("collection_id", "lea_id", "school_id", name=op.f("pk_school")),
    )
    op.create_table(
        "student",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("collection_id", sa.Integer(), nullable=False),
        sa.Column("lea_id", sa.Text(), nullable=False),
        sa.Column("school_id", sa.Text(), nullable=False),
        sa.Column("student_id", sa.Text(), nullable=False),
        sa.Column("birth_date", sa.Text(), nullable=False),
        sa.Column("entry_date", sa.Text(), nullable=False),
        sa.Column("entry_rating_date", sa.Text(), nullable=False),
        sa.Column("entry_a", sa.Text(), nullable=False),
        sa.Column("entry_b", sa.Text(), nullable=False),
        sa.Column("entry_c", sa.Text(), nullable=False),
        sa.Column("exit_date", sa.Text(), nullable=False),
        sa.Column("exit_rating_date", sa.Text(), nullable=False),
        sa.Column("exit_a", sa.Text(), nullable=False),
        sa.Column("exit_b", sa.Text(), nullable=False),
        sa.Column("exit_c", sa.Text(), nullable=False),
        sa.Column("progress_a", sa.Text(), nullable=False),
        sa.Column("progress_b", sa.Text(), nullable=False),
        sa.Column("progress_c", sa.Text(), nullable=False),
        sa.Column("exit_reason", sa.Text(), nullable=False),
        sa.Column("exempt_reason", sa.Text(), nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("updated_by", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["collection_id", "lea_id", "school_id"],
            ["school.collection_id", "school.lea_id", "school.school_id"],
            name=op.f("fk_student_collection_id_lea_id_school_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_student")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_student_place", "student", ["collection_id", "lea_id", "school_id"], unique=False
    )


def downgrade() -> None:
    """Remove every table, and all that is in them."""
    op.drop_index("ix_student_place", table_name="student")
    op.drop_table("student")
    op.drop_table("school")
    op.drop_index("ix_certificate_place", table_name="certificate")
    op.drop_table("certificate")
    op.drop_index(op.f("ix_sign_in_account_id"), table_name="sign_in")
    op.drop_table("sign_in")
    op.drop_index(op.f("ix_role_grant_lea_id"), table_name="role_grant")
    op.drop_index(op.f("ix_role_grant_account_id"), table_name="role_grant")
    op.drop_table("role_grant")
    op.drop_table("district")
    op.drop_table("collection")
    op.drop_table("audit_seal")
    op.drop_index(op.f("ix_audit_entry_lea_id"), table_name="audit_entry")
    op.drop_index(op.f("ix_audit_entry_action"), table_name="audit_entry")
    op.drop_table("audit_entry")
    op.drop_index(op.f("ix_attempt_key"), table_name="attempt")
    op.drop_table("attempt")
    op.drop_table("account")
