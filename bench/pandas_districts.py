"""The percent-of-districts indicators of the pandas script: 3A, 4A, 4B, 9 and 10."""

from pathlib import Path

import numpy as np
import pandas as pd

from bench.pandas_tools import KEYS, read

RACES = ["AM7", "AS7", "BL7", "HI7", "MU7", "PI7", "WH7"]
SIX_DISABILITIES = ["AUT", "EMN", "ID", "OHI", "SLD", "SLI"]
NO_DATA, TOO_FEW = "NOT_EXAMINED_NO_DATA", "NOT_EXAMINED_MIN_N"


def share(indicator: str, districts: pd.DataFrame, counted: str, of: list[str]) -> pd.DataFrame:
    """The state's row, `counted` among the districts with a status in `of`, and the districts'."""
    known = districts[districts.district_status.isin(of)] if of else districts
    state = known.assign(num=(known.district_status == counted).astype(int), den=1)
    years = districts.school_year.unique()
    state = state.groupby("school_year")[["num", "den"]].sum().reindex(years, fill_value=0)
    state = state.reset_index().assign(level="STATE")
    table = pd.concat([state, districts.assign(level="LEA")])
    return table.assign(
        indicator=indicator, group_type="ALL", group="ALL", data_year=table.school_year
    )


def yearly_progress(ayp: pd.DataFrame, listed: pd.DataFrame) -> pd.DataFrame:
    """3A: districts whose disability subgroup reaches the minimum size in both subjects."""
    ayp = ayp.assign(n=ayp.n_accountable.astype(int))
    ayp = ayp.assign(
        enough=ayp.n >= np.where(ayp.school_year <= 2007, 50, 30),
        met=(ayp.part_met == "Y") & (ayp.perf_met == "Y"),
    )
    found = ayp.groupby(KEYS).agg(
        subjects=("subject", "count"), enough=("enough", "all"), met=("met", "all")
    )
    found = listed.merge(found.reset_index(), on=KEYS, how="left")
    found = found[found.school_year.isin(ayp.school_year.unique())]
    found["district_status"] = np.select(
        [found.subjects.isna(), (found.subjects < 2) | (found.enough == False), found.met == True],  # noqa: E712
        [NO_DATA, TOO_FEW, "MET_SUBGROUP"],
        "NOT_MET_SUBGROUP",
    )
    found = found[[*KEYS, "district_status"]]
    return share("3A", found, "MET_SUBGROUP", ["MET_SUBGROUP", "NOT_MET_SUBGROUP"])


def incidents(discipline: pd.DataFrame) -> pd.DataFrame:
    """Out-of-school removals of more than ten days, the short ones of a student added up (A23)."""
    removals = discipline[discipline.method.isin(["OSS", "EXP"])]
    days = pd.to_numeric(removals.days).fillna(0)
    removals = removals.assign(long=days > 10, short=days.where(days <= 10, 0))
    of_student = removals.groupby([*KEYS, "student_id", "iep", "race"])[["long", "short"]].sum()
    number = of_student.long + (of_student.short > 10)
    return number.rename("incidents").reset_index()


def examine(cells: pd.DataFrame) -> pd.DataFrame:
    """Status and ratio of the cells of 4A and 4B, and whether the ratio is high (2.7, A25).

    A cell has swd and nd (incidents), children (of the cell), counted (all children of 3 to 21) and
    enrolled, and the same of the state for the comparison when the district's is zero (A24).
    """
    others = cells.enrolled - cells.counted
    own = cells.nd > 0
    nd = cells.nd.where(own, cells.state_nd)
    others_compared = others.where(own, cells.state_enrolled - cells.state_counted)
    status = np.select(
        [
            (cells.children == 0) | cells.enrolled.isna(),
            cells.swd < 5,
            (others <= 0) | (nd == 0),
        ],
        [NO_DATA, TOO_FEW, NO_DATA],
        "EXAMINED",
    )
    ratio = (cells.swd * others_compared / (cells.children * nd)).where(status == "EXAMINED")
    return cells.assign(status=status, ratio=ratio, high=ratio > 4.0)


