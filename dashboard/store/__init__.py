"""Where the collection is kept: tables, transactions, the audit trail, migrations, backups.

The store knows rows and nothing of roles or rules; `accounts` and `collection` stand on it.
"""

from dashboard.store.audit import Trail, audit_hash, record, seal, verify
from dashboard.store.engine import Actor, Store
from dashboard.store.models import Base

__all__ = ["Actor", "Base", "Store", "Trail", "audit_hash", "record", "seal", "verify"]
