"""The protection rule on four invented districts, in the numbers of the publisher's own rule."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.catalog import Protection


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """An invented district: its counts, and why it is hidden, if it is."""

    name: str
    num: int
    den: int
    hidden: bool
    small: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """Four districts and their state. The first hidden one is small, the second its cover."""

    least: int
    districts: tuple[Sample, ...]

    @property
    def small(self) -> Sample:
        """The district that the rule is for."""
        return next(each for each in self.districts if each.small)

    @property
    def cover(self) -> Sample:
        """The one that is hidden so that the small one cannot be worked out."""
        return next(each for each in self.districts if each.hidden and not each.small)

    @property
    def total(self) -> tuple[int, int]:
        """The state's counts: the sums."""
        return sum(each.num for each in self.districts), sum(each.den for each in self.districts)

    @property
    def left(self) -> tuple[int, int]:
        """What a reader is left with who takes all that is shown from the state's counts."""
        hidden = [each for each in self.districts if each.hidden]
        return sum(each.num for each in hidden), sum(each.den for each in hidden)


def example_of(rule: Protection) -> Example:
    """The example for a rule: one district below its least denominator, three above."""
    least = rule.min_den
    small = max(least - 2, 1)
    cover = least + 2
    return Example(
        least=least,
        districts=(
            Sample(name="A", num=3 * least, den=4 * least, hidden=False, small=False),
            Sample(name="B", num=2 * least - 2, den=3 * least, hidden=False, small=False),
            Sample(name="C", num=cover * 3 // 4, den=cover, hidden=True, small=False),
            Sample(name="D", num=(small + 1) // 2, den=small, hidden=True, small=True),
        ),
    )
