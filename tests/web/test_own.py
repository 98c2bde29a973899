"""The pages of a district's own people: exact values, the records behind, and who is let in."""

from __future__ import annotations

import csv
import io
import re
import shutil
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from sqlalchemy import text

from dashboard.accounts import Person
from dashboard.measures.terms import MEASURES
from tests.support.behind_site import Site
from tests.support.own_site import (
    ASH,
    BIRCH,
    BIRCHS,
    BOTH,
    CERTIFIER,
    ENTRY,
    FILE,
    FOREIGN,
    LARGE,
    MANY,
    MAY,
    MAY_NOT,
    PLANTED,
    RECORDS,
    STATE,
    STUDENT,
    TOP,
    TYPED,
    VALUES,
    YEAR,
    Visit,
    copied,
    made,
    visiting,
)

# What differs between the two databases is tested below the pages.
pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
GRADUATION = "Graduation"
LOOKS = (VALUES, RECORDS, FILE)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return made(tmp_path_factory.mktemp("own"))


@pytest.fixture
def visit(site: Site, store_url: str) -> Iterator[Visit]:
    with visiting(site, store_url) as visit:
        yield visit


@pytest.fixture
def copy(site: Site, store_url: str, tmp_path: Path) -> Iterator[Visit]:
    """A visit to a copy of the site, to be damaged."""
    with visiting(copied(site, tmp_path), store_url) as visit:
        yield visit


def words(html: str) -> str:
    """What a page says, in one line."""
    inside = html[html.index("<main") : html.index("</main>")]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", inside)).split())


def row_of(html: str, start: str) -> str:
    """The words of the first row of a table that begins with some words."""
    rows = [" ".join(unescape(re.sub(r"<[^>]+>", " ", row)).split()) for row in html.split("<tr")]
    return next(row for row in (row.partition("> ")[2] or row for row in rows) if start in row)


def table(answer_text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer_text.removeprefix("\ufeff"))))


# ---- the exact values


@pytest.mark.parametrize("who", MAY, ids=lambda who: who.login)
def test_exact_values_stand_beside_the_public_ones(visit: Visit, who: Person) -> None:
    html = visit.text(who, VALUES)
    said = row_of(html, "In regular class more than 79%")
    assert "66.7 protected fewer than 10 students 6 9" in said
    assert f'href="/indicators/5A?district={ASH}"' in html
    assert f'href="/districts/{ASH}"' in html
    assert f'href="{RECORDS}"' in html


def test_a_value_that_the_public_sees_too_is_said_to_be_the_same(visit: Visit) -> None:
    said = row_of(visit.text(ENTRY, VALUES), "Parent involvement")
    assert "70.0 the same 21 30" in said


def test_the_year_is_chosen_by_the_address(visit: Visit) -> None:
    html = visit.text(ENTRY, f"{VALUES}?year=2012")
    assert "2011–12" in words(html)
    assert f'href="{VALUES}/5A/2012"' in html
    assert '<option value="2012" selected>' in html
    assert '<option value="2013" selected>' in visit.text(ENTRY, VALUES)
    for wrong in ("1999", "x", "99999999999", "-1", "²"):
        answer = visit.get(ENTRY, f"{VALUES}?year={wrong}")
        assert answer.status_code == 404, wrong


def test_groups_are_exact_too(visit: Visit) -> None:
    html = visit.text(ENTRY, VALUES)
    assert "66.7 protected fewer than 10 students 6 9" in row_of(html, "White")


def test_an_indicator_that_was_not_reported_leads_to_no_records(visit: Visit) -> None:
    html = visit.text(ENTRY, VALUES)
    assert "not reported" in row_of(html, f"1 {GRADUATION}")
    assert f'href="{VALUES}/1/{YEAR}"' not in html


# ---- choosing a district


def test_who_has_one_district_is_led_there(visit: Visit) -> None:
    answer = visit.get(ENTRY, TOP)
    assert (answer.status_code, answer.location) == (303, VALUES)


