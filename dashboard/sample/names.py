"""Invented names of districts, in the manner of Missouri's ("Elm Fork R-II")."""

from collections.abc import Iterable

from dashboard.sample.draws import Draws

FIRST = (
    "Elm", "Cedar", "Sycamore", "Hickory", "Whetstone", "Flint", "Limestone", "Dogwood", "Redbud",
    "Bluestem", "Sassafras", "Persimmon", "Cottonwood", "Plum", "Mulberry", "Quail", "Heron",
    "Kestrel", "Otter", "Badger", "Catfish", "Kingfisher", "Meadowlark", "Whippoorwill", "Fox",
    "Turkey", "Stone", "Sandy", "Clear", "Cold", "Dry", "Long", "Little", "Twin", "Three", "Old",
    "New", "White", "Black", "Red", "Silver", "Copper", "Iron", "Amber", "Marble", "Thistle",
    "Juniper", "Buckeye", "Locust", "Pawpaw",
)  # fmt: skip
SECOND = (
    "Fork", "Bend", "Hollow", "Prairie", "Ridge", "Ford", "Bluff", "Spring", "Branch", "Landing",
    "Crossing", "Grove", "Mill", "Valley", "Gap", "Glade", "Bottom", "Knob", "Hill", "Point",
)  # fmt: skip
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII")

CITY = "Merriton City"
STATE_OPERATED = "State Schools at Hollow Oak"
LONGEST = "Consolidated School District of the Upper Whetstone and Little Tamarack Valleys R-XVIII"
MOST = len(FIRST) * len(SECOND)
"""How many districts can be named."""


def places() -> tuple[str, ...]:
    """Every invented place, each once."""
    return tuple(f"{first} {second}" for first in FIRST for second in SECOND)


def district_names(draws: Draws, *, charters: Iterable[bool]) -> list[str]:
    """A name for each district in order, no place named twice; a charter is an academy.

    The first is the city. One more district at the end renames nobody.
    """
    known = places()
    order = draws.of("names", "place").permutation(len(known))
    style = draws.of("names", "style").random(len(known))
    number = draws.of("names", "number").integers(1, 140, len(known))
    named = [
        f"{known[at]} Academy" if charter else known[at] + _suffix(style=s, number=int(n))
        for at, charter, s, n in zip(order, charters, style, number, strict=False)
    ]
    return [CITY, *named[1:]]


def _suffix(*, style: float, number: int) -> str:
    """The designation after a place: mostly reorganized districts (R), some C, numbers or none."""
    if style < 0.70:
        return f" R-{ROMAN[number % len(ROMAN)]}"
    if style < 0.85:
        return f" C-{number % 9 + 1}"
    return f" {number}" if style < 0.93 else ""
