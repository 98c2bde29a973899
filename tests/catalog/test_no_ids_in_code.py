"""No code knows an indicator: what it is stands in its record (house, first habit)."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.catalog import Catalog

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("dashboard", "layouts", "callbacks")
# The codes of policy_review.indicator are a column of an extract (2.8), not a decision.
ALLOWED = {("dashboard/extracts/schema.py", "4B")}


def constants(tree: ast.AST) -> Iterator[ast.Constant]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node


def speaks_of_indicators(node: ast.AST) -> bool:
    names = {
        getattr(part, "id", None) or getattr(part, "attr", None)
        for part in ast.walk(node)
        if isinstance(part, ast.Name | ast.Attribute)
    }
    return any("indicator" in str(name).lower() for name in names)


def offences(source: str, *, ids: set[str], file: str = "") -> list[tuple[int, str]]:
    """(line, id): an id with a letter anywhere; one of digits where indicators are told apart.

    "10" is also a grade and "1" an ordinary text, so these only count in a comparison, a lookup
    or a match that speaks of indicators.
    """
    tree = ast.parse(source, filename=file)
    lettered = {each for each in ids if not each.isdigit()}
    found = {(node.lineno, node.value) for node in constants(tree) if node.value in lettered}
    for node in ast.walk(tree):
        telling = isinstance(node, ast.Compare | ast.Subscript | ast.Match)
        if telling and speaks_of_indicators(node.subject if isinstance(node, ast.Match) else node):
            cases = node.cases if isinstance(node, ast.Match) else [node]
            found |= {
                (constant.lineno, constant.value)
                for case in cases
                for constant in constants(
                    case.pattern if isinstance(case, ast.match_case) else case
                )
                if constant.value in ids
            }
    return sorted((line, str(id)) for line, id in found)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("if x == '4A': pass", [(1, "4A")]),
        ("TABLE = {'7B2': 1}", [(1, "7B2")]),
        ("if indicator.id in ('8', '11'): pass", [(1, "11"), (1, "8")]),
        ("match indicator.id:\n  case '13': pass", [(2, "13")]),
        ("catalog.indicators['1']", [(1, "1")]),
        ("if grade == '10': pass", []),
        ("'see 4A for more'", []),
    ],
)
def test_the_search_finds_what_it_should(
    missouri: Catalog, source: str, expected: list[tuple[int, str]]
) -> None:
    assert offences(source, ids=set(missouri.ids)) == expected


@pytest.mark.parametrize("room", ROOMS)
def test_no_code_names_an_indicator(missouri: Catalog, room: str) -> None:
    found = [
        f"{file}:{line}: '{id}'"
        for path in sorted((ROOT / room).rglob("*.py"))
        for file in [path.relative_to(ROOT).as_posix()]
        for line, id in offences(path.read_text(encoding="utf-8"), ids=set(missouri.ids), file=file)
        if (file, id) not in ALLOWED
    ]
    assert not found, "facts about an indicator belong into its record: " + ", ".join(found)