def test_who_has_several_chooses(visit: Visit) -> None:
    html = visit.text(BOTH, TOP)
    assert f'<option value="{ASH}">District {ASH}</option>' in html
    assert f'<option value="{BIRCH}">' in html
    assert LARGE not in html
    assert f'<option value="{LARGE}">' in visit.text(STATE, TOP)
    answer = visit.get(BOTH, f"{TOP}?lea={BIRCH}")
    assert (answer.status_code, answer.location) == (303, FOREIGN)
    assert "Choose a district from the list" in visit.text(BOTH, f"{TOP}?lea={LARGE}")


def test_the_account_leads_there_for_who_may(visit: Visit) -> None:
    for who in MAY:
        assert f'<a href="{TOP}">' in visit.text(who, "/account")
    for who in MAY_NOT[:1] + MAY_NOT[2:]:
        assert f'href="{TOP}"' not in visit.text(who, "/account")


# ---- the records behind a number


@pytest.mark.parametrize("who", MAY, ids=lambda who: who.login)
def test_the_records_are_told(visit: Visit, who: Person) -> None:
    html = visit.text(who, RECORDS)
    said = words(html)
    assert "6 of 9 students" in said
    assert "66.7" in said
    assert "The public sees: protected" in said
    assert "In the numerator" in said
    assert "Year" not in html[html.index('class="values listed"') :], "it is said above"
    assert "needs: env_sa is RC80" in said
    assert "needs: age is from 6 to 21" in said
    assert STUDENT in said
    assert "Total Age 6-21 Child Count" in said, "the formula"
    assert BIRCHS not in html
    assert f'href="{FILE}"' in html


def test_one_group_of_records(visit: Visit) -> None:
    html = visit.text(ENTRY, RECORDS)
    links = re.findall(rf'href="{RECORDS}\?group=([\w-]+)#records"', html)
    assert len(set(links)) == 3
    counts = []
    for link in dict.fromkeys(links):
        part = visit.text(ENTRY, f"{RECORDS}?group={link}")
        counts.append(len(set(re.findall("=?31337000[0-9]{2}", words(part)))))
        assert f'href="{FILE}?group={link}"' in part
        rows = table(visit.get(ENTRY, f"{FILE}?group={link}").text)
        assert len(rows) == counts[-1]
    assert counts == [6, 3, 1]
    assert visit.get(ENTRY, f"{RECORDS}?group=nobody").status_code == 404
    assert visit.get(ENTRY, f"{FILE}?group=nobody").status_code == 404


def test_many_records_are_paged(visit: Visit) -> None:
    address = f"{TOP}/{LARGE}/5A/{YEAR}"
    seen: set[str] = set()
    pages = 0
    following = address
    while following:
        html = visit.text(STATE, following)
        found = re.findall(r'<th scope="row">(\d{10})</th>', html)
        assert 0 < len(found) <= 200
        assert not seen & set(found)
        seen |= set(found)
        pages += 1
        link = re.search(r'<a href="([^"]+)" rel="next"', html)
        following = unescape(link[1]) if link else ""
    assert (len(seen), pages) == (2 * MANY, 5)
    for wrong in ("0", "6", "x", "-1", "9" * 30):
        assert visit.get(STATE, f"{address}?page={wrong}").status_code == 404


def test_S6_the_file_has_the_same_records_and_no_formula(visit: Visit) -> None:
    answer = visit.get(CERTIFIER, FILE)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    name = f'attachment; filename="records-{ASH}-5A-{YEAR}.csv"'
    assert answer.headers["Content-Disposition"] == name
    rows = table(answer.text)
    assert len(rows) == 10
    assert [row["counted_as"] for row in rows].count("numerator") == 6
    assert sum(int(row["adds_numerator"]) for row in rows) == 6
    assert sum(int(row["adds_denominator"]) for row in rows) == 9
    assert f"'{TYPED}" in {row["student_id"] for row in rows}
    assert all(not value.startswith("=") for row in rows for value in row.values())
    assert {row["env_sa"] for row in rows if row["counted_as"] == "denominator"} == {"RC39"}
    assert {row["why"] for row in rows if row["counted_as"] == "none"} == {
        "needs: age is from 6 to 21"
    }


@pytest.mark.parametrize(
    "address",
    [
        f"{VALUES}/5Z/{YEAR}", f"{VALUES}/5A/1999", f"{VALUES}/5A/99999", f"{VALUES}/%00/{YEAR}",
        f"{VALUES}/1/{YEAR}", f"{VALUES}/5Z/{YEAR}.csv", f"{VALUES}/5A/1999.csv",
    ],
)  # fmt: skip
def test_what_is_not_there_is_said(visit: Visit, address: str) -> None:
    answer = visit.get(ENTRY, address)
    assert answer.status_code == 404
    assert "Traceback" not in answer.text
    assert visit.trail() == []


