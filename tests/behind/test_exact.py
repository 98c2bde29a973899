"""A district's exact values beside what the public sees."""

from __future__ import annotations

import pyarrow.parquet as pq
import pytest

from dashboard.behind import NothingBehind, exact


@pytest.fixture(scope="module")
def protected(sample):
    """A district of the sample with protected values, and all its values."""
    table = pq.read_table(sample.release / "public/indicator_value.parquet").to_pylist()
    lea = next(row["lea_id"] for row in table if row["status"] == "SUPPRESSED" and row["lea_id"])
    return lea, exact(sample.release, lea_id=lea)


def test_every_row_of_the_district_stands_beside_its_public_one(sample, protected):
    lea, values = protected
    own = sample.rows(lea_id=lea)
    assert len(values) == len(own) > 0
    assert sum((one.exact.num or 0) for one in values) == sum((row["num"] or 0) for row in own)
    public = {
        (row["indicator"], row["school_year"], row["group_type"], row["group"]): row
        for row in pq.read_table(sample.release / "public/indicator_value.parquet").to_pylist()
        if row["lea_id"] == lea
    }
    for one in values:
        row = public[(one.indicator, one.school_year, one.group_type, one.group)]
        assert (one.public.num, one.public.den, one.public.value, one.public.status) == (
            row["num"], row["den"], row["value"], row["status"],
        )  # fmt: skip


def test_what_the_public_does_not_see_is_marked(protected):
    _, values = protected
    hidden = [one for one in values if one.public.status == "SUPPRESSED"]
    assert hidden
    for one in hidden:
        assert one.protected
        assert one.public.num is None
        assert one.exact.den is not None
    assert not all(one.protected for one in values)


def test_one_indicator_and_year_may_be_asked_for(sample, protected):
    lea, values = protected
    some = exact(sample.release, lea_id=lea, indicator="5A", school_year=2010)
    assert some == tuple(v for v in values if (v.indicator, v.school_year) == ("5A", 2010))
    assert {one.group_type for one in some} > {"ALL"}


def test_they_come_in_the_order_of_the_catalogue(sample, protected):
    _, values = protected
    ids = list(dict.fromkeys(one.indicator for one in values))
    assert ids == [one for one in sample.catalog.ids if one in ids]


def test_it_is_known_which_have_records(sample):
    lea = sample.rows(indicator="5A")[0]["lea_id"]
    for one in exact(sample.release, lea_id=lea, school_year=2010):
        if one.group_type != "ALL":
            assert not one.from_records
            continue
        try:
            sample.behind(one.indicator, 2010, lea)
        except NothingBehind:
            assert not one.from_records, one.indicator
        else:
            assert one.from_records, one.indicator
