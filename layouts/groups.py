"""One year by race, disability and sex: a table whose percents are bars as well."""

from __future__ import annotations

from dashboard.locale import gettext as _
from dashboard.views import IndicatorView
from dashboard.views.breakdown import Breakdown, GroupValue
from dashboard.views.numbers import year_label
from layouts import tags
from layouts.tags import Tag


def groups(view: IndicatorView) -> Tag | None:
    """The section; None where the release has no such rows of the view's last year."""
    if not view.breakdowns:
        return None
    heading = _("{name} by group in {year}").format(
        name=view.subject.name, year=year_label(view.years[-1])
    )
    return tags.section(
        [tags.h2(heading), *(_table(found) for found in view.breakdowns)], className="groups"
    )


def _table(found: Breakdown) -> Tag:
    head = tags.tr(
        [
            tags.th(_("Group"), scope="col"),
            tags.th(_("Percent"), scope="col", className="number", colSpan=2),
            tags.th(_("Count"), scope="col", className="number"),
        ]
    )
    return tags.table(
        [
            tags.caption(found.name),
            tags.thead(head, className="unseen"),
            tags.tbody([_row(value) for value in found.groups]),
        ],
        className="values bars",
    )


def _row(value: GroupValue) -> Tag:
    point = value.point
    name = tags.th(value.name, scope="row")
    if point.percent is None:
        # A protected value has no bar at all: neither short nor long (P6).
        return tags.tr([name, tags.td(point.text, className="word", colSpan=3)])
    share = {"--share": f"{float(min(point.percent, 100)):.1f}%"}
    return tags.tr(
        [
            name,
            tags.td(point.text, className="number"),
            tags.td(tags.span(className="length", style=share), className="bar"),
            tags.td(point.counts, className="number count"),
        ]
    )
