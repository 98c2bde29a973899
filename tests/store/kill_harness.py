"""Kills who saves ratings, at random moments and at chosen steps of a transaction (trust.md I1).

Runs as a process of its own with a single thread and no open database, so that it may fork: a fork
is a fresh client in a millisecond. Usage: kill_harness.py URL KILLS SEED; prints JSON. A client
saves the next number as a rating, with its audit entry, in one transaction, and when the store says
that it is kept acknowledges the number on a pipe; then the next, until it is killed.
"""

import json
import os
import random
import signal
import struct
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from typing import Any, NoReturn

from sqlalchemy import event
from sqlalchemy.orm import configure_mappers

from dashboard.store import Actor, Store, change, hold_school, record
from dashboard.store.models import Student

WHO = Actor(1, "entry@district.example")
NUMBER = struct.Struct("q")
STEPS = 60  # of about 10 in one save: kills reach into the sixth


def main(url: str, kills: int, seed: int) -> None:
    chance = random.Random(seed)
    configure_mappers()
    Store(url).close()  # imports the driver, once for all forks; nothing connects
    acknowledged: list[int] = []
    at: Counter[str] = Counter()
    for turn in range(kills):
        chosen = chance.randrange(1, STEPS) if turn % 2 else None
        acknowledged += _one(url, chance, chosen, at)
    print(json.dumps({"kills": kills, "acknowledged": acknowledged, "at": at}))


def _one(url: str, chance: random.Random, chosen: int | None, at: Counter[str]) -> list[int]:
    """Start a client, kill it, and give all that it acknowledged."""
    acks, saved = os.pipe()
    steps, told = os.pipe()
    client = os.fork()
    if client == 0:
        os.close(acks)
        _client(url, saved, Steps(chosen, told))
    os.close(saved)
    os.close(told)
    heard = b""
    if chosen is None:
        wanted = chance.randrange(0, 8) * NUMBER.size
        while len(heard) < wanted and (more := os.read(acks, NUMBER.size)):
            heard += more
        for _ in range(chance.randrange(30_000)):  # into the midst of the next save
            pass
        os.kill(client, signal.SIGKILL)
    while more := os.read(acks, 65_536):  # until it is dead
        heard += more
    _, status = os.waitpid(client, 0)
    assert os.WIFSIGNALED(status), f"the client ended by itself: {status}"
    assert os.WTERMSIG(status) == signal.SIGKILL
    at[os.read(steps, 100).decode() or "any moment"] += 1
    os.close(acks)
    os.close(steps)
    return [number for (number,) in NUMBER.iter_unpack(heard)]


class Steps:
    """Counts what a client does, and kills it at one of the steps."""

    def __init__(self, chosen: int | None, told: int) -> None:
        self.left, self.told = chosen, told

    def watch(self, store: Store) -> None:
        for name in ("before_cursor_execute", "after_cursor_execute", "begin", "commit"):
            event.listen(store.engine, name, self.step(name))

    def step(self, name: str) -> Callable[..., None]:
        def taken(*_: Any) -> None:
            if self.left is not None:
                self.left -= 1
                if self.left == 0:
                    os.write(self.told, name.encode())
                    os.kill(os.getpid(), signal.SIGKILL)

        return taken


def _client(url: str, saved: int, steps: Steps) -> NoReturn:
    try:
        with closing(Store(url)) as store:
            steps.watch(store)
            kept, acknowledged = steps.step("kept"), steps.step("acknowledged")
            while True:
                number = save(store)
                kept()
                os.write(saved, NUMBER.pack(number))
                acknowledged()
    except BaseException as error:
        print(f"client: {error!r}", file=sys.stderr, flush=True)
    os._exit(1)


def save(store: Store) -> int:
    """The next number as the rating of the one student, and its audit entry."""
    with store.writing() as session:
        hold_school(session, 1, "001001", "1010")
        student = session.get_one(Student, 1)
        number = int(student.entry_a or 0) + 1
        values = {"entry_a": str(number)}
        changed = change(session, Student, 1, version=student.version, values=values)
        now = datetime.now(UTC)
        record(session, WHO, action="save", at=now, old=changed.old, new=changed.new)
    return number


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
