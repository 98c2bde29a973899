"""What the database itself refuses: changes of the trail, of certificates, of what is certified.

Revision ID: 0002

The audit trail only grows (I3). A certificate never changes, except that it is taken back, once,
with a reason. While a district is certified its schools and students do not change, nor do the
students of a school that has submitted (I4). A district is certified by a certificate that holds,
and is opened only after that certificate was taken back.
"""

from collections.abc import Iterator

from alembic import op

revision = "0002"
down_revision = "0001"

TRAIL = "kept: the audit trail only grows"
CERTIFICATE = "kept: a certificate does not change; it is taken back once, with a reason"
NUMBER = "kept: this row is there already"
DISTRICT = "locked: the district is certified"
SCHOOL = "locked: the school has submitted"
CERTIFIED = "certificate: a district is certified by a certificate of its own that holds"
OPENED = "certificate: take the certificate back before its district is opened"

KEPT = (
    *("id", "collection_id", "lea_id", "certified_at", "certified_by", "certified_name"),
    *("students", "counts", "content", "content_hash"),
)
TAKEN_BACK = ("decertified_at", "decertified_by", "reason")


def upgrade() -> None:
    """Make the triggers."""
    statements = _sqlite() if op.get_bind().dialect.name == "sqlite" else _postgresql()
    for statement in statements:
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    """Remove the triggers; no row changes."""
    bind = op.get_bind()
    if bind.dialect.name == "sqlite":
        found = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'guard_%'"
        for (name,) in bind.exec_driver_sql(found).all():
            bind.exec_driver_sql(f"DROP TRIGGER {name}")
        return
    for name in ("refuse", "entry", "certificate", "district", "school", "student"):
        bind.exec_driver_sql(f"DROP FUNCTION guard_{name}() CASCADE")
    bind.exec_driver_sql("DROP FUNCTION guard_open(integer, text)")


# SQLite. A BEFORE INSERT trigger for each: INSERT OR REPLACE removes a row without asking the
# triggers that refuse removals.


def _sqlite() -> Iterator[str]:
    for table, message in (
        ("audit_entry", TRAIL),
        ("audit_seal", TRAIL),
        ("certificate", CERTIFICATE),
        ("student", NUMBER),
    ):
        there = f"EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)"
        yield _trigger(f"{table}_number", "INSERT", table, (there, message))
    for table in ("audit_entry", "audit_seal"):
        yield _trigger(f"{table}_update", "UPDATE", table, ("1", TRAIL))
        yield _trigger(f"{table}_delete", "DELETE", table, ("1", TRAIL))
    yield _trigger(
        "certificate_update", "UPDATE", "certificate", (f"NOT ({_once('IS')})", CERTIFICATE)
    )
    yield _trigger("certificate_delete", "DELETE", "certificate", ("1", CERTIFICATE))
    yield from _sqlite_district()
    yield from _sqlite_locks("school", (DISTRICT,))
    yield from _sqlite_locks("student", (DISTRICT, SCHOOL))


def _trigger(name: str, event: str, table: str, *refused: tuple[str, str]) -> str:
    cases = " ".join(f"WHEN {when} THEN RAISE(ABORT, '{message}')" for when, message in refused)
    return (
        f"CREATE TRIGGER guard_{name} BEFORE {event} ON {table} FOR EACH ROW "
        f"BEGIN SELECT CASE {cases} END; END"
    )


def _once(same: str, counts: str = "counts") -> str:
    """That a certificate is taken back for the first time, and nothing else of it changes."""
    compared = [counts if name == "counts" else name for name in KEPT]
    kept = " AND ".join(f"NEW.{name} {same} OLD.{name}" for name in compared)
    held = " AND ".join(f"OLD.{name} IS NULL AND NEW.{name} IS NOT NULL" for name in TAKEN_BACK)
    return f"{kept} AND {held} AND trim(NEW.reason) <> ''"


def _sqlite_district() -> Iterator[str]:
    key = "collection_id = NEW.collection_id AND lea_id = NEW.lea_id"
    yield _trigger(
        "district_insert",
        "INSERT",
        "district",
        ("NEW.certificate_id IS NOT NULL", CERTIFIED),
        (f"EXISTS (SELECT 1 FROM district WHERE {key})", NUMBER),
    )
    holds = (
        "EXISTS (SELECT 1 FROM certificate WHERE id = NEW.certificate_id "
        f"AND {key} AND decertified_at IS NULL)"
    )
    taken_back = (
        "EXISTS (SELECT 1 FROM certificate WHERE id = OLD.certificate_id "
        "AND decertified_at IS NOT NULL)"
    )
    yield _trigger(
        "district_update",
        "UPDATE",
        "district",
        (
            "OLD.certificate_id IS NOT NULL AND NEW.certificate_id IS NOT OLD.certificate_id "
            f"AND NOT {taken_back}",
            OPENED,
        ),
        (f"NEW.certificate_id IS NOT NULL AND NOT {holds}", CERTIFIED),
    )
    yield _trigger(
        "district_delete", "DELETE", "district", ("OLD.certificate_id IS NOT NULL", DISTRICT)
    )


def _sqlite_locks(table: str, messages: tuple[str, ...]) -> Iterator[str]:
    for event, sides in (("INSERT", ("NEW",)), ("UPDATE", ("OLD", "NEW")), ("DELETE", ("OLD",))):
        refused = [(_is_locked(side, message), message) for side in sides for message in messages]
        if table == "school" and event == "INSERT":
            refused.append((f"EXISTS (SELECT 1 FROM school WHERE {_place('NEW')})", NUMBER))
        if table == "student" and event == "UPDATE":  # UPDATE OR REPLACE removes a row, too
            refused.append(("NEW.id IS NOT OLD.id", NUMBER))
        yield _trigger(f"{table}_{event.lower()}", event, table, *refused)


