"""Catalogues read from folders of TOML files; everything wrong with one is told at once."""

import hashlib
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import Field, ValidationError

from dashboard.catalog.checks import (
    Finding,
    indicator_findings,
    link_findings,
    profile_findings,
)
from dashboard.catalog.fields import Line, Name, Record
from dashboard.catalog.models import Catalog, Family, Indicator, Link
from dashboard.catalog.problems import CatalogError, Problem, shape_problems
from dashboard.catalog.profile import Profile
from dashboard.catalog.translate import read_translations

ROOT = Path(__file__).resolve().parents[2] / "data" / "catalogs"
INDEX = "catalog.toml"

R = TypeVar("R", bound=Record)


class Index(Record):
    """catalog.toml: what the catalogue is, and in which order its indicators stand."""

    name: Name
    title: Line
    source: Line
    default_profile: Name
    order: Annotated[tuple[Line, ...], Field(min_length=1)]
    families: Annotated[tuple[Family, ...], Field(min_length=1)]
    links: tuple[Link, ...] = ()
    size_indicators: tuple[Line, ...] = ()


def load_catalog(
    name: str = "missouri", *, profile: str | None = None, root: Path | None = None
) -> Catalog:
    """The catalogue in the folder `name` below `root` (by default data/catalogs).

    `profile` names one of its profiles; None takes the one that catalog.toml calls the default.
    Raises CatalogError with every problem of every file.
    """
    folder = _folder(name, root or ROOT)
    problems: list[Problem] = []

    def read(path: Path, model: type[R], check: Callable[[R], Iterable[Finding]]) -> R | None:
        try:
            return _record(path, model=model, check=check, folder=folder)
        except CatalogError as error:
            problems.extend(error.problems)
            return None

    index = read(folder / INDEX, Index, _index_findings)
    profiles = {
        path.stem: read(path, Profile, profile_findings) for path in _files(folder, "profiles")
    }
    indicators = {
        path.stem: read(path, Indicator, indicator_findings)
        for path in _files(folder, "indicators")
    }
    problems += _misnamed(profiles, lambda found: found.name, "profiles")
    problems += _misnamed(indicators, lambda found: found.id, "indicators")
    if index is not None:
        problems += _index_problems(index, name=name, indicators=indicators)
        wanted = profile or index.default_profile
        if wanted not in profiles:
            problems.append(_no_such_profile(wanted, asked=profile is not None, known=profiles))
    if problems or index is None:
        raise CatalogError(name, sorted(problems))
    return Catalog(
        name=name,
        title=index.title,
        source=index.source,
        digest=_digest(folder, index=index, profile=wanted),
        profile=_found(profiles, wanted),
        families=index.families,
        links=index.links,
        size_indicators=index.size_indicators,
        indicators=tuple(_found(indicators, id) for id in index.order),
        translations=read_translations(folder),
    )


def catalog_names(root: Path | None = None) -> tuple[str, ...]:
    """The names of the catalogues there are."""
    return tuple(sorted(found.parent.name for found in (root or ROOT).glob(f"*/{INDEX}")))


def _folder(name: str, root: Path) -> Path:
    known = catalog_names(root)
    if name not in known:
        there = f"there are: {', '.join(known)}" if known else "there is none at all"
        reason = f"no such file in {root}; {there}"
        raise CatalogError(name, [Problem(file=f"{name}/{INDEX}", field="", reason=reason)])
    return root / name


def _files(folder: Path, kind: str) -> list[Path]:
    return sorted((folder / kind).glob("*.toml"))


