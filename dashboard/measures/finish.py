"""From cells to indicator values: STATE and LEA rows, carried years, published values, statuses.

Everything here holds for every indicator alike, so it is said once (house, habit 2).
"""

import ibis
import ibis.expr.types as ir
from ibis import _

from dashboard.measures.cells import EVERYBODY
from dashboard.measures.plan import TARGET_SCALE
from dashboard.measures.terms import Rows
from dashboard.values import COLUMNS, KEY

NO_DATA = "NOT_EXAMINED_NO_DATA"
STATE, LEA = "STATE", "LEA"


def finish(*, plan: Rows, cells: Rows, listed: Rows, collected: Rows, published: Rows) -> Rows:
    """The indicator_value table of the planned indicators, in no order.

    `plan`: a row an indicator and year. `cells`: counts by LEA and group. `collected`: indicator,
    school_year, lea_id of districts in their monitoring year. `published`: values that somebody
    already computed. In between, a STATE row has the lea_id ''.
    """
    both = _both_levels(cells)
    frame = _monitored(_frame(plan, listed), collected)
    totals = both.filter(_.group_type == EVERYBODY)
    counted = frame.left_join(totals, KEY).select(
        *frame.columns, "num", "den", "district_status", "ratio", cell_flags="flags"
    )
    rows = _filled(_carried(_unreported(counted), cells), published)
    groups = _unreported(_groups(frame, both.filter(_.group_type != EVERYBODY)))
    return _judged(rows.union(groups.select(*rows.columns)))


def _frame(plan: Rows, listed: Rows) -> Rows:
    """The rows for everybody: STATE and each listed district."""
    everybody = {"group_type": _text(EVERYBODY), "group": _text(EVERYBODY)}
    state = plan.mutate(level=_text(STATE), lea_id=_text(""), **everybody)
    districts = (
        plan.filter(_.has_districts)
        .inner_join(listed, "school_year")
        .mutate(level=_text(LEA), **everybody)
    )
    return state.union(districts.select(*state.columns))


def _groups(frame: Rows, cells: Rows) -> Rows:
    """A row for each group that has members; nothing is carried to it and nothing filled in."""
    members = frame.filter(_.reported).drop("group_type", "group")
    joined = members.inner_join(cells, ["indicator", "school_year", "level", "lea_id"])
    return joined.select(
        *frame.columns, "num", "den", "district_status", "ratio", cell_flags="flags"
    )


def _both_levels(cells: Rows) -> Rows:
    """LEA cells, and the state as the sum over all of them, unlisted ones too (A2)."""
    leas = cells.filter(_.lea_id != "").mutate(level=_text(LEA))
    state = (
        cells.group_by("indicator", "school_year", "group_type", "group")
        .agg(num=_.num.sum().cast("int64"), den=_.den.sum().cast("int64"))
        .mutate(
            level=_text(STATE),
            lea_id=_text(""),
            district_status=ibis.null("string"),
            ratio=ibis.null("float64"),
            flags=_text(""),
        )
    )
    columns = [*KEY, "num", "den", "district_status", "ratio", "flags"]
    return leas.select(*columns).union(state.select(*columns))


def _monitored(rows: Rows, collected: Rows) -> Rows:
    """Mark the district rows outside their monitoring year (1.6)."""
    here = collected.mutate(here=True)
    joined = rows.left_join(here, ["indicator", "school_year", "lea_id"])
    joined = joined.select(*rows.columns, "here")
    off_cycle = joined.monitored & (joined.level == LEA) & joined.here.isnull()
    return joined.mutate(off_cycle=off_cycle & joined.reported).drop("here")


def _unreported(rows: Rows) -> Rows:
    """Counts only where reported: a district without rows while others have some counts 0 (A3)."""
    counts = rows.reported & ~rows.off_cycle & ~_status_only(rows)
    return rows.mutate(
        num=ibis.ifelse(counts, rows.num.fill_null(0), ibis.null("int64")),
        den=ibis.ifelse(counts, rows.den.fill_null(0), ibis.null("int64")),
        district_status=ibis.ifelse(rows.reported, rows.district_status, ibis.null("string")),
        ratio=ibis.ifelse(rows.reported, rows.ratio, ibis.null("float64")),
        counted=counts,
        data_year=rows.school_year,
        carried=ibis.literal(False),
        published_value=ibis.null("float64"),
        published=ibis.literal(False),
    )


def _status_only(rows: Rows) -> ir.BooleanValue:
    """A district has no percent of districts: its row tells a status and a ratio (A8)."""
    return rows.of_districts & (rows.level == LEA)


