"""Statements, titles, notes and sources are the words of the document the catalogue follows."""

import re
from pathlib import Path

import pytest

from dashboard.catalog import Catalog

pytestmark = pytest.mark.real

# Words of the specification where the document prints none of its own.
TITLES = {
    "10": "Disproportionate Representation",
    **{
        f"7{outcome}{number}": f"Indicator 7{outcome}: {words} Summary Statement {number}"
        for outcome, words in (
            ("A", "Social-Emotional"),
            ("B", "Knowledge & Skills"),
            ("C", "Behaviors"),
        )
        for number in (1, 2)
    },
    "6A": "6A: Regular Program",
    "6B": "6B: Special Education Program",
}
ADDED_NOTES = (
    "Each year's state value comes from the districts in their monitoring year",
    "The dropouts of a whole year are compared",
    "A district with fewer than 5 incidents",
    "A race of a district with fewer than 5 incidents",
    "Children are counted in the year in which they left",
    "Children began to be rated in October 2006",
)


@pytest.fixture
def document(shared: Path) -> str:
    text = (shared.parents[1] / "spec" / "seeds" / "mo-progress-at-a-glance.txt").read_text(
        encoding="utf-8"
    )
    text = text.replace("within on year", "within one year")  # its misprint in 14C
    text = re.sub(r"\*\*|\n- ", " ", text).replace("\n*", "\n")
    return flat(re.sub(r"\\text\{|\\frac\{|\\(?=[&%])|\}", "", text))


def flat(text: str) -> str:
    return " ".join(text.split())


def stands_in(document: str, words: str) -> bool:
    """Whether the words stand there whole: "birthday" is not found in "birthdays"."""
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", document) is not None


def pieces(statement: str) -> list[str]:
    """A statement made of several lines of the document is looked for line by line."""
    found = re.split(r"(?<=[^A-Z0-9]:) |(?<=\)\.) |(?<=needs\.) (?=Summ)", statement)
    return [piece.removesuffix(".") for piece in found]


def test_statements(missouri: Catalog, document: str) -> None:
    for indicator in missouri.indicators:
        whole = indicator.statement
        if indicator.id == "10":  # one statement is printed for 9 and 10
            whole = whole.removeprefix("Percent of districts with ")
        for piece in pieces(whole):
            assert stands_in(document, piece), (indicator.id, piece)


def test_titles_sources_and_keywords(missouri: Catalog, document: str) -> None:
    for indicator in missouri.indicators:
        title = TITLES.get(indicator.id, indicator.title)
        for words in (title, indicator.source, indicator.keyword):
            assert stands_in(document, words), (indicator.id, words)


def test_notes(missouri: Catalog, document: str) -> None:
    for indicator in missouri.indicators:
        for note in indicator.notes:
            assert note.text.startswith(ADDED_NOTES) or stands_in(document, note.text), indicator.id


def test_formulas(missouri: Catalog, document: str) -> None:
    """Where the document prints a fraction, its words stand above and below the line."""
    not_printed = ("ACGR4", "Summary Statement")
    for indicator in missouri.indicators:
        if "calculations" in " ".join(note.text for note in indicator.notes):
            continue  # 14: the document refers to the APR
        for era in indicator.eras:
            if era.id in not_printed or era.formula.left.startswith(not_printed):
                continue
            for words in (era.formula.numerator, era.formula.denominator):
                assert stands_in(document, words), (indicator.id, words)


def test_the_profile_has_the_documents_heading(missouri: Catalog, document: str) -> None:
    assert missouri.profile.title in document
    assert missouri.profile.subtitle.upper() in document
