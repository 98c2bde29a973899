"""What is behind a district's numbers: its exact values, and the records they were counted from.

For the district's own people, from restricted files. `look` is the way in for everything that
answers a person: it asks who may, and keeps the look in the audit trail. Nothing public comes here.
"""

from dashboard.behind.errors import (
    BehindError,
    ChangedExtracts,
    Disagrees,
    NothingBehind,
    UnknownDistrict,
)
from dashboard.behind.exact import Exact, exact
from dashboard.behind.look import look_at_records, look_at_values
from dashboard.behind.records import Behind, Record, records

__all__ = [
    "Behind",
    "BehindError",
    "ChangedExtracts",
    "Disagrees",
    "Exact",
    "NothingBehind",
    "Record",
    "UnknownDistrict",
    "exact",
    "look_at_records",
    "look_at_values",
    "records",
]
