"""`python -m bench.collection_load`: twenty people enter ratings at once, on SQLite.

Each signs in, opens a school, and types a rating in one student after another; a row is saved as
the page's script does it, and the page that comes back is read. Before each save the same
connection sends an empty POST, so that both are measured in the same run on the same machine.
Ends with 1 if an answer was not the one wanted, or if the p95 of the saves is more than ten times
that of the empty POSTs.
"""

import random
import re
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html import unescape
from http.client import HTTPConnection, HTTPException, HTTPResponse
from pathlib import Path
from statistics import quantiles
from urllib.parse import urlencode

import click

from bench.site.serving import served
from dashboard.accounts import Place, Role
from dashboard.accounts.acting import OPERATOR
from dashboard.accounts.people import create_account
from dashboard.collection.opening import ListedSchool, open_collection
from dashboard.collection.rows import SchoolKey
from dashboard.collection.rules import Rules
from dashboard.collection.workflow import add_student
from dashboard.store import Store
from dashboard.store.migrate import upgrade
from tests.support.collecting import GOOD, person
from tests.support.release import publish_release

USERS, STUDENTS = 20, 25
LIMIT = 10.0
PAUSE = (1.0, 5.0)
PASSWORD = "a long enough sentence"  # noqa: S105
SECRET = "a secret for the bench, of more than 32 bytes"  # noqa: S105
LEA = "001001"
FORM = "application/x-www-form-urlencoded"
EMPTY = "/signout"
"""Of nobody, it is routed and answered with a redirect: no session, no database, no page."""


@dataclass
class Times:
    """Seconds of each answer, and what went wrong. whole: a save with the page after it."""

    empty: list[float] = field(default_factory=list)
    save: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


class Wrong(Exception):
    """An answer that is not the one wanted."""


