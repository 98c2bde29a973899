"""One year by group, from public rows; a protected one is a word."""

from tests.support.asking import Ask
from tests.support.release import ALDER, CANARIES


def test_the_groups_of_the_last_year(ask: Ask) -> None:
    (race,) = ask("5A").breakdowns
    assert race.name == "Race and ethnicity"
    assert [(one.name, one.point.text) for one in race.groups] == [
        ("Black or African American", "0.1"),
        ("White", "protected"),
    ]
    assert [canary for canary in CANARIES if canary in repr(race)] == []


def test_no_groups_without_rows_or_in_an_era_that_has_none(ask: Ask) -> None:
    assert ask("5A", f"?district={ALDER}").breakdowns == ()
    assert ask("5A", "?to=2012").breakdowns == ()
    assert ask("1").breakdowns == ()
