"""The prepared answer to a question: what chart, table and sentence are all made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from dashboard.catalog import Break, Era, Family, Gap, Indicator, Profile
from dashboard.locale import gettext as _
from dashboard.views import words
from dashboard.views.breakdown import Breakdown, breakdowns
from dashboard.views.common import Common, common_of
from dashboard.views.distance import distance
from dashboard.views.distribution import Distribution, distribution
from dashboard.views.edition import Edition
from dashboard.views.numbers import year_label
from dashboard.views.place import Address
from dashboard.views.question import Question, find_indicator, parse_question, years_of
from dashboard.views.readings import readings
from dashboard.views.sentence import sentences
from dashboard.views.series import Series, series_of
from dashboard.views.table import Table, table_of


@dataclass(frozen=True, kw_only=True)
class IndicatorView:
    """One indicator for the state and up to three districts over a range of years.

    common: what does not depend on the districts. series: the state's first. sentences: the first
    is the one to set large. verdict: "met" or "not met" where that first sentence can say so, else
    "".
    """

    common: Common
    profile: Profile
    question: Question
    series: tuple[Series, ...]
    sentences: tuple[str, ...]
    verdict: str
    distribution: Distribution | None
    breakdowns: tuple[Breakdown, ...]
    alt: str
    remarks: tuple[str, ...]

    @property
    def indicator(self) -> Indicator:
        """What the view is about."""
        return self.common.indicator

    @property
    def family(self) -> Family:
        """The indicators that it is one of."""
        return self.common.family

    @property
    def years(self) -> tuple[int, ...]:
        """Those of the points, ascending."""
        return self.common.years

    @property
    def targets(self) -> tuple[tuple[int, Decimal | None], ...]:
        """Year and target (percent), None where none was set."""
        return self.common.targets

    @property
    def breaks(self) -> tuple[Break, ...]:
        """Where values before and after do not compare, or hardly."""
        return self.common.breaks

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """The years of the view that were not reported, each with its reason."""
        return self.common.gaps

    @property
    def eras(self) -> tuple[Era, ...]:
        """The ways of calculation that the years touch."""
        return self.common.eras

    @property
    def siblings(self) -> tuple[Indicator, ...]:
        """The indicators of the family, this one among them."""
        return self.common.siblings

    @property
    def notes(self) -> tuple[str, ...]:
        """What the catalogue says of these years."""
        return self.common.notes

    @cached_property
    def table(self) -> Table:
        """Every value of the chart; made when somebody looks at it, as no picture does."""
        return table_of(self.series, indicator=self.indicator, years=self.years)

    @cached_property
    def distance(self) -> str:
        """How many more would have met the target, or ""."""
        points = self.subject.points
        return distance(points[-1], indicator=self.indicator) if points else ""

    @cached_property
    def readings(self) -> tuple[tuple[int, str], ...]:
        """The chart read year by year, in words."""
        return readings(self.series, indicator=self.indicator, years=self.years)

    @property
    def subject(self) -> Series:
        """Whom the page is about: the first district, else the state."""
        return self.series[min(1, len(self.series) - 1)]


def indicator_at(address: Address, *, edition: Edition) -> IndicatorView:
    """The view that an address asks for; raises NoSuchIndicator or QuestionError."""
    question = parse_question(address.parts["indicator"], address.search, edition=edition)
    return indicator_view(question, edition=edition)


def indicator_view(question: Question, *, edition: Edition, around: bool = True) -> IndicatorView:
    """The answer to a question; raises NoSuchIndicator.

    around: with the spread over all districts and the groups of students; the printed report has
    no place for them.
    """
    indicator = find_indicator(question.indicator, edition=edition)
    years = years_of(indicator, edition=edition, first=question.first, last=question.last)
    has_units = edition.catalog.has_unit_values(indicator)
    common = common_of(indicator, edition=edition, years=years)
    districts = question.districts if has_units else ()
    series = (
        common.state,
        *(series_of(one, indicator=indicator, edition=edition, years=years) for one in districts),
    )
    subject = series[min(1, len(series) - 1)]
    last = years[-1] if years else 0
    return IndicatorView(
        common=common,
        profile=edition.catalog.profile,
        question=question,
        series=series,
        sentences=sentences(series, indicator=indicator),
        verdict=_verdict(subject),
        distribution=distribution(indicator, edition=edition, year=last, chosen=series)
        if around
        else None,
        breakdowns=breakdowns(indicator, edition=edition, lea_id=subject.lea_id, year=last)
        if around
        else (),
        alt=_alt(series, common=common),
        remarks=(
            *edition.collection.remarks(indicator, years=years, profile=edition.catalog.profile),
            *_remarks(series, indicator=indicator, edition=edition, question=question),
        ),
    )


def _verdict(subject: Series) -> str:
    """Of the last year of what the page is about."""
    word = subject.points[-1].verdict if subject.points else ""
    return word if word in (words.VERDICTS["MET"], words.VERDICTS["NOT_MET"]) else ""


def _alt(series: Sequence[Series], *, common: Common) -> str:
    """The chart in words, for those who do not see it; the table holds every value."""
    start, end = common.kept.once("alt", lambda: _around(common))
    state, *districts = series
    ends = [state.kept.once("ends", lambda: _ends(state)), *map(_ends, districts)]
    return " ".join([start, *filter(None, ends), end])


def _ends(one: Series) -> str:
    """The first and the last value of a series; nothing where it has no percents."""
    shown = [point for point in one.points if point.percent is not None]
    if not one.has_percents:
        return ""
    if not shown:
        return _("{name}: no values.").format(name=one.name)
    values = ", ".join(
        _("{value} in {year}").format(value=p.value, year=year_label(p.data_year))
        for p in [*shown[:1], *shown[1:][-1:]]
    )
    return f"{one.name}: {values}."


def _around(common: Common) -> tuple[str, str]:
    """What is said before the values and after them."""
    start = _("Line chart: {title}.").format(title=common.indicator.title)
    said = [
        _("From {year}: {label}.").format(year=year_label(found.year), label=found.label)
        for found in common.breaks
    ]
    return start, " ".join([*said, _("The table below holds every value.")])


def _remarks(
    series: Sequence[Series], *, indicator: Indicator, edition: Edition, question: Question
) -> tuple[str, ...]:
    """What a reader must know of this very view beside the indicator's own notes."""
    profile = edition.catalog.profile
    said = []
    if question.districts and not edition.catalog.has_unit_values(indicator):
        said.append(
            _(
                "This indicator is reported for the {upper_one} only: "
                "it has no values for {unit_many}."
            ).format(upper_one=profile.upper_one, unit_many=profile.unit_many)
        )
    elif question.districts and indicator.percent_of_districts:
        said.append(
            _(
                "This indicator is a percent of {unit_many}, so a {unit_one} "
                "has no percent of its own; the table shows its status in each year."
            ).format(unit_one=profile.unit_one, unit_many=profile.unit_many)
        )
    return (*said, *_flag_remarks(series, profile=profile))


def _flag_remarks(series: Sequence[Series], *, profile: Profile) -> list[str]:
    seen: dict[tuple[str, str], list[str]] = {}
    for one in series:
        for point in one.points:
            for flag in point.flags:
                if flag not in words.CODED:
                    seen.setdefault((one.name, flag), []).append(str(point.year))
    return [
        f"{name}, {', '.join(years)}: "
        f"{_(words.FLAGS.get(flag, words.plain(flag))).format(upper_one=profile.upper_one)}."
        for (name, flag), years in seen.items()
    ]
