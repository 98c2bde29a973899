"""The pages that other sites show in a frame, as HTML: a chart, or why it cannot be shown.

Written without a template, which would take as long as a third of all the rest. What frames of an
indicator have in common is written once for each release and language.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from html import escape
from typing import NamedTuple
from urllib.parse import quote

import orjson

from dashboard.charts import CONFIG, absence_key, drawing, figure
from dashboard.charts.plotly import Figure
from dashboard.charts.trace import Trace
from dashboard.locale import DEFAULT, current, link_search
from dashboard.locale import gettext as _
from dashboard.views import Edition, IndicatorView, Series, years_of
from dashboard.views.embedding import Choice, Options
from dashboard.views.numbers import year_label
from dashboard.web.table import table_html

Asset = Callable[[str], str]
"""From the name of a file to its address."""

_PLOTLY = "vendor/plotly-basic-4.1.1.min.js"


def frame_page(
    view: IndicatorView,
    options: Options,
    *,
    choice: Choice,
    edition: Edition,
    frozen: bool,
    asset: Asset,
) -> bytes:
    """The chart with its sentence, its table, and where its numbers come from.

    choice: what the reader's search for a district found. frozen: whether the edition is an
    earlier one, which the frame was made for.
    """
    make = partial(_around, view, options.theme, edition=edition, frozen=frozen, asset=asset)
    around = view.common.kept.once(("frame", options.theme, frozen), make)
    chosen = [one for one in view.series if one.lea_id is not None]
    height = options.chart_height(districts=len(chosen))
    drawn = figure(view, height=height)
    controls = _controls(view, options, choice=choice, edition=edition) if options.controls else ""
    chart = (
        f"{around.before}{_title(view, chosen)}{around.heading}{_said(view, chosen)}"
        f'<div class="chart" id="chart" role="img" aria-label="{escape(view.alt)}" '
        f'style="height:{height}px"{around.loads}>\n{drawing(drawn)}\n</div>\n'
        f'<script type="application/json" id="drawn">'
    )
    rest = (
        f"</script>\n{_key(view)}{controls}{around.details}{table_html(view.table)}{around.footer}"
        f"{escape(view.question.search)}{around.after}"
    )
    return b"".join((chart.encode(), _in_script(drawn), rest.encode()))


def problem_page(text: str, *, theme: str, newest: str, usual: str, asset: Asset) -> str:
    """What is wrong; newest, usual: addresses of frames that can be shown."""
    title = escape(_("This chart cannot be shown"))
    every = _("All indicators and their latest values")
    way = ""
    if newest or usual:
        said = _("Show the newest release") if newest else _("Show the chart without these choices")
        way = f'<p><a href="{escape(newest or usual)}">{escape(said)}</a></p>\n'
    return (
        f"{_before(theme)}{title}{_after_title(theme, asset=asset)}"
        f"<h1>{title}</h1>\n<p>{escape(text)}</p>\n{way}"
        f'<p><a href="/{link_search()}'
        f"{_elsewhere(every)}</p>\n"
        f"</main>\n{_end(asset)}"
    )


def _in_script(drawn: Figure) -> bytes:
    """The figure as the text of a <script>: nothing in it can end that, or begin another."""
    data = [
        orjson.Fragment(trace.kept.once("json", partial(_safe, trace)))
        if isinstance(trace, Trace)
        else trace
        for trace in drawn["data"]
    ]
    return _safe({"data": data, "layout": drawn["layout"], "config": CONFIG})


def _safe(value: object) -> bytes:
    return orjson.dumps(value).replace(b"<", b"\\u003c")


class _Around(NamedTuple):
    """What stands between the parts that every frame has of its own, in the order of the page."""

    before: str
    heading: str
    loads: str
    details: str
    footer: str
    after: str


def _around(
    view: IndicatorView, theme: str, *, edition: Edition, frozen: bool, asset: Asset
) -> _Around:
    indicator, profile = view.indicator, view.profile
    day = edition.created[:10]
    synthetic = profile.synthetic_notice
    notice = f'<p class="notice">{escape(synthetic)}</p>\n' if synthetic else ""
    source = _("Source: {source}").format(source=indicator.source)
    released = _("Frozen at the release of") if frozen else _("Release of")
    full = _("See it in full: {title}").format(title=profile.subtitle)
    values, table = _("Every value"), _("Table of values")
    return _Around(
        before=_before(theme),
        heading=f"{_after_title(theme, asset=asset)}"
        f'<h1><span class="id">{escape(indicator.id)}</span> {escape(indicator.title)}</h1>\n',
        loads=f' data-id="{escape(indicator.id)}" data-plotly="{escape(asset(_PLOTLY))}"',
        details=f"<details>\n<summary>{escape(values)}</summary>\n"
        f'<div class="scroll" role="region" tabindex="0" '
        f'aria-label="{escape(table)}">\n',
        footer=f"\n</div>\n</details>\n</main>\n<footer>\n{notice}"
        f"<p>{escape(source)} · {escape(profile.agency)} ·\n{escape(released)} "
        f'<time datetime="{day}" title="{escape(edition.id)}">{day}</time></p>\n'
        f'<p><a href="/indicators/{escape(indicator.id)}',
        after=f"{_elsewhere(full)}</p>\n</footer>\n{_end(asset)}",
    )


def _before(theme: str) -> str:
    """The page up to its title."""
    scheme = "light dark" if theme == "auto" else theme
    return (
        f'<!DOCTYPE html>\n<html lang="{current()}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="color-scheme" content="{scheme}">\n'
        '<meta name="robots" content="noindex">\n<title>'
    )


def _after_title(theme: str, *, asset: Asset) -> str:
    dark = ""
    if theme != "light":  # on paper every theme is light
        media = "screen and (prefers-color-scheme: dark)" if theme == "auto" else "screen"
        dark = f'<link rel="stylesheet" href="{asset("embed-dark.css")}" media="{media}">\n'
    return (
        f'</title>\n<link rel="stylesheet" href="{asset("embed.css")}">\n{dark}'
        '<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">\n</head>\n<body>\n<main>\n'
    )


def _end(asset: Asset) -> str:
    return f'<script src="{asset("embed-frame.js")}" defer></script>\n</body>\n</html>\n'


def _elsewhere(text: str) -> str:
    """The rest of a link, after its address, that leaves the frame alone."""
    new_tab = escape(_("(opens in a new tab)"))
    return (
        f'" target="_blank" rel="noopener">{escape(text)}<span class="unseen"> {new_tab}</span></a>'
    )


def _title(view: IndicatorView, districts: list[Series]) -> str:
    indicator = view.indicator
    names = ", ".join([f"{indicator.id} {indicator.short_title}", *(d.name for d in districts)])
    return escape(f"{names} – {view.profile.subtitle}")


def _said(view: IndicatorView, districts: list[Series]) -> str:
    first, *others = view.sentences
    verdict = ""
    if view.verdict:
        met = view.verdict == "met"
        kind, sign = ("met", "✓") if met else ("not-met", "✗")
        text = escape(_("Target met") if met else _("Target not met"))
        verdict = f'<p class="verdict {kind}"><span aria-hidden="true">{sign}</span> {text}</p>\n'
    # Of the state alone the one sentence is enough; beside districts it is one of several.
    more = [" ".join(others)] if others and districts else []
    beside = "".join(f'<p class="others">{escape(text)}</p>\n' for text in (*more, *view.remarks))
    return f'<p class="lead">{escape(first)}</p>\n{verdict}{beside}'


def _key(view: IndicatorView) -> str:
    said = absence_key(view)
    if not said:
        return ""
    lines = "".join(f"<li>{escape(sign)} {escape(words)}</li>\n" for sign, words in said)
    return f'<ul class="key">\n{lines}</ul>\n'


def _controls(view: IndicatorView, options: Options, *, choice: Choice, edition: Edition) -> str:
    """The form with which a reader chooses districts and years."""
    indicator = view.indicator
    pairs = (("lang", current() if current() != DEFAULT else ""), *options.pairs)
    hidden = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">\n'
        for name, value in pairs
        if value
    )
    find = ""
    if edition.catalog.has_unit_values(indicator):
        label = _("Add a {unit_one}").format(unit_one=view.profile.unit_one)
        hint = _("Name or number")
        find = (
            f'<p class="field find"><label for="find">{escape(label)}</label>\n'
            f'<input id="find" name="find" type="search" maxlength="80" autocomplete="off" '
            f'placeholder="{escape(hint)}"></p>\n'
        )
    what, begin, end, show = _("What to show"), _("From"), _("To"), _("Show")
    said = f'<p class="said" role="status">{escape(choice.said)}</p>\n' if choice.said else ""
    years = _years(view, edition=edition)
    first, last = (view.years[0], view.years[-1]) if view.years else (None, None)
    return (
        f'<form method="get" action="/embed/{quote(indicator.id)}" '
        f'aria-label="{escape(what)}">\n{hidden}{find}'
        f"{_choice('from', begin, years, chosen=first, usual=years[:1])}"
        f"{_choice('to', end, years, chosen=last, usual=years[-1:])}"
        f'<button type="submit">{escape(show)}</button>\n{said}'
        f"{_districts(view, choice)}</form>\n"
    )


def _years(view: IndicatorView, *, edition: Edition) -> list[int]:
    return sorted({*years_of(view.indicator, edition=edition, first=None, last=None), *view.years})


def _choice(
    name: str, label: str, years: list[int], *, chosen: int | None, usual: list[int]
) -> str:
    """A choice of a year; usual: the one that need not be said."""
    options = "".join(
        f'<option value="{"" if year in usual else year}"'
        f"{' selected' if year == chosen else ''}>{escape(year_label(year))}</option>\n"
        for year in years
    )
    return (
        f'<p class="field"><label for="{name}">{escape(label)}</label>\n'
        f'<select id="{name}" name="{name}">\n{options}</select></p>\n'
    )


def _districts(view: IndicatorView, choice: Choice) -> str:
    """The districts shown, and those found, each with a box to tick."""
    shown = [(one.lea_id or "", one.name, " checked") for one in view.series if one.lea_id]
    found = [(one.lea_id, one.name, "") for one in choice.matches]
    if not (shown or found):
        return ""
    lines = "".join(
        f'<li><label><input type="checkbox" name="district" value="{escape(lea_id)}"{checked}> '
        f"{escape(name)}</label></li>\n"
        for lea_id, name, checked in (*shown, *found)
    )
    return f'<ul class="chosen">\n{lines}</ul>\n'
