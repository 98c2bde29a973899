"""docs/catalogue.md explains every field, and no field that is not there."""

import re
from pathlib import Path

import pytest

from dashboard.catalog import (
    Break,
    CodingTier,
    Contact,
    Era,
    Family,
    Formula,
    Gap,
    Indicator,
    Link,
    Note,
    Profile,
    Protection,
    ReferenceLine,
    Shapes,
    Slippage,
)
from dashboard.catalog.fields import Record
from dashboard.catalog.load import Index

PAGE = Path(__file__).resolve().parents[2] / "docs" / "catalogue.md"
RECORDS: tuple[type[Record], ...] = (
    Index,
    Family,
    Link,
    Indicator,
    Era,
    Formula,
    Gap,
    Break,
    Note,
    ReferenceLine,
    Profile,
    Contact,
    Protection,
    CodingTier,
    Slippage,
    Shapes,
)


def documented(heading: str) -> dict[str, str]:
    sections = re.split(r"^## (.+)\n", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    section = dict(zip(sections[1::2], sections[2::2], strict=True))[heading]
    return dict(re.findall(r"^\| `(\w+)` \| (.+) \|$", section, flags=re.MULTILINE))


def heading_of(record: type[Record]) -> str:
    return "catalog.toml" if record is Index else record.__name__


@pytest.mark.parametrize("record", RECORDS, ids=heading_of)
def test_every_field_is_documented(record: type[Record]) -> None:
    fields = {
        str(field.serialization_alias or name): field.is_required()
        for name, field in record.model_fields.items()
    }
    found = documented(heading_of(record))
    assert set(found) == set(fields)
    assert {name: text.startswith("Required.") for name, text in found.items()} == fields


def test_every_kind_of_record_is_in_this_test() -> None:
    reachable = {Index, Indicator, Profile}
    while more := {
        model for record in reachable for model in _models_in(record) if model not in reachable
    }:
        reachable |= more
    assert reachable == set(RECORDS)


def _models_in(annotation: object) -> set[type[Record]]:
    if isinstance(annotation, type) and issubclass(annotation, Record):
        inner = (field.annotation for field in annotation.model_fields.values())
        return {annotation}.union(*(_direct(each) for each in inner))
    return set()


def _direct(annotation: object) -> set[type[Record]]:
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return {annotation}
    return set().union(*map(_direct, getattr(annotation, "__args__", ())))
