"""The finder's page: districts by what one remembers of them, or all of them by letter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from dashboard.catalog import Profile
from dashboard.locale import gettext as _
from dashboard.locale import ngettext
from dashboard.views.edition import Edition
from dashboard.views.finder import Found, Match, find_districts, folded
from dashboard.views.links import link
from dashboard.views.numbers import count_text
from dashboard.views.place import Address
from dashboard.views.question import QuestionError, cut

# Up to so many are simply listed; more are listed by the first letter of their names.
_MOST_LISTED = 200
_NO_LETTER = "#"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """The districts whose names begin with a letter."""

    letter: str
    href: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """The finder: what was typed and found; else all districts, or those of a letter."""

    profile: Profile
    count: int
    found: Found
    said: str
    letters: tuple[Letter, ...]
    listed: tuple[Match, ...]


def places_at(address: Address, *, edition: Edition) -> Places:
    """The page at an address; raises QuestionError for a letter no name begins with."""
    typed = next(reversed(address.query.get("q", [])), "")
    letter = next((text for text in reversed(address.query.get("letter", [])) if text), "")
    return places(typed, letter=letter, edition=edition)


def places(typed: str, *, edition: Edition, letter: str = "") -> Places:
    """What the finder answers."""
    found = find_districts(typed, edition=edition)
    shelves = _shelves(edition.districts)
    if letter and letter not in shelves:
        said = _("No name begins with “{letter}”. There is: {known}.")
        raise QuestionError(said.format(letter=cut(letter), known=", ".join(shelves)))
    few = len(edition.districts) <= _MOST_LISTED
    wanted = [letter] if letter else (list(shelves) if few else [])
    return Places(
        profile=edition.catalog.profile,
        count=len(edition.districts),
        found=found,
        said=said_of(found, profile=edition.catalog.profile),
        letters=()
        if few
        else tuple(
            Letter(
                letter=each,
                href=link("/districts", [("letter", each)]),
                count=len(matches),
                chosen=each == letter,
            )
            for each, matches in shelves.items()
        ),
        listed=() if found.query else tuple(match for each in wanted for match in shelves[each]),
    )


def said_of(found: Found, *, profile: Profile) -> str:
    """How many were found, for the line that is read aloud; empty before anything is typed."""
    if not found.query:
        return ""
    if not found.total:
        said = _("No {unit} has “{query}” in its name or number.")
        return said.format(unit=profile.unit_one, query=cut(found.query))
    said = ngettext("{count} {unit} found.", "{count} {units} found.", found.total)
    said = said.format(
        count=count_text(found.total), unit=profile.unit_one, units=profile.unit_many
    )
    if found.more:
        more = _("The first {shown} are shown; type more of the name to see others.")
        said = f"{said} {more.format(shown=len(found.matches))}"
    return said


def _shelves(districts: Mapping[str, str]) -> dict[str, list[Match]]:
    """All districts by the first letter of their names; numbers and the rest under "#"."""

    def initial(match: Match) -> str:
        first = folded(match.name)[:1].upper()
        return first if first.isalpha() else _NO_LETTER

    matches = [Match(lea_id, name) for lea_id, name in districts.items()]
    return {
        letter: list(group) for letter, group in groupby(sorted(matches, key=initial), key=initial)
    }
