"""From a folder of extracts to a published release: what is there, and what is done again."""

import hashlib
import json
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from dashboard.catalog import load_catalog
from dashboard.cli import main
from dashboard.extracts import stage as staging
from dashboard.releases import ReleasesBusy, current_id, making, open_release
from dashboard.releases.build import RefusedExtracts, build, catalog_for
from dashboard.releases.durable import exclusive
from dashboard.releases.layout import CACHE
from dashboard.releases.store import check_whole
from tests.support.small_rows import child, survey, target
from tests.support.small_state import LEA, SmallState

CONTRACT = (
    "catalog string, indicator string, school_year int32, level string, lea_id string, "
    "group_type string, group string, num int64, den int64, value double, target double, "
    "status string, district_status string, ratio double, era string, data_year int32, "
    "flags string"
)
"""The columns of indicator_value, in the contract's order (section 3)."""
TABLES = {
    "public/indicator_value.parquet", "public/coded.parquet", "public/districts.parquet",
    "public/targets.parquet",
    "restricted/indicator_value.parquet", "restricted/findings.parquet",
}  # fmt: skip


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "releases"


@pytest.fixture
def small(state: SmallState) -> SmallState:
    """Two districts, two years, two extracts; one row is bad, one district is small."""
    state.districts(2011, 2012, leas=(LEA, "000002"))
    for year in (2011, 2012):
        child(state, year, 10, times=12, env_sa="RC80")
        child(state, year, 10, times=5, env_sa="SS", lea_id="000002")
        survey(state, year, 3, 1)
        target(state, "5A", year, 60)
        target(state, "1", year, 60, catalogue="other")
    state.add("child_count", school_year=2012, count_date="2011-12-01", env_sa="RC81")
    state.catalog = lenient(state)
    return state


def lenient(state):
    """The catalogue with a share of bad rows that a little state may have."""
    profile = state.catalog.profile.model_copy(update={"max_bad_share": Decimal("0.5")})
    return state.catalog.model_copy(update={"profile": profile})


def build_from(state, root, **options):
    return build(state.write(), releases=root, catalog=state.catalog, **options)


def test_a_release_end_to_end(small, root):
    built = build_from(small, root)
    release = open_release(root)
    check_whole(release.path)
    assert (release.id, (root / "current").read_text()) == (built.release, built.release)
    said = json.loads((release.path / "manifest.json").read_text())
    assert (said["id"], said["catalog"], said["engine"]) == (built.release, "missouri", "duckdb")
    assert said["created"]
    extracts = {one["name"]: one for one in said["extracts"]}
    assert set(extracts) == {"districts", "targets", "child_count", "parent_survey"}
    for one in extracts.values():
        assert one["rows"] == one["used"] + one["set_aside"]
        data = (small.folder / one["file"]).read_bytes()
        assert one["sha256"] == hashlib.sha256(data).hexdigest()
    assert (extracts["child_count"]["rows"], extracts["child_count"]["set_aside"]) == (35, 1)
    assert {one["name"] for one in said["tables"]} == TABLES
    for one in said["tables"]:
        assert (
            one["sha256"] == hashlib.sha256((release.path / one["name"]).read_bytes()).hexdigest()
        )
        assert one["rows"] == pq.read_metadata(release.path / one["name"]).num_rows
    assert (built.rows, built.used) == (
        sum(one["rows"] for one in extracts.values()),
        built.rows - 1,
    )


@pytest.mark.parametrize("folder", ["public", "restricted"])
def test_columns_and_types_are_the_contracts(small, root, folder):
    built = build_from(small, root)
    schema = pq.read_schema(root / built.release / folder / "indicator_value.parquet")
    assert ", ".join(f"{field.name} {field.type}" for field in schema) == CONTRACT


def test_public_and_restricted_values(small, root):
    built = build_from(small, root)
    tables = {
        folder: pq.read_table(root / built.release / folder / "indicator_value.parquet")
        for folder in ("public", "restricted")
    }
    found = {
        folder: {
            row["lea_id"]: (row["num"], row["den"], row["value"], row["status"])
            for row in table.to_pylist()
            if (row["indicator"], row["school_year"], row["group"]) == ("5A", 2012, "ALL")
        }
        for folder, table in tables.items()
    }
    assert found["restricted"] == {
        None: (12, 17, 12 * 100 / 17, "MET"),
        LEA: (12, 12, 100.0, "MET"),
        "000002": (0, 5, 0.0, "NOT_MET"),
    }
    # One small district would be the state less the other: both are hidden.
    hidden = (None, None, None, "SUPPRESSED")
    assert found["public"] == found["restricted"] | {"000002": hidden, LEA: hidden}
    assert tables["public"].num_rows == tables["restricted"].num_rows


