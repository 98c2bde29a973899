"""Protection as a step of the build: beside the releases that are still published."""

from collections.abc import Callable, Iterator, MutableMapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from contextvars import copy_context
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count
from pathlib import Path
from typing import Self

import pyarrow as pa

from dashboard.audit import Report, attack_ahead, audit
from dashboard.catalog import Catalog
from dashboard.errors import ProgressError
from dashboard.fingerprint import code_digest
from dashboard.processes import share, together
from dashboard.protection import Breakdown, Earlier, Kept, Protected, protect
from dashboard.releases.collected import unmarked
from dashboard.releases.errors import BrokenRelease
from dashboard.releases.layout import CODED, VALUES, OnStep, release_ids
from dashboard.releases.manifest import Made, Manifest
from dashboard.releases.parquet import read_table
from dashboard.releases.release import read_manifest

OnTried = Callable[[Protected], object]


@dataclass(frozen=True, kw_only=True)
class Tried:
    """Public tables that an attack could tell nothing from, the attack's report, and what had to
    be withheld whole for it.
    """

    public: Protected
    report: Report
    withheld: tuple[Breakdown, ...]


class TellsTooMuch(ProgressError):
    """What would be published lets protected numbers be worked out: nothing is published."""

    def __init__(self, report: Report) -> None:
        self.report = report
        # The same words for each of several earlier releases are said once.
        tables = "\n".join(f"  {line}" for line in dict.fromkeys(map(str, report.told)))
        by_others = any(leak.kind in ("earlier", "changed") for leak in report.told)
        instead = ", or remove earlier releases that tell it" if by_others else ""
        super().__init__(
            f"Nothing is published: protected numbers could be worked out from these tables.\n"
            f"{tables}\nRaise min_den of the profile, or take breakdowns (`groups`) out of the "
            f"records of these indicators{instead}, and build again."
        )


def protected(
    root: Path,
    exact: pa.Table,
    catalog: Catalog,
    *,
    made: Made,
    cache: Path,
    on_step: OnStep,
    on_tried: OnTried = lambda _: None,
) -> Protected:
    """The public tables, with regard to every release of the catalogue that `root` still holds.

    What is already published of the very same extracts stays as it is. What was decided before
    from the same counts, and found of the same public rows, is taken from `cache`. `on_tried`
    hears of tables before they are attacked; the last it hears of are those returned. Raises
    TellsTooMuch.
    """
    for id in release_ids(root):
        with suppress(BrokenRelease):
            if made.is_(read_manifest(root / id)):
                values, coded = (read_table(root / id / name) for name in (VALUES, CODED))
                same = Protected(values=unmarked(values), coded=coded)
                on_tried(same)
                return same
    kept = FolderOfDecisions(cache, prefix=code_digest("catalog", "protection"))
    on_step("protecting small numbers")  # also from who has the earlier releases
    before = still_published(root, catalog)
    tried = attacked(exact, catalog, before=before, kept=kept, on_step=on_step, on_tried=on_tried)
    kept.forget_others()
    return tried.public


@together()
def attacked(
    exact: pa.Table,
    catalog: Catalog,
    *,
    before: Sequence[tuple[pa.Table, pa.Table]] = (),
    kept: Kept | None = None,
    on_step: OnStep = lambda _: None,
    on_tried: OnTried = lambda _: None,
) -> Tried:
    """The public tables, after an attack with what the public knows (5.4: the audit is a gate).

    `before`: values and bounds of the releases that are still published. A breakdown that tells
    something is withheld whole, and in the end the LEAs' rows of that indicator and year. Raises
    TellsTooMuch when that does not help.
    """
    earlier = [Earlier(values=values) for values, _ in before]
    withheld: set[Breakdown] = set()
    kept = {} if kept is None else kept  # of sheets that stay as they are
    while True:
        on_step("protecting small numbers")
        with _Ahead(catalog, kept) as ahead:
            public = protect(
                exact,
                catalog,
                earlier=earlier,
                kept=kept,
                withhold=sorted(withheld),
                on_decided=ahead.attack,
                threads=ahead.threads,
            )
            on_tried(public)
            on_step("attacking what is to be published")
            report = audit(public.values, public.coded, catalog=catalog, earlier=before, kept=ahead)
        if report.safe:
            return Tried(public=public, report=report, withheld=tuple(sorted(withheld)))
        told = {(leak.indicator, leak.school_year, leak.table.split()[-1]) for leak in report.told}
        # Breakdowns first: the LEAs' own rows go only when nothing else helps.
        more = {one for one in told - withheld if one[2] != "ALL"} or told - withheld
        if not more:
            raise TellsTooMuch(report)
        withheld |= more


