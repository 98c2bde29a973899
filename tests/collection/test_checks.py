"""Each check by its code: a case in which it fires, and a near miss in which it does not (3.6)."""

from __future__ import annotations

from datetime import date

import pytest

from dashboard.collection.checks import (
    CODES,
    Placed,
    all_findings,
    expected_total,
    student_findings,
)
from dashboard.collection.findings import Context, Finding, by_field, errors_of
from dashboard.collection.records import ENTRY, EXIT, FIELDS, PROGRESS, Record
from dashboard.collection.rules import Rules

RULES = Rules()
CONTEXT = Context(school_year=2026, today=date(2026, 6, 1), rules=RULES)
GOOD = Record(
    student_id="0123456789",
    birth_date="2021-02-10",
    entry_date="2024-09-03",
    entry_rating_date="2024-09-20",
    entry_a="3",
    entry_b="4",
    entry_c="5",
    exit_date="2026-05-20",
    exit_rating_date="2026-05-18",
    exit_a="5",
    exit_b="6",
    exit_c="5",
    progress_a="Y",
    progress_b="Y",
    progress_c="Y",
    exit_reason="KINDERGARTEN",
)
NO_EXIT = dict.fromkeys((*EXIT, *PROGRESS, "exit_date", "exit_rating_date", "exit_reason"), "")
NO_ENTRY = dict.fromkeys((*ENTRY, "entry_rating_date"), "")
SCHOOLS = {"10": "Ash Primary", "20": "Ash North"}


def record(**changes: str) -> Record:
    return Record(**(GOOD.texts() | changes))


def codes(**changes: str) -> list[str]:
    return [finding.code for finding in student_findings(record(**changes), CONTEXT)]


def found(code: str, **changes: str) -> Finding:
    """The finding of that code, which there must be."""
    all_found = student_findings(record(**changes), CONTEXT)
    assert code in [finding.code for finding in all_found]
    finding = next(finding for finding in all_found if finding.code == code)
    assert finding.is_error == code.startswith("E")
    assert set(finding.fields) <= set(FIELDS)
    assert finding.message.endswith((".", "?"))
    return finding


def test_a_good_record_has_no_finding() -> None:
    assert codes() == []
    assert codes(**NO_EXIT) == []


def test_E01_student_id() -> None:
    assert found("E01", student_id="").fields == ("student_id",)
    for wrong in ("123456789", "01234567890", "012345678a", "٠١٢٣٤٥٦٧٨٩", "0123456789\n"):
        assert "ten digits" in found("E01", student_id=wrong).message
    assert codes(student_id="0000000000") == []


def placed(row_id: int, school_id: str, student_id: str) -> Placed:
    return Placed(row_id=row_id, school_id=school_id, record=record(student_id=student_id))


def of_district(*students: Placed) -> dict[int, list[str]]:
    found = all_findings(students, CONTEXT, schools=SCHOOLS)
    return {row_id: [one.code for one in findings] for row_id, findings in found.items()}


def test_E02_the_same_student_twice_in_a_school() -> None:
    twice = [placed(1, "10", "0123456789"), placed(2, "10", "0123456789")]
    assert of_district(*twice) == {1: ["E02"], 2: ["E02"]}
    assert of_district(twice[0], placed(2, "10", "0123456780")) == {1: [], 2: []}


def test_E02_the_same_student_in_two_schools_of_the_district() -> None:
    twice = [placed(1, "10", "0123456789"), placed(2, "20", "0123456789")]
    findings = all_findings(twice, CONTEXT, schools=SCHOOLS)
    assert [one.also_in for one in findings[1]] == [("Ash North",)]
    assert [(one.row_id, one.school_id) for one in findings[2]] == [(2, "20")]
    assert "North" not in findings[1][0].message


def test_E02_is_not_said_of_missing_ids() -> None:
    assert of_district(placed(1, "10", ""), placed(2, "10", "")) == {1: ["E01"], 2: ["E01"]}


def test_E03_birth_date() -> None:
    for wrong in ("", "2021-02-30", "soon", "10.2.2021", "2026-06-02"):
        assert found("E03", birth_date=wrong).fields == ("birth_date",)
    born_today = {"birth_date": "2026-06-01", "entry_date": "", **NO_EXIT, **NO_ENTRY}
    assert "E03" not in codes(**born_today)


@pytest.mark.parametrize(
    ("birth", "entry", "fires"),
    [
        ("2021-09-04", "2024-09-03", True),
        ("2021-09-03", "2024-09-03", False),
        ("2018-09-03", "2024-09-03", True),
        ("2018-09-04", "2024-09-03", False),
        ("2020-02-29", "2023-02-28", True),  # 3 on 1 March (1.4)
        ("2020-02-29", "2023-03-01", False),
    ],
)
def test_E04_age_at_entry(birth: str, entry: str, fires: bool) -> None:
    assert ("E04" in codes(birth_date=birth, entry_date=entry)) is fires


