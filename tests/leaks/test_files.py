"""What lies in a release for everybody to copy: its public files and its manifest."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.support.planted_release import Built
from tests.support.planted_state import CANARY, PLANTED
from tests.support.traces import traces


def texts(release: Path) -> dict[str, str]:
    """Every public file and the manifest, as bytes and, of tables, all that they hold."""
    found = {}
    for file in sorted([*(release / "public").rglob("*"), release / "manifest.json"]):
        found[file.name] = file.read_bytes().decode("latin-1")
        if file.suffix == ".parquet":
            parts = pq.ParquetFile(file)
            rows = "\n".join(map(repr, parts.read().to_pylist()))
            # What a column holds at the least and at the most stands beside it.
            kept = [parts.metadata.row_group(n).to_dict() for n in range(parts.num_row_groups)]
            columns = [
                column["statistics"] for group in kept for column in group["columns"]
            ]  # fmt: skip
            found[f"{file.name}, read"] = f"{rows}\n{parts.schema_arrow}\n{columns}"
    return found


def found_in(release: Path) -> list[tuple[str, str]]:
    """(file, what of the planted things is in it); in bytes numbers mean nothing."""
    return [
        (name, trace)
        for name, text in texts(release).items()
        for trace in traces(text)
        if trace == "canary" or name.endswith((".json", "read"))
    ]


def test_nothing_planted_is_in_any_public_file(planted: Built) -> None:
    assert {"manifest.json", "indicator_value.parquet, read", "coded.parquet", "catalog.json"} <= (
        texts(planted.path).keys()
    )
    assert found_in(planted.path) == []


def test_what_is_planted_was_there_to_be_found(planted: Built) -> None:
    exact = planted.table("restricted/indicator_value.parquet").to_pylist()
    assert PLANTED in {(row["num"], row["den"]) for row in exact}
    set_aside = planted.table("restricted/findings.parquet").to_pylist()
    assert [row["value"] for row in set_aside] == [f"{CANARY}-bad"]


def test_the_public_files_of_twins_are_the_same_byte_for_byte(planted: Built, twin: Built) -> None:
    mine, others = (
        {file.name: file.read_bytes() for file in (one.path / "public").iterdir()}
        for one in (planted, twin)
    )
    assert mine == others


def test_the_manifests_of_twins_differ_in_marks_alone(planted: Built, twin: Built) -> None:
    """Ids, hashes, the moment, and how many bytes a restricted file packs into."""

    def told(built: Built) -> Any:
        content = json.loads((built.path / "manifest.json").read_text())
        del content["id"], content["created"], content["checksum"]
        for entry in content["extracts"] + content["tables"]:
            if not entry.get("name", "").startswith("public/"):
                entry.pop("sha256")
                entry.pop("bytes", None)
        return content

    assert told(planted) == told(twin)


@pytest.mark.parametrize("slip", ["row", "canary"])
def test_the_search_of_files_can_fail(planted: Built, tmp_path: Path, slip: str) -> None:
    (tmp_path / "public").mkdir()
    (tmp_path / "manifest.json").write_text("{}")
    table = planted.table("public/indicator_value.parquet")
    if slip == "canary":
        table = table.replace_schema_metadata({"made of": f"{CANARY}-0000000001"})
    else:
        rows = table.to_pylist()
        rows[0] |= {"num": PLANTED[0]}
        table = pa.Table.from_pylist(rows, schema=table.schema)
    pq.write_table(table, tmp_path / "public" / "indicator_value.parquet")
    assert found_in(tmp_path)


def test_a_release_folder_holds_nothing_else_that_is_open(planted: Built) -> None:
    names = {file.name for file in planted.path.iterdir()}
    assert names == {"manifest.json", "public", "restricted"}
    assert oct((planted.path / "restricted").stat().st_mode)[-3:] == "700"
    assert oct((planted.root / ".cache").stat().st_mode)[-3:] == "700"
