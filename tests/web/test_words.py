"""Each word that stands in place of a number, or beside one, in each form of the answer.

The page (its table and its drawing), the figure, the .csv and the .json come from one view; here
it is said what a person reads in each: the same word in all, and a number in none that has none.
"""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import dataclass
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient

from callbacks.site import Site
from layouts import ids
from tests.support.crawl import CALLBACKS, callback_body, readable
from tests.support.release import ALDER, BIRCH, CANARIES, LONG

NBSP = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class Word:
    """A row of the handmade release, and the words for it in both languages.

    drawn: what the figure holds of it; None where a district has no line.
    """

    indicator: str
    lea: str | None
    year: int
    status: str
    english: str
    spanish: str
    drawn: str | None
    percent: str = ""


WORDS = {
    "protected": Word("1", BIRCH, 2013, "SUPPRESSED", "protected", "protegido", "■"),
    "over": Word("6A", BIRCH, 2013, "SUPPRESSED", "over 95 %", "más de 95 %", "■"),
    "under": Word("6A", LONG, 2013, "SUPPRESSED", "under 5 %", "menos de 5 %", "■"),
    "not examined": Word(
        "4A", BIRCH, 2013, "NO_TARGET", "not examined (group too small)",
        "no examinado (grupo demasiado pequeño)", None,
    ),
    "no data": Word(
        "4A", LONG, 2013, "NO_STUDENTS", "not examined (no data)", "no examinado (sin datos)", None
    ),
    "not reported": Word(
        "1", ALDER, 2009, "NOT_REPORTED", "not reported", "no publicado", "×"
    ),
    "no students": Word(
        "11", ALDER, 2012, "NO_STUDENTS", "no children", "ningún caso (niños)", "○"
    ),
    "carried": Word(
        "8", ALDER, 2012, "CARRIED", "72.0 (from 2010)", "72.0 (de 2010)", "from<br>2010", "72.0"
    ),
    "zero": Word("4B", None, 2013, "MET", "0.0", "0.0", "<b>0.0 %</b>", "0.0"),
}  # fmt: skip
ALL = pytest.mark.parametrize("word", WORDS.values(), ids=WORDS)


def search(word: Word, *more: str) -> str:
    district = [f"district={word.lea}"] if word.lea else []
    return "?" + "&".join([*district, *more])


def texts(html: str) -> list[str]:
    cells = re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", html, re.S)
    return [_plain(unescape(re.sub(r"<[^>]+>", "", cell))) for cell in cells]


def _plain(text: str) -> str:
    return text.replace(NBSP, " ")


def figure(site: Site, client: FlaskClient, word: Word, language: str = "") -> str:
    client.get("/")
    where = search(word, f"from={word.year}", f"to={word.year}", *([language] if language else []))
    values = {
        f"{ids.ASKED}.data": where,
        f"{ids.ADDRESS}.pathname": f"/indicators/{word.indicator}",
        f"{ids.ADDRESS}.search": where,
    }
    asked = callback_body(site, f"{ids.CHART}.figure", values)
    answer = json.loads(client.post(CALLBACKS, json=asked).text)["response"]
    return _plain(json.dumps(answer[ids.CHART]["figure"], ensure_ascii=False))


def record(client: FlaskClient, word: Word, ending: str) -> dict[str, Any]:
    answer = client.get(f"/indicators/{word.indicator}{ending}{search(word)}")
    if ending == ".csv":
        found: list[dict[str, Any]] = list(csv.DictReader(io.StringIO(answer.text)))
    else:
        found = json.loads(answer.text)["values"]
    (one,) = [
        row for row in found
        if str(row["school_year"]) == str(word.year) and (row["lea_id"] or None) == word.lea
    ]  # fmt: skip
    return one


@ALL
def test_the_table_of_the_page(client: FlaskClient, word: Word) -> None:
    for language, said in (("lang=en", word.english), ("lang=es", word.spanish)):
        answer = client.get(f"/indicators/{word.indicator}{search(word, language)}")
        assert said in texts(answer.text)
        assert [canary for canary in CANARIES if canary in readable(answer.data)] == []


@ALL
def test_the_figure(site: Site, client: FlaskClient, word: Word) -> None:
    drawn = figure(site, client, word)
    if word.drawn is None:
        assert word.english not in drawn
        return
    assert word.drawn in drawn
    assert word.status == "MET" or word.status == "CARRIED" or word.english in drawn
    spanish = figure(site, client, word, "lang=es")
    assert word.status in ("MET", "CARRIED") or word.spanish in spanish


@ALL
@pytest.mark.parametrize("ending", [".csv", ".json"])
def test_the_files(client: FlaskClient, word: Word, ending: str) -> None:
    told = record(client, word, ending)
    assert _plain(told["shown_as"]) == word.english
    assert told["status"] == word.status
    numbers = [told[name] for name in ("percent", "numerator", "denominator")]
    if word.percent:
        assert float(told["percent"]) == float(word.percent)
        assert all(str(number) != "" for number in numbers)
    else:
        assert all(number in (None, "") for number in numbers)


@pytest.mark.parametrize(
    ("name", "sign"),
    [("protected", "■"), ("over", "■"), ("not reported", "×"), ("no students", "○")],
)
def test_the_drawing_before_any_script(client: FlaskClient, name: str, sign: str) -> None:
    word = WORDS[name]
    where = search(word, f"from={word.year}", f"to={word.year}")
    page = readable(client.get(f"/indicators/{word.indicator}{where}").data)
    drawing = page.partition('<div class="drawing"')[2].partition("</svg></div>")[0]
    assert sign in drawing


@pytest.mark.parametrize("name", ["over", "under", "protected"])
def test_the_other_pages(client: FlaskClient, name: str) -> None:
    word = WORDS[name]
    for address in (
        f"/districts/{word.lea}",
        f"/compare?indicator={word.indicator}&district={word.lea}",
        f"/map?indicator={word.indicator}&district={word.lea}",
        f"/?district={word.lea}",
    ):
        page = client.get(address)
        assert word.english in _plain(unescape(page.text)), address
        assert [canary for canary in CANARIES if canary in readable(page.data)] == []


def test_a_word_is_never_drawn_at_a_height(site: Site, client: FlaskClient) -> None:
    """P6: neither zero nor a point of a line; and zero is both."""
    for word in WORDS.values():
        if word.drawn is not None and word.lea and not word.percent:
            traces = json.loads(figure(site, client, word))["data"]
            own = [one for one in traces if one["name"] != "Target"][1:]
            assert all(value is None for one in own for value in one["y"])
    (state,) = [
        one for one in json.loads(figure(site, client, WORDS["zero"]))["data"]
        if one["name"] == "Missouri"
    ]  # fmt: skip
    assert state["y"] == [0.0]
