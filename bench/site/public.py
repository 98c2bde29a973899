"""Embeds and pictures under load, beside a bare Flask route that answers as many bytes.

Asked by wrk with 50 connections: what was asked before (warm), what never was (cold: every request
another district and indicator), and what the reader already holds (304). All of it in turns with
the bare route, so that what else the machine does falls on all alike.

    python -m bench.site.public --minutes 5     # cold embeds all the while: errors and memory
"""

import http.client
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from itertools import count
from pathlib import Path
from statistics import median

import click

from bench.build import Options
from bench.measure import ROOT, BenchError, python
from bench.site import serving
from bench.site.release import lea_ids
from bench.table import Figure, as_text

DISTRICTS, YEARS = 560, 8
SECONDS = 2.0  # of each turn
TURNS = 5
# A worker may take all connections there are and leave the other idle, by chance and for good: a
# bare route then answers a quarter as often. So each one ends after a while, and another one comes.
VISIT = 50
INDICATORS = ("1", "2", "3B", "5A", "5B", "5C", "6A", "8", "11", "13")
PLACES = {"embed": "/embed/{}?district={}", "picture": "/indicators/{}.svg?district={}"}
CODING = {"Accept-Encoding": "br"}


def run(options: Options) -> bool:
    """Measure, print the table, and say whether every limit holds."""
    if shutil.which("wrk") is None:
        raise BenchError("wrk is not there. Install it (apt install wrk) and run the bench again.")
    root = _release(options.work)
    figures: list[Figure] = []
    for name, place in PLACES.items():
        figures += _figures(name, place, root)
    click.echo(as_text(figures))
    return all(figure.holds is not False for figure in figures)


def _figures(name: str, place: str, root: Path) -> list[Figure]:
    address = place.format("5A", lea_ids(DISTRICTS)[0])
    with serving.served("app:server", {"DASHBOARD_RELEASES": str(root)}) as site:
        body, mark = _asked(site, address)
        with serving.served("bench.site.bare:server", {"BENCH_BYTES": str(len(body))}) as plain:
            again = _same(address)
            known = _same(address, more={"If-None-Match": mark})
            parts = count()
            cold, warm, held, bare = _in_turns(
                (site, lambda: _cold(place, part=next(parts))),
                (site, lambda: again),
                (site, lambda: known),
                (plain, lambda: _same("/")),
            )
    said = f"{name}, {len(body) / 1024:.1f} KiB"
    return [
        Figure(
            what=f"a bare route beside {said}, {how} ({bare:.0f} and {rate:.0f} a second)",
            ratio=bare / rate,
            against="x",
            limit=limit,
        )
        for how, rate, limit in (("warm", warm, 1 / 0.6), ("304", held, 1 / 0.8), ("cold", cold, 4))
    ]


def _in_turns(*kinds: tuple[serving.Served, Callable[[], str]]) -> list[float]:
    """The middle of each kind's rates; of a kind: whom to ask, and the script of a turn."""
    for served, script in kinds:
        _rate(served, script())  # for nobody
    rates = [[_rate(served, script()) for served, script in kinds] for _ in range(TURNS)]
    return [median(rate) for rate in zip(*rates, strict=True)]


@click.command()
@click.option("--minutes", default=5.0, show_default=True)
@click.option(
    "--work", type=click.Path(path_type=Path), default=ROOT / "bench" / "work", show_default=True
)
def soak(minutes: float, work: Path) -> None:
    """Frames that nobody asked for before, for minutes on end; exit 1 when memory grew by 10 %.

    Each worker first fills what it keeps of its answers, up to a bound, in half that time.
    """
    root = _release(work)
    with serving.served("app:server", {"DASHBOARD_RELEASES": str(root)}) as site:
        fresh = site.memory_mib()
        _rate(site, _cold(PLACES["embed"]), seconds=round(minutes * 30))
        before = site.memory_mib()
        rate = _rate(site, _cold(PLACES["embed"], part=1), seconds=round(minutes * 60))
        after = site.memory_mib()
    grown = Figure(
        what=f"{minutes:g} minutes, {rate * minutes * 60:,.0f} frames, 0 errors: memory "
        f"({before:.0f} to {after:.0f} MiB; {fresh:.0f} when started)",
        ratio=after / before,
        against="x",
        limit=1.1,
    )
    click.echo(as_text([grown]))
    sys.exit(not grown.holds)


def _release(work: Path) -> Path:
    root = work / f"site-{DISTRICTS}"
    python("-m", "bench.site.release", root, "--districts", str(DISTRICTS), "--years", str(YEARS))
    return root


def _asked(site: serving.Served, address: str) -> tuple[bytes, str]:
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=60)
    connection.request("GET", address, headers=CODING)
    answer = connection.getresponse()
    if answer.status != 200:
        raise BenchError(f"{address} was answered with {answer.status}")
    return answer.read(), answer.headers["ETag"]


def _same(address: str, *, more: dict[str, str] | None = None) -> str:
    return _script(f'return wrk.format("GET", "{address}")', more or {})


def _cold(place: str, *, part: int = 0) -> str:
    """Every request another pair of indicator and district; part: of addresses, never two alike."""
    ids = ", ".join(f'"{each}"' for each in lea_ids(DISTRICTS))
    names = ", ".join(f'"{each}"' for each in INDICATORS)
    path = place.replace("{}", "%s")
    return f"local ids, names = {{{ids}}}, {{{names}}}\n" + _script(
        "n = n + 1\n"
        "local id = ids[n % #ids + 1]\n"
        "local name = names[math.floor(n / #ids) % #names + 1]\n"
        # A further part that nobody looks at makes each address one that was never asked.
        f'return wrk.format("GET", string.format("{path}", name, id) .. "&x={part}-" .. n)',
        {},
    )


def _script(request: str, more: dict[str, str]) -> str:
    headers = "".join(
        f"wrk.headers[{name!r}] = {value!r}\n" for name, value in {**CODING, **more}.items()
    )
    renewed = f'wrk.headers.Connection = asked % {VISIT} == 0 and "close" or nil'
    start = f"{headers}local n, asked = 0, 0\nrequest = function()\nasked = asked + 1\n{renewed}\n"
    return f"{start}{request}\nend\n"


def _rate(site: serving.Served, script: str, *, seconds: float = SECONDS) -> float:
    """Answers a second; BenchError for any that is neither 200 nor 304, or none at all."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "ask.lua"
        file.write_text(script)
        command = ["wrk", "-t1", "-c50", f"-d{seconds:g}s", "-s", str(file), site.url]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
    if rate is None or "Non-2xx" in said or "Socket errors" in said:
        raise BenchError(f"wrk says:\n{said}")
    return float(rate[1])


if __name__ == "__main__":
    soak(prog_name="python -m bench.site.public")
