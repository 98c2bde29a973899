"""Carried rows (A27) are protected exactly as the rows they repeat."""

import numpy as np

from dashboard.catalog import Catalog
from dashboard.protection.marks import HIGH, LOW, word_bounds
from dashboard.protection.sheet import PROFILES, Coded, Ints
from dashboard.protection.written import Decisions


def follow_sources(decisions: Decisions, rows: Coded, catalog: Catalog) -> None:
    """Give each carried row the decision of its source row.

    A source from before the first year of the release is not in the table: then nothing else is
    published of its year, and the rule for the row by itself is enough (A39).
    """
    carried = np.flatnonzero(~rows.fresh & rows.counted)
    if not carried.size:
        return
    sources = np.flatnonzero(rows.fresh & rows.counted)
    place = dict(zip(_keys(rows, sources, rows.year), sources.tolist(), strict=True))
    most, least = word_bounds(rows.den, catalog)
    profiles = {one.id: one.protection for one in catalog.indicators}
    rule = catalog.profile.protection
    for row, key in zip(carried.tolist(), _keys(rows, carried, rows.data_year), strict=True):
        profile = profiles[rows.indicators[rows.indicator[row]]]
        of_all = rows.unit[row] < 0 and rows.columns[rows.column[row]][0] == "ALL"
        if profile not in PROFILES or of_all:
            continue
        source = place.get(key)
        if source is not None:
            decisions.hidden[row] = decisions.hidden[source]
            decisions.coded[row] = decisions.coded[source]
        elif rows.den[row] < rule.min_den:
            decisions.hidden[row] = True
        elif profile == "student":
            under, over = rows.num[row] <= most[row], rows.num[row] >= least[row]
            decisions.coded[row] = LOW if under else HIGH if over else 0


def _keys(rows: Coded, at: Ints, year: Ints) -> list[tuple[int, ...]]:
    columns = (rows.indicator, rows.unit, rows.column, year)
    return list(zip(*(column[at].tolist() for column in columns), strict=True))
