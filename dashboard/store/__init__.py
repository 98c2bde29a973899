"""Where the collection is kept: tables, transactions, the audit trail, migrations, backups.

The store knows rows and nothing of roles or rules; `accounts` and `collection` stand on it.
"""

from dashboard.store.audit import Trail, audit_hash, record, seal, verify
from dashboard.store.engine import Actor, Store
from dashboard.store.errors import Busy, Locked, NotCurrent, Stale, Unreachable
from dashboard.store.models import Base
from dashboard.store.rows import Changed, change, hold_district, hold_school

__all__ = [
    "Actor",
    "Base",
    "Busy",
    "Changed",
    "Locked",
    "NotCurrent",
    "Stale",
    "Store",
    "Trail",
    "Unreachable",
    "audit_hash",
    "change",
    "hold_district",
    "hold_school",
    "record",
    "seal",
    "verify",
]
