"""The whole attack: every sheet, every attacker, every hidden count; and what it found."""

from collections import Counter
from collections.abc import Callable, MutableMapping, Sequence

import pyarrow as pa

from dashboard.audit.answers import answer_ahead, answers
from dashboard.audit.plainly import plain_leaks
from dashboard.audit.report import Attacked, Report
from dashboard.audit.rows import BOTTOM, HIDDEN, TOP, Rows, read_rows
from dashboard.audit.sheets import sheets
from dashboard.catalog import Catalog

OnStep = Callable[[str, int, int], None]


def audit(
    values: pa.Table,
    coded: pa.Table,
    *,
    catalog: Catalog,
    earlier: Sequence[tuple[pa.Table, pa.Table]] = (),
    workers: int | None = None,
    thorough: bool = False,
    kept: MutableMapping[str, bytes] | None = None,
    on_step: OnStep = lambda _text, _done, _of: None,
) -> Report:
    """Attack the public tables of a release (5.3, 5.4; trust.md P1 to P4).

    `values` and `coded`: its public `indicator_value` and `coded`. `earlier`: the same of other
    releases that can still be read. `workers`: processes for large tables; None for one a core.
    Nothing that is not published is looked at. `thorough` solves a programme for every count,
    however long it takes; without it, counts of large tables that no bound tells and no witness
    proves stay open. `kept`: answers of earlier attacks, by a digest of all they depend on; those
    of the sheets that did not change are taken from it, and new ones put there.
    """
    rows = read_rows([(values, coded), *earlier])
    now = rows[0]
    leaks = list(plain_leaks(now, rows[1:], catalog))
    proofs: Counter[str] = Counter()
    narrowest: dict[str, int] = {}
    todo = list(sheets(now, catalog))
    found = answers(
        todo,
        rule=catalog.profile.protection,
        thorough=thorough,
        workers=workers,
        kept={} if kept is None else kept,
    )
    for n, (sheet, answer) in enumerate(found):
        on_step(f"attacking {sheet.unit.members[0].indicator}", n, len(todo))
        leaks += answer.leaks
        proofs.update(answer.proofs)
        for indicator, least in answer.narrowest.items():
            narrowest[indicator] = min(narrowest.get(indicator, least), least)
    return Report(
        cells=int(now.is_hidden.sum()),
        leaks=tuple(sorted(leaks)),
        proofs=dict(proofs),
        indicators=_attacked(now, narrowest),
    )


def attack_ahead(
    values: pa.Table, coded: pa.Table, *, catalog: Catalog, kept: MutableMapping[str, bytes]
) -> None:
    """Attack some rows of what is to be published, before the others are known.

    All rows of some indicators in some years, but for carried ones. What is found is `kept`; the
    audit of all takes it from there if these rows are published as they are here.
    """
    rows = read_rows([(values, coded)])[0]
    answer_ahead(list(sheets(rows, catalog)), rule=catalog.profile.protection, kept=kept)


def _attacked(rows: Rows, narrowest: dict[str, int]) -> dict[str, Attacked]:
    found = {}
    for n, name in enumerate(rows.codes.indicators):
        kind = rows.kind[rows.indicator == n]
        hidden = int((kind == HIDDEN).sum())
        coded = int(((kind == BOTTOM) | (kind == TOP)).sum())
        if hidden or coded:
            found[name] = Attacked(hidden, coded, narrowest.get(name))
    return found
