"""PDFs of the handmade release, made once."""

from collections.abc import Callable
from functools import cache
from io import BytesIO

import pikepdf
import pytest

from dashboard.locale import in_language
from dashboard.report import pdf, report_of
from dashboard.views import Edition

Made = Callable[..., bytes]
Opened = Callable[..., pikepdf.Pdf]


@pytest.fixture(scope="session")
def made(edition: Edition) -> Made:
    @cache
    def make(lea_id: str | None = None, language: str = "en") -> bytes:
        with in_language(language):
            report = report_of(lea_id, edition=edition)
            return pdf(report, profile=edition.catalog.profile, created=edition.created)

    return make


@pytest.fixture(scope="session")
def opened(made: Made) -> Opened:
    def open_pdf(lea_id: str | None = None, language: str = "en") -> pikepdf.Pdf:
        return pikepdf.open(BytesIO(made(lea_id, language)))

    return open_pdf
