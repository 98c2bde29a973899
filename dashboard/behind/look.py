"""The way in for people: who may look, the look written down, and then the answer.

An answer is handed out only once its entry in the audit trail is kept. The reading comes before
the writing, so that no other writer of the store waits for it.
"""

from datetime import datetime
from pathlib import Path
from typing import Any

from dashboard.accounts import Action, Person, Place, require
from dashboard.accounts.acting import actor_of
from dashboard.behind.exact import Exact, exact
from dashboard.behind.records import Behind, records
from dashboard.store import Store, record

VALUES, RECORDS = "look_exact", "look_records"
"""What the looks are called in the audit trail."""


def look_at_values(
    store: Store,
    person: Person | None,
    *,
    now: datetime,
    release_dir: Path,
    lea_id: str,
    indicator: str | None = None,
    school_year: int | None = None,
) -> tuple[Exact, ...]:
    """A district's exact values, for who may see them. Raises Refused, and as `exact` does."""
    looking = require(person, Action.EXACT, Place(lea_id))
    found = exact(release_dir, lea_id=lea_id, indicator=indicator, school_year=school_year)
    told = {"indicator": indicator, "school_year": school_year, "values": len(found)}
    _keep(store, looking, VALUES, now, lea_id, {"release": release_dir.name, **told})
    return found


def look_at_records(
    store: Store,
    person: Person | None,
    *,
    now: datetime,
    release_dir: Path,
    extracts_dir: Path,
    lea_id: str,
    indicator: str,
    school_year: int,
    as_file: bool = False,
) -> Behind:
    """The records behind a district's value, for who may see them.

    as_file: they are handed out to be kept, which the trail says too. Raises Refused, and as
    `records` does.
    """
    looking = require(person, Action.EXACT, Place(lea_id))
    found = records(
        release_dir, extracts_dir, indicator=indicator, lea_id=lea_id, school_year=school_year
    )
    told: dict[str, Any] = {
        "indicator": indicator,
        "school_year": school_year,
        "records": len(found.records),
    }
    if as_file:
        told["file"] = True
    _keep(store, looking, RECORDS, now, lea_id, {"release": release_dir.name, **told})
    return found


def _keep(
    store: Store, person: Person, action: str, now: datetime, lea_id: str, told: dict[str, Any]
) -> None:
    """What was looked at, not what was seen: the trail holds no value and no record."""
    subject = " ".join(str(told[name]) for name in ("indicator", "school_year") if told[name])
    with store.writing() as session:
        record(
            session,
            actor_of(person),
            action=action,
            at=now,
            lea_id=lea_id,
            subject=subject or None,
            new=told,
        )
