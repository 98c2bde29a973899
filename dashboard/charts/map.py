"""The map of an indicator as a picture: districts in the colors and patterns of their classes."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from dashboard.charts.outline import WIDTH, drawing_of
from dashboard.charts.picture import Style, picture
from dashboard.views.atlas import Atlas
from dashboard.views.classes import Class
from dashboard.views.map_view import Map

SWATCH = 28
# Each look is a color and, so that no color has to be told from another, a pattern over it.
_LOOKS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "met": ("$first", ""),
        "some": ("$some", "dots"),
        "more": ("$more", "lines"),
        "most": ("$most", "cross"),
        "small": ("$land", "dots"),
        "low": ("$land", "minus"),
        "high": ("$land", "plus"),
        "protected": ("$land", "flat"),
        "none": ("$land", "rings"),
        "missing": ("$paper", ""),
        "step-0": ("$step0", "dots"),
        "step-1": ("$step1", "lines"),
        "step-2": ("$step2", ""),
        "step-3": ("$step3", "back"),
        "step-4": ("$step4", "cross"),
    }
)
_PATTERNS: Mapping[str, str] = MappingProxyType(
    {
        "dots": '<circle cx="9" cy="9" r="2.6"/>',
        "lines": '<path d="M-2 2L2-2M-2 20L20-2M16 20L20 16"/>',
        "back": '<path d="M-2 16L2 20M-2-2L20 20M16-2L20 2"/>',
        "cross": '<path d="M-2 20L20-2M-2-2L20 20M-2 2L2-2M16 20L20 16M-2 16L2 20M16-2L20 2"/>',
        "flat": '<path d="M0 5H18M0 14H18"/>',
        "minus": '<path d="M5 9H13"/>',
        "plus": '<path d="M5 9H13M9 5V13"/>',
        "rings": '<circle class="o" cx="9" cy="9" r="4"/>',
    }
)
_BASE: Style = {
    "path,rect": "stroke:$paper;stroke-width:1.6;stroke-linejoin:round",
    "pattern path": "fill:none;stroke:$ink;stroke-opacity:.55;stroke-width:2",
    "pattern circle": "fill:$ink;fill-opacity:.55",
    "pattern .o": "fill:none;stroke:$ink;stroke-opacity:.55;stroke-width:2",
    ".land": "fill:$paper;stroke:$faint",
    ".edge": "fill:none;stroke:$faint;stroke-width:1.2",
    ".mark": "fill:none;stroke:$ink;stroke-width:7",
    ".halo": "fill:none;stroke:$paper;stroke-width:13",
}


def map_picture(view: Map, *, atlas: Atlas) -> str:
    """The map. Districts of a class are one path: the file stays small, and tells no more."""
    drawing = drawing_of(atlas.topology)
    keys = dict(view.keys)
    paths: dict[str, list[str]] = {}
    nobodys: list[str] = []
    marked: list[str] = []
    for path, owner in zip(drawing.paths, atlas.owners, strict=True):
        if owner is None:
            nobodys.append(path)
            continue
        paths.setdefault(keys[owner], []).append(path)
        if owner == view.marked:
            marked.append(path)
    looks = [each.drawn.look for each in view.classes if each.drawn.key in paths]
    body = [_patterns(looks), f'<path class="land" d="{"".join(nobodys)}"/>' if nobodys else ""]
    for each in view.classes:
        outline = "".join(paths.get(each.drawn.key, ()))
        if outline:
            body.append(_filled(each.drawn, shape="path", geometry=f'd="{outline}"'))
            if each.drawn.look == "missing":
                body.append(f'<path class="edge" d="{outline}"/>')
    for name in ("halo", "mark"):
        if marked:
            body.append(f'<path class="{name}" d="{"".join(marked)}"/>')
    return picture("".join(body), width=WIDTH, height=drawing.height, style=_style(looks))


def swatch(drawn: Class) -> str:
    """A class as it looks on the map, for the legend."""
    geometry = f'x="1" y="1" width="{SWATCH - 2}" height="{SWATCH - 2}"'
    body = _patterns([drawn.look]) + _filled(drawn, shape="rect", geometry=geometry)
    edge = f'<rect class="edge" {geometry}/>'
    return picture(body + edge, width=SWATCH, height=SWATCH, style=_style([drawn.look]))


def _filled(drawn: Class, *, shape: str, geometry: str) -> str:
    _, pattern = _LOOKS[drawn.look]
    body = f'<{shape} class="{drawn.look}" {geometry}/>'
    return body + (f'<{shape} fill="url(#{pattern})" {geometry}/>' if pattern else "")


def _patterns(looks: list[str]) -> str:
    wanted = dict.fromkeys(_LOOKS[look][1] for look in looks if _LOOKS[look][1])
    return "".join(
        f'<pattern id="{name}" width="18" height="18" patternUnits="userSpaceOnUse">'
        f"{_PATTERNS[name]}</pattern>"
        for name in wanted
    )


def _style(looks: list[str]) -> Style:
    fills = {f".{look}": f"fill:{_LOOKS[look][0]}" for look in dict.fromkeys(looks)}
    return {**_BASE, **fills}
