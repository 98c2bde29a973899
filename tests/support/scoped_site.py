"""A site with two districts at work in every stage, and one browser for each kind of person.

What belongs to a place has names and numbers that occur nowhere else, so that a single one of them
in an answer to somebody else is a leak. A step that was done is undone: `Planted.restore`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from flask.testing import FlaskClient
from sqlalchemy import text

from dashboard.accounts import Action, Person, Place, Role, scope
from dashboard.accounts.acting import OPERATOR
from dashboard.accounts.people import deactivate
from dashboard.accounts.scope import Scope
from dashboard.accounts.sessions import current_person
from dashboard.collection.opening import ListedSchool, open_collection
from dashboard.collection.rows import DistrictKey, SchoolKey
from dashboard.collection.rules import Rules
from dashboard.collection.schools import school_view
from dashboard.collection.workflow import add_student, certify, submit
from dashboard.store import Store
from dashboard.store.models import Certificate
from tests.support.collecting import CLOSES, GOOD, OPENS
from tests.support.kept_rows import Kept, kept_of
from tests.support.scope_table import CERTIFIED, EMPTY, OPEN, READY, At, Line
from tests.support.signing import Gate, open_gate

QUILL, MARROW, NOWHERE = "881001", "882002", "889009"
XAVIER, YARROW, ZENO, NO_SCHOOL = "88110", "88120", "88210", "88990"
SCHOOLS = (
    ListedSchool(lea_id=QUILL, lea_name="Quillback", school_id=XAVIER, name="Xavierine"),
    ListedSchool(lea_id=QUILL, lea_name="Quillback", school_id=YARROW, name="Yarrowby"),
    ListedSchool(lea_id=MARROW, lea_name="Marrowstone", school_id=ZENO, name="Zenobian"),
)
NOBODY, HALF = "nobody", "half signed in"
NO_NUMBER = 999_999_999
_HELD = ("row", "version", "account", "closed")


@dataclass(frozen=True)
class Word:
    """A text that tells of a place, and the actions of whom it may be told to."""

    text: str
    place: Place
    actions: frozenset[Action]

    def may_be_told(self, person: Person | None) -> bool:
        allowed = [scope(person, action) for action in self.actions]
        if self.place.school_id is None:  # who covers a school knows of its district
            return any(one.whole_state or self.place.lea_id in one.districts for one in allowed)
        return any(one.allows(self.place) for one in allowed)


_SEEN = frozenset({Action.SEE})
_LISTED = frozenset({Action.SEE, Action.GRANT})  # an administrator gives roles at schools
_GRANTED = frozenset({Action.GRANT})


@dataclass(frozen=True)
class Target:
    """What is asked for: a school and what belongs to it.

    values: by year and name, as the table has them. at: the place of each of them, where it is not
    `place`. exists: whether there is such a thing.
    """

    name: str
    place: Place
    values: Mapping[int, Mapping[str, str]]
    at: Mapping[str, Place] = field(default_factory=dict)
    exists: bool = True

    def filled(self, line: Line) -> tuple[str, dict[str, str]]:
        """The address and the form of a line."""
        values = self.values[line.year]
        form = {name.format_map(values): text.format_map(values) for name, text in line.form}
        return line.asked.format_map(values), form

    def is_mixed(self, line: Line) -> bool:
        """Whether the line names things of two places."""
        return len({self.at.get(name, self.place) for name in line.names}) > 1

    def is_allowed(self, person: Person | None, line: Line) -> bool:
        """Whether `scope` allows the line's action at every place that it touches."""
        assert line.action is not None
        allowed = scope(person, line.action)
        return all(
            _covers(allowed, self.at.get(name, self.place), line.at, name=name)
            for name in line.names
        )


def _covers(allowed: Scope, place: Place, at: At, *, name: str) -> bool:
    if at is At.STATE:
        return allowed.whole_state
    if at is At.PART or (at is At.SCHOOL and name == "lea"):
        return allowed.whole_state or place.lea_id in allowed.districts
    return allowed.allows(place if at is At.SCHOOL else Place(place.lea_id))


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
        words += [Word(told, place_of, _LISTED) for told in (school.school_id, school.name)]
    for lea_id, name in {one.lea_id: one.lea_name for one in SCHOOLS}.items():
        words += [Word(told, Place(lea_id), frozenset(Action)) for told in (lea_id, name)]
        accounts = _accounts(gate, lea_id, name, words)
        for (lea, _), place in values.items():
            if lea == lea_id:
                for one in place.values():
                    one |= accounts
    return words, _targets(values)


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
        words += [Word(told, key.place, _SEEN) for told in (student_id, str(row))]
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
    words += [Word(told, key.place, _SEEN) for told in (str(given), hashed)]
    return str(given)


def _accounts(gate: Gate, lea_id: str, name: str, words: list[Word]) -> dict[str, str]:
    """A person of the district whom forms are about, and one whose account is closed."""
    found = {}
    for what, first in (("account", "Vera"), ("closed", "Carl")):
        login = f"{first.lower()}@{name.lower()}.example"
        made = gate.person(
            (Role.DISTRICT_ENTRY, Place(lea_id)), login=login, name=f"{first} {name}", password=None
        )
        words += [Word(told, Place(lea_id), _GRANTED) for told in (login, f"{first} {name}")]
        found[what] = str(made)
    with gate.store.writing() as session:
        deactivate(session, OPERATOR, int(found["closed"]), now=gate.now)
    return found


def _targets(
    values: Mapping[tuple[str, str], Mapping[int, Mapping[str, str]]],
) -> tuple[Target, ...]:
    """What there is, what there is not, and parts of one place under another's address."""
    xavier, yarrow, zeno = Place(QUILL, XAVIER), Place(QUILL, YARROW), Place(MARROW, ZENO)

    def of(place: Place, *, but: Place | None = None, **other: str) -> dict[int, dict[str, str]]:
        found = {}
        for year, own in values[str(place.lea_id), str(place.school_id)].items():
            foreign = values[str(but.lea_id), str(but.school_id)][year] if but else {}
            found[year] = own | {name: foreign[name] for name in _HELD if but} | other
        return found

    absent = {"row": str(NO_NUMBER), "certificate": str(NO_NUMBER)}
    nobody = {"account": str(NO_NUMBER), "closed": str(NO_NUMBER)}
    unknown, nowhere = Place(QUILL, NO_SCHOOL), Place(NOWHERE, NO_SCHOOL)
    at_nowhere = {"lea": NOWHERE, "school": NO_SCHOOL}
    return (
        Target("Xavierine", xavier, of(xavier)),
        Target("Yarrowby", yarrow, of(yarrow)),
        Target("Zenobian", zeno, of(zeno)),
        Target("no school", unknown, of(xavier, school=NO_SCHOOL, **absent), exists=False),
        Target("no district", nowhere, of(zeno, **at_nowhere, **absent, **nobody), exists=False),
        Target(
            "what is Yarrowby's in Xavierine", xavier, of(xavier, but=yarrow),
            dict.fromkeys(_HELD, yarrow),
        ),
        Target(
            "what is Zenobian's in Xavierine", xavier, of(xavier, but=zeno),
            dict.fromkeys(_HELD, zeno),
        ),
        Target("Zenobian in Quillback", zeno, of(zeno, lea=QUILL), {"lea": xavier}),
        Target("Xavierine in Marrowstone", xavier, of(xavier, lea=MARROW), {"lea": zeno}),
    )  # fmt: skip


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
            words += [Word(told, Place(place.lea_id), _GRANTED) for told in (login, name)]
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
