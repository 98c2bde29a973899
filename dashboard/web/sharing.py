"""What a shared link shows in other programs: a sentence, a picture, and a data set's record."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from dashboard.views import Edition, IndicatorView
from dashboard.views.dataset import schema_org
from dashboard.views.district import District

LONGEST = 300  # characters of a description that anybody shows


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """The description of a page, the address of its picture, and its record as JSON-LD or ""."""

    description: str
    picture: str
    record: str = ""


def shared(view: Any, *, edition: Edition, base: str) -> Shared:
    """What goes into the head of the page of a view."""
    if isinstance(view, IndicatorView):
        record = schema_org(view.indicator, edition=edition, base=base)
        return Shared(
            description=" ".join(view.sentences)[:LONGEST],
            picture=f"{base}/indicators/{view.indicator.id}.png{view.question.search}",
            record=_in_html(record),
        )
    if isinstance(view, District):
        return Shared(description=view.sentence, picture=f"{base}/districts/{view.lea_id}.png")
    profile = edition.catalog.profile
    return Shared(
        description=f"{profile.subtitle}. {profile.title}", picture=f"{base}/indicators.png"
    )


def _in_html(record: dict[str, Any]) -> str:
    """JSON that no text can close the element around."""
    return json.dumps(record, ensure_ascii=False).replace("<", "\\u003c")
