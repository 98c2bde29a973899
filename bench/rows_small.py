"""The rows of the smaller extracts: rosters, reviews, surveys, timelines, outcomes, disputes."""

from bench.draws import LEA_ID, Slice, day_of, drawn, flag, number, pick, race, roll
from bench.rows import Source

INDICATORS = (
    "1", "2", "3A", "3B", "3C-CA", "3C-MA", "4A", "4B", "5A", "5B", "5C", "6A", "6B", "7A1",
    "7A2", "7B1", "7B2", "7C1", "7C2", "8", "9", "10", "11", "12", "13", "14A", "14B", "14C",
    "15", "16",
)  # fmt: skip
MONITORED = ("8", "11", "12", "13")
REVIEWED = ("4B", "9", "10")


def _values(texts: tuple[str, ...], name: str) -> str:
    rows = ", ".join(f"('{text}')" for text in texts)
    return f"(VALUES {rows}) AS names({name})"


def districts(part: Slice) -> str:
    """The roster: a few state-operated, a few closed for good, a few closing in 2010 (A1, A2)."""
    return f"""SELECT {part.year} AS school_year, {LEA_ID},
        'District ' || lpad(CAST(d + 1 AS VARCHAR), 3, '0') AS name,
        CASE WHEN d % 200 = 7 THEN 'STATEOP' WHEN d % 16 = 3 THEN 'CHARTER' ELSE 'REG' END
            AS lea_type,
        CASE WHEN d % 150 = 11 OR (d % 97 = 5 AND {part.year} >= 2010) THEN 'N' ELSE 'Y' END
            AS active,
        d % 3 AS monitoring_cohort
    FROM range({part.districts}) AS range(d)"""


def targets(part: Slice) -> str:
    """A target for each indicator; a baseline year and an empty one among them (A6)."""
    return f"""SELECT 'missouri' AS catalogue, indicator, NULL AS component,
        {part.year} AS school_year,
        CASE WHEN hash(indicator, {part.year}) % 50 > 0 THEN 40 + hash(indicator) % 40 END
            AS target,
        NULL AS target_high,
        CASE WHEN hash(indicator, 1, {part.year}) % 50 > 0 THEN 'TARGET' ELSE 'BASELINE' END
            AS kind
    FROM {_values(INDICATORS, "indicator")}"""


def monitoring_cycle(part: Slice) -> str:
    """Every district and monitored indicator: a third of the districts in turn, some held back."""
    return f"""SELECT {part.year} AS school_year, {LEA_ID}, indicator,
        CASE WHEN d % 3 = {part.year % 3} AND {roll("held", 25)} > 0 THEN 'Y' ELSE 'N' END
            AS collected,
        CASE WHEN d % 3 = {part.year % 3} THEN DATE '{part.year}-03-15' END AS collection_date
    FROM (SELECT d, indicator, hash(d, indicator, {part.year}) AS h
        FROM range({part.districts}) AS range(d), {_values(MONITORED, "indicator")})"""


def policy_review(part: Slice) -> str:
    """Reviews of a third of the districts for each of 4B, 9 and 10."""
    return f"""SELECT {part.year} AS school_year, {LEA_ID}, indicator,
        {flag("reviewed", 90)} AS reviewed, {flag("noncompliant", 60)} AS noncompliant,
        {flag("contributes", 80, unknown=True)} AS contributes,
        {day_of(part.year)} AS finding_date, finding_date + 200 AS corrected_date
    FROM (SELECT d, indicator, hash(d, indicator, {part.year}) AS h
        FROM range({part.districts}) AS range(d), {_values(REVIEWED, "indicator")})
    WHERE {roll("any", 3)} = 0"""


