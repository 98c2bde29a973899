"""A value, exact and as the public sees it, in the words of the public pages."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.behind import Exact
from dashboard.catalog import Indicator, Profile
from dashboard.views import Edition
from dashboard.views.numbers import NBSP, count_text, target_text
from dashboard.views.point import Point, point_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """A value for the page.

    name: of the indicator or the group. num, den: exact counts, or empty. text: the percent or a
    status in words; number: whether it is a percent. public: what the public sees instead, empty
    when it sees the same; why: the reason, empty where there is none to give.
    """

    name: str
    num: str
    den: str
    text: str
    number: bool
    target: str
    verdict: str
    public: str
    why: str


def beside(
    one: Exact, public: Point | None, *, name: str, indicator: Indicator, profile: Profile
) -> Beside:
    """An exact value beside the public point of the same key; None where the public has none."""
    own = exact_point(one, indicator=indicator)
    seen = "not listed" if public is None else said(public)
    same = public is not None and _shown(own) == _shown(public)
    target = own.target
    return Beside(
        name=name,
        num="" if own.num is None else count_text(own.num),
        den="" if own.den is None else count_text(own.den),
        text=said(own),
        number=own.percent is not None,
        target="" if target is None else target_text(target, decimals=indicator.decimals),
        verdict=own.verdict,
        public="" if same else seen,
        why="" if same else why(one.exact.den, public, indicator=indicator, profile=profile),
    )


def exact_point(one: Exact, *, indicator: Indicator) -> Point:
    """The point of an exact value, made as those of the public table are."""
    shown = one.exact
    row = {
        "school_year": one.school_year,
        "num": shown.num,
        "den": shown.den,
        "value": shown.value,
        "target": one.target,
        "status": shown.status,
        "district_status": shown.district_status,
        "ratio": shown.ratio,
        "data_year": one.data_year,
        "flags": ",".join(shown.flags),
        "era": None,
    }
    return point_of(row, indicator=indicator)


def said(point: Point) -> str:
    """A percent without its sign, or a status in words, with the ratio it was judged by."""
    return f"{point.text}, ratio{NBSP}{point.ratio}" if point.ratio else point.text


def why(den: int | None, public: Point | None, *, indicator: Indicator, profile: Profile) -> str:
    """Why the public sees less than a value that stands on `den`, in a few words."""
    if public is None:
        return ""
    if public.status != "SUPPRESSED":
        return "the ratio is of few"
    if den is not None and den < profile.protection.min_den:
        return f"fewer than {profile.protection.min_den} {indicator.unit}"
    if public.coded:
        return "near none or near all"
    return "others could be worked out"


def public_point(
    edition: Edition,
    indicator: Indicator,
    lea_id: str,
    year: int,
    *,
    group: tuple[str, str] = ("ALL", "ALL"),
) -> Point | None:
    """What the public sees of a district's value, or of a group's; None where it has no row."""
    if group == ("ALL", "ALL"):
        rows = edition.series(indicator, lea_id)
    else:
        rows = edition.groups.of(indicator.id, lea_id, year=year)
        rows = [row for row in rows if (row["group_type"], row["group"]) == group]
    found = next((row for row in rows if row["school_year"] == year), None)
    return None if found is None else point_of(found, indicator=indicator)


def _shown(point: Point) -> tuple[str, int | None, int | None, str]:
    return said(point), point.num, point.den, point.status
