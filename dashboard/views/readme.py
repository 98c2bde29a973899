"""What goes with the numbers of a file: columns, words, notes, sources and the release."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dashboard.locale import gettext as _
from dashboard.locale import marked
from dashboard.views import words
from dashboard.views.download import COLUMNS, Portion
from dashboard.views.edition import Edition

MEANING = {
    "indicator": marked("The indicator's number in the State Performance Plan."),
    "school_year": marked("The school year, named for the calendar year in which it ends."),
    "level": marked("STATE: the whole state. LEA: one district."),
    "lea_id": marked("The district's id in the state's own list; empty for the state."),
    "name": marked("The state's or the district's name."),
    "percent": marked("The value in percent; empty where no number may be shown or there is none."),
    "numerator": marked("Those counted, of those in the denominator; empty where not public."),
    "denominator": marked("All those looked at; empty where not public."),
    "target": marked("The state's target for the year, in percent."),
    "status": marked("Met, not met, or why neither; see the words below."),
    "district_status": marked(
        "What a district is told where the indicator is a percent of districts."
    ),
    "ratio": marked("The ratio behind that status, where the district was examined."),
    "shown_as": marked("What the page shows: the value, or the word in its place."),
    "era": marked("Which definition the value follows; values of two eras do not compare."),
    "data_year": marked("The school year of the data: an earlier one where a value is carried."),
    "apr_ffy": marked("The federal fiscal year of the report in which the value appears."),
}
"""Each column of a file, in the order of COLUMNS."""

STATUSES = ("MET", "NOT_MET", "NO_TARGET", "CARRIED", "SUPPRESSED", "NO_STUDENTS", "NOT_REPORTED")
_WORDS = {
    "MET": marked("The value meets the target of its year."),
    "NOT_MET": marked("The value does not meet the target of its year."),
    "NO_TARGET": marked("There is no target for the year."),
    "CARRIED": marked("Not collected that year; the latest value is shown, with its year."),
    "SUPPRESSED": marked("Protected: the number is kept back so that it tells of nobody."),
    "NO_STUDENTS": marked("There was nobody to count."),
    "NOT_REPORTED": marked("No data were reported."),
}


def columns_said() -> Iterator[tuple[str, str]]:
    """Each column and what it holds."""
    for name in COLUMNS:
        yield name, _(MEANING[name])


def statuses_said() -> Iterator[tuple[str, str]]:
    """Each status of a row and what it says; then the flags of a district."""
    for status in STATUSES:
        yield status, _(_WORDS[status])
    for status, text in words.DISTRICT_STATUSES.items():
        yield status, _(text)


def about_said(*, edition: Edition) -> tuple[tuple[str, str], ...]:
    """Who publishes, which release this is, and whether its people are real."""
    profile = edition.catalog.profile
    said = [
        (_("Publisher"), profile.agency),
        (_("Title"), profile.subtitle),
        (_("Release"), edition.id),
    ]
    if profile.synthetic_notice:
        said.append((_("Please note"), profile.synthetic_notice))
    return tuple(said)


def readme(portions: Sequence[Portion], *, edition: Edition) -> str:
    """All of it as plain text, to lie beside a file of numbers."""
    lines = [f"{name}: {text}" for name, text in about_said(edition=edition)]
    lines += ["", _("Columns").upper(), *(f"{name}: {text}" for name, text in columns_said())]
    lines += ["", _("Words").upper(), *(f"{name}: {text}" for name, text in statuses_said())]
    for portion in portions:
        indicator = portion.indicator
        lines += [
            "",
            f"{indicator.id} {indicator.title}".upper(),
            indicator.statement,
            _("Counted: {unit}").format(unit=indicator.unit),
            _("Source: {source}").format(source=indicator.source),
            *portion.notes,
        ]
    return "\n".join(lines) + "\n"