def eco(part: Slice) -> str:
    """Entry and exit ratings of preschool children; late, short and impossible ones occur."""
    ratings = {"1": 8, "2": 12, "3": 20, "4": 22, "5": 20, "6": 11, "7": 6, None: 1}
    leave = {"KINDERGARTEN": 50, "DISMISSED": 20, "MOVED": 15, "WITHDREW": 8, "AGED_OUT": 7}
    entry = ", ".join(f"{pick('entry' + o, ratings)} AS entry_{o}" for o in "abc")
    exit_ = ", ".join(
        f"CASE WHEN {roll('exit?' + o, 90)} > 0 THEN CAST(least(7, greatest(1,"
        f" CAST(entry_{o} AS INTEGER) + {roll('gain' + o, 6)} - 1)) AS VARCHAR) END AS exit_{o}"
        for o in "abc"
    )
    progress = ", ".join(
        f"CASE WHEN exit_{o} >= entry_{o} THEN {flag('up' + o, 97, unknown=True)}"
        f" ELSE {flag('down' + o, 60, unknown=True)} END AS progress_{o}"
        for o in "abc"
    )
    out = f"""CASE WHEN {roll("late", 60)} = 0 THEN DATE '{part.year}-07-02'
        ELSE {day_of(part.year)} END"""
    come = f"({out} - 130 - {roll('stay', 800)})"
    return f"""SELECT {part.year} AS school_year, {LEA_ID},
        lpad(CAST(1050 + h % 4 AS VARCHAR), 4, '0') AS school_id, {number(6)} AS student_id,
        {come} - 1060 - {roll("age", 850)} AS birth_date,
        CASE WHEN {roll("entry?", 50)} > 0 THEN {come} END AS entry_date,
        {come} + 20 AS entry_rating_date, {entry},
        CASE WHEN {roll("exit?", 50)} > 0 THEN {out} END AS exit_date,
        {out} - 5 AS exit_rating_date, {exit_}, {progress},
        {pick("reason", leave)} AS exit_reason, 'NONE' AS exempt_reason
    FROM {drawn(part)}"""


def parent_survey(part: Slice) -> str:
    """Forms of parents in the monitoring year's districts, ten items each."""
    answers = {"SA": 30, "A": 40, "N": 14, "D": 8, "SD": 5, None: 3}
    items = ", ".join(f"{pick(f'item{n}', answers)} AS item{n:02}" for n in range(1, 11))
    return f"""SELECT {part.year} AS school_year, {LEA_ID}, 'P' || i AS response_id,
        {race()} AS child_race, {pick("age", {"SCH": 8, "PRE": 2})} AS child_age_group, {items},
        CASE WHEN {roll("asked", 40)} > 0 THEN {flag("facilitated", 75)} END AS facilitated
    FROM {drawn(part, cycle=True)}"""


def evaluations(part: Slice) -> str:
    """Initial evaluations, most within 60 days; some excepted, some never completed."""
    excepted = {"NONE": 96, "PARENT_NO_SHOW": 3, "MOVED_AGREED": 1}
    return f"""SELECT {part.year} AS school_year, {LEA_ID}, {number(7)} AS student_id,
        {day_of(part.year)} AS consent_date,
        CASE WHEN {roll("done", 25)} > 0 THEN consent_date + 5 + {roll("took", 59)} END
            AS eval_complete_date,
        {pick("eligible", {"Y": 70, "N": 27, None: 3})} AS eligible,
        {pick("exception", excepted)} AS exception, NULL AS delay_reason,
        CASE WHEN {roll("cutoff", 5)} > 0 THEN DATE '{part.year}-05-31' END AS collection_cutoff
    FROM {drawn(part, cycle=True)}"""


def c_to_b(part: Slice) -> str:
    """Children near their third birthday, 29 February among the birthdays."""
    return f"""SELECT {part.year} AS school_year, {LEA_ID}, {number(8)} AS student_id,
        DATE '{part.year - 4}-06-25' + {roll("birth", 378)} AS birth_date,
        birth_date + 500 AS partc_referral_date,
        birth_date + 896 + {roll("referral", 206)} AS partb_referral_date,
        birth_date + 1060 AS eligibility_date,
        {pick("eligible", {"Y": 85, "N": 14, None: 1})} AS eligible,
        CASE WHEN {roll("iep?", 60)} > 0 THEN birth_date + 1037 + {roll("iep", 64)} END
            AS iep_implemented_date,
        {flag("refused", 4, unknown=True)} AS parent_refusal_delay,
        {flag("exception", 2, unknown=True)} AS exception, {flag("part_c", 3)} AS continued_partc
    FROM {drawn(part, cycle=True)}"""


