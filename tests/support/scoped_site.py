"""A site with two districts at work in every stage, and one browser for each kind of person.

What belongs to a place has names and numbers that occur nowhere else, so that a single one of them
in an answer to somebody else is a leak. A step that was done is undone: `Planted.restore`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask.testing import FlaskClient
from sqlalchemy import text

from dashboard.accounts import Action, Person, Place, Role
from dashboard.accounts.acting import OPERATOR
from dashboard.accounts.people import deactivate
from dashboard.accounts.sessions import current_person
from dashboard.collection.opening import open_collection
from dashboard.collection.rows import DistrictKey, SchoolKey
from dashboard.collection.rules import Rules
from dashboard.collection.schools import school_view
from dashboard.collection.workflow import add_student, certify, submit
from dashboard.store import Store
from dashboard.store.models import Certificate
from tests.support.collecting import CLOSES, GOOD, OPENS
from tests.support.kept_rows import Kept, kept_of
from tests.support.scope_table import CERTIFIED, EMPTY, OPEN, READY
from tests.support.scoped_places import (
    GRANTED,
    LISTED,
    MARROW,
    NO_NUMBER,
    QUILL,
    SCHOOLS,
    SEEN,
    WRITTEN_TO,
    XAVIER,
    YARROW,
    Target,
    Word,
    targets_of,
)
from tests.support.signing import Gate, open_gate

NOBODY, HALF = "nobody", "half signed in"


@dataclass
class Browser:
    """A person at work: a browser, who it is for the site, and the token of their forms.

    session: what its cookie holds.
    """

    client: FlaskClient
    person: Person | None = None
    token: str = ""
    session: str = ""


@dataclass
class Planted:
    """The site with all that is in it."""

    gate: Gate
    browsers: dict[str, Browser]
    targets: tuple[Target, ...]
    words: tuple[Word, ...]
    kept: Kept

    def __post_init__(self) -> None:
        self.kept.keep()

    def changed(self) -> list[str]:
        """The tables in which a row is not what it was."""
        return self.kept.changed()

    def restore(self) -> None:
        """Undo all that was done."""
        self.kept.restore()

    def secrets(self, who: str) -> list[str]:
        """What must not be told to somebody."""
        person = self.browsers[who].person
        own = (person.login, person.name) if person else ()
        return [
            word.text
            for word in self.words
            if not word.may_be_told(person) and word.text not in own
        ]


@contextmanager
def planted(releases: Path, url: str) -> Iterator[Planted]:
    """The site over a database that has the newest tables."""
    with open_gate(releases, url) as gate, closing(kept_of(gate.store)) as kept:
        words, targets = _filled(gate)
        yield Planted(gate, _people(gate, words), targets, tuple(words), kept)


def _filled(gate: Gate) -> tuple[list[Word], tuple[Target, ...]]:
    """The collections; what is in them, by place."""
    _number_from(gate.store, student=7_100_000, certificate=8_100_000)
    words: list[Word] = []
    values: dict[tuple[str, str], dict[int, dict[str, str]]] = {
        (one.lea_id, one.school_id): {} for one in SCHOOLS
    }
    rules = Rules()
    for year in (OPEN, READY, CERTIFIED, EMPTY):
        collection = _opened(gate, year)
        for school in SCHOOLS:
            key = SchoolKey(collection, school.lea_id, school.school_id)
            place = values[school.lea_id, school.school_id]
            place[year] = _school(gate, key, year, words, rules)
        for lea_id in (QUILL, MARROW):
            given = _certificate(gate, DistrictKey(collection, lea_id), year, words, rules)
            for (lea, _), place in values.items():
                if lea == lea_id:
                    place[year]["certificate"] = given
    for school in SCHOOLS:
        place_of = Place(school.lea_id, school.school_id)
        words += [Word(told, place_of, LISTED) for told in (school.school_id, school.name)]
    for lea_id, name in {one.lea_id: one.lea_name for one in SCHOOLS}.items():
        words += [Word(told, Place(lea_id), frozenset(Action)) for told in (lea_id, name)]
        accounts = _accounts(gate, lea_id, name, words)
        for (lea, _), place in values.items():
            if lea == lea_id:
                for one in place.values():
                    one |= accounts
    return words, targets_of(values)


def _number_from(store: Store, **numbers: int) -> None:
    """Let the numbers of rows begin where no other number is."""
    with store.writing() as session:
        for table, number in numbers.items():
            if store.is_sqlite:
                session.execute(text("DELETE FROM sqlite_sequence WHERE name = :n"), {"n": table})
                row = {"n": table, "number": number}
                session.execute(text("INSERT INTO sqlite_sequence VALUES (:n, :number)"), row)
            else:
                session.execute(text(f"ALTER SEQUENCE {table}_id_seq RESTART WITH {number}"))


def _opened(gate: Gate, year: int) -> int:
    with gate.store.writing() as session:
        return open_collection(
            session, OPERATOR, school_year=year, opens=OPENS, closes=CLOSES, schools=SCHOOLS,
            now=gate.now,
        )  # fmt: skip


def _entry(lea_id: str) -> Person:
    """Who fills a district; also its certifier."""
    return Person(
        account_id=0,
        login=f"filler@{lea_id}.example",
        name=f"Filler of {lea_id}",
        grants=((Role.DISTRICT_CERTIFIER, Place(lea_id)),),
    )


def _school(
    gate: Gate, key: SchoolKey, year: int, words: list[Word], rules: Rules
) -> dict[str, str]:
    """A school's students; what a form of it would carry."""
    who, row, version = _entry(key.lea_id), NO_NUMBER, 1
    options = {"now": gate.now, "rules": rules}
    for number in range(0 if year == EMPTY else 2):
        student_id = f"{key.school_id}{year - 2000}{number:03}"
        with gate.store.writing() as session:
            saved = add_student(session, who, key, {**GOOD, "student_id": student_id}, **options)
        assert saved.student is not None
        row, version = saved.student.id, saved.student.version
        words += [Word(told, key.place, SEEN) for told in (student_id, str(row))]
    if year in (READY, CERTIFIED):
        with gate.store.writing() as session:
            line = school_view(session, who, key, **options).line
            submit(session, who, key, version=line.version, **options)
    with gate.store.reading() as session:
        line = school_view(session, who, key, **options).line
    return {
        "year": str(year), "lea": key.lea_id, "school": key.school_id, "row": str(row),
        "version": str(version), "school_version": str(line.version),
    }  # fmt: skip


