"""The PDF is one that everybody can read: PDF/UA-1, as far as its own structure shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pikepdf
import pytest

from dashboard.catalog import load_catalog
from tests.support.release import LONG

Opened = Callable[..., pikepdf.Pdf]


def elements(found: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    """Every element of a structure tree, in reading order."""
    kids = found.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from elements(kid)


def named(pdf: pikepdf.Pdf, name: str) -> list[pikepdf.Dictionary]:
    return [one for one in elements(pdf.Root.StructTreeRoot) if str(one.S)[1:] == name]


@pytest.mark.parametrize(("language", "tag"), [("en", "en-US"), ("es", "es-US")])
def test_it_says_what_it_is(opened: Opened, language: str, tag: str) -> None:
    pdf = opened(LONG, language)
    assert bool(pdf.Root.MarkInfo.Marked)
    assert str(pdf.Root.Lang) == tag
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
    assert "Long Meadow" in str(pdf.docinfo["/Title"])
    about = pdf.Root.Metadata.read_bytes().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in about


def test_every_drawing_and_formula_has_its_words(opened: Opened) -> None:
    pdf = opened(LONG)
    drawings = named(pdf, "Figure")
    assert len(drawings) == len(load_catalog().indicators)
    assert all(str(one.Alt).startswith("Line chart: ") for one in drawings)
    formulas = [str(one.Alt) for one in named(pdf, "Formula")]
    assert len(formulas) >= len(drawings)
    assert all(" divided by " in text and text.endswith(" × 100") for text in formulas)


def test_headings_are_in_order_and_lead_to_every_indicator(opened: Opened) -> None:
    pdf = opened()
    levels = [str(one.S) for one in elements(pdf.Root.StructTreeRoot) if str(one.S)[:2] == "/H"]
    assert levels == ["/H1"] + ["/H2"] * (1 + len(load_catalog().indicators))
    assert len(named(pdf, "Link")) == len(load_catalog().indicators)


def test_tables_have_heads_and_every_cell_knows_its_own(opened: Opened) -> None:
    pdf = opened(LONG)
    tables = named(pdf, "Table")
    assert len(tables) == 1 + len(load_catalog().indicators)
    for table in tables:
        inside = list(elements(table))
        heads = {str(one.ID): one for one in inside if one.S == "/TH"}
        assert heads
        assert all(one.A[0].Scope == "/Column" for one in heads.values())
        for cell in (one for one in inside if one.S == "/TD"):
            assert str(cell.A[0].Headers[0]) in heads


def test_only_fonts_of_the_project_and_of_the_typesetter_are_in_it(opened: Opened) -> None:
    pdf = opened()
    fonts = {
        str(one.BaseFont).split("+")[-1].split("-")[0]
        for one in pdf.objects
        if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font"
    }
    assert fonts == {"OpenSans", "NewCMMath", "LibertinusSerif"}
