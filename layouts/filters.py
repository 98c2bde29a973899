"""The filters of an indicator's page: native selects, each with its label."""

from __future__ import annotations

from collections.abc import Sequence

import dash_bootstrap_components as dbc
from dash import html

from dashboard.views import Edition, IndicatorView, years_of
from dashboard.views.numbers import year_label
from layouts import ids

Option = dict[str, str]

# An empty value would leave the select blank; no district has these for an id.
NO_DISTRICT, NO_OTHER = "none", "no other"


def filters(view: IndicatorView, *, edition: Edition) -> html.Div:
    """Districts (where they have values) and years, set to what the view shows."""
    profile = view.profile
    district, other, first, last = filter_values(view)
    years = years_of(view.indicator, edition=edition, first=None, last=None)
    years = tuple(sorted({*years, *view.years}))
    names = [{"label": name, "value": lea_id} for lea_id, name in edition.districts.items()]
    fields = [
        _field(
            ids.DISTRICT,
            profile.unit_one.capitalize(),
            options=[{"label": f"{profile.upper_label} only", "value": NO_DISTRICT}, *names],
            value=district,
        ),
        _field(
            ids.OTHER_DISTRICT,
            f"Second {profile.unit_one}",
            options=[{"label": "None", "value": NO_OTHER}, *names],
            value=other,
        ),
        _field(ids.FIRST_YEAR, "From", options=_years(years), value=first),
        _field(ids.LAST_YEAR, "To", options=_years(years), value=last),
    ]
    if not edition.catalog.has_unit_values(view.indicator):
        # The callback needs all four; what does not apply is there, but out of everyone's way.
        for field in fields[:2]:
            field.hidden = True
    return html.Div(fields, role="group", className="filters", **{"aria-label": "What to show"})


def filter_values(view: IndicatorView) -> tuple[str, str, str, str]:
    """What the four filters hold when they ask for this view, in the order of `ids.FILTERS`."""
    districts = view.question.districts
    district, other = (*districts, *(NO_DISTRICT, NO_OTHER)[len(districts) :])
    first, last = (str(view.years[0]), str(view.years[-1])) if view.years else ("", "")
    return district, other, first, last


def _field(name: str, label: str, *, options: Sequence[Option], value: str) -> html.Div:
    return html.Div(
        [html.Label(label, htmlFor=name), dbc.Select(id=name, options=list(options), value=value)],
        className="field",
    )


def _years(years: Sequence[int]) -> list[Option]:
    return [{"label": year_label(year), "value": str(year)} for year in years]
