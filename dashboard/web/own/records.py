"""The records behind a number, a page at a time."""

from __future__ import annotations

from typing import Any

from flask import Response, url_for

from dashboard.behind import Behind, look_at_records
from dashboard.views import words
from dashboard.views.numbers import (
    NBSP,
    count_text,
    exact_percent,
    from_float,
    half_up,
    percent_text,
    year_label,
)
from dashboard.web.own.beside import public_point, said, why
from dashboard.web.own.desk import Desk, Number
from dashboard.web.own.parts import chosen, parts_of, sheet_of

PAGE = 200
"""Records on a page: some 100 kB of HTML, and less than anybody reads."""


def looked_up(desk: Desk, number: Number, *, as_file: bool = False) -> Behind:
    """The records, the look written down; raises as `look_at_records`, and NoExtracts."""
    district = number.district
    return look_at_records(
        desk.store,
        district.person,
        now=desk.clock(),
        release_dir=district.release_dir,
        extracts_dir=desk.records_folder(),
        lea_id=district.lea_id,
        indicator=number.indicator.id,
        school_year=number.year,
        as_file=as_file,
    )


def records_page(desk: Desk, number: Number, group: str | None, page: str | None) -> Response:
    """A page of all records, or of one group; raises NotHere for what is not among them."""
    behind = looked_up(desk, number)
    parts = parts_of(behind)
    shown = chosen(parts, group)
    indicator, label = number.indicator, year_label(number.year)
    era = indicator.era_of(behind.data_year)
    place: dict[str, Any] = {
        "lea_id": number.district.lea_id,
        "indicator": indicator.id,
        "year": number.year,
    }
    return desk.page(
        "records.html",
        title=f"{indicator.id} {indicator.short_title}, {label}: {number.district.name}",
        number=number,
        label=label,
        behind=behind,
        carried=year_label(behind.data_year) if behind.data_year != number.year else "",
        sentence=sentence(number, behind),
        public=_public(number, behind),
        parts=parts,
        group=group,
        sheet=sheet_of(shown, page, size=PAGE),
        era=era,
        notes=indicator.notes_for(behind.data_year, behind.data_year),
        here=lambda **query: url_for("own.records", **place, **query),
        file=url_for("own.records_file", **place, group=group),
        count=count_text,
        year_label=year_label,
    )


def sentence(number: Number, behind: Behind) -> str:
    """ "7 of 9 students: 77.8 %.", or the rate that the district is judged by."""
    indicator = number.indicator
    part, whole = count_text(behind.num), count_text(behind.den)
    if indicator.percent_of_districts:
        judged = words.DISTRICT_STATUSES.get(behind.status, words.plain(behind.status))
        ratio = "" if behind.ratio is None else half_up(from_float(behind.ratio), decimals=2)
        judged += f", ratio{NBSP}{ratio}" if ratio else ""
        return f"{part} of {whole} in the district: {judged}."
    percent = exact_percent(behind.num, behind.den)
    if percent is None:
        return f"No {indicator.unit} were counted."
    text = percent_text(percent, decimals=indicator.decimals)
    return f"{part} of {whole} {indicator.unit}: {text}{NBSP}%."


def _public(number: Number, behind: Behind) -> str:
    """What the public sees of the value, and why not all of it."""
    district, indicator = number.district, number.indicator
    public = public_point(district.edition, indicator, district.lea_id, number.year)
    if public is None:
        return "nothing"
    text = said(public)
    if public.percent is not None:
        return f"{text}{NBSP}% ({public.counts})" if public.counts else f"{text}{NBSP}%"
    if public.status != "SUPPRESSED":
        return text
    profile = district.edition.catalog.profile
    return f"{text} ({why(behind.den, public, indicator=indicator, profile=profile)})"
