"""The rows of a Missouri-sized history: one SQL text for each extract of a school year.

The figures come from the issue and from the state's own order of magnitude: 130 k children with
IEPs, 900 k assessment records, 300 k removals a year. Every value is valid by the schema; blanks,
unlisted districts, leap-day birthdays, exceptions and impossible ratings occur, so that two
programs that agree on this history agree on more than the easy rows.
"""

from collections.abc import Callable
from dataclasses import dataclass

from bench.draws import LEA_ID, RACES, Slice, day_of, drawn, flag, number, pick, race, roll

DISABILITIES = {
    "SLD": 330, "SLI": 240, "OHI": 150, "ID": 90, "EMN": 70, "AUT": 60, "DD": 25, "HI": 11,
    "MD": 9, "OI": 5, "VI": 4, "TBI": 3, "DB": 1, "MISSING": 1, None: 1,
}  # fmt: skip
EXITER_DISABILITIES = {code: share for code, share in DISABILITIES.items() if code != "DD"}
SEXES = {"M": 65, "F": 34, "MISSING": 1}
AGE_SPAN = "16.2 * 365.25"  # the child count runs from just under 3 to 19; some stay to 22


def exiters(part: Slice) -> str:
    """Leavers; the numbers of neighbouring years overlap, so some dropouts come back (A12)."""
    year = part.year
    exits = {"GHS": 40, "DROPOUT": 16, "MKC": 14, "TRAN": 12, "MNKC": 8, "RC": 5, "RMA": 3, "D": 2}
    grades = {"12": 42, "11": 18, "10": 16, "09": 14, "UG": 3, "08": 4, "07": 2, None: 1}
    return f"""SELECT {year} AS school_year, {LEA_ID}, d AS school_id, {number(1)} AS student_id,
        DATE '{year - 18}-09-01' + {roll("birth", 1400)} AS birth_date,
        {pick("grade", grades)} AS grade, {race("s")} AS race, {pick("sex", SEXES, "s")} AS sex,
        {pick("disability", EXITER_DISABILITIES, "s")} AS disability,
        {flag("iep", 97, unknown=True)} AS iep_at_exit, {day_of(year)} AS exit_date,
        {pick("exit", exits)} AS exit_code
    FROM {drawn(part, student=f"i + ({year} - 2000) * {part.rows} * 49 // 50")}"""


def cohort(part: Slice) -> str:
    """The four-year cohort, all students; one in eight has an IEP."""
    states = {
        "GRAD4": 745, "GRAD5": 40, "ENROLLED": 30, "DROPOUT": 70, "CERT": 4, "MAXAGE": 2,
        "GED": 14, "TRANSFER_OUT": 80, "EMIGRATED": 12, "DECEASED": 3,
    }  # fmt: skip
    return f"""SELECT {part.year} AS cohort_year, {LEA_ID}, {number(2)} AS student_id,
        {flag("iep", 12, unknown=True)} AS iep, {pick("status", states)} AS status,
        {day_of(part.year)} AS outcome_date,
        {flag("removal", 85, unknown=True)} AS removal_documented
    FROM {drawn(part)}"""


def child_count(part: Slice) -> str:
    """Children with IEPs on 1 December; a child stays for years and grows a year in each."""
    yearly, first = part.rows * 10 // 162, 2005
    school_age = {
        "RC80": 58, "RC79TO40": 25, "RC39": 9, "SS": 3, "PPPS": 1, "HH": 1, "CF": 1, "SOP": 1,
        "RF": 1, None: 2,
    }  # fmt: skip
    preschool = {
        "REC10YSVCS": 40, "REC10YOTHLOC": 10, "REC09YSVCS": 12, "REC09YOTHLOC": 6, "SC": 24,
        "SS": 3, "RF": 1, "H": 2, "SPL": 1, None: 1,
    }  # fmt: skip
    birth = f"""DATE '{first - 20}-10-25'
        + CAST(floor((s - {first * yearly}) * {AGE_SPAN} / {part.rows}) AS INTEGER)
        + {roll("birth", 61, "s")} - 30
        - CASE WHEN {roll("old", 12, "s")} = 0 THEN 1100 ELSE 0 END"""
    return f"""SELECT {part.year} AS school_year, {LEA_ID}, {number(3)} AS student_id,
        DATE '{part.year - 1}-12-01' AS count_date, {birth} AS birth_date,
        datesub('year', {birth}, DATE '{part.year - 1}-12-01') AS age_,
        CASE WHEN age_ < 5 THEN 'PK' WHEN age_ = 5 THEN {pick("grade", {"K": 7, "PK": 3})}
            WHEN age_ > 14 AND {roll("grade", 40)} = 0 THEN 'UG'
            ELSE lpad(CAST(least(age_ - 5, 12) AS VARCHAR), 2, '0') END AS grade,
        {pick("disability", DISABILITIES, "s")} AS disability, {race("s")} AS race,
        {pick("sex", SEXES, "s")} AS sex, {flag("el", 4, of="s")} AS el,
        CASE WHEN age_ >= 6 THEN {pick("env", school_age)} END AS env_sa,
        CASE WHEN age_ < 6 THEN {pick("env", preschool)} END AS env_ec,
        CASE WHEN age_ >= 6 AND {roll("inside?", 4)} > 0
            THEN CAST({roll("inside", 201)} / 2.0 AS DECIMAL(4, 1)) END AS pct_inside
    FROM {drawn(part, student=f"i + {part.year * yearly}", of="i + " + str(part.year * yearly))}"""


