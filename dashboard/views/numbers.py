"""How a number is shown: the one place that rounds (indicators.md 1.2).

Values travel as counts or exact fractions and are rounded half up for display only, so that no
comparison is ever made with a rounded number.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from dashboard.locale import decimal_mark, grouped, ngettext
from dashboard.locale import gettext as _

NBSP = "\N{NO-BREAK SPACE}"
_HUNDRED = Fraction(100)


def exact_percent(
    num: int | None, den: int | None, *, value: float | None = None
) -> Fraction | None:
    """The exact percent of a cell; from `value` only where its counts are unknown (A36)."""
    if num is not None and den is not None:
        return Fraction(num * 100, den) if den else None
    return None if value is None else from_float(value)


def from_float(value: float) -> Fraction:
    """The decimal number a person wrote, not its binary neighbour: 74.1 is 741/10."""
    return Fraction(Decimal(repr(float(value))))


def as_float(value: Fraction) -> float:
    """The number as a drawing needs it; what `float` does at a third of its cost."""
    above, below = value.as_integer_ratio()
    return above / below


def half_up(value: Fraction, *, decimals: int) -> str:
    """`value` with `decimals` places, halves away from zero: 6.25 at one place is "6.3"."""
    above, below = value.as_integer_ratio()
    units = _units(abs(above), below, 10**decimals)
    return f"{'-' if above < 0 and units else ''}{_written(units, decimals=decimals)}"


def _units(above: int, below: int, scale: int) -> int:
    """How often 1 / scale goes into a fraction that is not negative, rounded half up."""
    return (2 * above * scale + below) // (2 * below)


def _written(units: int, *, decimals: int) -> str:
    if not decimals:
        return grouped(units)
    whole, rest = divmod(units, 10**decimals)
    return f"{grouped(whole)}{decimal_mark()}{str(rest).zfill(decimals)}"


def percent_text(value: Fraction, *, decimals: int) -> str:
    """A percent without its sign; "100.0" only for exactly all, "0.0" only for exactly none."""
    above, below = value.as_integer_ratio()
    scale = 10**decimals
    if above > 0 and 0 < (units := _units(above, below, scale)) < 100 * scale:
        return _written(units, decimals=decimals)  # neither looks like none nor like all
    text = half_up(value, decimals=decimals)
    if above != 0 and 2 * abs(above) * scale < below:
        return f"<{half_up(Fraction(1, scale), decimals=decimals)}"
    if above != 100 * below and abs(above - 100 * below) * 2 * scale <= below:
        whole = half_up(_HUNDRED, decimals=decimals)
        least = half_up(_HUNDRED - Fraction(1, scale), decimals=decimals)
        if text == whole:
            return f">{whole}" if above > 100 * below else f">{least}"
    return text


@lru_cache(maxsize=1_024)
def exact(target: Decimal) -> Fraction:
    """A target as a fraction, to be compared with a percent."""
    return Fraction(target)


def target_text(target: Decimal, *, decimals: int) -> str:
    """A target as it was set: never with fewer places than it was given."""
    return _target_text(target, decimals, decimal_mark())


@lru_cache(maxsize=4_096)  # a state has a few hundred targets, and every answer says some
def _target_text(target: Decimal, decimals: int, _mark: str) -> str:
    exponent = target.normalize().as_tuple().exponent
    own = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return half_up(Fraction(target), decimals=max(decimals, own))


def points_text(difference: Fraction, *, decimals: int) -> str:
    """A distance in percentage points, "1.2 points"; never "0.0" for what is not zero."""
    size = abs(difference)
    scale, (above, below) = 10**decimals, size.as_integer_ratio()
    rounded = _units(above, below, scale)
    if above and not rounded:
        least = half_up(Fraction(1, scale), decimals=decimals)
        return _("less than {size}\u00a0points").format(size=least)
    text = half_up(size, decimals=decimals)
    several = 1 if rounded == scale else 2
    return ngettext("{size}\u00a0point", "{size}\u00a0points", several).format(size=text)


def count_text(count: int) -> str:
    """A count with thousands separated: "3,640"."""
    return grouped(count)


def with_percent_sign(text: str) -> str:
    """The text and its sign, kept on one line; what stands in brackets comes after the sign."""
    number, bracket, rest = text.partition(" (")
    return f"{number}{NBSP}%{bracket}{rest}"


def year_label(year: int) -> str:
    """A school year as people say it: 2013 is "2012–13"."""
    return f"{year - 1}–{year % 100:02d}"
