"""A catalogue of two indicators to break, apart from the real one."""

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from dashboard.catalog import Catalog, load_catalog

FILES = {
    "catalog.toml": """
        name = "small"
        title = "A small catalogue"
        source = "Nobody's document"
        default_profile = "state"
        order = ["G", "D"]

        [[families]]
        id = "one"
        heading = "SPP 1"
        title = "Family one"
        """,
    "profiles/state.toml": """
        name = "state"
        agency = "The Agency"
        state = "Somewhere"
        upper_one = "state"
        upper_label = "Somewhere"
        unit_one = "district"
        unit_many = "districts"
        title = "Indicators"
        subtitle = "At a Glance"
        max_bad_share = 0.02

        [protection]
        min_den = 10
        coding = [
          { min_den = 10, low = 20, high = 80 },
          { min_den = 50, low = 5, high = 95 },
        ]
        """,
    "profiles/other.toml": """
        name = "other"
        agency = "Another"
        state = "Elsewhere"
        upper_one = "nation"
        upper_label = "Elsewhere"
        unit_one = "state"
        unit_many = "states"
        title = "Indicators"
        subtitle = "At a Glance"
        every_indicator_has_unit_values = true
        """,
    "indicators/G.toml": """
        id = "G"
        family = "one"
        title = "Graduates"
        short_title = "Graduation"
        statement = "Percent of those who graduate"
        kind = "results"
        direction = "higher"
        unit = "students"
        counted = "graduates"
        lagged = true
        protection = "student"
        source = "Records"
        extracts = ["exiters", "cohort"]
        needs = ["exiters"]
        groups = ["SEX"]
        baseline_years = [2006]
        parameters = { codes = ["GHS"], limit = 60 }

        [[eras]]
        id = "OLD"
        from = 2006
        to = 2008
        label = "Before"
        measure = "leaver_rate"
        look_back = 3
        formula = { left = "Rate", numerator = "G", denominator = "G + D", where = ["G: all"] }

        [[eras]]
        id = "NEW"
        from = 2010
        label = "Since"
        measure = "cohort_rate"
        needs = ["cohort"]
        groups = []
        parameters = { limit = 45, strict = true }
        formula = { left = "Rate", numerator = "G", denominator = "C" }

        [[gaps]]
        year = 2009
        note = "Nothing was collected"

        [[breaks]]
        year = 2007
        label = "Collection"
        note = "Collected in another way"
        weight = "light"

        [[breaks]]
        year = 2010
        label = "Formula"
        note = "Calculated in another way"
        weight = "era"

        [[notes]]
        text = "Of all years"

        [[notes]]
        text = "Of early years"
        from = 2006
        to = 2007

        [[reference_lines]]
        value = 95
        label = "a line"
        """,
    "indicators/D.toml": """
        id = "D"
        family = "one"
        title = "Districts"
        short_title = "Districts"
        statement = "Percent of districts that do"
        kind = "compliance"
        direction = "lower"
        fixed_target = 0
        unit = "districts"
        counted = "districts that do"
        percent_of_districts = true
        protection = "district"
        source = "Records"
        measure = "districts_that_do"
        extracts = ["child_count", "policy_review"]
        needs = ["child_count"]
        must_exist = ["policy_review"]

        [[eras]]
        id = "ALL"
        from = 2006
        label = "All years"
        formula = { left = "Percent", numerator = "those that do", denominator = "all" }
        """,
}


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """The folder of the small catalogue; its parent is the root."""
    folder = tmp_path / "small"
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text).lstrip(), encoding="utf-8")
    return folder


@pytest.fixture
def edit(small: Path) -> Callable[[str, str, str], None]:
    """Replaces one text of one file of the small catalogue."""

    def edit(file: str, old: str, new: str) -> None:
        text = (small / file).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        (small / file).write_text(text.replace(old, new), encoding="utf-8")

    return edit


@pytest.fixture(scope="session")
def missouri() -> Catalog:
    """The catalogue that the repository ships."""
    return load_catalog()
