"""A site under gunicorn as in production: two workers of four threads; its memory and its speed."""

import http.client
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from bench.measure import ROOT, BenchError

WORKERS, THREADS = 2, 4
_PATIENCE = 300
_VISIT = 20  # callbacks of one reader
ADDRESS = "/_dash-update-component"


@dataclass(frozen=True, kw_only=True)
class Served:
    """A site that is up: where, and the process that looks after its workers."""

    port: int
    process: int

    @property
    def url(self) -> str:
        """The address of the site."""
        return f"http://127.0.0.1:{self.port}"

    def memory_mib(self) -> float:
        """What all its processes hold, shared pages counted once (Pss)."""
        children = Path(f"/proc/{self.process}/task/{self.process}/children").read_text().split()
        return sum(_pss(int(pid)) for pid in [self.process, *children]) / 1024


@contextmanager
def served(application: str, environ: Mapping[str, str]) -> Iterator[Served]:
    """`gunicorn APPLICATION` on a free port, until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", application, "-b", f"127.0.0.1:{port}"]
    command += ["-w", str(WORKERS), "--threads", str(THREADS), "--log-level", "error"]
    command += ["--max-requests", "0", "--timeout", "300"]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environ})
    try:
        _wait(port, process)
        yield Served(port=port, process=process.pid)
    finally:
        process.terminate()
        process.wait(timeout=60)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        if process.poll() is not None:
            raise BenchError("gunicorn ended before it served anything")
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
            connection.request("GET", "/")
            if connection.getresponse().read():
                return
        except OSError:
            time.sleep(0.2)
    raise BenchError("gunicorn did not answer")


def _pss(pid: int) -> int:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1])
    return 0


def throughput(
    site: Served, body: Callable[[int], Mapping[str, Any]], *, seconds: float, at_once: int = 8
) -> float:
    """Answers a second to callbacks sent over kept connections; `body` is given a number each.

    A worker may take all connections there are and leave the other idle, by chance and for good:
    so each connection is one of a reader who goes after a while, and another one comes.
    """
    numbers, done = count(), [0] * at_once
    stop = time.monotonic() + seconds

    def ask(place: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=60)
        headers = {"Content-Type": "application/json", "Accept-Encoding": "br"}
        while time.monotonic() < stop:
            if not (done[place] + 1) % _VISIT:
                connection.close()  # it opens again by itself
            connection.request("POST", ADDRESS, json.dumps(body(next(numbers))), headers)
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                raise BenchError(f"a callback was answered with {answer.status}")
            done[place] += 1

    threads = [threading.Thread(target=ask, args=(place,)) for place in range(at_once)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if not all(done):
        raise BenchError("a connection got no answer")
    return sum(done) / seconds


def callback(site: Served, output: str) -> Mapping[str, Any]:
    """The callback whose outputs include `output`, as the site itself describes it."""
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=60)
    connection.request("GET", "/_dash-dependencies")
    for found in json.loads(connection.getresponse().read()):
        if output in found["output"] and not found.get("clientside_function"):
            return dict(found)
    raise BenchError(f"there is no callback for {output}")


def filled(found: Mapping[str, Any], values: Mapping[str, object]) -> dict[str, Any]:
    """The body that asks a callback with these values, by "id.property"."""
    output = found["output"]
    several = output.startswith("..")
    parts = output[2:-2].split("...") if several else [output]
    outputs = [{"id": p.rpartition(".")[0], "property": p.rpartition(".")[2]} for p in parts]

    def given(ends: Sequence[Mapping[str, str]]) -> list[dict[str, object]]:
        return [{**end, "value": values.get(f"{end['id']}.{end['property']}")} for end in ends]

    return {
        "output": output,
        "outputs": outputs if several else outputs[0],
        "inputs": given(found["inputs"]),
        "state": given(found["state"]),
        "changedPropIds": [next(iter(values))],
    }
