"""A report as the template is told of it: strings, numbers, and lists of them."""

from __future__ import annotations

from typing import Any

from dashboard.catalog import Contact, Profile
from dashboard.charts.marks import STROKES, TARGET
from dashboard.charts.paper import Paper, chart
from dashboard.locale import current
from dashboard.locale import gettext as _
from dashboard.report.document import Line, Method, Report, Sheet
from dashboard.views.glance import Card
from dashboard.views.standing import Mark

PAPER = Paper(start=100, end=516)
_VERDICTS = {Mark.MET: "met", Mark.NOT_MET: "not met"}


def content(report: Report, *, profile: Profile) -> dict[str, Any]:
    """All that the template sets."""
    footer = (profile.agency, report.name, f"{_('Release')} {report.release}")
    return {
        "language": current(),
        "title": f"{profile.subtitle}: {report.name}",
        "description": report.sentence,
        "agency": profile.agency,
        "series": profile.title,
        "subtitle": profile.subtitle,
        "name": report.name,
        "notice": profile.synthetic_notice,
        "sentence": report.sentence,
        "footer": " · ".join(footer),
        "paper": {"start": PAPER.start, "end": PAPER.end},
        "marks": {"target": TARGET, "lines": [stroke.colour for stroke in STROKES]},
        "words": {
            "year": _("School year"),
            "changes": _("Changes"),
            "notes": _("Notes"),
            "source": _("Source"),
        },
        "reading": [_("How to read this report"), _reading(profile)],
        "contact": _contact(profile.contact),
        "overview": {
            "head": _heads(report, profile=profile),
            "rows": [_row(card, profile=profile) for card in report.cards],
        },
        "sheets": [_sheet(sheet) for sheet in report.sheets],
    }


def _reading(profile: Profile) -> list[str]:
    """What the first page says about signs and words, once for all sheets."""
    return [
        _(
            "Values are percents. The target is the dashed line; a thin upright line is a change "
            "of calculation, across which values do not compare."
        ),
        _(
            "Values of few students are protected: they are not shown (■ protected), or only as "
            "near none or near all (“under 5\u00a0%”, “over 95\u00a0%”)."
        ),
        _(
            "○ nobody to count; × not reported. A year in brackets says that the value is of that "
            "earlier year, the last in which the {unit_one} was reviewed."
        ).format(unit_one=profile.unit_one),
    ]


def _contact(contact: Contact) -> str:
    parts = (contact.name, *contact.address, contact.phone, contact.email)
    return " · ".join(part for part in parts if part)


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


def _row(card: Card, *, profile: Profile) -> dict[str, Any]:
    """A line of the first page: what the overview's card says."""
    standing, beside = card.standing, card.beside
    own = standing.value
    verdict, words = _VERDICTS.get(standing.mark, ""), standing.verdict
    if card.upper_only:
        own = _("{upper} only").format(upper=profile.upper_one)
        verdict = words = ""
    values = [own] if beside is None else [own, beside.value]
    target = standing.target or (beside.target if beside else "")
    return {
        "id": card.indicator.id,
        "title": card.indicator.short_title,
        "cells": [standing.year, *values, target],
        "verdict": verdict,
        "said": _(words) if words else "",
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
        "lines": [_line(line) for line in sheet.lines],
        "formulas": [_formula(method) for method in sheet.methods],
        "changes": sheet.changes,
        "notes": sheet.notes,
        "source": view.indicator.source,
        "keyword": view.indicator.keyword,
    }


def _line(line: Line) -> dict[str, Any]:
    """A row of values; one whose cells say more than that in smaller letters is the subject's.

    Every piece of text costs the template time: what is alike in a cell is one piece.
    """
    if all(len(cell) < 2 for cell in line.cells):
        return {"head": line.head, "plain": True, "cells": ["".join(cell) for cell in line.cells]}
    cells = [
        [cell[0], *(["\n" + "\n".join(cell[1:])] if len(cell) > 1 else [])] if cell else [""]
        for cell in line.cells
    ]
    return {"head": line.head, "plain": False, "cells": cells}


def _formula(method: Method) -> dict[str, Any]:
    formula = method.formula
    left, over, under = formula.left, formula.numerator, formula.denominator
    return {
        "head": method.years or _("Formula"),
        "left": left,
        "numerator": over,
        "denominator": under,
        "where": method.where,
        "alt": f"{left} = {over}{_(' divided by ')}{under} × 100",
    }
