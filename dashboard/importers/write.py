"""The folder that an import leaves: inputs of `build`, all of them or none."""

import csv
import io
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from dashboard.extracts.schema import DISTRICTS, PUBLISHED, TARGETS, Extract
from dashboard.importers.errors import ImportFileError
from dashboard.importers.harvest import Harvest, Value
from dashboard.importers.labels import plain

PROFILE = "profile.toml"


def contents(harvest: Harvest, *, profile: str, catalogue: str) -> dict[str, bytes]:
    """The files of the folder by name. The same harvest gives the same bytes, in any order (I6)."""
    files = {
        f"{DISTRICTS.name}.csv": _csv(DISTRICTS, _district_rows(harvest)),
        f"{PUBLISHED.name}.csv": _csv(PUBLISHED, map(_published_row, harvest.values)),
    }
    if harvest.targets:
        rows = (
            {
                "catalogue": catalogue,
                "indicator": indicator,
                "component": "",
                "school_year": str(year),
                "target": plain(target),
                "kind": "TARGET",
            }
            for (indicator, year), target in harvest.targets.items()
        )
        files[f"{TARGETS.name}.csv"] = _csv(TARGETS, rows)
    if profile:
        files[PROFILE] = f'profile = "{profile}"\n'.encode()
    return files


def write_folder(out: Path, files: dict[str, bytes]) -> tuple[Path, ...]:
    """Make `out` hold these files, by one rename; an `out` that already does is left alone.

    Raises ImportFileError when `out` is anything but absent, empty or the same: what an earlier
    import left there might be in use.
    """
    written = tuple(out / name for name in sorted(files))
    if _holds(out, files):
        return written
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    except OSError as reason:
        raise ImportFileError(f"{out} cannot be written: {reason.strerror}.") from None
    try:
        for name, content in files.items():
            (staging / name).write_bytes(content)
        staging.chmod(0o755)  # mkdtemp lets nobody else read
        staging.rename(out)
    except OSError as reason:
        raise ImportFileError(f"{out} cannot be written: {reason.strerror}.") from None
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return written


def _holds(out: Path, files: dict[str, bytes]) -> bool:
    if not out.exists():
        return False
    if not out.is_dir():
        raise ImportFileError(f"{out} is a file. Name a folder that is new or empty.")
    there = {path.name: path for path in out.iterdir()}
    if not there:
        return False
    same = there.keys() == files.keys() and all(
        path.is_file() and path.read_bytes() == files[name] for name, path in there.items()
    )
    if not same:
        raise ImportFileError(
            f"{out} already holds other files ({', '.join(sorted(there)[:4])}). Name a folder "
            "that is new or empty, or remove this one first."
        )
    return True


def _district_rows(harvest: Harvest) -> Iterable[dict[str, str]]:
    for (year, id), name in harvest.units.items():
        yield {
            "school_year": str(year),
            "lea_id": id,
            "name": name,
            "lea_type": "REG",
            "active": "Y",
        }


def _published_row(value: Value) -> dict[str, str]:
    return {
        "indicator": value.indicator,
        "school_year": str(value.school_year),
        "level": "LEA" if value.unit else "STATE",
        "lea_id": value.unit,
        "num": "" if value.num is None else str(value.num),
        "den": "" if value.den is None else str(value.den),
        "value": "" if value.value is None else plain(value.value),
    }


def _csv(extract: Extract, rows: Iterable[dict[str, str]]) -> bytes:
    """The rows in the order of the extract's key, under all its columns that importers fill."""
    columns: Sequence[str] = [
        column.name for column in extract.columns if column.required or column.kept
    ]
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(sorted(rows, key=lambda row: [row[column] for column in extract.key]))
    return text.getvalue().encode()
