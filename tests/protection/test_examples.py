"""The worked examples of 5.5: what is hidden, and what is hidden beside it."""

import pyarrow as pa
import pytest

from dashboard.catalog import load_catalog
from dashboard.protection import protect
from dashboard.values import SCHEMA
from tests.support.protected_rows import row

CATALOG = load_catalog()
LEAS = {"A": (30, 40), "B": (18, 25), "C": (9, 12)}


def hidden(districts, state, *, indicator="11", **more):
    """The districts whose counts are not shown."""
    rows = [row(*state, indicator=indicator, **more)]
    rows += [
        row(*counts, indicator=indicator, lea=lea, **more) for lea, counts in districts.items()
    ]
    table = protect(pa.Table.from_pylist(rows, schema=SCHEMA), CATALOG).values.to_pylist()
    assert table[0]["num"] == state[0], "the state itself is never hidden"
    for one in table:
        told = [one[name] for name in ("num", "den", "value")]
        assert (one["status"] == "SUPPRESSED") is (told == [None, None, None])
        assert one["status"] != "SUPPRESSED" or one["flags"] == ""
    return "".join(one["lea_id"] for one in table[1:] if one["status"] == "SUPPRESSED")


@pytest.mark.parametrize("indicator", ["11", "1"])  # without coding, and with
def test_T_SUP1_one_hidden_district_is_the_state_less_the_rest(indicator):
    districts = LEAS | {"D": (5, 8), "E": (44, 55)}
    assert hidden(districts, (106, 140), indicator=indicator) == "CD"


def test_T_SUP2_two_hidden_districts_need_no_third():
    assert hidden(LEAS | {"D": (5, 8), "E": (4, 6)}, (66, 91)) == "DE"


def test_T_SUP3_a_pool_that_is_small_and_all_alike_needs_a_third():
    assert hidden(LEAS | {"D": (4, 4), "E": (3, 3)}, (64, 84)) == "CDE"


def test_T_SUP4_all_of_a_pool_alike_tells_of_everybody_in_it():
    assert hidden(LEAS | {"D": (6, 6), "E": (5, 5)}, (68, 88)) == "CDE"


def test_T_SUP5_the_rectangle_is_closed():
    table = {
        "BL7": (14, 22, 3), "HI7": (11, 17, 12), "WH7": (80, 55, 41), "MU7": (6, 12, 10),
    }  # fmt: skip
    rows = []
    for place, lea in enumerate("ABC"):
        for group, counts in table.items():
            den = counts[place]
            rows.append(row(den // 2, den, indicator="2", lea=lea, group=("RACE", group)))
        den = sum(counts[place] for counts in table.values())
        num = sum(counts[place] // 2 for counts in table.values())
        rows.append(row(num, den, indicator="2", lea=lea))
    for group, counts in table.items():
        num = sum(den // 2 for den in counts)
        rows.append(row(num, sum(counts), indicator="2", group=("RACE", group)))
    num = sum(den // 2 for counts in table.values() for den in counts)
    rows.append(row(num, 283, indicator="2"))
    public = protect(pa.Table.from_pylist(rows, schema=SCHEMA), CATALOG).values.to_pylist()
    assert {(one["group"], one["lea_id"]) for one in public if one["status"] == "SUPPRESSED"} == {
        ("BL7", "C"),
        ("MU7", "A"),
        ("BL7", "A"),
        ("MU7", "C"),
    }


def test_T_SUP7_a_coded_numerator_is_not_the_state_less_the_rest():
    districts = {"A": (30, 40), "B": (28, 45), "C": (39, 40)}
    rows = [row(97, 125, indicator="1")]
    rows += [row(*counts, indicator="1", lea=lea) for lea, counts in districts.items()]
    protected = protect(pa.Table.from_pylist(rows, schema=SCHEMA), CATALOG)
    shown = {one["lea_id"]: one for one in protected.values.to_pylist()}
    assert shown["C"]["flags"] == "TOP_CODED"
    assert protected.coded.to_pylist()[0]["bound"] == 95
    # The words leave 39 and 40: one complement would be told to one student, two are not.
    assert [lea for lea in "ABC" if shown[lea]["num"] is None] == ["A", "B", "C"]


def test_T_SUP8_of_few_respondents_no_part_of_the_set_is_somebody():
    rows = []
    for id, num in (("14A", 3), ("14B", 4), ("14C", 5)):
        rows.append(row(num + 400, 1012, indicator=id))
        rows += [row(num, 12, indicator=id, lea="A"), row(200, 500, indicator=id, lea="B")]
        rows.append(row(200, 500, indicator=id, lea="C"))
    public = protect(pa.Table.from_pylist(rows, schema=SCHEMA), CATALOG).values.to_pylist()
    assert {one["indicator"] for one in public if one["lea_id"] == "A" and one["num"] is None} == {
        "14A", "14B", "14C",
    }  # fmt: skip