@dataclass
class User:
    """A person with a browser, at one school."""

    port: int
    number: int
    school: str
    draw: random.Random
    times: Times
    cookie: str = ""
    fields: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        # Each at a machine of their own, as the site tells them apart when it counts sign-ins.
        own = f"127.0.1.{self.number + 1}"
        self.connection = HTTPConnection(
            "127.0.0.1", self.port, timeout=60, source_address=(own, 0)
        )

    def work(self, until: float, start: float) -> None:
        """Sign in, and save rows until the time is over."""
        time.sleep(start)
        try:
            self.sign_in()
            while time.monotonic() < until:
                time.sleep(self.draw.uniform(*PAUSE))
                self.type_a_rating()
        except (Wrong, OSError, HTTPException) as error:
            self.times.errors.append(f"{login(self.number)}: {error!r}")
        finally:
            self.connection.close()

    def sign_in(self) -> None:
        """By password, as on the page; the school's form after it."""
        self._ask("GET", "/signin", wanted=200)
        given = {"login": login(self.number), "password": PASSWORD, "next": self.school}
        answer, _ = self._ask("POST", "/signin", given, wanted=303)
        self.cookie = (answer.getheader("Set-Cookie") or "").partition(";")[0]
        self._read(self._ask("GET", self.school, wanted=200)[1])
        self.connection.close()

    def type_a_rating(self) -> None:
        """Change a rating of one student, and save the row."""
        rows = [name for name in self.fields if name.endswith(".entry_a") and name[0] != "n"]
        name = self.draw.choice(rows)
        row = name.partition(".")[0]
        typed = {one: text for one, text in self.fields.items() if one.startswith(f"{row}.")}
        typed[name] = self.draw.choice([one for one in "1234567" if one != typed[name]])
        body = {"do": "save", "form_token": self.fields["form_token"], **typed}
        self.connection.connect()  # a server lets go of a connection that rests
        began = time.perf_counter()
        self._ask("POST", EMPTY, wanted=303, cookie=False)
        self.times.empty.append(time.perf_counter() - began)
        began = time.perf_counter()
        answer, _ = self._ask("POST", self.school, body, wanted=303)
        self.times.save.append(time.perf_counter() - began)
        _, html = self._ask("GET", answer.getheader("Location") or "", wanted=200)
        self.times.whole.append(time.perf_counter() - began)
        self.connection.close()
        self._read(html)
        if self.fields[name] != typed[name]:
            raise Wrong(f"saved {typed[name]} in {name}, and {self.fields[name]} stands there")

    def _ask(
        self,
        method: str,
        address: str,
        form: dict[str, str] | None = None,
        *,
        wanted: int,
        cookie: bool = True,
    ) -> tuple[HTTPResponse, str]:
        headers = {"Cookie": self.cookie} if cookie and self.cookie else {}
        if method == "POST":
            headers |= {"Content-Type": FORM, "Sec-Fetch-Site": "same-origin"}
        self.connection.request(method, address, urlencode(form or {}), headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        if answer.status != wanted:
            raise Wrong(f"{method} {address}: {answer.status} instead of {wanted}")
        return answer, text

    def _read(self, html: str) -> None:
        """The fields of the form, with what stands in them."""
        found = {}
        for tag in re.findall(r"<input[^>]*>", html):
            name, value = re.search(r' name="([^"]*)"', tag), re.search(r' value="([^"]*)"', tag)
            if name:
                found[name[1]] = unescape(value[1]) if value else ""
        for name, inside in re.findall(
            r'<select[^>]* name="([^"]*)"[^>]*>(.*?)</select>', html, re.S
        ):
            chosen = re.search(r'value="([^"]*)" selected', inside)
            found[name] = unescape(chosen[1]) if chosen else ""
        self.fields = found


@click.command()
@click.option("--minutes", default=5.0, show_default=True)
@click.option("--users", default=USERS, show_default=True)
def main(minutes: float, users: int) -> None:
    """Let people enter ratings for some minutes, and say how long a save takes."""
    times = Times()
    with _site(users) as (port, year):
        until = time.monotonic() + minutes * 60
        threads = [
            threading.Thread(
                target=User(
                    port, number, f"/collect/7/{year}/{LEA}/{school_id(number)}",
                    random.Random(number), times,
                ).work,
                args=(until, number * min(0.5, minutes)),
            )
            for number in range(users)
        ]  # fmt: skip
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    sys.exit(not _told(times, users=users, minutes=minutes))


def _told(times: Times, *, users: int, minutes: float) -> bool:
    """Print the figures; whether they hold."""
    click.echo(f"{users} people, {minutes:g} minutes: {len(times.save)} saves")
    if len(times.save) < 2:
        click.echo("\n".join(["too few to say anything", *times.errors]))
        return False
    empty = _p(times.empty, 95)
    lines = {"an empty POST": times.empty, "a save": times.save, "a save and its page": times.whole}
    for what, taken in lines.items():
        ratio = _p(taken, 95) / empty
        click.echo(
            f"  {what:20} p50 {_p(taken, 50) * 1000:6.1f} ms  p95 {_p(taken, 95) * 1000:6.1f} ms"
            f"  {ratio:5.2f} x the empty one"
        )
    ratio = _p(times.save, 95) / empty
    held = ratio <= LIMIT and not times.errors
    click.echo(f"  errors: {len(times.errors)} (wanted: 0)")
    for error in times.errors:
        click.echo(f"    {error}")
    click.echo(
        f"  p95 of a save: {ratio:.2f} x (at most {LIMIT:g}): {'holds' if held else 'MISSED'}"
    )
    return held


def _p(taken: list[float], percent: int) -> float:
    return quantiles(taken, n=100)[percent - 1]


@contextmanager
def _site(users: int) -> Iterator[tuple[int, int]]:
    """The real server over a new SQLite file: its port, and the collection's school year."""
    with tempfile.TemporaryDirectory() as folder:
        releases, url = Path(folder) / "releases", f"sqlite:///{folder}/collection.sqlite3"
        publish_release(releases)
        year = _filled(url, users)
        environ = {
            "DASHBOARD_RELEASES": str(releases), "DATABASE_URL": url, "SECRET_KEY": SECRET,
        }  # fmt: skip
        with served("app:server", environ) as site:
            yield site.port, year


def _filled(url: str, users: int) -> int:
    """A school with students and a person for each of the users."""
    now = datetime.now(UTC)
    with closing(Store(url)) as store:
        upgrade(store)
        with store.writing() as session:
            collection = open_collection(
                session, OPERATOR, school_year=now.year, now=now,
                opens=(now - timedelta(days=9)).date(), closes=(now + timedelta(days=9)).date(),
                schools=[
                    ListedSchool(
                        lea_id=LEA, lea_name="Ash", school_id=school_id(one), name=f"School {one}"
                    )
                    for one in range(users)
                ],
            )  # fmt: skip
        entry = person(Role.DISTRICT_ENTRY, LEA)
        for number in range(users):
            with store.writing() as session:
                place = Place(LEA, school_id(number))
                create_account(
                    session, OPERATOR, login=login(number), name=f"Person {number}",
                    grants=[(Role.SCHOOL_ENTRY, place)], password=PASSWORD, now=now,
                )  # fmt: skip
                key = SchoolKey(collection, LEA, school_id(number))
                for student in range(STUDENTS):
                    values = GOOD | {"student_id": f"{number:05}{student:05}"}
                    add_student(session, entry, key, values, now=now, rules=Rules())
    return now.year


def login(number: int) -> str:
    """Of a user."""
    return f"person{number}@ash.example"


def school_id(number: int) -> str:
    """Of the school of a user."""
    return f"{1000 + number}"


if __name__ == "__main__":
    main()
