"""What every page here needs: who asks, for which district and number, and of which release."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask import Response, make_response, render_template

from dashboard.accounts import Action, Person, Place, require
from dashboard.catalog import Indicator
from dashboard.errors import ProgressError
from dashboard.store import Store
from dashboard.views import Edition, Shelf
from dashboard.web import signed


class NotHere(ProgressError):
    """There is no such district, number or part of it."""


class NoExtracts(ProgressError):
    """The operator has named no folder of extracts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class District:
    """A district of the release that is shown, for a person who may see all of it."""

    person: Person
    edition: Edition
    lea_id: str

    @property
    def name(self) -> str:
        """As the public pages call it."""
        return self.edition.districts[self.lea_id]

    @property
    def release_dir(self) -> Path:
        """The folder of the release."""
        return self.edition.root / self.edition.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A district's value of an indicator in a school year."""

    district: District
    indicator: Indicator
    year: int


@dataclass(frozen=True, slots=True)
class Desk:
    """The pages' surroundings. extracts: what the operator named, None for nothing."""

    shelf: Shelf
    extracts: Path | None

    @property
    def store(self) -> Store:
        """The store, whose audit trail every look goes to."""
        return signed.desk().store

    def clock(self) -> datetime:
        """The moment, in UTC."""
        return signed.now()

    def edition(self) -> Edition:
        """The release that is shown; raises NoRelease."""
        return self.shelf.edition()

    def place(self, lea_id: str) -> District:
        """The district at an address. Raises Refused before it is known whether there is one."""
        person = require(signed.require_person(), Action.EXACT, Place(lea_id))
        edition = self.edition()
        if lea_id not in edition.districts:
            raise NotHere("There is no such district in this release.")
        return District(person=person, edition=edition, lea_id=lea_id)

    def number(self, district: District, indicator: str, year: int) -> Number:
        """The value at an address; raises NotHere."""
        found = district.edition.catalog.get(indicator)
        if found is None or year not in district.edition.years:
            raise NotHere("There is no such indicator, or no such year, in this release.")
        return Number(district=district, indicator=found, year=year)

    def records_folder(self) -> Path:
        """The folder that records are read from; raises NoExtracts."""
        if self.extracts is None:
            raise NoExtracts(NOT_SET_UP)
        return self.extracts

    def page(self, template: str, *, title: str, status: int = 200, **values: object) -> Response:
        """A page of `templates/own` as an answer."""
        html = render_template(f"own/{template}", title=title, edition=self._frame(), **values)
        return make_response(html, status)

    def _frame(self) -> Edition | None:
        try:
            return self.edition()
        except ProgressError:
            return None


NOT_SET_UP = (
    "This server is not set up to show records. Its operator has to name the folder of extracts "
    "(DASHBOARD_EXTRACTS)."
)
