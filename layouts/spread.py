"""All districts of a year as bars, the chosen ones marked; the same in words and in a table."""

from __future__ import annotations

from dashboard.locale import gettext as _
from dashboard.locale import grouped, ngettext
from dashboard.views import IndicatorView
from dashboard.views.distribution import Bar, Distribution
from dashboard.views.numbers import with_percent_sign, year_label
from layouts import tags
from layouts.markup import Ready, text_html, written
from layouts.tags import Tag

_BETWEEN = "\x00"  # where the marks of the chosen districts go


def spread(view: IndicatorView) -> Ready | None:
    """The section; None where districts have no values of the indicator.

    The same for everybody but for the marks of the chosen districts, which are put between.
    """
    found = view.distribution
    if found is None:
        return None
    pieces = view.common.kept.once(
        ("spread", found.year), lambda: written(_section(found, view=view)).split(_BETWEEN)
    )
    if len(pieces) == 1:
        return Ready(pieces[0])
    place = {one.name: place for place, one in enumerate(view.series)}
    marks = [
        "".join([_swatch(place[name]) for name in bar.names]) if bar.names else ""
        for bar in found.bars
    ]
    whole = [""] * (2 * len(pieces) - 1)
    whole[::2] = pieces
    whole[1::2] = [*marks, _chosen(view)]
    return Ready("".join(whole))


def _section(found: Distribution, *, view: IndicatorView) -> Tag:
    heading = _("All {unit_many} in {year}").format(
        unit_many=view.profile.unit_many, year=year_label(found.year)
    )
    said = tags.p(sentence(found, view=view))
    if not found.bars:
        return tags.section(
            [tags.h2(heading), said, _statuses(found, view=view)], className="spread"
        )
    drawn = [_bars(found), _BETWEEN, _table(found, view=view)] if found.shown else []
    absent = [_statuses(found, view=view)] if found.absent else []
    return tags.section([tags.h2(heading), said, *drawn, *absent], className="spread")


def sentence(found: Distribution, *, view: IndicatorView) -> str:
    """ "118 districts have a value. Most of them, 31, lie between 70 and 75 %." """
    unit_many = view.profile.unit_many
    if not found.bars:
        return _("How many {unit_many} have which status:").format(unit_many=unit_many)
    said = ngettext(
        "One of the {unit_many} has a value.", "{count} {unit_many} have a value.", found.shown
    ).format(count=grouped(found.shown), unit_many=unit_many)
    if found.shown:
        top = max(found.bars, key=lambda bar: bar.count)
        said += " " + _("The largest number of them, {count}, lie between {range}.").format(
            count=grouped(top.count), range=_range(top)
        )
    if found.carried:
        said += " " + ngettext(
            "One of these values is from an earlier year.",
            "{count} of these values are from an earlier year.",
            found.carried,
        ).format(count=grouped(found.carried))
    return said


def _range(bar: Bar) -> str:
    return _("{low} and {high} %").format(low=f"{bar.low:g}", high=f"{bar.high:g}")


def _bars(found: Distribution) -> Tag:
    most = max(bar.count for bar in found.bars)
    bars = []
    for bar in found.bars:
        column = tags.span(className="column", style={"height": f"{bar.count / most * 100:.4g}%"})
        bars.append(tags.span([_BETWEEN, column], className="bar"))
    ends = [
        f"{found.bars[0].low:g} %",
        f"{found.bars[-1].high / 2:g} %",
        f"{found.bars[-1].high:g} %",
    ]
    return tags.div(
        [
            tags.div(bars, className="columns"),
            tags.div([tags.span(end) for end in ends], className="scale"),
        ],
        className="histogram",
        **{"aria-hidden": "true"},
    )


def _swatch(place: int) -> str:
    return f'<span class="swatch s{place}"></span>'


def _chosen(view: IndicatorView) -> str:
    """The chosen districts in words: whoever has no percent is not placed, but said."""
    lines = []
    for place, one in enumerate(view.series):
        if one.lea_id is not None and one.points:
            point = one.points[-1]
            plain = point.percent is None or point.carried
            value = point.text if plain else with_percent_sign(point.text)
            said = text_html(f"{one.name}: {value}")
            swatch = f'<span class="swatch s{place}" aria-hidden="true"></span>'
            lines.append(f"<li>{swatch}{said}</li>")
    return f'<ul class="key">{"".join(lines)}</ul>' if lines else ""


def _table(found: Distribution, *, view: IndicatorView) -> Tag:
    unit_many = view.profile.unit_many
    rows = [
        tags.tr(
            [tags.th(_range(bar), scope="row"), tags.td(grouped(bar.count), className="number")]
        )
        for bar in found.bars
        if bar.count
    ]
    return tags.details(
        [
            tags.summary(_("The same as a table")),
            tags.table(
                [
                    tags.caption(
                        _("{unit_many} by value").format(unit_many=unit_many.capitalize())
                    ),
                    tags.thead(
                        tags.tr(
                            [
                                tags.th(_("Between"), scope="col"),
                                tags.th(unit_many.capitalize(), scope="col", className="number"),
                            ]
                        )
                    ),
                    tags.tbody(rows),
                ],
                className="values",
            ),
        ]
    )


def _statuses(found: Distribution, *, view: IndicatorView) -> Tag:
    unit_one, unit_many = view.profile.unit_one, view.profile.unit_many
    return tags.ul(
        [
            tags.li(
                _("{words}: {count} {unit}").format(
                    words=words[:1].upper() + words[1:],
                    count=grouped(count),
                    unit=unit_one if count == 1 else unit_many,
                )
            )
            for words, count in found.absent
        ],
        className="absent",
    )
