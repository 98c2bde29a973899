"""Two districts and what is asked for in them; and which words tell of which place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dashboard.accounts import Action, Person, Place, scope
from dashboard.accounts.scope import Scope
from dashboard.collection.opening import ListedSchool
from tests.support.scope_table import At, Line

QUILL, MARROW, NOWHERE = "881001", "882002", "889009"
XAVIER, YARROW, ZENO, NO_SCHOOL = "88110", "88120", "88210", "88990"
SCHOOLS = (
    ListedSchool(lea_id=QUILL, lea_name="Quillback", school_id=XAVIER, name="Xavierine"),
    ListedSchool(lea_id=QUILL, lea_name="Quillback", school_id=YARROW, name="Yarrowby"),
    ListedSchool(lea_id=MARROW, lea_name="Marrowstone", school_id=ZENO, name="Zenobian"),
)
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


SEEN = frozenset({Action.SEE})
LISTED = frozenset({Action.SEE, Action.GRANT})  # an administrator gives roles at schools
GRANTED = frozenset({Action.GRANT})
WRITTEN_TO = GRANTED | {Action.PROGRESS}  # the state's reminders name e-mail addresses


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
        if line.at is At.STATE:
            return allowed.whole_state
        return all(
            _covers(allowed, self.at.get(name, self.place), line.at, name=name)
            for name in line.names
        )


def _covers(allowed: Scope, place: Place, at: At, *, name: str) -> bool:
    if at is At.PART or (at is At.SCHOOL and name == "lea"):
        return allowed.whole_state or place.lea_id in allowed.districts
    return allowed.allows(place if at is At.SCHOOL else Place(place.lea_id))


def targets_of(
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
