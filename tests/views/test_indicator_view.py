"""The prepared view: years, table, remarks; and that nothing protected is in it."""

from dataclasses import replace

import pytest

from dashboard.catalog import load_catalog
from dashboard.views import Edition, indicator_view, parse_question
from tests.support.asking import Ask
from tests.support.release import ALDER, BIRCH, CANARIES, LONG


def rows(ask: Ask, indicator: str, search: str = "") -> dict[str, list[str]]:
    table = ask(indicator, search).table
    return {year: [cell.text for cell in cells] for year, cells in table.rows}


def test_the_table_of_the_state(ask: Ask) -> None:
    view = ask("1")
    assert [cell.text for cell in view.table.columns] == ["Target", "Percent", "Count", "Met?"]
    assert view.table.groups == ()
    assert view.table.caption == "Graduation Rate for IEP Students, 2005–06 to 2012–13"
    assert rows(ask, "1")["2012–13"] == ["74.0", "72.8", "728 of 1,000", "not met"]


def test_districts_stand_beside_the_state(ask: Ask) -> None:
    view = ask("1", f"?district={BIRCH}&district={ALDER}&from=2012")
    assert view.table.groups == (("Missouri", 3), ("Birch Hollow <12>", 3), ("Alder Creek R-I", 3))
    assert [cell.text for cell in view.table.rows[-1][1]][4:7] == [
        "protected",
        "",
        "",
    ]
    assert len(view.table.rows) == 2


def test_carried_values_name_their_year(ask: Ask) -> None:
    table = rows(ask, "8", f"?district={ALDER}")
    assert table["2011–12"][4:] == ["72.0 (from 2010)", "72 of 100", "earlier year"]
    assert table["2009–10"][4:] == ["72.0", "72 of 100", "not met"]


def test_a_district_status_and_its_ratio(ask: Ask) -> None:
    table = rows(ask, "4A", f"?district={ALDER}&district={BIRCH}")
    assert table["2012–13"][4:] == ["flagged", "5.03", "not examined (group too small)", ""]
    assert table["2011–12"][4:6] == ["flagged", "6.00"]


def test_a_gap_year_is_a_row_that_says_so(ask: Ask) -> None:
    assert rows(ask, "13")["2008–09"] == ["", "not reported", "", ""]


def test_the_years_before_an_indicator_began_are_not_shown(ask: Ask) -> None:
    assert ask("6A").years == (2012, 2013)
    assert ask("1").years == tuple(range(2006, 2014))


def test_years_without_any_value_say_so_when_asked_for(ask: Ask) -> None:
    view = ask("6A", "?to=2007")
    assert view.years == (2006, 2007)
    assert [cells[1].text for _, cells in view.table.rows] == ["not reported"] * 2


def test_breaks_and_formulas_follow_the_years(ask: Ask) -> None:
    assert [found.year for found in ask("1").breaks] == [2008, 2011]
    assert [era.id for era in ask("1").eras] == ["OLD", "ACGR4"]
    late = ask("1", "?from=2011")
    assert late.breaks == ()
    assert [era.id for era in late.eras] == ["ACGR4"]


def test_flags_are_explained(ask: Ask) -> None:
    remarks = ask("4A", f"?district={ALDER}").remarks
    assert (
        "Alder Creek R-I, 2013: the comparison group was too small; compared with the whole state."
    ) in remarks
    assert any("more were counted" in remark for remark in ask("2", f"?district={ALDER}").remarks)


def test_a_group_row_is_never_taken_for_the_whole(ask: Ask) -> None:
    assert rows(ask, "5A")["2012–13"][1] == "67.0"


def test_the_levels_words_come_from_the_profile(edition: Edition) -> None:
    nation = replace(edition, catalog=load_catalog(profile="nation"))
    question = parse_question("4A", f"?district={ALDER}", edition=nation)
    view = indicator_view(question, edition=nation)
    assert "percent of states, so a state has no percent" in view.remarks[0]
    assert view.sentences[1].startswith("United States stood at")


def test_a_year_in_which_a_district_was_not_listed(edition: Edition, ask: Ask) -> None:
    block = edition.values.districts["5A"]
    present = block.present.copy()
    present[edition.values.lines[ALDER], :2] = False
    districts = {**edition.values.districts, "5A": replace(block, present=present)}
    without = replace(edition, values=replace(edition.values, districts=districts))
    view = Ask(without)("5A", f"?district={ALDER}")
    assert [cells[4].text for _, cells in view.table.rows][:3] == [
        "not listed",
        "not listed",
        "62.0",
    ]


@pytest.mark.parametrize("search", ["", f"?district={BIRCH}", f"?district={BIRCH}&district={LONG}"])
def test_nothing_protected_is_in_any_view(edition: Edition, ask: Ask, search: str) -> None:
    for indicator in edition.catalog.ids:
        view = ask(indicator, search)
        said = repr([view.sentences, view.alt, view.table, view.remarks, view.verdict])
        points = repr([point for one in view.series for point in one.points])
        assert [canary for canary in CANARIES if canary in said + points] == []
