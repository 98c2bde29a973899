"""The pandas script is a second opinion only if it is right itself: the worked examples."""

import pandas as pd

from bench.pandas_cases import evaluations, outcomes, third_birthdays, transition_plans
from bench.pandas_districts import examine, incidents
from bench.pandas_script import assessments, graduation, graduation_old
from bench.pandas_tools import age, dates


def state(tables, indicator, year):
    """(num, den) of the state's row."""
    table = pd.concat(tables) if isinstance(tables, list) else tables
    rows = table[
        (table.indicator == indicator)
        & (table.school_year == year)
        & (table.level == "STATE")
        & (table.group_type == "ALL")
    ]
    return tuple(rows[["num", "den"]].iloc[0])


def frame(columns, *rows):
    return pd.DataFrame(rows, columns=columns.split())


def extract(tmp_path, name, columns, *rows):
    """Write one extract file; returns the folder."""
    (tmp_path / name).mkdir()
    table = frame(f"school_year lea_id {columns}", *((2012, "019147", *row) for row in rows))
    table.to_csv(tmp_path / name / "2012.csv", index=False)
    return tmp_path


def exits(*rows):
    table = frame("student_id school_year grade exit_code", *rows)
    known = {"race": "WH7", "sex": "F", "disability": "SLD", "iep_at_exit": "Y"}
    return table.assign(lea_id="019147", **known)


T_1_OLD = (
    *((f"{n}", 2009, "12", "GHS") for n in range(6)),
    ("7", 2009, "12", "DROPOUT"),
    ("8", 2008, "11", "MNKC"),
    ("9", 2007, "10", "DROPOUT"),
    ("10", 2006, "09", "RC"),
    ("11", 2009, "11", "DROPOUT"),
    ("12", 2009, "12", "MKC"),
)


def test_t_1_old():
    assert state(graduation_old(exits(*T_1_OLD)), "1", 2009) == (6, 10)


def test_a12_a_dropout_who_graduated_later_counts_only_as_a_graduate():
    rows = [("8", 2009, "12", "GHS") if row[0] == "0" else row for row in T_1_OLD]
    assert state(graduation_old(exits(*rows)), "1", 2009) == (6, 9)


def test_t_1_new():
    statuses = ["GRAD4"] * 5 + ["GRAD5", "DROPOUT", "GED", "TRANSFER_OUT", "TRANSFER_OUT"]
    documented = [""] * 8 + ["Y", "N"]
    rows = zip(statuses, documented, strict=True)
    cohort = frame("status removal_documented", *rows)
    cohort = cohort.assign(cohort_year=2012, lea_id="019147", iep="Y")
    assert state(graduation(cohort), "1", 2012) == (5, 9)


def test_t_3c():
    rows = [
        ("MAP", "Y", "P"), ("MAP", "Y", "B"), ("MAP", "N", "A"), ("MAPA", "Y", "A"),
        ("EOC", "Y", "P"), ("EOC", "N", "BB"), ("MAP", "Y", "BB"), ("EOC", "Y", "B"),
    ]  # fmt: skip
    once = frame("test fay level", *rows).assign(
        lea_id="019147", subject="CA", iep="Y", accountable="Y", participated="Y", reportable="Y"
    )
    tables = assessments(pd.concat([once.assign(school_year=year) for year in (2008, 2010, 2012)]))
    assert [state(tables, "3C-CA", year) for year in (2008, 2010, 2012)] == [(3, 5), (3, 6), (4, 8)]


def test_t_4a_days():
    removals = {
        "a": [("OSS", "4"), ("OSS", "3"), ("OSS", "3")],
        "b": [("OSS", "4"), ("OSS", "3"), ("OSS", "3.5")],
        "c": [("OSS", "12"), ("OSS", "3")],
        "d": [("OSS", "12"), ("OSS", "6"), ("OSS", "5")],
        "e": [("ISS", "11")],
    }
    rows = [(student, *removal) for student, list_ in removals.items() for removal in list_]
    table = frame("student_id method days", *rows)
    found = incidents(table.assign(school_year=2012, lea_id="019147", iep="Y", race="WH7"))
    assert dict(found[["student_id", "incidents"]].to_numpy()) == {"a": 0, "b": 1, "c": 1, "d": 2}


