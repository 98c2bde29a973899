"""/report and /report.pdf, and the links that lead there."""

import pytest
from flask.testing import FlaskClient

from dashboard.catalog import load_catalog
from tests.support.release import ALDER, BIRCH, CANARIES
from tests.web.test_spanish import ENGLISH, visible


def test_the_page_has_every_indicator(client: FlaskClient) -> None:
    answer = client.get("/report")
    assert answer.status_code == 200
    assert "<title>Missouri: the report to print</title>" in answer.text
    assert answer.text.count('<section class="sheet"') == len(load_catalog().indicators)
    assert answer.text.count('role="img"') == len(load_catalog().indicators)
    assert 'href="/report.pdf"' in answer.text


def test_the_page_of_a_district(client: FlaskClient) -> None:
    text = client.get(f"/report?district={BIRCH}").text
    assert "Birch Hollow &lt;12&gt;" in text
    assert "<12>" not in text
    assert '<td class="word">protected</td>' in text
    assert [canary for canary in CANARIES if canary in text] == []


def test_no_english_is_left(client: FlaskClient) -> None:
    text = client.get(f"/report?district={ALDER}&lang=es").text
    assert f'href="/report.pdf?district={ALDER}&amp;lang=es"' in text
    assert ENGLISH.findall(visible(text)) == []


def test_the_pdf(client: FlaskClient) -> None:
    answer = client.get(f"/report.pdf?district={ALDER}&lang=es")
    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    assert f'filename="progress-at-a-glance-{ALDER}.pdf"' in answer.headers["Content-Disposition"]
    assert answer.headers["Content-Language"] == "es"
    assert answer.get_data().startswith(b"%PDF-1.7")


@pytest.mark.parametrize("path", ["/report", "/report.pdf"])
def test_what_there_is_no_report_of(client: FlaskClient, empty: FlaskClient, path: str) -> None:
    assert client.get(f"{path}?district=nowhere").status_code == 400
    assert client.get(f"{path}?district={ALDER}&district={BIRCH}").status_code == 400
    assert empty.get(path).status_code == 503


@pytest.mark.parametrize(
    ("page", "address"),
    [
        ("/", "/report"),
        (f"/?district={ALDER}", f"/report?district={ALDER}"),
        (f"/districts/{ALDER}", f"/report?district={ALDER}"),
        ("/indicators/1", "/report"),
        (f"/indicators/1?district={ALDER}", f"/report?district={ALDER}"),
        ("/?lang=es", "/report?lang=es"),
    ],
)
def test_pages_lead_to_it(client: FlaskClient, page: str, address: str) -> None:
    assert f'href="{address}"' in client.get(page).text
