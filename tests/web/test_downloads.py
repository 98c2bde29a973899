"""The files of an indicator's page, and the picker's few names."""

import io
import struct
import zipfile

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from dashboard.charts.card import WIDTH
from dashboard.views.download import COLUMNS
from dashboard.web.forms import FORMS
from tests.support.release import ALDER, BIRCH, CANARIES


def test_the_csv_of_a_view(client: FlaskClient) -> None:
    answer = client.get(f"/indicators/1.csv?district={ALDER}&from=2012")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert 'filename="indicator-1.csv"' in answer.headers["Content-Disposition"]
    assert answer.get_data().startswith(b"\xef\xbb\xbfindicator,school_year,")
    assert answer.text.count("\n") == 5


def test_the_json_of_a_view(client: FlaskClient) -> None:
    answer = client.get("/indicators/3C-CA.json?from=2013")
    assert answer.get_json()["indicator"]["id"] == "3C-CA"
    assert [row["school_year"] for row in answer.get_json()["values"]] == [2013]


@pytest.mark.parametrize("place", ["/indicators/1", f"/districts/{BIRCH}", "/indicators"])
def test_every_form_of_an_address(client: FlaskClient, place: str) -> None:
    for ending, form in FORMS.items():
        answer = client.get(f"{place}.{ending}")
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, form.media)
        assert answer.get_data() == client.get(f"{place}.{ending}").get_data()
        assert "public" in answer.headers["Cache-Control"]


def test_a_workbook_has_real_numbers_and_no_formula(client: FlaskClient) -> None:
    data = client.get(f"/indicators/1.xlsx?district={BIRCH}").get_data()
    book = load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["Values", "Indicators", "Columns", "Words", "About"]
    head, *rows = book["Values"].iter_rows(values_only=True)
    assert head == COLUMNS
    percents = {row[head.index("percent")] for row in rows}
    assert {72.8, None} <= percents
    assert BIRCH in {row[head.index("lea_id")] for row in rows}  # its zeros stand
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds


def test_an_archive_has_the_values_and_what_goes_with_them(client: FlaskClient) -> None:
    data = client.get("/indicators/1.zip").get_data()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert sorted(archive.namelist()) == ["README.txt", "indicator-1.csv"]
        assert archive.read("indicator-1.csv") == client.get("/indicators/1.csv").get_data()
        assert b"SUPPRESSED" in archive.read("README.txt")


def test_a_picture_is_drawn_in_two_sizes(client: FlaskClient) -> None:
    sizes = []
    for scale in (1, 2):
        data = client.get(f"/indicators/1.png?scale={scale}").get_data()
        assert data.startswith(b"\x89PNG")
        sizes.append(struct.unpack(">II", data[16:24]))
    assert sizes[0][0] == WIDTH
    assert sizes[1] == (2 * sizes[0][0], 2 * sizes[0][1])


def test_a_picture_says_in_words_what_it_shows(client: FlaskClient) -> None:
    text = client.get(f"/indicators/1.svg?district={BIRCH}").text
    assert '<title id="title">1 Graduation Rate for IEP Students</title>' in text
    assert "protected" in text.partition("<desc")[2].partition("</desc>")[0]


def test_nothing_protected_is_in_any_form(client: FlaskClient) -> None:
    for ending in ("csv", "json", "svg"):
        for place in (f"/indicators/1.{ending}?district={BIRCH}", f"/districts/{BIRCH}.{ending}"):
            text = client.get(place).text
            assert [canary for canary in CANARIES if canary in text] == []


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/indicators/99.csv", 404),
        ("/indicators/99.json", 404),
        ("/districts/nowhere.xlsx", 404),
        ("/indicators/1.csv?district=nowhere", 400),
        ("/indicators/1.json?from=1066", 400),
        ("/indicators/1.png?scale=3", 400),
        ("/indicators/1.pdf", 404),
    ],
)
def test_a_file_that_is_not_there(client: FlaskClient, address: str, status: int) -> None:
    assert client.get(address).status_code == status


def test_the_picker_is_sent_a_few_names(client: FlaskClient) -> None:
    answer = client.get("/find/districts.json?q=alder")
    assert answer.get_json() == {
        "matches": [{"id": ALDER, "name": "Alder Creek R-I"}],
        "total": 1,
    }
    assert client.get("/find/districts.json").get_json() == {"matches": [], "total": 0}
