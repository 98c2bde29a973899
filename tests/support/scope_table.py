"""Who may ask what: every address and callback of the site, each in one line (trust.md S1).

A new route, or a new callback, gets a line here; `tests/web/test_scope_matrix.py` fails until it
has one, and then asks the line of everybody. `public`: anybody, the same answer for all. `door`:
anybody, about nothing but their own session. `signed`: whoever is signed in, about what is theirs.
`scoped`: whom `scope` allows the action at the place of the address.

`{lea}`, `{school}`, `{row}`, `{student_id}`, `{version}`, `{school_version}`, `{certificate}`,
`{account}`, `{closed}` and `{year}` in an address or a field stand for those of the place that is
asked about (tests/support/scoped_site.py). A form has a line for each of its steps, with fields
by which the step is done when it is allowed; a field that begins with `file:` is a file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from dashboard.accounts import Action

OPEN, READY, CERTIFIED, EMPTY = 2026, 2025, 2027, 2028
"""Collections: in entry; all submitted; all certified; nobody on a roster."""


class Kind(StrEnum):
    """Whom an address is for."""

    PUBLIC = "public"
    DOOR = "door"
    SIGNED = "signed"
    SCOPED = "scoped"


class At(StrEnum):
    """How much of a place the action must be allowed at."""

    STATE = "the state"
    DISTRICT = "the district"
    PART = "any of the district"
    SCHOOL = "the school"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An address: "GET /collect", or a step of its form.

    asked: the address of the rule, filled in, with its query. form: fields, for a POST. at: where
    the action is asked for. only: "password" or "portal" where not every site has the route.
    there: whether the places of this table have what is asked for; where they have not, nobody is
    given anything here, and the room's own tests show that the allowed are.
    """

    kind: Kind
    name: str
    asked: str
    action: Action | None = None
    at: At = At.SCHOOL
    year: int = OPEN
    form: tuple[tuple[str, str], ...] = ()
    only: str = ""
    there: bool = True

    @property
    def method(self) -> str:
        return self.name.partition(" ")[0]

    @property
    def names(self) -> frozenset[str]:
        """What of a place the line names: "lea", "row" and so on."""
        text = " ".join([self.asked, *(part for pair in self.form for part in pair)])
        return frozenset(re.findall(r"(?<!{){([a-z_]+)}", text)) - {"year"}

    @property
    def step(self) -> str:
        """How the line is called in a message: the form's step too, if it has several."""
        return " ".join([self.name, *(value for name, value in self.form if name == "do")])


YEAR = "/collect/7/<int(max=9999):year>"
SCHOOL = f"{YEAR}/<lea_id>/<school_id>"
ROW = f"{SCHOOL}/<int(max=2147483647):row_id>/remove"
CERTIFICATE = "/collect/certificate/<int(max=2147483647):certificate_id>"
NUMBER = "/exact/<lea_id>/<indicator>/<int(max=9999):year>"
FILES = "<any('template.csv','template.xlsx','students.csv','students.xlsx'):name>"
ENDINGS = "<any(csv,json,svg,png,xlsx,zip):ending>"
_FILLED = {
    "<int(max=9999):year>": "{year}",
    "<lea_id>": "{lea}",
    "<school_id>": "{school}",
    "<int(max=2147483647):row_id>": "{row}",
    "<int(max=2147483647):certificate_id>": "{certificate}",
    "<indicator>": "1",
    FILES: "students.csv",
}


def public(name: str, asked: str = "") -> Line:
    return Line(kind=Kind.PUBLIC, name=name, asked=asked or _path(name))


def door(name: str, *, only: str = "") -> Line:
    return Line(kind=Kind.DOOR, name=name, asked=_path(name), only=only)


def signed(name: str, *, query: str = "") -> Line:
    return Line(kind=Kind.SIGNED, name=name, asked=_path(name) + query)


def scoped(
    name: str,
    action: Action,
    at: At,
    form: Mapping[str, str] | None = None,
    *,
    query: str = "",
    year: int = OPEN,
    there: bool = True,
) -> Line:
    return Line(
        kind=Kind.SCOPED, name=name, asked=_path(name) + query, action=action, at=at, year=year,
        form=tuple((form or {}).items()), there=there,
    )  # fmt: skip


