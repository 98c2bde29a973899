"""Tables that states themselves published, through the whole build: nothing hidden can be told."""

import pytest

from dashboard.importers import import_published
from dashboard.releases.attacked import attack_release
from dashboard.releases.build import build, catalog_for

pytestmark = pytest.mark.real

TABLES = {
    "texas": "tx_spp_regions/tx_spp_indicators.csv",
    "massachusetts": "ma_graduation/ma_graduation_4yr_all_and_special_ed.csv",
}


@pytest.mark.parametrize("state", TABLES)
def test_nothing_can_be_told_of_a_published_table(shared, tmp_path, state):
    extracts, releases = tmp_path / "extracts", tmp_path / "releases"
    import_published(shared / TABLES[state], out=extracts)
    built = build(extracts, releases=releases, catalog=catalog_for(extracts, "missouri"))
    report = attack_release(releases / built.release)
    assert report.told == ()
    assert report.cells > 50, "there is something to protect"