def _is_locked(side: str, message: str) -> str:
    if message == SCHOOL:
        return f"EXISTS (SELECT 1 FROM school WHERE {_place(side)} AND state = 'SUBMITTED')"
    return (
        f"EXISTS (SELECT 1 FROM district WHERE collection_id = {side}.collection_id "
        f"AND lea_id = {side}.lea_id AND state = 'CERTIFIED')"
    )


def _place(side: str) -> str:
    return " AND ".join(f"{one} = {side}.{one}" for one in ("collection_id", "lea_id", "school_id"))


# PostgreSQL. Who changes a student or a school holds its district, and a student's school, until
# the end of the transaction: else a change begun before a certificate could be kept after it.


def _postgresql() -> Iterator[str]:
    yield from _functions()
    for table, message in (("audit_entry", TRAIL), ("audit_seal", TRAIL)):
        yield _refusal(table, "UPDATE OR DELETE OR TRUNCATE", message)
    yield _refusal("certificate", "DELETE OR TRUNCATE", CERTIFICATE)
    for table in ("district", "school", "student"):
        yield _refusal(table, "TRUNCATE", DISTRICT)
    # Before the statement: the entry's number is drawn after it, so that a seal, which waits for
    # all who hold this lock, leaves no smaller number behind.
    yield (
        "CREATE TRIGGER guard_entry BEFORE INSERT ON audit_entry "
        "FOR EACH STATEMENT EXECUTE FUNCTION guard_entry()"
    )
    for table, events in (
        ("certificate", "UPDATE"),
        ("district", "INSERT OR UPDATE OR DELETE"),
        ("school", "INSERT OR UPDATE OR DELETE"),
        ("student", "INSERT OR UPDATE OR DELETE"),
    ):
        yield (
            f"CREATE TRIGGER guard_{table} BEFORE {events} ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION guard_{table}()"
        )


def _refusal(table: str, events: str, message: str) -> str:
    return (
        f"CREATE TRIGGER guard_{table}_kept BEFORE {events} ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION guard_refuse('{message}')"
    )


def _raise(message: str) -> str:
    return f"RAISE EXCEPTION '{message}' USING ERRCODE = 'check_violation';"


def _functions() -> Iterator[str]:
    yield _function("refuse", "RAISE USING MESSAGE = TG_ARGV[0], ERRCODE = 'check_violation';")
    yield _function("entry", "PERFORM pg_advisory_xact_lock_shared(7701); RETURN NULL;")
    once = _once("IS NOT DISTINCT FROM", "counts::text")
    yield _function(
        "certificate", f"IF NOT ({once}) THEN {_raise(CERTIFICATE)} END IF; RETURN NEW;"
    )
    yield f"""
        CREATE FUNCTION guard_open(collection integer, lea text) RETURNS void LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM 1 FROM district WHERE collection_id = collection AND lea_id = lea FOR SHARE;
            IF EXISTS (SELECT 1 FROM district WHERE collection_id = collection AND lea_id = lea
                       AND state = 'CERTIFIED')
            THEN {_raise(DISTRICT)} END IF;
        END $$"""
    yield _function("district", _POSTGRESQL_DISTRICT)
    yield _function("school", _both_sides("PERFORM guard_open({0}.collection_id, {0}.lea_id);"))
    yield _function("student", _both_sides(_POSTGRESQL_STUDENT))


def _function(name: str, body: str) -> str:
    return (
        f"CREATE FUNCTION guard_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"
    )


def _both_sides(check: str) -> str:
    return f"""
        IF TG_OP <> 'INSERT' THEN {check.format("OLD")} END IF;
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        IF TG_OP = 'INSERT' OR (NEW.collection_id, NEW.lea_id, NEW.school_id)
            IS DISTINCT FROM (OLD.collection_id, OLD.lea_id, OLD.school_id)
        THEN {check.format("NEW")} END IF;
        RETURN NEW;"""


_POSTGRESQL_STUDENT = f"""
    PERFORM guard_open({{0}}.collection_id, {{0}}.lea_id);
    PERFORM 1 FROM school WHERE {_place("{0}")} FOR NO KEY UPDATE;
    IF EXISTS (SELECT 1 FROM school WHERE {_place("{0}")} AND state = 'SUBMITTED')
    THEN {_raise(SCHOOL)} END IF;"""

_POSTGRESQL_DISTRICT = f"""
    IF TG_OP = 'DELETE' THEN
        IF OLD.certificate_id IS NOT NULL THEN {_raise(DISTRICT)} END IF;
        RETURN OLD;
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.certificate_id IS NOT NULL THEN {_raise(CERTIFIED)} END IF;
        RETURN NEW;
    END IF;
    IF OLD.certificate_id IS NOT NULL AND NEW.certificate_id IS DISTINCT FROM OLD.certificate_id
        AND NOT EXISTS (SELECT 1 FROM certificate
                        WHERE id = OLD.certificate_id AND decertified_at IS NOT NULL)
    THEN {_raise(OPENED)} END IF;
    IF NEW.certificate_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM certificate WHERE id = NEW.certificate_id AND decertified_at IS NULL
        AND collection_id = NEW.collection_id AND lea_id = NEW.lea_id)
    THEN {_raise(CERTIFIED)} END IF;
    RETURN NEW;"""