def transition_plans(part: Slice) -> str:
    """Files of youth from 15 to 20, eight questions each."""
    answers = ", ".join(
        f"{pick(f'q{n}', {'Y': 975, 'N': 21, 'NA': 150 if n == 8 else 2, None: 2})} AS q{n}"
        for n in range(1, 9)
    )
    return f"""SELECT {part.year} AS school_year, {LEA_ID}, {number(9)} AS student_id,
        {day_of(part.year)} - 5600 - {roll("age", 1700)} AS birth_date,
        {day_of(part.year)} AS review_date, {answers}
    FROM {drawn(part, cycle=True)}"""


def followup(part: Slice) -> str:
    """Leavers of the year before, three in four of them reached."""
    exits = {"GHS": 70, "DROPOUT": 14, "MNKC": 4, "RC": 4, "RMA": 2, "MKC": 3, "TRAN": 2, "D": 1}
    does = {"he": 28, "ce": 40, "ope": 10, "oe": 14}
    return f"""SELECT {part.year} AS school_year, {LEA_ID}, {number(1)} AS student_id,
        {part.year - 1} AS leaver_year, {pick("exit", exits)} AS exit_code,
        {flag("respondent", 75, unknown=True)} AS respondent,
        {", ".join(f"{flag(name, share)} AS {name}" for name, share in does.items())}
    FROM {drawn(part)}"""


def due_process(part: Slice) -> str:
    """Hearing requests."""
    return f"""SELECT 'R{part.year}-' || i AS request_id, {day_of(part.year)} AS filed_date,
        {LEA_ID}, {flag("held", 60)} AS resolution_held,
        CASE resolution_held WHEN 'Y' THEN {flag("settled", 45)} END AS settlement_written,
        CASE settlement_written WHEN 'Y' THEN filed_date + 25 END AS settlement_date
    FROM {drawn(part)}"""


def mediation(part: Slice) -> str:
    """Mediation requests."""
    return f"""SELECT 'M{part.year}-' || i AS mediation_id, {day_of(part.year)} AS requested_date,
        {LEA_ID}, {flag("held", 70)} AS held, {flag("related", 30)} AS related_to_due_process,
        CASE held WHEN 'Y' THEN {flag("agreed", 70)} END AS agreement
    FROM {drawn(part)}"""


def findings(part: Slice) -> str:
    """Findings of noncompliance; no indicator of the bench's catalogue reads them."""
    return f"""SELECT 'F{part.year}-' || i AS finding_id, {LEA_ID},
        {pick("indicator", {"11": 4, "12": 2, "13": 3, "4B": 1})} AS indicator,
        {day_of(part.year)} AS notified_date,
        notified_date + {roll("corrected", 400)} AS verified_corrected_date
    FROM {drawn(part)}"""


SMALL: dict[str, Source] = {
    "districts": Source(sql=districts),
    "targets": Source(sql=targets),
    "monitoring_cycle": Source(sql=monitoring_cycle),
    "policy_review": Source(sql=policy_review),
    "eco": Source(sql=eco, rows=6_000),
    "parent_survey": Source(sql=parent_survey, rows=8_000),
    "evaluations": Source(sql=evaluations, rows=10_000),
    "c_to_b": Source(sql=c_to_b, rows=3_000),
    "transition_plans": Source(sql=transition_plans, rows=6_000),
    "followup": Source(sql=followup, rows=10_000),
    "due_process": Source(sql=due_process, rows=60),
    "mediation": Source(sql=mediation, rows=40),
    "findings": Source(sql=findings, rows=100),
}
