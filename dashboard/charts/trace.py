"""A trace of a figure that stands in many: what is drawn of it alone is drawn once."""

from __future__ import annotations

from typing import Any

from dashboard.views.keep import Keep


class Trace(dict[str, Any]):
    """A trace as Plotly takes it, which many figures share: nobody may change it.

    kept: what is made of it.
    """

    __slots__ = ("kept",)

    def __init__(self, trace: dict[str, Any]) -> None:
        super().__init__(trace)
        self.kept = Keep()
