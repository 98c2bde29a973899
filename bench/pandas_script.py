"""The same indicators as a plain pandas script: the bench's yardstick, and a second opinion.

Written as an analyst would who knows pandas and the definitions: read the CSVs as text, one
groupby per question, no loops over rows, no cleverness. Nothing comes from `dashboard`, so where
both agree, two readings of the definitions agree. It checks no input and protects nothing.

    python -m bench.pandas_script EXTRACTS OUT.parquet

writes one row for each indicator, year, level, district and group: num, den, data_year, and for
the percent-of-districts indicators district_status and ratio. Null num and den: not reported.
"""

import sys
from pathlib import Path

import pandas as pd

from bench.pandas_cases import after_school, disputes, outcomes, timelines
from bench.pandas_districts import district_indicators
from bench.pandas_tools import DROPOUT, GROUPS, KEYS, age, dates, finish, read, totals


def graduation_old(exiters: pd.DataFrame) -> pd.DataFrame:
    """1 until 2010: graduates of the year and the four-year cohort's dropouts (2.2, A11-A13)."""
    graduates = exiters[exiters.exit_code == "GHS"]
    ahead = {"12": 0, "UG": 0, "11": 1, "10": 2, "09": 3}
    dropouts = exiters[
        (exiters.iep_at_exit == "Y")
        & exiters.exit_code.isin(DROPOUT)
        & exiters.grade.isin(list(ahead))
    ].reset_index(drop=True)
    dropouts["school_year"] += dropouts.grade.map(ahead).astype(int)
    back = dropouts[["student_id", "school_year"]].reset_index()
    back = back.merge(graduates[["student_id", "school_year"]], on="student_id")
    returned = back.loc[(back.school_year_x - back.school_year_y).between(0, 3), "index"]
    graduates = graduates[graduates.iep_at_exit == "Y"].assign(num=1, den=1)
    rows = pd.concat([graduates, dropouts.drop(returned.unique()).assign(num=0, den=1)])
    reported = set(exiters.school_year)
    whole = [year for year in range(2006, 2011) if reported.issuperset(range(year - 3, year + 1))]
    return totals("1", rows, whole, groups=GROUPS)


def graduation(cohort: pd.DataFrame) -> pd.DataFrame:
    """1 from 2011: the four-year adjusted cohort rate."""
    cohort = cohort.rename(columns={"cohort_year": "school_year"})
    removed = cohort.status.isin(["TRANSFER_OUT", "EMIGRATED", "DECEASED"])
    removed &= cohort.removal_documented == "Y"
    rows = cohort[(cohort.iep == "Y") & ~removed]
    rows = rows.assign(num=(rows.status == "GRAD4").astype(int), den=1)
    return totals("1", rows, [y for y in cohort.school_year.unique() if y >= 2011])


def dropout(exiters: pd.DataFrame, children: pd.DataFrame) -> pd.DataFrame:
    """2: dropouts in grades 9 to 12 over the child count in grades 9 to 12."""
    high = ["09", "10", "11", "12"]
    out = exiters[
        (exiters.iep_at_exit == "Y") & exiters.grade.isin(high) & exiters.exit_code.isin(DROPOUT)
    ]
    rows = pd.concat(
        [out.assign(num=1, den=0), children[children.grade.isin(high)].assign(num=0, den=1)]
    )
    years = set(exiters.school_year) & set(children.school_year)
    return totals("2", rows, years, groups=GROUPS)


def assessments(records: pd.DataFrame) -> list[pd.DataFrame]:
    """3B and 3C; End of Course counts from 2009, full academic year only in 2009 to 2011."""
    years = records.school_year.unique()
    records = records[records.iep == "Y"]
    records = records[(records.test != "EOC") | (records.school_year >= 2009)]
    rows = records[records.accountable == "Y"]
    rows = rows.assign(num=(rows.participated == "Y").astype(int), den=1)
    tables = [totals("3B", rows, years)]
    rows = records[(records.reportable == "Y") & (records.level != "LND")]
    rows = rows[~rows.school_year.between(2009, 2011) | (rows.fay == "Y")]
    rows = rows.assign(num=rows.level.isin(["P", "A"]).astype(int), den=1)
    for subject in ("CA", "MA"):
        tables.append(totals(f"3C-{subject}", rows[rows.subject == subject], years))
    return tables


def environments(children: pd.DataFrame) -> list[pd.DataFrame]:
    """5A-C, ages 6 to 21, and from 2012 6A and 6B, ages 3 to 5."""
    years = children.school_year.unique()
    school_age = children[children.age.between(6, 21)].copy()
    inside = pd.to_numeric(school_age.pct_inside)
    unset = school_age.env_sa == ""
    school_age.loc[unset & (inside > 79), "env_sa"] = "RC80"
    school_age.loc[unset & (inside < 40), "env_sa"] = "RC39"
    school_age.loc[unset & inside.between(40, 79), "env_sa"] = "RC79TO40"
    preschool = children[children.age.between(3, 5)]
    later = [year for year in years if year >= 2012]
    settings = [
        ("5A", school_age, "env_sa", ["RC80"], years),
        ("5B", school_age, "env_sa", ["RC39"], years),
        ("5C", school_age, "env_sa", ["SS", "RF", "HH", "SOP"], years),
        ("6A", preschool, "env_ec", ["REC10YSVCS", "REC09YSVCS"], later),
        ("6B", preschool, "env_ec", ["SC", "SS", "RF"], later),
    ]
    return [
        totals(id_, rows.assign(num=rows[env].isin(codes).astype(int), den=1), of, groups=GROUPS)
        for id_, rows, env, codes, of in settings
    ]


def indicators(folder: Path) -> pd.DataFrame:
    """Every indicator of the history in `folder`, as one table."""
    roster = read(folder, "districts", ["lea_type", "active"])
    listed = roster[(roster.active == "Y") & roster.lea_type.isin(["REG", "CHARTER"])][KEYS]
    exiters = read(folder, "exiters", ["student_id", "grade", *GROUPS, "iep_at_exit", "exit_code"])
    columns = ["count_date", "birth_date", "grade", *GROUPS, "env_sa", "env_ec", "pct_inside"]
    children = read(folder, "child_count", columns)
    children["age"] = age(dates(children.birth_date), dates(children.count_date))
    records = read(
        folder,
        "assessment",
        ["subject", "test", "iep", "fay", "accountable", "participated", "reportable", "level"],
    )
    cohort_columns = ["iep", "status", "removal_documented"]
    leavers = read(folder, "followup", ["exit_code", "respondent", "he", "ce", "ope", "oe"])
    tables = [
        graduation_old(exiters),
        graduation(read(folder, "cohort", cohort_columns, year="cohort_year")),
        dropout(exiters, children),
        *assessments(records),
        *environments(children),
        *outcomes(read(folder, "eco", None)),
        *timelines(folder, listed),
        *after_school(leavers),
        *disputes(folder),
        *district_indicators(folder, children, listed),
    ]
    return finish(pd.concat(tables), listed, years=sorted(roster.school_year.unique()))


if __name__ == "__main__":
    indicators(Path(sys.argv[1])).to_parquet(sys.argv[2], index=False)