def test_t_4a_ratio():
    cell = {"swd": 12, "children": 300, "counted": 300, "enrolled": 3000, "nd": 18}
    of_state = {"state_nd": 0, "state_enrolled": 0, "state_counted": 0}
    done = examine(pd.DataFrame([cell | of_state, cell | of_state | {"swd": 4}]))
    assert done.ratio.iloc[0] == 6.0
    assert done.status.tolist() == ["EXAMINED", "NOT_EXAMINED_MIN_N"]
    assert done.high.tolist() == [True, False]


def test_t_7():
    children = [
        (2, 2, "Y"), (3, 5, "Y"), (4, 6, "Y"), (5, 7, "Y"), (6, 6, "Y"), (7, 7, "Y"), (1, 1, "N"),
        (5, 3, "Y"), (6, 5, "N"), (2, 4, "Y"), (3, 6, "Y"), (4, 5, "N"),
    ]  # fmt: skip
    eco = frame("entry_a exit_a progress_a", *((str(e), str(x), p) for e, x, p in children))
    for outcome in "bc":
        eco = eco.assign(**{f"{what}_{outcome}": "" for what in ("entry", "exit", "progress")})
    eco = eco.assign(
        school_year=2012, lea_id="019147", birth_date="2008-01-01", entry_date="2011-09-01",
        exit_date="2012-06-01", entry_rating_date="", exit_rating_date="",
    )  # fmt: skip
    eco.loc[10, "entry_date"] = "2012-01-03"  # 150 days
    tables = outcomes(eco)
    assert (state(tables, "7A1", 2012), state(tables, "7A2", 2012)) == ((4, 8), (4, 10))
    assert state(tables, "7B1", 2012) == (0, 0)


def test_t_11(tmp_path):
    folder = extract(
        tmp_path,
        "evaluations",
        "consent_date eval_complete_date exception collection_cutoff",
        ("2012-01-10", "2012-03-10", "NONE", "2012-06-30"),
        ("2012-01-10", "2012-03-11", "NONE", "2012-06-30"),
        ("2012-02-01", "2012-02-20", "NONE", "2012-06-30"),
        ("2012-03-01", "", "NONE", "2012-06-30"),
        ("2012-06-01", "", "NONE", ""),
        ("2012-01-05", "2012-04-30", "PARENT_NO_SHOW", "2012-06-30"),
    )
    assert evaluations(folder)[["num", "den"]].sum().tolist() == [2, 4]


def test_t_12(tmp_path):
    folder = extract(
        tmp_path,
        "c_to_b",
        "birth_date partb_referral_date eligible iep_implemented_date"
        " parent_refusal_delay exception",
        ("2009-05-10", "2012-01-10", "Y", "2012-05-10", "N", "N"),
        ("2009-05-10", "2012-01-10", "Y", "2012-05-09", "N", "N"),
        ("2009-05-10", "2012-01-10", "Y", "2012-05-11", "N", "N"),
        ("2009-05-10", "2012-01-10", "Y", "2012-06-20", "Y", "N"),
        ("2009-05-10", "2012-01-10", "N", "", "N", "N"),
        ("2009-05-10", "2012-03-01", "Y", "2012-06-01", "N", "N"),
        ("2009-05-10", "2012-05-12", "Y", "2012-06-01", "N", "N"),
    )
    assert third_birthdays(folder)[["num", "den"]].sum().tolist() == [2, 4]


def test_t_13(tmp_path):
    answers = ["Y" * 8, "Y" * 7 + "-", "YYYYNYYY", "Y" * 6 + "-Y", "Y" * 8, "Y" * 8]
    rows = [
        (
            "1997-01-01" if n == 4 else "1995-01-01",
            "2012-03-01",
            *(a.replace("-", "?") for a in file),
        )
        for n, file in enumerate(answers)
    ]
    rows = [tuple("NA" if value == "?" else value for value in row) for row in rows]
    questions = " ".join(f"q{n}" for n in range(1, 9))
    folder = extract(tmp_path, "transition_plans", f"birth_date review_date {questions}", *rows)
    assert transition_plans(folder)[["num", "den"]].sum().tolist() == [3, 5]


def test_born_on_29_february_birthday_is_1_march_in_common_years():
    birth = dates(pd.Series(["2008-02-29"] * 3))
    assert age(birth, dates(pd.Series(["2011-02-28", "2011-03-01", "2012-02-29"]))).tolist() == [
        2,
        3,
        4,
    ]
