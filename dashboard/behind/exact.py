"""A district's own exact values, beside what the public sees of them."""

from dataclasses import dataclass
from pathlib import Path

from dashboard.behind.restricted import Row, open_restricted

KEY = ("indicator", "school_year", "group_type", "group")
EVERYBODY = "ALL"


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One value: counts, percent, status and flags, as the columns of the contract (section 3)."""

    num: int | None
    den: int | None
    value: float | None
    status: str
    district_status: str | None
    ratio: float | None
    flags: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Exact:
    """A value of a district, exact and as it is published."""

    indicator: str
    school_year: int
    group_type: str
    group: str
    data_year: int | None
    target: float | None
    exact: Shown
    public: Shown

    @property
    def protected(self) -> bool:
        """Whether the public sees less than the exact value."""
        return self.exact != self.public

    @property
    def from_records(self) -> bool:
        """Whether `records` can tell what it was counted from."""
        everybody = self.group_type == EVERYBODY
        counted = self.exact.status != "NOT_REPORTED" and self.data_year is not None
        return everybody and counted and "PUBLISHED" not in self.exact.flags


def exact(
    release_dir: Path,
    *,
    lea_id: str,
    indicator: str | None = None,
    school_year: int | None = None,
) -> tuple[Exact, ...]:
    """The values of a district, groups too, in the order of the catalogue, then by year.

    With `indicator` or `school_year` only those. Raises UnknownDistrict, and BrokenRelease or
    UnknownRelease for a release that is not whole or not there.
    """
    opened = open_restricted(release_dir)
    wanted = {"indicator": indicator, "school_year": school_year}
    rows = opened.exact(lea_id, **{name: one for name, one in wanted.items() if one is not None})
    public = {_key(row): row for row in opened.public(lea_id)}
    order = {id: place for place, id in enumerate(opened.catalog.ids)}
    found = [_beside(row, public[_key(row)]) for row in rows]
    return tuple(sorted(found, key=lambda one: (order[one.indicator], one.school_year)))


def _key(row: Row) -> tuple[object, ...]:
    return tuple(row[name] for name in KEY)


def _beside(row: Row, public: Row) -> Exact:
    told = {name: row[name] for name in (*KEY, "data_year", "target")}
    return Exact(**told, exact=_shown(row), public=_shown(public))


def _shown(row: Row) -> Shown:
    told = {name: row[name] for name in Shown.__annotations__ if name != "flags"}
    return Shown(**told, flags=tuple(filter(None, row["flags"].split(","))))
