"""A catalogue in another language: the words of its records, each looked up in a gettext file.

`data/catalogs/NAME/es.po` holds them. What has no translation stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog as Messages
from babel.messages.pofile import read_po

from dashboard.catalog.models import Catalog
from dashboard.catalog.public import catalog_from_public

# The fields of records that people read; everything else is a fact, a code or a number.
_READ = frozenset(
    {
        "chart_note",
        "counted",
        "denominator",
        "keyword",
        "label",
        "left",
        "note",
        "numerator",
        "short_title",
        "source",
        "statement",
        "subtitle",
        "synthetic_notice",
        "text",
        "title",
        "unit",
        "unit_many",
        "unit_one",
        "upper_label",
        "upper_one",
        "where",
    }
)


def in_words(catalog: Catalog, language: str) -> Catalog:
    """The catalogue in a language, as far as it has been translated."""
    known = catalog.translations.get(language)
    if not known:
        return catalog
    return catalog_from_public(_put(catalog.to_public(), known))


def texts(catalog: Catalog) -> tuple[str, ...]:
    """Every text that a translator must know, once each, in the catalogue's order."""
    return tuple(dict.fromkeys(text for text in _found(catalog.to_public()) if text))


def read_translations(folder: Path) -> dict[str, dict[str, str]]:
    """The translations beside a catalogue's records, by language; an empty one is none."""
    return {path.stem: _pairs(path) for path in sorted(folder.glob("*.po"))}


def _pairs(path: Path) -> dict[str, str]:
    with path.open("rb") as source:
        messages: Messages = read_po(source)
    return {str(one.id): str(one.string) for one in messages if one.id and one.string}


def _put(content: Any, known: Mapping[str, str], *, field: str = "") -> Any:
    if isinstance(content, dict):
        return {
            name: part if name == "translations" else _put(part, known, field=name)
            for name, part in content.items()
        }
    if isinstance(content, list):
        return [_put(part, known, field=field) for part in content]
    if isinstance(content, str) and field in _READ:
        return known.get(content, content)
    return content


def _found(content: Any, *, field: str = "") -> Iterator[str]:
    if isinstance(content, dict):
        for name, part in content.items():
            if name != "translations":
                yield from _found(part, field=name)
    elif isinstance(content, list):
        for part in content:
            yield from _found(part, field=field)
    elif isinstance(content, str) and field in _READ:
        yield content