@pytest.mark.parametrize("lea", ["999999", "%00", "nobody' OR '1'='1"])
def test_a_district_that_does_not_exist(visit: Visit, lea: str) -> None:
    for address in (f"{TOP}/{lea}", f"{TOP}/{lea}/5A/{YEAR}", f"{TOP}/{lea}/5A/{YEAR}.csv"):
        assert visit.get(STATE, address).status_code == 404
        assert visit.get(ENTRY, address).status_code == 403


# ---- S1: who is let in


@pytest.mark.parametrize("who", [*MAY_NOT, None], ids=lambda who: who.login if who else "nobody")
def test_S1_nobody_else_sees_a_byte(visit: Visit, who: Person | None) -> None:
    for address in LOOKS:
        answer = visit.get(who, address)
        if who is None:
            assert (answer.status_code, answer.location[:8]) == (303, "/signin?")
        else:
            assert answer.status_code == 403, address
        assert not [one for one in PLANTED if one in answer.text], address
    assert visit.trail() == []


@pytest.mark.parametrize("who", [ENTRY, CERTIFIER], ids=lambda who: who.login)
def test_S1_a_foreign_district_is_refused_whatever_it_is(visit: Visit, who: Person) -> None:
    for lea in (BIRCH, LARGE, "999999"):
        for rest in ("", f"/5A/{YEAR}", f"/5A/{YEAR}.csv", f"/5Z/{YEAR}"):
            asked = f"{TOP}/{lea}{rest}"
            answer = visit.get(who, asked)
            assert answer.status_code == 403, rest
            # The way back, after signing in anew, is what they asked for themselves.
            assert lea not in answer.text.replace(f"next={asked}", "")
            assert "42442" not in answer.text
    assert visit.trail() == []


def test_S1_every_route_is_in_the_matrix(visit: Visit) -> None:
    rules = visit.client.application.url_map.iter_rules()
    found = {rule.rule for rule in rules if rule.endpoint.startswith("own.")}
    adapter = visit.client.application.url_map.bind("localhost")
    asked = {adapter.match(path, return_rule=True)[0].rule for path in (TOP, *LOOKS)}
    assert found == asked


def test_nothing_planted_is_public(visit: Visit) -> None:
    visit.text(ENTRY, VALUES)
    visit.text(ENTRY, RECORDS)
    for address in (
        f"/districts/{ASH}", f"/districts/{ASH}.csv", f"/districts/{ASH}.json",
        f"/indicators/5A?district={ASH}", f"/indicators/5A.csv?district={ASH}",
        f"/indicators/5A.json?district={ASH}", f"/embed/5A?district={ASH}", "/", "/data.json",
        f"/report?district={ASH}",
    ):  # fmt: skip
        for who in (None, ENTRY, STATE):
            answer = visit.get(who, address)
            assert answer.status_code == 200, address
            assert not [one for one in PLANTED if one in answer.text], (address, who)
            assert TOP not in answer.text


@pytest.mark.parametrize("address", [TOP, *LOOKS, FOREIGN, f"{VALUES}/5A/1999"])
@pytest.mark.parametrize("who", [ENTRY, STATE, None], ids=lambda who: who.login if who else "-")
def test_nobody_keeps_these_answers(visit: Visit, who: Person | None, address: str) -> None:
    assert visit.get(who, address).headers["Cache-Control"] == "private, no-store"


# ---- the audit trail


def test_every_look_is_written_down(visit: Visit) -> None:
    for address in (*LOOKS, f"{RECORDS}?group=numerator-1"):
        visit.text(CERTIFIER, address)
    trail = visit.trail()
    assert [(one.action, one.lea_id, one.subject) for one in trail] == [
        ("look_exact", ASH, "2013"),
        ("look_records", ASH, "5A 2013"),
        ("look_records", ASH, "5A 2013"),
        ("look_records", ASH, "5A 2013"),
    ]
    assert {one.login for one in trail} == {CERTIFIER.login}
    assert [one.new.get("file") for one in trail] == [None, None, True, None]
    assert not [one for one in PLANTED for entry in trail if one in str(entry.new)]


