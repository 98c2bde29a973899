"""The register of districts, and the targets of the state."""

import numpy as np

from dashboard.extracts.schema import DISTRICTS, TARGETS
from dashboard.sample.columns import Columns, blanks, coded, flags, numbers, same
from dashboard.sample.roster import STATE0
from dashboard.sample.world import World

TYPES = DISTRICTS.column("lea_type").codes
KINDS = TARGETS.column("kind").codes
TARGET, BASELINE, NONE = (KINDS.index(code) for code in ("TARGET", "BASELINE", "NONE"))
CATALOGUE = "missouri"  # A34


def districts(world: World, year: int) -> Columns:
    """Districts and state-operated schools; one that has closed stands there a year longer."""
    roster = world.roster
    written = (roster.exists(year) | roster.exists(year - 1)) & (roster.opens <= year)
    written[STATE0] = False
    place = np.flatnonzero(written)
    kinds = np.array([TYPES.index(kind) if kind else -1 for kind in roster.lea_types])
    cohort = roster.cohort[place]
    return {
        "school_year": same(year, len(place)),
        "lea_id": coded(place, roster.lea_ids),
        "name": coded(place, roster.names),
        "lea_type": coded(kinds[place], TYPES),
        "active": flags(roster.exists(year)[place]),
        "monitoring_cohort": numbers(cohort, blank=cohort == 0),
    }


def targets(world: World, year: int) -> Columns:
    """The target of each indicator that a state sets one for."""
    table = world.facts.tables["targets"]
    baselines, tops = world.facts.tables["baselines"], world.facts.tables["target_tops"]
    ids = list(table)
    value = np.array([_target(table[id], year) for id in ids])
    top = np.array([tops.get(id, np.nan) for id in ids])
    base = np.array([baselines.get(id) == year for id in ids])
    kind = np.select([base, np.isnan(value)], [BASELINE, NONE], TARGET)
    unset = kind != TARGET
    return {
        "catalogue": same(CATALOGUE, len(ids)),
        "indicator": coded(np.arange(len(ids)), ids),
        "component": blanks(len(ids)),
        "school_year": same(year, len(ids)),
        "target": numbers(value, blank=unset),
        "target_high": numbers(top, blank=unset | np.isnan(top)),
        "kind": coded(kind, KINDS),
    }


def _target(steps: dict[str, float], year: int) -> float:
    """The target that holds in a year: the latest one set; NaN before the first."""
    set_by = [int(since) for since in steps if int(since) <= year]
    return steps[str(max(set_by))] if set_by else float("nan")
