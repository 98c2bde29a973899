"""The indicator's page in Spanish: no English sentence is left on it."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from callbacks.site import make_site
from dashboard.catalog import load_catalog
from dashboard.locale import in_language
from dashboard.settings import Settings
from dashboard.views import Edition, find_place
from layouts.markup import markup
from layouts.pages import PAGES
from tests.support.release import ALDER, BIRCH

ENGLISH = re.compile(
    r"\b(the|and|of|with|from|is|are|was|has|have|not|target|met|district|districts|students)\b",
    re.IGNORECASE,
)
# What stays as it is: a name, the agency's too, a title the state gave, the words of a program.
KEPT = (
    load_catalog().profile.agency,
    "Birch Hollow",
    "Core Data",
    "Synthetic data: made by the program for its tests.",
)


def visible(html: str) -> str:
    body = re.sub(r"(?s)<(script|style|head)\b.*?</\1>", " ", html)
    labels = " ".join(re.findall(r'aria-label="([^"]*)"', body))
    text = re.sub(r"<[^>]+>", " ", body) + labels
    for kept in KEPT:
        text = text.replace(kept, "")
    return text


@pytest.mark.parametrize("indicator", load_catalog().ids)
def test_no_english_is_left(client: FlaskClient, indicator: str) -> None:
    answer = client.get(f"/indicators/{indicator}?lang=es&district={ALDER}&district={BIRCH}")
    assert answer.status_code == 200
    assert '<html lang="es">' in answer.text
    assert ENGLISH.findall(visible(answer.text)) == []


def test_the_sentence(client: FlaskClient) -> None:
    text = visible(client.get("/indicators/1?lang=es").text).replace("\N{NO-BREAK SPACE}", " ")
    assert (
        "En 2013, Missouri estaba en 72.8 %, 1.2 puntos por debajo de la meta de 74.0 %; "
        "subió 2.5 puntos desde 2012." in text
    )
    assert "Con 12 más (graduados) se habría cumplido." in text


def test_links_keep_the_language_and_the_switch_leaves_it(client: FlaskClient) -> None:
    html = client.get(f"/indicators/5A?lang=es&district={ALDER}").text
    assert f'href="/indicators/5B?district={ALDER}&amp;lang=es"' in html
    assert f'href="/indicators/5A?district={ALDER}"' in html
    assert "English</a>" in html


def test_an_error_speaks_spanish_too(client: FlaskClient) -> None:
    answer = client.get("/indicators/99?lang=es")
    assert answer.status_code == 404
    assert "No existe el indicador “99”." in answer.text


def test_records_that_nobody_translated_say_that_they_are_english(edition: Edition) -> None:
    plain = replace(edition, catalog=edition.catalog.model_copy(update={"translations": {}}))
    with in_language("es"):
        place = find_place("/indicators/1", "?lang=es", pages=PAGES, edition=plain)
        html = markup(place.layout(edition=plain))
    assert 'class="statement" lang="en"' in html
    assert "Desde" in html


def test_without_a_release_the_page_speaks_spanish_too(empty: FlaskClient, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged"
    (damaged / ("0" * 16)).mkdir(parents=True)
    (damaged / "current").write_text("0" * 16)
    with make_site(Settings(releases=damaged)).server.test_client() as other:
        for client, said in ((empty, "Aún no hay datos"), (other, "ninguna está completa")):
            answer = client.get("/?lang=es")
            assert answer.status_code == 503
            assert said in answer.text
            text = re.sub(r"(?s)<code>.*?</code>", " ", answer.text)
            text = text.replace("Progress at a Glance", "")
            assert ENGLISH.findall(visible(text)) == []
            assert "<title>Aún no hay" in answer.text or "<title>No hay ninguna" in answer.text


@pytest.mark.parametrize("ending", [".csv", ".json"])
def test_a_file_without_a_release_says_so(empty: FlaskClient, ending: str) -> None:
    for search, said in (("", "There is no data to show"), ("?lang=es", "No hay datos")):
        answer = empty.get(f"/indicators/1{ending}{search}")
        assert answer.status_code == 503
        assert said in answer.text
