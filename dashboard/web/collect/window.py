"""The days of a collection, and a district's extension, for the state administrator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from http import HTTPStatus

from flask import Response, redirect, request, url_for
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response as AnyResponse

from dashboard.accounts import Action, Person, Place, require
from dashboard.collection.errors import WrongDays
from dashboard.collection.overview import CollectionLine, progress
from dashboard.collection.records import LONGEST, parse_date
from dashboard.collection.rows import DistrictKey
from dashboard.collection.window_changes import window_changes
from dashboard.collection.workflow import extend, set_window
from dashboard.errors import ProgressError
from dashboard.store import Busy, Stale
from dashboard.web.collect.desk import Desk
from dashboard.web.collect.problems import status_of
from dashboard.web.collect.typed import number

SAID = {
    "set": "Saved. The collection has these days now.",
    "extended": "Saved. The district has its own last day.",
    "taken": "Saved. The extension is taken back.",
}
Errors = dict[str, str]


class Missing(ProgressError):
    """Fields are not filled, or hold no date: what to do, by field."""

    def __init__(self, errors: Errors) -> None:
        super().__init__(" ".join(errors.values()))
        self.errors = errors


@dataclass(frozen=True, slots=True)
class WindowPage:
    """The screen."""

    desk: Desk

    def show(self, year: int) -> Response:
        """The days as they are, in forms."""
        person, line = self._at(year)
        return self._shown(person, line)

    def step(self, year: int) -> AnyResponse:
        """Set the days of all, give a district an extension, or take it back."""
        person, line = self._at(year)
        steps = {"set": self._set, "extend": self._extend, "take": self._take}
        wanted = request.form.get("do", "").partition("-")[0]
        if wanted not in steps:
            raise BadRequest("This screen has no such step.")
        try:
            said = steps[wanted](person, line)
        except Missing as error:
            return self._shown(person, line, errors=error.errors)
        except WrongDays as error:
            return self._shown(person, line, errors={error.field: str(error)})
        except (Stale, Busy) as error:
            return self._shown(person, line, refused=error)
        return redirect(url_for("collect.window", year=year, said=said), code=303)

    def _at(self, year: int) -> tuple[Person, CollectionLine]:
        person = self.desk.person()
        require(person, Action.WINDOW, Place())
        with self.desk.store.reading() as session:
            return person, self.desk.collection(session, person, year)

    def _set(self, person: Person, line: CollectionLine) -> str:
        days = _days("opens", "closes")
        seen = _seen("opens"), _seen("closes")
        with self.desk.store.writing() as session:
            set_window(
                session, person, line.id, opens=days["opens"], closes=days["closes"],
                now=self.desk.clock(), seen=seen,
            )  # fmt: skip
        return "set"

    def _extend(self, person: Person, line: CollectionLine) -> str:
        lea_id = request.form.get("lea", "")
        missing = {} if lea_id else {"lea": "Select a district."}
        days = _days("until", missing=missing)
        with self.desk.store.writing() as session:
            extend(
                session, person, DistrictKey(line.id, lea_id), until=days["until"],
                reason=request.form.get("reason", "")[:_REASON], now=self.desk.clock(),
            )  # fmt: skip
        return "extended"

    def _take(self, person: Person, line: CollectionLine) -> str:
        lea_id = request.form.get("do", "").partition("-")[2]
        version = number(request.form, f"{lea_id}.version")
        with self.desk.store.writing() as session:
            extend(
                session, person, DistrictKey(line.id, lea_id), until=None, version=version,
                reason=request.form.get("reason", "")[:_REASON], now=self.desk.clock(),
            )  # fmt: skip
        return "taken"

    def _shown(
        self,
        person: Person,
        line: CollectionLine,
        *,
        errors: Errors | None = None,
        refused: ProgressError | None = None,
    ) -> Response:
        with self.desk.store.reading() as session:
            now, rules = self.desk.clock(), self.desk.rules
            found = progress(session, person, line.id, now=now, rules=rules)
            changes = window_changes(session, person, line.id)
        typed = request.form if errors else {}
        window = found.window
        return self.desk.page(
            "window.html",
            title="Dates of the collection",
            status=HTTPStatus.BAD_REQUEST if errors else status_of(refused) if refused else 200,
            year=line.school_year,
            window=window,
            today=rules.day(now),
            choices=[(one.key.lea_id, one.name) for one in found.districts],
            extended=[one for one in found.districts if one.window.extended_to],
            names={one.key.lea_id: one.name for one in found.districts},
            changes=changes,
            errors=errors or {},
            refused=refused,
            said=SAID.get(request.args.get("said", "")),
            typed={
                "opens": typed.get("opens", window.opens.isoformat()),
                "closes": typed.get("closes", window.closes.isoformat()),
                **{name: typed.get(name, "") for name in ("lea", "until", "reason")},
            },
        )


_REASON = 500  # characters, as of the reason to decertify
_DAYS = {"opens": "first day", "closes": "last day", "until": "district's last day"}


def _days(*names: str, missing: Errors | None = None) -> dict[str, date]:
    """The dates of a form; raises Missing for what is not there or is none."""
    errors, found = dict(missing or {}), {}
    for name in names:
        text = request.form.get(name, "").strip()[:LONGEST]
        day = parse_date(text)
        if day is not None:
            found[name] = day
        elif text:
            errors[name] = f"The {_DAYS[name]} is no date. Type it as 2026-06-30 or 6/30/2026."
        else:
            errors[name] = f"Enter the {_DAYS[name]}."
    if errors:
        raise Missing(errors)
    return found


def _seen(name: str) -> date:
    day = parse_date(request.form.get(f"{name}.seen", ""))
    if day is None:
        raise BadRequest("This form is not as this site has sent it. Load the page again.")
    return day
