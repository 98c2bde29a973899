"""`python -m dashboard audit RELEASE_DIR`, as the contract has it (section 1)."""

import json
import shutil
from pathlib import Path

import pyarrow as pa
import pytest
from click.testing import CliRunner

from dashboard.cli import main
from dashboard.releases import DISTRICTS, TARGETS, Contents, publish
from tests.audit.published import CATALOG, coded, public, row


def released(root: Path, values: pa.Table, bounds: pa.Table | None) -> Path:
    tables = {
        "restricted/indicator_value.parquet": values,
        "public/indicator_value.parquet": values,
        "public/districts.parquet": DISTRICTS.empty_table(),
        "public/targets.parquet": TARGETS.empty_table(),
    }
    if bounds is not None:
        tables["public/coded.parquet"] = bounds
    contents = Contents(
        catalog=CATALOG.name, engine="duckdb", extracts=(), code="c" * 64, tables=tables,
        documents={"public/catalog.json": json.dumps(CATALOG.to_public()).encode()},
    )  # fmt: skip
    return root / publish(root, contents)


def run(folder):
    return CliRunner().invoke(main, ["audit", str(folder)])


SAFE = (row(None, 4321, 9876), row("A"), row("B"), row("C", 3000, 7000))
TOLD = (row(None, 4321, 9876), row("A"), row("B", 1277, 2813), row("C", 3000, 7000))


@pytest.mark.parametrize("with_bounds", [True, False])
def test_a_safe_release_is_said_to_be(tmp_path, with_bounds):
    values, bounds = public(*SAFE)
    result = run(released(tmp_path, values, bounds if with_bounds else None))
    assert result.exit_code == 0, result.output
    assert "1: 2 hidden, 0 coded" in result.output


def test_a_number_that_can_be_told_is_named_by_its_table_alone(tmp_path):
    result = run(released(tmp_path, *public(*TOLD)))
    assert result.exit_code == 1
    assert "told: 1 2012, LEA ALL: numerator of 1 cell, exact" in result.stdout
    assert "do not publish" in result.stderr
    for secret in ("44", "63", "001001"):
        assert secret not in result.output.replace("2012", "")


def test_only_what_is_public_is_read(tmp_path):
    folder = released(tmp_path, *public(*SAFE, coded("D", 20.0)))
    shutil.rmtree(folder / "restricted")
    assert run(folder).exit_code == 0


def test_an_older_release_beside_it_is_taken_into_account(tmp_path):
    older = released(
        tmp_path, *public(*TOLD[:1], row("A"), row("B"), row("C"), row("D", 1500, 3000))
    )
    shown = (row(None, 4321, 9876), row("A"), row("B"), row("C"), row("D"), row("E", 1400, 2900))
    newer = released(tmp_path, *public(*shown))
    assert run(older).exit_code == 0, "a newer release is none that was there before"
    result = run(newer)
    assert result.exit_code == 1
    assert "earlier" in result.stdout
    assert CliRunner().invoke(main, ["audit", "--alone", str(newer)]).exit_code == 0


def test_what_is_no_release_is_said_to_be_none(tmp_path):
    for folder in (tmp_path, tmp_path / "nowhere", released(tmp_path, *public(*SAFE)) / "public"):
        result = run(folder)
        assert result.exit_code == 1
        assert "is not a release" in result.stderr
