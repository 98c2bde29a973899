"""A report as a tagged PDF (PDF/UA-1): Typst sets it, from words handed over as data.

Nothing of a release is ever part of the source: the template reads a file of strings and numbers,
and a string is set as it is, whatever is in it.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Final

import typst

from dashboard.catalog import Profile
from dashboard.errors import ProgressError
from dashboard.report.content import content
from dashboard.report.document import Report

STANDARD: Final = "ua-1"
# A compiler serves one thread at a time; and nobody's report takes both cores of a small machine.
_ONE_AT_A_TIME = Lock()
_HERE = Path(__file__).resolve()
_TEMPLATE = _HERE.with_name("report.typ")
_FONTS = _HERE.parents[2] / "assets" / "fonts"


class ReportError(ProgressError):
    """A report that cannot be set; the text says whose, and why."""


def pdf(report: Report, *, profile: Profile, created: str) -> bytes:
    """The PDF; the same bytes for the same report on every machine.

    created: when the release was made (ISO 8601), the only time that the file names. Raises
    ReportError where the standard cannot be kept, as for a letter that no font of the project has:
    a screen reader would be told nothing of it.
    """
    data = json.dumps(content(report, profile=profile), ensure_ascii=False).encode()
    made = datetime.fromisoformat(created).astimezone(UTC).replace(microsecond=0)
    try:
        return typeset(data, made=made)
    except typst.TypstError as error:
        raise ReportError(f"The report of {report.name} cannot be set: {error}.") from error


def typeset(data: bytes, *, made: datetime) -> bytes:
    """The PDF of a report's content as JSON."""
    files = {"main.typ": _template(), "data.json": data}
    with _ONE_AT_A_TIME:
        done = _compiler().compile(  # its stub forgets that files may be given by name
            input=files,  # type: ignore[type-var]
            format="pdf",
            pdf_standards=[STANDARD],
            timestamp=made,
        )
    if not isinstance(done, bytes):
        raise TypeError("Typst gave no PDF")
    return done


@cache
def _compiler() -> typst.Compiler:
    """One a process: the fonts are read once, and what two reports share is set once.

    Only the project's own fonts, and those for mathematics that the library brings along.
    """
    return typst.Compiler(font_paths=[str(_FONTS)], ignore_system_fonts=True)


@cache
def _template() -> bytes:
    return _TEMPLATE.read_bytes()
