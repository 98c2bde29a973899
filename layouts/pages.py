"""The pages of the site, one record each; dashboard/views/place.py says how to add one."""

from __future__ import annotations

from dash import html

from dashboard.views import (
    Edition,
    IndicatorView,
    Overview,
    Page,
    indicator_at,
    overview_at,
)
from layouts.indicator import indicator_page
from layouts.overview import overview_page


def _overview_title(view: Overview, *, edition: Edition) -> str:  # noqa: ARG001
    return view.name if view.district else ""


def indicator_title(view: IndicatorView, *, edition: Edition) -> str:
    """ "1 Graduation, Alder Creek R-I": what a bookmark says."""
    named = [edition.districts[lea_id] for lea_id in view.question.districts]
    return ", ".join([f"{view.indicator.id} {view.indicator.short_title}", *named])


def _overview(view: Overview, *, edition: Edition) -> html.Article:  # noqa: ARG001
    return overview_page(view)


INDICATOR = Page(
    path="/indicators/<indicator>",
    view=indicator_at,
    title=indicator_title,
    layout=indicator_page,
)
PAGES = (
    Page(path="/", view=overview_at, title=_overview_title, layout=_overview),
    INDICATOR,
)
