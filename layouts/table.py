"""The table of a view, with a caption and scoped headers."""

from __future__ import annotations

from dash import html

from dashboard.views import Cell, Table


def value_table(table: Table) -> html.Table:
    """The table; a number stands right-aligned among its like, a word left."""
    return html.Table(
        [
            html.Caption(table.caption),
            html.Thead(_head(table)),
            html.Tbody([_row(label, cells) for label, cells in table.rows]),
        ],
        className="values",
    )


def _head(table: Table) -> list[html.Tr]:
    years = "School year"
    columns = [_column(cell) for cell in table.columns]
    if not table.groups:
        return [html.Tr([html.Th(years, scope="col"), *columns])]
    target, *others = columns
    target.rowSpan = 2
    groups = [
        html.Th(name, scope="colgroup", colSpan=span, className="group")
        for name, span in table.groups
    ]
    return [
        html.Tr([html.Th(years, scope="col", rowSpan=2), target, *groups]),
        html.Tr(others),
    ]


def _column(cell: Cell) -> html.Th:
    return html.Th(cell.text, scope="col", className="number" if cell.number else None)


def _row(label: str, cells: tuple[Cell, ...]) -> html.Tr:
    return html.Tr([html.Th(label, scope="row"), *(_cell(cell) for cell in cells)])


def _cell(cell: Cell) -> html.Td:
    return html.Td(cell.text, className=_class(cell))


def _class(cell: Cell) -> str:
    if cell.number:
        return "number"
    return "mark" if cell.text in ("met", "not met") else "word"
