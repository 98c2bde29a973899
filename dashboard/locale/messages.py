"""Texts in the current language, from the gettext catalogues beside this module."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

from dashboard.locale.current import DEFAULT, current

FOLDER = Path(__file__).parent
DOMAIN = "messages"


def gettext(text: str) -> str:
    """The text in the current language; the text itself where it has no translation.

    Fill placeholders afterwards, `gettext("In {year}, …").format(year=…)`, so that a language may
    order its sentence as it likes.
    """
    language = current()
    return text if language == DEFAULT else str(_translations(language).gettext(text))


def ngettext(one: str, many: str, count: int) -> str:
    """The text for a count, by the plural rule of the current language."""
    if current() == DEFAULT:
        return one if count == 1 else many
    return str(_translations(current()).ngettext(one, many, count))


def marked(text: str) -> str:
    """The text as it is, marked for the catalogue: a constant, translated where it is used."""
    return text


def po_file(language: str) -> Path:
    """The catalogue of a language, as translators edit it."""
    return FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}.po"


@cache
def _translations(language: str) -> NullTranslations:
    """Compiled in memory once a process: no compiled file can be older than its source."""
    path = po_file(language)
    if not path.exists():
        return NullTranslations()
    with path.open("rb") as source:
        catalog = read_po(source, locale=language, domain=DOMAIN)
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return Translations(compiled, domain=DOMAIN)