def enrollment(part: Slice) -> str:
    """Enrolled students by district and race, seven times the child count."""
    shares = ", ".join(f"('{code}', {share})" for code, share in RACES.items())
    size = f"(sqrt((d + 1) / {part.districts}) - sqrt(d / {part.districts}))"
    lean = "CASE race WHEN 'WH7' THEN 0.95 ELSE 0.35 + hash(d, race) % 1300 / 1000 END"
    return f"""SELECT {part.year} AS school_year, {LEA_ID}, race,
        CAST(round({part.children * 7} * {size} * share / 1000 * {lean}) AS INTEGER)
            + hash(d, race, {part.year}) % 3 AS enrolled_total
    FROM range({part.districts}) AS range(d), (VALUES {shares}) AS shares(race, share)"""


def assessment(part: Slice) -> str:
    """Two subjects a student; a seventh of the records is of students with IEPs."""
    levels = {"BB": 30, "B": 42, "P": 19, "A": 9}
    return f"""SELECT {part.year} AS school_year, {LEA_ID}, {number(4)} AS student_id,
        ['CA', 'MA'][1 + i % 2] AS subject,
        lpad(CAST(3 + {roll("grade", 9, "s")} AS VARCHAR), 2, '0') AS grade,
        {pick("test", {"MAP": 72, "EOC": 25, "MAPA": 3})} AS test,
        CASE WHEN {roll("iep", 1000, "s")} < 144 THEN 'Y' ELSE 'N' END AS iep,
        {flag("fay", 92, of="s", unknown=True)} AS fay, {flag("accountable", 98)} AS accountable,
        CASE accountable WHEN 'Y' THEN {flag("participated", 98)} ELSE 'N' END AS participated,
        CASE participated WHEN 'Y' THEN {flag("reportable", 99)} ELSE 'N' END AS reportable,
        CASE reportable WHEN 'Y' THEN {pick("level", levels)} ELSE 'LND' END AS level
    FROM {drawn(part, student="i // 2", of=f"i // 2, {part.year}")}"""


def ayp_district(part: Slice) -> str:
    """The disability subgroup of each district and subject; a few districts have none."""
    size = f"(sqrt((d + 1) / {part.districts}) - sqrt(d / {part.districts}))"
    return f"""SELECT {part.year} AS school_year, {LEA_ID}, subject,
        CAST({part.children / 2} * {size} * (0.3 + {roll("n", 100)} / 120) AS INTEGER)
            AS n_accountable,
        {flag("part", 93)} AS part_met, {flag("perf", 45)} AS perf_met
    FROM (SELECT d, subject, hash(d, subject, {part.year}) AS h
        FROM range({part.districts}) AS range(d), (VALUES ('CA'), ('MA')) AS subjects(subject))
    WHERE {roll("none", 40)} > 0"""


def discipline(part: Slice) -> str:
    """Removals; a quarter of them of students with IEPs, more in some districts than in others."""
    half_days = """CASE WHEN method = 'EXP' THEN 40 + days_ % 200
        WHEN days_ < 900 THEN 1 + days_ % 10 WHEN days_ < 980 THEN 10 + days_ % 11
        ELSE 21 + days_ % 60 END"""
    iep = f"({roll('iep', 100, 's')} < 8 + coalesce({roll('lean', 35, 'd')}, 0))"
    return f"""SELECT {part.year} AS school_year, {LEA_ID}, 'I' || i AS incident_id,
        {number(5)} AS student_id,
        CASE WHEN {roll("iep?", 2000)} = 0 THEN NULL
            WHEN {iep} <> ({roll("change", 100)} = 0) THEN 'Y' ELSE 'N' END AS iep,
        {race("s")} AS race, {day_of(part.year)} AS start_date,
        {pick("method", {"ISS": 54, "OSS": 44, "EXP": 1, "IAES": 1})} AS method,
        {roll("days", 1000)} AS days_,
        CASE WHEN {roll("days?", 1000)} > 0
            THEN CAST({half_days} / 2.0 AS DECIMAL(5, 2)) END AS days
    FROM {drawn(part, student=f"{roll('student', max(part.rows * 11 // 30, 1))}", of="s")}"""


@dataclass(frozen=True, kw_only=True)
class Source:
    """How one extract is written: its SQL, its Missouri rows a year, its earlier years (A40).

    `rows` of 0 means that the number of districts decides. A column whose name ends in `_` is a
    step on the way and is not written.
    """

    sql: Callable[[Slice], str]
    rows: int = 0
    earlier: int = 0


LARGE: dict[str, Source] = {
    "exiters": Source(sql=exiters, rows=15_000, earlier=3),
    "cohort": Source(sql=cohort, rows=70_000),
    "child_count": Source(sql=child_count, rows=130_000, earlier=1),
    "enrollment": Source(sql=enrollment, earlier=1),
    "assessment": Source(sql=assessment, rows=900_000),
    "ayp_district": Source(sql=ayp_district),
    "discipline": Source(sql=discipline, rows=300_000, earlier=1),
}
"""The extracts that make the size of a history, and their companions."""
