"""Outlines on paper: projected, simplified and written as paths of whole numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from dashboard.views.topology import Arc, Ring, Topology

WIDTH = 1800
_MARGIN = 8
# What a drawing 900 pixels wide cannot show is left out: half a pixel.
_TOLERANCE = 1.0
_MOST_HEIGHT = 1800

Place = tuple[int, int]
Line = tuple[Place, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Drawing:
    """Outlines in whole units of a picture WIDTH wide: one path for each shape."""

    height: int
    paths: tuple[str, ...]
    middles: tuple[Place, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Same:
    topology: Topology

    def __hash__(self) -> int:
        return id(self.topology)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.topology is self.topology


def drawing_of(topology: Topology) -> Drawing:
    """The outlines of a topology, drawn once for as long as it is used."""
    return _drawn(_Same(topology))


@lru_cache(maxsize=4)
def _drawn(same: _Same) -> Drawing:
    topology = same.topology
    flat = [_flat(arc) for arc in topology.arcs]
    middle = math.radians(_middle([y for arc in flat for _, y in arc]))
    wide = math.cos(middle)  # equirectangular, true at the middle latitude
    stretched = [[(x * wide, y) for x, y in arc] for arc in flat]
    xs = [x for arc in stretched for x, _ in arc]
    ys = [y for arc in stretched for _, y in arc]
    left, top = min(xs), max(ys)
    across, down = max(max(xs) - left, 1e-9), max(top - min(ys), 1e-9)
    scale = min((WIDTH - 2 * _MARGIN) / across, (_MOST_HEIGHT - 2 * _MARGIN) / down)
    inset = (WIDTH - across * scale) / 2
    lines = [
        _whole(
            simplified(
                [(inset + (x - left) * scale, _MARGIN + (top - y) * scale) for x, y in arc],
                tolerance=_TOLERANCE,
            )
        )
        for arc in stretched
    ]
    rings = [[_ring(ring, lines=lines) for ring in shape.rings] for shape in topology.shapes]
    return Drawing(
        height=math.ceil(down * scale + 2 * _MARGIN),
        paths=tuple("".join(map(_path, shape)) for shape in rings),
        middles=tuple(map(_center, rings)),
    )


def simplified(
    line: Sequence[tuple[float, float]], *, tolerance: float
) -> list[tuple[float, float]]:
    """A line without the points that lie within `tolerance` of what is left (Douglas, Peucker).

    Its ends stay, so that arcs meet where they met.
    """
    if len(line) < 3:
        return list(line)
    kept = [False] * len(line)
    kept[0] = kept[-1] = True
    parts = [(0, len(line) - 1)]
    while parts:
        start, end = parts.pop()
        far, place = tolerance, 0
        for between in range(start + 1, end):
            away = _away(line[between], line[start], line[end])
            if away > far:
                far, place = away, between
        if place:
            kept[place] = True
            parts += [(start, place), (place, end)]
    return [point for point, keep in zip(line, kept, strict=True) if keep]


def _away(
    point: tuple[float, float], start: tuple[float, float], end: tuple[float, float]
) -> float:
    """How far a point is from the piece between two others."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = dx * dx + dy * dy
    if not length:
        return math.hypot(point[0] - start[0], point[1] - start[1])
    along = ((point[0] - start[0]) * dx + (point[1] - start[1]) * dy) / length
    along = min(max(along, 0.0), 1.0)
    return math.hypot(point[0] - start[0] - along * dx, point[1] - start[1] - along * dy)


def _flat(arc: Arc) -> list[tuple[float, float]]:
    """Longitudes on one side of the date line: Alaska is not on both edges of the picture."""
    return [(x - 360 if x > 100 else x, y) for x, y in arc]


def _middle(latitudes: Sequence[float]) -> float:
    return (min(latitudes) + max(latitudes)) / 2 if latitudes else 0.0


def _whole(line: Sequence[tuple[float, float]]) -> Line:
    places = [(round(x), round(y)) for x, y in line]
    return tuple(
        place for index, place in enumerate(places) if index == 0 or place != places[index - 1]
    )


def _ring(ring: Ring, *, lines: Sequence[Line]) -> list[Place]:
    """The arcs of a ring put together; where two meet the common point stands once."""
    places: list[Place] = []
    for arc in ring:
        line = lines[arc] if arc >= 0 else lines[~arc][::-1]
        places += line[1:] if places and line and places[-1] == line[0] else line
    return places


def _path(places: Sequence[Place]) -> str:
    """A closed path in steps, which are short to write."""
    if len(places) < 3:
        return ""
    (x, y), steps = places[0], []
    for px, py in places[1:-1] if places[-1] == places[0] else places[1:]:
        steps.append(f"{px - x} {py - y}")
        x, y = px, py
    start = f"M{places[0][0]} {places[0][1]}"
    return f"{start}l{' '.join(steps).replace(' -', '-')}z" if steps else ""


def _center(rings: Sequence[Sequence[Place]]) -> Place:
    """The middle of the box around the largest ring: where a district is pointed at."""
    largest = max(rings, key=len, default=[])
    if not largest:
        return 0, 0
    xs, ys = [x for x, _ in largest], [y for _, y in largest]
    return (min(xs) + max(xs)) // 2, (min(ys) + max(ys)) // 2
