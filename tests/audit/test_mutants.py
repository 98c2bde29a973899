"""Slips of a publication that tell something are caught; `python -m bench.mutants` runs more."""

from dashboard.audit import audit
from dashboard.catalog import load_catalog
from dashboard.releases.protecting import attacked
from tests.audit.published import public, row
from tests.support.mutants import scores

CATALOG = load_catalog()


def test_slips_that_tell_something_are_caught():
    def protected(exact):
        result = attacked(exact, CATALOG).public
        return result.values, result.coded

    def caught(values, coded):
        return not audit(values, coded, catalog=CATALOG, workers=1).safe

    found = scores((0, 1, 2, 4, 6), catalog=CATALOG, protected=protected, caught=caught)
    assert [one.missed for one in found.values()] == [[], [], []]
    assert all(one.telling for one in found.values()), "there is something to catch"


def test_a_group_of_the_state_near_none_is_told_in_words_only():
    """A39; the state's own total is never coded."""
    group = ("RACE", "WH7")
    rows = [row(None, 3, 91), row(None, 3, 91, group=group)]
    report = audit(*public(*rows), catalog=CATALOG, workers=1)
    assert {(leak.table, leak.kind) for leak in report.leaks} == {("STATE RACE", "uncoded")}
