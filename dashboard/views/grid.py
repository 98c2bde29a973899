"""The values of a release in memory: a grid of small numbers for each indicator.

At 14,000 districts, 33 indicators and 20 years nine million rows must fit into a worker beside
everything else. So a column is as narrow as its values allow, a text is a code, and a column
without any value is not there. Rows become objects only where somebody asks for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from dashboard.views.block import Block
from dashboard.views.packed import STATE, Packed


@dataclass(frozen=True, slots=True, weakref_slot=True, eq=False)
class ValueIndex:
    """The ALL rows of `indicator_value`, found by (indicator, lea_id) without a search.

    blocks: of the districts and of the state, by indicator. lines: of each lea_id in its blocks.
    Immutable, so threads share it freely.
    """

    districts: Mapping[str, Block] = field(repr=False)
    state: Mapping[str, Block] = field(repr=False)
    lines: Mapping[str, int] = field(repr=False)
    years: tuple[int, ...]

    @classmethod
    def of(cls, table: pa.Table) -> ValueIndex:
        """The index of a public `indicator_value` table; its group rows are left aside."""
        rows = table.filter(pc.equal(table["group_type"], "ALL"))
        names = pc.unique(rows["indicator"]).to_pylist()
        return cls.of_parts(rows.filter(pc.equal(rows["indicator"], name)) for name in names)

    @classmethod
    def of_parts(cls, parts: Iterable[pa.Table]) -> ValueIndex:
        """The index of tables of one indicator each, read one after the other."""
        lines: dict[str, int] = {}
        years: set[int] = set()
        districts, state = {}, {}
        for part in parts:
            if not part.num_rows:
                continue
            packed = Packed.of(part)
            for lea_id in packed.lea_ids:
                if lea_id != STATE:
                    lines.setdefault(lea_id, len(lines))
            districts[packed.indicator] = packed.block(lines)
            state[packed.indicator] = packed.block({STATE: 0})
            years.update(districts[packed.indicator].years)
        pa.default_memory_pool().release_unused()
        span = tuple(sorted(years))
        return cls(
            districts={n: block.widened(len(lines), span) for n, block in districts.items()},
            state={name: block.widened(1, span) for name, block in state.items()},
            lines=lines,
            years=span,
        )

    @property
    def lea_ids(self) -> frozenset[str]:
        """The districts that have a row of any indicator."""
        return frozenset(self.lines)

    def of_series(
        self, indicator: str, lea_id: str | None, *, years: Sequence[int] | None = None
    ) -> list[dict[str, Any]]:
        """The rows of one indicator and district (None: the state), in the order of years.

        years: from the first to the last of them; None for all there are.
        """
        block = (self.state if lea_id is None else self.districts).get(indicator)
        line = 0 if lea_id is None else self.lines.get(lea_id)
        if block is None or line is None:
            return []
        return block.rows(line, indicator=indicator, lea_id=lea_id or STATE, asked=years)
