"""A release's manifest: what went in, what came out, and the hash of every file.

It is as readable as the public tables, so it tells of restricted ones only their hash and number
of rows. Its hashes still let somebody confirm a guess about a hidden cell: keep it off the web.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from typing import Annotated, Any

from pydantic import Field, TypeAdapter, ValidationError

from dashboard.releases.layout import CATALOG

ID_LENGTH = 16
_Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
_Count = Annotated[int, Field(ge=0)]
_Path = Annotated[str, Field(pattern=r"^(public|restricted)/[a-z0-9_]+\.[a-z0-9]+$")]


@dataclass(frozen=True)
class ExtractFile:
    """One physical file of an extract: its rows are those used and those set aside."""

    name: str
    file: str
    sha256: str
    rows: int
    used: int
    set_aside: int


@dataclass(frozen=True, kw_only=True)
class TableFile:
    """A Parquet file of the release; `name` is its path in it."""

    name: _Path
    sha256: _Sha256
    rows: _Count
    bytes: _Count


@dataclass(frozen=True, kw_only=True)
class DocumentFile:
    """Any other file of the release; `name` is its path in it."""

    name: _Path
    sha256: _Sha256
    bytes: _Count


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What `manifest.json` says. `created` is UTC, ISO 8601."""

    id: str
    catalog: str
    created: str
    engine: str
    code: str
    extracts: tuple[ExtractFile, ...]
    tables: tuple[TableFile, ...]
    documents: tuple[DocumentFile, ...]

    @property
    def files(self) -> tuple[TableFile | DocumentFile, ...]:
        """Every file of the release but the manifest itself."""
        return (*self.tables, *self.documents)


@dataclass(frozen=True, kw_only=True)
class Made:
    """What a release is made of: the same makes the same release."""

    catalog: str
    catalog_json: bytes
    code: str
    extracts: tuple[ExtractFile, ...]

    def is_(self, manifest: Manifest) -> bool:
        """Whether the release of a manifest was made of this."""
        documents = {one.name: one.sha256 for one in manifest.documents}
        return (
            (manifest.catalog, manifest.code) == (self.catalog, self.code)
            and sorted(manifest.extracts, key=repr) == sorted(self.extracts, key=repr)
            and documents.get(CATALOG) == hashlib.sha256(self.catalog_json).hexdigest()
        )


@cache
def _reader() -> TypeAdapter[Manifest]:
    return TypeAdapter(Manifest)  # made when it is wanted: it takes as long as an import


def release_id(
    *,
    catalog: str,
    code: str,
    extracts: Sequence[ExtractFile],
    hashes: Mapping[str, str],
) -> str:
    """The id that these contents always get, from their hashes; time and engine play no part."""
    return _digest(
        {
            "catalog": catalog,
            "code": code,
            "extracts": [asdict(extract) for extract in extracts],
            "files": dict(hashes),
        }
    )[:ID_LENGTH]


def to_json(manifest: Manifest) -> bytes:
    """The text of `manifest.json`, with a checksum over itself."""
    fields = asdict(manifest)
    return json.dumps({**fields, "checksum": _digest(fields)}, indent=2).encode() + b"\n"


def from_json(text: bytes) -> Manifest:
    """Read `manifest.json`; ValueError, saying why, when it is not what was written."""
    try:
        fields = json.loads(text)
        checksum = fields.pop("checksum")
        if checksum != _digest(fields):
            raise ValueError("its checksum does not match")
        return _reader().validate_python(fields)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ValueError(f"{where}: {first['msg']}") from error
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError("it is not a manifest with a checksum") from error


def _digest(value: Any) -> str:
    canonical = json.dumps(value, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