@pytest.mark.parametrize("address", LOOKS)
def test_without_its_entry_in_the_trail_nothing_is_seen(visit: Visit, address: str) -> None:
    with visit.gate.store.writing() as session:
        session.execute(text("ALTER TABLE audit_entry RENAME TO elsewhere"))
    answer = visit.get(ENTRY, address)
    assert answer.status_code == 503
    assert not [one for one in PLANTED if one in answer.text]


# ---- what the operator has to put right


def refused(visit: Visit, address: str, said: str) -> None:
    answer = visit.get(ENTRY, address)
    assert answer.status_code == 503
    assert said in words(answer.text)
    assert "Traceback" not in answer.text
    assert not [one for one in PLANTED if one in answer.text]
    for folder in (visit.site.extracts, visit.site.release):
        assert str(folder) not in answer.text
        assert str(folder.parent) not in answer.text
    assert visit.trail() == []


@pytest.mark.parametrize("address", [RECORDS, FILE])
def test_without_the_setting_there_are_no_records(site: Site, store_url: str, address: str) -> None:
    with visiting(site, store_url, records=False) as bare:
        refused(bare, address, "not set up to show records")
        html = bare.text(ENTRY, VALUES)
        assert "66.7 protected" in row_of(html, "In regular class more than 79%")
        assert RECORDS not in html
        assert "not set up to show records" in words(html)


@pytest.mark.parametrize("address", [RECORDS, FILE])
def test_changed_extracts_are_refused_until_they_are_put_back(copy: Visit, address: str) -> None:
    file = copy.site.extracts / "child_count.csv"
    before = file.read_bytes()
    file.write_bytes(before.replace(b"RC80", b"RC39", 1))
    refused(copy, address, "changed since the release was built")
    file.unlink()
    refused(copy, address, "changed since the release was built")
    shutil.rmtree(copy.site.extracts)
    refused(copy, address, "changed since the release was built")
    copy.site.extracts.mkdir()
    refused(copy, address, "changed since the release was built")


def test_extracts_that_may_not_be_read(copy: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied", str(copy.site.extracts))

    monkeypatch.setattr("dashboard.behind.sources.find_sources", refuse)
    refused(copy, RECORDS, "changed since the release was built")


@pytest.mark.parametrize("address", LOOKS)
@pytest.mark.parametrize("gone", ["missing", "damaged", "unreadable"])
def test_restricted_files_that_cannot_be_read(
    copy: Visit, address: str, gone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = copy.site.release / "restricted"
    if gone == "missing":
        shutil.rmtree(folder)
    elif gone == "damaged":
        (folder / "indicator_value.parquet").write_bytes(b"PAR1")
    else:
        stat = Path.stat

        def closed(path: Path, **options: bool) -> object:
            if path.parent == folder:
                raise PermissionError(13, "Permission denied", str(path))
            return stat(path, **options)

        monkeypatch.setattr(Path, "stat", closed)
    refused(copy, address, "cannot be read on this server")


@pytest.mark.parametrize("address", LOOKS)
def test_a_release_that_is_gone(copy: Visit, address: str) -> None:
    copy.text(ENTRY, "/account")  # the site has taken the release up
    shutil.rmtree(copy.site.release)
    refused(copy, address, "cannot be read on this server")


def test_no_release_at_all(store_url: str, site: Site, tmp_path: Path) -> None:
    nowhere = Site(site.extracts, tmp_path / "none" / "0", site.catalog)
    with visiting(nowhere, store_url) as visit:
        for address in LOOKS:
            refused(visit, address, "There is no release")


def test_a_program_that_counts_otherwise(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    counted = MEASURES["school_age_environment"]
    monkeypatch.setitem(
        MEASURES,
        "school_age_environment",
        lambda x, *, ages, **told: counted(x, ages=(ages[0] + 5, ages[1]), **told),
    )
    refused(visit, RECORDS, "do not add up")


def test_these_pages_speak_english(visit: Visit) -> None:
    html = visit.text(ENTRY, f"{VALUES}?lang=es")
    assert "66.7 protected" in row_of(html, "In regular class more than 79%")
