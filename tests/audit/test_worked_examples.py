"""The worked examples of the specification (5.5), from the attacker's side."""

import pytest

from dashboard.audit import audit
from tests.audit.published import CATALOG, coded, public, row

SUP1 = {"A": (30, 40), "B": (18, 25), "C": (9, 12), "D": (5, 8), "E": (44, 55)}
SUP2 = {**SUP1, "E": (4, 6)}
SUP3 = {**SUP1, "D": (4, 4), "E": (3, 3)}
SUP4 = {**SUP1, "D": (6, 6), "E": (5, 5)}


def districts(counts, *, hide, **more):
    total = [sum(one[n] for one in counts.values()) for n in (0, 1)]
    rows = [row(lea, *(() if lea in hide else both), **more) for lea, both in counts.items()]
    return public(row(None, *total, **more), *rows)


def attack(tables, **more):
    return audit(*tables, catalog=CATALOG, **more)


def kinds(report):
    return {(leak.quantity, leak.kind) for leak in report.leaks}


def test_t_sup1_one_hidden_district_is_the_rest():
    report = attack(districts(SUP1, hide="D"))
    assert kinds(report) == {
        ("numerator", "exact"), ("denominator", "exact"), ("complement", "exact"),
    }  # fmt: skip
    assert all(leak.table == "LEA ALL" and leak.cells == 1 for leak in report.leaks)
    assert attack(districts(SUP1, hide="DC")).safe


def test_t_sup2_two_hidden_districts_are_enough():
    assert attack(districts(SUP2, hide="DE")).safe


@pytest.mark.parametrize("counts", [SUP3, SUP4])
def test_t_sup3_and_4_all_or_none_tells_of_everybody(counts):
    assert ("complement", "exact") in kinds(attack(districts(counts, hide="DE")))
    assert attack(districts(counts, hide="CDE")).safe


def test_t_sup3_a_small_pool_is_narrow():
    """T-SUP3's two have 7 children between them; here it is 4, so each has 0 to 4."""
    counts = {**SUP3, "D": (1, 2), "E": (1, 2)}
    assert ("denominator", "narrow") in kinds(attack(districts(counts, hide="DE")))


SUP5 = {
    "BL7": (14, 22, 3), "HI7": (11, 17, 12), "WH7": (80, 55, 41), "MU7": (6, 12, 10),
}  # fmt: skip


def rectangle(hide):
    """T-SUP5; numerators are a large part of each count."""
    rows = []
    for group, dens in SUP5.items():
        for lea, den in zip("ABC", dens, strict=True):
            counts = () if f"{group}-{lea}" in hide else (den, 2 * den)
            rows.append(row(lea, *counts, group=("RACE", group)))
        rows.append(row(None, sum(dens), 2 * sum(dens), group=("RACE", group)))
    for n, lea in enumerate("ABC"):
        den = sum(dens[n] for dens in SUP5.values())
        rows.append(row(lea, den, 2 * den))
    den = sum(map(sum, SUP5.values()))
    return public(row(None, den, 2 * den), *rows)


CORNERS = ("BL7-C", "MU7-A", "BL7-A", "MU7-C")


def test_t_sup5_a_rectangle_is_safe():
    report = attack(rectangle(CORNERS))
    assert report.safe
    assert report.indicators["1"].hidden == 4
    assert report.indicators["1"].narrowest >= 5


@pytest.mark.parametrize("shown", CORNERS)
def test_t_sup5_three_corners_tell_of_each_other(shown):
    report = attack(rectangle(set(CORNERS) - {shown}))
    told = [leak for leak in report.leaks if leak.kind != "shown"]
    assert {leak.kind for leak in told} == {"exact"}
    assert {leak.cells for leak in told} == {3}


def test_t_sup6_a_revision_tells_of_one_child():
    before = public(row(None, 105, 200), row("A", 100, 188), row("B", 5, 12))
    after = public(row(None, 106, 201), row("A", 100, 188), row("B", 6, 13))
    report = attack(after, earlier=[before])
    assert ("denominator", "changed") in kinds(report)
    assert ("numerator", "changed") in kinds(report)
    assert attack(after).safe
    assert attack(after, earlier=[after]).safe


def test_t_sup7_a_word_does_not_hide_what_is_left_over():
    counts = {"A": (30, 40), "B": (18, 25), "C": (9, 12), "E": (44, 55)}
    rows = [row(lea, *both) for lea, both in counts.items()]
    total = (30 + 18 + 9 + 44 + 39, 40 + 25 + 12 + 55 + 40)
    alone = public(row(None, *total), *rows, coded("D", 95.0, top=True))
    assert ("numerator", "exact") in kinds(attack(alone))
    hidden = [row("C") if one["lea_id"] == "C" else one for one in rows]
    both = public(row(None, *total), *hidden, coded("D", 95.0, top=True))
    assert ("numerator", "exact") not in kinds(attack(both))


NESTED = ("14A", "14B", "14C")


def nested(hide=()):
    """T-SUP8: 3, 4 and 5 of 12 in the district, and much else."""
    rows = []
    for indicator, num in zip(NESTED, (3, 4, 5), strict=True):
        other, third = (num * 12, 144), (num * 2, 25)
        rows.append(row("A", *(() if "A" in hide else (num, 12)), indicator=indicator))
        rows.append(row("B", *other, indicator=indicator))
        rows.append(row("C", *(() if "C" in hide else third), indicator=indicator))
        total = (num + other[0] + third[0], 12 + 144 + 25)
        rows.append(row(None, *total, indicator=indicator))
    return public(*rows)


def test_t_sup8_nested_indicators_tell_of_one_child():
    report = attack(nested())
    assert {(leak.indicator, leak.kind) for leak in report.leaks} >= {("14B", "part")}
    assert not [leak for leak in attack(nested(hide="AC")).leaks if leak.kind == "part"]


def test_a_group_that_is_all_of_its_district_is_told_with_it():
    """Its district's total could be hidden too, so nothing excuses this."""
    group = ("RACE", "WH7")
    rows = [row(None, 20, 50), row("A", 8, 21), row("B", 12, 29), row("A", group=group)]
    report = attack(public(*rows))
    assert kinds(report) == {
        ("numerator", "exact"), ("denominator", "exact"), ("complement", "exact"),
    }  # fmt: skip
    assert {leak.table for leak in report.leaks} == {"LEA RACE"}


def test_what_is_all_of_the_states_own_total_is_told_by_law():
    group = ("RACE", "WH7")
    rows = [row(None, 3, 8), row("A"), row(None, group=group), row("A", group=group)]
    assert attack(public(*rows)).safe


def test_in_a_state_of_one_district_its_groups_are_still_protected():
    """The state's total tells the district's, and no more than that of its groups."""
    groups = {"BL7": (), "WH7": (8, 22)}
    rows = [row(None, 10, 30), row("A", 10, 30)]
    rows += [row("A", *counts, group=("RACE", name)) for name, counts in groups.items()]
    report = attack(public(*rows))
    assert ("denominator", "exact") in kinds(report)
    assert {leak.table for leak in report.leaks} == {"LEA RACE"}
