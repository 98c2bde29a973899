"""Which school years each extract holds (A4, A40)."""

from collections.abc import Mapping

import pandas as pd
import pytest

from dashboard.extracts.schema import EXTRACTS

FIRST, LAST = 2010, 2012
BEFORE = {"exiters": 3, "discipline": 1, "child_count": 1, "enrollment": 1}
DATED = {"due_process": "filed_date", "mediation": "requested_date", "findings": "notified_date"}


def school_years(rows: pd.DataFrame, name: str) -> set[int]:
    if name in DATED:
        months = rows[DATED[name]].str.slice(0, 7).str.split("-", expand=True).astype(int)
        return set(months[0] + (months[1] >= 7))
    return set(rows["cohort_year" if name == "cohort" else "school_year"].astype(int))


@pytest.mark.parametrize("name", sorted(set(EXTRACTS) - {"published"}))
def test_years(small: Mapping[str, pd.DataFrame], name: str) -> None:
    expected = set(range(FIRST - BEFORE.get(name, 0), LAST + 1))
    assert school_years(small[name], name) == expected


def test_preschool_ratings_and_followup_start_when_they_did(
    whole: Mapping[str, pd.DataFrame],
) -> None:
    assert whole["eco"]["entry_rating_date"].min() >= "2006-10-01"
    assert school_years(whole["eco"], "eco") == set(range(2007, 2014))
    assert school_years(whole["followup"], "followup") == set(range(2010, 2014))


def test_plans_exist_in_the_year_without_values(whole: Mapping[str, pd.DataFrame]) -> None:
    assert "2009" in set(whole["transition_plans"]["school_year"])


def test_end_of_course_tests_start_in_2009(whole: Mapping[str, pd.DataFrame]) -> None:
    rows = whole["assessment"]
    years = rows.loc[rows["test"] == "EOC", "school_year"].astype(int)
    assert set(years) == set(range(2009, 2014))


def test_the_five_race_form_has_no_two_of_the_codes(whole: Mapping[str, pd.DataFrame]) -> None:
    rows = whole["child_count"]
    new = rows["race"].isin(["MU7", "PI7"])
    assert set(rows.loc[new, "school_year"]) == {"2011", "2012", "2013"}
