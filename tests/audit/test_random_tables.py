"""The made-up tables are such as the measures make: sums and links hold in them."""

from collections import Counter

import pytest

from bench.random_tables import ORDER, random_table
from dashboard.catalog import load_catalog
from dashboard.values import SCHEMA

CATALOG = load_catalog()


@pytest.mark.parametrize("seed", range(12))
def test_sums_and_links_hold(seed):
    table = random_table(seed, catalog=CATALOG)
    assert table.schema == SCHEMA
    rows = table.to_pylist()
    keys = [tuple(row[name] for name in ORDER) for row in rows]
    assert len(set(keys)) == len(keys)
    counts = {key: (row["num"], row["den"]) for key, row in zip(keys, rows, strict=True)}
    parts: Counter[tuple[object, ...]] = Counter()
    for key, row in zip(keys, rows, strict=True):
        indicator, year, level, lea, group_type, group = key
        if row["den"] is None or row["data_year"] != year:
            continue
        for quantity in ("num", "den"):
            if level == "LEA":
                state = (indicator, year, "STATE", None, group_type, group)
                parts[state, quantity, "districts"] += row[quantity]
            if group_type != "ALL":
                everybody = (indicator, year, level, lea, "ALL", "ALL")
                parts[everybody, quantity, group_type] += row[quantity]
    for (key, quantity, _kind), total in parts.items():
        assert total <= counts[key][("num", "den").index(quantity)]
    for link in CATALOG.links:
        if link.kind not in ("parts", "nested"):
            continue
        for key in keys:
            if key[0] == link.indicators[0]:
                both = [counts[(one, *key[1:])] for one in link.indicators]
                assert len({den for _num, den in both}) == 1
                nums = [num or 0 for num, _den in both]
                if link.kind == "nested":
                    assert nums == sorted(nums)
                else:
                    assert sum(nums) <= (both[0][1] or 0)
