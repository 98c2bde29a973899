"""The chart year by year, in the table's words."""

from dashboard.locale import in_language
from tests.support.asking import Ask
from tests.support.release import ALDER, BIRCH, CANARIES, LONG


def said(ask: Ask, indicator: str, search: str) -> dict[int, str]:
    found = ask(indicator, search).readings
    return {year: text.replace("\N{NO-BREAK SPACE}", " ") for year, text in found}


def test_a_year_says_every_value_and_the_target(ask: Ask) -> None:
    found = said(ask, "1", f"?district={ALDER}&district={BIRCH}")
    assert list(found) == list(range(2006, 2014))
    assert found[2013] == (
        "2012–13: Missouri 72.8 %, not met; Alder Creek R-I 67.0 %, met; "
        "Birch Hollow <12> protected. Target 74.0 %."
    )
    assert "Alder Creek R-I not reported" in found[2009]


def test_words_and_carried_values_are_those_of_the_table(ask: Ask) -> None:
    assert "long meadow" in said(ask, "6A", f"?district={LONG}")[2013].casefold()
    assert "under 5 %" in said(ask, "6A", f"?district={LONG}")[2013]
    assert "72.0 (from 2010), earlier year" in said(ask, "8", f"?district={ALDER}")[2012]
    assert said(ask, "8", "")[2006] == "2005–06: Missouri 70.0 %, no target."


def test_in_spanish(ask: Ask) -> None:
    with in_language("es"):
        assert said(ask, "1", "")[2013] == ("2012–13: Missouri 72.8 %, no cumplida. Meta 74.0 %.")


def test_nothing_protected_is_read(ask: Ask) -> None:
    for indicator in ("1", "2", "6A"):
        text = repr(ask(indicator, f"?district={BIRCH}&district={LONG}").readings)
        assert [canary for canary in CANARIES if canary in text] == []
