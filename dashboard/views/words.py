"""The words for statuses and flags. The two levels' words come from the profile."""

from __future__ import annotations

from types import MappingProxyType

from dashboard.catalog import Indicator
from dashboard.locale import gettext as _
from dashboard.locale import marked
from dashboard.views.numbers import NBSP

# Statuses of contract section 3 whose rows may show a number.
SHOWN = frozenset({"MET", "NOT_MET", "NO_TARGET", "CARRIED"})

NOT_LISTED = marked("not listed")

VERDICTS = MappingProxyType(
    {
        "MET": "met",
        "NOT_MET": "not met",
        "NO_TARGET": "no target",
        "CARRIED": "earlier year",
        "SUPPRESSED": "protected",
        "NOT_REPORTED": "not reported",
    }
)

DISTRICT_STATUSES = MappingProxyType(
    {
        "FLAGGED": "flagged",
        "NOT_FLAGGED": "not flagged",
        "NOT_EXAMINED_MIN_N": "not examined (group too small)",
        "NOT_EXAMINED_NO_DATA": "not examined (no data)",
        "REVIEW_PENDING": "review pending",
        "MET_SUBGROUP": "met its targets",
        "NOT_MET_SUBGROUP": "did not meet its targets",
    }
)

STALE = "STALE"
FLAGS = MappingProxyType(
    {
        "ALT_COMPARISON": "the comparison group was too small; compared with the whole {upper_one}",
        "INCOMPLETE_COHORT": "no records for one of the cohort's years",
        STALE: "as last certified; the certificate was taken back, and the data may change",
        "NUM_GT_DEN": "more were counted over the year than on its count date",
    }
)

CODED = MappingProxyType(
    {"TOP_CODED": "protected (very high)", "BOTTOM_CODED": "protected (very low)"}
)


_BOUNDED = MappingProxyType(
    {"TOP_CODED": marked("over {bound} %"), "BOTTOM_CODED": marked("under {bound} %")}
)


def empty_words(
    status: str, *, unit: str, flags: tuple[str, ...], bound: float | None = None
) -> str:
    """What stands in place of a number.

    unit: what the indicator counts ("students"). bound: of a coded row, in percent.
    """
    if status == "SUPPRESSED":
        flag = next((flag for flag in flags if flag in CODED), None)
        if flag is None:
            return _(VERDICTS[status])
        if bound is None:
            return _(CODED[flag])
        return _(_BOUNDED[flag]).format(bound=f"{bound:g}").replace(" %", f"{NBSP}%")
    if status == "NO_STUDENTS":
        return _("no {unit}").format(unit=unit)
    return _(VERDICTS.get(status, plain(status)))


def plain(code: str) -> str:
    """A code nobody has put into words yet, readable at least: "NEW_CODE" is "new code"."""
    return code.replace("_", " ").lower()


def status_words(
    status: str,
    *,
    indicator: Indicator,
    flags: tuple[str, ...] = (),
    bound: float | None = None,
) -> str:
    """A status of either kind, as the count of all districts with it is introduced."""
    if status in DISTRICT_STATUSES:
        return _(DISTRICT_STATUSES[status])
    return empty_words(status, unit=indicator.unit, flags=flags, bound=bound)
