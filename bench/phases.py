"""`python -m dashboard build …` as it is, and how long each of its phases took.

Run as a process of its own: `python -m bench.phases OUT build EXTRACTS --releases DIR`. The build's
own words of progress tell one phase from the next; OUT gets their seconds as JSON.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.measure import ATTACKING, PROTECTING
from dashboard import cli
from dashboard.processes import leave, start

START, READING, COUNTING = "start", "reading", "counting"
PUBLISHING = "publishing"
BEGINS = {
    "reading": READING,
    "counting": COUNTING,
    "protecting": PROTECTING,
    "attacking": ATTACKING,
    "packing": PUBLISHING,
    "clearing": PUBLISHING,
}
"""The first word of a message, and the phase that it is of."""


def main(out: Path, arguments: list[str]) -> None:
    """Run a command of the program and note its phases."""
    seconds: dict[str, float] = {}
    phase, since = START, time.perf_counter()

    def told(text: str, _done: int, _of: int) -> None:
        nonlocal phase, since
        now = time.perf_counter()
        seconds[phase] = seconds.get(phase, 0) + now - since
        phase, since = BEGINS.get(text.split(" ")[0], phase), now

    @contextmanager
    def progress() -> Iterator[Callable[[str, int, int], None]]:
        yield told
        told("", 0, 0)

    cli._progress = progress
    start()  # as dashboard.__main__ does
    code = cli.main(arguments, standalone_mode=False, prog_name="dashboard")
    out.write_text(json.dumps(seconds))
    leave(code or 0)  # what the command would have ended with; None is done


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