def _record(
    path: Path, *, model: type[R], check: Callable[[R], Iterable[Finding]], folder: Path
) -> R:
    """One file as a record; CatalogError with what is wrong with this file alone."""
    file = path.relative_to(folder).as_posix()

    def refused(problems: Iterable[Problem]) -> CatalogError:
        return CatalogError(folder.name, problems)

    try:
        content: dict[str, Any] = tomllib.loads(
            path.read_bytes().decode("utf-8"), parse_float=Decimal
        )
        record = model.model_validate(content, by_alias=True, by_name=False)
    except UnicodeDecodeError as error:
        reason = f"is not UTF-8 text (byte {error.start})"
        raise refused([Problem(file=file, field="", reason=reason)]) from error
    except tomllib.TOMLDecodeError as error:
        reason = f"is not valid TOML: {error}"
        raise refused([Problem(file=file, field="", reason=reason)]) from error
    except ValidationError as error:
        raise refused(shape_problems(error, model=model, file=file)) from error
    findings = tuple(check(record))
    if findings:
        raise refused(Problem(file=file, field=field, reason=reason) for field, reason in findings)
    return record


def _index_findings(index: Index) -> Iterator[Finding]:
    for id, times in Counter(index.order).items():
        if times > 1:
            yield "order", f"'{id}' stands {times} times"
    for id, times in Counter(family.id for family in index.families).items():
        if times > 1:
            yield "families", f"the family id '{id}' stands {times} times"
    yield from link_findings(index.links, known=index.order)
    for id in index.size_indicators:
        if id not in index.order:
            yield "size_indicators", f"'{id}' does not stand in order"


def _index_problems(
    index: Index, *, name: str, indicators: dict[str, Indicator | None]
) -> Iterator[Problem]:
    """Where catalog.toml, the folder's name and the indicator files disagree."""
    if index.name != name:
        yield Problem(
            file=INDEX, field="name", reason=f"is '{index.name}' but the folder is '{name}'"
        )
    for id in dict.fromkeys(index.order):
        if id not in indicators:
            yield Problem(
                file=INDEX, field="order", reason=f"'{id}' has no file indicators/{id}.toml"
            )
    for id in indicators:
        if id not in index.order:
            yield Problem(
                file=INDEX, field="order", reason=f"does not list '{id}' of indicators/{id}.toml"
            )
    families = {family.id for family in index.families}
    for id, indicator in indicators.items():
        if indicator is not None and indicator.family not in families:
            yield Problem(
                file=f"indicators/{id}.toml",
                field="family",
                reason=f"'{indicator.family}' is none of: {', '.join(sorted(families))}",
            )
    if None not in indicators.values():
        used = {indicator.family for indicator in indicators.values() if indicator is not None}
        for family in sorted(families - used):
            yield Problem(file=INDEX, field="families", reason=f"no indicator is of '{family}'")


def _misnamed(
    records: dict[str, R | None], name_of: Callable[[R], str], kind: str
) -> Iterator[Problem]:
    """A record carries the name of its file: so a name can stand only once."""
    for stem, record in records.items():
        if record is not None and name_of(record) != stem:
            yield Problem(
                file=f"{kind}/{stem}.toml",
                field="id" if kind == "indicators" else "name",
                reason=f"is '{name_of(record)}' but the file is called '{stem}.toml'",
            )


def _no_such_profile(wanted: str, *, asked: bool, known: Iterable[str]) -> Problem:
    there = ", ".join(known) or "none"
    if asked:
        return Problem(
            file=f"profiles/{wanted}.toml", field="", reason=f"no such file; there are: {there}"
        )
    return Problem(
        file=INDEX, field="default_profile", reason=f"'{wanted}' has no file; there are: {there}"
    )


def _found(records: dict[str, R | None], name: str) -> R:
    record = records[name]
    if record is None:
        raise AssertionError(f"{name} was found wanting, yet no problem was raised")
    return record


def _digest(folder: Path, *, index: Index, profile: str) -> str:
    """SHA-256 over the files this catalogue is made of, names and sizes included."""
    names = [INDEX, f"profiles/{profile}.toml", *(f"indicators/{id}.toml" for id in index.order)]
    names += [path.name for path in folder.glob("*.po")]
    total = hashlib.sha256()
    for name in sorted(names):
        content = (folder / name).read_bytes()
        total.update(f"{name}\0{len(content)}\0".encode())
        total.update(content)
    return total.hexdigest()