def discrepancy(
    discipline: pd.DataFrame, children: pd.DataFrame, enrollment: pd.DataFrame, listed: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """District statuses of 4A and, before the policy review, of 4B: high two years running."""
    found = incidents(discipline)
    counted = children[children.age.between(3, 21)]
    base = listed.drop_duplicates("lea_id")[["lea_id"]].merge(
        pd.DataFrame({"school_year": children.school_year.unique()}), how="cross"
    )
    nd = found[found.iep == "N"].groupby(KEYS).incidents.sum().rename("nd")
    enrolled = enrollment.groupby(KEYS).enrolled_total.sum().rename("enrolled")
    number = counted.groupby(KEYS).size().rename("counted")
    for sums in (nd, enrolled, number):
        base = base.merge(sums.reset_index(), on=KEYS, how="left")
        of_state = sums.groupby("school_year").sum().rename(f"state_{sums.name}")
        base = base.merge(of_state.reset_index(), on="school_year", how="left")
    base = base.fillna({"nd": 0, "counted": 0, "state_nd": 0})

    results = []
    for by in ([], ["race"]):
        cells = base.merge(pd.DataFrame({"race": RACES}), how="cross") if by else base
        swd = found[found.iep == "Y"].groupby(KEYS + by).incidents.sum().rename("swd")
        own = counted.groupby(KEYS + by).size().rename("children")
        for sums in (swd, own):
            cells = cells.merge(sums.reset_index(), on=KEYS + by, how="left")
        cells = examine(cells.fillna({"swd": 0, "children": 0}))
        before = cells[["lea_id", *by, "school_year", "high"]]
        before = before.assign(school_year=before.school_year + 1)
        cells = cells.merge(before, on=["lea_id", *by, "school_year"], suffixes=("", "_before"))
        cells["flagged"] = cells.high & cells.high_before
        results.append(of_district(cells, listed))
    return results[0], results[1]


def of_district(cells: pd.DataFrame, listed: pd.DataFrame) -> pd.DataFrame:
    """One row a listed district from its cells: flagged by any, examined if any is."""
    cells = cells.assign(examined=cells.status == "EXAMINED", no_data=cells.status == NO_DATA)
    found = cells.groupby(KEYS).agg(
        flagged=("flagged", "any"),
        examined=("examined", "any"),
        no_data=("no_data", "all"),
        ratio=("ratio", "max"),
    )
    found = listed.merge(found.reset_index(), on=KEYS)
    found["district_status"] = np.select(
        [found.flagged, found.examined, found.no_data],
        ["FLAGGED", "NOT_FLAGGED", NO_DATA],
        TOO_FEW,
    )
    return found[[*KEYS, "district_status", "ratio"]]


def representation(
    children: pd.DataFrame,
    enrollment: pd.DataFrame,
    listed: pd.DataFrame,
    *,
    disabilities: list[str],
) -> pd.DataFrame:
    """District statuses of 9 and 10 before the review: risk ratios of each race (4.1, 4.2)."""
    counted = children[children.age.between(6, 21)].assign(kind="ALL")
    kinds = ["ALL"]
    if disabilities:
        kinds, counted = disabilities, counted.assign(kind=counted.disability)
    cells = listed.merge(pd.DataFrame({"race": RACES}), how="cross")
    cells = cells.merge(pd.DataFrame({"kind": kinds}), how="cross")
    names = []
    parts = {
        "o": (counted.assign(x=1), ["kind"]),
        "n": (enrollment.assign(x=enrollment.enrolled_total), []),
    }
    for name, (rows, also) in parts.items():
        for keys, place in ((KEYS, ""), (["school_year"], "state_")):
            for by, suffix in ((["race"], ""), ([], "_all")):
                names.append(place + name + suffix)
                sums = rows.groupby([*keys, *also, *by]).x.sum().rename(names[-1])
                cells = cells.merge(sums.reset_index(), on=[*keys, *also, *by], how="left")
    cells[names] = cells[names].fillna(0)
    for place in ("", "state_"):
        for name in "on":
            cells[f"{place}{name}_not"] = cells[f"{place}{name}_all"] - cells[place + name]
    own = (cells.o_not >= 10) & (cells.n_not >= 30)
    state = (cells.state_o_not >= 10) & (cells.state_n_not >= 30)
    o_not = cells.o_not.where(own, cells.state_o_not)
    n_not = cells.n_not.where(own, cells.state_n_not)
    examined = (cells.o >= 10) & (cells.n >= 30) & (own | state)
    ratio = (cells.o * n_not / (cells.n * o_not)).where(examined)
    status = np.where(examined, "EXAMINED", TOO_FEW)
    return of_district(cells.assign(ratio=ratio, flagged=ratio > 2.5, status=status), listed)


def reviewed(indicator: str, found: pd.DataFrame, reviews: pd.DataFrame) -> pd.DataFrame:
    """The finding of 4B, 9 and 10: a flagged district counts when the review says so (A26)."""
    found = found.merge(reviews[reviews.indicator == indicator], on=KEYS, how="left")
    flagged = found.district_status == "FLAGGED"
    guilty = (found.noncompliant == "Y") & (found.contributes == "Y")
    found.loc[flagged & ~guilty, "district_status"] = "NOT_FLAGGED"
    found.loc[flagged & (found.reviewed != "Y"), "district_status"] = "REVIEW_PENDING"
    return share(indicator, found[[*KEYS, "district_status", "ratio"]], "FLAGGED", [])


def district_indicators(
    folder: Path, children: pd.DataFrame, listed: pd.DataFrame
) -> list[pd.DataFrame]:
    """3A, 4A, 4B, 9 and 10 for the districts listed in each year."""
    enrollment = read(folder, "enrollment", ["race", "enrolled_total"])
    enrollment = enrollment.astype({"enrolled_total": int})
    discipline = read(folder, "discipline", ["student_id", "iep", "race", "method", "days"])
    reviews = read(
        folder, "policy_review", ["indicator", "reviewed", "noncompliant", "contributes"]
    )
    ayp = read(folder, "ayp_district", ["subject", "n_accountable", "part_met", "perf_met"])
    all_, by_race = discrepancy(discipline, children, enrollment, listed)
    nine = representation(children, enrollment, listed, disabilities=[])
    ten = representation(children, enrollment, listed, disabilities=SIX_DISABILITIES)
    return [
        yearly_progress(ayp, listed),
        share("4A", all_[all_.school_year >= 2007], "FLAGGED", []),
        reviewed("4B", by_race[by_race.school_year >= 2009], reviews),
        reviewed("9", nine, reviews),
        reviewed("10", ten, reviews),
    ]
