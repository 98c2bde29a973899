"""What the attacker found: where something can be told, never what it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Quantity = Literal["numerator", "denominator", "complement"]
Kind = Literal[
    "exact", "narrow", "shown", "uncoded", "part", "carried", "earlier", "changed", "remainder",
    "unproven", "guess",
]  # fmt: skip


@dataclass(frozen=True, order=True)
class Leak:
    """One way in which cells of one published table can be told; `cells` says how many.

    `indicator` and `school_year` as in the table; `table` is level and breakdown, "LEA RACE" say.
    `kind`: `exact` and `narrow`, worked out from what is published; `shown`, a number stands in a
    row that says it is suppressed, or in one that should; `uncoded`, a percent near none or all
    stands where only a word may; `part`, linked indicators tell of one or two children; `carried`,
    a carried row tells of its source; `earlier`, another release shows it; `changed`, two releases
    differ by few students; `remainder`, the few students of unlisted districts; `unproven`,
    nobody showed it to be wide; `guess`, told only to who takes every hidden row for a small one,
    which may be wrong: it does not make a release unsafe.
    Never a value, and never which district.
    """

    indicator: str
    school_year: int
    table: str
    quantity: Quantity
    kind: Kind
    cells: int

    def __str__(self) -> str:
        many = "1 cell" if self.cells == 1 else f"{self.cells} cells"
        return (
            f"{self.indicator} {self.school_year}, {self.table}: {self.quantity} of {many}, "
            f"{self.kind}"
        )


@dataclass(frozen=True)
class Attacked:
    """What was attacked of one indicator: how many rows are hidden and how many coded.

    `narrowest`: the least width (highest less lowest) that is proven for a hidden count of it;
    None when nothing is hidden.
    """

    hidden: int = 0
    coded: int = 0
    narrowest: int | None = None


@dataclass(frozen=True)
class Report:
    """The outcome of an attack on a release.

    `cells`: hidden and coded rows attacked. `proofs`: how many quantities were settled by which
    method (`propagation`, `witness`, `programme`), or stayed `open`: told by no bound, and not
    proven to be wide either. `indicators`: what was attacked of each.
    """

    cells: int
    leaks: tuple[Leak, ...] = ()
    proofs: Mapping[str, int] = field(default_factory=dict)
    indicators: Mapping[str, Attacked] = field(default_factory=dict)

    @property
    def safe(self) -> bool:
        """Whether nothing that is protected can be told."""
        return not self.told

    @property
    def told(self) -> tuple[Leak, ...]:
        """The leaks that need no guess."""
        return tuple(leak for leak in self.leaks if leak.kind != "guess")

    def lines(self) -> list[str]:
        """The report for a person: a line for each indicator, then one for each leak."""
        told = [
            f"{name}: {one.hidden} hidden, {one.coded} coded"
            + ("" if one.narrowest is None else f", every interval at least {one.narrowest} wide")
            for name, one in self.indicators.items()
        ]
        leaking = sum(leak.cells for leak in self.told)
        end = f"{self.cells} protected rows attacked, {leaking} ways to tell a number"
        left = self.proofs.get("open", 0)
        note = (
            [f"{left} intervals bounded but not settled; --thorough settles them"] if left else []
        )
        return [*told, *(_line(leak) for leak in self.leaks), *note, end]

    @property
    def by_kind(self) -> dict[str, int]:
        """How many cells leak in which way."""
        found: dict[str, int] = {}
        for leak in self.leaks:
            found[leak.kind] = found.get(leak.kind, 0) + leak.cells
        return found


def _line(leak: Leak) -> str:
    return f"{'guessed' if leak.kind == 'guess' else 'told'}: {leak}"
