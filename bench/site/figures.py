"""The figures of the site and its frames, each beside a vanilla Dash page over the same table."""

from collections.abc import Callable, Mapping
from itertools import count
from pathlib import Path
from statistics import median
from typing import Any

import click
import numpy as np

from bench.build import Options
from bench.measure import python
from bench.site import browsing, serving
from bench.site.release import lea_ids, name
from bench.table import Figure, as_text

OURS, VANILLA, EMPTY = "app:server", "bench.site.vanilla:server", "bench.site.empty:server"
SMALL, LARGE = (560, 8), (14_000, 20)  # districts and years
INDICATOR = "5A"
_SECONDS = 9.0  # of each kind of callback
_TURNS = 6
_CHANGES = 12
_MEMORY_MIB = 600
_EARLY_KIB = 60


def run(options: Options) -> bool:
    """Measure, print the table, and say whether every limit holds."""
    figures: list[Figure] = []
    rates: dict[int, float] = {}
    for districts, years in (SMALL, LARGE):
        root = options.work / f"site-{districts}"
        size = ("--districts", str(districts), "--years", str(years))
        python("-m", "bench.site.release", root, *size)
        figures += _of_size(root, districts, options.rounds, rates)
    ratio = rates[SMALL[0]] / rates[LARGE[0]]
    figures.append(
        Figure(
            what="callbacks built anew, 560 beside 14,000 districts",
            ratio=ratio,
            against="x (at least 0.9 the other way)",
            limit=1 / 0.9,
        )
    )
    click.echo(as_text(figures))
    return all(figure.holds is not False for figure in figures)


def _of_size(root: Path, districts: int, rounds: int, rates: dict[int, float]) -> list[Figure]:
    public = root / (root / "current").read_text() / "public"
    ours_env = {"DASHBOARD_RELEASES": str(root)}
    figures: list[Figure] = []
    small = districts == SMALL[0]
    with serving.served(OURS, ours_env) as site:
        ours = _Measured.of(site, f"/indicators/{INDICATOR}", rounds, small, _our_change)
        frames = _frames(site, rounds) if small else []
        with serving.served(EMPTY, {}) as nothing:
            again, anew, empty = _our_rates(site, nothing, districts)
        rates[districts] = anew
        memory = site.memory_mib()
    with serving.served(VANILLA, {"BENCH_TABLE": str(public)}) as site:
        vanilla = _Measured.of(site, "/", rounds, small, _their_change)
        body = _vanilla_body(site, districts)
        theirs = serving.throughput(site, body, seconds=_SECONDS)
    if small:
        figures += [
            _beside("cold load to the first picture", ours.picture, vanilla.picture, 0.15),
            _beside("cold load to the interactive chart", ours.live, vanilla.live, 0.55),
            Figure(
                what=f"transferred ({ours.kib:.0f} of {vanilla.kib:.0f} KiB)",
                ratio=ours.kib / vanilla.kib,
                against="x vanilla",
                limit=0.45,
            ),
            *_of_frames(frames, vanilla),
        ]
    limit = 0.75 if small else 0.12
    label = f"{districts:,} districts"
    figures.append(
        _beside(f"district changed until repainted, {label}", ours.changes, vanilla.changes, limit)
    )
    for what, rate in (("asked before", again), ("built anew", anew), ("vanilla", theirs)):
        ours_line = what != "vanilla"
        # The large state, which has more years too, is measured beside the small one.
        held = 2.0 if ours_line and small else None
        figures.append(
            Figure(
                what=f"an empty callback beside ours {what}, {label} ({rate:.0f}/s)"
                if ours_line
                else f"an empty callback beside vanilla's, {label} ({rate:.0f}/s)",
                ratio=empty / rate,
                against="x (ours at least 0.5 x empty)" if ours_line else "x",
                limit=held,
            )
        )
    figures.append(
        Figure(
            what=f"memory of two workers, {label}",
            peak_mib=memory,
            ratio=memory / _MEMORY_MIB,
            against=f"x {_MEMORY_MIB} MiB",
            limit=None if small else 1.0,
        )
    )
    return figures


def _frames(site: serving.Served, rounds: int) -> list[browsing.Load]:
    """Cold loads of the frame that other sites show."""
    with browsing.browser() as chromium:
        address = f"{site.url}/embed/{INDICATOR}"
        browsing.cold_load(chromium, address)  # for nobody
        return [browsing.cold_load(chromium, address) for _ in range(rounds)]


