"""Outlines out of TopoJSON or GeoJSON, as arcs that neighbors share.

TopoJSON: github.com/topojson/topojson-specification. GeoJSON: RFC 7946. Both in longitude and
latitude. A ring is a row of arcs; ~n is arc n walked backwards, as in TopoJSON.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.errors import ProgressError

Arc = tuple[tuple[float, float], ...]
Ring = tuple[int, ...]
_POLYGONS = ("Polygon", "MultiPolygon")
_MOST_POINTS = 2_000_000


class UnreadableShapes(ProgressError):
    """A file of outlines that is none; the text says where it goes wrong."""


@dataclass(frozen=True, slots=True)
class Shape:
    """One outline: its rings, outer ones and holes alike, and what the file says of it."""

    properties: Mapping[str, Any]
    rings: tuple[Ring, ...]


@dataclass(frozen=True, slots=True)
class Topology:
    """All outlines of a file, in the order of the file."""

    arcs: tuple[Arc, ...]
    shapes: tuple[Shape, ...]


def topology_of(content: object) -> Topology:
    """The outlines of parsed JSON; raises UnreadableShapes."""
    try:
        if isinstance(content, dict) and content.get("type") == "Topology":
            found = _topojson(content)
        elif isinstance(content, dict) and content.get("type") == "FeatureCollection":
            found = _geojson(content)
        else:
            raise UnreadableShapes("It is neither a TopoJSON Topology nor a FeatureCollection.")
    except (AttributeError, IndexError, KeyError, TypeError, ValueError, OverflowError) as error:
        raise UnreadableShapes(f"Its outlines cannot be read: {error!r}.") from error
    if not found.shapes:
        raise UnreadableShapes("It holds no polygon.")
    if sum(map(len, found.arcs)) > _MOST_POINTS:
        raise UnreadableShapes(f"It has more than {_MOST_POINTS:,} points; simplify it first.")
    _check(found)
    return found


def _topojson(content: Mapping[str, Any]) -> Topology:
    transform = content.get("transform")
    arcs = tuple(_decoded(arc, transform=transform) for arc in content["arcs"])
    shapes = []
    for member in content["objects"].values():
        for geometry in _members(member):
            if geometry.get("type") in _POLYGONS:
                properties = {"id": geometry.get("id")} | (geometry.get("properties") or {})
                rings = tuple(tuple(map(int, ring)) for ring in _rings(geometry, "arcs"))
                shapes.append(Shape(properties, rings))
    return Topology(arcs, tuple(shapes))


def _decoded(arc: Sequence[Sequence[float]], *, transform: Mapping[str, Any] | None) -> Arc:
    """An arc in degrees: with a transform its points are whole steps from one to the next."""
    if transform is None:
        return tuple((float(point[0]), float(point[1])) for point in arc)
    (kx, ky), (tx, ty) = transform["scale"], transform["translate"]
    x = y = 0.0
    points = []
    for step in arc:
        x, y = x + step[0], y + step[1]
        points.append((x * kx + tx, y * ky + ty))
    return tuple(points)


def _members(geometry: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    if geometry.get("type") == "GeometryCollection":
        for member in geometry["geometries"]:
            yield from _members(member)
    else:
        yield geometry


def _geojson(content: Mapping[str, Any]) -> Topology:
    arcs: list[Arc] = []
    shapes = []
    for feature in content["features"]:
        geometry = feature.get("geometry") or {}
        if geometry.get("type") not in _POLYGONS:
            continue
        rings: list[Ring] = []
        for ring in _rings(geometry, "coordinates"):
            rings.append((len(arcs),))
            arcs.append(tuple((float(point[0]), float(point[1])) for point in ring))
        properties = {"id": feature.get("id")} | (feature.get("properties") or {})
        shapes.append(Shape(properties, tuple(rings)))
    return Topology(tuple(arcs), tuple(shapes))


def _rings(geometry: Mapping[str, Any], key: str) -> Iterator[Sequence[Any]]:
    polygons = [geometry[key]] if geometry["type"] == "Polygon" else geometry[key]
    for polygon in polygons:
        yield from polygon


def _check(found: Topology) -> None:
    """Every arc that a ring names is there, and lies on the earth."""
    for shape in found.shapes:
        for ring in shape.rings:
            for arc in ring:
                if (arc if arc >= 0 else ~arc) >= len(found.arcs):
                    raise UnreadableShapes(f"A ring names arc {arc}, which is not there.")
    for arc_ in found.arcs:
        if not all(-180 <= x <= 180 and -90 <= y <= 90 for x, y in arc_):
            raise UnreadableShapes("Its points are not longitudes and latitudes (WGS 84).")
