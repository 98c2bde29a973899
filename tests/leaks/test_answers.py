"""P5 and P6: nothing that a site answers tells of what is hidden.

Two searches. Of the planted state every answer is searched for what is planted. And the planted
state and its twin, which differ in hidden counts alone, answer the same, byte for byte: so no
height, range, order, length or word depends on a hidden count.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

import dashboard.views.edition
import layouts.compare
import layouts.indicator
from dashboard.charts import figure
from dashboard.views import Edition, IndicatorView, download, point
from tests.support.crawl import LOG
from tests.support.planted_release import Built
from tests.support.planted_state import FEW, MIDDLE, PLANTED, TOO
from tests.support.traces import apart, traced, traces

Exact = Mapping[tuple[str, str, int], Mapping[str, Any]]
Mutant = Callable[[pytest.MonkeyPatch, Exact], None]


def names_of(one: Built, other: Built) -> tuple[tuple[str, str], ...]:
    """What two releases of the same public values may differ in: their ids and days."""
    return ((one.id, other.id), (one.day, other.day))


def test_every_kind_of_answer_was_asked_for(planted: Built) -> None:
    answers = planted.answers
    kinds = {asked.split(" ")[0].split("?")[0].split("/")[-1] for asked in answers}
    assert {"layout", "callback", "filled", "finder", "healthz", "districts.json"} <= kinds
    assert sum(data.startswith(b"200") for data in answers.values()) > 900
    assert not [asked for asked, data in answers.items() if data.startswith(b"5")]
    wrong = [asked for asked, data in answers.items() if data.startswith(b"4")]
    assert {"/manifest.json", "/restricted/indicator_value.parquet", "/?lang=xx"} <= set(wrong)


def test_the_pages_say_that_something_is_hidden(planted: Built) -> None:
    """Else there would be nothing to find."""
    rows = [
        row for row in planted.table("public/indicator_value.parquet").to_pylist()
        if (row["indicator"], row["school_year"], row["lea_id"]) == ("11", 2013, MIDDLE)
    ]  # fmt: skip
    assert [(row["status"], row["num"]) for row in rows] == [("SUPPRESSED", None)]
    page = planted.answers[f"filled /indicators/11?district={FEW}&district={TOO}"]
    assert b"protected" in page


def test_nothing_planted_is_in_any_answer(planted: Built) -> None:
    assert traced(planted.answers) == []


def test_the_log_was_listened_to(planted: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    real = point.point_of
    monkeypatch.setattr(
        "dashboard.views.series.point_of",
        lambda row, **more: (logging.getLogger("x").debug("%s", row), real(row, **more))[1],
    )
    walked = planted.walk(planted.known.only(["11"], [FEW]))
    assert b"SUPPRESSED" in walked[LOG]


def test_the_twins_differ_in_hidden_counts_alone(planted: Built, twin: Built) -> None:
    name = "restricted/indicator_value.parquet"
    mine, others = planted.table(name).to_pylist(), twin.table(name).to_pylist()
    changed = [(a, b) for a, b in zip(mine, others, strict=True) if a["num"] != b["num"]]
    assert len(changed) > 300
    assert {a["indicator"] for a, _ in changed} > {"1", "2", "3C-CA", "5A", "6A", "7A1", "8", "11"}


def test_twins_answer_the_same_byte_for_byte(planted: Built, twin: Built) -> None:
    assert apart(planted.answers, twin.answers, but=names_of(planted, twin)) == []


# --- the searches can fail -----------------------------------------------------------------------


def exact_of(built: Built) -> Exact:
    rows = built.table("restricted/indicator_value.parquet").to_pylist()
    return {
        (row["indicator"], row["lea_id"], row["school_year"]): row
        for row in rows
        if row["group_type"] == "ALL" and row["lea_id"]
    }


def _in_figure(change: Callable[[dict[str, Any], list[float]], None]) -> Mutant:
    def mutate(patch: pytest.MonkeyPatch, exact: Exact) -> None:
        def slipped(view: IndicatorView) -> dict[str, Any]:
            found = figure(view)
            known = [
                exact[view.indicator.id, one.lea_id, year]["value"] or 0
                for one in view.series
                if one.lea_id
                for year in view.years
            ]
            change(found, known)
            return found

        patch.setattr(layouts.indicator, "figure", slipped)

    return mutate


def _height(patch: pytest.MonkeyPatch, exact: Exact) -> None:
    """The picture of a comparison is as high as its hidden value."""
    real = layouts.compare.panels.panel

    def slipped(series: Any, **more: Any) -> str:
        row = exact[more["indicator"].id, series.lea_id, 2013]
        return real(series, **more).replace("<svg", f'<svg data-y="{row["value"]:.4f}"', 1)

    patch.setattr(layouts.compare.panels, "panel", slipped)


def _order(patch: pytest.MonkeyPatch, exact: Exact) -> None:
    """The list of districts is sorted by a hidden value."""
    real = dashboard.views.edition.district_names

    def slipped(*args: Any, **more: Any) -> Mapping[str, str]:
        names = real(*args, **more)
        return dict(sorted(names.items(), key=lambda item: exact["1", item[0], 2013]["value"]))

    patch.setattr(dashboard.views.edition, "district_names", slipped)


def _file(patch: pytest.MonkeyPatch, exact: Exact) -> None:
    real = download._record

    def slipped(indicator: Any, one: Any, shown: Any) -> dict[str, Any]:
        row = exact.get((indicator.id, one.lea_id, shown.year), {"den": None, "num": None})
        counts = {"denominator": row["den"], "numerator": row["num"]}
        return real(indicator, one, shown) | counts

    patch.setattr(download, "_record", slipped)


def _count(patch: pytest.MonkeyPatch, exact: Exact) -> None:
    """A hidden value is counted in the bars of all districts, and no number is written."""
    real = layouts.indicator.spread

    def slipped(view: IndicatorView) -> Any:
        found = view.distribution
        if found is None or not found.bars:
            return real(view)
        place = int((exact[view.indicator.id, FEW, 2013]["value"] or 0) / 100 * 19)
        bars = list(found.bars)
        bars[place] = replace(bars[place], count=bars[place].count + 1)
        return real(replace(view, distribution=replace(found, bars=tuple(bars))))

    patch.setattr(layouts.indicator, "spread", slipped)


def _log(patch: pytest.MonkeyPatch, exact: Exact) -> None:
    real = Edition.series

    def slipped(self: Edition, indicator: Any, lea_id: str | None, **years: Any) -> Any:
        row = exact.get((indicator.id, lea_id or "", 2013), {"num": None})
        logging.getLogger("views").debug("reading %s", row["num"])
        return real(self, indicator, lea_id, **years)

    patch.setattr(Edition, "series", slipped)


def _hover(found: dict[str, Any], known: list[float]) -> None:
    found["data"][-1]["customdata"] = known


def _axis(found: dict[str, Any], known: list[float]) -> None:
    found["layout"]["yaxis"]["range"][1] = max(known[1:2], default=100)


MUTANTS: dict[str, Mutant] = {
    "hover": _in_figure(_hover),
    "axis": _in_figure(_axis),
    "height": _height,
    "order": _order,
    "file": _file,
    "count": _count,
    "log": _log,
}


@pytest.mark.parametrize("name", MUTANTS)
def test_twins_tell_a_slip(
    planted: Built, twin: Built, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    walked = []
    for built in (planted, twin):
        with monkeypatch.context() as patch:
            MUTANTS[name](patch, exact_of(built))
            walked.append(built.walk(built.known.only(["1"], [FEW])))
    assert apart(*walked, but=names_of(planted, twin))


@pytest.mark.parametrize("name", ["hover", "axis", "height", "file", "log"])
def test_the_search_finds_what_is_planted(
    planted: Built, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    MUTANTS[name](monkeypatch, exact_of(planted))
    assert traced(planted.walk(planted.known.only(["11"], [MIDDLE])))


@pytest.mark.parametrize(
    "text",
    [
        f"{PLANTED[0]} of {PLANTED[1]}", "5,479", "10.007", "10\u00a0007", "4528", "54.751674",
        "54,8\u00a0%", "54.8 %", "x canary-7f3a-0000000001",
    ],
)  # fmt: skip
def test_every_way_to_write_it_is_known(text: str) -> None:
    assert traces(text)
