"""What the ids of a table mean in a catalogue, and which of them were asked for."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from dashboard.catalog.models import Catalog
from dashboard.importers.table import Table

Meaning = Callable[[str], str | None]
"""The catalogue's id for an id of the table; None when it was not asked for."""


def meanings(wanted: Mapping[str, str] | None) -> Meaning:
    """The meaning that `SOURCE=TARGET` pairs give; without any, every id means itself."""
    return (lambda id: id) if wanted is None else wanted.get


def ids_of(table: Table) -> frozenset[str]:
    """The ids of indicators that the table has."""
    tidy = table.layout.tidy
    if tidy is None:
        return frozenset(rule.id for rule in table.layout.indicators)
    if tidy.indicator is None:
        return frozenset({tidy.constant})
    return frozenset(row.cells[tidy.indicator] for row in table.rows)


def only(table: Table, *, catalog: Catalog, meaning: Meaning) -> Table:
    """A table made of parts with the indicators asked for, under their ids in the catalogue."""
    rules = tuple(
        rule.model_copy(update={"id": id})
        for rule in table.layout.indicators
        if (id := meaning(rule.id)) is not None and id in catalog
    )
    wanted = {part for rule in rules for part in (*rule.numerator, *rule.denominator)}
    parts = {name: part for name, part in table.layout.parts.items() if name in wanted}
    layout = table.layout.model_copy(update={"indicators": rules, "parts": parts})
    return replace(table, layout=layout)
