"""A report as a tagged PDF (PDF/UA-1): Typst sets it, from words handed over as data."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

from dashboard.catalog import Formula, Profile
from dashboard.charts.marks import STROKES, TARGET
from dashboard.charts.paper import Paper, chart
from dashboard.locale import current
from dashboard.locale import gettext as _
from dashboard.report.document import Report, Row, Sheet

TEMPLATE = Path(__file__).with_name("report.typ")
FONTS = Path(__file__).resolve().parents[2] / "assets" / "fonts"
PAPER = Paper(start=100, end=516)


def pdf(report: Report, *, profile: Profile, created: str) -> bytes:
    """The PDF; the same bytes for the same report.

    created: when the release was made (UTC, ISO 8601), the only time that the file names.
    """
    made = datetime.fromisoformat(created).astimezone(UTC)
    data = json.dumps(content(report, profile=profile), ensure_ascii=False).encode()
    return typst_bytes(data, made)


def typst_bytes(data: bytes, made: datetime) -> bytes:
    files = {"main.typ": TEMPLATE.read_bytes(), "data.json": data}
    return bytes(
        _compiler().compile(
            input=files, format="pdf", pdf_standards=["ua-1"], timestamp=made
        )
    )


@cache
def _compiler():
    return typst.Compiler(font_paths=[str(FONTS)], ignore_system_fonts=True)


def content(report: Report, *, profile: Profile) -> dict[str, Any]:
    """What the template is told: strings, numbers and lists of them."""
    who = report.name
    return {
        "language": current(),
        "title": f"{profile.subtitle}: {who}",
        "description": report.sentence,
        "agency": profile.agency,
        "series": profile.title,
        "subtitle": profile.subtitle,
        "name": who,
        "notice": profile.synthetic_notice,
        "sentence": report.sentence,
        "footer": " · ".join(
            [profile.agency, who, _("Release {id}").format(id=report.release)]
        ),
        "paper": {"start": PAPER.start, "end": PAPER.end},
        "words": {
            "year": _("School year"),
            "changes": _("Changes"),
            "notes": _("Notes"),
            "source": _("Source"),
        },
        "marks": {"target": TARGET, "lines": [stroke.colour for stroke in STROKES]},
        "overview": {
            "head": _heads(report, profile=profile),
            "rows": [_row(row, report=report) for row in report.rows],
        },
        "sheets": [_sheet(sheet) for sheet in report.sheets],
    }


def _heads(report: Report, *, profile: Profile) -> list[str]:
    own = [_("This {unit}").format(unit=profile.unit_one)] if report.lea_id else []
    return [
        _("No."),
        _("Indicator"),
        _("School year"),
        *own,
        profile.upper_label,
        _("Target"),
        _("Met?"),
    ]


def _row(row: Row, *, report: Report) -> dict[str, Any]:
    own = [row.own] if report.lea_id else []
    return {
        "id": row.id,
        "title": row.title,
        "cells": [row.year, *own, row.state, row.target],
        "verdict": row.verdict,
        "said": row.said,
    }


def _sheet(sheet: Sheet) -> dict[str, Any]:
    view = sheet.view
    words = {"met": _("Target met"), "not met": _("Target not met")}
    return {
        "id": view.indicator.id,
        "title": view.indicator.title,
        "family": f"{view.family.heading} · {view.family.title}",
        "statement": view.indicator.statement,
        "verdict": view.verdict,
        "said": words.get(view.verdict, ""),
        "sentences": [*view.sentences, *([view.distance] if view.distance else [])],
        "chart": chart(view, paper=PAPER),
        "alt": view.alt,
        "years": sheet.years,
        "lines": [{"head": line.head, "cells": line.cells} for line in sheet.lines],
        "formulas": [_formula(head, era.formula) for head, era in sheet.eras],
        "changes": sheet.changes,
        "notes": sheet.notes,
        "source": view.indicator.source,
        "keyword": view.indicator.keyword,
    }


def _formula(head: str, formula: Formula) -> dict[str, Any]:
    return {
        "head": head or _("Formula"),
        "left": formula.left,
        "numerator": formula.numerator,
        "denominator": formula.denominator,
        "where": formula.where,
        "alt": f"{formula.left} = {formula.numerator}{_(' divided by ')}{formula.denominator} × 100",
    }
