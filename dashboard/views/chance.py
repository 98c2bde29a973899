"""Whether a difference is more than chance: Wilson's interval for a share.

E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal of
the American Statistical Association 22 (1927); without continuity correction. It holds for few
cases and near 0 and 100 %, where the textbook interval fails.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction

from dashboard.locale import gettext as _
from dashboard.locale import ngettext
from dashboard.views.numbers import count_text, half_up, with_percent_sign

CONFIDENCE = 95
# Such that 95 % of a normal distribution lies within so many standard deviations of its mean.
Z = Decimal("1.959963984540054")
# A context of our own: nobody else's settings of this thread move the result.
_CONTEXT = Context(prec=34, rounding=ROUND_HALF_EVEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """Where a share lies, in percent, if chance alone moved it."""

    low: Decimal
    high: Decimal

    def holds(self, percent: Fraction) -> bool:
        """Whether a percent lies within, the ends included."""
        return Fraction(self.low) <= percent <= Fraction(self.high)


def wilson(num: int, den: int) -> Interval:
    """The 95 % interval of num of den, in percent; raises ValueError for what is no share."""
    if not 0 <= num <= den or den == 0:
        raise ValueError(f"{num} of {den} is no share")
    c = _CONTEXT
    n, x = Decimal(den), Decimal(num)
    z2 = c.multiply(Z, Z)
    middle = c.add(x, c.divide(z2, Decimal(2)))
    spread = c.add(c.divide(c.multiply(x, n - x), n), c.divide(z2, Decimal(4)))
    half = c.multiply(Z, c.sqrt(spread))
    whole = c.divide(Decimal(100), c.add(n, z2))
    low = Decimal(0) if num == 0 else c.multiply(c.subtract(middle, half), whole)
    high = Decimal(100) if num == den else c.multiply(c.add(middle, half), whole)
    return Interval(low=low, high=high)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """Whether a district's share differs from the upper level's by more than chance."""

    interval: Interval
    beyond: bool
    den: int
    unit: str
    decimals: int

    @property
    def word(self) -> str:
        """In three words, for a table."""
        return _("more than chance") if self.beyond else _("could be chance")

    @property
    def text(self) -> str:
        """The same with its reason, for a sentence."""
        low, high = (
            with_percent_sign(half_up(Fraction(end), decimals=self.decimals))
            for end in (self.interval.low, self.interval.high)
        )
        said = ngettext(
            "With {count} of {unit} to count, chance alone could put the value anywhere from "
            "{low} to {high}.",
            "With {count} {unit} to count, chance alone could put the value anywhere from "
            "{low} to {high}.",
            self.den,
        )
        return said.format(count=count_text(self.den), unit=self.unit, low=low, high=high)


def chance_of(
    *, num: int | None, den: int | None, state: Fraction | None, unit: str, decimals: int
) -> Chance | None:
    """The judgement of a district's public counts beside the state's percent.

    None where a number is not public, or is no share of its denominator (NUM_GT_DEN).
    """
    if num is None or not den or state is None or num > den:
        return None
    interval = wilson(num, den)
    return Chance(
        interval=interval,
        beyond=not interval.holds(state),
        den=den,
        unit=unit,
        decimals=decimals,
    )
