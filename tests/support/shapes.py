"""Outlines of the handmade districts: three squares in a row that share their sides."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from dashboard.catalog import Shapes
from dashboard.views import Edition
from tests.support.release import publish_release

FILE = "handmade.topojson"
# Two squares side by side, whose common side is arc 0, and a third that nobody knows.
TOPOLOGY: dict[str, Any] = {
    "type": "Topology",
    "transform": {"scale": [0.1, 0.1], "translate": [-95, 36]},
    "arcs": [
        [[10, 0], [0, 10]],
        [[10, 10], [-10, 0], [0, -10], [10, 0]],
        [[10, 0], [10, 0], [0, 10], [-10, 0]],
        [[30, 0], [5, 0], [0, 5], [-5, 0], [0, -5]],
    ],
    "objects": {
        "districts": {
            "type": "GeometryCollection",
            "geometries": [
                {
                    "type": "Polygon",
                    "arcs": [[0, 1]],
                    "properties": {"name": "ALDER CREEK R-I School District", "id": "x"},
                },
                {
                    "type": "MultiPolygon",
                    "arcs": [[[2, -1]]],
                    "properties": {"name": "birch hollow 12"},
                },
                {"type": "Polygon", "arcs": [[3]], "properties": {"name": "Elsewhere"}},
                {"type": "Point", "coordinates": [0, 0]},
            ],
        }
    },
}
SHAPES = Shapes(file=FILE, source="Hand", name_property="name", name_endings=("School District",))


def with_shapes(edition: Edition, root: Path, content: object = TOPOLOGY) -> Edition:
    """The edition with outlines beside its releases."""
    (root / "shapes").mkdir(exist_ok=True)
    text = content if isinstance(content, str) else json.dumps(content)
    (root / "shapes" / FILE).write_text(text, encoding="utf-8")
    profile = edition.catalog.profile.model_copy(update={"shapes": SHAPES})
    catalog = edition.catalog.model_copy(update={"profile": profile})
    return replace(edition, catalog=catalog, root=root)


def publish_with_shapes(root: Path) -> str:
    """The handmade release, with outlines beside it."""
    (root / "shapes").mkdir()
    (root / "shapes" / FILE).write_text(json.dumps(TOPOLOGY), encoding="utf-8")
    return publish_release(root, shapes=SHAPES)


def squares(names: Mapping[str, str]) -> tuple[Shapes, dict[str, Any]]:
    """Outlines of districts, one square after the other, and how the profile names them."""
    arcs, geometries = [], []
    for place, (lea_id, name) in enumerate(names.items()):
        west = -95 + place
        arcs.append([[west, 36], [west, 37], [west + 1, 37], [west + 1, 36], [west, 36]])
        properties = {"id": lea_id, "name": name}
        geometries.append({"type": "Polygon", "arcs": [[place]], "properties": properties})
    members = {"districts": {"type": "GeometryCollection", "geometries": geometries}}
    topology = {"type": "Topology", "arcs": arcs, "objects": members}
    shapes = Shapes(file="squares.topojson", source="Hand", name_property="name", id_property="id")
    return shapes, topology
