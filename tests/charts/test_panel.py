"""Small charts on one scale."""

import re

from dashboard.charts.panel import HEIGHT, WIDTH, common_end, panel
from dashboard.views import Edition
from dashboard.views.series import series_of
from tests.support.release import ALDER, BIRCH, CANARIES


def test_the_scale_ends_where_everything_public_fits(edition: Edition) -> None:
    def end(indicator: str, lea_id: str | None) -> int:
        record = edition.catalog[indicator]
        return common_end(
            [series_of(lea_id, indicator=record, edition=edition, years=edition.years)]
        )

    assert end("1", None) == 100
    assert end("4A", None) == 20
    assert end("2", ALDER) == 113  # 9 of 8, see NUM_GT_DEN
    assert end("1", BIRCH) == 100


def test_a_district_before_the_state(edition: Edition) -> None:
    graduation = edition.catalog["1"]
    state, birch = (
        series_of(lea_id, indicator=graduation, edition=edition, years=edition.years)
        for lea_id in (None, BIRCH)
    )
    svg = panel(birch, state=state, end=100, indicator=graduation)
    assert len(re.findall(r'<path class="b"', svg)) == len(re.findall(r'<path class="d"', svg)) == 1
    assert '<rect class="p"' in svg
    assert ">50 %<" in svg
    assert ">2005–06<" in svg
    assert [canary for canary in CANARIES if canary in svg] == []
    for x, y in re.findall(r"[ML]([\d.-]+) ([\d.-]+)", svg):
        assert 0 <= float(x) <= WIDTH
        assert 0 <= float(y) <= HEIGHT
