"""Groups of a district: which of them there are, and who is in none."""

import pyarrow as pa
import pytest

from dashboard.audit import audit
from dashboard.catalog import load_catalog
from dashboard.protection import protect
from dashboard.values import SCHEMA
from tests.support.protected_rows import row

CATALOG = load_catalog()


def public(rows):
    protected = protect(pa.Table.from_pylist(rows, schema=SCHEMA), CATALOG)
    report = audit(protected.values, protected.coded, catalog=CATALOG)
    assert report.safe, [str(leak) for leak in report.told]
    return {
        (one["indicator"], one["lea_id"], one["group"]): one for one in protected.values.to_pylist()
    }


def test_a_few_whose_race_is_not_known_hide_nobody():
    """Two of 120 children have no race: nobody knows whose code is blank."""
    rows = [row(48, 240, indicator="11")]
    rows += [row(23, 119, indicator="11", group=("RACE", group)) for group in ("BL7", "WH7")]
    for lea in "AB":
        rows.append(row(24, 120, indicator="11", lea=lea))
    for lea, blank in (("A", 2), ("B", 0)):
        for group in ("BL7", "WH7"):
            den = 60 - blank // 2
            rows.append(row(12 - blank // 2, den, indicator="11", lea=lea, group=("RACE", group)))
    assert not [key for key, one in public(rows).items() if one["status"] == "SUPPRESSED"]


def linked(counts, *, more=()):
    """6A and 6B of one district and of a state of two: {group: (6A, 6B, den)} of both."""
    rows = []
    for place, indicator in enumerate(("6A", "6B")):
        for factor, lea in ((1, "A"), (1, "B"), (2, None)):
            total = [factor * sum(one[n] for one in counts.values()) for n in (place, 2)]
            rows.append(row(*total, indicator=indicator, lea=lea))
            for group, one in counts.items():
                kind = ("DISABILITY", group)
                pair = (factor * one[place], factor * one[2])
                rows.append(row(*pair, indicator=indicator, lea=lea, group=kind))
    return rows


@pytest.mark.parametrize("few", [(2, 0, 2), (1, 1, 2)])
def test_who_is_in_no_part_does_not_tell_a_coded_one(few):
    """OHI is coded in 6B; of all the others hidden nobody is in neither 6A nor 6B."""
    counts = {
        "OHI": (5, 2, 11), "SLD": (9, 7, 22), "SLI": (5, 4, 12),
        "AUT": few, "EMN": (2, 3, 5), "HI": (3, 0, 3), "ID": (2, 0, 2), "MD": (1, 0, 1),
    }  # fmt: skip
    found = public(linked(counts))
    assert found["6B", "A", "OHI"]["status"] == "SUPPRESSED"
