"""Sparklines: what is drawn, and that what is protected has no place in it."""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace

from dashboard.charts.picture import data_address
from dashboard.charts.spark import HEIGHT, WIDTH, spark
from dashboard.views import Edition
from dashboard.views.standing import standing_of
from tests.support.release import ALDER, BIRCH, CANARIES, CANARY

_SVG = "{http://www.w3.org/2000/svg}"


def drawn(edition: Edition, indicator: str, *districts: str) -> ET.Element:
    series = [
        standing_of(edition.catalog[indicator], edition=edition, district=lea_id or None).series
        for lea_id in ("", *districts)
    ]
    return ET.fromstring(spark(series, indicator=edition.catalog[indicator]))  # noqa: S314 - ours


def of_class(svg: ET.Element, name: str) -> list[ET.Element]:
    return [part for part in svg.iter() if name in (part.get("class") or "").split()]


def test_a_line_a_target_and_the_latest_value(edition: Edition) -> None:
    svg = drawn(edition, "5A")
    line = next(part for part in of_class(svg, "f") if part.tag == f"{_SVG}path")
    assert line.get("d", "").count("L") == 7
    assert len(of_class(svg, "t")) == 1
    assert [part.tag for part in of_class(svg, "e")] == [f"{_SVG}circle"]


def test_everything_lies_within_the_picture(edition: Edition) -> None:
    for indicator in edition.catalog.indicators:
        svg = drawn(edition, indicator.id, ALDER)
        for part in svg.iter(f"{_SVG}path"):
            for x, y in re.findall(r"[ML]([\d.-]+) ([\d.-]+)", part.get("d", "")):
                assert 0 <= float(x) <= WIDTH
                assert 0 <= float(y) <= HEIGHT


def test_a_change_of_calculation_cuts_the_line_and_is_ruled(edition: Edition) -> None:
    svg = drawn(edition, "1")
    line = next(part for part in of_class(svg, "f") if part.tag == f"{_SVG}path")
    assert line.get("d", "").count("M") == 2
    assert len(of_class(svg, "k")) == 1


def test_a_light_break_does_not_cut(edition: Edition) -> None:
    assert of_class(drawn(edition, "5A"), "k") == []


def test_each_absence_has_its_own_sign(edition: Edition) -> None:
    assert len(of_class(drawn(edition, "1", BIRCH), "p")) == 1
    assert len(of_class(drawn(edition, "11", ALDER), "n")) == 1
    assert len(of_class(drawn(edition, "13"), "x")) == 1


def test_carried_values_are_rings_outside_the_line(edition: Edition) -> None:
    assert len(of_class(drawn(edition, "8", ALDER), "c")) == 2


def test_zero_and_all_are_drawn_within_the_frame(edition: Edition) -> None:
    """A target of 0 % or 100 % is not lost on the frame."""
    for indicator in ("4B", "11"):
        target = of_class(drawn(edition, indicator), "t")[0].get("d", "")
        heights = {float(y) for y in re.findall(r" ([\d.]+)", target)}
        assert all(2 < y < HEIGHT - 2 for y in heights)


def test_a_protected_number_moves_nothing(edition: Edition) -> None:
    """The picture is the same, whatever stands in the hidden cells."""
    graduation = edition.catalog["1"]
    series = standing_of(graduation, edition=edition, district=BIRCH).series
    svg = spark([series], indicator=graduation)
    assert [canary for canary in CANARIES if canary in svg] == []
    hidden = next(point for point in series.points if point.status == "SUPPRESSED")
    assert hidden.percent is None
    assert str(CANARY["num"]) not in repr(hidden)
    without = replace(series, points=tuple(p for p in series.points if p is not hidden))
    path = re.compile(r'<path class="d" d="([^"]*)"')
    assert path.findall(svg)[0].count("L") == len(without.points) - 2


def test_nothing_to_draw_is_an_empty_picture(edition: Edition) -> None:
    series = standing_of(edition.catalog["1"], edition=edition, district=None).series
    empty = replace(series, points=(), every=tuple)
    assert "<path" not in spark([empty], indicator=edition.catalog["1"])


def test_the_address_of_a_picture_needs_no_escaping_in_an_attribute() -> None:
    address = data_address('<svg a="1"># %</svg>')
    assert address == "data:image/svg+xml,%3Csvg a='1'%3E%23 %25%3C/svg%3E"
