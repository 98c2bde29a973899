"""The table of a view, with a caption and scoped headers."""

from __future__ import annotations

from functools import lru_cache

from dashboard.locale import current
from dashboard.locale import gettext as _
from dashboard.views import Cell, Table
from dashboard.views.table import Part
from layouts import tags
from layouts.markup import Ready, markup, text_html
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


def written_table(table: Table) -> Ready:
    """The same as HTML: what is the state's is written once, and a cell needs no component.

    A table has more cells than all the rest of a page has elements.
    """
    parts = [part.kept.once("table", lambda part=part: _written(part)) for part in table.parts]
    starts = table.parts[0].kept.once("starts", lambda: _starts(table))
    rows = "".join(
        [f"{start}{''.join(cells)}</tr>" for start, *cells in zip(starts, *parts, strict=True)]
    )
    return Ready(
        f'<table class="values"><caption>{text_html(table.caption)}</caption>'
        f"<thead>{_written_head(table)}</thead><tbody>{rows}</tbody></table>"
    )


def _starts(table: Table) -> list[str]:
    """Each row up to the values: its year and its target."""
    return [
        f'<tr><th scope="row">{text_html(year)}</th>{_number(target.text)}'
        for year, target in zip(table.years, table.targets, strict=True)
    ]


def _written_head(table: Table) -> str:
    first = table.parts[0]
    columns = "".join(
        [part.kept.once("heads", lambda part=part: _columns(part)) for part in table.parts]
    )
    several = bool(table.groups)
    start = first.kept.once(("start", several), lambda: _start(rows=2 if several else 1))
    if not several:
        return f"<tr>{start}{columns}</tr>"
    names = "".join(
        [
            f'<th scope="colgroup" colspan="{span}" class="group">{text_html(name)}</th>'
            for name, span in table.groups
        ]
    )
    return f"<tr>{start}{names}</tr><tr>{columns}</tr>"


def _columns(part: Part) -> str:
    return markup(list(map(_column, part.columns)))


def _start(*, rows: int) -> str:
    """The heads of the years and of the target."""
    span = {"rowSpan": rows} if rows > 1 else {}
    return markup(
        [
            tags.th(_("School year"), scope="col", **span),
            tags.th(_("Target"), scope="col", className="number", **span),
        ]
    )


def _column(cell: Cell) -> Tag:
    return tags.th(cell.text, scope="col", className="number" if cell.number else None)


def _head(table: Table) -> list[Tag]:
    years = _("School year")
    columns = list(map(_column, table.columns))
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


def _written(part: Part) -> tuple[str, ...]:
    """The cells of each year."""
    return tuple("".join(map(_cell_html, cells)) for cells in part.rows)


def _cell_html(cell: Cell) -> str:
    return _number(cell.text) if cell.number else _word(cell, current())


def _number(text: str) -> str:
    return f'<td class="number">{text_html(text)}</td>'


@lru_cache(maxsize=256)
def _word(cell: Cell, _language: str) -> str:
    """The words of a table are few: verdicts, statuses, what stands in place of a number."""
    return markup(_cell(cell))
