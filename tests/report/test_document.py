"""What the report says is what the pages say, and nothing that they hide."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from dashboard.locale import in_language
from dashboard.report import ReportError, pdf, report_at, report_of
from dashboard.report.content import content
from dashboard.report.document import MOST_YEARS
from dashboard.report.typeset import typeset
from dashboard.views import Edition, QuestionError
from dashboard.views.glance import GlanceQuestion, glance
from tests.support.asking import Ask
from tests.support.release import ALDER, BIRCH, CANARIES, LONG, NAMES

Made = Callable[..., bytes]
MADE = datetime(2026, 1, 2, tzinfo=UTC)


def cells(edition: Edition, lea_id: str | None, indicator: str) -> dict[str, list[str]]:
    """The lines of a sheet's table by their heads, the pieces of a cell joined."""
    report = report_of(lea_id, edition=edition)
    sheet = next(one for one in report.sheets if one.view.indicator.id == indicator)
    return {line.head: [" / ".join(cell) for cell in line.cells] for line in sheet.lines}


def test_the_table_is_that_of_the_page_on_its_side(edition: Edition, ask: Ask) -> None:
    view = ask("1", f"?district={ALDER}")
    found = cells(edition, ALDER, "1")
    assert list(found) == ["Target", "Missouri", "Alder Creek R-I"]
    for place, (_year, row) in enumerate(view.table.rows):
        target, state, _count, _met, *own = (cell.text for cell in row)
        assert found["Target"][place] == target
        assert found["Missouri"][place] == state
        assert found["Alder Creek R-I"][place] == " / ".join(text for text in own if text)


def test_words_stand_where_no_number_may(edition: Edition) -> None:
    assert cells(edition, BIRCH, "1")[NAMES[BIRCH]][-1] == "protected"
    assert cells(edition, BIRCH, "2")[NAMES[BIRCH]][-2] == "protected (very high)"
    assert cells(edition, ALDER, "11")[NAMES[ALDER]][-2] == "no children"
    assert "72.0 (from 2010)" in cells(edition, ALDER, "8")[NAMES[ALDER]][-2]
    assert cells(edition, ALDER, "4A")[NAMES[ALDER]][-1] == "flagged / 5.03"
    assert cells(edition, LONG, "16").keys() == {"Target", "Missouri"}


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_protected_number_is_told(edition: Edition, language: str) -> None:
    with in_language(language):
        for lea_id in (None, *NAMES):
            said = str(content(report_of(lea_id, edition=edition), profile=edition.catalog.profile))
            assert [canary for canary in CANARIES if canary in said] == []


def test_the_first_page_is_the_overview(edition: Edition) -> None:
    report = report_of(ALDER, edition=edition)
    overview = glance(GlanceQuestion(district=ALDER), edition=edition)
    assert report.sentence == overview.sentence
    assert report.cards == overview.cards


def test_eras_that_count_alike_share_a_formula(edition: Edition) -> None:
    by_id = {s.view.indicator.id: s.methods for s in report_of(None, edition=edition).sheets}
    assert [method.years for method in by_id["1"]] == [
        "Graduates and cohort dropouts, 2006 to 2010",
        "Four-year adjusted cohort, from 2011 on",
    ]
    (only,) = by_id["3A"]
    assert only.years == ""
    assert any(line.startswith("AYP, groups of 50 or more, 2006 to 2007: ") for line in only.where)


def test_a_report_is_about_one_district_that_exists(edition: Edition) -> None:
    assert report_at(f"?district={ALDER}", edition=edition).name == "Alder Creek R-I"
    for wrong in ("?district=nowhere", f"?district={ALDER}&district={BIRCH}"):
        with pytest.raises(QuestionError):
            report_at(wrong, edition=edition)


def test_no_more_years_than_paper_holds(edition: Edition) -> None:
    assert all(len(s.years) <= MOST_YEARS for s in report_of(None, edition=edition).sheets)


def test_the_same_report_is_the_same_bytes(made: Made, edition: Edition) -> None:
    report = report_of(ALDER, edition=edition)
    again = pdf(report, profile=edition.catalog.profile, created=edition.created)
    assert again == made(ALDER)
    assert edition.created[:10].replace("-", "").encode() in again


def test_a_letter_that_no_font_has_is_refused_by_name(edition: Edition) -> None:
    report = replace(report_of(None, edition=edition), name="Alder \N{CJK UNIFIED IDEOGRAPH-5B66}")
    with pytest.raises(ReportError, match=r"The report of Alder .* could not be displayed"):
        pdf(report, profile=edition.catalog.profile, created=edition.created)


def test_an_indicator_without_years_is_set_without_chart_and_table(edition: Edition) -> None:
    told = content(report_of(None, edition=edition), profile=edition.catalog.profile)
    told["sheets"][0] |= {"years": [], "lines": [], "chart": ""}
    assert typeset(json.dumps(told).encode(), made=MADE).startswith(b"%PDF")


def test_a_text_never_runs_as_code(edition: Edition) -> None:
    evil = '#panic("x") $x^2$ *b* [c] \\ "d" <e> @f `g` </style><script>'
    report = report_of(BIRCH, edition=edition)
    plain = content(report, profile=edition.catalog.profile)
    told = plain | {"name": evil, "sentence": evil, "title": evil, "footer": evil}
    first = plain["sheets"][0]
    told["sheets"] = [first | {"statement": evil, "notes": [evil], "source": evil, "alt": evil}]
    told["overview"] = plain["overview"] | {"rows": plain["overview"]["rows"][:1]}
    assert typeset(json.dumps(told).encode(), made=MADE).startswith(b"%PDF")
