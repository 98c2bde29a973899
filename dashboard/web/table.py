"""The table of a view as plain HTML. A template would take as long as all the rest of a frame."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache, partial
from html import escape

from dashboard.locale import gettext as _
from dashboard.views import Cell, Table

_BETWEEN = "\x1f"  # the unit separator, which no text holds


def table_html(table: Table) -> str:
    """The table with its caption and scoped headers, as the indicator's page has it."""
    first, *others = table.parts
    starts = first.kept.once("frame", partial(_starts, table))
    rows = zip(starts, *(_cells(part.rows) for part in others), strict=True)
    return (
        f"<table><caption>{escape(table.caption)}</caption><thead>{_head(table)}</thead>"
        f"<tbody><tr>{'</tr><tr>'.join(map(''.join, rows))}</tr></tbody></table>"
    )


def _starts(table: Table) -> list[str]:
    """Year, target and the state's cells of each row: the same beside whatever district."""
    targets = _cells([(cell,) for cell in table.targets])
    return [
        f'<th scope="row">{escape(year)}</th>{target}{cells}'
        for year, target, cells in zip(
            table.years, targets, _cells(table.parts[0].rows), strict=True
        )
    ]


def _cells(rows: Sequence[Sequence[Cell]]) -> list[str]:
    """The cells of each row. Their texts are escaped together: a dozen times as fast as each."""
    texts = _BETWEEN.join([cell.text for cells in rows for cell in cells])
    safe = iter(escape(texts).split(_BETWEEN))
    return ["".join([f"<td{_kind(cell)}>{next(safe)}</td>" for cell in cells]) for cells in rows]


def _kind(cell: Cell) -> str:
    if cell.number:
        return ' class="number"'
    return f' class="{cell.verdict.replace(" ", "-")}"' if cell.verdict else ""


def _head(table: Table) -> str:
    target, *others = table.columns
    year, columns = escape(_("School year")), _columns(tuple(others))
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
def _columns(cells: tuple[Cell, ...]) -> str:
    return "".join(map(_column, cells))


def _column(cell: Cell, *, rows: int = 1) -> str:
    span = f' rowspan="{rows}"' if rows > 1 else ""
    kind = ' class="number"' if cell.number else ""
    return f'<th scope="col"{kind}{span}>{escape(cell.text)}</th>'
