"""What every screen of the collection needs: who asks, the store, the rules and the moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Response, make_response, render_template
from sqlalchemy.orm import Session

from dashboard.accounts import Action, Person, Refused, require, scope
from dashboard.collection.errors import NotThere
from dashboard.collection.overview import CollectionLine, collections
from dashboard.collection.rows import DistrictKey, SchoolKey
from dashboard.collection.rules import Rules
from dashboard.errors import ProgressError
from dashboard.store import Store
from dashboard.views import Edition, Shelf
from dashboard.web import signed


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The screens' surroundings."""

    rules: Rules
    shelf: Shelf

    @property
    def store(self) -> Store:
        """The store."""
        return signed.desk().store

    def clock(self) -> datetime:
        """The moment, in UTC."""
        return signed.now()

    def person(self) -> Person:
        """Who asks; without a session a page leads to the sign-in, and a form is refused."""
        return signed.require_person()

    def page(self, template: str, *, title: str, status: int = 200, **values: object) -> Response:
        """A screen as an answer."""
        html = render_template(
            f"collect/{template}",
            title=title,
            edition=self._edition(),
            when=self.when,
            **values,
        )
        return make_response(html, status)

    def when(self, moment: datetime | None) -> str:
        """A moment on the state's clock, to the minute; empty for none."""
        if moment is None:
            return ""
        return f"{moment.astimezone(ZoneInfo(self.rules.time_zone)):%Y-%m-%d %H:%M}"

    def collection(self, session: Session, person: Person, year: int) -> CollectionLine:
        """The collection of a school year; raises Refused, NotThere."""
        for line in collections(session, person, now=self.clock()):
            if line.school_year == year:
                return line
        raise NotThere(f"There is no collection of {year}.")

    def district(self, session: Session, person: Person, year: int, lea_id: str) -> DistrictKey:
        """The district at an address, for who may see any of it; raises Refused, NotThere."""
        seen = scope(person, Action.SEE)
        if not (seen.whole_state or lea_id in seen.districts):
            raise Refused("Your account does not cover this district.")
        _require_id(lea_id)
        return DistrictKey(self.collection(session, person, year).id, lea_id)

    def school(
        self, session: Session, person: Person, year: int, lea_id: str, school_id: str
    ) -> SchoolKey:
        """The school at an address, for who may see it; raises Refused, NotThere."""
        key = self.district(session, person, year, lea_id)
        found = SchoolKey(key.collection_id, lea_id, school_id)
        require(person, Action.SEE, found.place)
        _require_id(school_id)
        return found

    def _edition(self) -> Edition | None:
        try:
            return self.shelf.edition()
        except ProgressError:
            return None


def _require_id(text: str) -> None:
    """Refuse what no id can be, and what a database would not take as a text."""
    if not text.isprintable():
        raise NotThere("There is no such place in this collection.")
