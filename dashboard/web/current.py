"""The edition that an address answers from, or the answer that there is none."""

from __future__ import annotations

from werkzeug.exceptions import ServiceUnavailable

from dashboard.locale import gettext as _
from dashboard.releases import NoRelease
from dashboard.views import Edition, Shelf


def edition_of(shelf: Shelf) -> Edition:
    """What is served now; raises ServiceUnavailable (503) while there is no release."""
    try:
        return shelf.edition()
    except NoRelease as error:
        raise ServiceUnavailable(no_data()) from error


def no_data() -> str:
    """That there is nothing to show, in the reader's language."""
    return _("There is no data to show at the moment.")
