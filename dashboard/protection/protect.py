"""The one door between exact and public values.

For now the door knows one rule: a district or group with fewer children than the catalogue's least
denominator is not shown. It closes no remainders; releases made with it are for trying, not for
the public.
"""

import pyarrow as pa
import pyarrow.compute as pc

from dashboard.catalog import Catalog

SUPPRESSED = "SUPPRESSED"
NEVER_SMALL = "state_only"  # counts that are public by federal law (5.2)


def protect(exact: pa.Table, catalog: Catalog) -> pa.Table:
    """The public form of an indicator_value table: same rows, columns and order.

    A protected row has null num, den and value and the status SUPPRESSED. STATE ALL rows, and
    districts of which only a status is told, have nothing to protect here.
    """
    small = pc.less(exact["den"], catalog.profile.protection.min_den)
    # Nobody at all is not a small group, unless there are cases without a population.
    nobody = pc.and_kleene(pc.equal(exact["den"], 0), pc.equal(exact["num"], 0))
    state = pc.and_(pc.equal(exact["level"], "STATE"), pc.equal(exact["group_type"], "ALL"))
    open_data = pa.array(
        [one.id for one in catalog.indicators if one.protection == NEVER_SMALL], pa.string()
    )
    exempt = pc.or_(state, pc.is_in(exact["indicator"], value_set=open_data))
    hidden = pc.fill_null(pc.and_(pc.and_not(small, nobody), pc.invert(exempt)), False)
    if not pc.any(hidden).as_py():
        return exact
    public = exact
    for name in ("num", "den", "value"):
        public = _replace(public, name, hidden, pa.scalar(None, exact.schema.field(name).type))
    public = _replace(public, "status", hidden, pa.scalar(SUPPRESSED))
    return _replace(public, "flags", hidden, pa.scalar(""))


def _replace(table: pa.Table, name: str, where: pa.ChunkedArray, value: pa.Scalar) -> pa.Table:
    column = pc.if_else(where, value, table[name])
    return table.set_column(table.schema.get_field_index(name), table.schema.field(name), column)
