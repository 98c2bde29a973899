"""The table of a view, with a caption and scoped headers."""

from __future__ import annotations

from dashboard.locale import gettext as _
from dashboard.views import Cell, Table
from layouts import tags
from layouts.tags import Tag
from layouts.verdicts import signed


def value_table(table: Table) -> Tag:
    """The table; a number stands right-aligned among its like, a word left."""
    return tags.table(
        [
            tags.caption(table.caption),
            tags.thead(_head(table)),
            tags.tbody([_row(label, cells) for label, cells in table.rows]),
        ],
        className="values",
    )


def _head(table: Table) -> list[Tag]:
    years = _("School year")
    columns = [
        tags.th(cell.text, scope="col", className="number" if cell.number else None)
        for cell in table.columns
    ]
    if not table.groups:
        return [tags.tr([tags.th(years, scope="col"), *columns])]
    target, *others = columns
    target["props"]["rowSpan"] = 2
    groups = [
        tags.th(name, scope="colgroup", colSpan=span, className="group")
        for name, span in table.groups
    ]
    return [tags.tr([tags.th(years, scope="col", rowSpan=2), target, *groups]), tags.tr(others)]


def _row(label: str, cells: tuple[Cell, ...]) -> Tag:
    return tags.tr([tags.th(label, scope="row"), *map(_cell, cells)])


def _cell(cell: Cell) -> Tag:
    if cell.number:
        return tags.td(cell.text, className="number")
    if cell.verdict in ("met", "not met"):
        return tags.td(signed(cell.verdict), className=f"mark {cell.verdict.replace(' ', '-')}")
    return tags.td(cell.text, className="word")
