"""The schools of a district as the guide lists them, and the district's certificate."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, redirect, request, url_for
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response as AnyResponse

from dashboard.accounts import Action, Person, scope
from dashboard.collection.certifying import in_the_way
from dashboard.collection.errors import CollectionError
from dashboard.collection.rows import DistrictKey
from dashboard.collection.schools import DistrictView, by_status, district_view
from dashboard.collection.workflow import certify, certify_no_data, decertify
from dashboard.web.collect.desk import Desk
from dashboard.web.collect.problems import status_of

SAID = {
    "certified": "Certified. The data submission is complete.",
    "decertified": "Decertified. The district can change its data again.",
}


@dataclass(frozen=True, slots=True)
class DistrictPage:
    """A district's screen."""

    desk: Desk

    def show(self, year: int, lea_id: str) -> Response:
        """The list of schools."""
        person = self.desk.person()
        with self.desk.store.reading() as session:
            key = self.desk.district(session, person, year, lea_id)
        return self._shown(person, key)

    def step(self, year: int, lea_id: str) -> AnyResponse:
        """Certify, certify that there is no data, or decertify."""
        person = self.desk.person()
        with self.desk.store.reading() as session:
            key = self.desk.district(session, person, year, lea_id)
        try:
            said = self._done(person, key)
        except CollectionError as error:
            return self._shown(person, key, refused=error)
        address = url_for("collect.district", year=year, lea_id=lea_id, said=said)
        return redirect(address, code=303)

    def _done(self, person: Person, key: DistrictKey) -> str:
        now, rules = self.desk.clock(), self.desk.rules
        wanted = request.form.get("do")
        with self.desk.store.writing() as session:
            if wanted == "certify":
                certify(session, person, key, now=now, rules=rules)
            elif wanted == "certify_no_data":
                certify_no_data(session, person, key, now=now, rules=rules)
            elif wanted == "decertify":
                reason = request.form.get("reason", "")
                decertify(session, person, key, reason=reason, now=now)
                return "decertified"
            else:
                raise BadRequest("This screen has no such step.")
        return "certified"

    def _shown(
        self, person: Person, key: DistrictKey, *, refused: CollectionError | None = None
    ) -> Response:
        with self.desk.store.reading() as session:
            view = district_view(session, person, key, now=self.desk.clock(), rules=self.desk.rules)
        order = request.args.get("sort", "")
        lines = view.schools
        if order in ("status", "-status"):
            lines = tuple(by_status(lines, descending=order == "-status"))
        return self.desk.page(
            "district.html",
            title=view.name,
            status=200 if refused is None else status_of(refused),
            view=view,
            lines=lines,
            order=order,
            refused=refused,
            said=SAID.get(request.args.get("said", "")),
            may_certify=scope(person, Action.CERTIFY).allows(key.place),
            may_upload=scope(person, Action.ENTER).allows(key.place)
            and view.is_open
            and not view.certified,
            may_decertify=scope(person, Action.DECERTIFY).allows(key.place),
            may_see_all=view.all_schools,
            blocked=_blocked(view),
            reason=request.form.get("reason", ""),
        )


def _blocked(view: DistrictView) -> tuple[str, ...]:
    """Why the district cannot be certified now; empty when it can."""
    if not view.is_open:
        days = f"{view.window.opens} to {view.window.last_day}"
        return (f"The collection is not open. It is open from {days}.",)
    return tuple(f"{one}." for one in in_the_way(view.schools))