def test_E05_entry_date() -> None:
    assert found("E05", entry_date="").fields == ("entry_date",)
    found("E05", entry_date="September")
    assert "E05" not in codes(entry_date="9/3/2024")


def test_E06_entry_ratings_partly() -> None:
    assert found("E06", entry_b="").fields == ("entry_b",)
    assert found("E06", entry_a="", entry_c="").fields == ("entry_a", "entry_c")
    assert "E06" not in codes()
    assert "E06" not in codes(**NO_ENTRY)


@pytest.mark.parametrize("wrong", ["0", "8", "5.0", "-1", "five", "05", "５"])
def test_E07_rating(wrong: str) -> None:
    assert found("E07", entry_a=wrong, exit_c=wrong).fields == ("entry_a", "exit_c")
    assert "E07" not in codes(entry_a="1", exit_a="7")


def test_E08_exit_before_entry() -> None:
    dates = {"entry_date": "2025-09-03", "exit_rating_date": "", "exempt_reason": "UNDER_6_MONTHS"}
    assert found("E08", **dates, exit_date="2025-09-02").fields == ("exit_date", "entry_date")
    assert "E08" not in codes(**dates, exit_date="2025-09-03")


def test_E09_exit_ratings_partly() -> None:
    assert found("E09", exit_a="").fields == ("exit_a",)
    assert "E09" not in codes()
    assert "E09" not in codes(**NO_EXIT)


def test_E10_exit_ratings_and_exit_date_go_together() -> None:
    assert found("E10", exit_date="").fields == ("exit_date",)
    unrated = NO_EXIT | {"exit_date": "2026-05-20"}
    assert found("E10", **unrated).fields == (*EXIT, "exempt_reason")
    assert "E10" in codes(**unrated, exempt_reason="NONE")
    assert "E10" not in codes(**unrated, exempt_reason="PARENT_WITHDREW")
    assert "E10" not in codes(**NO_EXIT)


def test_E11_exit_without_entry() -> None:
    assert found("E11", **NO_ENTRY).fields == ENTRY
    assert "E11" not in codes(**NO_ENTRY, **NO_EXIT)
    assert "E11" not in codes(entry_a="", entry_b="")  # that is E06


def test_E12_progress() -> None:
    assert found("E12", progress_b="").fields == ("progress_b",)
    found("E12", progress_b="X")
    assert "E12" not in codes(**NO_EXIT)
    assert "E12" not in codes(progress_a="Y", progress_b="Y", progress_c="Y")


def test_E13_impossible_combination() -> None:
    finding = found("E13", progress_a="N", progress_b="N")
    assert finding.fields == ("progress_a", "exit_a", "progress_b", "exit_b")
    assert "Outcome A, B" in finding.message
    assert "E13" not in codes(entry_a="1", exit_a="1", progress_a="N")
    assert "E13" not in codes(entry_a="5", exit_a="4", progress_a="N")


def test_E14_under_six_months() -> None:
    """182 days from 3 September 2024 is 4 March 2025 (3.4)."""
    entry, context = "2024-09-03", Context(school_year=2025, today=CONTEXT.today, rules=RULES)

    def fires(exit_date: str, reason: str = "") -> bool:
        one = record(entry_date=entry, exit_date=exit_date, exempt_reason=reason)
        return "E14" in [finding.code for finding in student_findings(one, context)]

    assert fires("2025-03-03")
    assert not fires("2025-03-04")
    assert not fires("2025-03-03", "UNDER_6_MONTHS")
    assert fires("2025-03-03", "MOVED_BEFORE_EXIT")
    assert not fires("2024-09-02")  # that is E08


def test_E15_not_under_six_months() -> None:
    reason = {"exempt_reason": "UNDER_6_MONTHS", "entry_date": "2025-09-03"}
    assert found("E15", **reason, exit_date="2026-03-04").fields[0] == "exempt_reason"
    assert "E15" not in codes(**reason, exit_date="2026-03-03")
    assert "E15" not in codes(exempt_reason="PARENT_WITHDREW")


def test_E16_exit_date_outside_the_year_or_in_the_future() -> None:
    for wrong in ("2025-06-30", "2026-07-01", "2026-06-02", "May"):
        assert found("E16", exit_date=wrong).fields == ("exit_date",)
    for good in ("2025-07-01", "2026-06-01"):
        assert "E16" not in codes(exit_date=good)


