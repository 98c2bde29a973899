"""Which texts there are to translate: found in the sources, so that none can be forgotten.

`python -m dashboard.web.texts` brings the catalogues up to date: new texts come in empty, and
texts that no page says any more go.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from dashboard.locale.current import DEFAULT, LANGUAGES
from dashboard.locale.messages import po_file
from dashboard.views import words

# A status in capitals is no text.
_CODE = re.compile("[A-Z_]+")
ROOT = Path(__file__).resolve().parents[2]
_KEYWORDS = {"_": None, "gettext": None, "marked": None, "ngettext": (1, 2)}
_METHODS = [("**.py", "python"), ("**.html", "jinja2")]
_FOLDERS = (
    "dashboard/views",
    "dashboard/charts",
    "dashboard/report",
    "dashboard/web",
    "layouts",
    "callbacks",
)


def found() -> Catalog:
    """A catalogue of every text that the pages may say, without translations."""
    texts = Catalog(fuzzy=False)
    for folder in _FOLDERS:
        for name, line, message, _comments, context in extract_from_dir(
            str(ROOT / folder), method_map=_METHODS, keywords=_KEYWORDS
        ):
            if isinstance(message, str) and _CODE.fullmatch(message):
                continue  # the key of a table of words, whose words are added below
            texts.add(message, locations=[(f"{folder}/{name}", line)], context=context)
    for text in _statuses():
        texts.add(text, locations=[("dashboard/views/words.py", 0)])
    return texts


def _statuses() -> Iterator[str]:
    """The words for statuses and flags: plain tables, translated where they are looked up."""
    for table in (words.VERDICTS, words.DISTRICT_STATUSES, words.FLAGS, words.CODED):
        yield from table.values()


def known(language: str) -> Catalog:
    """The catalogue of a language as it stands; an empty one where there is none yet."""
    path = po_file(language)
    if not path.exists():
        return Catalog(locale=language, fuzzy=False)
    with path.open("rb") as source:
        return read_po(source, locale=language)


def update() -> None:
    """Write the catalogue of every language but the default one, its translations kept."""
    template = found()
    for language in LANGUAGES:
        if language == DEFAULT:
            continue
        catalog = known(language)
        catalog.update(template, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        path = po_file(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as out:
            write_po(out, catalog, width=99, omit_header=False, sort_output=True, no_location=True)


if __name__ == "__main__":
    update()
