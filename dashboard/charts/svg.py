"""A figure as a static SVG: the first picture of a chart, before any script has run.

It is drawn from the very figure that Plotly gets, with the same margins and scales, so that
nothing moves when the interactive chart takes its place. Along the x-axis all places are shares
of the width, which nobody knows yet: marks and letters keep their size at any.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape, unescape
from itertools import pairwise
from typing import Any

Figure = Mapping[str, Any]
_DASHES = {"dash": "9 9", "dot": "3 3", "solid": ""}
_MARKS = {
    "circle": "M{r} 0A{r} {r} 0 1 1 -{r} 0A{r} {r} 0 1 1 {r} 0Z",
    "square": "M-{r} -{r}H{r}V{r}H-{r}Z",
    "diamond": "M0 -{w}L{w} 0 0 {w} -{w} 0Z",
    "triangle-up": "M0 -{w}L{w} {r} -{w} {r}Z",
}
_ANCHORS = {"left": "start", "center": "middle", "right": "end"}


def drawing(figure: Figure, *, alt: str = "") -> str:
    """The SVG of a figure of scatter traces, level and upright rules, and annotations.

    alt: what it shows, in words; without any the drawing is hidden from screen readers, as where
    a box around it says so already.
    """
    said = f' role="img" aria-label="{escape(alt)}"' if alt else ' aria-hidden="true"'
    margin, height = figure["layout"]["margin"], figure["layout"]["height"]
    return (
        f'<div class="drawing" style="height:{height}px">'
        f'<svg height="{height}"{said} {_font(figure)} '
        f'style="left:{margin["l"]}px;width:calc(100% - {margin["l"] + margin["r"]}px)">'
        f"{_drawn(figure)}</svg></div>"
    )


def placed(figure: Figure, *, left: float, top: float, width: float) -> str:
    """The drawing as a part of a larger SVG: where it lies there, and how wide it is."""
    margin, height = figure["layout"]["margin"], figure["layout"]["height"]
    within = width - margin["l"] - margin["r"]
    return (
        f'<svg x="{left + margin["l"]:g}" y="{top:g}" width="{within:g}" height="{height:g}" '
        f'overflow="visible" {_font(figure)}>{_drawn(figure)}</svg>'
    )


def _font(figure: Figure) -> str:
    font = figure["layout"]["font"]
    return f'fill="{font["color"]}" font-size="{font["size"]}"'


def _drawn(figure: Figure) -> str:
    scale = _Scale.of(figure["layout"])
    parts = (_grid, _y_ticks, _x_ticks, _rules, _traces, _annotations)
    return "".join(piece for part in parts for piece in part(figure, scale))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scale:
    """From years and percents to shares of the width and pixels from the top."""

    height: float
    top: float
    bottom: float
    x: tuple[float, float]
    y: tuple[float, float]

    @classmethod
    def of(cls, layout: Mapping[str, Any]) -> _Scale:
        height, margin = layout["height"], layout["margin"]
        return cls(
            height=height,
            top=margin["t"],
            bottom=height - margin["b"],
            x=tuple(layout["xaxis"]["range"]),
            y=tuple(layout["yaxis"]["range"]),
        )

    def across(self, value: float, ref: str = "x") -> str:
        """The place of a year, or of a share of the plot ("paper"), as a percentage."""
        low, high = self.x
        share = value if ref == "paper" else (value - low) / (high - low)
        return f"{share * 100:.4g}%"

    def down(self, value: float, ref: str = "y") -> float:
        """The place of a percent, or of a share of the plot's height, in pixels."""
        low, high = self.y
        share = value if ref == "paper" else (value - low) / (high - low)
        return round(self.bottom - share * (self.bottom - self.top), 1)


def _grid(figure: Figure, scale: _Scale) -> Iterator[str]:
    axis = figure["layout"]["yaxis"]
    for tick in axis["tickvals"]:
        colour = axis["zerolinecolor"] if tick == 0 and axis["zeroline"] else axis["gridcolor"]
        yield _line("0%", scale.down(tick), "100%", scale.down(tick), colour=colour)


def _y_ticks(figure: Figure, scale: _Scale) -> Iterator[str]:
    axis = figure["layout"]["yaxis"]
    for tick, text in zip(axis["tickvals"], axis["ticktext"], strict=True):
        height = scale.down(tick)
        yield (f'<text x="-3" y="{height}" dy=".35em" text-anchor="end">{escape(text)}</text>')


def _x_ticks(figure: Figure, scale: _Scale) -> Iterator[str]:
    axis = figure["layout"]["xaxis"]
    size, away = axis["tickfont"]["size"], axis.get("ticklen", 0)
    yield '<g class="xticks">'
    for tick, text in zip(axis["tickvals"], axis["ticktext"], strict=True):
        height = scale.bottom + away + 3 + size
        yield _text(text, x=scale.across(tick), y=height, size=size, anchor="middle")
    yield "</g>"


def _rules(figure: Figure, scale: _Scale) -> Iterator[str]:
    for shape in figure["layout"]["shapes"]:
        yield _line(
            scale.across(shape["x0"], shape["xref"]),
            scale.down(shape["y0"], shape["yref"]),
            scale.across(shape["x1"], shape["xref"]),
            scale.down(shape["y1"], shape["yref"]),
            colour=shape["line"]["color"],
            width=shape["line"]["width"],
            dash=shape["line"]["dash"],
        )


