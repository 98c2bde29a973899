"""The schema of every source extract: its columns, its key, and the rules its rows keep.

One `Extract` describes one extract of the specification (1.5 and section 2). The reader, the
checks, the sample and the importers all work from these records; nothing about a column is
written a second time.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import Any

RACES = ("AM7", "AS7", "BL7", "HI7", "MU7", "PI7", "WH7")
DISABILITIES = (
    "AUT", "DB", "DD", "EMN", "HI", "ID", "MD", "OHI", "OI", "SLD", "SLI", "TBI", "VI",
)  # fmt: skip
SEXES = ("F", "M")
MISSING = "MISSING"
GRADES = ("PK", "K", *(f"{grade:02}" for grade in range(1, 13)), "UG")
SCHOOL_AGE_SETTINGS = ("RC80", "RC79TO40", "RC39", "SS", "RF", "HH", "CF", "PPPS", "SOP")
PRESCHOOL_SETTINGS = (
    "REC10YSVCS", "REC10YOTHLOC", "REC09YSVCS", "REC09YOTHLOC", "SC", "SS", "RF", "H", "SPL",
)  # fmt: skip
EXIT_CODES = ("GHS", "GRADALTDPL", "RC", "RMA", "MNKC", "DROPOUT", "MKC", "TRAN", "D")
FIRST_YEAR, LAST_YEAR = 2000, 2099


class Kind(Enum):
    """What a column's text must look like; blank is a question of its own."""

    TEXT = "text"
    CODE = "one of its codes"
    YEAR = f"a school year from {FIRST_YEAR} to {LAST_YEAR}"
    DATE = "a date written YYYY-MM-DD"
    COUNT = "a whole number from 0 to 999999999"
    DECIMAL = "a plain decimal number"
    DAYS = "days: a number from 0 to 999.99 with at most two decimals"
    PERCENT = "a percent from 0 to 100"
    RATING = "a rating from 1 to 7"


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of an extract.

    `required`: the file is refused without it. `blank`: an empty field is allowed and means
    unknown (A37). `kept`: a measure reads it, so it outlives the check. `identity`: the id of a
    student or a case, nearly every row with one of its own.
    """

    name: str
    kind: Kind = Kind.TEXT
    codes: tuple[str, ...] = ()
    required: bool = True
    blank: bool = True
    kept: bool = True
    identity: bool = False

    @property
    def wanted(self) -> str:
        """What a valid value is, in words for a finding."""
        return f"one of {' '.join(self.codes)}" if self.codes else self.kind.value

    @property
    def rule(self) -> str:
        """The rule that each value keeps, in words for a finding."""
        return f"must be {self.wanted}" if self.blank else f"must be {self.wanted}, not blank"


@dataclass(frozen=True, kw_only=True)
class RowRule:
    """A condition over the columns of one row, as SQL over typed columns (a blank code is '').

    `breaks` is true for an offending row. A row is set aside, or, with `warns`, only reported.
    """

    column: str
    breaks: str
    says: str
    warns: bool = False

    @property
    def words(self) -> frozenset[str]:
        """The words of the condition, names of columns among them."""
        return frozenset(re.findall(r"\w+", self.breaks))


@dataclass(frozen=True, kw_only=True)
class Extract:
    """One source extract.

    `year` names the column that places a row in a school year: a school year, or a date whose
    school year it is (A9). `scope` is SQL over the text columns: rows outside it are checked and
    counted like all others, but no measure ever reads them, so they are not kept.
    """

    name: str
    title: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    year: str | None = "school_year"
    scope: str | None = None
    rules: tuple[RowRule, ...] = ()
    items: str | None = None  # a pattern for further columns of codes (A34)
    item_codes: tuple[str, ...] = ()

    @property
    def kept_as_counts(self) -> bool:
        """True when nothing that is kept tells one row from another: a student, case or place.

        Rows that are alike in all kept columns are kept once then, with `n`, how many they are.
        """
        kept = {column.name for column in self.columns if column.kept}
        one_by_one = any(column.identity for column in self.columns if column.kept)
        return not one_by_one and not set(self.key) <= kept

    @property
    def required(self) -> tuple[str, ...]:
        """The columns without which a file is refused."""
        return tuple(column.name for column in self.columns if column.required)

    def column(self, name: str) -> Column:
        """The column of that name; KeyError when there is none."""
        return {column.name: column for column in self.columns}[name]


NO_LEA = RowRule(
    column="lea_id",
    breaks="lea_id = ''",
    says="blank lea_id: the row counts for the state only (A2)",
    warns=True,
)


def rules_for(extract: Extract, columns: Iterable[Column]) -> tuple[RowRule, ...]:
    """The rules that hold in a file with these columns of the extract, A2 for one."""
    present = {column.name: column for column in columns}
    names = {column.name for column in extract.columns}
    rules = [rule for rule in extract.rules if names & rule.words <= present.keys()]
    lea = present.get("lea_id")
    if lea and lea.blank and extract.name != "published":
        rules.append(NO_LEA)
    return tuple(rules)


def text(name: str, **options: Any) -> Column:
    """A column of free text or ids."""
    return Column(name=name, **options)


def code(name: str, codes: Iterable[str], **options: Any) -> Column:
    """A column whose values are codes."""
    return Column(name=name, kind=Kind.CODE, codes=tuple(codes), **options)


def flag(name: str, **options: Any) -> Column:
    """A Y/N column."""
    return code(name, ("Y", "N"), **options)


def identity(name: str, **options: Any) -> Column:
    """A column of ids of students or cases."""
    return Column(name=name, blank=False, identity=True, **options)


def date(name: str, **options: Any) -> Column:
    """A column of ISO dates."""
    return Column(name=name, kind=Kind.DATE, **options)


def count(name: str) -> Column:
    """A column of counts: never blank, because an unknown count is not zero."""
    return Column(name=name, kind=Kind.COUNT, blank=False)


def _year(name: str = "school_year") -> Column:
    return Column(name=name, kind=Kind.YEAR, blank=False)


YEAR = _year()
LEA = text("lea_id")
LEA_KEY = text("lea_id", blank=False)
STUDENT = identity("student_id")
# A measure that never looks at a single student does not keep the id: less is read, less can leak.
STUDENT_UNKEPT = identity("student_id", kept=False)
RACE = code("race", (*RACES, MISSING))
SEX = code("sex", (*SEXES, MISSING))
DISABILITY = code("disability", (*DISABILITIES, MISSING))
SUBJECT = code("subject", ("CA", "MA"), blank=False)
UNREAD: dict[str, Any] = {"required": False, "kept": False}


def _rule(column: str, breaks: str, says: str, *, warns: bool = False) -> RowRule:
    return RowRule(column=column, breaks=breaks, says=says, warns=warns)


DISTRICTS = Extract(
    name="districts",
    title="The districts of each year",
    key=("school_year", "lea_id"),
    columns=(
        YEAR,
        LEA_KEY,
        text("name", blank=False),
        code("lea_type", ("REG", "CHARTER", "STATEOP")),
        flag("active"),
        Column(name="monitoring_cohort", kind=Kind.COUNT, **UNREAD),
    ),
)

TARGETS = Extract(
    name="targets",
    title="The target of each indicator and year",
    key=("catalogue", "indicator", "component", "school_year"),
    columns=(
        text("catalogue", blank=False),
        text("indicator", blank=False),
        text("component", required=False),
        YEAR,
        Column(name="target", kind=Kind.DECIMAL),
        Column(name="target_high", kind=Kind.DECIMAL, required=False),
        code("kind", ("TARGET", "BASELINE", "NONE")),
    ),
    rules=(_rule("target", "target < 0 OR target > 100", "a target is a percent from 0 to 100"),),
)

MONITORING_CYCLE = Extract(
    name="monitoring_cycle",
    title="Which districts were in their monitoring year, by indicator",
    key=("school_year", "lea_id", "indicator"),
    columns=(
        YEAR,
        LEA_KEY,
        text("indicator", blank=False),
        flag("collected"),
        date("collection_date", required=False),
    ),
)

EXITERS = Extract(
    name="exiters",
    title="Students who left school or special education",
    key=("school_year", "lea_id", "student_id"),
    columns=(
        YEAR,
        LEA,
        text("school_id", **UNREAD),
        STUDENT,
        date("birth_date", **UNREAD),
        code("grade", GRADES),
        RACE,
        SEX,
        DISABILITY,
        flag("iep_at_exit"),
        date("exit_date", **UNREAD),
        code("exit_code", EXIT_CODES),
    ),
    rules=(
        _rule(
            "exit_date",
            "exit_date < make_date(school_year - 1, 7, 1)"
            " OR exit_date > make_date(school_year, 6, 30)",
            "exit_date lies outside the school year; school_year decides (A11)",
            warns=True,
        ),
        _rule(
            "disability",
            "disability = 'DD'",
            "DD is not a disability code of the exiting file (1.4)",
            warns=True,
        ),
    ),
)

COHORT = Extract(
    name="cohort",
    title="The four-year adjusted cohort",
    key=("cohort_year", "student_id"),
    columns=(
        _year("cohort_year"),
        LEA,
        STUDENT_UNKEPT,
        flag("iep"),
        code(
            "status",
            (
                "GRAD4", "GRAD5", "ENROLLED", "DROPOUT", "CERT", "MAXAGE", "GED",
                "TRANSFER_OUT", "EMIGRATED", "DECEASED",
            ),
        ),
        date("outcome_date", **UNREAD),
        flag("removal_documented"),
    ),
    year="cohort_year",
    scope="iep = 'Y'",
)  # fmt: skip

CHILD_COUNT = Extract(
    name="child_count",
    title="Children with IEPs on the count date, and where they are served",
    key=("school_year", "student_id"),
    columns=(
        YEAR,
        LEA,
        STUDENT_UNKEPT,
        date("count_date"),
        date("birth_date"),
        code("grade", GRADES),
        DISABILITY,
        RACE,
        SEX,
        flag("el", **UNREAD),
        code("env_sa", SCHOOL_AGE_SETTINGS),
        code("env_ec", PRESCHOOL_SETTINGS),
        Column(name="pct_inside", kind=Kind.PERCENT, required=False),
    ),
    rules=(
        _rule("birth_date", "birth_date > count_date", "birth_date must not be after count_date"),
    ),
)

ENROLLMENT = Extract(
    name="enrollment",
    title="All enrolled students, by race",
    key=("school_year", "lea_id", "race"),
    columns=(YEAR, LEA, RACE, count("enrolled_total")),
)

ASSESSMENT = Extract(
    name="assessment",
    title="State assessment records",
    key=("school_year", "lea_id", "student_id", "subject"),
    columns=(
        YEAR,
        LEA,
        STUDENT_UNKEPT,
        SUBJECT,
        code("grade", GRADES, **UNREAD),
        code("test", ("MAP", "EOC", "MAPA")),
        flag("iep", kept=False),
        flag("fay"),
        flag("accountable"),
        flag("participated"),
        flag("reportable"),
        code("level", ("BB", "B", "P", "A", "LND")),
    ),
    scope="iep = 'Y'",
    rules=(
        _rule(
            "participated",
            "participated = 'Y' AND accountable <> 'Y'",
            "participated=Y needs accountable=Y (A15)",
        ),
    ),
)

AYP_DISTRICT = Extract(
    name="ayp_district",
    title="AYP and AMO results of the disability subgroup",
    key=("school_year", "lea_id", "subject"),
    columns=(YEAR, LEA, SUBJECT, count("n_accountable"), flag("part_met"), flag("perf_met")),
)

DISCIPLINE = Extract(
    name="discipline",
    title="Disciplinary removals",
    key=("school_year", "lea_id", "incident_id"),
    columns=(
        YEAR,
        LEA,
        identity("incident_id", kept=False),
        STUDENT,
        flag("iep"),
        RACE,
        date("start_date", **UNREAD),
        code("method", ("ISS", "OSS", "EXP", "IAES")),
        Column(name="days", kind=Kind.DAYS),
    ),
)

POLICY_REVIEW = Extract(
    name="policy_review",
    title="Reviews of policies, procedures and practices",
    key=("school_year", "lea_id", "indicator"),
    columns=(
        YEAR,
        LEA,
        code("indicator", ("4B", "9", "10"), blank=False),
        flag("reviewed"),
        flag("noncompliant"),
        flag("contributes"),
        date("finding_date", **UNREAD),
        date("corrected_date", **UNREAD),
    ),
)

_RATINGS = tuple(
    Column(name=f"{point}_{outcome}", kind=Kind.RATING)
    for point in ("entry", "exit")
    for outcome in "abc"
)

ECO = Extract(
    name="eco",
    title="Early childhood outcome ratings at entry and exit",
    key=("school_year", "lea_id", "school_id", "student_id"),
    columns=(
        YEAR,
        LEA,
        text("school_id", blank=False, kept=False),
        STUDENT_UNKEPT,
        date("birth_date"),
        date("entry_date"),
        date("entry_rating_date"),
        *_RATINGS[:3],
        date("exit_date"),
        date("exit_rating_date"),
        *_RATINGS[3:],
        *(flag(f"progress_{outcome}") for outcome in "abc"),
        code(
            "exit_reason",
            ("DISMISSED", "AGED_OUT", "KINDERGARTEN", "WITHDREW", "MOVED", "UNDER_6_MONTHS"),
            **UNREAD,
        ),
        code(
            "exempt_reason",
            ("NONE", "UNDER_6_MONTHS", "MOVED_BEFORE_EXIT", "PARENT_WITHDREW", "DECEASED"),
            **UNREAD,
        ),
    ),
)

PARENT_SURVEY = Extract(
    name="parent_survey",
    title="Parent survey responses",
    key=("school_year", "lea_id", "response_id"),
    columns=(
        YEAR,
        LEA,
        identity("response_id", kept=False),
        code("child_race", (*RACES, MISSING)),
        code("child_age_group", ("PRE", "SCH"), **UNREAD),
        flag("facilitated"),
    ),
    items=r"item\d+",
    item_codes=("SD", "D", "N", "A", "SA"),
)

EVALUATIONS = Extract(
    name="evaluations",
    title="Initial evaluations",
    key=("school_year", "lea_id", "student_id", "consent_date"),
    columns=(
        YEAR,
        LEA,
        STUDENT_UNKEPT,
        date("consent_date", blank=False),
        date("eval_complete_date"),
        flag("eligible", required=False, kept=False),
        code("exception", ("NONE", "PARENT_NO_SHOW", "MOVED_AGREED")),
        text("delay_reason", **UNREAD),
        date("collection_cutoff"),
    ),
    rules=(
        _rule(
            "eval_complete_date",
            "eval_complete_date < consent_date",
            "eval_complete_date must not be before consent_date (A21)",
        ),
        _rule(
            "consent_date",
            "consent_date < make_date(school_year - 1, 7, 1)"
            " OR consent_date > make_date(school_year, 6, 30)",
            "consent_date must lie in the school year (A21)",
        ),
    ),
)

C_TO_B = Extract(
    name="c_to_b",
    title="Children going from Part C to Part B",
    key=("school_year", "lea_id", "student_id"),
    columns=(
        YEAR,
        LEA,
        STUDENT_UNKEPT,
        date("birth_date"),
        date("partc_referral_date", **UNREAD),
        date("partb_referral_date"),
        date("eligibility_date", **UNREAD),
        flag("eligible"),
        date("iep_implemented_date"),
        flag("parent_refusal_delay"),
        flag("exception"),
        flag("continued_partc", **UNREAD),
    ),
)

TRANSITION_PLANS = Extract(
    name="transition_plans",
    title="Reviews of transition plans",
    key=("school_year", "lea_id", "student_id"),
    columns=(
        YEAR,
        LEA,
        STUDENT_UNKEPT,
        date("birth_date"),
        date("review_date"),
        *(code(f"q{item}", ("Y", "N", "NA")) for item in range(1, 9)),
    ),
)

FOLLOWUP = Extract(
    name="followup",
    title="Follow-up of leavers, one year on",
    key=("school_year", "lea_id", "student_id"),
    columns=(
        YEAR,
        LEA,
        STUDENT_UNKEPT,
        Column(name="leaver_year", kind=Kind.YEAR, required=False, kept=False),
        code("exit_code", EXIT_CODES),
        flag("respondent"),
        flag("he"),
        flag("ce"),
        flag("ope"),
        flag("oe"),
    ),
)

DUE_PROCESS = Extract(
    name="due_process",
    title="Due process hearing requests",
    key=("request_id",),
    columns=(
        identity("request_id", kept=False),
        date("filed_date", blank=False),
        LEA,
        flag("resolution_held"),
        flag("settlement_written"),
        date("settlement_date", **UNREAD),
    ),
    year="filed_date",
)

MEDIATION = Extract(
    name="mediation",
    title="Mediation requests",
    key=("mediation_id",),
    columns=(
        identity("mediation_id", kept=False),
        date("requested_date", blank=False),
        LEA,
        flag("held"),
        flag("related_to_due_process", required=False, kept=False),
        flag("agreement"),
    ),
    year="requested_date",
)

FINDINGS = Extract(
    name="findings",
    title="Findings of noncompliance",
    key=("finding_id",),
    columns=(
        identity("finding_id", kept=False),
        LEA,
        text("indicator"),
        date("notified_date", blank=False),
        date("verified_corrected_date"),
    ),
    year="notified_date",
)

PUBLISHED = Extract(
    name="published",
    title="Values that somebody already computed",
    key=("indicator", "school_year", "level", "lea_id"),
    columns=(
        text("indicator", blank=False),
        YEAR,
        code("level", ("STATE", "LEA"), blank=False),
        LEA,
        Column(name="num", kind=Kind.COUNT),
        Column(name="den", kind=Kind.COUNT),
        Column(name="value", kind=Kind.DECIMAL),
    ),
    rules=(
        _rule(
            "lea_id",
            "(level = 'LEA') = (lea_id = '')",
            "a LEA row names its lea_id and a STATE row has none",
        ),
        _rule(
            "value",
            "den > 0 AND abs(value - 100.0 * num / den) > 0.05",
            "value differs from num/den by more than 0.05; num/den is used",
            warns=True,
        ),
    ),
)

EXTRACTS: MappingProxyType[str, Extract] = MappingProxyType(
    {
        extract.name: extract
        for extract in (
            DISTRICTS, TARGETS, MONITORING_CYCLE, EXITERS, COHORT, CHILD_COUNT, ENROLLMENT,
            ASSESSMENT, AYP_DISTRICT, DISCIPLINE, POLICY_REVIEW, ECO, PARENT_SURVEY, EVALUATIONS,
            C_TO_B, TRANSITION_PLANS, FOLLOWUP, DUE_PROCESS, MEDIATION, FINDINGS, PUBLISHED,
        )
    }
)  # fmt: skip
"""Every extract by its name, in the order of the contract's section 2."""
