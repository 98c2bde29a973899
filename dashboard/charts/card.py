"""A view as a picture that says all by itself: title, sentence, chart, source and release.

For a shared link, a slide or a document: the fonts are the project's own, the paper is white.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from html import escape
from textwrap import wrap

from dashboard.charts.annotations import absence_key
from dashboard.charts.marks import MUTED, STROKES
from dashboard.charts.plotly import figure
from dashboard.charts.svg import placed
from dashboard.locale import gettext as _
from dashboard.views import Edition, IndicatorView

WIDTH = 840
FONT = "'Open Sans',system-ui,sans-serif"
_SIDE, _GAP = 32, 12
_PER_CHARACTER = 0.55  # of the size: about how wide the font's letters are
_TITLE, _SAID, _FOOT = 24, 17, 12


def card(view: IndicatorView, *, edition: Edition) -> str:
    """The picture of an indicator's view as an SVG document."""
    title = f"{view.indicator.id} {view.indicator.title}"
    parts: list[str] = []
    y = float(_SIDE)
    for text, size, colour, weight, most in (
        (title, _TITLE, STROKES[0].ink, 600, 2),
        (view.sentences[0], _SAID, STROKES[0].ink, 400, 3),
    ):
        for line in lines_of(text, size=size, width=WIDTH - 2 * _SIDE, most=most):
            y += size * 1.3
            parts.append(words(line, x=_SIDE, y=y, size=size, colour=colour, weight=weight))
        y += _GAP
    drawn = figure(view, hovers=False)
    parts.append(placed(drawn, left=_SIDE, top=y, width=WIDTH - 2 * _SIDE))
    y += drawn["layout"]["height"] + _GAP
    for text in (*_key(view), *footing(source=view.indicator.source, edition=edition)):
        for line in lines_of(text, size=_FOOT, width=WIDTH - 2 * _SIDE, most=2):
            y += _FOOT * 1.4
            parts.append(words(line, x=_SIDE, y=y, size=_FOOT, colour=MUTED))
    return document(parts, height=y + _SIDE, title=title, said=f"{view.sentences[0]} {view.alt}")


def _key(view: IndicatorView) -> tuple[str, ...]:
    """What the signs under the years mean, where there are any."""
    said = absence_key(view)
    return (" · ".join(f"{sign} {text}" for sign, text in said),) if said else ()


def document(parts: Sequence[str], *, height: float, title: str, said: str) -> str:
    """The parts as an SVG document of the width WIDTH, named and described for who hears it."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:g}" '
        f'width="{WIDTH}" height="{height:g}" font-family="{FONT}" role="img" '
        f'aria-labelledby="title said"><title id="title">{escape(title)}</title>'
        f'<desc id="said">{escape(said)}</desc>'
        f'<rect width="{WIDTH}" height="{height:g}" fill="#ffffff"/>{"".join(parts)}</svg>'
    )


def words(
    text: str,
    *,
    x: float,
    y: float,
    size: float,
    colour: str,
    weight: int = 400,
    anchor: str = "start",
) -> str:
    """A line of text, its foot at y."""
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" font-weight="{weight}" fill="{colour}" '
        f'text-anchor="{anchor}">{escape(text)}</text>'
    )


@lru_cache(maxsize=1_024)  # all but the sentence stands on picture after picture
def lines_of(text: str, *, size: float, width: float, most: int) -> Sequence[str]:
    """The text in as many lines as it needs at a size, the last one cut short at `most`."""
    each = int(width / (size * _PER_CHARACTER))
    return tuple(wrap(text, each, max_lines=most, placeholder=" …")) or ("",)


def footing(*, source: str, edition: Edition) -> tuple[str, ...]:
    """Where the numbers come from, and in which release they stand."""
    profile = edition.catalog.profile
    said = _("{agency} · {title} · release {release}").format(
        agency=profile.agency, title=profile.subtitle, release=edition.id
    )
    notice = (profile.synthetic_notice,) if profile.synthetic_notice else ()
    sources = (_("Source: {source}").format(source=source),) if source else ()
    return (*notice, *sources, said)
