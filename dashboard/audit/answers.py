"""What the attack on each sheet found: in this process or several, or from an earlier attack."""

import json
import os
from collections import Counter
from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from hashlib import sha256
from multiprocessing import get_all_start_methods

import numpy as np

from dashboard.audit.grid import BIG, STATE, Grid
from dashboard.audit.judge import KINDS, Verdict, judge
from dashboard.audit.report import Leak
from dashboard.audit.rows import EVERYBODY
from dashboard.audit.sheets import Sheet
from dashboard.catalog import Protection
from dashboard.fingerprint import code_digest
from dashboard.processes import pool

LARGE = 40_000
"""From so many rows on, the time that processes save is more than what starting them takes."""

FORK = "forkserver"
"""How processes are started: they share nothing with the threads of this one."""


@dataclass(frozen=True)
class Answer:
    """What was found of one sheet: the parts of a report. `narrowest` is by indicator."""

    leaks: tuple[Leak, ...] = ()
    proofs: Mapping[str, int] = field(default_factory=dict)
    narrowest: Mapping[str, int] = field(default_factory=dict)

    def packed(self) -> bytes:
        """The answer as bytes."""
        return json.dumps(asdict(self)).encode()

    @classmethod
    def unpacked(cls, content: bytes) -> "Answer":
        """The answer that was packed. Raises ValueError, TypeError or KeyError if it was none."""
        told = json.loads(content)
        leaks = tuple(Leak(**one) for one in told["leaks"])
        return cls(leaks, dict(told["proofs"]), dict(told["narrowest"]))


def answers(
    todo: Sequence[Sheet],
    *,
    rule: Protection,
    thorough: bool,
    workers: int | None,
    kept: MutableMapping[str, bytes],
) -> Iterator[tuple[Sheet, Answer]]:
    """The answer for each sheet, in any order; new ones are put among those that are `kept`."""
    terms = _terms(rule, thorough=thorough)
    left: list[tuple[str, Sheet]] = []
    # All keys first: some answers may still be on their way.
    for key, sheet in [(_key(sheet, terms), sheet) for sheet in todo]:
        before = _kept(key, kept)
        if before is None:
            left.append((key, sheet))
        else:
            yield sheet, before
    left.sort(key=lambda one: -len(one[1].kind))  # large ones first: then all end at once
    found = _attacked([sheet for _, sheet in left], partial(answer, rule=rule, thorough=thorough),
                      workers or os.cpu_count() or 1)  # fmt: skip
    for (key, sheet), one in zip(left, found, strict=True):
        kept[key] = one.packed()
        yield sheet, one


def answer_ahead(
    todo: Sequence[Sheet], *, rule: Protection, kept: MutableMapping[str, bytes]
) -> None:
    """Attack sheets in other processes, and keep what `answers` will ask for."""
    terms = _terms(rule, thorough=False)
    attack = partial(answer, rule=rule, thorough=False)
    with suppress(BrokenProcessPool), pool(1) as processes:
        found = {_key(sheet, terms): processes.submit(attack, sheet) for sheet in todo}
        for key, one in found.items():
            kept[key] = one.result().packed()


def answer(sheet: Sheet, *, rule: Protection, thorough: bool) -> Answer:
    """Attack one sheet."""
    grid, verdict = judge(sheet, rule=rule, thorough=thorough)
    least = zip(grid.unit.members, verdict.narrowest.tolist(), strict=True)
    return Answer(
        tuple(_leaks(grid, verdict)),
        dict(verdict.proofs),
        {one.indicator: width for one, width in least if 0 <= width < BIG // 2},
    )


def _terms(rule: Protection, *, thorough: bool) -> str:
    return f"{code_digest('audit', 'catalog')} {rule.model_dump_json()} {thorough}"


def _key(sheet: Sheet, terms: str) -> str:
    return sha256(f"{terms} {sheet.digest()}".encode()).hexdigest()[:32]


def _kept(key: str, kept: Mapping[str, bytes]) -> Answer | None:
    try:
        return Answer.unpacked(kept[key])
    except (KeyError, ValueError, TypeError):  # never attacked, or what was kept is damaged
        return None


def _attacked(todo: Sequence[Sheet], attack: partial[Answer], workers: int) -> Iterator[Answer]:
    """The answers in the order of the sheets; in several processes if there is much to do."""
    done = 0
    many = min(workers, len(todo))
    if many > 1 and sum(len(one.kind) for one in todo) >= LARGE and FORK in get_all_start_methods():
        try:
            with pool(many) as processes:
                for one in processes.map(attack, todo):
                    yield one
                    done += 1
        except BrokenProcessPool:
            pass  # where none can be started, this one does what is left
    yield from map(attack, todo[done:])


def _leaks(grid: Grid, verdict: Verdict) -> Iterator[Leak]:
    tables = [EVERYBODY] * grid.kind.shape[3]
    for span in grid.breakdowns:
        tables[span.parts] = [span.name] * (span.stop - span.start + 1)
    found: Counter[Leak] = Counter()
    for quantity, worst in verdict.worst.items():
        for member, year, place, column in np.argwhere(worst).tolist():
            state = place == grid.kind.shape[2] + STATE
            leak = Leak(
                indicator=grid.unit.members[member].indicator,
                school_year=grid.years[year],
                table=f"{'STATE' if state else 'LEA'} {tables[column]}",
                quantity=quantity,
                kind=KINDS[worst[member, year, place, column] - 1],
                cells=0,
            )
            found[leak] += 1
    return (replace(leak, cells=cells) for leak, cells in found.items())
