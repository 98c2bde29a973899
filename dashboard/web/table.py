"""The table of a view as plain HTML. A template would take as long as all the rest of a frame."""

from __future__ import annotations

from functools import lru_cache, partial
from html import escape

from dashboard.locale import gettext as _
from dashboard.views import Cell, Table
from dashboard.views.table import Part


def table_html(table: Table) -> str:
    """The table with its caption and scoped headers, as the indicator's page has it."""
    parts = [part.kept.once("frame", partial(_written, part)) for part in table.parts]
    rows = "".join(
        f'<tr><th scope="row">{escape(year)}</th>{_cell(target)}{"".join(cells)}</tr>'
        for year, target, *cells in zip(table.years, table.targets, *parts, strict=True)
    )
    return (
        f"<table><caption>{escape(table.caption)}</caption>"
        f"<thead>{_head(table)}</thead><tbody>{rows}</tbody></table>"
    )


def _written(part: Part) -> tuple[str, ...]:
    """The cells of each year; those of the state are written once."""
    return tuple("".join(map(_cell, cells)) for cells in part.rows)


def _head(table: Table) -> str:
    target, *others = table.columns
    year, columns = escape(_("School year")), "".join(map(_column, others))
    if not table.groups:
        return f'<tr><th scope="col">{year}</th>{_column(target)}{columns}</tr>'
    groups = "".join(
        f'<th scope="colgroup" colspan="{span}">{escape(name)}</th>' for name, span in table.groups
    )
    return (
        f'<tr><th scope="col" rowspan="2">{year}</th>{_column(target, rows=2)}{groups}</tr>'
        f"<tr>{columns}</tr>"
    )


@lru_cache(maxsize=64)  # the same heads stand on table after table
def _column(cell: Cell, *, rows: int = 1) -> str:
    span = f' rowspan="{rows}"' if rows > 1 else ""
    kind = ' class="number"' if cell.number else ""
    return f'<th scope="col"{kind}{span}>{escape(cell.text)}</th>'


def _cell(cell: Cell) -> str:
    kind = "number" if cell.number else cell.verdict.replace(" ", "-")
    return (
        f'<td class="{kind}">{escape(cell.text)}</td>' if kind else f"<td>{escape(cell.text)}</td>"
    )
