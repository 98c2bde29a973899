"""How a publisher wants values judged and shown: slippage, and the shapes of a map."""

from decimal import Decimal
from fractions import Fraction
from typing import Annotated

from pydantic import AfterValidator, Field

from dashboard.catalog.fields import Line, OptionalLine, Percent, Record, Year

_ENDINGS = (".topojson", ".geojson", ".json")


def _shapes_file(value: str) -> str:
    if "/" in value or "\\" in value or value.startswith(".") or not value.endswith(_ENDINGS):
        raise ValueError(f"'{value}' must be the plain name of a .topojson, .geojson or .json file")
    return value


Points = Annotated[Decimal, Field(ge=0, le=100)]
"""A distance in percentage points."""


class Slippage(Record):
    """When a step back from a missed target is called slippage (section 7).

    For data years up to `any_until` any step back is; later one of more than `over` points, or of
    more than `small_over` where the value is under `small_under` percent.
    """

    any_until: Year | None = 2012
    over: Points = Decimal(1)
    small_under: Percent = Decimal(10)
    small_over: Points = Decimal("0.1")

    def is_slippage(self, worsening: Fraction, *, current: Fraction, data_year: int) -> bool:
        """Whether a worsening (in points) of a value that misses its target is slippage."""
        if self.any_until is not None and data_year <= self.any_until:
            return worsening > 0
        small = current < Fraction(self.small_under)
        return worsening > Fraction(self.small_over if small else self.over)


class Shapes(Record):
    """The outlines of the units, for maps: a TopoJSON or GeoJSON file beside the releases.

    A shape is a unit's when its property `id_property` is the unit's id or, without that, when its
    `name_property` is the unit's name but for case, accents, punctuation and `name_endings`.
    """

    file: Annotated[Line, AfterValidator(_shapes_file)]
    source: Line
    id_property: OptionalLine = ""
    name_property: OptionalLine = ""
    name_endings: tuple[Line, ...] = ()
