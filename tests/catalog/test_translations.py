"""Every text that people read has its Spanish: of the pages, and of the catalogue's records."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from dashboard.catalog import catalog_from_public, in_words, load_catalog, texts
from dashboard.locale import LANGUAGES, in_language, ngettext
from dashboard.locale import gettext as _
from dashboard.locale.messages import po_file
from dashboard.web.texts import found, known

LANGUAGE = "es"
CATALOG = Path(__file__).resolve().parents[2] / "data" / "catalogs" / "missouri"
PLACEHOLDER = re.compile(r"\{\w+\}")


def said(message: object) -> list[str]:
    return list(message) if isinstance(message, tuple) else [str(message)]


def test_every_text_of_the_pages_is_in_the_catalogue_and_translated() -> None:
    have = {said(one.id)[0]: one for one in known(LANGUAGE) if one.id}
    wanted = {said(one.id)[0] for one in found() if one.id}
    assert len(wanted) > 100
    assert sorted(wanted - have.keys()) == [], "run `python -m dashboard.web.texts`"
    assert sorted(have.keys() - wanted) == [], "run `python -m dashboard.web.texts`"
    assert [text for text in wanted if not all(said(have[text].string))] == []
    assert not any(one.fuzzy for one in have.values())


def test_a_translation_fills_the_same_places() -> None:
    for one in known(LANGUAGE):
        places = {place for text in said(one.id) for place in PLACEHOLDER.findall(text)}
        for text in said(one.string):
            assert set(PLACEHOLDER.findall(text)) <= places, one.id


@pytest.mark.parametrize("profile", ["state", "sample"])
def test_every_text_of_the_records_is_translated(profile: str) -> None:
    catalog = load_catalog(profile=profile)
    assert [text for text in texts(catalog) if text not in catalog.translations[LANGUAGE]] == []


def test_no_translation_of_a_record_is_left_over() -> None:
    there = {
        text for profile in ("state", "sample") for text in texts(load_catalog(profile=profile))
    }
    with (CATALOG / f"{LANGUAGE}.po").open("rb") as source:
        assert [one.id for one in read_po(source) if one.id and one.id not in there] == []


def test_the_catalogue_in_spanish_has_other_words_and_the_same_facts() -> None:
    english = load_catalog()
    spanish = in_words(english, LANGUAGE)
    assert spanish["1"].short_title == "Graduación"
    assert spanish.profile.unit_many == "distritos"
    assert spanish["1"].eras[0].formula.numerator == "Número de graduados con IEP"
    for one, other in zip(english.indicators, spanish.indicators, strict=True):
        assert (one.id, one.direction, one.measure) == (other.id, other.direction, other.measure)
        assert [era.parameters for era in one.eras] == [era.parameters for era in other.eras]
    assert in_words(english, "xx") is english


def test_a_release_carries_its_translations() -> None:
    read = catalog_from_public(load_catalog().to_public())
    assert read.translations[LANGUAGE]["district"] == "distrito"


def test_sentences_and_plurals_speak_spanish() -> None:
    with in_language(LANGUAGE):
        assert _("Target not met") == "Meta no cumplida"
        one, many = (
            "{count} more {counted} would have met it.",
            "One more would have met it ({counted}).",
        )
        assert (
            ngettext(many, one, 2).format(count=2, counted="x")
            == "Con 2 más (x) se habría cumplido."
        )
    assert _("Target not met") == "Target not met"


def test_every_language_has_a_file() -> None:
    assert all(po_file(language).exists() for language in LANGUAGES if language != "en")
