"""Public answers are kept, marked, and forgotten with the release."""

import gzip
import shutil
from collections.abc import Iterator
from pathlib import Path

import brotli
import pytest
from flask.testing import FlaskClient

from callbacks.site import make_site
from dashboard.settings import Settings
from dashboard.web import downloads
from dashboard.web.codings import coding_for, compressed
from tests.support.release import ALDER, publish_release

FILE = f"/indicators/1.csv?district={ALDER}"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that were made, not taken from what is kept."""
    made: list[str] = []
    answer = downloads._answer

    def heard(find, wanted, ending, *, shelf):  # type: ignore[no-untyped-def]
        made.append(f"{wanted}.{ending}")
        return answer(find, wanted, ending, shelf=shelf)

    monkeypatch.setattr(downloads, "_answer", heard)
    return made


@pytest.fixture
def root(tmp_path: Path) -> Path:
    publish_release(tmp_path)
    return tmp_path


@pytest.fixture
def fresh(root: Path) -> Iterator[FlaskClient]:
    with make_site(Settings(releases=root)).server.test_client() as client:
        yield client


def test_what_was_made_once_is_sent_again(fresh: FlaskClient, asked: list[str]) -> None:
    first, again = fresh.get(FILE), fresh.get(FILE)
    assert first.get_data() == again.get_data()
    assert [*first.headers] == [*again.headers]
    assert asked == ["1.csv"]


def test_each_address_and_language_is_an_answer_of_its_own(
    fresh: FlaskClient, asked: list[str]
) -> None:
    texts = {fresh.get(f"/indicators/1.json{search}").text for search in ("", "?lang=es")}
    assert len(texts) == len(asked) == 2


def test_who_holds_it_is_told_that_nothing_changed(fresh: FlaskClient) -> None:
    mark = fresh.get(FILE).headers["ETag"]
    for held in (mark, f"W/{mark}", f'"other", {mark}', "*"):
        answer = fresh.get(FILE, headers={"If-None-Match": held})
        assert (answer.status_code, answer.get_data()) == (304, b"")
        assert answer.headers["ETag"] == mark
    assert fresh.get(FILE, headers={"If-None-Match": '"other"'}).status_code == 200


@pytest.mark.parametrize(
    ("accepted", "unpacked"),
    [
        ("br", brotli.decompress),
        ("gzip", gzip.decompress),
        ("identity", bytes),
        ("br;q=0, gzip", gzip.decompress),
    ],
)
def test_every_coding_holds_the_same(fresh: FlaskClient, accepted: str, unpacked) -> None:  # type: ignore[no-untyped-def]
    plain = fresh.get(FILE).get_data()
    answer = fresh.get(FILE, headers={"Accept-Encoding": accepted})
    assert unpacked(answer.get_data()) == plain
    assert answer.headers.get("Content-Encoding", "") == coding_for(accepted)
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert int(answer.headers["Content-Length"]) == len(answer.get_data())


@pytest.mark.parametrize("coding", ["br", "gzip"])
@pytest.mark.parametrize("quality", [0, 1, 9])
def test_whatever_the_quality_it_is_compressed(coding: str, quality: int) -> None:
    """At 0 gzip would only wrap it."""
    assert len(compressed(b"all the same " * 100, coding, quality=quality)) < 100


def test_a_question_for_the_head_has_no_body(fresh: FlaskClient) -> None:
    whole, head = fresh.get(FILE), fresh.head(FILE)
    assert head.get_data() == b""
    assert head.headers["Content-Length"] == whole.headers["Content-Length"]


def test_another_release_changes_what_it_changes(root: Path, fresh: FlaskClient) -> None:
    graduation, dropouts = (fresh.get(f"/indicators/{one}.csv") for one in ("1", "2"))
    later = publish_release(root, state_2013=(700, 1000))
    while fresh.get("/readyz").get_json()["release"] != later:
        pass  # it is read beside the answers
    again = fresh.get("/indicators/1.csv")
    assert again.headers["ETag"] != graduation.headers["ETag"]
    assert "70.0" in again.text
    # What is the same under the new release keeps its mark: nobody loads it again.
    assert fresh.get("/indicators/2.csv").headers["ETag"] == dropouts.headers["ETag"]


@pytest.mark.parametrize("address", ["/indicators/99.csv", "/nowhere", "/readyz", "/healthz"])
def test_errors_and_probes_are_not_kept(fresh: FlaskClient, address: str) -> None:
    answer = fresh.get(address)
    assert "no-store" in answer.headers["Cache-Control"]
    assert "ETag" not in answer.headers


def test_pages_are_kept_and_asked_for_anew(fresh: FlaskClient) -> None:
    answer = fresh.get("/indicators/1")
    assert answer.headers["Cache-Control"] == "public, max-age=0, s-maxage=60"
    assert "Set-Cookie" not in answer.headers
    held = {"If-None-Match": answer.headers["ETag"]}
    assert fresh.get("/indicators/1", headers=held).status_code == 304


def test_a_page_is_the_same_from_every_process(root: Path) -> None:
    marks = set()
    for _ in range(2):
        with make_site(Settings(releases=root)).server.test_client() as client:
            marks.add(client.get("/indicators/1").headers["ETag"])
    assert len(marks) == 1


def test_pages_that_list_releases_learn_of_one_that_is_gone(root: Path, fresh: FlaskClient) -> None:
    earlier = fresh.get("/readyz").get_json()["release"]
    later = publish_release(root, state_2013=(700, 1000))
    while fresh.get("/readyz").get_json()["release"] != later:
        pass  # it is read beside the answers
    assert earlier in fresh.get("/releases.atom").text
    shutil.rmtree(root / earlier)
    assert earlier not in fresh.get("/releases.atom").text
