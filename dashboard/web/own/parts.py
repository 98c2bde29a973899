"""The records behind a number in groups: how they counted, of which extract, and why not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dashboard.behind import Behind, Record
from dashboard.web.own.desk import NotHere

NUMERATOR, DENOMINATOR, NONE = "numerator", "denominator", "none"
COUNTED = {
    NUMERATOR: "In the numerator",
    DENOMINATOR: "In the denominator only",
    NONE: "Not counted",
}
"""What became of a record, in the order of the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Records of one extract that counted alike, for the same reason.

    key: names the part in an address. counted: of COUNTED. why: as `Record.reason`.
    """

    counted: str
    extract: str
    why: str
    records: tuple[Record, ...]
    key: str = ""

    @property
    def heading(self) -> str:
        """What became of them."""
        return COUNTED[self.counted]

    @property
    def adds(self) -> tuple[int, int]:
        """What they add to numerator and denominator together."""
        return sum(one.adds_num for one in self.records), sum(one.adds_den for one in self.records)

    @property
    def key_names(self) -> tuple[str, ...]:
        """The columns that name a record of the extract."""
        return tuple(self.records[0].key)

    @property
    def fact_names(self) -> tuple[str, ...]:
        """The columns and values that decided on any of them, without those of the key."""
        names = dict.fromkeys(name for one in self.records for name in one.facts)
        return tuple(name for name in names if name not in self.key_names)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A page of records: pieces of parts that follow each other; first and last count from 1."""

    pieces: tuple[tuple[Part, tuple[Record, ...]], ...]
    page: int
    pages: int
    first: int
    last: int
    total: int


def counted_as(record: Record) -> str:
    """A key of COUNTED."""
    if record.in_numerator:
        return NUMERATOR
    return DENOMINATOR if record.in_denominator else NONE


def parts_of(behind: Behind) -> tuple[Part, ...]:
    """The parts: numerator first, not counted last; in each those first that add the most."""
    found: dict[tuple[str, str, str], list[Record]] = defaultdict(list)
    for one in behind.records:
        found[counted_as(one), one.extract, one.reason].append(one)
    order = list(COUNTED)
    parts = sorted(
        (
            Part(counted=counted, extract=extract, why=why, records=tuple(records))
            for (counted, extract, why), records in found.items()
        ),
        key=lambda part: (
            order.index(part.counted), -sum(part.adds), -len(part.records), part.extract, part.why
        ),
    )  # fmt: skip
    return tuple(
        replace(part, key=f"{part.counted}-{number}") for number, part in enumerate(parts, start=1)
    )


def chosen(parts: Sequence[Part], wanted: str | None) -> tuple[Part, ...]:
    """All parts, or the one of that key; raises NotHere."""
    if wanted is None:
        return tuple(parts)
    found = tuple(part for part in parts if part.key == wanted)
    if not found:
        raise NotHere("There is no such group of records. It may have been of an earlier release.")
    return found


def sheet_of(parts: Sequence[Part], asked: str | None, *, size: int) -> Sheet:
    """A page of the records of some parts, `size` at most; raises NotHere."""
    total = sum(len(part.records) for part in parts)
    pages = max(1, -(-total // size))
    page = _page(asked, pages)
    first, last = (page - 1) * size, min(page * size, total)
    pieces, start = [], 0
    for part in parts:
        inside = part.records[max(first - start, 0) : max(last - start, 0)]
        if inside:
            pieces.append((part, inside))
        start += len(part.records)
    return Sheet(
        pieces=tuple(pieces), page=page, pages=pages, first=first + 1, last=last, total=total
    )


def _page(asked: str | None, pages: int) -> int:
    if asked is None:
        return 1
    # Compared as text: what no page's number is written like is no number, however long.
    found = next((number for number in range(1, pages + 1) if str(number) == asked), None)
    if found is None:
        raise NotHere("There are not so many pages of records.")
    return found
