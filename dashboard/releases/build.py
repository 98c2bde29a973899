"""From a folder of extracts to a published release."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dashboard.catalog import Catalog, load_catalog
from dashboard.errors import ProgressError
from dashboard.extracts.findings import Finding
from dashboard.extracts.library import Library, reading_extracts
from dashboard.releases.durable import exclusive, make_root
from dashboard.releases.layout import CACHE, OnProgress


class RefusedExtracts(ProgressError):
    """Some file is refused: nothing is published (A33)."""

    def __init__(self, refused: Sequence[str], findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        files = "\n".join(f"  {name}" for name in refused)
        super().__init__(
            f"Nothing is published: {len(refused)} of the extract files cannot be used.\n{files}\n"
            "Mend them and build again; `python -m dashboard check EXTRACTS` tells what is wrong "
            "on which line."
        )


@dataclass(frozen=True)
class Built:
    """What a build did: the release, and what it found in the extracts."""

    release: str
    findings: tuple[Finding, ...]
    rows: int
    used: int


def catalog_for(extracts: Path, name: str, profile: str | None = None) -> Catalog:
    """The catalogue to build with. An importer or the sample names its profile in profile.toml."""
    note = extracts / "profile.toml"
    if profile is None and note.exists():
        try:
            profile = str(tomllib.loads(note.read_text(encoding="utf-8"))["profile"])
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError):
            raise ProgressError(
                f'{note} is not readable: it holds one line such as profile = "state".'
            ) from None
    return load_catalog(name, profile=profile)


def build(
    extracts: Path,
    *,
    releases: Path,
    catalog: Catalog,
    full: bool = False,
    on_step: OnProgress = lambda _text, _done, _of: None,
) -> Built:
    """Check, measure, protect and publish; returns what was built.

    Files nobody wrote to since the last build are not read again, and the years of indicators
    whose extracts did not change are not counted again, unless `full`. Raises RefusedExtracts
    when a file is refused; nothing is published then.
    """
    make_root(releases)
    cache = releases / CACHE
    cache.mkdir(mode=0o700, exist_ok=True)
    with exclusive(cache):
        with reading_extracts(
            extracts,
            cache=cache / "stage",
            max_bad_share=float(catalog.profile.max_bad_share),
            reuse=not full,
            on_step=lambda file, done, of: on_step(f"reading {file}", done, of),
        ) as all_read:
            # Imported here, not before reading has begun: it takes as long as a file.
            from dashboard.releases.making import make

            library = all_read()
        try:
            _require_usable(library)
            release = make(
                library, catalog, extracts=extracts, releases=releases, full=full, on_step=on_step
            )
        finally:
            library.connection.close()
    return Built(
        release,
        library.findings,
        sum(file.rows for file in library.files),
        sum(file.used for file in library.files),
    )


def _require_usable(library: Library) -> None:
    if library.refused:
        raise RefusedExtracts(library.refused, library.findings)
    if not library.years("districts"):
        raise ProgressError(
            "The districts extract has no row that can be used, so there is no year to build. "
            "List the districts of at least one school year in it."
        )
