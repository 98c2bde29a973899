"""The ids by which layouts and callbacks know each other's components."""

ADDRESS = "address"
PAGE = "page"
TITLE = "page-title"
SHOWN = "shown-address"

DISTRICT = "district"
OTHER_DISTRICT = "other-district"
FIRST_YEAR = "first-year"
LAST_YEAR = "last-year"
FILTERS = (DISTRICT, OTHER_DISTRICT, FIRST_YEAR, LAST_YEAR)

HEADLINE = "headline"
CHART = "chart"
CHART_BOX = "chart-box"
TABLE = "value-table"
REMARKS = "remarks"
METHOD = "method"
NEIGHBOURS = "neighbours"

FINDER = "finder"
FOUND = "found"
FOUND_COUNT = "found-count"
