"""The first steps of the guide: the application, the district, Next; and the state's overview."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from dashboard.accounts import Action, scope
from dashboard.collection.overview import collections, my_districts, progress
from dashboard.web.collect.desk import Desk
from dashboard.web.collect.reminders import mailto, reminders

PLAN = "Special Education State Performance Plan"
INDICATOR = "Indicator 7 - Early Childhood Outcomes Summary"


@dataclass(frozen=True, slots=True)
class Places:
    """From the applications to a district."""

    desk: Desk

    def applications(self) -> Response:
        """The application "Special Education State Performance Plan"."""
        person, now = self.desk.person(), self.desk.clock()
        with self.desk.store.reading() as session:
            lines = collections(session, person, now=now)
        today = self.desk.rules.day(now)
        return self.desk.page(
            "applications.html", title=PLAN, indicator=INDICATOR, lines=lines, today=today
        )

    def districts(self, year: int) -> AnyResponse:
        """The choice of a district; with one chosen, the way to it. The state sees them all."""
        person, now = self.desk.person(), self.desk.clock()
        with self.desk.store.reading() as session:
            found = self.desk.collection(session, person, year)
            choices = my_districts(session, person, found.id, now=now)
            watches = scope(person, Action.PROGRESS).whole_state
            watched = (
                progress(session, person, found.id, now=now, rules=self.desk.rules)
                if watches
                else None
            )
            reminded = reminders(session, person, watched) if watched else ()
        chosen = request.args.get("lea", "")
        if any(choice.key.lea_id == chosen for choice in choices):
            return redirect(url_for("collect.district", year=year, lea_id=chosen), code=303)
        return self.desk.page(
            "districts.html",
            title=INDICATOR,
            year=year,
            line=found,
            choices=choices,
            progress=watched,
            reminders=reminded,
            mailto=mailto,
            everybody=sorted({address for one in reminded for address in one.contacts.best}),
            may_window=scope(person, Action.WINDOW).whole_state,
            unknown="lea" in request.args,
        )
