"""What can be wrong with a catalogue, and how it is said: file, field, reason."""

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, ValidationError

from dashboard.errors import ProgressError

_KEY = "[key]"  # pydantic's mark for "the name of this entry is wrong, not its value"


@dataclass(frozen=True, kw_only=True, order=True)
class Problem:
    """One thing to put right.

    `file` is relative to the catalogue's folder. `field` is a dotted path in the words of the
    file, items of a list counted from 1 (`eras.2.from`); empty when the whole file is meant.
    """

    file: str
    field: str
    reason: str

    def __str__(self) -> str:
        where = f"{self.file}: {self.field}" if self.field else self.file
        return f"{where}: {self.reason}"


class CatalogError(ProgressError):
    """A catalogue that cannot be used; `problems` holds everything found, over all its files."""

    def __init__(self, catalog: str, problems: Iterable[Problem]) -> None:
        self.catalog = catalog
        self.problems = tuple(problems)
        count = len(self.problems)
        head = (
            f"The catalogue '{catalog}' cannot be used:"
            f" {count} problem{'' if count == 1 else 's'} to put right in its files."
        )
        super().__init__("\n".join([head, *(f"  {problem}" for problem in self.problems)]))


class UnknownIndicatorError(ProgressError, KeyError):
    """An indicator id that the catalogue does not have."""

    def __init__(self, wanted: str, *, known: Iterable[str]) -> None:
        super().__init__(f"There is no indicator '{wanted}'. There are: {', '.join(known)}.")

    def __str__(self) -> str:  # KeyError would show the text in quotes
        return str(self.args[0])


def shape_problems(
    error: ValidationError, *, model: type[BaseModel], file: str
) -> Iterator[Problem]:
    """Pydantic's findings about one file, in plain words and one for each field."""
    for finding in error.errors(include_url=False):
        path = finding["loc"]
        yield Problem(
            file=file,
            field=".".join(_step(step) for step in path if step != _KEY),
            reason=_reason(finding, known=_field_names(model, path[:-1])),
        )


def _step(step: int | str) -> str:
    return str(step + 1) if isinstance(step, int) else step


def _reason(finding: Mapping[str, Any], *, known: Iterable[str]) -> str:
    given, context = _shown(finding["input"]), finding.get("ctx", {})
    match finding["type"]:
        case "missing":
            return "is missing"
        case "extra_forbidden":
            close = difflib.get_close_matches(str(finding["loc"][-1]), list(known), n=1)
            return "is not a known field" + (f"; did you mean '{close[0]}'?" if close else "")
        case "literal_error":
            return f"must be {context['expected']}, not {given}"
        case "string_type":
            return f"must be text in quotes, not {given}"
        case "too_short" | "string_too_short" if isinstance(finding["input"], str):
            return "must not be empty"
        case "int_type":
            return f"must be a whole number, not {given}"
        case "bool_type":
            return f"must be true or false, not {given}"
        case "decimal_type" | "decimal_parsing" | "finite_number":
            return f"must be a finite number, not {given}"
        case "tuple_type":
            return f"must be a list in [brackets], not {given}"
        case "dict_type" | "model_type":
            return f"must be a table, not {given}"
        case "greater_than_equal":
            return f"must be {context['ge']} or more, not {given}"
        case "less_than_equal":
            return f"must be {context['le']} or less, not {given}"
        case "too_short":
            return f"needs at least {context['min_length']}"
        case "value_error":
            return str(context["error"])
    return f"{finding['msg']} (given {given})"


def _shown(value: object) -> str:
    text = str(value) if isinstance(value, int | float | Decimal) else repr(value)
    text = {"True": "true", "False": "false"}.get(text, text)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _field_names(model: type[BaseModel], path: tuple[int | str, ...]) -> list[str]:
    """The names a table of the file may hold, for the table at `path` below `model`."""
    for step in path:
        if isinstance(step, int):
            continue
        inner = next(
            (
                _model_in(field.annotation)
                for name, field in model.model_fields.items()
                if (field.validation_alias or name) == step
            ),
            None,
        )
        if inner is None:
            return []
        model = inner
    return [str(field.validation_alias or name) for name, field in model.model_fields.items()]


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(_model_in, getattr(annotation, "__args__", ()))), None)
