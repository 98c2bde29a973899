"""About: method, sources, the protection rule, the releases and what changed between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dashboard.catalog import Catalog, Profile
from dashboard.locale import gettext as _
from dashboard.releases import ReleaseError, ReleaseInfo, list_releases
from dashboard.views.differences import Difference, differences
from dashboard.views.edition import Edition
from dashboard.views.example import Example, example_of
from dashboard.views.numbers import target_text, with_percent_sign
from dashboard.views.place import Address
from dashboard.views.question import QuestionError, cut


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A release: its id, the day it was made, and whether it is the one shown here."""

    id: str
    day: str
    shown: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """How values near none and all are told from some number of cases on."""

    cases: str
    low: str
    high: str


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """The page. changes: None where there is nothing to compare; trouble says why, if it failed."""

    profile: Profile
    catalog: Catalog
    years: tuple[int, ...]
    districts: int
    example: Example
    tiers: tuple[Tier, ...]
    releases: tuple[Published, ...]
    compared: tuple[Published, Published] | None
    changes: tuple[Difference, ...] | None
    trouble: str


def about_at(address: Address, *, edition: Edition) -> About:
    """The page at an address; raises QuestionError for a release that is not there."""
    known = [info for info in list_releases(edition.root) if info.ok]
    releases = tuple(_published(info, shown=info.id == edition.id) for info in known)
    later = _asked(address, "to", releases=releases)
    earlier = _asked(address, "from", releases=releases)
    compared = _compared(releases, catalogs=_catalogs(known), later=later, earlier=earlier)
    changes, trouble = None, ""
    if compared is not None:
        try:
            changes = differences(edition.root, earlier=compared[0].id, later=compared[1].id)
        except ReleaseError:
            trouble = _("One of the two releases can no longer be read.")
    rule = edition.catalog.profile.protection
    return About(
        profile=edition.catalog.profile,
        catalog=edition.catalog,
        years=edition.years,
        districts=len(edition.districts),
        example=example_of(rule),
        tiers=_tiers(edition.catalog.profile),
        releases=releases,
        compared=compared,
        changes=changes,
        trouble=trouble,
    )


def _published(info: ReleaseInfo, *, shown: bool) -> Published:
    try:
        day = datetime.fromisoformat(info.created).date().isoformat()
    except ValueError:
        day = ""
    return Published(id=info.id, day=day, shown=shown)


def _catalogs(known: Sequence[ReleaseInfo]) -> dict[str, str]:
    return {info.id: info.catalog for info in known}


def _asked(address: Address, name: str, *, releases: Sequence[Published]) -> Published | None:
    text = next((text for text in reversed(address.query.get(name, [])) if text), "")
    if not text:
        return None
    found = next((each for each in releases if each.id == text), None)
    if found is None:
        said = _("There is no release “{id}” here (“{name}” of the address).")
        raise QuestionError(said.format(id=cut(text), name=name))
    return found


def _compared(
    releases: Sequence[Published],
    *,
    catalogs: dict[str, str],
    later: Published | None,
    earlier: Published | None,
) -> tuple[Published, Published] | None:
    """The two asked for; by default what is shown and the one made before it.

    Two catalogues give the same ids to different things, so they are never compared.
    """
    later = later or next((each for each in releases if each.shown), None)
    if later is None:
        return None
    if earlier is None:
        older = releases[releases.index(later) + 1 :]
        earlier = next((each for each in older if catalogs[each.id] == catalogs[later.id]), None)
    if earlier is None or earlier == later:
        return None
    if catalogs[earlier.id] != catalogs[later.id]:
        raise QuestionError(_("These two releases follow different catalogues."))
    return earlier, later


def _tiers(profile: Profile) -> tuple[Tier, ...]:
    coding = profile.protection.coding
    found = []
    for place, tier in enumerate(coding):
        if place + 1 < len(coding):
            cases = _("{first} to {last}").format(
                first=tier.min_den, last=coding[place + 1].min_den - 1
            )
        else:
            cases = _("{first} or more").format(first=tier.min_den)
        low, high = (
            with_percent_sign(target_text(end, decimals=0)) for end in (tier.low, tier.high)
        )
        found.append(
            Tier(
                cases=cases,
                low=_("under {percent}").format(percent=low),
                high=_("over {percent}").format(percent=high),
            )
        )
    return tuple(found)