def _carried(rows: Rows, cells: Rows) -> Rows:
    """Outside its monitoring year a district shows its latest collected value (A27, 1.6).

    The years looked back on need not be years of the release (A2).
    """
    earlier = cells.filter(_.group_type == EVERYBODY, _.den > 0).select(
        "indicator", "lea_id", from_year="school_year", carried_num="num", carried_den="den"
    )
    waiting = rows.filter(_.off_cycle).select("indicator", "lea_id", "school_year", "carry_from")
    candidates = waiting.inner_join(
        earlier,
        [
            waiting.indicator == earlier.indicator,
            waiting.lea_id == earlier.lea_id,
            waiting.school_year > earlier.from_year,
            waiting.carry_from <= earlier.from_year,  # A28
        ],
    )
    latest = candidates.group_by("indicator", "lea_id", "school_year").agg(
        from_year=_.from_year.max(),
        carried_num=_.carried_num.argmax(_.from_year),
        carried_den=_.carried_den.argmax(_.from_year),
    )
    joined = rows.left_join(latest, ["indicator", "lea_id", "school_year"])
    joined = joined.select(*rows.columns, "from_year", "carried_num", "carried_den")
    carried = joined.off_cycle & joined.from_year.notnull()
    return joined.mutate(
        num=ibis.ifelse(carried, joined.carried_num, joined.num),
        den=ibis.ifelse(carried, joined.carried_den, joined.den),
        data_year=ibis.ifelse(carried, joined.from_year, joined.data_year),
        carried=carried,
    ).drop("from_year", "carried_num", "carried_den")


def _filled(rows: Rows, published: Rows) -> Rows:
    """Published values fill only what the records leave NOT_REPORTED, inside an era (A36)."""
    values = published.select(
        "indicator",
        "school_year",
        "level",
        "lea_id",
        their_num="num",
        their_den="den",
        their_value=_.value.cast("float64"),
    )
    joined = rows.left_join(values, ["indicator", "school_year", "level", "lea_id"])
    joined = joined.select(*rows.columns, "their_num", "their_den", "their_value")
    empty = ~joined.counted & ~joined.carried & ~(_status_only(joined) & joined.reported)
    by_counts = joined.their_num.notnull() & joined.their_den.notnull()
    known = joined.their_value.notnull() | by_counts
    fill = empty & joined.era.notnull() & (joined.group_type == EVERYBODY) & known
    return joined.mutate(
        num=ibis.ifelse(fill, joined.their_num, joined.num),
        den=ibis.ifelse(fill, joined.their_den, joined.den),
        published_value=ibis.ifelse(fill, joined.their_value, ibis.null("float64")),
        published=fill,
    ).drop("their_num", "their_den", "their_value")


def _judged(rows: Rows) -> Rows:
    """Value, target, status and flags of each row (1.7, A6 to A8)."""
    tells_status = _status_only(rows) & ~rows.published
    known = rows.counted | rows.carried | rows.published
    too_few = (rows.min_cases > 0) & (rows.den < rows.min_cases).fill_null(False)
    no_target = tells_status | (too_few & known)
    target = ibis.ifelse(no_target, ibis.null("float64"), rows.target)
    by_counts = rows.den.notnull() & rows.num.notnull()
    value = ibis.cases(
        (by_counts & (rows.den > 0), rows.num * 100.0 / rows.den.nullif(0)),
        (by_counts, ibis.null("float64")),
        else_=rows.published_value,
    )
    status = ibis.cases(
        (tells_status & (rows.district_status == NO_DATA), "NO_STUDENTS"),
        (tells_status & rows.reported, "NO_TARGET"),
        (~known, "NOT_REPORTED"),
        (by_counts & (rows.den == 0), "NO_STUDENTS"),
        (rows.carried, "CARRIED"),
        (target.isnull(), "NO_TARGET"),
        (_met(rows, by_counts), "MET"),
        else_="NOT_MET",
    )
    flags = ibis.literal("")
    for name, holds in (
        ("ALT_COMPARISON", (rows.cell_flags == "ALT_COMPARISON") & rows.reported),
        ("INCOMPLETE_COHORT", rows.incomplete & ~rows.published),
        ("NUM_GT_DEN", by_counts & (rows.num > rows.den)),
        ("PUBLISHED", rows.published),
    ):
        flags = flags + ibis.ifelse(holds.fill_null(False), f",{name}", "")
    final = rows.mutate(
        value=value,
        target=target,
        status=status,
        flags=flags.substr(1),
        lea_id=rows.lea_id.nullif(""),
    )
    return final.select(**{name: final[name].cast(kind) for name, kind in COLUMNS.items()})


def _met(rows: Rows, by_counts: ir.BooleanValue) -> ir.BooleanValue:
    """Exact where the counts are known: num / den against the target, cross-multiplied (1.2)."""
    ours = ibis.ifelse(
        by_counts,
        rows.num * (100 * TARGET_SCALE),
        (rows.published_value * TARGET_SCALE).round().cast("int64"),
    )
    theirs = rows.scaled_target * ibis.ifelse(by_counts, rows.den, 1)
    return ibis.ifelse(rows.lower_is_better, ours <= theirs, ours >= theirs)


def _text(value: str) -> ir.StringScalar:
    return ibis.literal(value, type="string")