def _certificate(gate: Gate, key: DistrictKey, year: int, words: list[Word], rules: Rules) -> str:
    if year != CERTIFIED:
        return str(NO_NUMBER)
    with gate.store.writing() as session:
        given = certify(session, _entry(key.lea_id), key, now=gate.now, rules=rules)
        hashed = session.get_one(Certificate, given).content_hash
    words += [Word(told, key.place, SEEN) for told in (str(given), hashed)]
    return str(given)


def _accounts(gate: Gate, lea_id: str, name: str, words: list[Word]) -> dict[str, str]:
    """A person of the district whom forms are about, and one whose account is closed."""
    found = {}
    for what, first in (("account", "Vera"), ("closed", "Carl")):
        login = f"{first.lower()}@{name.lower()}.example"
        made = gate.person(
            (Role.DISTRICT_ENTRY, Place(lea_id)), login=login, name=f"{first} {name}", password=None
        )
        words += [Word(told, Place(lea_id), GRANTED) for told in (login, f"{first} {name}")]
        found[what] = str(made)
    with gate.store.writing() as session:
        deactivate(session, OPERATOR, int(found["closed"]), now=gate.now)
    return found


def _people(gate: Gate, words: list[Word]) -> dict[str, Browser]:
    """A browser for each role at its place, for nobody, and for who gave half of the sign-in."""
    at = {
        "school entry": (Role.SCHOOL_ENTRY, Place(QUILL, XAVIER)),
        "entry of another school": (Role.SCHOOL_ENTRY, Place(QUILL, YARROW)),
        "district entry": (Role.DISTRICT_ENTRY, Place(QUILL)),
        "certifier": (Role.DISTRICT_CERTIFIER, Place(QUILL)),
        "directory administrator": (Role.DISTRICT_ADMIN, Place(QUILL)),
        "certifier elsewhere": (Role.DISTRICT_CERTIFIER, Place(MARROW)),
        "administrator elsewhere": (Role.DISTRICT_ADMIN, Place(MARROW)),
        "state viewer": (Role.STATE_VIEWER, Place()),
    }
    found = {NOBODY: Browser(gate.client())}
    for number, (who, (role, place)) in enumerate(at.items()):
        login, name = f"actor{number}@people.example", f"Actor Number{number}"
        gate.person((role, place), login=login, name=name)
        if place.lea_id is not None:
            words.append(Word(login, Place(place.lea_id), WRITTEN_TO))
            words.append(Word(name, Place(place.lea_id), GRANTED))
        found[who] = _browser(gate, gate.signed_in(login))
    found["state administrator"] = _browser(gate, gate.state_admin())
    gate.person((Role.STATE_ADMIN, Place()), login="half@state.example", name="Half State")
    found[HALF] = _browser(gate, gate.signed_in("half@state.example"))
    return found


def _browser(gate: Gate, client: FlaskClient) -> Browser:
    cookie = client.get_cookie("session")
    assert cookie is not None
    signed = current_person(gate.store, cookie.value, gate.now)
    assert signed is not None
    return Browser(client, signed.person, signed.form_token, cookie.value)
