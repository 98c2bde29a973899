"""Words in an SVG: text as Plotly takes it, as lines of spans."""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape, unescape

_MARKS = re.compile("(<br>|</?b>)")
_BOLD = {"<b>": True, "</b>": False}


def lettering(
    text: str,
    *,
    x: str,
    y: float,
    size: float,
    anchor: str = "start",
    colour: str = "",
    turn: float = 0,
    shift: float = 0,
) -> str:
    """Text as Plotly takes it, its <br> and <b> kept, as lines of SVG."""
    fill = f' fill="{colour}"' if colour else ""
    lines = lines_of(text)
    if turn:
        return (
            f'<svg x="{x}" y="{y:g}" overflow="visible"><text transform="rotate({turn})" '
            f'dy=".35em" font-size="{size}"{fill}>{"".join(lines)}</text></svg>'
        )
    first, *others = lines
    spans = f'<tspan x="{x}" dx="{shift}">{first}</tspan>'
    if others:
        start = f'<tspan x="{x}" dx="{shift}" dy="{size * 1.3:g}">'
        spans += "".join([f"{start}{line}</tspan>" for line in others])
    return f'<text y="{y:g}" font-size="{size}" text-anchor="{anchor}"{fill}>{spans}</text>'


@lru_cache(maxsize=1_024)  # all but a district's own stands on chart after chart
def lines_of(text: str) -> tuple[str, ...]:
    """Text as Plotly takes it, as the SVG of each of its lines; bold may run over a line's end."""
    lines, bold = [""], False
    for piece in _MARKS.split(text):
        if piece == "<br>":
            lines.append("")
        elif piece in _BOLD:
            bold = _BOLD[piece]
        elif piece:
            said = escape(unescape(piece))
            lines[-1] += f'<tspan font-weight="bold">{said}</tspan>' if bold else said
    return tuple(lines)
