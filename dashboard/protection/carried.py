"""Carried rows (A27) are protected exactly as the rows they repeat."""

import numpy as np

from dashboard.catalog import Catalog
from dashboard.protection.marks import HIGH, LOW, word_bounds
from dashboard.protection.sheet import PROFILES, YEARS, Coded, Ints
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
    wanted = _keys(rows, carried, rows.data_year)
    sources = sources[np.isin(_keys(rows, sources, rows.year), wanted)]
    place = dict(zip(_keys(rows, sources, rows.year).tolist(), sources.tolist(), strict=True))
    most, least = word_bounds(rows.den[carried], catalog)
    profiles = {one.id: one.protection for one in catalog.indicators}
    rule = catalog.profile.protection
    for n, (row, key) in enumerate(zip(carried.tolist(), wanted.tolist(), strict=True)):
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
            under, over = rows.num[row] <= most[n], rows.num[row] >= least[n]
            decisions.coded[row] = LOW if under else HIGH if over else 0


def _keys(rows: Coded, at: Ints, year: Ints) -> Ints:
    """A number for each of some rows: another one for each indicator, unit, column and year."""
    units, columns = len(rows.units) + 1, len(rows.columns)
    place = (rows.indicator[at] * units + rows.unit[at] + 1) * columns + rows.column[at]
    key: Ints = place * YEARS + year[at]
    return key
