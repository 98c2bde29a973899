"""What all answers about an indicator have in common over the same years, whoever is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from dashboard.catalog import Break, Era, Family, Gap, Indicator
from dashboard.locale import current
from dashboard.views.edition import Edition
from dashboard.views.keep import Keep
from dashboard.views.series import Series, series_of


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Common:
    """The part of a view that the state and the catalogue make; districts come beside it.

    years: ascending. targets: year and target (percent), None where none was set. siblings: the
    indicators of the family, this one among them. kept: what pages and charts make of all this.
    """

    indicator: Indicator
    family: Family
    years: tuple[int, ...]
    state: Series
    targets: tuple[tuple[int, Decimal | None], ...]
    breaks: tuple[Break, ...]
    gaps: tuple[Gap, ...]
    eras: tuple[Era, ...]
    siblings: tuple[Indicator, ...]
    notes: tuple[str, ...]
    kept: Keep = field(init=False, default_factory=lambda: Keep(512), repr=False)


def common_of(indicator: Indicator, *, edition: Edition, years: Sequence[int]) -> Common:
    """What the answers about these years have in common, made once in each language."""
    return edition.kept.once(
        ("common", current(), indicator.id, tuple(years)),
        lambda: _made(indicator, edition=edition, years=tuple(years)),
    )


def _made(indicator: Indicator, *, edition: Edition, years: tuple[int, ...]) -> Common:
    state = series_of(None, indicator=indicator, edition=edition, years=years)
    first, last = (years[0], years[-1]) if years else (0, 0)
    eras = tuple(era for era in indicator.eras if any(era.covers(year) for year in years))
    return Common(
        indicator=indicator,
        family=edition.catalog.family_of(indicator),
        years=years,
        state=state,
        targets=tuple((point.year, point.target) for point in state.points),
        breaks=tuple(found for found in indicator.breaks if first < found.year <= last),
        gaps=tuple(gap for gap in indicator.gaps if gap.year in years),
        eras=eras or indicator.eras[-1:],
        siblings=tuple(
            other for other in edition.catalog.indicators if other.family == indicator.family
        ),
        notes=indicator.notes_for(first, last),
    )
