"""The files a release was built from, found again and proved to be the same."""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from dashboard.behind.errors import ChangedExtracts
from dashboard.extracts.bytes import sha256_of
from dashboard.extracts.sources import ExtractsError, SourceFile, find_sources
from dashboard.extracts.stage import earlier
from dashboard.releases import Release
from dashboard.releases.layout import CACHE

STAGE = "stage"


def files_of(
    release: Release,
    folder: Path,
    extracts: Iterable[str],
    *,
    years: tuple[int, int],
    max_bad_share: float,
) -> tuple[SourceFile, ...]:
    """The files of some extracts that may hold rows of the school years, first to last.

    `folder` is compared with the manifest: every file of these extracts must be there with the
    content that was built from, and no other. Where the builder's cache lies beside the release
    it tells the years of a file that nobody wrote to since; otherwise all files are taken.
    `max_bad_share` as in the build. Raises ChangedExtracts, also for what cannot be read.
    """
    try:
        return _files_of(release, folder, extracts, years=years, max_bad_share=max_bad_share)
    except ExtractsError as error:
        raise _changed(release, folder, str(error)) from error
    except OSError as error:
        raise _changed(release, folder, f"they cannot be read ({error.strerror})") from error


def _files_of(
    release: Release,
    folder: Path,
    extracts: Iterable[str],
    *,
    years: tuple[int, int],
    max_bad_share: float,
) -> tuple[SourceFile, ...]:
    wanted = set(extracts)
    built = {(one.name, one.file): one for one in release.manifest.extracts if one.name in wanted}
    sources = {
        (source.extract.name, source.name): source
        for source in find_sources(folder)
        if source.extract.name in wanted
    }
    if missing := sorted(name for _, name in built.keys() - sources.keys()):
        raise _changed(release, folder, f"{', '.join(missing)} is not there")
    if more := sorted(name for _, name in sources.keys() - built.keys()):
        raise _changed(release, folder, f"{', '.join(more)} came later")
    found = []
    for place, source in sources.items():
        kept = earlier(
            source, folder=release.path.parent / CACHE / STAGE, max_bad_share=max_bad_share
        )
        digest = kept.sha256 if kept else _digest(source.path, source.fingerprint())
        if digest != built[place].sha256:
            raise _changed(release, folder, f"{source.name} was changed")
        if kept is None or kept.has_years(years):
            found.append(source)
    return tuple(found)


def _changed(release: Release, folder: Path, what: str) -> ChangedExtracts:
    return ChangedExtracts(
        f"The records in {folder} are not those of release {release.id}: {what}. Build a release "
        "from them, or put the files back that the release was built from."
    )


@lru_cache(maxsize=1024)
def _digest(path: Path, _fingerprint: tuple[int, ...]) -> str:
    """The SHA-256 of a file, taken again only when somebody wrote to it."""
    return sha256_of(path)
