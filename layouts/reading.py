"""How to read the page of a district: what its latest values do not say, and why."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.catalog import Indicator
from dashboard.locale import gettext as _
from dashboard.locale import listed, ngettext
from dashboard.views.district import District
from dashboard.views.links import link
from layouts import tags
from layouts.tags import Tag


def how_to_read(view: District) -> list[Tag]:
    """The section: which values are protected or told in words, and what chance means."""
    protected = ngettext(
        "{count} latest value is protected: {names}.",
        "{count} latest values are protected: {names}.",
        len(view.protected),
    )
    in_words = ngettext(
        "{count} latest value is told in words: {names}.",
        "{count} latest values are told in words: {names}.",
        len(view.in_words),
    )
    why = _(
        "A value is protected where fewer than {least} stand behind it, where it would let a "
        "reader work out such a value elsewhere, or where nearly all or nearly none of a small "
        "group would be told of. Which of these it is, is not said, because saying it would "
        "already tell."
    )
    chance = _(
        "“More than chance” and “could be chance”: Wilson's interval at 95 % around the "
        "{unit}'s own value. If the {upper}'s value lies within it, the difference is one that "
        "chance alone makes often in so small a group. It is said where the counts are public "
        "and describe the same year and the same calculation."
    )
    return [
        tags.h2(_("How to read this page")),
        *_counted(protected, view.protected),
        *_counted(in_words, view.in_words),
        tags.p(
            [
                why.format(least=view.profile.protection.min_den),
                " ",
                tags.link(_("More about protection"), href=link("/about")),
                ".",
            ]
        ),
        tags.p(chance.format(unit=view.profile.unit_one, upper=view.profile.upper_one)),
    ]


def _counted(said: str, indicators: Sequence[Indicator]) -> list[Tag]:
    if not indicators:
        return []
    names = listed([indicator.id for indicator in indicators])
    return [tags.p(said.format(count=len(indicators), names=names))]
