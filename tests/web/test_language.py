"""The language of a page is in its address, and nowhere else."""

import pytest
from flask.testing import FlaskClient

from dashboard.locale import current, gettext, in_language
from dashboard.web.language import language_of


def test_the_address_says_the_language(client: FlaskClient) -> None:
    assert '<html lang="en">' in client.get("/").text
    assert '<html lang="es">' in client.get("/?lang=es").text
    assert '<html lang="en">' in client.get("/", headers={"Accept-Language": "es"}).text


def test_a_language_that_is_not_spoken_is_said(client: FlaskClient) -> None:
    answer = client.get("/?lang=tlh")
    assert answer.status_code == 400
    assert "do not speak “tlh”" in answer.text


@pytest.mark.parametrize(
    ("search", "language"),
    [("?lang=es", "es"), ("?from=2008&lang=es", "es"), ("?lang=xx", "en"), ("", "en"), (7, "en")],
)
def test_a_callback_speaks_the_language_of_its_page(search: object, language: str) -> None:
    body = {"inputs": "x", "state": [{"id": "address", "property": "search", "value": search}]}
    assert language_of(body) == language


def test_a_language_holds_for_its_block_alone() -> None:
    with in_language("es"):
        assert current() == "es"
        with in_language("xx"):
            assert current() == "en"
        assert current() == "es"
    assert current() == "en"


def test_a_text_nobody_has_translated_stays() -> None:
    with in_language("es"):
        assert gettext("nobody has translated this") == "nobody has translated this"
