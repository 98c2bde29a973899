"""The layouts and the table of units that come with the program."""

import tomllib
from pathlib import Path

import pytest

from dashboard.catalog import load_catalog
from dashboard.catalog.load import ROOT
from dashboard.importers.labels import words
from dashboard.importers.layout import LAYOUTS, Layout, LayoutError, load_layouts
from dashboard.importers.units import TABLES, load_units

ALL = [pytest.param(layout, id=layout.name) for layout in load_layouts()]
GOOD = (LAYOUTS / "published.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("layout", ALL)
def test_speaks_of_indicators_and_a_profile_that_there_are(layout: Layout) -> None:
    known = load_catalog().ids
    tidy = layout.tidy
    constants = [tidy.constant] if tidy is not None and tidy.constant else []
    assert {rule.id for rule in layout.indicators} | set(constants) <= set(known)
    assert not layout.profile or (ROOT / "missouri/profiles" / f"{layout.profile}.toml").exists()


@pytest.mark.parametrize("layout", ALL)
def test_uses_every_part_it_describes(layout: Layout) -> None:
    made_of = {part for rule in layout.indicators for part in (*rule.numerator, *rule.denominator)}
    assert made_of == set(layout.parts)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('means = "end"', 'means = "ends"', "bad.toml: year.means: must be"),
        ('level = "level"', 'level = "levels"', "bad.toml: 'levels' is no column of this layout"),
        ('command = "import-published"', "", "bad.toml: command: is missing"),
        ('means = "end"', 'means = "end"\nlag = 1', "bad.toml: year.lag: is not a known field"),
        ('{ names = ["num"] }', '{ names = ["num"], section = "2" }', "either names or section"),
        ('indicator = "indicator"\nnum', 'constant = "1"\nindicator = "indicator"\nnum', "either"),
        ('title = "', "title = ", "bad.toml is not valid TOML"),
    ],
)
def test_a_bad_layout_names_file_field_and_reason(
    tmp_path: Path, old: str, new: str, says: str
) -> None:
    assert old in GOOD
    (tmp_path / "bad.toml").write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(LayoutError) as refused:
        load_layouts(tmp_path)
    assert says in str(refused.value)


def test_the_units_are_the_sixty_reporters_each_spelled_one_way_only() -> None:
    content = tomllib.loads((TABLES / "us_states.toml").read_text(encoding="utf-8"))
    # 50 states, D.C., P.R., 4 outlying areas, 3 freely associated states, the B.I.E.
    assert len(content["units"]) == 60
    spellings = [name for names in content["units"].values() for name in names]
    spellings += [*content["nation"], *content["subtotals"]]
    assert len({words(name) for name in spellings}) == len(spellings)
    assert load_units("us_states").units["guam"].id == "GU"
