"""What only the state counts: hearing requests, mediations, and findings of noncompliance."""

import numpy as np

from dashboard.sample.columns import Columns, coded, dates, digits, flags
from dashboard.sample.draws import Ints, day, days
from dashboard.sample.world import World

REQUESTS, REQUESTS_SIZED, HELD = 27.0, (1.5, 1.1, 0.9, 1.0, 0.6, 1.0, 0.9), 0.5
MEDIATIONS, MEDIATIONS_HELD = 34.0, 0.82
RELATED = 0.25
FINDINGS_EACH = 1.6
CORRECTED_IN_TIME, NEVER_CORRECTED = 0.96, 0.015


def due_process(world: World, year: int) -> Columns:
    """Hearing requests filed in a year: more in some years than in others."""
    name = ("due_process", year)
    swing = REQUESTS_SIZED[year % len(REQUESTS_SIZED)]
    size = int(world.draws.of(*name, "size").poisson(REQUESTS * swing))
    filed = day(year - 1, 7, 1) + days(world.draws.of(*name, "filed").integers(0, 364, size))
    held = world.draws.of(*name, "held").random(size) < HELD
    settled = world.draws.of(*name, "settled").random(size) < world.facts.level("settled", year)
    wait = days(world.draws.of(*name, "wait").integers(12, 45, size))
    return {
        "request_id": _ids(year, size, prefix="H"),
        "filed_date": dates(filed),
        "lea_id": coded(_place(world, year, size, name="due_process"), world.roster.lea_ids),
        "resolution_held": flags(held),
        "settlement_written": flags(held & settled),
        "settlement_date": dates(filed + wait, blank=~(held & settled)),
    }


def mediation(world: World, year: int) -> Columns:
    """Mediations requested in a year."""
    name = ("mediation", year)
    size = int(world.draws.of(*name, "size").poisson(MEDIATIONS))
    asked = day(year - 1, 7, 1) + days(world.draws.of(*name, "asked").integers(0, 364, size))
    held = world.draws.of(*name, "held").random(size) < MEDIATIONS_HELD
    agreed = world.draws.of(*name, "agreed").random(size) < world.facts.level("mediated", year)
    related = world.draws.of(*name, "related").random(size) < RELATED
    return {
        "mediation_id": _ids(year, size, prefix="M"),
        "requested_date": dates(asked),
        "lea_id": coded(_place(world, year, size, name="mediation"), world.roster.lea_ids),
        "held": flags(held),
        "related_to_due_process": flags(related),
        "agreement": flags(held & agreed),
    }


def findings(world: World, year: int) -> Columns:
    """Findings notified in a year to districts of the monitoring year, and their correction."""
    name = ("findings", year)
    many = world.draws.of(*name, "size").poisson(FINDINGS_EACH, len(world.roster))
    place = np.repeat(np.arange(len(many)), np.where(world.roster.monitored(year), many, 0))
    size = len(place)
    ids = world.facts.tables["indicators"]["found"]
    notified = day(year, 2, 1) + days(world.draws.of(*name, "notified").integers(0, 140, size))
    drawn = world.draws.of(*name, "corrected").random(size)
    took = world.draws.of(*name, "took").integers(60, 366, size)
    late = drawn > CORRECTED_IN_TIME
    return {
        "finding_id": _ids(year, size, prefix="F"),
        "lea_id": coded(place, world.roster.lea_ids),
        "indicator": coded(world.draws.of(*name, "of").integers(0, len(ids), size), ids),
        "notified_date": dates(notified),
        "verified_corrected_date": dates(
            notified + days(took + 200 * late), blank=drawn > 1 - NEVER_CORRECTED
        ),
    }


def _ids(year: int, size: int, *, prefix: str) -> object:
    """Running numbers of a year."""
    return digits(np.arange(1, size + 1), width=4, prefix=f"{prefix}{year}-")


def _place(world: World, year: int, size: int, *, name: str) -> Ints:
    """Where disputes arise: larger districts have more."""
    weight = world.roster.size * world.roster.listed(year)
    drawn = world.draws.of(name, year, "where").random(size)
    place: Ints = np.searchsorted(np.cumsum(weight) / weight.sum(), drawn, side="right")
    return np.minimum(place, len(weight) - 1)
