"""What the schema says, as SQL for DuckDB: is this text valid, and what is its typed value.

Every field is read as text first and typed here (trust.md 6): a reader that guesses types drops
leading zeros, takes `NA` for missing and `1e5` for a count.
"""

from dashboard.extracts.schema import FIRST_YEAR, LAST_YEAR, Column, Extract, Kind

_PATTERNS = {
    Kind.COUNT: r"[0-9]{1,9}",
    Kind.DECIMAL: r"-?[0-9]{1,12}(\.[0-9]{1,9})?",
    Kind.DAYS: r"[0-9]{1,3}(\.[0-9]{1,2})?",
    Kind.PERCENT: r"([0-9]{1,2}(\.[0-9]{1,9})?|100(\.0{1,9})?)",
}
_TYPES = {
    Kind.YEAR: "INTEGER",
    Kind.DATE: "DATE",
    Kind.COUNT: "INTEGER",
    Kind.DECIMAL: "DECIMAL(22,9)",
    Kind.DAYS: "DECIMAL(5,2)",
    Kind.PERCENT: "DOUBLE",
    Kind.RATING: "TINYINT",
}


def raw(name: str) -> str:
    """The column as it was read: text, NULL when blank."""
    return f'"t_{name}"'


def valid(column: Column) -> str:
    """SQL that is FALSE for a value that breaks the column's rule; NULL for an allowed blank."""
    field = raw(column.name)
    form = _form(column, field)
    if column.blank:
        return form or "TRUE"
    return f"({field} IS NOT NULL AND {form})" if form else f"({field} IS NOT NULL)"


def _form(column: Column, field: str) -> str:
    match column.kind:
        case Kind.TEXT:
            return ""
        case Kind.CODE:
            return f"{field} IN ({', '.join(map(quote, column.codes))})"
        case Kind.YEAR:
            year = f"try_cast({field} AS INTEGER)"
            return (
                f"coalesce({year} BETWEEN {FIRST_YEAR} AND {LAST_YEAR} AND {year}::VARCHAR = "
                f"{field}, {field} IS NULL)"
            )
        case Kind.RATING:
            return f"{field} IN ('1', '2', '3', '4', '5', '6', '7')"
        case Kind.DATE:
            # The round trip refuses what DuckDB would forgive: 2012/1/5, a time, blanks around.
            as_date = f"try_cast({field} AS DATE)"
            return (
                f"coalesce({as_date}::VARCHAR = {field} AND {as_date} >= DATE '1900-01-01'"
                f" AND {as_date} < DATE '2100-01-01', {field} IS NULL)"
            )
        case _:
            return f"regexp_full_match({field}, {quote(_PATTERNS[column.kind])})"


def typed(column: Column, field: str | None = None) -> str:
    """SQL of the typed value. A blank text or code is '': it equals no code (A37)."""
    field = field or raw(column.name)
    if column.kind in (Kind.TEXT, Kind.CODE):
        return f"coalesce({field}, '')"
    if column.kind is Kind.YEAR:  # no longer than a year: row rules make dates of it
        return f"CASE WHEN length({field}) = 4 THEN try_cast({field} AS INTEGER) END"
    return f"try_cast({field} AS {_TYPES[column.kind]})"


def sql_type(column: Column) -> str:
    """The DuckDB type of a typed column."""
    return _TYPES.get(column.kind, "VARCHAR")


def year_of(extract: Extract) -> str:
    """SQL of the school year a row belongs to, over raw columns (A9); NULL when it has none."""
    column = extract.column(extract.year or "school_year")
    if column.kind is Kind.YEAR:
        return typed(column)
    day = typed(column)
    return f"(year({day}) + (month({day}) >= 7)::INTEGER)"


def quote(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"