def _traces(figure: Figure, scale: _Scale) -> Iterator[str]:
    for trace in figure["data"]:
        points = list(zip(trace["x"], trace["y"], strict=True))
        if "lines" in trace["mode"]:
            yield from _path(points, trace["line"], scale)
        if "markers" in trace["mode"]:
            for x, y in points:
                if y is not None:
                    yield _mark(trace["marker"], scale.across(x), scale.down(y))
        if "text" in trace["mode"]:
            yield from _labels(trace, scale)


def _path(
    points: Sequence[tuple[Any, Any]], line: Mapping[str, Any], scale: _Scale
) -> Iterator[str]:
    """Piece by piece: a line may take shares of the width, a path may not."""
    for (x0, y0), (x1, y1) in pairwise(points):
        if y0 is not None and y1 is not None:
            yield _line(
                scale.across(x0),
                scale.down(y0),
                scale.across(x1),
                scale.down(y1),
                colour=line["color"],
                width=line["width"],
                dash=line.get("dash", "solid"),
            )


def _mark(marker: Mapping[str, Any], x: str, y: float) -> str:
    symbol, hollow = marker["symbol"].removesuffix("-open"), marker["symbol"].endswith("-open")
    r = marker["size"] / 2
    outline = _MARKS[symbol].format(r=f"{r:g}", w=f"{r * 1.3:g}")
    colour = marker["color"]
    fill = f'fill="none" stroke="{colour}" stroke-width="1.5"' if hollow else f'fill="{colour}"'
    return f'<svg x="{x}" y="{y}" overflow="visible"><path d="{outline}" {fill}/></svg>'


def _labels(trace: Mapping[str, Any], scale: _Scale) -> Iterator[str]:
    font, away = trace["textfont"], trace["marker"]["size"] / 2 + 3
    for x, y, text, side in zip(
        trace["x"], trace["y"], trace["text"], trace["textposition"], strict=True
    ):
        if y is None or not text:
            continue
        lines = text.count("<br>")
        above = side.startswith("top")
        lift = -away - lines * 1.3 * font["size"] if above else away + font["size"] * 0.8
        yield _text(
            text,
            x=scale.across(x),
            y=scale.down(y) + lift,
            size=font["size"],
            anchor="middle",
            colour=font["color"],
        )


def _annotations(figure: Figure, scale: _Scale) -> Iterator[str]:
    for note in figure["layout"]["annotations"]:
        size = note["font"]["size"]
        lines = note["text"].count("<br>") + 1
        x, y = scale.across(note["x"], note["xref"]), scale.down(note["y"], note["yref"])
        turned = note.get("textangle", 0)
        if turned:
            # Upright words rise from their foot; the letters' own middle lies on the year.
            y -= 3
            yield _text(
                note["text"], x=x, y=y, size=size, colour=note["font"]["color"], turn=turned
            )
            continue
        rise = {
            "middle": 0.35 - 0.65 * (lines - 1),
            "bottom": -0.25 - 1.3 * (lines - 1),
            "top": 1.0,
        }
        yield _text(
            note["text"],
            x=x,
            y=y + rise[note["yanchor"]] * size,
            size=size,
            anchor=_ANCHORS[note["xanchor"]],
            colour=note["font"]["color"],
            shift=2 if note["xanchor"] == "left" else 0,
        )


def _line(
    x0: str, y0: float, x1: str, y1: float, *, colour: str, width: float = 1, dash: str = "solid"
) -> str:
    dashes = f' stroke-dasharray="{_DASHES[dash]}"' if _DASHES[dash] else ""
    return (
        f'<line x1="{x0}" y1="{y0}" x2="{x1}" y2="{y1}" stroke="{colour}" '
        f'stroke-width="{width}"{dashes}/>'
    )


def _text(
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
    bold = "<b>" in text
    lines = (re.sub(r"<b>(.*?)</b>", _bold_lines, text) if bold else text).split("<br>")
    if turn:
        return (
            f'<svg x="{x}" y="{y:g}" overflow="visible"><text transform="rotate({turn})" '
            f'dy=".35em" font-size="{size}"{fill}>{"".join(map(_spans, lines))}</text></svg>'
        )
    spans = "".join(
        f'<tspan x="{x}" dx="{shift}"{_drop(place, size)}>{_spans(line)}</tspan>'
        for place, line in enumerate(lines)
    )
    return f'<text y="{y:g}" font-size="{size}" text-anchor="{anchor}"{fill}>{spans}</text>'


def _bold_lines(found: re.Match[str]) -> str:
    """Bold that runs over a line's end is bold in each line."""
    return f"<b>{found[1].replace('<br>', '</b><br><b>')}</b>"


def _drop(place: int, size: float) -> str:
    return f' dy="{size * 1.3:g}"' if place else ""


def _spans(line: str) -> str:
    if "<" not in line:  # nearly all of them
        return escape(unescape(line)) if "&" in line else line.replace(">", "&gt;")
    pieces = re.split(r"<b>(.*?)</b>", line)
    return "".join(
        f'<tspan font-weight="bold">{escape(unescape(piece))}</tspan>'
        if place % 2
        else escape(unescape(piece))
        for place, piece in enumerate(pieces)
    )