def _path(name: str) -> str:
    path = name.partition(" ")[2]
    for variable, filled in _FILLED.items():
        path = path.replace(variable, filled)
    return path


_TYPED = {
    "{row}.version": "{version}",
    "{row}.was": '{{"entry_a": "3"}}',
    "{row}.entry_a": "4",
}
_ADDED = {"new.student_id": "0000000009", "new.entry_a": "3"}
_VERSION = {"school.version": "{school_version}"}
_BACK = {"do": "decertify", "reason": "A rating was wrong"}
_VERA = {"account": "{account}"}
_NEW = {"district": "{lea}", "login": "new@person.example", "name": "New Person"}
_IN_SCHOOL = {"role": "school_entry", "school": "{school}"}
_IN_DISTRICT = {"role": "district_entry", "lea": "{lea}"}
_DAYS = {
    "opens": "2026-04-02",
    "closes": "2026-06-29",
    "opens.seen": "2026-04-01",
    "closes.seen": "2026-06-30",
}
_LONGER = {"do": "extend", "lea": "{lea}", "until": "2026-07-30", "reason": "A flood"}
_ROSTER = "student_id,birth_date,entry_date\n0000000008,2021-02-10,2024-09-03\n"
_ROSTERS = "school_id,student_id,birth_date,entry_date\n{school},0000000008,2021-02-10,2024-09-03\n"

