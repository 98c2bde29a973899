"""One changed file is counted for the years it concerns, and gives what a full build gives."""

from decimal import Decimal

import pytest

from dashboard.protection import Protected
from dashboard.releases import making
from dashboard.releases.build import build
from dashboard.values import CODED
from tests.support.random_state import LEAS, YEARS, random_state
from tests.support.small_state import SmallState

CHANGED = 2010
LOOK_BACK = {
    ("exiters", "1"): [2010, 2011, 2012],
    ("exiters", "2"): [2010],
    ("child_count", "5A"): [2010],
    ("child_count", "4A"): [2010, 2011],
    ("discipline", "4B"): [2010, 2011],
    ("evaluations", "11"): [2010, 2011, 2012],
}
"""The years that a change of 2010 concerns, by extract and indicator."""


@pytest.fixture(scope="module")
def state(tmp_path_factory) -> SmallState:
    """A random state with five years of every extract that is counted, a file for each."""
    state = random_state(3, tmp_path_factory.mktemp("random") / "extracts")
    for year in YEARS:
        for lea in LEAS[:2]:
            for indicator in ("8", "11", "12", "13"):
                state.add(
                    "monitoring_cycle", school_year=year, lea_id=lea, indicator=indicator,
                    collected="Y" if (year + int(lea)) % 2 else "N",
                )  # fmt: skip
            for race in ("WH7", "BL7"):
                state.add("enrollment", school_year=year, lea_id=lea, race=race, enrolled_total=90)
            for indicator in ("4B", "9", "10"):
                state.add(
                    "policy_review", school_year=year, lea_id=lea, indicator=indicator,
                    reviewed="Y", noncompliant="Y", contributes="Y",
                )  # fmt: skip
            for subject in ("CA", "MA"):
                state.add(
                    "ayp_district", school_year=year, lea_id=lea, subject=subject,
                    n_accountable=60, part_met="Y", perf_met="Y",
                )  # fmt: skip
            for number in range(12):
                state.add(
                    "discipline", school_year=year, lea_id=lea, student_id=f"{number}",
                    iep="YN"[number % 2], race=("WH7", "BL7")[number % 3 % 2], method="OSS",
                    days=11 + number,
                )  # fmt: skip
    profile = state.catalog.profile.model_copy(update={"max_bad_share": Decimal(1)})
    state.catalog = state.catalog.model_copy(update={"profile": profile})
    return state


def year_of(extract: str, row: dict[str, str]) -> str:
    name = {"cohort": "cohort_year", "due_process": "filed_date", "mediation": "requested_date"}
    text = row[name.get(extract, "school_year")]
    return text if len(text) == 4 else str(int(text[:4]) + (text[5:7] >= "07"))


def write_by_year(state: SmallState) -> None:
    """A file for each extract and year; only files whose text changes are touched."""
    for extract, rows in state.rows.items():
        folder = state.folder / extract
        folder.mkdir(parents=True, exist_ok=True)
        for year in {year_of(extract, row) for row in rows}:
            lines = [",".join(rows[0])]
            lines += [",".join(row.values()) for row in rows if year_of(extract, row) == year]
            file, text = folder / f"{year}.csv", "\n".join(lines) + "\n"
            if not file.exists() or file.read_text() != text:
                file.write_text(text)


def test_what_is_counted_again_is_what_a_full_build_counts(state, tmp_path, monkeypatch):
    counted: dict[str, list[int]] = {}
    seen: dict[tuple[str, str], list[int]] = {}
    count = making.measure_indicators

    def counting(library, catalog, indicators, *, years=None, **more):
        counted.update({one.id: list((years or {}).get(one.id, [])) for one in indicators})
        return count(library, catalog, indicators, years=years, **more)

    def unprotected(root, exact, catalog, *, on_tried, **more):
        # What the public sees depends on what it saw before (P4); here only counting is asked for.
        on_tried(Protected(values=exact, coded=CODED.empty_table()))

    monkeypatch.setattr(making, "measure_indicators", counting)
    monkeypatch.setattr(making, "protected", unprotected)
    write_by_year(state)
    build(state.folder, releases=tmp_path / "kept", catalog=state.catalog)
    for number, extract in enumerate(sorted(state.rows)):
        rows = state.rows[extract]
        of_year = [row for row in rows if year_of(extract, row) == str(CHANGED)]
        rows.remove(of_year[0])
        write_by_year(state)
        counted.clear()
        kept = build(state.folder, releases=tmp_path / "kept", catalog=state.catalog)
        again = dict(counted)
        full = build(state.folder, releases=tmp_path / f"{number}", catalog=state.catalog)
        assert kept.release == full.release, extract
        readers = {
            one.id for one in state.catalog.indicators
            if extract in (*one.extracts, *one.must_exist, "districts", "monitoring_cycle")
        }  # fmt: skip
        assert set(again) == readers, extract
        assert {min(years) for years in again.values()} == {CHANGED}, "none before the change"
        seen |= {(extract, indicator): list(years) for indicator, years in again.items()}
    assert {pair: seen[pair] for pair in LOOK_BACK} == LOOK_BACK
