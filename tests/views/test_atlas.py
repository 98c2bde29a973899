"""Outlines: read from TopoJSON and GeoJSON, matched to districts, refused when broken."""

import json
from pathlib import Path
from typing import Any

import pytest

from dashboard.catalog import Shapes
from dashboard.views import Edition
from dashboard.views.atlas import Atlas, NoAtlas, atlas_of, matched
from dashboard.views.topology import UnreadableShapes, topology_of
from tests.support.release import ALDER, BIRCH
from tests.support.shapes import SHAPES, TOPOLOGY, with_shapes

SQUARE = [[-95, 36], [-94, 36], [-94, 37], [-95, 37], [-95, 36]]


def geojson(**geometry: Any) -> dict[str, Any]:
    feature = {"type": "Feature", "properties": {"name": "A"}, "geometry": geometry}
    return {"type": "FeatureCollection", "features": [feature]}


def test_topojson_is_decoded_step_by_step() -> None:
    topology = topology_of(TOPOLOGY)
    assert [len(shape.rings) for shape in topology.shapes] == [1, 1, 1]
    assert [tuple(map(round, point)) for point in topology.arcs[0]] == [(-94, 36), (-94, 37)]
    assert topology.shapes[1].rings == ((2, -1),)


def test_geojson_has_an_arc_for_each_ring() -> None:
    topology = topology_of(geojson(type="Polygon", coordinates=[SQUARE, SQUARE[::-1]]))
    assert topology.shapes[0].rings == ((0,), (1,))
    many = topology_of(geojson(type="MultiPolygon", coordinates=[[SQUARE], [SQUARE]]))
    assert len(many.arcs) == 2


@pytest.mark.parametrize(
    "content",
    [
        None,
        [],
        {"type": "Point"},
        {"type": "Topology"},
        {"type": "Topology", "arcs": [], "objects": {}},
        {"type": "FeatureCollection", "features": []},
        geojson(type="Polygon", coordinates="x"),
        geojson(type="Polygon", coordinates=[[[500000, 4000000]] * 4]),
        geojson(type="Polygon", coordinates=[[[float("nan"), 36]] * 4]),
        TOPOLOGY | {"arcs": TOPOLOGY["arcs"][:1]},
    ],
)
def test_what_holds_no_outlines_is_refused(content: object) -> None:
    with pytest.raises(UnreadableShapes):
        topology_of(content)


def test_shapes_are_matched_by_name_whatever_its_capitals_and_ending(edition: Edition) -> None:
    owners = matched(topology_of(TOPOLOGY), shapes=SHAPES, districts=edition.districts)
    assert owners == (ALDER, BIRCH, None)


def test_shapes_are_matched_by_id_where_the_profile_says_so() -> None:
    shapes = Shapes(file="x.json", source="x", id_property="id")
    owners = matched(topology_of(TOPOLOGY), shapes=shapes, districts={"x": "Somewhere"})
    assert owners == ("x", None, None)


def test_a_name_of_two_districts_is_matched_to_neither() -> None:
    twins = {"1": "Alder Creek R-I", "2": "Alder-Creek R I"}
    assert matched(topology_of(TOPOLOGY), shapes=SHAPES, districts=twins)[0] is None


def test_without_outlines_there_is_a_reason(edition: Edition, tmp_path: Path) -> None:
    assert isinstance(atlas_of(edition), NoAtlas)
    placed = with_shapes(edition, tmp_path)
    atlas = atlas_of(placed)
    assert isinstance(atlas, Atlas)
    assert atlas.source == "Hand"
    for broken in ("{", "[]", json.dumps(TOPOLOGY)[:200]):
        found = atlas_of(with_shapes(edition, tmp_path, broken))
        assert isinstance(found, NoAtlas)
        assert str(tmp_path) not in found.reason
    (tmp_path / "shapes" / SHAPES.file).unlink()
    assert isinstance(atlas_of(placed), NoAtlas)


@pytest.mark.parametrize("file", ["../x.json", "x.shp", "", ".json", "a/b.json", "a\\b.json"])
def test_a_file_of_outlines_is_a_plain_name(file: str) -> None:
    with pytest.raises(ValueError, match="file"):
        Shapes(file=file, source="x")
