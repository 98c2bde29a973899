"""The catalogue: every indicator as one record, read from data/catalogs and validated."""

from dashboard.catalog.load import catalog_names, load_catalog
from dashboard.catalog.models import (
    Break,
    Catalog,
    Era,
    Family,
    Formula,
    Gap,
    Group,
    Indicator,
    Link,
    Note,
    ReferenceLine,
)
from dashboard.catalog.problems import CatalogError, Problem, UnknownIndicatorError
from dashboard.catalog.profile import CodingTier, Contact, Profile, Protection
from dashboard.catalog.public import catalog_from_public
from dashboard.catalog.showing import Shapes, Slippage
from dashboard.catalog.translate import in_words, texts

__all__ = [
    "Break",
    "Catalog",
    "CatalogError",
    "CodingTier",
    "Contact",
    "Era",
    "Family",
    "Formula",
    "Gap",
    "Group",
    "Indicator",
    "Link",
    "Note",
    "Problem",
    "Profile",
    "Protection",
    "ReferenceLine",
    "Shapes",
    "Slippage",
    "UnknownIndicatorError",
    "catalog_from_public",
    "catalog_names",
    "in_words",
    "load_catalog",
    "texts",
]
