"""One answer in many forms: the values and the picture of an address, by the ending asked for."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import orjson

from dashboard.charts.raster import png
from dashboard.views import Edition, as_csv, as_json
from dashboard.views.download import Portion
from dashboard.views.readme import readme
from dashboard.web.workbook import workbook

BOM = b"\xef\xbb\xbf"  # by which a spreadsheet knows that the names are UTF-8
_ALWAYS = (2000, 1, 1, 0, 0, 0)  # the same values make the same bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is at an address, whatever its form.

    name: of the file, without ending. one: whether it is a single indicator's. picture: makes the
    SVG. scale: of a picture in pixels.
    """

    name: str
    portions: tuple[Portion, ...]
    picture: Callable[[], str]
    edition: Edition
    one: bool
    about: Mapping[str, object]
    scale: int = 1


@dataclass(frozen=True, slots=True)
class Form:
    """A form: its media type, whether a browser shows it or keeps it, and how it is made."""

    media: str
    make: Callable[[Answer], bytes]
    shown: bool = False


def _csv(answer: Answer) -> bytes:
    return BOM + as_csv(answer.portions).encode()


def _json(answer: Answer) -> bytes:
    head = {"release": answer.edition.id, **answer.about}
    if answer.one:
        return orjson.dumps({**head, **as_json(answer.portions[0])})
    return orjson.dumps({**head, "indicators": [as_json(one) for one in answer.portions]})


def _svg(answer: Answer) -> bytes:
    return answer.picture().encode()


def _png(answer: Answer) -> bytes:
    return png(answer.picture(), scale=answer.scale)


def _xlsx(answer: Answer) -> bytes:
    return workbook(answer.portions, edition=answer.edition)


def _zip(answer: Answer) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        texts = {
            f"{answer.name}.csv": _csv(answer),
            "README.txt": BOM + readme(answer.portions, edition=answer.edition).encode(),
        }
        for name, text in texts.items():
            archive.writestr(zipfile.ZipInfo(name, _ALWAYS), text, zipfile.ZIP_DEFLATED)
    return out.getvalue()


FORMS: Mapping[str, Form] = {
    "csv": Form("text/csv; charset=utf-8", _csv),
    "json": Form("application/json", _json, shown=True),
    "svg": Form("image/svg+xml", _svg, shown=True),
    "png": Form("image/png", _png, shown=True),
    "xlsx": Form("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _xlsx),
    "zip": Form("application/zip", _zip),
}
"""By the ending of the address."""