def test_the_other_tables_of_a_release(small, root):
    release = root / build_from(small, root).release
    districts = pq.read_table(release / "public" / "districts.parquet").to_pylist()
    assert [(one["school_year"], one["lea_id"]) for one in districts] == [
        (2011, "000002"), (2011, LEA), (2012, "000002"), (2012, LEA),
    ]  # fmt: skip
    targets = pq.read_table(release / "public" / "targets.parquet").to_pylist()
    assert [(one["indicator"], one["target"]) for one in targets] == [("5A", 60.0)] * 2
    (finding,) = pq.read_table(release / "restricted" / "findings.parquet").to_pylist()
    assert (finding["file"], finding["line"], finding["column"], finding["value"]) == (
        "child_count.csv", 36, "env_sa", "RC81",
    )  # fmt: skip
    catalog = json.loads((release / "public" / "catalog.json").read_text())
    assert [one["id"] for one in catalog["indicators"]] == list(load_catalog().ids)


def test_the_same_extracts_give_the_same_bytes(small, root, tmp_path):
    first = build_from(small, root)
    again = build_from(small, root)
    elsewhere = build_from(small, tmp_path / "elsewhere", full=True)
    assert first.release == again.release == elsewhere.release
    for name in (*TABLES, "public/catalog.json"):
        one, other = (place / first.release / name for place in (root, tmp_path / "elsewhere"))
        assert one.read_bytes() == other.read_bytes(), name


def test_what_an_earlier_build_kept_gives_the_same_bytes_as_a_full_one(small, root, tmp_path):
    build_from(small, root)
    child(small, 2012, 10, times=7, env_sa="SS")
    kept = build_from(small, root)
    full = build_from(small, tmp_path / "elsewhere", full=True)
    # What the public sees also depends on what it saw before (P4); what was counted does not.
    exact = "restricted/indicator_value.parquet"
    one, other = root / kept.release / exact, tmp_path / "elsewhere" / full.release / exact
    assert one.read_bytes() == other.read_bytes()


def test_a_build_of_earlier_extracts_is_the_earlier_release(small, root):
    first = build_from(small, root)
    before = {name: list(rows) for name, rows in small.rows.items()}
    child(small, 2012, 10, times=7, env_sa="SS")
    assert build_from(small, root).release != first.release
    small.rows = before
    assert build_from(small, root).release == first.release


@pytest.fixture
def done(monkeypatch):
    """What a build does, apart from what it takes from an earlier one: files read, and counted."""
    did = {"read": [], "counted": []}
    read, count = staging._read, making.measure_indicators

    def reading(source, *more):
        did["read"].append(source.name)
        return read(source, *more)

    def counting(library, catalog, indicators, **more):
        did["counted"] += [one.id for one in indicators]
        return count(library, catalog, indicators, **more)

    monkeypatch.setattr(staging, "_read", reading)
    monkeypatch.setattr(making, "measure_indicators", counting)

    def what(state, root, **options):
        did["read"].clear()
        did["counted"].clear()
        build_from(state, root, **options)
        return sorted(did["read"]), sorted(did["counted"])

    return what


def by_year(state):
    """Write child_count as a file for each year; only files whose text changes are touched."""
    folder = state.folder / "child_count"
    folder.mkdir(parents=True, exist_ok=True)
    rows = state.rows["child_count"]
    for year in sorted({row["school_year"] for row in rows}):
        lines = [",".join(rows[0])]
        lines += [",".join(row.values()) for row in rows if row["school_year"] == year]
        file, text = folder / f"{year}.csv", "\n".join(lines) + "\n"
        if not file.exists() or file.read_text() != text:
            file.write_text(text)


def test_only_what_changed_is_read_and_counted_again(small, root, done, monkeypatch):
    small.write()
    (small.folder / "child_count.csv").unlink()
    by_year(small)
    monkeypatch.setattr(SmallState, "write", lambda state: state.folder)
    everything = sorted(small.catalog.ids)
    files = [
        "child_count/2011.csv", "child_count/2012.csv", "districts.csv", "parent_survey.csv",
        "targets.csv",
    ]  # fmt: skip
    assert done(small, root) == (files, everything)
    assert done(small, root) == ([], [])
    child(small, 2012, 10, env_sa="RC80")
    by_year(small)
    readers = sorted(one.id for one in small.catalog.indicators if "child_count" in one.extracts)
    assert done(small, root) == (["child_count/2012.csv"], readers)
    assert done(small, root) == ([], [])
    assert done(small, root, full=True) == (files, everything)


