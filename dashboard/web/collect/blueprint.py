"""The blueprint `collect`: its addresses, and the headers of all its answers."""

from __future__ import annotations

from flask import Blueprint
from flask.blueprints import BlueprintSetupState
from werkzeug.exceptions import RequestEntityTooLarge

from dashboard.collection.rules import Rules
from dashboard.errors import ProgressError
from dashboard.views import Shelf
from dashboard.web.collect.certificate import CertificatePage
from dashboard.web.collect.desk import Desk
from dashboard.web.collect.district import DistrictPage
from dashboard.web.collect.places import Places
from dashboard.web.collect.problems import refused
from dashboard.web.collect.reminders import RemindersFile
from dashboard.web.collect.removal import RemovalPage
from dashboard.web.collect.roster import RosterPage
from dashboard.web.collect.school import SchoolPage
from dashboard.web.collect.window import WindowPage
from dashboard.web.signed import check_posted_form

LARGEST_FORM = 5_000_000
"""Bytes of a school's form: about 4,000 students, and half of what any request may have (S7)."""

_YEAR = "/collect/7/<int(max=9999):year>"
_SCHOOL = f"{_YEAR}/<lea_id>/<school_id>"
_FILES = "<any('template.csv','template.xlsx','students.csv','students.xlsx'):name>"


def collect(*, rules: Rules, shelf: Shelf) -> Blueprint:
    """The screens, for a server with `install_signed`.

    Every route asks who is signed in, and then `require` for its place; so do the functions of the
    collection once more. Every form carries the session's token, which is checked before its route.
    """
    pages = Blueprint("collect", __name__)
    desk = Desk(rules=rules, shelf=shelf)
    places, district, school = Places(desk), DistrictPage(desk), SchoolPage(desk)
    removal, window = RemovalPage(desk, school), WindowPage(desk)
    pages.add_url_rule("/collect", "applications", places.applications)
    pages.add_url_rule(_YEAR, "districts", places.districts)
    pages.add_url_rule(f"{_YEAR}/window", "window", window.show)
    pages.add_url_rule(f"{_YEAR}/window", "window_step", window.step, methods=["POST"])
    pages.add_url_rule(f"{_YEAR}/reminders.csv", "reminders", RemindersFile(desk).show)
    pages.add_url_rule(f"{_YEAR}/<lea_id>", "district", district.show)
    pages.add_url_rule(f"{_YEAR}/<lea_id>", "district_step", district.step, methods=["POST"])
    pages.add_url_rule(_SCHOOL, "school", school.show)
    pages.add_url_rule(_SCHOOL, "school_step", school.step, methods=["POST"])
    row = f"{_SCHOOL}/<int(max=2147483647):row_id>/remove"
    pages.add_url_rule(row, "removal", removal.ask)
    pages.add_url_rule(row, "remove", removal.remove, methods=["POST"])
    pages.add_url_rule(
        "/collect/certificate/<int(max=2147483647):certificate_id>",
        "certificate",
        CertificatePage(desk).show,
    )
    _add_roster(pages, RosterPage(desk))
    pages.register_error_handler(ProgressError, lambda error: refused(desk, error))
    pages.before_request(check_posted_form)
    pages.record_once(_large_forms)
    return pages


def _add_roster(pages: Blueprint, roster: RosterPage) -> None:
    for whose, place in (("district", f"{_YEAR}/<lea_id>"), ("school", _SCHOOL)):
        here = f"{place}/roster"
        pages.add_url_rule(here, f"{whose}_roster", roster.show)
        pages.add_url_rule(here, f"{whose}_roster_step", roster.step, methods=["POST"])
        pages.add_url_rule(f"{here}/{_FILES}", f"{whose}_roster_file", roster.file)
    pages.register_error_handler(RequestEntityTooLarge, lambda _error: roster.too_large())


def _large_forms(state: BlueprintSetupState) -> None:
    # Read before any route is reached (the form's token), so it cannot be set for a route alone.
    state.app.config["MAX_FORM_MEMORY_SIZE"] = LARGEST_FORM
