"""The manifest says all that the contract asks, and knows when it is not what was written."""

import json
from dataclasses import asdict

import pytest

from dashboard.releases import ExtractFile, Manifest
from dashboard.releases.manifest import DocumentFile, TableFile, from_json, to_json

MANIFEST = Manifest(
    id="0123456789abcdef",
    catalog="missouri",
    created="2011-02-01T00:00:00.000+00:00",
    engine="duckdb",
    code="c" * 64,
    extracts=(ExtractFile("exiters", "exiters.csv", "a" * 64, 9, 8, 1),),
    tables=(TableFile(name="public/targets.parquet", sha256="b" * 64, rows=3, bytes=9),),
    documents=(DocumentFile(name="public/catalog.json", sha256="d" * 64, bytes=2),),
)


def test_what_is_written_is_read() -> None:
    assert from_json(to_json(MANIFEST)) == MANIFEST


def test_it_holds_the_fields_of_the_contract() -> None:
    fields = json.loads(to_json(MANIFEST))
    assert {"id", "catalog", "created", "engine", "extracts", "tables"} <= set(fields)
    assert fields["extracts"] == [asdict(MANIFEST.extracts[0])]
    assert set(fields["tables"][0]) >= {"name", "sha256", "rows"}


def test_no_flipped_bit_changes_what_it_says() -> None:
    text = to_json(MANIFEST)
    for bit in range(len(text) * 8):
        flipped = bytearray(text)
        flipped[bit // 8] ^= 1 << bit % 8
        try:
            assert from_json(bytes(flipped)) == MANIFEST, bit
        except ValueError:
            continue


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b"null", b"{}", b'{"checksum": "x"}', b"\xff"])
def test_what_is_no_manifest_is_refused(text: bytes) -> None:
    with pytest.raises(ValueError):
        from_json(text)


@pytest.mark.parametrize("name", ["../current", "/etc/passwd", "public/../x.json", "x.parquet"])
def test_a_file_outside_the_release_is_refused_though_sealed(name: str) -> None:
    table = TableFile(name=name, sha256="b" * 64, rows=3, bytes=9)
    sealed = to_json(Manifest(**{**vars(MANIFEST), "tables": (table,)}))
    with pytest.raises(ValueError, match=r"tables\.0\.name"):
        from_json(sealed)
