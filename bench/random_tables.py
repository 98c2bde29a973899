"""Random exact `indicator_value` tables: a state's counts as the measures would give them.

Every count is one of made-up students, so that all that holds between real counts holds here:
STATE is the sum of its districts, the unlisted included; a district is the sum of its groups and
of those whose group is unknown; linked indicators count one population. Sizes go from a handful
of districts to a whole state's history; nothing is asked of an indicator but its record.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from dashboard.catalog import Catalog, Indicator
from dashboard.extracts.schema import DISABILITIES, RACES, SEXES
from dashboard.values import SCHEMA

GROUPS = {"RACE": RACES, "DISABILITY": DISABILITIES, "SEX": SEXES}
ORDER = ("indicator", "school_year", "level", "lea_id", "group_type", "group")
UNKNOWN, UNLISTED = -1, -1


@dataclass(frozen=True, kw_only=True)
class Shape:
    """How large the state is, and what is awkward about it.

    `students`: of a district, on average. `unlisted`, `unknown`: shares of students in unlisted
    districts, and without a group. `groups`: how many codes of each breakdown are in use.
    `num_apart`: share of the unlinked student indicators whose numerators are counted from
    another file, and so may exceed the denominator. `indicators`: ids; None for all.
    """

    districts: int = 6
    years: tuple[int, ...] = (2012, 2013)
    students: float = 60.0
    unlisted: float = 0.02
    unknown: float = 0.02
    groups: dict[str, int] = field(default_factory=lambda: {"RACE": 4, "DISABILITY": 5, "SEX": 2})
    num_apart: float = 0.2
    indicators: tuple[str, ...] | None = None


def random_shape(seed: int) -> Shape:
    """A small state, each time awkward in another way."""
    rng = np.random.default_rng(seed)
    return Shape(
        districts=int(rng.integers(1, 12)),
        years=tuple(range(2012, 2012 + int(rng.integers(1, 3)))),
        students=float(rng.choice([8, 25, 60, 150])),
        unlisted=float(rng.choice([0, 0, 0.01, 0.1])),
        unknown=float(rng.choice([0, 0, 0.01, 0.1])),
        groups={name: int(rng.integers(1, len(codes) + 1)) for name, codes in GROUPS.items()},
        num_apart=float(rng.choice([0, 0.2])),
    )


def random_table(seed: int, *, catalog: Catalog, shape: Shape | None = None) -> pa.Table:
    """The exact table of a made-up state, in the schema and order of `dashboard.values`."""
    shape = shape or random_shape(seed)
    draw = _Draw(np.random.default_rng(seed), shape, catalog)
    parts = [rows for unit in _units(catalog, shape) for rows in draw.unit(unit)]
    table = pa.concat_tables([pa.table(part, schema=SCHEMA) for part in parts])
    # Nulls of STATE rows go last, as the build orders them.
    return table.sort_by([(name, "ascending") for name in ORDER])


def _units(catalog: Catalog, shape: Shape) -> Iterator[list[Indicator]]:
    """Indicators that count one population are drawn together, all others alone."""
    wanted = shape.indicators or catalog.ids
    linked = [link.indicators for link in catalog.links if link.kind != "overlap"]
    alone = [(one,) for one in catalog.ids if not any(one in ids for ids in linked)]
    for ids in (*linked, *alone):
        chosen = [catalog[one] for one in ids if one in wanted]
        if chosen:
            yield chosen


class _Draw:
    def __init__(self, rng: np.random.Generator, shape: Shape, catalog: Catalog) -> None:
        self.rng, self.shape, self.catalog = rng, shape, catalog
        self.kinds = {
            frozenset(link.indicators): link.kind
            for link in catalog.links
            if link.kind != "overlap"
        }
        self.leas = np.array([f"{1 + n:06d}" for n in range(shape.districts)])
        sizes = rng.lognormal(0, 1.3, shape.districts)
        sizes *= shape.students / sizes.mean()
        self.sizes = np.where(rng.random(shape.districts) < 0.06, 0, sizes)  # some are empty
        self.codes = {
            name: sorted(rng.permutation(codes)[: shape.groups[name]])
            for name, codes in GROUPS.items()
        }
        self.weights = {
            name: rng.dirichlet(np.full(len(codes), 0.7)) for name, codes in self.codes.items()
        }

    def unit(self, indicators: Sequence[Indicator]) -> Iterator[dict[str, object]]:
        """The columns of all rows of indicators that count one population, part by part."""
        kind = self.kinds.get(frozenset(one.id for one in indicators), "alone")
        apart = (
            kind == "alone"
            and indicators[0].protection == "student"
            and not indicators[0].percent_of_districts
            and self.rng.random() < self.shape.num_apart
        )
        share = self.rng.choice([0.1, 0.3, 1.0])
        rates = self.rng.dirichlet(np.full(5, self.rng.choice([0.4, 2.0])))
        collected: dict[str, dict[int, tuple[int, int, int]]] = {one.id: {} for one in indicators}
        first, last = self.shape.years[0], self.shape.years[-1]
        for year in range(first - 1, last + 1):  # the year before is one to carry from
            counts = self._year(indicators, kind=kind, share=share, rates=rates, apart=apart)
            for indicator in indicators:
                yield from self._rows(
                    indicator, year, counts[indicator.id], collected[indicator.id],
                    shown=year >= first,
                )  # fmt: skip

    def _year(self, indicators, *, kind, share, rates, apart):
        rng, shape = self.rng, self.shape
        lea = np.repeat(np.arange(shape.districts), rng.poisson(self.sizes * share))
        monitored = indicators[0].monitored
        here = rng.random(shape.districts) < (0.4 if monitored else 1.0)
        lea = lea[here[lea]]
        outside = rng.binomial(len(lea), shape.unlisted)
        lea = np.concatenate([lea, np.full(outside, UNLISTED)])
        groups = {
            name: np.where(
                rng.random(len(lea)) < shape.unknown,
                UNKNOWN,
                rng.choice(len(codes), len(lea), p=self.weights[name]),
            )
            for name, codes in self.codes.items()
        }
        tilt = np.append(rng.beta(4, 4, shape.districts), 0.5)  # districts differ
        draw = np.clip(rng.random(len(lea)) + (tilt[lea] - 0.5) * 0.6, 0, 1 - 1e-9)
        category = np.searchsorted(np.cumsum(rates)[:-1], draw)
        counted = _counted(kind, len(indicators), category)
        if apart:
            others = rng.random(len(lea)) < 0.8
            counted = [(num, others) for num, _den in counted]
        return {
            one.id: (here, lea, groups, num, den)
            for one, (num, den) in zip(indicators, counted, strict=True)
        }

    def _rows(self, indicator, year, counts, collected, *, shown):
        here, lea, groups, num, den = counts
        size = self.shape.districts
        nums, dens = (_by(lea, size, kept) for kept in (num, den))
        for place in np.flatnonzero(here & (dens[:size] > 0)):
            collected[int(place)] = (year, int(nums[place]), int(dens[place]))
        if not shown:
            return
        era = indicator.era_of(year)
        units = self.catalog.has_unit_values(indicator)
        if era is None:
            yield self._part(indicator, year, "", None, None, state=True)
            if units:
                yield self._part(indicator, year, "", None, None)
            return
        if indicator.percent_of_districts:
            flagged = int(self.rng.binomial(size, 0.1))
            yield self._part(indicator, year, era.id, [flagged], [size], state=True)
            yield self._part(indicator, year, era.id, None, None, told=True)
            return
        yield self._part(indicator, year, era.id, [nums.sum()], [dens.sum()], state=True)
        if not units:
            return
        yield self._districts(indicator, year, era.id, nums, dens, here, collected)
        for name in era.groups or indicator.groups:
            yield from self._groups(indicator, year, era.id, name, lea, groups[name], num, den)

    def _districts(self, indicator, year, era, nums, dens, here, collected):
        rows = self._part(indicator, year, era, nums[:-1], dens[:-1])
        for place in np.flatnonzero(~here):
            if int(place) in collected:
                rows["data_year"][place], rows["num"][place], rows["den"][place] = collected[
                    int(place)
                ]
                rows["status"][place] = "CARRIED"
                rows["value"][place] = rows["num"][place] * 100.0 / rows["den"][place]
            else:
                rows["num"][place] = rows["den"][place] = rows["value"][place] = None
                rows["status"][place] = "NOT_REPORTED"
        return rows

    def _groups(self, indicator, year, era, name, lea, group, num, den):
        codes, size = self.codes[name], self.shape.districts
        known = group != UNKNOWN
        cell = np.where(lea == UNLISTED, size, lea) * len(codes) + group
        shape = (size + 1, len(codes))
        nums, dens = (
            np.bincount(cell[known & kept], minlength=shape[0] * shape[1]).reshape(shape)
            for kept in (num, den)
        )
        there = (nums + dens)[:size] > 0
        place, code = np.nonzero(there)
        named = np.array(codes)
        yield self._part(
            indicator, year, era, nums[:size][there], dens[:size][there],
            lea=self.leas[place], group_type=name, group=named[code],
        )  # fmt: skip
        some = (nums + dens).sum(axis=0) > 0
        yield self._part(
            indicator, year, era, nums.sum(axis=0)[some], dens.sum(axis=0)[some],
            state=True, group_type=name, group=named[some],
        )  # fmt: skip

    def _part(
        self, indicator, year, era, num, den, *, state=False, lea=None, told=False,
        group_type="ALL", group=None,
    ):  # fmt: skip
        """Columns of rows with one level; without counts NOT_REPORTED, or told a status alone."""
        places = [None] if state else list(self.leas if lea is None else lea)
        if state and group is not None:
            places = [None] * len(group)
        many = len(places)
        nums = [None] * many if num is None else [int(n) for n in num]
        dens = [None] * many if den is None else [int(n) for n in den]
        values = [n * 100.0 / d if d else None for n, d in zip(nums, dens, strict=True)]
        without = "NO_TARGET" if told else "NOT_REPORTED"
        statuses = [
            without if d is None else "NO_STUDENTS" if d == 0 else "MET" if v >= 50 else "NOT_MET"
            for v, d in zip(values, dens, strict=True)
        ]
        return {
            "catalog": [self.catalog.name] * many,
            "indicator": [indicator.id] * many,
            "school_year": [year] * many,
            "level": ["STATE" if state else "LEA"] * many,
            "lea_id": places,
            "group_type": [group_type] * many,
            "group": ["ALL"] * many if group is None else list(group),
            "num": nums,
            "den": dens,
            "value": values,
            "target": [None if told else 50.0] * many,
            "status": statuses,
            "district_status": ["NOT_FLAGGED" if told else None] * many,
            "ratio": [1.25 if told else None] * many,
            "era": [era or None] * many,
            "data_year": [year] * many,
            "flags": [
                "NUM_GT_DEN" if d is not None and n > d else ""
                for n, d in zip(nums, dens, strict=True)
            ],
        }


def _counted(kind, many, category):
    """Who is in numerator and denominator of each indicator, by the students' category 0 to 4."""
    everybody = np.ones(len(category), bool)
    if kind == "parts":
        return [(category == n, everybody) for n in range(many)]
    if kind == "nested":
        return [(category <= n, everybody) for n in range(many)]
    if kind == "summary":  # categories ab, c, d, e and a few who stand outside (5.3, 3.3)
        first = ((category == 1) | (category == 2), category <= 2)
        second = ((category == 2) | (category == 3), category <= 3)
        return [first, second][:many]
    return [(category <= 1, everybody)] * many


def _by(lea, size, kept):
    """How many of those kept are in each district; the last is all the unlisted."""
    return np.bincount(np.where(lea == UNLISTED, size, lea)[kept], minlength=size + 1)