TABLE: tuple[Line, ...] = (
    public("GET /", "/"),
    public("GET /<path:path>", "/about"),
    public("GET /static/<path:filename>", "/static/site.css"),
    public("GET /assets/<path:filename>", "/assets/site.css"),
    public(
        "GET /_dash-component-suites/<string:package_name>/<path:fingerprinted_path>",
        "/_dash-component-suites/dash/dash-renderer/build/dash_renderer.min.js",
    ),
    public("GET /_dash-layout"),
    public("GET /_dash-dependencies"),
    public("POST /_dash-update-component"),
    public("GET /_reload-hash"),
    public("GET /_favicon.ico"),
    public("GET /healthz"),
    public("GET /readyz"),
    public(f"GET /indicators/<wanted>.{ENDINGS}", "/indicators/1.csv"),
    public(f"GET /districts/<wanted>.{ENDINGS}", "/districts/001001.json"),
    public(f"GET /indicators.{ENDINGS}", "/indicators.csv"),
    public("GET /find/districts.json", "/find/districts.json?q=a"),
    public("GET /openapi.json"),
    public("GET /data.json"),
    public("GET /releases.atom"),
    public("GET /embed/<path:wanted>", "/embed/indicators/1"),
    public("GET /embed.js"),
    public("GET /oembed", "/oembed?url=http://localhost/indicators/1"),
    public("GET /report"),
    public("GET /report.pdf"),
    # The portal's door and the password's.
    door("GET /signin"),
    door("POST /signin"),
    door("POST /signout"),
    door("GET /signin/administrators"),  # names and no addresses, as in the guide
    door("GET /signin/first", only="password"),
    door("POST /signin/first", only="password"),
    door("GET /signin/portal", only="portal"),
    door("GET /signin/callback", only="portal"),
    door("GET /signin/code"),
    door("POST /signin/code"),
    door("GET /signin/setup"),
    door("POST /signin/setup"),
    door("GET /session"),
    door("POST /session"),
    # What everybody has of their own.
    signed("GET /account"),
    signed("POST /account"),
    signed("GET /collect"),
    signed(f"GET {YEAR}", query="?lea={lea}"),
    signed("GET /exact"),
    # Who has access.
    scoped("GET /people", Action.GRANT, At.DISTRICT, query="?district={lea}"),
    scoped("POST /people/add", Action.GRANT, At.SCHOOL, _NEW | _IN_SCHOOL),
    scoped("POST /people/add", Action.GRANT, At.DISTRICT, _NEW | {"role": "district_entry"}),
    scoped("POST /people/add", Action.APPOINT, At.STATE, _NEW | {"role": "district_admin"}),
    scoped("POST /people/revoke", Action.GRANT, At.DISTRICT, _VERA | _IN_DISTRICT),
    scoped("POST /people/deactivate", Action.GRANT, At.DISTRICT, _VERA),
    scoped("POST /people/link", Action.GRANT, At.DISTRICT, _VERA),
    scoped("POST /people/device", Action.APPOINT, At.STATE, _VERA),
    scoped("POST /people/activate", Action.APPOINT, At.STATE, {"account": "{closed}"}),
    # The collection.
    scoped(f"GET {YEAR}/<lea_id>", Action.SEE, At.PART),
    scoped(f"POST {YEAR}/<lea_id>", Action.CERTIFY, At.DISTRICT, {"do": "certify"}, year=READY),
    scoped(
        f"POST {YEAR}/<lea_id>", Action.CERTIFY, At.DISTRICT, {"do": "certify_no_data"}, year=EMPTY
    ),
    scoped(f"POST {YEAR}/<lea_id>", Action.DECERTIFY, At.DISTRICT, _BACK, year=CERTIFIED),
    scoped(f"GET {SCHOOL}", Action.SEE, At.SCHOOL),
    scoped(f"POST {SCHOOL}", Action.ENTER, At.SCHOOL, {"do": "save"} | _TYPED),
    scoped(f"POST {SCHOOL}", Action.ENTER, At.SCHOOL, {"do": "save"} | _ADDED),
    scoped(f"POST {SCHOOL}", Action.ENTER, At.SCHOOL, {"do": "submit"} | _VERSION),
    scoped(f"POST {SCHOOL}", Action.ENTER, At.SCHOOL, {"do": "reopen"} | _VERSION, year=READY),
    scoped(f"POST {SCHOOL}", Action.ENTER, At.SCHOOL, {"do": "remove-{row}"}),
    scoped(f"GET {ROW}", Action.ENTER, At.SCHOOL),
    scoped(f"POST {ROW}", Action.ENTER, At.SCHOOL, {"version": "{version}"}),
    scoped(f"GET {CERTIFICATE}", Action.SEE, At.DISTRICT, year=CERTIFIED),
    scoped(f"GET {YEAR}/<lea_id>/roster", Action.ENTER, At.DISTRICT),
    scoped(
        f"POST {YEAR}/<lea_id>/roster", Action.ENTER, At.DISTRICT,
        {"do": "look", "file": f"file:{_ROSTERS}"},
    ),
    scoped(f"GET {YEAR}/<lea_id>/roster/{FILES}", Action.ENTER, At.DISTRICT),
    scoped(f"GET {SCHOOL}/roster", Action.ENTER, At.SCHOOL),
    scoped(
        f"POST {SCHOOL}/roster", Action.ENTER, At.SCHOOL,
        {"do": "look", "file": f"file:{_ROSTER}"},
    ),
    scoped(f"GET {SCHOOL}/roster/{FILES}", Action.ENTER, At.SCHOOL),
    scoped(f"GET {YEAR}/reminders.csv", Action.PROGRESS, At.STATE),
    scoped(f"GET {YEAR}/window", Action.WINDOW, At.STATE),
    scoped(f"POST {YEAR}/window", Action.WINDOW, At.STATE, _DAYS | {"do": "set"}),
    scoped(f"POST {YEAR}/window", Action.WINDOW, At.STATE, _LONGER),
    # Exact values: of districts that a release has (tests/web/test_own.py), not of these.
    scoped("GET /exact/<lea_id>", Action.EXACT, At.DISTRICT, there=False),
    scoped(f"GET {NUMBER}", Action.EXACT, At.DISTRICT, there=False),
    scoped(f"GET {NUMBER}.csv", Action.EXACT, At.DISTRICT, there=False),
)  # fmt: skip

CALLBACKS: frozenset[str] = frozenset(
    {
        "wanted-address.data",
        "page.children, page-title.data, shown-address.data",
        "headline.data-html, chosen.data-html, chart.figure, chart-box.aria-label, "
        "rest.data-html, address.search, shown-address.data, page-title.data",
        "found.children, found-count.children",
        "nothing, when page-title.data changes",
        "nothing, when finder.value changes",
    }
)
"""The callbacks of Dash by what they fill; all are public: what they read is the release."""
