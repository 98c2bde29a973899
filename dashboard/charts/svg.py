"""A figure as a static SVG: the first picture of a chart, before any script has run.

It is drawn from the very figure that Plotly gets, with the same margins and scales, so that
nothing moves when the interactive chart takes its place. Along the x-axis all places are shares
of the width, which nobody knows yet: marks and letters keep their size at any.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from itertools import pairwise
from typing import Any

from dashboard.charts.letters import lettering, lines_of
from dashboard.charts.trace import Trace

Figure = Mapping[str, Any]
_DASHES = {"dash": "9 9", "dot": "3 3", "solid": ""}
_MARKS = {
    "circle": "M{r} 0A{r} {r} 0 1 1 -{r} 0A{r} {r} 0 1 1 {r} 0Z",
    "square": "M-{r} -{r}H{r}V{r}H-{r}Z",
    "diamond": "M0 -{w}L{w} 0 0 {w} -{w} 0Z",
    "triangle-up": "M0 -{w}L{w} {r} -{w} {r}Z",
}
# Where a note's first line stands, in lines below its place, and how each further one moves it.
_RISES = {"middle": (0.35, -0.65), "bottom": (-0.25, -1.3), "top": (1.0, 0.0)}
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
    layout = figure["layout"]
    margin, x, y = layout["margin"], layout["xaxis"], layout["yaxis"]
    scale = _scale(layout["height"], margin["t"], margin["b"], *x["range"], *y["range"])
    level = y["zerolinecolor"] if y["zeroline"] else y["gridcolor"]
    return "".join(
        (
            _grid(scale, tuple(y["tickvals"]), tuple(y["ticktext"]), y["gridcolor"], level),
            _years(
                scale,
                tuple(x["tickvals"]),
                tuple(x["ticktext"]),
                x["tickfont"]["size"],
                x.get("ticklen", 0),
            ),
            *_rules(figure, scale),
            *(_drawing_of(trace, scale) for trace in figure["data"]),
            *_annotations(figure, scale),
        )
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Scale:
    """From years and percents to shares of the width and pixels from the top.

    places: of the years asked for so far. zero: where 0 % is, in pixels; each: pixels of a percent.
    """

    top: float
    bottom: float
    x: tuple[float, float]
    y: tuple[float, float]
    places: dict[float, str] = field(default_factory=dict)
    zero: float = field(init=False)
    each: float = field(init=False)

    def __post_init__(self) -> None:
        low, high = self.y
        each = (self.bottom - self.top) / (high - low)
        object.__setattr__(self, "each", each)
        object.__setattr__(self, "zero", self.bottom + low * each)

    def across(self, value: float, ref: str = "x") -> str:
        """The place of a year, or of a share of the plot ("paper"), as a percentage."""
        if ref == "paper":
            return f"{value * 100:.4g}%"
        place = self.places.get(value)
        if place is None:
            low, high = self.x
            place = f"{(value - low) / (high - low) * 100:.4g}%"
            self.places[value] = place
        return place

    def down(self, value: float, ref: str = "y") -> float:
        """The place of a percent, or of a share of the plot's height, in pixels."""
        if ref == "paper":
            return round(self.bottom - value * (self.bottom - self.top), 1)
        return round(self.zero - value * self.each, 1)


# Charts of an indicator differ in what is drawn, hardly ever in what it is drawn on.
@lru_cache(maxsize=256)
def _scale(
    height: float, top: float, foot: float, first: float, last: float, low: float, high: float
) -> _Scale:
    return _Scale(top, height - foot, (first, last), (low, high))


@lru_cache(maxsize=256)
def _grid(
    scale: _Scale, ticks: tuple[float, ...], texts: tuple[str, ...], colour: str, level: str
) -> str:
    """Level rules, the one at zero in its own colour, and what they stand for."""
    rules, said = "", ""
    for tick, text in zip(ticks, texts, strict=True):
        y = scale.down(tick)
        own = f' stroke="{level}"' if tick == 0 else ""
        rules += f'<line x1="0%" y1="{y}" x2="100%" y2="{y}"{own}/>'
        said += f'<text x="-3" y="{y}" dy=".35em">{escape(text)}</text>'
    return f'<g {_look(colour, 1, "solid")}>{rules}</g><g text-anchor="end">{said}</g>'


