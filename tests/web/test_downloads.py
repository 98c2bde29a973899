"""The files of an indicator's page, and the picker's few names."""

import pytest
from flask.testing import FlaskClient

from tests.support.release import ALDER


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


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/indicators/99.csv", 404),
        ("/indicators/99.json", 404),
        ("/indicators/1.csv?district=nowhere", 400),
        ("/indicators/1.json?from=1066", 400),
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
