"""A formula as mathematics in real text: read aloud, copied and found like any other."""

from __future__ import annotations

from dashboard.catalog import Era, Formula
from dashboard.locale import gettext as _
from layouts import tags
from layouts.tags import Tag


def formulas(eras: tuple[Era, ...]) -> Tag:
    """The formula of each era that the view touches, under the era's years."""
    return tags.div([_era(era, alone=len(eras) == 1) for era in eras])


def _era(era: Era, *, alone: bool) -> Tag:
    heading = [] if alone else [tags.h3([era.label, " ", tags.span(_span(era), className="years")])]
    note = [tags.p(era.note)] if era.note else []
    return tags.section([*heading, *_formula(era.formula), *note], className="formula")


def _span(era: Era) -> str:
    if era.to_year is None:
        return _("from {year} on").format(year=era.from_year)
    return _("{first} to {last}").format(first=era.from_year, last=era.to_year)


def _formula(formula: Formula) -> list[Tag]:
    """ "Rate = graduates divided by leavers, times 100": heard as it is seen."""
    equation = tags.div(
        [
            tags.span(formula.left, className="left"),
            tags.span(" = ", className="sign"),
            tags.span(
                [
                    tags.span(formula.numerator, className="numerator"),
                    tags.span(_(" divided by "), className="unseen"),
                    tags.span(formula.denominator, className="denominator"),
                ],
                className="fraction",
            ),
            tags.span(" × 100", className="sign"),
        ],
        className="equation",
    )
    if not formula.where:
        return [equation]
    return [
        equation,
        tags.p(_("where"), className="where"),
        tags.ul([tags.li(line) for line in formula.where]),
    ]
