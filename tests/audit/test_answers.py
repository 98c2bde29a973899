"""Answers may come from other processes or from an earlier attack, and are the same."""

import pytest

from dashboard import processes
from dashboard.audit import answers, audit
from tests.audit.published import CATALOG, public, row

TOLD = (row(None, 4321, 9876), row("A"), row("B", 1277, 2813), row("C", 3000, 7000))
YEARS = public(*TOLD, *({**one, "school_year": 2013, "data_year": 2013} for one in TOLD))


@pytest.fixture
def counted(monkeypatch):
    """The years that were attacked in this process."""
    years = []
    attack = answers.answer

    def counting(sheet, **terms):
        years.append(sheet.year)
        return attack(sheet, **terms)

    monkeypatch.setattr(answers, "answer", counting)
    return years


def attack(tables, **more):
    return audit(*tables, catalog=CATALOG, **more)


def test_what_did_not_change_is_not_attacked_again(counted):
    kept = {}
    first = attack(YEARS, workers=1, kept=kept)
    assert sorted(counted) == [2012, 2013]
    assert attack(YEARS, workers=1, kept=kept) == first
    assert len(counted) == 2
    changed = [{**one, "num": 1276} if one["num"] == 1277 else one for one in TOLD]
    other = public(*changed, *({**one, "school_year": 2013, "data_year": 2013} for one in TOLD))
    attack(other, workers=1, kept=kept)
    assert sorted(counted) == [2012, 2012, 2013]


def test_an_answer_holds_only_for_the_rule_it_was_found_with(counted):
    kept = {}
    attack(YEARS, workers=1, kept=kept)
    attack(YEARS, workers=1, kept=kept, thorough=True)
    assert len(counted) == 4


def test_a_damaged_answer_is_found_again(counted):
    kept = {}
    first = attack(YEARS, workers=1, kept=kept)
    for damaged in (b"", b"[]", b'{"leaks": [{}]}', b"\xff"):
        broken = dict.fromkeys(kept, damaged)
        assert attack(YEARS, workers=1, kept=broken) == first
    assert len(counted) == 10


def test_other_processes_find_the_same(monkeypatch):
    alone = attack(YEARS, workers=1)
    monkeypatch.setattr(answers, "LARGE", 0)
    assert attack(YEARS, workers=2) == alone


def test_where_no_process_starts_this_one_does_it(monkeypatch):
    alone = attack(YEARS, workers=1)

    class Broken:
        def __init__(self, *_args, **_more):
            raise answers.BrokenProcessPool

    monkeypatch.setattr(answers, "LARGE", 0)
    monkeypatch.setattr(processes, "ProcessPoolExecutor", Broken)
    assert attack(YEARS, workers=2) == alone
