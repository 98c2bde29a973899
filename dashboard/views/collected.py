"""How far the collection was from which a release's values come."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from dashboard.catalog import Indicator, Profile
from dashboard.locale import gettext as _
from dashboard.releases import BrokenRelease, Release
from dashboard.views.numbers import year_label

FILE = "collection.json"


@dataclass(frozen=True, slots=True)
class YearCollected:
    """Districts that take part, and of these the certified and those taken back."""

    districts: int
    certified: int
    stale: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionNote:
    """The collected extract, and its school years; no year where nothing is collected."""

    extract: str = ""
    years: Mapping[int, YearCollected] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def of(cls, release: Release) -> CollectionNote:
        """What a release says; raises BrokenRelease."""
        if not release.has_document(FILE):
            return cls()
        try:
            note = json.loads(release.document(FILE))
            years = {int(year.pop("school_year")): YearCollected(**year) for year in note["years"]}
            return cls(extract=str(note["extract"]), years=MappingProxyType(years))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BrokenRelease(
                f"Release {release.id}: its {FILE} is of another version of the program. Build "
                "it again."
            ) from error

    def remarks(
        self, indicator: Indicator, *, years: Sequence[int], profile: Profile
    ) -> tuple[str, ...]:
        """What stands beside an indicator that is counted from the collection, of its last year."""
        shown = [year for year in years if year in self.years]
        if self.extract not in indicator.extracts or not shown:
            return ()
        found = self.years[shown[-1]]
        said = _("{year}: {certified} of {districts} {unit_many} certified.")
        remark = said.format(
            year=year_label(shown[-1]),
            certified=found.certified,
            districts=found.districts,
            unit_many=profile.unit_many,
        )
        if not found.stale:
            return (remark,)
        taken = _("Certificates taken back: {count}. Those values are as last certified.")
        return (remark, taken.format(count=found.stale))