def _of_frames(frames: list[browsing.Load], vanilla: "_Measured") -> list[Figure]:
    pictures = tuple(load.picture for load in frames)
    live = tuple(load.interactive for load in frames)
    early = median(load.early_kib for load in frames)
    return [
        _beside("embed: cold load to the first picture", pictures, vanilla.picture, 0.06),
        _beside("embed: cold load to the interactive chart", live, vanilla.live, 0.35),
        Figure(
            what=f"embed: transferred before the chart is interactive ({early:.0f} KiB)",
            ratio=early / _EARLY_KIB,
            against=f"x {_EARLY_KIB} KiB",
            limit=1.0,
        ),
    ]


def _beside(what: str, ours: tuple[float, ...], theirs: tuple[float, ...], limit: float) -> Figure:
    return Figure(
        what=what,
        seconds=ours,
        ratio=median(ours) / median(theirs),
        against=f"x vanilla ({median(theirs):.2f} s)",
        limit=limit,
    )


class _Measured:
    """What a browser saw of a site."""

    def __init__(self, loads: list[browsing.Load], changes: tuple[float, ...]) -> None:
        self.picture = tuple(load.picture for load in loads)
        self.live = tuple(load.interactive for load in loads)
        self.kib = median(load.kib for load in loads) if loads else 0.0
        self.changes = changes

    @classmethod
    def of(
        cls,
        site: serving.Served,
        path: str,
        rounds: int,
        cold: bool,
        chosen: Callable[[int], dict[str, str]],
    ) -> "_Measured":
        with browsing.browser() as chromium:
            loads = []
            if cold:
                browsing.cold_load(chromium, site.url + path)  # for nobody: both are warm now
                loads = [browsing.cold_load(chromium, site.url + path) for _ in range(rounds)]
            with browsing.opened(chromium, site, path) as page:
                changes = [browsing.change(page, **chosen(n)) for n in range(_CHANGES)]
        return cls(loads, tuple(changes[2:]))


def _our_change(number: int) -> dict[str, str]:
    lea_id = lea_ids(_CHANGES)[number]
    return {
        "store": "asked",
        "prop": "data",
        "value": f"?district={lea_id}",
        "name": name(1001 + number),
    }


def _their_change(number: int) -> dict[str, str]:
    lea_id = lea_ids(_CHANGES)[number]
    return {"store": "district", "prop": "value", "value": lea_id, "name": name(1001 + number)}


def _our_rates(
    site: serving.Served, nothing: serving.Served, districts: int
) -> tuple[float, float, float]:
    """(answers a second to what was asked before, to what never was, and to an empty callback).

    In turns, so that what else the machine does falls on all alike.
    """
    found = serving.callback(site, "chart.figure")
    least = serving.callback(nothing, "answer.children")
    ids = lea_ids(districts)
    order = np.random.default_rng(7).permutation(districts)
    numbers = count()

    def asked(search: str) -> dict[str, Any]:
        values = {"asked.data": search, "address.pathname": f"/indicators/{INDICATOR}"}
        return serving.filled(found, {**values, "address.search": ""})

    def anew(_number: int) -> dict[str, Any]:
        # A further part that nobody looks at makes each question one that was never asked.
        number = next(numbers)
        return asked(f"?district={ids[order[number % districts]]}&x={number}")

    often = [asked(f"?district={ids[place]}") for place in order[:100]]
    kinds: tuple[tuple[serving.Served, Callable[[int], Mapping[str, Any]]], ...] = (
        (site, lambda number: often[number % 100]),
        (site, anew),
        (nothing, lambda number: serving.filled(least, {"asked.data": number})),
    )
    for served, body in kinds:
        serving.throughput(served, body, seconds=1)  # for nobody
    rates = [
        [serving.throughput(served, body, seconds=_SECONDS / _TURNS) for served, body in kinds]
        for _ in range(_TURNS)
    ]
    again, built, empty = (median(rate) for rate in zip(*rates, strict=True))
    return again, built, empty


def _vanilla_body(site: serving.Served, districts: int) -> Callable[[int], dict[str, Any]]:
    found = serving.callback(site, "chart.figure")
    ids = lea_ids(districts)
    order = np.random.default_rng(7).permutation(districts)

    def body(number: int) -> dict[str, Any]:
        lea_id = ids[order[number % districts]]
        return serving.filled(found, {"district.value": lea_id, "indicator.value": INDICATOR})

    return body