def test_targets_concern_every_indicator(small, root, done):
    done(small, root)
    target(small, "8", 2012, 70)
    _, counted = done(small, root)
    assert counted == sorted(small.catalog.ids)


def test_a_refused_file_publishes_nothing(small, root):
    built = build_from(small, root)
    small.rows["parent_survey"].append(small.rows["parent_survey"][0])
    with pytest.raises(RefusedExtracts, match=r"parent_survey\.csv") as refused:
        build_from(small, root)
    assert [one.rule for one in refused.value.findings if one.severity == "refused"]
    assert current_id(root) == built.release
    assert [one.name for one in root.iterdir() if len(one.name) == 16] == [built.release]


def test_A33_the_command_exits_1_and_says_which_file(small, root):
    small.rows["child_count"].pop()  # the bad row: this runs under the catalogue's own share
    folder = small.write()
    good = CliRunner().invoke(main, ["build", str(folder), "--releases", str(root)])
    assert (good.exit_code, good.stdout.strip()) == (0, current_id(root))
    (folder / "parent_survey.csv").write_text("school_year;lea_id\n2012;1\n")
    bad = CliRunner().invoke(main, ["build", str(folder), "--releases", str(root)])
    assert (bad.exit_code, bad.stdout) == (1, "")
    assert "parent_survey.csv" in bad.stderr
    assert "Nothing is published" in bad.stderr
    assert current_id(root) == good.stdout.strip()


def test_a_refused_first_build_leaves_no_release(small, root):
    small.rows["districts"].append(small.rows["districts"][0])
    with pytest.raises(RefusedExtracts):
        build_from(small, root)
    assert current_id(root) is None


def test_profile_toml_chooses_the_profile(small, root):
    small.rows["child_count"].pop()
    folder = small.write()
    assert catalog_for(folder, "missouri").profile.name == "state"
    (folder / "profile.toml").write_text('profile = "nation"\n')
    assert catalog_for(folder, "missouri").profile.name == "nation"
    assert catalog_for(folder, "missouri", "region").profile.name == "region"
    result = CliRunner().invoke(main, ["build", str(folder), "--releases", str(root)])
    assert result.exit_code == 0, result.stderr
    catalog = json.loads(open_release(root).document("catalog.json"))
    assert catalog["profile"]["name"] == "nation"
    values = open_release(root).read_public("indicator_value").to_pylist()
    assert {row["level"] for row in values if row["indicator"] == "15"} == {"STATE", "LEA"}


@pytest.mark.parametrize("text", ["profile = ", "name = 'state'", "profile = 'none such'"])
def test_a_profile_toml_that_does_not_say(small, root, text):
    folder = small.write()
    (folder / "profile.toml").write_text(text)
    result = CliRunner().invoke(main, ["build", str(folder), "--releases", str(root)])
    assert result.exit_code == 1
    assert "profile" in result.stderr
    assert "Traceback" not in result.stderr
    assert not root.exists()


def test_two_builds_at_once(small, root):
    build_from(small, root)
    child(small, 2012, 10, env_sa="RC80")
    current = current_id(root)
    with exclusive(root / CACHE):
        with pytest.raises(ReleasesBusy, match="Another build"):
            build_from(small, root)
        folder = str(small.folder)
        result = CliRunner().invoke(main, ["build", folder, "--releases", str(root)])
    assert result.exit_code == 1
    assert "Wait until it has ended" in result.stderr
    assert current_id(root) == current
    assert build_from(small, root).release != current


def test_the_cache_of_records_is_closed_to_others(small, root):
    build_from(small, root)
    assert (root / CACHE).stat().st_mode & 0o077 == 0


def test_the_rows_are_in_one_order(small, root):
    built = build_from(small, root)
    table = pq.read_table(root / built.release / "restricted" / "indicator_value.parquet")
    key = ("indicator", "school_year", "level", "lea_id", "group_type", "group")
    rows = [tuple(row[name] or "" for name in key) for row in table.to_pylist()]
    assert len(rows) == len(set(rows))
    assert [row[:3] for row in rows] == sorted(row[:3] for row in rows)
