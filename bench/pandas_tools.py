"""What the pandas script repeats: reading, ages, totals of the state and of its districts."""

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

KEYS = ["school_year", "lea_id"]
GROUPS = ["race", "disability", "sex"]
DROPOUT = ["RC", "RMA", "MNKC", "DROPOUT"]
STATE_ONLY = ["15", "16"]


def read(
    folder: Path, extract: str, columns: list[str] | None, *, year: str | None = "school_year"
) -> pd.DataFrame:
    """All files of an extract, as text but for the year; `columns` beside year and district."""
    wanted = None if columns is None else [*([year] if year else []), "lea_id", *columns]
    files = sorted((folder / extract).glob("*.csv"))
    frames = (pd.read_csv(f, usecols=wanted, dtype=str, keep_default_na=False) for f in files)
    table = pd.concat(frames, ignore_index=True)
    return table.astype({year: int}) if year else table


def dates(texts: pd.Series) -> pd.Series:
    """ISO dates; an empty text is no date."""
    return pd.to_datetime(texts, format="%Y-%m-%d")


def school_year(days: pd.Series) -> pd.Series:
    """The year in which the school year of a day ends: it runs from July to June."""
    return days.dt.year + (days.dt.month >= 7)


def age(birth: pd.Series, day: pd.Series) -> pd.Series:
    """Completed years; who was born on 29 February has birthday on 1 March in common years."""
    before = (day.dt.month < birth.dt.month) | (
        (day.dt.month == birth.dt.month) & (day.dt.day < birth.dt.day)
    )
    return day.dt.year - birth.dt.year - before


def totals(
    indicator: str,
    rows: pd.DataFrame,
    years: Iterable[int],
    *,
    groups: Iterable[str] = (),
    districts: bool = True,
) -> pd.DataFrame:
    """num and den of the state and of each district, all students and the groups asked for.

    `rows` hold 0 or 1 in num and den; `years` are the years reported, with zeros where no row is.
    """
    years = sorted(years)
    rows = rows[rows.school_year.isin(years)]
    state = rows.groupby("school_year")[["num", "den"]].sum().reindex(years, fill_value=0)
    tables = [state.reset_index().assign(level="STATE")]
    if districts:
        tables.append(rows.groupby(KEYS)[["num", "den"]].sum().reset_index().assign(level="LEA"))
    tables = [table.assign(group_type="ALL", group="ALL") for table in tables]
    for name in groups:
        known = rows[~rows[name].isin(["", "MISSING"])].rename(columns={name: "group"})
        for level, keys in (("STATE", ["school_year"]), ("LEA", KEYS)):
            sums = known.groupby([*keys, "group"])[["num", "den"]].sum().reset_index()
            tables.append(sums.assign(level=level, group_type=name.upper()))
    table = pd.concat(tables).assign(indicator=indicator)
    return table.assign(data_year=table.school_year)


def monitored(
    indicator: str,
    rows: pd.DataFrame,
    cycle: pd.DataFrame,
    listed: pd.DataFrame,
    *,
    groups: Iterable[str] = (),
    gap: int | None = None,
) -> pd.DataFrame:
    """Totals of the districts collected in the year; the others carry their latest (A27, A28).

    Nothing is reported in the year `gap`, and nothing is carried across it.
    """
    years = [year for year in rows.school_year.unique() if year != gap]
    collected = cycle[(cycle.indicator == indicator) & (cycle.collected == "Y")][KEYS]
    collected = collected[collected.school_year.isin(years)]
    table = totals(indicator, rows.merge(collected, on=KEYS), years, groups=groups)

    everywhere = (table.level == "LEA") & (table.group_type == "ALL")
    own = collected.merge(table[everywhere][[*KEYS, "num", "den"]], on=KEYS, how="left").fillna(0)
    own = own.assign(data_year=own.school_year)
    before = own[own.den > 0].sort_values("school_year")
    waiting = (
        listed[listed.school_year.isin(years)]
        .merge(collected, on=KEYS, how="left_anti")
        .sort_values("school_year")
    )
    if gap:
        before = before.assign(era=before.school_year > gap)
        waiting = waiting.assign(era=waiting.school_year > gap)
    carried = pd.merge_asof(
        waiting, before, on="school_year", by=["lea_id", "era"] if gap else "lea_id"
    ).dropna(subset="den")
    own = pd.concat([own, carried]).assign(
        indicator=indicator, level="LEA", group_type="ALL", group="ALL"
    )
    return pd.concat([table[~everywhere], own])


def finish(table: pd.DataFrame, listed: pd.DataFrame, *, years: list[int]) -> pd.DataFrame:
    """The table of the release: a row for each indicator, year and listed district.

    Where an indicator was reported a district without rows counts 0; where not, num and den are
    null. Rows of districts that are not listed in the year go: they are in the state's only.
    """
    names = pd.DataFrame({"indicator": table.indicator.unique()})
    state = names.merge(pd.DataFrame({"school_year": years}), how="cross").assign(level="STATE")
    districts = names[~names.indicator.isin(STATE_ONLY)].merge(listed, how="cross")
    frame = pd.concat([state, districts.assign(level="LEA")]).assign(group_type="ALL", group="ALL")
    keys = ["indicator", "school_year", "level", "lea_id", "group_type", "group"]
    frame = frame.fillna({"lea_id": ""})
    table = table.fillna({"lea_id": ""})
    result = frame.merge(table, on=keys, how="left")

    groups = table[(table.group_type != "ALL") & table.school_year.isin(years)]
    inside = groups.merge(listed, on=KEYS)
    result = pd.concat([result, inside, groups[groups.level == "STATE"]], ignore_index=True)

    plain = ~result.indicator.isin([*"89", "3A", "4A", "4B", "10", "11", "12", "13"])
    reported = table[table.level == "STATE"][["indicator", "school_year"]].drop_duplicates()
    reported = reported.assign(reported=True)
    result = result.merge(reported, on=["indicator", "school_year"], how="left")
    zero = result.den.isna() & plain & result.reported.notna()
    result.loc[zero, ["num", "den"]] = 0
    result.loc[zero, "data_year"] = result.school_year
    integers = dict.fromkeys(["num", "den", "data_year"], "Int64")
    columns = [*keys, "num", "den", "data_year", "district_status", "ratio"]
    return result[columns].astype(integers).sort_values(keys, ignore_index=True)
