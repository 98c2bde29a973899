"""Measures as SQL: compiled from their Ibis expressions once, then kept like compiled Python.

The text depends on the catalogue and the code alone, not on any data, so it is made once for each
pair of them and kept in the code's `__pycache__`; where nothing can be written there, it is made
anew each time. To write it takes longer than to run it on a small state.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from dashboard.catalog import Catalog, Indicator
from dashboard.fingerprint import code_digest

KEPT = Path(__file__).parent / "__pycache__"
BRANCHES = frozenset({"monitoring_cycle"})
"""Extracts whose absence changes what is counted, and so the SQL (A27)."""
LIBRARIES = ("ibis-framework", "sqlglot", "duckdb")


@dataclass(frozen=True)
class Compiled:
    """SQL over the extracts' tables.

    `shared` are tables that several indicators count from, in the order to make them.
    `cells` and `collected` go by indicator; `finish` makes the rows of every indicator from the
    tables `cells`, `collected` and `planned`. `years_before`: on how many years before a year the
    counts of each indicator depend.
    """

    shared: Mapping[str, str]
    cells: Mapping[str, Sequence[str]]
    collected: Mapping[str, str]
    finish: str
    years_before: Mapping[str, int]

    def shared_by(self, indicators: Iterable[Indicator]) -> dict[str, str]:
        """The shared tables that some indicators are counted from, in the order to make them."""
        text = " ".join(part for one in indicators for part in self.cells[one.id])
        wanted: dict[str, str] = {}
        for name, rows in reversed([*self.shared.items()]):
            if name in text:
                wanted[name] = rows
                text += rows
        return dict(reversed([*wanted.items()]))


def compiled(catalog: Catalog, given: frozenset[str]) -> Compiled:
    """The SQL of all indicators of a catalogue; `given` names the extracts that there are."""
    given &= BRANCHES
    code = code_digest("measures", "extracts")[:12]
    file = KEPT / f"measures-{code}-{_identity(catalog.digest, given)}.json"
    try:
        return _kept(file)
    except (OSError, ValueError, TypeError):
        fresh = _compile(catalog, given)
    try:
        partial = file.with_suffix(".partial")
        partial.parent.mkdir(exist_ok=True)
        partial.write_text(json.dumps(asdict(fresh)), encoding="utf-8")
        partial.replace(file)
        for other in KEPT.glob("measures-*.json"):
            if not other.name.startswith(f"measures-{code}-"):  # of code that is no more
                other.unlink(missing_ok=True)
    except OSError:  # an installation nobody may write to
        pass
    return fresh


@cache
def _kept(file: Path) -> Compiled:
    return Compiled(**json.loads(file.read_text(encoding="utf-8")))


@cache
def _identity(catalog: str, given: frozenset[str]) -> str:
    libraries = {name: version(name) for name in LIBRARIES}
    made_of = (catalog, sorted(given), code_digest("measures", "extracts"), libraries)
    return sha256(repr(made_of).encode()).hexdigest()[:24]


def _compile(catalog: Catalog, given: frozenset[str]) -> Compiled:
    # Imported here: with the SQL at hand, a build needs neither Ibis nor its second of start-up.
    import ibis

    from dashboard.measures.cells import cells_of, collected, years_before
    from dashboard.measures.finish import finish
    from dashboard.measures.plan import PLANNED
    from dashboard.measures.tables import CELLS, COLLECTED
    from dashboard.measures.terms import DIALECT, Sources

    def sql(rows: ibis.Table) -> str:
        return str(ibis.to_sql(rows, dialect=DIALECT))

    def of(indicator: Indicator) -> list[str]:
        return [sql(part) for part in cells_of(indicator, x)]

    x = Sources(given)
    monitored = [indicator for indicator in catalog.indicators if indicator.monitored]
    rows = finish(
        plan=ibis.table(PLANNED, name="planned"),
        cells=ibis.table(CELLS, name="cells"),
        listed=x.listed,
        collected=ibis.table(COLLECTED, name="collected"),
        published=x.published,
    )
    cells = {indicator.id: of(indicator) for indicator in catalog.indicators}
    return Compiled(
        shared=x.kept,
        cells=cells,
        collected={one.id: sql(collected(x, one)) for one in monitored},
        finish=sql(rows),
        years_before={one.id: years_before(one) for one in catalog.indicators},
    )
