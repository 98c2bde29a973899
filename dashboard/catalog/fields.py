"""The kinds of values that catalogue files hold, and the base of every record."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator

FIRST_YEAR, LAST_YEAR = 2000, 2099


class Record(BaseModel):
    """A frozen record that refuses fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_by_name=True)


def _one_line(value: object) -> object:
    """Wrapped lines of a TOML text are one line: where it breaks on a page is the page's matter."""
    return " ".join(value.split()) if isinstance(value, str) else value


def _name(value: str) -> str:
    if re.fullmatch("[a-z][a-z0-9_]*", value) is None:
        raise ValueError(f"'{value}' must be small letters, digits and _, beginning with a letter")
    return value


def _asset(value: str) -> str:
    if re.fullmatch(r"([\w-][\w.-]*(/[\w-][\w.-]*)*)?", value) is None:
        raise ValueError(f"'{value}' must be a path below assets/, as img/logo.svg")
    return value


def _parameter(value: object) -> object:
    """A measure's parameter: what JSON and every engine hold alike, so nothing is rounded."""
    if isinstance(value, bool | int | str):
        return value
    if isinstance(value, list | tuple):
        if all(isinstance(item, str) for item in value):
            return tuple(value)
        if all(isinstance(item, int) and not isinstance(item, bool) for item in value):
            return tuple(value)
        raise ValueError("must be a list of texts or a list of whole numbers")
    if isinstance(value, float | Decimal):
        raise ValueError(f'must be written in quotes, as "{value}", so that it stays exact')
    raise ValueError("must be a text, a whole number, true, false or a list of these")


Line = Annotated[str, BeforeValidator(_one_line), Field(min_length=1)]
"""A text of one line; never empty."""

OptionalLine = Annotated[str, BeforeValidator(_one_line)]
"""A text of one line, or nothing."""

Name = Annotated[str, AfterValidator(_name)]
"""The name of an extract, a measure or a profile."""

AssetPath = Annotated[str, AfterValidator(_asset)]
"""A file below assets/, or nothing; never a way out of that folder."""

Year = Annotated[int, Field(strict=True, ge=FIRST_YEAR, le=LAST_YEAR)]
"""A school year by the calendar year in which it ends (1.1)."""

Count = Annotated[int, Field(strict=True, ge=0)]
Flag = Annotated[bool, Field(strict=True)]
Percent = Annotated[Decimal, Field(ge=0, le=100)]
Share = Annotated[Decimal, Field(ge=0, le=1)]
Parameters = dict[Name, Annotated[Any, PlainValidator(_parameter)]]
"""What a measure is told besides its tables."""


def merged(*layers: Mapping[str, Any] | None) -> dict[str, Any]:
    """The layers laid over each other: a later one wins."""
    return {name: value for layer in layers if layer for name, value in layer.items()}
