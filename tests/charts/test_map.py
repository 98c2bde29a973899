"""The map as a picture: outlines that meet, classes as colors and patterns, nothing more."""

import json
import re
from pathlib import Path

import pytest

from dashboard.charts.map import map_picture, swatch
from dashboard.charts.outline import WIDTH, drawing_of, simplified
from dashboard.views import Edition
from dashboard.views.atlas import Atlas, atlas_of
from dashboard.views.classes import classes_of
from dashboard.views.map_view import map_view
from dashboard.views.topology import topology_of
from tests.support.release import ALDER, BIRCH, CANARIES
from tests.support.shapes import TOPOLOGY, with_shapes

Place = tuple[int, int]


def places(path: str) -> list[Place]:
    """The points of one closed path in steps."""
    numbers = [int(text) for text in re.findall(r"-?\d+", path)]
    pairs = list(zip(numbers[::2], numbers[1::2], strict=True))
    (x, y), found = pairs[0], [pairs[0]]
    for dx, dy in pairs[1:]:
        x, y = x + dx, y + dy
        found.append((x, y))
    return found


def test_neighbors_share_their_side_to_the_unit() -> None:
    left, right, other = drawing_of(topology_of(TOPOLOGY)).paths
    assert len(set(places(left)) & set(places(right))) == 2
    assert not set(places(left)) & set(places(other))
    assert all(len(places(path)) == 4 for path in (left, right, other))


def test_the_drawing_fills_its_width_and_keeps_its_shape() -> None:
    drawing = drawing_of(topology_of(TOPOLOGY))
    found = [place for path in drawing.paths for place in places(path)]
    assert max(x for x, _ in found) - min(x for x, _ in found) == WIDTH - 16
    # 3.5 degrees across and 1 up, in the middle of Missouri: a degree of longitude is shorter.
    assert drawing.height == pytest.approx((WIDTH - 16) / (3.5 * 0.8039) + 16, abs=2)


def test_simplifying_keeps_ends_and_corners() -> None:
    line = [(0.0, 0.0), (5.0, 0.3), (10.0, 0.0), (10.0, 9.0), (10.2, 10.0)]
    assert simplified(line, tolerance=1) == [(0.0, 0.0), (10.0, 0.0), (10.2, 10.0)]
    ring = [(0.0, 0.0), (9.0, 0.0), (9.0, 9.0), (0.0, 0.0)]
    assert simplified(ring, tolerance=1) == ring


def test_each_class_is_drawn_once_with_its_pattern(edition: Edition, tmp_path: Path) -> None:
    placed = with_shapes(edition, tmp_path)
    atlas = atlas_of(placed)
    assert isinstance(atlas, Atlas)
    svg = map_picture(map_view(placed.catalog["1"], edition=placed, marked=BIRCH), atlas=atlas)
    alder, birch, nobody = drawing_of(atlas.topology).paths
    assert f'<path class="more" d="{alder}"/>' in svg
    assert f'<path class="protected" d="{birch}"/><path fill="url(#flat)" d="{birch}"/>' in svg
    assert f'<path class="land" d="{nobody}"/>' in svg
    assert f'<path class="mark" d="{birch}"/>' in svg
    assert [canary for canary in CANARIES if canary in re.sub(r' d="[^"]*"', "", svg)] == []


def test_every_class_has_a_look_of_its_own(edition: Edition) -> None:
    for indicator in edition.catalog.indicators:
        for target in (None, edition.catalog["4B"].fixed_target):
            drawn = [swatch(each) for each in classes_of(indicator, target=target)]
            assert len(set(drawn)) == len(drawn)


def test_the_picture_asks_nobody_for_anything(edition: Edition, tmp_path: Path) -> None:
    placed = with_shapes(edition, tmp_path)
    atlas = atlas_of(placed)
    assert isinstance(atlas, Atlas)
    svg = map_picture(map_view(placed.catalog["1"], edition=placed, marked=ALDER), atlas=atlas)
    assert "href" not in svg
    assert re.findall(r"https?://[^\"]+", svg) == ["http://www.w3.org/2000/svg"]


@pytest.mark.real
@pytest.mark.parametrize(("state", "count"), [("MO", 517), ("MA", 305)])
def test_real_outlines(shared: Path, state: str, count: int) -> None:
    file = shared / "geo" / f"{state}_Districts_2016.topojson"
    if not file.exists():
        pytest.skip(f"{file.name} is not here")
    drawing = drawing_of(topology_of(json.loads(file.read_bytes())))
    assert len(drawing.paths) == count
    assert sum(map(bool, drawing.paths)) > 0.98 * count
    assert sum(map(len, drawing.paths)) < 120_000
    assert 500 < drawing.height < 1800
