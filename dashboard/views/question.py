"""What a person asks for, and its form in the address (contract section 4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import parse_qs, urlencode

from dashboard.catalog import Indicator
from dashboard.errors import ProgressError
from dashboard.locale import gettext as _
from dashboard.locale import grouped, lang_pairs
from dashboard.views.edition import Edition

MOST_DISTRICTS = 3
_MOST_PARTS = 50


class NoSuchIndicator(ProgressError):
    """The address names an indicator that the catalogue does not hold."""


class QuestionError(ProgressError):
    """A district or year of the address that the release does not hold; the text says which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One indicator, up to three districts beside the state, and a range of years (None: open)."""

    indicator: str
    districts: tuple[str, ...] = ()
    first: int | None = None
    last: int | None = None

    @property
    def search(self) -> str:
        """The query part of the address, with its "?"; empty for the plain page."""
        return _search(self.districts, self.first, self.last, *lang_pairs())


@lru_cache(maxsize=256)  # a page links to the same districts and years in several places
def _search(
    districts: tuple[str, ...], first: int | None, last: int | None, *more: tuple[str, str]
) -> str:
    pairs: list[tuple[str, str]] = [("district", lea_id) for lea_id in districts]
    if first is not None:
        pairs.append(("from", str(first)))
    if last is not None:
        pairs.append(("to", str(last)))
    pairs += more
    return f"?{urlencode(pairs)}" if pairs else ""


def years_of(
    indicator: Indicator, *, edition: Edition, first: int | None, last: int | None
) -> tuple[int, ...]:
    """The years of a chart: those asked for, without the empty ones before the first era.

    When nothing would be left, the years asked for stay, and say "not reported".
    """
    return _years(edition.years, indicator.eras[0].from_year, first, last)


@lru_cache(maxsize=1_024)
def _years(
    years: tuple[int, ...], begin: int, first: int | None, last: int | None
) -> tuple[int, ...]:
    asked = tuple(
        year
        for year in years
        if (first is None or first <= year) and (last is None or year <= last)
    )
    begun = tuple(year for year in asked if year >= begin)
    return begun or asked


def find_indicator(wanted: str, *, edition: Edition) -> Indicator:
    """The indicator of an address; raises NoSuchIndicator."""
    found = edition.by_id.get(wanted)
    if found is None:
        raise NoSuchIndicator(_("There is no indicator “{name}”.").format(name=cut(wanted)))
    return found


def parse_question(wanted: str, search: str, *, edition: Edition) -> Question:
    """The question of an address; raises NoSuchIndicator or QuestionError.

    Parts with other names are left alone: links gather them on their way.
    """
    indicator = find_indicator(wanted, edition=edition)
    query = parse_search(search)
    first = _year(query.get("from", ()), name="from", edition=edition)
    last = _year(query.get("to", ()), name="to", edition=edition)
    if first is not None and last is not None and first > last:
        raise QuestionError(
            _("The range of years runs backwards: from {first} to {last}.").format(
                first=first, last=last
            )
        )
    return Question(
        indicator=indicator.id,
        districts=parse_districts(query, edition=edition),
        first=first,
        last=last,
    )


@lru_cache(maxsize=16)  # an answer reads its query once for the question and once for its looks
def parse_search(search: str) -> Mapping[str, Sequence[str]]:
    """The parts of a query by name; raises QuestionError for one that nobody typed."""
    try:
        return parse_qs(search.removeprefix("?"), max_num_fields=_MOST_PARTS)
    except ValueError as error:
        raise QuestionError(
            _("The address has more than {count} parts.").format(count=_MOST_PARTS)
        ) from error


def parse_districts(query: Mapping[str, Sequence[str]], *, edition: Edition) -> tuple[str, ...]:
    """The districts of a query, each once; raises QuestionError."""
    profile = edition.catalog.profile
    districts = tuple(dict.fromkeys(query.get("district", ())))
    if len(districts) > MOST_DISTRICTS:
        raise QuestionError(
            _("The address names {count} {unit_many}; a page compares up to {most}.").format(
                count=len(districts), unit_many=profile.unit_many, most=MOST_DISTRICTS
            )
        )
    for lea_id in districts:
        if lea_id not in edition.districts:
            raise QuestionError(
                _(
                    "There is no {unit_one} “{name}” in this release. "
                    "It holds {count} {unit_many}; choose one by its name."
                ).format(
                    unit_one=profile.unit_one,
                    name=cut(lea_id),
                    count=grouped(len(edition.districts)),
                    unit_many=profile.unit_many,
                )
            )
    return districts


def cut(text: str, *, most: int = 40) -> str:
    """A part of an address, cut to a length that a sentence can bear."""
    return text if len(text) <= most else f"{text[:most]}…"


def _is_year(text: str) -> bool:
    return len(text) == 4 and text.isascii() and text.isdigit()


def _year(given: Iterable[str], *, name: str, edition: Edition) -> int | None:
    values = [text for text in given if text]
    if not values:
        return None
    text, years = values[-1], edition.years
    if not years:
        raise QuestionError(_("This release holds no years."))
    if not (_is_year(text) and int(text) in years):
        raise QuestionError(
            _(
                "There is no year “{year}” in this release (“{name}” of the address). "
                "It holds {first} to {last}."
            ).format(year=cut(text), name=name, first=years[0], last=years[-1])
        )
    return int(text)
