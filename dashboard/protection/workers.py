"""Sheets decided in processes of their own, several at a time, where the table is large.

Most of the work is many steps over small arrays, which threads cannot share. What is decided does
not depend on who decides it.
"""

import os
import pickle
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import count
from typing import Any

from dashboard.catalog import Catalog
from dashboard.processes import pool, share
from dashboard.protection.complement import complement
from dashboard.protection.judged import Preference
from dashboard.protection.marks import Marks

Decide = Callable[[Marks, Preference], Marks]
"""The marks with all that has to be hidden beside."""

LARGE = 200_000
"""Rows of a table for which it is worth while to start processes."""

ALONE = 8
"""Sheets decided before any is started: a build in which little changed needs no others."""


@dataclass(frozen=True)
class Workers:
    """Who decides: `decide` one sheet, `each` does several things side by side, in order.

    `alone`: this process decides, and no other.
    """

    decide: Decide
    each: Callable[..., Iterator[list[Marks]]]
    alone: bool = False


@contextmanager
def working(
    catalog: Catalog,
    *,
    rows: int,
    ahead: bool = False,
    threads: Executor | None = None,
) -> Iterator[Workers]:
    """Those who decide the sheets of a table of so many `rows`.

    `ahead`: there is much to decide, so that processes are started at once. `threads`: those that
    wait for processes, if there are some already.
    """
    wanted = share()
    if rows < LARGE or wanted < 2:
        yield Workers(lambda marks, prefer: _decided(marks, catalog, prefer), map, alone=True)
        return
    started = count(ALONE if ahead else 0)
    with ExitStack() as stack:
        processes = stack.enter_context(pool(wanted))
        if threads is None:
            # One for each process: then the largest set, which is the first, has its own.
            threads = stack.enter_context(ThreadPoolExecutor(wanted))

        terms = pickle.dumps(catalog)  # once for all sheets

        def decide(marks: Marks, prefer: Preference) -> Marks:
            if next(started) < ALONE:
                return _decided(marks, catalog, prefer)
            try:
                changed = processes.submit(_changed, marks, terms, prefer).result()
            except BrokenProcessPool:  # one was ended from outside: this process does what is left
                return _decided(marks, catalog, prefer)
            return replace(marks, **changed)

        if ahead:
            for _ in range(wanted):
                processes.submit(os.getpid)  # which starts one, where none is yet
        yield Workers(decide, threads.map)


CHANGED = ("there", "hidden", "coded", "by_parts", "nobody", "zeros", "filled")
"""What of marks changes when they are decided."""


def _changed(marks: Marks, terms: bytes, prefer: Preference) -> dict[str, Any]:
    decided = _decided(marks, _catalog(terms), prefer)
    return {name: getattr(decided, name) for name in CHANGED}


@lru_cache(maxsize=1)
def _catalog(terms: bytes) -> Catalog:
    catalog: Catalog = pickle.loads(terms)  # noqa: S301  from the process that started this one
    return catalog


def _decided(marks: Marks, catalog: Catalog, prefer: Preference) -> Marks:
    complement(marks, catalog, prefer)
    return marks
