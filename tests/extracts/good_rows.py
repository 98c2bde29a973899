"""A good row of some extracts, to break one field of."""


def _row(**fields: str) -> dict[str, str]:
    return fields


GOOD: dict[str, dict[str, str]] = {
    "districts": _row(
        school_year="2012", lea_id="001002", name="Birch", lea_type="REG", active="Y",
        monitoring_cohort="1",
    ),
    "targets": _row(
        catalogue="missouri", indicator="1", component="", school_year="2012", target="78.5",
        target_high="", kind="TARGET",
    ),
    "monitoring_cycle": _row(
        school_year="2012", lea_id="001001", indicator="11", collected="Y", collection_date="",
    ),
    "exiters": _row(
        school_year="2012", lea_id="001001", student_id="0000000001", birth_date="1994-02-01",
        grade="12", race="WH7", sex="F", disability="SLD", iep_at_exit="Y",
        exit_date="2012-05-30", exit_code="GHS",
    ),
    "child_count": _row(
        school_year="2012", lea_id="001001", student_id="0000000001", count_date="2011-12-01",
        birth_date="2001-02-28", grade="05", disability="AUT", race="BL7", sex="M",
        env_sa="RC80", env_ec="", pct_inside="81.5",
    ),
    "enrollment": _row(school_year="2012", lea_id="001001", race="WH7", enrolled_total="10"),
    "assessment": _row(
        school_year="2012", lea_id="001001", student_id="0000000001", subject="CA", grade="05",
        test="MAP", iep="Y", fay="Y", accountable="Y", participated="Y", reportable="Y", level="P",
    ),
    "discipline": _row(
        school_year="2012", lea_id="001001", incident_id="I1", student_id="0000000001", iep="Y",
        race="WH7", method="OSS", days="10.5",
    ),
    "eco": _row(
        school_year="2012", lea_id="001001", school_id="1", student_id="0000000001",
        birth_date="2007-02-28", entry_date="2010-09-01", entry_rating_date="2010-09-10",
        entry_a="3", entry_b="4", entry_c="5", exit_date="2012-05-01",
        exit_rating_date="2012-05-01", exit_a="6", exit_b="7", exit_c="1", progress_a="Y",
        progress_b="N", progress_c="",
    ),
    "parent_survey": _row(
        school_year="2012", lea_id="001001", response_id="R1", child_race="WH7", facilitated="Y",
        item01="SA", item25="D",
    ),
    "evaluations": _row(
        school_year="2012", lea_id="001001", student_id="0000000001", consent_date="2011-09-01",
        eval_complete_date="2011-10-01", exception="NONE", collection_cutoff="",
    ),
    "due_process": _row(
        request_id="D1", filed_date="2012-03-01", lea_id="001001", resolution_held="Y",
        settlement_written="N",
    ),
    "published": _row(
        indicator="1", school_year="2012", level="LEA", lea_id="001001", num="1", den="3",
        value="33.3",
    ),
}  # fmt: skip
"""A good row of some extracts; the blank ones of its fields are valid."""


def text_of(*rows: dict[str, str]) -> str:
    """Rows as CSV, every field in quotes, so that any value is one field."""
    lines = [",".join(rows[0]), *(",".join(f'"{value}"' for value in row.values()) for row in rows)]
    return "\n".join(lines) + "\n"


def other(row: dict[str, str]) -> dict[str, str]:
    """The row with another key."""
    ids = [name for name in row if name.endswith("_id") and name not in ("lea_id", "school_id")]
    ids = ids or [name for name in ("lea_id", "indicator") if name in row][:1]
    return {**row, **dict.fromkeys(ids, "9999")}
