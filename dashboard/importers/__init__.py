"""IDEA 618 files and published tables into inputs of `build`."""

from dashboard.importers.errors import ImportFileError
from dashboard.importers.importing import import_618, import_published
from dashboard.importers.report import ImportReport

__all__ = ["ImportFileError", "ImportReport", "import_618", "import_published"]
