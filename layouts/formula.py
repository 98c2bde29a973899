"""A formula as mathematics in real text: read aloud, copied and found like any other."""

from __future__ import annotations

from dash import html

from dashboard.catalog import Era, Formula


def formulas(eras: tuple[Era, ...]) -> html.Div:
    """The formula of each era that the view touches, under the era's years."""
    return html.Div([_era(era, alone=len(eras) == 1) for era in eras])


def _era(era: Era, *, alone: bool) -> html.Section:
    years = f"From {era.from_year} on" if era.to_year is None else f"{era.from_year}–{era.to_year}"
    heading = [] if alone else [html.H3([era.label, " ", html.Span(years, className="years")])]
    note = [html.P(era.note)] if era.note else []
    return html.Section([*heading, *_formula(era.formula), *note], className="formula")


def _formula(formula: Formula) -> list[html.P | html.Ul]:
    equation = html.P(
        [
            html.Span(f"{formula.left} = ", className="left"),
            html.Span(
                [
                    html.Span(formula.numerator, className="numerator"),
                    html.Span(" divided by ", className="unseen"),
                    html.Span(formula.denominator, className="denominator"),
                ],
                className="fraction",
            ),
            html.Span(" × 100", className="factor"),
        ],
        className="equation",
    )
    if not formula.where:
        return [equation]
    return [
        equation,
        html.P("where", className="where"),
        html.Ul([html.Li(line) for line in formula.where]),
    ]
