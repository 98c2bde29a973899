"""Where the state or a district stands on every indicator, as one picture."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.charts.card import WIDTH, document, footing, lines_of, words
from dashboard.charts.marks import GRID, MUTED, STROKES, TARGET
from dashboard.locale import gettext as _
from dashboard.views import Edition
from dashboard.views.standing import Mark, Standing

_SIDE, _ROW, _TITLE, _SMALL = 32, 24, 24, 13
_COLUMNS = (("name", 32, "start"), ("value", 560, "end"), ("target", 660, "end"))
_VERDICT = 690
_NOT_MET = STROKES[2].ink


def board(standings: Sequence[Standing], *, name: str, said: str, edition: Edition) -> str:
    """A line for each indicator: its value, its target, met or not. An SVG document."""
    y = float(_SIDE)
    parts: list[str] = []
    for text, size, weight in ((name, _TITLE, 600), (said, 17, 400)):
        for line in lines_of(text, size=size, width=WIDTH - 2 * _SIDE, most=2):
            y += size * 1.3
            ink = STROKES[0].ink
            parts.append(words(line, x=_SIDE, y=y, size=size, colour=ink, weight=weight))
        y += 8
    y += _ROW
    heads = {"name": _("Indicator"), "value": _("Latest value"), "target": _("Target")}
    parts += [
        words(heads[key], x=x, y=y, size=_SMALL, colour=MUTED, anchor=anchor)
        for key, x, anchor in _COLUMNS
    ]
    for one in standings:
        parts.append(f'<path d="M{_SIDE} {y + 7:g}H{WIDTH - _SIDE}" stroke="{GRID}"/>')
        y += _ROW
        parts += _row(one, y=y)
    y += 12
    for text in footing(source="", edition=edition):
        y += 12 * 1.5
        parts.append(words(text, x=_SIDE, y=y, size=12, colour=MUTED))
    return document(parts, height=y + _SIDE, title=name, said=said)


def _row(one: Standing, *, y: float) -> list[str]:
    ink = STROKES[0].ink
    title = lines_of(
        f"{one.indicator.id} {one.indicator.short_title}", size=_SMALL, width=410, most=1
    )[0]
    texts = {"name": title, "value": one.value, "target": one.target}
    parts = [
        words(texts[key], x=x, y=y, size=_SMALL, colour=ink, anchor=anchor)
        for key, x, anchor in _COLUMNS
    ]
    if one.mark is not Mark.OTHER:
        colour = TARGET if one.mark is Mark.MET else _NOT_MET
        parts.append(words(_(one.verdict), x=_VERDICT, y=y, size=_SMALL, colour=colour, weight=600))
    elif one.year:
        parts.append(words(one.year, x=_VERDICT, y=y, size=_SMALL, colour=MUTED))
    return parts
