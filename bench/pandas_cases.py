"""The indicators of the pandas script that count cases: 7, 8 and 11 to 16."""

from pathlib import Path

import pandas as pd

from bench.pandas_tools import age, dates, monitored, read, school_year, totals


def outcomes(eco: pd.DataFrame) -> list[pd.DataFrame]:
    """7: progress categories a to e of each outcome, then the two summary statements."""
    years = [year for year in eco.school_year.unique() if year >= 2007]
    birth = dates(eco.birth_date)
    start = dates(eco.entry_date).fillna(dates(eco.entry_rating_date))
    end = dates(eco.exit_date).fillna(dates(eco.exit_rating_date))
    by_sixth_birthday = age(birth, end - pd.Timedelta(days=1)) <= 5
    counted = (
        age(birth, start).between(3, 5)
        & by_sixth_birthday
        & ((end - start).dt.days >= 182)
        & (school_year(end) == eco.school_year)
    )
    tables = []
    for outcome in "abc":
        entry, exit_ = (pd.to_numeric(eco[f"{point}_{outcome}"]) for point in ("entry", "exit"))
        progress = eco[f"progress_{outcome}"]
        impossible = (progress == "N") & (exit_ >= entry) & ~((entry == 1) & (exit_ == 1))
        no_growth = (exit_ < 6) & ((exit_ < entry) | ((exit_ == 1) & (entry == 1)))
        category = pd.Series("", index=eco.index)
        category[(exit_ >= 6) & (entry >= 6)] = "e"
        category[(exit_ >= 6) & (entry < 6)] = "d"
        category[(exit_ < 6) & (exit_ > entry)] = "c"
        category[(exit_ == entry) & entry.between(2, 5)] = "b"
        category[no_growth & (progress == "Y")] = "b"
        category[no_growth & (progress == "N")] = "a"
        rows = eco.assign(category=category)[counted & ~impossible & (category != "")]
        growing = rows[rows.category != "e"]
        growing = growing.assign(num=growing.category.isin(["c", "d"]).astype(int), den=1)
        rows = rows.assign(num=rows.category.isin(["d", "e"]).astype(int), den=1)
        tables.append(totals(f"7{outcome.upper()}1", growing, years))
        tables.append(totals(f"7{outcome.upper()}2", rows, years))
    return tables


def timelines(folder: Path, listed: pd.DataFrame) -> list[pd.DataFrame]:
    """8, 11, 12 and 13: only districts in their monitoring year; the others carry their latest."""
    cycle = read(folder, "monitoring_cycle", ["indicator", "collected"])
    return [
        monitored("8", survey(folder), cycle, listed, groups=["race"]),
        monitored("11", evaluations(folder), cycle, listed),
        monitored("12", third_birthdays(folder), cycle, listed),
        monitored("13", transition_plans(folder), cycle, listed, gap=2009),
    ]


def survey(folder: Path) -> pd.DataFrame:
    """8: parents who answered, and who say that schools facilitated their involvement."""
    forms = read(folder, "parent_survey", ["child_race", "facilitated"])
    forms = forms.rename(columns={"child_race": "race"})
    return forms.assign(num=forms.facilitated == "Y", den=forms.facilitated != "")


def evaluations(folder: Path) -> pd.DataFrame:
    """11: evaluated within 60 days of consent; not yet due and excepted ones do not count."""
    columns = ["consent_date", "eval_complete_date", "exception", "collection_cutoff"]
    cases = read(folder, "evaluations", columns)
    consent, done = dates(cases.consent_date), dates(cases.eval_complete_date)
    last_day = pd.to_datetime(cases.school_year.astype(str) + "-06-30")
    cutoff = dates(cases.collection_cutoff).fillna(last_day)
    excepted = cases.exception.isin(["PARENT_NO_SHOW", "MOVED_AGREED"])
    den = ~excepted & (done.notna() | ((cutoff - consent).dt.days > 60))
    return cases.assign(num=den & ((done - consent).dt.days <= 60), den=den)


def third_birthdays(folder: Path) -> pd.DataFrame:
    """12: eligible children with an IEP in effect by the third birthday."""
    columns = ["birth_date", "partb_referral_date", "eligible", "iep_implemented_date"]
    cases = read(folder, "c_to_b", [*columns, "parent_refusal_delay", "exception"])
    third = dates(cases.birth_date) + pd.DateOffset(years=3)  # 29 Feb becomes 28 Feb, as it must
    in_scope = (
        (school_year(third) == cases.school_year)
        & (dates(cases.partb_referral_date) < third)
        & (cases.eligible == "Y")
    )
    timely = dates(cases.iep_implemented_date) <= third
    excused = (cases.parent_refusal_delay == "Y") | (cases.exception == "Y")
    return cases.assign(num=in_scope & timely, den=in_scope & (timely | ~excused))


def transition_plans(folder: Path) -> pd.DataFrame:
    """13: youth of 16 and older whose plan passes all eight questions."""
    questions = [f"q{n}" for n in range(1, 9)]
    plans = read(folder, "transition_plans", ["birth_date", "review_date", *questions])
    passed = (plans[questions[:-1]] == "Y").all(axis=1) & plans.q8.isin(["Y", "NA"])
    den = age(dates(plans.birth_date), dates(plans.review_date)) >= 16
    return plans.assign(num=den & passed, den=den)


def after_school(leavers: pd.DataFrame) -> list[pd.DataFrame]:
    """14A-C from 2010: one category a respondent, the highest."""
    years = [year for year in leavers.school_year.unique() if year >= 2010]
    stays = ["GHS", "GRADALTDPL", "RC", "RMA", "DROPOUT", "MNKC"]
    rows = leavers[leavers.exit_code.isin(stays) & (leavers.respondent == "Y")]
    education = rows.he == "Y"
    employed = education | (rows.ce == "Y")
    anything = employed | (rows.ope == "Y") | (rows.oe == "Y")
    parts = {"14A": education, "14B": employed, "14C": anything}
    return [totals(id_, rows.assign(num=y.astype(int), den=1), years) for id_, y in parts.items()]


def disputes(folder: Path) -> list[pd.DataFrame]:
    """15 and 16: the state only."""
    tables = []
    for id_, extract, date, held, agreed in (
        ("15", "due_process", "filed_date", "resolution_held", "settlement_written"),
        ("16", "mediation", "requested_date", "held", "agreement"),
    ):
        cases = read(folder, extract, [date, held, agreed], year=None)
        cases = cases.assign(school_year=school_year(dates(cases[date])))
        rows = cases[cases[held] == "Y"]
        rows = rows.assign(num=(rows[agreed] == "Y").astype(int), den=1)
        tables.append(totals(id_, rows, cases.school_year.unique(), districts=False))
    return tables
