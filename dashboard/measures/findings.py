"""What 4A, 4B, 9 and 10 share: exact comparison with a threshold, the review, the district's row.

Ratios are compared with the threshold by whole numbers, cross-multiplied: "exceeds" is strict, on
the unrounded ratio (4.3), and a quotient in binary floating point is not that.
"""

from decimal import Decimal

import ibis
import ibis.expr.types as ir

from dashboard.measures.terms import Rows, Sources

FLAGGED, NOT_FLAGGED, REVIEW_PENDING = "FLAGGED", "NOT_FLAGGED", "REVIEW_PENDING"
NO_DATA, MIN_N = "NOT_EXAMINED_NO_DATA", "NOT_EXAMINED_MIN_N"
ALTERNATE = "ALT_COMPARISON"


def exceeds(
    threshold: str,
    *,
    cell: ir.IntegerValue,
    size: ir.IntegerValue,
    other_cell: ir.IntegerValue,
    other_size: ir.IntegerValue,
) -> ir.BooleanValue:
    """(cell / size) / (other_cell / other_size) > threshold, exactly."""
    numerator, denominator = Decimal(threshold).as_integer_ratio()
    return cell * other_size * denominator > other_cell * size * numerator


def quotient(
    *,
    cell: ir.IntegerValue,
    size: ir.IntegerValue,
    other_cell: ir.IntegerValue,
    other_size: ir.IntegerValue,
) -> ir.FloatingValue:
    """(cell / size) / (other_cell / other_size), for display."""
    return (cell * other_size).cast("float64") / (other_cell * size).cast("float64")


def reviewed(x: Sources, found: Rows, *, review: str) -> Rows:
    """Turn FLAGGED into what the review of policies says of it (A26).

    Only noncompliance that contributes to the finding stands; a finding not yet reviewed waits.
    """
    reviews = x.policy_review.filter(x.policy_review.indicator == review)
    reviews = reviews.select(
        "school_year",
        "lea_id",
        done=reviews.reviewed == "Y",
        stands=(reviews.reviewed == "Y")
        & (reviews.noncompliant == "Y")
        & (reviews.contributes == "Y"),
    )
    joined = found.left_join(reviews, ["school_year", "lea_id"])
    verdict = ibis.cases(
        (joined.district_status != FLAGGED, joined.district_status),
        (joined.stands, FLAGGED),
        (joined.done, NOT_FLAGGED),
        else_=REVIEW_PENDING,
    )
    kept = [column for column in found.columns if column != "district_status"]
    return joined.select(*kept, district_status=verdict)


def district_rows(x: Sources, found: Rows, *, unseen: str) -> Rows:
    """A row for each listed district: its status, the ratio behind it, and whether it is counted.

    `unseen` is the status of a listed district the computation says nothing about. The
    denominator is all listed districts.
    """
    districts = x.listed.left_join(found, ["school_year", "lea_id"])
    status = districts.district_status.fill_null(unseen)
    return districts.select(
        "school_year",
        "lea_id",
        district_status=status,
        ratio=districts.ratio,
        flags=ibis.ifelse(districts.alternate.fill_null(False), ALTERNATE, ""),
        num=(status == FLAGGED).cast("int64"),
        den=ibis.literal(1).cast("int64"),
    )