@lru_cache(maxsize=256)
def _years(
    scale: _Scale, ticks: tuple[float, ...], texts: tuple[str, ...], size: float, away: float
) -> str:
    y = scale.bottom + away + 3 + size
    said = (
        "".join(
            f'<tspan x="{scale.across(tick)}" y="{y + 1.3 * size * place:g}">{line}</tspan>'
            for place, line in enumerate(lines_of(text))
        )
        for tick, text in zip(ticks, texts, strict=True)
    )
    years = "".join(f"<text>{text}</text>" for text in said)
    return f'<g class="xticks" font-size="{size}" text-anchor="middle">{years}</g>'


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


def _drawing_of(trace: Mapping[str, Any], scale: _Scale) -> str:
    if isinstance(trace, Trace):
        return trace.kept.once(scale, lambda: "".join(_trace(trace, scale)))
    return "".join(_trace(trace, scale))


def _trace(trace: Mapping[str, Any], scale: _Scale) -> Iterator[str]:
    across, down = scale.across, scale.down
    points = [
        None if y is None else (across(x), down(y))
        for x, y in zip(trace["x"], trace["y"], strict=True)
    ]
    if "lines" in trace["mode"]:
        yield from _path(points, trace["line"])
    if "markers" in trace["mode"]:
        look, mark = _mark(trace["marker"])
        yield f"<g {look}>"
        for point in points:
            if point is not None:
                x, y = point
                yield f'<svg x="{x}" y="{y}" overflow="visible">{mark}</svg>'
        yield "</g>"
    if "text" in trace["mode"]:
        yield from _labels(trace, scale)


def _path(points: Sequence[tuple[str, float] | None], line: Mapping[str, Any]) -> Iterator[str]:
    """Piece by piece: a line may take shares of the width, a path may not."""
    yield f"<g {_look(line['color'], line['width'], line.get('dash', 'solid'))}>"
    for start, end in pairwise(points):
        if start is not None and end is not None:
            (x0, y0), (x1, y1) = start, end
            yield f'<line x1="{x0}" y1="{y0}" x2="{x1}" y2="{y1}"/>'
    yield "</g>"


def _mark(marker: Mapping[str, Any]) -> tuple[str, str]:
    """How a mark is painted, and its outline."""
    symbol, hollow = marker["symbol"].removesuffix("-open"), marker["symbol"].endswith("-open")
    r = marker["size"] / 2
    outline = _MARKS[symbol].format(r=f"{r:g}", w=f"{r * 1.3:g}")
    colour = marker["color"]
    fill = f'fill="none" stroke="{colour}" stroke-width="1.5"' if hollow else f'fill="{colour}"'
    return fill, f'<path d="{outline}"/>'


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
        yield lettering(
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
        x, y = scale.across(note["x"], note["xref"]), scale.down(note["y"], note["yref"])
        turned = note.get("textangle", 0)
        if turned:
            # Upright words rise from their foot; the letters' own middle lies on the year.
            y -= 3
            yield lettering(
                note["text"], x=x, y=y, size=size, colour=note["font"]["color"], turn=turned
            )
            continue
        first, each = _RISES[note["yanchor"]]
        yield lettering(
            note["text"],
            x=x,
            y=y + (first + each * note["text"].count("<br>")) * size,
            size=size,
            anchor=_ANCHORS[note["xanchor"]],
            colour=note["font"]["color"],
            shift=2 if note["xanchor"] == "left" else 0,
        )


def _line(
    x0: str, y0: float, x1: str, y1: float, *, colour: str, width: float = 1, dash: str = "solid"
) -> str:
    look = _look(colour, width, dash)
    return f'<line x1="{x0}" y1="{y0}" x2="{x1}" y2="{y1}" {look}/>'


def _look(colour: str, width: float, dash: str) -> str:
    dashes = f' stroke-dasharray="{_DASHES[dash]}"' if _DASHES[dash] else ""
    return f'stroke="{colour}" stroke-width="{width}"{dashes}'