class _Ahead(MutableMapping[str, bytes]):
    """What is kept, and what an attack on some rows will put there: who asks for it waits.

    So the rows that are ready are attacked while others are still being protected.
    """

    def __init__(self, catalog: Catalog, kept: Kept) -> None:
        self._catalog, self._kept = catalog, kept
        self.threads = ThreadPoolExecutor(share() + 1)  # one gets ready what comes next
        self._here = copy_context()  # where processes are shared
        self._ready: list[tuple[int, int, Callable[[], Protected]]] = []
        self._turn = count()
        self._attacks: list[Future[None]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.threads.shutdown(cancel_futures=True)

    def attack(self, many: int, rows: Callable[[], Protected]) -> None:
        """Attack so many rows that are decided, when no other thread needs to decide."""
        heappush(self._ready, (-many, next(self._turn), rows))
        self._attacks.append(self.threads.submit(self._here.copy().run, self._attack))

    def _attack(self) -> None:
        *_, rows = heappop(self._ready)  # those that take longest: then all end at once
        public = rows()
        attack_ahead(public.values, public.coded, catalog=self._catalog, kept=self._kept)

    def __getitem__(self, key: str) -> bytes:
        while self._attacks:
            self._attacks.pop().result()
        return self._kept[key]

    def __setitem__(self, key: str, value: bytes) -> None:
        self._kept[key] = value

    def __delitem__(self, key: str) -> None:
        del self._kept[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._kept)

    def __len__(self) -> int:
        return len(self._kept)


def still_published(
    root: Path, catalog: Catalog, *, older_than: Manifest | None = None
) -> list[tuple[pa.Table, pa.Table]]:
    """The public values and bounds of the releases in `root` that anybody can be given (P4).

    One that is damaged cannot: no page shows it. Nor can one from before values were protected.
    `older_than`: only those made before that one.
    """
    found = []
    for id in release_ids(root):
        with suppress(BrokenRelease):
            manifest = read_manifest(root / id)
            if older_than is not None and manifest.created >= older_than.created:
                continue
            if manifest.catalog == catalog.name and any(
                one.name == CODED for one in manifest.tables
            ):
                values = unmarked(read_table(root / id / VALUES))
                found.append((values, read_table(root / id / CODED)))
    return found


class FolderOfDecisions(MutableMapping[str, bytes]):
    """Decisions as files of a folder that is closed to others; those not asked for can go."""

    def __init__(self, folder: Path, *, prefix: str) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder, self._prefix = folder, prefix[:16]
        self._used: set[Path] = set()

    def _path(self, key: str) -> Path:
        path = self._folder / f"{self._prefix}-{key}.npz"
        self._used.add(path)
        return path

    def __getitem__(self, key: str) -> bytes:
        try:
            return self._path(key).read_bytes()
        except FileNotFoundError:
            raise KeyError(key) from None

    def __setitem__(self, key: str, value: bytes) -> None:
        path = self._path(key)
        partial = path.with_suffix(".partial")
        partial.write_bytes(value)
        partial.replace(path)

    def __delitem__(self, key: str) -> None:
        self._path(key).unlink()

    def __iter__(self) -> Iterator[str]:
        files = self._folder.glob(f"{self._prefix}-*.npz")
        return iter(sorted(file.stem.removeprefix(f"{self._prefix}-") for file in files))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def forget_others(self) -> None:
        """Remove what this build neither used nor made."""
        for file in self._folder.iterdir():
            if file not in self._used:
                file.unlink()
