"""The OpenAPI 3.1 document of the addresses that answer with data (`/openapi.json`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard.charts.raster import SCALES
from dashboard.locale import LANGUAGES
from dashboard.views import MOST_DISTRICTS, Edition
from dashboard.views.download import COLUMNS
from dashboard.web.forms import FORMS

Schema = dict[str, Any]

_NUMBER: Schema = {"type": ["number", "null"]}
_WHOLE: Schema = {"type": ["integer", "null"]}
_TEXT: Schema = {"type": ["string", "null"]}
_TYPES: Mapping[str, Schema] = {
    "percent": _NUMBER,
    "target": _NUMBER,
    "ratio": _NUMBER,
    "numerator": _WHOLE,
    "denominator": _WHOLE,
    "school_year": {"type": "integer"},
    "data_year": {"type": "integer"},
    "apr_ffy": {"type": "integer"},
    "indicator": {"type": "string"},
    "level": {"enum": ["STATE", "LEA"]},
    "name": {"type": "string"},
    "status": {"type": "string"},
    "shown_as": {"type": "string"},
}
"""Of the columns that are not a text or nothing."""


def document(*, edition: Edition, base: str) -> Schema:
    """The document for a release: its years and indicators are the values that it allows."""
    one = _of_indicator()
    many: Schema = {
        "type": "object",
        "required": ["release", "indicators"],
        "properties": {
            "release": {"type": "string"},
            "state": {"type": "string"},
            "district": {"type": "object"},
            "indicators": {"type": "array", "items": one},
        },
    }
    alone = {
        **one,
        "required": ["release", *one["required"]],
        "properties": {"release": {"type": "string"}, **one["properties"]},
    }
    indicator = _parameter(
        "indicator", "path", {"enum": [each.id for each in edition.catalog.indicators]}
    )
    lea = _parameter("lea_id", "path", {"type": "string", "pattern": "^[A-Za-z0-9-]{1,20}$"})
    years: Schema = {"enum": [*edition.years]}
    districts: Schema = {
        "type": "array",
        "items": {"type": "string", "pattern": "^[A-Za-z0-9-]{1,20}$"},
        "maxItems": MOST_DISTRICTS,
    }
    view = [
        {**_parameter("district", "query", districts), "style": "form", "explode": True},
        _parameter("from", "query", years),
        _parameter("to", "query", years),
    ]
    paths: Schema = {}
    for ending, form in FORMS.items():
        for path, parameters, json in (
            (f"/indicators/{{indicator}}.{ending}", [indicator, *view], alone),
            (f"/districts/{{lea_id}}.{ending}", [lea], many),
            (f"/indicators.{ending}", [], many),
        ):
            scale = [_parameter("scale", "query", {"enum": [*SCALES]})] if ending == "png" else []
            paths[path] = _get(
                f"{path} as {ending}",
                [*parameters, *scale, _language()],
                {form.media: {"schema": json} if ending == "json" else {}},
            )
    return {
        "openapi": "3.1.0",
        "info": {
            "title": edition.catalog.profile.subtitle,
            "version": edition.id,
            "description": (
                "Values of State Performance Plan indicators, protected as on the pages. "
                "A number that may not be shown is null, and shown_as says why."
            ),
        },
        "servers": [{"url": base}],
        "paths": paths,
    }


def _get(summary: str, parameters: list[Schema], content: Schema) -> Schema:
    problem: Schema = {"content": {"text/html": {}}}
    return {
        "get": {
            "summary": summary,
            "parameters": parameters,
            "responses": {
                "200": {"description": "The values or the picture.", "content": content},
                "400": {"description": "Some part of the query cannot be answered.", **problem},
                "404": {"description": "There is no such indicator or district.", **problem},
                "503": {"description": "There is no release to show.", **problem},
            },
        }
    }


def _parameter(name: str, place: str, schema: Schema) -> Schema:
    return {"name": name, "in": place, "required": place == "path", "schema": schema}


def _language() -> Schema:
    return _parameter("lang", "query", {"enum": [*LANGUAGES]})


def _of_indicator() -> Schema:
    values: Schema = {
        "type": "object",
        "required": [*COLUMNS],
        "properties": {name: _TYPES.get(name, _TEXT) for name in COLUMNS},
    }
    names = ("id", "title", "statement", "unit", "direction", "source")
    return {
        "type": "object",
        "required": ["indicator", "notes", "values"],
        "properties": {
            "indicator": {
                "type": "object",
                "required": [*names],
                "properties": {name: {"type": "string"} for name in names},
            },
            "notes": {"type": "array", "items": {"type": "string"}},
            "values": {"type": "array", "items": values},
        },
    }
