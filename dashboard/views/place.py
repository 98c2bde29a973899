"""Which page an address means. Dash answers every address with its shell; this one knows better."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.errors import ProgressError
from dashboard.views.edition import Edition
from dashboard.views.question import (
    Question,
    QuestionError,
    cut,
    find_indicator,
    parse_districts,
    parse_question,
    parse_search,
)

_INDICATORS = "/indicators/"


class NoSuchPage(ProgressError):
    """No page has this address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A page: that of an indicator where `question` says which, else the overview."""

    title: str
    question: Question | None = None
    district: str | None = None


def find_place(path: str, search: str, *, edition: Edition) -> Place:
    """The page of an address; raises NoSuchPage, NoSuchIndicator or QuestionError."""
    site = edition.catalog.profile.subtitle
    wanted = indicator_of(path)
    if wanted is not None:
        question = parse_question(wanted, search, edition=edition)
        indicator = find_indicator(question.indicator, edition=edition)
        named = [edition.districts[lea_id] for lea_id in question.districts]
        head = ", ".join([f"{indicator.id} {indicator.short_title}", *named])
        return Place(title=f"{head} – {site}", question=question)
    if path == "/":
        return _overview(search, edition=edition)
    raise NoSuchPage(f"There is no page at “{cut(path)}”.")


def indicator_of(path: str) -> str | None:
    """The id that the address of an indicator's page names, known or not; None elsewhere."""
    wanted = path.removeprefix(_INDICATORS)
    return wanted if wanted != path and wanted and "/" not in wanted else None


def _overview(search: str, *, edition: Edition) -> Place:
    districts = parse_districts(parse_search(search), edition=edition)
    if len(districts) > 1:
        unit = edition.catalog.profile.unit_one
        raise QuestionError(f"This page shows one {unit} at a time.")
    site = edition.catalog.profile.subtitle
    if districts:
        return Place(title=f"{edition.districts[districts[0]]} – {site}", district=districts[0])
    return Place(title=site)
