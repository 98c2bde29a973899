"""What the fields of one record must mean together; each rule yields (field, reason)."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from dashboard.catalog.models import Indicator, Link
from dashboard.catalog.profile import Profile

Finding = tuple[str, str]


def indicator_findings(indicator: Indicator) -> Iterator[Finding]:
    """Everything wrong with an indicator whose fields are each well-formed."""
    yield from _eras(indicator)
    yield from _gaps(indicator)
    yield from _breaks(indicator)
    yield from _years(indicator)
    yield from _counting(indicator)
    yield from _levels(indicator)


def profile_findings(profile: Profile) -> Iterator[Finding]:
    """Everything wrong with a profile whose fields are each well-formed."""
    coding, field = profile.protection.coding, "protection.coding"
    if coding and coding[0].min_den > profile.protection.min_den:
        yield (
            f"{field}.1.min_den",
            f"cells of {profile.protection.min_den} to {coding[0].min_den - 1} would be shown"
            " uncoded; the first tier must begin at protection.min_den or below",
        )
    for number, tier in enumerate(coding, start=1):
        if tier.low >= tier.high:
            yield f"{field}.{number}.low", f"must be below high ({tier.high})"
    for number, (before, tier) in enumerate(pairwise(coding), start=2):
        if tier.min_den <= before.min_den:
            yield f"{field}.{number}.min_den", "tiers must ascend by min_den"


def link_findings(links: Sequence[Link], *, known: Sequence[str]) -> Iterator[Finding]:
    """Everything wrong with the links of a catalogue of the indicators `known`."""
    closed = Counter(id for link in links if link.kind != "overlap" for id in link.indicators)
    for number, link in enumerate(links, start=1):
        field = f"links.{number}.indicators"
        yield from _repeated(field, link.indicators, "the id")
        for id in link.indicators:
            if id not in known:
                yield field, f"'{id}' does not stand in order"
            elif link.kind != "overlap" and closed[id] > 1:
                yield field, f"'{id}' is in another link of one population; only 'overlap' may meet"
        if link.kind == "summary" and len(link.indicators) != 2:
            yield field, "must be two: summary statement 1, then 2"


def _eras(indicator: Indicator) -> Iterator[Finding]:
    eras = indicator.eras
    yield from _repeated("eras", (era.id for era in eras), "the era id")
    for number, era in enumerate(eras, start=1):
        if era.to_year is not None and era.to_year < era.from_year:
            yield f"eras.{number}.to", f"{era.to_year} is before from = {era.from_year}"
    for number, (before, era) in enumerate(pairwise(eras), start=2):
        if era.from_year <= before.from_year:
            yield f"eras.{number}.from", f"eras must be in order of their years, after {before.id}"
        elif before.to_year is None:
            yield f"eras.{number - 1}.to", f"is missing: only the last era, {eras[-1].id}, is open"
        elif era.from_year <= before.to_year:
            yield f"eras.{number}.from", f"overlaps era {before.id}, which ends {before.to_year}"


def _gaps(indicator: Indicator) -> Iterator[Finding]:
    gaps = [gap.year for gap in indicator.gaps]
    yield from _repeated("gaps", gaps, "the year")
    for number, year in enumerate(gaps, start=1):
        if not _inside(indicator, year):
            yield f"gaps.{number}.year", f"{year} {_outside(indicator)}"
    for before, era in pairwise(indicator.eras):
        for year in range((before.to_year or era.from_year) + 1, era.from_year):
            if year not in gaps:
                yield (
                    "gaps",
                    f"{year} lies between the eras {before.id} and {era.id}:"
                    " add a gap that says why it has no value",
                )


def _breaks(indicator: Indicator) -> Iterator[Finding]:
    starts = {era.from_year: era.id for era in indicator.eras[1:]}
    years = [found.year for found in indicator.breaks]
    gaps = {gap.year for gap in indicator.gaps}
    yield from _repeated("breaks", years, "the year")
    for number, found in enumerate(indicator.breaks, start=1):
        field = f"breaks.{number}"
        if found.year in gaps:
            yield f"{field}.year", f"{found.year} is a gap year"
        elif found.weight == "era" and found.year not in starts:
            yield f"{field}.year", f"no later era begins in {found.year}; use weight = 'light'"
        elif found.weight == "light" and found.year in starts:
            yield f"{field}.weight", f"must be 'era': era {starts[found.year]} begins here"
        elif not _inside(indicator, found.year) or found.year == indicator.eras[0].from_year:
            yield f"{field}.year", f"{found.year} has no year of the indicator on both sides"
    for year, era in starts.items():
        if year not in years:
            yield "breaks", f"needs one in {year}, where era {era} begins"


def _years(indicator: Indicator) -> Iterator[Finding]:
    for number, year in enumerate(indicator.baseline_years, start=1):
        if indicator.era_of(year) is None:
            yield f"baseline_years.{number}", f"{year} has no value: outside the eras or a gap"
    for number, note in enumerate(indicator.notes, start=1):
        if note.from_year and note.to_year and note.to_year < note.from_year:
            yield f"notes.{number}.to", f"{note.to_year} is before from = {note.from_year}"


def _counting(indicator: Indicator) -> Iterator[Finding]:
    """Every era must be countable from extracts the record lists."""
    for field in ("extracts", "needs", "must_exist", "groups"):
        yield from _repeated(field, getattr(indicator, field), "")
    yield from _listed(indicator, "needs", indicator.needs)
    yield from _listed(indicator, "must_exist", indicator.must_exist)
    if not indicator.measure and not all(era.measure for era in indicator.eras):
        yield "measure", "is missing: give one here or in every era"
    for number, era in enumerate(indicator.eras, start=1):
        yield from _listed(indicator, f"eras.{number}.needs", era.needs or ())
        if not indicator.needs_in(era):
            yield "needs", f"is missing: name the extracts without which {era.id} has no value"


def _levels(indicator: Indicator) -> Iterator[Finding]:
    """Level, unit and protection profile must tell one story (5.2)."""
    if indicator.kind == "compliance" and indicator.fixed_target is None:
        yield "fixed_target", "is missing: a compliance indicator has one for all years (1.8)"
    if indicator.percent_of_districts != (indicator.protection == "district"):
        yield "protection", "'district' and percent_of_districts = true go together"
    if (indicator.levels == "state") != (indicator.protection == "state_only"):
        yield "protection", "'state_only' and levels = 'state' go together"
    if indicator.percent_of_districts and any(map(indicator.groups_in, indicator.eras)):
        yield "groups", "must be empty: districts have no race, disability or sex"


def _listed(indicator: Indicator, field: str, names: Iterable[str]) -> Iterator[Finding]:
    for name in names:
        if name not in indicator.extracts:
            yield field, f"'{name}' is not among its extracts"


def _repeated(field: str, items: Iterable[object], what: str) -> Iterator[Finding]:
    for item, times in Counter(items).items():
        if times > 1:
            yield field, f"{what} '{item}' stands {times} times".strip()


def _inside(indicator: Indicator, year: int) -> bool:
    last = indicator.eras[-1].to_year
    return indicator.eras[0].from_year <= year and (last is None or year <= last)


def _outside(indicator: Indicator) -> str:
    first, last = indicator.eras[0].from_year, indicator.eras[-1].to_year
    return f"lies outside the eras ({first} to {last or 'now'})"
