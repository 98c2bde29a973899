"""The ids by which layouts, callbacks and the scripts in assets/ know each other's components."""

ADDRESS = "address"
PAGE = "page"
TITLE = "page-title"
SHOWN = "shown-address"
WANTED = "wanted-address"

# What a control asks for: the query of the address to be (assets/controls.js writes it).
ASKED = "asked"

HEADLINE = "headline"
CHOSEN = "chosen"
FIND = "find-district"
FIRST_YEAR = "first-year"
LAST_YEAR = "last-year"
CHART = "chart"
CHART_BOX = "chart-box"
REST = "rest"
TABLE = "value-table"

FINDER = "finder"
FOUND = "found"
FOUND_COUNT = "found-count"
