"""Groups of a district: which of them there are, and who is in none."""

from collections import Counter

import pyarrow as pa

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


def linked(districts):
    """6A and 6B of districts, {LEA: {group: (6A, 6B, den)}}, and of their state."""
    rows = []
    for place, indicator in enumerate(("6A", "6B")):
        whole: Counter[str] = Counter()
        for lea, counts in districts.items():
            for group, one in counts.items():
                pair = (one[place], one[2])
                kind = ("DISABILITY", group)
                rows.append(row(*pair, indicator=indicator, lea=lea, group=kind))
                whole[f"{group} num"] += pair[0]
                whole[f"{group} den"] += pair[1]
            total = [sum(one[n] for one in counts.values()) for n in (place, 2)]
            rows.append(row(*total, indicator=indicator, lea=lea))
        for group in districts["A"]:
            pair = (whole[f"{group} num"], whole[f"{group} den"])
            rows.append(row(*pair, indicator=indicator, group=("DISABILITY", group)))
        total = [
            sum(n for name, n in whole.items() if name.endswith(end)) for end in ("num", "den")
        ]
        rows.append(row(*total, indicator=indicator))
    return rows


def test_who_is_in_no_part_does_not_tell_a_coded_one():
    """Of the groups hidden in A everybody is in 6A or 6B, so that OHI has no room in 6B.

    18 - 7 - 4 = 7 are in OHI and the hidden ones, who are 16 with 11 of them in 6A: at most 5.
    """
    counts = {
        "OHI": (5, 2, 11), "SLD": (9, 7, 22), "SLI": (5, 4, 12), "AUT": (2, 0, 2),
        "EMN": (2, 3, 5), "HI": (3, 0, 3), "ID": (2, 0, 2), "MD": (1, 0, 1), "TBI": (1, 2, 3),
    }  # fmt: skip
    districts = {"A": counts, "B": dict.fromkeys(counts, (50, 40, 120))}
    for n, lea in enumerate("CDEFGH"):
        districts[lea] = counts | {"OHI": (5, n % 3, 11), "EMN": (1, 1, 5), "TBI": (1, 1, 3)}
    found = public(linked(districts))
    assert found["6B", "A", "OHI"]["status"] == "SUPPRESSED"


def test_where_all_are_in_a_part_one_part_tells_the_other():
    """All 22 of A are in 6A or 6B, and so are the 10 of SLD: 6 in 6A leave 4 for 6B.

    Nobody could miss 6A of SLD in a sum: what is hidden with it is enough for 6A, not for 6B.
    """
    counts = {
        "SLD": (6, 4, 10), "AUT": (1, 0, 1), "DD": (0, 2, 2), "EMN": (3, 0, 3), "ID": (1, 0, 1),
        "OHI": (1, 1, 2), "SLI": (3, 0, 3),
    }  # fmt: skip
    districts = {"A": counts, "B": dict.fromkeys(counts, (50, 40, 120))}
    districts |= dict.fromkeys("CDEFGH", counts)
    found = public(linked(districts))
    assert [found[one, "A", "SLD"]["status"] for one in ("6A", "6B")] == ["SUPPRESSED"] * 2
