"""What an indicator's page can be asked: districts beside the state, and the years.

The controls are plain HTML that assets/controls.js brings to life, before Dash has and after.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from dashboard.locale import gettext as _
from dashboard.views import MOST_DISTRICTS, Edition, IndicatorView, years_of
from dashboard.views.numbers import year_label
from layouts import ids, tags
from layouts.markup import WRITTEN, Ready, text_html
from layouts.tags import Tag


def controls(view: IndicatorView, *, edition: Edition) -> Tag:
    """The picker of districts (where they have values) and the two ends of the years."""
    years = years_of(view.indicator, edition=edition, first=None, last=None)
    years = tuple(sorted({*years, *view.years}))
    first, last = (view.years[0], view.years[-1]) if view.years else (None, None)
    if edition.catalog.has_unit_values(view.indicator):
        picker = _picker(view, edition=edition)
    else:  # the callback fills the list all the same
        picker = tags.ul([], id=ids.CHOSEN, hidden=True)
    return tags.div(
        [
            picker,
            _years(ids.FIRST_YEAR, _("From"), years, asks="from", chosen=first, plain=years[:1]),
            _years(ids.LAST_YEAR, _("To"), years, asks="to", chosen=last, plain=years[-1:]),
        ],
        className="controls",
        role="group",
        **{"aria-label": _("What to show")},
    )


def chosen(view: IndicatorView) -> Ready:
    """The districts beside the state, each with a button that takes it away."""
    remove = _("Remove {name}")
    items = [
        f'<li><span class="swatch s{place}" aria-hidden="true"></span>{text_html(one.name)}'
        f'<button type="button" class="remove" data-remove="{escape(one.lea_id)}" '
        f'aria-label="{escape(remove.format(name=one.name))}">'
        '<span aria-hidden="true">×</span></button></li>'
        for place, one in enumerate(view.series)
        if one.lea_id is not None
    ]
    return Ready("".join(items))


def _picker(view: IndicatorView, *, edition: Edition) -> Tag:
    profile = view.profile
    said = {
        "most": _("{count} at most. Remove one to add another."),
        "none": _("No {unit_one} is called that."),
        "more": _("{count} found; go on typing for the others."),
        "some": _("{count} found."),
    }
    words = {
        f"data-{name}": text.replace("{unit_one}", profile.unit_one) for name, text in said.items()
    }
    return tags.div(
        [
            tags.label(_("Add a {unit_one}").format(unit_one=profile.unit_one), htmlFor=ids.FIND),
            tags.div(
                [
                    _input(_("Type a name, one of {count}").format(count=len(edition.districts))),
                    tags.div(className="options"),
                    tags.p(className="told", role="status"),
                ],
                className="picker",
                **{"data-picker": "district", "data-limit": str(MOST_DISTRICTS), **words},
            ),
            tags.ul(id=ids.CHOSEN, className="chips", **{WRITTEN: chosen(view)}),
        ],
        className="field find",
    )


def _input(placeholder: str) -> Tag:
    made = tags.tag("Input", id=ids.FIND, type="text", placeholder=placeholder, autoComplete="off")
    return made | {"namespace": "dash_core_components"}


def _years(
    name: str,
    label: str,
    years: Sequence[int],
    *,
    asks: str,
    chosen: int | None,
    plain: Sequence[int],
) -> Tag:
    options = [
        tags.option(
            year_label(year),
            # The open end of the range is no part of the address.
            value="" if year in plain else str(year),
            **({"selected": True} if year == chosen else {}),
        )
        for year in years
    ]
    choice = tags.select(options, id=name, **{"data-asks": asks})
    return tags.div([tags.label(label, htmlFor=name), choice], className="field")
