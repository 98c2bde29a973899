"""The catalogue of a release, read back from its catalog.json."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from dashboard.catalog.models import Catalog
from dashboard.catalog.problems import CatalogError, shape_problems


def catalog_from_public(content: Mapping[str, Any]) -> Catalog:
    """The catalogue that `Catalog.to_public` wrote; needs no file of data/catalogs.

    Raises CatalogError when the content is of another shape, as of a release made by another
    version of the program.
    """
    try:
        return Catalog.model_validate(content, by_alias=True, by_name=False)
    except ValidationError as error:
        name = str(content.get("name", "?"))
        problems = shape_problems(error, model=Catalog, file="catalog.json")
        raise CatalogError(name, problems) from error
