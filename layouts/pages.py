"""The pages of the site, one record each; dashboard/views/place.py says how to add one."""

from __future__ import annotations

from dashboard.views import (
    Edition,
    IndicatorView,
    Page,
    indicator_at,
)
from dashboard.views.about import about_at
from dashboard.views.compare import compare_at
from dashboard.views.district import district_at
from dashboard.views.glance import glance_at
from dashboard.views.map_view import map_at
from dashboard.views.places import places_at
from layouts.about import about_page, about_title
from layouts.compare import compare_page, compare_title
from layouts.district import district_page, district_title
from layouts.glance import glance_page, glance_title
from layouts.indicator import indicator_page
from layouts.map import map_page, map_title
from layouts.places import places_page, places_title


def indicator_title(view: IndicatorView, *, edition: Edition) -> str:
    """ "1 Graduation, Alder Creek R-I": what a bookmark says."""
    named = [edition.districts[lea_id] for lea_id in view.question.districts]
    return ", ".join([f"{view.indicator.id} {view.indicator.short_title}", *named])


INDICATOR = Page(
    path="/indicators/<indicator>",
    view=indicator_at,
    title=indicator_title,
    layout=indicator_page,
)
PAGES = (
    Page(path="/", view=glance_at, title=glance_title, layout=glance_page),
    INDICATOR,
    Page(path="/districts", view=places_at, title=places_title, layout=places_page),
    Page(path="/districts/<lea_id>", view=district_at, title=district_title, layout=district_page),
    Page(path="/compare", view=compare_at, title=compare_title, layout=compare_page),
    Page(path="/map", view=map_at, title=map_title, layout=map_page),
    Page(path="/about", view=about_at, title=about_title, layout=about_page),
)
