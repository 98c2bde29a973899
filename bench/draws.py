"""The little SQL language in which `bench.rows` writes its rows: draws that never change.

A draw is a hash of the row and of a word, not `random()`: the same history comes out on every
machine with the same DuckDB, whatever the number of threads.
"""

from collections.abc import Mapping
from dataclasses import dataclass

RACES = {"WH7": 748, "BL7": 160, "HI7": 45, "AS7": 18, "MU7": 16, "AM7": 5, "PI7": 4}
"""Shares of the races in a thousand enrolled students."""


@dataclass(frozen=True, kw_only=True)
class Slice:
    """One extract and school year to write: how many rows, over how many districts."""

    extract: str
    year: int
    rows: int
    districts: int
    children: int  # rows of one year's child count, the measure of the state's size


def roll(salt: str, sides: int, of: str = "h") -> str:
    """A whole number from 0 to `sides` - 1; `of` names the columns that decide it."""
    return f"CAST(hash({of}, '{salt}') % {sides} AS INTEGER)"


def pick(salt: str, weights: Mapping[str | None, int], of: str = "h") -> str:
    """A text drawn by weight; None is a blank field."""
    texts = [text for text, weight in weights.items() for _ in range(weight)]
    codes = ", ".join("NULL" if text is None else f"'{text}'" for text in texts)
    return f"[{codes}][1 + {roll(salt, len(texts), of)}]"


def flag(salt: str, percent: int, *, of: str = "h", unknown: bool = False) -> str:
    """Y in `percent` of the rows, else N; with `unknown`, blank in one of 500."""
    blank = f"WHEN {roll(salt + '?', 500, of)} = 0 THEN NULL " if unknown else ""
    return f"CASE {blank}WHEN {roll(salt, 100, of)} < {percent} THEN 'Y' ELSE 'N' END"


def race(of: str = "h") -> str:
    """A race of the state's mix, now and then MISSING or blank (A31)."""
    return pick("race", RACES | {"MISSING": 3, None: 1}, of)


def day_of(year: int, salt: str = "day") -> str:
    """A day of the school year that ends in `year`."""
    return f"(DATE '{year - 1}-07-01' + {roll(salt, 365)})"


def number(prefix: int, column: str = "s") -> str:
    """A ten-digit id, the first digit telling the extract's kind of person or case."""
    return f"CAST({prefix}000000000 + {column} AS VARCHAR)"


LEA_ID = """CASE WHEN d >= 0 THEN lpad(CAST(1000 + 150 * d AS VARCHAR), 6, '0')
    WHEN d = -1 THEN 'STATE0' END AS lea_id"""
"""The district of a row: six digits with leading zeros; few rows have STATE0 or none (A2)."""


def drawn(part: Slice, *, student: str = "i", of: str = "h", cycle: bool = False) -> str:
    """The rows to select from: i counts them, h is a row's hash, s its student, d its district.

    `student` is SQL over i and h. `of` says what decides the district: the student's number keeps
    a student in one district. Districts shrink from first to last, as a state's do: the square of
    an even draw. With `cycle` nearly all rows come from districts in their monitoring year.
    """
    spread = f"power(CAST(hash({of}, 'd') % 1048576 AS DOUBLE) / 1048576, 2)"
    district = f"CAST(floor({part.districts} * {spread}) AS INTEGER)"
    if cycle:
        in_cycle = f"least({district} // 3 * 3 + {part.year % 3}, {part.districts - 1})"
        district = f"CASE WHEN {roll('astray', 30)} = 0 THEN {district} ELSE {in_cycle} END"
    return f"""(SELECT i, h, s, CASE WHEN hash({of}, 'state0') % 500 = 0 THEN -1
            WHEN hash({of}, 'nowhere') % 20000 = 0 THEN NULL ELSE {district} END AS d
        FROM (SELECT i, h, {student} AS s
            FROM (SELECT i, hash(i, {part.year}, '{part.extract}') AS h
                FROM range({part.rows}) AS range(i))))"""
