"""Who publishes, in whose words: the profile that stands beside a catalogue's indicators."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from dashboard.catalog.fields import (
    AssetPath,
    Count,
    Flag,
    Line,
    Name,
    OptionalLine,
    Percent,
    Record,
    Share,
)
from dashboard.catalog.showing import Shapes, Slippage


class Contact(Record):
    """Whom the public may ask; a part that is empty is not shown."""

    name: OptionalLine = ""
    email: OptionalLine = ""
    phone: OptionalLine = ""
    address: tuple[Line, ...] = ()


class CodingTier(Record):
    """From `min_den` cases on, values under `low` or over `high` percent show as such (A39)."""

    min_den: Count
    low: Percent
    high: Percent


CODING = tuple(
    CodingTier(min_den=min_den, low=Decimal(low), high=Decimal(100 - low))
    for min_den, low in ((10, 20), (20, 10), (40, 5), (100, 2), (300, 1))
)
"""The tiers of A39, the default."""


class Protection(Record):
    """The rule for small numbers (A39, 5.2, 5.4), see docs/protection.md.

    `min_den` is the least denominator shown, and `coding` the tiers of words for values near none
    and all. An attacker must be left with an interval of at least `min_width` (highest less
    lowest) for every hidden count, and of `small_width` if they take every hidden group for
    smaller than `min_den`. Of linked indicators with denominators under `part_den`, no part under
    `min_part` is told (T-SUP8).
    """

    min_den: Annotated[Count, Field(ge=1)] = 10
    coding: tuple[CodingTier, ...] = CODING
    min_width: Annotated[Count, Field(ge=1)] = 5
    small_width: Annotated[Count, Field(ge=1)] = 4
    min_part: Count = 3
    part_den: Count = 30

    def tier(self, den: int) -> CodingTier | None:
        """The coding tier of a denominator; None below the first."""
        return next((tier for tier in reversed(self.coding) if den >= tier.min_den), None)


class Profile(Record):
    """Agency, level words and rules of the publisher.

    `upper_one` is the common noun of the upper level ("state"), `upper_label` what it is called
    in a series or a heading ("Missouri"); `unit_one` and `unit_many` are the nouns of the units
    below it ("district", "districts").
    """

    name: Name
    agency: Line
    state: Line
    upper_one: Line
    upper_label: Line
    unit_one: Line
    unit_many: Line
    title: Line
    subtitle: Line
    contact: Contact = Contact()
    logo: AssetPath = ""
    synthetic_notice: OptionalLine = ""
    every_indicator_has_unit_values: Flag = False
    protection: Protection = Protection()
    slippage: Slippage = Slippage()
    shapes: Shapes | None = None
    max_bad_share: Share = Decimal("0.01")
    data_labels: Flag = True
