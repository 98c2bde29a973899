"""Where the files of each extract are: `NAME.csv`, `.csv.gz`, `.parquet`, or a folder of such."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dashboard.errors import ProgressError
from dashboard.extracts.schema import EXTRACTS, Extract

SUFFIXES = (".csv", ".csv.gz", ".parquet")
DATA_SUFFIXES = (".csv", ".gz", ".parquet", ".txt", ".tsv", ".xls", ".xlsx", ".zip")


class ExtractsError(ProgressError):
    """The folder of extracts cannot be read as one."""


@dataclass(frozen=True)
class SourceFile:
    """One physical file of an extract; `name` is its path relative to the folder."""

    extract: Extract
    path: Path
    name: str

    @property
    def suffix(self) -> str:
        """`.csv`, `.csv.gz` or `.parquet`."""
        return next(suffix for suffix in SUFFIXES if self.path.name.endswith(suffix))

    def fingerprint(self) -> tuple[int, int, int, int]:
        """Size, times and inode: the same as long as nobody wrote to the file."""
        stat = self.path.stat()
        return stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino


def find_sources(folder: Path) -> tuple[SourceFile, ...]:
    """Every extract file in `folder`, by extract (in the schema's order), then by name.

    Raises ExtractsError when the folder does not exist, holds no extract, or holds one extract
    both as a file and as a folder (which of them counts would be a guess).
    """
    if not folder.is_dir():
        raise ExtractsError(f"{folder} is not a folder. Name the folder that holds the extracts.")
    sources = tuple(
        SourceFile(extract, path, path.relative_to(folder).as_posix())
        for extract in EXTRACTS.values()
        for path in _files_of(extract, folder)
    )
    if not any(source.extract is EXTRACTS["districts"] for source in sources):
        raise ExtractsError(
            f"{folder} holds no districts extract. Every build needs districts.csv (or .csv.gz, "
            ".parquet, or a folder districts/): it says which districts and years there are."
        )
    return sources


NOTES = ("SYNTHETIC.txt", "profile.toml")  # written beside extracts to say what they are


def unread_files(folder: Path) -> tuple[str, ...]:
    """Names in `folder` that look like data but are no extract: a misspelled name, another form."""
    ours = {f"{name}{suffix}" for name in EXTRACTS for suffix in ("", *SUFFIXES)}
    return tuple(
        sorted(
            path.name
            for path in folder.iterdir()
            if path.name not in ours
            and path.name not in NOTES
            and not path.name.startswith(".")
            and (path.is_dir() or path.name.lower().endswith(DATA_SUFFIXES))
        )
    )


def _files_of(extract: Extract, folder: Path) -> Iterator[Path]:
    forms = [path for suffix in SUFFIXES if (path := folder / f"{extract.name}{suffix}").exists()]
    if (folder / extract.name).is_dir():
        forms.append(folder / extract.name)
    if len(forms) > 1:
        names = " and ".join(form.name for form in forms)
        raise ExtractsError(f"{folder} holds {extract.name} twice: {names}. Keep one of them.")
    for form in forms:
        yield from sorted(_data_files(form)) if form.is_dir() else [form]


def _data_files(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if not path.name.startswith("."):
            if path.is_dir() or not path.name.endswith(SUFFIXES):
                raise ExtractsError(
                    f"{path} is no .csv, .csv.gz or .parquet file. Move it out of the extract's "
                    "folder: everything in it is read."
                )
            yield path