def test_E17_rating_date() -> None:
    wrong = {"entry_rating_date": "2021-02-09", "exit_rating_date": "2026-06-02"}
    assert found("E17", **wrong).fields == ("entry_rating_date", "exit_rating_date")
    assert found("E17", entry_rating_date="x").fields == ("entry_rating_date",)
    good = {"entry_rating_date": "2021-02-10", "exit_rating_date": "2026-06-01"}
    assert "E17" not in codes(**good)


def test_E18_school_of_the_district() -> None:
    assert of_district(placed(1, "30", "0123456789")) == {1: ["E18"]}
    assert of_district(placed(1, "20", "0123456789")) == {1: []}


def test_W01_late_entry_rating() -> None:
    assert found("W01", entry_rating_date="2024-10-16").fields[0] == "entry_rating_date"  # 43
    assert "W01" not in codes(entry_rating_date="2024-10-15")


def test_W02_exit_rating_far_from_the_exit() -> None:
    exit = {"exit_date": "2026-02-01"}
    assert found("W02", **exit, exit_rating_date="2026-04-03").fields[0] == "exit_rating_date"
    assert found("W02", **exit, exit_rating_date="2025-12-02")
    for near in ("2026-04-02", "2025-12-03"):
        assert "W02" not in codes(**exit, exit_rating_date=near)


def ratings(entry: str, exit: str) -> dict[str, str]:
    return dict(zip((*ENTRY, *EXIT), entry + exit, strict=True))


def test_W03_the_same_rating_in_all_outcomes() -> None:
    found("W03", **ratings("333", "555"))
    assert "W03" not in codes(**ratings("333", "556"))
    assert "W03" not in codes(**NO_EXIT | {"entry_a": "3", "entry_b": "3", "entry_c": "3"})


def test_W04_all_lowest_or_all_highest() -> None:
    assert found("W04", **ratings("111", "343")).fields == ENTRY
    assert found("W04", **ratings("565", "777")).fields == EXIT
    assert "W04" not in codes(**ratings("112", "776"))
    assert "W04" not in codes(**ratings("676", "111"))


def test_W05_large_steps() -> None:
    assert found("W05", **ratings("234", "656")).fields == ("exit_a", "entry_a")
    assert found("W05", **ratings("765", "464")).fields == ("exit_a", "entry_a")
    assert "W05" not in codes(**ratings("236", "564"))


def test_W06_from_7_to_6_without_progress() -> None:
    down = {"entry_b": "7", "exit_b": "6"}
    assert found("W06", **down, progress_b="N").fields == ("progress_b",)
    assert "W06" not in codes(**down, progress_b="Y")
    assert "E13" not in codes(**down, progress_b="N")


def test_W07_six_at_exit() -> None:
    assert found("W07", birth_date="2020-05-20").fields[0] == "exit_date"
    assert "W07" not in codes(birth_date="2020-05-21")


def test_W08_still_here() -> None:
    """Entered more than 18 months before 1 June 2026; kindergarten age by 1 September 2025."""
    long_ago, old = {"entry_date": "2024-11-30"}, {"birth_date": "2020-09-01"}
    assert found("W08", **NO_EXIT | long_ago | old).fields == ("exit_date",)
    assert "W08" not in codes(**NO_EXIT | old | {"entry_date": "2024-12-01"})
    assert "W08" not in codes(**NO_EXIT | long_ago | {"birth_date": "2020-09-02"})
    assert "W08" not in codes(**long_ago | old)
    assert "W08" not in codes(**NO_EXIT | NO_ENTRY | long_ago | old)


@pytest.mark.parametrize(
    ("total", "expected", "fires"),
    [(90, 100, False), (89, 100, True), (110, 100, False), (111, 100, True), (1, 0, True),
     (0, 0, False), (7, None, False)],
)  # fmt: skip
def test_W09_total_beside_the_child_count(total: int, expected: int | None, fires: bool) -> None:
    findings = expected_total(total=total, expected=expected, rules=RULES)
    assert [finding.code for finding in findings] == (["W09"] if fires else [])


def test_every_code_has_a_test() -> None:
    named = {name.split("_")[1] for name in globals() if name.startswith(("test_E", "test_W"))}
    assert set(CODES) <= named
    assert len(CODES) == 18 + 9


def test_findings_by_field_and_counted() -> None:
    findings = student_findings(record(entry_a="9", progress_b=""), CONTEXT)
    assert errors_of(findings) == 2
    assert {name: [one.code for one in found] for name, found in by_field(findings).items()} == {
        "entry_a": ["E07"],
        "progress_b": ["E12"],
    }
